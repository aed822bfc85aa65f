//! What a matter shows of the numbers it is about: to whoever may see values, the values; to everybody in it, whether they meet the goal.

use std::sync::Arc;

use backend::store::matter::{named, next_number, open, permit_to_open};
use backend::store::permit::fresh;
use serde_json::{Value, json};
use shared::calendar::Calendar;
use shared::cell::Subject;
use shared::diagnosis::{self, Diagnosis, DiagnosisTerms, Found};
use shared::id::{AccountId, Id as _, IndicatorId, MatterId, WarningRuleId};
use shared::matter::{About, Escalation, Hand, MatterKind, Parties, Severity, Side, Someone};
use shared::policy::{Action, Actor, Purpose, Viewer};
use shared::rectification::{
    Effect, EffectReading, Goal, GoalSide, MeasureState, Opening, Origin, Outcome, Planned, Rectification,
    RectificationDirection, Terms,
};
use shared::warning::condition::ConditionKind;
use shared::warning::{Fact, Notice, Warning, WarningTerms};

use crate::on_both_databases;
use crate::support::{House, day, person, unit};
use crate::tasks::{grant, indicator};

on_both_databases! {
    whoever_has_one_measure_reads_whether_it_worked_and_not_the_values
    what_a_rule_saw_is_told_without_its_numbers_to_whoever_has_one_measure
    a_warning_shows_its_numbers_to_whoever_may_read_them_and_not_to_whoever_was_only_given_it
}

fn hand(side: Side, calendar: &Calendar) -> Hand<'_> {
    let actor = Actor::Account(AccountId::from_raw(if side == Side::Giver { 1 } else { 2 }));
    let at = "2026-11-02T02:00:00Z".parse().unwrap();
    Hand { actor, name: "Somebody", side: Some(side), part: None, at, calendar }
}

/// An order of the north to its first office, bound to a number of the office and reported. Wang had its one measure; the number was 86.4
/// before, and is 91 in the first month that verifies, of 95.
async fn reported(house: &House, indicator: IndicatorId) -> MatterId {
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    let session = house.store.session(viewer, "2026-11-02T02:00:00Z".parse().unwrap(), None).await.unwrap();
    let calendar = Calendar::default();
    let (giver, answer) = (hand(Side::Giver, &calendar), hand(Side::Responsible, &calendar));
    let about = About { indicator, subject: Subject::Unit(unit(4)), period: "2026-06".parse().unwrap() };
    let effect = Effect {
        about: about.into(),
        before: Some("86.4".parse().unwrap()),
        goal: Goal { side: GoalSide::AtLeast, value: "95".parse().unwrap() },
        periods: 2,
        watched: 1,
        early: false,
        from: None,
        readings: Vec::new(),
    };
    let opening = Opening {
        id: fresh().unwrap(),
        number: next_number(&session, MatterKind::Rectification, 2026).await.unwrap(),
        origin: Origin::Loss,
        parties: named(&session, Parties::new(unit(4), None, unit(2), None)).await.unwrap(),
        about: Some(about),
        risk_point: None,
        title: "Late penalties".to_owned(),
        problem: "too few in time".to_owned(),
        cause: String::new(),
        due: day("2026-12-18"),
        effect: Some(effect),
        terms: Terms::default(),
        draft: false,
    };
    let owner = Some(Someone { id: person(1), name: "Wang".to_owned() });
    let plan = vec![Planned { what: "fine them".to_owned(), owner, due: day("2026-12-01") }];
    let outcome = Outcome { result: "all fined".to_owned(), ..Outcome::default() };
    let (order, opened) = Rectification::open(opening, RectificationDirection::TopDown, &giver).unwrap();
    let (order, noted) = order.acknowledge("", &answer).unwrap();
    let (order, planned) = order.plan("nobody looked", plan, &answer).unwrap();
    let (order, approved) = order.approve("", &giver).unwrap();
    let (order, measured) = order.end_measure(1, MeasureState::Done, "fined", &answer).unwrap();
    let (mut order, reported) = order.report(outcome, &answer).unwrap();
    let effect = order.effect.as_mut().unwrap();
    let period = effect.verifying().next().unwrap();
    effect.readings = vec![EffectReading { period, value: Some("91".parse().unwrap()), run: None }];
    let events = [opened, noted, planned, approved, measured, reported];
    let permit = permit_to_open(&session, Action::Order, &order.parties).await.unwrap();
    open(&session, permit, &order, &events).await.unwrap();
    session.commit().await.unwrap();
    order.id
}

async fn whoever_has_one_measure_reads_whether_it_worked_and_not_the_values(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let id = reported(house, indicator(house).await.as_str().unwrap().parse().unwrap()).await;
    let query = "query($id: MatterId!) { rectification(id: $id) { allowedSteps
        effect { before goal periods shown { period verifies value meets } } } }";
    // Who leads the office above, who answers for the office, who has a measure in it and sees no value of a unit.
    for (by, sees_values) in [("north", true), ("some", true), ("officer", false)] {
        let seen = house.data(by, query, json!({ "id": id })).await["rectification"].clone();
        let effect = &seen["effect"];
        assert_eq!((!effect["before"].is_null(), !effect["goal"].is_null()), (sees_values, true), "{by}: {effect}");
        let shown = effect["shown"].as_array().unwrap();
        let values: Vec<bool> = shown.iter().map(|period| !period["value"].is_null()).collect();
        assert_eq!(values, [sees_values, false, false], "{by}: {effect}");
        let meets: Vec<&Value> = shown.iter().map(|period| &period["meets"]).collect();
        assert_eq!(meets, [&json!(false), &Value::Null, &Value::Null], "{by}: {effect}");
    }
}

/// A diagnosis that a rule opened of the same number, with its one measure set by Wang.
async fn diagnosed(house: &House, indicator: IndicatorId) -> MatterId {
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    let session = house.store.session(viewer, "2026-11-02T02:00:00Z".parse().unwrap(), None).await.unwrap();
    let calendar = Calendar::default();
    let (giver, answer) = (hand(Side::Giver, &calendar), hand(Side::Responsible, &calendar));
    let opening = diagnosis::Opening {
        id: fresh().unwrap(),
        number: next_number(&session, MatterKind::Diagnosis, 2026).await.unwrap(),
        rule: Some((WarningRuleId::from_raw(1), ConditionKind::Threshold)),
        parties: named(&session, Parties::new(unit(4), None, unit(2), None)).await.unwrap(),
        about: About { indicator, subject: Subject::Unit(unit(4)), period: "2026-06".parse().unwrap() }.into(),
        title: "Late penalties".to_owned(),
        problem: "越过界限（2026-06）：当前值 86.40 %，界限 95.00 %。".to_owned(),
        problem_en: "Beyond a limit (2026-06): Present value 86.40 %, Limit 95.00 %.".to_owned(),
        advice: String::new(),
        effect: None,
        terms: DiagnosisTerms::default(),
    };
    let (it, opened) = Diagnosis::open(opening, &giver).unwrap();
    let (it, analysed) = it.analyse(vec![Found { what: "nobody looked".to_owned(), entry: None }], &answer).unwrap();
    let owner = Some(Someone { id: person(1), name: "Wang".to_owned() });
    let what = "fine them".to_owned();
    let measure = diagnosis::Planned { what, against: Some(1), entry: None, owner, due: day("2026-12-01") };
    let (it, set) = it.set_measures(vec![measure], &answer).unwrap();
    let permit = permit_to_open(&session, Action::Order, &it.parties).await.unwrap();
    open(&session, permit, &it, &[opened, analysed, set]).await.unwrap();
    session.commit().await.unwrap();
    it.id
}

async fn what_a_rule_saw_is_told_without_its_numbers_to_whoever_has_one_measure(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let id = diagnosed(house, indicator(house).await.as_str().unwrap().parse().unwrap()).await;
    let query = "query($id: MatterId!) { diagnosis(id: $id) { problem problemEn } }";
    let whole = json!({ "problem": "越过界限（2026-06）：当前值 86.40 %，界限 95.00 %。",
        "problemEn": "Beyond a limit (2026-06): Present value 86.40 %, Limit 95.00 %." });
    let bare = json!({ "problem": "越过界限（2026-06）。", "problemEn": "Beyond a limit (2026-06)." });
    for (by, said) in [("north", &whole), ("some", &whole), ("officer", &bare)] {
        assert_eq!(&house.data(by, query, json!({ "id": id })).await["diagnosis"], said, "{by}");
    }
}

/// A warning that a rule issued about the same number, given to Wang to deal with.
async fn warned(house: &House, indicator: IndicatorId) -> MatterId {
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    let session = house.store.session(viewer, "2026-11-02T02:00:00Z".parse().unwrap(), None).await.unwrap();
    let calendar = Calendar::default();
    let (giver, answer) = (hand(Side::Giver, &calendar), hand(Side::Responsible, &calendar));
    let fact = |(name, value): (&str, &str)| Fact { name: name.to_owned(), value: value.parse().unwrap() };
    let notice = Notice {
        id: fresh().unwrap(),
        number: next_number(&session, MatterKind::Warning, 2026).await.unwrap(),
        rule: Some((WarningRuleId::from_raw(1), ConditionKind::Threshold)),
        severity: Severity::Orange,
        parties: named(&session, Parties::new(unit(4), None, unit(2), None)).await.unwrap(),
        holders: Vec::new(),
        about: Some(About { indicator, subject: Subject::Unit(unit(4)), period: "2026-06".parse().unwrap() }.into()),
        title: "Late penalties".to_owned(),
        advice: "Call the ten largest.".to_owned(),
        facts: [("VALUE", "86.4"), ("LIMIT", "95")].map(fact).into(),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        found_before: None,
    };
    let (it, issued) = Warning::issue(notice, &giver).unwrap();
    let wang = Someone { id: person(1), name: "Wang".to_owned() };
    let (it, given) = it.assign(Some(wang), "", &answer).unwrap();
    let permit = permit_to_open(&session, Action::Order, &it.parties).await.unwrap();
    open(&session, permit, &it, &[issued, given]).await.unwrap();
    session.commit().await.unwrap();
    it.id
}

async fn a_warning_shows_its_numbers_to_whoever_may_read_them_and_not_to_whoever_was_only_given_it(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let id = warned(house, indicator(house).await.as_str().unwrap().parse().unwrap()).await;
    let query = "query($id: MatterId!) { warning(id: $id) { title facts { name value } } }";
    let whole = json!([{ "name": "VALUE", "value": "86.4000" }, { "name": "LIMIT", "value": "95.0000" }]);
    for (by, facts) in [("north", &whole), ("some", &whole), ("officer", &json!([]))] {
        let seen = house.data(by, query, json!({ "id": id })).await["warning"].clone();
        assert_eq!((&seen["title"], &seen["facts"]), (&json!("Late penalties"), facts), "{by}");
    }
}
