//! The roles that are shipped learn what to do with the handbook, the risk register, risk labels and events.

use sea_orm_migration::prelude::*;

use crate::roles::permit;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        permit(manager, PERMISSIONS).await
    }
}

/// What each shipped role may do with each new resource.
const PERMISSIONS: &[(&str, &str, &[&str])] = &[
    ("PERF_OFFICE", "HANDBOOK", &["READ", "WRITE", "PUBLISH"]),
    ("PERF_OFFICE", "RISK", &["READ", "WRITE", "EXPORT"]),
    ("PERF_OFFICE", "RISK_LABEL", &["READ", "WRITE"]),
    ("PERF_OFFICE", "EVENT", &["READ", "WRITE"]),
    ("PERF_SPECIALIST", "HANDBOOK", &["READ", "WRITE"]),
    ("PERF_SPECIALIST", "RISK", &["READ", "WRITE", "EXPORT"]),
    ("LIAISON", "HANDBOOK", &["READ", "WRITE"]),
    ("LIAISON", "RISK", &["READ"]),
    ("PARTY_SECRETARY", "HANDBOOK", &["READ", "WRITE"]),
    ("PARTY_SECRETARY", "RISK", &["READ", "WRITE", "EXPORT"]),
    ("PARTY_SECRETARY", "RISK_LABEL", &["READ", "WRITE"]),
    ("DEPUTY_LEADER", "HANDBOOK", &["READ", "WRITE"]),
    ("DEPUTY_LEADER", "RISK", &["READ", "WRITE", "EXPORT"]),
    ("DEPUTY_LEADER", "RISK_LABEL", &["READ", "WRITE"]),
    ("BRANCH_DIRECTOR", "HANDBOOK", &["READ", "WRITE"]),
    ("BRANCH_DIRECTOR", "RISK", &["READ", "WRITE", "EXPORT"]),
    ("BRANCH_DIRECTOR", "RISK_LABEL", &["READ", "WRITE"]),
    ("DEPT_HEAD", "HANDBOOK", &["READ", "WRITE"]),
    ("DEPT_HEAD", "RISK", &["READ", "WRITE", "EXPORT"]),
    ("DEPT_HEAD", "RISK_LABEL", &["READ", "WRITE"]),
    ("LINE_APPRAISER", "HANDBOOK", &["READ", "WRITE", "PUBLISH"]),
    ("LINE_APPRAISER", "RISK", &["READ", "WRITE", "EXPORT"]),
    ("OFFICER", "HANDBOOK", &["READ", "WRITE"]),
    ("OFFICER", "RISK", &["READ"]),
    ("OFFICER", "RISK_LABEL", &["READ"]),
    ("DISCIPLINE", "MATTER", &["READ", "EXPORT", "ORDER"]),
    ("DISCIPLINE", "RISK", &["READ", "WRITE", "EXPORT"]),
    ("DISCIPLINE", "RISK_LABEL", &["READ", "WRITE"]),
    ("LEGAL", "RISK", &["READ", "WRITE", "EXPORT"]),
    ("DATA_ADMIN", "EVENT", &["READ", "WRITE"]),
    ("AUDITOR", "HANDBOOK", &["READ"]),
    ("AUDITOR", "RISK", &["READ"]),
    ("AUDITOR", "RISK_LABEL", &["READ"]),
    ("AUDITOR", "EVENT", &["READ"]),
];
