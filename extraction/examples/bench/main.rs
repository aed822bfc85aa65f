//! Measures the kernel against the same engine's own ways, in one run: one query an indicator, all fused as FILTER clauses, a bare scan.
//!
//! `cargo run --release -p extraction --example bench -- --rows 10000000 --indicators 118 [--growth] [--skip-fused] [--folder DIR]`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use datafusion::error::Result;
use extraction::engine::{Embedded, Engine as _, EngineConfig, Months, Work};
use extraction::measure::Measure;

mod events;
mod rivals;

/// What to measure.
struct Options {
    rows: usize,
    indicators: usize,
    growth: bool,
    fused: bool,
    folder: PathBuf,
}

impl Options {
    fn read() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let after = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
        let number = |name: &str, otherwise| after(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
        Self {
            rows: number("--rows", 200_000),
            indicators: number("--indicators", 118),
            growth: arguments.iter().any(|argument| argument == "--growth"),
            fused: !arguments.iter().any(|argument| argument == "--skip-fused"),
            folder: after("--folder").map_or_else(std::env::temp_dir, PathBuf::from),
        }
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let options = Options::read();
    let measures = events::measures(options.indicators);
    let file = events::write(&options.folder, options.rows)?;
    let (kernel, sums) = kernel(&options.folder, options.rows, &measures).await?;
    let kernel_memory = peak_memory();
    let bare = rivals::bare(&file).await?;
    let (queries, by_query) = rivals::one_query_an_indicator(&file, &measures).await?;
    let fused = if options.fused { Some(rivals::fused(&file, &measures).await?) } else { None };
    let equal = sums == by_query && fused.as_ref().is_none_or(|(_, table)| *table == sums);
    let growth = if options.growth { Some(growth(&options, &measures).await?) } else { None };
    report(
        &options,
        &Figures { kernel, bare, queries, fused: fused.map(|(seconds, _)| seconds), growth, kernel_memory, equal },
    );
    if equal { Ok(()) } else { Err("the sums differ".into()) }
}

/// Sums by unit and month, ten-thousandths; `None` where nothing.
type Table = BTreeMap<(u32, String), Vec<Option<i64>>>;

async fn kernel(
    folder: &Path,
    rows: usize,
    measures: &[Measure],
) -> std::result::Result<(f64, Table), Box<dyn std::error::Error>> {
    let months = Months::try_new("2025-01".parse()?, "2026-12".parse()?).ok_or("months")?;
    let work = Work::new(events::dataset(rows)?, folder, measures.to_vec(), Arc::new(events::Offices), months);
    let engine = Embedded::try_new(&EngineConfig::default())?;
    let start = Instant::now();
    let extraction = engine.run(work).await?;
    let seconds = start.elapsed().as_secs_f64();
    let row = |sum: extraction::sums::Sum<'_>| {
        ((sum.leaf.0, sum.month.to_string()), sum.measures().map(|value| value.map(|value| value.scaled())).collect())
    };
    Ok((seconds, extraction.sums.iter().map(row).collect()))
}

/// Seconds for a tenth of the rows and for all of them.
async fn growth(
    options: &Options,
    measures: &[Measure],
) -> std::result::Result<(f64, f64), Box<dyn std::error::Error>> {
    let tenth = options.rows / 10;
    let _file = events::write(&options.folder, tenth)?;
    let (small, _) = kernel(&options.folder, tenth, measures).await?;
    let (whole, _) = kernel(&options.folder, options.rows, measures).await?;
    Ok((small, whole))
}

/// Highest resident memory of this process so far, MiB; `None` where the system does not tell.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

struct Figures {
    kernel: f64,
    bare: f64,
    queries: f64,
    fused: Option<f64>,
    growth: Option<(f64, f64)>,
    kernel_memory: Option<u64>,
    equal: bool,
}

#[expect(clippy::print_stdout, reason = "a bench prints")]
fn report(options: &Options, figures: &Figures) {
    let best = figures.fused.map_or(figures.queries, |fused| fused.min(figures.queries));
    println!("{} rows, {} indicators, {} measures", options.rows, options.indicators, 2 * options.indicators);
    println!("kernel, all measures         {:8.2} s   peak memory {:?} MiB", figures.kernel, figures.kernel_memory);
    println!(
        "bare count by unit and month {:8.2} s   kernel = {:.1} bare scans",
        figures.bare,
        figures.kernel / figures.bare
    );
    println!(
        "one query an indicator       {:8.2} s   {:.1} × the kernel",
        figures.queries,
        figures.queries / figures.kernel
    );
    if let Some(fused) = figures.fused {
        println!("all fused as FILTER clauses  {fused:8.2} s   {:.1} × the kernel", fused / figures.kernel);
    }
    if let Some((tenth, whole)) = figures.growth {
        println!(
            "a tenth of the rows          {tenth:8.2} s   all {whole:.2} s: {:.1} × for 10 × the rows",
            whole / tenth
        );
    }
    println!("sums equal: {}", figures.equal);
    let number = |seconds: Option<f64>| seconds.map_or_else(|| "null".to_owned(), |seconds| format!("{seconds:.4}"));
    println!(
        r#"{{"rows":{},"measures":{},"kernel_s":{:.4},"bare_s":{:.4},"queries_s":{:.4},"fused_s":{},"times_faster":{:.2},"tenth_s":{},"peak_mib":{},"equal":{}}}"#,
        options.rows,
        2 * options.indicators,
        figures.kernel,
        figures.bare,
        figures.queries,
        number(figures.fused),
        best / figures.kernel,
        number(figures.growth.map(|(tenth, _)| tenth)),
        figures.kernel_memory.map_or_else(|| "null".to_owned(), |mib| mib.to_string()),
        figures.equal,
    );
}
