//! Processes and steps that are no longer worked by: kept, and out of the lists.

use sea_orm_migration::prelude::*;

use crate::columns::flag;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["process", "process_step"] {
            let retired = flag("retired").default(false).take();
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(retired).take()).await?;
        }
        Ok(())
    }
}
