//! Templates of tasks: written by whoever keeps events, read by whoever gives tasks.

use shared::code::BusinessCode;
use shared::id::{PersonId, TaskTemplateId};
use shared::matter::Someone;
use shared::policy::{Action, Resource};
use shared::task::template::{DoerKind, DoneBy, MOST_TEMPLATES, TaskTemplate, TemplateContent};
use shared::task::{InspectionManner, TaskKind};

use crate::app::matter::someone_in;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::task::template as store;
use crate::store::{Reader, Session};

/// All templates, by code.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not read them.
pub async fn templates(reader: &Reader) -> Result<Vec<TaskTemplate>, Error> {
    reader.demand(Resource::Event, Action::Read)?;
    store::all(reader).await
}

/// A template as it shall be.
#[derive(Debug, Clone)]
pub struct Input {
    /// The template to change and the version seen; none for a new one.
    pub existing: Option<(TaskTemplateId, i32)>,
    /// Its code, unique; an existing template keeps the one it has.
    pub code: BusinessCode,
    /// Whether tasks are made from it.
    pub is_active: bool,
    /// The title of its tasks.
    pub name: String,
    /// Their kind.
    pub kind: TaskKind,
    /// How an inspection is made.
    pub manner: Option<InspectionManner>,
    /// What is to be done.
    pub what: String,
    /// How it is done.
    pub how: String,
    /// Working days to report.
    pub days: u32,
    /// Who does it.
    pub done_by: DoerKind,
    /// The class of post that takes.
    pub post_class: Option<BusinessCode>,
    /// The person that takes.
    pub person: Option<PersonId>,
    /// Who sees to it that it is done.
    pub supervisor: Option<PersonId>,
    /// Who says how well it was done.
    pub appraiser: Option<PersonId>,
    /// Who uses the result.
    pub result_user: Option<PersonId>,
    /// The events it is made by.
    pub event: Option<BusinessCode>,
}

impl Input {
    async fn content(self, session: &Session) -> Result<TemplateContent, Error> {
        let person: Option<Someone> = someone_in(session, self.person).await?;
        let done_by = match (self.done_by, self.post_class, person) {
            (DoerKind::Unit, _, _) => DoneBy::Unit,
            (DoerKind::Concerned, _, _) => DoneBy::Concerned,
            (DoerKind::PostClass, Some(class), _) => DoneBy::PostClass { class },
            (DoerKind::Person, _, Some(person)) => DoneBy::Person { person },
            (DoerKind::PostClass, None, _) => return Err(Error::invalid("input.postClass", "name the class of posts")),
            (DoerKind::Person, _, None) => return Err(Error::invalid("input.person", "name the person")),
        };
        Ok(TemplateContent {
            name: self.name,
            kind: self.kind,
            manner: self.manner.filter(|_| self.kind == TaskKind::Inspection),
            what: self.what,
            how: self.how,
            days: self.days,
            done_by,
            supervisor: someone_in(session, self.supervisor).await?,
            appraiser: someone_in(session, self.appraiser).await?,
            result_user: someone_in(session, self.result_user).await?,
            event: self.event,
        })
    }
}

/// Writes a new template, or changes one; tasks that were made from it stay as they are.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Stale`]; [`Error::Limit`] for one too many; what [`TemplateContent::check`] refuses;
/// [`shared::error::Refusal::CodeTaken`].
pub async fn save(scope: &Scope, input: Input) -> Result<TaskTemplate, Error> {
    let session = scope.begin().await?;
    let (existing, code, is_active) = (input.existing, input.code.clone(), input.is_active);
    session.demand(Resource::Event, Action::Write)?;
    let content = input.content(&session).await?;
    content.check()?;
    let (before, template) = match existing {
        None => {
            let permit = session.function(Resource::Event, Action::Write)?;
            if store::count(&session).await? >= MOST_TEMPLATES {
                return Err(Error::Limit("taskTemplates"));
            }
            let template = TaskTemplate { id: fresh()?, code, is_active, content, version: 1 };
            store::create(&session, permit, &template).await?;
            (None, template)
        }
        Some((id, seen)) => {
            let permit = store::permit(&session, id, seen).await?;
            let before = store::template(&session, id).await?;
            let version = seen.saturating_add(1);
            let template = TaskTemplate { is_active, content, version, ..before.clone() };
            store::save(&session, permit, &template).await?;
            (Some(before), template)
        }
    };
    session.record(Happened {
        action: "template.save",
        subject: format!("template-{}", template.id),
        summary: format!("{} {}", template.code, template.content.name),
        before: before.map(|before| serde_json::to_string(&before)).transpose()?,
        after: Some(serde_json::to_string(&template)?),
        reason: None,
    });
    session.commit().await?;
    Ok(template)
}
