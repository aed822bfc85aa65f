//! A rule tried on the past, as it is shown.

use async_graphql::SimpleObject;
use shared::period::Period;

use super::found;
use crate::app::place;
use crate::app::scope::Scope;
use crate::app::watch::rehearse::Rehearsal;
use crate::error::Error;
use crate::graphql::place::Place;
use crate::graphql::warning::WarningFact;

/// A warning that a rule would have issued.
#[derive(Debug, Clone, SimpleObject)]
pub struct RehearsedWarning {
    /// In which period; null where time alone counts.
    pub period: Option<Period>,
    /// About whom.
    pub place: Place,
    /// The numbers that would have made it fire.
    pub facts: Vec<WarningFact>,
    /// The period in which the rule would no longer have seen it.
    pub over: Option<Period>,
}

/// A rule tried on the past: when and for whom it would have spoken, before anybody is told.
#[derive(Debug, Clone, SimpleObject)]
pub struct RuleRehearsal {
    /// The periods tried, oldest first.
    pub periods: Vec<Period>,
    /// How many units, posts or persons it applies to.
    pub objects: i32,
    /// How many warnings it would have issued.
    pub issued: i32,
    /// The first of them, at most 200.
    pub warnings: Vec<RehearsedWarning>,
}

/// Most warnings of a rehearsal that are shown.
const MOST_SHOWN: usize = 200;

impl RuleRehearsal {
    /// What came of a rehearsal, about whom the viewer may see.
    pub(super) async fn of(scope: &Scope, rehearsal: Rehearsal) -> Result<Self, Error> {
        let issued = i32::try_from(rehearsal.warnings.len()).unwrap_or(i32::MAX);
        let mut warnings = Vec::new();
        for warning in rehearsal.warnings.into_iter().take(MOST_SHOWN) {
            let Some(place) = found(place::place(scope, warning.subject).await)? else { continue };
            let facts = warning.facts.iter().map(Into::into).collect();
            warnings.push(RehearsedWarning { period: warning.period, place: place.into(), facts, over: warning.over });
        }
        let objects = i32::try_from(rehearsal.objects).unwrap_or(i32::MAX);
        Ok(Self { periods: rehearsal.periods, objects, issued, warnings })
    }
}
