//! Templates of tasks.

use async_graphql::{Context, InputObject, Object};
use shared::code::BusinessCode;
use shared::id::{PersonId, TaskTemplateId};
use shared::matter::Someone;
use shared::task::template::{DoerKind, DoneBy, TaskTemplate as Template};
use shared::task::{InspectionManner, TaskKind};

use crate::app::scope::Scope;
use crate::app::task::template as use_case;
use crate::error::Error;
use crate::graphql::matter::PersonName;

/// A template that tasks are made from, by hand, by a rule or by an event.
#[derive(Debug, Clone)]
pub struct TaskTemplate(Template);

fn name(someone: Option<&Someone>) -> Option<PersonName> {
    someone.map(Into::into)
}

/// A template that tasks are made from, by hand, by a rule or by an event.
#[Object]
impl TaskTemplate {
    /// Its id.
    async fn id(&self) -> TaskTemplateId {
        self.0.id
    }

    /// Its code, unique.
    async fn code(&self) -> &BusinessCode {
        &self.0.code
    }

    /// Counts its changes: what a change must have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Whether tasks are made from it.
    async fn is_active(&self) -> bool {
        self.0.is_active
    }

    /// The title of its tasks.
    async fn name(&self) -> &str {
        &self.0.content.name
    }

    /// Their kind.
    async fn kind(&self) -> TaskKind {
        self.0.content.kind
    }

    /// How an inspection is made.
    async fn manner(&self) -> Option<InspectionManner> {
        self.0.content.manner
    }

    /// What is to be done (干什么).
    async fn what(&self) -> &str {
        &self.0.content.what
    }

    /// How it is done (怎么干).
    async fn how(&self) -> &str {
        &self.0.content.how
    }

    /// Working days to report.
    async fn days(&self) -> i32 {
        i32::try_from(self.0.content.days).unwrap_or(i32::MAX)
    }

    /// Who does it.
    async fn done_by(&self) -> DoerKind {
        self.0.content.done_by.kind()
    }

    /// The class of post whose holder does it.
    async fn post_class(&self) -> Option<&BusinessCode> {
        match &self.0.content.done_by {
            DoneBy::PostClass { class } => Some(class),
            DoneBy::Unit | DoneBy::Concerned | DoneBy::Person { .. } => None,
        }
    }

    /// The person who does it.
    async fn person(&self) -> Option<PersonName> {
        match &self.0.content.done_by {
            DoneBy::Person { person } => Some(person.into()),
            DoneBy::Unit | DoneBy::Concerned | DoneBy::PostClass { .. } => None,
        }
    }

    /// Who sees to it that it is done.
    async fn supervisor(&self) -> Option<PersonName> {
        name(self.0.content.supervisor.as_ref())
    }

    /// Who says how well it was done.
    async fn appraiser(&self) -> Option<PersonName> {
        name(self.0.content.appraiser.as_ref())
    }

    /// Who uses the result.
    async fn result_user(&self) -> Option<PersonName> {
        name(self.0.content.result_user.as_ref())
    }

    /// The type of the events it is made by; null: by hand or by a rule.
    async fn event(&self) -> Option<&BusinessCode> {
        self.0.content.event.as_ref()
    }
}

/// A template as it shall be.
#[derive(Debug, InputObject)]
pub struct TaskTemplateInput {
    /// The template to change; null for a new one.
    id: Option<TaskTemplateId>,
    /// Its version as you saw it; needed with `id`.
    version: Option<i32>,
    /// Its code, unique; an existing template keeps the one it has.
    code: BusinessCode,
    /// Whether tasks are made from it.
    is_active: bool,
    /// The title of its tasks.
    name: String,
    /// Their kind.
    kind: TaskKind,
    /// How an inspection is made; needed for one.
    manner: Option<InspectionManner>,
    /// What is to be done (干什么).
    what: String,
    /// How it is done (怎么干).
    how: Option<String>,
    /// Working days to report, 1–250.
    days: i32,
    /// Who does it.
    done_by: DoerKind,
    /// The class of post whose holder does it; needed for `POST_CLASS`.
    post_class: Option<BusinessCode>,
    /// The person who does it; needed for `PERSON`.
    person: Option<PersonId>,
    /// Who sees to it that it is done.
    supervisor: Option<PersonId>,
    /// Who says how well it was done.
    appraiser: Option<PersonId>,
    /// Who uses the result.
    result_user: Option<PersonId>,
    /// The type of the events it is made by.
    event: Option<BusinessCode>,
}

impl TaskTemplateInput {
    fn read(self) -> Result<use_case::Input, Error> {
        let existing = match (self.id, self.version) {
            (None, _) => None,
            (Some(id), Some(version)) => Some((id, version)),
            (Some(_), None) => return Err(Error::invalid("input.version", "the version you saw")),
        };
        Ok(use_case::Input {
            existing,
            code: self.code,
            is_active: self.is_active,
            name: self.name,
            kind: self.kind,
            manner: self.manner,
            what: self.what,
            how: self.how.unwrap_or_default(),
            days: u32::try_from(self.days).unwrap_or_default(),
            done_by: self.done_by,
            post_class: self.post_class,
            person: self.person,
            supervisor: self.supervisor,
            appraiser: self.appraiser,
            result_user: self.result_user,
            event: self.event,
        })
    }
}

/// Queries of templates.
#[derive(Debug, Default)]
pub struct TemplateQuery;

#[Object]
impl TemplateQuery {
    /// The templates that tasks are made from, by code: 500 at most.
    async fn task_templates(&self, ctx: &Context<'_>) -> Result<Vec<TaskTemplate>, Error> {
        let found = use_case::templates(&*Scope::of(ctx)?.reader().await?).await?;
        Ok(found.into_iter().map(TaskTemplate).collect())
    }
}

/// Mutations of templates.
#[derive(Debug, Default)]
pub struct TemplateMutation;

#[Object]
impl TemplateMutation {
    /// Writes a new template, or changes one; tasks that were made from it stay as they are.
    async fn save_task_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The template as it shall be.")] input: TaskTemplateInput,
    ) -> Result<TaskTemplate, Error> {
        Ok(TaskTemplate(use_case::save(&Scope::of(ctx)?, input.read()?).await?))
    }
}
