//! Released facts: rank, size, mean and best of a group are all that hidden siblings tell. Everything else about them is varied here,
//! and what a viewer reads stays the same to the letter.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use shared::cell::{Cell, Ranking, Subject};
use shared::direction::Direction;
use shared::id::UnitId;
use shared::number::Quantity;
use shared::policy::{Action, Actor, DataScope, Grant, Permissions, Resource, Viewer};
use shared::scoring::rank::{Ties, rank};

use super::agreement::set;
use super::dice::Dice;
use super::tables::{NAMES, Sample, Visit, visit};
use super::world::{World, cell, period, run};
use super::{fixture, on_both_databases, reading, system};
use crate::store::cell::{Belongs, cells};
use crate::store::page::Page;
use crate::store::{Reader, Store, organisation, people};

on_both_databases! {
    what_hidden_siblings_do_changes_nothing_but_the_released_facts
    ranks_take_a_permission_of_their_own
}

const DISTRICTS: usize = 6;

/// A bureau and its districts, with the values of the districts ranked among themselves.
#[derive(Clone)]
struct Group {
    world: World,
    districts: Vec<UnitId>,
    bureau: UnitId,
}

impl Group {
    fn random(dice: &mut Dice) -> Self {
        let mut world = World::default();
        let bureau = world.add_unit(dice, None);
        let districts: Vec<UnitId> = (0..DISTRICTS).map(|_| world.add_unit(dice, Some(bureau))).collect();
        let mut group = Self { world, districts, bureau };
        for district in group.districts.clone() {
            let office = group.world.add_unit(dice, Some(district));
            group.people(dice, office);
        }
        group.world.close();
        let mut values: Vec<i64> = (1..).take(DISTRICTS).map(|place| place * 100_000).collect();
        for place in (1..values.len()).rev() {
            values.swap(place, dice.below(place + 1));
        }
        group.rank(&values);
        group
    }

    fn people(&mut self, dice: &mut Dice, office: UnitId) {
        for _ in 0..dice.between(1, 3) {
            self.world.add_post(dice, office);
            self.world.add_person(dice, office);
        }
    }

    fn values(&self) -> Vec<i64> {
        self.world.cells.iter().map(|(_, cell)| cell.value.unwrap().scaled()).collect()
    }

    /// Gives the districts these values, and ranks them.
    fn rank(&mut self, values: &[i64]) {
        let quantity = |at: usize| Quantity::from_scaled(values[at]);
        let ranked =
            rank(Direction::HigherBetter, Ties::Standard, (0..values.len()).map(|at| (at, quantity(at).into())))
                .unwrap();
        let ranking = |at: usize| {
            let (_, standing) = ranked.places.iter().find(|(key, _)| *key == at).unwrap();
            Ranking {
                rank: i32::try_from(standing.rank.quantity().unwrap().scaled() / 10_000).unwrap(),
                group_size: i32::try_from(standing.size).unwrap(),
                group: "DISTRICTS".parse().unwrap(),
                mean: ranked.mean,
                best: ranked.best,
            }
        };
        let row = |(at, &unit): (usize, &UnitId)| {
            let found = Cell { rows: 1, ..cell(Subject::Unit(unit), 1, quantity(at), Some(ranking(at))) };
            (Belongs { unit, post: None, person: None, line: None }, found)
        };
        self.world.cells = self.districts.iter().enumerate().map(row).collect();
    }

    /// The same for whoever sees the first district alone: the others swap their values, shift some of them against each other
    /// without passing anybody, change names and targets, and take on people and offices.
    fn varied(&self, dice: &mut Dice) -> Self {
        let mut other = self.clone();
        let mut values = self.values();
        for place in (2..values.len()).rev() {
            values.swap(place, dice.between(1, place));
        }
        let best = *values.iter().max().unwrap();
        let free: Vec<usize> = (1..values.len()).filter(|&at| values[at] != best).collect();
        let shift = i64::try_from(dice.between(1, 40_000)).unwrap();
        values[free[0]] += shift;
        values[free[1]] -= shift;
        other.rank(&values);
        let visible = self.visible();
        for unit in other.world.units.iter_mut().filter(|unit| !visible.contains(&unit.id)) {
            unit.name = format!("Renamed {}", dice.number());
            unit.sort_no += 1;
        }
        let hidden = self.districts[dice.between(1, DISTRICTS - 1)];
        let office = other.world.add_unit(dice, Some(hidden));
        other.people(dice, office);
        other.world.targets.push((dice.id(), office, period(), Quantity::from_scaled(dice.number())));
        other.world.close();
        other
    }

    /// The first district and what is below it.
    fn visible(&self) -> BTreeSet<UnitId> {
        let below = self.world.links.iter().filter(|link| link.ancestor == self.districts[0]);
        below.map(|link| link.descendant).collect()
    }
}

/// Everything a reader gets, as text: all rows of all tables, lists, counts, pages and what is made of them.
struct Dump<'r> {
    reader: &'r Reader,
    text: String,
}

impl Visit for Dump<'_> {
    async fn table<E: Sample>(&mut self) {
        for &action in Action::ALL {
            let rows = self.reader.find_for::<E>(action).all().await.unwrap();
            let count = self.reader.find_for::<E>(action).count().await.unwrap();
            writeln!(self.text, "{} {action} {count} {:?}", E::NAME, set(&rows)).unwrap();
        }
    }
}

async fn dump(store: &Store, viewer: &Arc<Viewer>, group: &Group) -> String {
    let reader = reading(store, Arc::clone(viewer)).await;
    let mut dump = Dump { reader: &reader, text: String::new() };
    for name in NAMES {
        visit(name, &mut dump).await;
    }
    let (units, today) = ([group.bureau, group.districts[0], group.districts[1]], reader.today());
    let subjects: Vec<Subject> = group.districts.iter().map(|&unit| Subject::Unit(unit)).collect();
    let all = Page { first: 100, after: None };
    let mut text = dump.text;
    writeln!(text, "{:?}", cells(&reader, &[(run(), period())], &subjects, &[]).await.unwrap()).unwrap();
    writeln!(text, "{:?}", organisation::roots(&reader, today).await.unwrap()).unwrap();
    writeln!(text, "{:?}", organisation::children(&reader, &units, today).await.unwrap()).unwrap();
    writeln!(text, "{:?}", organisation::child_counts(&reader, &units, today).await.unwrap()).unwrap();
    writeln!(text, "{:?}", organisation::ancestors(&reader, &units, today).await.unwrap()).unwrap();
    writeln!(text, "{:?}", organisation::headcounts(&reader, &units, today).await.unwrap()).unwrap();
    writeln!(text, "{:?}", organisation::page(&reader, all.clone(), None, None).await.unwrap()).unwrap();
    writeln!(text, "{:?}", people::page(&reader, all, Some(group.bureau), None).await.unwrap()).unwrap();
    text
}

/// Sees one district with everything that rows belong to.
fn viewer(district: UnitId, without: Option<Resource>) -> Arc<Viewer> {
    let owned = [
        Resource::Organisation,
        Resource::Person,
        Resource::PersonDetail,
        Resource::Target,
        Resource::Cell,
        Resource::PersonCell,
        Resource::ManualValue,
        Resource::Ranking,
    ];
    let each = owned.into_iter().filter(|&resource| Some(resource) != without);
    let permissions: Permissions =
        each.flat_map(|resource| Action::ALL.iter().map(move |&action| (resource, action))).collect();
    let scope = DataScope::OwnSubtree(district);
    let grant = Grant { id: Dice::new(1).id(), role: "TEST".parse().unwrap(), permissions, scope };
    let actor = Actor::Account(Dice::new(2).id());
    Arc::new(Viewer { actor, person: None, home: Some(district), posts: BTreeSet::new(), grants: vec![grant] })
}

async fn what_hidden_siblings_do_changes_nothing_but_the_released_facts(store: &Store) {
    for seed in 1..=8 {
        let mut dice = Dice::new(seed);
        let group = Group::random(&mut dice);
        let varied = group.varied(&mut dice);
        assert_ne!(group.values(), varied.values());
        let viewer = viewer(group.districts[0], None);

        fixture::put(store, &group.world).await;
        let (before, all_before) = (dump(store, &viewer, &group).await, dump(store, &system(), &group).await);
        fixture::clear(store).await;
        fixture::put(store, &varied.world).await;
        let (after, all_after) = (dump(store, &viewer, &group).await, dump(store, &system(), &group).await);
        fixture::clear(store).await;

        assert!(before.contains("ranking: Some"), "the released facts are released");
        assert_eq!(before, after, "group {seed}");
        assert_ne!(all_before, all_after, "whoever sees everything sees the difference");
    }
}

async fn ranks_take_a_permission_of_their_own(store: &Store) {
    let group = Group::random(&mut Dice::new(1));
    fixture::put(store, &group.world).await;
    for (without, released) in [(None, true), (Some(Resource::Ranking), false)] {
        let reader = reading(store, viewer(group.districts[0], without)).await;
        let found = cells(&reader, &[(run(), period())], &[Subject::Unit(group.districts[0])], &[]).await.unwrap();
        assert_eq!(found.iter().map(|cell| cell.ranking.is_some()).collect::<Vec<_>>(), [released]);
    }
}
