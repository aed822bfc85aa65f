//! Tasks (任务): somebody does it, somebody supervises it, somebody appraises it, somebody uses the result (ZH-56, ZH-60, domain.md
//! §2.6). Made by hand, by a rule, by an event of another system, or by a node of an indicator.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::code::BusinessCode;
use crate::error::Refusal;
use crate::id::{IndicatorId, MatterId, NodeId, PersonId, TaskTemplateId, UnitId, WarningRuleId};
use crate::matter::{ClockKind, Clocks, Head, Matter, MatterKind, Parties, Severity, Side, Someone, numbered};
use crate::policy::Actor;
use crate::rectification::Signed;

mod doer;
mod giver;
pub mod node;
mod state;
pub mod template;

pub use giver::{Moved, Opening};
pub use state::{TaskRole, TaskState, TaskStep};

crate::codes! {
    /// What kind of task it is.
    TaskKind {
        /// Assigned in the usual course (日常交办).
        Assigned "ASSIGNED",
        /// Of a special campaign (专项工作).
        Special "SPECIAL",
        /// Key work of the bureau (重点工作).
        Key "KEY",
        /// Made by an event or a rule (触发式任务).
        EventTriggered "EVENT_TRIGGERED",
        /// A node of an indicator is due (指标节点).
        Node "NODE",
        /// An inspection (督查).
        Inspection "INSPECTION",
    }
}

crate::codes! {
    /// How an inspection is made (明察暗访).
    InspectionManner {
        /// Announced (明察).
        Open "OPEN",
        /// Not announced (暗访).
        Covert "COVERT",
    }
}

crate::codes! {
    /// What kind of source made a task.
    TaskSourceKind {
        /// Somebody gave it.
        Hand "HAND",
        /// A rule that issued a warning.
        Rule "RULE",
        /// An event of another system.
        Event "EVENT",
        /// A node of an indicator.
        Node "NODE",
    }
}

/// What made a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Source {
    /// Somebody.
    Hand,
    /// A rule that issued a warning.
    Rule {
        /// Which.
        rule: WarningRuleId,
    },
    /// An event of another system.
    Event {
        /// What kind of event.
        event: BusinessCode,
        /// Its key in that system.
        key: String,
    },
    /// A node of an indicator.
    Node {
        /// Which.
        node: NodeId,
    },
}

/// Who has which part in a task (事有人干、干有人督、督有人考、考有人用, ZH-60).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// Who does it; none: whoever answers for the unit.
    pub doer: Option<Someone>,
    /// Who sees to it that it is done; none: whoever gave it.
    pub supervisor: Option<Someone>,
    /// Who says how well it was done; none: whoever gave it.
    pub appraiser: Option<Someone>,
    /// Who uses the result.
    pub result_user: Option<Someone>,
}

impl Roles {
    /// Everybody named.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        [&self.doer, &self.supervisor, &self.appraiser, &self.result_user].into_iter().flatten().map(|it| it.id)
    }

    /// Nobody supervises or appraises their own work.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`].
    pub fn check(&self) -> Result<(), Refusal> {
        let doer = self.doer.as_ref().map(|doer| doer.id);
        let own = |other: &Option<Someone>| other.as_ref().is_some_and(|other| Some(other.id) == doer);
        if own(&self.supervisor) || own(&self.appraiser) { Err(Refusal::OwnWork) } else { Ok(()) }
    }
}

/// How well a task was done, 1–5 each (ZH-41).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Whether what was reported is true (真实).
    pub truth: u32,
    /// Whether it is accurate (准确).
    pub accuracy: u32,
    /// Whether nothing is missing (完整).
    pub completeness: u32,
    /// Whether it was done without detours (高效).
    pub efficiency: u32,
}

impl Marks {
    /// The least and the most of each mark.
    pub const BOUNDS: (u32, u32) = (1, 5);

    /// Checks the bounds.
    ///
    /// # Errors
    /// [`Refusal::OutOfRange`] with the field.
    pub fn check(self) -> Result<(), Refusal> {
        let (least, most) = Self::BOUNDS;
        let Self { truth, accuracy, completeness, efficiency } = self;
        let marks =
            [("truth", truth), ("accuracy", accuracy), ("completeness", completeness), ("efficiency", efficiency)];
        match marks.into_iter().find(|(_, mark)| !(least..=most).contains(mark)) {
            Some((field, _)) => Err(Refusal::OutOfRange { field: format!("marks.{field}"), least, most }),
            None => Ok(()),
        }
    }
}

/// The marks with a word, by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The marks.
    pub marks: Marks,
    /// What to keep, what to do better; may be empty.
    pub words: String,
    /// By whom and when.
    pub signed: Signed,
}

/// Somebody else should do it, the doer asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// To whom, with the unit they work in and what it is called.
    pub to: Target,
    /// Why.
    pub reason: String,
}

/// A doer with the unit that answers for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Who; none: whoever answers for the unit.
    pub doer: Option<Someone>,
    /// The unit.
    pub unit: UnitId,
    /// What it is called.
    pub unit_name: String,
}

/// What an inspection found (WH-36).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Where.
    pub place: String,
    /// The unit it concerns, and what it is called.
    pub unit: (UnitId, String),
    /// What.
    pub what: String,
    /// How grave it is.
    pub severity: Severity,
    /// By whom and when.
    pub signed: Signed,
    /// The order to rectify it, and its number.
    pub order: Option<(MatterId, String)>,
}

/// A finding as it is noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub place: String,
    /// The unit it concerns, and what it is called.
    pub unit: (UnitId, String),
    /// What.
    pub what: String,
    /// How grave it is.
    pub severity: Severity,
}

/// Working days for each part of the other side and of the first answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTerms {
    /// To send what was written.
    pub push: u32,
    /// To accept or decline.
    pub accept: u32,
    /// To decide what becomes of what was declined or shall be transferred.
    pub decide: u32,
    /// To confirm or return what was reported.
    pub confirm: u32,
    /// To mark what was confirmed.
    pub mark: u32,
}

impl Default for TaskTerms {
    fn default() -> Self {
        Self { push: 3, accept: 2, decide: 2, confirm: 3, mark: 5 }
    }
}

/// One task with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: MatterId,
    /// Its number, such as `RW-2026-00042`.
    pub number: String,
    /// Its kind.
    pub kind: TaskKind,
    /// How an inspection is made.
    pub manner: Option<InspectionManner>,
    /// What made it.
    pub source: Source,
    /// The template it was made from.
    pub template: Option<TaskTemplateId>,
    /// Where it is.
    pub state: TaskState,
    /// The unit that answers and the unit it comes from.
    pub parties: Parties,
    /// Who has which part in it.
    pub roles: Roles,
    /// In one line.
    pub title: String,
    /// What is to be done (干什么).
    pub what: String,
    /// How it is done (怎么干); may be empty.
    pub how: String,
    /// The indicator it serves.
    pub indicator: Option<IndicatorId>,
    /// The last day to report.
    pub due: NaiveDate,
    /// Somebody else should do it, the doer asks; none once that is answered.
    pub transfer: Option<Transfer>,
    /// What an inspection found.
    pub findings: Vec<Finding>,
    /// What was done.
    pub result: String,
    /// Who reported it.
    pub reported: Option<Signed>,
    /// Who confirmed it.
    pub confirmed: Option<Signed>,
    /// How well it was done.
    pub marked: Option<Marked>,
    /// Working days for each part.
    pub terms: TaskTerms,
    /// By whom and when it was opened.
    pub opened: Signed,
    /// When it was marked or cancelled.
    pub ended: Option<DateTime<Utc>>,
    /// The clocks of both sides.
    pub clocks: Clocks,
    /// Counts its changes.
    pub version: i32,
}

impl Matter for Task {
    const KIND: MatterKind = MatterKind::Task;

    fn id(&self) -> MatterId {
        self.id
    }

    fn head(&self) -> Head<'_> {
        Head {
            number: &self.number,
            state: self.state.code(),
            is_open: self.state.is_open(),
            is_sent: self.clocks.ever_waited_for(ClockKind::Acknowledge),
            title: &self.title,
            direction: None,
            severity: None,
            parties: &self.parties,
            people: self.people(),
            // A task says nothing of a number that somebody else could have found first: the indicator stands in the task alone.
            about: None,
            score: None,
            risk_point: None,
            rule: None,
            condition: None,
            opened: self.opened.at,
            ended: self.ended,
            clocks: &self.clocks,
            version: self.version,
        }
    }

    fn has_part(&self, item: u32, _of: Option<PersonId>) -> Result<(), Refusal> {
        numbered(&self.findings, "finding", item).map(|_| ())
    }

    fn seen_as(self, version: i32) -> Self {
        Self { version, ..self }
    }
}

/// Who takes a step, as far as a task asks: as whom they are named, and for which side they may act.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taker {
    /// The person.
    pub person: Option<PersonId>,
    /// On which side.
    pub side: Option<Side>,
    /// Whether they act for a part alone and not for the whole side.
    pub has_part: bool,
    /// Whether they may order for the unit it comes from.
    pub orders: bool,
}

impl Task {
    /// Everybody who has a part in it: they see it, whatever else they see.
    #[must_use]
    pub fn people(&self) -> BTreeSet<PersonId> {
        self.roles.people().collect()
    }

    /// What somebody is in this task.
    #[must_use]
    pub fn roles_of(&self, taker: Taker) -> BTreeSet<TaskRole> {
        let named =
            |someone: &Option<Someone>| someone.as_ref().map(|it| it.id) == taker.person && taker.person.is_some();
        // A unit that has it from itself: its head gives it to an officer and is on the answering side as well.
        let gives = taker.side == Some(Side::Giver) || (taker.orders && self.parties.is_own());
        let Roles { doer, supervisor, appraiser, result_user } = &self.roles;
        [
            (TaskRole::Doer, named(doer)),
            (TaskRole::Supervisor, named(supervisor)),
            (TaskRole::Appraiser, named(appraiser)),
            (TaskRole::ResultUser, named(result_user)),
            (TaskRole::Giver, gives),
            (TaskRole::Unit, taker.side == Some(Side::Responsible) && !taker.has_part),
        ]
        .into_iter()
        .filter_map(|(role, is)| is.then_some(role))
        .collect()
    }

    /// As what somebody with these roles takes the step in this task; none where they do not.
    fn acts_as(&self, step: TaskStep, roles: &BTreeSet<TaskRole>) -> Option<TaskRole> {
        let stands_in = |role: TaskRole| match role {
            // Where nobody is named, whoever answers for the unit does it, and whoever gave it looks after it.
            TaskRole::Unit => step.is_of_unit() || self.roles.doer.is_none(),
            TaskRole::Giver => step != TaskStep::Mark || self.roles.appraiser.is_none(),
            TaskRole::Doer | TaskRole::Supervisor | TaskRole::Appraiser | TaskRole::ResultUser => true,
        };
        step.takers().iter().copied().find(|role| roles.contains(role) && stands_in(*role))
    }

    /// What `actor` may do now.
    pub fn open_steps(&self, taker: Taker, actor: Actor) -> impl Iterator<Item = TaskStep> {
        let roles = self.roles_of(taker);
        let is_own = self.is_own_work(taker, actor);
        TaskStep::ALL.iter().copied().filter(move |step| {
            self.acts_as(*step, &roles).is_some()
                && self.state.after(*step).is_ok()
                && match step {
                    TaskStep::GrantTransfer | TaskStep::RefuseTransfer => self.transfer.is_some(),
                    TaskStep::AskTransfer => self.transfer.is_none(),
                    TaskStep::AddFinding => self.kind == TaskKind::Inspection,
                    // An order comes from whoever may order, also where somebody else looks after the task.
                    TaskStep::OrderFinding => {
                        taker.orders && self.findings.iter().any(|finding| finding.order.is_none())
                    }
                    TaskStep::Confirm | TaskStep::Return | TaskStep::Mark => !is_own,
                    _ => true,
                }
        })
    }

    /// The finding counted from 1.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPart`] where there is none, or where it is ordered already.
    pub fn finding(&self, item: u32) -> Result<&Finding, Refusal> {
        let finding = numbered(&self.findings, "finding", item)?;
        let missing = || Refusal::NoSuchPart { part: "finding".to_owned(), item };
        Some(finding).filter(|finding| finding.order.is_none()).ok_or_else(missing)
    }

    /// Whether they do it, or this account reported it: then they neither confirm, return nor mark it.
    fn is_own_work(&self, taker: Taker, actor: Actor) -> bool {
        let does = taker.person.is_some() && self.doer() == taker.person;
        does || self.reported.is_some_and(|signed| signed.by == actor)
    }
}

#[cfg(test)]
mod tests;
