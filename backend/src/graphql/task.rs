//! Tasks as GraphQL shows them. What is done to them is in `task/change`; templates, events and nodes are in files of their own.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::calendar::local_day;
use shared::id::{MatterId, TaskTemplateId, UnitId};
use shared::matter::Severity;
use shared::task::{self, InspectionManner, Source, TaskKind, TaskRole, TaskSourceKind, TaskState, TaskStep};

use super::matter::{Alike, IndicatorName, Matter, MatterParties, PersonName, UnitName, indicator_of};
use super::number::signed;
use super::page::parts;
use super::scalar::{Date, DateTime};
use crate::app::matter;
use crate::app::scope::Scope;
use crate::app::task as use_case;
use crate::connection;
use crate::error::Error;
use crate::store::page::Page;

mod change;
mod event;
mod node;
mod template;

pub use change::TaskMutation;
pub use event::EventMutation;
pub use node::{NodeMutation, NodeQuery};
pub use template::{TemplateMutation, TemplateQuery};

/// A task.
#[derive(Debug, Clone)]
pub struct Task {
    scope: Scope,
    it: task::Task,
}

impl Task {
    /// A task.
    #[must_use]
    pub const fn new(scope: Scope, it: task::Task) -> Self {
        Self { scope, it }
    }
}

/// What made a task.
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskSource {
    /// What kind of source.
    pub kind: TaskSourceKind,
    /// The type of the event.
    pub event: Option<String>,
    /// The key of the event in the system it comes from.
    pub key: Option<String>,
}

impl From<&Source> for TaskSource {
    fn from(source: &Source) -> Self {
        let bare = |kind| Self { kind, event: None, key: None };
        match source {
            Source::Hand => bare(TaskSourceKind::Hand),
            Source::Rule { .. } => bare(TaskSourceKind::Rule),
            Source::Node { .. } => bare(TaskSourceKind::Node),
            Source::Event { event, key } => {
                Self { kind: TaskSourceKind::Event, event: Some(event.to_string()), key: Some(key.clone()) }
            }
        }
    }
}

/// Who has which part in a task (ZH-60).
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskRoles {
    /// Who does it (干); null: whoever answers for the unit.
    pub doer: Option<PersonName>,
    /// Who sees to it that it is done (督); null: whoever gave it.
    pub supervisor: Option<PersonName>,
    /// Who says how well it was done (考); null: whoever gave it.
    pub appraiser: Option<PersonName>,
    /// Who uses the result (用).
    pub result_user: Option<PersonName>,
}

impl From<&task::Roles> for TaskRoles {
    fn from(roles: &task::Roles) -> Self {
        let task::Roles { doer, supervisor, appraiser, result_user } = roles;
        let name = |someone: &Option<shared::matter::Someone>| someone.as_ref().map(Into::into);
        Self {
            doer: name(doer),
            supervisor: name(supervisor),
            appraiser: name(appraiser),
            result_user: name(result_user),
        }
    }
}

/// The doer asks that somebody else does it.
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskTransfer {
    /// Who; null: whoever answers for the unit.
    pub doer: Option<PersonName>,
    /// The unit it would go to.
    pub unit: UnitName,
    /// Why.
    pub reason: String,
}

/// What an inspection found (WH-36).
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskFinding {
    /// Its number, counted from 1.
    pub item: i32,
    /// Where.
    pub place: String,
    /// The unit it concerns.
    pub unit: UnitName,
    /// What.
    pub what: String,
    /// How grave it is.
    pub severity: Severity,
    /// When it was noted.
    pub at: DateTime,
    /// Whether it was ordered to rectify it.
    pub is_ordered: bool,
    /// The order to rectify it; null while there is none, and for whoever may not see it.
    pub order: Option<TaskNumber>,
}

/// A matter by its number.
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskNumber {
    /// Its id.
    pub id: MatterId,
    /// Its number.
    pub number: String,
}

/// How well a task was done, 1–5 each (ZH-41).
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskMarks {
    /// Whether what was reported is true (真实).
    pub truth: i32,
    /// Whether it is accurate (准确).
    pub accuracy: i32,
    /// Whether nothing is missing (完整).
    pub completeness: i32,
    /// Whether it was done without detours (高效).
    pub efficiency: i32,
    /// What to keep, what to do better.
    pub words: String,
    /// When.
    pub at: DateTime,
}

impl From<&task::Marked> for TaskMarks {
    fn from(marked: &task::Marked) -> Self {
        let task::Marks { truth, accuracy, completeness, efficiency } = marked.marks;
        Self {
            truth: signed(truth),
            accuracy: signed(accuracy),
            completeness: signed(completeness),
            efficiency: signed(efficiency),
            words: marked.words.clone(),
            at: DateTime(marked.signed.at),
        }
    }
}

/// A task (任务): somebody does it, somebody supervises it, somebody appraises it, somebody uses the result (ZH-56, ZH-60).
#[Object]
impl Task {
    /// Its id.
    async fn id(&self) -> MatterId {
        self.it.id
    }

    /// Its number, such as `RW-2026-00042`.
    async fn number(&self) -> &str {
        &self.it.number
    }

    /// Counts its changes: what a step must have seen.
    async fn version(&self) -> i32 {
        self.it.version
    }

    /// Its kind.
    async fn kind(&self) -> TaskKind {
        self.it.kind
    }

    /// How an inspection is made.
    async fn manner(&self) -> Option<InspectionManner> {
        self.it.manner
    }

    /// What made it.
    async fn source(&self) -> TaskSource {
        (&self.it.source).into()
    }

    /// The template it was made from.
    async fn template(&self) -> Option<TaskTemplateId> {
        self.it.template
    }

    /// Where it is.
    async fn state(&self) -> TaskState {
        self.it.state
    }

    /// The unit that answers and the unit it comes from.
    async fn parties(&self) -> MatterParties {
        (&self.it.parties).into()
    }

    /// Who has which part in it.
    async fn roles(&self) -> TaskRoles {
        (&self.it.roles).into()
    }

    /// In one line.
    async fn title(&self) -> &str {
        &self.it.title
    }

    /// What is to be done (干什么).
    async fn what(&self) -> &str {
        &self.it.what
    }

    /// How it is done (怎么干).
    async fn how(&self) -> &str {
        &self.it.how
    }

    /// The indicator it serves.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        indicator_of(&self.scope, self.it.indicator).await
    }

    /// The last day to report.
    async fn due_on(&self) -> Date {
        Date(self.it.due)
    }

    /// That somebody else should do it, while that is not answered.
    async fn transfer(&self) -> Option<TaskTransfer> {
        self.it.transfer.as_ref().map(|asked| TaskTransfer {
            doer: asked.to.doer.as_ref().map(Into::into),
            unit: UnitName { id: asked.to.unit, name: asked.to.unit_name.clone() },
            reason: asked.reason.clone(),
        })
    }

    /// What an inspection found.
    async fn findings(&self) -> Result<Vec<TaskFinding>, Error> {
        let orders = use_case::orders(&*self.scope.reader().await?, &self.it).await?;
        let number = |id: MatterId| Some(TaskNumber { id, number: orders.get(&id)?.clone() });
        let finding = |(item, it): (i32, &task::Finding)| TaskFinding {
            item,
            place: it.place.clone(),
            unit: (&it.unit).into(),
            what: it.what.clone(),
            severity: it.severity,
            at: DateTime(it.signed.at),
            is_ordered: it.order.is_some(),
            order: it.order.as_ref().and_then(|(id, _)| number(*id)),
        };
        Ok((1..).zip(&self.it.findings).map(finding).collect())
    }

    /// What was done.
    async fn result(&self) -> &str {
        &self.it.result
    }

    /// When the result was reported.
    async fn reported_at(&self) -> Option<DateTime> {
        self.it.reported.map(|signed| DateTime(signed.at))
    }

    /// When the result was confirmed.
    async fn confirmed_at(&self) -> Option<DateTime> {
        self.it.confirmed.map(|signed| DateTime(signed.at))
    }

    /// How well it was done.
    async fn marks(&self) -> Option<TaskMarks> {
        self.it.marked.as_ref().map(Into::into)
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.it.opened.at)
    }

    /// When it was marked or cancelled.
    async fn ended_at(&self) -> Option<DateTime> {
        self.it.ended.map(DateTime)
    }

    /// What every matter shows.
    #[graphql(flatten)]
    async fn alike(&self) -> Alike<'_> {
        Alike { scope: &self.scope, id: self.it.id, clocks: &self.it.clocks }
    }

    /// What you are in it; empty for whoever only looks.
    async fn own_roles(&self) -> Result<Vec<TaskRole>, Error> {
        Ok(use_case::part(&*self.scope.reader().await?, &self.it).await?.0)
    }

    /// What you may do now: the server enforces the same.
    async fn allowed_steps(&self) -> Result<Vec<TaskStep>, Error> {
        Ok(use_case::part(&*self.scope.reader().await?, &self.it).await?.1)
    }
}

/// A task as a list shows it.
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskLine {
    /// As every list of matters shows it.
    pub matter: Matter,
    /// Its kind.
    pub kind: TaskKind,
    /// Who has which part in it.
    pub roles: TaskRoles,
    /// The last day to report.
    pub report_by: Date,
}

connection!(TaskConnection, TaskEdge, TaskLine, "tasks");

/// Which tasks are asked for; what is not said does not narrow.
#[derive(Debug, InputObject)]
pub struct TaskFilter {
    /// Those in which you have this part; `GIVER` and `UNIT` are parts of units and do not narrow.
    role: Option<TaskRole>,
    /// Of one of these kinds.
    kinds: Option<Vec<TaskKind>>,
    /// In one of these states.
    states: Option<Vec<TaskState>>,
    /// Open, or ended.
    is_open: Option<bool>,
    /// Of this unit, or one below it.
    unit: Option<UnitId>,
    /// With a clock that is overdue.
    overdue: Option<bool>,
}

impl TaskFilter {
    fn read(self, today: chrono::NaiveDate) -> use_case::Filter {
        let states = self.states.unwrap_or_default();
        let matter = matter::list::Filter {
            is_open: self.is_open,
            states: states.into_iter().map(|state| state.to_string()).collect(),
            below: self.unit,
            due_before: (self.overdue == Some(true)).then_some(today),
            ..matter::list::Filter::default()
        };
        use_case::Filter { role: self.role, kinds: self.kinds.unwrap_or_default(), matter }
    }
}

/// Queries of tasks.
#[derive(Debug, Default)]
pub struct TaskQuery;

#[Object]
impl TaskQuery {
    /// Tasks you may see, the newest number first.
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the task with this cursor.")] after: Option<String>,
        #[graphql(desc = "Which.")] filter: Option<TaskFilter>,
    ) -> Result<TaskConnection, Error> {
        let scope = Scope::of(ctx)?;
        let filter = filter.map(|filter| filter.read(local_day(scope.now()))).unwrap_or_default();
        let page = Page::try_new(first, after.as_deref())?;
        let slice = use_case::tasks(&*scope.reader().await?, filter, page).await?;
        let make = |found: Vec<(matter::list::Line, task::Task)>| {
            let (lines, tasks): (Vec<_>, Vec<_>) = found.into_iter().unzip();
            let line = |(matter, it): (Matter, task::Task)| TaskLine {
                matter,
                kind: it.kind,
                roles: (&it.roles).into(),
                report_by: Date(it.due),
            };
            Matter::list(&scope, lines).into_iter().zip(tasks).map(line).collect()
        };
        Ok(parts(slice, make)?.into())
    }

    /// One task.
    async fn task(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: MatterId) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::task(&*scope.reader().await?, id).await?;
        Ok(Task::new(scope, it))
    }

    /// Whether you may give tasks to anybody.
    async fn may_create_tasks(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        Ok(use_case::may_create(&*Scope::of(ctx)?.reader().await?))
    }
}
