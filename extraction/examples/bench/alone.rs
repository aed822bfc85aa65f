//! Steps in processes of their own: writing the file, and the kernel with nothing beside it, whose peak memory is then its own.

use std::process::{Command, Stdio};

use crate::stopwatch::{Time, peak_memory};
use crate::{Options, Outcome, events, kernel};

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Writes the file where it is not there yet.
    Write,
    /// Runs the kernel once.
    Kernel,
}

impl Step {
    pub fn named(name: &str) -> Option<Self> {
        [Self::Write, Self::Kernel].into_iter().find(|step| step.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Kernel => "kernel",
        }
    }
}

/// The kernel with nothing beside it.
#[derive(Debug, Clone, Copy)]
pub struct Alone {
    pub rows: usize,
    pub time: Time,
    pub peak_mib: Option<u64>,
}

/// Takes a step in this process.
#[expect(clippy::print_stdout, reason = "a bench prints")]
pub async fn take(step: Step, options: &Options) -> Outcome<()> {
    match step {
        Step::Write => drop(events::write(&options.folder, options.rows)?),
        Step::Kernel => {
            let (time, _) = kernel(&options.folder, options.rows, &events::measures(options.indicators)).await?;
            let [cpu, peak] = [time.cpu.map(|cpu| cpu.to_string()), peak_memory().map(|peak| peak.to_string())];
            println!("{} {} {}", time.seconds, cpu.unwrap_or_default(), peak.unwrap_or_default());
        }
    }
    Ok(())
}

/// Takes a step in a process of its own and returns what it printed.
pub fn run(step: Step, rows: usize, options: &Options) -> Outcome<String> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--step", step.name(), "--rows", &rows.to_string(), "--indicators", &options.indicators.to_string()]);
    let done = command.arg("--folder").arg(&options.folder).stderr(Stdio::inherit()).output()?;
    if !done.status.success() {
        return Err(format!("{}: {}", step.name(), done.status).into());
    }
    Ok(String::from_utf8(done.stdout)?)
}

/// The kernel alone, on all rows, and on a tenth of them where growth is asked for; the fastest of the rounds, the largest memory.
pub fn grown(options: &Options) -> Outcome<Vec<Alone>> {
    let tenth = options.growth.then_some(options.rows / 10);
    let mut grown = Vec::new();
    for rows in tenth.into_iter().chain([options.rows]) {
        run(Step::Write, rows, options)?;
        let mut runs = Vec::new();
        for _ in 0..options.rounds {
            runs.push(parsed(rows, &run(Step::Kernel, rows, options)?)?);
        }
        let peak_mib = runs.iter().filter_map(|run| run.peak_mib).max();
        let fastest = runs.into_iter().min_by(|one, other| one.time.seconds.total_cmp(&other.time.seconds));
        grown.push(Alone { peak_mib, ..fastest.ok_or("no round")? });
    }
    Ok(grown)
}

fn parsed(rows: usize, printed: &str) -> Outcome<Alone> {
    let mut words = printed.trim().split(' ');
    let mut next = || words.next().unwrap_or_default();
    let (seconds, cpu, peak) = (next().parse()?, next().parse().ok(), next().parse().ok());
    Ok(Alone { rows, time: Time { seconds, cpu }, peak_mib: peak })
}
