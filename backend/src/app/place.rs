//! Places of the cockpit: a unit, a post or a person the viewer may see, and where the cockpit opens.

use std::collections::{BTreeMap, BTreeSet};

use shared::cell::Subject;
use shared::id::UnitId;
use shared::organisation::Unit;
use shared::person::{Person, Post};
use shared::policy::{Action, Reach, Resource};

use super::scope::Scope;
use crate::error::Error;
use crate::store::{Reader, dictionary, organisation, people};

/// A place with what is written on its door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which it is.
    pub subject: Subject,
    /// Its full name.
    pub name: String,
    /// The name for narrow places.
    pub short_name: String,
    /// The name of its level, for units.
    pub level: Option<LevelName>,
}

/// A level by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelName {
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
}

/// The names of the levels, by code.
pub type Levels = BTreeMap<String, LevelName>;

/// The names of the levels.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn levels(reader: &Reader) -> Result<Levels, Error> {
    let entries = dictionary::entries(reader).await?.into_iter().filter(|entry| entry.category == "level");
    Ok(entries.map(|entry| (entry.code, LevelName { name: entry.name, name_en: entry.name_en })).collect())
}

impl Place {
    /// The place of a unit.
    #[must_use]
    pub fn of_unit(unit: &Unit, levels: &Levels) -> Self {
        Self {
            subject: Subject::Unit(unit.id),
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            level: levels.get(unit.level.as_str()).cloned(),
        }
    }

    /// The place of a post.
    #[must_use]
    pub fn of_post(post: &Post) -> Self {
        Self { subject: Subject::Post(post.id), name: post.name.clone(), short_name: post.name.clone(), level: None }
    }

    /// The place of a person.
    #[must_use]
    pub fn of_person(person: &Person) -> Self {
        Self {
            subject: Subject::Person(person.id),
            name: person.name.clone(),
            short_name: person.name.clone(),
            level: None,
        }
    }
}

/// The place with an address.
///
/// # Errors
/// [`Error::NotFound`] where there is none among what the viewer may see.
pub async fn place(scope: &Scope, subject: Subject) -> Result<Place, Error> {
    let reader = scope.reader().await?;
    match subject {
        Subject::Unit(id) => {
            let unit = organisation::unit(&reader, id).await?;
            Ok(Place::of_unit(&unit, &levels(&reader).await?))
        }
        Subject::Post(id) => people::post(&reader, id).await.map(|post| Place::of_post(&post)),
        Subject::Person(id) => people::person(&reader, id).await.map(|seen| Place::of_person(&seen.person)),
    }
}

/// Where the cockpit opens: the highest unit whose values the viewer may see, else the own post, else the own person.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn home(scope: &Scope) -> Result<Option<Place>, Error> {
    let reader = scope.reader().await?;
    let units = scope.viewer().reach(Resource::Cell, Action::Read);
    if let Some(unit) = highest(&reader, &units).await? {
        return Ok(Some(Place::of_unit(&unit, &levels(&reader).await?)));
    }
    if let Some(post) = organisation::posts_by_id(&reader, units.posts).await?.into_values().next() {
        return Ok(Some(Place::of_post(&post)));
    }
    let own = scope.viewer().reach(Resource::PersonCell, Action::Read).persons;
    let person = people::persons(&reader, own).await?.into_values().next();
    Ok(person.map(|seen| Place::of_person(&seen.person)))
}

async fn highest(reader: &Reader, reach: &Reach) -> Result<Option<Unit>, Error> {
    if reach.all {
        return Ok(organisation::roots(reader, reader.today()).await?.into_iter().next());
    }
    let named: BTreeSet<UnitId> =
        reach.subtrees.iter().chain(reach.line_subtrees.keys()).chain(&reach.units).copied().collect();
    let visible = organisation::units(reader, named).await?;
    let ids: Vec<UnitId> = visible.keys().copied().collect();
    let depths = organisation::depths(reader, &ids).await?;
    let place = |unit: &Unit| (depths.get(&unit.id).copied().unwrap_or(i32::MAX), unit.sort_no, unit.id);
    Ok(visible.into_values().min_by_key(place))
}
