//! The district: three offices, one post with its holder, a file of returns of which three rows cannot be used.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use backend::app::channel::Courier;
use backend::app::dataset::change::Sources;
use backend::app::import::import_pack;
use backend::app::live::{Live, Pace};
use backend::app::register::Register;
use backend::app::run::refused::Shelf;
use backend::app::run::{Workshop, execute, workshop};
use backend::app::sign_in::{self, Gate};
use backend::app::token::Keys;
use backend::carrier::Carrier;
use backend::config::{EvidenceConfig, Layer, RefusedConfig};
use backend::graphql::schema::schema;
use backend::http::{Site, router};
use backend::store::run::Run;
use backend::store::{Reader, Store, library, organisation, people};
use backend::vault::Vault;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use shared::cell::Subject;
use shared::id::{IndicatorId, SchemeId};
use shared::policy::{Purpose, Viewer};
use tower::ServiceExt as _;

/// The folder with the pack and the file of returns.
fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/numbers/pack")
}

pub struct District {
    pub run: Run,
    /// Where files of our own are kept.
    pub data: tempfile::TempDir,
    places: BTreeMap<String, Subject>,
    indicators: BTreeMap<String, IndicatorId>,
    scheme: SchemeId,
    workshop: Workshop,
    gate: Gate,
    router: Router,
}

impl District {
    pub async fn sqlite() -> Self {
        let data = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", data.path().join("test.db").display());
        Self::built(&url, data).await
    }

    pub async fn postgresql() -> Self {
        let url = tokio::task::spawn_blocking(testkit::postgres_url_for_test).await.unwrap().unwrap();
        Self::built(&url, tempfile::tempdir().unwrap()).await
    }

    async fn built(url: &str, data: tempfile::TempDir) -> Self {
        let store = Store::open_migrated(url).await.unwrap();
        let scheme = import_pack(&store, &pack(), &pack(), "nobody").await.unwrap().scheme.unwrap();
        let shelf = Shelf::below(data.path(), RefusedConfig::default());
        let workshop = workshop(&store, Arc::new(|_| {})).unwrap().keeping(shelf);
        let run = execute(&workshop, scheme, month("2026-01"), month("2026-03")).await.unwrap();
        let keys = Arc::new(Keys::try_new(&[7; 32]).unwrap());
        let gate = Gate { store: store.clone(), keys, clock: Arc::new(Utc::now) };
        let carrier = Carrier::try_new(&Layer::default().complete()).unwrap();
        let vault = Vault::try_new(&EvidenceConfig::in_folder(data.path().join("evidence"))).unwrap();
        let site = Site {
            register: Register::default(),
            vault,
            courier: Courier::new(store.clone(), Arc::clone(&gate.clock), carrier),
            gate: gate.clone(),
            live: Live::new(gate.clone(), Pace::default()),
            workshop: workshop.clone(),
            sources: Sources(pack()),
            schema: schema(true),
            secure: false,
            origin: None,
        };
        let reader = reader(&store).await;
        let (places, indicators) = (places(&reader).await, indicators(&reader).await);
        Self { run, data, places, indicators, scheme, workshop, gate, router: router(site) }
    }

    pub async fn run_again(&self) -> Run {
        execute(&self.workshop, self.scheme, month("2026-01"), month("2026-03")).await.unwrap()
    }

    pub fn place(&self, name: &str) -> Subject {
        self.places[name]
    }

    /// What somebody gets from an address of files.
    pub async fn file(&self, login: &str, address: &str) -> (StatusCode, String) {
        let token = sign_in::token(&self.gate, login, TimeDelta::minutes(15)).await.unwrap();
        let request = Request::builder().uri(address).header("authorization", format!("Bearer {token}"));
        self.sent(request.body(Body::empty()).unwrap()).await
    }

    /// The data of an answer that must have no errors.
    pub async fn data(&self, login: &str, query: &str, variables: Value) -> Value {
        let mut answer = self.answer(login, query, variables).await;
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].take()
    }

    /// The whole answer to a question of somebody.
    pub async fn answer(&self, login: &str, query: &str, variables: Value) -> Value {
        let token = sign_in::token(&self.gate, login, TimeDelta::minutes(15)).await.unwrap();
        let request = Request::builder()
            .method("POST")
            .uri("/graphql")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let body = json!({ "query": query, "variables": variables }).to_string();
        let (_, text) = self.sent(request.body(body.into()).unwrap()).await;
        serde_json::from_str(&text).unwrap()
    }

    async fn sent(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        (status, String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap())
    }

    /// The explanation of a number to somebody.
    pub async fn explained(&self, login: &str, place: &str, indicator: &str, period: &str) -> Value {
        let query = "query($subject: Subject!, $indicator: IndicatorId!, $period: Period!) {
            explain(subject: $subject, indicator: $indicator, period: $period) {
                cell { value numerator denominator points ranking { rank groupSize groupName mean best } }
                behindBest ahead { place { name } rank behind }
                formula { text substituted result }
                trace { code facts { name value } }
                inputs { measure { code overTree overTime } value }
                contributionsAddUp
                contributions { place { name } numerator denominator value rows }
            }
        }";
        let variables =
            json!({ "subject": self.place(place), "indicator": self.indicators[indicator], "period": period });
        self.data(login, query, variables).await["explain"].take()
    }
}

fn month(text: &str) -> shared::period::Period {
    text.parse().unwrap()
}

async fn reader(store: &Store) -> Reader {
    store.reader(Arc::new(Viewer::system(Purpose::Operate)), Utc::now()).await.unwrap()
}

async fn places(reader: &Reader) -> BTreeMap<String, Subject> {
    use backend::store::page::Page;
    let page = || Page { first: 100, after: None };
    let units = organisation::page(reader, page(), None, None).await.unwrap().rows;
    let mut places: BTreeMap<String, Subject> =
        units.into_iter().map(|(_, unit)| (unit.code.to_string(), Subject::Unit(unit.id))).collect();
    let persons = people::page(reader, page(), None, None).await.unwrap().rows;
    places.extend(persons.into_iter().map(|(_, seen)| (seen.person.name, Subject::Person(seen.person.id))));
    let Subject::Unit(office) = places["A"] else { panic!("A is a unit") };
    let posts = organisation::posts(reader, &[office]).await.unwrap().remove(&office).unwrap();
    places.extend(posts.into_iter().map(|post| (post.code.to_string(), Subject::Post(post.id))));
    places
}

async fn indicators(reader: &Reader) -> BTreeMap<String, IndicatorId> {
    let all = library::all_indicators(reader).await.unwrap();
    all.into_iter().map(|indicator| (indicator.code.to_string(), indicator.id)).collect()
}

/// A test on both databases. Without PostgreSQL's programs the second says that it was not run.
#[macro_export]
macro_rules! on_both_databases {
    ($($test:ident)+) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")] async fn $test() {
                super::$test(&$crate::district::District::sqlite().await).await;
            })+
        }
        mod postgresql {
            $(#[tokio::test(flavor = "multi_thread")] async fn $test() {
                if testkit::has_postgres() {
                    super::$test(&$crate::district::District::postgresql().await).await;
                } else {
                    eprintln!("not run: PostgreSQL is not installed");
                }
            })+
        }
    };
}
