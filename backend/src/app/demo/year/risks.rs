//! The risk register of the demonstration, what points are at risk, and labels on officers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use shared::id::{IndicatorId, PostId, ProcessStepId, UnitId};
use shared::period::Period;
use shared::policy::Resource;
use shared::risk::label::{Author, LabelOrigin, NewLabel, RiskLabel};
use shared::risk::loss::{Factors, LossRisk};
use shared::risk::point::{PointContent, RiskPoint};
use shared::risk::{Called, Degree, Process, ProcessStep};

use super::{Teller, noon};
use crate::app::demo::words::risk::{FOUND, LABELS, PROCESSES, REASONS, RiskWords, StepWords};
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::risk::{self, AnswerLabel, ChangeLabel, ChangeLoss};
use crate::store::roster::roster;
use crate::store::{Session, library};

/// Units in which each point of risk lies: four times 28 are more than a hundred (CJ-28).
const PLACES: usize = 4;
/// Every so many points has not been confirmed yet.
const PROPOSED: usize = 9;

/// What the register is written over.
struct Ground {
    top: UnitId,
    units: Vec<UnitId>,
    posts: BTreeMap<UnitId, Vec<PostId>>,
    indicators: BTreeMap<String, IndicatorId>,
}

impl Teller<'_> {
    /// The register, the grades and the labels as they stand a few days after the last month.
    pub(super) async fn risks(&self, last: Period) -> Result<(), Error> {
        let today = last.last_day() + Days::new(4);
        let ground = self.ground(today).await?;
        let session = self.session(today).await?;
        let mut number = 0;
        for process in PROCESSES {
            let steps = laid(&session, &ground, *process).await?;
            for (step, words) in steps {
                number += 1;
                lies(&session, &ground, (step, number), words, today).await?;
            }
        }
        session.commit().await?;
        self.losses(&ground, today).await?;
        self.labels(today).await
    }

    async fn ground(&self, on: NaiveDate) -> Result<Ground, Error> {
        let reader = self.reader(on).await?;
        let mut posts: BTreeMap<UnitId, Vec<PostId>> = BTreeMap::new();
        let mut all = roster(&reader).await?.posts;
        // Starred posts first: that is where most can go wrong.
        all.sort_by_key(|post| (!post.risk_star, post.id));
        for post in all {
            posts.entry(post.unit).or_default().push(post.id);
        }
        let indicators = library::all_indicators(&reader).await?;
        let indicators = indicators.into_iter().map(|it| (it.code.to_string(), it.id)).collect();
        let is_top = |unit: &&UnitId| !self.above.contains_key(unit);
        let top = self.people.keys().find(is_top).copied().ok_or(Error::NotFound)?;
        Ok(Ground { top, units: self.offices.clone(), posts, indicators })
    }

    /// Each key rate is graded for some offices, and most are followed up.
    async fn losses(&self, ground: &Ground, today: NaiveDate) -> Result<(), Error> {
        let graded = today.checked_sub_days(Days::new(24)).unwrap_or(today);
        for (place, (indicator, ..)) in self.key_rates.iter().enumerate() {
            for (other, &unit) in ground.units.iter().take(PLACES).enumerate() {
                let number = place * PLACES + other;
                let session = self.session(graded).await?;
                let keeps = risk::permit_in(&session, unit, Resource::Risk).await?;
                let by = self.people.get(&unit).map_or("", |someone| someone.name.as_str());
                let reason = REASONS.get(number % REASONS.len()).copied().unwrap_or_default();
                let risk = LossRisk::grade(fresh()?, (*indicator, unit), factors(number)?, reason, (by, graded))?;
                risk::loss::create(&session, &keeps, &risk).await?;
                if !number.is_multiple_of(5) {
                    looked(&session, risk, number, (by, today)).await?;
                }
                session.commit().await?;
            }
        }
        Ok(())
    }

    /// Labels: some hold, some are over, some were answered or taken off; one is on the officer whose desk is looked at first.
    async fn labels(&self, today: NaiveDate) -> Result<(), Error> {
        let officers = self.offices.iter().filter_map(|unit| Some((*unit, self.officers.get(unit)?.clone())));
        let on: Vec<_> = self.first.clone().into_iter().chain(officers).take(2 * LABELS.len()).collect();
        for (number, ((unit, person), (kind, reason, answer))) in on.into_iter().zip(LABELS.iter().cycle()).enumerate()
        {
            let is_over = number >= LABELS.len() && number.is_multiple_of(2);
            let given = today.checked_sub_days(Days::new(if is_over { 90 } else { 6 })).unwrap_or(today);
            let session = self.session(given).await?;
            let keeps = risk::permit_in(&session, unit, Resource::RiskLabel).await?;
            let by = self.people.get(&unit).map_or("", |someone| someone.name.as_str());
            let author = Author { person: None, name: by, at: noon(given) };
            let new = NewLabel {
                id: fresh()?,
                person: person.clone(),
                unit,
                kind: *kind,
                reason: (*reason).to_owned(),
                until: given + Days::new(60),
                origin: LabelOrigin::Hand,
            };
            let label = RiskLabel::give(new, author)?;
            risk::label::create(&session, &keeps, &label).await?;
            if number > 0 && !answer.is_empty() {
                let own = Author { person: Some(person.id), ..author };
                let permit = risk::permit::<AnswerLabel>(&session, label.id, 1).await?;
                risk::label::save(&session, permit, &label.clone().answer(answer, own)?).await?;
            } else if number == LABELS.len() + 1 {
                let permit = risk::permit::<ChangeLabel>(&session, label.id, 1).await?;
                risk::label::save(&session, permit, &label.clone().end("已经熟悉，独立办理。", author)?).await?;
            }
            session.commit().await?;
        }
        Ok(())
    }
}

/// Writes a process with its steps; says which step lies where.
async fn laid(
    session: &Session,
    ground: &Ground,
    (code, name, name_en, steps): (&str, &str, &str, &'static [StepWords]),
) -> Result<Vec<(ProcessStepId, &'static StepWords)>, Error> {
    let keeps = risk::permit_in(session, ground.top, Resource::Risk).await?;
    let called = |name: &str, name_en: &str| Called { name: name.to_owned(), name_en: name_en.to_owned() };
    let coded = |code: &str| code.parse().map_err(Error::internal);
    let process = Process::begin(fresh()?, coded(code)?, called(name, name_en), ground.top)?;
    risk::process::create_process(session, &keeps, &process).await?;
    let mut laid = Vec::new();
    for (ordinal, words) in (1..).zip(steps) {
        let (code, called) = (coded(&format!("{code}-{ordinal}"))?, called(words.name, words.name_en));
        let step = ProcessStep::begin(fresh()?, process.id, code, called, ordinal)?;
        risk::process::create_step(session, &keeps, &step).await?;
        laid.push((step.id, words));
    }
    Ok(laid)
}

/// Writes what can go wrong at a step in some offices.
async fn lies(
    session: &Session,
    ground: &Ground,
    (step, number): (ProcessStepId, usize),
    words: &StepWords,
    today: NaiveDate,
) -> Result<(), Error> {
    let Some(risk) = &words.risk else { return Ok(()) };
    for place in 0..PLACES {
        let Some(&unit) = ground.units.get((number * 3 + place) % ground.units.len().max(1)) else { continue };
        let keeps = risk::permit_in(session, unit, Resource::Risk).await?;
        let code = format!("FX-{number:02}-{}", place + 1).parse().map_err(Error::internal)?;
        let content = content(ground, (step, unit), risk, number + place)?;
        let point = RiskPoint::propose(fresh()?, code, content, None)?;
        let reviewed = today.checked_sub_days(Days::new(20 * u64::try_from(place + 1).unwrap_or(1))).unwrap_or(today);
        let waits = (number + place).is_multiple_of(PROPOSED);
        let point = if waits { point } else { point.confirm(None, reviewed)? };
        risk::point::create(session, &keeps, &point).await?;
    }
    Ok(())
}

fn content(
    ground: &Ground,
    (step, unit): (ProcessStepId, UnitId),
    words: &RiskWords,
    number: usize,
) -> Result<PointContent, Error> {
    let posts = ground.posts.get(&unit).map(Vec::as_slice).unwrap_or_default();
    let (likelihood, impact) = words.degrees;
    let indicators: BTreeSet<IndicatorId> = ground.indicators.get(words.indicator).copied().into_iter().collect();
    Ok(PointContent {
        step,
        name: words.name.to_owned(),
        kind: words.kind,
        unit,
        post: posts.get(number % posts.len().max(1)).copied(),
        likelihood: Degree::try_new("likelihood", likelihood)?,
        impact: Degree::try_new("impact", impact)?,
        controls: words.controls.to_owned(),
        indicators,
        review_months: if number.is_multiple_of(4) { 3 } else { 6 },
    })
}

/// Factors that make grades of every level.
fn factors(number: usize) -> Result<Factors, Error> {
    let degree = |step: usize| {
        let degree = i32::try_from((number * step + step) % 5).unwrap_or_default() + 1;
        Degree::try_new("degree", degree)
    };
    Ok(Factors { difficulty: degree(2)?, method: degree(3)?, control: degree(1)?, status: degree(7)? })
}

async fn looked(session: &Session, risk: LossRisk, number: usize, (by, today): (&str, NaiveDate)) -> Result<(), Error> {
    let permit = risk::permit::<ChangeLoss>(session, risk.id, 1).await?;
    let found = FOUND.get(number % FOUND.len()).copied().unwrap_or_default();
    let on = risk.next.min(today);
    let (after, looked) = risk.follow_up(found, (by, on))?;
    risk::loss::follow_up(session, permit, &after, &looked).await
}
