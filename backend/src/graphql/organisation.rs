//! Units: the tree as the viewer sees it, and what is done to it. Posts and persons are in `people`.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object};
use chrono::NaiveDate;
use shared::code::{BusinessCode, GroupCode, KindCode, LevelCode, LineCode};
use shared::id::UnitId;
use shared::organisation;
use shared::policy::Action;

use super::Result;
use super::page::parts;
use super::people::Post;
use super::scalar::Date;
use super::scope::Once;
use crate::app::organisation as app;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::page::Page;

/// What is loaded for all units of one list.
#[derive(Debug, Default)]
struct Level {
    ids: Vec<UnitId>,
    on: NaiveDate,
    parents: Once<UnitId, Unit>,
    ancestors: Once<UnitId, Vec<Unit>>,
    children: Once<UnitId, Vec<Unit>>,
    child_counts: Once<UnitId, i32>,
    headcounts: Once<UnitId, i64>,
    posts: Once<UnitId, Vec<Post>>,
    writable: Once<UnitId, ()>,
}

/// A unit of the organisation as it stands on the day asked for.
#[derive(Debug, Clone)]
pub struct Unit {
    scope: Scope,
    unit: organisation::Unit,
    level: Arc<Level>,
}

impl Unit {
    /// The units of one list on a day: they share what they load.
    #[must_use]
    pub fn list(scope: &Scope, units: Vec<organisation::Unit>, on: NaiveDate) -> Vec<Self> {
        let ids = units.iter().map(|unit| unit.id).collect();
        let level = Arc::new(Level { ids, on, ..Level::default() });
        units.into_iter().map(|unit| Self { scope: scope.clone(), unit, level: Arc::clone(&level) }).collect()
    }

    /// One unit as it stands today.
    #[must_use]
    pub fn today(scope: &Scope, unit: organisation::Unit) -> Self {
        Self::on(scope, unit, scope.today())
    }

    /// One unit as it stands on a day.
    #[must_use]
    pub fn on(scope: &Scope, unit: organisation::Unit, on: NaiveDate) -> Self {
        let level = Arc::new(Level { ids: vec![unit.id], on, ..Level::default() });
        Self { scope: scope.clone(), unit, level }
    }

    /// Its id, by which lists of units are looked up.
    pub(super) const fn key(&self) -> UnitId {
        self.unit.id
    }

    /// Lists of units, all of one level of the tree: they share what they load.
    fn lists<K: Ord>(
        scope: &Scope,
        lists: std::collections::BTreeMap<K, Vec<organisation::Unit>>,
        on: NaiveDate,
    ) -> std::collections::BTreeMap<K, Vec<Self>> {
        let ids: std::collections::BTreeSet<UnitId> = lists.values().flatten().map(|unit| unit.id).collect();
        let level = Arc::new(Level { ids: ids.into_iter().collect(), on, ..Level::default() });
        let wrap = |unit| Self { scope: scope.clone(), unit, level: Arc::clone(&level) };
        lists.into_iter().map(|(key, units)| (key, units.into_iter().map(wrap).collect())).collect()
    }
}

/// A unit of the organisation as it stands on the day asked for.
#[Object]
impl Unit {
    /// Its id.
    async fn id(&self) -> UnitId {
        self.unit.id
    }

    /// Its code in the business systems, unique.
    async fn code(&self) -> &BusinessCode {
        &self.unit.code
    }

    /// Its full name.
    async fn name(&self) -> &str {
        &self.unit.name
    }

    /// The name for narrow places.
    async fn short_name(&self) -> &str {
        &self.unit.short_name
    }

    /// Its level, a code of the dictionary.
    async fn level(&self) -> &LevelCode {
        &self.unit.level
    }

    /// Its kind, a code of the dictionary.
    async fn kind(&self) -> &KindCode {
        &self.unit.kind
    }

    /// The business line it works in, for departments.
    async fn line(&self) -> Option<&LineCode> {
        self.unit.line.as_ref()
    }

    /// The units it is ranked with.
    async fn comparison_group(&self) -> Option<&GroupCode> {
        self.unit.comparison_group.as_ref()
    }

    /// Its first day.
    async fn valid_from(&self) -> Date {
        Date(self.unit.valid_from)
    }

    /// The first day it no longer exists; null while it does.
    async fn valid_to(&self) -> Option<Date> {
        self.unit.valid_to.map(Date)
    }

    /// Counts its changes: what a mutation must have seen.
    async fn version(&self) -> i32 {
        self.unit.version
    }

    /// The unit it stands under; null for a root and where you may not see it.
    async fn parent(&self) -> Result<Option<Self>> {
        let Self { scope, unit, level } = self;
        let load = || async {
            let parents = app::parents(&*scope.reader().await?, &level.ids, level.on).await?;
            let lists = parents.into_iter().map(|(child, parent)| (child, vec![parent])).collect();
            let lists = Self::lists(scope, lists, level.on).into_iter();
            Ok(lists.filter_map(|(child, mut parents)| Some((child, parents.pop()?))).collect())
        };
        Ok(level.parents.of(&unit.id, load).await?)
    }

    /// The units above it that you may see, from the top down.
    async fn ancestors(&self) -> Result<Vec<Self>> {
        let Self { scope, unit, level } = self;
        let load = || async {
            let ancestors = app::ancestors(&*scope.reader().await?, &level.ids, level.on).await?;
            Ok(Self::lists(scope, ancestors, level.on))
        };
        Ok(level.ancestors.of(&unit.id, load).await?.unwrap_or_default())
    }

    /// The units directly below it that you may see, in their order.
    async fn children(&self) -> Result<Vec<Self>> {
        let Self { scope, unit, level } = self;
        let load = || async {
            let children = app::children(&*scope.reader().await?, &level.ids, level.on).await?;
            Ok(Self::lists(scope, children, level.on))
        };
        Ok(level.children.of(&unit.id, load).await?.unwrap_or_default())
    }

    /// The posts in it that you may see, by code.
    async fn posts(&self) -> Result<Vec<Post>> {
        let Self { scope, unit, level } = self;
        let load = || async {
            let posts = app::posts(&*scope.reader().await?, &level.ids).await?;
            Ok(Post::lists(scope, posts))
        };
        Ok(level.posts.of(&unit.id, load).await?.unwrap_or_default())
    }

    /// How many units directly below it you may see.
    async fn child_count(&self) -> Result<i32> {
        let Self { scope, unit, level } = self;
        let load = || async { app::child_counts(&*scope.reader().await?, &level.ids, level.on).await };
        Ok(level.child_counts.of(&unit.id, load).await?.unwrap_or_default())
    }

    /// How many persons you may see work in it or below it.
    async fn headcount(&self) -> Result<i64> {
        let Self { scope, unit, level } = self;
        let load = || async { app::headcounts(&*scope.reader().await?, &level.ids, level.on).await };
        Ok(level.headcounts.of(&unit.id, load).await?.unwrap_or_default())
    }

    /// What you may do to it.
    async fn allowed_actions(&self) -> Result<Vec<Action>> {
        let Self { scope, unit, level } = self;
        let load = || async {
            let writable = app::writable(&*scope.reader().await?, &level.ids).await?;
            Ok(writable.into_iter().map(|id| (id, ())).collect())
        };
        let writable = level.writable.of(&unit.id, load).await?.is_some();
        Ok(if writable { vec![Action::Read, Action::Write] } else { vec![Action::Read] })
    }
}

crate::connection!(UnitConnection, UnitEdge, Unit, "units");

/// Questions about units.
#[derive(Debug, Default)]
pub struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// One unit.
    async fn unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: UnitId,
        #[graphql(desc = "The day to look at the tree on; today by default.")] on: Option<Date>,
    ) -> Result<Unit> {
        let scope = Scope::of(ctx)?;
        let on = on.map_or(scope.today(), |on| on.0);
        let unit = app::unit_on(&*scope.reader().await?, id, on).await?;
        Ok(Unit::on(&scope, unit, on))
    }

    /// The units you may see that nobody you may see stands above: where your organisation begins.
    async fn root_units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day to look at the tree on; today by default.")] on: Option<Date>,
    ) -> Result<Vec<Unit>> {
        let scope = Scope::of(ctx)?;
        let on = on.map_or(scope.today(), |on| on.0);
        let roots = app::roots(&*scope.reader().await?, on).await?;
        Ok(Unit::list(&scope, roots, on))
    }

    /// The units of today that you may see, by code.
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100.")] first: i32,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "Only those whose code or name holds this text.")] search: Option<String>,
        #[graphql(desc = "Only those of this level.")] level: Option<LevelCode>,
    ) -> Result<UnitConnection> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let units = app::page(&*scope.reader().await?, page, search.as_deref(), level).await?;
        Ok(parts(units, |units| Unit::list(&scope, units, scope.today()))?.into())
    }
}

/// What a new unit is told.
#[derive(Debug, InputObject)]
pub struct NewUnit {
    /// Its code in the business systems, unique.
    code: BusinessCode,
    /// Its full name, 1 to 200 characters.
    name: String,
    /// The name for narrow places, 1 to 200 characters.
    short_name: String,
    /// The unit it stands under.
    parent: UnitId,
    /// Its level, a code of the dictionary.
    level: LevelCode,
    /// Its kind, a code of the dictionary.
    kind: KindCode,
    /// The business line it works in, for departments.
    line: Option<LineCode>,
    /// The units it is ranked with.
    comparison_group: Option<GroupCode>,
    /// Its first day, today at the latest.
    valid_from: Date,
}

impl From<NewUnit> for app::NewUnit {
    fn from(input: NewUnit) -> Self {
        let NewUnit { code, name, short_name, parent, level, kind, line, comparison_group, valid_from } = input;
        Self { code, name, short_name, parent, level, kind, line, comparison_group, valid_from: valid_from.0 }
    }
}

/// What is done to units.
#[derive(Debug, Default)]
pub struct OrganisationMutation;

#[Object]
impl OrganisationMutation {
    /// Creates a unit under another.
    async fn create_unit(&self, ctx: &Context<'_>, #[graphql(desc = "What it is.")] input: NewUnit) -> Result<Unit> {
        let scope = Scope::of(ctx)?;
        let unit = app::create(&scope, input.into()).await?;
        Ok(Unit::today(&scope, unit))
    }

    /// Moves a unit with everything below it under another.
    async fn move_unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit.")] unit: UnitId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Where it shall stand.")] to: UnitId,
        #[graphql(desc = "The first day it stands there, today at the latest.")] on: Date,
    ) -> Result<Unit> {
        let scope = Scope::of(ctx)?;
        let unit = app::relocate(&scope, unit, version, to, on.0).await?;
        Ok(Unit::today(&scope, unit))
    }

    /// Gives a unit other names.
    async fn rename_unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit.")] unit: UnitId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Its full name, 1 to 200 characters.")] name: String,
        #[graphql(desc = "The name for narrow places, 1 to 200 characters.")] short_name: String,
    ) -> Result<Unit> {
        let scope = Scope::of(ctx)?;
        let unit = app::rename(&scope, unit, version, &name, &short_name).await?;
        Ok(Unit::today(&scope, unit))
    }

    /// Ends a unit that holds no units, posts or persons. Its past stays readable.
    async fn close_unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit.")] unit: UnitId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The first day it no longer exists, today at the latest.")] on: Date,
    ) -> Result<Unit> {
        let scope = Scope::of(ctx)?;
        let unit = app::close(&scope, unit, version, on.0).await?;
        Ok(Unit::today(&scope, unit))
    }
}

/// What must be among the things loaded.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) fn visible<T>(found: Option<T>) -> std::result::Result<T, Error> {
    found.ok_or(Error::NotFound)
}
