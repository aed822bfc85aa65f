//! Which columns were masked when a file of refused rows was written: one that was marked personal later is not among them.

use sea_orm_migration::prelude::*;

use crate::columns::text;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let file = Alias::new("run_refused_file");
        // Of files that are there already nothing is known: they count as not masked at all.
        let masked = text("masked").default("[]").take();
        manager.alter_table(Table::alter().table(file).add_column(masked).take()).await
    }
}
