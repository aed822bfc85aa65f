//! Random organisations, grants and queries: SQL and policy agree on every row, in lists, counts, sums, pages, errors, joins, writes.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt as _;
use shared::account::Account;
use shared::policy::{Action, Ownership, Resource, Viewer};

use super::agreement::{Change, Look, Tally, asked_about, joins};
use super::dice::Dice;
use super::tables::{Facts, NAMES, visit};
use super::world::World;
use super::{fixture, on_both_databases, reading, system, writing};
use crate::store::entity::{assignment, cell, manual_value, person, post, score, target, unit, unit_closure};
use crate::store::{Reader, Store, account};

on_both_databases! { sql_and_policy_agree_on_every_row }

/// (Viewer, query) pairs on each database where the environment asks for no other number.
const CASES: usize = 4_000;
/// Tables whose rows belong to somebody; the others are asked less often.
const OWNED: &[&str] = &[
    "assignment",
    "cell",
    "channel",
    "delivery",
    "delivery_notice",
    "duty_switch",
    "manual_value",
    "matter",
    "matter_clock",
    "matter_event",
    "matter_link",
    "matter_party",
    "node_task",
    "notice",
    "notice_preference",
    "person",
    "post",
    "score",
    "target",
    "task",
    "unit",
    "unit_closure",
];
/// Queries a viewer makes in a world.
const QUERIES: usize = 4;

fn cases() -> usize {
    match std::env::var("BATON_PERMISSION_CASES") {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("BATON_PERMISSION_CASES is `{text}`: give a number")),
        Err(_) => CASES,
    }
}

async fn sql_and_policy_agree_on_every_row(store: &Store) {
    let roles = fixture::furnish(store).await;
    let (cases, mut tally) = (cases(), Tally::default());
    for seed in 1.. {
        if tally.pairs >= cases {
            break;
        }
        let mut dice = Dice::new(seed);
        let world = World::random(&mut dice, &roles);
        fixture::put(store, &world).await;
        let outcome = AssertUnwindSafe(explore(store, &world, &roles, &mut dice, &mut tally)).catch_unwind().await;
        if let Err(panic) = outcome {
            eprintln!("world {seed}, after {tally:?}");
            std::panic::resume_unwind(panic);
        }
        fixture::clear(store).await;
        tally.worlds += 1;
    }
    eprintln!("{tally:?}");
    assert!(tally.divided * 8 > tally.pairs, "too few viewers saw some rows and others not");
    assert_eq!(tally.tables, NAMES.iter().copied().collect(), "every table held rows");
}

async fn explore(store: &Store, world: &World, roles: &[shared::account::Role], dice: &mut Dice, tally: &mut Tally) {
    let (facts, everything) = (Facts::of(world), reading(store, system()).await);
    for (index, viewer) in viewers(&everything, world, roles).await.into_iter().enumerate() {
        let grants = format!("{:?}", viewer.grants.iter().map(|grant| (&grant.role, &grant.scope)).collect::<Vec<_>>());
        let reader = reading(store, Arc::new(viewer)).await;
        for _ in 0..QUERIES {
            let tables = if dice.chance(80) { OWNED } else { NAMES };
            let table = *dice.pick(tables);
            let action = if dice.chance(60) { Action::Read } else { *dice.pick(Action::ALL) };
            let mut look = Look { everything: &everything, reader: &reader, facts: &facts, action, dice, tally };
            let agreed = AssertUnwindSafe(visit(table, &mut look)).catch_unwind().await;
            if let Err(panic) = agreed {
                eprintln!("viewer {index} with {grants}, {action} of {table}");
                std::panic::resume_unwind(panic);
            }
        }
        joined(&everything, &reader, &facts, dice).await;
        let details = Ownership::Person(Resource::PersonDetail);
        asked_about::<person::Entity>(&everything, &reader, &facts, details, Resource::PersonDetail).await;
        tally.pairs += 2;
        asked_about::<cell::Entity>(&everything, &reader, &facts, Ownership::Released, Resource::Ranking).await;
        asked_about::<score::Entity>(&everything, &reader, &facts, Ownership::Released, Resource::Ranking).await;
        if index % 4 == 0 {
            changed(store, &everything, reader, &facts, dice).await;
            tally.pairs += 1;
        }
    }
}

/// The viewers as the store loads them: they are what the accounts and grants of the world mean.
async fn viewers(everything: &Reader, world: &World, roles: &[shared::account::Role]) -> Vec<Viewer> {
    let account = |made: &crate::store::import::NewAccount| Account {
        id: made.id,
        login: made.login.clone(),
        display_name: made.display_name.clone(),
        person: made.person,
        disabled: false,
        version: 1,
    };
    let accounts: Vec<Account> = world.accounts.iter().map(account).collect();
    let mut loaded = account::viewers(everything, &accounts).await.unwrap();
    for (viewer, made) in loaded.iter_mut().zip(&world.accounts) {
        viewer.grants.sort_by_key(|grant| grant.id);
        assert_eq!(*viewer, world.viewer(made, roles));
    }
    loaded
}

async fn joined(everything: &Reader, reader: &Reader, facts: &Facts, dice: &mut Dice) {
    use cell::Column as Cell;
    use unit_closure::Column as Closure;
    type U = unit::Entity;
    let own = unit::Column::Id;
    match dice.below(9) {
        0 => joins::<cell::Entity, U>(everything, reader, facts, (Cell::UnitId, own)).await,
        1 => joins::<score::Entity, U>(everything, reader, facts, (score::Column::UnitId, own)).await,
        2 => joins::<target::Entity, U>(everything, reader, facts, (target::Column::UnitId, own)).await,
        3 => {
            joins::<manual_value::Entity, target::Entity>(
                everything,
                reader,
                facts,
                (manual_value::Column::UnitId, target::Column::UnitId),
            )
            .await
        }
        4 => {
            joins::<person::Entity, unit_closure::Entity>(
                everything,
                reader,
                facts,
                (person::Column::UnitId, Closure::Descendant),
            )
            .await
        }
        5 => {
            joins::<assignment::Entity, post::Entity>(
                everything,
                reader,
                facts,
                (assignment::Column::PostId, post::Column::Id),
            )
            .await
        }
        6 => {
            joins::<assignment::Entity, person::Entity>(
                everything,
                reader,
                facts,
                (assignment::Column::PersonId, person::Column::Id),
            )
            .await
        }
        7 => joins::<unit_closure::Entity, U>(everything, reader, facts, (Closure::Ancestor, own)).await,
        _ => joins::<U, cell::Entity>(everything, reader, facts, (own, Cell::UnitId)).await,
    }
}

/// What a statement without any condition of its own would change: tried, and rolled back.
async fn changed(store: &Store, everything: &Reader, reader: Reader, facts: &Facts, dice: &mut Dice) {
    let session = writing(store, Arc::new(reader.viewer().clone())).await;
    let table = *dice.pick(OWNED);
    visit(table, &mut Change { everything, session: &session, facts }).await;
}
