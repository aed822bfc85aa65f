//! The handbook of causes and measures, what diagnoses took from it, and the work log of diagnoses.

use sea_orm_migration::prelude::*;

use crate::columns::{
    day, index, int, maybe_flag, maybe_int, maybe_moment, maybe_small, maybe_text, moment, small, table, text, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let entry = vec![
            int("id"),
            text("place"),
            int("indicator_id"),
            text("kind"),
            maybe_int("against_id"),
            text("words"),
            text("words_en"),
            text("state"),
            text("proposed_by"),
            text("proposer"),
            moment("proposed_at"),
            maybe_int("from_id"),
            maybe_text("reviewed_by"),
            maybe_moment("reviewed_at"),
            text("reasons"),
            small("version"),
        ];
        table(manager, "handbook_entry", entry, &["id"]).await?;
        unique(manager, "handbook_entry", &["place"]).await?;
        index(manager, "handbook_entry", &["indicator_id", "state"]).await?;
        let used = vec![int("entry_id"), int("matter_id"), maybe_flag("worked")];
        table(manager, "handbook_use", used, &["entry_id", "matter_id"]).await?;
        index(manager, "handbook_use", &["matter_id"]).await?;
        let log = vec![
            int("id"),
            text("place"),
            int("matter_id"),
            day("day"),
            maybe_small("minutes"),
            maybe_int("person_id"),
            text("name"),
            text("words"),
            moment("at"),
        ];
        table(manager, "diagnosis_log", log, &["id"]).await?;
        unique(manager, "diagnosis_log", &["place"]).await?;
        index(manager, "diagnosis_log", &["matter_id"]).await?;
        index(manager, "diagnosis_log", &["person_id", "day"]).await
    }
}
