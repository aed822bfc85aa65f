//! Labels on persons: given, answered, taken off (ZH-50).

use chrono::NaiveDate;
use shared::calendar::local_day;
use shared::id::{PersonId, RiskLabelId};
use shared::matter::Someone;
use shared::policy::{Action, Resource, Viewer};
use shared::risk::label::{Author, LabelKind, LabelOrigin, LabelState, NewLabel, RiskLabel};

use super::record;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::account::recipient::own_name;
use crate::store::page::{Page, Slice};
use crate::store::permit::fresh;
use crate::store::risk::label::{self, Filter};
use crate::store::risk::{self, AnswerLabel, ChangeLabel};
use crate::store::{Reader, Session, people};

/// A page of labels, the newest first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn labels(reader: &Reader, filter: &Filter, page: Page) -> Result<Slice<RiskLabel>, Error> {
    reader.demand(Resource::RiskLabel, Action::Read)?;
    label::page(reader, filter, page).await
}

/// Whether the viewer may answer a label now.
#[must_use]
pub fn may_answer(viewer: &Viewer, it: &RiskLabel, today: NaiveDate) -> bool {
    it.is_about(viewer.person) && it.state_on(today) == LabelState::Current
}

/// Whether the viewer may take a label off now, whom it is on aside.
#[must_use]
pub fn may_end(viewer: &Viewer, it: &RiskLabel, today: NaiveDate) -> bool {
    let may = viewer.may(Resource::RiskLabel, Action::Write);
    may && !it.is_about(viewer.person) && it.state_on(today) == LabelState::Current
}

/// A label to be given by hand.
#[derive(Debug, Clone)]
pub struct Given {
    /// The person.
    pub person: PersonId,
    /// What it is about.
    pub kind: LabelKind,
    /// Why.
    pub reason: String,
    /// The last day it holds.
    pub until: NaiveDate,
}

/// Gives a person a label.
///
/// # Errors
/// [`Error::NotFound`] for a person that is not visible, [`Error::Forbidden`]; what [`RiskLabel::give`] refuses.
pub async fn give(scope: &Scope, given: Given) -> Result<RiskLabel, Error> {
    let session = scope.begin().await?;
    let person = people::person(&session, given.person).await?.person;
    let keeps = risk::permit_in(&session, person.unit, Resource::RiskLabel).await?;
    let new = NewLabel {
        id: fresh()?,
        person: Someone { id: person.id, name: person.name },
        unit: keeps.unit(),
        kind: given.kind,
        reason: given.reason,
        until: given.until,
        origin: LabelOrigin::Hand,
    };
    let name = own_name(&session).await?;
    let label = RiskLabel::give(new, author(scope, &name))?;
    label::create(&session, &keeps, &label).await?;
    noted(&session, "label.give", &label)?;
    session.commit().await?;
    Ok(label)
}

/// Notes in the audit trail what became of a label.
pub(in crate::app) fn noted(session: &Session, action: &'static str, label: &RiskLabel) -> Result<(), Error> {
    record(session, action, format!("person-{}", label.person.id), label.kind.code(), label)
}

fn author<'n>(scope: &Scope, name: &'n str) -> Author<'n> {
    Author { person: scope.viewer().person, name, at: scope.now() }
}

/// The person says something to a label.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`]; what [`RiskLabel::answer`] refuses.
pub async fn answer(scope: &Scope, id: RiskLabelId, seen: i32, words: &str) -> Result<RiskLabel, Error> {
    let session = scope.begin().await?;
    let permit = risk::permit::<AnswerLabel>(&session, id, seen).await?;
    let answered = label::label(&session, id).await?.answer(words, author(scope, ""))?;
    label::save(&session, permit, &answered).await?;
    noted(&session, "label.answer", &answered)?;
    session.commit().await?;
    Ok(RiskLabel { version: seen.saturating_add(1), ..answered })
}

/// Takes a label off before its time.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`RiskLabel::end`] refuses.
pub async fn end(scope: &Scope, id: RiskLabelId, seen: i32, reason: &str) -> Result<RiskLabel, Error> {
    let session = scope.begin().await?;
    let permit = risk::permit::<ChangeLabel>(&session, id, seen).await?;
    let name = own_name(&session).await?;
    let ended = label::label(&session, id).await?.end(reason, author(scope, &name))?;
    label::save(&session, permit, &ended).await?;
    noted(&session, "label.end", &ended)?;
    session.commit().await?;
    Ok(RiskLabel { version: seen.saturating_add(1), ..ended })
}

/// The day it is for whoever asks.
#[must_use]
pub fn today(scope: &Scope) -> NaiveDate {
    local_day(scope.now())
}
