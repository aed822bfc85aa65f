//! The orders of the year: how far each comes, and how it goes on.

use chrono::{Datelike as _, Days, NaiveDate};
use shared::id::{MatterId, UnitId};
use shared::matter::{About, Hand, LinkKind, MatterKind, Parties, Side, Someone, Weak};
use shared::number::Quantity;
use shared::rectification::{
    Asked, DisputeOutcome, Effect, Goal, MeasureState, Opening, Origin, Outcome, Planned, Rectification,
    RectificationDirection, RectificationState, RequestKind, Terms,
};
use shared::warning::{Warning, WarningState};

use super::Teller;
use crate::app::demo::words::{BY_HAND, CAUSES, FOUND_BELOW, MEASURES};
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::{Session, matter};

/// How far an order comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Written,
    Sent,
    Noted,
    Contested,
    Decided,
    SentBack,
    Withdrawn,
    Planned,
    Approved,
    UnderWay,
    Reported,
    Verified,
    Reopened,
    Closed,
}

/// Of the newest month, one after another over five offices: whoever looks finds an order in every state.
const NEWEST: [Stage; 13] = [
    Stage::Sent,
    Stage::Noted,
    Stage::Contested,
    Stage::Decided,
    Stage::Planned,
    Stage::UnderWay,
    Stage::Reported,
    Stage::SentBack,
    Stage::Written,
    Stage::Approved,
    Stage::Verified,
    Stage::Reopened,
    Stage::Withdrawn,
];

impl Stage {
    /// Of what was ordered lately because of a warning.
    pub(super) fn on_the_way(number: usize) -> Self {
        NEWEST.iter().cycle().nth(number / 3 % 7).copied().unwrap_or(Self::Sent)
    }
}

/// What a new order says.
struct New<'w> {
    origin: Origin,
    unit: UnitId,
    risk_point: Option<String>,
    title: &'w str,
    problem: &'w str,
    draft: bool,
}

impl Teller<'_> {
    /// What ended by itself is looked at; what was opened again is planned and done anew; what later figures verified is closed.
    pub(super) async fn go_on(&self, on: NaiveDate) -> Result<(), Error> {
        for warning in matter::all::<Warning>(&self.reader(on).await?).await? {
            if warning.state == WarningState::Resolved {
                let review = |it: Warning, hand: &Hand<'_>| it.review("指标已恢复。", hand);
                self.step(warning.id, on + Days::new(3), Side::Giver, review).await?;
            }
        }
        let orders = matter::all::<Rectification>(&self.reader(on).await?).await?;
        let orders = orders.into_iter().filter(|order| order.direction == RectificationDirection::TopDown);
        for (number, order) in orders.enumerate() {
            match order.state {
                RectificationState::Reopened => {
                    self.worked(order.id, number, on + Days::new(1), Stage::Reported).await?;
                }
                RectificationState::Verified => {
                    let close = |it: Rectification, hand: &Hand<'_>| it.close("销号。", hand);
                    self.step(order.id, on + Days::new(2), Side::Giver, close).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// An order each month that no figure is bound to, verified on the spot; in the newest month one in every state.
    pub(super) async fn ordered_by_hand(&self, place: usize, on: NaiveDate, is_last: bool) -> Result<(), Error> {
        let stages: &[Stage] = if is_last { &NEWEST } else { &[Stage::Closed] };
        for (order, &stage) in stages.iter().enumerate() {
            let number = place + if is_last { order } else { 9 };
            // The newest are the first district's: somebody who looks at its desk finds every kind of work.
            let office = if is_last { order % 5 } else { number * 5 + 1 };
            let Some(&unit) = self.offices.get(office % self.offices.len().max(1)) else { continue };
            let Some((title, problem)) = BY_HAND.get(number % BY_HAND.len()) else { continue };
            let origin = if number.is_multiple_of(2) { Origin::Inspection } else { Origin::Loss };
            let draft = stage == Stage::Written;
            let new = New { origin, unit, risk_point: None, title, problem, draft };
            let id = self.sent(new, None, on).await?;
            self.lived(id, number, stage, on).await?;
        }
        Ok(())
    }

    /// An order about a risk point that an officer of the unit had found before.
    pub(super) async fn ordered_after(&self, on: NaiveDate) -> Result<(), Error> {
        let Some((unit, finder)) = self.first.clone() else { return Ok(()) };
        let all = matter::all::<Rectification>(&self.reader(on).await?).await?;
        let is_theirs = |it: &Rectification| it.parties.person == Some(finder.id) && it.risk_point.is_some();
        let Some(own) = all.into_iter().find(|it| is_theirs(it) && !it.is_over()) else { return Ok(()) };
        let (title, problem) = FOUND_BELOW;
        let (origin, risk_point) = (Origin::Inspection, own.risk_point);
        self.sent(New { origin, unit, risk_point, title, problem, draft: false }, Some(own.id), on).await?;
        Ok(())
    }

    async fn sent(&self, new: New<'_>, found_before: Option<MatterId>, on: NaiveDate) -> Result<MatterId, Error> {
        let session = self.session(on).await?;
        let giver = self.above.get(&new.unit).copied().unwrap_or(new.unit);
        let opening = Opening {
            id: fresh()?,
            number: matter::next_number(&session, MatterKind::Rectification, on.year()).await?,
            origin: new.origin,
            parties: matter::named(&session, Parties::new(new.unit, None, giver, None)).await?,
            about: None,
            risk_point: new.risk_point,
            title: new.title.to_owned(),
            problem: new.problem.to_owned(),
            cause: String::new(),
            due: self.calendar.after(on, 20),
            effect: None,
            terms: Terms::default(),
            draft: new.draft,
        };
        let hand = self.hand(&session, Side::Giver, giver);
        let (order, event) = Rectification::open(opening, RectificationDirection::TopDown, &hand)?;
        self.opened(&session, &order, &event).await?;
        if let Some(before) = found_before {
            matter::link(&session, before, order.id, LinkKind::FoundBefore).await?;
        }
        session.commit().await?;
        Ok(order.id)
    }

    /// An order because of a warning about a figure, verified by the figures that follow.
    pub(super) async fn ordered(
        &self,
        warning: &Warning,
        number: usize,
        on: NaiveDate,
        stage: Stage,
    ) -> Result<(), Error> {
        let Some(about) = warning.about.as_ref().and_then(Weak::about) else { return Ok(()) };
        let session = self.session(on).await?;
        let value = warning.facts.first().map(|fact| fact.value);
        // What changed suddenly may have changed for the better.
        let missed = |goal: &Goal| !value.is_some_and(|value| goal.is_met_by(value));
        let Some(goal) = self.goal(&session, about).await?.filter(missed) else { return Ok(()) };
        let goal = half_way(goal, value);
        let name = self.called(about.indicator);
        let effect = Effect {
            about: about.into(),
            before: value,
            goal,
            periods: 1,
            watched: 2,
            early: false,
            from: None,
            readings: Vec::new(),
        };
        let shown = value.map(|value| value.shown()).unwrap_or_default();
        let opening = Opening {
            id: fresh()?,
            number: matter::next_number(&session, MatterKind::Rectification, on.year()).await?,
            origin: Origin::Warning,
            parties: warning.parties.clone(),
            about: Some(about),
            risk_point: None,
            title: format!("{name}未达目标"),
            problem: format!("{} {name} {shown}，目标 {}。请查明原因并整改。", about.period, goal.value.shown()),
            cause: String::new(),
            due: self.calendar.after(on, 12),
            effect: Some(effect),
            terms: Terms::default(),
            draft: false,
        };
        let hand = self.hand(&session, Side::Giver, warning.parties.giver);
        let (order, event) = Rectification::open(opening, RectificationDirection::TopDown, &hand)?;
        self.opened(&session, &order, &event).await?;
        matter::link(&session, warning.id, order.id, LinkKind::LedTo).await?;
        if let Some(before) = warning.found_before {
            matter::link(&session, before, order.id, LinkKind::FoundBefore).await?;
        }
        session.commit().await?;
        self.lived(order.id, number, stage, on).await
    }

    /// The target that held, as a goal.
    pub(super) async fn goal(&self, session: &Session, about: About) -> Result<Option<Goal>, Error> {
        let direction = crate::app::rectification::judging(session, about).await?.map(|it| it.content.direction);
        let cells = crate::app::rectification::cells(session, about, &[about.period]).await?;
        let target = cells.first().and_then(|cell| cell.target);
        Ok(direction.zip(target).and_then(|(direction, target)| Goal::of_target(direction, target)))
    }

    /// Brings an order as far as the stage goes, half of them by way of a dispute.
    async fn lived(&self, id: MatterId, number: usize, stage: Stage, on: NaiveDate) -> Result<(), Error> {
        let (day, answer) = (|days: u64| on + Days::new(days), Side::Responsible);
        match stage {
            Stage::Written | Stage::Sent => Ok(()),
            Stage::SentBack => {
                let reason = "该户已迁往外区，请转交现主管税务机关。";
                self.step(id, day(1), answer, |it: Rectification, hand| it.give_back(reason, hand)).await
            }
            Stage::Withdrawn => {
                let reason = "与条线部门已下达的重复，撤回。";
                self.step(id, day(2), Side::Giver, |it: Rectification, hand| it.withdraw(reason, hand)).await
            }
            Stage::Noted => {
                self.noted(id, day(1)).await?;
                self.asked(id, RequestKind::Transfer, day(2)).await
            }
            Stage::Contested | Stage::Decided => self.contested(id, day(1), stage == Stage::Decided).await,
            Stage::Planned
            | Stage::Approved
            | Stage::UnderWay
            | Stage::Reported
            | Stage::Verified
            | Stage::Reopened
            | Stage::Closed => {
                match number.is_multiple_of(2) {
                    true => self.contested(id, day(1), true).await?,
                    false => self.noted(id, day(1)).await?,
                }
                self.worked(id, number, day(5), stage).await
            }
        }
    }

    async fn noted(&self, id: MatterId, on: NaiveDate) -> Result<(), Error> {
        self.step(id, on, Side::Responsible, |it: Rectification, hand| it.acknowledge("收到，马上核查。", hand)).await
    }

    async fn contested(&self, id: MatterId, on: NaiveDate, decided: bool) -> Result<(), Error> {
        let grounds = "其中部分户属首违不罚，已出具不予处罚决定。";
        self.step(id, on, Side::Responsible, |it: Rectification, hand| it.dispute(grounds, hand)).await?;
        if !decided {
            return Ok(());
        }
        let outcome = DisputeOutcome::PartlyUpheld;
        let (reasons, problem) = ("首违不罚的计入分子，其余维持。", "扣除首违不罚后，其余各户请逐户整改。");
        let decide = |it: Rectification, hand: &Hand<'_>| it.decide(outcome, reasons, problem, hand);
        self.step(id, on + Days::new(3), Side::Giver, decide).await
    }

    /// Asks for something that nobody has answered yet.
    async fn asked(&self, id: MatterId, kind: RequestKind, on: NaiveDate) -> Result<(), Error> {
        let until = self.calendar.after(on, 30);
        let ask = |it: Rectification, hand: &Hand<'_>| {
            let above = (it.parties.giver, it.parties.names.giver.clone());
            let (words, until, to) = match kind {
                RequestKind::Time => ("其中两户的资料要等外地协查回函，申请延期。", Some(until), None),
                RequestKind::Help => ("系统里查不到历史回证，请信息部门协助导出。", None, None),
                RequestKind::ManagementChange => ("建议把送达登记并入征管系统，不再另记台账。", None, None),
                RequestKind::Transfer => ("这类户已划归区局集中管理，申请转办。", None, Some(above)),
            };
            it.request(Asked { kind, words: words.to_owned(), until, to }, hand)
        };
        self.step(id, on, Side::Responsible, ask).await
    }

    /// Planned, approved, done, reported and looked at, as far as the stage goes.
    async fn worked(&self, id: MatterId, number: usize, on: NaiveDate, stage: Stage) -> Result<(), Error> {
        let (day, answer) = (|days: u64| on + Days::new(days), Side::Responsible);
        let (cause, measures) = self.plan(id, number, day(7)).await?;
        let first = self.open_measures(id, on).await?;
        self.step(id, on, answer, |it: Rectification, hand| it.plan(cause, measures, hand)).await?;
        if stage == Stage::Planned {
            return Ok(());
        }
        let approve = |it: Rectification, hand: &Hand<'_>| it.approve("同意。建议同时检查上月同类户。", hand);
        self.step(id, day(1), Side::Giver, approve).await?;
        if stage == Stage::Approved {
            return self.asked(id, RequestKind::Help, day(2)).await;
        }
        self.ended(id, first, day(4)).await?;
        if stage == Stage::UnderWay {
            return self.asked(id, RequestKind::Time, day(5)).await;
        }
        self.ended(id, first + 1, day(6)).await?;
        let outcome =
            Outcome { result: "各户已处理完毕，已建立次日提醒。".to_owned(), ..Outcome::default() };
        self.step(id, day(8), answer, |it: Rectification, hand| it.report(outcome, hand)).await?;
        self.looked_at(id, day(10), stage).await
    }

    /// What whoever ordered it says to what was reported.
    async fn looked_at(&self, id: MatterId, on: NaiveDate, stage: Stage) -> Result<(), Error> {
        if stage == Stage::Reopened {
            let reopen = |it: Rectification, hand: &Hand<'_>| it.reopen("抽查仍有两户没有补齐，请重新整改。", hand);
            return self.step(id, on, Side::Giver, reopen).await;
        }
        if !matches!(stage, Stage::Verified | Stage::Closed) {
            return Ok(());
        }
        let verify = |it: Rectification, hand: &Hand<'_>| it.verify("现场核实，问题已解决。", hand);
        self.step(id, on, Side::Giver, verify).await?;
        if stage == Stage::Verified {
            return Ok(());
        }
        let close = |it: Rectification, hand: &Hand<'_>| it.close("销号。", hand);
        self.step(id, on + Days::new(2), Side::Giver, close).await
    }

    /// The number the first measure of a new plan gets.
    async fn open_measures(&self, id: MatterId, on: NaiveDate) -> Result<u32, Error> {
        let order: Rectification = matter::load(&self.reader(on).await?, id).await?;
        let kept = order.measures.iter().filter(|measure| measure.state != MeasureState::Open).count();
        u32::try_from(kept + 1).map_err(Error::internal)
    }

    pub(super) async fn ended(&self, id: MatterId, item: u32, on: NaiveDate) -> Result<(), Error> {
        let done = |it: Rectification, hand: &Hand<'_>| it.end_measure(item, MeasureState::Done, "已完成。", hand);
        self.step(id, on, Side::Responsible, done).await
    }

    pub(super) async fn plan(
        &self,
        id: MatterId,
        number: usize,
        due: NaiveDate,
    ) -> Result<(&'static str, Vec<Planned>), Error> {
        let order: Rectification = matter::load(&self.reader(due).await?, id).await?;
        let own = order.parties.person.zip(order.parties.names.person);
        let own = own.map(|(id, name)| Someone { id, name });
        let owner = own.or_else(|| self.officers.get(&order.parties.unit).cloned());
        let planned = |what: &&str| Planned { what: (*what).to_owned(), owner: owner.clone(), due };
        let texts = MEASURES.iter().cycle().skip(number).take(2);
        let cause = CAUSES.iter().cycle().nth(number).copied().unwrap_or_default();
        Ok((cause, texts.map(planned).collect()))
    }
}

/// A first goal half-way from where it is to the target.
fn half_way(goal: Goal, from: Option<Quantity>) -> Goal {
    let half = |from: Quantity| Quantity::from_scaled(from.scaled().midpoint(goal.value.scaled()));
    Goal { value: from.map_or(goal.value, half), ..goal }
}
