//! The whole organisation at once, with its history: what a run places rows on. Lists and single units live in their own files.

use shared::organisation::{Link, Unit};
use shared::person::{Assignment, DutySwitch, Person, Post, PostType};

use super::entity::{assignment, duty_switch, person, post, post_type, unit, unit_closure};
use super::scope::Reader;
use super::{organisation, people};
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
        units: reader.find::<unit::Entity>().all().await?.into_iter().map(organisation::read).collect(),
        links: reader.find::<unit_closure::Entity>().all().await?.into_iter().map(organisation::read_link).collect(),
        post_types: reader.find::<post_type::Entity>().all().await?.into_iter().map(post_type_of).collect(),
        posts: reader.find::<post::Entity>().all().await?.into_iter().map(organisation::read_post).collect(),
        persons: reader.find::<person::Entity>().all().await?.into_iter().map(people::read).collect(),
        assignments: reader
            .find::<assignment::Entity>()
            .all()
            .await?
            .into_iter()
            .map(people::read_assignment)
            .collect(),
        switches: reader.find::<duty_switch::Entity>().all().await?.into_iter().map(switch_of).collect(),
    })
}

fn post_type_of(row: post_type::Model) -> PostType {
    let post_type::Model { id, code, name, series, series_name, post_class } = row;
    PostType { id, code, name, series, series_name, post_class }
}

fn switch_of(row: duty_switch::Model) -> DutySwitch {
    DutySwitch { post: row.post_id, from: row.from_person, to: row.to_person, start: row.start_on, end: row.end_on }
}
