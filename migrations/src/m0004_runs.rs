//! Runs and what they write: sources, refused rows, cells and scores; values filled in by hand.

use sea_orm_migration::prelude::*;

use crate::columns::{day, index, int, maybe_int, maybe_moment, maybe_small, maybe_text, moment, small, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        runs(manager).await?;
        refused(manager).await?;
        cells(manager).await?;
        manual(manager).await
    }
}

async fn runs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let run = vec![
        int("id"),
        int("scheme_id"),
        text("state"),
        text("from_period"),
        text("to_period"),
        day("tree_date"),
        text("started_by"),
        moment("started_at"),
        maybe_moment("finished_at"),
        small("progress"),
        text("stage"),
        int("rows_read"),
        int("rows_refused"),
        int("cells_written"),
        maybe_text("failure"),
        maybe_text("digest"),
    ];
    table(manager, "run", run, &["id"]).await?;
    index(manager, "run", &["started_at"]).await?;
    let source = vec![
        int("run_id"),
        int("dataset_id"),
        text("name"),
        int("size"),
        text("sha256"),
        int("rows"),
        maybe_text("earliest"),
        maybe_text("latest"),
    ];
    table(manager, "run_source", source, &["run_id", "dataset_id", "name"]).await?;
    let log = vec![int("run_id"), small("ordinal"), moment("at"), text("level"), text("message")];
    table(manager, "run_log", log, &["run_id", "ordinal"]).await?;
    let publication = vec![int("scheme_id"), text("period"), int("run_id"), text("digest"), moment("published_at")];
    table(manager, "publication", publication, &["scheme_id", "period"]).await
}

async fn refused(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let refusal = vec![int("run_id"), int("dataset_id"), text("reason"), text("column_name"), int("count")];
    table(manager, "run_refusal", refusal, &["run_id", "dataset_id", "reason", "column_name"]).await?;
    let row = vec![
        int("run_id"),
        int("dataset_id"),
        small("ordinal"),
        text("reason"),
        text("column_name"),
        text("file"),
        int("line"),
        text("value"),
        text("raw"),
    ];
    table(manager, "run_refused_row", row, &["run_id", "dataset_id", "ordinal"]).await
}

fn of_subject() -> Vec<ColumnDef> {
    vec![
        int("run_id"),
        text("period"),
        int("subject_id"),
        text("subject_kind"),
        int("unit_id"),
        maybe_int("post_id"),
        maybe_int("person_id"),
        maybe_text("line"),
        text("availability"),
        maybe_text("band"),
        maybe_small("rank"),
        maybe_small("group_size"),
        maybe_text("group_code"),
        maybe_int("group_mean"),
        maybe_int("group_best"),
    ]
}

async fn cells(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut cell = of_subject();
    cell.extend([
        int("version_id"),
        maybe_int("numerator"),
        maybe_int("denominator"),
        maybe_int("value"),
        int("rows"),
        text("inputs"),
        maybe_int("target"),
        maybe_int("points"),
        int("base_points"),
    ]);
    table(manager, "cell", cell, &["run_id", "period", "subject_id", "version_id"]).await?;
    let mut score = of_subject();
    score.extend([text("dimension"), maybe_int("score"), int("points"), int("base_points"), small("indicator_count")]);
    table(manager, "score", score, &["run_id", "period", "subject_id", "dimension"]).await
}

async fn manual(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let batch = vec![
        int("id"),
        text("period"),
        text("file_name"),
        text("sha256"),
        int("rows"),
        text("uploaded_by"),
        moment("uploaded_at"),
    ];
    table(manager, "manual_batch", batch, &["id"]).await?;
    let value = vec![
        int("batch_id"),
        int("indicator_id"),
        int("unit_id"),
        text("period"),
        int("value"),
        text("note"),
        text("entered_by"),
        moment("entered_at"),
    ];
    table(manager, "manual_value", value, &["batch_id", "indicator_id", "unit_id", "period"]).await?;
    index(manager, "manual_value", &["indicator_id", "unit_id", "period"]).await
}
