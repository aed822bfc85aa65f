//! The calendar of working days is written by people: what a day is called, and how often a year was changed. The performance office
//! learns to write it.

use sea_orm_migration::prelude::*;

use crate::columns::{small, table, text};
use crate::roles::permit;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = text("name").default("").take();
        manager.alter_table(Table::alter().table(Alias::new("work_day")).add_column(name).take()).await?;
        table(manager, "work_year", vec![small("year"), small("version")], &["year"]).await?;
        // Whoever runs the installation may have let the office do it already.
        forget(manager, "PERF_OFFICE", "DICTIONARY", ["READ", "WRITE"]).await?;
        permit(manager, &[("PERF_OFFICE", "DICTIONARY", &["READ", "WRITE"])]).await
    }
}

async fn forget(manager: &SchemaManager<'_>, role: &str, resource: &str, actions: [&str; 2]) -> Result<(), DbErr> {
    let of_role = Query::select()
        .column(Alias::new("id"))
        .from(Alias::new("role"))
        .and_where(Expr::col(Alias::new("code")).eq(role))
        .and_where(Expr::col(Alias::new("built_in")).eq(true))
        .take();
    let delete = Query::delete()
        .from_table(Alias::new("role_permission"))
        .and_where(Expr::col(Alias::new("role_id")).in_subquery(of_role))
        .and_where(Expr::col(Alias::new("resource")).eq(resource))
        .and_where(Expr::col(Alias::new("action")).is_in(actions))
        .take();
    manager.execute(delete).await
}
