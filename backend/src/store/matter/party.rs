//! The parties of matters: what they are called, where matters come from, and whom one concerns.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ColumnTrait, Condition};
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::{MatterKind, Names, Parties};
use shared::policy::{Action, Reach, Resource};

use crate::error::Error;
use crate::store::entity::{matter, matter_party, person, unit, unit_closure};
use crate::store::scope::{Reader, Session, reached};

/// The parties with what they are called. Either side knows the other by name, whatever else it may see.
///
/// # Errors
/// [`Error::NotFound`] for a unit or person that does not exist.
pub async fn named(session: &Session, parties: Parties) -> Result<Parties, Error> {
    let units = session.whole::<unit::Entity>();
    let units = units.filter(unit::Column::Id.is_in([parties.unit, parties.giver])).all().await?;
    let unit = |id: UnitId| units.iter().find(|row| row.id == id).map(|row| row.name.clone()).ok_or(Error::NotFound);
    let person = match parties.person {
        Some(id) => Some(session.whole::<person::Entity>().filter(person::Column::Id.eq(id)).found().await?.name),
        None => None,
    };
    let names = Names { unit: unit(parties.unit)?, person, giver: unit(parties.giver)? };
    Ok(Parties { names, ..parties })
}

/// Whether the viewer may act for the giver of matters of this line in a unit.
///
/// # Errors
/// Of the database.
pub async fn may_order_from(reader: &Reader, at: UnitId, parties: &Parties) -> Result<bool, Error> {
    let resource = if parties.person.is_some() { Resource::PersonMatter } else { Resource::Matter };
    let reach = reader.viewer().reach(resource, Action::Order).of_line(parties.line.as_ref());
    Ok(!among(reader, &BTreeSet::from([at]), &reach).await?.is_empty())
}

/// Those of some units in which the viewer may act for the giver of matters, under one business line or another.
///
/// # Errors
/// Of the database.
pub async fn ordered_from(
    reader: &Reader,
    units: &BTreeSet<UnitId>,
    resource: Resource,
) -> Result<BTreeSet<UnitId>, Error> {
    let mut reach = reader.viewer().reach(resource, Action::Order);
    reach.subtrees.extend(std::mem::take(&mut reach.line_subtrees).into_keys());
    among(reader, units, &reach).await
}

async fn among(reader: &Reader, units: &BTreeSet<UnitId>, reach: &Reach) -> Result<BTreeSet<UnitId>, Error> {
    let within = reader.find::<unit::Entity>().filter(unit::Column::Id.is_in(units.iter().copied()));
    let within = within.filter(reached(reach, unit::Column::Id, None)).all().await?;
    Ok(within.into_iter().map(|row| row.id).collect())
}

/// Whether the viewer works in a unit or below it; an account that is no person's stands wherever it has rights.
///
/// # Errors
/// Of the database.
pub async fn works_in(reader: &Reader, unit: UnitId) -> Result<bool, Error> {
    use unit_closure::Column as C;
    let Some(home) = reader.viewer().home else { return Ok(true) };
    let here = Condition::all().add(C::Descendant.eq(home)).add(C::Ancestor.eq(unit)).add(C::ValidTo.is_null());
    Ok(reader.whole::<unit_closure::Entity>().filter(here).one().await?.is_some())
}

/// The unit above another today, also where whoever answers for the one may not see the other; the unit itself where there is none.
///
/// # Errors
/// Of the database.
pub async fn unit_above(reader: &Reader, unit: UnitId) -> Result<UnitId, Error> {
    let above = units_above(reader, &BTreeSet::from([unit])).await?;
    Ok(above.get(&unit).copied().unwrap_or(unit))
}

/// The same of several units, by unit; those that nothing is above are left out.
///
/// # Errors
/// Of the database.
pub async fn units_above(reader: &Reader, units: &BTreeSet<UnitId>) -> Result<BTreeMap<UnitId, UnitId>, Error> {
    use unit_closure::Column as C;
    let up = Condition::all().add(C::Descendant.is_in(units.iter().copied()));
    let up = up.add(C::Depth.eq(1)).add(C::ValidTo.is_null());
    let rows = reader.whole::<unit_closure::Entity>().filter(up).all().await?;
    Ok(rows.into_iter().map(|row| (row.descendant, row.ancestor)).collect())
}

/// The parties and the state of a matter, of whatever kind; with the people who have a part in it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn sides(session: &Session, id: MatterId) -> Result<Sides, Error> {
    let row = session.find::<matter::Entity>().filter(matter::Column::Id.eq(id)).found().await?;
    let people = session.whole::<matter_party::Entity>().filter(matter_party::Column::MatterId.eq(id)).all().await?;
    let parties = Parties {
        unit: row.unit_id,
        person: row.person_id,
        giver: row.giver_id,
        line: row.line,
        names: Names { unit: row.unit_name, person: row.person_name, giver: row.giver_name },
    };
    let people = people.into_iter().map(|row| row.person_id).collect();
    Ok(Sides { kind: row.kind, state: row.state, number: row.number, is_sent: row.is_sent, parties, people })
}

/// Whom a matter concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// Its kind.
    pub kind: MatterKind,
    /// Its state.
    pub state: String,
    /// Its number.
    pub number: String,
    /// Whether it was sent.
    pub is_sent: bool,
    /// Its parties.
    pub parties: Parties,
    /// Everybody who has a part in it.
    pub people: BTreeSet<PersonId>,
}
