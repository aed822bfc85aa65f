//! A database that cannot do its work: it says why, under a code that tells to try again, and what is stored stays as it was.

use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, FromQueryResult, Statement};
use shared::error::ErrorCode;

use super::databases::{Opened, postgresql, sqlite};
use super::fixture::{append, events};
use super::{now, reading, system, writing};
use crate::error::Error;
use crate::store::Store;
use crate::store::audit::verify;
use crate::store::bell::Bell;
use crate::store::connect::options;
use crate::store::entity::audit_event;
use crate::store::scope::Happened;

async fn said(store: &Store, sql: &str) -> Result<(), Error> {
    Ok(store.connection.execute_unprepared(sql).await.map(drop)?)
}

async fn stored(store: &Store) -> Vec<audit_event::Model> {
    events(&writing(store, system()).await).await
}

#[track_caller]
fn unavailable(error: &Error, word: &str) {
    assert_eq!(error.code(), ErrorCode::Unavailable, "{error:?}");
    assert!(error.to_string().contains(word), "{error}");
}

async fn a_newer_database_is_refused(opened: Opened) {
    append(&opened.store, 2, "before").await;
    let events = stored(&opened.store).await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_of_a_later_version', 0)";
    said(&opened.store, newer).await.unwrap();
    let applied = Migrator::get_migration_models(&opened.store.connection).await.unwrap();

    let refused = Store::open_migrated(&opened.url).await.unwrap_err();

    unavailable(&refused, "newer version of Baton (it has `m9999_of_a_later_version`)");
    assert_eq!(Migrator::get_migration_models(&opened.store.connection).await.unwrap(), applied);
    assert_eq!(stored(&opened.store).await, events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_is_refused_and_left_as_it_is_on_sqlite() {
    a_newer_database_is_refused(sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_is_refused_and_left_as_it_is_on_postgresql() {
    a_newer_database_is_refused(postgresql().await).await;
}

/// SQLite would apply the statements of a migration one by one: a program killed among them could never start again.
#[test]
fn every_migration_is_whole_or_not_at_all() {
    for migration in Migrator::migrations() {
        assert_eq!(migration.use_transaction(), Some(true), "{}", migration.name());
    }
}

/// Tries to append an event that takes a megabyte.
async fn a_large_write(store: &Store) -> Result<(), Error> {
    let session = writing(store, system()).await;
    session.record(Happened { action: "test.large", summary: "x".repeat(1 << 20), ..Happened::default() });
    session.commit().await
}

#[derive(FromQueryResult)]
struct Pages {
    page_count: i64,
}

/// The same database through connections with settings of their own.
async fn through(
    opened: &Opened,
    set: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
) -> Store {
    let mut options = options(&opened.url);
    options.map_sqlx_sqlite_opts(set);
    let connection = Database::connect(options).await.unwrap();
    Store { connection, statements: std::sync::Arc::default(), bell: Bell::default() }
}

/// The limit of pages makes SQLite give the very code that a full disk makes it give.
#[tokio::test]
async fn a_full_disk_is_said_changes_nothing_and_is_over_when_there_is_room() {
    let opened = sqlite().await;
    append(&opened.store, 2, "before").await;
    let events = stored(&opened.store).await;
    let count = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA page_count");
    let pages = Pages::find_by_statement(count).one(&opened.store.connection).await.unwrap().unwrap();
    let limit = (pages.page_count + 3).to_string();
    let full = through(&opened, move |sqlite| sqlite.pragma("max_page_count", limit.clone())).await;

    for _ in 0..3 {
        unavailable(&a_large_write(&full).await.unwrap_err(), "disk of the database is full");
        assert_eq!(stored(&full).await, events);
    }

    append(&full, 1, "what little fits").await;
    a_large_write(&opened.store).await.unwrap();
    assert_eq!(stored(&full).await.len(), 4);
    assert_eq!(verify(&reading(&full, system()).await).await.unwrap().broken, None);
}

#[tokio::test]
async fn a_database_that_can_only_be_read_says_so_and_is_read() {
    let opened = sqlite().await;
    append(&opened.store, 2, "before").await;
    let read_only = Store::open(&format!("{}?mode=ro", opened.url)).await.unwrap();
    unavailable(&a_large_write(&read_only).await.unwrap_err(), "can only be read");
    assert_eq!(verify(&reading(&read_only, system()).await).await.unwrap().events, 2);
}

#[tokio::test]
async fn a_writer_that_waits_for_another_too_long_may_try_again() {
    let opened = sqlite().await;
    let second = through(&opened, |sqlite| sqlite.busy_timeout(Duration::from_millis(1))).await;
    let held = writing(&opened.store, system()).await;
    unavailable(&second.session(system(), now(), None).await.unwrap_err(), "try again");
    drop(held);
    append(&second, 1, "afterwards").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_codes_of_postgresql_say_what_hinders_it() {
    let opened = postgresql().await;
    let raised = async |code: &str| {
        let sql = format!("DO $$ BEGIN RAISE EXCEPTION 'raised' USING ERRCODE = '{code}'; END $$");
        said(&opened.store, &sql).await.unwrap_err()
    };
    for (code, word) in
        [("53100", "disk of the database is full"), ("25006", "can only be read"), ("53300", "try again")]
    {
        unavailable(&raised(code).await, word);
    }
    assert_eq!(raised("23505").await.code(), ErrorCode::Internal, "a key that is there already is a fault of ours");
}
