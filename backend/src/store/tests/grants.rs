//! What grants do together: they unite, their order does not matter, one more never hides a row, none gives nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use shared::policy::{Action, DataScope, Grant, Ownership, Permissions, Resource, Viewer};

use super::agreement::set;
use super::dice::Dice;
use super::tables::{NAMES, Sample, Visit, visit};
use super::world::World;
use super::{fixture, on_both_databases, reading};
use crate::store::entity::unit;
use crate::store::{Reader, Store, organisation};

on_both_databases! {
    one_more_grant_never_hides_a_row_and_their_order_does_not_matter
    without_a_grant_there_is_nothing_but_what_is_public_or_ones_own
    the_same_query_gives_each_viewer_their_own_rows
}

/// All rows a reader sees, by table.
struct Rows<'r> {
    reader: &'r Reader,
    found: Vec<BTreeSet<String>>,
}

impl Visit for Rows<'_> {
    async fn table<E: Sample>(&mut self) {
        let rows = self.reader.find::<E>().all().await.unwrap();
        assert_eq!(usize::try_from(self.reader.find::<E>().count().await.unwrap()).unwrap(), rows.len());
        self.found.push(set(&rows));
    }
}

async fn rows(store: &Store, viewer: &Viewer) -> Vec<BTreeSet<String>> {
    let reader = reading(store, Arc::new(viewer.clone())).await;
    let mut rows = Rows { reader: &reader, found: Vec::new() };
    for name in NAMES {
        visit(name, &mut rows).await;
    }
    rows.found
}

pub fn everything() -> Permissions {
    Resource::ALL.iter().flat_map(|&resource| Action::ALL.iter().map(move |&action| (resource, action))).collect()
}

async fn one_more_grant_never_hides_a_row_and_their_order_does_not_matter(store: &Store) {
    let roles = fixture::furnish(store).await;
    for seed in 100..104 {
        let mut dice = Dice::new(seed);
        let world = World::random(&mut dice, &roles);
        fixture::put(store, &world).await;
        for account in &world.accounts[..4] {
            let mut viewer = world.viewer(account, &roles);
            let before = rows(store, &viewer).await;
            viewer.grants.reverse();
            assert_eq!(rows(store, &viewer).await, before, "world {seed}: the order of grants matters");
            let role = dice.pick(&roles);
            let (permissions, scope) = (role.permissions.clone(), world.scope(&mut dice));
            viewer.grants.push(Grant { id: dice.id(), role: role.code.clone(), permissions, scope });
            let after = rows(store, &viewer).await;
            for (table, (before, after)) in NAMES.iter().zip(before.iter().zip(&after)) {
                assert!(before.is_subset(after), "world {seed}: {:?} hides rows of {table}", viewer.grants.last());
            }
        }
        fixture::clear(store).await;
    }
}

/// Whether every row of a table is there, or none, as its owner says; rows of the own account are.
struct Public<'r>(&'r Reader);

impl Visit for Public<'_> {
    async fn table<E: Sample>(&mut self) {
        let ownership = Ownership::from(&E::owner());
        let public = matches!(ownership, Ownership::Public(_));
        for &action in Action::ALL {
            let seen = self.0.find_for::<E>(action).count().await.unwrap() > 0;
            let expected = public && action == Action::Read || ownership == Ownership::Account;
            assert_eq!(seen, expected, "{action} of {}", E::NAME);
        }
    }
}

async fn without_a_grant_there_is_nothing_but_what_is_public_or_ones_own(store: &Store) {
    let roles = fixture::furnish(store).await;
    let world = World::random(&mut Dice::new(11), &roles);
    fixture::put(store, &world).await;
    let account = world.accounts.iter().take(3).find(|account| account.person.is_some()).unwrap();
    let nobody = Viewer { grants: Vec::new(), ..world.viewer(account, &roles) };
    let reader = reading(store, Arc::new(nobody)).await;
    for name in NAMES {
        visit(name, &mut Public(&reader)).await;
    }
}

async fn the_same_query_gives_each_viewer_their_own_rows(store: &Store) {
    let mut dice = Dice::new(5);
    let mut world = World::default();
    let bureau = world.add_unit(&mut dice, None);
    let (east, west) = (world.add_unit(&mut dice, Some(bureau)), world.add_unit(&mut dice, Some(bureau)));
    world.close();
    fixture::put(store, &world).await;
    let mut seen = Vec::new();
    for scope in [
        DataScope::OwnSubtree(bureau),
        DataScope::OwnSubtree(east),
        DataScope::OwnUnit(west),
        DataScope::OwnUnit(bureau),
    ] {
        let grant = Grant { id: dice.id(), role: "TEST".parse().unwrap(), permissions: everything(), scope };
        let viewer = Viewer {
            actor: shared::policy::Actor::Account(dice.id()),
            person: None,
            home: None,
            posts: BTreeSet::new(),
            grants: vec![grant],
        };
        let reader = reading(store, Arc::new(viewer)).await;
        let units: BTreeSet<_> =
            reader.find::<unit::Entity>().all().await.unwrap().into_iter().map(|row| row.id).collect();
        let children = organisation::children(&reader, &[bureau], reader.today()).await.unwrap();
        let below: BTreeSet<_> = children.into_values().flatten().map(|unit| unit.id).collect();
        seen.push((units, below));
    }
    let of = |units: &[_]| units.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(
        seen,
        [
            (of(&[bureau, east, west]), of(&[east, west])),
            (of(&[east]), of(&[east])),
            (of(&[west]), of(&[west])),
            (of(&[bureau]), of(&[])),
        ]
    );
}
