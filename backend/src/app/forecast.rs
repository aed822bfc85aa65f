//! Where the year of a place is heading, by the months that are published (ZH-66).

use std::sync::Arc;

use shared::cell::{Cell, Subject};
use shared::cockpit::Brief;
use shared::forecast::{Forecast, forecast};
use shared::formula::Formula;
use shared::number::Quantity;
use shared::period::{Cycle, Period};
use shared::policy::{Action, Resource};
use shared::scoring::RollUp;

use super::cockpit::{library, place, published};
use crate::error::Error;
use crate::store::{Reader, cell, library as store, run};

/// Where one indicator is heading.
#[derive(Debug, Clone)]
pub struct Heading {
    /// The indicator.
    pub brief: Arc<Brief>,
    /// The last month that counted.
    pub until: Period,
    /// The value of the whole year as it may come.
    pub forecast: Forecast,
    /// The target of the year, where one holds.
    pub target: Option<Quantity>,
}

/// Where the year of a place is heading, by what is published up to a month; nothing where the period is no month.
///
/// # Errors
/// [`Error::NotFound`] where the place is not visible; [`Error::Forbidden`] where its values are not for this viewer.
pub async fn headings(reader: &Reader, subject: Subject, month: Period) -> Result<Vec<Heading>, Error> {
    place::place(reader, subject).await?;
    let resource = if matches!(subject, Subject::Person(_)) { Resource::PersonCell } else { Resource::Cell };
    reader.demand(resource, Action::Read)?;
    let Some(year) = month.within(Cycle::Year).filter(|_| month.cycle() == Cycle::Month) else { return Ok(Vec::new()) };
    let this_year: Vec<Period> = year.months().filter(|it| *it <= month).collect();
    let last_year: Vec<Period> = year.previous().months().collect();
    let scheme = run::published(reader, month).await?.map(|(_, _, scheme)| scheme);
    let library = library::library(reader, scheme).await?;
    let periods: Vec<Period> = this_year.iter().chain(&last_year).copied().chain([year]).collect();
    let cells = cell::cells(reader, &published(reader, &periods).await?, &[subject], &[]).await?;
    let measures = store::measures(reader).await?;
    let is_summed = |name: &str| measures.iter().any(|it| it.over_time == RollUp::Sum && it.answers_to(name));
    let heading = |brief: &Arc<Brief>| {
        let at = |period: &Period| of(&cells, brief, *period);
        let formula: Formula = brief.version.content.formula.parse().ok()?;
        // Months of a balance, or of a count of different ones, are no parts of the year.
        if !formula.names().into_iter().all(is_summed) {
            return None;
        }
        let this: Vec<Option<&Cell>> = this_year.iter().map(at).collect();
        let last: Vec<Option<&Cell>> = last_year.iter().map(at).collect();
        let forecast = forecast(&formula, &this, &last)?;
        let target = of(&cells, brief, year).and_then(|cell| cell.target);
        Some(Heading { brief: Arc::clone(brief), until: month, forecast, target })
    };
    Ok(library.briefs.iter().filter_map(heading).collect())
}

/// The cell of an indicator in a period, by the version in force now: another one may count something else.
fn of<'c>(cells: &'c [Cell], brief: &Brief, period: Period) -> Option<&'c Cell> {
    cells.iter().find(|cell| cell.version == brief.version.id && cell.period == period)
}
