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
        // What was sent was waited for to be taken note of; what is begun from below is never a draft.
        let sent = Query::select()
            .column(Alias::new("matter_id"))
            .from(Alias::new("matter_clock"))
            .and_where(Expr::col(Alias::new("kind")).eq("ACKNOWLEDGE"))
            .take();
        let direction = || Expr::col(Alias::new("direction"));
        let written = Query::update()
            .table(matter())
            .value(Alias::new("is_sent"), false)
            .and_where(Expr::col(Alias::new("kind")).is_in(["RECTIFICATION", "TASK"]))
            .and_where(direction().is_null().or(direction().eq("TOP_DOWN")))
            .and_where(Expr::col(Alias::new("id")).not_in_subquery(sent))
            .take();
        manager.execute(written).await
    }
}
