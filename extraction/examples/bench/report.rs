//! What was measured, as JSON: one line for programs, which `cargo xtask bench` turns into a page.

use std::path::Path;

use crate::alone::Alone;
use crate::stopwatch::Time;
use crate::{Options, Outcome, Way};

pub struct Figures<'a> {
    pub options: &'a Options,
    pub measures: usize,
    pub file: &'a Path,
    pub grown: &'a [Alone],
    pub times: &'a [(Way, Vec<Time>)],
    pub equal: bool,
}

#[expect(clippy::print_stderr, reason = "a bench prints")]
pub fn progress(name: &str, time: Time) {
    eprintln!("  {name:<45} {:8.3} s   {} s of processors", time.seconds, number(time.cpu, 2));
}

#[expect(clippy::print_stdout, reason = "a bench prints")]
pub fn print(figures: &Figures<'_>) -> Outcome<()> {
    let kernel = figures.of(|way| way == Way::Kernel).ok_or("the kernel was not measured")?;
    let bare = figures.of(|way| way == Way::Bare).ok_or("the bare count was not measured")?;
    let rival = figures.of(|way| !matches!(way, Way::Kernel | Way::Bare)).ok_or("no rival was measured")?;
    let ratio = |of: Option<f64>, to: Option<f64>| number(of.zip(to).map(|(of, to)| of / to), 2);
    let ways: Vec<_> = figures.times.iter().map(|(way, times)| row(*way, times, kernel)).collect();
    let grown: Vec<_> = figures.grown.iter().map(growth).collect();
    println!(
        r#"{{"rows":{},"file_mib":{},"indicators":{},"measures":{},"rounds":{},"sums_equal":{},"times_faster_than_the_better_rival":{},"times_faster_in_processor_time":{},"kernel_in_bare_counts":{},"kernel_peak_memory_mib":{},"ways":[{}],"kernel_alone":[{}]}}"#,
        figures.options.rows,
        std::fs::metadata(figures.file)?.len() >> 20,
        figures.options.indicators,
        figures.measures,
        figures.options.rounds,
        figures.equal,
        ratio(Some(rival.seconds), Some(kernel.seconds)),
        ratio(rival.cpu, kernel.cpu),
        ratio(Some(kernel.seconds), Some(bare.seconds)),
        figures
            .grown
            .last()
            .and_then(|alone| alone.peak_mib)
            .map_or_else(|| "null".to_owned(), |peak| peak.to_string()),
        ways.join(","),
        grown.join(","),
    );
    Ok(())
}

impl Figures<'_> {
    /// The fastest of some ways.
    fn of(&self, which: impl Fn(Way) -> bool) -> Option<Time> {
        let times = self.times.iter().filter(|(way, _)| which(*way)).filter_map(|(_, times)| fastest(times));
        times.reduce(faster)
    }
}

/// The least of the clock and the least of the processors: what else the machine does only ever adds.
fn fastest(times: &[Time]) -> Option<Time> {
    times.iter().copied().reduce(faster)
}

fn faster(one: Time, other: Time) -> Time {
    let cpu = one.cpu.zip(other.cpu).map(|(one, other)| one.min(other)).or(one.cpu).or(other.cpu);
    Time { seconds: one.seconds.min(other.seconds), cpu }
}

fn row(way: Way, times: &[Time], kernel: Time) -> String {
    let fastest = fastest(times);
    let seconds = fastest.map(|time| time.seconds);
    format!(
        r#"{{"way":"{}","fastest_s":{},"median_s":{},"processors_s":{},"times_the_kernel":{}}}"#,
        way.name(),
        number(seconds, 4),
        number(median(times), 4),
        number(fastest.and_then(|time| time.cpu), 2),
        number(seconds.map(|seconds| seconds / kernel.seconds), 2),
    )
}

fn growth(alone: &Alone) -> String {
    format!(
        r#"{{"rows":{},"fastest_s":{:.4},"processors_s":{},"peak_memory_mib":{}}}"#,
        alone.rows,
        alone.time.seconds,
        number(alone.time.cpu, 2),
        alone.peak_mib.map_or_else(|| "null".to_owned(), |peak| peak.to_string()),
    )
}

fn median(times: &[Time]) -> Option<f64> {
    let mut seconds: Vec<_> = times.iter().map(|time| time.seconds).collect();
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied()
}

fn number(value: Option<f64>, places: usize) -> String {
    value.map_or_else(|| "null".to_owned(), |value| format!("{value:.places$}"))
}
