//! The whole organisation at once, with its history: what a run places rows on. Lists and single units live in their own files.

use shared::organisation::{Link, Unit};
use shared::person::{Assignment, DutySwitch, Person, Post, PostType};

use super::entity::{assignment, duty_switch, person, post, post_type, unit, unit_closure};
use super::scope::Reader;
use crate::error::Error;

/// The organisation as far as the viewer may see it.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// Units.
    pub units: Vec<Unit>,
    /// The closure with its past.
    pub links: Vec<Link>,
    /// Post types.
    pub post_types: Vec<PostType>,
    /// Posts.
    pub posts: Vec<Post>,
    /// Persons.
    pub persons: Vec<Person>,
    /// Who held which post when.
    pub assignments: Vec<Assignment>,
    /// When somebody else acted.
    pub switches: Vec<DutySwitch>,
}

/// Loads the organisation.
///
/// # Errors
/// Of the database.
pub async fn roster(reader: &Reader) -> Result<Roster, Error> {
    Ok(Roster {
        units: reader.find::<unit::Entity>().all().await?.into_iter().map(unit_of).collect(),
        links: reader.find::<unit_closure::Entity>().all().await?.into_iter().map(link_of).collect(),
        post_types: reader.find::<post_type::Entity>().all().await?.into_iter().map(post_type_of).collect(),
        posts: reader.find::<post::Entity>().all().await?.into_iter().map(post_of).collect(),
        persons: reader.find::<person::Entity>().all().await?.into_iter().map(person_of).collect(),
        assignments: reader.find::<assignment::Entity>().all().await?.into_iter().map(assignment_of).collect(),
        switches: reader.find::<duty_switch::Entity>().all().await?.into_iter().map(switch_of).collect(),
    })
}

pub(super) fn unit_of(row: unit::Model) -> Unit {
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

pub(super) fn link_of(row: unit_closure::Model) -> Link {
    let unit_closure::Model { ancestor, descendant, depth, valid_from, valid_to } = row;
    Link { ancestor, descendant, depth, valid_from, valid_to }
}

fn post_type_of(row: post_type::Model) -> PostType {
    let post_type::Model { id, code, name, series, series_name, post_class } = row;
    PostType { id, code, name, series, series_name, post_class }
}

fn post_of(row: post::Model) -> Post {
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

fn person_of(row: person::Model) -> Person {
    Person {
        id: row.id,
        staff_no: row.staff_no,
        name: row.name,
        unit: row.unit_id,
        rank: row.rank,
        phone: row.phone,
        status: row.status,
        version: row.version,
    }
}

fn assignment_of(row: assignment::Model) -> Assignment {
    Assignment {
        id: row.id,
        person: row.person_id,
        post: row.post_id,
        unit: row.unit_id,
        role: row.role,
        share: row.share,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    }
}

fn switch_of(row: duty_switch::Model) -> DutySwitch {
    DutySwitch { post: row.post_id, from: row.from_person, to: row.to_person, start: row.start_on, end: row.end_on }
}
