//! Moving a subtree is one transaction: whoever reads meanwhile sees a whole tree, before or after, whose closure is the one that
//! is computed anew from its units.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use shared::error::ErrorCode;
use shared::id::UnitId;
use shared::organisation::{closure, move_subtree};

use super::dice::Dice;
use super::world::World;
use super::{fixture, now, on_both_databases, reading, system, writing};
use crate::error::Error;
use crate::store::entity::{unit, unit_closure};
use crate::store::organisation::{move_links, permit, under, whole_tree};
use crate::store::{Reader, Store};

on_both_databases! {
    whoever_reads_while_subtrees_move_sees_whole_trees
}

/// How often something moves.
const MOVES: usize = 25;

async fn parents(reader: &Reader) -> BTreeMap<UnitId, Option<UnitId>> {
    let units = reader.find::<unit::Entity>().all().await.unwrap();
    units.into_iter().map(|unit| (unit.id, unit.parent_id)).collect()
}

/// The tree of one snapshot, after comparing its closure with the one of its units.
async fn whole(reader: &Reader) -> BTreeMap<UnitId, Option<UnitId>> {
    let today = now().date_naive();
    let parents = parents(reader).await;
    let links = reader.find::<unit_closure::Entity>().all().await.unwrap();
    let holds = |link: &unit_closure::Model| link.valid_from <= today && link.valid_to.is_none_or(|end| today < end);
    let stored: BTreeSet<_> =
        links.into_iter().filter(holds).map(|link| (link.ancestor, link.descendant, link.depth)).collect();
    let again = closure(&parents, today).unwrap();
    assert_eq!(stored, again.into_iter().map(|link| (link.ancestor, link.descendant, link.depth)).collect());
    parents
}

/// Moves a random unit under another; says whether that was possible.
async fn moved(store: &Store, dice: &mut Dice) -> Result<(), Error> {
    let session = writing(store, system()).await;
    let rows = session.find::<unit::Entity>().all().await?;
    let (row, to) = (dice.pick(&rows), dice.pick(&rows).id);
    let links = whole_tree(&session, row.id, to).await?;
    let on = now().date_naive();
    let rewiring = move_subtree(&links, row.id, to, on)?;
    let (change, place) = (permit(&session, row.id, row.version).await?, under(&session, to).await?);
    move_links(&session, change, place, on, rewiring).await?;
    session.commit().await
}

async fn whoever_reads_while_subtrees_move_sees_whole_trees(store: &Store) {
    let (mut dice, mut world) = (Dice::new(11), World::default());
    for number in 0..24 {
        let parent = (number > 0).then(|| dice.pick(&world.units).id);
        world.add_unit(&mut dice, parent);
    }
    world.close();
    fixture::put(store, &world).await;

    let done = AtomicBool::new(false);
    let read = async || {
        let mut trees = BTreeSet::new();
        while !done.load(Ordering::Relaxed) {
            trees.insert(whole(&reading(store, system()).await).await);
        }
        trees.len()
    };
    let write = async {
        let mut succeeded = 0;
        while succeeded < MOVES {
            match moved(store, &mut dice).await {
                Ok(()) => succeeded += 1,
                Err(error) => assert_eq!(error.code(), ErrorCode::Refused, "{error}"),
            }
        }
        done.store(true, Ordering::Relaxed);
    };
    let ((), first, second) = tokio::join!(write, read(), read());

    assert!(first.max(second) > 2, "nobody read between two moves");
    whole(&reading(store, system()).await).await;
}
