//! What can be wrong with packs and records: it is said under its code, and what was stored and published before stays as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use backend::app::import::import_pack;
use backend::app::run::{execute, workshop};
use backend::error::Error;
use backend::store::{Reader, Store, audit, cell, import, run};
use chrono::Utc;
use shared::availability::Availability;
use shared::cell::Subject;
use shared::error::ErrorCode;
use shared::id::SchemeId;
use shared::policy::{Purpose, Viewer};
use shared::run::RunState;

use crate::bureau::{filled, pack};

/// A bureau whose pack and records may be spoiled.
struct Bureau {
    folder: tempfile::TempDir,
    store: Store,
    scheme: SchemeId,
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target)
        } else {
            assert!(fs::copy(entry.path(), target).is_ok())
        }
    }
}

async fn reader(store: &Store) -> Reader {
    store.reader(Arc::new(Viewer::system(Purpose::Operate)), Utc::now()).await.unwrap()
}

impl Bureau {
    async fn on(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copied(&pack(), folder.path());
        let (store, scheme) = filled(url, folder.path(), folder.path(), &folder.path().join("records")).await;
        Self { folder, store, scheme }
    }

    async fn run(&self) -> Result<run::Run, Error> {
        let workshop = workshop(&self.store, Arc::new(|_| {})).unwrap();
        execute(&workshop, self.scheme, "2025-05".parse().unwrap(), "2026-06".parse().unwrap()).await
    }

    fn record(&self, file: &str) -> std::path::PathBuf {
        self.folder.path().join("records").join(file)
    }

    /// Everything that is published, with its values.
    async fn published(&self) -> BTreeMap<String, String> {
        let reader = reader(&self.store).await;
        let mut found = BTreeMap::new();
        for (scheme, period, run, at) in run::publications(&reader).await.unwrap() {
            let digest = run::published_digest(&reader, scheme, period).await.unwrap();
            let mut values = cell::values(&reader, run, period).await.unwrap();
            values.sort();
            found.insert(period.to_string(), format!("{run} {at} {digest:?} {values:?}"));
        }
        found
    }

    async fn newest_run(&self) -> run::Run {
        let page = backend::store::page::Page { first: 100, after: None };
        let mut runs: Vec<run::Run> =
            run::runs(&reader(&self.store).await, page).await.unwrap().rows.into_iter().map(|(_, run)| run).collect();
        runs.sort_by_key(|run| run.started_at);
        runs.pop().unwrap()
    }
}

async fn records_that_cannot_be_read(url: &str) {
    let bureau = Bureau::on(url).await;
    let before = bureau.published().await;
    assert!(before.len() > 14, "{:?}", before.keys());
    let sound = fs::read_to_string(bureau.record("filing.csv")).unwrap();
    for (fault, bytes, said) in [
        ("empty", Vec::new(), "is empty"),
        ("no heading", b"2026-06-01,NORTH-1\n".to_vec(), "has no header line"),
        ("a column vanished", sound.replacen("amount", "sum", 1).into_bytes(), "has no column `amount`"),
        ("a column twice", sound.replacen("birth", "payer", 1).into_bytes(), "names column `payer` twice"),
        ("another encoding", [sound.as_bytes(), b"2026-06-01,\xb1\xb1,,,,,1.00,true\n"].concat(), "the bytes are not"),
    ] {
        fs::write(bureau.record("filing.csv"), bytes).unwrap();
        let refused = bureau.run().await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Unavailable, "{fault}");
        assert!(refused.to_string().contains(said), "{fault}: {refused}");
        let run = bureau.newest_run().await;
        assert_eq!((run.state, run.failure), (RunState::Failed, Some(refused.to_string())), "{fault}");
        assert_eq!(bureau.published().await, before, "{fault}");
    }
    fs::remove_file(bureau.record("filing.csv")).unwrap();
    let gone = bureau.run().await.unwrap_err();
    assert_eq!((gone.code(), bureau.published().await), (ErrorCode::Unavailable, before.clone()), "{gone}");

    fs::write(bureau.record("filing.csv"), sound).unwrap();
    assert_eq!(bureau.run().await.unwrap().state, RunState::Unchanged);
    assert_eq!(bureau.published().await, before);
    assert_eq!(audit::verify(&reader(&bureau.store).await).await.unwrap().broken, None);
}

async fn rows_that_cannot_be_used(url: &str) {
    let bureau = Bureau::on(url).await;
    let before = bureau.published().await;
    let counts = async |run: &run::Run| {
        let refused = run::refused(&reader(&bureau.store).await, run.id).await.unwrap();
        refused.into_iter().map(|refused| (refused.reason, refused.count)).fold(
            BTreeMap::new(),
            |mut all, (reason, count)| {
                *all.entry(reason).or_insert(0) += count;
                all
            },
        )
    };
    let first = counts(&bureau.newest_run().await).await;
    for (row, reason) in [
        ("2026-06-05,ELSEWHERE,,,P,1980-01-01,1.00,true", "UNKNOWN_UNIT"),
        ("2026-02-30,NORTH-1,,,P,1980-01-01,1.00,true", "BAD_DATE"),
        ("2026-06-05,NORTH-1,,,P,1980-01-01,-1.00,true", "NEGATIVE"),
        ("2026-06-05,NORTH-1,,,P,1980-01-01,much,true", "BAD_DECIMAL"),
        (",NORTH-1,,,P,1980-01-01,1.00,true", "EMPTY"),
        ("2026-06-05,,,,P,1980-01-01,1.00,true", "EMPTY_SUBJECT"),
        ("2026-06-05,NORTH-1", "RAGGED_ROW"),
    ] {
        let sound = fs::read_to_string(bureau.record("filing.csv")).unwrap();
        fs::write(bureau.record("filing.csv"), format!("{sound}{row}\n")).unwrap();
        let run = bureau.run().await.unwrap();
        assert_eq!(run.state, RunState::Unchanged, "a refused row counts in nothing: {row}");
        let mut expected = first.clone();
        *expected.entry(reason.to_owned()).or_insert(0) += 1;
        assert_eq!(counts(&run).await, expected, "{row}");
        assert_eq!(bureau.published().await, before, "{row}");
        fs::write(bureau.record("filing.csv"), sound).unwrap();
    }
}

async fn a_place_without_rows_has_no_rate_and_no_zero(url: &str) {
    let bureau = Bureau::on(url).await;
    let reader = reader(&bureau.store).await;
    let (run, ..) = run::published(&reader, "2026-06".parse().unwrap()).await.unwrap().unwrap();
    let places = backend::store::roster::roster(&reader).await.unwrap().units;
    let south = places.iter().find(|unit| unit.code.as_str() == "SOUTH-2").unwrap().id;
    let values = cell::values(&reader, run, "2026-06".parse().unwrap()).await.unwrap();
    assert!(!values.is_empty());
    assert!(values.iter().all(|(subject, ..)| *subject != Subject::Unit(south)), "a value out of nothing");
    let screen =
        backend::app::cockpit::cockpit(&reader, Subject::Unit(south), "2026-06".parse().unwrap()).await.unwrap();
    let rate = screen.cells.iter().find(|view| view.brief.indicator.code.as_str() == "filing_rate").unwrap();
    assert_eq!(rate.cell.availability, Availability::NotApplicable);
    assert_eq!((rate.cell.value, rate.cell.points), (None, None));
}

async fn packs_with_a_fault(url: &str) {
    let store = Store::open_migrated(url).await.unwrap();
    for (file, from, to, code) in [
        ("units.csv", "NORTH,CITY,", "NORTH,NORTH-1,", "CYCLE"),
        ("units.csv", "SOUTH-9,SOUTH,", "NORTH-9,SOUTH,", "DUPLICATE"),
        ("units.csv", "SOUTH,CITY,", "SOUTH,NOWHERE,", "UNKNOWN_REFERENCE"),
        ("units.csv", "2020-01-01,2099-01-01", "2026-02-30,2099-01-01", "DATE"),
        ("persons.csv", "\n5,Qian", "\n4,Qian", "DUPLICATE"),
        ("assignments.csv", "A,0.5", "A,-0.5", "RANGE"),
        ("scheme.toml", "weight = 5", "weight = 4", "WEIGHTS"),
        ("indicators.toml", "{ to = \"90\"", "{ to = \"95\"", "BANDS"),
        ("indicators.toml", "filed_on_time / filings", "filed_on_time / filing", "UNKNOWN_REFERENCE"),
        ("indicators.toml", "filed_on_time / filings", "filed_on_time /", "FORMULA"),
        ("targets.csv", "CITY,2026,95", "CITY,2025,96", "DUPLICATE"),
        ("datasets.toml", "unit_column = \"unit\"", "unit_column = \"units\"", "UNKNOWN_REFERENCE"),
        ("datasets.toml", "filter = \"on_time\"", "filter = \"EXISTS (SELECT 1)\"", "SUBQUERY"),
        ("datasets.toml", "filter = \"on_time\"", "filter = \"in_time\"", "UNKNOWN_COLUMN"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        copied(&pack(), folder.path());
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(folder.path().join(file), text.replacen(from, to, 1)).unwrap();

        let refused = import_pack(&store, folder.path(), &folder.path().join("records"), "nobody").await.unwrap_err();

        assert_eq!(refused.code(), ErrorCode::Invalid, "{file} {to}: {refused}");
        assert!(refused.to_string().contains(code), "{file} {to}: {refused}");
        let viewer = Arc::new(Viewer::system(Purpose::Import));
        let session = store.session(viewer, Utc::now(), None).await.unwrap();
        assert!(!import::has_units(&session).await.unwrap(), "{file} {to}");
        drop(session);
        assert_eq!(audit::verify(&reader(&store).await).await.unwrap().events, 0, "{file} {to}");
    }
    let imported = import_pack(&store, &pack(), &pack().join("records"), "nobody").await.unwrap();
    assert_eq!(imported.units, 10, "nothing of the faulty packs stands in the way of a sound one");
}

async fn a_parquet_file_cut_short(url: &str) {
    let folder = tempfile::tempdir().unwrap();
    copied(&pack(), folder.path());
    let datasets = fs::read_to_string(folder.path().join("datasets.toml")).unwrap();
    let (before, visits) = datasets.split_once("code = \"visits\"").unwrap();
    let visits = visits.replacen("visits.csv", "visits.parquet", 1).replacen("\"CSV\"", "\"PARQUET\"", 1);
    fs::write(folder.path().join("datasets.toml"), format!("{before}code = \"visits\"{visits}")).unwrap();
    let records = folder.path().join("records");
    fs::write(records.join("visits.parquet"), b"PAR1 and then the copy was interrupted").unwrap();
    let store = Store::open_migrated(url).await.unwrap();
    let imported = import_pack(&store, folder.path(), &records, "nobody").await.unwrap();
    let bureau = Bureau { folder, store, scheme: imported.scheme.unwrap() };

    let refused = bureau.run().await.unwrap_err();

    assert_eq!(refused.code(), ErrorCode::Unavailable);
    assert!(refused.to_string().contains("is not a whole Parquet file"), "{refused}");
    assert_eq!(bureau.newest_run().await.state, RunState::Failed);
    assert_eq!(bureau.published().await, BTreeMap::new(), "what was read before it is not published either");
}

macro_rules! on_both {
    ($($test:ident)+) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")] async fn $test() {
                let folder = tempfile::tempdir().unwrap();
                super::$test(&format!("sqlite://{}", folder.path().join("test.db").display())).await;
            })+
        }
        mod postgresql {
            $(#[tokio::test(flavor = "multi_thread")] async fn $test() {
                if testkit::has_postgres() {
                    let url = tokio::task::spawn_blocking(testkit::postgres_url_for_test).await.unwrap().unwrap();
                    super::$test(&url).await;
                } else {
                    eprintln!("not run: PostgreSQL is not installed");
                }
            })+
        }
    };
}

on_both! {
    records_that_cannot_be_read
    rows_that_cannot_be_used
    a_place_without_rows_has_no_rate_and_no_zero
    packs_with_a_fault
    a_parquet_file_cut_short
}
