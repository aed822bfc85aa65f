//! A proposal to the handbook: whoever may publish it is told and has it counted, and whoever proposed it is told what became of it.

use serde_json::{Value, json};

use crate::watching::{Story, on_both};

/// What messages about the handbook say now, the newest first.
async fn told(story: &Story, by: &str) -> Vec<Value> {
    let query = "{ inbox(first: 100) { nodes { reason matter { id } event { step } entry { text state reasons } } } }";
    let nodes = story.ask(by, query, json!({})).await["inbox"]["nodes"].as_array().unwrap().clone();
    let about = |message: &Value| !message["entry"].is_null();
    let told: Vec<Value> = nodes.into_iter().filter(about).collect();
    for message in &told {
        let beside = json!([message["reason"], message["matter"], message["event"]]);
        assert_eq!(beside, json!(["STEP", null, null]));
    }
    told.into_iter().map(|message| message["entry"].clone()).collect()
}

async fn waiting(story: &Story, by: &str) -> Value {
    story.ask(by, "{ desk(first: 1) { handbookProposals } }", json!({})).await["desk"]["handbookProposals"].clone()
}

async fn proposed(story: &Story, by: &str, indicator: &Value, text: &str) -> Value {
    let propose = "mutation($i: HandbookProposal!) { proposeHandbookEntry(input: $i) { id version } }";
    let input = json!({ "indicator": indicator, "kind": "CAUSE", "text": text });
    story.ask(by, propose, json!({ "i": input })).await["proposeHandbookEntry"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_told_to_whoever_may_publish_it_and_its_end_to_whoever_proposed_it() {
    on_both(|story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        let late = proposed(&story, "dept_head", &indicator, "the list comes late").await;
        story.at("2026-04-04");
        let ill = proposed(&story, "dept_head", &indicator, "two were ill").await;
        let said = |text: &str, state: &str, reasons: &str| json!({ "text": text, "state": state, "reasons": reasons });
        let waits = [said("two were ill", "PROPOSED", ""), said("the list comes late", "PROPOSED", "")];
        for by in ["perf_office", "line_appraiser"] {
            assert_eq!((told(&story, by).await, waiting(&story, by).await), (waits.to_vec(), json!(2)), "{by}");
        }
        for by in ["dept_head", "officer", "party_secretary"] {
            assert_eq!((told(&story, by).await, waiting(&story, by).await), (Vec::<Value>::new(), json!(0)), "{by}");
        }

        story.at("2026-04-05");
        let review = r#"reviewHandbookEntry(text: "the list comes late")"#;
        let reviewed = story.entry_step("perf_office", &late, review).await["data"]["done"].clone();
        // Put into its words it still waits; whoever proposed it is told of the end alone.
        assert_eq!(told(&story, "dept_head").await, Vec::<Value>::new());
        assert_eq!(waiting(&story, "perf_office").await, 2);
        let published = story.entry_step("perf_office", &reviewed, "publishHandbookEntry").await;
        assert_eq!(published["data"]["done"]["state"], "PUBLISHED");
        story.at("2026-04-06");
        let reject = r#"rejectHandbookEntry(reasons: "said elsewhere")"#;
        assert_eq!(story.entry_step("line_appraiser", &ill, reject).await["data"]["done"]["state"], "REJECTED");
        let ended = [said("two were ill", "REJECTED", "said elsewhere"), said("the list comes late", "PUBLISHED", "")];
        // A message says what the entry is now.
        for by in ["dept_head", "perf_office", "line_appraiser"] {
            assert_eq!(told(&story, by).await, ended, "{by}");
        }
        assert_eq!(waiting(&story, "perf_office").await, 0);

        // Whoever proposes it themself is neither told nor has it counted: somebody else looks at it.
        proposed(&story, "perf_office", &indicator, "no list").await;
        for (by, messages, waits) in [("perf_office", 2, 0), ("line_appraiser", 3, 1)] {
            assert_eq!((told(&story, by).await.len(), waiting(&story, by).await), (messages, json!(waits)), "{by}");
        }
        let read = story.ask("line_appraiser", "mutation { markRead }", json!({})).await;
        assert_eq!(read["markRead"], 0);
    })
    .await;
}
