//! `cargo xtask test`: everything CI runs, in the order in which a mistake is cheapest to find.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use testkit::Cluster;

use crate::{
    budget, e2e, lean,
    needs::{self, WASM},
    page::{self, Build},
    process::{cargo, run},
};

#[derive(clap::Args)]
pub struct Arguments {
    /// Runs the remaining steps after one has failed
    #[arg(long)]
    keep_going: bool,
}

struct Step {
    name: &'static str,
    act: fn() -> Result<()>,
}

const STEPS: [Step; 9] = [
    Step { name: "what is needed", act: prepare },
    Step { name: "format", act: format },
    Step { name: "the page is lean", act: lean::check },
    Step { name: "lints of the page", act: lint_page },
    Step { name: "lints", act: lint },
    Step { name: "page", act: page },
    Step { name: "tests, SQLite and PostgreSQL", act: tests },
    Step { name: "examples in the documentation", act: documentation },
    Step { name: "browser", act: browser },
];

pub fn test(arguments: &Arguments) -> Result<()> {
    let mut done: Vec<(&str, Duration, Result<()>)> = Vec::new();
    for step in STEPS {
        println!("\n── {} ──", step.name);
        let start = Instant::now();
        let outcome = (step.act)();
        let failed = outcome.is_err();
        done.push((step.name, start.elapsed(), outcome));
        if failed && !arguments.keep_going {
            break;
        }
    }
    summarise(&done)
}

fn summarise(done: &[(&str, Duration, Result<()>)]) -> Result<()> {
    println!("\n── summary ──");
    for (name, took, outcome) in done {
        match outcome {
            Ok(()) => println!("  {:>6.1} s  passed  {name}", took.as_secs_f64()),
            Err(error) => println!("  {:>6.1} s  FAILED  {name}: {error:#}", took.as_secs_f64()),
        }
    }
    let failed = done.iter().filter(|(_, _, outcome)| outcome.is_err()).count();
    match (failed, STEPS.len() - done.len()) {
        (0, 0) => Ok(()),
        (failed, 0) => bail!("{failed} failed"),
        (failed, left) => bail!("{failed} failed, {left} not run"),
    }
}

fn prepare() -> Result<()> {
    needs::page()?;
    needs::for_tests()
}

fn format() -> Result<()> {
    run(&mut cargo(["fmt", "--all", "--check"]))
}

fn lint_page() -> Result<()> {
    run(&mut cargo(["clippy", "--package", "frontend", "--target", WASM, "--", "-D", "warnings"]))
}

fn lint() -> Result<()> {
    run(&mut cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn page() -> Result<()> {
    budget::check(&page::ensure(Build::Release)?)
}

fn tests() -> Result<()> {
    let everything = ["--workspace", "--exclude", "xtask"];
    run(cargo(["build", "--bins", "--tests"]).args(everything))?;
    // Built as cargo built the program that is running: together with the rest it would be compiled once more.
    run(&mut cargo(["test", "--quiet", "--package", "xtask"]))?;
    let runner: &[&str] = if needs::has_nextest() { &["nextest", "run"] } else { &["test"] };
    let mut tests = cargo(runner);
    tests.args(everything);
    if std::env::var_os(testkit::POSTGRES_URL).is_some() {
        return run(&mut tests);
    }
    let cluster = Cluster::start()?;
    run(tests.env(testkit::POSTGRES_URL, cluster.url("postgres")))
}

fn documentation() -> Result<()> {
    run(&mut cargo(["test", "--quiet", "--doc", "--workspace", "--exclude", "xtask"]))
}

fn browser() -> Result<()> {
    e2e::browse(&[])
}
