//! Units and their tree, as the viewer may see them, on any day. What changes the tree is in `change`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, Condition, FromQueryResult, Order, QuerySelect};
use shared::code::LevelCode;
use shared::id::{PostId, UnitId};
use shared::organisation::{Link, Unit};
use shared::person::Post;
use shared::policy::{Action, Reach, Resource, Viewer};

use super::entity::{person, post, unit, unit_closure};
use super::page::{Key, Page, Slice, matching};
use super::scope::{Reader, Rows, reached, within_as};
use crate::error::Error;

mod change;

pub use change::{
    ChangeUnit, Under, close, contents, create, create_post, last_sort_no, move_links, permit, rename, under,
    whole_tree,
};

pub(super) fn read(row: unit::Model) -> Unit {
    Unit {
        id: row.id,
        code: row.code,
        name: row.name,
        short_name: row.short_name,
        parent: row.parent_id,
        level: row.level,
        kind: row.kind,
        line: row.line,
        comparison_group: row.comparison_group,
        sort_no: row.sort_no,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        version: row.version,
    }
}

pub(super) fn read_post(row: post::Model) -> Post {
    Post {
        id: row.id,
        code: row.code,
        name: row.name,
        unit: row.unit_id,
        post_type: row.post_type_id,
        is_key: row.is_key,
        risk_star: row.risk_star,
    }
}

/// The units that exist on the day.
pub(super) fn existing(on: NaiveDate) -> Condition {
    Condition::all()
        .add(unit::Column::ValidFrom.lte(on))
        .add(unit::Column::ValidTo.is_null().or(unit::Column::ValidTo.gt(on)))
}

fn holding(on: NaiveDate) -> Condition {
    Condition::all()
        .add(unit_closure::Column::ValidFrom.lte(on))
        .add(unit_closure::Column::ValidTo.is_null().or(unit_closure::Column::ValidTo.gt(on)))
}

/// One unit, whether or not it exists today.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn unit(reader: &Reader, id: UnitId) -> Result<Unit, Error> {
    reader.find::<unit::Entity>().filter(unit::Column::Id.eq(id)).found().await.map(read)
}

/// One unit, as long as it exists on the day.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn unit_on(reader: &Reader, id: UnitId, on: NaiveDate) -> Result<Unit, Error> {
    reader.find::<unit::Entity>().filter(unit::Column::Id.eq(id)).filter(existing(on)).found().await.map(read)
}

/// Those of the units that are visible, by id.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn units(reader: &Reader, ids: impl IntoIterator<Item = UnitId>) -> Result<BTreeMap<UnitId, Unit>, Error> {
    let rows = reader.find::<unit::Entity>().filter(unit::Column::Id.is_in(ids)).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, read(row))).collect())
}

/// A page of the units of today by code, of those whose code or name holds `search` and that stand on the level.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn page(
    reader: &Reader,
    page: Page,
    search: Option<&str>,
    level: Option<LevelCode>,
) -> Result<Slice<Unit>, Error> {
    let mut rows = reader.find::<unit::Entity>().filter(existing(reader.today()));
    if let Some(search) = search {
        rows = rows.filter(matching(search, [unit::Column::Code, unit::Column::Name, unit::Column::ShortName]));
    }
    if let Some(level) = level {
        rows = rows.filter(unit::Column::Level.eq(level));
    }
    let slice = rows.page(page, unit::Column::Code, Order::Asc, |row| Key::Text(row.code.to_string())).await?;
    slice.try_map(|row| Ok(read(row)))
}

fn in_order(rows: Rows<'_, unit::Entity>) -> Rows<'_, unit::Entity> {
    rows.order(unit::Column::SortNo, Order::Asc).order(unit::Column::Code, Order::Asc)
}

/// The visible units no visible unit stands above on the day.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn roots(reader: &Reader, on: NaiveDate) -> Result<Vec<Unit>, Error> {
    let visible = reader.find::<unit::Entity>().filter(existing(on));
    let below = reader
        .find::<unit_closure::Entity>()
        .filter(holding(on))
        .filter(unit_closure::Column::Depth.gt(0))
        .whose(unit_closure::Column::Ancestor, visible, unit::Column::Id);
    let tops = reader.find::<unit::Entity>().filter(existing(on)).lacking(
        unit::Column::Id,
        below,
        unit_closure::Column::Descendant,
    );
    Ok(in_order(tops).all().await?.into_iter().map(read).collect())
}

async fn links(reader: &Reader, on: NaiveDate, which: Condition) -> Result<Vec<Link>, Error> {
    let rows = reader.find::<unit_closure::Entity>().filter(holding(on)).filter(which).all().await?;
    Ok(rows.into_iter().map(read_link).collect())
}

pub(super) fn read_link(row: unit_closure::Model) -> Link {
    let unit_closure::Model { ancestor, descendant, depth, valid_from, valid_to } = row;
    Link { ancestor, descendant, depth, valid_from, valid_to }
}

fn from_those(units: &[UnitId]) -> Condition {
    Condition::all().add(unit_closure::Column::Ancestor.is_in(units.iter().copied()))
}

/// The visible units directly below each of the units on the day, in their order among siblings.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn children(reader: &Reader, of: &[UnitId], on: NaiveDate) -> Result<BTreeMap<UnitId, Vec<Unit>>, Error> {
    let down = links(reader, on, from_those(of).add(unit_closure::Column::Depth.eq(1))).await?;
    let parents: BTreeMap<UnitId, UnitId> = down.iter().map(|link| (link.descendant, link.ancestor)).collect();
    let rows =
        reader.find::<unit::Entity>().filter(existing(on)).filter(unit::Column::Id.is_in(parents.keys().copied()));
    let mut children: BTreeMap<UnitId, Vec<Unit>> = BTreeMap::new();
    for row in in_order(rows).all().await? {
        if let Some(&parent) = parents.get(&row.id) {
            children.entry(parent).or_default().push(read(row));
        }
    }
    Ok(children)
}

/// How many visible units stand directly below each of the units on the day.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn child_counts(reader: &Reader, of: &[UnitId], on: NaiveDate) -> Result<BTreeMap<UnitId, i32>, Error> {
    let down = reader
        .find::<unit_closure::Entity>()
        .filter(holding(on))
        .filter(from_those(of).add(unit_closure::Column::Depth.eq(1)))
        .whose(unit_closure::Column::Descendant, reader.find::<unit::Entity>().filter(existing(on)), unit::Column::Id);
    let mut counts = BTreeMap::new();
    for link in down.all().await? {
        *counts.entry(link.ancestor).or_default() += 1;
    }
    Ok(counts)
}

/// The visible units above each of the units on the day, from the top down, the unit itself excluded.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn ancestors(reader: &Reader, of: &[UnitId], on: NaiveDate) -> Result<BTreeMap<UnitId, Vec<Unit>>, Error> {
    let up = Condition::all()
        .add(unit_closure::Column::Descendant.is_in(of.iter().copied()))
        .add(unit_closure::Column::Depth.gt(0));
    let mut up = links(reader, on, up).await?;
    up.sort_by_key(|link| std::cmp::Reverse(link.depth));
    let above = units(reader, up.iter().map(|link| link.ancestor).collect::<BTreeSet<_>>()).await?;
    let mut ancestors: BTreeMap<UnitId, Vec<Unit>> = BTreeMap::new();
    for link in up {
        if let Some(unit) = above.get(&link.ancestor) {
            ancestors.entry(link.descendant).or_default().push(unit.clone());
        }
    }
    Ok(ancestors)
}

/// The visible unit directly above each of the units on the day.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn parents(reader: &Reader, of: &[UnitId], on: NaiveDate) -> Result<BTreeMap<UnitId, Unit>, Error> {
    let up = Condition::all()
        .add(unit_closure::Column::Descendant.is_in(of.iter().copied()))
        .add(unit_closure::Column::Depth.eq(1));
    let up = links(reader, on, up).await?;
    let above = units(reader, up.iter().map(|link| link.ancestor).collect::<BTreeSet<_>>()).await?;
    Ok(up.into_iter().filter_map(|link| Some((link.descendant, above.get(&link.ancestor)?.clone()))).collect())
}

/// How deep each of the units stands below the top of the whole tree today, 0 for a root.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn depths(reader: &Reader, of: &[UnitId]) -> Result<BTreeMap<UnitId, i32>, Error> {
    let up = Condition::all().add(unit_closure::Column::Descendant.is_in(of.iter().copied()));
    let mut depths = BTreeMap::new();
    for link in links(reader, reader.today(), up).await? {
        let depth = depths.entry(link.descendant).or_insert(link.depth);
        *depth = std::cmp::max(link.depth, *depth);
    }
    Ok(depths)
}

/// The units that stand at or below each other today, for [`shared::policy::allows`]: every ancestor of one unit, itself included.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn at_or_above(reader: &Reader, unit: UnitId) -> Result<BTreeSet<UnitId>, Error> {
    let up = Condition::all().add(unit_closure::Column::Descendant.eq(unit));
    Ok(links(reader, reader.today(), up).await?.into_iter().map(|link| link.ancestor).collect())
}

#[derive(Debug, FromQueryResult)]
struct Headcount {
    unit_id: UnitId,
    persons: i64,
}

/// How many visible persons work in each of the units or below it on the day.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn headcounts(reader: &Reader, of: &[UnitId], on: NaiveDate) -> Result<BTreeMap<UnitId, i64>, Error> {
    let below = reader.find::<unit_closure::Entity>().filter(holding(on)).filter(from_those(of));
    let persons: Vec<Headcount> = reader
        .find::<person::Entity>()
        .whose(person::Column::UnitId, below, unit_closure::Column::Descendant)
        .project(|select| {
            select
                .column(person::Column::UnitId)
                .column_as(person::Column::Id.count(), "persons")
                .group_by(person::Column::UnitId)
        })
        .await?;
    let persons: BTreeMap<UnitId, i64> = persons.into_iter().map(|row| (row.unit_id, row.persons)).collect();
    let mut counts: BTreeMap<UnitId, i64> = BTreeMap::new();
    for link in links(reader, on, from_those(of)).await? {
        *counts.entry(link.ancestor).or_default() += persons.get(&link.descendant).copied().unwrap_or_default();
    }
    Ok(counts)
}

/// The visible posts in each of the units, by code.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn posts(reader: &Reader, of: &[UnitId]) -> Result<BTreeMap<UnitId, Vec<Post>>, Error> {
    let rows = reader.find::<post::Entity>().filter(post::Column::UnitId.is_in(of.iter().copied()));
    let mut posts: BTreeMap<UnitId, Vec<Post>> = BTreeMap::new();
    for row in rows.order(post::Column::Code, Order::Asc).all().await? {
        posts.entry(row.unit_id).or_default().push(read_post(row));
    }
    Ok(posts)
}

/// Those of the posts that are visible, by id.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn posts_by_id(
    reader: &Reader,
    ids: impl IntoIterator<Item = PostId>,
) -> Result<BTreeMap<PostId, Post>, Error> {
    let rows = reader.find::<post::Entity>().filter(post::Column::Id.is_in(ids)).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, read_post(row))).collect())
}

/// Those of the units that the viewer may change.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn writable(reader: &Reader, of: &[UnitId]) -> Result<BTreeSet<UnitId>, Error> {
    let rows = reader.find_for::<unit::Entity>(Action::Write).filter(unit::Column::Id.is_in(of.iter().copied()));
    Ok(rows.all().await?.into_iter().map(|row| row.id).collect())
}

/// How many of the units the reader sees today lie within a reach.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn count_within(reader: &Reader, reach: &Reach) -> Result<u64, Error> {
    let rows = reader.find::<unit::Entity>().filter(existing(reader.today()));
    rows.filter(reached(reach, unit::Column::Id, None)).count().await
}

/// The first units by code, of those the reader sees today, on which another viewer may read the resource.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn seen_by(reader: &Reader, other: &Viewer, resource: Resource, most: u64) -> Result<Vec<Unit>, Error> {
    let rows = reader
        .find::<unit::Entity>()
        .filter(existing(reader.today()))
        .filter(within_as::<unit::Entity>(other, resource, Action::Read))
        .order(unit::Column::Code, Order::Asc)
        .limit(most);
    Ok(rows.all().await?.into_iter().map(read).collect())
}

/// How many units there are of those [`seen_by`] lists the first of.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn count_seen_by(reader: &Reader, other: &Viewer, resource: Resource) -> Result<u64, Error> {
    let rows = reader.find::<unit::Entity>().filter(existing(reader.today()));
    rows.filter(within_as::<unit::Entity>(other, resource, Action::Read)).count().await
}

/// The units that the viewer fills values in for, in the order of their codes.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn fillable(reader: &Reader) -> Result<Vec<Unit>, Error> {
    let reach = reader.viewer().reach(Resource::ManualValue, Action::Write);
    let rows =
        reader.find::<unit::Entity>().filter(existing(reader.today())).filter(reached(&reach, unit::Column::Id, None));
    Ok(rows.order(unit::Column::Code, Order::Asc).all().await?.into_iter().map(read).collect())
}
