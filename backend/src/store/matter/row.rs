//! A matter as it is kept: whole as one text, with what lists, scopes and clocks need in columns beside it.

use sea_orm::Value;
use shared::cell::Subject;
use shared::id::MatterId;
use shared::matter::{Clock, Head, Matter};

use crate::error::Error;
use crate::store::entity::{matter, matter_clock};

/// The matter of a row.
pub(in crate::store) fn whole<M: Matter>(row: matter::Model) -> Result<M, Error> {
    let matter: M = serde_json::from_str(&row.detail)?;
    Ok(matter.seen_as(row.version))
}

/// The row of a matter.
pub(super) fn row<M: Matter>(matter: &M, head: &Head<'_>) -> Result<matter::Model, Error> {
    let next = head.clocks.running().min_by_key(|clock| clock.due);
    Ok(matter::Model {
        id: matter.id(),
        kind: M::KIND,
        number: head.number.to_owned(),
        state: head.state.to_owned(),
        is_open: head.is_open,
        is_sent: head.is_sent,
        title: head.title.to_owned(),
        direction: head.direction,
        severity: head.severity,
        unit_id: head.parties.unit,
        person_id: head.parties.person,
        giver_id: head.parties.giver,
        unit_name: head.parties.names.unit.clone(),
        person_name: head.parties.names.person.clone(),
        giver_name: head.parties.names.giver.clone(),
        line: head.parties.line.clone(),
        indicator_id: head.about.map(|about| about.indicator),
        subject: head.subject().map(|subject| subject.to_string()),
        period: head.period(),
        risk_point: head.risk_point.map(ToOwned::to_owned),
        rule_id: head.rule,
        condition: head.condition,
        due: next.map(|clock| clock.due),
        waits_for: next.map(|clock| clock.side),
        opened_at: head.opened,
        ended_at: head.ended,
        detail: serde_json::to_string(matter)?,
        version: head.version,
    })
}

/// What may change in the life of a matter.
pub(super) fn columns(row: &matter::Model) -> Vec<(matter::Column, Value)> {
    use matter::Column as C;
    vec![
        (C::State, row.state.clone().into()),
        (C::IsOpen, row.is_open.into()),
        (C::IsSent, row.is_sent.into()),
        (C::Title, row.title.clone().into()),
        (C::Severity, row.severity.into()),
        (C::UnitId, row.unit_id.into()),
        (C::PersonId, row.person_id.into()),
        (C::GiverId, row.giver_id.into()),
        (C::UnitName, row.unit_name.clone().into()),
        (C::PersonName, row.person_name.clone().into()),
        (C::GiverName, row.giver_name.clone().into()),
        (C::Due, row.due.into()),
        (C::WaitsFor, row.waits_for.into()),
        (C::EndedAt, row.ended_at.into()),
        (C::Detail, row.detail.clone().into()),
    ]
}

/// The row of one of its clocks.
pub(super) fn clock_row(matter_id: MatterId, ordinal: i32, clock: &Clock) -> Result<matter_clock::Model, Error> {
    Ok(matter_clock::Model {
        matter_id,
        ordinal,
        side: clock.side,
        kind: clock.kind,
        item: clock.item.map(i32::try_from).transpose().map_err(Error::internal)?,
        person_id: clock.person,
        started_at: clock.started,
        due: clock.due,
        stopped_at: clock.stopped,
        called_off: clock.called_off,
        escalated: i32::try_from(clock.escalated).map_err(Error::internal)?,
    })
}

/// Whose value a matter is about, as its row says it.
pub(super) fn subject(text: Option<&str>) -> Result<Option<Subject>, Error> {
    text.map(|text| text.parse().map_err(Error::internal)).transpose()
}
