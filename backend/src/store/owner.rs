//! Whom the rows of a table belong to, and a viewer's reach as SQL. The policy itself is `shared::policy`; it is only written down
//! here in another language.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoCondition as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Value};
use shared::code::LineCode;
use shared::id::{PersonId, UnitId};
use shared::policy::{Action, Actor, Ownership, Reach, Resource, Viewer};

use super::entity::{matter, matter_party, unit, unit_closure};

/// Whom the rows of a table belong to, and in which columns that stands.
#[derive(Debug, Clone, Copy)]
pub enum Owner<C> {
    /// A unit.
    Unit {
        /// The resource of the rows.
        resource: Resource,
        /// The column with the unit.
        unit: C,
    },
    /// A post in a unit.
    Post {
        /// The resource of the rows.
        resource: Resource,
        /// The column with the unit.
        unit: C,
        /// The column with the post.
        post: C,
    },
    /// A person in a unit.
    Person {
        /// The resource of the rows.
        resource: Resource,
        /// The column with the unit.
        unit: C,
        /// The column with the person.
        person: C,
    },
    /// A value of a unit, a post or a person.
    Subject {
        /// The column with the unit.
        unit: C,
        /// The column with the business line.
        line: C,
        /// The column with the post.
        post: C,
        /// The column with the person.
        person: C,
    },
    /// What is released on the row of such a value about rows beside it.
    Released {
        /// The column with the unit.
        unit: C,
        /// The column with the business line.
        line: C,
        /// The column with the post.
        post: C,
        /// The column with the person.
        person: C,
    },
    /// Two sides: the unit or person that answers, with the people who have a part, and the unit it comes from.
    Matter(MatterColumns<C>),
    /// The sides of the matter it is a part of.
    PartOfMatter {
        /// The column with the matter.
        matter: C,
    },
    /// An account.
    Account {
        /// The column with the account.
        account: C,
    },
    /// Nobody: the function permission decides.
    Function(Resource),
    /// Everybody who is signed in, for the reason given.
    Public(&'static str),
}

/// Where it stands whom a matter belongs to.
#[derive(Debug, Clone, Copy)]
pub struct MatterColumns<C> {
    /// The column with the matter's id.
    pub id: C,
    /// The column with the unit that answers.
    pub unit: C,
    /// The column with the person that answers.
    pub person: C,
    /// The column with the unit it comes from.
    pub giver: C,
    /// The column with the business line.
    pub line: C,
    /// The column that says whether it was sent.
    pub sent: C,
}

impl<C> From<&Owner<C>> for Ownership {
    fn from(owner: &Owner<C>) -> Self {
        match owner {
            Owner::Unit { resource, .. } => Self::Unit(*resource),
            Owner::Post { resource, .. } => Self::Post(*resource),
            Owner::Person { resource, .. } => Self::Person(*resource),
            Owner::Subject { .. } => Self::Subject,
            Owner::Released { .. } => Self::Released,
            Owner::Matter(_) => Self::Matter,
            Owner::PartOfMatter { .. } => Self::PartOfMatter,
            Owner::Account { .. } => Self::Account,
            Owner::Function(resource) => Self::Function(*resource),
            Owner::Public(reason) => Self::Public(reason),
        }
    }
}

/// A table whose rows belong to somebody. There is no default: a table that does not say it does not compile.
pub trait Scoped: EntityTrait<Model: Sync> {
    /// Whom its rows belong to.
    fn owner() -> Owner<Self::Column>;
}

impl<C> Owner<C> {
    /// The same owner, asked about another resource that lies in the same rows, such as the details of a person.
    fn asked_about(self, resource: Resource) -> Self {
        match self {
            Self::Unit { unit, .. } => Self::Unit { resource, unit },
            Self::Post { unit, post, .. } => Self::Post { resource, unit, post },
            Self::Person { unit, person, .. } => Self::Person { resource, unit, person },
            Self::Subject { unit, line, post, person } if resource == Resource::Ranking => {
                Self::Released { unit, line, post, person }
            }
            Self::Subject { .. }
            | Self::Released { .. }
            | Self::Matter(_)
            | Self::PartOfMatter { .. }
            | Self::Account { .. } => self,
            Self::Function(_) => Self::Function(resource),
            Self::Public(reason) => Self::Public(reason),
        }
    }
}

/// The condition that holds for exactly the rows of `E` on which the viewer may do the action.
pub(super) fn within<E: Scoped>(viewer: &Viewer, action: Action) -> Condition {
    owned(viewer, action, E::owner())
}

/// The same for another resource that lies in the rows of `E`.
pub(super) fn within_as<E: Scoped>(viewer: &Viewer, resource: Resource, action: Action) -> Condition {
    owned(viewer, action, E::owner().asked_about(resource))
}

fn owned<C: ColumnTrait>(viewer: &Viewer, action: Action, owner: Owner<C>) -> Condition {
    match owner {
        Owner::Public(_) => truth(action == Action::Read),
        Owner::Function(resource) => truth(viewer.may(resource, action)),
        Owner::Unit { resource, unit } => reached(&viewer.reach(resource, action), unit, None),
        Owner::Post { resource, unit, post } => {
            let reach = viewer.reach(resource, action);
            reached(&reach, unit, None).add(one_of(post, reach.posts.iter().copied()))
        }
        Owner::Person { resource, unit, person } => {
            let reach = viewer.reach(resource, action);
            reached(&reach, unit, None).add(one_of(person, reach.persons.iter().copied()))
        }
        Owner::Released { unit, line, post, person } => {
            let reach = viewer.reach(Resource::Ranking, action);
            let of_posts = Condition::all().add(person.is_null()).add(one_of(post, reach.posts.iter().copied()));
            reached(&reach, unit, Some(line)).add(of_posts).add(one_of(person, reach.persons.iter().copied()))
        }
        Owner::Matter(columns) => of_matter(viewer, action, &columns, true),
        Owner::PartOfMatter { matter } => matter.in_subquery(matters(viewer, action)).into_condition(),
        Owner::Account { account } => match viewer.actor {
            Actor::System(_) => truth(true),
            Actor::Account(own) => account.eq(own).into_condition(),
        },
        Owner::Subject { unit, line, post, person } => {
            let (units, persons) = (viewer.reach(Resource::Cell, action), viewer.reach(Resource::PersonCell, action));
            let of_units = reached(&units, unit, Some(line)).add(one_of(post, units.posts.iter().copied()));
            let of_persons = reached(&persons, unit, Some(line)).add(one_of(person, persons.persons.iter().copied()));
            Condition::any()
                .add(Condition::all().add(person.is_null()).add(of_units))
                .add(Condition::all().add(person.is_not_null()).add(of_persons))
        }
    }
}

/// The matters on which the viewer acts for a side or, unless it is a side's own action, stands on either. `parts`: whether having a
/// part in it counts.
fn of_matter<C: ColumnTrait>(viewer: &Viewer, action: Action, columns: &MatterColumns<C>, parts: bool) -> Condition {
    let MatterColumns { id, unit, person, giver, line, sent } = *columns;
    let within = |resource| {
        let reach = viewer.reach(resource, action);
        let mut answers = reached(&reach, unit, Some(line)).add(one_of(person, reach.persons.iter().copied()));
        if parts && !reach.persons.is_empty() {
            answers = answers.add(id.in_subquery(parties(reach.persons.iter().copied())));
        }
        // What is only written is nobody's to answer for.
        let is_sent = Condition::any().add(sent.eq(true)).add(truth(reach.all));
        let answers = Condition::all().add(is_sent).add(answers);
        match action {
            Action::Answer => answers,
            Action::Order => reached(&reach, giver, Some(line)),
            Action::Read | Action::Write | Action::Publish | Action::Run | Action::Export => {
                Condition::any().add(answers).add(reached(&reach, giver, Some(line)))
            }
        }
    };
    Condition::any()
        .add(Condition::all().add(person.is_null()).add(within(Resource::Matter)))
        .add(Condition::all().add(person.is_not_null()).add(within(Resource::PersonMatter)))
}

/// The condition that holds for exactly the matters the viewer answers for as a whole, and not only for a part.
pub(super) fn answers_for_all(viewer: &Viewer) -> Condition {
    of_matter(viewer, Action::Answer, &matter::COLUMNS, false)
}

fn matters(viewer: &Viewer, action: Action) -> SelectStatement {
    let mut query = Query::select();
    query.column((matter::Entity, matter::Column::Id)).from(matter::Entity);
    query.cond_where(of_matter(viewer, action, &matter::COLUMNS, true));
    query
}

/// The matters in which any of the persons has a part.
fn parties(persons: impl Iterator<Item = PersonId>) -> SelectStatement {
    let mut query = Query::select();
    query
        .column(matter_party::Column::MatterId)
        .from(matter_party::Entity)
        .and_where(Expr::col(matter_party::Column::PersonId).is_in(persons));
    query
}

fn truth(holds: bool) -> Condition {
    let expression = if holds { Expr::cust("1 = 1") } else { Expr::cust("1 = 0") };
    Condition::any().add(expression)
}

fn one_of<C: ColumnTrait, I: Into<Value>>(column: C, ids: impl Iterator<Item = I>) -> Condition {
    let ids: Vec<Value> = ids.map(Into::into).collect();
    if ids.is_empty() { truth(false) } else { Condition::any().add(column.is_in(ids)) }
}

/// Rows of the units reached. `line`: the column with the row's own line; without it the unit's line counts.
pub(super) fn reached<C: ColumnTrait>(reach: &Reach, unit: C, line: Option<C>) -> Condition {
    if reach.all {
        return truth(true);
    }
    let mut any = one_of(unit, reach.units.iter().copied());
    if !reach.subtrees.is_empty() {
        any = any.add(unit.in_subquery(below(reach.subtrees.iter().copied(), None)));
    }
    for (&top, lines) in &reach.line_subtrees {
        any = any.add(match line {
            Some(line) => Condition::all()
                .add(one_of(line, lines.iter().cloned()))
                .add(unit.in_subquery(below(std::iter::once(top), None))),
            None => Condition::all()
                .add(unit.in_subquery(below(std::iter::once(top), Some(lines.iter().cloned().collect())))),
        });
    }
    any
}

/// The units that stand at or below `tops` today, of the given lines if any are given.
fn below(tops: impl Iterator<Item = UnitId>, lines: Option<Vec<LineCode>>) -> SelectStatement {
    let closure = Alias::new("reach");
    let mut query = Query::select();
    query
        .column((closure.clone(), unit_closure::Column::Descendant))
        .from_as(unit_closure::Entity, closure.clone())
        .and_where(Expr::col((closure.clone(), unit_closure::Column::Ancestor)).is_in(tops))
        .and_where(Expr::col((closure.clone(), unit_closure::Column::ValidTo)).is_null());
    if let Some(lines) = lines {
        query
            .inner_join(
                unit::Entity,
                Expr::col((unit::Entity, unit::Column::Id)).equals((closure, unit_closure::Column::Descendant)),
            )
            .and_where(Expr::col((unit::Entity, unit::Column::Line)).is_in(lines));
    }
    query
}
