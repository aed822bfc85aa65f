//! The schema's history. Every migration is frozen once released: names are literals, and it runs on SQLite and PostgreSQL alike.
//!
//! Every migration runs in a transaction (`use_transaction`), on SQLite too: a program that is killed halfway can start again.

pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::prelude::*;

mod columns;
mod m0001_organisation;
mod m0002_access;
mod m0003_library;
mod m0004_runs;
mod m0005_refused_files;
mod m0006_run_signs;
mod m0007_refused_masks;
mod m0008_matters;
mod m0009_resources;
mod m0010_evidence;
mod m0011_channels;
mod m0012_handbook;
mod m0013_tasks;
mod m0014_risk;
mod m0015_self_found;
mod m0016_work_year;
mod m0017_sent;
mod m0018_risk_retired;
mod m0019_handbook_notices;
mod roles;

/// Brings a database to the newest schema.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_organisation::Migration),
            Box::new(m0002_access::Migration),
            Box::new(m0003_library::Migration),
            Box::new(m0004_runs::Migration),
            Box::new(m0005_refused_files::Migration),
            Box::new(m0006_run_signs::Migration),
            Box::new(m0007_refused_masks::Migration),
            Box::new(m0008_matters::Migration),
            Box::new(m0009_resources::Migration),
            Box::new(m0010_evidence::Migration),
            Box::new(m0011_channels::Migration),
            Box::new(m0012_handbook::Migration),
            Box::new(m0013_tasks::Migration),
            Box::new(m0014_risk::Migration),
            Box::new(m0015_self_found::Migration),
            Box::new(m0016_work_year::Migration),
            Box::new(m0017_sent::Migration),
            Box::new(m0018_risk_retired::Migration),
            Box::new(m0019_handbook_notices::Migration),
        ]
    }
}
