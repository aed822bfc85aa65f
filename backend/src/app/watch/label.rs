//! Labels that a rule gives: whoever keeps getting warnings is to be looked after (ZH-50).

use std::collections::BTreeMap;

use chrono::Days;
use shared::calendar::local_day;
use shared::id::PersonId;
use shared::policy::Resource;
use shared::risk::label::{Author, LabelKind, RiskLabel, WATCHED_DAYS, due};
use shared::warning::count::by_cause;
use shared::warning::{Warning, WarningState};

use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::risk::{self, label};
use crate::store::{Session, matter};

/// Labels everybody for whom the warnings they got make it due: the same again changes nothing.
pub(super) async fn repeated(session: &Session) -> Result<(), Error> {
    let today = local_day(session.now());
    let since = today.checked_sub_days(Days::new(WATCHED_DAYS)).unwrap_or(today);
    let mut warned: BTreeMap<PersonId, Vec<Warning>> = BTreeMap::new();
    for warning in matter::about_persons::<Warning>(session, since).await? {
        if let Some(to) = warning.counts_for() {
            warned.entry(to.id).or_default().push(warning);
        }
    }
    let last = label::newest(session, LabelKind::Repeated).await?;
    for (person, warnings) in warned {
        let came = |it: &Warning| (it.issued, it.ended_as == Some(WarningState::FalseAlarm));
        let came: Vec<_> = by_cause(&warnings).into_iter().map(came).collect();
        let (Some(count), Some(newest)) = (due(&came, last.get(&person).copied(), today), warnings.last()) else {
            continue;
        };
        // Where they answer now, by the newest of them.
        let unit = newest.parties.unit;
        let Some(someone) = newest.counts_for() else { continue };
        let keeps = risk::permit_in(session, unit, Resource::RiskLabel).await?;
        let author = Author { person: None, name: "", at: session.now() };
        let given = RiskLabel::by_rule(fresh()?, someone, unit, count, author)?;
        label::create(session, &keeps, &given).await?;
        crate::app::risk::label::noted(session, "label.give", &given)?;
    }
    Ok(())
}
