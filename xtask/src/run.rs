//! `cargo xtask run`: from a fresh clone to a page that can be clicked.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::{
    needs,
    page::{self, Build},
    process, server,
};

#[derive(clap::Args)]
pub struct Arguments {
    /// `sqlite://…` or `postgres://…`; data/baton.db if not given
    #[arg(long)]
    database: Option<String>,
    /// The bureau that is loaded into an empty database: small, city or province
    #[arg(long, default_value = "city")]
    size: String,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    needs::page()?;
    page::ensure(Build::Quick)?;
    server::build()?;
    let database = arguments.database.as_deref();
    process::run(server::baton(database).args(["demo", "--size", &arguments.size, "--if-empty"]))?;
    // The server takes this process's place: Ctrl-C and the exit code are its own.
    let error = server::baton(database).arg("serve").exec();
    Err(error).context("cannot start the server")
}
