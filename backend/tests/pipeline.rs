//! From business records to published values: the demonstration is written, imported, run and read back.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::sync::Arc;

use backend::app::cockpit;
use backend::app::demo::fill;
use backend::app::run::{execute, workshop};
use backend::store::{Store, audit, handbook, library, matter, organisation, run};
use chrono::Utc;
use demo::{Size, World};
use shared::cell::Subject;
use shared::diagnosis::Diagnosis;
use shared::policy::{Purpose, Viewer};
use shared::run::RunState;

async fn small(folder: &tempfile::TempDir) -> Store {
    let url = format!("sqlite://{}", folder.path().join("baton.db").display());
    let store = Store::open_migrated(&url).await.unwrap();
    fill(&workshop(&store, Arc::new(|_| {})).unwrap(), Size::Small, World::One, folder.path()).await.unwrap();
    store
}

/// Some diagnoses of the year were checked by the figures, and the handbook says how its entries did.
async fn the_year_has_diagnoses_that_taught_something(reader: &backend::store::Reader) {
    let diagnoses = matter::all::<Diagnosis>(reader).await.unwrap();
    let states: Vec<_> = diagnoses.iter().map(|it| (it.state, it.round)).collect();
    let checked = diagnoses.iter().filter_map(|it| it.finding.as_ref()).filter(|finding| finding.by_numbers).count();
    assert!(checked > 0, "{states:?}");
    let mut tried = 0;
    for indicator in library::all_indicators(reader).await.unwrap().into_iter().filter(|it| it.key_rate) {
        let known = handbook::of_indicator(reader, indicator.id).await.unwrap();
        assert!(known.len() >= 6, "{}: {known:?}", indicator.name);
        tried += known.iter().map(|it| it.uses.worked + it.uses.failed).sum::<u32>();
    }
    assert!(tried > 0, "{states:?}");
}

async fn reader(store: &Store) -> backend::store::Reader {
    store.reader(Arc::new(Viewer::system(Purpose::Operate)), Utc::now()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_records_of_the_demonstration_become_a_cockpit_and_the_same_run_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = small(&folder).await;
    let reader_now = reader(&store).await;
    let root = organisation::roots(&reader_now, Utc::now().date_naive()).await.unwrap().remove(0);
    let period = "2026-10".parse().unwrap();
    let screen = cockpit::cockpit(&reader_now, Subject::Unit(root.id), period).await.unwrap();

    let meters = screen.library.meters();
    assert_eq!((meters.total.whole, meters.extracted.part), (148, 118));
    let rates: Vec<_> = screen.cells.iter().filter(|view| view.brief.indicator.key_rate).collect();
    assert_eq!(rates.len(), 6);
    for rate in &rates {
        assert!(rate.cell.value.is_some(), "{} has no value", rate.brief.indicator.name);
        assert_eq!(rate.trend.len(), 13, "{}", rate.brief.indicator.name);
    }
    assert_eq!(screen.dimensions.len(), 3);
    assert_eq!(screen.children.len(), 2);
    assert!(screen.children.iter().all(|child| child.total.is_some()));

    the_year_has_diagnoses_that_taught_something(&reader_now).await;
    let before = run::published(&reader_now, period).await.unwrap().unwrap();
    drop(reader_now);
    let workshop = workshop(&store, Arc::new(|_| {})).unwrap();
    let again = execute(&workshop, before.2, "2026-09".parse().unwrap(), period).await.unwrap();
    assert_eq!(again.state, RunState::Unchanged, "{again:?}");
    let reader_then = reader(&store).await;
    assert_eq!(run::published(&reader_then, period).await.unwrap().unwrap().0, before.0);
    assert_eq!(audit::verify(&reader_then).await.unwrap().broken, None);
}
