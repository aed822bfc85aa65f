//! The library: datasets, measures, indicators and their versions, targets, schemes.

use sea_orm_migration::prelude::*;

use crate::columns::{day, flag, index, int, maybe_day, maybe_text, small, table, text, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        datasets(manager).await?;
        indicators(manager).await?;
        schemes(manager).await
    }
}

async fn datasets(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let dataset = vec![
        int("id"),
        text("code"),
        text("name"),
        text("system"),
        text("location"),
        text("definition"),
        maybe_day("complete_to"),
        small("version"),
    ];
    table(manager, "dataset", dataset, &["id"]).await?;
    unique(manager, "dataset", &["code"]).await?;
    let measure = vec![
        int("id"),
        int("dataset_id"),
        text("code"),
        text("name"),
        text("aggregate"),
        maybe_text("expression"),
        maybe_text("filter"),
        text("over_tree"),
        text("over_time"),
        text("unit_of_measure"),
        small("version"),
    ];
    table(manager, "measure", measure, &["id"]).await?;
    unique(manager, "measure", &["code"]).await?;
    index(manager, "measure", &["dataset_id"]).await
}

async fn indicators(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let indicator = vec![
        int("id"),
        text("code"),
        text("name"),
        text("name_en"),
        text("object"),
        text("dimension"),
        maybe_text("cockpit_dimension"),
        maybe_text("line"),
        text("domain"),
        text("nature"),
        text("purpose"),
        flag("key_rate"),
        small("sort_no"),
        small("version"),
    ];
    table(manager, "indicator", indicator, &["id"]).await?;
    unique(manager, "indicator", &["code"]).await?;
    let version = vec![
        int("id"),
        int("indicator_id"),
        small("number"),
        text("state"),
        text("content"),
        day("valid_from"),
        maybe_day("valid_to"),
        small("version"),
    ];
    table(manager, "indicator_version", version, &["id"]).await?;
    unique(manager, "indicator_version", &["indicator_id", "number"]).await?;
    let target = vec![int("indicator_id"), int("unit_id"), text("period"), int("target")];
    table(manager, "target", target, &["indicator_id", "unit_id", "period"]).await
}

async fn schemes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let scheme =
        vec![int("id"), text("code"), text("name"), small("year"), int("total"), flag("published"), small("version")];
    table(manager, "scheme", scheme, &["id"]).await?;
    unique(manager, "scheme", &["code"]).await?;
    let item = vec![int("scheme_id"), int("indicator_version_id"), int("weight"), int("base_points"), small("ordinal")];
    table(manager, "scheme_item", item, &["scheme_id", "indicator_version_id"]).await
}
