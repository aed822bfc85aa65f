//! A task is made from a template: by a rule, or by an event.

use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::MatterKind;
use shared::matter::words::{MOST_TITLE, MOST_WORDS, shortened};
use shared::task::template::{DoneBy, TaskTemplate};
use shared::task::{Opening, Source, Task};

use super::{from_above, open};
use crate::app::matter::{Author, numbered, tell};
use crate::error::Error;
use crate::store::Session;
use crate::store::matter::OpenPermit;
use crate::store::task as store;

/// What makes a task.
#[derive(Debug)]
pub struct Trigger<'a> {
    /// From what.
    pub template: &'a TaskTemplate,
    /// Where.
    pub unit: UnitId,
    /// About whom.
    pub person: Option<PersonId>,
    /// By what.
    pub source: Source,
    /// A word for whoever gets it.
    pub note: &'a str,
    /// The matter that led to it.
    pub from: Option<MatterId>,
}

/// Makes a task from a template and tells whom it concerns. It comes from the unit above.
///
/// # Errors
/// [`Error::NotFound`] for a unit or person that does not exist; what [`Task::open`] refuses.
pub async fn trigger(session: &Session, permit: OpenPermit, by: Trigger<'_>) -> Result<Task, Error> {
    let content = &by.template.content;
    let author = Author::of(session).await?;
    let hand = author.hand(session, None);
    let concerned = match by.person {
        Some(person) => Some(store::someone(session, person).await?.0),
        None => None,
    };
    let holder = match &content.done_by {
        DoneBy::PostClass { class } => store::holder(session, by.unit, class).await?,
        DoneBy::Unit | DoneBy::Concerned | DoneBy::Person { .. } => None,
    };
    let roles = content.roles(holder, concerned);
    let unit = match &roles.doer {
        Some(doer) => store::someone(session, doer.id).await?.1,
        None => by.unit,
    };
    let (id, number) = numbered(session, MatterKind::Task).await?;
    let opening = Opening {
        id,
        number,
        kind: content.kind,
        manner: content.manner,
        source: by.source,
        template: Some(by.template.id),
        parties: from_above(session, unit).await?,
        roles,
        title: shortened(&content.name, MOST_TITLE),
        what: content.what_with(by.note),
        how: shortened(&content.how, MOST_WORDS),
        indicator: None,
        due: content.due(hand.today(), hand.calendar),
        draft: false,
    };
    let (task, event) = open(session, permit, opening, by.from, &hand).await?;
    tell(session, &task, &event, 1).await?;
    Ok(task)
}
