//! Who may do what to which rows. One policy with two readings: [`allows`] here, and SQL made from the same [`Reach`].
//!
//! Several grants unite, none means nothing (architecture: row permission). Loading a viewer and writing SQL live in the store.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::code::{LineCode, RoleCode};
use crate::id::{AccountId, GrantId, PersonId, PostId, UnitId};

mod roles;

pub use roles::{BUILT_IN_ROLES, BuiltInRole};

crate::codes! {
    /// What a permission speaks of.
    Resource {
        /// Units, posts, the closure: the structure itself.
        Organisation "ORGANISATION",
        /// Persons and their assignments.
        Person "PERSON",
        /// Personal contact details, masked for everybody else (domain.md §2.2).
        PersonDetail "PERSON_DETAIL",
        /// Sign-in accounts and their grants.
        Account "ACCOUNT",
        /// Roles and what they may do.
        Role "ROLE",
        /// Indicators, their versions, schemes and measures.
        Library "LIBRARY",
        /// Targets per unit and period.
        Target "TARGET",
        /// Datasets over business records.
        Dataset "DATASET",
        /// The rows of a source behind a number.
        SourceRow "SOURCE_ROW",
        /// Extraction and scoring runs.
        Run "RUN",
        /// Values and scores of units and posts.
        Cell "CELL",
        /// Values and scores of persons.
        PersonCell "PERSON_CELL",
        /// The facts released about a comparison group: rank, size, mean, best.
        Ranking "RANKING",
        /// Values entered by hand.
        ManualValue "MANUAL_VALUE",
        /// Warnings, rectifications, diagnoses and tasks of units.
        Matter "MATTER",
        /// The same of persons.
        PersonMatter "PERSON_MATTER",
        /// The rules that issue warnings.
        WarningRule "WARNING_RULE",
        /// The handbook of causes and measures.
        Handbook "HANDBOOK",
        /// The risk register and the loss risk of indicators.
        Risk "RISK",
        /// Risk labels on persons.
        RiskLabel "RISK_LABEL",
        /// Events of other systems, which create tasks.
        Event "EVENT",
        /// The audit trail.
        Audit "AUDIT",
        /// Dictionaries and parameters.
        Dictionary "DICTIONARY",
    }
}

crate::codes! {
    /// What may be done to a resource.
    Action {
        /// See it.
        Read "READ",
        /// Create or change it.
        Write "WRITE",
        /// Put a version into effect.
        Publish "PUBLISH",
        /// Start or cancel a run.
        Run "RUN",
        /// Take it out as a file.
        Export "EXPORT",
        /// Answer for the side a matter is about.
        Answer "ANSWER",
        /// Act for the side a matter comes from: order, decide, verify.
        Order "ORDER",
    }
}

crate::codes! {
    /// How far a grant reaches (domain.md §2.2).
    ScopeKind {
        /// The viewer's own rows.
        SelfOnly "SELF",
        /// The posts the viewer holds today.
        OwnPost "OWN_POST",
        /// One unit.
        OwnUnit "OWN_UNIT",
        /// One unit and everything below it.
        OwnSubtree "OWN_SUBTREE",
        /// Rows of some business lines in one unit and everything below it.
        OwnLineSubtree "OWN_LINE_SUBTREE",
        /// Released facts of a comparison group; no row.
        ComparisonGroup "COMPARISON_GROUP",
        /// Units assigned for appraisal.
        Assigned "ASSIGNED",
        /// Units named one by one.
        CustomUnits "CUSTOM_UNITS",
        /// Every row.
        All "ALL",
    }
}

/// How far a grant reaches, with what that takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataScope {
    /// The viewer's own rows.
    SelfOnly,
    /// The posts the viewer holds today.
    OwnPost,
    /// One unit.
    OwnUnit(UnitId),
    /// One unit and everything below it.
    OwnSubtree(UnitId),
    /// Rows of these lines in one unit and everything below it.
    OwnLineSubtree(UnitId, BTreeSet<LineCode>),
    /// Released facts only.
    ComparisonGroup,
    /// Units assigned for appraisal.
    Assigned(BTreeSet<UnitId>),
    /// Units named one by one.
    CustomUnits(BTreeSet<UnitId>),
    /// Every row.
    All,
}

impl DataScope {
    /// Its kind, without what it takes.
    #[must_use]
    pub const fn kind(&self) -> ScopeKind {
        match self {
            Self::SelfOnly => ScopeKind::SelfOnly,
            Self::OwnPost => ScopeKind::OwnPost,
            Self::OwnUnit(_) => ScopeKind::OwnUnit,
            Self::OwnSubtree(_) => ScopeKind::OwnSubtree,
            Self::OwnLineSubtree(..) => ScopeKind::OwnLineSubtree,
            Self::ComparisonGroup => ScopeKind::ComparisonGroup,
            Self::Assigned(_) => ScopeKind::Assigned,
            Self::CustomUnits(_) => ScopeKind::CustomUnits,
            Self::All => ScopeKind::All,
        }
    }
}

/// What a role permits, without saying on which rows.
pub type Permissions = BTreeSet<(Resource, Action)>;

/// A role given to an account, with the scope it holds in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The role given.
    pub role: RoleCode,
    /// What the role permits.
    pub permissions: Permissions,
    /// On which rows.
    pub scope: DataScope,
}

/// What a job of our own reads for. Every all-seeing path is one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// Checking a password and loading the viewer it belongs to.
    SignIn,
    /// Extracting, computing and publishing values.
    Run,
    /// Finding the source rows behind a number; which of them are shown is decided by the viewer's own reach.
    Lineage,
    /// Loading a pack, from the operator's command line.
    Import,
    /// Maintenance commands of the operator.
    Operate,
    /// Issuing warnings, judging effects, escalating, telling people.
    Watch,
}

/// Who acts: an account, or the system for a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A signed-in account.
    Account(AccountId),
    /// The system.
    System(Purpose),
}

impl Viewer {
    /// The viewer as the person who holds a post today.
    #[must_use]
    pub fn holding(&self, post: PostId) -> Option<PersonId> {
        self.person.filter(|_| self.posts.contains(&post))
    }
}

/// Who looks: everything a decision about rows needs to know of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who acts.
    pub actor: Actor,
    /// The person behind the account.
    pub person: Option<PersonId>,
    /// The unit that person works in today.
    pub home: Option<UnitId>,
    /// The posts that person holds today.
    pub posts: BTreeSet<PostId>,
    /// What was granted.
    pub grants: Vec<Grant>,
}

impl Viewer {
    /// The system, seeing everything for one purpose.
    #[must_use]
    pub const fn system(purpose: Purpose) -> Self {
        Self { actor: Actor::System(purpose), person: None, home: None, posts: BTreeSet::new(), grants: Vec::new() }
    }

    /// Whether any grant permits the action on the resource, on whatever rows.
    #[must_use]
    pub fn may(&self, resource: Resource, action: Action) -> bool {
        match self.actor {
            Actor::System(_) => true,
            Actor::Account(_) => self.grants.iter().any(|grant| grant.permissions.contains(&(resource, action))),
        }
    }

    /// Whether they are this account, or the system.
    #[must_use]
    pub fn is(&self, account: Option<AccountId>) -> bool {
        match self.actor {
            Actor::System(_) => true,
            Actor::Account(own) => account == Some(own),
        }
    }

    /// The rows of a resource that the action is permitted on: the union over all grants.
    #[must_use]
    pub fn reach(&self, resource: Resource, action: Action) -> Reach {
        match self.actor {
            Actor::System(_) => Reach { all: true, ..Reach::default() },
            Actor::Account(_) => self
                .grants
                .iter()
                .filter(|grant| grant.permissions.contains(&(resource, action)))
                .fold(Reach::default(), |reach, grant| reach.united(self.reach_of(&grant.scope, resource, action))),
        }
    }

    /// The units the viewer speaks for: those that a grant of the action names, without the units below them, and the one they work in,
    /// in so far as a grant reaches it.
    #[must_use]
    pub fn speaks_for(&self, resource: Resource, action: Action) -> BTreeSet<UnitId> {
        let granted = self.grants.iter().filter(|grant| grant.permissions.contains(&(resource, action)));
        let named = granted.flat_map(|grant| match &grant.scope {
            DataScope::OwnUnit(unit) => [Some(*unit), None],
            DataScope::OwnSubtree(unit) | DataScope::OwnLineSubtree(unit, _) => [Some(*unit), self.home],
            DataScope::All => [self.home, None],
            DataScope::SelfOnly
            | DataScope::OwnPost
            | DataScope::ComparisonGroup
            | DataScope::Assigned(_)
            | DataScope::CustomUnits(_) => [None, None],
        });
        named.flatten().collect()
    }

    fn reach_of(&self, scope: &DataScope, resource: Resource, action: Action) -> Reach {
        let mut reach = Reach::default();
        match scope {
            DataScope::SelfOnly => reach.persons.extend(self.person),
            DataScope::OwnPost => reach.posts.extend(&self.posts),
            DataScope::OwnUnit(unit) => reach.units.extend([*unit]),
            DataScope::OwnSubtree(unit) => reach.subtrees.extend([*unit]),
            // The structure has no line of its own: whoever answers for a line below a unit sees how it is built.
            DataScope::OwnLineSubtree(unit, _) if resource == Resource::Organisation => reach.subtrees.extend([*unit]),
            DataScope::OwnLineSubtree(unit, lines) => {
                reach.line_subtrees.entry(*unit).or_default().extend(lines.iter().cloned());
            }
            // It releases the facts of every value that is visible otherwise, and makes no row visible.
            DataScope::ComparisonGroup => reach.all = resource == Resource::Ranking,
            DataScope::Assigned(units) | DataScope::CustomUnits(units) => reach.units.extend(units),
            DataScope::All => reach.all = true,
        }
        // Everybody knows the door they work behind, and what can go wrong behind it: to read, not to write.
        let is_own = matches!(scope, DataScope::SelfOnly | DataScope::OwnPost);
        if is_own && action == Action::Read && matches!(resource, Resource::Organisation | Resource::Risk) {
            reach.units.extend(self.home);
        }
        reach
    }
}

/// The rows that may be touched, as a union of sets. Empty: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reach {
    /// Every row.
    pub all: bool,
    /// Rows of these units and of every unit below them.
    pub subtrees: BTreeSet<UnitId>,
    /// Rows of these lines, of these units and of every unit below them.
    pub line_subtrees: BTreeMap<UnitId, BTreeSet<LineCode>>,
    /// Rows of these units alone.
    pub units: BTreeSet<UnitId>,
    /// Rows of these posts.
    pub posts: BTreeSet<PostId>,
    /// Rows of these persons.
    pub persons: BTreeSet<PersonId>,
}

impl Reach {
    /// Everything either reaches.
    #[must_use]
    pub fn united(mut self, other: Self) -> Self {
        self.all |= other.all;
        self.subtrees.extend(other.subtrees);
        for (unit, lines) in other.line_subtrees {
            self.line_subtrees.entry(unit).or_default().extend(lines);
        }
        self.units.extend(other.units);
        self.posts.extend(other.posts);
        self.persons.extend(other.persons);
        self
    }

    /// The rows of one business line: what is reached for the line alone is reached, what is reached for others is not.
    #[must_use]
    pub fn of_line(mut self, line: Option<&LineCode>) -> Self {
        for (unit, lines) in std::mem::take(&mut self.line_subtrees) {
            if line.is_some_and(|line| lines.contains(line)) {
                self.subtrees.insert(unit);
            }
        }
        self
    }

    /// Whether it reaches nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How the rows of a table are owned. The store maps each case to columns; [`allows`] reads the same case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The row names a unit.
    Unit(Resource),
    /// The row names a unit and a post in it.
    Post(Resource),
    /// The row names a person and the unit the person works in; the unit's line is the row's line.
    Person(Resource),
    /// The row is a value of a unit, a post or a person, with a business line of its own: [`Resource::PersonCell`] for
    /// persons, [`Resource::Cell`] otherwise.
    Subject,
    /// What stands on the row of such a value and speaks of rows beside it: its rank and the facts released with it. It takes
    /// [`Resource::Ranking`] on the row, besides the value's own resource.
    Released,
    /// The row is a matter with two sides: the unit or person that answers, with the people who have a part in it, and the unit it
    /// comes from. [`Resource::PersonMatter`] for those about a person, [`Resource::Matter`] otherwise. Either side reads it, but for
    /// what is not sent yet; [`Action::Answer`] is for the one side and [`Action::Order`] for the other.
    Matter,
    /// The row is a part of such a matter.
    PartOfMatter,
    /// The row belongs to an account.
    Account,
    /// No row belongs to anybody: the function permission decides for all of them.
    Function(Resource),
    /// Everybody who is signed in may read it, for the reason given.
    Public(&'static str),
}

/// Whom one row belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owned {
    /// The unit.
    pub unit: Option<UnitId>,
    /// The business line.
    pub line: Option<LineCode>,
    /// The post.
    pub post: Option<PostId>,
    /// The person.
    pub person: Option<PersonId>,
    /// The unit a matter comes from.
    pub giver: Option<UnitId>,
    /// People who have a part in a matter.
    pub parties: BTreeSet<PersonId>,
    /// Whether a matter is only written and not sent: it is still the unit's alone that it comes from.
    pub is_draft: bool,
    /// The account.
    pub account: Option<AccountId>,
}

/// Whether the viewer may do the action to a row owned like this. `below(a, d)`: whether `d` is `a` or stands below it today.
pub fn allows(
    viewer: &Viewer,
    action: Action,
    ownership: Ownership,
    row: &Owned,
    below: impl Fn(UnitId, UnitId) -> bool,
) -> bool {
    let resource = match ownership {
        Ownership::Public(_) => return action == Action::Read,
        Ownership::Function(resource) => return viewer.may(resource, action),
        Ownership::Account => return viewer.is(row.account),
        Ownership::Matter | Ownership::PartOfMatter if row.person.is_some() => Resource::PersonMatter,
        Ownership::Matter | Ownership::PartOfMatter => Resource::Matter,
        Ownership::Unit(resource) | Ownership::Post(resource) | Ownership::Person(resource) => resource,
        Ownership::Released => Resource::Ranking,
        Ownership::Subject if row.person.is_some() => Resource::PersonCell,
        Ownership::Subject => Resource::Cell,
    };
    let reach = viewer.reach(resource, action);
    let in_unit = |unit: UnitId| {
        let in_line = |lines: &BTreeSet<LineCode>| row.line.as_ref().is_some_and(|line| lines.contains(line));
        reach.units.contains(&unit)
            || reach.subtrees.iter().any(|&top| below(top, unit))
            || reach.line_subtrees.iter().any(|(&top, lines)| in_line(lines) && below(top, unit))
    };
    let answers = || {
        let theirs = row.unit.is_some_and(in_unit)
            || row.post.is_some_and(|post| row.person.is_none() && reach.posts.contains(&post))
            || row.person.iter().chain(&row.parties).any(|person| reach.persons.contains(person));
        theirs && !row.is_draft
    };
    let orders = || row.giver.is_some_and(in_unit);
    let has_sides = matches!(ownership, Ownership::Matter | Ownership::PartOfMatter);
    reach.all
        || match action {
            Action::Order if has_sides => orders(),
            Action::Answer => answers(),
            Action::Read | Action::Write | Action::Publish | Action::Run | Action::Export | Action::Order => {
                answers() || orders()
            }
        }
}

#[cfg(test)]
mod tests;
