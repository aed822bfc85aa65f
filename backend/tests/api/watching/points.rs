//! Points: those that were lost, ordered to be won back and won back, and where the year is heading.

use serde_json::{Value, json};

use super::{Story, on_both};
use crate::support::code;

#[tokio::test(flavor = "multi_thread")]
async fn points_not_won_are_reviewed_ordered_together_or_not_at_all_and_won_back() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, _) = story.ids().await;
        story.month("2026-03", &[("NORTH-1", 7), ("SOUTH-1", 5)], "2026-04-03").await;
        let place = format!("unit-{}", unit.as_str().unwrap());
        let query = "query($p: Subject!) { lossReview(subject: $p, period: \"2026-03\") { newest lost recovered
            lines { indicator { id } basePoints points lost lostNow recovered matters { state } } } }";
        let review = async |story: &Story| story.ask("party_secretary", query, json!({ "p": place })).await["lossReview"].clone();
        let before = review(&story).await;
        let lines = before["lines"].as_array().unwrap().clone();
        let number = |value: &Value| value.as_str().unwrap().parse::<f64>().unwrap();
        assert!(!lines.is_empty());
        assert!(lines.iter().all(|line| number(&line["lost"]) > 0.0));
        assert_eq!((&before["newest"], &before["recovered"]), (&Value::Null, &Value::Null));

        // One that cannot be opened leaves all of them unopened.
        let input = |of: &Value, due: &str| json!({ "direction": "TOP_DOWN", "origin": "LOSS", "unit": unit, "title": "Win it back",
            "problem": "not won", "dueOn": due, "about": { "indicator": of["indicator"]["id"], "subject": place, "period": "2026-03" } });
        let open = "mutation($i: [RectificationInput!]!) { openRectifications(inputs: $i) { number } }";
        let both = async |story: &Story, by: &str, second: &str| {
            let inputs = json!([input(&lines[0], "2026-04-22"), input(&lines[0], second)]);
            story.house.answer(by, open, json!({ "i": inputs })).await
        };
        assert_eq!(code(&both(&story, "party_secretary", "2026-04-01").await), "REFUSED");
        assert_eq!(code(&both(&story, "officer", "2026-04-22").await), "FORBIDDEN");
        assert_eq!(review(&story).await["lines"][0]["matters"], json!([]));
        assert_eq!(code(&both(&story, "party_secretary", "2026-04-23").await), "OK");
        assert_eq!(review(&story).await["lines"][0]["matters"], json!([{ "state": "PUSHED" }, { "state": "PUSHED" }]));
        let none = story.house.answer("party_secretary", open, json!({ "i": [] })).await;
        assert_eq!(code(&none), "INVALID");

        // A month later more is won.
        story.month("2026-04", &[("NORTH-1", 10), ("SOUTH-1", 5)], "2026-05-04").await;
        let after = review(&story).await;
        let sum = |of: &str| after["lines"].as_array().unwrap().iter().map(|line| number(&line[of])).sum::<f64>();
        assert_eq!((&after["newest"], after["lost"] == before["lost"]), (&json!("2026-04"), true));
        assert!(number(&after["recovered"]) > 0.0);
        assert!((number(&after["recovered"]) - sum("recovered")).abs() < 0.00001);
        // Whoever may not see the office cannot tell that it is there.
        let stranger = story.house.answer("external_rater", query, json!({ "p": place })).await;
        assert_eq!(code(&stranger), "NOT_FOUND");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_about_those_in_a_unit_is_named_on_its_line_for_whoever_may_see_it() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.month("2026-03", &[("NORTH-1/N1-A", 7), ("NORTH-1/N1-F", 6)], "2026-04-03").await;
        let query = "{ persons(first: 100) { nodes { id name assignments { post { id name } } } } }";
        let people = story.ask("party_secretary", query, json!({})).await["persons"]["nodes"].clone();
        let wang = people.as_array().unwrap().iter().find(|it| it["name"] == "Wang").unwrap();
        let (person, post) = (&wang["id"], &wang["assignments"][0]["post"]);
        let about = |kind: &str, id: &Value, period: &str| {
            json!({ "indicator": indicator, "subject": format!("{kind}-{}", id.as_str().unwrap()), "period": period })
        };
        let order = async |period: &str| {
            let input = json!({ "direction": "TOP_DOWN", "origin": "LOSS", "unit": unit, "person": person, "title": "Filing",
                "problem": "3 of 10 late", "dueOn": "2026-04-22", "about": about("person", person, period) });
            let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id } }";
            story.ask("party_secretary", open, json!({ "i": input })).await;
        };
        // What is about another month is not about these points.
        order("2026-03").await;
        order("2026-02").await;
        let input = json!({ "about": about("post", &post["id"], "2026-03"), "title": "Filing", "problem": "3 of 10 late" });
        let open = "mutation($i: DiagnosisInput!) { openDiagnosis(input: $i) { id } }";
        story.ask("dept_head", open, json!({ "i": input })).await;

        let named = async |by: &str| {
            let query = "query($p: Subject!) { lossReview(subject: $p, period: \"2026-03\") { lines { indicator { id }
                matters { id } within { whose matter { kind } } } } }";
            let place = format!("unit-{}", unit.as_str().unwrap());
            let review = story.ask(by, query, json!({ "p": place })).await["lossReview"].clone();
            let line = review["lines"].as_array().unwrap().iter().find(|it| it["indicator"]["id"] == indicator);
            let line = line.unwrap();
            assert_eq!(line["matters"], json!([]), "nothing is about the unit itself");
            line["within"].clone()
        };
        let of_post = json!({ "whose": post["name"], "matter": { "kind": "DIAGNOSIS" } });
        let of_person = json!({ "whose": "Wang", "matter": { "kind": "RECTIFICATION" } });
        assert_eq!(named("party_secretary").await, json!([of_person, of_post]));
        // Whoever may not see the matters of persons is not told of them here.
        assert_eq!(named("liaison").await, json!([of_post]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_leads_to_what_the_viewer_may_open_about_it() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, _) = story.ids().await;
        story.month("2026-03", &[("NORTH-1/N1-A", 7), ("NORTH-1/N1-F", 6)], "2026-04-03").await;
        let query = "{ persons(first: 100) { nodes { id name } } }";
        let people = story.ask("party_secretary", query, json!({})).await["persons"]["nodes"].clone();
        let wang = people.as_array().unwrap().iter().find(|it| it["name"] == "Wang").unwrap();
        let place = |kind: &str, id: &Value| format!("{kind}-{}", id.as_str().unwrap());
        let (office, wang) = (place("unit", &unit), place("person", &wang["id"]));
        let review = "query($p: Subject!) { lossReview(subject: $p, period: \"2026-03\") { lines { indicator { id }
            mayOrder mayBegin } } }";
        let offer = "query($p: Subject!, $i: IndicatorId!) { rectificationOffer(subject: $p, indicator: $i,
            period: \"2026-03\") { mayOrder mayBegin } }";
        // The head of the office takes up what is the office's and orders those in it; the office is ordered from above.
        for (by, place, may_order) in
            [("dept_head", &office, false), ("dept_head", &wang, true), ("party_secretary", &office, true)]
        {
            let lines = story.ask(by, review, json!({ "p": place })).await["lossReview"]["lines"].clone();
            let lines = lines.as_array().unwrap();
            assert!(place == &wang || !lines.is_empty());
            for line in lines {
                let asked = json!({ "p": place, "i": line["indicator"]["id"] });
                let form = story.ask(by, offer, asked).await["rectificationOffer"].clone();
                assert_eq!(
                    (&line["mayOrder"], &line["mayBegin"]),
                    (&form["mayOrder"], &form["mayBegin"]),
                    "{by} {place}"
                );
                assert_eq!(line["mayOrder"], may_order, "{by} {place}");
            }
            assert!(by != "dept_head" || lines.iter().all(|line| line["mayBegin"] == true), "{place}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_year_is_foreseen_from_its_months_and_those_of_last_year() {
    on_both(|mut story| async move {
        let last_year = ["2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09",
            "2025-10", "2025-11", "2025-12"];
        story.known.extend(last_year.map(|month| ("NORTH-1", month, 9)));
        story.known.push(("NORTH-1", "2026-01", 8));
        story.run("2025-01", "2026-02", &[("NORTH-1", 9)]).await;
        let (unit, indicator) = story.ids().await;
        let query = "query($p: Subject!, $m: Period!) { forecasts(subject: $p, month: $m) { indicator { id } until low likely high } }";
        let place = format!("unit-{}", unit.as_str().unwrap());
        let of = async |month: &str| {
            let answer = story.ask("party_secretary", query, json!({ "p": place, "m": month })).await["forecasts"].clone();
            answer.as_array().unwrap().iter().find(|it| it["indicator"]["id"] == indicator).cloned()
        };
        // 17 of 20 came on time; a hundred more will be due: at 80, 85 or 90 %.
        let heading = of("2026-02").await.unwrap();
        let band = [&heading["low"], &heading["likely"], &heading["high"], &heading["until"]];
        assert_eq!(band, [&json!("80.8333"), &json!("85.0000"), &json!("89.1667"), &json!("2026-02")]);
        // One month says nothing, and neither does a year whose last year is not known.
        assert_eq!((of("2026-01").await, of("2025-12").await), (None, None));
    })
    .await;
}
