//! Permits: NOT_FOUND before FORBIDDEN before STALE, and a change that is lost where the scope is.

use std::collections::BTreeSet;
use std::sync::Arc;

use sea_orm::{ColumnTrait, Condition};
use shared::error::ErrorCode;
use shared::id::UnitId;
use shared::policy::{Action, Actor, DataScope, Grant, Resource, Viewer};

use super::dice::Dice;
use super::world::{World, day};
use super::{fixture, on_both_databases, system, writing};
use crate::store::Store;
use crate::store::entity::{unit, unit_closure};
use crate::store::organisation::{ChangeUnit, permit, rename, under};

on_both_databases! {
    hidden_is_not_found_visible_is_forbidden_and_changed_is_stale
    a_permit_is_lost_with_the_scope_it_came_from
    a_change_meets_no_row_outside_the_scope
    one_of_two_who_saw_the_same_version_is_stale
    what_is_put_under_a_unit_takes_the_right_to_change_that_unit
    a_function_permit_takes_the_very_permission
}

struct Town {
    bureau: UnitId,
    east: UnitId,
    west: UnitId,
}

async fn town(store: &Store) -> Town {
    let (mut dice, mut world) = (Dice::new(3), World::default());
    let bureau = world.add_unit(&mut dice, None);
    let (east, west) = (world.add_unit(&mut dice, Some(bureau)), world.add_unit(&mut dice, Some(bureau)));
    world.close();
    fixture::put(store, &world).await;
    Town { bureau, east, west }
}

fn grant(id: u64, action: Action, scope: DataScope) -> Grant {
    let permissions = BTreeSet::from([(Resource::Organisation, action)]);
    Grant { id: Dice::new(id).id(), role: "TEST".parse().unwrap(), permissions, scope }
}

fn viewer(grants: Vec<Grant>) -> Arc<Viewer> {
    let actor = Actor::Account(Dice::new(9).id());
    Arc::new(Viewer { actor, person: None, home: None, posts: BTreeSet::new(), grants })
}

/// Sees the bureau and the east, and may change the east alone.
fn eastern(town: &Town) -> Arc<Viewer> {
    viewer(vec![
        grant(1, Action::Read, DataScope::CustomUnits(BTreeSet::from([town.bureau, town.east]))),
        grant(2, Action::Write, DataScope::OwnSubtree(town.east)),
    ])
}

async fn hidden_is_not_found_visible_is_forbidden_and_changed_is_stale(store: &Store) {
    let town = town(store).await;
    let session = writing(store, eastern(&town)).await;
    let nowhere = Dice::new(77).id();
    for (unit, version, expected) in [
        (town.west, 1, Some(ErrorCode::NotFound)),
        (town.west, 8, Some(ErrorCode::NotFound)),
        (nowhere, 1, Some(ErrorCode::NotFound)),
        (town.bureau, 1, Some(ErrorCode::Forbidden)),
        (town.bureau, 8, Some(ErrorCode::Forbidden)),
        (town.east, 8, Some(ErrorCode::Stale)),
        (town.east, 1, None),
    ] {
        let outcome = permit(&session, unit, version).await;
        assert_eq!(outcome.as_ref().err().map(crate::error::Error::code), expected, "{outcome:?}");
    }
    let hidden = permit(&session, town.west, 1).await.unwrap_err().to_string();
    assert_eq!(hidden, permit(&session, nowhere, 1).await.unwrap_err().to_string(), "hidden and absent sound the same");
}

async fn names(store: &Store) -> Vec<String> {
    let session = writing(store, system()).await;
    let rows = session.find::<unit::Entity>().order(unit::Column::Name, sea_orm::Order::Asc).all().await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

async fn a_permit_is_lost_with_the_scope_it_came_from(store: &Store) {
    let town = town(store).await;
    let before = names(store).await;
    let session = writing(store, eastern(&town)).await;
    let permit = permit(&session, town.east, 1).await.unwrap();
    let own = Condition::all().add(unit_closure::Column::Descendant.eq(town.east));
    let ended = vec![(unit_closure::Column::ValidTo, day("2026-06-15").into())];
    assert_eq!(session.change_along::<unit_closure::Entity, ChangeUnit>(&permit, own, ended).await.unwrap(), 2);
    let outcome = rename(&session, permit, "taken".to_owned(), String::new()).await;
    assert_eq!(outcome.unwrap_err().code(), ErrorCode::Stale);
    drop(session);
    assert_eq!(names(store).await, before);
}

async fn a_change_meets_no_row_outside_the_scope(store: &Store) {
    let town = town(store).await;
    let session = writing(store, eastern(&town)).await;
    let set = || vec![(unit::Column::ShortName, "mine".into())];
    assert_eq!(session.change::<unit::Entity>(Action::Write, Condition::all(), set()).await.unwrap(), 1);
    let hidden = || Condition::all().add(unit::Column::Id.eq(town.west));
    assert_eq!(session.change::<unit::Entity>(Action::Write, hidden(), set()).await.unwrap(), 0);
    assert_eq!(session.remove::<unit::Entity>(Action::Write, hidden()).await.unwrap(), 0);
    session.commit().await.unwrap();
    let session = writing(store, system()).await;
    let mine = session.find::<unit::Entity>().filter(unit::Column::ShortName.eq("mine")).all().await.unwrap();
    assert_eq!(mine.into_iter().map(|row| row.id).collect::<Vec<_>>(), [town.east]);
    assert_eq!(session.find::<unit::Entity>().count().await.unwrap(), 3);
}

async fn one_of_two_who_saw_the_same_version_is_stale(store: &Store) {
    let town = town(store).await;
    let rename_to = async |name: &str, version: i32| {
        let session = writing(store, eastern(&town)).await;
        let permit = permit(&session, town.east, version).await?;
        rename(&session, permit, name.to_owned(), String::new()).await?;
        session.commit().await
    };
    let (one, other) = tokio::join!(rename_to("one", 1), rename_to("other", 1));
    let stale = [&one, &other].map(|outcome| outcome.as_ref().err().map(crate::error::Error::code));
    assert!(matches!(stale, [None, Some(ErrorCode::Stale)] | [Some(ErrorCode::Stale), None]), "{stale:?}");
    rename_to("third", 2).await.unwrap();
    assert!(names(store).await.contains(&"third".to_owned()));
}

async fn what_is_put_under_a_unit_takes_the_right_to_change_that_unit(store: &Store) {
    let town = town(store).await;
    let session = writing(store, eastern(&town)).await;
    for (unit, expected) in
        [(town.west, Some(ErrorCode::NotFound)), (town.bureau, Some(ErrorCode::Forbidden)), (town.east, None)]
    {
        assert_eq!(under(&session, unit).await.err().map(|error| error.code()), expected);
    }
}

async fn a_function_permit_takes_the_very_permission(store: &Store) {
    let town = town(store).await;
    let session = writing(store, eastern(&town)).await;
    for &resource in Resource::ALL {
        for &action in Action::ALL {
            let granted = resource == Resource::Organisation && matches!(action, Action::Read | Action::Write);
            let refused = session.function(resource, action).err().map(|error| error.code());
            assert_eq!(refused, (!granted).then_some(ErrorCode::Forbidden), "{action} of {resource}");
        }
    }
}
