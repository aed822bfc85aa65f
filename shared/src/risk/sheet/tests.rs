//! Faults as a table, and what a sheet without any brings.

use std::collections::BTreeMap;

use super::*;
use crate::id::{Id, ProcessId};
use crate::risk::{Called, next_place};

fn code(text: &str) -> BusinessCode {
    text.parse().unwrap()
}

fn process(number: i64, text: &str, unit: i64) -> Process {
    let called = Called { name: "退税".to_owned(), name_en: String::new() };
    Process::begin(Id::from_raw(number), code(text), called, Id::from_raw(unit)).unwrap()
}

fn step(number: i64, text: &str, process: i64) -> ProcessStep {
    let called = Called { name: "受理".to_owned(), name_en: String::new() };
    ProcessStep::begin(Id::from_raw(number), ProcessId::from_raw(process), code(text), called, 1).unwrap()
}

fn point() -> RiskPoint {
    let content = checked(&[line("R-9", &[])]).unwrap().points.remove(0).content(Id::from_raw(21));
    RiskPoint::propose(Id::from_raw(31), code("R-1"), content, None).unwrap()
}

fn known() -> Known {
    let retired = ProcessStep { retired: true, ..step(22, "S-2", 11) };
    Known {
        processes: BTreeMap::from([(code("P-1"), process(11, "P-1", 1)), (code("P-2"), process(12, "P-2", 2))]),
        steps: BTreeMap::from([(code("S-1"), step(21, "S-1", 11)), (code("S-2"), retired)]),
        units: BTreeMap::from([(code("U-1"), Id::from_raw(1))]),
        posts: BTreeMap::from([((Id::from_raw(1), code("G-1")), Id::from_raw(41))]),
        indicators: BTreeMap::from([(code("A"), Id::from_raw(51)), (code("B"), Id::from_raw(52))]),
        points: BTreeMap::new(),
    }
}

/// A line without fault about the point, with some cells written over.
fn line(point: &str, over: &[(usize, &str)]) -> Vec<String> {
    let usual = [
        "P-1",
        "",
        "S-1",
        "",
        "U-1",
        "",
        "G-1",
        "",
        point,
        "多退",
        "税收流失风险",
        "3",
        "4",
        "两人复核",
        "A；B",
        "",
        "",
    ];
    let mut cells = usual.map(str::to_owned);
    for &(column, text) in over {
        cells[column] = text.to_owned();
    }
    cells.to_vec()
}

fn checked(lines: &[Vec<String>]) -> Result<Brought, String> {
    said(check(lines, &known()))
}

fn said(checked: Result<Brought, Vec<RefusedCell>>) -> Result<Brought, String> {
    let shown = |faults: Vec<RefusedCell>| {
        faults.iter().map(|fault| format!("{} {}", fault.cell, fault.reason)).collect::<Vec<_>>().join(", ")
    };
    checked.map_err(shown)
}

#[test]
fn every_fault_is_named_with_its_cell() {
    let cases: &[(&[(usize, &str)], &str)] = &[
        (&[(PROCESS, "")], "A2 MISSING"),
        (&[(PROCESS, "P-9")], "B2 MISSING"),
        (&[(PROCESS, "P-2")], "C2 OTHER_PROCESS"),
        (&[(PROCESS, "P-2"), (STEP, "S-9"), (STEP_NAME, "复核")], "C2 NOT_KEPT"),
        (&[(STEP, "S-2")], "C2 RETIRED"),
        (&[(STEP, "S-9")], "D2 MISSING"),
        (&[(UNIT, "U-2"), (POST, "")], "E2 UNKNOWN_UNIT"),
        (&[(POST, "G-2")], "G2 UNKNOWN_POST"),
        (&[(POINT, "")], "I2 MISSING"),
        (&[(NAME, "")], "J2 MISSING"),
        (&[(KIND, "天气")], "K2 UNKNOWN_KIND"),
        (&[(LIKELIHOOD, "6"), (IMPACT, "高")], "L2 BAD_DEGREE, M2 BAD_DEGREE"),
        (&[(CONTROLS, " ")], "N2 MISSING"),
        (&[(INDICATORS, "A；C")], "O2 UNKNOWN_INDICATOR"),
        (&[(MONTHS, "37")], "P2 BAD_MONTHS"),
    ];
    for (over, fault) in cases {
        assert_eq!(checked(&[line("R-1", over)]).unwrap_err(), *fault, "{over:?}");
    }
    assert_eq!(checked(&[line("R-1", &[]), line("R-1", &[])]).unwrap_err(), "I3 TWICE");
}

#[test]
fn a_step_comes_after_the_last_one_and_the_cell_of_one_that_has_no_place_is_named() {
    let new = |point: &str, step: &str, at: &str| {
        line(point, &[(PROCESS, at), (STEP, step), (STEP_NAME, "复核"), (PROCESS_NAME, "登记")])
    };
    let last_at = |place: i32| {
        let last = ProcessStep { ordinal: place, ..step(23, "S-3", 11) };
        let retired = ProcessStep { ordinal: 99, retired: true, ..step(22, "S-2", 11) };
        let steps = [last, retired].map(|step| (step.code.clone(), step));
        Known { steps: BTreeMap::from(steps), ..known() }
    };
    let lines =
        [new("R-1", "S-7", "P-1"), new("R-2", "S-8", "P-1"), new("R-3", "S-9", "P-9"), new("R-4", "S-7", "P-1")];
    for (last, came) in [
        (1, Ok(vec![2, 3, 1])),
        (40, Ok(vec![41, 42, 1])),
        (97, Ok(vec![98, 99, 1])),
        (98, Err("C3 FULL".to_owned())),
        (99, Err("C2 FULL, C3 FULL, C5 FULL".to_owned())),
    ] {
        let brought = said(check(&lines, &last_at(last)));
        let places = brought.map(|brought| brought.steps.iter().map(|new| new.ordinal).collect::<Vec<_>>());
        assert_eq!(places, came, "{last}");
    }
}

#[test]
fn the_next_place_is_one_that_a_step_can_have() {
    let cases: [(&[i32], Option<i32>); 8] = [
        (&[], Some(1)),
        (&[1], Some(2)),
        (&[7, 2], Some(8)),
        (&[98], Some(99)),
        (&[99], None),
        (&[1, 99], None),
        (&[i32::MAX], None),
        (&[-3], Some(1)),
    ];
    for (taken, next) in cases {
        assert_eq!(next_place(taken.iter().copied()), next, "{taken:?}");
    }
}

#[test]
fn a_text_that_is_too_long_is_named_with_its_cell() {
    let long = |length: usize| "长".repeat(length);
    let (title, words) = (long(201), long(4_001));
    let begun = [(PROCESS, "P-9"), (PROCESS_NAME, title.as_str()), (STEP, "S-9"), (STEP_NAME, "复核")];
    let cases: [(&[(usize, &str)], &str); 4] = [
        (&begun, "B2 TOO_LONG"),
        (&[(STEP, "S-9"), (STEP_NAME, title.as_str())], "D2 TOO_LONG"),
        (&[(NAME, title.as_str())], "J2 TOO_LONG"),
        (&[(CONTROLS, words.as_str())], "N2 TOO_LONG"),
    ];
    for (over, fault) in cases {
        assert_eq!(checked(&[line("R-1", over)]).unwrap_err(), fault);
    }
    let (title, words) = (long(200), long(4_000));
    assert!(checked(&[line("R-1", &[(NAME, title.as_str()), (CONTROLS, words.as_str())])]).is_ok());
}

#[test]
fn a_point_that_is_there_is_changed_from_the_version_that_was_taken_out() {
    let with = |there: Option<RiskPoint>, version: &str| {
        let known = Known { points: BTreeMap::from([(code("R-1"), there)]), ..known() };
        said(check(&[line("R-1", &[(VERSION, version)])], &known)).map(|brought| brought.points[0].existing.is_some())
    };
    assert_eq!(with(Some(point()), "1"), Ok(true));
    assert_eq!(with(Some(point()), "2"), Err("Q2 STALE".to_owned()));
    assert_eq!(with(Some(point()), ""), Err("Q2 STALE".to_owned()));
    assert_eq!(with(None, "1"), Err("I2 TAKEN".to_owned()));
    let retired = point().retire("gone").unwrap();
    assert_eq!(with(Some(retired), "1"), Err("I2 RETIRED".to_owned()));
}

#[test]
fn what_is_not_there_is_begun_once_and_a_line_without_a_point_lays_its_step_alone() {
    let new: &[(usize, &str)] = &[(PROCESS, "P-9"), (PROCESS_NAME, "登记"), (STEP, "S-9"), (STEP_NAME, "受理")];
    let nothing = (POST..=VERSION).map(|column| (column, ""));
    let alone = [new, &[(STEP, "S-8")]].concat().into_iter().chain(nothing).collect::<Vec<_>>();
    let brought = checked(&[line("R-1", new), line("R-2", new), Vec::new(), line("", &alone)]).unwrap();
    let codes = |codes: Vec<&BusinessCode>| codes.into_iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(codes(brought.processes.iter().map(|new| &new.code).collect()), ["P-9"]);
    assert_eq!(codes(brought.steps.iter().map(|new| &new.code).collect()), ["S-9", "S-8"]);
    assert_eq!(codes(brought.points.iter().map(|line| &line.code).collect()), ["R-1", "R-2"]);
}

#[test]
fn a_line_that_says_something_of_a_point_is_not_passed_over() {
    assert_eq!(checked(&[line("", &[(NAME, "")])]).unwrap_err(), "I2 MISSING, J2 MISSING");
}

#[test]
fn a_line_says_what_a_point_says() {
    let brought = checked(&[line("R-1", &[(KIND, "REVENUE"), (MONTHS, "12")])]).unwrap();
    let content = brought.points[0].content(Id::from_raw(21));
    assert_eq!((content.kind, content.review_months), (RiskKind::Revenue, 12));
    assert_eq!((content.post, content.indicators.len()), (Some(Id::from_raw(41)), 2));
    assert_eq!(content.clone().checked(), Ok(content));
    assert_eq!(point().content.review_months, USUAL_MONTHS);
}
