//! What is done to posts and assignments.

use async_graphql::{Context, InputObject, Object};
use shared::code::BusinessCode;
use shared::id::{AssignmentId, PersonId, PostId, PostTypeId, UnitId};
use shared::number::Quantity;
use shared::person::PostRole;

use super::{Assignment, Post};
use crate::app::organisation as units;
use crate::app::people as app;
use crate::app::scope::Scope;
use crate::graphql::Result;
use crate::graphql::scalar::Date;

/// What a new post is told.
#[derive(Debug, InputObject)]
pub struct NewPost {
    /// The unit it is in.
    unit: UnitId,
    /// Its type.
    post_type: PostTypeId,
    /// Its code in the business systems, unique.
    code: BusinessCode,
    /// Its name, 1 to 200 characters.
    name: String,
    /// Whether it needs an A and a B at all times.
    is_key: bool,
}

/// What a new assignment is told.
#[derive(Debug, InputObject)]
pub struct NewAssignment {
    /// Who.
    person: PersonId,
    /// Which post.
    post: PostId,
    /// In which role.
    role: PostRole,
    /// The part of the person's time, more than 0, at most 1.
    share: Quantity,
    /// First day.
    valid_from: Date,
}

/// What is done to posts and assignments.
#[derive(Debug, Default)]
pub struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Creates a post in a unit.
    async fn create_post(&self, ctx: &Context<'_>, #[graphql(desc = "What it is.")] input: NewPost) -> Result<Post> {
        let scope = Scope::of(ctx)?;
        let NewPost { unit, post_type, code, name, is_key } = input;
        let post = units::create_post(&scope, units::NewPost { unit, post_type, code, name, is_key }).await?;
        Ok(Post::new(&scope, post))
    }

    /// Gives a person a post. A and B of a post are two people; a key post has one A at a time.
    async fn assign_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, which post, in which role.")] input: NewAssignment,
    ) -> Result<Assignment> {
        let scope = Scope::of(ctx)?;
        let NewAssignment { person, post, role, share, valid_from } = input;
        let new = app::NewAssignment { person, post, role, share, valid_from: valid_from.0 };
        let assignment = app::assign(&scope, new).await?;
        Ok(Assignment::load(&scope, assignment).await?)
    }

    /// Ends an assignment.
    async fn end_assignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The assignment.")] assignment: AssignmentId,
        #[graphql(desc = "The first day it no longer holds.")] on: Date,
    ) -> Result<Assignment> {
        let scope = Scope::of(ctx)?;
        let assignment = app::end(&scope, assignment, on.0).await?;
        Ok(Assignment::load(&scope, assignment).await?)
    }
}
