//! Rehearsal: a rule is tried on the past, and says when and for whom it would have spoken, before anybody is told. Nothing is written.

use std::collections::HashMap;

use chrono::NaiveDate;
use shared::cell::Subject;
use shared::id::Id as _;
use shared::id::MatterId;
use shared::period::Period;
use shared::policy::{Action, Resource};
use shared::warning::rule::WarningRule;
use shared::warning::standing::{Call, Evaluation, Standing};
use shared::warning::{Fact, WarningState};

use super::sight::{Sight, sight};
use crate::error::Error;
use crate::store::Reader;

/// A warning the rule would have issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsed {
    /// In which period; none where time alone counts.
    pub period: Option<Period>,
    /// About whom.
    pub subject: Subject,
    /// The numbers that would have made it fire.
    pub facts: Vec<Fact>,
    /// The period in which the rule would no longer have seen it.
    pub over: Option<Period>,
}

/// What came of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsal {
    /// The periods tried, oldest first.
    pub periods: Vec<Period>,
    /// Objects looked at in the last period.
    pub objects: usize,
    /// The warnings, the first one first.
    pub warnings: Vec<Rehearsed>,
}

/// Most periods tried.
const MOST_PERIODS: usize = 24;

/// Tries a rule on the last `periods` periods, on what the viewer may see.
///
/// # Errors
/// [`Error::Forbidden`]; what [`shared::warning::rule::RuleContent::check`] refuses.
pub async fn rehearse(reader: &Reader, rule: WarningRule, periods: usize) -> Result<Rehearsal, Error> {
    several(reader, vec![rule], periods).await?.pop().ok_or_else(|| Error::internal("no rule to rehearse"))
}

/// Tries several rules, each for itself, on one look at the past; in their order.
///
/// # Errors
/// As [`rehearse`].
pub async fn several(reader: &Reader, rules: Vec<WarningRule>, periods: usize) -> Result<Vec<Rehearsal>, Error> {
    reader.demand(Resource::WarningRule, Action::Read)?;
    for rule in &rules {
        rule.content.check()?;
    }
    let periods = periods.clamp(1, MOST_PERIODS);
    let sight = sight(reader, rules, NaiveDate::MAX, periods).await?;
    Ok(sight.rules.iter().map(|rule| tried(&sight, rule, periods)).collect())
}

fn tried(sight: &Sight, rule: &WarningRule, periods: usize) -> Rehearsal {
    let periods = sight.periods(rule, periods);
    let looked: Vec<Option<Period>> =
        if periods.is_empty() { vec![None] } else { periods.iter().copied().map(Some).collect() };
    let mut standings: HashMap<Subject, (Standing, Option<WarningState>, usize)> = HashMap::new();
    let (mut warnings, mut objects) = (Vec::<Rehearsed>::new(), 0);
    for period in looked {
        let looks = sight.looks(rule, period);
        objects = looks.len();
        for look in looks {
            let entry = standings.entry(look.object.subject).or_insert((Standing::default(), None, 0));
            // Each period is an evaluation of its own here, whichever run published it.
            let key = period.map_or_else(String::new, |period| period.to_string());
            let (confirm, verdict, last) = (rule.content.confirm, look.verdict, entry.1);
            // They come one after the other, those that nobody ran among them: none lies behind.
            let evaluation = Evaluation { key: &key, period, left_out: false, verdict, confirm, last };
            let (standing, call) = entry.0.after(evaluation);
            entry.0 = standing;
            match call {
                Call::Nothing => {}
                Call::Issue(facts) => {
                    entry.0 = entry.0.clone().issued(MatterId::from_raw(1));
                    (entry.1, entry.2) = (Some(WarningState::Issued), warnings.len());
                    warnings.push(Rehearsed { period, subject: look.object.subject, facts, over: None });
                }
                Call::Recover(_) => {
                    entry.1 = Some(WarningState::Resolved);
                    if let Some(warning) = warnings.get_mut(entry.2) {
                        warning.over = period;
                    }
                }
            }
        }
    }
    Rehearsal { periods, objects, warnings }
}
