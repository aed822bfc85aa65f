//! Measures the kernel against the same engine's own ways, in one run: one query an indicator (with and without filters pushed down
//! to the file), all measures fused as FILTER clauses, and a bare count by unit and month. All ways read the same file with the same
//! two threads, take turns, and must give the same sums.
//!
//! `cargo run --release -p extraction --example bench -- --rows 10000000 [--indicators 118] [--rounds 3] [--growth] [--folder DIR]`
//!
//! The last line of the output is the result as JSON.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use extraction::engine::{Embedded, Engine as _, EngineConfig, Months, Work};
use extraction::measure::Measure;

mod alone;
mod events;
mod report;
mod rivals;
mod stopwatch;

use stopwatch::{Stopwatch, Time};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Sums by unit and month, ten-thousandths; `None` where nothing.
type Table = BTreeMap<(u32, String), Vec<Option<i64>>>;

/// What to measure.
struct Options {
    rows: usize,
    indicators: usize,
    rounds: usize,
    growth: bool,
    folder: PathBuf,
    /// One step in a process of its own.
    step: Option<alone::Step>,
}

impl Options {
    fn read() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let after = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
        let number = |name: &str, otherwise| after(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
        Self {
            rows: number("--rows", 1_000_000),
            indicators: number("--indicators", 118),
            rounds: number("--rounds", 3).max(1),
            growth: arguments.iter().any(|argument| argument == "--growth"),
            folder: after("--folder").map_or_else(std::env::temp_dir, PathBuf::from),
            step: after("--step").and_then(|name| alone::Step::named(name)),
        }
    }
}

/// A way to the sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Kernel,
    Bare,
    Queries { pushed_down: bool },
    Fused,
}

impl Way {
    const ALL: [Self; 5] = [
        Self::Kernel,
        Self::Bare,
        Self::Queries { pushed_down: false },
        Self::Queries { pushed_down: true },
        Self::Fused,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Kernel => "kernel, all measures",
            Self::Bare => "bare count by unit and month",
            Self::Queries { pushed_down: false } => "one query an indicator",
            Self::Queries { pushed_down: true } => "one query an indicator, filters pushed down",
            Self::Fused => "all measures fused as FILTER clauses",
        }
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Outcome<()> {
    let options = Options::read();
    match options.step {
        Some(step) => alone::take(step, &options).await,
        None => all(&options).await,
    }
}

async fn all(options: &Options) -> Outcome<()> {
    let measures = events::measures(options.indicators);
    // In processes of their own, so that what one step took does not count for another.
    alone::run(alone::Step::Write, options.rows, options)?;
    let grown = alone::grown(options)?;
    let file = events::path(&options.folder, options.rows);
    let mut times: Vec<(Way, Vec<Time>)> = Way::ALL.map(|way| (way, Vec::new())).to_vec();
    let (mut sums, mut equal) = (None, true);
    for _ in 0..options.rounds {
        for (way, times) in &mut times {
            let (time, table) = measured(*way, options, &file, &measures).await?;
            times.push(time);
            if let Some(table) = table {
                equal &= *sums.get_or_insert_with(|| table.clone()) == table;
            }
        }
    }
    report::print(&report::Figures {
        options,
        measures: measures.len(),
        file: &file,
        grown: &grown,
        times: &times,
        equal,
    })?;
    if equal { Ok(()) } else { Err("the sums differ".into()) }
}

async fn measured(way: Way, options: &Options, file: &Path, measures: &[Measure]) -> Outcome<(Time, Option<Table>)> {
    let (time, table) = match way {
        Way::Kernel => {
            let (time, table) = kernel(&options.folder, options.rows, measures).await?;
            (time, Some(table))
        }
        Way::Bare => (rivals::bare(file).await?, None),
        Way::Queries { pushed_down } => {
            let (time, table) = rivals::one_query_an_indicator(file, measures, pushed_down).await?;
            (time, Some(table))
        }
        Way::Fused => {
            let (time, table) = rivals::fused(file, measures).await?;
            (time, Some(table))
        }
    };
    report::progress(way.name(), time);
    Ok((time, table))
}

/// The kernel's time and sums.
async fn kernel(folder: &Path, rows: usize, measures: &[Measure]) -> Outcome<(Time, Table)> {
    let months = Months::try_new("2025-01".parse()?, "2026-12".parse()?).ok_or("months")?;
    let work = Work::new(events::dataset(rows)?, folder, measures.to_vec(), Arc::new(events::Offices), months);
    let engine = Embedded::try_new(&EngineConfig::default())?;
    let watch = Stopwatch::start();
    let extraction = engine.run(work).await?;
    let time = watch.time();
    let row = |sum: extraction::sums::Sum<'_>| {
        ((sum.leaf.0, sum.month.to_string()), sum.measures().map(|value| value.map(|value| value.scaled())).collect())
    };
    Ok((time, extraction.sums.iter().map(row).collect()))
}
