//! A task is given by hand.

use chrono::NaiveDate;
use shared::id::{IndicatorId, MatterId, PersonId, TaskTemplateId, UnitId};
use shared::matter::{MatterKind, Parties, Side, Someone};
use shared::policy::Action;
use shared::task::{InspectionManner, Opening, Roles, Source, Target, Task, TaskKind};

use super::open;
use crate::app::matter::{Author, numbered, origins, someone_in, tell};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::matter::{self, Standpoint, list};
use crate::store::task::template;
use crate::store::{Session, library, organisation, people};

/// A task to be given.
#[derive(Debug, Clone)]
pub struct New {
    /// Its kind.
    pub kind: TaskKind,
    /// How an inspection is made.
    pub manner: Option<InspectionManner>,
    /// The template it is made from.
    pub template: Option<TaskTemplateId>,
    /// The unit that answers; that of the doer where one is named.
    pub unit: Option<UnitId>,
    /// Who does it; whoever answers for the unit where nobody is named.
    pub doer: Option<PersonId>,
    /// Who sees to it that it is done.
    pub supervisor: Option<PersonId>,
    /// Who says how well it was done.
    pub appraiser: Option<PersonId>,
    /// Who uses the result.
    pub result_user: Option<PersonId>,
    /// In one line.
    pub title: String,
    /// What is to be done.
    pub what: String,
    /// How it is done.
    pub how: String,
    /// The indicator it serves.
    pub indicator: Option<IndicatorId>,
    /// The last day to report.
    pub due: NaiveDate,
    /// The matter that led to it.
    pub from: Option<MatterId>,
    /// Whether it is only written and not yet sent.
    pub draft: bool,
}

/// Gives a task.
///
/// # Errors
/// [`Error::NotFound`] for a unit, person, indicator, template or matter that is not visible; [`Error::Invalid`] for neither a unit nor
/// a doer; [`Error::Forbidden`] where the viewer may not order, or may not order the head; what [`Task::open`] refuses.
pub async fn create(scope: &Scope, new: New) -> Result<Task, Error> {
    let session = scope.begin().await?;
    let target = target(&session, new.unit, new.doer).await?;
    let there = Parties::new(target.unit, None, target.unit, None);
    let permit = matter::permit_to_open(&session, Action::Order, &there).await?;
    let parties = given(&session, there, target.doer.as_ref().map(|doer| doer.id)).await?;
    let roles = Roles {
        doer: target.doer,
        supervisor: someone_in(&session, new.supervisor).await?,
        appraiser: someone_in(&session, new.appraiser).await?,
        result_user: someone_in(&session, new.result_user).await?,
    };
    known(&session, &new).await?;
    let author = Author::of(&session).await?;
    let hand = author.hand(&session, Some(Standpoint { side: Side::Giver, part: None }));
    let (id, number) = numbered(&session, MatterKind::Task).await?;
    let opening = Opening {
        id,
        number,
        kind: new.kind,
        manner: new.manner,
        source: Source::Hand,
        template: new.template,
        parties,
        roles,
        title: new.title,
        what: new.what,
        how: new.how,
        indicator: new.indicator,
        due: new.due,
        draft: new.draft,
    };
    let (task, event) = open(&session, permit, opening, new.from, &hand).await?;
    tell(&session, &task, &event, 1).await?;
    session.commit().await?;
    Ok(task)
}

/// What a task names is visible to whoever gives it.
async fn known(session: &Session, new: &New) -> Result<(), Error> {
    if let Some(indicator) = new.indicator {
        library::indicator(session, indicator).await?;
    }
    if let Some(template) = new.template {
        template::template(session, template).await?;
    }
    if let Some(from) = new.from {
        list::lines(session, &[from]).await?.pop().ok_or(Error::NotFound)?;
    }
    Ok(())
}

/// The unit that answers, and where what the viewer gives it, or the doer, comes from.
async fn given(session: &Session, there: Parties, doer: Option<PersonId>) -> Result<Parties, Error> {
    let giver = origins(session, &there, doer).await?.of_order().ok_or(Error::Forbidden)?;
    matter::named(session, Parties { giver, ..there }).await
}

/// Who shall do it, with the unit that answers for them.
pub(super) async fn target(session: &Session, unit: Option<UnitId>, doer: Option<PersonId>) -> Result<Target, Error> {
    let (unit, doer) = match (unit, doer) {
        (_, Some(id)) => {
            let person = people::person(session, id).await?.person;
            (person.unit, Some(Someone { id, name: person.name }))
        }
        (Some(unit), None) => (unit, None),
        (None, None) => return Err(Error::invalid("doer", "name a person or a unit")),
    };
    Ok(Target { doer, unit, unit_name: organisation::unit(session, unit).await?.name })
}
