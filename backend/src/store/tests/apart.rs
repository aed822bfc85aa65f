//! One of many things that fails leaves nothing behind, and takes nothing of the others with it.

use futures::FutureExt as _;
use shared::id::{AccountId, Id as _};
use shared::matter::MatterKind;

use super::fixture::events;
use super::{on_both_databases, system, writing};
use crate::error::Error;
use crate::store::bell::Topic;
use crate::store::scope::Happened;
use crate::store::{Session, Store, matter};

on_both_databases! {
    what_fails_apart_leaves_nothing_and_the_others_stay
}

/// Takes a number of a year and notes it; fails afterwards, if it shall, so that PostgreSQL takes no further statement.
async fn counted(session: &Session, year: i32, fails: bool) -> Result<String, Error> {
    let number = matter::next_number(session, MatterKind::Warning, year).await?;
    session.record(Happened { action: "test.apart", summary: number.clone(), ..Happened::default() });
    session.ring(Topic::Inbox(AccountId::from_raw(year.into())));
    if fails {
        session.execute("SELECT nothing FROM nowhere".to_owned(), Vec::new()).await?;
    }
    Ok(number)
}

async fn what_fails_apart_leaves_nothing_and_the_others_stay(store: &Store) {
    let session = writing(store, system()).await;
    assert_eq!(session.apart(counted(&session, 2031, false).boxed()).await.unwrap().unwrap(), "YJ-2031-00001");
    assert!(session.apart(counted(&session, 2032, true).boxed()).await.unwrap().is_err());
    assert_eq!(session.apart(counted(&session, 2033, false).boxed()).await.unwrap().unwrap(), "YJ-2033-00001");
    session.commit().await.unwrap();

    let session = writing(store, system()).await;
    let mut noted: Vec<String> = events(&session).await.into_iter().map(|event| event.summary).collect();
    noted.sort();
    assert_eq!(noted, ["YJ-2031-00001", "YJ-2033-00001"]);
    for (year, next) in [(2031, "YJ-2031-00002"), (2032, "YJ-2032-00001"), (2033, "YJ-2033-00002")] {
        assert_eq!(matter::next_number(&session, MatterKind::Warning, year).await.unwrap(), next);
    }
}
