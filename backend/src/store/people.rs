//! Persons, posts, post types and who holds which post. What changes them is in `change`.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ColumnTrait, Order};
use shared::id::{AssignmentId, PersonId, PostId, PostTypeId, UnitId};
use shared::masked::Masked;
use shared::person::{Assignment, Person, Post, PostType};
use shared::policy::{Action, Resource};

use super::entity::{assignment, person, post, post_type, unit_closure};
use super::organisation::read_post;
use super::page::{Key, Page, Slice, matching};
use super::scope::{Reader, within_as};
use crate::error::Error;

mod change;

pub use change::{Assign, End, assign, assignments_of_post, end_assignment, permit_to_assign, permit_to_end};

/// A person as the viewer sees them: the telephone number is not in `person`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The person, without the telephone number.
    pub person: Person,
    /// The telephone number.
    pub phone: Masked<String>,
}

pub(super) fn read(row: person::Model) -> Person {
    let person::Model { id, staff_no, name, unit_id, rank, phone, status, version } = row;
    Person { id, staff_no, name, unit: unit_id, rank, phone, status, version }
}

pub(super) fn read_assignment(row: assignment::Model) -> Assignment {
    let assignment::Model { id, person_id, post_id, unit_id, role, share, valid_from, valid_to } = row;
    Assignment { id, person: person_id, post: post_id, unit: unit_id, role, share, valid_from, valid_to }
}

/// Hides what the viewer may not see of each person.
async fn masked(reader: &Reader, persons: Vec<Person>) -> Result<BTreeMap<PersonId, Seen>, Error> {
    let detail = reader
        .find::<person::Entity>()
        .filter(person::Column::Id.is_in(persons.iter().map(|person| person.id)))
        .filter(within_as::<person::Entity>(reader.viewer(), Resource::PersonDetail, Action::Read));
    let detail: BTreeSet<PersonId> = detail.all().await?.into_iter().map(|row| row.id).collect();
    let seen = |mut person: Person| {
        let phone = Masked::new(person.phone.take(), detail.contains(&person.id));
        (person.id, Seen { person, phone })
    };
    Ok(persons.into_iter().map(seen).collect())
}

/// One person.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn person(reader: &Reader, id: PersonId) -> Result<Seen, Error> {
    persons(reader, [id]).await?.remove(&id).ok_or(Error::NotFound)
}

/// Those of the persons that are visible, by id.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn persons(
    reader: &Reader,
    ids: impl IntoIterator<Item = PersonId>,
) -> Result<BTreeMap<PersonId, Seen>, Error> {
    let rows = reader.find::<person::Entity>().filter(person::Column::Id.is_in(ids)).all().await?;
    masked(reader, rows.into_iter().map(read).collect()).await
}

/// A page of persons by staff number: of those in the unit or below it today, whose name or staff number holds `search`.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn page(
    reader: &Reader,
    page: Page,
    unit: Option<UnitId>,
    search: Option<&str>,
) -> Result<Slice<Seen>, Error> {
    let mut rows = reader.find::<person::Entity>();
    if let Some(unit) = unit {
        let below = reader
            .find::<unit_closure::Entity>()
            .filter(unit_closure::Column::Ancestor.eq(unit))
            .filter(unit_closure::Column::ValidTo.is_null());
        rows = rows.whose(person::Column::UnitId, below, unit_closure::Column::Descendant);
    }
    if let Some(search) = search {
        rows = rows.filter(matching(search, [person::Column::Name, person::Column::StaffNo]));
    }
    let slice = rows.page(page, person::Column::StaffNo, Order::Asc, |row| Key::Text(row.staff_no.to_string())).await?;
    let Slice { rows, has_next, total } = slice;
    let (keys, persons): (Vec<Key>, Vec<Person>) = rows.into_iter().map(|(key, row)| (key, read(row))).unzip();
    let ids: Vec<PersonId> = persons.iter().map(|person| person.id).collect();
    let mut seen = masked(reader, persons).await?;
    let rows = keys.into_iter().zip(ids).filter_map(|(key, id)| Some((key, seen.remove(&id)?))).collect();
    Ok(Slice { rows, has_next, total })
}

/// One post.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn post(reader: &Reader, id: PostId) -> Result<Post, Error> {
    reader.find::<post::Entity>().filter(post::Column::Id.eq(id)).found().await.map(read_post)
}

/// All post types, by id.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn post_types(reader: &Reader) -> Result<BTreeMap<PostTypeId, PostType>, Error> {
    let read = |row: post_type::Model| {
        let post_type::Model { id, code, name, series, series_name, post_class } = row;
        (id, PostType { id, code, name, series, series_name, post_class })
    };
    Ok(reader.find::<post_type::Entity>().all().await?.into_iter().map(read).collect())
}

/// One assignment.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn assignment(reader: &Reader, id: AssignmentId) -> Result<Assignment, Error> {
    reader.find::<assignment::Entity>().filter(assignment::Column::Id.eq(id)).found().await.map(read_assignment)
}

/// The visible assignments of each of the persons, newest first.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn assignments_of_persons(
    reader: &Reader,
    of: &[PersonId],
) -> Result<BTreeMap<PersonId, Vec<Assignment>>, Error> {
    let rows = reader.find::<assignment::Entity>().filter(assignment::Column::PersonId.is_in(of.iter().copied()));
    let mut held: BTreeMap<PersonId, Vec<Assignment>> = BTreeMap::new();
    for row in rows.order(assignment::Column::ValidFrom, Order::Desc).all().await? {
        held.entry(row.person_id).or_default().push(read_assignment(row));
    }
    Ok(held)
}

/// The visible assignments to each of the posts, newest first.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn assignments_to_posts(reader: &Reader, of: &[PostId]) -> Result<BTreeMap<PostId, Vec<Assignment>>, Error> {
    let rows = reader.find::<assignment::Entity>().filter(assignment::Column::PostId.is_in(of.iter().copied()));
    let mut held: BTreeMap<PostId, Vec<Assignment>> = BTreeMap::new();
    for row in rows.order(assignment::Column::ValidFrom, Order::Desc).all().await? {
        held.entry(row.post_id).or_default().push(read_assignment(row));
    }
    Ok(held)
}
