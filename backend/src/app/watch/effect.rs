//! Effects: what was reported, or done about a diagnosis, is judged by the values of the periods that follow, and again when these say
//! otherwise.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use futures::FutureExt as _;
use shared::calendar::local_day;
use shared::cell::Subject;
use shared::diagnosis::Diagnosis;
use shared::error::Refusal;
use shared::id::{IndicatorId, RunId, SchemeId};
use shared::matter::{Event, Hand, Matter, Measured};
use shared::number::Quantity;
use shared::period::Period;
use shared::rectification::{Effect, EffectReading, Rectification, RectificationState};

use crate::app::matter::{Author, tell};
use crate::error::Error;
use crate::store::warning::Evaluated;
use crate::store::{Reader, Session, cell, library, matter, run};

/// A matter whose result is seen in later numbers.
pub(super) trait Judged: Matter + Send + Sync {
    /// How it is seen.
    fn effect(&self) -> Option<&Effect>;
    /// Takes the values that were published in, and the step they call for.
    fn see(self, readings: Vec<EffectReading>, hand: &Hand<'_>) -> Result<(Self, Option<Event>), Refusal>;
    /// Counts what came of it: what an evaluation counts is rectifications.
    fn count(&self, _: &mut Evaluated) {}
}

impl Judged for Rectification {
    fn effect(&self) -> Option<&Effect> {
        self.effect.as_ref()
    }

    fn see(self, readings: Vec<EffectReading>, hand: &Hand<'_>) -> Result<(Self, Option<Event>), Refusal> {
        Self::see(self, readings, hand)
    }

    fn count(&self, outcome: &mut Evaluated) {
        outcome.verified += i32::from(self.state == RectificationState::Verified);
        outcome.reopened += i32::from(self.state == RectificationState::Reopened);
    }
}

impl Judged for Diagnosis {
    fn effect(&self) -> Option<&Effect> {
        self.effect.as_ref()
    }

    fn see(self, readings: Vec<EffectReading>, hand: &Hand<'_>) -> Result<(Self, Option<Event>), Refusal> {
        Self::see(self, readings, hand)
    }
}

/// Judges every matter of a kind that waits for values or is watched.
pub(super) async fn judge<M: Judged>(
    session: &Session,
    horizon: NaiveDate,
    outcome: &mut Evaluated,
) -> Result<(), Error> {
    let waiting: Vec<M> = matter::all::<M>(session).await?;
    let today = session.today();
    let counts = |it: &M| it.effect().is_some_and(|effect| effect.is_looked_at(it.head().is_open, today));
    let waiting: Vec<M> = waiting.into_iter().filter(counts).collect();
    let values = values(session, &waiting, horizon).await?;
    let author = Author::of(session).await?;
    for it in waiting {
        let readings = readings(&it, &values);
        if it.effect().is_some_and(|effect| effect.readings == readings) {
            continue;
        }
        let id = it.id();
        match session.apart(judged(session, it, readings, &author).boxed()).await? {
            Ok(Some(seen)) => seen.count(outcome),
            // No step, or somebody works on it at this moment: the next evaluation sees it.
            Ok(None) | Err(Error::Stale) => {}
            // The others are not kept waiting by one that fails.
            Err(error) => tracing::error!(%error, matter = %id, "an effect could not be judged"),
        }
    }
    Ok(())
}

/// Judges one matter by the values that are known now; none where that calls for no step.
async fn judged<M: Judged>(
    session: &Session,
    it: M,
    readings: Vec<EffectReading>,
    author: &Author,
) -> Result<Option<M>, Error> {
    let (id, version) = (it.id(), it.head().version);
    let permit = matter::permit_of_system(session, id, version).await?;
    let (seen, event) = it.see(readings, &author.hand(session, None))?;
    let place = matter::save(session, permit, &seen, event.as_ref()).await?;
    let Some(event) = event else { return Ok(None) };
    tell(session, &seen, &event, place).await?;
    Ok(Some(seen))
}

/// The periods whose values a matter waits for or is watched by.
fn periods<M: Judged>(it: &M) -> impl Iterator<Item = Period> + '_ {
    let effect = it.effect().into_iter().filter(|effect| effect.from.is_some());
    effect.flat_map(|effect| effect.verifying().chain(effect.watching()))
}

/// A value that is published, and the day on which a run last found it so.
#[derive(Debug, Clone, Copy)]
struct Seen {
    value: Option<Quantity>,
    run: RunId,
    computed: NaiveDate,
}

type Values = HashMap<(Measured, Subject, Period), Seen>;

/// A run that is published for a period of a scheme, with the day on which values were last found to be so.
#[derive(Debug, Clone, Copy)]
struct Computed {
    scheme: SchemeId,
    run: RunId,
    period: Period,
    on: NaiveDate,
}

async fn values<M: Judged>(session: &Session, waiting: &[M], horizon: NaiveDate) -> Result<Values, Error> {
    let wanted: BTreeSet<Period> = waiting.iter().flat_map(periods).filter(|it| it.last_day() <= horizon).collect();
    let computed = computed(session, &wanted).await?;
    let effects = || waiting.iter().filter_map(Judged::effect);
    let subjects: Vec<Subject> = distinct(effects().map(|effect| effect.about.subject()));
    let indicators: Vec<IndicatorId> = distinct(effects().filter_map(|effect| effect.about.indicator()));
    let schemes: HashSet<SchemeId> = effects().filter_map(|effect| effect.about.score()).map(|of| of.scheme).collect();
    let mut values = of_indicators(session, &computed, &subjects, &indicators).await?;
    for scheme in schemes {
        let of_scheme: Vec<Computed> = computed.iter().filter(|it| it.scheme == scheme).copied().collect();
        of_scores(session, &of_scheme, &subjects, &mut values).await?;
    }
    Ok(values)
}

async fn of_indicators(
    session: &Session,
    computed: &[Computed],
    subjects: &[Subject],
    indicators: &[IndicatorId],
) -> Result<Values, Error> {
    let published: Vec<(RunId, Period)> = computed.iter().map(|it| (it.run, it.period)).collect();
    let versions: HashMap<_, _> = library::versions_of(session, indicators)
        .await?
        .into_iter()
        .map(|version| (version.id, version.indicator))
        .collect();
    let ids: Vec<_> = versions.keys().copied().collect();
    if ids.is_empty() {
        return Ok(Values::new());
    }
    let mut values = Values::new();
    let mut cells = cell::cells_of_runs(session, &published, subjects, &ids).await?;
    // Schemes may pin different versions of one indicator: the newest publication counts.
    cells.sort_by_key(|(run, cell)| published.iter().position(|named| *named == (*run, cell.period)));
    for (run, cell) in cells {
        let Some(&indicator) = versions.get(&cell.version) else { continue };
        let Some(of_run) = computed.iter().find(|it| (it.run, it.period) == (run, cell.period)) else { continue };
        let seen = Seen { value: cell.value, run, computed: of_run.on };
        values.entry((Measured::Indicator(indicator), cell.subject, cell.period)).or_insert(seen);
    }
    Ok(values)
}

/// The scores of one scheme: it publishes a period once.
async fn of_scores(
    session: &Session,
    computed: &[Computed],
    subjects: &[Subject],
    values: &mut Values,
) -> Result<(), Error> {
    let published: Vec<(RunId, Period)> = computed.iter().map(|it| (it.run, it.period)).collect();
    for score in cell::scores(session, &published, subjects).await? {
        let Some(of_run) = computed.iter().find(|it| it.period == score.period) else { continue };
        let seen = Seen { value: score.score.map(Quantity::from), run: of_run.run, computed: of_run.on };
        values.insert((Measured::Score(of_run.scheme, score.dimension), score.subject, score.period), seen);
    }
    Ok(())
}

fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<BTreeSet<T>>().into_iter().collect()
}

/// The runs that are published for some periods, with the day on which values were last found to be so: equal ones are not published anew.
async fn computed(reader: &Reader, periods: &BTreeSet<Period>) -> Result<Vec<Computed>, Error> {
    let published = run::publications(reader).await?.into_iter().filter(|(_, period, ..)| periods.contains(period));
    let published: Vec<_> = published.collect();
    let Some(since) = published.iter().map(|(.., at)| *at).min() else { return Ok(Vec::new()) };
    let done = run::done_since(reader, since).await?;
    let last = |scheme: SchemeId, period: Period, at: DateTime<Utc>| {
        let over = done.iter().filter(|run| run.scheme == scheme && run.covers(period));
        local_day(over.filter_map(|run| run.finished_at).fold(at, DateTime::max))
    };
    let computed = |(scheme, period, run, at)| Computed { scheme, run, period, on: last(scheme, period, at) };
    Ok(published.into_iter().map(computed).collect())
}

fn readings<M: Judged>(it: &M, values: &Values) -> Vec<EffectReading> {
    let Some(effect) = it.effect() else { return Vec::new() };
    let (measured, subject) = (effect.about.measured(), effect.about.subject());
    let reading = |period: Period| {
        let Seen { value, run, computed } = *values.get(&(measured.clone(), subject, period))?;
        effect.takes(period, computed).then_some(EffectReading { period, value, run: Some(run) })
    };
    periods(it).filter_map(reading).collect()
}
