//! Commands that bring data in: the demonstration, packs, runs.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use shared::id::AccountId;
use shared::period::Period;

use super::{open, say};
use crate::app::{demo, import, password, run};
use crate::config::Config;
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::{Store, library};
use crate::vault::Vault;

/// How large the demonstration is.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Size {
    /// One bureau, two districts, six offices.
    Small,
    /// One bureau, 17 districts, 121 offices.
    City,
    /// Five cities.
    Province,
}

/// The demonstration.
#[derive(Debug, Args)]
pub struct Demo {
    /// How large.
    #[arg(long, value_enum, default_value_t = Size::City)]
    size: Size,
    /// Which of two worlds: they are equal within the scope of the district head's account and different outside.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    world: u8,
    /// Do nothing where the database already holds an organisation.
    #[arg(long)]
    if_empty: bool,
}

/// An import.
#[derive(Debug, Args)]
pub struct Import {
    /// The folder with the pack.
    pack: PathBuf,
    /// The folder with the records the pack reads.
    #[arg(long)]
    data: PathBuf,
    /// The first period to compute; without periods nothing is computed.
    #[arg(long, requires = "to")]
    from: Option<Period>,
    /// The last period to compute.
    #[arg(long, requires = "from")]
    to: Option<Period>,
}

/// The periods of a run.
#[derive(Debug, Args)]
pub struct Periods {
    /// The first period.
    #[arg(long)]
    from: Period,
    /// The last period.
    #[arg(long)]
    to: Period,
    /// The code of the scheme; without it the newest that is published.
    #[arg(long)]
    scheme: Option<String>,
}

fn tell() -> run::Tell {
    Arc::new(|message| drop(say(message)))
}

/// Fills an empty database with the demonstration.
pub async fn demo(config: &Config, wanted: &Demo) -> Result<(), Error> {
    let store = open::opened(config).await?;
    if wanted.if_empty && demo::is_filled(&store).await? {
        return Ok(());
    }
    let size = match wanted.size {
        Size::Small => ::demo::Size::Small,
        Size::City => ::demo::Size::City,
        Size::Province => ::demo::Size::Province,
    };
    let world = if wanted.world == 1 { ::demo::World::One } else { ::demo::World::Two };
    let workshop = open::workshop(config, &store, tell())?;
    let vault = Vault::try_new(&config.evidence)?;
    let imported = demo::fill(&workshop, &vault, size, world, &config.data.folder).await?;
    let import::Imported { units, posts, persons, indicators, .. } = imported;
    say(&format!(
        "the demonstration is ready: {units} units, {posts} posts, {persons} persons, {indicators} indicators"
    ))?;
    say(&format!("sign in as {} with the password `{}`", demo::LOGINS, demo::PASSWORD))
}

/// Imports a pack and, where periods are named, computes them.
pub async fn import(config: &Config, wanted: &Import) -> Result<(), Error> {
    let store = open::opened(config).await?;
    // Accounts of a pack cannot sign in until the operator gives them a password.
    let nobody_knows = password::hash(format!("{}{}", fresh::<AccountId>()?, fresh::<AccountId>()?)).await?;
    let imported = import::import_pack(&store, &wanted.pack, &wanted.data, &nobody_knows).await?;
    say(&format!("{} units, {} persons, {} indicators", imported.units, imported.persons, imported.indicators))?;
    let periods = wanted.from.zip(wanted.to);
    match (imported.scheme, periods) {
        (Some(scheme), Some((from, to))) => {
            run::execute(&open::workshop(config, &store, tell())?, scheme, from, to).await.map(drop)
        }
        (None, _) | (_, None) => Ok(()),
    }
}

/// Extracts, scores and publishes some periods.
pub async fn extract(config: &Config, wanted: &Periods) -> Result<(), Error> {
    let store = open::opened(config).await?;
    let scheme = scheme(&store, wanted.scheme.as_deref()).await?;
    let run = run::execute(&open::workshop(config, &store, tell())?, scheme, wanted.from, wanted.to).await?;
    say(&format!(
        "{}: {} rows read, {} refused, {} values",
        run.state, run.rows_read, run.rows_refused, run.cells_written
    ))
}

async fn scheme(store: &Store, code: Option<&str>) -> Result<shared::id::SchemeId, Error> {
    let scope = open::operator(store);
    let schemes = library::schemes(&*scope.reader().await?).await?;
    let wanted =
        |scheme: &shared::scheme::Scheme| scheme.published && code.is_none_or(|code| scheme.code.as_str() == code);
    schemes.into_iter().find(wanted).map(|scheme| scheme.id).ok_or_else(|| {
        Error::invalid("scheme", "no such scheme is published: import a pack with a scheme, or publish one".to_owned())
    })
}
