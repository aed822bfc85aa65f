//! A small organisation behind the real router, on either database, with a clock that stands still.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use backend::app::channel::Courier;
use backend::app::dataset::change::Sources;
use backend::app::live::{Live, Pace};
use backend::app::password;
use backend::app::register::Register;
use backend::app::run::workshop;
use backend::app::scope::Scope;
use backend::app::sign_in::{self, Gate};
use backend::app::token::Keys;
use backend::carrier::Carrier;
use backend::config::{Config, EvidenceConfig, Layer};
use backend::graphql::error::dress;
use backend::graphql::schema::schema;
use backend::http::{Site, router};
use backend::store::Store;
use backend::store::account::role;
use backend::store::import::{Entry, Importer, NewAccount, NewGrant};
use backend::vault::Vault;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use futures::StreamExt as _;
use serde_json::{Value, json};
use shared::id::{Id, PersonId, PostId, PostTypeId, UnitId};
use shared::organisation::{Unit, closure};
use shared::person::{Person, PersonState, Post, PostType};
use shared::policy::{Action, DataScope, Purpose, Resource, Viewer};
use tokio::net::TcpListener;
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

pub const PASSWORD: &str = "Correct-horse-1";

/// Units by number: 1 the bureau, 2 and 3 its districts, 4 and 5 an office in each, 6 a department of the first.
pub fn unit(number: i64) -> UnitId {
    UnitId::from_raw(number)
}

pub fn person(number: i64) -> PersonId {
    PersonId::from_raw(100 + number)
}

pub fn post(number: i64) -> PostId {
    PostId::from_raw(200 + number)
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The server under test.
pub struct House {
    pub store: Store,
    pub gate: Gate,
    pub live: Live,
    router: Router,
    now: Arc<Mutex<DateTime<Utc>>>,
    /// Where the files of this house lie.
    pub vault: Vault,
    /// The folder of the vault.
    pub kept: tempfile::TempDir,
    _folder: Option<tempfile::TempDir>,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The code of the first error, or of none.
    pub fn code(&self) -> String {
        code(&self.json())
    }

    /// What the cookie of the answer carries.
    pub fn cookie(&self) -> String {
        let cookie = self.headers.get(header::SET_COOKIE).expect("a cookie").to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

/// The code of the first error of an answer, or `OK`.
pub fn code(answer: &Value) -> String {
    answer.pointer("/errors/0/extensions/code").and_then(Value::as_str).unwrap_or("OK").to_owned()
}

impl House {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self::built(&url, Some(folder)).await
    }

    pub async fn postgresql() -> Self {
        let url = tokio::task::spawn_blocking(testkit::postgres_url_for_test).await.unwrap().unwrap();
        Self::built(&url, None).await
    }

    async fn built(url: &str, folder: Option<tempfile::TempDir>) -> Self {
        seed(&Store::open_migrated(url).await.unwrap()).await;
        Self::over(url, folder).await
    }

    /// The house in a file that whoever asks for it looks after.
    pub async fn seeded(url: &str) -> Self {
        Self::built(url, None).await
    }

    /// The house on SQLite with its files wherever a vault keeps them.
    pub async fn keeping(vault: Vault) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        seed(&Store::open_migrated(&url).await.unwrap()).await;
        Self::made(&url, Some(folder), tempfile::tempdir().unwrap(), vault).await
    }

    /// The server over a database that is filled already.
    pub async fn over(url: &str, folder: Option<tempfile::TempDir>) -> Self {
        let kept = tempfile::tempdir().unwrap();
        let vault = Vault::try_new(&EvidenceConfig::in_folder(kept.path().to_owned())).unwrap();
        Self::made(url, folder, kept, vault).await
    }

    async fn made(url: &str, folder: Option<tempfile::TempDir>, kept: tempfile::TempDir, vault: Vault) -> Self {
        let store = Store::open_migrated(url).await.unwrap();
        let now = Arc::new(Mutex::new("2026-11-20T08:00:00Z".parse().unwrap()));
        let clock = Arc::clone(&now);
        let keys = Arc::new(Keys::try_new(&[7; 32]).unwrap());
        let gate = Gate { store: store.clone(), keys, clock: Arc::new(move || *clock.lock().unwrap()) };
        let workshop = workshop(&store, Arc::new(|_| {})).unwrap();
        let sources = Sources(concat!(env!("CARGO_MANIFEST_DIR"), "/../extraction/tests/fixtures").into());
        let pace = Pace { init: Duration::from_millis(300), look: Duration::from_millis(100), ..Pace::default() };
        let live = Live::new(gate.clone(), pace);
        let courier = Courier::new(store.clone(), Arc::clone(&gate.clock), Carrier::try_new(&outgoing()).unwrap());
        let site = Site {
            register: Register::default(),
            gate: gate.clone(),
            workshop,
            sources,
            vault: vault.clone(),
            live: live.clone(),
            courier,
            schema: schema(true),
            secure: false,
            origin: None,
        };
        Self { store, gate, live, router: router(site), now, vault, kept, _folder: folder }
    }

    /// The words that indicators are sorted by.
    pub async fn dictionary(&self) {
        let viewer = Arc::new(Viewer::system(Purpose::Import));
        let session = self.store.session(viewer, "2026-11-01T00:00:00Z".parse().unwrap(), None).await.unwrap();
        let importer = Importer::new(&session, session.function(Resource::Dictionary, Action::Write).unwrap());
        let entry = |category: &'static str, code: &str| Entry {
            category,
            code: code.to_owned(),
            name: code.to_owned(),
            name_en: code.to_owned(),
            ordinal: 0,
        };
        importer.dictionary(&[entry("dimension", "QUALITY"), entry("cockpit_dimension", "SERVICE")]).await.unwrap();
        session.commit().await.unwrap();
    }

    /// The server behind an address of this machine, as long as the test goes on.
    pub async fn served(&self) -> SocketAddr {
        let live = self.live.clone();
        tokio::spawn(async move { live.keep().await });
        self.served_unattended().await
    }

    /// The same, but nobody looks whether those who are connected may stay.
    pub async fn served_unattended(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, router) = (listener.local_addr().unwrap(), self.router.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// What somebody is told first of a subscription.
    pub async fn first_told(&self, token: &str, query: &str) -> Value {
        let guest = Arc::new(self.live.admit(token).await.unwrap());
        let question = async_graphql::Request::new(query).data(guest);
        let mut answer = schema(true).execute_stream(question).next().await.unwrap();
        dress(&mut answer, "a-request");
        serde_json::to_value(answer).unwrap()
    }

    pub fn wait(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        Reply { status: parts.status, headers: parts.headers, text }
    }

    pub async fn put(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Reply {
        let mut request = Request::builder().method(Method::PUT).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Reply {
        let mut request = Request::builder().method(Method::POST).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.fetch(path, &[]).await
    }

    pub async fn fetch(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let request =
            headers.iter().fold(Request::builder().uri(path), |request, (name, value)| request.header(*name, *value));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// The head and the bytes of what lies at an address.
    pub async fn fetched(&self, path: &str, headers: &[(&str, &str)]) -> (HeaderMap, Vec<u8>) {
        let request =
            headers.iter().fold(Request::builder().uri(path), |request, (name, value)| request.header(*name, *value));
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        assert_eq!(parts.status, StatusCode::OK);
        (parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
    }

    pub async fn sign_in(&self, login: &str, password: &str) -> Reply {
        let body = json!({ "login": login, "password": password }).to_string();
        self.post("/auth/sign-in", &[("content-type", "application/json")], body).await
    }

    /// An access token without the work of checking a password.
    pub async fn token(&self, login: &str) -> String {
        sign_in::token(&self.gate, login, TimeDelta::minutes(15)).await.unwrap()
    }

    pub async fn asked(&self, token: &str, query: &str, variables: Value) -> Reply {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let bearer = format!("Bearer {token}");
        self.post("/graphql", &[("content-type", "application/json"), ("authorization", &bearer)], body).await
    }

    /// The whole answer to a question of somebody.
    pub async fn answer(&self, login: &str, query: &str, variables: Value) -> Value {
        let token = self.token(login).await;
        self.asked(&token, query, variables).await.json()
    }

    /// The data of an answer that must have no errors.
    pub async fn data(&self, login: &str, query: &str, variables: Value) -> Value {
        let answer = self.answer(login, query, variables).await;
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].clone()
    }

    /// What comes of something, and how many statements it takes. Only one thing at a time is counted.
    pub async fn statements<T>(&self, work: impl Future<Output = T>) -> (T, u64) {
        let before = self.store.statements();
        let came = work.await;
        (came, self.store.statements() - before)
    }

    pub fn operator(&self) -> Scope {
        let now = *self.now.lock().unwrap();
        Scope::new(self.store.clone(), Arc::new(Viewer::system(Purpose::Operate)), now, None)
    }
}

/// A configuration that lets messages go to servers of the test.
pub fn outgoing() -> Config {
    let open = Some(true);
    Layer { webhook_allow_private: open, webhook_allow_http: open, ..Layer::default() }.complete()
}

/// A test on both databases. Without PostgreSQL's programs the second says that it was not run.
#[macro_export]
macro_rules! on_both_databases {
    ($($test:ident)+) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")] async fn $test() { super::$test(&$crate::support::House::sqlite().await).await; })+
        }
        mod postgresql {
            $(#[tokio::test(flavor = "multi_thread")] async fn $test() {
                if testkit::has_postgres() {
                    super::$test(&$crate::support::House::postgresql().await).await;
                } else {
                    eprintln!("not run: PostgreSQL is not installed");
                }
            })+
        }
    };
}

fn a_unit(number: i64, code: &str, parent: Option<i64>, level: &str, line: Option<&str>) -> Unit {
    Unit {
        id: unit(number),
        code: code.parse().unwrap(),
        name: format!("Unit {code}"),
        short_name: code.to_owned(),
        parent: parent.map(unit),
        level: level.parse().unwrap(),
        kind: "BUREAU".parse().unwrap(),
        line: line.map(|line| line.parse().unwrap()),
        comparison_group: None,
        sort_no: i32::try_from(number).unwrap(),
        valid_from: day("2020-01-01"),
        valid_to: None,
        version: 1,
    }
}

fn units() -> Vec<Unit> {
    vec![
        a_unit(1, "CITY", None, "CITY", None),
        a_unit(2, "NORTH", Some(1), "COUNTY", None),
        a_unit(3, "SOUTH", Some(1), "COUNTY", None),
        a_unit(4, "NORTH-1", Some(2), "OFFICE", None),
        a_unit(5, "SOUTH-1", Some(3), "OFFICE", None),
        a_unit(6, "NORTH-C", Some(2), "OFFICE", Some("COLLECTION")),
    ]
}

fn persons() -> Vec<Person> {
    let person = |number: i64, at: i64, name: &str| Person {
        id: person(number),
        staff_no: format!("S{number}").parse().unwrap(),
        name: name.to_owned(),
        unit: unit(at),
        rank: None,
        phone: Some(format!("138000{number}")),
        status: PersonState::Active,
        version: 1,
    };
    vec![person(1, 4, "Wang"), person(2, 4, "Li"), person(3, 5, "Zhao"), person(4, 5, "Qian")]
}

fn posts() -> Vec<Post> {
    let post = |number: i64, at: i64, is_key: bool| Post {
        id: post(number),
        code: format!("P{number}").parse().unwrap(),
        name: format!("Post {number}"),
        unit: unit(at),
        post_type: PostTypeId::from_raw(300),
        is_key,
        risk_star: false,
    };
    vec![post(1, 4, true), post(2, 5, false)]
}

/// Who can sign in: login, role, scope, person.
fn people_with_accounts() -> Vec<(&'static str, &'static str, DataScope, Option<PersonId>)> {
    let line = ["COLLECTION".parse().unwrap()].into();
    vec![
        ("admin", "SYS_ADMIN", DataScope::All, None),
        ("auditor", "AUDITOR", DataScope::All, None),
        ("head", "PARTY_SECRETARY", DataScope::OwnSubtree(unit(1)), None),
        ("north", "BRANCH_DIRECTOR", DataScope::OwnSubtree(unit(2)), None),
        ("hr", "HR", DataScope::OwnSubtree(unit(2)), None),
        ("line", "LINE_APPRAISER", DataScope::OwnLineSubtree(unit(1), line), None),
        ("officer", "OFFICER", DataScope::SelfOnly, Some(person(1))),
        ("some", "LIAISON", DataScope::CustomUnits([unit(3), unit(4)].into()), None),
    ]
}

async fn hash() -> String {
    static HASH: OnceCell<String> = OnceCell::const_new();
    HASH.get_or_init(|| async { password::hash(PASSWORD.to_owned()).await.unwrap() }).await.clone()
}

async fn seed(store: &Store) {
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    let session = store.session(viewer, "2026-11-01T00:00:00Z".parse().unwrap(), None).await.unwrap();
    role::seed_roles(&session).await.unwrap();
    let importer = Importer::new(&session, session.function(Resource::Dictionary, Action::Write).unwrap());
    let units = units();
    let parents: BTreeMap<UnitId, Option<UnitId>> = units.iter().map(|unit| (unit.id, unit.parent)).collect();
    importer.units(&units, &closure(&parents, day("2020-01-01")).unwrap()).await.unwrap();
    let post_type = PostType {
        id: PostTypeId::from_raw(300),
        code: "T".parse().unwrap(),
        name: "Type".to_owned(),
        series: "S".parse().unwrap(),
        series_name: "Series".to_owned(),
        post_class: "C".parse().unwrap(),
    };
    importer.posts(&[post_type], &posts()).await.unwrap();
    importer.persons(&persons()).await.unwrap();
    let (mut accounts, mut grants) = (Vec::new(), Vec::new());
    for ((login, role, scope, person), number) in people_with_accounts().into_iter().zip(400..) {
        accounts.push(NewAccount {
            id: Id::from_raw(number),
            login: login.to_owned(),
            display_name: login.to_owned(),
            password_hash: hash().await,
            person,
        });
        let role = role::by_code(&session, &role.parse().unwrap()).await.unwrap();
        let valid_from = day("2026-01-01");
        grants.push(NewGrant { id: Id::from_raw(number), account: Id::from_raw(number), role, scope, valid_from });
    }
    importer.accounts(&accounts, &grants).await.unwrap();
    session.commit().await.unwrap();
}

/// All logins of the house.
pub fn logins() -> Vec<&'static str> {
    people_with_accounts().into_iter().map(|(login, ..)| login).collect()
}
