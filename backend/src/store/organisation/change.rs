//! What changes the tree: each function spends a permit, and the closure changes with its unit in one transaction.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition};
use shared::error::Refusal;
use shared::id::UnitId;
use shared::organisation::{Contents, Link, Rewiring, Unit};
use shared::person::Post;
use shared::policy::Action;

use super::{read, read_link};
use crate::error::Error;
use crate::store::entity::{person, post, unit, unit_closure};
use crate::store::permit::{Act, Permit, Versioned};
use crate::store::scope::Session;

impl Versioned for unit::Entity {
    fn version_column() -> unit::Column {
        unit::Column::Version
    }

    fn version_of(row: &unit::Model) -> i32 {
        row.version
    }
}

/// Changing a unit.
#[derive(Debug)]
pub struct ChangeUnit;

impl Act for ChangeUnit {
    type Entity = unit::Entity;
    type Id = UnitId;
    const ACTION: Action = Action::Write;
}

/// The right to put something under a unit.
#[derive(Debug)]
pub struct Under(UnitId);

/// The right to change a unit seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn permit(session: &Session, id: UnitId, version: i32) -> Result<Permit<ChangeUnit>, Error> {
    session.permit::<ChangeUnit>(id, version).await
}

/// The right to put something under a unit that exists.
///
/// # Errors
/// [`Error::NotFound`] where it is not visible or has been closed, [`Error::Forbidden`] where it may not be changed.
pub async fn under(session: &Session, id: UnitId) -> Result<Under, Error> {
    let open = || Condition::all().add(unit::Column::Id.eq(id)).add(unit::Column::ValidTo.is_null());
    session.find::<unit::Entity>().filter(open()).found().await?;
    match session.find_for::<unit::Entity>(Action::Write).filter(open()).one().await? {
        Some(row) => Ok(Under(row.id)),
        None => Err(Error::Forbidden),
    }
}

/// The rows of the closure that hold now and decide a move of `unit` under `to`: all above and below both, seen or not.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn whole_tree(session: &Session, unit: UnitId, to: UnitId) -> Result<Vec<Link>, Error> {
    let open = || session.whole::<unit_closure::Entity>().filter(unit_closure::Column::ValidTo.is_null());
    let subtree = open().filter(unit_closure::Column::Ancestor.eq(unit));
    let rows = open().whose(unit_closure::Column::Descendant, subtree, unit_closure::Column::Descendant).all().await?;
    let target = open().filter(unit_closure::Column::Descendant.eq(to)).all().await?;
    let links: BTreeSet<Link> = rows.into_iter().chain(target).map(read_link).collect();
    Ok(links.into_iter().collect())
}

/// The ancestors of a unit now, itself first, from near to far, seen or not.
async fn at_and_above(session: &Session, unit: UnitId) -> Result<Vec<Link>, Error> {
    let open =
        Condition::all().add(unit_closure::Column::Descendant.eq(unit)).add(unit_closure::Column::ValidTo.is_null());
    let rows = session.whole::<unit_closure::Entity>().filter(open);
    let rows = rows.order(unit_closure::Column::Depth, sea_orm::Order::Asc).all().await?;
    Ok(rows.into_iter().map(read_link).collect())
}

/// Writes a new unit under its parent.
///
/// # Errors
/// [`Refusal::CodeTaken`]; [`Refusal::DateBeforeStart`] where the parent stands where it does only since later.
pub async fn create(session: &Session, permit: Under, unit: &Unit) -> Result<(), Error> {
    if session.whole::<unit::Entity>().filter(unit::Column::Code.eq(unit.code.clone())).count().await? > 0 {
        return Err(Refusal::CodeTaken { code: unit.code.to_string() }.into());
    }
    let above = at_and_above(session, permit.0).await?;
    if let Some(start) = above.iter().map(|link| link.valid_from).max().filter(|&start| start > unit.valid_from) {
        return Err(Refusal::DateBeforeStart { given: unit.valid_from, start }.into());
    }
    session.insert::<unit::Entity>(row(unit)).await?;
    let above: Vec<UnitId> = above.iter().map(|link| link.ancestor).collect();
    open_links(session, shared::organisation::links_of_new(unit.id, &above, unit.valid_from)).await
}

fn row(unit: &Unit) -> unit::Model {
    unit::Model {
        id: unit.id,
        code: unit.code.clone(),
        name: unit.name.clone(),
        short_name: unit.short_name.clone(),
        parent_id: unit.parent,
        level: unit.level.clone(),
        kind: unit.kind.clone(),
        line: unit.line.clone(),
        comparison_group: unit.comparison_group.clone(),
        sort_no: unit.sort_no,
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
        version: unit.version,
    }
}

async fn open_links(session: &Session, links: Vec<Link>) -> Result<(), Error> {
    for link in links {
        let Link { ancestor, descendant, depth, valid_from, valid_to } = link;
        let row = unit_closure::Model { ancestor, descendant, depth, valid_from, valid_to };
        session.insert::<unit_closure::Entity>(row).await?;
    }
    Ok(())
}

/// Moves a unit: spends its permit, ends and begins rows of the closure. Every unit that moves along must be one the viewer may change.
///
/// # Errors
/// [`Error::Forbidden`] where one of them is not; [`Error::Stale`] where the tree changed meanwhile.
pub async fn move_links(
    session: &Session,
    permit: Permit<ChangeUnit>,
    to: Under,
    on: NaiveDate,
    rewiring: Rewiring,
) -> Result<(), Error> {
    let moving: BTreeSet<UnitId> = rewiring.opened.iter().map(|link| link.descendant).collect();
    let writable =
        session.find_for::<unit::Entity>(Action::Write).filter(unit::Column::Id.is_in(moving.iter().copied()));
    if writable.count().await? != u64::try_from(moving.len()).unwrap_or(u64::MAX) {
        return Err(Error::Forbidden);
    }
    end(session, &permit, &rewiring.closed, on).await?;
    open_links(session, rewiring.opened).await?;
    session.spend(permit, vec![(unit::Column::ParentId, to.0.into())]).await
}

/// Ends rows of the closure. A row that began on the very day never held: it goes.
async fn end(session: &Session, permit: &Permit<ChangeUnit>, closed: &[Link], on: NaiveDate) -> Result<(), Error> {
    let ends = |link: &Link| {
        Condition::all()
            .add(unit_closure::Column::Ancestor.eq(link.ancestor))
            .add(unit_closure::Column::Descendant.eq(link.descendant))
            .add(unit_closure::Column::ValidFrom.eq(link.valid_from))
            .add(unit_closure::Column::ValidTo.is_null())
    };
    for link in closed {
        let changed = if link.valid_from == on {
            session.remove_along::<unit_closure::Entity>(permit, ends(link)).await?
        } else {
            let set = vec![(unit_closure::Column::ValidTo, on.into())];
            session.change_along::<unit_closure::Entity, _>(permit, ends(link), set).await?
        };
        if changed != 1 {
            return Err(Error::Stale);
        }
    }
    Ok(())
}

/// Gives a unit other names.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn rename(
    session: &Session,
    permit: Permit<ChangeUnit>,
    name: String,
    short_name: String,
) -> Result<(), Error> {
    let names = vec![(unit::Column::Name, name.into()), (unit::Column::ShortName, short_name.into())];
    session.spend(permit, names).await
}

/// What a unit holds, seen or not: a rule about the whole must not depend on who asks.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn contents(session: &Session, unit: UnitId) -> Result<Contents, Error> {
    let below = Condition::all().add(unit::Column::ParentId.eq(unit)).add(unit::Column::ValidTo.is_null());
    Ok(Contents {
        units: session.whole::<unit::Entity>().filter(below).count().await?,
        posts: session.whole::<post::Entity>().filter(post::Column::UnitId.eq(unit)).count().await?,
        persons: session.whole::<person::Entity>().filter(person::Column::UnitId.eq(unit)).count().await?,
    })
}

/// Ends a unit on a day. It stays in the tree, so that its past stays visible to whoever stands above.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn close(session: &Session, permit: Permit<ChangeUnit>, on: NaiveDate) -> Result<(), Error> {
    session.spend(permit, vec![(unit::Column::ValidTo, on.into())]).await
}

/// Writes a new post in a unit.
///
/// # Errors
/// [`Refusal::CodeTaken`].
pub async fn create_post(session: &Session, permit: Under, post: &Post) -> Result<(), Error> {
    if session.whole::<post::Entity>().filter(post::Column::Code.eq(post.code.clone())).count().await? > 0 {
        return Err(Refusal::CodeTaken { code: post.code.to_string() }.into());
    }
    let row = post::Model {
        id: post.id,
        code: post.code.clone(),
        name: post.name.clone(),
        unit_id: permit.0,
        post_type_id: post.post_type,
        is_key: post.is_key,
        risk_star: post.risk_star,
        version: 1,
    };
    session.insert::<post::Entity>(row).await
}

/// The number of the last sibling under a unit, seen or not, so that a new one stands after it.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn last_sort_no(session: &Session, parent: UnitId) -> Result<i32, Error> {
    let rows = session.whole::<unit::Entity>().filter(unit::Column::ParentId.eq(parent));
    let last = rows.order(unit::Column::SortNo, sea_orm::Order::Desc).one().await?;
    Ok(last.map_or(0, |row| read(row).sort_no))
}
