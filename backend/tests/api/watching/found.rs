//! Who found it first, why points were lost and whose they are: through the API, over real runs.

use serde_json::{Value, json};

use super::{Story, on_both};

const OPEN: &str = "mutation($i: RectificationInput!) { openRectification(input: $i) { id foundFirst } }";
const WARN: &str = "mutation($i: WarningInput!) { issueWarning(input: $i) { id version foundBefore
    links { before kind matter { id } } } }";

impl Story {
    /// A rectification of the first office of the north about `about`.
    async fn opened(&self, by: &str, direction: &str, about: &Value, draft: bool) -> Value {
        let (unit, _) = self.ids().await;
        let origin = if direction == "TOP_DOWN" { "LOSS" } else { "SELF" };
        let input = json!({ "direction": direction, "origin": origin, "unit": unit, "title": "Filing on time",
            "problem": "3 of 10 late", "dueOn": "2026-04-22", "about": about, "draft": draft });
        self.ask(by, OPEN, json!({ "i": input })).await["openRectification"].clone()
    }

    async fn warned(&self, about: &Value) -> Value {
        let (unit, _) = self.ids().await;
        let input = json!({ "unit": unit, "severity": "YELLOW", "title": "Late", "advice": "look", "about": about });
        self.ask("party_secretary", WARN, json!({ "i": input })).await["issueWarning"].clone()
    }

    /// Called false by whom it concerns, and looked at.
    async fn called_false(&self, warning: &Value) {
        let end = "mutation($w: MatterId!, $v: Int!) { endWarning(warning: $w, version: $v, falseAlarm: true, words: \"no\") { version } }";
        let seen = json!({ "w": warning["id"], "v": warning["version"] });
        let version = self.ask("dept_head", end, seen).await["endWarning"]["version"].clone();
        let review = "mutation($w: MatterId!, $v: Int!) { reviewWarning(warning: $w, version: $v, words: \"so it is\") { state } }";
        let seen = json!({ "w": warning["id"], "v": version });
        assert_eq!(self.ask("party_secretary", review, seen).await["reviewWarning"]["state"], "REVIEWED");
    }

    /// A diagnosis by whoever answers, with its cause.
    async fn diagnosed(&self, about: &Value, cause: &str) {
        let open = "mutation($i: DiagnosisInput!) { openDiagnosis(input: $i) { id version } }";
        let input = json!({ "about": about, "title": "Filing", "problem": "3 of 10 late" });
        let opened = self.ask("dept_head", open, json!({ "i": input })).await["openDiagnosis"].clone();
        let analyse = "mutation($d: MatterId!, $v: Int!, $c: String!) {
            analyseDiagnosis(diagnosis: $d, version: $v, causes: [{ what: $c }]) { id } }";
        let seen = json!({ "d": opened["id"], "v": opened["version"], "c": cause });
        self.ask("dept_head", analyse, seen).await;
    }

    /// The line of an indicator in the review of points.
    async fn lost(&self, about: &Value) -> Value {
        let query = "query($p: Subject!, $m: Period!) { lossReview(subject: $p, period: $m) {
            lines { indicator { id } cause owners selfFound } } }";
        let at = json!({ "p": about["subject"], "m": about["period"] });
        let review = self.ask("party_secretary", query, at).await["lossReview"].clone();
        let line = review["lines"].as_array().unwrap().iter().find(|it| it["indicator"]["id"] == about["indicator"]);
        let line = line.unwrap();
        json!([line["cause"], line["owners"], line["selfFound"]])
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_first_is_told_by_what_stands_and_lost_points_have_a_cause_and_an_owner() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.month("2026-03", &[("NORTH-1", 7), ("SOUTH-1", 5)], "2026-04-03").await;
        let about = json!({ "indicator": indicator, "subject": format!("unit-{}", unit.as_str().unwrap()), "period": "2026-03" });
        let nobody = story.lost(&about).await;
        assert_eq!((&nobody[0], &nobody[2], nobody[1].as_array().unwrap().len()), (&Value::Null, &Value::Null, 1));

        // None of these found it: a diagnosis, what was taken back, what was not sent, what was no risk.
        story.diagnosed(&about, "no list").await;
        let office = json!(["First office of the north"]);
        assert_eq!(story.lost(&about).await, json!(["no list", office, null]));
        let ordered = story.opened("party_secretary", "TOP_DOWN", &about, false).await;
        let withdraw = r#"withdrawRectification(reason: "it was nothing")"#;
        assert_eq!(story.step("party_secretary", &ordered["id"], withdraw).await, "WITHDRAWN");
        story.opened("party_secretary", "TOP_DOWN", &about, true).await;
        let warning = story.warned(&about).await;
        assert_eq!((&warning["foundBefore"], &warning["links"]), (&json!(false), &json!([])));
        story.called_false(&warning).await;
        let own = story.opened("dept_head", "BOTTOM_UP", &about, false).await;
        assert_eq!(own["foundFirst"], true);
        assert_eq!(story.lost(&about).await, json!(["no list", office, "NONE"]));

        // What is taken back is worth nothing any more, and is not in the way of the next.
        assert_eq!(story.step("dept_head", &own["id"], withdraw).await, "WITHDRAWN");
        assert_eq!(story.lost(&about).await, json!(["no list", office, null]));
        assert_eq!(story.order("dept_head", &own["id"]).await["foundFirst"], false);
        let again = story.opened("dept_head", "BOTTOM_UP", &about, false).await;
        assert_eq!(again["foundFirst"], true);

        // A warning written by hand says so as one of a rule does; after it nobody is first.
        let warning = story.warned(&about).await;
        let links = json!([{ "before": true, "kind": "FOUND_BEFORE", "matter": { "id": again["id"] } }]);
        assert_eq!((&warning["foundBefore"], &warning["links"]), (&json!(true), &links));
        story.at("2026-04-07");
        assert_eq!(story.opened("dept_head", "BOTTOM_UP", &about, false).await["foundFirst"], false);
        // What was taken up only after the warning marks no later one.
        assert_eq!(story.step("dept_head", &again["id"], withdraw).await, "WITHDRAWN");
        let warning = story.warned(&about).await;
        assert_eq!((&warning["foundBefore"], &warning["links"]), (&json!(false), &json!([])));
    })
    .await;
}
