//! Repeated warnings label whoever they were issued to, where that person works now.

use std::sync::Arc;

use backend::app::watch::Watcher;
use backend::store::matter::{named, next_number, open, permit_to_open};
use backend::store::permit::fresh;
use serde_json::{Value, json};
use shared::calendar::Calendar;
use shared::cell::Subject;
use shared::id::{Id as _, IndicatorId, WarningRuleId};
use shared::matter::{About, Escalation, Hand, MatterKind, Names, Parties, Severity};
use shared::policy::{Action, Actor, Purpose, Viewer};
use shared::warning::condition::ConditionKind;
use shared::warning::holder::Holders;
use shared::warning::passing::Passed;
use shared::warning::{Notice, Warning, WarningTerms};

use super::an_indicator;
use crate::on_both_databases;
use crate::support::{House, person, post, unit};

on_both_databases! {
    a_warning_that_went_with_a_post_nobody_holds_still_counts_for_whom_it_was_issued_to
}

/// A warning about a post of the second office, which Wang had when it was issued and nobody has since.
async fn left_behind(house: &House, indicator: IndicatorId) {
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    let at = "2026-11-20T08:30:00Z".parse().unwrap();
    let session = house.store.session(viewer, at, None).await.unwrap();
    let (calendar, actor) = (Calendar::default(), Actor::System(Purpose::Watch));
    let hand = Hand { actor, name: "", side: None, part: None, at, calendar: &calendar };
    let vacant = named(&session, Parties::new(unit(5), None, unit(2), None)).await.unwrap();
    let names = Names { person: Some("Wang".to_owned()), ..vacant.names.clone() };
    let notice = Notice {
        id: fresh().unwrap(),
        number: next_number(&session, MatterKind::Warning, 2026).await.unwrap(),
        rule: Some((WarningRuleId::from_raw(1), ConditionKind::Threshold)),
        severity: Severity::Blue,
        parties: Parties { person: Some(person(1)), names, ..vacant.clone() },
        holders: Vec::new(),
        about: Some(About { indicator, subject: Subject::Post(post(1)), period: "2026-10".parse().unwrap() }.into()),
        title: "Look".to_owned(),
        advice: "at the ten largest".to_owned(),
        facts: Vec::new(),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        found_before: None,
    };
    let (warning, issued) = Warning::issue(notice, &hand).unwrap();
    let Passed { warning, event, .. } = warning.pass_on(Holders::default(), vacant, &hand).unwrap();
    assert_eq!(warning.parties.person, None);
    let permit = permit_to_open(&session, Action::Order, &warning.parties).await.unwrap();
    open(&session, permit, &warning, &[issued, event.unwrap()]).await.unwrap();
    session.commit().await.unwrap();
}

async fn a_warning_that_went_with_a_post_nobody_holds_still_counts_for_whom_it_was_issued_to(house: &House) {
    let indicator = an_indicator(house).await;
    let warn = "mutation($input: WarningInput!) { issueWarning(input: $input) { id } }";
    let input = json!({ "unit": unit(4), "person": person(1), "severity": "BLUE", "title": "Look", "advice": "at the ten largest" });
    for _ in 0..2 {
        house.data("head", warn, json!({ "input": input })).await;
    }
    // The newest of the three, and the one of another office than the one where Wang works by now.
    left_behind(house, indicator).await;
    let watcher = Watcher::new(house.store.clone(), Arc::new(|| "2026-11-20T09:00:00Z".parse().unwrap()));
    watcher.evaluate("test").await.unwrap();
    let query = "{ riskLabels(first: 10, current: true) { nodes { kind reason person { name } unit { id } } } }";
    let labels: Value = house.data("head", query, json!({})).await["riskLabels"]["nodes"].clone();
    let label = json!({ "kind": "REPEATED", "reason": "3", "person": { "name": "Wang" }, "unit": { "id": unit(4) } });
    assert_eq!(labels, json!([label]));
}
