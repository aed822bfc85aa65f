//! The organisation: dictionaries, units and their closure, posts, persons, assignments.

use sea_orm_migration::prelude::*;

use crate::columns::{day, flag, index, int, maybe_day, maybe_int, maybe_text, small, table, text, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        units(manager).await?;
        people(manager).await
    }
}

async fn units(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let dictionary = vec![text("category"), text("code"), text("name"), text("name_en"), small("ordinal")];
    table(manager, "dictionary", dictionary, &["category", "code"]).await?;
    let unit = vec![
        int("id"),
        text("code"),
        text("name"),
        text("short_name"),
        maybe_int("parent_id"),
        text("level"),
        text("kind"),
        maybe_text("line"),
        maybe_text("comparison_group"),
        small("sort_no"),
        day("valid_from"),
        maybe_day("valid_to"),
        small("version"),
    ];
    table(manager, "unit", unit, &["id"]).await?;
    unique(manager, "unit", &["code"]).await?;
    index(manager, "unit", &["parent_id"]).await?;
    let closure = vec![int("ancestor"), int("descendant"), small("depth"), day("valid_from"), maybe_day("valid_to")];
    table(manager, "unit_closure", closure, &["ancestor", "descendant", "valid_from"]).await?;
    index(manager, "unit_closure", &["descendant", "valid_to"]).await
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let post_type =
        vec![int("id"), text("code"), text("name"), text("series"), text("series_name"), text("post_class")];
    table(manager, "post_type", post_type, &["id"]).await?;
    unique(manager, "post_type", &["code"]).await?;
    let post = vec![
        int("id"),
        text("code"),
        text("name"),
        int("unit_id"),
        int("post_type_id"),
        flag("is_key"),
        flag("risk_star"),
        small("version"),
    ];
    table(manager, "post", post, &["id"]).await?;
    unique(manager, "post", &["code"]).await?;
    index(manager, "post", &["unit_id"]).await?;
    let person = vec![
        int("id"),
        text("staff_no"),
        text("name"),
        int("unit_id"),
        maybe_text("rank"),
        maybe_text("phone"),
        text("status"),
        small("version"),
    ];
    table(manager, "person", person, &["id"]).await?;
    unique(manager, "person", &["staff_no"]).await?;
    index(manager, "person", &["unit_id"]).await?;
    let assignment = vec![
        int("id"),
        int("person_id"),
        int("post_id"),
        int("unit_id"),
        text("role"),
        int("share"),
        day("valid_from"),
        maybe_day("valid_to"),
    ];
    table(manager, "assignment", assignment, &["id"]).await?;
    index(manager, "assignment", &["person_id"]).await?;
    index(manager, "assignment", &["post_id"]).await?;
    let switch = vec![
        int("id"),
        int("post_id"),
        int("unit_id"),
        int("from_person"),
        int("to_person"),
        day("start_on"),
        day("end_on"),
        text("reason"),
    ];
    table(manager, "duty_switch", switch, &["id"]).await?;
    index(manager, "duty_switch", &["post_id"]).await
}
