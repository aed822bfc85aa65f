//! Points of a rank are the viewer's to see; the place they come from takes the permission for rankings, on that very unit.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::district::District;
use crate::on_both_databases;

on_both_databases! {
    with_the_permission_the_place_is_told
    how_far_it_is_to_the_place_before_is_told_of_whoever_may_be_seen
    without_it_the_points_are_told_and_nothing_that_leads_to_them
    the_permission_on_one_office_tells_nothing_of_another
    no_other_way_leads_to_the_place
}

fn codes(explained: &Value) -> Vec<&str> {
    explained["trace"].as_array().unwrap().iter().map(|step| step["code"].as_str().unwrap()).collect()
}

/// Three offices with 2, 1 and 3 payers in February: A is second, B third, C first; a place costs a point of five.
async fn with_the_permission_the_place_is_told(district: &District) {
    for (office, rank, points) in [("C", "1", "5.0000"), ("A", "2", "4.0000"), ("B", "3", "3.0000")] {
        let explained = district.explained("head", office, "payers", "2026-02").await;
        assert_eq!(explained["cell"]["points"], points, "{office}");
        assert_eq!(explained["cell"]["ranking"]["groupSize"], 3);
        let facts = &explained["trace"][1]["facts"];
        assert_eq!(codes(&explained)[1], "RANKED");
        assert_eq!(facts[0], json!({ "name": "rank", "value": rank }), "{office}");
        assert_eq!(facts[1], json!({ "name": "size", "value": "3" }));
    }
}

async fn how_far_it_is_to_the_place_before_is_told_of_whoever_may_be_seen(district: &District) {
    let told = async |login: &str, office: &str| {
        let explained = district.explained(login, office, "payers", "2026-02").await;
        json!([
            explained["ahead"]["place"]["name"],
            explained["ahead"]["rank"],
            explained["ahead"]["behind"],
            explained["behindBest"]
        ])
    };
    assert_eq!(told("head", "C").await, json!([null, null, null, "0.0000"]));
    assert_eq!(told("head", "A").await, json!(["Office C", 1, "1.0000", "1.0000"]));
    assert_eq!(told("head", "B").await, json!(["Office A", 2, "1.0000", "2.0000"]));
    assert_eq!(told("group", "A").await, json!([null, null, null, null]));
    // The rank of C is not told here, though its value is: what the best has is a released fact.
    assert_eq!(told("both", "A").await, json!([null, null, null, "1.0000"]));
}

async fn without_it_the_points_are_told_and_nothing_that_leads_to_them(district: &District) {
    for (office, value, points) in [("C", "3.0000", "5.0000"), ("A", "2.0000", "4.0000"), ("B", "1.0000", "3.0000")] {
        let explained = district.explained("group", office, "payers", "2026-02").await;
        assert_eq!(explained["cell"]["value"], value, "{office}");
        assert_eq!(explained["cell"]["points"], points, "{office}");
        assert_eq!(explained["cell"]["ranking"], Value::Null, "{office}");
        let facts: Vec<_> =
            explained["trace"].as_array().unwrap().iter().flat_map(|step| step["facts"].as_array().unwrap()).collect();
        assert_eq!(codes(&explained), ["STARTED", "WITHHELD"], "{office}");
        assert_eq!(
            facts.iter().map(|fact| fact["name"].as_str().unwrap()).collect::<Vec<_>>(),
            ["value", "base", "points"]
        );
        assert_eq!(facts[2]["value"], points);
    }
}

async fn the_permission_on_one_office_tells_nothing_of_another(district: &District) {
    let own = district.explained("both", "A", "payers", "2026-02").await;
    assert_eq!(own["cell"]["ranking"]["rank"], 2);
    assert!(codes(&own).contains(&"RANKED"));
    for other in ["B", "C"] {
        let explained = district.explained("both", other, "payers", "2026-02").await;
        assert_eq!(explained["cell"]["ranking"], Value::Null, "{other}");
        assert_eq!(codes(&explained), ["STARTED", "WITHHELD"], "{other}");
    }
}

async fn no_other_way_leads_to_the_place(district: &District) {
    const RANKING: &str = "ranking { rank groupSize groupName mean best }";
    let query = format!(
        "query($subject: Subject!) {{
            cockpit(subject: $subject, period: \"2026-02\") {{
                total {{ score {RANKING} }} dimensions {{ {RANKING} }} cells {{ points {RANKING} }}
                children {{ place {{ name }} total {{ {RANKING} }} dimensions {{ {RANKING} }} keyCells {{ {RANKING} }} rankChange }}
            }}
            explainScore(subject: $subject, period: \"2026-02\") {{ score {{ {RANKING} }} lines {{ points }} }}
        }}"
    );
    for place in ["D", "A", "B"] {
        let seen = district.data("group", &query, json!({ "subject": district.place(place) })).await;
        let text = seen.to_string();
        assert!(text.contains("\"ranking\":null") && text.contains("points"), "{text}");
        for told in ["\"rank\"", "groupSize", "mean", "\"rankChange\":0", "\"rankChange\":1", "\"rankChange\":-"] {
            assert!(!text.contains(told), "{place}: {told} in {text}");
        }
    }

    // Whoever may take values out and sees the rank of A alone takes out the change of A alone.
    let address = format!("/files/cockpit/children.csv?subject={}&period=2026-02", district.place("D"));
    assert_eq!(district.file("group", &address).await.0, StatusCode::FORBIDDEN);
    for (login, changed) in [("head", ["Office A", "Office B", "Office C"].as_slice()), ("both", &["Office A"])] {
        let (status, table) = district.file(login, &address).await;
        assert_eq!(status, StatusCode::OK);
        let rows = table.lines().skip(1).filter(|line| line.starts_with("Office"));
        let change = |line: &&str| line.split(',').nth(4).is_some_and(|change| !change.is_empty());
        let mut with: Vec<_> = rows.filter(change).map(|line| line.split(',').next().unwrap()).collect();
        with.sort_unstable();
        assert_eq!(with, changed, "{login}: {table}");
    }
}
