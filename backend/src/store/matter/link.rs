//! Matters that hang together: one led to another, or is about the same.

use sea_orm::{ColumnTrait, Condition};
use shared::id::MatterId;
use shared::matter::{LinkKind, Matter};
use shared::rectification::RectificationDirection;

use super::list;
use crate::error::Error;
use crate::store::entity::{matter, matter_link};
use crate::store::scope::{Reader, Session};

/// Notes that one matter led to another.
///
/// # Errors
/// Of the database.
pub async fn link(session: &Session, from: MatterId, to: MatterId, kind: LinkKind) -> Result<(), Error> {
    let there = Condition::all().add(matter_link::Column::MatterId.eq(from)).add(matter_link::Column::OtherId.eq(to));
    if session.whole::<matter_link::Entity>().filter(there).count().await? > 0 {
        return Ok(());
    }
    session.insert::<matter_link::Entity>(matter_link::Model { matter_id: from, other_id: to, kind }).await
}

/// The matters that led to this one and those it led to, as far as the viewer may see them; each with whether it came before.
///
/// # Errors
/// Of the database.
pub async fn links(reader: &Reader, id: MatterId) -> Result<Vec<(bool, LinkKind, list::Line)>, Error> {
    use matter_link::Column as C;
    let either = Condition::any().add(C::MatterId.eq(id)).add(C::OtherId.eq(id));
    let rows = reader.find::<matter_link::Entity>().filter(either).all().await?;
    let other = |row: &matter_link::Model| if row.matter_id == id { row.other_id } else { row.matter_id };
    let lines = list::lines(reader, &rows.iter().map(other).collect::<Vec<_>>()).await?;
    let found = |row: &matter_link::Model| {
        let line = lines.iter().find(|line| line.id == other(row))?.clone();
        Some((row.other_id == id, row.kind, line))
    };
    Ok(rows.iter().filter_map(found).collect())
}

/// Matters opened before about the same number or, in the same unit, the same risk point: whoever may see them. It decides who found
/// it first.
///
/// # Errors
/// Of the database.
pub async fn earlier<M: Matter>(session: &Session, matter: &M) -> Result<Vec<Earlier>, Error> {
    use matter::Column as C;
    let head = matter.head();
    let same_number = head.about.map(|about| {
        Condition::all()
            .add(C::IndicatorId.eq(about.indicator))
            .add(C::Subject.eq(about.subject.to_string()))
            .add(C::Period.eq(about.period))
    });
    let in_unit = |point| Condition::all().add(C::RiskPoint.eq(point)).add(C::UnitId.eq(head.parties.unit));
    if same_number.is_none() && head.risk_point.is_none() {
        return Ok(Vec::new());
    }
    let same = Condition::any().add_option(same_number).add_option(head.risk_point.map(in_unit));
    let rows = session.whole::<matter::Entity>().filter(same).filter(C::Id.ne(matter.id())).all().await?;
    Ok(rows.into_iter().map(|row| Earlier { id: row.id, direction: row.direction }).collect())
}

/// A matter that was opened before about the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// Its id.
    pub id: MatterId,
    /// Which way it goes; a warning goes none.
    pub direction: Option<RectificationDirection>,
}
