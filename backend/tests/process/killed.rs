//! Killed in the middle, as the power does it: what was published stays, nothing half is seen, and the next run gives what an
//! undisturbed one gives.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend::app::run::workshop;
use backend::store::page::Page;
use backend::store::{Reader, Store, audit, cell, roster, run};
use chrono::{TimeDelta, Utc};
use shared::policy::{Purpose, Viewer};
use shared::run::RunState;

use crate::support::{Running, Server, baton, copied, finished, pack, said};

const FROM: &str = "2025-01";
const TO: &str = "2026-12";

/// A pack with its records, a data folder, and a database.
pub struct Place {
    folder: tempfile::TempDir,
    url: String,
}

impl Place {
    pub fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("baton.db").display());
        Self::with(folder, url)
    }

    pub async fn on_postgresql() -> Option<Self> {
        if !testkit::has_postgres() {
            eprintln!("not run: PostgreSQL is not installed");
            return None;
        }
        let url = tokio::task::spawn_blocking(testkit::postgres_url_for_test).await.unwrap().unwrap();
        Some(Self::with(tempfile::tempdir().unwrap(), url))
    }

    fn with(folder: tempfile::TempDir, url: String) -> Self {
        copied(&pack(), &folder.path().join("pack"));
        Self { folder, url }
    }

    fn pack(&self) -> std::path::PathBuf {
        self.folder.path().join("pack")
    }

    pub fn baton(&self, arguments: &[&str]) -> Command {
        let mut command = baton(self.folder.path(), arguments);
        command.env("BATON_DATABASE_URL", &self.url).env("BATON_LOG", "off");
        command
    }

    pub fn import(&self, periods: &[&str]) -> Command {
        let (pack, records) = (self.pack(), self.pack().join("records"));
        let mut command = self.baton(&["import"]);
        command.arg(pack).arg("--data").arg(records).args(periods);
        command
    }

    fn score(&self) -> Command {
        self.baton(&["score", "--from", FROM, "--to", TO])
    }

    /// From now on every filing is on time.
    fn changed_records(&self) {
        let file = self.pack().join("records/filing.csv");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(file, text.replace(",false", ",true")).unwrap();
    }

    pub async fn store(&self) -> Store {
        Store::open_migrated(&self.url).await.unwrap()
    }
}

pub fn succeeds(command: Command) {
    let done = finished(command);
    assert!(done.status.success(), "{}", said(&done));
}

pub async fn reader(store: &Store) -> Reader {
    store.reader(Arc::new(Viewer::system(Purpose::Operate)), Utc::now()).await.unwrap()
}

/// The digest and the values of each period that is published.
async fn published(store: &Store) -> BTreeMap<String, String> {
    let reader = reader(store).await;
    let mut found = BTreeMap::new();
    for (scheme, period, run, _) in run::publications(&reader).await.unwrap() {
        let digest = run::published_digest(&reader, scheme, period).await.unwrap();
        let mut values = cell::values(&reader, run, period).await.unwrap();
        values.sort();
        found.insert(period.to_string(), format!("{digest:?} {values:?}"));
    }
    found
}

async fn newest(store: &Store) -> run::Run {
    let runs = run::runs(&reader(store).await, Page { first: 100, after: None }).await.unwrap();
    runs.rows.into_iter().map(|(_, run)| run).max_by_key(|run| run.started_at).unwrap()
}

/// What a run over the changed records comes to where nobody disturbs it.
async fn undisturbed() -> (Option<String>, BTreeMap<String, String>) {
    let place = Place::on_sqlite();
    succeeds(place.import(&["--from", FROM, "--to", TO]));
    place.changed_records();
    succeeds(place.score());
    let store = place.store().await;
    let run = newest(&store).await;
    assert_eq!(run.state, RunState::Succeeded);
    (run.digest, published(&store).await)
}

async fn a_run_killed_in_the_middle(place: Place) {
    succeeds(place.import(&["--from", FROM, "--to", TO]));
    let store = place.store().await;
    let before = published(&store).await;
    place.changed_records();

    let mut score = Running::start(place.score());
    // A month with records: what is known of it is written by now, and many periods are still to come.
    score.says("2025-06: ").expect("the month was not computed");
    score.kill();

    let dead = newest(&store).await;
    let half = cell::values(&reader(&store).await, dead.id, "2025-06".parse().unwrap()).await.unwrap();
    assert_eq!(dead.state, RunState::Running, "it was killed too late to prove anything");
    assert!(!half.is_empty(), "it was killed before it wrote anything");
    assert_eq!(published(&store).await, before, "what was published is still there, and nothing of the dead run");

    let server = Server::start(place.baton(&["serve", "--listen", "127.0.0.1:0"]));
    if !store.is_embedded() {
        // Servers that share a database leave a run alone until it has been silent for long.
        assert_eq!(newest(&store).await.state, RunState::Running);
        let silent = Utc::now() - run::last_sign(&reader(&store).await, &dead).await.unwrap();
        let session = store.session(Arc::new(Viewer::system(Purpose::Run)), Utc::now(), None).await.unwrap();
        run::sign(&session, dead.id).await.unwrap();
        session.commit().await.unwrap();
        let others = workshop(&store, Arc::new(|_| {})).unwrap();
        others.mark_interrupted(silent).await.unwrap();
        assert_eq!(newest(&store).await.state, RunState::Running, "it gave a sign since");
        others.mark_interrupted(TimeDelta::zero()).await.unwrap();
    }
    let marked = newest(&store).await;
    assert_eq!((marked.id, marked.state), (dead.id, RunState::Interrupted));
    assert!(marked.failure.is_some() && marked.finished_at.is_some(), "{marked:?}");
    assert_eq!(published(&store).await, before);
    server.running.kill();

    succeeds(place.score());
    let (digest, expected) = undisturbed().await;
    let again = newest(&store).await;
    assert_eq!((again.state, again.digest), (RunState::Succeeded, digest));
    let after = published(&store).await;
    assert_eq!(after, expected);
    assert_ne!(after, before, "the records had changed");
    assert_eq!(audit::verify(&reader(&store).await).await.unwrap().broken, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_killed_in_the_middle_leaves_what_was_published_on_sqlite() {
    a_run_killed_in_the_middle(Place::on_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_killed_in_the_middle_leaves_what_was_published_on_postgresql() {
    if let Some(place) = Place::on_postgresql().await {
        a_run_killed_in_the_middle(place).await;
    }
}

/// So many more persons in the pack that importing takes a while.
const MANY: usize = 30_000;

fn enlarged(pack: &Path) {
    let mut persons = fs::read_to_string(pack.join("persons.csv")).unwrap();
    for number in 0..MANY {
        let _ = writeln!(persons, "M{number},Person {number},NORTH-2,Section,100{number:08},ACTIVE");
    }
    fs::write(pack.join("persons.csv"), persons).unwrap();
}

/// Units, persons and imports that are stored.
async fn stored(place: &Place) -> (usize, usize, u64) {
    let store = place.store().await;
    let reader = reader(&store).await;
    let roster = roster::roster(&reader).await.unwrap();
    let imports = audit::events(&reader, Page { first: 1, after: None }, Some("pack-bureau")).await.unwrap().total;
    (roster.units.len(), roster.persons.len(), imports)
}

const NOTHING: (usize, usize, u64) = (0, 0, 0);
const EVERYTHING: (usize, usize, u64) = (10, MANY + 5, 1);

/// Kills an import after a part of the time it takes; says what is stored then.
async fn killed_after(place: &Place, time: Duration) -> (usize, usize, u64) {
    let import = Running::start(place.import(&[]));
    tokio::time::sleep(time).await;
    import.kill();
    let left = stored(place).await;
    assert!([NOTHING, EVERYTHING].contains(&left), "half of a pack after {time:?}: {left:?}");
    left
}

async fn imports_killed_at_any_moment(places: impl AsyncFn() -> Option<Place>) {
    let Some(whole) = places().await else { return };
    enlarged(&whole.pack());
    let started = Instant::now();
    succeeds(whole.import(&[]));
    let takes = started.elapsed();
    assert_eq!(stored(&whole).await, EVERYTHING);

    let mut nothing = 0;
    for tenths in [1, 3, 5, 7, 8, 9] {
        let Some(place) = places().await else { return };
        enlarged(&place.pack());
        if killed_after(&place, takes * tenths / 10).await == NOTHING {
            nothing += 1;
            succeeds(place.import(&[]));
            assert_eq!(stored(&place).await, EVERYTHING, "a killed import does not stand in the way of the next");
        }
    }
    assert!(nothing >= 3, "the imports were killed too late to prove anything: {nothing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_killed_at_any_moment_leaves_nothing_half_on_sqlite() {
    imports_killed_at_any_moment(async || Some(Place::on_sqlite())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_killed_at_any_moment_leaves_nothing_half_on_postgresql() {
    imports_killed_at_any_moment(Place::on_postgresql).await;
}
