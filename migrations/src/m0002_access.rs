//! Access: accounts, sessions, roles, grants; the audit trail; settings of the installation.

use sea_orm_migration::prelude::*;

use crate::columns::{
    day, flag, index, int, maybe_day, maybe_int, maybe_moment, maybe_text, moment, small, table, text, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        accounts(manager).await?;
        grants(manager).await?;
        audit(manager).await?;
        table(manager, "setting", vec![text("key"), text("value")], &["key"]).await
    }
}

async fn accounts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let account = vec![
        int("id"),
        text("login"),
        text("display_name"),
        text("password_hash"),
        maybe_int("person_id"),
        flag("disabled"),
        small("version"),
    ];
    table(manager, "account", account, &["id"]).await?;
    unique(manager, "account", &["login"]).await?;
    let session = vec![
        int("id"),
        int("account_id"),
        text("token_hash"),
        text("previous_hash"),
        moment("issued_at"),
        moment("expires_at"),
        maybe_moment("ended_at"),
    ];
    table(manager, "session", session, &["id"]).await?;
    index(manager, "session", &["token_hash"]).await?;
    index(manager, "session", &["account_id"]).await
}

async fn grants(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let role = vec![int("id"), text("code"), text("name"), text("name_en"), flag("built_in"), small("version")];
    table(manager, "role", role, &["id"]).await?;
    unique(manager, "role", &["code"]).await?;
    let permission = vec![int("role_id"), text("resource"), text("action")];
    table(manager, "role_permission", permission, &["role_id", "resource", "action"]).await?;
    let grant = vec![
        int("id"),
        int("account_id"),
        int("role_id"),
        text("scope"),
        maybe_int("unit_id"),
        day("valid_from"),
        maybe_day("valid_to"),
    ];
    table(manager, "account_grant", grant, &["id"]).await?;
    index(manager, "account_grant", &["account_id"]).await?;
    table(manager, "grant_unit", vec![int("grant_id"), int("unit_id")], &["grant_id", "unit_id"]).await?;
    table(manager, "grant_line", vec![int("grant_id"), text("line")], &["grant_id", "line"]).await
}

async fn audit(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let event = vec![
        int("sequence"),
        int("id"),
        text("at"),
        text("actor"),
        text("action"),
        text("subject"),
        text("summary"),
        maybe_text("before"),
        maybe_text("after"),
        maybe_text("reason"),
        maybe_text("request_id"),
        text("previous"),
        text("hash"),
    ];
    table(manager, "audit_event", event, &["sequence"]).await?;
    unique(manager, "audit_event", &["id"]).await?;
    index(manager, "audit_event", &["subject"]).await?;
    table(manager, "audit_head", vec![small("id"), int("sequence"), text("hash")], &["id"]).await
}
