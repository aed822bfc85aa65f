//! Lists of matters: pages, the desk of a person, and what they add up to.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, Iterable as _, Order, QuerySelect as _};
use shared::calendar::first_moment;
use shared::cell::Subject;
use shared::code::LineCode;
use shared::id::{IndicatorId, MatterId, PersonId, UnitId, WarningRuleId};
use shared::matter::{About, ClockKind, MatterKind, MatterOrder, Names, Severity, Side};
use shared::period::Period;
use shared::policy::Action;
use shared::rectification::RectificationDirection;
use shared::warning::condition::ConditionKind;

use super::super::entity::{matter, matter_clock, task as task_row, unit_closure};
use super::super::task;
use super::permit::of_others;
use super::row::subject;
use crate::error::Error;
use crate::store::page::{Key, Page, Slice};
use crate::store::scope::{Reader, Rows};

mod ended;

/// A matter as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: MatterId,
    /// Its kind.
    pub kind: MatterKind,
    /// Its number.
    pub number: String,
    /// The code of its state.
    pub state: String,
    /// Whether something is still expected.
    pub is_open: bool,
    /// In one line.
    pub title: String,
    /// Which way it goes.
    pub direction: Option<RectificationDirection>,
    /// How urgent it is.
    pub severity: Option<Severity>,
    /// The unit that answers.
    pub unit: UnitId,
    /// The person that answers.
    pub person: Option<PersonId>,
    /// The unit it comes from.
    pub giver: UnitId,
    /// What they are called.
    pub names: Names,
    /// The business line.
    pub line: Option<LineCode>,
    /// The indicator it is about.
    pub indicator: Option<IndicatorId>,
    /// Whose value it is about.
    pub subject: Option<Subject>,
    /// The period it is about.
    pub period: Option<Period>,
    /// The rule it was issued by.
    pub rule: Option<WarningRuleId>,
    /// The kind of that rule's condition.
    pub condition: Option<ConditionKind>,
    /// The day its next clock ends.
    pub due: Option<NaiveDate>,
    /// Whose clock that is.
    pub waits_for: Option<Side>,
    /// When it was opened.
    pub opened: DateTime<Utc>,
    /// When it came to its end.
    pub ended: Option<DateTime<Utc>>,
    /// Counts its changes.
    pub version: i32,
}

impl Line {
    /// The number it is about.
    #[must_use]
    pub fn about(&self) -> Option<About> {
        let (indicator, subject, period) = (self.indicator?, self.subject?, self.period?);
        Some(About { indicator, subject, period })
    }
}

/// All columns but the whole.
#[derive(Debug, FromQueryResult)]
struct Bare {
    id: MatterId,
    kind: MatterKind,
    number: String,
    state: String,
    is_open: bool,
    title: String,
    direction: Option<RectificationDirection>,
    severity: Option<Severity>,
    unit_id: UnitId,
    person_id: Option<PersonId>,
    giver_id: UnitId,
    unit_name: String,
    person_name: Option<String>,
    giver_name: String,
    line: Option<LineCode>,
    indicator_id: Option<IndicatorId>,
    subject: Option<String>,
    period: Option<Period>,
    rule_id: Option<WarningRuleId>,
    condition: Option<ConditionKind>,
    due: Option<NaiveDate>,
    waits_for: Option<Side>,
    opened_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    version: i32,
}

impl TryFrom<Bare> for Line {
    type Error = Error;

    fn try_from(row: Bare) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            kind: row.kind,
            number: row.number,
            state: row.state,
            is_open: row.is_open,
            title: row.title,
            direction: row.direction,
            severity: row.severity,
            unit: row.unit_id,
            person: row.person_id,
            giver: row.giver_id,
            names: Names { unit: row.unit_name, person: row.person_name, giver: row.giver_name },
            line: row.line,
            indicator: row.indicator_id,
            subject: subject(row.subject.as_deref())?,
            period: row.period,
            rule: row.rule_id,
            condition: row.condition,
            due: row.due,
            waits_for: row.waits_for,
            opened: row.opened_at,
            ended: row.ended_at,
            version: row.version,
        })
    }
}

impl From<matter::Model> for Bare {
    fn from(row: matter::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            number: row.number,
            state: row.state,
            is_open: row.is_open,
            title: row.title,
            direction: row.direction,
            severity: row.severity,
            unit_id: row.unit_id,
            person_id: row.person_id,
            giver_id: row.giver_id,
            unit_name: row.unit_name,
            person_name: row.person_name,
            giver_name: row.giver_name,
            line: row.line,
            indicator_id: row.indicator_id,
            subject: row.subject,
            period: row.period,
            rule_id: row.rule_id,
            condition: row.condition,
            due: row.due,
            waits_for: row.waits_for,
            opened_at: row.opened_at,
            ended_at: row.ended_at,
            version: row.version,
        }
    }
}

fn bare() -> impl Iterator<Item = matter::Column> {
    matter::Column::iter().filter(|column| !matches!(column, matter::Column::Detail))
}

/// Which matters are asked for. What is not said does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<MatterKind>,
    /// Open, or ended.
    pub is_open: Option<bool>,
    /// Going this way.
    pub direction: Option<RectificationDirection>,
    /// In one of these states.
    pub states: Vec<String>,
    /// Of one of these severities.
    pub severities: Vec<Severity>,
    /// About this unit, or one below it.
    pub below: Option<UnitId>,
    /// About this unit alone.
    pub unit: Option<UnitId>,
    /// About this person.
    pub person: Option<PersonId>,
    /// Warnings from this kind of condition.
    pub condition: Option<ConditionKind>,
    /// Opened on this day or after it.
    pub opened_from: Option<NaiveDate>,
    /// Opened on this day or before it.
    pub opened_to: Option<NaiveDate>,
    /// About this number.
    pub indicator: Option<IndicatorId>,
    /// About the value of this subject.
    pub subject: Option<Subject>,
    /// About a number of this period.
    pub period: Option<Period>,
    /// With a clock that was due before this day.
    pub due_before: Option<NaiveDate>,
    /// Whose next clock is this side's.
    pub waits_for: Option<Side>,
    /// Tasks in which somebody has a part.
    pub part: Option<task::Part>,
}

impl Filter {
    fn condition(&self) -> Condition {
        use matter::Column as C;
        let codes = |severities: &[Severity]| severities.to_vec();
        Condition::all()
            .add_option(self.kind.map(|kind| C::Kind.eq(kind)))
            .add_option(self.is_open.map(|open| C::IsOpen.eq(open)))
            .add_option(self.direction.map(|direction| C::Direction.eq(direction)))
            .add_option((!self.states.is_empty()).then(|| C::State.is_in(self.states.clone())))
            .add_option((!self.severities.is_empty()).then(|| C::Severity.is_in(codes(&self.severities))))
            .add_option(self.unit.map(|unit| C::UnitId.eq(unit)))
            .add_option(self.person.map(|person| C::PersonId.eq(person)))
            .add_option(self.condition.map(|condition| C::Condition.eq(condition)))
            .add_option(self.opened_from.map(|day| C::OpenedAt.gte(first_moment(day))))
            .add_option(self.opened_to.map(|day| C::OpenedAt.lt(moment_after(day))))
            .add_option(self.indicator.map(|indicator| C::IndicatorId.eq(indicator)))
            .add_option(self.subject.map(|subject| C::Subject.eq(subject.to_string())))
            .add_option(self.period.map(|period| C::Period.eq(period)))
            .add_option(self.due_before.map(|day| C::Due.lt(day)))
            .add_option(self.waits_for.map(|side| C::WaitsFor.eq(side)))
    }

    /// The matters it leaves, as far as the viewer may see them.
    pub(super) fn rows<'r>(&self, reader: &'r Reader) -> Rows<'r, matter::Entity> {
        self.rows_for(reader, Action::Read)
    }

    /// The matters it leaves, as far as the viewer may do the action with them.
    pub(super) fn rows_for<'r>(&self, reader: &'r Reader, action: Action) -> Rows<'r, matter::Entity> {
        let mut rows = reader.find_for::<matter::Entity>(action).filter(self.condition());
        if let Some(top) = self.below {
            use unit_closure::Column as C;
            let below = Condition::all().add(C::Ancestor.eq(top)).add(C::ValidTo.is_null());
            let units = reader.find::<unit_closure::Entity>().filter(below);
            rows = rows.whose(matter::Column::UnitId, units, C::Descendant);
        }
        if let Some(part) = &self.part {
            rows = rows.whose(matter::Column::Id, task::with_part(reader, part), task_row::Column::MatterId);
        }
        rows
    }
}

/// The first moment of the next day in the bureau.
pub(super) fn moment_after(day: NaiveDate) -> DateTime<Utc> {
    first_moment(day.succ_opt().unwrap_or(day))
}

/// A page of matters in this order.
///
/// # Errors
/// [`Error::Invalid`] where the cursor is of the other order; otherwise of the database.
pub async fn page(reader: &Reader, filter: &Filter, order: MatterOrder, page: Page) -> Result<Slice<Line>, Error> {
    match order {
        MatterOrder::Number => by_number(reader, filter, page).await,
        MatterOrder::Ended => ended::page(reader, filter, page).await,
    }
}

async fn by_number(reader: &Reader, filter: &Filter, page: Page) -> Result<Slice<Line>, Error> {
    let key = |row: &matter::Model| Key::Text(row.number.clone());
    let slice = filter.rows(reader).page(page, matter::Column::Number, Order::Desc, key).await?;
    slice.try_map(|row| Bare::from(row).try_into())
}

/// How many matters there are.
///
/// # Errors
/// Of the database.
pub async fn count(reader: &Reader, filter: &Filter) -> Result<u64, Error> {
    filter.rows(reader).count().await
}

/// Some matters by id, as far as the viewer may see them.
///
/// # Errors
/// Of the database.
pub async fn lines(reader: &Reader, ids: &[MatterId]) -> Result<Vec<Line>, Error> {
    let rows = reader.find::<matter::Entity>().filter(matter::Column::Id.is_in(ids.iter().copied()));
    let rows: Vec<Bare> = rows.project(|select| select.columns(bare())).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Open and ended matters about the same number or, where none is named, all; oldest first.
///
/// # Errors
/// Of the database.
pub async fn all(reader: &Reader, filter: &Filter) -> Result<Vec<Line>, Error> {
    let rows = filter.rows(reader).order(matter::Column::OpenedAt, Order::Asc);
    let rows: Vec<Bare> = rows.project(|select| select.columns(bare())).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Something that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The matter.
    pub line: Line,
    /// On which side it waits.
    pub side: Side,
    /// For what.
    pub kind: ClockKind,
    /// Which of several.
    pub item: Option<i32>,
    /// For whom, where it is a person.
    pub person: Option<PersonId>,
    /// Since when.
    pub started: DateTime<Utc>,
    /// Until when.
    pub due: NaiveDate,
}

/// Whose desk it is: the person, and the units they speak for.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// The person.
    pub person: Option<PersonId>,
    /// Units they answer for.
    pub answers: Vec<UnitId>,
    /// Units they order for.
    pub orders: Vec<UnitId>,
}

/// Everything that waits for somebody, the most urgent first: two statements, however much it is.
///
/// # Errors
/// Of the database.
pub async fn waiting(reader: &Reader, desk: &Desk, most: u64) -> Result<Vec<Waiting>, Error> {
    use matter_clock::Column as C;
    let of = |side: Side, action: Action, theirs: Condition| {
        let matters = reader.find_for::<matter::Entity>(action).filter(theirs);
        let here = C::MatterId.in_subquery(matters.keys(matter::Column::Id));
        Condition::all().add(C::Side.eq(side)).add(C::PersonId.is_null()).add(here)
    };
    let mut mine = Condition::any();
    if let Some(person) = desk.person {
        mine = mine.add(C::PersonId.eq(person));
    }
    let answered = Condition::all().add(matter::Column::UnitId.is_in(desk.answers.iter().copied()));
    mine = mine.add(of(Side::Responsible, Action::Answer, answered));
    let given = of_others(reader.viewer()).add(matter::Column::GiverId.is_in(desk.orders.iter().copied()));
    mine = mine.add(of(Side::Giver, Action::Order, given));
    let clocks = reader
        .find::<matter_clock::Entity>()
        .filter(C::StoppedAt.is_null())
        .filter(mine)
        .order(C::Due, Order::Asc)
        .order(C::StartedAt, Order::Asc)
        .limit(most)
        .all()
        .await?;
    let ids: Vec<MatterId> = clocks.iter().map(|clock| clock.matter_id).collect();
    let lines = lines(reader, &ids).await?;
    let waiting = |clock: &matter_clock::Model| {
        let line = lines.iter().find(|line| line.id == clock.matter_id)?.clone();
        let matter_clock::Model { side, kind, item, person_id: person, started_at: started, due, .. } = *clock;
        Some(Waiting { line, side, kind, item, person, started, due })
    };
    Ok(clocks.iter().filter_map(waiting).collect())
}

/// The clocks that run: of which matter, for which side, until when.
///
/// # Errors
/// Of the database.
pub async fn running(reader: &Reader) -> Result<Vec<(MatterId, Side, NaiveDate)>, Error> {
    let rows = reader.find::<matter_clock::Entity>().filter(matter_clock::Column::StoppedAt.is_null()).all().await?;
    Ok(rows.into_iter().map(|row| (row.matter_id, row.side, row.due)).collect())
}

/// The matters with a clock that is due before `day`, for whoever reminds and escalates.
///
/// # Errors
/// Of the database.
pub async fn due_before(reader: &Reader, day: NaiveDate) -> Result<Vec<(MatterId, MatterKind)>, Error> {
    let rows = reader.find::<matter::Entity>().filter(matter::Column::Due.lt(day));
    let rows: Vec<Bare> = rows.project(|select| select.columns(bare())).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.kind)).collect())
}
