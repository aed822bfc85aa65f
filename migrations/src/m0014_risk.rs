//! The risk register: processes, steps, points of risk with the indicators that watch them; the graded risk of losing points with what
//! was found when somebody looked; labels on persons.

use sea_orm_migration::prelude::*;

use crate::columns::{
    day, index, int, maybe_day, maybe_int, maybe_moment, maybe_text, moment, small, table, text, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        processes(manager).await?;
        points(manager).await?;
        losses(manager).await?;
        labels(manager).await
    }
}

async fn processes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let process = vec![int("id"), text("code"), text("name"), text("name_en"), int("unit_id"), small("version")];
    table(manager, "process", process, &["id"]).await?;
    unique(manager, "process", &["code"]).await?;
    let step = vec![
        int("id"),
        int("process_id"),
        small("ordinal"),
        text("code"),
        text("name"),
        text("name_en"),
        small("version"),
    ];
    table(manager, "process_step", step, &["id"]).await?;
    unique(manager, "process_step", &["code"]).await?;
    index(manager, "process_step", &["process_id"]).await
}

async fn points(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let point = vec![
        int("id"),
        text("code"),
        int("step_id"),
        text("name"),
        text("kind"),
        int("unit_id"),
        maybe_int("post_id"),
        small("likelihood"),
        small("impact"),
        text("rating"),
        text("controls"),
        small("review_months"),
        text("state"),
        maybe_int("proposed_by"),
        maybe_day("reviewed"),
        small("version"),
    ];
    table(manager, "risk_point", point, &["id"]).await?;
    unique(manager, "risk_point", &["code"]).await?;
    index(manager, "risk_point", &["unit_id"]).await?;
    index(manager, "risk_point", &["step_id"]).await?;
    let watched = vec![int("point_id"), int("indicator_id"), int("unit_id")];
    table(manager, "risk_point_indicator", watched, &["point_id", "indicator_id"]).await
}

async fn losses(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let risk = vec![
        int("id"),
        int("indicator_id"),
        int("unit_id"),
        small("difficulty"),
        small("method"),
        small("control"),
        small("status"),
        text("level"),
        text("reason"),
        day("graded"),
        text("graded_by"),
        day("next"),
        text("place"),
        small("version"),
    ];
    table(manager, "loss_risk", risk, &["id"]).await?;
    unique(manager, "loss_risk", &["indicator_id", "unit_id"]).await?;
    unique(manager, "loss_risk", &["place"]).await?;
    index(manager, "loss_risk", &["unit_id"]).await?;
    let follow_up = vec![
        int("loss_risk_id"),
        small("ordinal"),
        int("unit_id"),
        day("looked"),
        text("name"),
        text("found"),
        day("due"),
    ];
    table(manager, "loss_risk_follow_up", follow_up, &["loss_risk_id", "ordinal"]).await
}

async fn labels(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let label = vec![
        int("id"),
        int("person_id"),
        text("person_name"),
        int("unit_id"),
        text("kind"),
        text("reason"),
        day("until"),
        text("origin"),
        text("name"),
        moment("given_at"),
        maybe_text("answer"),
        maybe_moment("answered_at"),
        maybe_moment("ended_at"),
        maybe_text("ended_by"),
        maybe_text("end_reason"),
        text("place"),
        small("version"),
    ];
    table(manager, "risk_label", label, &["id"]).await?;
    unique(manager, "risk_label", &["place"]).await?;
    index(manager, "risk_label", &["person_id"]).await?;
    index(manager, "risk_label", &["unit_id"]).await
}
