//! The life of a task, as tables and as stories.

use std::collections::BTreeSet;

use expect_test::expect;
use proptest::prelude::*;

use super::giver::{Moved, Opening};
use super::template::{DoneBy, TemplateContent};
use super::*;
use crate::calendar::Calendar;
use crate::id::{AccountId, Id};
use crate::matter::{ClockKind, Event, Hand};

mod node;

const GIVER: i64 = 1;
const HEAD: i64 = 2;
const DOER: i64 = 3;
const SUPERVISOR: i64 = 4;
const APPRAISER: i64 = 5;
const USER: i64 = 6;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn someone(raw: i64) -> Someone {
    Someone { id: PersonId::from_raw(raw), name: format!("person {raw}") }
}

/// Everybody is the person with the number of their account.
fn taker(account: i64) -> Taker {
    let person = Some(PersonId::from_raw(account));
    match account {
        GIVER => Taker { person, side: Some(Side::Giver), has_part: false, orders: true },
        HEAD => Taker { person, side: Some(Side::Responsible), has_part: false, orders: false },
        _ => Taker { person, side: Some(Side::Responsible), has_part: true, orders: false },
    }
}

fn actor(account: i64) -> Actor {
    Actor::Account(AccountId::from_raw(account))
}

fn act<T>(on: NaiveDate, account: i64, act: impl FnOnce(&Hand<'_>) -> T) -> T {
    let calendar = Calendar::default();
    let side = taker(account).side;
    let at = on.and_hms_opt(2, 0, 0).unwrap().and_utc();
    act(&Hand { actor: actor(account), name: "somebody", side, part: None, at, calendar: &calendar })
}

fn opening(kind: TaskKind) -> Opening {
    Opening {
        id: MatterId::from_raw(1),
        number: "RW-2026-00001".to_owned(),
        kind,
        manner: (kind == TaskKind::Inspection).then_some(InspectionManner::Open),
        source: Source::Hand,
        template: None,
        parties: Parties::new(UnitId::from_raw(2), None, UnitId::from_raw(1), None),
        roles: Roles {
            doer: Some(someone(DOER)),
            supervisor: Some(someone(SUPERVISOR)),
            appraiser: Some(someone(APPRAISER)),
            result_user: Some(someone(USER)),
        },
        title: "visit the ten largest".to_owned(),
        what: "see each of them before the 15th".to_owned(),
        how: "take the list of the hall".to_owned(),
        indicator: None,
        due: day("2026-04-20"),
        draft: false,
    }
}

fn opened(opening: Opening) -> Moved {
    act(day("2026-04-03"), GIVER, |hand| Task::open(opening, hand))
}

fn task(kind: TaskKind) -> Task {
    opened(opening(kind)).unwrap().0
}

fn by(task: Task, on: &str, account: i64, step: impl FnOnce(Task, Taker, &Hand<'_>) -> Moved) -> Result<Task, Refusal> {
    act(day(on), account, |hand| step(task, taker(account), hand)).map(|(task, _)| task)
}

fn reported() -> Task {
    let task = task(TaskKind::Assigned);
    let task = by(task, "2026-04-07", DOER, |it, who, hand| it.accept("", who, hand)).unwrap();
    let task = by(task, "2026-04-08", DOER, |it, who, hand| it.progress("4 of 10", who, hand)).unwrap();
    by(task, "2026-04-14", DOER, |it, who, hand| it.report("all ten", who, hand)).unwrap()
}

const MARKS: Marks = Marks { truth: 5, accuracy: 4, completeness: 5, efficiency: 3 };

#[test]
fn a_task_goes_this_way_and_no_other() {
    let line = |state: TaskState| {
        let steps = TaskStep::ALL.iter().filter_map(|&step| {
            let after = state.after(step).ok()?;
            Some(if after == state { step.to_string() } else { format!("{step}→{after}") })
        });
        format!("{state}: {}\n", steps.collect::<Vec<_>>().join(" "))
    };
    expect![[r#"
        CREATED: PUSH→PUSHED CANCEL→CANCELLED COMMENT
        PUSHED: ACCEPT→ACCEPTED DECLINE→DECLINED ASSIGN ASK_TRANSFER GRANT_TRANSFER REFUSE_TRANSFER TRANSFER URGE CANCEL→CANCELLED COMMENT
        ACCEPTED: ASSIGN PROGRESS→IN_PROGRESS ADD_FINDING→IN_PROGRESS ASK_TRANSFER GRANT_TRANSFER→PUSHED REFUSE_TRANSFER TRANSFER→PUSHED URGE REPORT→REPORTED CANCEL→CANCELLED COMMENT
        DECLINED: PUSH→PUSHED TRANSFER→PUSHED CANCEL→CANCELLED COMMENT
        IN_PROGRESS: ASSIGN PROGRESS ADD_FINDING ORDER_FINDING ASK_TRANSFER GRANT_TRANSFER→PUSHED REFUSE_TRANSFER TRANSFER→PUSHED URGE REPORT→REPORTED CANCEL→CANCELLED COMMENT
        REPORTED: ORDER_FINDING RETURN→RETURNED CONFIRM→CONFIRMED COMMENT
        RETURNED: ASSIGN PROGRESS→IN_PROGRESS ADD_FINDING→IN_PROGRESS ORDER_FINDING ASK_TRANSFER GRANT_TRANSFER→PUSHED REFUSE_TRANSFER TRANSFER→PUSHED URGE REPORT→REPORTED CANCEL→CANCELLED COMMENT
        CONFIRMED: ORDER_FINDING MARK→SCORED COMMENT
        SCORED: ORDER_FINDING COMMENT
        CANCELLED: 
    "#]].assert_eq(&TaskState::ALL.iter().map(|&state| line(state)).collect::<String>());
}

#[test]
fn each_step_is_for_these_and_nobody_else() {
    let line = |step: TaskStep| {
        let takers: Vec<&str> = step.takers().iter().map(|role| role.code()).collect();
        format!("{step}: {}\n", takers.join(" "))
    };
    expect![[r#"
        PUSH: GIVER
        ACCEPT: DOER UNIT
        DECLINE: DOER UNIT
        ASSIGN: UNIT
        PROGRESS: DOER UNIT
        ADD_FINDING: DOER UNIT
        ORDER_FINDING: DOER SUPERVISOR GIVER
        ASK_TRANSFER: DOER UNIT
        GRANT_TRANSFER: GIVER
        REFUSE_TRANSFER: GIVER
        TRANSFER: GIVER
        URGE: SUPERVISOR GIVER
        REPORT: DOER UNIT
        RETURN: SUPERVISOR GIVER
        CONFIRM: SUPERVISOR GIVER
        MARK: APPRAISER GIVER
        CANCEL: GIVER
        COMMENT: DOER SUPERVISOR APPRAISER RESULT_USER GIVER UNIT
    "#]]
    .assert_eq(&TaskStep::ALL.iter().map(|&step| line(step)).collect::<String>());
}

#[test]
fn each_sees_the_steps_that_are_theirs() {
    let asked = by(task(TaskKind::Assigned), "2026-04-07", DOER, |it, who, hand| {
        it.ask_transfer(target(HEAD), "on leave", who, hand)
    });
    let stories = [("pushed", task(TaskKind::Assigned)), ("asked", asked.unwrap()), ("reported", reported())];
    let mut table = String::new();
    for (name, task) in &stories {
        for account in [GIVER, HEAD, DOER, SUPERVISOR, APPRAISER, USER] {
            let steps: Vec<&str> = task.open_steps(taker(account), actor(account)).map(TaskStep::code).collect();
            table.push_str(&format!("{name} {account}: {}\n", steps.join(" ")));
        }
    }
    expect![[r#"
        pushed 1: TRANSFER URGE CANCEL COMMENT
        pushed 2: DECLINE ASSIGN ASK_TRANSFER COMMENT
        pushed 3: ACCEPT DECLINE ASK_TRANSFER COMMENT
        pushed 4: URGE COMMENT
        pushed 5: COMMENT
        pushed 6: COMMENT
        asked 1: GRANT_TRANSFER REFUSE_TRANSFER TRANSFER URGE CANCEL COMMENT
        asked 2: DECLINE ASSIGN COMMENT
        asked 3: ACCEPT DECLINE COMMENT
        asked 4: URGE COMMENT
        asked 5: COMMENT
        asked 6: COMMENT
        reported 1: RETURN CONFIRM COMMENT
        reported 2: COMMENT
        reported 3: COMMENT
        reported 4: RETURN CONFIRM COMMENT
        reported 5: COMMENT
        reported 6: COMMENT
    "#]]
    .assert_eq(&table);
}

fn target(doer: i64) -> Target {
    Target { doer: Some(someone(doer)), unit: UnitId::from_raw(3), unit_name: "the other office".to_owned() }
}

#[test]
fn from_the_first_word_to_the_marks() {
    let task = reported();
    assert_eq!(task.state, TaskState::Reported);
    let task = by(task, "2026-04-15", SUPERVISOR, |it, who, hand| it.confirm("", who, hand)).unwrap();
    let task = by(task, "2026-04-16", APPRAISER, |it, who, hand| it.mark(MARKS, "clear lists", who, hand)).unwrap();
    assert_eq!((task.state, task.clocks.running().count()), (TaskState::Scored, 0));
    assert_eq!(task.marked.unwrap().marks, MARKS);
    assert!(task.ended.is_some());
}

#[test]
fn what_is_done_at_once_is_reported_without_a_note_of_progress() {
    let accepted = by(task(TaskKind::Assigned), "2026-04-07", DOER, |it, who, hand| it.accept("", who, hand)).unwrap();
    assert!(accepted.open_steps(taker(DOER), actor(DOER)).any(|step| step == TaskStep::Report));
    let reported = by(accepted, "2026-04-07", DOER, |it, who, hand| it.report("all ten", who, hand)).unwrap();
    let waits: Vec<_> = reported.clocks.running().map(|clock| (clock.side, clock.kind)).collect();
    assert_eq!((reported.state, waits), (TaskState::Reported, vec![(Side::Giver, ClockKind::Verify)]));
}

#[test]
fn nobody_supervises_appraises_confirms_or_marks_their_own_work() {
    let mut own = opening(TaskKind::Assigned);
    own.roles.appraiser = Some(someone(DOER));
    assert_eq!(opened(own).unwrap_err(), Refusal::OwnWork);
    // Whoever gave it may stand in for the supervisor, unless they reported it themself.
    let mut reported = reported();
    reported.reported = Some(Signed { by: actor(GIVER), at: reported.opened.at });
    let confirms = |account| reported.open_steps(taker(account), actor(account)).any(|it| it == TaskStep::Confirm);
    assert_eq!([GIVER, DOER, SUPERVISOR].map(confirms), [false, false, true]);
    let refused = by(reported.clone(), "2026-04-15", GIVER, |it, who, hand| it.confirm("", who, hand));
    assert_eq!(refused.unwrap_err(), Refusal::OwnWork);
    let refused = by(reported, "2026-04-15", DOER, |it, who, hand| it.confirm("", who, hand));
    assert_eq!(refused.unwrap_err(), Refusal::OwnWork);
}

#[test]
fn the_appraiser_marks_and_nobody_instead() {
    let confirmed = by(reported(), "2026-04-15", SUPERVISOR, |it, who, hand| it.confirm("", who, hand)).unwrap();
    let refused = by(confirmed.clone(), "2026-04-16", GIVER, |it, who, hand| it.mark(MARKS, "", who, hand));
    assert_eq!(refused.unwrap_err(), Refusal::NotYourRole { step: "MARK".to_owned() });
    let too_much = Marks { accuracy: 6, ..MARKS };
    let refused = by(confirmed, "2026-04-16", APPRAISER, |it, who, hand| it.mark(too_much, "", who, hand));
    assert_eq!(refused.unwrap_err(), Refusal::OutOfRange { field: "marks.accuracy".to_owned(), least: 1, most: 5 });
}

#[test]
fn what_is_declined_waits_for_whoever_gave_it() {
    let declined = by(task(TaskKind::Assigned), "2026-04-07", DOER, |it, who, hand| it.decline("on leave", who, hand));
    let declined = declined.unwrap();
    let waits: Vec<_> = declined.clocks.running().map(|clock| (clock.side, clock.kind)).collect();
    assert_eq!(waits, [(Side::Giver, ClockKind::Readdress)]);
    let other = by(declined, "2026-04-08", GIVER, |it, who, hand| {
        it.transfer(target(HEAD), day("2026-04-24"), "the other office has time", who, hand)
    });
    let other = other.unwrap();
    assert_eq!((other.state, other.parties.unit), (TaskState::Pushed, UnitId::from_raw(3)));
    let waits: Vec<_> = other.clocks.running().map(|clock| (clock.kind, clock.person, clock.due)).collect();
    let head = Some(PersonId::from_raw(HEAD));
    assert_eq!(waits, [(ClockKind::Acknowledge, head, day("2026-04-10"))]);
    let accepted = by(other, "2026-04-09", HEAD, |it, who, hand| it.accept("", who, hand)).unwrap();
    let waits: Vec<_> = accepted.clocks.running().map(|clock| (clock.kind, clock.person, clock.due)).collect();
    assert_eq!(waits, [(ClockKind::Report, head, day("2026-04-24"))]);
}

#[test]
fn a_transfer_is_asked_for_once_and_answered() {
    let asked = by(task(TaskKind::Assigned), "2026-04-07", DOER, |it, who, hand| {
        it.ask_transfer(target(HEAD), "on leave", who, hand)
    });
    let asked = asked.unwrap();
    let again = by(asked.clone(), "2026-04-07", DOER, |it, who, hand| it.ask_transfer(target(7), "or so", who, hand));
    assert!(matches!(again, Err(Refusal::NotInThisState { .. })), "{again:?}");
    let no =
        by(asked.clone(), "2026-04-08", GIVER, |it, who, hand| it.answer_transfer(false, "we need you", who, hand));
    assert_eq!(no.unwrap().roles.doer, Some(someone(DOER)));
    let yes = by(asked, "2026-04-08", GIVER, |it, who, hand| it.answer_transfer(true, "", who, hand)).unwrap();
    assert_eq!((yes.roles.doer, yes.state, yes.transfer), (Some(someone(HEAD)), TaskState::Pushed, None));
}

#[test]
fn a_finding_becomes_one_order() {
    let inspection = by(task(TaskKind::Inspection), "2026-04-07", DOER, |it, who, hand| it.accept("", who, hand));
    let found = || Found {
        place: "window 3".to_owned(),
        unit: (UnitId::from_raw(9), "the hall".to_owned()),
        what: "no number was called".to_owned(),
        severity: Severity::Yellow,
    };
    let found = by(inspection.unwrap(), "2026-04-08", DOER, |it, who, hand| it.add_finding(found(), who, hand));
    let order = |it: Task| {
        by(it, "2026-04-09", DOER, |it, who, hand| it.ordered(1, MatterId::from_raw(8), "ZG-2026-00001", who, hand))
    };
    let ordered = order(found.unwrap()).unwrap();
    assert!(ordered.findings[0].order.is_some());
    assert_eq!(order(ordered).unwrap_err(), Refusal::NoSuchPart { part: "finding".to_owned(), item: 1 });
}

#[test]
fn a_unit_has_it_from_itself_and_its_head_gives_it() {
    let mut own = opening(TaskKind::Assigned);
    own.parties.giver = own.parties.unit;
    let own = opened(own).unwrap().0;
    let head = Taker { orders: true, ..taker(HEAD) };
    assert!(own.roles_of(head).is_superset(&BTreeSet::from([TaskRole::Giver, TaskRole::Unit])));
    assert!(!own.roles_of(taker(HEAD)).contains(&TaskRole::Giver), "an answer is no order");
}

#[test]
fn whoever_would_look_after_their_own_work_leaves_it_to_the_giver() {
    let content = TemplateContent {
        name: "close the warning".to_owned(),
        kind: TaskKind::EventTriggered,
        manner: None,
        what: "look at it".to_owned(),
        how: String::new(),
        days: 3,
        done_by: DoneBy::Concerned,
        supervisor: Some(someone(SUPERVISOR)),
        appraiser: Some(someone(APPRAISER)),
        result_user: None,
        event: None,
    };
    assert_eq!(content.check(), Ok(()));
    let roles = content.roles(None, Some(someone(SUPERVISOR)));
    assert_eq!((roles.check(), roles.supervisor.clone(), roles.appraiser), (Ok(()), None, Some(someone(APPRAISER))));
    assert_eq!([content.what_with(""), content.what_with(" now ")], ["look at it", "look at it\n\nnow"]);
    assert_eq!(content.what_with(&"长".repeat(4_000)).chars().count(), 4_000);
    let own = TemplateContent { done_by: DoneBy::Person { person: someone(SUPERVISOR) }, ..content };
    assert_eq!(own.check(), Err(Refusal::OwnWork));
}

/// Any step that may be taken, with any words.
fn any_step(task: Task, choice: usize, on: NaiveDate) -> Moved {
    let later = on + chrono::Days::new(9);
    let who =
        [DOER, DOER, DOER, DOER, GIVER, GIVER, SUPERVISOR, SUPERVISOR, SUPERVISOR, APPRAISER, GIVER, GIVER, HEAD, USER];
    let account = who[choice % who.len()];
    act(on, account, |hand| {
        let who = taker(account);
        match choice {
            0 => task.accept("", who, hand),
            1 => task.progress("some", who, hand),
            2 => task.report("done", who, hand),
            3 => task.ask_transfer(target(HEAD), "on leave", who, hand),
            4 => task.answer_transfer(true, "", who, hand),
            5 => task.answer_transfer(false, "no", who, hand),
            6 => task.confirm("", who, hand),
            7 => task.give_back("again", later, who, hand),
            8 => task.urge("soon", who, hand),
            9 => task.mark(MARKS, "", who, hand),
            10 => task.transfer(target(DOER), later, "you", who, hand),
            11 => task.push("please", who, hand),
            12 => task.assign(someone(DOER), "", who, hand),
            13 => task.comment("hm", who, hand),
            14 => task.decline("no time", who, hand),
            _ => task.comment("hm", who, hand),
        }
    })
}

proptest! {
    #[test]
    fn no_path_skips_a_clock(draft in any::<bool>(), choices in proptest::collection::vec(0_usize..16, 0..60)) {
        let mut task = opened(Opening { draft, ..opening(TaskKind::Assigned) }).unwrap().0;
        let mut on = day("2026-04-03");
        for choice in choices {
            on = on + chrono::Days::new(1);
            if let Ok((next, event)) = any_step(task.clone(), choice, on) {
                let event: Event = event;
                prop_assert_eq!(event.state.as_str(), next.state.code());
                prop_assert!(next.roles.check().is_ok());
                task = next;
            }
            // Whatever is open waits for somebody by some day; what is over waits for nobody.
            prop_assert_eq!(task.clocks.running().count() > 0, task.state.is_open(), "{:?} after {}", task.state, choice);
        }
    }

    #[test]
    fn what_is_offered_is_not_refused_for_who_one_is(choices in proptest::collection::vec(0_usize..16, 0..20), account in 1_i64..7) {
        let mut task = task(TaskKind::Assigned);
        for choice in choices {
            if let Ok((next, _)) = any_step(task.clone(), choice, day("2026-04-03")) {
                task = next;
            }
        }
        let offered: Vec<_> = task.open_steps(taker(account), actor(account)).collect();
        let roles = task.roles_of(taker(account));
        for step in offered {
            prop_assert!(task.acts_as(step, &roles).is_some() && task.state.after(step).is_ok(), "{}", step);
        }
    }
}
