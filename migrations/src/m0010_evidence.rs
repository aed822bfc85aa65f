//! Files that hang on matters, and files that are on their way.

use sea_orm_migration::prelude::*;

use crate::columns::{index, int, maybe_small, moment, small, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let upload = vec![
            int("id"),
            int("account_id"),
            int("matter_id"),
            text("name"),
            int("size"),
            int("received"),
            moment("begun_at"),
        ];
        table(manager, "upload", upload, &["id"]).await?;
        index(manager, "upload", &["account_id"]).await?;
        let evidence = vec![
            int("id"),
            int("matter_id"),
            small("event"),
            maybe_small("item"),
            text("name"),
            text("kind"),
            int("size"),
            text("sha256"),
        ];
        table(manager, "evidence", evidence, &["id"]).await?;
        index(manager, "evidence", &["matter_id"]).await?;
        index(manager, "evidence", &["sha256"]).await
    }
}
