//! The permission spine, proven on both databases: what a viewer gets from SQL is what the policy allows, row by row, and nothing
//! tells of the rest. Each rule below runs once on SQLite and once on PostgreSQL.

mod agreement;
mod apart;
mod chain;
mod databases;
mod dice;
mod fixture;
mod grants;
mod hindered;
mod moves;
mod permission;
mod permits;
mod register;
mod released;
mod tables;
mod world;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use shared::policy::{Purpose, Viewer};

use super::{Reader, Session, Store};

/// Makes a test of each rule on each database. A rule takes the store, open and empty.
macro_rules! on_both_databases {
    ($($rule:ident)*) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $rule() {
                let opened = crate::store::tests::databases::sqlite().await;
                super::$rule(&opened.store).await;
            })*
        }
        mod on_postgresql {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $rule() {
                let opened = crate::store::tests::databases::postgresql().await;
                super::$rule(&opened.store).await;
            })*
        }
    };
}
use on_both_databases;

/// The moment of every request in these tests.
fn now() -> DateTime<Utc> {
    "2026-06-15T08:00:00Z".parse().unwrap()
}

fn system() -> Arc<Viewer> {
    Arc::new(Viewer::system(Purpose::Operate))
}

async fn reading(store: &Store, viewer: Arc<Viewer>) -> Reader {
    store.reader(viewer, now()).await.unwrap()
}

async fn writing(store: &Store, viewer: Arc<Viewer>) -> Session {
    store.session(viewer, now(), None).await.unwrap()
}
