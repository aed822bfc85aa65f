//! Time on the clock and time of the processors.

use std::time::Instant;

/// What a way took.
#[derive(Debug, Clone, Copy)]
pub struct Time {
    /// Seconds on the clock.
    pub seconds: f64,
    /// Seconds of all threads of this process, to a hundredth; less at the mercy of what else the machine does.
    pub cpu: Option<f64>,
}

pub struct Stopwatch {
    start: Instant,
    cpu: Option<f64>,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self { start: Instant::now(), cpu: cpu() }
    }

    pub fn time(&self) -> Time {
        let seconds = self.start.elapsed().as_secs_f64();
        Time { seconds, cpu: cpu().zip(self.cpu).map(|(now, before)| now - before) }
    }
}

/// Processor seconds of this process so far; `None` where the system does not tell.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name, in brackets, may hold spaces. User and system time are the 14th and 15th field, in hundredths.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<f64>().ok());
    Some(ticks.sum::<Option<f64>>()? / 100.0)
}

/// Highest resident memory of this process so far, MiB; `None` where the system does not tell.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}
