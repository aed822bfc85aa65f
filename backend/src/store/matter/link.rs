//! Matters that hang together: one led to another, or is about the same, or somebody said so.

use sea_orm::{ColumnTrait, Condition, Order};
use shared::id::MatterId;
use shared::matter::found::{Earlier, Ground};
use shared::matter::{LinkKind, Matter, MatterKind};
use shared::rectification::Rectification;
use shared::warning::Warning;

use super::{list, whole};
use crate::error::Error;
use crate::store::entity::{matter, matter_link};
use crate::store::scope::{Reader, Session};

/// Notes that two matters hang together.
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

/// Whether two matters hang together, whichever of them came first.
///
/// # Errors
/// Of the database.
pub async fn are_linked(session: &Session, one: MatterId, other: MatterId) -> Result<bool, Error> {
    use matter_link::Column as C;
    let way = |from: MatterId, to: MatterId| Condition::all().add(C::MatterId.eq(from)).add(C::OtherId.eq(to));
    let either = Condition::any().add(way(one, other)).add(way(other, one));
    Ok(session.whole::<matter_link::Entity>().filter(either).count().await? > 0)
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

/// Matters opened before about the same that say who found it, oldest first: whoever may see them. It decides who found it first.
///
/// # Errors
/// Of the database.
pub async fn earlier(session: &Session, id: MatterId, ground: &Ground) -> Result<Vec<Earlier>, Error> {
    use matter::Column as C;
    let number = ground.about.map(|about| {
        let near = Condition::any().add(C::Subject.eq(about.subject.to_string())).add(C::UnitId.eq(ground.unit));
        Condition::all().add(C::IndicatorId.eq(about.indicator)).add(C::Period.eq(about.period)).add(near)
    });
    let point = ground.risk_point.as_deref();
    let point = point.map(|point| Condition::all().add(C::RiskPoint.eq(point)).add(C::UnitId.eq(ground.unit)));
    if number.is_none() && point.is_none() {
        return Ok(Vec::new());
    }
    let near = Condition::any().add_option(number).add_option(point);
    let rows = session.whole::<matter::Entity>().filter(near).filter(C::Id.ne(id));
    let rows = rows.order(C::OpenedAt, Order::Asc).order(C::Id, Order::Asc).all().await?;
    let found = rows.into_iter().filter_map(|row| found(row).transpose());
    let same = |(of, earlier): (Ground, Earlier)| ground.is_same(&of).then_some(earlier);
    found.filter_map(|found| found.map(same).transpose()).collect()
}

fn found(row: matter::Model) -> Result<Option<(Ground, Earlier)>, Error> {
    match row.kind {
        MatterKind::Rectification => Ok(as_found(&whole::<Rectification>(row)?)),
        MatterKind::Warning => Ok(as_found(&whole::<Warning>(row)?)),
        MatterKind::Diagnosis | MatterKind::Task => Ok(None),
    }
}

fn as_found<M: Matter>(matter: &M) -> Option<(Ground, Earlier)> {
    Some((Ground::of(&matter.head()), Earlier { id: matter.id(), by: matter.found_by()? }))
}
