//! Matters: warnings, rectifications and what comes after them; their time-lines, clocks and people; the rules that issue warnings; the
//! messages to accounts; working days. The roles that are shipped learn what to do with them.

use sea_orm_migration::prelude::*;

use crate::columns::{
    day, flag, index, int, maybe_day, maybe_int, maybe_moment, maybe_small, maybe_text, moment, small, table, text,
    unique,
};
use crate::roles::permit;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        matters(manager).await?;
        parts(manager).await?;
        rules(manager).await?;
        messages(manager).await?;
        permit(manager, PERMISSIONS).await
    }
}

async fn matters(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let matter = vec![
        int("id"),
        text("kind"),
        text("number"),
        text("state"),
        flag("is_open"),
        text("title"),
        maybe_text("direction"),
        maybe_text("severity"),
        int("unit_id"),
        maybe_int("person_id"),
        int("giver_id"),
        text("unit_name"),
        maybe_text("person_name"),
        text("giver_name"),
        maybe_text("line"),
        maybe_int("indicator_id"),
        maybe_text("subject"),
        maybe_text("period"),
        maybe_text("risk_point"),
        maybe_int("rule_id"),
        maybe_text("condition"),
        maybe_day("due"),
        maybe_text("waits_for"),
        moment("opened_at"),
        maybe_moment("ended_at"),
        text("detail"),
        small("version"),
    ];
    table(manager, "matter", matter, &["id"]).await?;
    unique(manager, "matter", &["number"]).await?;
    index(manager, "matter", &["unit_id"]).await?;
    index(manager, "matter", &["giver_id"]).await?;
    index(manager, "matter", &["person_id"]).await?;
    index(manager, "matter", &["kind", "is_open"]).await?;
    index(manager, "matter", &["indicator_id", "subject"]).await?;
    let counter = vec![text("kind"), small("year"), small("last")];
    table(manager, "matter_counter", counter, &["kind", "year"]).await
}

async fn parts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let event = vec![
        int("matter_id"),
        small("ordinal"),
        moment("at"),
        text("actor"),
        text("name"),
        maybe_text("side"),
        text("step"),
        text("state"),
        text("words"),
    ];
    table(manager, "matter_event", event, &["matter_id", "ordinal"]).await?;
    let party = vec![int("matter_id"), int("person_id")];
    table(manager, "matter_party", party, &["matter_id", "person_id"]).await?;
    index(manager, "matter_party", &["person_id"]).await?;
    let clock = vec![
        int("matter_id"),
        small("ordinal"),
        text("side"),
        text("kind"),
        maybe_small("item"),
        maybe_int("person_id"),
        moment("started_at"),
        day("due"),
        maybe_moment("stopped_at"),
        flag("called_off"),
        small("escalated"),
    ];
    table(manager, "matter_clock", clock, &["matter_id", "ordinal"]).await?;
    index(manager, "matter_clock", &["stopped_at", "due"]).await?;
    let link = vec![int("matter_id"), int("other_id"), text("kind")];
    table(manager, "matter_link", link, &["matter_id", "other_id"]).await?;
    index(manager, "matter_link", &["other_id"]).await
}

async fn rules(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let rule = vec![int("id"), text("code"), text("state"), text("content"), small("version")];
    table(manager, "warning_rule", rule, &["id"]).await?;
    unique(manager, "warning_rule", &["code"]).await?;
    let standing = vec![
        int("rule_id"),
        text("subject"),
        text("state"),
        small("seen"),
        text("evaluation"),
        maybe_text("period"),
        maybe_int("warning_id"),
        maybe_text("warned"),
    ];
    table(manager, "rule_standing", standing, &["rule_id", "subject"]).await?;
    let evaluation = vec![
        text("key"),
        moment("at"),
        int("objects"),
        int("micros"),
        small("issued"),
        small("recovered"),
        small("verified"),
        small("reopened"),
    ];
    table(manager, "evaluation", evaluation, &["key"]).await?;
    table(manager, "work_day", vec![day("day"), flag("is_worked")], &["day"]).await
}

async fn messages(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let notice = vec![
        int("id"),
        int("account_id"),
        int("matter_id"),
        small("event"),
        text("reason"),
        moment("at"),
        text("place"),
        maybe_moment("read_at"),
    ];
    table(manager, "notice", notice, &["id"]).await?;
    unique(manager, "notice", &["place"]).await?;
    unique(manager, "notice", &["account_id", "matter_id", "event", "reason"]).await?;
    index(manager, "notice", &["account_id", "read_at"]).await
}

/// What each shipped role may do with each new resource.
const PERMISSIONS: &[(&str, &str, &[&str])] = &[
    ("PERF_OFFICE", "MATTER", &["READ", "EXPORT", "ORDER"]),
    ("PERF_OFFICE", "PERSON_MATTER", &["READ", "EXPORT", "ORDER"]),
    ("PERF_OFFICE", "WARNING_RULE", &["READ", "WRITE", "PUBLISH"]),
    ("PERF_SPECIALIST", "MATTER", &["READ", "EXPORT", "ANSWER"]),
    ("PERF_SPECIALIST", "WARNING_RULE", &["READ"]),
    ("LIAISON", "MATTER", &["READ", "ANSWER"]),
    ("PARTY_SECRETARY", "MATTER", &["READ", "EXPORT", "ANSWER", "ORDER"]),
    ("PARTY_SECRETARY", "PERSON_MATTER", &["READ", "EXPORT", "ANSWER", "ORDER"]),
    ("DEPUTY_LEADER", "MATTER", &["READ", "EXPORT", "ANSWER", "ORDER"]),
    ("DEPUTY_LEADER", "PERSON_MATTER", &["READ", "EXPORT", "ANSWER", "ORDER"]),
    ("BRANCH_DIRECTOR", "MATTER", &["READ", "EXPORT", "ANSWER", "ORDER"]),
    ("BRANCH_DIRECTOR", "PERSON_MATTER", &["READ", "EXPORT", "ANSWER", "ORDER"]),
    ("DEPT_HEAD", "MATTER", &["READ", "EXPORT", "ANSWER", "ORDER"]),
    ("DEPT_HEAD", "PERSON_MATTER", &["READ", "EXPORT", "ANSWER", "ORDER"]),
    ("LINE_APPRAISER", "MATTER", &["READ", "EXPORT", "ORDER"]),
    ("OFFICER", "MATTER", &["READ", "ANSWER"]),
    ("OFFICER", "PERSON_MATTER", &["READ", "ANSWER"]),
    ("AUDITOR", "MATTER", &["READ"]),
    ("AUDITOR", "PERSON_MATTER", &["READ"]),
    ("AUDITOR", "WARNING_RULE", &["READ"]),
];
