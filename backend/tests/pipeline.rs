//! From business records to published values: the demonstration is written, imported, run and read back.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::collections::BTreeSet;
use std::sync::Arc;

use backend::app::cockpit;
use backend::app::demo::fill;
use backend::app::run::{execute, workshop};
use backend::config::EvidenceConfig;
use backend::store::{Reader, Store, audit, evidence, handbook, library, matter, organisation, run, warning};
use backend::vault::Vault;
use chrono::Utc;
use demo::{Size, World};
use shared::cell::Subject;
use shared::diagnosis::{Diagnosis, DiagnosisState};
use shared::matter::{LinkKind, Matter};
use shared::policy::{Purpose, Viewer};
use shared::rectification::{DisputeOutcome, Rectification, RectificationDirection, RectificationState, RequestKind};
use shared::run::RunState;
use shared::scheme::SelfFound;
use shared::task::{Task, TaskKind, TaskState};
use shared::warning::count::Counts;
use shared::warning::{Warning, WarningState};

async fn small(folder: &tempfile::TempDir) -> (Store, Vault) {
    let url = format!("sqlite://{}", folder.path().join("baton.db").display());
    let store = Store::open_migrated(&url).await.unwrap();
    let vault = Vault::try_new(&EvidenceConfig::in_folder(folder.path().join("evidence"))).unwrap();
    let workshop = workshop(&store, Arc::new(|_| {})).unwrap();
    fill(&workshop, &vault, Size::Small, World::One, folder.path()).await.unwrap();
    (store, vault)
}

/// The states in which matters are now.
fn states<M: Matter>(matters: &[M]) -> BTreeSet<&'static str> {
    matters.iter().map(|it| it.head().state).collect()
}

/// 67 warnings were issued, most of them by rules of several kinds; of at least 40 the risk was removed (CJ-65).
async fn the_year_has_its_warnings(reader: &Reader) {
    let warnings = matter::all::<Warning>(reader).await.unwrap();
    let mut counts = Counts::default();
    warnings.iter().for_each(|it| counts.add(it.counted()));
    assert_eq!(counts.issued, 67, "{counts:?}");
    assert!(counts.removed >= 40, "{counts:?}");
    assert!(counts.false_alarms > 0 && counts.expired > 0 && counts.open > 0, "{counts:?}");
    let by_rules = warnings.iter().filter(|it| it.rule.is_some()).count();
    assert!(by_rules > warnings.len() / 2, "{by_rules} by rules");
    assert!(warnings.iter().all(|it| it.issued.format("%Y").to_string() == "2026"));

    let rules: Vec<_> = warning::active_rules(reader).await.unwrap().into_iter().map(|rule| rule.content).collect();
    let kinds: BTreeSet<_> = rules.iter().map(|rule| rule.kind()).collect();
    assert!(kinds.len() >= 5, "{kinds:?}");
    let spoke: BTreeSet<_> = warnings.iter().filter_map(|it| it.condition).collect();
    assert!(spoke.len() >= 5, "{spoke:?}");
    let severities: BTreeSet<_> = rules.iter().map(|rule| rule.severity).collect();
    assert!(severities.len() >= 3, "{severities:?}");
    let subjects: BTreeSet<_> = rules.iter().map(|rule| rule.applies.subjects.code()).collect();
    assert_eq!(subjects.len(), 3, "units, posts and persons: {subjects:?}");
}

/// Whoever looks finds a matter of each kind, and each direction, in every state there is: no state is left out.
async fn the_year_has_every_state(reader: &Reader) {
    let all: BTreeSet<_> = WarningState::ALL.iter().map(|state| state.code()).collect();
    assert_eq!(states(&matter::all::<Warning>(reader).await.unwrap()), all, "warnings");
    let all: BTreeSet<_> = DiagnosisState::ALL.iter().map(|state| state.code()).collect();
    assert_eq!(states(&matter::all::<Diagnosis>(reader).await.unwrap()), all, "diagnoses");
    let all: BTreeSet<_> = TaskState::ALL.iter().map(|state| state.code()).collect();
    assert_eq!(states(&matter::all::<Task>(reader).await.unwrap()), all, "tasks");
    for &direction in RectificationDirection::ALL {
        let mut orders = matter::all::<Rectification>(reader).await.unwrap();
        orders.retain(|it| it.direction == direction);
        let of = RectificationState::ALL.iter().filter(|state| state.belongs_to(direction));
        let all: BTreeSet<_> = of.map(|state| state.code()).collect();
        assert_eq!(states(&orders), all, "{direction:?}");
    }
}

/// A dispute, a request of every kind and a transfer of a task wait for an answer; another dispute was decided.
async fn the_year_has_open_questions(reader: &Reader) {
    let orders = matter::all::<Rectification>(reader).await.unwrap();
    let disputes = || orders.iter().flat_map(|it| &it.disputes).map(|dispute| dispute.outcome);
    assert!(disputes().any(|outcome| outcome.is_none()));
    assert!(disputes().any(|outcome| outcome == Some(DisputeOutcome::PartlyUpheld)));
    let requests = orders.iter().flat_map(|it| &it.requests).filter(|request| request.granted.is_none());
    let kinds: BTreeSet<_> = requests.map(|request| request.kind).collect();
    assert_eq!(kinds, RequestKind::ALL.iter().copied().collect());
    assert!(matter::all::<Task>(reader).await.unwrap().iter().any(|it| it.transfer.is_some()));
}

/// What was found below came before a warning, and before an order, about the same.
async fn the_year_has_own_discoveries_that_came_first(reader: &Reader) {
    let warnings = matter::all::<Warning>(reader).await.unwrap();
    assert!(warnings.iter().any(|it| it.found_before.is_some()));
    let orders = matter::all::<Rectification>(reader).await.unwrap();
    let mut found = 0;
    for order in orders.iter().filter(|it| it.direction == RectificationDirection::TopDown) {
        let links = matter::links(reader, order.id).await.unwrap();
        found += links.iter().filter(|(before, kind, _)| *before && *kind == LinkKind::FoundBefore).count();
    }
    // About the figure that was warned of, and about a risk point.
    assert_eq!(found, 2);
    let worth: Vec<_> = library::schemes(reader).await.unwrap().iter().map(|scheme| scheme.self_found).collect();
    assert_eq!(worth, [SelfFound::Halved], "what the pack says of it came in");
}

/// Files hang on measures and on a finding, and their bytes are where they belong.
async fn the_year_has_files(reader: &Reader, vault: &Vault) {
    let tasks = matter::all::<Task>(reader).await.unwrap();
    let inspection = tasks.iter().find(|it| it.kind == TaskKind::Inspection).unwrap();
    let of_finding = evidence::of_matter(reader, inspection.id).await.unwrap();
    let mut of_measures = Vec::new();
    for order in matter::all::<Rectification>(reader).await.unwrap() {
        let files = evidence::of_matter(reader, order.id).await.unwrap();
        of_measures.extend(files.into_iter().map(|file| (order.direction, file)));
    }
    let directions: BTreeSet<_> = of_measures.iter().map(|(direction, _)| *direction).collect();
    assert_eq!((of_finding.len(), of_measures.len(), directions.len()), (1, 2, 2));
    for file in of_measures.iter().map(|(_, file)| file).chain(&of_finding) {
        assert!(file.item == Some(1) && vault.has(&file.sha256).await.unwrap(), "{file:?}");
    }
}

/// Some diagnoses of the year were checked by the figures, and the handbook says how its entries did.
async fn the_year_has_diagnoses_that_taught_something(reader: &Reader) {
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

async fn reader(store: &Store) -> Reader {
    store.reader(Arc::new(Viewer::system(Purpose::Operate)), Utc::now()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_records_of_the_demonstration_become_a_cockpit_and_the_same_run_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (store, vault) = small(&folder).await;
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
    the_year_has_its_warnings(&reader_now).await;
    the_year_has_every_state(&reader_now).await;
    the_year_has_open_questions(&reader_now).await;
    the_year_has_own_discoveries_that_came_first(&reader_now).await;
    the_year_has_files(&reader_now, &vault).await;
    let before = run::published(&reader_now, period).await.unwrap().unwrap();
    drop(reader_now);
    let workshop = workshop(&store, Arc::new(|_| {})).unwrap();
    let again = execute(&workshop, before.2, "2026-09".parse().unwrap(), period).await.unwrap();
    assert_eq!(again.state, RunState::Unchanged, "{again:?}");
    let reader_then = reader(&store).await;
    assert_eq!(run::published(&reader_then, period).await.unwrap().unwrap().0, before.0);
    assert_eq!(audit::verify(&reader_then).await.unwrap().broken, None);
}
