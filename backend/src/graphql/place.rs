//! Places of the cockpit.

use async_graphql::Object;
use shared::cell::Subject;
use shared::indicator::SubjectKind;

use crate::app::place;

/// A place of the cockpit: a unit, a post or a person you may see.
#[derive(Debug, Clone)]
pub struct Place(place::Place);

impl From<place::Place> for Place {
    fn from(place: place::Place) -> Self {
        Self(place)
    }
}

/// A place of the cockpit: a unit, a post or a person you may see.
#[Object]
impl Place {
    /// Its address.
    async fn subject(&self) -> Subject {
        self.0.subject
    }

    /// Whether it is a unit, a post or a person.
    async fn kind(&self) -> SubjectKind {
        self.0.subject.kind()
    }

    /// Its full name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The name for narrow places.
    async fn short_name(&self) -> &str {
        &self.0.short_name
    }

    /// The Chinese name of its level; null for posts and persons.
    async fn level_name(&self) -> Option<&str> {
        self.0.level.as_ref().map(|level| level.name.as_str())
    }

    /// The English name of its level; null for posts and persons.
    async fn level_name_en(&self) -> Option<&str> {
        self.0.level.as_ref().map(|level| level.name_en.as_str())
    }
}
