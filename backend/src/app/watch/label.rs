//! Labels that a rule gives: whoever keeps getting warnings is to be looked after (ZH-50).

use std::collections::BTreeMap;

use chrono::Days;
use shared::calendar::local_day;
use shared::id::PersonId;
use shared::matter::Someone;
use shared::policy::Resource;
use shared::risk::label::{Author, LabelKind, RiskLabel, WATCHED_DAYS, due};
use shared::warning::count::by_cause;
use shared::warning::{Warning, WarningState};

use crate::error::Error;
use crate::store::people::{self, Seen};
use crate::store::permit::fresh;
use crate::store::risk::{self, label};
use crate::store::{Session, matter};

/// Labels everybody for whom the warnings they got make it due: the same again changes nothing.
pub(super) async fn repeated(session: &Session) -> Result<(), Error> {
    let today = local_day(session.now());
    let since = today.checked_sub_days(Days::new(WATCHED_DAYS)).unwrap_or(today);
    let mut warned: BTreeMap<PersonId, Vec<Warning>> = BTreeMap::new();
    for warning in matter::of_persons::<Warning>(session, since).await? {
        if let Some(to) = warning.counts_for() {
            warned.entry(to.id).or_default().push(warning);
        }
    }
    let last = label::newest(session, LabelKind::Repeated).await?;
    let count = |(person, warnings): (PersonId, Vec<Warning>)| {
        let came = |it: &Warning| (it.issued, it.ended_as == Some(WarningState::FalseAlarm));
        let came: Vec<_> = by_cause(&warnings).into_iter().map(came).collect();
        Some((person, due(&came, last.get(&person).copied(), today)?))
    };
    let counts: BTreeMap<PersonId, i64> = warned.into_iter().filter_map(count).collect();
    if counts.is_empty() {
        return Ok(());
    }
    // Where they work now, wherever they were warned.
    for (id, Seen { person, .. }) in people::persons(session, counts.keys().copied()).await? {
        let Some(&count) = counts.get(&id) else { continue };
        let keeps = risk::permit_in(session, person.unit, Resource::RiskLabel).await?;
        let author = Author { person: None, name: "", at: session.now() };
        let someone = Someone { id, name: person.name };
        let given = RiskLabel::by_rule(fresh()?, someone, keeps.unit(), count, author)?;
        label::create(session, &keeps, &given).await?;
        crate::app::risk::label::noted(session, "label.give", &given)?;
    }
    Ok(())
}
