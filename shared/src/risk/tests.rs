//! Ratings, grades, lives and days as tables and as properties.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use expect_test::expect;
use proptest::prelude::*;

use super::label::{Author, LabelKind, LabelOrigin, LabelState, LastLabel, NewLabel, RiskLabel, due};
use super::loss::{Factors, LossLevel, LossRisk, WEIGHTS};
use super::point::{PointContent, Rating, RiskKind, RiskPoint, RiskPointState, RiskPointStep};
use super::{Called, Degree, Process, ProcessStep};
use crate::error::Refusal;
use crate::id::{AccountId, Id};
use crate::matter::Someone;

fn degree(number: i32) -> Degree {
    Degree::try_new("degree", number).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn likelihood_and_impact_make_a_rating() {
    let mut table = String::new();
    for likelihood in 1..=5 {
        let line: Vec<_> = (1..=5).map(|impact| Rating::of(degree(likelihood), degree(impact)).code()).collect();
        writeln!(table, "{likelihood}: {}", line.join(" ")).unwrap();
    }
    expect![[r#"
        1: LOW LOW LOW LOW MEDIUM
        2: LOW LOW MEDIUM MEDIUM HIGH
        3: LOW MEDIUM MEDIUM HIGH EXTREME
        4: LOW MEDIUM HIGH EXTREME EXTREME
        5: MEDIUM HIGH EXTREME EXTREME EXTREME
    "#]]
    .assert_eq(&table);
}

#[test]
fn a_process_is_retired_when_its_steps_are_and_a_step_when_no_point_lies_at_it() {
    let called = |name: &str| Called { name: name.to_owned(), name_en: String::new() };
    let process = Process::begin(Id::from_raw(1), "P".parse().unwrap(), called("Refund"), Id::from_raw(1)).unwrap();
    let step = ProcessStep::begin(Id::from_raw(1), process.id, "S".parse().unwrap(), called("Take"), 1).unwrap();
    assert_eq!(process.clone().retire(2, "merged"), Err(Refusal::ProcessHasSteps { steps: 2 }));
    assert_eq!(step.clone().retire(true, "merged"), Err(Refusal::StepHasPoints));
    assert!(matches!(step.clone().retire(false, " "), Err(Refusal::WordsMissing { .. })));
    let (process, step) = (process.retire(0, "merged").unwrap(), step.retire(false, "merged").unwrap());
    assert!(process.retired && step.retired);
    for again in [
        process.clone().change(called("Other"), Id::from_raw(1)).map(drop),
        process.retire(0, "again").map(drop),
        step.clone().change(called("Other"), 2).map(drop),
        step.holds(),
        step.retire(false, "again").map(drop),
    ] {
        assert!(matches!(again, Err(Refusal::NotInThisState { .. })), "{again:?}");
    }
}

#[test]
fn what_a_process_or_a_step_says_is_checked() {
    let called = |name: &str| Called { name: name.to_owned(), name_en: String::new() };
    let process = |name| Process::begin(Id::from_raw(1), "P".parse().unwrap(), called(name), Id::from_raw(1));
    assert!(matches!(process(" "), Err(Refusal::WordsMissing { .. })));
    let at = |ordinal| ProcessStep::begin(Id::from_raw(1), Id::from_raw(1), "S".parse().unwrap(), called("x"), ordinal);
    for (ordinal, taken) in [(0, false), (1, true), (99, true), (100, false)] {
        assert_eq!(at(ordinal).is_ok(), taken, "{ordinal}");
    }
    let moved = process("Refund").unwrap().change(called("Refunds"), Id::from_raw(2)).unwrap();
    assert_eq!((moved.name.as_str(), moved.unit), ("Refunds", Id::from_raw(2)));
}

#[test]
fn the_life_of_a_point() {
    let mut table = String::new();
    for &state in RiskPointState::ALL {
        for &step in RiskPointStep::ALL {
            let after = state.after(step).map_or("-", RiskPointState::code);
            writeln!(table, "{state} {step}: {after}").unwrap();
        }
    }
    expect![[r#"
        PROPOSED CHANGE: PROPOSED
        PROPOSED CONFIRM: CONFIRMED
        PROPOSED REVIEW: -
        PROPOSED RETIRE: RETIRED
        CONFIRMED CHANGE: PROPOSED
        CONFIRMED CONFIRM: -
        CONFIRMED REVIEW: CONFIRMED
        CONFIRMED RETIRE: RETIRED
        RETIRED CHANGE: -
        RETIRED CONFIRM: -
        RETIRED REVIEW: -
        RETIRED RETIRE: -
    "#]]
    .assert_eq(&table);
}

fn content() -> PointContent {
    PointContent {
        step: Id::from_raw(1),
        name: "A wrong rate is applied".to_owned(),
        kind: RiskKind::Enforcement,
        unit: Id::from_raw(1),
        post: None,
        likelihood: degree(3),
        impact: degree(4),
        controls: "Two pairs of eyes".to_owned(),
        indicators: [].into(),
        review_months: 6,
    }
}

#[test]
fn who_proposed_a_point_does_not_confirm_it() {
    let own = Some(AccountId::from_raw(1));
    let point = RiskPoint::propose(Id::from_raw(1), "R-1".parse().unwrap(), content(), own).unwrap();
    assert_eq!(point.clone().confirm(own, day("2026-08-31")), Err(Refusal::OwnWork));
    assert!(!point.open_steps(own).any(|step| step == RiskPointStep::Confirm));
    assert_eq!(point.review_due(), None);
    let confirmed = point.confirm(Some(AccountId::from_raw(2)), day("2026-08-31")).unwrap();
    // Six months after the last of August is the last of February.
    assert_eq!(confirmed.review_due(), Some(day("2027-02-28")));
    let changed = confirmed.change(content(), own).unwrap();
    assert_eq!(changed.state, RiskPointState::Proposed);
}

fn factors([difficulty, method, control, status]: [i32; 4]) -> Factors {
    let (difficulty, method) = (degree(difficulty), degree(method));
    Factors { difficulty, method, control: degree(control), status: degree(status) }
}

#[test]
fn four_factors_make_a_level() {
    let mut table = String::new();
    for of in [[5, 4, 4, 3], [4, 4, 4, 4], [4, 4, 4, 3], [3, 3, 3, 3], [3, 3, 3, 2], [1, 1, 1, 1], [5, 5, 5, 5]] {
        let factors = factors(of);
        writeln!(table, "{of:?}: {} {} {}", factors.score().shown(), factors.level(), factors.level().every()).unwrap();
    }
    expect![[r#"
        [5, 4, 4, 3]: 4.05 HIGH 7
        [4, 4, 4, 4]: 4.00 HIGH 7
        [4, 4, 4, 3]: 3.75 MEDIUM 15
        [3, 3, 3, 3]: 3.00 MEDIUM 15
        [3, 3, 3, 2]: 2.75 LOW 30
        [1, 1, 1, 1]: 1.00 LOW 30
        [5, 5, 5, 5]: 5.00 HIGH 7
    "#]]
    .assert_eq(&table);
}

#[test]
fn the_weights_are_the_whole() {
    assert_eq!(WEIGHTS.iter().sum::<i32>(), 100);
}

proptest! {
    #[test]
    fn a_score_lies_between_its_factors_and_never_falls_when_one_rises(of in prop::array::uniform4(1..=5_i32), which in 0..4_usize) {
        let score = factors(of).score().scaled();
        let (least, most) = (of.iter().min().unwrap(), of.iter().max().unwrap());
        prop_assert!(i64::from(*least) * 10_000 <= score && score <= i64::from(*most) * 10_000);
        let mut raised = of;
        raised[which] = (raised[which] + 1).min(5);
        prop_assert!(factors(raised).score().scaled() >= score);
    }

    #[test]
    fn whoever_looks_is_to_look_again_as_often_as_the_level_says(of in prop::array::uniform4(1..=5_i32), late in 0..400_u64) {
        let (graded, of) = (day("2026-01-05"), factors(of));
        let risk = LossRisk::grade(Id::from_raw(1), (Id::from_raw(1), Id::from_raw(1)), of, "hard", ("Li", graded)).unwrap();
        let today = graded + chrono::Days::new(late);
        prop_assert_eq!(risk.is_overdue(today), late > of.level().every());
        let (after, looked) = risk.clone().follow_up("two are ill", ("Li", today)).unwrap();
        prop_assert_eq!(looked.due, risk.next);
        prop_assert_eq!(after.next, today + chrono::Days::new(of.level().every()));
        prop_assert!(!after.is_overdue(today));
    }

    #[test]
    fn the_list_of_priorities_begins_with_the_highest_score(one in prop::array::uniform4(1..=5_i32), other in prop::array::uniform4(1..=5_i32)) {
        let of = |factors: Factors, id: i64| {
            LossRisk::grade(Id::from_raw(id), (Id::from_raw(1), Id::from_raw(1)), factors, "hard", ("", day("2026-01-05"))).unwrap()
        };
        let (one, other) = (of(factors(one), 1), of(factors(other), 2));
        if one.factors.score() > other.factors.score() {
            prop_assert!(one.place() < other.place());
        }
    }
}

#[test]
fn a_level_is_one_of_three() {
    let every: Vec<_> = LossLevel::ALL.iter().map(|level| level.every()).collect();
    assert_eq!(every, [7, 15, 30]);
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn author(person: i64, when: &str) -> Author<'static> {
    Author { person: Some(Id::from_raw(person)), name: "Head", at: at(when) }
}

fn new_label(until: &str) -> NewLabel {
    NewLabel {
        id: Id::from_raw(1),
        person: Someone { id: Id::from_raw(7), name: "Wang".to_owned() },
        unit: Id::from_raw(1),
        kind: LabelKind::Overload,
        reason: "Two windows at once".to_owned(),
        until: day(until),
        origin: LabelOrigin::Hand,
    }
}

const NOW: &str = "2026-11-20T08:00:00Z";

#[test]
fn nobody_labels_themselves_and_nobody_else_answers() {
    assert_eq!(RiskLabel::give(new_label("2026-12-31"), author(7, NOW)), Err(Refusal::OwnLabel));
    let label = RiskLabel::give(new_label("2026-12-31"), author(1, NOW)).unwrap();
    assert_eq!(
        label.clone().answer("so it is", author(1, NOW)),
        Err(Refusal::NotYourSide { step: "ANSWER".to_owned() })
    );
    assert_eq!(label.clone().end("better now", author(7, NOW)), Err(Refusal::OwnLabel));
    let answered = label.answer("one window would do", author(7, NOW)).unwrap();
    assert_eq!(answered.answer.map(|answer| answer.words), Some("one window would do".to_owned()));
}

#[test]
fn a_label_ends_by_itself() {
    let label = RiskLabel::give(new_label("2026-12-31"), author(1, NOW)).unwrap();
    assert_eq!(label.state_on(day("2026-12-31")), LabelState::Current);
    assert_eq!(label.state_on(day("2027-01-01")), LabelState::Expired);
    // In the bureau it is the first of January already.
    let after = label.clone().answer("thanks", author(7, "2026-12-31T16:00:00Z"));
    assert_eq!(after, Err(Refusal::NotInThisState { from: "EXPIRED".to_owned(), step: "ANSWER".to_owned() }));
    let ended = label.end("better now", author(1, NOW)).unwrap();
    assert_eq!(ended.state_on(day("2026-12-31")), LabelState::Ended);
    let far = RiskLabel::give(new_label("2028-01-01"), author(1, NOW));
    assert!(matches!(far, Err(Refusal::OutOfRange { .. })), "{far:?}");
    let over = RiskLabel::give(new_label("2026-11-19"), author(1, NOW));
    assert!(matches!(over, Err(Refusal::DayBeforeToday { .. })), "{over:?}");
}

#[test]
fn a_label_is_told_of_when_it_is_given_and_when_it_ends() {
    let label = RiskLabel::give(new_label("2026-12-31"), author(1, NOW)).unwrap();
    let answered = label.clone().answer("one window would do", author(7, NOW)).unwrap();
    let ended = label.clone().end("better now", author(1, NOW)).unwrap();
    let (given, until) = (Some(day("2026-11-20")), Some(day("2026-12-31")));
    for (it, today, told) in [
        (&label, "2026-11-20", given),
        // Whoever could not be told that day is told later, of the same day.
        (&label, "2026-12-30", given),
        (&label, "2026-12-31", until),
        (&label, "2027-01-01", None),
        (&answered, "2026-11-21", None),
        (&answered, "2026-12-31", until),
        (&ended, "2026-12-31", None),
    ] {
        assert_eq!(it.told_for(day(today)), told, "{today}");
    }
}

#[test]
fn the_rule_counts_what_was_confirmed_and_not_looked_at_before() {
    let at = |day: &str| format!("{day}T02:00:00Z").parse::<DateTime<Utc>>().unwrap();
    let warned = |is_false: bool| ["2026-06-01", "2026-06-02", "2026-06-03"].map(|day| (at(day), is_false)).to_vec();
    let later = |is_false: bool| [warned(false), vec![(at("2026-07-02"), is_false)]].concat();
    let last = |given: &str, until: &str, ended: Option<&str>| {
        Some(LastLabel { given: at(given), until: day(until), ended: ended.map(at) })
    };
    for (warnings, last, today, count) in [
        (warned(false), None, "2026-06-04", Some(3)),
        (warned(false).into_iter().skip(1).collect(), None, "2026-06-04", None),
        (warned(true), None, "2026-06-04", None),
        // Too long ago; while a label holds; after it expired; after somebody took it off.
        (warned(false), None, "2026-09-02", None),
        (warned(false), last("2026-06-03", "2026-07-04", None), "2026-06-10", None),
        (warned(false), last("2026-05-01", "2026-06-09", None), "2026-06-10", Some(3)),
        (warned(false), last("2026-05-30", "2026-07-04", Some("2026-06-05")), "2026-06-10", None),
        (warned(false), last("2026-05-30", "2026-07-04", Some("2026-05-31")), "2026-06-10", Some(3)),
        // It expired, and nothing came since: the same warnings again give none; one more does, unless it was false.
        (warned(false), last("2026-06-03", "2026-07-03", None), "2026-07-04", None),
        (later(false), last("2026-06-03", "2026-07-03", None), "2026-07-04", Some(4)),
        (later(true), last("2026-06-03", "2026-07-03", None), "2026-07-04", None),
    ] {
        assert_eq!(due(&warnings, last, day(today)), count, "{warnings:?} {last:?} {today}");
    }
}
