//! Messages about entries of the handbook: that one waits for review, and what became of it.

use sea_orm_migration::prelude::*;

use crate::columns::maybe_int;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let entry = maybe_int("entry_id");
        manager.alter_table(Table::alter().table(Alias::new("notice")).add_column(entry).take()).await
    }
}
