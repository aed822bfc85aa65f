//! `cargo xtask bench`: runs the measurements, writes them, with the machine they were made on, to docs/benchmarks.md, and ends with what
//! is stated of them and was met or not.

mod machine;
mod report;
mod threshold;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde_json::Value;

use crate::{
    needs,
    page::{self, Build},
    process::{answer, cargo, command, root},
    server,
};
use threshold::{Bound, Threshold, Verdict};

#[derive(clap::Args)]
pub struct Arguments {
    /// Only these; what the file says of the others stays
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Rows of the extraction's file
    #[arg(long, default_value_t = 10_000_000)]
    rows: usize,
    /// How often each way is measured
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// All measures of 118 ratio indicators over a Parquet file, against the same engine's own ways
    Extraction,
    /// Bytes of each file of the page
    Page,
    /// The time to a cockpit that answers a click, in Chromium
    Browser,
    /// The time in which a change reaches a thousand open subscriptions, and the memory of each
    Live,
    /// The time in which all rules are evaluated, against the run that made their numbers
    Rules,
}

impl Part {
    const fn title(self) -> &'static str {
        match self {
            Self::Extraction => "Extraction",
            Self::Page => "The page",
            Self::Browser => "The cockpit in a browser",
            Self::Live => "Subscriptions",
            Self::Rules => "Rules",
        }
    }

    const fn explanation(self) -> &'static str {
        match self {
            Self::Extraction => {
                "All measures of ratio indicators over one Parquet file: the kernel, hashing the file included, against DataFusion's \
                 own ways on the same file with the same two threads, in turns in one process. Ratios are of the fastest rounds; \
                 processor time is that of all threads, which other work on the machine hardly moves. `kernel alone` runs in a process \
                 of its own, so its peak memory (resident, program included) is the kernel's."
            }
            Self::Page => "Bytes per file, as they are and as they travel.",
            Self::Browser => {
                "From a signed-in address to drawn gauges and an answered click, in the page's own clock, over the machine's own network."
            }
            Self::Live => {
                "A thousand open subscriptions (graphql-transport-ws) on one server over SQLite, at most 20 of one account, all following \
                 the same order. The time is from asking for a step until a subscription tells it, through the step's own transaction; \
                 for each of them it is read anew who it is and what it may see. The clients run on the same machine. Memory is what \
                 the server's resident memory grew by, divided by the number of subscriptions."
            }
            Self::Rules => {
                "All active rules of the city demonstration, of units, posts and persons, evaluated over SQLite after the run that made \
                 their numbers: reading what they see, deciding, writing, and the commit. How they stood is forgotten before, in the \
                 bench's own database, so each sees all its objects for the first time: every standing is written, and what they find \
                 in the newest period is warned of, with the diagnoses and messages that belong to it. Beside it the time in which \
                 that run computed, scored and stored: the median of its months, which is what the ratio is stated against, and all \
                 its periods but the first."
            }
        }
    }

    /// What is stated of it. How heavy the page may be is judged wherever it is built (`budget.rs`).
    const fn thresholds(self) -> &'static [Threshold] {
        match self {
            Self::Extraction => &[Threshold {
                what: "how many times the kernel is faster than the better rival over the same file",
                at: "/times_faster_than_the_better_rival",
                against: 1.0,
                bound: Bound::AtLeast(30.0),
            }],
            Self::Page | Self::Browser => &[],
            Self::Live => &[Threshold {
                what: "a change reaches a thousand subscriptions, 99th percentile, against a second",
                at: "/delivery/0/p99_ms",
                against: 1_000.0,
                bound: Bound::AtMost(1.0),
            }],
            Self::Rules => &[Threshold {
                what: "evaluating all rules after a run, commit included, against computing, scoring and storing one month of it",
                at: "/evaluation_against_one_month",
                against: 1.0,
                bound: Bound::AtMost(1.0),
            }],
        }
    }

    /// What was measured as Markdown, and how it stands to what is stated of it.
    fn measure(self, arguments: &Arguments) -> Result<(String, Vec<Verdict>)> {
        let measured = match self {
            Self::Extraction => extraction(arguments)?,
            Self::Page => {
                needs::page()?;
                return Ok((report::files(page::ensure(Build::Release)?.files()), Vec::new()));
            }
            Self::Browser => browser()?,
            Self::Live => served("live.mjs")?,
            Self::Rules => {
                needs::sqlite()?;
                served("rules.mjs")?
            }
        };
        let verdicts: Vec<Verdict> = self.thresholds().iter().map(|threshold| threshold.judge(&measured)).collect();
        Ok((format!("{}{}", report::figures(&measured), report::verdicts(&verdicts)), verdicts))
    }
}

pub fn bench(arguments: &Arguments) -> Result<()> {
    let file = root().join("docs/benchmarks.md");
    let mut verdicts = Vec::new();
    for part in Part::value_variants() {
        if !arguments.only.is_empty() && !arguments.only.contains(part) {
            continue;
        }
        let (measured, judged) = part.measure(arguments)?;
        verdicts.extend(judged);
        let section = format!("{}\n\n{}\n\n{measured}", part.explanation(), machine::line()?);
        // Written part by part, so that a failure later loses nothing.
        let text = report::with_section(&fs::read_to_string(&file).unwrap_or_default(), part.title(), &section);
        fs::create_dir_all(root().join("docs"))?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    println!("Wrote {}.", file.display());
    for verdict in &verdicts {
        println!("{verdict}");
    }
    match verdicts.iter().filter(|verdict| !verdict.is_met()).count() {
        0 => Ok(()),
        missed => bail!("{missed} of {} thresholds not met", verdicts.len()),
    }
}

fn extraction(arguments: &Arguments) -> Result<Value> {
    let mut bench = cargo(["run", "--release", "--package", "extraction", "--example", "bench", "--", "--growth"]);
    bench.args(["--rows", &arguments.rows.to_string(), "--rounds", &arguments.rounds.to_string()]);
    result(&answer(&mut bench)?)
}

fn browser() -> Result<Value> {
    needs::page()?;
    page::ensure(Build::Release)?;
    let program: PathBuf = server::build_release()?;
    let folder = root().join("e2e");
    needs::npm_packages(&folder)?;
    let chromium = needs::chromium().context("no chromium; type: cargo xtask setup")?;
    let mut node = command("node");
    node.arg("bench/cockpit.mjs").current_dir(folder);
    result(&answer(node.env("BATON_PROGRAM", program).env("BATON_CHROMIUM", chromium))?)
}

/// What a program beside the server measures of it.
fn served(bench: &str) -> Result<Value> {
    let program: PathBuf = server::build_release()?;
    let mut node = command("node");
    node.arg(format!("bench/{bench}")).current_dir(root().join("e2e"));
    result(&answer(node.env("BATON_PROGRAM", program))?)
}

/// A bench's progress goes to the terminal; the last line of its output is the result.
fn result(output: &str) -> Result<Value> {
    let last = output.lines().next_back().unwrap_or_default();
    serde_json::from_str(last).with_context(|| format!("a bench did not end with a line of JSON: {last:?}"))
}
