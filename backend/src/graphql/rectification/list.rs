//! Rectifications as the ledger (整改台账) has them.

use async_graphql::SimpleObject;
use shared::calendar::local_day;
use shared::rectification::Rectification;

use super::{RectificationMeasure, RectificationVerification, measures};
use crate::app::matter::list::Line;
use crate::app::scope::Scope;
use crate::connection;
use crate::graphql::matter::Matter;
use crate::graphql::scalar::{Date, DateTime};

/// A rectification as the ledger has it.
#[derive(Debug, Clone, SimpleObject)]
pub struct RectificationLine {
    /// As every list of matters shows it.
    pub matter: Matter,
    /// What is wrong.
    pub problem: String,
    /// Why, as far as it is known.
    pub cause: String,
    /// What will be done.
    pub measures: Vec<RectificationMeasure>,
    /// The last day to report.
    pub report_by: Date,
    /// What was achieved.
    pub result: String,
    /// Who or what verified it.
    pub verification: Option<RectificationVerification>,
    /// When it was closed; null for what goes on or was withdrawn.
    pub closed_at: Option<DateTime>,
}

connection!(RectificationConnection, RectificationEdge, RectificationLine, "rectifications");

impl RectificationLine {
    /// The rectifications of one page.
    pub(super) fn list(scope: &Scope, found: Vec<(Line, Rectification)>) -> Vec<Self> {
        let today = local_day(scope.now());
        let (lines, whole): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let line = |(matter, it): (Matter, Rectification)| Self {
            matter,
            measures: measures(&it.measures, today),
            report_by: Date(it.due),
            verification: it.verification.as_ref().map(Into::into),
            closed_at: it.closed().map(DateTime),
            problem: it.problem,
            cause: it.cause,
            result: it.result,
        };
        Matter::list(scope, lines).into_iter().zip(whole).map(line).collect()
    }
}
