//! Events of other systems create tasks (ZH-23): each event is taken once, however often it is posted.

use shared::error::Refusal;
use shared::matter::{remarked, spoken};
use shared::policy::{Action, Resource};
use shared::task::Source;

use super::{Trigger, trigger};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::task::{event as store, template};
use crate::store::{Session, matter};

pub use store::{Made, Posted};

/// Most letters of what another system says of an event.
const MOST_DATA: usize = 8_000;
/// Most letters of a key.
const MOST_KEY: usize = 200;

/// What became of an event.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The event.
    pub id: shared::id::EventId,
    /// Whether it was taken now; otherwise it had been posted before.
    pub is_new: bool,
    /// The tasks it made.
    pub tasks: Vec<Made>,
}

/// Takes an event and makes the tasks of its templates. The same source and key again make nothing and answer with the same tasks.
///
/// # Errors
/// [`Error::Forbidden`]; [`Refusal::UnknownEvent`] with the types there are; [`Error::NotFound`] for a unit or person that does not
/// exist; [`Error::Invalid`] for a key or data that is too long, [`Refusal::Length`] for such a note.
pub async fn post(scope: &Scope, posted: Posted) -> Result<Receipt, Error> {
    let session = scope.begin().await?;
    let permit = session.function(Resource::Event, Action::Write)?;
    check(&posted)?;
    if let Some((id, tasks)) = store::before(&session, &posted.key).await? {
        return Ok(Receipt { id, is_new: false, tasks });
    }
    let tasks = make(&session, &posted).await?;
    let id = fresh()?;
    session.record(Happened {
        action: "event.post",
        subject: format!("event-{id}"),
        summary: format!("{} {}", posted.kind, posted.key),
        ..Happened::default()
    });
    store::record(&session, &permit, id, posted, &tasks).await?;
    session.commit().await?;
    Ok(Receipt { id, is_new: true, tasks })
}

fn check(posted: &Posted) -> Result<(), Error> {
    spoken("key", &posted.key)?;
    if posted.key.chars().count() > MOST_KEY {
        return Err(Error::invalid("input.key", "at most 200 letters"));
    }
    if posted.data.chars().count() > MOST_DATA {
        return Err(Error::invalid("input.data", "at most 8,000 letters"));
    }
    Ok(())
}

async fn make(session: &Session, posted: &Posted) -> Result<Vec<Made>, Error> {
    let (templates, known) = template::of_event(session, &posted.kind).await?;
    if templates.is_empty() {
        let known = known.iter().map(ToString::to_string).collect();
        return Err(Refusal::UnknownEvent { event: posted.kind.to_string(), known }.into());
    }
    let note = remarked("note", &posted.note)?;
    let mut made = Vec::new();
    for template in &templates {
        let by = Trigger {
            template,
            unit: posted.unit,
            person: posted.person,
            source: Source::Event { event: posted.kind.clone(), key: posted.key.clone() },
            note: &note,
            from: None,
        };
        let task = trigger(session, matter::permit_to_trigger(session)?, by).await?;
        made.push(Made { id: task.id, number: task.number });
    }
    Ok(made)
}
