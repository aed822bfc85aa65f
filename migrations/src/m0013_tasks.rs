//! Tasks: who has which part in one, templates, events of other systems, nodes of indicators, and which task was made by which. Heads and
//! line departments learn to read templates.

use sea_orm_migration::prelude::*;

use crate::columns::{day, flag, index, int, maybe_int, moment, small, table, text, unique};
use crate::roles::permit;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        tasks(manager).await?;
        events(manager).await?;
        nodes(manager).await?;
        permit(manager, PERMISSIONS).await
    }
}

async fn tasks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let task = vec![
        int("matter_id"),
        text("kind"),
        maybe_int("doer_id"),
        maybe_int("supervisor_id"),
        maybe_int("appraiser_id"),
        maybe_int("result_user_id"),
    ];
    table(manager, "task", task, &["matter_id"]).await?;
    for role in ["doer_id", "supervisor_id", "appraiser_id", "result_user_id"] {
        index(manager, "task", &[role]).await?;
    }
    let template = vec![int("id"), text("code"), flag("is_active"), text("content"), small("version")];
    table(manager, "task_template", template, &["id"]).await?;
    unique(manager, "task_template", &["code"]).await
}

async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let event = vec![
        int("id"),
        text("source"),
        text("key"),
        text("type"),
        int("unit_id"),
        maybe_int("person_id"),
        moment("at"),
        text("data"),
        text("note"),
        moment("posted_at"),
    ];
    table(manager, "posted_event", event, &["id"]).await?;
    unique(manager, "posted_event", &["source", "key"]).await?;
    table(manager, "event_task", vec![int("event_id"), int("matter_id")], &["event_id", "matter_id"]).await
}

async fn nodes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let node = vec![int("id"), int("indicator_id"), flag("is_active"), text("content"), small("version")];
    table(manager, "indicator_node", node, &["id"]).await?;
    index(manager, "indicator_node", &["indicator_id"]).await?;
    let made = vec![int("node_id"), int("unit_id"), day("due"), int("matter_id")];
    table(manager, "node_task", made, &["node_id", "unit_id", "due"]).await?;
    index(manager, "node_task", &["unit_id", "due"]).await?;
    index(manager, "node_task", &["matter_id"]).await
}

/// What each shipped role may do with templates beside those that keep them.
const PERMISSIONS: &[(&str, &str, &[&str])] = &[
    ("PARTY_SECRETARY", "EVENT", &["READ"]),
    ("DEPUTY_LEADER", "EVENT", &["READ"]),
    ("BRANCH_DIRECTOR", "EVENT", &["READ"]),
    ("DEPT_HEAD", "EVENT", &["READ"]),
    ("LINE_APPRAISER", "EVENT", &["READ"]),
    ("DISCIPLINE", "EVENT", &["READ"]),
];
