//! The rules of appraisal as worked examples and properties. The workbench they share stands here: a small bureau, its measures and
//! the sums of its leaves.

mod availability;
mod placing;
mod properties;
mod ranks;
mod scores;
mod targets;
mod time;

use std::collections::BTreeSet;

use super::*;
use crate::availability::Availability;
use crate::cell::Subject;
use crate::direction::Direction;
use crate::formula::Formula;
use crate::id::{Id, IndicatorVersionId, PersonId, PostId, UnitId};
use crate::indicator::{CollectionMode, Content, SubjectKind};
use crate::number::Points;
use crate::period::Cycle;
use crate::scoring::{Method, RollUp};

/// From 0 at 0 to all points at 100.
const ALONG_A_LINE: &str = r#"{"method":"LINEAR","x0":"0","s0":"0","x1":"100","s1":"1"}"#;
/// The rate most examples use: on time out of those due.
const RATE: &str = "on_time / due * 100";

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn quantity(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn points(text: &str) -> Points {
    text.parse().unwrap()
}

fn whole(number: i64) -> Quantity {
    Quantity::try_whole(number).unwrap()
}

/// A plan being laid out, with the sums of its leaves.
#[derive(Clone)]
struct Bench {
    plan: Plan,
    sums: LeafSums,
    last_year: Earlier,
}

impl Bench {
    /// Nothing yet; the run is on this day.
    fn on(today: &str) -> Self {
        let calendar = Calendar { today: today.parse().unwrap(), grace_days: 10 };
        let plan = Plan { calendar, dimensions: vec!["QUALITY".parse().unwrap()], ..Plan::default() };
        Self { plan, sums: LeafSums::default(), last_year: Earlier::default() }
    }

    /// Two measures, `on_time` and `due`, complete to the end of 2026, and their rate with 10 points.
    fn with_a_rate() -> Self {
        let mut bench = Self::on("2027-02-01");
        bench.measure("on_time", RollUp::Sum, RollUp::Sum);
        bench.measure("due", RollUp::Sum, RollUp::Sum);
        bench.indicator(RATE, ALONG_A_LINE);
        bench
    }

    fn subject(&mut self, subject: Subject, unit: UnitId, post: Option<PostId>, person: Option<PersonId>) -> usize {
        self.plan.subjects.push(SubjectPlan {
            subject,
            unit,
            level: "OFFICE".parse().unwrap(),
            line: None,
            post,
            person,
            post_class: None,
            group: None,
            exists: true,
        });
        self.plan.subjects.len() - 1
    }

    fn next(&self) -> i64 {
        i64::try_from(self.plan.subjects.len()).unwrap() + 1
    }

    fn unit_of(&self, subject: usize) -> UnitId {
        self.plan.subjects[subject].unit
    }

    /// A unit under another.
    fn unit(&mut self, parent: Option<usize>) -> usize {
        let id = UnitId::from_raw(self.next());
        let at = self.subject(Subject::Unit(id), id, None, None);
        let above = parent.map_or_else(Vec::new, |parent| self.plan.above[&self.unit_of(parent)].clone());
        self.plan.above.insert(id, std::iter::once(at).chain(above).collect());
        at
    }

    /// A post in a unit.
    fn post(&mut self, unit: usize) -> usize {
        let (id, unit) = (PostId::from_raw(self.next()), self.unit_of(unit));
        self.subject(Subject::Post(id), unit, Some(id), None)
    }

    /// A person on a post.
    fn person(&mut self, post: usize) -> usize {
        let id = PersonId::from_raw(self.next());
        let (unit, post) = (self.unit_of(post), self.plan.subjects[post].post);
        self.subject(Subject::Person(id), unit, post, Some(id))
    }

    fn grouped(&mut self, subjects: &[usize], group: &str) {
        for &subject in subjects {
            self.plan.subjects[subject].group = Some(group.parse().unwrap());
        }
    }

    /// A measure of a dataset that is complete to the end of 2026; no row means zero.
    fn measure(&mut self, name: &str, over_tree: RollUp, over_time: RollUp) -> usize {
        self.plan.measures.push(MeasurePlan {
            code: name.parse().unwrap(),
            name: name.to_owned(),
            over_tree,
            over_time,
            counts: true,
            complete_to: Some("2026-12-31".parse().unwrap()),
        });
        self.plan.measures.len() - 1
    }

    /// An indicator of 10 points that reaches everybody, with a formula over the measures there are; empty: filled by hand.
    fn indicator(&mut self, formula: &str, method: &str) -> usize {
        let number = i64::try_from(self.plan.indicators.len()).unwrap() + 1;
        let read: Option<Formula> = (!formula.is_empty()).then(|| formula.parse().unwrap());
        let names: BTreeSet<&str> = read.iter().flat_map(Formula::names).collect();
        let named = |name: &&str| self.plan.measures.iter().position(|measure| measure.name == **name).unwrap();
        let inputs = names.iter().map(|name| ((*name).to_owned(), named(name))).collect();
        self.plan.indicators.push(IndicatorPlan {
            version: IndicatorVersionId::from_raw(number),
            code: format!("I{number}").parse().unwrap(),
            dimension: Some("QUALITY".parse().unwrap()),
            line: None,
            content: content(formula, method),
            ratio: read.as_ref().and_then(Formula::ratio),
            formula: read,
            inputs,
            base_points: points("10"),
        });
        self.plan.indicators.len() - 1
    }

    /// A row placed on a unit, post or person, for a month; whole numbers, in the order of the measures.
    fn row(&mut self, subject: usize, month: &str, sums: &[Option<i64>]) {
        let found = self.plan.subjects[subject].clone();
        let place = |wanted: Option<Subject>| self.plan.subjects.iter().position(|other| Some(other.subject) == wanted);
        let leaf = LeafPlan {
            unit: found.unit,
            post: place(found.post.map(Subject::Post)),
            person: place(found.person.map(Subject::Person)),
        };
        let at = self.plan.leaves.iter().position(|other| *other == leaf).unwrap_or(self.plan.leaves.len());
        if at == self.plan.leaves.len() {
            self.plan.leaves.push(leaf);
        }
        let sums: Vec<Option<Quantity>> = sums.iter().map(|sum| sum.map(whole)).collect();
        let rows = vec![1; sums.len()];
        self.sums.months.entry(period(month)).or_default().push(LeafRow { leaf: at, sums, rows });
    }

    /// Rows of the rate: on time, due.
    fn rate(&mut self, subject: usize, month: &str, on_time: i64, due: i64) {
        self.row(subject, month, &[Some(on_time), Some(due)]);
    }

    fn appraise(&self, at: &str) -> Appraised {
        appraise(&self.plan, &self.sums, period(at), &self.last_year).unwrap()
    }

    /// The cell of the first indicator.
    fn cell(&self, subject: usize, at: &str) -> Cell {
        self.cell_of(0, subject, at)
    }

    fn cell_of(&self, indicator: usize, subject: usize, at: &str) -> Cell {
        let (version, subject) = (self.plan.indicators[indicator].version, self.plan.subjects[subject].subject);
        let found = self.appraise(at).cells.into_iter().find(|cell| cell.version == version && cell.subject == subject);
        found.unwrap_or_else(|| panic!("no cell of {subject} for I{} in {at}", indicator + 1))
    }

    /// The value of the first indicator, or the reason why there is none.
    fn value(&self, subject: usize, at: &str) -> String {
        let cell = self.cell(subject, at);
        assert_eq!(cell.value.is_some(), cell.availability == Availability::Present);
        cell.value.map_or_else(|| cell.availability.to_string(), |value| value.to_string())
    }
}

fn content(formula: &str, method: &str) -> Content {
    let method: Method = serde_json::from_str(method).unwrap();
    Content {
        standard: String::new(),
        formula: formula.to_owned(),
        caliber: String::new(),
        unit_of_measure: "%".to_owned(),
        direction: Direction::HigherBetter,
        collection: if formula.is_empty() { CollectionMode::Manual } else { CollectionMode::Auto },
        machine_generated: true,
        machine_collected: true,
        machine_scored: true,
        collector_level: None,
        cycle: Cycle::Month,
        base_score: points("10"),
        method,
        bands: score_bands().unwrap(),
        reaches: SubjectKind::ALL.to_vec(),
        post_classes: Vec::new(),
    }
}
