//! A weak score: a rule or a hand opens its diagnosis, and later scores of the same scheme judge it.

use serde_json::{Value, json};

use super::{place, rule};
use crate::support::code;
use crate::watching::{Story, on_both};

/// A rule: offices whose total score is below 90 are warned and diagnosed.
async fn scored(story: &Story) {
    let input = json!({ "code": "SCORE", "name": "The score is low", "watchesScore": true,
        "condition": { "kind": "THRESHOLD", "limit": "90" }, "subjects": "UNIT", "levels": ["OFFICE"], "groups": [],
        "postClasses": [], "severity": "ORANGE", "confirm": 1, "tell": ["RESPONSIBLE"], "advice": "See where it was lost.",
        "opensDiagnosis": true });
    let save = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version } }";
    let saved = story.ask("perf_office", save, json!({ "i": input })).await["saveWarningRule"].clone();
    let activate = "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
    story.ask("perf_office", activate, json!({ "r": saved["id"], "v": saved["version"] })).await;
}

/// The diagnosis that the rule opens in March, worked on until everything is done.
async fn executed(story: &mut Story) -> Value {
    story.at("2026-04-03");
    story.month("2026-02", &[("NORTH-1", 10), ("SOUTH-1", 10)], "2026-03-03").await;
    scored(story).await;
    let came = story.month("2026-03", &[("NORTH-1", 7), ("SOUTH-1", 10)], "2026-04-03").await;
    assert_eq!(came.issued, 1);
    let seen = story.diagnoses("dept_head").await;
    assert_eq!((seen.len(), &seen[0]["period"]), (1, &json!("2026-03")), "{seen:?}");
    let id = seen[0]["id"].clone();
    // Three indicators count in the score: what is proposed says for which of them it is.
    let proposed = r#"analyseDiagnosis(causes: [{ what: "two were ill", propose: true }])"#;
    assert_eq!(rule(&story.answer_step("dept_head", &id, proposed).await), "NOT_IN_HANDBOOK");
    story.worked_on(&id, r#"{ what: "two were ill" }"#, r#"what: "a stand-in""#, "2026-04-10").await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weak_score_is_diagnosed_and_later_scores_say_that_it_helped() {
    on_both(|mut story| async move {
        let (unit, _) = story.ids().await;
        let id = executed(&mut story).await;
        let query = "query($id: MatterId!) { diagnosis(id: $id) { ofScore dimension schemeName indicator { id } subject
            period effect { before goalSide goal periods } values { period value } links { kind matter { kind } } } }";
        let seen = story.ask("perf_office", query, json!({ "id": id })).await["diagnosis"].clone();
        assert_eq!((&seen["ofScore"], &seen["schemeName"]), (&json!(true), &json!("Scheme of 2026")));
        assert_eq!((&seen["dimension"], &seen["indicator"]), (&Value::Null, &Value::Null));
        assert_eq!((&seen["subject"], &seen["period"]), (&json!(place(&unit)), &json!("2026-03")));
        assert_eq!(seen["links"], json!([{ "kind": "LED_TO", "matter": { "kind": "WARNING" } }]));
        let warned = story.warnings("dept_head").await[0].clone();
        assert_eq!(warned["period"], "2026-03");
        let query = "query($id: MatterId!) { warning(id: $id) { ofScore dimension schemeName indicator { id } subject period } }";
        let warned = story.ask("dept_head", query, json!({ "id": warned["id"] })).await["warning"].clone();
        let number = json!({ "ofScore": true, "dimension": null, "schemeName": "Scheme of 2026", "indicator": null,
            "subject": place(&unit), "period": "2026-03" });
        assert_eq!(warned, number);
        let effect = &seen["effect"];
        assert_eq!((&effect["goalSide"], &effect["goal"]), (&json!("AT_LEAST"), &json!("90.0000")));
        assert!(effect["before"].as_str().unwrap().starts_with("73.68"), "{effect}");
        let values = seen["values"].as_array().unwrap();
        assert!(values.contains(&json!({ "period": "2026-02", "value": "100.0000" })), "{values:?}");

        story.month("2026-04", &[("NORTH-1", 10), ("SOUTH-1", 10)], "2026-05-04").await;
        assert_eq!(story.diagnosis("dept_head", &id).await["state"], "EXECUTED");
        story.month("2026-05", &[("NORTH-1", 9), ("SOUTH-1", 10)], "2026-06-03").await;
        let found = story.diagnosis("dept_head", &id).await;
        assert_eq!((&found["state"], &found["finding"]["byNumbers"]), (&json!("EFFECTIVE"), &json!(true)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_score_that_is_weak_again_says_that_it_did_not_help() {
    on_both(|mut story| async move {
        let id = executed(&mut story).await;
        story.month("2026-04", &[("NORTH-1", 6), ("SOUTH-1", 10)], "2026-05-04").await;
        let found = story.diagnosis("dept_head", &id).await;
        assert_eq!((&found["state"], &found["finding"]["effective"]), (&json!("INEFFECTIVE"), &json!(false)));
        // While it is open the rule leads to it and opens no other.
        assert_eq!(story.diagnoses("dept_head").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_diagnosis_of_a_score_is_opened_by_hand_once_and_takes_a_goal() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.month("2026-03", &[("NORTH-1", 7), ("SOUTH-1", 10)], "2026-04-03").await;
        let explain = "query($s: Subject!) { explainScore(subject: $s, period: \"2026-03\") { scheme schemeName } }";
        let explained =
            story.ask("party_secretary", explain, json!({ "s": place(&unit) })).await["explainScore"].clone();
        assert_eq!(explained["schemeName"], "Scheme of 2026");
        let score = json!({ "scheme": explained["scheme"], "subject": place(&unit), "period": "2026-03" });
        let value = json!({ "indicator": indicator, "subject": place(&unit), "period": "2026-03" });
        let with = |about: Value| {
            let mut input =
                json!({ "title": "The score", "problem": "26 points lost", "goalSide": "AT_LEAST", "goal": "90" });
            input.as_object_mut().unwrap().extend(about.as_object().unwrap().clone());
            json!({ "i": input })
        };
        let other = |key: &str, other: Value| {
            let mut score = score.clone();
            score[key] = other;
            with(json!({ "score": score }))
        };
        let open =
            "mutation($i: DiagnosisInput!) { openDiagnosis(input: $i) { id side ofScore subject period indicator { id }
            effect { before goalSide goal periods } } }";
        for (by, input, refused) in [
            ("party_secretary", with(json!({})), "INVALID"),
            ("party_secretary", with(json!({ "score": score, "about": value })), "INVALID"),
            ("party_secretary", other("dimension", json!("NO_SUCH")), "NOT_FOUND"),
            ("party_secretary", other("scheme", json!("0000000000001")), "NOT_FOUND"),
            ("party_secretary", other("period", json!("2027-01")), "NOT_FOUND"),
            ("party_secretary", other("subject", json!("unit-0000000000001")), "NOT_FOUND"),
            ("auditor", with(json!({ "score": score })), "FORBIDDEN"),
        ] {
            let answer = story.house.answer(by, open, input.clone()).await;
            assert_eq!(code(&answer), refused, "{by} {input}");
        }

        let input = with(json!({ "score": score }));
        let opened = story.ask("party_secretary", open, input.clone()).await["openDiagnosis"].clone();
        assert_eq!((&opened["side"], &opened["ofScore"]), (&json!("GIVER"), &json!(true)));
        assert_eq!((&opened["subject"], &opened["period"]), (&json!(place(&unit)), &json!("2026-03")));
        assert_eq!(opened["indicator"], Value::Null);
        let effect = &opened["effect"];
        assert_eq!((&effect["goalSide"], &effect["goal"]), (&json!("AT_LEAST"), &json!("90.0000")));
        assert!(effect["before"].as_str().unwrap().starts_with("73.68"), "{effect}");
        assert_eq!(rule(&story.house.answer("dept_head", open, input).await), "DIAGNOSIS_OPEN");

        // The value that it comes from is another number; without a goal a person checks a score again.
        story.ask("dept_head", open, with(json!({ "about": value }))).await;
        story.diagnosis_step("party_secretary", &opened["id"], r#"withdrawDiagnosis(reason: "wrong data")"#).await;
        let plain = json!({ "i": { "score": score, "title": "The score", "problem": "26 points lost" } });
        let own = story.ask("dept_head", open, plain).await["openDiagnosis"].clone();
        assert_eq!((&own["side"], &own["effect"]), (&json!("RESPONSIBLE"), &Value::Null));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn causes_of_a_score_come_from_the_pages_of_what_lost_points_and_go_back_there() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10), ("SOUTH-1", 10)], "2026-03-03").await;
        scored(&story).await;
        story.month("2026-03", &[("NORTH-1", 7), ("SOUTH-1", 10)], "2026-04-03").await;
        let id = story.diagnoses("dept_head").await[0]["id"].clone();
        let found = suggested(&story, &id).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0]["lost"].as_str().unwrap().starts_with("1.3"), "{found:?}");
        let page = json!({ "indicator": { "id": indicator }, "mayPropose": true, "causes": [], "measures": [] });
        assert_eq!(found[0]["page"], page);

        let elsewhere = r#"analyseDiagnosis(causes: [{ what: "no list", propose: true, proposeTo: "0000000000001" }])"#;
        assert_eq!(rule(&story.answer_step("dept_head", &id, elsewhere).await), "NOT_IN_HANDBOOK");
        // The measure goes to the page of the cause it is against.
        let cause = format!(r#"{{ what: "no list", propose: true, proposeTo: {indicator} }}"#);
        story.worked_on(&id, &cause, r#"what: "a list", propose: true"#, "2026-04-10").await;
        story.published().await;
        let waits = json!([{ "text": "no list", "used": 1, "worked": 0, "failed": 0 }]);
        assert_eq!(story.handbook("dept_head", &indicator).await["causes"], waits);

        // Two good scores say that it worked, and the next diagnosis of the score is offered it.
        story.month("2026-04", &[("NORTH-1", 10), ("SOUTH-1", 10)], "2026-05-04").await;
        story.month("2026-05", &[("NORTH-1", 10), ("SOUTH-1", 10)], "2026-06-03").await;
        story.at("2026-06-04");
        let page = story.handbook("dept_head", &indicator).await;
        assert_eq!(page["causes"], json!([{ "text": "no list", "used": 1, "worked": 1, "failed": 0 }]));
        assert_eq!(page["measures"], json!([{ "text": "a list", "used": 1, "worked": 1, "failed": 0 }]));
        story.diagnosis_step("party_secretary", &id, "closeDiagnosis").await;
        story.month("2026-06", &[("NORTH-1", 7), ("SOUTH-1", 10)], "2026-07-03").await;
        story.at("2026-07-04");
        let all = story.diagnoses("dept_head").await;
        let next = all.iter().find(|it| it["state"] == "OPEN").unwrap()["id"].clone();
        let offered = suggested(&story, &next).await[0]["page"].clone();
        assert_eq!(
            (&offered["causes"][0]["text"], &offered["measures"][0]["text"]),
            (&json!("no list"), &json!("a list"))
        );
        let pick = format!(r#"analyseDiagnosis(causes: [{{ what: "", entry: {} }}])"#, offered["causes"][0]["id"]);
        let picked = story.diagnosis_step("dept_head", &next, &pick).await;
        assert_eq!(picked["causes"][0]["what"], "no list");
        assert_eq!(story.handbook("dept_head", &indicator).await["causes"][0]["used"], 2);
    })
    .await;
}

/// What the handbook suggests in a diagnosis.
async fn suggested(story: &Story, id: &Value) -> Vec<Value> {
    let query = "query($id: MatterId!) { diagnosis(id: $id) { suggestions { lost page { indicator { id } mayPropose
        causes { id text } measures { id text } } } } }";
    let found = story.ask("dept_head", query, json!({ "id": id })).await;
    found["diagnosis"]["suggestions"].as_array().unwrap().clone()
}
