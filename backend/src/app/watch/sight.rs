//! What rules see: the objects they apply to, and the values of these in the periods they look at, loaded in a few statements.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use shared::availability::Availability;
use shared::cell::Subject;
use shared::code::LineCode;
use shared::direction::Direction;
use shared::id::{IndicatorId, IndicatorVersionId, MatterId, RunId, SchemeId, UnitId};
use shared::indicator::Indicator;
use shared::matter::{About, MatterKind, OfScore, Side, Weak};
use shared::number::Quantity;
use shared::period::{Cycle, Period};
use shared::warning::condition::{Condition, History, Seen, Verdict};
use shared::warning::rule::{WarningRule, Watched};
use shared::warning::standing::Standing;
use shared::warning::{Fact, WarningState};

use crate::error::Error;
use crate::store::library::{self, Dataset};
use crate::store::matter::list::{self, Filter};
use crate::store::{Reader, cell, run, work_day};

mod object;

pub use object::Object;
pub(super) use object::objects;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Indicator(IndicatorId),
    Score(String),
}

#[derive(Debug, Clone)]
struct Known {
    indicator: Indicator,
    direction: Direction,
    cycle: Cycle,
}

/// What rules see.
#[derive(Debug)]
pub struct Sight {
    /// The rules.
    pub rules: Vec<WarningRule>,
    /// The objects, ordered by what they are.
    pub objects: Vec<Object>,
    known: HashMap<IndicatorId, Known>,
    seen: HashMap<(Key, Subject, Period), Seen>,
    published: HashMap<Period, (SchemeId, RunId)>,
    datasets: Vec<Dataset>,
    waiting: HashMap<UnitId, Vec<NaiveDate>>,
    calendar: shared::calendar::Calendar,
    today: NaiveDate,
}

/// What one rule sees of one object in one period.
#[derive(Debug, Clone)]
pub struct Look<'s> {
    /// The object.
    pub object: &'s Object,
    /// The period; none where time alone counts.
    pub period: Option<Period>,
    /// Which evaluation it is: the run that published the period, or the day.
    pub key: String,
    /// Whether nobody ran the period although a later one was run.
    pub left_out: bool,
    /// What is seen.
    pub verdict: Verdict,
}

/// What one rule sees of one object today: in the newest period, and in one that was left out before; where time alone counts, on the day.
#[derive(Debug, Clone)]
pub struct Today<'s> {
    newest: Look<'s>,
    left_out: Option<Look<'s>>,
}

impl<'s> Today<'s> {
    /// The object.
    #[must_use]
    pub const fn object(&self) -> &'s Object {
        self.newest.object
    }

    /// What counts of it for a rule that stands like this towards the object.
    #[must_use]
    pub fn counts_for(self, standing: &Standing, last: Option<WarningState>) -> Look<'s> {
        let Self { newest, left_out } = self;
        let is_said = |behind: &Look<'_>| {
            let looks_back = behind.period.is_some_and(|period| standing.looks_back(period, last));
            looks_back && newest.verdict.gives_way_to(&behind.verdict)
        };
        left_out.filter(is_said).unwrap_or(newest)
    }
}

/// Loads what the rules need to look at the last `periods` periods that end by `horizon`.
///
/// # Errors
/// Of the database.
pub async fn sight(
    reader: &Reader,
    rules: Vec<WarningRule>,
    horizon: NaiveDate,
    periods: usize,
) -> Result<Sight, Error> {
    let published = published(reader, horizon).await?;
    let known = known(reader, &rules).await?;
    let mut sight = Sight {
        objects: objects(reader).await?,
        known,
        seen: HashMap::new(),
        published,
        datasets: library::all_datasets(reader).await?,
        waiting: waiting(reader).await?,
        calendar: work_day::calendar(reader).await?,
        today: shared::calendar::local_day(reader.now()),
        rules,
    };
    sight.load(reader, periods).await?;
    Ok(sight)
}

/// What is published of the periods that have begun and end by `horizon`: of those to come, a run that covers them knows nothing.
async fn published(reader: &Reader, horizon: NaiveDate) -> Result<HashMap<Period, (SchemeId, RunId)>, Error> {
    let today = shared::calendar::local_day(reader.now());
    let all = run::publications(reader).await?.into_iter().rev();
    let begun = all.filter(|(_, period, ..)| period.last_day() <= horizon && period.first_day() <= today);
    Ok(begun.map(|(scheme, period, run, _)| (period, (scheme, run))).collect())
}

async fn known(reader: &Reader, rules: &[WarningRule]) -> Result<HashMap<IndicatorId, Known>, Error> {
    let wanted: BTreeSet<IndicatorId> =
        rules.iter().flat_map(|rule| rule.content.looks_at()).map(|(_, indicator)| indicator).collect();
    let versions = library::effective_versions(reader).await?;
    let known = |indicator: Indicator| {
        let content = &versions.iter().find(|version| version.indicator == indicator.id)?.content;
        let (direction, cycle) = (content.direction, content.cycle);
        Some((indicator.id, Known { indicator, direction, cycle }))
    };
    let all = library::all_indicators(reader).await?;
    Ok(all.into_iter().filter(|indicator| wanted.contains(&indicator.id)).filter_map(known).collect())
}

/// The last days of everything that waits, by the unit it waits for: of each matter the first of them, whatever else of it waits for the
/// same unit or for the other side. Warnings wait too, but say only that something else does.
async fn waiting(reader: &Reader) -> Result<HashMap<UnitId, Vec<NaiveDate>>, Error> {
    let open = Filter { is_open: Some(true), ..Filter::default() };
    let lines = list::all(reader, &open).await?.into_iter().filter(|line| line.kind != MatterKind::Warning);
    let lines: HashMap<MatterId, list::Line> = lines.map(|line| (line.id, line)).collect();
    let mut first: BTreeMap<(UnitId, MatterId), NaiveDate> = BTreeMap::new();
    for (id, side, due) in list::running(reader).await? {
        let Some(line) = lines.get(&id) else { continue };
        let unit = match side {
            Side::Giver => line.giver,
            Side::Responsible => line.unit,
        };
        let day = first.entry((unit, id)).or_insert(due);
        *day = due.min(*day);
    }
    let mut waiting: HashMap<UnitId, Vec<NaiveDate>> = HashMap::new();
    for ((unit, _), due) in first {
        waiting.entry(unit).or_default().push(due);
    }
    Ok(waiting)
}

impl Sight {
    async fn load(&mut self, reader: &Reader, periods: usize) -> Result<(), Error> {
        let needed: BTreeSet<Period> = self
            .rules
            .iter()
            .flat_map(|rule| {
                let looked = self.periods(rule, periods).into_iter().chain(self.left_out(rule));
                looked.flat_map(|period| self.needs(rule, period))
            })
            .collect();
        let published: Vec<(RunId, Period)> =
            needed.into_iter().filter_map(|period| Some((self.published.get(&period)?.1, period))).collect();
        let wanted: Vec<IndicatorId> = self.known.keys().copied().collect();
        let versions: HashMap<IndicatorVersionId, IndicatorId> = library::versions_of(reader, &wanted)
            .await?
            .into_iter()
            .map(|version| (version.id, version.indicator))
            .collect();
        let ids: Vec<IndicatorVersionId> = versions.keys().copied().collect();
        for (version, subject, period, seen) in cell::glances(reader, &published, &ids).await? {
            if let Some(&indicator) = versions.get(&version) {
                self.seen.insert((Key::Indicator(indicator), subject, period), seen);
            }
        }
        let scores = self.rules.iter().any(|rule| matches!(rule.content.watched, Watched::Score { .. }));
        if scores {
            for (dimension, subject, period, seen) in cell::score_glances(reader, &published).await? {
                self.seen.insert((Key::Score(dimension), subject, period), seen);
            }
        }
        Ok(())
    }

    /// The length of the periods a rule looks at.
    fn cycle(&self, rule: &WarningRule) -> Option<Cycle> {
        match (&rule.content.watched, &rule.content.condition) {
            (_, Condition::BehindPace { .. }) | (Watched::Score { .. }, _) => Some(Cycle::Month),
            (Watched::Indicator { indicator }, _) => self.known.get(indicator).map(|known| known.cycle),
            (Watched::Tasks | Watched::Source { .. }, _) => None,
        }
    }

    /// The periods of the length a rule looks at that were run, oldest first.
    fn ran(&self, rule: &WarningRule) -> Vec<Period> {
        let Some(cycle) = self.cycle(rule) else { return Vec::new() };
        let mut all: Vec<Period> = self.published.keys().copied().filter(|period| period.cycle() == cycle).collect();
        all.sort_unstable();
        all
    }

    /// The last periods a rule looks at, oldest first; where missing values are looked for, those that should have been run by today are
    /// among them.
    #[must_use]
    pub fn periods(&self, rule: &WarningRule, most: usize) -> Vec<Period> {
        let mut all = rule.content.condition.seen_through(&self.ran(rule), self.today);
        all.split_off(all.len().saturating_sub(most))
    }

    /// The period before the newest that a rule looks at as well, because nobody ran it.
    fn left_out(&self, rule: &WarningRule) -> Option<Period> {
        rule.content.condition.left_out(&self.ran(rule), rule.since, self.today)
    }

    /// The last period before one that was run.
    fn ran_before(&self, rule: &WarningRule, period: Period) -> Option<Period> {
        self.ran(rule).into_iter().rfind(|ran| *ran < period)
    }

    /// The periods whose values looking at one takes.
    fn needs(&self, rule: &WarningRule, period: Period) -> Vec<Period> {
        if matches!(rule.content.condition, Condition::BehindPace { .. }) {
            let year = period.within(Cycle::Year);
            let years = year.into_iter().flat_map(|year| [year, year.previous()]);
            return years.flat_map(|year| year.months().chain([year])).collect();
        }
        let back = usize::try_from(rule.content.condition.looks_back()).unwrap_or(usize::MAX);
        let earlier = std::iter::successors(Some(period), |period| Some(period.previous()));
        // What nobody ran is missing for whoever owed a value in the run before.
        let before = if self.published.contains_key(&period) { None } else { self.ran_before(rule, period) };
        earlier.take(back.saturating_add(1)).chain(before).collect()
    }

    /// What a rule sees today of every object it applies to.
    #[must_use]
    pub fn looks_today<'s>(&'s self, rule: &'s WarningRule) -> Vec<Today<'s>> {
        let alone = |newest: Look<'s>| Today { newest, left_out: None };
        if matches!(rule.content.watched, Watched::Tasks | Watched::Source { .. }) {
            return self.looks(rule, None).into_iter().map(alone).collect();
        }
        let Some(newest) = self.periods(rule, 1).pop() else { return Vec::new() };
        let mut looks: Vec<Today<'s>> = self.looks(rule, Some(newest)).into_iter().map(alone).collect();
        let left_out = self.left_out(rule).map(|period| self.looks(rule, Some(period))).unwrap_or_default();
        // Of one rule, every period is seen of the same objects in the same order.
        for (look, behind) in looks.iter_mut().zip(left_out) {
            look.left_out = Some(Look { left_out: true, ..behind });
        }
        looks
    }

    /// Whether a rule applies to an object of today.
    #[must_use]
    pub fn applies(&self, rule: &WarningRule, subject: Subject) -> bool {
        let found = self.objects.binary_search_by_key(&subject, |object| object.subject).ok();
        let object = found.and_then(|place| self.objects.get(place));
        object.is_some_and(|object| rule.content.applies.includes(&object.place()))
    }

    /// What a rule sees of every object it applies to: in a period, or, where time alone counts, today.
    pub fn looks<'s>(&'s self, rule: &'s WarningRule, period: Option<Period>) -> Vec<Look<'s>> {
        let applies = |object: &&Object| rule.content.applies.includes(&object.place());
        let look = |object: &'s Object| {
            let (key, verdict) = match period {
                Some(period) => (self.key(period), self.of_value(rule, object, period)?),
                None => (format!("day-{}", self.today), self.of_time(rule, object)?),
            };
            Some(Look { object, period, key, left_out: false, verdict })
        };
        self.objects.iter().filter(applies).filter_map(look).collect()
    }

    fn key(&self, period: Period) -> String {
        self.published.get(&period).map_or_else(|| format!("day-{}", self.today), |(_, run)| format!("run-{run}"))
    }

    fn of_value(&self, rule: &WarningRule, object: &Object, period: Period) -> Option<Verdict> {
        let (key, direction) = match &rule.content.watched {
            Watched::Indicator { indicator } => (Key::Indicator(*indicator), self.known.get(indicator)?.direction),
            Watched::Score { dimension } => {
                let code = dimension.as_ref().map_or("", |code| code.as_str());
                (Key::Score(code.to_owned()), Direction::HigherBetter)
            }
            Watched::Tasks | Watched::Source { .. } => return None,
        };
        let seen = |period: Period| self.seen.get(&(key.clone(), object.subject, period)).copied();
        let missed = |last: Period| seen(last).and_then(Seen::missed);
        let back = usize::try_from(rule.content.condition.looks_back()).unwrap_or_default();
        let earlier = std::iter::successors(Some(period.previous()), |period| Some(period.previous())).take(back);
        let mut history = History {
            period,
            direction,
            now: if self.published.contains_key(&period) {
                seen(period)
            } else {
                self.ran_before(rule, period).and_then(missed)
            },
            before: earlier.map(seen).collect(),
            last_year: None,
            last_year_end: None,
            other: None,
        };
        match rule.content.condition {
            Condition::CrossCheck { other, .. } => {
                history.other = self.seen.get(&(Key::Indicator(other), object.subject, period)).copied();
            }
            Condition::BehindPace { .. } => self.pace(&mut history, seen),
            _ => {}
        }
        rule.content.condition.look(&history)
    }

    /// Sums of the year up to the period, and the year's target; known where the months of last year add up to last year.
    fn pace(&self, history: &mut History, seen: impl Fn(Period) -> Option<Seen>) {
        let Some(year) = history.period.within(Cycle::Year) else { return };
        let sum = |year: Period, until: u32| {
            let months = year.months().filter(|month| month.ordinal() <= until);
            months.map(|month| seen(month)?.value).try_fold(Quantity::ZERO, |sum, value| sum.checked_add(value?).ok())
        };
        let as_seen = |value: Option<Quantity>, target: Option<Quantity>| {
            let (availability, value) = (Availability::Present, Some(value?));
            Some(Seen { availability, value, target, band: None, rank: None, group_size: None })
        };
        let (month, before) = (history.period.ordinal(), year.previous());
        let adds_up = sum(before, 12).filter(|sum| seen(before).and_then(|seen| seen.value) == Some(*sum));
        history.now = as_seen(sum(year, month), seen(year).and_then(|seen| seen.target));
        history.last_year = as_seen(sum(before, month), None);
        history.last_year_end = as_seen(adds_up, None);
    }

    fn of_time(&self, rule: &WarningRule, object: &Object) -> Option<Verdict> {
        let counted = |name: &str, number: usize| {
            let value = Quantity::try_whole(i64::try_from(number).ok()?).ok()?;
            Some(Verdict::Fires(vec![Fact { name: name.to_owned(), value }]))
        };
        match rule.content.condition {
            Condition::TaskOverdue { days } => {
                let late = |due: &&NaiveDate| self.calendar.between(**due, self.today) >= days.max(1);
                let waiting = self.waiting.get(&object.unit.id).map_or(&[][..], Vec::as_slice);
                match waiting.iter().filter(late).count() {
                    0 => Some(Verdict::Clear),
                    number => counted("OVERDUE", number),
                }
            }
            // A source is nobody's in particular: whoever stands at the top is told.
            Condition::SourceLate { dataset, days } if object.unit.parent.is_none() => {
                let source = self.datasets.iter().find(|it| it.id == dataset);
                let Some(complete) = source.and_then(|it| it.complete_to) else { return Some(Verdict::NoData) };
                let behind = (self.today - complete).num_days();
                match u32::try_from(behind).is_ok_and(|behind| behind > days) {
                    true => counted("DAYS_BEHIND", usize::try_from(behind).ok()?),
                    false => Some(Verdict::Clear),
                }
            }
            _ => None,
        }
    }

    /// The business line of what a rule watches.
    #[must_use]
    pub fn line(&self, rule: &WarningRule) -> Option<LineCode> {
        match rule.content.watched {
            Watched::Indicator { indicator } => self.known.get(&indicator)?.indicator.line.clone(),
            Watched::Score { .. } | Watched::Tasks | Watched::Source { .. } => None,
        }
    }

    /// The number that a rule finds weak and its warning is about: the value of an indicator, or the score of the scheme that published
    /// the period.
    #[must_use]
    pub fn weak(&self, rule: &WarningRule, look: &Look<'_>) -> Option<Weak> {
        let Watched::Score { dimension } = &rule.content.watched else {
            return Self::about(rule, look).map(Into::into);
        };
        let period = look.period?;
        let (scheme, _) = *self.published.get(&period)?;
        Some(Weak::Score(OfScore { scheme, dimension: dimension.clone(), subject: look.object.subject, period }))
    }

    /// The value of an indicator that a rule looks at.
    fn about(rule: &WarningRule, look: &Look<'_>) -> Option<About> {
        match (&rule.content.watched, look.period) {
            (Watched::Indicator { indicator }, Some(period)) => {
                Some(About { indicator: *indicator, subject: look.object.subject, period })
            }
            _ => None,
        }
    }
}
