//! Labels on persons.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, Order};
use shared::id::{PersonId, RiskLabelId, UnitId};
use shared::matter::Someone;
use shared::risk::label::{LabelAnswer, LabelEnd, LabelKind, LastLabel, RiskLabel};

use super::{KeepsFor, risk_label};
use crate::error::Error;
use crate::store::entity::unit_closure;
use crate::store::page::{Key, Page, Slice};
use crate::store::permit::{Act, Permit};
use crate::store::scope::{Reader, Session};

/// Which labels are asked for. What is not said does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// On this person.
    pub person: Option<PersonId>,
    /// On persons of this unit, or one below it.
    pub below: Option<UnitId>,
    /// Of this kind.
    pub kind: Option<LabelKind>,
    /// That hold on this day.
    pub current_on: Option<NaiveDate>,
}

impl Filter {
    fn condition(&self) -> Condition {
        use risk_label::Column as C;
        let current = |day: NaiveDate| Condition::all().add(C::Until.gte(day)).add(C::EndedAt.is_null());
        Condition::all()
            .add_option(self.person.map(|person| C::PersonId.eq(person)))
            .add_option(self.kind.map(|kind| C::Kind.eq(kind)))
            .add_option(self.current_on.map(current))
    }
}

fn label_of(row: risk_label::Model) -> RiskLabel {
    let answer = row.answer.zip(row.answered_at).map(|(words, at)| LabelAnswer { words, at });
    let (by, reason) = (row.ended_by.unwrap_or_default(), row.end_reason.unwrap_or_default());
    RiskLabel {
        id: row.id,
        person: Someone { id: row.person_id, name: row.person_name },
        unit: row.unit_id,
        kind: row.kind,
        reason: row.reason,
        until: row.until,
        origin: row.origin,
        by: row.name,
        given: row.given_at,
        answer,
        ended: row.ended_at.map(|at| LabelEnd { at, by, reason }),
        version: row.version,
    }
}

/// A page of labels, the newest first.
///
/// # Errors
/// Of the database.
pub async fn page(reader: &Reader, filter: &Filter, page: Page) -> Result<Slice<RiskLabel>, Error> {
    let mut rows = reader.find::<risk_label::Entity>().filter(filter.condition());
    if let Some(top) = filter.below {
        use unit_closure::Column as C;
        let below = Condition::all().add(C::Ancestor.eq(top)).add(C::ValidTo.is_null());
        let units = reader.find::<unit_closure::Entity>().filter(below);
        rows = rows.whose(risk_label::Column::UnitId, units, C::Descendant);
    }
    let key = |row: &risk_label::Model| Key::Text(row.place.clone());
    rows.page(page, risk_label::Column::Place, Order::Desc, key).await?.try_map(|row| Ok(label_of(row)))
}

/// The newest label of a kind of each person who ever had one.
///
/// # Errors
/// Of the database.
pub async fn newest(reader: &Reader, kind: LabelKind) -> Result<BTreeMap<PersonId, LastLabel>, Error> {
    use risk_label::Column as C;
    let rows = reader.find::<risk_label::Entity>().filter(C::Kind.eq(kind)).order(C::GivenAt, Order::Asc).all().await?;
    let last = |row: risk_label::Model| {
        (row.person_id, LastLabel { given: row.given_at, until: row.until, ended: row.ended_at })
    };
    Ok(rows.into_iter().map(last).collect())
}

/// The labels that hold on a day, on somebody or on whomever.
///
/// # Errors
/// Of the database.
pub async fn current(reader: &Reader, person: Option<PersonId>, day: NaiveDate) -> Result<Vec<RiskLabel>, Error> {
    let these = Filter { person, current_on: Some(day), ..Filter::default() };
    let rows = reader.find::<risk_label::Entity>().filter(these.condition()).all().await?;
    Ok(rows.into_iter().map(label_of).collect())
}

/// Some labels, as far as they are visible.
///
/// # Errors
/// Of the database.
pub async fn several(reader: &Reader, ids: &[RiskLabelId]) -> Result<Vec<RiskLabel>, Error> {
    let rows = reader.find::<risk_label::Entity>().filter(risk_label::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all().await?.into_iter().map(label_of).collect())
}

/// One label.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn label(reader: &Reader, id: RiskLabelId) -> Result<RiskLabel, Error> {
    reader.find::<risk_label::Entity>().filter(risk_label::Column::Id.eq(id)).found().await.map(label_of)
}

/// Writes a new label.
///
/// # Errors
/// Of the database.
pub async fn create(session: &Session, _keeps: &KeepsFor, it: &RiskLabel) -> Result<(), Error> {
    let place = it.place();
    let it = it.clone();
    let (answer, answered_at) = it.answer.map(|answer| (answer.words, answer.at)).unzip();
    let row = risk_label::Model {
        id: it.id,
        person_id: it.person.id,
        person_name: it.person.name,
        unit_id: it.unit,
        kind: it.kind,
        reason: it.reason,
        until: it.until,
        origin: it.origin,
        name: it.by,
        given_at: it.given,
        answer,
        answered_at,
        ended_at: it.ended.as_ref().map(|end| end.at),
        ended_by: it.ended.as_ref().map(|end| end.by.clone()),
        end_reason: it.ended.map(|end| end.reason),
        place,
        version: it.version,
    };
    session.insert::<risk_label::Entity>(row).await
}

/// Writes what was answered to a label, and whether it was taken off.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save<A: Act<Entity = risk_label::Entity, Id = RiskLabelId>>(
    session: &Session,
    permit: Permit<A>,
    it: &RiskLabel,
) -> Result<(), Error> {
    use risk_label::Column as C;
    let it = it.clone();
    let (answer, answered_at) = it.answer.map(|answer| (answer.words, answer.at)).unzip();
    let set = vec![
        (C::Answer, answer.into()),
        (C::AnsweredAt, answered_at.into()),
        (C::EndedAt, it.ended.as_ref().map(|end| end.at).into()),
        (C::EndedBy, it.ended.as_ref().map(|end| end.by.clone()).into()),
        (C::EndReason, it.ended.map(|end| end.reason).into()),
    ];
    session.spend(permit, set).await
}
