//! What is due and no matter reaches the inbox of whoever has to do it, once for each day on which it is due.

use backend::app::watch::Watcher;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::an_indicator;
use crate::on_both_databases;
use crate::support::{House, day, logins, person, unit};
use crate::tasks::grant;

on_both_databases! {
    points_at_risk_are_told_on_their_day_to_those_whose_desk_counts_them
    who_was_told_is_looked_up_once_however_much_is_due
    whoever_may_follow_up_and_read_nothing_else_of_the_risks_reads_what_they_are_told
    a_label_is_told_to_whoever_has_it_and_to_nobody_beside
}

/// What is due on a day is told; says how many messages that makes.
async fn told(house: &House, on: &str) -> usize {
    let moment = format!("{on}T02:00:00Z").parse().unwrap();
    Watcher::at(house.store.clone(), moment, day(on)).tell_due().await.unwrap()
}

/// The messages of somebody for one reason.
async fn messages(house: &House, by: &str, reason: &str) -> Vec<Value> {
    let query =
        "{ inbox(first: 100) { nodes { reason matter { id } event { step } reminder { dueOn unitName label } } } }";
    let inbox = house.data(by, query, json!({})).await["inbox"]["nodes"].clone();
    inbox.as_array().unwrap().iter().filter(|message| message["reason"] == reason).cloned().collect()
}

async fn points_at_risk_are_told_on_their_day_to_those_whose_desk_counts_them(house: &House) {
    let indicator = an_indicator(house).await;
    let grade = "mutation($input: LossGradeInput!) { gradeLossRisk(input: $input) { id version nextOn } }";
    let input = |unit_no: i64| {
        json!({ "input": { "indicator": indicator, "unit": unit(unit_no), "difficulty": 5, "method": 4, "control": 4, "status": 3,
            "reason": "hard to reach" } })
    };
    let risk = house.data("north", grade, input(4)).await["gradeLossRisk"].clone();
    house.data("head", grade, input(2)).await;
    assert_eq!(risk["nextOn"], "2026-11-27");
    assert_eq!(told(house, "2026-11-26").await, 0);
    assert!(told(house, "2026-11-27").await > 0);
    assert_eq!(told(house, "2026-11-27").await, 0, "nobody is told twice");
    house.wait(TimeDelta::days(7));
    for login in logins() {
        let desk = house.answer(login, "{ desk(first: 1) { lossRisksDue } }", json!({})).await;
        if let Some(due) = desk["data"]["desk"]["lossRisksDue"].as_u64() {
            let came = messages(house, login, "FOLLOW_UP").await;
            assert_eq!(u64::try_from(came.len()).unwrap(), due, "{login}");
        }
    }
    let came = messages(house, "north", "FOLLOW_UP").await;
    let mine = came.iter().find(|it| it["reminder"]["unitName"] == "North-1").or(came.first()).unwrap();
    assert_eq!((&mine["matter"], &mine["event"]), (&Value::Null, &Value::Null));
    assert_eq!((&mine["reminder"]["dueOn"], &mine["reminder"]["label"]), (&json!("2026-11-27"), &Value::Null));

    // Somebody looks: the next day on which it is due is told anew, and the one that nobody looked at is not.
    let look = "mutation($r: LossRiskId!, $v: Int!) { followUpLossRisk(risk: $r, version: $v, found: \"two windows\") { nextOn } }";
    let looked = house.data("north", look, json!({ "r": risk["id"], "v": risk["version"] })).await;
    assert_eq!(looked["followUpLossRisk"]["nextOn"], "2026-12-04");
    assert_eq!(told(house, "2026-12-03").await, 0);
    assert!(told(house, "2026-12-04").await > 0);
    let again = messages(house, "north", "FOLLOW_UP").await;
    assert_eq!(again.len(), came.len() + 1);
}

async fn who_was_told_is_looked_up_once_however_much_is_due(house: &House) {
    let indicator = an_indicator(house).await;
    let grade = "mutation($input: LossGradeInput!) { gradeLossRisk(input: $input) { id } }";
    let mut counts = Vec::new();
    for units in [&[4][..], &[2, 3, 5]] {
        for &number in units {
            let input = json!({ "indicator": indicator, "unit": unit(number), "difficulty": 5, "method": 4, "control": 4,
                "status": 3, "reason": "hard to reach" });
            house.data("head", grade, json!({ "input": input })).await;
        }
        assert!(told(house, "2026-11-27").await > 0);
        let (again, statements) = house.statements(told(house, "2026-11-27")).await;
        assert_eq!(again, 0);
        counts.push(statements);
    }
    assert_eq!(counts[0], counts[1]);
}

async fn whoever_may_follow_up_and_read_nothing_else_of_the_risks_reads_what_they_are_told(house: &House) {
    let save = r#"mutation { saveRole(input: { code: "FOLLOWER", name: "跟进", nameEn: "Follower",
        permissions: [{ resource: RISK, actions: [WRITE] }] }) { id } }"#;
    house.data("admin", save, json!({})).await;
    grant(house, "hr", "FOLLOWER").await;
    let indicator = an_indicator(house).await;
    let grade = "mutation($input: LossGradeInput!) { gradeLossRisk(input: $input) { id } }";
    let input = json!({ "indicator": indicator, "unit": unit(4), "difficulty": 5, "method": 4, "control": 4, "status": 3,
        "reason": "hard to reach" });
    house.data("north", grade, json!({ "input": input })).await;
    assert!(told(house, "2026-11-27").await > 0);
    house.wait(TimeDelta::days(7));
    let came = messages(house, "hr", "FOLLOW_UP").await;
    assert_eq!(came.len(), 1, "{came:?}");
    assert_eq!(came[0]["reminder"]["dueOn"], "2026-11-27");
}

async fn a_label_is_told_to_whoever_has_it_and_to_nobody_beside(house: &House) {
    let give = "mutation($input: RiskLabelInput!) { labelPerson(input: $input) { id version } }";
    let input =
        json!({ "person": person(1), "kind": "OVERLOAD", "reason": "two windows at once", "until": "2026-12-31" });
    let given = house.data("north", give, json!({ "input": input })).await["labelPerson"].clone();
    assert_eq!(told(house, "2026-11-20").await, 1);
    assert_eq!(told(house, "2026-11-21").await, 0);
    let came = messages(house, "officer", "LABEL").await;
    assert_eq!(came.len(), 1);
    assert_eq!(came[0]["reminder"], json!({ "dueOn": "2026-12-31", "unitName": null, "label": "OVERLOAD" }));
    for other in ["north", "head", "auditor"] {
        assert_eq!(messages(house, other, "LABEL").await.len(), 0, "{other}");
    }
    let answer =
        "mutation($l: RiskLabelId!, $v: Int!) { answerLabel(label: $l, version: $v, words: \"one would do\") { id } }";
    house.data("officer", answer, json!({ "l": given["id"], "v": given["version"] })).await;
    assert_eq!(told(house, "2026-12-30").await, 0);
    assert_eq!(told(house, "2026-12-31").await, 1);
    assert_eq!(told(house, "2027-01-01").await, 0);
}
