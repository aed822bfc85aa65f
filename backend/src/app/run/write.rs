//! The results of a run: appraised period by period, written where nobody sees them yet, published together at the end.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use shared::appraisal::{Appraised, Earlier, LeafSums, Plan, appraise};
use shared::cell::Subject;
use shared::code::LineCode;
use shared::id::IndicatorVersionId;
use shared::period::{Cycle, Period};
use shared::policy::{Action, Resource};
use shared::run::RunStep;
use shared::scheme::Scheme;

use super::extract::Extracted;
use super::plan::Loaded;
use super::{Workshop, happened};
use crate::error::Error;
use crate::store::cell::{Belongs, Writer};
use crate::store::run::{self, Run, Totals};

/// A period whose results differ from what is published.
struct Changed {
    period: Period,
    digest: String,
}

impl Workshop {
    pub(super) async fn write(
        &self,
        run: &Run,
        scheme: &Scheme,
        loaded: &mut Loaded,
        extracted: Extracted,
    ) -> Result<(), Error> {
        let mut earlier: HashMap<Period, Earlier> = HashMap::new();
        let (mut changed, mut written) = (Vec::new(), 0);
        let periods = periods(run);
        let total = i32::try_from(periods.len().max(1)).unwrap_or(1);
        for (ordinal, period) in (0_i32..).zip(periods) {
            loaded.as_of(period.last_day());
            let last_year = match earlier.remove(&period.last_year()) {
                Some(computed) => computed,
                None => self.published_values(scheme, loaded, period.last_year()).await?,
            };
            let appraised = appraised(&loaded.plan, &extracted.sums, period, &last_year)?;
            let digest = digest(&appraised);
            if run::published_digest(&self.reader().await?, scheme.id, period).await? != Some(digest.clone()) {
                written += self.write_period(run, &loaded.plan, &appraised).await?;
                changed.push(Changed { period, digest });
            }
            earlier.insert(period, appraised.values);
            let message = format!("{period}: {} values, {} scores", appraised.cells.len(), appraised.scores.len());
            self.note(run.id, 1_000 + ordinal, 50 + 49 * (ordinal + 1) / total, "COMPUTING", &message).await?;
        }
        let totals = Totals {
            rows_read: extracted.rows_read,
            rows_refused: extracted.rows_refused,
            cells_written: written,
            digest: Some(whole_digest(&changed)),
        };
        self.publish(run, scheme, &changed, &totals).await
    }

    /// The values of a period that an earlier run published.
    async fn published_values(&self, scheme: &Scheme, loaded: &Loaded, period: Period) -> Result<Earlier, Error> {
        let reader = self.reader().await?;
        let published = run::publications(&reader).await?;
        let found = published.into_iter().find(|(of, held, ..)| *of == scheme.id && *held == period);
        let Some((_, _, run, _)) = found else { return Ok(Earlier::default()) };
        let values = crate::store::cell::values(&reader, run, period).await?;
        Ok(loaded.earlier(&values))
    }

    async fn write_period(&self, run: &Run, plan: &Plan, appraised: &Appraised) -> Result<i64, Error> {
        let session = self.session().await?;
        let permit = session.function(Resource::Run, Action::Run)?;
        let mut writer = Writer::new(&session, permit, run.id);
        let belongs = Belonging::of(plan);
        for cell in &appraised.cells {
            writer.cell(&belongs.of_subject(cell.subject, Some(cell.version))?, cell).await?;
        }
        for score in &appraised.scores {
            writer.score(&belongs.of_subject(score.subject, None)?, score).await?;
        }
        let written = writer.finish().await?;
        session.commit().await?;
        Ok(written)
    }

    async fn publish(&self, run: &Run, scheme: &Scheme, changed: &[Changed], totals: &Totals) -> Result<(), Error> {
        let session = self.session().await?;
        run::total(&session, run.id, totals).await?;
        for Changed { period, digest } in changed {
            run::publish(&session, scheme.id, *period, run.id, digest).await?;
        }
        let step = if changed.is_empty() { RunStep::FindNothingNew } else { RunStep::Publish };
        let seen = run::run(&session, run.id).await?;
        run::step(&session, &seen, step, None).await?;
        let summary = format!("{} periods, {} values", changed.len(), totals.cells_written);
        session.record(crate::store::scope::Happened {
            after: totals.digest.clone(),
            ..happened(run, "run.publish", summary)
        });
        session.commit().await
    }
}

/// Every period of every length that holds a month of the run: shortest first, so that a year finds last year's values.
pub(super) fn periods(run: &Run) -> Vec<Period> {
    let mut periods = Vec::new();
    for &cycle in Cycle::ALL {
        let (Some(mut period), Some(last)) = (month(run.from, true).within(cycle), month(run.to, false).within(cycle))
        else {
            continue;
        };
        while period <= last {
            periods.push(period);
            period = period.next();
        }
    }
    periods
}

fn month(period: Period, first: bool) -> Period {
    let mut months = period.months();
    let found = if first { months.next() } else { months.last() };
    found.unwrap_or(period)
}

fn appraised(plan: &Plan, sums: &LeafSums, period: Period, last_year: &Earlier) -> Result<Appraised, Error> {
    // Pure arithmetic of some hundred milliseconds: the other tasks of this thread move over meanwhile.
    Ok(tokio::task::block_in_place(|| appraise(plan, sums, period, last_year))?)
}

/// To whom each value belongs.
struct Belonging {
    subjects: HashMap<Subject, Belongs>,
    lines: HashMap<IndicatorVersionId, Option<LineCode>>,
}

impl Belonging {
    fn of(plan: &Plan) -> Self {
        let subjects = plan.subjects.iter().map(|found| {
            let post = found.post.filter(|_| !matches!(found.subject, Subject::Unit(_)));
            (found.subject, Belongs { unit: found.unit, post, person: found.person, line: None })
        });
        let lines = plan.indicators.iter().map(|indicator| (indicator.version, indicator.line.clone()));
        Self { subjects: subjects.collect(), lines: lines.collect() }
    }

    fn of_subject(&self, subject: Subject, version: Option<IndicatorVersionId>) -> Result<Belongs, Error> {
        let belongs = self.subjects.get(&subject).cloned().ok_or_else(|| Error::internal("a value of nobody"))?;
        let line = version.and_then(|version| self.lines.get(&version).cloned()).flatten();
        Ok(Belongs { line, ..belongs })
    }
}

/// The results of a period as a hash: equal results are not written again.
fn digest(appraised: &Appraised) -> String {
    let mut hasher = Sha256::new();
    for cell in &appraised.cells {
        hasher.update(format!("{cell:?}\n"));
    }
    for score in &appraised.scores {
        hasher.update(format!("{score:?}\n"));
    }
    hex::encode(hasher.finalize())
}

fn whole_digest(changed: &[Changed]) -> String {
    let mut hasher = Sha256::new();
    for Changed { period, digest } in changed {
        hasher.update(format!("{period} {digest}\n"));
    }
    hex::encode(hasher.finalize())
}
