//! The developer's commands: `cargo xtask run`, `test` and the rest. Only the command line lives here.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks on its terminal")]

mod bench;
mod budget;
mod e2e;
mod lean;
mod needs;
mod page;
mod process;
mod run;
mod schema;
mod server;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The developer's commands of Baton.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_version_flag = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the page and the server, loads the demo bureau on first start and serves http://127.0.0.1:8080
    Run(run::Arguments),
    /// Everything CI runs: format, lints, both databases, page, budgets, browser
    Test(test::Arguments),
    /// Builds the page into dist/, for development or as it is released
    Page(page::Arguments),
    /// Browser tests against a server of their own
    E2e(e2e::Arguments),
    /// Writes the GraphQL contract, shared/schema.graphql
    Schema,
    /// Measures extraction, the page, the cockpit in a browser, subscriptions and rules, writes docs/benchmarks.md, says what is met
    Bench(bench::Arguments),
    /// Installs what the other commands need, or says what to type
    Setup,
}

fn main() -> ExitCode {
    match act(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Not as `main`'s own result: that would add a stack trace to a sentence that says what to type.
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(command: &Command) -> Result<()> {
    match command {
        Command::Run(arguments) => run::run(arguments),
        Command::Test(arguments) => test::test(arguments),
        Command::Page(arguments) => page::page(arguments),
        Command::E2e(arguments) => e2e::e2e(arguments),
        Command::Schema => schema::schema(),
        Command::Bench(arguments) => bench::bench(arguments),
        Command::Setup => needs::everything(),
    }
}
