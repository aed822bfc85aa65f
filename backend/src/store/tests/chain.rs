//! The audit trail as a chain: what commits append holds together, what is altered is found, and writers at once do not fork it.

use sea_orm::{ColumnTrait, Condition};
use shared::policy::Action;

use super::fixture::{append, events};
use super::{on_both_databases, reading, system, writing};
use crate::store::Store;
use crate::store::audit::{Verdict, verify};
use crate::store::entity::{audit_event, audit_head};
use crate::store::scope::Happened;

on_both_databases! {
    events_of_commits_hold_together
    an_altered_event_is_found
    a_removed_event_is_found_even_the_last
    what_is_not_committed_is_not_in_the_trail
    writers_at_once_do_not_fork_the_chain
}

async fn verdict(store: &Store) -> Verdict {
    verify(&reading(store, system()).await).await.unwrap()
}

fn whole(events: i64) -> Verdict {
    Verdict { events, broken: None }
}

async fn events_of_commits_hold_together(store: &Store) {
    assert_eq!(verdict(store).await, whole(0));
    append(store, 3, "one").await;
    let session = writing(store, system()).await;
    for number in 0..4 {
        session.record(Happened { action: "test.many", subject: format!("many-{number}"), ..Happened::default() });
    }
    session.commit().await.unwrap();
    assert_eq!(verdict(store).await, whole(7));

    let events = events(&writing(store, system()).await).await;
    assert!(events.iter().all(|event| event.actor == "system:Operate" && event.at == "2026-06-15T08:00:00.000Z"));
}

/// Changes an event as somebody with a hand in the database could.
async fn altered(store: &Store, column: audit_event::Column) -> Verdict {
    let session = writing(store, system()).await;
    let second = Condition::all().add(audit_event::Column::Sequence.eq(2));
    let changed = session.change::<audit_event::Entity>(Action::Write, second, vec![(column, "forged".into())]).await;
    assert_eq!(changed.unwrap(), 1);
    session.commit().await.unwrap();
    verdict(store).await
}

async fn an_altered_event_is_found(store: &Store) {
    use audit_event::Column as C;
    append(store, 3, "one").await;
    let before = events(&writing(store, system()).await).await;
    for column in
        [C::At, C::Actor, C::Action, C::Subject, C::Summary, C::Before, C::After, C::Reason, C::RequestId, C::Hash]
    {
        let found = altered(store, column).await;
        assert_eq!((found.events, found.broken.as_deref()), (1, Some("event 2 was altered")), "{column:?}");
        put_back(store, &before).await;
    }
    let found = altered(store, C::Previous).await;
    assert_eq!(found.broken.as_deref(), Some("event 2 does not follow the one before it"));
}

async fn put_back(store: &Store, before: &[audit_event::Model]) {
    let session = writing(store, system()).await;
    session.remove::<audit_event::Entity>(Action::Write, Condition::all()).await.unwrap();
    for event in before {
        session.insert::<audit_event::Entity>(event.clone()).await.unwrap();
    }
    session.commit().await.unwrap();
    assert_eq!(verdict(store).await, whole(3));
}

async fn removed(store: &Store, sequence: i64) -> Verdict {
    let session = writing(store, system()).await;
    let this = Condition::all().add(audit_event::Column::Sequence.eq(sequence));
    assert_eq!(session.remove::<audit_event::Entity>(Action::Write, this).await.unwrap(), 1);
    session.commit().await.unwrap();
    verdict(store).await
}

async fn a_removed_event_is_found_even_the_last(store: &Store) {
    append(store, 3, "one").await;
    assert_eq!(removed(store, 3).await.broken.as_deref(), Some("the head says 3 events, 2 are there"));
    assert_eq!(removed(store, 1).await.broken.as_deref(), Some("event 2 stands where event 1 should"));
}

async fn what_is_not_committed_is_not_in_the_trail(store: &Store) {
    append(store, 1, "one").await;
    let session = writing(store, system()).await;
    session.record(Happened { action: "test.lost", subject: "lost".to_owned(), ..Happened::default() });
    drop(session);
    append(store, 1, "two").await;
    assert_eq!(verdict(store).await, whole(2));
}

async fn writers_at_once_do_not_fork_the_chain(store: &Store) {
    // From the very first event on: there is no head yet that could be locked.
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move { append(&store, 6, &format!("writer-{writer}")).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(verdict(store).await, whole(48));
    let session = writing(store, system()).await;
    let head = session.find::<audit_head::Entity>().found().await.unwrap();
    assert_eq!(head.sequence, 48);
    let mut subjects: Vec<String> = events(&session).await.into_iter().map(|event| event.subject).collect();
    subjects.sort();
    subjects.dedup();
    assert_eq!(subjects.len(), 8, "every writer is in the trail");
}
