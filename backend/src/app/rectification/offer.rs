//! What the viewer could open about a number, before they open it.

use chrono::NaiveDate;
use shared::calendar::local_day;
use shared::cell::Subject;
use shared::id::{IndicatorId, UnitId};
use shared::matter::{About, Parties, Someone};
use shared::number::Quantity;
use shared::period::Period;
use shared::policy::Action;
use shared::rectification::{Goal, Terms};

use super::{answering, cells, judging};
use crate::app::matter::{calendar, line, origins};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::Reader;
use crate::store::matter::{self, list};

/// Which ways to a rectification are open to the viewer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ways {
    /// Whether the viewer may order it.
    pub may_order: bool,
    /// Whether the viewer may take it up by themself.
    pub may_begin: bool,
}

/// The ways that are open to the viewer to a rectification of the unit or person of `parties`; it only looks.
///
/// # Errors
/// Of the database.
pub(in crate::app) async fn ways(reader: &Reader, parties: &Parties) -> Result<Ways, Error> {
    // What is about the head of a unit comes from above it.
    let origins = origins(reader, parties, parties.person).await?;
    let comes_from = origins.of_rectification(parties.person);
    let is_inside = matter::works_in(reader, parties.unit).await?;
    let begins = origins.of_begun(parties.person, reader.viewer().person, is_inside);
    Ok(Ways {
        may_order: comes_from.is_some() && may(reader, Action::Order, parties).await?,
        may_begin: begins.is_some() && may(reader, Action::Answer, parties).await?,
    })
}

async fn may(reader: &Reader, action: Action, parties: &Parties) -> Result<bool, Error> {
    match matter::demand_to_open(reader, action, parties).await {
        Ok(()) => Ok(true),
        Err(Error::Forbidden | Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What the viewer could open about a number.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The unit that would answer.
    pub unit: UnitId,
    /// What it is called.
    pub unit_name: String,
    /// The person that would answer.
    pub person: Option<Someone>,
    /// The ways that are open to the viewer.
    pub ways: Ways,
    /// The value.
    pub value: Option<Quantity>,
    /// The goal that the target suggests.
    pub goal: Option<Goal>,
    /// A usual day to report by.
    pub due: NaiveDate,
    /// What is open about the same number.
    pub open: Vec<list::Line>,
}

/// What the viewer could open about a number, or about a place where none is named. It only reads: whoever writes keeps nobody from it.
///
/// # Errors
/// [`Error::NotFound`] for a place that is not visible.
pub async fn offer(
    scope: &Scope,
    subject: Subject,
    indicator: Option<IndicatorId>,
    period: Option<Period>,
) -> Result<Offer, Error> {
    let reader = scope.reader().await?;
    let (unit, person) = answering(&reader, subject).await?;
    let line = line(&reader, indicator).await?;
    let parties = Parties::new(unit.id, person.as_ref().map(|person| person.id), unit.id, line);
    let ways = ways(&reader, &parties).await?;
    let calendar = calendar(&reader).await?;
    let due = calendar.after(local_day(reader.now()), Terms::usual_report());
    let mut offer =
        Offer { unit: unit.id, unit_name: unit.name, ways, person, value: None, goal: None, due, open: Vec::new() };
    if let (Some(indicator), Some(period)) = (indicator, period) {
        let about = About { indicator, subject, period };
        let filter = list::Filter {
            is_open: Some(true),
            indicator: Some(indicator),
            subject: Some(subject),
            ..Default::default()
        };
        offer.open = list::all(&reader, &filter).await?;
        let cells = cells(&reader, about, &[period]).await?;
        let content = judging(&reader, about).await?.map(|version| version.content);
        let cell = cells.into_iter().next();
        offer.value = cell.as_ref().and_then(|cell| cell.value);
        offer.goal = cell.and_then(|cell| Goal::of_target(content?.direction, cell.target?));
    }
    Ok(offer)
}
