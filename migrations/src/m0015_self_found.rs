//! What is found by oneself: what that is worth by a scheme (nothing in the schemes that are there already), and the patterns that are
//! shared with everybody.

use sea_orm_migration::prelude::*;

use crate::columns::{int, maybe_int, maybe_text, moment, table, text, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let worth = text("self_found").default("NONE").take();
        manager.alter_table(Table::alter().table(Alias::new("scheme")).add_column(worth).take()).await?;
        let pattern = vec![
            int("matter_id"),
            text("place"),
            int("unit_id"),
            text("unit_name"),
            text("title"),
            text("pattern"),
            text("management_change"),
            maybe_int("indicator_id"),
            maybe_text("risk_point"),
            moment("shared_at"),
        ];
        table(manager, "shared_pattern", pattern, &["matter_id"]).await?;
        unique(manager, "shared_pattern", &["place"]).await
    }
}
