//! Channels beside the page: where an account wants its messages brought, when, and what became of each.

use sea_orm_migration::prelude::*;

use crate::columns::{flag, index, int, maybe_int, maybe_moment, maybe_text, moment, small, table, text, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        wishes(manager).await?;
        deliveries(manager).await
    }
}

async fn wishes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let channel = vec![
        int("id"),
        int("account_id"),
        text("kind"),
        text("name"),
        text("address"),
        maybe_text("secret"),
        text("least"),
        text("reasons"),
        flag("is_on"),
        small("version"),
    ];
    table(manager, "channel", channel, &["id"]).await?;
    index(manager, "channel", &["account_id"]).await?;
    let preference = vec![int("account_id"), text("content"), small("version")];
    table(manager, "notice_preference", preference, &["account_id"]).await
}

async fn deliveries(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let delivery = vec![
        int("id"),
        int("account_id"),
        int("channel_id"),
        text("kind"),
        text("address"),
        text("state"),
        small("messages"),
        flag("is_test"),
        flag("passes_quiet"),
        moment("due_at"),
        small("tries"),
        maybe_moment("leased_until"),
        maybe_text("answer"),
        text("detail"),
        text("place"),
        maybe_moment("ended_at"),
        small("version"),
    ];
    table(manager, "delivery", delivery, &["id"]).await?;
    unique(manager, "delivery", &["place"]).await?;
    index(manager, "delivery", &["account_id"]).await?;
    index(manager, "delivery", &["state", "due_at"]).await?;
    let notice = vec![
        int("channel_id"),
        int("notice_id"),
        int("account_id"),
        moment("due_at"),
        flag("gathers"),
        flag("passes_quiet"),
        maybe_int("delivery_id"),
    ];
    table(manager, "delivery_notice", notice, &["channel_id", "notice_id"]).await?;
    index(manager, "delivery_notice", &["account_id"]).await?;
    index(manager, "delivery_notice", &["delivery_id", "due_at"]).await
}
