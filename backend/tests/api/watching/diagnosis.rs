//! Diagnosis through the API: a rule opens one, people find causes and measures, later values say whether it helped, and the handbook
//! learns from it.

use serde_json::{Value, json};

use super::{Story, on_both, steps};
use crate::support::code;

mod handbook;
mod score;

const SEEN: &str = "id version state round allowedSteps causes { what entry { id state used worked failed } }
    measures { item what state entry { id } } finding { effective byNumbers words } timeLine { step words side }
    links { before kind matter { kind } }";

impl Story {
    /// A rule: offices below 90 % on time are warned and diagnosed.
    pub(super) async fn diagnosing(&self, indicator: &Value) {
        let input = json!({ "code": "WEAK", "name": "Filing is late", "indicator": indicator,
            "condition": { "kind": "THRESHOLD", "limit": "90" }, "subjects": "UNIT", "levels": ["OFFICE"], "groups": [],
            "postClasses": [], "severity": "RED", "confirm": 1, "tell": ["RESPONSIBLE"], "advice": "Call the ten largest.",
            "opensDiagnosis": true });
        let save = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version opensDiagnosis } }";
        let rule = self.ask("perf_office", save, json!({ "i": input })).await["saveWarningRule"].clone();
        assert_eq!(rule["opensDiagnosis"], true);
        let activate =
            "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
        self.ask("perf_office", activate, json!({ "r": rule["id"], "v": rule["version"] })).await;
    }

    pub(super) async fn diagnoses(&self, by: &str) -> Vec<Value> {
        let query = "{ diagnoses(first: 100) { nodes { id number state isOpen period unit { name } } } }";
        self.ask(by, query, json!({})).await["diagnoses"]["nodes"].as_array().unwrap().clone()
    }

    async fn diagnosis(&self, by: &str, id: &Value) -> Value {
        let query = format!("query($id: MatterId!) {{ diagnosis(id: $id) {{ {SEEN} }} }}");
        self.ask(by, &query, json!({ "id": id })).await["diagnosis"].clone()
    }

    /// A step in the state in which it is now: `call` names the mutation and its own arguments.
    async fn answer_step(&self, by: &str, id: &Value, call: &str) -> Value {
        let seen = self.diagnosis("perf_office", id).await;
        self.seen_step(by, &seen, call).await
    }

    async fn seen_step(&self, by: &str, seen: &Value, call: &str) -> Value {
        let (name, arguments) = call.split_once('(').unwrap_or((call, ")"));
        let query = format!(
            "mutation($id: MatterId!, $version: Int!) {{ done: {name}(diagnosis: $id, version: $version {arguments} {{ {SEEN} }} }}"
        );
        self.house.answer(by, &query, json!({ "id": seen["id"], "version": seen["version"] })).await
    }

    async fn diagnosis_step(&self, by: &str, id: &Value, call: &str) -> Value {
        let answer = self.answer_step(by, id, call).await;
        assert_eq!(answer.get("errors"), None, "{by} {call}");
        answer["data"]["done"].clone()
    }

    /// Analysed, set, done and executed, with entries of the handbook picked or proposed.
    async fn worked_on(&self, id: &Value, cause: &str, measure: &str, due: &str) {
        self.diagnosis_step("dept_head", id, &format!("analyseDiagnosis(causes: [{cause}])")).await;
        let measures = format!("setDiagnosisMeasures(measures: [{{ {measure}, against: 1, dueOn: \"{due}\" }}])");
        self.diagnosis_step("dept_head", id, &measures).await;
        let seen = self.diagnosis("dept_head", id).await;
        let item = seen["measures"].as_array().unwrap().len();
        let done = format!(r#"endDiagnosisMeasure(item: {item}, state: DONE, result: "called")"#);
        self.diagnosis_step("dept_head", id, &done).await;
        let executed = self.diagnosis_step("dept_head", id, r#"executeDiagnosis(result: "all called")"#).await;
        assert_eq!(executed["state"], "EXECUTED");
    }

    async fn handbook(&self, by: &str, indicator: &Value) -> Value {
        let query = "query($i: IndicatorId!) { handbook(indicator: $i) { mayPropose causes { text used worked failed }
            measures { text used worked failed } } }";
        self.ask(by, query, json!({ "i": indicator })).await["handbook"].clone()
    }

    async fn entry_step(&self, by: &str, entry: &Value, call: &str) -> Value {
        let (name, arguments) = call.split_once('(').unwrap_or((call, ")"));
        let query = format!(
            "mutation($id: HandbookEntryId!, $version: Int!) {{ done: {name}(entry: $id, version: $version {arguments} {{ id version state }} }}"
        );
        self.house.answer(by, &query, json!({ "id": entry["id"], "version": entry["version"] })).await
    }

    /// Reviews and publishes everything that is proposed.
    async fn published(&self) {
        let proposed =
            r"{ handbookEntries(first: 100, state: PROPOSED) { nodes { id version text textEn allowedSteps } } }";
        let proposed = self.ask("perf_office", proposed, json!({})).await["handbookEntries"]["nodes"].clone();
        for entry in proposed.as_array().unwrap() {
            assert_eq!(entry["allowedSteps"], json!(["REVIEW", "REJECT"]));
            let review = format!("reviewHandbookEntry(text: {}, textEn: \"in English\")", entry["text"]);
            let reviewed = self.entry_step("perf_office", entry, &review).await["data"]["done"].clone();
            let published = self.entry_step("perf_office", &reviewed, "publishHandbookEntry").await;
            assert_eq!(published["data"]["done"]["state"], "PUBLISHED");
        }
    }
}

fn rule(answer: &Value) -> String {
    let told = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
    told.map_or_else(|| code(answer), ToOwned::to_owned)
}

/// The subject of a unit, as it is written.
fn place(unit: &Value) -> String {
    format!("unit-{}", unit.as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_opens_one_diagnosis_and_later_values_say_that_it_helped() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10), ("SOUTH-1", 10)], "2026-03-03").await;
        story.diagnosing(&indicator).await;
        story.month("2026-03", &[("NORTH-1", 7), ("SOUTH-1", 5)], "2026-04-03").await;

        // Whoever answers for one office sees its diagnosis and not that of the other.
        let seen = story.diagnoses("dept_head").await;
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!((&seen[0]["state"], &seen[0]["period"]), (&json!("OPEN"), &json!("2026-03")));
        let id = seen[0]["id"].clone();
        let links = story.diagnosis("dept_head", &id).await["links"].clone();
        assert_eq!(links, json!([{ "before": true, "kind": "LED_TO", "matter": { "kind": "WARNING" } }]));
        // It says what was seen, in words; what to do about it stands beside it.
        let said = "query($id: MatterId!) { diagnosis(id: $id) { problem problemEn advice timeLine { words } } }";
        let said = story.ask("dept_head", said, json!({ "id": id })).await["diagnosis"].clone();
        let seen = json!({ "problem": "越过界限（2026-03）：当前值 70.00 %，界限 90.00 %。",
            "problemEn": "Beyond a limit (2026-03): Present value 70.00 %, Limit 90.00 %.",
            "advice": "Call the ten largest.", "timeLine": [{ "words": "Filing is late" }] });
        assert_eq!(said, seen);
        let about = "query($id: MatterId!) { diagnosis(id: $id) { id } }";
        for stranger in ["officer", "legal"] {
            assert_ne!(code(&story.house.answer(stranger, about, json!({ "id": id })).await), "OK", "{stranger}");
        }

        // The warning is dealt with, and comes again: the diagnosis is open still, so that the new warning leads to it.
        let warned = story.warnings("dept_head").await[0]["id"].clone();
        for call in [
            "receiveWarning(warning: $w, version: 1)",
            r#"endWarning(warning: $w, version: 2, falseAlarm: false, words: "called")"#,
        ] {
            story
                .ask("dept_head", &format!("mutation($w: MatterId!) {{ {call} {{ id }} }}"), json!({ "w": warned }))
                .await;
        }
        let came = story.month("2026-04", &[("NORTH-1", 8), ("SOUTH-1", 5)], "2026-05-04").await;
        assert_eq!(came.issued, 1);
        assert_eq!(story.diagnoses("dept_head").await.len(), 1);
        assert_eq!(story.diagnosis("dept_head", &id).await["links"].as_array().unwrap().len(), 2);

        // Nor is one opened by hand beside it.
        story.at("2026-05-10");
        let input = json!({ "about": { "indicator": indicator, "subject": place(&unit), "period": "2026-04" },
            "title": "Filing", "problem": "2 of 10 late" });
        let open = "mutation($i: DiagnosisInput!) { openDiagnosis(input: $i) { id state side } }";
        assert_eq!(rule(&story.house.answer("dept_head", open, json!({ "i": input })).await), "DIAGNOSIS_OPEN");

        // Each side its own steps; what was seen before somebody else acted is stale.
        let before = story.diagnosis("dept_head", &id).await;
        assert_eq!(before["allowedSteps"], json!(["ANALYSE", "LOG", "COMMENT"]));
        let unseen = r#"analyseDiagnosis(causes: [{ what: "", entry: "0000000000001" }])"#;
        assert_eq!(rule(&story.answer_step("dept_head", &id, unseen).await), "NOT_IN_HANDBOOK");
        let cause = r#"{ what: "no list of who is late", propose: true }"#;
        let by_other = format!("analyseDiagnosis(causes: [{cause}])");
        assert_eq!(rule(&story.answer_step("party_secretary", &id, &by_other).await), "NOT_YOUR_SIDE");
        story.worked_on(&id, cause, r#"what: "call on the last day", propose: true"#, "2026-05-20").await;
        let late = story.seen_step("dept_head", &before, r#"commentDiagnosis(words: "hm")"#).await;
        assert_eq!(code(&late), "STALE");

        // Both months meet the goal of the rule.
        story.month("2026-05", &[("NORTH-1", 9), ("SOUTH-1", 5)], "2026-06-03").await;
        assert_eq!(story.diagnosis("dept_head", &id).await["state"], "EXECUTED");
        story.month("2026-06", &[("NORTH-1", 10), ("SOUTH-1", 5)], "2026-07-03").await;
        story.at("2026-07-04");
        let found = story.diagnosis("party_secretary", &id).await;
        assert_eq!(
            (&found["state"], &found["allowedSteps"]),
            (&json!("EFFECTIVE"), &json!(["CLOSE", "LOG", "COMMENT"]))
        );
        assert_eq!(found["finding"], json!({ "effective": true, "byNumbers": true, "words": "2026-05 2026-06" }));

        // What was proposed in it is in the handbook once somebody else has reviewed it, with what it did.
        assert_eq!(story.handbook("dept_head", &indicator).await["causes"], json!([]));
        story.published().await;
        let page = story.handbook("dept_head", &indicator).await;
        assert_eq!(page["causes"], json!([{ "text": "no list of who is late", "used": 1, "worked": 1, "failed": 0 }]));
        assert_eq!(page["measures"], json!([{ "text": "call on the last day", "used": 1, "worked": 1, "failed": 0 }]));
        let closed = story.diagnosis_step("party_secretary", &id, "closeDiagnosis").await;
        let lived = ["OPEN", "ANALYSE", "SET_MEASURES", "DO_MEASURE", "EXECUTE", "PROVE", "CLOSE"];
        assert_eq!((steps(&closed), &closed["state"]), (lived.map(str::to_owned).to_vec(), &json!("CLOSED")));

        // From now on one can be opened by hand: by whoever answers, confirmed by the unit above.
        let opened = story.ask("dept_head", open, json!({ "i": input })).await["openDiagnosis"].clone();
        assert_eq!((&opened["state"], &opened["side"]), (&json!("OPEN"), &json!("RESPONSIBLE")));
        assert_eq!(code(&story.house.answer("auditor", open, json!({ "i": input })).await), "FORBIDDEN");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_help_goes_another_round_and_its_open_measures_are_carried_over() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10), ("SOUTH-1", 10)], "2026-03-03").await;
        story.diagnosing(&indicator).await;
        story.month("2026-03", &[("NORTH-1", 7), ("SOUTH-1", 10)], "2026-04-03").await;
        let id = story.diagnoses("dept_head").await[0]["id"].clone();
        story.worked_on(&id, r#"{ what: "no list", propose: true }"#, r#"what: "a list", propose: true"#, "2026-04-10").await;
        story.published().await;
        story.month("2026-04", &[("NORTH-1", 6), ("SOUTH-1", 10)], "2026-05-04").await;
        let found = story.diagnosis("dept_head", &id).await;
        assert_eq!((&found["state"], &found["finding"]["effective"]), (&json!("INEFFECTIVE"), &json!(false)));
        story.at("2026-05-05");
        let unreasoned = story.answer_step("party_secretary", &id, "closeDiagnosis").await;
        assert_eq!(rule(&unreasoned), "WORDS_MISSING");

        // The second round picks another cause, and the same measure once more.
        let measure = found["measures"][0]["entry"]["id"].clone();
        story.diagnosis_step("dept_head", &id, r#"analyseDiagnosis(causes: [{ what: "two desks for three towns" }])"#).await;
        let set = format!(
            "setDiagnosisMeasures(measures: [{{ what: \"\", entry: {measure}, dueOn: \"2026-06-30\" }}, {{ what: \"a third desk\", dueOn: \"2026-07-31\" }}])"
        );
        let again = story.diagnosis_step("dept_head", &id, &set).await;
        assert_eq!((&again["round"], &again["measures"][1]["what"]), (&json!(2), &json!("a list")));
        // It failed in the first round and is open in the second: one diagnosis counts once, as it stands.
        let page = story.handbook("dept_head", &indicator).await;
        assert_eq!(page["causes"], json!([{ "text": "no list", "used": 1, "worked": 0, "failed": 1 }]));
        assert_eq!(page["measures"], json!([{ "text": "a list", "used": 1, "worked": 0, "failed": 0 }]));

        // At the end of the half-year one measure is done and one is not.
        story.at("2026-06-25");
        story.diagnosis_step("dept_head", &id, r#"endDiagnosisMeasure(item: 2, state: DONE, result: "made")"#).await;
        story.at("2026-07-04");
        let carried = "query($u: UnitId!) { openMeasures(first: 1, unit: $u, before: \"2026H1\") { totalCount
            nodes { item what state dueOn matter { kind unit { name } } } pageInfo { hasNextPage } } }";
        let open = story.ask("perf_office", carried, json!({ "u": unit })).await["openMeasures"].clone();
        assert_eq!((&open["totalCount"], &open["pageInfo"]["hasNextPage"]), (&json!(1), &json!(false)));
        let matter = json!({ "kind": "DIAGNOSIS", "unit": { "name": "First office of the north" } });
        let third = json!({ "item": 3, "what": "a third desk", "state": "OPEN", "dueOn": "2026-07-31", "matter": matter });
        assert_eq!(open["nodes"], json!([third]));
        assert_eq!(code(&story.house.answer("legal", carried, json!({ "u": unit })).await), "FORBIDDEN");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_with_a_part_keeps_the_work_log_and_nobody_reviews_their_own_proposal() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.month("2026-03", &[("NORTH-1", 7)], "2026-04-03").await;
        let input = json!({ "about": { "indicator": indicator, "subject": place(&unit), "period": "2026-03" },
            "title": "Filing", "problem": "3 of 10 late", "goalSide": "AT_LEAST", "goal": "90", "periods": 1 });
        let open = "mutation($i: DiagnosisInput!) { openDiagnosis(input: $i) { id side effect { goal periods } } }";
        let opened = story.ask("party_secretary", open, json!({ "i": input })).await["openDiagnosis"].clone();
        assert_eq!(opened["effect"], json!({ "goal": "90.0000", "periods": 1 }));
        assert_eq!(opened["side"], "GIVER");
        let persons = "query($u: UnitId!) { persons(first: 100, unit: $u) { nodes { id staffNo } } }";
        let persons = story.ask("perf_office", persons, json!({ "u": unit })).await["persons"]["nodes"].clone();
        let wang = persons.as_array().unwrap().iter().find(|it| it["staffNo"] == "1").unwrap()["id"].clone();

        // An officer sees it as soon as a measure is theirs, does that and keeps the log.
        story.diagnosis_step("dept_head", &opened["id"], r#"analyseDiagnosis(causes: [{ what: "no list" }])"#).await;
        let set = format!(r#"setDiagnosisMeasures(measures: [{{ what: "a list", owner: {wang}, dueOn: "2026-04-10" }}])"#);
        story.diagnosis_step("dept_head", &opened["id"], &set).await;
        let seen = story.diagnosis("officer", &opened["id"]).await;
        assert_eq!(seen["allowedSteps"], json!(["DO_MEASURE", "LOG", "COMMENT"]));
        let log = |day: &str| {
            format!(r#"mutation($d: MatterId!) {{ logDiagnosis(diagnosis: $d, day: "{day}", minutes: 45, words: "wrote the list") {{ name }} }}"#)
        };
        let written = story.ask("officer", &log("2026-04-02"), json!({ "d": opened["id"] })).await;
        assert_eq!(written["logDiagnosis"]["name"], "Officer");
        story.ask("dept_head", &log("2026-04-03"), json!({ "d": opened["id"] })).await;
        let tomorrow = story.house.answer("officer", &log("2026-04-04"), json!({ "d": opened["id"] })).await;
        assert_eq!(rule(&tomorrow), "DAY_AFTER_TODAY");
        // Logging changes nothing that anybody saw.
        assert_eq!(story.diagnosis("officer", &opened["id"]).await["version"], seen["version"]);
        assert_eq!(code(&story.house.answer("auditor", &log("2026-04-02"), json!({ "d": opened["id"] })).await), "FORBIDDEN");
        let mine = "query($p: PersonId) { diagnosisLog(first: 100, person: $p, period: \"2026-04\") { nodes { day minutes words name } } }";
        let lines = story.ask("officer", mine, json!({ "p": wang })).await["diagnosisLog"]["nodes"].clone();
        assert_eq!(lines, json!([{ "day": "2026-04-02", "minutes": 45, "words": "wrote the list", "name": "Officer" }]));
        let all = story.ask("dept_head", mine, json!({})).await["diagnosisLog"]["nodes"].clone();
        assert_eq!(all.as_array().unwrap().len(), 2);

        // Proposed by somebody who may publish: somebody else has to look at it.
        let propose = "mutation($i: HandbookProposal!) { proposeHandbookEntry(input: $i) { id version state allowedSteps } }";
        let input = json!({ "indicator": indicator, "kind": "CAUSE", "text": "the list comes late" });
        let own = story.ask("perf_office", propose, json!({ "i": input })).await["proposeHandbookEntry"].clone();
        assert_eq!((&own["state"], &own["allowedSteps"]), (&json!("PROPOSED"), &json!(["REJECT"])));
        let review = r#"reviewHandbookEntry(text: "the list comes late")"#;
        assert_eq!(rule(&story.entry_step("perf_office", &own, review).await), "OWN_WORK");
        assert_eq!(code(&story.entry_step("dept_head", &own, review).await), "FORBIDDEN");
        let reviewed = story.entry_step("line_appraiser", &own, review).await["data"]["done"].clone();
        assert_eq!(reviewed["state"], "REVIEWED");
        assert_eq!(rule(&story.entry_step("perf_office", &reviewed, "publishHandbookEntry").await), "OWN_WORK");
        assert_eq!(code(&story.entry_step("line_appraiser", &own, "publishHandbookEntry").await), "STALE");
        let out = story.entry_step("line_appraiser", &reviewed, r#"rejectHandbookEntry(reasons: "said elsewhere")"#).await;
        assert_eq!(out["data"]["done"]["state"], "REJECTED");
        assert_eq!(code(&story.house.answer("legal", propose, json!({ "i": input })).await), "FORBIDDEN");
    })
    .await;
}
