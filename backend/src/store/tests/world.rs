//! Random organisations: a tree of random depth that has moved, its posts and people, values of all of them, and who was granted what.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use shared::account::Role;
use shared::availability::Availability;
use shared::calendar::Calendar;
use shared::cell::{Cell, Ranking, Score, Subject};
use shared::code::LineCode;
use shared::id::{DutySwitchId, Id, IndicatorId, MatterId, PersonId, PostId, UnitId};
use shared::matter::{Hand, Parties, Side, Someone};
use shared::number::{Points, Quantity};
use shared::organisation::{self, Link, Unit};
use shared::period::Period;
use shared::person::{Assignment, DutySwitch, Person, PersonState, Post, PostRole, holds};
use shared::policy::{Actor, DataScope, Grant, Purpose, ScopeKind, Viewer};
use shared::rectification::{Opening, Origin, Planned, Rectification, RectificationDirection, Terms};

use super::dice::Dice;
use super::fixture::{BATCH, INDICATORS, POST_TYPE, RUN, VERSIONS};
use super::now;
use crate::store::cell::Belongs;
use crate::store::import::{ManualValue, NewAccount, NewGrant};

#[derive(Debug, Clone, Default)]
pub struct World {
    pub units: Vec<Unit>,
    pub links: Vec<Link>,
    pub posts: Vec<Post>,
    pub persons: Vec<Person>,
    pub assignments: Vec<Assignment>,
    pub switches: Vec<(DutySwitchId, UnitId, DutySwitch, String)>,
    pub cells: Vec<(Belongs, Cell)>,
    pub scores: Vec<(Belongs, Score)>,
    pub targets: Vec<(IndicatorId, UnitId, Period, Quantity)>,
    pub manual: Vec<ManualValue>,
    pub accounts: Vec<NewAccount>,
    pub grants: Vec<NewGrant>,
    pub matters: Vec<Rectification>,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn period() -> Period {
    "2026-03".parse().unwrap()
}

const LINES: [&str; 3] = ["COLLECTION", "SERVICE", "RISK"];

fn line(dice: &mut Dice, percent: usize) -> Option<LineCode> {
    dice.maybe(percent, &LINES).map(|code| code.parse().unwrap())
}

impl World {
    pub fn random(dice: &mut Dice, roles: &[Role]) -> Self {
        let mut world = Self::default();
        world.grow_tree(dice);
        world.move_some(dice);
        world.staff(dice);
        world.measure(dice);
        world.admit(dice, roles);
        world.order(dice);
        world
    }

    pub fn add_unit(&mut self, dice: &mut Dice, parent: Option<UnitId>) -> UnitId {
        let id: UnitId = dice.id();
        self.units.push(Unit {
            id,
            code: format!("U{}", id.raw()).parse().unwrap(),
            name: format!("Unit {id}"),
            short_name: String::new(),
            parent,
            level: "LEVEL".parse().unwrap(),
            kind: "BUREAU".parse().unwrap(),
            line: line(dice, 40),
            comparison_group: None,
            sort_no: i32::try_from(dice.below(100)).unwrap(),
            valid_from: day("2020-01-01"),
            valid_to: None,
            version: 1,
        });
        id
    }

    /// One or two trees; half of the units hang below the unit made last, so that some branches are deep.
    fn grow_tree(&mut self, dice: &mut Dice) {
        for number in 0..dice.between(4, 16) {
            let last = self.units.last().map(|unit| unit.id);
            let any = self.units.get(dice.below(self.units.len())).map(|unit| unit.id);
            let parent = if number == 3 && dice.chance(50) {
                None
            } else if dice.chance(50) {
                last
            } else {
                any
            };
            self.add_unit(dice, parent);
        }
        self.close();
    }

    /// The closure of the tree as it stands.
    pub fn close(&mut self) {
        let parents: BTreeMap<UnitId, Option<UnitId>> = self.units.iter().map(|unit| (unit.id, unit.parent)).collect();
        self.links = organisation::closure(&parents, day("2020-01-01")).unwrap();
    }

    /// Moves subtrees, so that the closure has a past that must give nobody anything.
    fn move_some(&mut self, dice: &mut Dice) {
        for (attempt, on) in ["2025-01-01", "2025-07-01", "2026-01-01"].into_iter().enumerate() {
            let (unit, to) = (dice.below(self.units.len()), self.units[dice.below(self.units.len())].id);
            if attempt > 0 && dice.chance(40) {
                continue;
            }
            let Ok(rewiring) = organisation::move_subtree(&self.links, self.units[unit].id, to, day(on)) else {
                continue;
            };
            for link in &mut self.links {
                if rewiring.closed.contains(link) {
                    link.valid_to = Some(day(on));
                }
            }
            self.links.extend(rewiring.opened);
            self.units[unit].parent = Some(to);
        }
    }

    fn staff(&mut self, dice: &mut Dice) {
        for unit in self.units.iter().map(|unit| unit.id).collect::<Vec<_>>() {
            for _ in 0..dice.below(3) {
                self.add_post(dice, unit);
            }
            for _ in 0..dice.below(3) {
                self.add_person(dice, unit);
            }
        }
        for person in self.persons.iter().map(|person| person.id).collect::<Vec<_>>() {
            let Some(post) = dice.maybe(70, &self.posts).cloned() else { continue };
            let from = if dice.chance(10) { "2026-09-01" } else { "2025-01-01" };
            let to = if dice.chance(20) { Some(day("2026-06-15")) } else { None };
            self.assignments.push(Assignment {
                id: dice.id(),
                person,
                post: post.id,
                unit: post.unit,
                role: PostRole::A,
                share: Quantity::from_scaled(dice.number() % 10_000 + 1),
                valid_from: day(from),
                valid_to: to.filter(|_| from < "2026-06-15"),
            });
        }
        for _ in 0..3 {
            let (Some(post), Some(from), Some(to)) =
                (dice.maybe(80, &self.posts), dice.maybe(100, &self.persons), dice.maybe(100, &self.persons))
            else {
                continue;
            };
            let switch = DutySwitch {
                post: post.id,
                from: from.id,
                to: to.id,
                start: day("2026-03-02"),
                end: day("2026-03-05"),
            };
            self.switches.push((dice.id(), post.unit, switch, "leave".to_owned()));
        }
    }

    pub fn add_post(&mut self, dice: &mut Dice, unit: UnitId) -> PostId {
        let id: PostId = dice.id();
        let code = format!("P{}", id.raw()).parse().unwrap();
        let post_type = Id::from_raw(POST_TYPE);
        self.posts.push(Post {
            id,
            code,
            name: format!("Post {id}"),
            unit,
            post_type,
            is_key: false,
            risk_star: dice.chance(20),
        });
        id
    }

    pub fn add_person(&mut self, dice: &mut Dice, unit: UnitId) -> PersonId {
        let id: PersonId = dice.id();
        self.persons.push(Person {
            id,
            staff_no: format!("N{}", id.raw()).parse().unwrap(),
            name: format!("Person {id}"),
            unit,
            rank: None,
            phone: Some(format!("139{}", dice.number())),
            status: PersonState::Active,
            version: 1,
        });
        id
    }

    /// The subjects there are, with whom their values belong to.
    fn subjects(&self) -> Vec<(Subject, Belongs)> {
        let belongs = |unit, post, person| Belongs { unit, post, person, line: None };
        let held = |person: PersonId| self.assignments.iter().find(|held| held.person == person).map(|held| held.post);
        let units = self.units.iter().map(|unit| (Subject::Unit(unit.id), belongs(unit.id, None, None)));
        let posts = self.posts.iter().map(|post| (Subject::Post(post.id), belongs(post.unit, Some(post.id), None)));
        let persons = self
            .persons
            .iter()
            .map(|person| (Subject::Person(person.id), belongs(person.unit, held(person.id), Some(person.id))));
        units.chain(posts).chain(persons).collect()
    }

    fn measure(&mut self, dice: &mut Dice) {
        for (subject, belongs) in self.subjects() {
            for version in VERSIONS {
                if dice.chance(70) {
                    let belongs = Belongs { line: line(dice, 60), ..belongs.clone() };
                    self.cells.push((belongs, cell(subject, version, Quantity::from_scaled(dice.number()), None)));
                }
            }
            if dice.chance(60) {
                let belongs = Belongs { line: line(dice, 20), ..belongs };
                self.scores.push((belongs, score(subject, dice)));
            }
        }
        for unit in self.units.iter().map(|unit| unit.id) {
            for indicator in INDICATORS {
                let (id, value) = (IndicatorId::from_raw(indicator), Quantity::from_scaled(dice.number()));
                if dice.chance(50) {
                    self.targets.push((id, unit, period(), value));
                }
                if dice.chance(50) {
                    let batch = Id::from_raw(BATCH);
                    self.manual.push(ManualValue {
                        batch,
                        indicator: id,
                        unit,
                        period: period(),
                        value,
                        note: String::new(),
                    });
                }
            }
        }
    }

    /// Orders of any unit to any other or its people, in some of which others have a part; some are not sent yet.
    fn order(&mut self, dice: &mut Dice) {
        for number in 0..dice.between(3, 9) {
            let (unit, giver) = (dice.pick(&self.units).id, dice.pick(&self.units).id);
            let people: Vec<Person> = self.persons.iter().filter(|person| person.unit == unit).cloned().collect();
            let person = dice.maybe(40, &people).map(|person| person.id);
            let owner = dice.maybe(50, &self.persons).map(|owner| Someone { id: owner.id, name: String::new() });
            self.matters.push(rectification(
                dice.id(),
                number,
                Parties::new(unit, person, giver, line(dice, 50)),
                owner,
                dice.below(4) == 0,
            ));
        }
    }

    fn admit(&mut self, dice: &mut Dice, roles: &[Role]) {
        for _ in 0..12 {
            let account = NewAccount {
                id: dice.id(),
                login: format!("login-{}", dice.id::<UnitId>()),
                display_name: String::new(),
                password_hash: "none".to_owned(),
                person: dice.maybe(80, &self.persons).map(|person| person.id),
            };
            for _ in 0..dice.below(5) {
                let (scope, role) = (self.scope(dice), dice.pick(roles).id);
                let valid_from = day(if dice.chance(10) { "2026-06-16" } else { "2026-06-15" });
                self.grants.push(NewGrant { id: dice.id(), account: account.id, role, scope, valid_from });
            }
            self.accounts.push(account);
        }
    }

    /// Any kind of scope; now and then over a unit that does not exist.
    pub fn scope(&self, dice: &mut Dice) -> DataScope {
        let mut unit = || if dice.chance(5) { dice.id() } else { dice.pick(&self.units).id };
        let (one, other, third) = (unit(), unit(), unit());
        let lines: BTreeSet<LineCode> = (0..dice.between(1, 2)).filter_map(|_| line(dice, 100)).collect();
        match dice.pick(ScopeKind::ALL) {
            ScopeKind::SelfOnly => DataScope::SelfOnly,
            ScopeKind::OwnPost => DataScope::OwnPost,
            ScopeKind::OwnUnit => DataScope::OwnUnit(one),
            ScopeKind::OwnSubtree => DataScope::OwnSubtree(one),
            ScopeKind::OwnLineSubtree => DataScope::OwnLineSubtree(one, lines),
            ScopeKind::ComparisonGroup => DataScope::ComparisonGroup,
            ScopeKind::Assigned => DataScope::Assigned(BTreeSet::from([one, other])),
            ScopeKind::CustomUnits => DataScope::CustomUnits(BTreeSet::from([one, other, third])),
            ScopeKind::All => DataScope::All,
        }
    }

    /// The viewer an account should stand for today.
    pub fn viewer(&self, account: &NewAccount, roles: &[Role]) -> Viewer {
        let today = now().date_naive();
        let held =
            |held: &&Assignment| Some(held.person) == account.person && holds(held.valid_from, held.valid_to, today);
        let grant = |given: &NewGrant| {
            let role = roles.iter().find(|role| role.id == given.role).unwrap();
            let (permissions, role) = (role.permissions.clone(), role.code.clone());
            Grant { id: given.id, role, permissions, scope: given.scope.clone() }
        };
        let mine = self.grants.iter().filter(|given| given.account == account.id && given.valid_from <= today);
        let mut grants: Vec<Grant> = mine.map(grant).collect();
        grants.sort_by_key(|grant| grant.id);
        Viewer {
            actor: Actor::Account(account.id),
            person: account.person,
            home: self.persons.iter().find(|person| Some(person.id) == account.person).map(|person| person.unit),
            posts: self.assignments.iter().filter(held).map(|held| held.post).collect(),
            grants,
        }
    }
}

pub fn cell(subject: Subject, version: i64, value: Quantity, ranking: Option<Ranking>) -> Cell {
    Cell {
        subject,
        version: Id::from_raw(version),
        period: period(),
        availability: Availability::Present,
        numerator: None,
        denominator: None,
        value: Some(value),
        rows: value.scaled() % 1_000,
        inputs: Vec::new(),
        target: None,
        points: None,
        base_points: Points::ZERO,
        band: None,
        ranking,
    }
}

fn score(subject: Subject, dice: &mut Dice) -> Score {
    Score {
        subject,
        period: period(),
        dimension: None,
        availability: Availability::Present,
        score: None,
        points: Points::from_scaled(dice.number()),
        base_points: Points::from_scaled(1_000_000),
        band: None,
        ranking: None,
        indicator_count: 1,
    }
}

fn rectification(id: MatterId, number: usize, parties: Parties, owner: Option<Someone>, draft: bool) -> Rectification {
    let calendar = Calendar::default();
    let side = Some(Side::Giver);
    let actor = Actor::System(Purpose::Import);
    let hand = Hand { actor, name: "test", side, part: None, at: now(), calendar: &calendar };
    let opening = Opening {
        id,
        number: format!("ZG-2026-{number:05}"),
        origin: Origin::Loss,
        parties,
        about: None,
        risk_point: None,
        title: "x".to_owned(),
        problem: "x".to_owned(),
        cause: String::new(),
        due: day("2026-12-31"),
        effect: None,
        terms: Terms::default(),
        draft,
    };
    let (order, _) = Rectification::open(opening, RectificationDirection::TopDown, &hand).unwrap();
    if draft {
        return order;
    }
    let planned = Planned { what: "x".to_owned(), owner, due: day("2026-12-31") };
    let answering = Hand { side: Some(Side::Responsible), ..hand };
    let (order, _) = order.acknowledge("", &answering).unwrap();
    order.plan("x", vec![planned], &answering).unwrap().0
}

/// The run that all values are of.
pub fn run() -> shared::id::RunId {
    Id::from_raw(RUN)
}
