//! From records to a closed order and back: rules are evaluated after real runs, effects are judged by the values that follow, what is
//! overdue is told. The bureau's records are written anew for every month of the story.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use backend::app::import::import_pack;
use backend::app::run::{Workshop, execute, workshop};
use backend::app::watch::Watcher;
use backend::store::Store;
use backend::store::warning::Evaluated;
use chrono::{DateTime, Days, Utc};
use serde_json::{Value, json};
use shared::calendar::local_day;
use shared::id::SchemeId;
use shared::period::Period;

use crate::bureau::pack;
use crate::support::{House, code, day};

mod apart;
mod connected;
mod desk;
mod diagnosis;
mod found;
mod ladder;
mod missing;
mod nodes;
mod places;
mod points;
mod posts;
mod rules;
mod waiting;

/// Filings on time of ten, by office or post (`office/post`) and month.
type Records = Vec<(&'static str, &'static str, u32)>;

struct Story {
    house: House,
    store: Store,
    workshop: Workshop,
    scheme: SchemeId,
    records: PathBuf,
    known: Records,
    url: String,
    _folder: tempfile::TempDir,
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

impl Story {
    async fn told_on(url: &str, folder: tempfile::TempDir) -> Self {
        let copied = folder.path().join("pack");
        copy(&pack(), &copied);
        let records = copied.join("records");
        std::fs::write(records.join("visits.csv"), "day,unit,staff,minutes\n").unwrap();
        let store = Store::open_migrated(url).await.unwrap();
        let scheme = import_pack(&store, &copied, &records, "nobody").await.unwrap().scheme.unwrap();
        let workshop = workshop(&store, Arc::new(|_| {})).unwrap();
        let house = House::over(url, None).await;
        Self { house, store, workshop, scheme, records, known: Vec::new(), url: url.to_owned(), _folder: folder }
    }

    /// The records of a month come in and are run; the rules are evaluated after it, at that moment.
    async fn month(&mut self, month: &'static str, offices: &[(&'static str, u32)], evaluated: &str) -> Evaluated {
        self.run("2026-01", month, offices).await;
        let evaluations = self.watcher(evaluated).after_runs().await.unwrap();
        evaluations.last().expect("a run to evaluate").outcome.clone()
    }

    /// The records of a month come in, and a run goes over everything from another month on.
    async fn run(&mut self, from: &str, month: &'static str, offices: &[(&'static str, u32)]) {
        self.known.extend(offices.iter().map(|(office, on_time)| (*office, month, *on_time)));
        let mut file = "due,unit,post,staff,payer,birth,amount,on_time\n".to_owned();
        for (office, month, on_time) in &self.known {
            // An office, or one of its posts.
            let (office, post) = office.split_once('/').unwrap_or((office, ""));
            for number in 1..=10 {
                let met = number <= *on_time;
                writeln!(file, "{month}-{number:02},{office},{post},,Payer {number},1980-01-02,1.00,{met}").unwrap();
            }
        }
        std::fs::write(self.records.join("filing.csv"), file).unwrap();
        let period: Period = month.parse().unwrap();
        execute(&self.workshop, self.scheme, from.parse().unwrap(), period).await.unwrap();
    }

    fn watcher(&self, on: &str) -> Watcher {
        let moment: DateTime<Utc> = format!("{on}T02:00:00Z").parse().unwrap();
        Watcher::at(self.store.clone(), moment, day(on))
    }

    /// The time it is for whoever asks.
    fn at(&self, on: &str) {
        let now = self.house.operator().now();
        let then: DateTime<Utc> = format!("{on}T02:00:00Z").parse().unwrap();
        self.house.wait(then - now);
    }

    async fn ask(&self, by: &str, query: &str, variables: Value) -> Value {
        self.house.data(by, query, variables).await
    }

    async fn ids(&self) -> (Value, Value) {
        let query = "{ units(first: 100) { nodes { id code } } indicators(first: 100) { nodes { id code } } }";
        let all = self.ask("auditor", query, json!({})).await;
        let find = |list: &Value, code: &str| {
            list["nodes"].as_array().unwrap().iter().find(|it| it["code"] == code).unwrap()["id"].clone()
        };
        (find(&all["units"], "NORTH-1"), find(&all["indicators"], "filing_rate"))
    }

    /// A rule: offices below 90 % on time, in effect.
    async fn rule(&self, indicator: &Value) -> Value {
        let input = json!({ "code": "LATE", "name": "Filing is late", "indicator": indicator,
            "condition": { "kind": "THRESHOLD", "limit": "90" }, "subjects": "UNIT", "levels": ["OFFICE"], "groups": [],
            "postClasses": [], "severity": "RED", "confirm": 1, "tell": ["RESPONSIBLE", "LINE_ABOVE"],
            "advice": "Call the ten largest." });
        let rehearse = "query($i: WarningRuleInput!) { rehearseRule(input: $i, periods: 12) { issued objects periods
            warnings { period over place { name } facts { name value } } } }";
        let rehearsed = self.ask("perf_office", rehearse, json!({ "i": input })).await["rehearseRule"].clone();
        let save = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version state } }";
        let rule = self.ask("perf_office", save, json!({ "i": input })).await["saveWarningRule"].clone();
        let activate =
            "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
        let active = self.ask("perf_office", activate, json!({ "r": rule["id"], "v": rule["version"] })).await;
        assert_eq!(active["activateWarningRule"]["state"], "ACTIVE");
        rehearsed
    }

    async fn warnings(&self, by: &str) -> Vec<Value> {
        let query = "{ matters(first: 100, filter: { kind: WARNING }) { nodes { id state title period severity unit { name } } } }";
        self.ask(by, query, json!({})).await["matters"]["nodes"].as_array().unwrap().clone()
    }

    async fn step(&self, by: &str, id: &Value, call: &str) -> Value {
        let query = "query($id: MatterId!) { rectification(id: $id) { version } }";
        let version = self.ask(by, query, json!({ "id": id })).await["rectification"]["version"].clone();
        let (name, arguments) = call.split_once('(').unwrap_or((call, ")"));
        let query = format!(
            "mutation($id: MatterId!, $version: Int!) {{ done: {name}(rectification: $id, version: $version {arguments} {{ state }} }}"
        );
        self.ask(by, &query, json!({ "id": id, "version": version })).await["done"]["state"].clone()
    }

    /// How often the line department above was told that something is overdue.
    async fn told_overdue(&self) -> usize {
        let told = self.ask("line_appraiser", "{ inbox(first: 100) { nodes { reason } } }", json!({})).await;
        let nodes = told["inbox"]["nodes"].as_array().unwrap().iter();
        nodes.filter(|message| message["reason"] == "OVERDUE").count()
    }

    async fn order(&self, by: &str, id: &Value) -> Value {
        let query = "query($id: MatterId!) { rectification(id: $id) { state foundFirst verification { byEffect }
            effect { before shown { period verifies value meets } } earlierEffects { round period finding } values { period value } timeLine { step words side } } }";
        self.ask(by, query, json!({ "id": id })).await["rectification"].clone()
    }
}

#[expect(clippy::print_stderr, reason = "whoever reads the output of the tests learns what was not run")]
async fn on_both<F: Future<Output = ()>>(tell: impl Fn(Story) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("story.db").display());
    tell(Story::told_on(&url, folder).await).await;
    if testkit::has_postgres() {
        let url = tokio::task::spawn_blocking(testkit::postgres_url_for_test).await.unwrap().unwrap();
        tell(Story::told_on(&url, tempfile::tempdir().unwrap()).await).await;
    } else {
        eprintln!("not run: PostgreSQL is not installed");
    }
}

fn steps(order: &Value) -> Vec<String> {
    let line = order["timeLine"].as_array().unwrap().iter();
    line.map(|event| event["step"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_warning_to_a_closed_order_and_back_when_it_comes_again() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 8), ("SOUTH-1", 10)], "2026-03-03").await;
        let rehearsed = story.rule(&indicator).await;
        let would = json!([{ "period": "2026-02", "over": null, "place": { "name": "First office of the north" },
            "facts": [{ "name": "VALUE", "value": "80.0000" }, { "name": "LIMIT", "value": "90.0000" }] }]);
        assert_eq!((&rehearsed["issued"], &rehearsed["warnings"]), (&json!(1), &would), "{rehearsed}");

        let came = story.month("2026-03", &[("NORTH-1", 7), ("SOUTH-1", 5)], "2026-04-03").await;
        assert_eq!((came.issued, came.recovered), (2, 0));
        // Whoever answers for one office sees the warning about it and not that of the other.
        let seen = story.warnings("dept_head").await;
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!((&seen[0]["state"], &seen[0]["severity"], &seen[0]["period"]), (&json!("ISSUED"), &json!("RED"), &json!("2026-03")));

        // An order because of it, contested, planned, done, reported.
        let input = json!({ "direction": "TOP_DOWN", "origin": "WARNING", "unit": unit, "title": "Filing on time",
            "problem": "3 of 10 late", "dueOn": "2026-04-22", "from": seen[0]["id"],
            "about": { "indicator": indicator, "subject": format!("unit-{}", unit.as_str().unwrap()), "period": "2026-03" },
            "effect": { "goalSide": "AT_LEAST", "goal": "90", "periods": 2, "watched": 1 } });
        let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id } }";
        let id = story.ask("party_secretary", open, json!({ "i": input })).await["openRectification"]["id"].clone();
        story.step("dept_head", &id, r#"disputeRectification(grounds: "one was ill")"#).await;
        let uphold = r#"decideRectificationDispute(outcome: UPHELD, reasons: "two were not")"#;
        assert_eq!(story.step("party_secretary", &id, uphold).await, "ACKNOWLEDGED");
        let plan = r#"submitRectificationPlan(cause: "no list", measures: [{ what: "a list", dueOn: "2026-04-15" }])"#;
        story.step("dept_head", &id, plan).await;
        story.step("party_secretary", &id, "approveRectificationPlan").await;
        story.at("2026-04-14");
        story.step("dept_head", &id, r#"endRectificationMeasure(item: 1, state: DONE, result: "made")"#).await;
        story.step("dept_head", &id, r#"reportRectification(input: { result: "everybody called" })"#).await;

        // The rule sees that it is over; one good month does not verify yet.
        let came = story.month("2026-04", &[("NORTH-1", 10), ("SOUTH-1", 5)], "2026-05-04").await;
        assert_eq!((came.issued, came.recovered, came.verified), (0, 1, 0));
        assert_eq!(story.warnings("dept_head").await[0]["state"], "RESOLVED");
        assert_eq!(story.order("dept_head", &id).await["state"], "REPORTED");
        let came = story.month("2026-05", &[("NORTH-1", 9), ("SOUTH-1", 5)], "2026-06-03").await;
        assert_eq!((came.issued, came.verified), (0, 1));
        story.at("2026-06-04");
        assert_eq!(story.step("party_secretary", &id, "closeRectification").await, "CLOSED");
        assert_eq!(story.order("party_secretary", &id).await["earlierEffects"], json!([]));

        // The same evaluated again changes nothing, whatever it is called.
        assert_eq!(story.watcher("2026-06-05").after_runs().await.unwrap(), []);
        let again = story.watcher("2026-06-05").evaluate("again").await.unwrap().unwrap().outcome;
        assert_eq!((again.issued, again.recovered, again.verified, again.reopened), (0, 0, 0, 0));

        // It comes again: a new warning, and the order opens by itself and says so to both.
        let came = story.month("2026-06", &[("NORTH-1", 6), ("SOUTH-1", 5)], "2026-07-03").await;
        assert_eq!((came.issued, came.reopened), (1, 1));
        let order = story.order("party_secretary", &id).await;
        assert_eq!((&order["state"], &order["effect"]["before"]), (&json!("REOPENED"), &json!("70.0000")));
        let lived = ["PUSH", "DISPUTE", "UPHOLD", "SUBMIT_PLAN", "APPROVE_PLAN", "DO_MEASURE", "REPORT", "PROVE", "CLOSE", "RELAPSE"];
        assert_eq!(steps(&order), lived);
        // The picture still says what verified it, and reaches to where it came again.
        let earlier = [("2026-04", "VERIFIED"), ("2026-05", "VERIFIED"), ("2026-06", "RELAPSED")]
            .map(|(period, finding)| json!({ "round": 1, "period": period, "finding": finding }));
        assert_eq!((&order["earlierEffects"], &order["effect"]["shown"]), (&json!(earlier), &json!([])));
        let last = order["values"].as_array().unwrap().last();
        assert_eq!(last, Some(&json!({ "period": "2026-06", "value": "60.0000" })));
        let inbox = "{ inbox(first: 10) { nodes { event { step } matter { kind } } } }";
        for side in ["dept_head", "party_secretary"] {
            let told = story.ask(side, inbox, json!({})).await;
            let told = told["inbox"]["nodes"].as_array().unwrap().iter();
            assert!(told.clone().any(|message| message["event"]["step"] == "RELAPSE"), "{side}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_under_way_is_judged_only_where_the_order_says_so() {
    on_both(|mut story| async move {
        // Runs keep the true time: what they find of the month that is under way is not all of it.
        let today = local_day(Utc::now());
        let (month, due) = (&*today.format("%Y-%m").to_string().leak(), today + Days::new(20));
        story.at(&today.to_string());
        let (unit, indicator) = story.ids().await;
        let order = async |story: &Story, early: bool| {
            let about = json!({ "indicator": indicator, "subject": format!("unit-{}", unit.as_str().unwrap()), "period": month });
            let effect = json!({ "goalSide": "AT_LEAST", "goal": "90", "periods": 1, "watched": 0, "early": early });
            let input = json!({ "direction": "TOP_DOWN", "origin": "LOSS", "unit": unit, "title": "Filing on time",
                "problem": "late", "dueOn": due.to_string(), "about": about, "effect": effect });
            let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id } }";
            let id = story.ask("party_secretary", open, json!({ "i": input })).await["openRectification"]["id"].clone();
            let plan = format!(r#"submitRectificationPlan(cause: "no list", measures: [{{ what: "a list", dueOn: "{due}" }}])"#);
            story.step("dept_head", &id, "acknowledgeRectification").await;
            story.step("dept_head", &id, &plan).await;
            story.step("party_secretary", &id, "approveRectificationPlan").await;
            story.step("dept_head", &id, r#"endRectificationMeasure(item: 1, state: DONE, result: "made")"#).await;
            story.step("dept_head", &id, r#"reportRectification(input: { result: "called" })"#).await;
            id
        };
        let held = order(&story, true).await;
        let (waits, early) = (order(&story, false).await, order(&story, true).await);
        story.hindered(&held).await;
        story.run("2026-01", month, &[("NORTH-1", 10)]).await;
        story.watcher(&(today + Days::new(40)).to_string()).after_runs().await.unwrap();
        let seen = async |id: &Value| {
            let order = story.order("dept_head", id).await;
            (order["state"].clone(), order["effect"]["shown"][0]["value"].clone())
        };
        assert_eq!(seen(&waits).await, (json!("REPORTED"), Value::Null));
        assert_eq!(seen(&early).await, (json!("VERIFIED"), json!("100.0000")));
        // What could not be noted keeps no other waiting, left nothing behind, and is tried again.
        assert_eq!(seen(&held).await, (json!("REPORTED"), Value::Null));
        story.unhindered().await;
        let again = story.watcher(&(today + Days::new(40)).to_string()).evaluate("again").await.unwrap().unwrap();
        assert_eq!((again.outcome.verified, seen(&held).await.0), (1, json!("VERIFIED")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_up_below_is_marked_on_the_warning_that_comes_later() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10)], "2026-03-03").await;
        story.rule(&indicator).await;
        let about = json!({ "indicator": indicator, "subject": format!("unit-{}", unit.as_str().unwrap()), "period": "2026-03" });
        let input = json!({ "direction": "BOTTOM_UP", "origin": "SELF", "unit": unit, "title": "We will be late",
            "problem": "two are on leave", "dueOn": "2026-04-22", "about": about });
        let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id foundFirst parties { giver { name } } } }";
        let own = story.ask("dept_head", open, json!({ "i": input })).await["openRectification"].clone();
        assert_eq!((&own["foundFirst"], &own["parties"]["giver"]["name"]), (&json!(true), &json!("North district")));
        let came = story.month("2026-03", &[("NORTH-1", 7)], "2026-04-06").await;
        assert_eq!(came.issued, 1);
        let warning = story.warnings("dept_head").await[0]["id"].clone();
        let query = "query($id: MatterId!) { warning(id: $id) { foundBefore links { before kind matter { id } } } }";
        let warning = story.ask("dept_head", query, json!({ "id": warning })).await["warning"].clone();
        let links = json!([{ "before": true, "kind": "FOUND_BEFORE", "matter": { "id": own["id"] } }]);
        assert_eq!(warning, json!({ "foundBefore": true, "links": links }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_a_warning_and_it_goes_up_one_level_after_another_and_expires() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10)], "2026-03-03").await;
        story.rule(&indicator).await;
        story.month("2026-03", &[("NORTH-1", 7)], "2026-04-03").await;
        // To be read by Monday, the 6th.
        assert_eq!(story.watcher("2026-04-06").escalate().await.unwrap(), 0);
        assert_eq!(story.watcher("2026-04-07").escalate().await.unwrap(), 1);
        assert_eq!(story.watcher("2026-04-07").escalate().await.unwrap(), 0);
        assert_eq!(story.told_overdue().await, 0);
        assert_eq!(story.watcher("2026-04-08").escalate().await.unwrap(), 1);
        assert_eq!(story.told_overdue().await, 1);
        story.watcher("2026-05-20").escalate().await.unwrap();
        let warning = &story.warnings("dept_head").await[0];
        assert_eq!(warning["state"], "EXPIRED");
        let query = "query($id: MatterId!) { warning(id: $id) { allowedSteps timeLine { step name } } }";
        let seen = story.ask("party_secretary", query, json!({ "id": warning["id"] })).await["warning"].clone();
        assert_eq!(seen["allowedSteps"], json!(["REVIEW", "COMMENT", "CONNECT"]));
        assert_eq!(steps(&seen), ["ISSUE", "ESCALATE", "ESCALATE", "EXPIRE"]);
        let counts =
            r#"{ warningCounts(from: "2026", to: "2026") { month unitName issued received removed expired open } }"#;
        let counted = story.ask("party_secretary", counts, json!({})).await["warningCounts"].clone();
        assert_eq!(
            counted,
            json!([{ "month": "2026-04", "unitName": "First office of the north", "issued": 1, "received": 0,
            "removed": 0, "expired": 1, "open": 0 }])
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_looks_at_what_is_in_use() {
    on_both(|story| async move {
        let (_, indicator) = story.ids().await;
        let input = |condition: Value, indicator: &Value| {
            json!({ "i": { "code": "X", "name": "x", "indicator": indicator, "condition": condition, "subjects": "UNIT", "levels": [],
                "groups": [], "postClasses": [], "severity": "BLUE", "confirm": 1, "tell": ["UNIT_HEAD"], "advice": "look" } })
        };
        let save = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id } }";
        let refused = async |variables: Value| {
            let answer = story.house.answer("perf_office", save, variables).await;
            let rule = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str).map(ToOwned::to_owned);
            rule.unwrap_or_else(|| code(&answer))
        };
        assert_eq!(refused(input(json!({ "kind": "TREND" }), &indicator)).await, "INVALID");
        assert_eq!(refused(input(json!({ "kind": "TREND", "periods": 1 }), &indicator)).await, "DEFINITION");
        let retire = "mutation($i: IndicatorId!, $v: Int!) { retireIndicator(indicator: $i, version: $v, on: \"2026-11-20\", reason: \"over\") { id } }";
        let of = "query($i: IndicatorId!) { indicator(id: $i) { version } }";
        let seen = story.ask("perf_office", of, json!({ "i": indicator })).await["indicator"]["version"].clone();
        story.ask("perf_office", retire, json!({ "i": indicator, "v": seen })).await;
        assert_eq!(refused(input(json!({ "kind": "NO_DATA" }), &indicator)).await, "NOT_IN_USE");
        let officer = story.house.answer("officer", save, input(json!({ "kind": "NO_DATA" }), &indicator)).await;
        assert_eq!(code(&officer), "FORBIDDEN");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_makes_the_task_that_its_rule_names_and_the_same_run_again_makes_none() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10)], "2026-03-03").await;
        let template = "mutation($i: TaskTemplateInput!) { saveTaskTemplate(input: $i) { id } }";
        let input = json!({ "code": "T-1", "isActive": true, "name": "Look at the late ones", "kind": "EVENT_TRIGGERED",
            "what": "look at each", "days": 3, "doneBy": "UNIT" });
        let template = story.ask("perf_office", template, json!({ "i": input })).await["saveTaskTemplate"]["id"].clone();
        let input = json!({ "code": "LATE", "name": "Filing is late", "indicator": indicator,
            "condition": { "kind": "THRESHOLD", "limit": "90" }, "subjects": "UNIT", "levels": ["OFFICE"], "groups": [],
            "postClasses": [], "severity": "RED", "confirm": 1, "tell": ["RESPONSIBLE"], "advice": "Call the ten largest.",
            "task": template });
        let save = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version task } }";
        let rule = story.ask("perf_office", save, json!({ "i": input })).await["saveWarningRule"].clone();
        assert_eq!(rule["task"], template);
        let activate = "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
        story.ask("perf_office", activate, json!({ "r": rule["id"], "v": rule["version"] })).await;
        assert_eq!(story.month("2026-03", &[("NORTH-1", 7)], "2026-04-03").await.issued, 1);
        let tasks = "{ tasks(first: 100) { nodes { kind matter { id state } } } }";
        let made = story.ask("dept_head", tasks, json!({})).await["tasks"]["nodes"].clone();
        assert_eq!(made.as_array().unwrap().len(), 1, "{made}");
        let query = "query($id: MatterId!) { task(id: $id) { what source { kind } ownRoles links { before kind matter { kind } } } }";
        let task = story.ask("dept_head", query, json!({ "id": made[0]["matter"]["id"] })).await["task"].clone();
        assert_eq!(task["source"]["kind"], "RULE");
        assert_eq!(task["what"], "look at each\n\nCall the ten largest.");
        assert_eq!(task["links"], json!([{ "before": true, "kind": "LED_TO", "matter": { "kind": "WARNING" } }]));
        story.watcher("2026-04-04").after_runs().await.unwrap();
        assert_eq!(story.ask("dept_head", tasks, json!({})).await["tasks"]["nodes"], made);
    })
    .await;
}
