//! Effects: what was reported is verified by the values of the periods that follow, and opened again when they say otherwise.

use std::collections::HashMap;

use chrono::NaiveDate;
use shared::cell::Subject;
use shared::id::{IndicatorId, RunId};
use shared::number::Quantity;
use shared::period::Period;
use shared::rectification::{Effect, EffectReading, Rectification, RectificationState};

use crate::app::matter::{Author, tell};
use crate::error::Error;
use crate::store::warning::Evaluated;
use crate::store::{Session, cell, library, matter, run};

/// Judges every rectification that waits for values or is watched.
pub(super) async fn judge(session: &Session, horizon: NaiveDate, outcome: &mut Evaluated) -> Result<(), Error> {
    let waiting: Vec<Rectification> = matter::all::<Rectification>(session).await?;
    let waiting: Vec<Rectification> = waiting.into_iter().filter(|it| periods(it).next().is_some()).collect();
    let values = values(session, &waiting, horizon).await?;
    let author = Author::of(session).await?;
    for order in waiting {
        let readings = readings(&order, &values);
        if order.effect.as_ref().is_some_and(|effect| effect.readings == readings) {
            continue;
        }
        let permit = matter::permit_of_system(session, order.id, order.version).await?;
        let (seen, event) = order.see(readings, &author.hand(session, None))?;
        let place = matter::save(session, permit, &seen, event.as_ref()).await?;
        if let Some(event) = event {
            outcome.verified += i32::from(seen.state == RectificationState::Verified);
            outcome.reopened += i32::from(seen.state == RectificationState::Reopened);
            tell(session, &seen, &event, place).await?;
        }
    }
    Ok(())
}

/// The periods whose values a rectification waits for or is watched by.
fn periods(order: &Rectification) -> impl Iterator<Item = Period> + '_ {
    let effect = order.effect.iter().filter(|effect| effect.from.is_some());
    effect.flat_map(|effect| effect.verifying().chain(effect.watching()))
}

type Values = HashMap<(IndicatorId, Subject, Period), (Option<Quantity>, RunId)>;

async fn values(session: &Session, waiting: &[Rectification], horizon: NaiveDate) -> Result<Values, Error> {
    let wanted: Vec<Period> = waiting.iter().flat_map(periods).filter(|period| period.last_day() <= horizon).collect();
    let published = run::publications(session).await?.into_iter().map(|(_, period, run, _)| (run, period));
    let published: Vec<(RunId, Period)> = published.filter(|(_, period)| wanted.contains(period)).collect();
    let effects = || waiting.iter().filter_map(|order| order.effect.as_ref());
    let subjects: Vec<Subject> = effects().map(|effect| effect.about.subject).collect();
    let indicators: Vec<IndicatorId> = effects().map(|effect| effect.about.indicator).collect();
    let versions: HashMap<_, _> = library::versions_of(session, &indicators)
        .await?
        .into_iter()
        .map(|version| (version.id, version.indicator))
        .collect();
    let ids: Vec<_> = versions.keys().copied().collect();
    if ids.is_empty() {
        return Ok(Values::new());
    }
    let run_of = |period: Period| published.iter().find(|(_, of)| *of == period).map(|(run, _)| *run);
    let value = |cell: shared::cell::Cell| {
        let indicator = *versions.get(&cell.version)?;
        Some(((indicator, cell.subject, cell.period), (cell.value, run_of(cell.period)?)))
    };
    Ok(cell::cells(session, &published, &subjects, &ids).await?.into_iter().filter_map(value).collect())
}

fn readings(order: &Rectification, values: &Values) -> Vec<EffectReading> {
    let Some(effect) = &order.effect else { return Vec::new() };
    let Effect { about, .. } = effect;
    let reading = |period: Period| {
        let (value, run) = values.get(&(about.indicator, about.subject, period)).copied()?;
        Some(EffectReading { period, value, run: Some(run) })
    };
    periods(order).filter_map(reading).collect()
}
