//! What every matter shows alike: its parties, clocks, time-line and links; lists of matters, the desk, the inbox.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::NaiveDate;
use shared::calendar::local_day;
use shared::cell::Subject;
use shared::code::LineCode;
use shared::direction::Direction as Better;
use shared::id::{IndicatorId, MatterId, NoticeId, PersonId, UnitId};
use shared::matter::{self, ClockKind, LinkKind, MatterKind, NoticeReason, Severity, Side};
use shared::period::Period;
use shared::rectification::RectificationDirection;
use shared::warning::condition::ConditionKind;

use super::page::parts;
use super::scalar::{Date, DateTime};
use super::scope::Once;
use crate::app::desk as use_case;
use crate::app::matter::list::{Filter, Line, Waiting};
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::store::page::Page;

/// A unit by name: either side of a matter knows the other by name, whatever else it may see.
#[derive(Debug, Clone, SimpleObject)]
pub struct UnitName {
    /// Its id.
    pub id: UnitId,
    /// Its name.
    pub name: String,
}

/// A person by name.
#[derive(Debug, Clone, SimpleObject)]
pub struct PersonName {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: String,
}

impl From<&matter::Someone> for PersonName {
    fn from(someone: &matter::Someone) -> Self {
        Self { id: someone.id, name: someone.name.clone() }
    }
}

/// An indicator by name.
#[derive(Debug, Clone, SimpleObject)]
pub struct IndicatorName {
    /// Its id.
    pub id: IndicatorId,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// The unit of its values, such as `%`.
    pub unit_of_measure: String,
    /// Which way is better.
    pub direction: Better,
}

/// The names of indicators that the matters of one list share.
pub type Indicators = Arc<Once<IndicatorId, IndicatorName>>;

/// The name of an indicator; null for whoever may not read the library.
///
/// # Errors
/// Of the database.
pub async fn indicator_name(
    scope: &Scope,
    names: &Once<IndicatorId, IndicatorName>,
    id: IndicatorId,
) -> Result<Option<IndicatorName>, Error> {
    let load = || async {
        let known = use_case::indicators(&*scope.reader().await?).await?;
        let name = |(indicator, content): (shared::indicator::Indicator, shared::indicator::Content)| {
            let shared::indicator::Indicator { id, name, name_en, .. } = indicator;
            let (unit_of_measure, direction) = (content.unit_of_measure, content.direction);
            (id, IndicatorName { id, name, name_en, unit_of_measure, direction })
        };
        Ok(known.into_iter().map(name).collect::<BTreeMap<_, _>>())
    };
    names.of(&id, load).await
}

/// The parties of a matter.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterParties {
    /// The unit that answers.
    pub unit: UnitName,
    /// The person that answers, where it is about one.
    pub person: Option<PersonName>,
    /// The unit it comes from, or whose head confirms it.
    pub giver: UnitName,
    /// The business line.
    pub line: Option<LineCode>,
}

impl From<&matter::Parties> for MatterParties {
    fn from(parties: &matter::Parties) -> Self {
        let matter::Parties { unit, person, giver, line, names } = parties;
        Self {
            unit: UnitName { id: *unit, name: names.unit.clone() },
            person: person.map(|id| PersonName { id, name: names.person.clone().unwrap_or_default() }),
            giver: UnitName { id: *giver, name: names.giver.clone() },
            line: line.clone(),
        }
    }
}

/// A clock: who has to do what by which day.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterClock {
    /// Whose clock it is.
    pub side: Side,
    /// What it waits for.
    pub kind: ClockKind,
    /// Which measure or request, counted from 1.
    pub item: Option<i32>,
    /// When it began.
    pub started_at: DateTime,
    /// The last day on time.
    pub due_on: Date,
    /// When it stopped.
    pub stopped_at: Option<DateTime>,
    /// Whether it was called off: then it says nothing about punctuality.
    pub called_off: bool,
    /// Whether it waits although its day is over.
    pub overdue: bool,
    /// Working days left; negative ones are late.
    pub days_left: i32,
    /// How many levels were told that it is overdue.
    pub escalated: i32,
}

/// How punctual one side is.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct Punctuality {
    /// Clocks that were kept.
    pub kept: i32,
    /// Clocks that were kept or missed.
    pub of: i32,
}

/// The clocks of a matter as both sides see them.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterClocks {
    /// All of them, oldest first.
    pub all: Vec<MatterClock>,
    /// How punctual the side is that answers.
    pub responsible: Punctuality,
    /// How punctual the side is that it comes from.
    pub giver: Punctuality,
}

impl MatterClocks {
    /// The clocks on a day.
    #[must_use]
    pub fn on(clocks: &matter::Clocks, calendar: &shared::calendar::Calendar, today: NaiveDate) -> Self {
        let signed = |days: u32| i32::try_from(days).unwrap_or(i32::MAX);
        let left = |due: NaiveDate| {
            if due < today { -signed(calendar.between(due, today)) } else { signed(calendar.between(today, due)) }
        };
        let clock = |it: &matter::Clock| MatterClock {
            side: it.side,
            kind: it.kind,
            item: it.item.map(signed),
            started_at: DateTime(it.started),
            due_on: Date(it.due),
            stopped_at: it.stopped.map(DateTime),
            called_off: it.called_off,
            overdue: it.is_overdue(today),
            days_left: left(it.due),
            escalated: signed(it.escalated),
        };
        let of = |side| {
            let matter::Punctuality { kept, of } = clocks.punctuality(side, today);
            Punctuality { kept: signed(kept), of: signed(of) }
        };
        Self {
            all: clocks.all().iter().map(clock).collect(),
            responsible: of(Side::Responsible),
            giver: of(Side::Giver),
        }
    }
}

/// A line of a time-line.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterEvent {
    /// When.
    pub at: DateTime,
    /// How whoever did it was called; empty for the system.
    pub name: String,
    /// On which side; null for the system.
    pub side: Option<Side>,
    /// What was done: a step, `OPEN`, `ISSUE` or `ESCALATE`.
    pub step: String,
    /// The state after it.
    pub state: String,
    /// What was said.
    pub words: String,
}

impl From<matter::Event> for MatterEvent {
    fn from(event: matter::Event) -> Self {
        let matter::Event { at, name, side, step, state, words, .. } = event;
        Self { at: DateTime(at), name, side, step, state, words }
    }
}

/// A matter that led to another, or that another led to.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterLink {
    /// Whether it came before.
    pub before: bool,
    /// How they hang together.
    pub kind: LinkKind,
    /// The other one.
    pub matter: Matter,
}

/// What a person asks about a matter beside its content: the time-line and the links.
///
/// # Errors
/// Of the database.
pub async fn time_line(scope: &Scope, id: MatterId) -> Result<Vec<MatterEvent>, Error> {
    Ok(use_case::events(&*scope.reader().await?, id).await?.into_iter().map(Into::into).collect())
}

/// The matters that hang together with one.
///
/// # Errors
/// Of the database.
pub async fn links(scope: &Scope, id: MatterId) -> Result<Vec<MatterLink>, Error> {
    let found = use_case::links(&*scope.reader().await?, id).await?;
    let names = Indicators::default();
    let link = |(before, kind, line)| MatterLink {
        before,
        kind,
        matter: Matter { scope: scope.clone(), line, indicators: Arc::clone(&names) },
    };
    Ok(found.into_iter().map(link).collect())
}

/// A matter as a list shows it.
#[derive(Debug, Clone)]
pub struct Matter {
    scope: Scope,
    line: Line,
    indicators: Indicators,
}

impl Matter {
    /// The matters of one list.
    #[must_use]
    pub fn list(scope: &Scope, lines: Vec<Line>) -> Vec<Self> {
        let indicators = Indicators::default();
        lines.into_iter().map(|line| Self { scope: scope.clone(), line, indicators: Arc::clone(&indicators) }).collect()
    }
}

/// A matter as a list shows it: a warning, a rectification, a diagnosis or a task.
#[Object]
impl Matter {
    /// Its id.
    async fn id(&self) -> MatterId {
        self.line.id
    }

    /// Its kind.
    async fn kind(&self) -> MatterKind {
        self.line.kind
    }

    /// Its number, such as `ZG-2026-00317`.
    async fn number(&self) -> &str {
        &self.line.number
    }

    /// The code of its state.
    async fn state(&self) -> &str {
        &self.line.state
    }

    /// Whether something is still expected.
    async fn is_open(&self) -> bool {
        self.line.is_open
    }

    /// In one line.
    async fn title(&self) -> &str {
        &self.line.title
    }

    /// Which way a rectification goes.
    async fn direction(&self) -> Option<RectificationDirection> {
        self.line.direction
    }

    /// How urgent a warning is.
    async fn severity(&self) -> Option<Severity> {
        self.line.severity
    }

    /// The kind of condition a warning comes from; null for one written by hand.
    async fn condition(&self) -> Option<ConditionKind> {
        self.line.condition
    }

    /// The unit that answers.
    async fn unit(&self) -> UnitName {
        UnitName { id: self.line.unit, name: self.line.names.unit.clone() }
    }

    /// The person that answers, where it is about one.
    async fn person(&self) -> Option<PersonName> {
        let name = self.line.names.person.clone().unwrap_or_default();
        self.line.person.map(|id| PersonName { id, name })
    }

    /// The unit it comes from.
    async fn giver(&self) -> UnitName {
        UnitName { id: self.line.giver, name: self.line.names.giver.clone() }
    }

    /// The indicator it is about.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        match self.line.indicator {
            Some(id) => indicator_name(&self.scope, &self.indicators, id).await,
            None => Ok(None),
        }
    }

    /// Whose value it is about.
    async fn subject(&self) -> Option<Subject> {
        self.line.subject
    }

    /// The period it is about.
    async fn period(&self) -> Option<Period> {
        self.line.period
    }

    /// The day its next clock ends.
    async fn due_on(&self) -> Option<Date> {
        self.line.due.map(Date)
    }

    /// Whose clock that is.
    async fn waits_for(&self) -> Option<Side> {
        self.line.waits_for
    }

    /// Whether that day is over.
    async fn overdue(&self) -> bool {
        self.line.due.is_some_and(|due| due < local_day(self.scope.now()))
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.line.opened)
    }

    /// When it came to its end.
    async fn ended_at(&self) -> Option<DateTime> {
        self.line.ended.map(DateTime)
    }
}

connection!(MatterConnection, MatterEdge, Matter, "matters");

/// Which matters are asked for; what is not said does not narrow.
#[derive(Debug, InputObject)]
pub struct MatterFilter {
    /// Of this kind.
    kind: Option<MatterKind>,
    /// Open, or ended.
    is_open: Option<bool>,
    /// Rectifications going this way.
    direction: Option<RectificationDirection>,
    /// In one of these states.
    states: Option<Vec<String>>,
    /// Warnings of one of these severities.
    severities: Option<Vec<Severity>>,
    /// About this unit, or one below it.
    unit: Option<UnitId>,
    /// About this unit alone.
    only_unit: Option<UnitId>,
    /// About this person.
    person: Option<PersonId>,
    /// Warnings from this kind of condition.
    condition: Option<ConditionKind>,
    /// Opened on this day or after it.
    opened_from: Option<Date>,
    /// Opened on this day or before it.
    opened_to: Option<Date>,
    /// About this indicator.
    indicator: Option<IndicatorId>,
    /// About the value of this unit, post or person.
    subject: Option<Subject>,
    /// With a clock that is overdue.
    overdue: Option<bool>,
    /// Whose next clock is this side's.
    waits_for: Option<Side>,
}

impl MatterFilter {
    /// The filter of the day.
    pub(super) fn read(self, today: NaiveDate) -> Filter {
        Filter {
            kind: self.kind,
            is_open: self.is_open,
            direction: self.direction,
            states: self.states.unwrap_or_default(),
            severities: self.severities.unwrap_or_default(),
            below: self.unit,
            unit: self.only_unit,
            person: self.person,
            condition: self.condition,
            opened_from: self.opened_from.map(|day| day.0),
            opened_to: self.opened_to.map(|day| day.0),
            indicator: self.indicator,
            subject: self.subject,
            due_before: (self.overdue == Some(true)).then_some(today),
            waits_for: self.waits_for,
            part: None,
        }
    }
}

/// Something that waits for you.
#[derive(Debug, Clone, SimpleObject)]
pub struct DeskItem {
    /// The matter.
    pub matter: Matter,
    /// On which side it waits.
    pub side: Side,
    /// For what.
    pub kind: ClockKind,
    /// Which measure or request, counted from 1.
    pub item: Option<i32>,
    /// Since when.
    pub since: DateTime,
    /// Until when.
    pub due_on: Date,
    /// Whether that day is over.
    pub overdue: bool,
    /// Working days left; negative ones are late.
    pub days_left: i32,
    /// Whether it waits for you by name, and not for whoever speaks for your unit.
    pub personal: bool,
}

/// The desk: what waits for you, the most urgent first (ZH-40).
#[derive(Debug, Clone, SimpleObject)]
pub struct Desk {
    /// What waits.
    pub items: Vec<DeskItem>,
    /// Whether more waits than is shown.
    pub more: bool,
    /// Messages you have not read.
    pub unread: i64,
    /// Open warnings you may see.
    pub open_warnings: i64,
    /// Open rectifications you may see.
    pub open_rectifications: i64,
}

fn item(matter: Matter, waiting: &Waiting, calendar: &shared::calendar::Calendar, today: NaiveDate) -> DeskItem {
    let days = |from, to| i32::try_from(calendar.between(from, to)).unwrap_or(i32::MAX);
    let overdue = waiting.due < today;
    DeskItem {
        matter,
        side: waiting.side,
        kind: waiting.kind,
        item: waiting.item,
        since: DateTime(waiting.started),
        due_on: Date(waiting.due),
        overdue,
        days_left: if overdue { -days(waiting.due, today) } else { days(today, waiting.due) },
        personal: waiting.person.is_some(),
    }
}

/// A message: that something happened to a matter.
#[derive(Debug, Clone, SimpleObject)]
pub struct InboxMessage {
    /// Its id.
    pub id: NoticeId,
    /// Why you are told.
    pub reason: NoticeReason,
    /// When.
    pub at: DateTime,
    /// Whether you have read it.
    pub read: bool,
    /// The matter.
    pub matter: Matter,
    /// What happened.
    pub event: Option<MatterEvent>,
}

impl InboxMessage {
    /// The messages of one list.
    #[must_use]
    pub fn list(scope: &Scope, found: Vec<use_case::Told>) -> Vec<Self> {
        let indicators = Indicators::default();
        let message = |told: use_case::Told| Self {
            id: told.message.id,
            reason: told.message.reason,
            at: DateTime(told.message.at),
            read: told.message.read.is_some(),
            matter: Matter { scope: scope.clone(), line: told.line, indicators: Arc::clone(&indicators) },
            event: told.event.map(Into::into),
        };
        found.into_iter().map(message).collect()
    }
}

connection!(InboxConnection, InboxEdge, InboxMessage, "messages");

/// Queries of matters, the desk and the inbox.
#[derive(Debug, Default)]
pub struct MatterQuery;

#[Object]
impl MatterQuery {
    /// Matters you may see on either side, the newest number first.
    async fn matters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the matter with this cursor.")] after: Option<String>,
        #[graphql(desc = "Which.")] filter: Option<MatterFilter>,
    ) -> Result<MatterConnection, Error> {
        let scope = Scope::of(ctx)?;
        let filter = filter.map(|filter| filter.read(local_day(scope.now()))).unwrap_or_default();
        let page = Page::try_new(first, after.as_deref())?;
        let slice = use_case::matters(&*scope.reader().await?, &filter, page).await?;
        Ok(parts(slice, |lines| Matter::list(&scope, lines))?.into())
    }

    /// What waits for you, the most urgent first.
    async fn desk(&self, ctx: &Context<'_>, #[graphql(desc = "How many, 1–100.")] first: i32) -> Result<Desk, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, None)?;
        let found = use_case::desk(&*scope.reader().await?, page.first).await?;
        let today = local_day(scope.now());
        let lines = found.waiting.iter().map(|waiting| waiting.line.clone()).collect();
        let matters = Matter::list(&scope, lines).into_iter().zip(&found.waiting);
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        Ok(Desk {
            items: matters.map(|(matter, waiting)| item(matter, waiting, &found.calendar, today)).collect(),
            more: found.more,
            unread: count(found.unread),
            open_warnings: count(found.open_warnings),
            open_rectifications: count(found.open_rectifications),
        })
    }

    /// Your messages, newest first.
    async fn inbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the message with this cursor.")] after: Option<String>,
        #[graphql(desc = "Unread ones alone.", default)] unread: bool,
    ) -> Result<InboxConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let slice = use_case::inbox(&*scope.reader().await?, unread, page).await?;
        Ok(parts(slice, |found| InboxMessage::list(&scope, found))?.into())
    }

    /// How many of your messages are unread.
    async fn unread_messages(&self, ctx: &Context<'_>) -> Result<i64, Error> {
        let scope = Scope::of(ctx)?;
        let unread = use_case::unread(&*scope.reader().await?).await?;
        Ok(i64::try_from(unread).unwrap_or(i64::MAX))
    }
}

/// Mutations of the inbox.
#[derive(Debug, Default)]
pub struct MatterMutation;

#[Object]
impl MatterMutation {
    /// Marks messages as read: those named; all of a matter; or, where neither is named, all. Answers with how many are unread then.
    async fn mark_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "These messages.")] messages: Option<Vec<NoticeId>>,
        #[graphql(desc = "The messages of this matter.")] matter: Option<MatterId>,
    ) -> Result<i64, Error> {
        let unread = use_case::mark_read(&Scope::of(ctx)?, messages.as_deref(), matter).await?;
        Ok(i64::try_from(unread).unwrap_or(i64::MAX))
    }
}
