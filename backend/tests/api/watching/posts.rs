//! A rule about posts: whoever holds the post answers, the head where nobody does.

use serde_json::{Value, json};

use super::{Story, on_both, steps};
use crate::support::code;

const SAVE: &str = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version } }";

/// Posts of the halls below 90 % on time.
fn rule(indicator: &Value, subjects: &str) -> Value {
    json!({ "code": "POST", "name": "Filing is late", "indicator": indicator,
        "condition": { "kind": "THRESHOLD", "limit": "90" }, "subjects": subjects, "levels": [], "groups": [],
        "postClasses": ["HALL"], "severity": "ORANGE", "confirm": 1, "tell": ["RESPONSIBLE"],
        "advice": "Call the ten largest." })
}

impl Story {
    /// How many warnings somebody was told of.
    async fn told(&self, by: &str) -> usize {
        let query = "{ inbox(first: 100) { nodes { event { step } } } }";
        let told = self.ask(by, query, json!({})).await;
        let nodes = told["inbox"]["nodes"].as_array().unwrap().iter();
        nodes.filter(|message| message["event"]["step"] == "ISSUE").count()
    }

    /// Who answers for a warning and where it comes from, by name, with what the viewer may do.
    async fn answering(&self, by: &str, id: &Value) -> (Value, Value, Vec<Value>) {
        let query =
            "query($id: MatterId!) { warning(id: $id) { allowedSteps parties { person { name } giver { name } } } }";
        let seen = self.ask(by, query, json!({ "id": id })).await["warning"].clone();
        let parties = &seen["parties"];
        let steps = seen["allowedSteps"].as_array().unwrap().clone();
        (parties["person"]["name"].clone(), parties["giver"]["name"].clone(), steps)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_post_answers_for_it_and_the_head_where_nobody_does() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1/N1-A", 10), ("NORTH-1/N1-F", 10)], "2026-03-03").await;
        let saved =
            story.ask("perf_office", SAVE, json!({ "i": rule(&indicator, "POST") })).await["saveWarningRule"].clone();
        let activate =
            "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
        story.ask("perf_office", activate, json!({ "r": saved["id"], "v": saved["version"] })).await;

        // The post of Wang is late; the other one is vacant, and late as well.
        let came = story.month("2026-03", &[("NORTH-1/N1-A", 7), ("NORTH-1/N1-F", 6)], "2026-04-03").await;
        assert_eq!(came.issued, 2);
        assert_eq!((story.told("officer").await, story.told("dept_head").await), (1, 1));
        let own = story.warnings("officer").await;
        assert_eq!(own.len(), 1, "{own:?}");
        let (person, giver, steps) = story.answering("officer", &own[0]["id"]).await;
        assert_eq!((person, giver), (json!("Wang"), json!("First office of the north")));
        assert!(steps.contains(&json!("RECEIVE")), "{steps:?}");

        // Whoever may see no matters of persons learns that the post is late, and of the warning nothing.
        let query = "query($r: WarningRuleId!) { warningRule(id: $r) { standings { place { name } state warning } } }";
        let stands = story.ask("perf_specialist", query, json!({ "r": saved["id"] })).await;
        let stands = stands["warningRule"]["standings"].as_array().unwrap().clone();
        let firing = stands.iter().filter(|it| it["state"] == "FIRING");
        let seen = |it: &Value| (it["place"]["name"].as_str().unwrap().to_owned(), it["warning"].is_null());
        let mut seen: Vec<_> = firing.map(seen).collect();
        seen.sort_unstable();
        assert_eq!(seen, [("Filing A".to_owned(), true), ("Vacant".to_owned(), false)]);

        let all = story.warnings("dept_head").await;
        let vacant = all.iter().find(|it| it["id"] != own[0]["id"]).unwrap();
        let (person, giver, steps) = story.answering("dept_head", &vacant["id"]).await;
        assert_eq!((person, giver), (Value::Null, json!("North district")));
        assert!(steps.contains(&json!("RECEIVE")), "{steps:?}");
        assert_ne!(
            code(
                &story
                    .house
                    .answer(
                        "officer",
                        "query($id: MatterId!) { warning(id: $id) { id } }",
                        json!({ "id": vacant["id"] })
                    )
                    .await
            ),
            "OK"
        );
    })
    .await;
}

impl Story {
    /// What happened to a warning, and what the viewer may do.
    async fn lived(&self, by: &str, id: &Value) -> (Vec<String>, Value, Vec<Value>) {
        let query = "query($id: MatterId!) { warning(id: $id) { timeLine { step words } } }";
        let seen = self.ask(by, query, json!({ "id": id })).await["warning"].clone();
        let words = seen["timeLine"].as_array().unwrap().last().unwrap()["words"].clone();
        let (_, _, allowed) = self.answering(by, id).await;
        (steps(&seen), words, allowed)
    }

    /// The assignment of somebody to a post ends, and somebody has it from then on.
    async fn hand_over(&self, from: &str, to: Option<&str>, on: &str) {
        let query = "{ persons(first: 100) { nodes { id name assignments { id validTo post { id code } } } } }";
        let all = self.ask("hr", query, json!({})).await["persons"]["nodes"].clone();
        let named = |name: &str| all.as_array().unwrap().iter().find(|it| it["name"] == name).unwrap().clone();
        let held =
            named(from)["assignments"].as_array().unwrap().iter().find(|it| it["post"]["code"] == "N1-A").cloned();
        let held = held.unwrap();
        let end = "mutation($a: AssignmentId!, $on: Date!) { endAssignment(assignment: $a, on: $on) { id } }";
        self.ask("hr", end, json!({ "a": held["id"], "on": on })).await;
        let Some(to) = to else { return };
        let assign = "mutation($i: NewAssignment!) { assignPerson(input: $i) { id } }";
        let input = json!({ "person": named(to)["id"], "post": held["post"]["id"], "role": "A", "share": "0.5", "validFrom": on });
        self.ask("hr", assign, json!({ "i": input })).await;
    }

    /// How often somebody was told that a warning went with its post.
    async fn told_of_passing(&self, by: &str) -> usize {
        let told = self.ask(by, "{ inbox(first: 100) { nodes { event { step } } } }", json!({})).await;
        let nodes = told["inbox"]["nodes"].as_array().unwrap().iter();
        nodes.filter(|message| message["event"]["step"] == "PASS_ON").count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_goes_to_whoever_takes_the_post_over_and_the_one_before_reads_on() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1/N1-A", 10)], "2026-03-03").await;
        let saved =
            story.ask("perf_office", SAVE, json!({ "i": rule(&indicator, "POST") })).await["saveWarningRule"].clone();
        let activate =
            "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
        story.ask("perf_office", activate, json!({ "r": saved["id"], "v": saved["version"] })).await;
        assert_eq!(story.month("2026-03", &[("NORTH-1/N1-A", 7)], "2026-04-03").await.issued, 1);
        let id = story.warnings("officer").await[0]["id"].clone();
        assert_eq!(story.watcher("2026-04-03").pass_on().await.unwrap(), 0);

        // Li has the post from the 7th on: nothing happens before, and once then.
        story.hand_over("Wang", Some("Li"), "2026-04-07").await;
        assert_eq!(story.watcher("2026-04-06").pass_on().await.unwrap(), 0);
        assert_eq!(story.watcher("2026-04-07").pass_on().await.unwrap(), 1);
        assert_eq!(story.watcher("2026-04-07").pass_on().await.unwrap(), 0);
        let (person, giver, _) = story.answering("dept_head", &id).await;
        assert_eq!((person, giver), (json!("Li"), json!("First office of the north")));
        let (lived, words, allowed) = story.lived("officer", &id).await;
        assert_eq!((lived, words), (vec!["ISSUE".to_owned(), "PASS_ON".to_owned()], json!("Li")));
        assert_eq!(allowed, [json!("COMMENT")], "whoever had it before reads on and answers no more");
        assert_eq!(story.told_of_passing("officer").await, 1);

        // Nobody has it: the head answers, from above.
        story.hand_over("Li", None, "2026-04-08").await;
        assert_eq!(story.watcher("2026-04-08").pass_on().await.unwrap(), 1);
        let (person, giver, allowed) = story.answering("dept_head", &id).await;
        assert_eq!((person, giver), (Value::Null, json!("North district")));
        assert!(allowed.contains(&json!("ASSIGN")), "{allowed:?}");
        assert_eq!(story.told_of_passing("officer").await, 1, "nobody is told of what no longer concerns them");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_to_hold_a_post_beside_others_is_told_of_that_and_of_nothing_before() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1/N1-B", 10)], "2026-03-03").await;
        let saved =
            story.ask("perf_office", SAVE, json!({ "i": rule(&indicator, "POST") })).await["saveWarningRule"].clone();
        let activate =
            "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
        story.ask("perf_office", activate, json!({ "r": saved["id"], "v": saved["version"] })).await;
        assert_eq!(story.month("2026-03", &[("NORTH-1/N1-B", 7)], "2026-04-03").await.issued, 1);
        assert_eq!((story.warnings("officer").await.len(), story.told("officer").await), (0, 0));

        // The post is of Li, and of Wang beside them from the 7th on.
        let query = "{ persons(first: 100) { nodes { id name assignments { post { id } } } } }";
        let all = story.ask("hr", query, json!({})).await["persons"]["nodes"].clone();
        let named = |name: &str| all.as_array().unwrap().iter().find(|it| it["name"] == name).unwrap().clone();
        let input = json!({ "person": named("Wang")["id"], "post": named("Li")["assignments"][0]["post"]["id"],
            "role": "B", "share": "0.5", "validFrom": "2026-04-07" });
        let assign = "mutation($i: NewAssignment!) { assignPerson(input: $i) { id } }";
        story.ask("hr", assign, json!({ "i": input })).await;
        assert_eq!(story.watcher("2026-04-07").pass_on().await.unwrap(), 1);
        assert_eq!(story.watcher("2026-04-07").pass_on().await.unwrap(), 0);

        story.at("2026-04-07");
        let seen = story.warnings("officer").await;
        let (lived, words, _) = story.lived("officer", &seen[0]["id"]).await;
        assert_eq!((lived, words), (vec!["ISSUE".to_owned(), "PASS_ON".to_owned()], json!("")));
        assert_eq!((story.told_of_passing("officer").await, story.told("officer").await), (1, 0));
        assert_eq!(story.told_of_passing("dept_head").await, 0, "nothing changes for whoever leads");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_of_no_class_of_posts() {
    on_both(|story| async move {
        let (_, indicator) = story.ids().await;
        let answer = story.house.answer("perf_office", SAVE, json!({ "i": rule(&indicator, "UNIT") })).await;
        let refused = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
        assert_eq!(refused, Some("DEFINITION"), "{answer}");
    })
    .await;
}
