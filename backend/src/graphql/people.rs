//! Posts, persons and who holds which post. What changes them is in `change`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::{Context, Object};
use shared::code::BusinessCode;
use shared::id::{AssignmentId, PersonId, PostId, PostTypeId, UnitId};
use shared::masked::{MaskState, Masked};
use shared::number::Quantity;
use shared::person::{self, PersonState, PostRole};
use shared::policy::Resource;

use super::Result;
use super::organisation::{Unit, visible};
use super::page::parts;
use super::scalar::Date;
use super::scope::Once;
use crate::app::matter::orderable;
use crate::app::organisation as units;
use crate::app::people as app;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::page::Page;

mod change;

pub use change::PeopleMutation;

/// What is loaded for all posts of one list.
#[derive(Debug, Default)]
struct Posts {
    ids: Vec<PostId>,
    in_units: BTreeSet<UnitId>,
    units: Once<UnitId, Unit>,
    types: Once<PostTypeId, PostType>,
    assignments: Once<PostId, Vec<Assignment>>,
}

/// A post: a post type in a unit.
#[derive(Debug, Clone)]
pub struct Post {
    scope: Scope,
    post: person::Post,
    list: Arc<Posts>,
}

async fn units_of(scope: &Scope, ids: &BTreeSet<UnitId>) -> std::result::Result<BTreeMap<UnitId, Unit>, Error> {
    let units = units::units(&*scope.reader().await?, ids.iter().copied()).await?.into_values().collect();
    let ids = ids.iter().copied();
    let listed = Unit::list(scope, units, scope.today());
    let by_id: BTreeMap<UnitId, Unit> = listed.into_iter().map(|unit| (unit.key(), unit)).collect();
    Ok(ids.filter_map(|id| Some((id, by_id.get(&id)?.clone()))).collect())
}

impl Post {
    /// Lists of posts, which share what they load.
    pub(super) fn lists<K: Ord>(scope: &Scope, lists: BTreeMap<K, Vec<person::Post>>) -> BTreeMap<K, Vec<Self>> {
        let all = || lists.values().flatten();
        let (ids, in_units) = (all().map(|post| post.id).collect(), all().map(|post| post.unit).collect());
        let list = Arc::new(Posts { ids, in_units, ..Posts::default() });
        let wrap = |post| Self { scope: scope.clone(), post, list: Arc::clone(&list) };
        lists.into_iter().map(|(key, posts)| (key, posts.into_iter().map(wrap).collect())).collect()
    }

    /// One post.
    #[must_use]
    pub fn new(scope: &Scope, post: person::Post) -> Self {
        let list = Posts { ids: vec![post.id], in_units: BTreeSet::from([post.unit]), ..Posts::default() };
        Self { scope: scope.clone(), post, list: Arc::new(list) }
    }
}

/// A post: a post type in a unit.
#[Object]
impl Post {
    /// Its id.
    async fn id(&self) -> PostId {
        self.post.id
    }

    /// Its code in the business systems, unique.
    async fn code(&self) -> &BusinessCode {
        &self.post.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.post.name
    }

    /// The unit it is in.
    async fn unit(&self) -> Result<Unit> {
        let unit = self.list.units.of(&self.post.unit, || units_of(&self.scope, &self.list.in_units)).await?;
        Ok(visible(unit)?)
    }

    /// Its type.
    async fn post_type(&self) -> Result<PostType> {
        let load = || async {
            let types = app::post_types(&*self.scope.reader().await?).await?;
            Ok(types.into_iter().map(|(id, post_type)| (id, PostType(Arc::new(post_type)))).collect())
        };
        Ok(visible(self.list.types.of(&self.post.post_type, load).await?)?)
    }

    /// Whether it needs an A and a B at all times.
    async fn is_key(&self) -> bool {
        self.post.is_key
    }

    /// Whether it is starred for risk.
    async fn risk_star(&self) -> bool {
        self.post.risk_star
    }

    /// Who holds and held it, newest first, as far as you may see them.
    async fn assignments(&self) -> Result<Vec<Assignment>> {
        let load = || async {
            let held = app::assignments_to_posts(&*self.scope.reader().await?, &self.list.ids).await?;
            Assignment::lists(&self.scope, held).await
        };
        Ok(self.list.assignments.of(&self.post.id, load).await?.unwrap_or_default())
    }
}

/// A type of post, independent of any unit.
#[derive(Debug, Clone)]
pub struct PostType(Arc<person::PostType>);

/// A type of post, independent of any unit.
#[Object]
impl PostType {
    /// Its id.
    async fn id(&self) -> PostTypeId {
        self.0.id
    }

    /// Its code, unique.
    async fn code(&self) -> &BusinessCode {
        &self.0.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The name of the series it belongs to.
    async fn series_name(&self) -> &str {
        &self.0.series_name
    }

    /// The post class, which decides what indicators reach it.
    async fn post_class(&self) -> String {
        self.0.post_class.to_string()
    }
}

/// Who holds a post, in which role, from when until before when.
#[derive(Debug, Clone)]
pub struct Assignment {
    assignment: person::Assignment,
    person: Box<Person>,
    post: Box<Post>,
}

impl Assignment {
    /// Lists of assignments whose person and post are both visible; they share what they load.
    async fn lists<K: Ord>(
        scope: &Scope,
        lists: BTreeMap<K, Vec<person::Assignment>>,
    ) -> std::result::Result<BTreeMap<K, Vec<Self>>, Error> {
        let reader = scope.reader().await?;
        let people: BTreeSet<PersonId> = lists.values().flatten().map(|held| held.person).collect();
        let posts: BTreeSet<PostId> = lists.values().flatten().map(|held| held.post).collect();
        let people = Person::list(scope, app::persons(&reader, people).await?.into_values().collect());
        let people: BTreeMap<PersonId, Person> =
            people.into_iter().map(|person| (person.seen.person.id, person)).collect();
        let posts = units::posts_by_id(&reader, posts).await?.into_iter().map(|(id, post)| (id, vec![post])).collect();
        let posts = Post::lists(scope, posts);
        let whole = |assignment: person::Assignment| {
            let person = Box::new(people.get(&assignment.person)?.clone());
            let post = Box::new(posts.get(&assignment.post)?.first()?.clone());
            Some(Self { assignment, person, post })
        };
        Ok(lists.into_iter().map(|(key, held)| (key, held.into_iter().filter_map(whole).collect())).collect())
    }

    /// One assignment.
    async fn load(scope: &Scope, assignment: person::Assignment) -> std::result::Result<Self, Error> {
        let mut lists = Self::lists(scope, BTreeMap::from([((), vec![assignment])])).await?;
        visible(lists.remove(&()).and_then(|mut list| list.pop()))
    }
}

/// Who holds a post, in which role, from when until before when.
#[Object]
impl Assignment {
    /// Its id.
    async fn id(&self) -> AssignmentId {
        self.assignment.id
    }

    /// Who.
    async fn person(&self) -> &Person {
        &self.person
    }

    /// Which post.
    async fn post(&self) -> &Post {
        &self.post
    }

    /// In which role.
    async fn role(&self) -> PostRole {
        self.assignment.role
    }

    /// The part of the person's time, more than 0, at most 1.
    async fn share(&self) -> Quantity {
        self.assignment.share
    }

    /// First day.
    async fn valid_from(&self) -> Date {
        Date(self.assignment.valid_from)
    }

    /// First day it no longer holds; null while it does.
    async fn valid_to(&self) -> Option<Date> {
        self.assignment.valid_to.map(Date)
    }
}

/// What is loaded for all persons of one list.
#[derive(Debug, Default)]
struct Persons {
    ids: Vec<PersonId>,
    with_units: Vec<(PersonId, UnitId)>,
    in_units: BTreeSet<UnitId>,
    units: Once<UnitId, Unit>,
    assignments: Once<PersonId, Vec<Assignment>>,
    to_order: Once<PersonId, bool>,
    to_give_tasks: Once<PersonId, bool>,
}

/// A person of the service.
#[derive(Debug, Clone)]
pub struct Person {
    scope: Scope,
    seen: app::Seen,
    list: Arc<Persons>,
}

impl Person {
    /// The persons of one list: they share what they load.
    #[must_use]
    pub fn list(scope: &Scope, persons: Vec<app::Seen>) -> Vec<Self> {
        let ids = persons.iter().map(|seen| seen.person.id).collect();
        let with_units = persons.iter().map(|seen| (seen.person.id, seen.person.unit)).collect();
        let in_units = persons.iter().map(|seen| seen.person.unit).collect();
        let list = Arc::new(Persons { ids, with_units, in_units, ..Persons::default() });
        persons.into_iter().map(|seen| Self { scope: scope.clone(), seen, list: Arc::clone(&list) }).collect()
    }

    /// Whether the viewer may give them what counts as `resource`; known for the whole list at once.
    async fn is_among(&self, those: &Once<PersonId, bool>, resource: Resource) -> Result<bool> {
        let load = || async {
            let may = orderable(&*self.scope.reader().await?, resource, &self.list.with_units).await?;
            Ok(may.into_iter().map(|person| (person, true)).collect())
        };
        Ok(those.of(&self.seen.person.id, load).await?.unwrap_or_default())
    }
}

/// A person of the service.
#[Object]
impl Person {
    /// Its id.
    async fn id(&self) -> PersonId {
        self.seen.person.id
    }

    /// The staff number, unique.
    async fn staff_no(&self) -> &BusinessCode {
        &self.seen.person.staff_no
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.seen.person.name
    }

    /// The unit the person works in today.
    async fn unit(&self) -> Result<Unit> {
        let unit = self.list.units.of(&self.seen.person.unit, || units_of(&self.scope, &self.list.in_units)).await?;
        Ok(visible(unit)?)
    }

    /// The rank, as the personnel system writes it.
    async fn rank(&self) -> Option<&str> {
        self.seen.person.rank.as_deref()
    }

    /// How the person stands to the service.
    async fn status(&self) -> PersonState {
        self.seen.person.status
    }

    /// The telephone number, hidden outside personnel.
    async fn phone(&self) -> MaskedText {
        MaskedText(self.seen.phone.clone())
    }

    /// The posts the person holds and held, newest first, as far as you may see them.
    async fn assignments(&self) -> Result<Vec<Assignment>> {
        let load = || async {
            let held = app::assignments_of_persons(&*self.scope.reader().await?, &self.list.ids).await?;
            Assignment::lists(&self.scope, held).await
        };
        Ok(self.list.assignments.of(&self.seen.person.id, load).await?.unwrap_or_default())
    }

    /// Whether you may warn them or order something of them, under one business line or another: what is about the head of a unit comes
    /// from the unit above.
    async fn may_order(&self) -> Result<bool> {
        self.is_among(&self.list.to_order, Resource::PersonMatter).await
    }

    /// Whether you may give them a task; as for orders, the head of a unit has theirs from the unit above.
    async fn may_give_task(&self) -> Result<bool> {
        self.is_among(&self.list.to_give_tasks, Resource::Matter).await
    }
}

/// A field that may be hidden from you.
#[derive(Debug, Clone)]
pub struct MaskedText(Masked<String>);

/// A field that may be hidden from you.
#[Object]
impl MaskedText {
    /// Whether it is shown, hidden or empty.
    async fn state(&self) -> MaskState {
        self.0.state()
    }

    /// The text; null unless it is shown.
    async fn text(&self) -> Option<&str> {
        self.0.shown().map(String::as_str)
    }
}

crate::connection!(PersonConnection, PersonEdge, Person, "persons");

/// Questions about posts and persons.
#[derive(Debug, Default)]
pub struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// One person.
    async fn person(&self, ctx: &Context<'_>, #[graphql(desc = "The id.")] id: PersonId) -> Result<Person> {
        let scope = Scope::of(ctx)?;
        let person = app::person(&*scope.reader().await?, id).await?;
        Ok(visible(Person::list(&scope, vec![person]).pop())?)
    }

    /// The persons you may see, by staff number.
    async fn persons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100.")] first: i32,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "Only those who work in this unit or below it.")] unit: Option<UnitId>,
        #[graphql(desc = "Only those whose name or staff number holds this text.")] search: Option<String>,
    ) -> Result<PersonConnection> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let persons = app::page(&*scope.reader().await?, page, unit, search.as_deref()).await?;
        Ok(parts(persons, |persons| Person::list(&scope, persons))?.into())
    }

    /// One post.
    async fn post(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: PostId) -> Result<Post> {
        let scope = Scope::of(ctx)?;
        let post = app::post(&*scope.reader().await?, id).await?;
        Ok(Post::new(&scope, post))
    }
}
