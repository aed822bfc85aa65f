//! The files with all rows that a run could not use, one a dataset.

use sea_orm_migration::prelude::*;

use crate::columns::{int, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let file = vec![
            int("run_id"),
            int("dataset_id"),
            text("name"),
            int("rows"),
            int("total"),
            int("size"),
            text("sha256"),
        ];
        table(manager, "run_refused_file", file, &["run_id", "dataset_id"]).await
    }
}
