//! A rectification is opened: ordered from above, or taken up by oneself.

use chrono::NaiveDate;
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::found::{Finder, Ground};
use shared::matter::{About, Matter as _, MatterKind, Parties, Side, Weak};
use shared::policy::Action;
use shared::rectification::{Effect, Goal, Opening, Origin, Rectification, RectificationDirection, Terms};

use super::values;
use crate::app::matter::{Author, demand_about, found_before, led_to, line, numbered, open as open_matter, origins};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::matter::{self, Standpoint};
use crate::store::{Reader, Session};

/// How the result shall be seen in later numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// What the value must come to.
    pub goal: Goal,
    /// In how many following periods, 1–12.
    pub periods: u32,
    /// In how many periods after those a relapse opens it again, 0–12.
    pub watched: u32,
    /// Whether a period counts before it is over.
    pub early: bool,
}

/// A rectification to be opened.
#[derive(Debug, Clone)]
pub struct New {
    /// From above or by oneself.
    pub direction: RectificationDirection,
    /// Where it comes from.
    pub origin: Origin,
    /// The unit that answers; by oneself without one: the own unit.
    pub unit: UnitId,
    /// The person that answers.
    pub person: Option<PersonId>,
    /// The number it is about.
    pub about: Option<About>,
    /// The risk point it is about.
    pub risk_point: Option<String>,
    /// In one line.
    pub title: String,
    /// What is wrong.
    pub problem: String,
    /// Why.
    pub cause: String,
    /// The last day to report.
    pub due: NaiveDate,
    /// How the result shall be seen in later numbers; takes a number it is about.
    pub bound: Option<Bound>,
    /// The matter that led to it.
    pub from: Option<MatterId>,
    /// Whether an order is only written and not yet sent.
    pub draft: bool,
}

/// Opens a rectification.
///
/// # Errors
/// [`Error::NotFound`] for a unit, person, number or matter that is not visible; [`Error::Forbidden`] where the viewer may not order,
/// or answer, there, may not order the head, or their own unit as a whole, or
/// begins in the name of the head, or of a unit they do not work in; what [`Rectification::open`] refuses.
pub async fn open(scope: &Scope, new: New) -> Result<Rectification, Error> {
    let session = scope.begin().await?;
    let opened = open_in(&session, new).await?;
    session.commit().await?;
    Ok(opened)
}

/// Most rectifications opened at once.
const MOST_AT_ONCE: usize = 50;

/// Opens several: all of them, or none.
///
/// # Errors
/// [`Error::Invalid`] for none and for more than 50; as [`open`].
pub async fn open_many(scope: &Scope, new: Vec<New>) -> Result<Vec<Rectification>, Error> {
    if new.is_empty() || new.len() > MOST_AT_ONCE {
        return Err(Error::invalid("inputs", format!("from 1 to {MOST_AT_ONCE} at once")));
    }
    let session = scope.begin().await?;
    let mut opened = Vec::with_capacity(new.len());
    for new in new {
        opened.push(open_in(&session, new).await?);
    }
    session.commit().await?;
    Ok(opened)
}

pub(in crate::app) async fn open_in(session: &Session, new: New) -> Result<Rectification, Error> {
    let action = if new.direction == RectificationDirection::TopDown { Action::Order } else { Action::Answer };
    let line = line(session, new.about.map(|about| about.indicator)).await?;
    let there = Parties::new(new.unit, new.person, new.unit, line);
    let permit = matter::permit_to_open(session, action, &there).await?;
    let parties = given(session, new.direction, there).await?;
    if let Some(about) = new.about {
        demand_about(session, &Weak::from(about), &parties).await?;
    }
    let author = Author::of(session).await?;
    let side = if action == Action::Order { Side::Giver } else { Side::Responsible };
    let hand = author.hand(session, Some(Standpoint { side, part: None }));
    let effect = effect(session, &new).await?;
    let (id, number) = numbered(session, MatterKind::Rectification).await?;
    let opening = Opening {
        id,
        number,
        origin: new.origin,
        parties,
        about: new.about,
        risk_point: new.risk_point,
        title: new.title,
        problem: new.problem,
        cause: new.cause,
        due: new.due,
        effect,
        terms: Terms::default(),
        draft: new.draft,
    };
    let (opened, event) = Rectification::open(opening, new.direction, &hand)?;
    let earlier = matter::earlier(session, opened.id, &Ground::of(&opened.head())).await?;
    let opened = opened.after_others(earlier.iter().any(|before| before.by == Finder::Above));
    open_matter(session, permit, &opened, &event).await?;
    found_before(session, &opened, &earlier).await?;
    led_to(session, new.from, opened.id).await?;
    Ok(opened)
}

/// Whom it is about, with where it comes from.
async fn given(session: &Session, direction: RectificationDirection, there: Parties) -> Result<Parties, Error> {
    let origins = origins(session, &there, there.person).await?;
    let giver = match direction {
        RectificationDirection::TopDown => origins.of_rectification(there.person).ok_or(Error::Forbidden)?,
        RectificationDirection::BottomUp => {
            let is_inside = matter::works_in(session, there.unit).await?;
            origins.of_begun(there.person, session.viewer().person, is_inside).ok_or(Error::Forbidden)?
        }
    };
    matter::named(session, Parties { giver, ..there }).await
}

async fn effect(reader: &Reader, new: &New) -> Result<Option<Effect>, Error> {
    let (Some(bound), Some(about)) = (new.bound, new.about) else { return Ok(None) };
    let before = values(reader, about, &[about.period]).await?.first().and_then(|(_, value)| *value);
    let Bound { goal, periods, watched, early } = bound;
    let (about, from, readings) = (about.into(), None, Vec::new());
    Ok(Some(Effect { about, before, goal, periods, watched, early, from, readings }))
}
