//! Permits: a write spends one, and only this file makes them. Invisible is NOT_FOUND, visible but not permitted is FORBIDDEN,
//! changed since it was read is STALE.

use std::marker::PhantomData;

use sea_orm::Iterable;
use sea_orm::{ColumnTrait, EntityTrait, PrimaryKeyToColumn, Value};
use shared::id::Id;
use shared::policy::{Action, Resource};

use super::scope::{Scoped, Session};
use crate::error::Error;

/// A table whose rows count their changes.
pub trait Versioned: Scoped {
    /// The column with the count.
    fn version_column() -> Self::Column;
    /// The count of a row.
    fn version_of(row: &Self::Model) -> i32;
}

/// Something that can be done to one row of a table.
pub trait Act {
    /// The table.
    type Entity: Versioned;
    /// The id of its rows.
    type Id: Id + Into<Value>;
    /// The action it takes.
    const ACTION: Action;
}

/// The right to do `A` to one row, once, in the state it was seen in.
#[derive(Debug)]
pub struct Permit<A: Act> {
    id: A::Id,
    version: i32,
    act: PhantomData<A>,
}

impl<A: Act> Permit<A> {
    /// The row it is for.
    pub const fn id(&self) -> A::Id {
        self.id
    }
}

/// That a permit was spent.
#[derive(Debug)]
pub(super) struct Spent<A: Act>(PhantomData<A>);

/// What shows that a change was permitted: a permit, that it was spent, or the right to change what belongs to nobody.
pub(super) trait Permitted {}

impl<A: Act> Permitted for Permit<A> {}
impl<A: Act> Permitted for Spent<A> {}
impl Permitted for FunctionPermit {}

/// The right to do something no single row decides: creating, or changing what belongs to nobody.
#[derive(Debug)]
pub struct FunctionPermit(());

fn key<E: EntityTrait>() -> Result<E::Column, Error> {
    let mut keys = E::PrimaryKey::iter();
    keys.next().map(PrimaryKeyToColumn::into_column).ok_or_else(|| Error::internal("a table without a primary key"))
}

impl Session {
    /// The right to do `A` to the row `id` that the caller saw as `version`.
    pub(super) async fn permit<A: Act>(&self, id: A::Id, version: i32) -> Result<Permit<A>, Error> {
        let column = key::<A::Entity>()?;
        let row = self.find::<A::Entity>().filter(column.eq(id)).found().await?;
        if self.find_for::<A::Entity>(A::ACTION).filter(column.eq(id)).one().await?.is_none() {
            return Err(Error::Forbidden);
        }
        if A::Entity::version_of(&row) != version {
            return Err(Error::Stale);
        }
        Ok(Permit { id, version, act: PhantomData })
    }

    /// The right to do the action to a resource whose rows belong to nobody.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where no grant permits it.
    pub fn function(&self, resource: Resource, action: Action) -> Result<FunctionPermit, Error> {
        self.demand(resource, action).map(|()| FunctionPermit(()))
    }

    /// Spends a permit: changes its row by id, version and scope, and demands that exactly one row changed.
    pub(super) async fn spend<A: Act>(
        &self,
        permit: Permit<A>,
        set: Vec<(<A::Entity as EntityTrait>::Column, Value)>,
    ) -> Result<(), Error> {
        self.spent(permit, set).await.map(drop)
    }

    /// The same, for changes of other rows that go along with it and by which the row's own scope is read: they come after it.
    pub(super) async fn spent<A: Act>(
        &self,
        permit: Permit<A>,
        mut set: Vec<(<A::Entity as EntityTrait>::Column, Value)>,
    ) -> Result<Spent<A>, Error> {
        let version = A::Entity::version_column();
        set.push((version, (permit.version + 1).into()));
        let row = sea_orm::Condition::all().add(key::<A::Entity>()?.eq(permit.id)).add(version.eq(permit.version));
        match self.change::<A::Entity>(A::ACTION, row, set).await? {
            1 => Ok(Spent(PhantomData)),
            _ => Err(Error::Stale),
        }
    }
}

/// A fresh random id.
///
/// # Errors
/// [`Error::Unavailable`] where the system gives no randomness.
pub fn fresh<I: Id>() -> Result<I, Error> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| Error::Unavailable(format!("no randomness: {error}")))?;
    Ok(I::from_raw(i64::from_be_bytes(bytes)))
}
