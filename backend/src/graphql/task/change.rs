//! What is done to tasks. Every step takes the version its caller saw and answers with the task after it.

use async_graphql::{Context, InputObject, Object};
use shared::id::{IndicatorId, MatterId, PersonId, TaskTemplateId, UnitId};
use shared::matter::Severity;
use shared::task::{InspectionManner, Marks, TaskKind};

use super::Task;
use crate::app::matter::Seen;
use crate::app::scope::Scope;
use crate::app::task as use_case;
use crate::error::Error;
use crate::graphql::scalar::Date;

/// A task to be given.
#[derive(Debug, InputObject)]
pub struct TaskInput {
    /// Its kind.
    kind: TaskKind,
    /// How an inspection is made; needed for one.
    manner: Option<InspectionManner>,
    /// The template it is made from.
    template: Option<TaskTemplateId>,
    /// The unit that answers; that of the doer where one is named.
    unit: Option<UnitId>,
    /// Who does it; whoever answers for the unit where nobody is named.
    doer: Option<PersonId>,
    /// Who sees to it that it is done; you where nobody is named.
    supervisor: Option<PersonId>,
    /// Who says how well it was done; you where nobody is named.
    appraiser: Option<PersonId>,
    /// Who uses the result.
    result_user: Option<PersonId>,
    /// In one line.
    title: String,
    /// What is to be done (干什么).
    what: String,
    /// How it is done (怎么干).
    how: Option<String>,
    /// The indicator it serves.
    indicator: Option<IndicatorId>,
    /// The last day to report; not before today.
    due_on: Date,
    /// The matter that led to it.
    from: Option<MatterId>,
    /// Whether it is only written and not yet sent.
    draft: Option<bool>,
}

impl TaskInput {
    fn read(self) -> use_case::New {
        use_case::New {
            kind: self.kind,
            manner: self.manner,
            template: self.template,
            unit: self.unit,
            doer: self.doer,
            supervisor: self.supervisor,
            appraiser: self.appraiser,
            result_user: self.result_user,
            title: self.title,
            what: self.what,
            how: self.how.unwrap_or_default(),
            indicator: self.indicator,
            due: self.due_on.0,
            from: self.from,
            draft: self.draft.unwrap_or_default(),
        }
    }
}

/// What an inspection found.
#[derive(Debug, InputObject)]
pub struct TaskFindingInput {
    /// Where.
    place: String,
    /// The unit it concerns.
    unit: UnitId,
    /// What.
    what: String,
    /// How grave it is.
    severity: Severity,
}

impl TaskFindingInput {
    fn read(self) -> use_case::Finding {
        let Self { place, unit, what, severity } = self;
        use_case::Finding { place, unit, what, severity }
    }
}

/// How well a task was done, 1–5 each.
#[derive(Debug, InputObject)]
pub struct TaskMarksInput {
    /// Whether what was reported is true (真实).
    truth: i32,
    /// Whether it is accurate (准确).
    accuracy: i32,
    /// Whether nothing is missing (完整).
    completeness: i32,
    /// Whether it was done without detours (高效).
    efficiency: i32,
}

impl TaskMarksInput {
    fn read(self) -> Marks {
        // What is below 0 is as far outside 1–5 as 0 is.
        let mark = |number: i32| u32::try_from(number).unwrap_or_default();
        Marks {
            truth: mark(self.truth),
            accuracy: mark(self.accuracy),
            completeness: mark(self.completeness),
            efficiency: mark(self.efficiency),
        }
    }
}

/// Who does it instead.
#[derive(Debug, InputObject)]
pub struct TaskTransferInput {
    /// The unit it goes to; that of the doer where one is named.
    unit: Option<UnitId>,
    /// Who does it; whoever answers for the unit where nobody is named.
    doer: Option<PersonId>,
    /// The last day to report; not before today.
    due_on: Date,
    /// Why.
    reason: String,
}

/// Mutations of tasks.
#[derive(Debug, Default)]
pub struct TaskMutation;

#[Object]
impl TaskMutation {
    /// Gives a task, or writes one that is sent later.
    async fn create_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it says.")] input: TaskInput,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::create(&scope, input.read()).await?;
        Ok(Task::new(scope, it))
    }

    /// Sends what was only written, or again what was declined.
    async fn push_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "A word with it.")] words: Option<String>,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::push(&scope, Seen { id: task, version }, &words.unwrap_or_default()).await?;
        Ok(Task::new(scope, it))
    }

    /// The doer accepts it.
    async fn accept_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "A word with it.")] words: Option<String>,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::accept(&scope, Seen { id: task, version }, &words.unwrap_or_default()).await?;
        Ok(Task::new(scope, it))
    }

    /// The doer declines it: whoever gave it decides what becomes of it.
    async fn decline_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::decline(&scope, Seen { id: task, version }, &reason).await?;
        Ok(Task::new(scope, it))
    }

    /// Names who of the own unit does it.
    async fn assign_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Who; somebody of the unit that answers.")] to: PersonId,
        #[graphql(desc = "A word with it.")] words: Option<String>,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::assign(&scope, Seen { id: task, version }, to, &words.unwrap_or_default()).await?;
        Ok(Task::new(scope, it))
    }

    /// The doer says how far it is.
    async fn progress_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "How far it is.")] words: String,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::progress(&scope, Seen { id: task, version }, &words).await?;
        Ok(Task::new(scope, it))
    }

    /// The doer asks that somebody else does it.
    async fn ask_task_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The unit it should go to; that of the doer where one is named.")] unit: Option<UnitId>,
        #[graphql(desc = "Who should do it.")] doer: Option<PersonId>,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::ask_transfer(&scope, Seen { id: task, version }, unit, doer, &reason).await?;
        Ok(Task::new(scope, it))
    }

    /// Answers the doer who asked that somebody else does it.
    async fn answer_task_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Whether somebody else does it.")] granted: bool,
        #[graphql(desc = "What is answered; needed for a no.")] words: Option<String>,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it =
            use_case::answer_transfer(&scope, Seen { id: task, version }, granted, &words.unwrap_or_default()).await?;
        Ok(Task::new(scope, it))
    }

    /// Gives it to somebody else.
    async fn transfer_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "To whom, by when, and why.")] input: TaskTransferInput,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let TaskTransferInput { unit, doer, due_on, reason } = input;
        let it = use_case::transfer(&scope, Seen { id: task, version }, (unit, doer), due_on.0, &reason).await?;
        Ok(Task::new(scope, it))
    }

    /// The supervisor reminds the doer, with a word that helps.
    async fn urge_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What helps.")] words: String,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::urge(&scope, Seen { id: task, version }, &words).await?;
        Ok(Task::new(scope, it))
    }

    /// Notes what an inspection found (WH-36).
    async fn add_task_finding(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What was found.")] input: TaskFindingInput,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::add_finding(&scope, Seen { id: task, version }, input.read()).await?;
        Ok(Task::new(scope, it))
    }

    /// Orders the unit that a finding concerns to rectify it.
    async fn order_task_finding(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The finding, counted from 1.")] item: i32,
        #[graphql(desc = "The last day to report; not before today.")] due_on: Date,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::order_finding(
            &scope,
            Seen { id: task, version },
            u32::try_from(item).unwrap_or_default(),
            due_on.0,
        )
        .await?;
        Ok(Task::new(scope, it))
    }

    /// The doer reports the result.
    async fn report_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What was done.")] result: String,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::report(&scope, Seen { id: task, version }, &result).await?;
        Ok(Task::new(scope, it))
    }

    /// The supervisor sends the result back.
    async fn return_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
        #[graphql(desc = "The last day to report again; not before today.")] due_on: Date,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::give_back(&scope, Seen { id: task, version }, &reason, due_on.0).await?;
        Ok(Task::new(scope, it))
    }

    /// The supervisor confirms the result.
    async fn confirm_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "A word with it.")] words: Option<String>,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::confirm(&scope, Seen { id: task, version }, &words.unwrap_or_default()).await?;
        Ok(Task::new(scope, it))
    }

    /// The appraiser marks it (ZH-41).
    async fn mark_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "How well it was done.")] marks: TaskMarksInput,
        #[graphql(desc = "What to keep, what to do better.")] words: Option<String>,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::mark(&scope, Seen { id: task, version }, marks.read(), &words.unwrap_or_default()).await?;
        Ok(Task::new(scope, it))
    }

    /// Takes it back.
    async fn cancel_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::cancel(&scope, Seen { id: task, version }, &reason).await?;
        Ok(Task::new(scope, it))
    }

    /// Says something.
    async fn comment_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] task: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What.")] words: String,
    ) -> Result<Task, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::comment(&scope, Seen { id: task, version }, &words).await?;
        Ok(Task::new(scope, it))
    }
}
