//! A place of the cockpit and what stands above, below and beside it, as far as the viewer may see.

use std::collections::BTreeMap;

use shared::cell::Subject;
use shared::cockpit::NoWayDown;
use shared::code::LevelCode;
use shared::id::{PostId, UnitId};
use shared::organisation::Unit;
use shared::person::{Person, Post, holds};

use crate::app::place::{Levels, Place as NamedPlace};
use crate::error::Error;
use crate::store::{Reader, organisation, people};

/// A unit, post or person the viewer may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub subject: Subject,
    /// Its name.
    pub name: String,
    /// The name for narrow places.
    pub short_name: String,
    /// The level, for units.
    pub level: Option<LevelCode>,
    /// The unit it is, or is in.
    pub unit: UnitId,
}

impl From<&Unit> for Place {
    fn from(unit: &Unit) -> Self {
        Self {
            subject: Subject::Unit(unit.id),
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            level: Some(unit.level.clone()),
            unit: unit.id,
        }
    }
}

impl From<&Post> for Place {
    fn from(post: &Post) -> Self {
        let subject = Subject::Post(post.id);
        Self { subject, name: post.name.clone(), short_name: post.name.clone(), level: None, unit: post.unit }
    }
}

impl From<&Person> for Place {
    fn from(person: &Person) -> Self {
        let subject = Subject::Person(person.id);
        Self { subject, name: person.name.clone(), short_name: person.name.clone(), level: None, unit: person.unit }
    }
}

impl Place {
    /// The place with the name of its level.
    #[must_use]
    pub fn named(&self, levels: &Levels) -> NamedPlace {
        NamedPlace {
            subject: self.subject,
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            level: self.level.as_ref().and_then(|level| levels.get(level.as_str()).cloned()),
        }
    }
}

/// What stands around a place.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// From the top down, the place itself excluded.
    pub above: Vec<Place>,
    /// The places with the same parent, itself included.
    pub siblings: Vec<Place>,
    /// The next level down.
    pub children: Vec<Place>,
    /// Whether something stands below that the viewer may not see.
    pub hidden_below: bool,
}

impl Surroundings {
    /// Why there is no way down; none where there is one.
    #[must_use]
    pub fn no_way_down(&self, subject: Subject) -> Option<NoWayDown> {
        match subject {
            _ if !self.children.is_empty() => None,
            Subject::Person(_) => Some(NoWayDown::Person),
            _ if self.hidden_below => Some(NoWayDown::OutsideScope),
            Subject::Post(_) => Some(NoWayDown::VacantPost),
            Subject::Unit(_) => Some(NoWayDown::LastUnit),
        }
    }
}

/// A place by its subject.
///
/// # Errors
/// [`Error::NotFound`] where the viewer may not see it.
pub async fn place(reader: &Reader, subject: Subject) -> Result<Place, Error> {
    match subject {
        Subject::Unit(id) => organisation::unit(reader, id).await.map(|unit| Place::from(&unit)),
        Subject::Post(id) => people::post(reader, id).await.map(|post| Place::from(&post)),
        Subject::Person(id) => people::person(reader, id).await.map(|seen| Place::from(&seen.person)),
    }
}

/// What stands around a place.
///
/// # Errors
/// Of the database.
pub async fn around(reader: &Reader, place: &Place) -> Result<Surroundings, Error> {
    let mut above = above(reader, place.unit).await?;
    match place.subject {
        Subject::Unit(_) => {
            let siblings = match above.last() {
                Some(parent) => below_unit(reader, parent.unit).await?,
                None => vec![place.clone()],
            };
            let children = below_unit(reader, place.unit).await?;
            Ok(Surroundings { above, siblings, children, hidden_below: false })
        }
        Subject::Post(post) => {
            above.extend(own_unit(reader, place.unit).await?);
            let siblings = below_unit(reader, place.unit).await?;
            let children = holders(reader, post).await?;
            Ok(Surroundings { above, siblings, children, hidden_below: false })
        }
        Subject::Person(_) => {
            above.extend(own_unit(reader, place.unit).await?);
            Ok(Surroundings { above, siblings: vec![place.clone()], ..Surroundings::default() })
        }
    }
}

async fn above(reader: &Reader, unit: UnitId) -> Result<Vec<Place>, Error> {
    let mut found: BTreeMap<UnitId, Vec<Unit>> = organisation::ancestors(reader, &[unit], reader.today()).await?;
    Ok(found.remove(&unit).unwrap_or_default().iter().map(Place::from).collect())
}

async fn own_unit(reader: &Reader, unit: UnitId) -> Result<Option<Place>, Error> {
    Ok(organisation::units(reader, [unit]).await?.get(&unit).map(Place::from))
}

/// The measured units below or, where there are none, the posts in the unit.
async fn below_unit(reader: &Reader, unit: UnitId) -> Result<Vec<Place>, Error> {
    let units = organisation::children(reader, &[unit], reader.today()).await?.remove(&unit).unwrap_or_default();
    let measured: Vec<Place> = units.iter().filter(|unit| unit.line.is_none()).map(Place::from).collect();
    if !measured.is_empty() {
        return Ok(measured);
    }
    let posts = organisation::posts(reader, &[unit]).await?.remove(&unit).unwrap_or_default();
    Ok(posts.iter().map(Place::from).collect())
}

async fn holders(reader: &Reader, post: PostId) -> Result<Vec<Place>, Error> {
    let held = people::assignments_to_posts(reader, &[post]).await?.remove(&post).unwrap_or_default();
    let today = reader.today();
    let holding = held.iter().filter(|assignment| holds(assignment.valid_from, assignment.valid_to, today));
    let ids: Vec<_> = holding.map(|assignment| assignment.person).collect();
    Ok(people::persons(reader, ids).await?.values().map(|seen| Place::from(&seen.person)).collect())
}
