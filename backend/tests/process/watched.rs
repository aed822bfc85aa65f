//! Killed while it evaluates rules: either nothing of the evaluation happened, or all of it, and in the end everybody was warned once.

use std::time::{Duration, Instant};

use backend::store::matter::list::{self, Filter};
use backend::store::page::Page;
use backend::store::permit::fresh;
use backend::store::{Store, library, notice, warning};
use chrono::Utc;
use shared::indicator::SubjectKind;
use shared::matter::{Escalation, MatterKind, Recipient, Severity};
use shared::policy::{Action, Purpose, Resource, Viewer};
use shared::warning::WarningTerms;
use shared::warning::condition::Condition;
use shared::warning::rule::{Applies, RuleContent, RuleState, WarningRule, Watched};

use crate::killed::{Place, reader, succeeds};
use crate::support::{PATIENCE, Running, Server};

/// Rules that say the same, so many that evaluating them takes a while.
const RULES: usize = 60;

/// Every unit below 101 % of filings on time is warned, by each rule: all of them.
async fn with_rules(store: &Store) {
    let session = store.session(Viewer::system(Purpose::Import).into(), Utc::now(), None).await.unwrap();
    let indicators = library::all_indicators(&session).await.unwrap();
    let rate = indicators.into_iter().find(|indicator| indicator.code.as_str() == "filing_rate").unwrap();
    let content = RuleContent {
        name: "Filing is late".to_owned(),
        watched: Watched::Indicator { indicator: rate.id },
        condition: Condition::Threshold { limit: "101".parse().unwrap() },
        applies: Applies {
            subjects: SubjectKind::Unit,
            levels: Default::default(),
            groups: Default::default(),
            post_classes: Default::default(),
        },
        severity: Severity::Blue,
        confirm: 1,
        tell: [Recipient::Responsible, Recipient::UnitHead].into(),
        advice: "call the ten largest".to_owned(),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        opens_diagnosis: false,
        task: None,
    };
    for number in 0..RULES {
        let permit = session.function(Resource::WarningRule, Action::Write).unwrap();
        let (id, code) = (fresh().unwrap(), format!("RULE-{number}").parse().unwrap());
        let content = content.clone();
        let rule = WarningRule { id, code, state: RuleState::Active, content, since: None, version: 1 };
        warning::create(&session, permit, &rule).await.unwrap();
    }
    session.commit().await.unwrap();
}

async fn filled(place: Place) -> (Place, Store) {
    succeeds(place.import(&["--from", "2026-01", "--to", "2026-06"]));
    let store = place.store().await;
    with_rules(&store).await;
    (place, store)
}

/// Warnings, messages, and evaluations.
async fn told(store: &Store) -> (u64, u64, usize) {
    let reader = reader(store).await;
    let warnings = Filter { kind: Some(MatterKind::Warning), ..Filter::default() };
    let warnings = list::count(&reader, &warnings).await.unwrap();
    let messages = notice::page(&reader, false, Page { first: 1, after: None }).await.unwrap().total;
    (warnings, messages, warning::evaluations(&reader, 20).await.unwrap().len())
}

fn serving(place: &Place) -> Running {
    Server::start(place.baton(&["serve", "--listen", "127.0.0.1:0"])).running
}

/// Waits until the run and the hour have been evaluated.
async fn evaluated(store: &Store) -> (u64, u64) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (warnings, messages, evaluations) = told(store).await;
        if evaluations >= 2 {
            return (warnings, messages);
        }
        assert!(Instant::now() < deadline, "nothing was evaluated");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn an_evaluation_killed_at_any_moment(places: impl AsyncFn() -> Option<Place>) {
    let Some(place) = places().await else { return };
    let (place, store) = filled(place).await;
    let started = Instant::now();
    let running = serving(&place);
    let all = evaluated(&store).await;
    let takes = started.elapsed();
    running.kill();
    let rules = u64::try_from(RULES).unwrap();
    assert!(all.0 >= 4 * rules && all.0 % rules == 0, "{all:?}");

    for tenths in [2, 4, 6, 7, 8] {
        let Some(place) = places().await else { return };
        let (place, store) = filled(place).await;
        let running = serving(&place);
        tokio::time::sleep(takes * tenths / 10).await;
        running.kill();
        let (warnings, messages, _) = told(&store).await;
        let left = (warnings, messages);
        assert!([(0, 0), all].contains(&left), "half of an evaluation after {tenths} tenths: {left:?}");
        let again = serving(&place);
        assert_eq!(evaluated(&store).await, all);
        again.kill();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evaluation_killed_at_any_moment_warns_everybody_once_on_sqlite() {
    an_evaluation_killed_at_any_moment(async || Some(Place::on_sqlite())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evaluation_killed_at_any_moment_warns_everybody_once_on_postgresql() {
    an_evaluation_killed_at_any_moment(Place::on_postgresql).await;
}
