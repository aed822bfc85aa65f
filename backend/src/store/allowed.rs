//! On whose source rows a viewer may look. Only this file makes an [`AllowedSubjects`], and only from the viewer's own reach.

use std::collections::BTreeSet;

use shared::id::{PersonId, PostId, UnitId};
use shared::policy::{Action, Reach, Resource};

use super::entity::unit;
use super::scope::{Reader, reached};
use crate::error::Error;

/// The units, posts and persons whose source rows a viewer may see.
#[derive(Debug, Clone)]
pub struct AllowedSubjects {
    units: BTreeSet<UnitId>,
    posts: BTreeSet<PostId>,
    persons: BTreeSet<PersonId>,
}

impl AllowedSubjects {
    /// What the viewer may see of source rows.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where no grant permits reading source rows at all.
    pub async fn of(reader: &Reader) -> Result<Self, Error> {
        reader.demand(Resource::SourceRow, Action::Read)?;
        let reach: Reach = reader.viewer().reach(Resource::SourceRow, Action::Read);
        let units = reader.find::<unit::Entity>().filter(reached(&reach, unit::Column::Id, None)).all().await?;
        Ok(Self { units: units.into_iter().map(|unit| unit.id).collect(), posts: reach.posts, persons: reach.persons })
    }

    /// Whether a row placed like this may be seen.
    #[must_use]
    pub fn allow(&self, unit: UnitId, post: Option<PostId>, person: Option<PersonId>) -> bool {
        self.units.contains(&unit)
            || post.is_some_and(|post| self.posts.contains(&post))
            || person.is_some_and(|person| self.persons.contains(&person))
    }
}
