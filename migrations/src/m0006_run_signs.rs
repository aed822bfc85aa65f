//! When whoever works on a run last said that it is alive.

use sea_orm_migration::prelude::*;

use crate::columns::{int, moment, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(manager, "run_sign", vec![int("run_id"), moment("at")], &["run_id"]).await
    }
}
