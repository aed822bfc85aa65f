//! The orders of the year: how far each comes, and how it goes on.

use chrono::{Datelike as _, Days, NaiveDate};
use shared::id::MatterId;
use shared::matter::{About, Hand, LinkKind, MatterKind, Parties, Side};
use shared::number::Quantity;
use shared::rectification::{
    DisputeOutcome, Effect, Goal, MeasureState, Opening, Origin, Outcome, Planned, Rectification,
    RectificationDirection, RectificationState, Terms,
};
use shared::warning::{Warning, WarningState};

use super::Teller;
use crate::app::demo::words::{BY_HAND, CAUSES, MEASURES};
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::{Session, matter};

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
        for (number, order) in orders.into_iter().enumerate() {
            match order.state {
                RectificationState::Reopened => self.worked(order.id, number, on + Days::new(1), 9).await?,
                RectificationState::Verified => {
                    let close = |it: Rectification, hand: &Hand<'_>| it.close("销号。", hand);
                    self.step(order.id, on + Days::new(2), Side::Giver, close).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// An order each month that no figure is bound to, verified on the spot; in the newest month one in every state on the way.
    pub(super) async fn ordered_by_hand(&self, place: usize, on: NaiveDate, is_last: bool) -> Result<(), Error> {
        let stages = if is_last { 0..=8 } else { 9..=9 };
        for stage in stages {
            let number = place + stage;
            // The newest are the first district's: somebody who looks at its desk finds every kind of work.
            let place = if is_last { stage % 5 } else { number * 5 + 1 };
            let Some(&unit) = self.offices.get(place % self.offices.len().max(1)) else { continue };
            let Some((title, problem)) = BY_HAND.get(number % BY_HAND.len()) else { continue };
            let session = self.session(on).await?;
            let giver = self.above.get(&unit).copied().unwrap_or(unit);
            let opening = Opening {
                id: fresh()?,
                number: matter::next_number(&session, MatterKind::Rectification, on.year()).await?,
                origin: if number.is_multiple_of(2) { Origin::Inspection } else { Origin::Loss },
                parties: matter::named(&session, Parties::new(unit, None, giver, None)).await?,
                about: None,
                risk_point: None,
                title: (*title).to_owned(),
                problem: (*problem).to_owned(),
                cause: String::new(),
                due: self.calendar.after(on, 20),
                effect: None,
                terms: Terms::default(),
                draft: stage == 8,
            };
            let hand = self.hand(&session, Side::Giver, giver);
            let (order, event) = Rectification::open(opening, RectificationDirection::TopDown, &hand)?;
            self.opened(&session, &order, &event).await?;
            session.commit().await?;
            self.lived(order.id, number, stage, on).await?;
            if stage == 9 {
                let verify = |it: Rectification, hand: &Hand<'_>| it.verify("现场核实，问题已解决。", hand);
                self.step(order.id, on + Days::new(15), Side::Giver, verify).await?;
                let close = |it: Rectification, hand: &Hand<'_>| it.close("销号。", hand);
                self.step(order.id, on + Days::new(17), Side::Giver, close).await?;
            }
        }
        Ok(())
    }

    /// An order because of a warning about a figure, verified by the figures that follow.
    pub(super) async fn ordered(
        &self,
        warning: &Warning,
        about: About,
        number: usize,
        on: NaiveDate,
        is_last: bool,
    ) -> Result<(), Error> {
        let session = self.session(on).await?;
        let value = warning.facts.first().map(|fact| fact.value);
        let Some(goal) = self.goal(&session, about).await?.map(|goal| half_way(goal, value)) else { return Ok(()) };
        let name =
            self.key_rates.iter().find(|(id, ..)| *id == about.indicator).map_or("", |(_, name, _)| name.as_str());
        let effect = Effect {
            about,
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
        session.commit().await?;
        self.lived(order.id, number, if is_last { number / 3 % 7 } else { 9 }, on).await
    }

    /// The target that held, as a goal.
    pub(super) async fn goal(&self, session: &Session, about: About) -> Result<Option<Goal>, Error> {
        let direction = crate::app::rectification::judging(session, about).await?.map(|it| it.content.direction);
        let cells = crate::app::rectification::cells(session, about, &[about.period]).await?;
        let target = cells.first().and_then(|cell| cell.target);
        Ok(direction.zip(target).and_then(|(direction, target)| Goal::of_target(direction, target)))
    }

    /// How far an order comes: 0 sent, 1 noted, 2 contested, 3 decided, 4 planned, 5 under way, 6 reported, 7 sent back, 8 only written;
    /// 9 as 6.
    async fn lived(&self, id: MatterId, number: usize, stage: usize, on: NaiveDate) -> Result<(), Error> {
        let (day, answer) = (|days: u64| on + Days::new(days), Side::Responsible);
        match stage {
            0 | 8 => Ok(()),
            7 => {
                let reason = "该户已迁往外区，请转交现主管税务机关。";
                self.step(id, day(1), answer, |it: Rectification, hand| it.give_back(reason, hand)).await
            }
            1 => self.noted(id, day(1)).await,
            stage => {
                if number.is_multiple_of(2) || stage <= 3 {
                    self.contested(id, day(1), stage > 2).await?;
                } else {
                    self.noted(id, day(1)).await?;
                }
                if stage <= 3 { Ok(()) } else { self.worked(id, number, day(5), stage).await }
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

    /// Planned, approved, done and reported, as far as the stage goes.
    async fn worked(&self, id: MatterId, number: usize, on: NaiveDate, stage: usize) -> Result<(), Error> {
        let (day, answer) = (|days: u64| on + Days::new(days), Side::Responsible);
        let (cause, measures) = self.plan(id, number, day(7)).await?;
        let first = self.open_measures(id, on).await?;
        self.step(id, on, answer, |it: Rectification, hand| it.plan(cause, measures, hand)).await?;
        if stage == 4 {
            return Ok(());
        }
        let approve = |it: Rectification, hand: &Hand<'_>| it.approve("同意。建议同时检查上月同类户。", hand);
        self.step(id, day(1), Side::Giver, approve).await?;
        self.ended(id, first, day(4)).await?;
        if stage == 5 {
            return Ok(());
        }
        self.ended(id, first + 1, day(6)).await?;
        let outcome =
            Outcome { result: "各户已处理完毕，已建立次日提醒。".to_owned(), ..Outcome::default() };
        self.step(id, day(8), answer, |it: Rectification, hand| it.report(outcome, hand)).await
    }

    /// The number the first measure of a new plan gets.
    async fn open_measures(&self, id: MatterId, on: NaiveDate) -> Result<u32, Error> {
        let order: Rectification = matter::load(&self.reader(on).await?, id).await?;
        let kept = order.measures.iter().filter(|measure| measure.state != MeasureState::Open).count();
        u32::try_from(kept + 1).map_err(Error::internal)
    }

    async fn ended(&self, id: MatterId, item: u32, on: NaiveDate) -> Result<(), Error> {
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
        let owner = self.officers.get(&order.parties.unit).cloned();
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
