//! Persons and who holds which post: what is done to assignments. Reading takes no decision and is the store's.

use chrono::NaiveDate;
use shared::id::{AssignmentId, PersonId, PostId};
use shared::number::Quantity;
use shared::person::{Assignment, PostRole};

use super::scope::Scope;
use crate::error::Error;
use crate::store::people;
use crate::store::permit::fresh;
use crate::store::scope::Happened;

pub use people::{Seen, assignments_of_persons, assignments_to_posts, page, person, persons, post, post_types};

/// What a new assignment is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssignment {
    /// Who.
    pub person: PersonId,
    /// Which post.
    pub post: PostId,
    /// In which role.
    pub role: PostRole,
    /// The part of the person's time, more than 0, at most 1.
    pub share: Quantity,
    /// First day.
    pub valid_from: NaiveDate,
}

/// Gives a person a post.
///
/// # Errors
/// What [`Assignment::admitted`] refuses; [`Error::NotFound`], [`Error::Forbidden`].
pub async fn assign(scope: &Scope, new: NewAssignment) -> Result<Assignment, Error> {
    let session = scope.begin().await?;
    let permit = people::permit_to_assign(&session, new.person, new.post).await?;
    let assignment = Assignment {
        id: fresh()?,
        person: new.person,
        post: new.post,
        unit: permit.post().unit,
        role: new.role,
        share: new.share,
        valid_from: new.valid_from,
        valid_to: None,
    };
    let assignment = assignment.admitted(permit.post(), &people::assignments_of_post(&session, &permit).await?)?;
    people::assign(&session, permit, &assignment).await?;
    session.record(happened("assignment.create", &assignment, format!("holds a post in role {}", assignment.role)));
    session.commit().await?;
    Ok(assignment)
}

/// Ends an assignment: `on` is the first day it no longer holds.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`] where it has ended, and the refusal of a day before it began.
pub async fn end(scope: &Scope, id: AssignmentId, on: NaiveDate) -> Result<Assignment, Error> {
    let session = scope.begin().await?;
    let permit = people::permit_to_end(&session, id).await?;
    people::end_assignment(&session, permit, on).await?;
    let ended = people::assignment(&session, id).await?;
    session.record(happened("assignment.end", &ended, format!("no longer holds a post as of {on}")));
    session.commit().await?;
    Ok(ended)
}

fn happened(action: &'static str, assignment: &Assignment, summary: String) -> Happened {
    let after = serde_json::json!({
        "person": assignment.person, "post": assignment.post, "role": assignment.role, "share": assignment.share,
        "validFrom": assignment.valid_from, "validTo": assignment.valid_to,
    });
    let subject = format!("person-{}", assignment.person);
    Happened { action, subject, summary, after: Some(after.to_string()), ..Happened::default() }
}
