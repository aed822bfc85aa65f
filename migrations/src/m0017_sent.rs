//! Whether a matter was sent: what is only written is not for the other side to see.

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
        let matter = || Alias::new("matter");
        let sent = flag("is_sent").default(true).take();
        manager.alter_table(Table::alter().table(matter()).add_column(sent).take()).await?;
        let written = Query::update()
            .table(matter())
            .value(Alias::new("is_sent"), false)
            .and_where(Expr::col(Alias::new("state")).is_in(["FOUND", "CREATED"]))
            .take();
        manager.execute(written).await
    }
}
