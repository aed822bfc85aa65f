//! How many warnings were issued, received, handled and ended, by unit, kind and month (CJ-65).

use std::collections::BTreeMap;

use shared::calendar::local_day;
use shared::id::UnitId;
use shared::matter::Severity;
use shared::period::{Cycle, Period};
use shared::warning::Warning;
use shared::warning::condition::ConditionKind;
use shared::warning::count::Counts;

use crate::error::Error;
use crate::store::{Reader, matter};

/// What warnings are counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// The month they were issued in.
    pub month: Period,
    /// The unit they concern.
    pub unit: UnitId,
    /// What it is called.
    pub unit_name: String,
    /// The kind of condition they come from; none for those written by hand.
    pub condition: Option<ConditionKind>,
    /// How urgent they are.
    pub severity: Severity,
}

/// The warnings issued in a span of periods, counted in the smallest groups: whoever shows them adds them up.
///
/// # Errors
/// [`Error::Invalid`] where `to` is before `from`.
pub async fn counts(reader: &Reader, from: Period, to: Period) -> Result<Vec<(Group, Counts)>, Error> {
    let (first, last) = from.span_to(to)?;
    let mut groups: BTreeMap<Group, Counts> = BTreeMap::new();
    for warning in matter::opened::<Warning>(reader, first, last).await? {
        let month = Period::try_holding(local_day(warning.issued), Cycle::Month).map_err(Error::internal)?;
        let group = Group {
            month,
            unit: warning.parties.unit,
            unit_name: warning.parties.names.unit.clone(),
            condition: warning.condition,
            severity: warning.severity,
        };
        groups.entry(group).or_default().add(warning.counted());
    }
    Ok(groups.into_iter().collect())
}
