//! What a run computes from, loaded once and frozen: the plan of the appraisal, with the tree of each period's last day.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use extraction::engine::{DistinctGrouping, DistinctPeriod};
use shared::appraisal::{Calendar, Earlier, IndicatorPlan, LeafPlan, MeasurePlan, Plan, SubjectPlan, Targets};
use shared::availability::GRACE_DAYS;
use shared::cell::Subject;
use shared::code::{BusinessCode, GroupCode};
use shared::error::Refusal;
use shared::formula::Formula;
use shared::id::{IndicatorId, IndicatorVersionId, PersonId, PostId, UnitId};
use shared::indicator::{CollectionMode, Indicator, Version};
use shared::measure::{Aggregate, Measure};
use shared::number::Quantity;
use shared::organisation::Unit;
use shared::period::Period;
use shared::person::{PostRole, holds};
use shared::scheme::Scheme;
use shared::scoring::RollUp;

use super::placement::Placement;
use crate::error::Error;
use crate::store::library::{self, Dataset};
use crate::store::roster::{Roster, roster};
use crate::store::{Reader, manual};

/// Everything a run works with.
#[derive(Debug)]
pub struct Loaded {
    /// The organisation with its past.
    pub roster: Roster,
    /// The datasets that measures are taken from.
    pub datasets: Vec<Dataset>,
    /// The measures, in the order of the plan.
    pub measures: Vec<Measure>,
    /// Where rows go.
    pub placement: Placement,
    /// The plan; its tree is that of the last call of [`Loaded::as_of`].
    pub plan: Plan,
    index: HashMap<Subject, usize>,
    post_facts: HashMap<PostId, (UnitId, BusinessCode, GroupCode)>,
}

/// Loads what a run needs.
///
/// # Errors
/// Of the database; [`Refusal::Definition`] for a formula that does not read or names no measure.
pub async fn load(reader: &Reader, scheme: &Scheme) -> Result<Loaded, Error> {
    let roster = roster(reader).await?;
    let datasets = library::all_datasets(reader).await?;
    let pinned: Vec<_> = scheme.items.iter().map(|item| item.indicator_version).collect();
    let versions: HashMap<_, _> =
        library::versions(reader, &pinned).await?.into_iter().map(|version| (version.id, version)).collect();
    let indicators: HashMap<IndicatorId, Indicator> =
        library::all_indicators(reader).await?.into_iter().map(|indicator| (indicator.id, indicator)).collect();
    let measures = library::measures(reader).await?;
    let mut plan = Plan {
        measures: measures.iter().map(|measure| measure_plan(measure, &datasets)).collect(),
        dimensions: dimensions(&indicators),
        calendar: Calendar { today: reader.today(), grace_days: GRACE_DAYS },
        ..Plan::default()
    };
    for item in &scheme.items {
        let version = versions.get(&item.indicator_version).ok_or(Error::NotFound)?;
        let indicator = indicators.get(&version.indicator).ok_or(Error::NotFound)?;
        plan.indicators.push(indicator_plan(indicator, version, item.base_points, &measures)?);
    }
    let place: HashMap<IndicatorId, usize> = scheme
        .items
        .iter()
        .zip(0..)
        .filter_map(|(item, place)| Some((versions.get(&item.indicator_version)?.indicator, place)))
        .collect();
    let targets = library::targets(reader).await?;
    plan.targets = Targets(
        targets
            .into_iter()
            .filter_map(|it| Some(((*place.get(&it.indicator)?, it.unit, it.period), it.target)))
            .collect(),
    );
    let placement = Placement::of(&roster);
    let mut loaded =
        Loaded { post_facts: post_facts(&roster), roster, datasets, measures, placement, plan, index: HashMap::new() };
    loaded.subjects();
    for ((indicator, unit, period), entered) in manual::holding(reader).await? {
        let subject = loaded.index.get(&Subject::Unit(unit)).copied();
        if let (Some(&indicator), Some(subject)) = (place.get(&indicator), subject) {
            loaded.plan.manual.insert((indicator, subject, period), entered.value);
        }
    }
    Ok(loaded)
}

fn measure_plan(measure: &Measure, datasets: &[Dataset]) -> MeasurePlan {
    let dataset = datasets.iter().find(|dataset| dataset.id == measure.dataset);
    let adds = matches!(measure.over_time, RollUp::Sum | RollUp::Distinct);
    MeasurePlan {
        code: measure.code.clone(),
        name: measure.name.clone(),
        over_tree: measure.over_tree,
        over_time: measure.over_time,
        counts: adds && matches!(measure.aggregate, Aggregate::Count | Aggregate::Sum | Aggregate::Distinct),
        complete_to: dataset.and_then(|dataset| dataset.complete_to),
    }
}

fn indicator_plan(
    indicator: &Indicator,
    version: &Version,
    base_points: shared::number::Points,
    measures: &[Measure],
) -> Result<IndicatorPlan, Error> {
    let content = version.content.clone();
    let by_hand = content.formula.is_empty() || content.collection == CollectionMode::Manual;
    let formula = (!by_hand)
        .then(|| content.formula.parse::<Formula>())
        .transpose()
        .map_err(|error| definition(indicator, &error.to_string()))?;
    let names: Vec<String> = formula.iter().flat_map(Formula::names).map(str::to_owned).collect();
    let inputs = names
        .into_iter()
        .map(|name| {
            let known = |(_, measure): &(usize, &Measure)| measure.answers_to(&name);
            let Some((place, measure)) = measures.iter().enumerate().find(known) else {
                return Err(definition(
                    indicator,
                    &format!("the formula names `{name}`, and there is no such measure"),
                ));
            };
            let meant = measure.aggregate.check(measure.over_tree, measure.over_time);
            meant.map_err(|error| definition(indicator, &format!("the measure `{name}`: {error}")))?;
            Ok((name, place))
        })
        .collect::<Result<_, Error>>()?;
    Ok(IndicatorPlan {
        version: version.id,
        code: indicator.code.clone(),
        dimension: indicator.cockpit_dimension.clone(),
        line: indicator.line.clone(),
        content,
        ratio: formula.as_ref().and_then(Formula::ratio),
        formula,
        inputs,
        base_points,
    })
}

fn definition(indicator: &Indicator, reason: &str) -> Error {
    Refusal::Definition { field: indicator.code.to_string(), reason: reason.to_owned(), position: None }.into()
}

fn dimensions(indicators: &HashMap<IndicatorId, Indicator>) -> Vec<shared::code::CockpitDimensionCode> {
    let used: std::collections::BTreeSet<_> =
        indicators.values().filter_map(|indicator| indicator.cockpit_dimension.clone()).collect();
    used.into_iter().collect()
}

/// By post: its unit, its class, and the posts it is ranked with: those of its type.
fn post_facts(roster: &Roster) -> HashMap<PostId, (UnitId, BusinessCode, GroupCode)> {
    let types: HashMap<_, _> = roster.post_types.iter().map(|kind| (kind.id, kind)).collect();
    let facts = |post: &shared::person::Post| {
        let kind = types.get(&post.post_type)?;
        Some((post.id, (post.unit, kind.post_class.clone(), kind.code.as_str().parse().ok()?)))
    };
    roster.posts.iter().filter_map(facts).collect()
}

impl Loaded {
    fn subjects(&mut self) {
        let levels: HashMap<UnitId, &Unit> = self.roster.units.iter().map(|unit| (unit.id, unit)).collect();
        let at = |subject: Subject, unit: UnitId| {
            levels.get(&unit).map(|found| SubjectPlan {
                subject,
                unit,
                level: found.level.clone(),
                line: found.line.clone(),
                post: None,
                person: None,
                post_class: None,
                group: None,
                exists: false,
            })
        };
        let units = self.roster.units.iter().filter_map(|unit| at(Subject::Unit(unit.id), unit.id));
        let posts = self.roster.posts.iter().filter_map(|post| at(Subject::Post(post.id), post.unit));
        let persons = self.roster.persons.iter().filter_map(|person| at(Subject::Person(person.id), person.unit));
        let mut subjects: Vec<SubjectPlan> = units.chain(posts).chain(persons).collect();
        // A database gives rows in any order; equal runs must give equal results.
        subjects.sort_by_key(|found| found.subject);
        self.index = subjects.iter().enumerate().map(|(place, found)| (found.subject, place)).collect();
        self.plan.subjects = subjects;
        self.plan.leaves = self.placement.plan(&self.index);
    }

    /// Stored values in the indexes of the plan.
    #[must_use]
    pub fn earlier(&self, values: &[(Subject, IndicatorVersionId, Quantity)]) -> Earlier {
        let versions: HashMap<_, _> =
            self.plan.indicators.iter().enumerate().map(|(place, indicator)| (indicator.version, place)).collect();
        let placed = |(subject, version, value): &(Subject, IndicatorVersionId, Quantity)| {
            Some(((*versions.get(version)?, *self.index.get(subject)?), *value))
        };
        values.iter().filter_map(placed).collect()
    }

    /// The units at or above each unit on a day, near to far.
    fn above_on(&self, day: NaiveDate) -> HashMap<UnitId, Vec<usize>> {
        let mut links: Vec<_> = self.roster.links.iter().filter(|link| link.holds_on(day)).collect();
        links.sort_by_key(|link| (link.descendant, link.depth));
        let mut above: HashMap<UnitId, Vec<usize>> = HashMap::new();
        for link in links {
            if let Some(&place) = self.index.get(&Subject::Unit(link.ancestor)) {
                above.entry(link.descendant).or_default().push(place);
            }
        }
        above
    }

    /// For distinct counts: in which subjects the rows of each leaf count, in every period by the tree of its last day.
    #[must_use]
    pub fn counted_in(&self, periods: &[Period]) -> DistinctGrouping {
        let mut known: Vec<Arc<Vec<Vec<u32>>>> = Vec::new();
        let on = |day: NaiveDate| -> Vec<Vec<u32>> {
            let above = self.above_on(day);
            let subjects = |leaf: &LeafPlan| leaf.counts_in(&above).filter_map(|at| u32::try_from(at).ok()).collect();
            self.plan.leaves.iter().map(subjects).collect()
        };
        let mut counted = |period: Period| {
            let nodes = on(period.last_day());
            // Few periods see the tree change: most share the same one.
            let nodes = match known.iter().find(|known| ***known == nodes) {
                Some(same) => Arc::clone(same),
                None => {
                    let new = Arc::new(nodes);
                    known.push(Arc::clone(&new));
                    new
                }
            };
            DistinctPeriod { period, nodes }
        };
        periods.iter().map(|&period| counted(period)).collect()
    }

    /// The places of the measures that the indicators of the scheme are made of.
    #[must_use]
    pub fn used(&self) -> BTreeSet<usize> {
        let inputs = self.plan.indicators.iter().flat_map(|indicator| &indicator.inputs);
        inputs.map(|(_, measure)| *measure).collect()
    }

    /// Sets the plan to how the organisation stood on a day.
    pub fn as_of(&mut self, day: NaiveDate) {
        self.plan.above = self.above_on(day);
        let units: HashMap<UnitId, &Unit> = self.roster.units.iter().map(|unit| (unit.id, unit)).collect();
        let held = held_on(&self.roster, day);
        for subject in &mut self.plan.subjects {
            stand(subject, &units, &self.post_facts, &held, day);
        }
    }
}

/// By person: the post held on the day, the A role before the B role.
fn held_on(roster: &Roster, day: NaiveDate) -> HashMap<PersonId, PostId> {
    let mut held: HashMap<PersonId, (PostRole, PostId)> = HashMap::new();
    for assignment in roster.assignments.iter().filter(|a| holds(a.valid_from, a.valid_to, day)) {
        let found = (assignment.role, assignment.post);
        let best = held.entry(assignment.person).or_insert(found);
        *best = found.min(*best);
    }
    held.into_iter().map(|(person, (_, post))| (person, post)).collect()
}

fn stand(
    subject: &mut SubjectPlan,
    units: &HashMap<UnitId, &Unit>,
    posts: &HashMap<PostId, (UnitId, BusinessCode, GroupCode)>,
    held: &HashMap<PersonId, PostId>,
    day: NaiveDate,
) {
    let post = match subject.subject {
        Subject::Unit(unit) => {
            let found = units.get(&unit);
            subject.exists = found.is_some_and(|unit| holds(unit.valid_from, unit.valid_to, day));
            subject.group = found.and_then(|unit| unit.comparison_group.clone());
            return;
        }
        Subject::Post(post) => Some(post),
        Subject::Person(person) => {
            subject.person = Some(person);
            held.get(&person).copied()
        }
    };
    let facts = post.and_then(|post| posts.get(&post));
    subject.post = post;
    subject.exists = facts.is_some();
    subject.post_class = facts.map(|(_, class, _)| class.clone());
    subject.group = facts.map(|(_, _, group)| group.clone());
    if let Some((unit, ..)) = facts {
        subject.unit = *unit;
    }
}
