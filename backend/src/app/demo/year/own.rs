//! What is found below in the year, by officers and by a district, before anybody above says so.

use chrono::{Datelike as _, Days, NaiveDate};
use shared::cell::Subject;
use shared::id::{MatterId, UnitId};
use shared::matter::{About, Hand, MatterKind, Parties, Side, Someone};
use shared::rectification::{Answer, Opening, Origin, Outcome, Rectification, RectificationDirection, Terms};

use super::{MONTHS, Teller};
use crate::app::demo::words::{OWN, SEEN_FIRST};
use crate::error::Error;
use crate::store::matter;
use crate::store::permit::fresh;

/// How far it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Found,
    Withdrawn,
    Planned,
    UnderWay,
    Reported,
    Reopened,
    Confirmed,
    Shared,
    Closed { is_shared: bool },
}

/// Of the newest month, beside what officers begin in every month: whoever looks finds one in every state.
const NEWEST: [Stage; 5] = [Stage::UnderWay, Stage::Confirmed, Stage::Shared, Stage::Reopened, Stage::Withdrawn];

impl Stage {
    /// By how many months ago it began.
    fn after(months: usize) -> Self {
        match months {
            0 => Self::Found,
            1 => Self::Planned,
            2 => Self::Reported,
            months => Self::Closed { is_shared: months.is_multiple_of(2) },
        }
    }
}

/// What is said about it: what is learnt, and what should be managed differently.
type Learnt = (&'static str, &'static str);

/// What is found: by whom, where, and which figure or risk point it is about.
struct New<'w> {
    unit: UnitId,
    person: Option<&'w Someone>,
    giver: UnitId,
    about: Option<About>,
    risk_point: Option<&'w str>,
    title: &'w str,
    problem: &'w str,
}

impl Teller<'_> {
    /// What an officer takes up by themself each month; in the newest some more, so that one is in every state.
    pub(super) async fn own(&self, place: usize, on: NaiveDate) -> Result<(), Error> {
        let newest = place + 2 >= MONTHS;
        let stage = Stage::after(MONTHS.saturating_sub(place + 1));
        self.officers_own(self.finder(place * 11, newest), place, stage, on).await?;
        if place + 1 < MONTHS {
            return Ok(());
        }
        for (number, stage) in NEWEST.into_iter().enumerate() {
            // Colleagues of whoever is looked at first.
            self.officers_own(self.finder(1 + number % 4, false), number, stage, on).await?;
        }
        Ok(())
    }

    async fn officers_own(
        &self,
        finder: Option<(UnitId, Someone)>,
        number: usize,
        stage: Stage,
        on: NaiveDate,
    ) -> Result<(), Error> {
        let (Some((unit, person)), Some((title, problem, pattern, change))) = (finder, OWN.get(number % OWN.len()))
        else {
            return Ok(());
        };
        let (person, risk_point) = (Some(&person), Some(*title));
        let found = New { unit, person, giver: unit, about: None, risk_point, title, problem };
        let opened = on + Days::new(3);
        let id = self.found(found, opened).await?;
        self.own_lived(id, (number, stage), opened, (pattern, change)).await
    }

    /// Who finds something in an office: the newest are found by whoever's desk is looked at first.
    fn finder(&self, office: usize, newest: bool) -> Option<(UnitId, Someone)> {
        let unit = self.offices.get(office % self.offices.len().max(1)).copied();
        let somebody = unit.and_then(|unit| Some((unit, self.officers.get(&unit)?.clone())));
        if newest { self.first.clone().or(somebody) } else { somebody }
    }

    /// A district takes up its own figure on the day before a rule warns of it.
    pub(super) async fn seen_first(&self, about: About, on: NaiveDate) -> Result<(), Error> {
        let Subject::Unit(unit) = about.subject else { return Ok(()) };
        let reader = self.reader(on).await?;
        let cells = crate::app::rectification::cells(&reader, about, &[about.period]).await?;
        drop(reader);
        let value = cells.first().and_then(|cell| cell.value).map(|value| value.shown()).unwrap_or_default();
        let (name, month) = (self.called(about.indicator), about.period);
        let (title, problem) = (format!("{name}自查"), format!("{month} {name} {value}，不等预警，先查先改。"));
        let giver = self.above.get(&unit).copied().unwrap_or(unit);
        let (title, problem) = (title.as_str(), problem.as_str());
        let found = New { unit, person: None, giver, about: Some(about), risk_point: None, title, problem };
        let id = self.found(found, on).await?;
        self.own_lived(id, (0, Stage::Closed { is_shared: true }), on, SEEN_FIRST).await
    }

    async fn found(&self, new: New<'_>, on: NaiveDate) -> Result<MatterId, Error> {
        let session = self.session(on).await?;
        let person = new.person.map(|person| person.id);
        let line = new.about.and_then(|about| self.line(about.indicator));
        let opening = Opening {
            id: fresh()?,
            number: matter::next_number(&session, MatterKind::Rectification, on.year()).await?,
            origin: Origin::OwnDiscovery,
            parties: matter::named(&session, Parties::new(new.unit, person, new.giver, line)).await?,
            about: new.about,
            risk_point: new.risk_point.map(ToOwned::to_owned),
            title: new.title.to_owned(),
            problem: new.problem.to_owned(),
            cause: String::new(),
            due: self.calendar.after(on, 15),
            effect: None,
            terms: Terms::default(),
            draft: false,
        };
        let hand = self.hand(&session, Side::Responsible, new.unit);
        let (own, event) = Rectification::open(opening, RectificationDirection::BottomUp, &hand)?;
        self.opened(&session, &own, &event).await?;
        session.commit().await?;
        Ok(own.id)
    }

    async fn own_lived(
        &self,
        id: MatterId,
        (number, stage): (usize, Stage),
        on: NaiveDate,
        learnt: Learnt,
    ) -> Result<(), Error> {
        let (answer, day) = (Side::Responsible, |days: u64| on + Days::new(days));
        match stage {
            Stage::Found => return Ok(()),
            Stage::Withdrawn => {
                let reason = "与上月已办的是同一件事，合并办理。";
                return self.step(id, day(2), answer, |it: Rectification, hand| it.withdraw(reason, hand)).await;
            }
            _ => {}
        }
        let (cause, measures) = self.plan(id, number, day(7)).await?;
        self.step(id, day(1), answer, |it: Rectification, hand| it.plan(cause, measures, hand)).await?;
        if stage == Stage::Planned {
            return Ok(());
        }
        self.ended(id, 1, day(4)).await?;
        if stage == Stage::UnderWay {
            return Ok(());
        }
        self.ended(id, 2, day(4)).await?;
        let (pattern, change) = learnt;
        let words = |text: &str| text.to_owned();
        let outcome =
            Outcome {
                result: words("两周内未再出现。"), pattern: words(pattern), management_change: words(change)
            };
        self.step(id, day(6), answer, |it: Rectification, hand| it.report(outcome, hand)).await?;
        self.head_says(id, stage, day(8)).await
    }

    /// What the head says to what should be managed differently.
    async fn change_answered(&self, id: MatterId, granted: bool, on: NaiveDate) -> Result<(), Error> {
        let words = if granted {
            "采纳，下月起照此办理。"
        } else {
            "需要系统支持，先报上级研究，暂不执行。"
        };
        let answer = Answer { granted, words: words.to_owned(), to: None };
        self.step(id, on, Side::Giver, |it: Rectification, hand| it.answer(1, answer, hand)).await
    }

    /// What the head says to what was reported.
    async fn head_says(&self, id: MatterId, stage: Stage, on: NaiveDate) -> Result<(), Error> {
        let giver = Side::Giver;
        match stage {
            Stage::Reported => return Ok(()),
            Stage::Reopened => {
                let reopen = |it: Rectification, hand: &Hand<'_>| it.reopen("本周又出现一次，再想想原因。", hand);
                return self.step(id, on, giver, reopen).await;
            }
            _ => {}
        }
        self.step(id, on, giver, |it: Rectification, hand| it.confirm("做得好，发现得早。", hand)).await?;
        self.change_answered(id, !matches!(stage, Stage::Closed { is_shared: false }), on).await?;
        if matches!(stage, Stage::Shared | Stage::Closed { is_shared: true }) {
            self.step(id, on + Days::new(1), giver, |it: Rectification, hand| it.share(hand)).await?;
        }
        if matches!(stage, Stage::Closed { .. }) {
            self.step(id, on + Days::new(2), giver, |it: Rectification, hand| it.close("", hand)).await?;
        }
        Ok(())
    }
}
