//! A bureau with values, runs and one account of every built-in role: the pack in `tests/bureau`, imported and run once, copied for
//! each use. Everybody's own part of it is the office NORTH-1; SOUTH-1 lies outside of every scope but ALL.

mod diagnoses;
mod matters;
mod risks;
mod tasks;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use backend::app::access::{self, NewGrant};
use backend::app::import::import_pack;
use backend::app::run::refused::Shelf;
use backend::app::run::{execute, start, workshop};
use backend::app::watch::Watcher;
use backend::config::RefusedConfig;
use backend::store::import::Importer;
use backend::store::scope::Happened;
use backend::store::{Session, Store, library, run, work_day};
use serde_json::Value;
use shared::calendar::local_day;
use shared::calendar::year::{self as calendar, CalendarDay, CalendarDayKind};
use shared::id::{Id, IndicatorId, MatterId, SchemeId};
use shared::indicator::{Content, Indicator, Version, VersionState};
use shared::policy::{Action, BUILT_IN_ROLES, Purpose, Resource, ScopeKind, Viewer};
use shared::run::RunStep;
use shared::scheme::Scheme;

use crate::support::{House, day};

/// The folder with the pack; its records lie in `records`.
pub fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bureau")
}

/// Imports the bureau from a pack and runs over the months it has records of. What cannot be used is kept below `kept`.
pub async fn filled(url: &str, kept: &Path, pack: &Path, records: &Path) -> (Store, SchemeId) {
    let store = Store::open_migrated(url).await.unwrap();
    let imported = import_pack(&store, pack, records, "nobody").await.unwrap();
    let scheme = imported.scheme.unwrap();
    let shelf = Shelf::below(kept, RefusedConfig::default());
    let workshop = workshop(&store, Arc::new(|_| {})).unwrap().keeping(shelf);
    execute(&workshop, scheme, "2025-05".parse().unwrap(), "2026-06".parse().unwrap()).await.unwrap();
    (store, scheme)
}

/// The bureau in a file of its own, closed, to be copied.
pub struct Bureau {
    folder: tempfile::TempDir,
    tokens: BTreeMap<String, String>,
    /// What can be asked about, by name: as it is inside everybody's scope, and as it is outside.
    pub things: Vec<(&'static str, [String; 2])>,
    /// How far the grant of each login reaches.
    pub scopes: BTreeMap<String, String>,
}

const FILE: &str = "bureau.db";

fn url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join(FILE).display())
}

impl Bureau {
    pub async fn built() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, scheme) = filled(&url(folder.path()), folder.path(), &pack(), &pack().join("records")).await;
        let runs = completed(&store, scheme).await;
        store.close().await.unwrap();

        let house = House::over(&url(folder.path()), None).await;
        let everything = everything(&house).await;
        a_grant_that_was_taken_back(&house, &everything).await;
        let mut tokens = BTreeMap::new();
        for role in BUILT_IN_ROLES {
            let login = role.code.to_lowercase();
            let token = house.token(&login).await;
            tokens.insert(login, token);
        }
        let channels = channels_that_lead_nowhere(&house).await;
        let scopes = scopes(&everything["accounts"]["nodes"]);
        let mut things = things(&everything, &runs);
        things.extend(channels);
        things.extend(matters::written(&house.store, &everything).await);
        let written = |name: &str| -> [MatterId; 2] {
            let [inside, outside] = &things.iter().find(|(known, _)| *known == name).expect("it was written").1;
            [inside.parse().unwrap(), outside.parse().unwrap()]
        };
        let (warnings, orders) = (written("warning"), written("order"));
        things.extend(tasks::written(&house.store, &everything, warnings, orders).await);
        things.extend(risks::written(&house.store, &everything).await);
        let now = house.operator().now();
        Watcher::at(house.store.clone(), now, local_day(now)).tell_due().await.unwrap();
        house.store.close().await.unwrap();
        Self { folder, tokens, things, scopes }
    }

    /// The server over a copy that nobody has touched.
    pub async fn house(&self) -> House {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(self.folder.path().join(FILE), folder.path().join(FILE)).unwrap();
        let house = House::over(&url(folder.path()), Some(folder)).await;
        for upload in &self.things.iter().find(|(name, _)| *name == "upload").unwrap().1 {
            let bytes = axum::body::Bytes::from_static(matters::PHOTOGRAPH);
            house.vault.keep_piece(upload.parse().unwrap(), 0, bytes).await.unwrap();
        }
        house
    }

    /// A token of the account with a role, good on every copy.
    pub fn token(&self, role: &str) -> &str {
        &self.tokens[&role.to_lowercase()]
    }
}

async fn writing(store: &Store) -> Session {
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    let now = "2026-11-01T00:00:00Z".parse().unwrap();
    store.session(viewer, now, Some("a-request-of-the-fixture".to_owned())).await.unwrap()
}

/// What a pack does not bring: an indicator with a version that was superseded and a draft, a scheme that is not published, an event
/// with every part filled, a run that failed and one that waits.
async fn completed(store: &Store, scheme: SchemeId) -> [String; 2] {
    let session = writing(store).await;
    let permit = session.function(Resource::Dictionary, Action::Write).unwrap();
    let indicators = library::all_indicators(&session).await.unwrap();
    let pattern = indicators.into_iter().find(|indicator| indicator.code.as_str() == "filing_rate").unwrap();
    let effective = library::effective_versions(&session).await.unwrap();
    let effective = effective.into_iter().find(|version| version.indicator == pattern.id).unwrap();
    let drafted = IndicatorId::from_raw(1);
    let indicator = Indicator { id: drafted, code: "drafted".parse().unwrap(), key_rate: false, ..pattern.clone() };
    let version = |number: i32, state: VersionState| Version {
        id: Id::from_raw(number.into()),
        indicator: drafted,
        number,
        state,
        valid_to: (state == VersionState::Superseded).then(|| day("2026-01-01")),
        content: Content {
            // The one that was superseded could not take effect again.
            formula: if state == VersionState::Draft { "filings" } else { "filings /" }.to_owned(),
            ..effective.content.clone()
        },
        ..effective.clone()
    };
    let versions = [version(1, VersionState::Superseded), version(2, VersionState::Draft)];
    let importer = Importer::new(&session, permit);
    importer.indicators(&[indicator], &versions).await.unwrap();
    let published = library::scheme(&session, scheme).await.unwrap();
    let open = Scheme { id: SchemeId::from_raw(1), code: "drafted".parse().unwrap(), published: false, ..published };
    importer.scheme(&open).await.unwrap();
    a_year_with_a_holiday(&session).await;

    session.record(Happened {
        action: "indicator.publish",
        subject: format!("indicator-{}", pattern.id),
        summary: "filing_rate v1".to_owned(),
        before: Some("{}".to_owned()),
        after: Some("{}".to_owned()),
        reason: Some("decided by the bureau".to_owned()),
    });
    let period = "2026-06".parse().unwrap();
    let failed = start(&session, scheme, period, period).await.unwrap();
    let running = run::step(&session, &failed, RunStep::Start, None).await.unwrap();
    run::step(&session, &running, RunStep::Fail, Some("the disk is full".to_owned())).await.unwrap();
    let queued = start(&session, scheme, period, period).await.unwrap();
    session.commit().await.unwrap();
    [failed.id.to_string(), queued.id.to_string()]
}

/// The first day of 2031 is free: far enough away that no deadline of the bureau is counted over it.
async fn a_year_with_a_holiday(session: &Session) {
    let year = calendar::of(2031).unwrap();
    let (permit, name) = (work_day::permit(session, year, 0).await.unwrap(), "New year".to_owned());
    let holiday = CalendarDay { day: day("2031-01-01"), kind: CalendarDayKind::Holiday, name };
    let set = work_day::year(session, year).await.unwrap().set(vec![holiday]).unwrap();
    work_day::save(session, permit, &set).await.unwrap();
}

/// The officer was the head of the bureau until today: it gives nothing any more.
async fn a_grant_that_was_taken_back(house: &House, everything: &Value) {
    let id = |list: &Value, key: &str, value: &str| {
        let found = list.as_array().unwrap().iter().find(|thing| thing[key] == value).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let new = NewGrant {
        account: id(&everything["accounts"]["nodes"], "login", "officer").parse().unwrap(),
        role: id(&everything["roles"], "code", "PARTY_SECRETARY").parse().unwrap(),
        scope: ScopeKind::All,
        unit: None,
        units: BTreeSet::new(),
        lines: BTreeSet::new(),
        valid_from: day("2026-11-01"),
    };
    let given = access::grant_role(&house.operator(), new).await.unwrap();
    access::revoke_grant(&house.operator(), given.id).await.unwrap();
}

/// The performance office has two channels that nobody listens to, and tried one of them out.
async fn channels_that_lead_nowhere(house: &House) -> [(&'static str, [String; 2]); 3] {
    let save = r#"mutation($n: String!) { saveChannel(input: { kind: WEBHOOK, name: $n, address: "http://127.0.0.1:9/",
        secret: "a secret of the bureau", least: BLUE, reasons: [OVERDUE], isOn: true }) { id } }"#;
    let saved = async |name| {
        house.data("perf_office", save, serde_json::json!({ "n": name })).await["saveChannel"]["id"].clone()
    };
    let (channel, spare) = (saved("Hook").await, saved("Spare hook").await);
    let test = "mutation($c: ChannelId!) { testChannel(channel: $c) { id } }";
    let tried = house.data("perf_office", test, serde_json::json!({ "c": channel })).await["testChannel"]["id"].clone();
    let both = |id: &Value| [id.as_str().unwrap().to_owned(), id.as_str().unwrap().to_owned()];
    [("channel", both(&channel)), ("spareChannel", both(&spare)), ("delivery", both(&tried))]
}

/// What somebody without any limit sees: where the ids come from.
async fn everything(house: &House) -> Value {
    let query = "{ units(first: 100) { nodes { id code posts { id code postType { id } } } }
        persons(first: 100) { nodes { id staffNo assignments { id } } }
        accounts(first: 100) { nodes { id login grants { id scope unit { code } units { code } lines } } }
        roles { id code }
        indicators(first: 100) { nodes { id code } }
        datasets(first: 100) { nodes { id code measures { id } } }
        schemes { id code }
        runs(first: 100) { nodes { id state } } }";
    let asked = async_graphql::Request::new(query).data(house.operator());
    let answer = backend::graphql::schema::schema(true).execute(asked).await;
    assert_eq!(answer.errors, []);
    answer.data.into_json().unwrap()
}

fn scopes(accounts: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let codes = |units: &Value| units.as_array().unwrap().iter().map(|unit| text(&unit["code"])).collect::<Vec<_>>();
    let lines = |grant: &Value| grant["lines"].as_array().unwrap().iter().map(text).collect::<Vec<_>>();
    let of = |account: &Value| {
        let grant = &account["grants"][0];
        let mut words = vec![text(&grant["scope"]), text(&grant["unit"]["code"])];
        words.extend(codes(&grant["units"]).into_iter().chain(lines(grant)));
        (text(&account["login"]), words.join(" ").trim_end().to_owned())
    };
    accounts.as_array().unwrap().iter().map(of).collect()
}

fn things(everything: &Value, [failed, queued]: &[String; 2]) -> Vec<(&'static str, [String; 2])> {
    let find = |list: &Value, key: &str, value: &str| {
        let found = list.as_array().unwrap().iter().find(|thing| thing[key] == value);
        found.unwrap_or_else(|| panic!("the bureau has no {key} {value}")).clone()
    };
    let id = |thing: &Value| thing["id"].as_str().unwrap().to_owned();
    let unit = |code: &str| find(&everything["units"]["nodes"], "code", code);
    let post = |at: &str, code: &str| id(&find(&unit(at)["posts"], "code", code));
    let person = |number: &str| find(&everything["persons"]["nodes"], "staffNo", number);
    let both = |of: &dyn Fn(&str) -> String, inside: &str, outside: &str| [of(inside), of(outside)];
    let same = |value: String| [value.clone(), value];
    let one = |list: &str, key: &str, value: &str| same(id(&find(&everything[list]["nodes"], key, value)));
    let indicator = |code: &str| one("indicators", "code", code);
    let in_unit = |code: &str| id(&unit(code));
    let account = |login: &str| find(&everything["accounts"]["nodes"], "login", login);
    let dataset = find(&everything["datasets"]["nodes"], "code", "filing");
    vec![
        ("unit", both(&in_unit, "NORTH-1", "SOUTH-1")),
        ("unitCode", ["NORTH-1".to_owned(), "SOUTH-1".to_owned()]),
        ("emptyUnit", both(&in_unit, "NORTH-9", "SOUTH-9")),
        ("otherUnit", both(&in_unit, "NORTH-2", "SOUTH-2")),
        ("place", both(&|code| format!("unit-{}", in_unit(code)), "NORTH-1", "SOUTH-1")),
        ("lowestPlace", both(&|number| format!("person-{}", id(&person(number))), "1", "4")),
        ("post", [post("NORTH-1", "N1-A"), post("SOUTH-1", "S1-A")]),
        ("vacantPost", [post("NORTH-1", "N1-F"), post("SOUTH-1", "S1-F")]),
        ("postType", same(id(&unit("NORTH-1")["posts"][0]["postType"]))),
        ("person", both(&|number| id(&person(number)), "1", "4")),
        ("otherPerson", both(&|number| id(&person(number)), "2", "5")),
        ("assignment", both(&|number| id(&person(number)["assignments"][0]), "1", "4")),
        ("account", same(id(&account("deputy_leader")))),
        ("grant", same(id(&account("external_rater")["grants"][0]))),
        ("role", same(id(&find(&everything["roles"], "code", "OFFICER")))),
        ("indicator", indicator("filing_rate")),
        ("handFilled", indicator("ledger")),
        ("drafted", indicator("drafted")),
        ("draft", same(shared::id::IndicatorVersionId::from_raw(2).to_string())),
        ("measure", same(id(&dataset["measures"][0]))),
        ("dataset", same(id(&dataset))),
        ("scheme", same(id(&find(&everything["schemes"], "code", "2026")))),
        ("draftedScheme", same(id(&find(&everything["schemes"], "code", "drafted")))),
        ("run", one("runs", "state", "SUCCEEDED")),
        ("failedRun", same(failed.clone())),
        ("queuedRun", same(queued.clone())),
    ]
}
