//! Labels that a rule gives: whoever keeps getting warnings is to be looked after (ZH-50).

use chrono::Days;
use shared::calendar::local_day;
use shared::policy::Resource;
use shared::risk::label::{Author, LabelKind, REPEATED, RiskLabel, WATCHED_DAYS};

use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::risk::{self, label};
use crate::store::{Session, matter};

/// Labels everybody who got warnings again and again and has no such label that holds: the same again changes nothing.
pub(super) async fn repeated(session: &Session) -> Result<(), Error> {
    let today = local_day(session.now());
    let since = today.checked_sub_days(Days::new(WATCHED_DAYS)).unwrap_or(today);
    let labelled = label::holding(session, LabelKind::Repeated, today).await?;
    for warned in matter::list::warned_persons(session, since, REPEATED).await? {
        if labelled.contains(&warned.person.id) {
            continue;
        }
        let keeps = risk::permit_in(session, warned.unit, Resource::RiskLabel).await?;
        let author = Author { person: None, name: "", at: session.now() };
        let given = RiskLabel::by_rule(fresh()?, warned.person, warned.unit, warned.warnings, author)?;
        label::create(session, &keeps, &given).await?;
        crate::app::risk::label::noted(session, "label.give", &given)?;
    }
    Ok(())
}
