//! The tasks of the year: one in every state, an inspection whose findings led to orders, nodes of key rates with the tasks they made.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Days, NaiveDate};
use shared::code::LevelCode;
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::{Hand, LinkKind, MatterKind, Parties, Severity, Side, Someone};
use shared::period::Cycle;
use shared::policy::{Action, Resource};
use shared::rectification::{Opening as Order, Origin, Rectification, RectificationDirection, Terms};
use shared::task::node::{Due, Node, NodeContent};
use shared::task::template::{DoneBy, TaskTemplate, TemplateContent};
use shared::task::{Found, InspectionManner, Marks, Moved, Opening, Roles, Source, Taker, Target, Task, TaskKind};

use super::{Teller, noon};
use crate::app::demo::words::{FINDINGS, NODES, TASKS};
use crate::app::watch::Watcher;
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::task as store;
use crate::store::{Session, matter};

/// How far each task comes, one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Draft,
    Pushed,
    Declined,
    Accepted,
    Asked,
    Working,
    Reported,
    Returned,
    Confirmed,
    Marked,
    Cancelled,
}

const STAGES: [Stage; 11] = [
    Stage::Pushed,
    Stage::Accepted,
    Stage::Working,
    Stage::Asked,
    Stage::Reported,
    Stage::Returned,
    Stage::Declined,
    Stage::Draft,
    Stage::Confirmed,
    Stage::Marked,
    Stage::Cancelled,
];

impl Teller<'_> {
    /// Templates and nodes; the tasks of nodes that fell due, a task in every state, and an inspection with its orders.
    pub(super) async fn tasks(&self, on: NaiveDate) -> Result<(), Error> {
        self.templates(on).await?;
        self.nodes(on - Days::new(30)).await?;
        Watcher::at(self.store.clone(), noon(on), on).nodes().await?;
        for (number, stage) in STAGES.into_iter().enumerate() {
            let Some(&unit) = self.offices.get(number % 5) else { continue };
            self.task(number, stage, unit, on).await?;
        }
        match self.offices.first() {
            Some(&unit) => self.inspection(unit, on).await,
            None => Ok(()),
        }
    }

    /// What events and hands make tasks from.
    async fn templates(&self, on: NaiveDate) -> Result<(), Error> {
        let session = self.session(on - Days::new(60)).await?;
        for (number, ((name, what, how), event)) in
            (1..).zip(TASKS.iter().zip(["REFUND.LATE", "INVOICE.RISK", "HALL.COMPLAINT"]))
        {
            let content = TemplateContent {
                name: (*name).to_owned(),
                kind: TaskKind::EventTriggered,
                manner: None,
                what: (*what).to_owned(),
                how: (*how).to_owned(),
                days: 5,
                done_by: DoneBy::Concerned,
                supervisor: None,
                appraiser: None,
                result_user: None,
                event: Some(event.parse().map_err(Error::internal)?),
            };
            let code = format!("RW-{number}").parse().map_err(Error::internal)?;
            let template = TaskTemplate { id: fresh()?, code, is_active: true, content, version: 1 };
            let permit = session.function(Resource::Event, Action::Write)?;
            store::template::create(&session, permit, &template).await?;
        }
        session.commit().await
    }

    /// Nodes of the first key rates, for districts.
    async fn nodes(&self, on: NaiveDate) -> Result<(), Error> {
        let session = self.session(on).await?;
        let levels: BTreeSet<LevelCode> = "COUNTY".parse::<LevelCode>().into_iter().collect();
        let dues = [
            Due::WorkDay { cycle: Cycle::Month, nth: 5 },
            Due::WorkDay { cycle: Cycle::Quarter, nth: 10 },
            Due::EveryYear { month: 12, day: 20 },
        ];
        for ((indicator, name, _), (due, (title, what, how))) in self.key_rates.iter().zip(dues.into_iter().zip(NODES))
        {
            let content = NodeContent {
                name: format!("{name}：{title}"),
                due,
                remind: 5,
                levels: levels.clone(),
                units: BTreeSet::new(),
                what: (*what).to_owned(),
                how: (*how).to_owned(),
            };
            let node = Node { id: fresh()?, indicator: *indicator, is_active: true, content, version: 1 };
            store::node::create(&session, session.function(Resource::Library, Action::Write)?, &node).await?;
        }
        session.commit().await
    }

    async fn task(&self, number: usize, stage: Stage, unit: UnitId, on: NaiveDate) -> Result<(), Error> {
        let Some(&words) = TASKS.get(number % TASKS.len()) else { return Ok(()) };
        let kind = [TaskKind::Assigned, TaskKind::Special, TaskKind::Key];
        let kind = kind.get(number % kind.len()).copied().unwrap_or(TaskKind::Assigned);
        let id = self.given(kind, words, unit, on, stage == Stage::Draft).await?;
        self.lived_task(id, stage, unit, on).await
    }

    async fn given(
        &self,
        kind: TaskKind,
        (title, what, how): (&str, &str, &str),
        unit: UnitId,
        on: NaiveDate,
        draft: bool,
    ) -> Result<MatterId, Error> {
        let session = self.session(on).await?;
        let giver = self.above.get(&unit).copied().unwrap_or(unit);
        let hand = self.hand(&session, Side::Giver, giver);
        let opening = Opening {
            id: fresh()?,
            number: matter::next_number(&session, MatterKind::Task, on.year()).await?,
            kind,
            manner: (kind == TaskKind::Inspection).then_some(InspectionManner::Covert),
            source: Source::Hand,
            template: None,
            parties: matter::named(&session, Parties::new(unit, None, giver, None)).await?,
            roles: Roles { doer: self.doer(unit), result_user: self.people.get(&giver).cloned(), ..Roles::default() },
            title: title.to_owned(),
            what: what.to_owned(),
            how: how.to_owned(),
            indicator: None,
            due: self.calendar.after(on, 15),
            draft,
        };
        let (task, event) = Task::open(opening, &hand)?;
        let permit = matter::permit_to_open(&session, Action::Order, &task.parties).await?;
        store::open(&session, permit, &task, std::slice::from_ref(&event)).await?;
        crate::app::matter::tell(&session, &task, &event, 1).await?;
        session.commit().await?;
        Ok(task.id)
    }

    /// Who does it: the officer of the demonstration in their own unit.
    fn doer(&self, unit: UnitId) -> Option<Someone> {
        let first = self.first.as_ref().filter(|(home, _)| *home == unit).map(|(_, someone)| someone);
        first.or_else(|| self.officers.get(&unit)).cloned()
    }

    async fn lived_task(&self, id: MatterId, stage: Stage, unit: UnitId, on: NaiveDate) -> Result<(), Error> {
        let later = self.calendar.after(on, 20);
        let to = Target { doer: None, unit, unit_name: String::new() };
        match stage {
            Stage::Draft | Stage::Pushed => return Ok(()),
            Stage::Declined => {
                return self
                    .does(id, on, |it, who, hand| it.decline("近期在外学习，请改派同组同事。", who, hand))
                    .await;
            }
            Stage::Cancelled => {
                return self.gives(id, on, |it, who, hand| it.cancel("已并入另一项工作。", who, hand)).await;
            }
            Stage::Accepted
            | Stage::Asked
            | Stage::Working
            | Stage::Reported
            | Stage::Returned
            | Stage::Confirmed
            | Stage::Marked => self.does(id, on + Days::new(1), |it, who, hand| it.accept("", who, hand)).await?,
        }
        if stage == Stage::Asked {
            let asked = |it: Task, who, hand: &Hand<'_>| {
                let to = Target { unit_name: it.parties.names.unit.clone(), ..to };
                it.ask_transfer(to, "下周起轮岗，请改由单位安排。", who, hand)
            };
            return self.does(id, on + Days::new(2), asked).await;
        }
        if stage == Stage::Accepted {
            return Ok(());
        }
        self.does(id, on + Days::new(2), |it, who, hand| it.progress("已走访 4 户，问题集中在申报口径。", who, hand))
            .await?;
        if stage == Stage::Working {
            return self
                .gives(id, on + Days::new(3), |it, who, hand| it.urge("需要业务口支持可直接找我。", who, hand))
                .await;
        }
        let report = |it: Task, who, hand: &Hand<'_>| it.report("10 户全部走访，整理共性问题 3 条。", who, hand);
        self.does(id, on + Days::new(4), report).await?;
        if stage == Stage::Returned {
            let back = |it: Task, who, hand: &Hand<'_>| it.give_back("请补充第 3 户的核实情况。", later, who, hand);
            return self.gives(id, on + Days::new(4), back).await;
        }
        if stage == Stage::Reported {
            return Ok(());
        }
        self.gives(id, on + Days::new(4), |it, who, hand| it.confirm("属实。", who, hand)).await?;
        if stage == Stage::Marked {
            let marks = Marks { truth: 5, accuracy: 4, completeness: 5, efficiency: 4 };
            self.gives(id, on + Days::new(4), |it, who, hand| it.mark(marks, "清单清楚，可供其他所参考。", who, hand))
                .await?;
        }
        Ok(())
    }

    /// An unannounced inspection of a hall: what was found, and the orders it led to.
    async fn inspection(&self, unit: UnitId, on: NaiveDate) -> Result<(), Error> {
        let words =
            ("办税服务厅服务规范督查", "暗访窗口服务、导税和投诉处理。", "按暗访清单逐项核对，当场记录，事后反馈。");
        let id = self.given(TaskKind::Inspection, words, unit, on, false).await?;
        self.does(id, on, |it, who, hand| it.accept("", who, hand)).await?;
        for (place, what) in FINDINGS {
            let find = |it: Task, who, hand: &Hand<'_>| {
                let unit = (unit, it.parties.names.unit.clone());
                let found =
                    Found { place: (*place).to_owned(), unit, what: (*what).to_owned(), severity: Severity::Yellow };
                it.add_finding(found, who, hand)
            };
            self.does(id, on + Days::new(1), find).await?;
        }
        self.ordered_finding(id, unit, on + Days::new(2)).await
    }

    async fn ordered_finding(&self, id: MatterId, unit: UnitId, on: NaiveDate) -> Result<(), Error> {
        let Some((place, what)) = FINDINGS.first() else { return Ok(()) };
        let session = self.session(on).await?;
        let giver = self.above.get(&unit).copied().unwrap_or(unit);
        let opening = Order {
            id: fresh()?,
            number: matter::next_number(&session, MatterKind::Rectification, on.year()).await?,
            origin: Origin::Inspection,
            parties: matter::named(&session, Parties::new(unit, None, giver, None)).await?,
            about: None,
            risk_point: None,
            title: format!("督查发现：{place}"),
            problem: (*what).to_owned(),
            cause: String::new(),
            due: self.calendar.after(on, 15),
            effect: None,
            terms: Terms::default(),
            draft: false,
        };
        let hand = self.hand(&session, Side::Giver, giver);
        let (order, event) = Rectification::open(opening, RectificationDirection::TopDown, &hand)?;
        self.opened(&session, &order, &event).await?;
        matter::link(&session, id, order.id, LinkKind::LedTo).await?;
        session.commit().await?;
        let number = order.number.clone();
        self.gives(id, on, |it, who, hand| it.ordered(1, order.id, &number, who, hand)).await
    }

    /// A step of the doer.
    async fn does(
        &self,
        id: MatterId,
        on: NaiveDate,
        decide: impl FnOnce(Task, Taker, &Hand<'_>) -> Moved,
    ) -> Result<(), Error> {
        self.moved(id, on, Side::Responsible, decide).await
    }

    /// A step of whoever gave it.
    async fn gives(
        &self,
        id: MatterId,
        on: NaiveDate,
        decide: impl FnOnce(Task, Taker, &Hand<'_>) -> Moved,
    ) -> Result<(), Error> {
        self.moved(id, on, Side::Giver, decide).await
    }

    async fn moved(
        &self,
        id: MatterId,
        on: NaiveDate,
        side: Side,
        decide: impl FnOnce(Task, Taker, &Hand<'_>) -> Moved,
    ) -> Result<(), Error> {
        let session: Session = self.session(on).await?;
        let before: Task = matter::load(&session, id).await?;
        let unit = if side == Side::Giver { before.parties.giver } else { before.parties.unit };
        let doer: Option<PersonId> = before.roles.doer.as_ref().map(|doer| doer.id);
        let is_doer = side == Side::Responsible && doer.is_some();
        let taker = Taker { person: doer.filter(|_| is_doer), side: Some(side), has_part: is_doer, orders: false };
        let permit = matter::permit_of_system(&session, id, before.version).await?;
        let (after, event) = decide(before, taker, &self.hand(&session, side, unit))?;
        let place = store::save(&session, permit, &after, &event).await?;
        crate::app::matter::tell(&session, &after, &event, place).await?;
        session.commit().await
    }
}
