//! `cargo xtask bench`: runs the measurements and writes them, with the machine they were made on, to docs/benchmarks.md.

mod machine;
mod report;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde_json::Value;

use crate::{
    needs,
    page::{self, Build},
    process::{answer, cargo, command, root},
    server,
};

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
                "All rules of the city demonstration, evaluated after its run: reading what they see, deciding, and writing warnings, \
                 standings and effects, over SQLite. Beside it the median time in which that run computed, scored and stored one month."
            }
        }
    }

    fn measure(self, arguments: &Arguments) -> Result<String> {
        match self {
            Self::Extraction => Ok(report::figures(&extraction(arguments)?)),
            Self::Page => {
                needs::page()?;
                Ok(report::files(page::ensure(Build::Release)?.files()))
            }
            Self::Browser => Ok(report::figures(&browser()?)),
            Self::Live => Ok(report::figures(&served("live.mjs")?)),
            Self::Rules => Ok(report::figures(&served("rules.mjs")?)),
        }
    }
}

pub fn bench(arguments: &Arguments) -> Result<()> {
    let file = root().join("docs/benchmarks.md");
    for part in Part::value_variants() {
        if !arguments.only.is_empty() && !arguments.only.contains(part) {
            continue;
        }
        let measured = part.measure(arguments)?;
        let section = format!("{}\n\n{}\n\n{measured}", part.explanation(), machine::line()?);
        // Written part by part, so that a failure later loses nothing.
        let text = report::with_section(&fs::read_to_string(&file).unwrap_or_default(), part.title(), &section);
        fs::create_dir_all(root().join("docs"))?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    println!("Wrote {}.", file.display());
    Ok(())
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
