//! The life of a rectification, as tables and as stories.

use expect_test::expect;

use super::responsible::{Asked, Outcome};
use super::*;
use crate::calendar::Calendar;
use crate::cell::Subject;
use crate::id::{AccountId, Id, IndicatorId, RunId, UnitId};
use crate::matter::{ClockKind, Event, Hand, Side, Someone};
use crate::number::Quantity;
use crate::period::Period;
use crate::policy::Purpose;

mod earlier;
mod effect;
mod elsewhere;
mod paths;
mod words;

fn table(direction: RectificationDirection) -> String {
    let mut lines = Vec::new();
    for &state in RectificationState::ALL.iter().filter(|state| state.belongs_to(direction)) {
        let steps = RectificationStep::ALL.iter().filter_map(|&step| {
            let after = state.after(direction, step).ok()?;
            let who = match step.who(direction) {
                Who::Side(Side::Giver) => "↑",
                Who::Side(Side::Responsible) => "↓",
                Who::Either => "↕",
                Who::Numbers => "∑",
            };
            Some(if after == state { format!("{who}{step}") } else { format!("{who}{step}→{after}") })
        });
        let steps: Vec<_> = steps.collect();
        lines.push(format!("{state}: {}", steps.join(" ")));
    }
    lines.join("\n") + "\n"
}

#[test]
fn an_order_from_above_goes_this_way_and_no_other() {
    expect![[r#"
        FOUND: ↑PUSH→PUSHED ↑WITHDRAW→WITHDRAWN ↕COMMENT
        PUSHED: ↓ACKNOWLEDGE→ACKNOWLEDGED ↓DISPUTE→DISPUTED ↑WITHDRAW→WITHDRAWN ↓RETURN→RETURNED ↑READDRESS ↓REQUEST ↑ANSWER_REQUEST ↑SUGGEST ↕COMMENT
        ACKNOWLEDGED: ↓DISPUTE→DISPUTED ↑WITHDRAW→WITHDRAWN ↓RETURN→RETURNED ↑READDRESS→PUSHED ↓REQUEST ↑ANSWER_REQUEST ↓SUBMIT_PLAN→PLAN_SUBMITTED ↑SUGGEST ↕COMMENT
        DISPUTED: ↑UPHOLD→ACKNOWLEDGED ↑PARTLY_UPHOLD→ACKNOWLEDGED ↑WITHDRAW→WITHDRAWN ↑ANSWER_REQUEST ↑SUGGEST ↕COMMENT
        RETURNED: ↑WITHDRAW→WITHDRAWN ↑READDRESS→PUSHED ↑ANSWER_REQUEST ↑SUGGEST ↕COMMENT
        PLAN_SUBMITTED: ↑WITHDRAW→WITHDRAWN ↑READDRESS→PUSHED ↑ANSWER_REQUEST ↑APPROVE_PLAN→PLAN_APPROVED ↑RETURN_PLAN→ACKNOWLEDGED ↑SUGGEST ↕COMMENT
        PLAN_APPROVED: ↑WITHDRAW→WITHDRAWN ↑READDRESS→PUSHED ↓REQUEST ↑ANSWER_REQUEST ↓DO_MEASURE→RECTIFYING ↑SUGGEST ↕COMMENT
        RECTIFYING: ↑WITHDRAW→WITHDRAWN ↑READDRESS→PUSHED ↓REQUEST ↑ANSWER_REQUEST ↓DO_MEASURE ↓REPORT→REPORTED ↑SUGGEST ↕COMMENT
        REPORTED: ↑ANSWER_REQUEST ↑VERIFY→VERIFIED ∑PROVE→VERIFIED ∑MISS→REOPENED ↑REOPEN→REOPENED ↑SUGGEST ↕COMMENT
        VERIFIED: ↑ANSWER_REQUEST ∑RELAPSE→REOPENED ↑CLOSE→CLOSED ↑SUGGEST ↕COMMENT
        REOPENED: ↑WITHDRAW→WITHDRAWN ↑READDRESS→PUSHED ↓REQUEST ↑ANSWER_REQUEST ↓SUBMIT_PLAN→PLAN_SUBMITTED ↑SUGGEST ↕COMMENT
        WITHDRAWN: 
        CLOSED: ∑RELAPSE→REOPENED ↕COMMENT
    "#]].assert_eq(&table(RectificationDirection::TopDown));
}

#[test]
fn what_begins_below_goes_this_way_and_no_other() {
    expect![[r#"
        RECTIFYING: ↓WITHDRAW→WITHDRAWN ↑ANSWER_REQUEST ↓DO_MEASURE ↓REPORT→REPORTED ↑SUGGEST ↕COMMENT
        REPORTED: ↑ANSWER_REQUEST ∑MISS→REOPENED ↑CONFIRM→HEAD_CONFIRMED ↑REOPEN→REOPENED ↑SUGGEST ↕COMMENT
        REOPENED: ↓WITHDRAW→WITHDRAWN ↑ANSWER_REQUEST ↓SUBMIT_PLAN→PLANNED ↑SUGGEST ↕COMMENT
        WITHDRAWN: 
        SELF_FOUND: ↓WITHDRAW→WITHDRAWN ↑ANSWER_REQUEST ↓SUBMIT_PLAN→PLANNED ↑SUGGEST ↕COMMENT
        PLANNED: ↓WITHDRAW→WITHDRAWN ↑ANSWER_REQUEST ↓DO_MEASURE→RECTIFYING ↑SUGGEST ↕COMMENT
        HEAD_CONFIRMED: ↑ANSWER_REQUEST ∑RELAPSE→REOPENED ↑SHARE_PATTERN→PATTERN_SHARED ↑CLOSE→CLOSED ↑SUGGEST ↕COMMENT
        PATTERN_SHARED: ↑ANSWER_REQUEST ∑RELAPSE→REOPENED ↑CLOSE→CLOSED ↑SUGGEST ↕COMMENT
        CLOSED: ∑RELAPSE→REOPENED ↕COMMENT
    "#]]
    .assert_eq(&table(RectificationDirection::BottomUp));
}

const GIVER: i64 = 1;
const HEAD: i64 = 2;
const OFFICER: i64 = 3;

fn act<T>(day: &str, account: i64, side: Option<Side>, act: impl FnOnce(&Hand<'_>) -> T) -> T {
    let calendar = Calendar::default();
    let at = format!("{day}T02:00:00Z").parse().unwrap();
    let actor = match side {
        Some(_) => Actor::Account(AccountId::from_raw(account)),
        None => Actor::System(Purpose::Run),
    };
    act(&Hand { actor, name: "somebody", side, part: None, at, calendar: &calendar })
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quantity(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn about() -> About {
    About {
        indicator: IndicatorId::from_raw(1),
        subject: Subject::Unit(UnitId::from_raw(2)),
        period: "2026-03".parse().unwrap(),
    }
}

fn opening(bound: bool) -> Opening {
    let effect = Effect {
        about: about().into(),
        before: Some(quantity("86.4")),
        goal: Goal { side: GoalSide::AtLeast, value: quantity("95") },
        periods: 2,
        watched: 2,
        early: false,
        from: None,
        readings: Vec::new(),
    };
    Opening {
        id: MatterId::from_raw(1),
        number: "ZG-2026-0001".to_owned(),
        origin: Origin::Warning,
        parties: Parties::new(UnitId::from_raw(2), None, UnitId::from_raw(1), None),
        about: Some(about()),
        risk_point: None,
        title: "penalty rate below its target".to_owned(),
        problem: "30 of 220 late filings without a penalty".to_owned(),
        cause: String::new(),
        due: day("2026-04-22"),
        effect: bound.then_some(effect),
        terms: Terms::default(),
        draft: false,
    }
}

fn ordered(bound: bool) -> Rectification {
    act("2026-04-03", GIVER, Some(Side::Giver), |hand| {
        Rectification::open(opening(bound), RectificationDirection::TopDown, hand)
    })
    .unwrap()
    .0
}

fn measure(what: &str, due: &str) -> Planned {
    Planned {
        what: what.to_owned(),
        owner: Some(Someone { id: PersonId::from_raw(7), name: "Li".to_owned() }),
        due: day(due),
    }
}

fn step(
    order: Rectification,
    on: &str,
    who: i64,
    act_on: impl FnOnce(Rectification, &Hand<'_>) -> giver::Moved,
) -> giver::Moved {
    let side = if who == GIVER { Side::Giver } else { Side::Responsible };
    act(on, who, Some(side), |hand| act_on(order, hand))
}

fn done(moved: giver::Moved) -> Rectification {
    moved.unwrap().0
}

fn reported(bound: bool) -> Rectification {
    let order = done(step(ordered(bound), "2026-04-03", HEAD, |order, hand| order.acknowledge("", hand)));
    let plan = vec![measure("fine the 8", "2026-04-15")];
    let order = done(step(order, "2026-04-08", HEAD, |order, hand| order.plan("nobody looked", plan, hand)));
    let order = done(step(order, "2026-04-09", GIVER, |order, hand| order.approve("", hand)));
    let order =
        done(step(order, "2026-04-14", OFFICER, |order, hand| order.end_measure(1, MeasureState::Done, "fined", hand)));
    let outcome = Outcome { result: "all fined".to_owned(), ..Outcome::default() };
    done(step(order, "2026-04-20", HEAD, |order, hand| order.report(outcome, hand)))
}

fn reading(period: &str, value: &str) -> EffectReading {
    EffectReading { period: period.parse().unwrap(), value: Some(quantity(value)), run: Some(RunId::from_raw(1)) }
}

fn seen(order: Rectification, on: &str, readings: &[(&str, &str)]) -> (Rectification, Option<Event>) {
    let readings = readings.iter().map(|(period, value)| reading(period, value)).collect();
    act(on, 0, None, |hand| order.see(readings, hand)).unwrap()
}

#[test]
fn whoever_owns_a_measure_hangs_files_on_it_alone() {
    let mut it = reported(false);
    let (own, other) = (Some(PersonId::from_raw(7)), Some(PersonId::from_raw(8)));
    let no_such = Err(Refusal::NoSuchPart { part: "measure".to_owned(), item: 2 });
    for (item, of, said) in [
        (None, None, Ok(())),
        (Some(1), None, Ok(())),
        (None, own, Err(Refusal::NotYourPart)),
        (Some(1), own, Ok(())),
        (Some(1), other, Err(Refusal::NotYourPart)),
        (Some(2), own, no_such.clone()),
        (Some(2), None, no_such),
    ] {
        assert_eq!(it.may_attach(item, of), said, "{item:?} {of:?}");
    }
    // A person the whole is about speaks of the whole.
    it.parties.person = own;
    assert_eq!(it.may_attach(None, own), Ok(()));
}

#[test]
fn a_contested_order_goes_on_when_it_is_upheld_in_part() {
    let order = done(step(ordered(false), "2026-04-03", HEAD, |order, hand| order.dispute("22 were warned", hand)));
    assert_eq!(order.state, RectificationState::Disputed);
    // The clocks of the lower level rest while the upper level decides.
    let waits: Vec<_> = order.clocks.running().map(|clock| (clock.side, clock.kind)).collect();
    assert_eq!(waits, [(Side::Giver, ClockKind::DecideDispute)]);
    let unreasoned = step(order.clone(), "2026-04-07", GIVER, |order, hand| {
        order.decide(DisputeOutcome::PartlyUpheld, " ", "8 of 220", hand)
    });
    assert_eq!(unreasoned.unwrap_err(), Refusal::WordsMissing { field: "reasons".to_owned() });
    let order = done(step(order, "2026-04-07", GIVER, |order, hand| {
        order.decide(DisputeOutcome::PartlyUpheld, "22 count as warned", "8 of 220", hand)
    }));
    assert_eq!((order.state, order.problem.as_str()), (RectificationState::Acknowledged, "8 of 220"));
    let waits: Vec<_> = order.clocks.running().map(|clock| (clock.side, clock.kind, clock.due)).collect();
    assert_eq!(waits, [(Side::Responsible, ClockKind::Plan, day("2026-04-10"))]);
}

/// Whether the steps are offered to the head, who stands on the giver's side by now, and to the giver.
fn both_offered(order: &Rectification, steps: &[RectificationStep]) -> (bool, bool) {
    let offered = |account| {
        let actor = Actor::Account(AccountId::from_raw(account));
        order.open_steps(Side::Giver, None, actor).filter(|step| steps.contains(step)).count()
    };
    assert!([0, steps.len()].contains(&offered(HEAD)), "some of {steps:?}");
    (offered(HEAD) > 0, offered(GIVER) == steps.len())
}

#[test]
fn nobody_approves_or_verifies_their_own_work() {
    let order = done(step(ordered(false), "2026-04-03", HEAD, |order, hand| order.acknowledge("", hand)));
    let plan = vec![measure("fine the 8", "2026-04-15")];
    let order = done(step(order, "2026-04-08", HEAD, |order, hand| order.plan("nobody looked", plan, hand)));
    let plan = [RectificationStep::ApprovePlan, RectificationStep::Withdraw];
    assert_eq!(both_offered(&order, &plan), (false, true));
    let own = act("2026-04-09", HEAD, Some(Side::Giver), |hand| order.approve("", hand));
    assert_eq!(own.unwrap_err(), Refusal::OwnWork);
    assert_eq!(both_offered(&reported(false), &[RectificationStep::Verify]), (false, true));
    let own = act("2026-04-21", HEAD, Some(Side::Giver), |hand| reported(false).verify("", hand));
    assert_eq!(own.unwrap_err(), Refusal::OwnWork);
}

#[test]
fn nobody_decides_on_or_takes_back_what_they_answer_for() {
    let noted = done(step(ordered(false), "2026-04-03", HEAD, |order, hand| order.acknowledge("", hand)));
    let contested = done(step(noted.clone(), "2026-04-07", HEAD, |order, hand| order.dispute("22 were warned", hand)));
    let plan = vec![measure("fine the 8", "2026-04-15")];
    let planned = done(step(noted, "2026-04-08", HEAD, |order, hand| order.plan("nobody looked", plan, hand)));
    // Both stand on the giver's side by now, as somebody does who moved there from the unit that answers.
    for &outcome in DisputeOutcome::ALL {
        let decided = |who| {
            let order = contested.clone();
            act("2026-04-09", who, Some(Side::Giver), |hand| order.decide(outcome, "so", "less", hand)).map(drop)
        };
        assert_eq!((decided(HEAD), decided(GIVER)), (Err(Refusal::OwnWork), Ok(())), "{outcome}");
    }
    let decisions = [RectificationStep::Withdraw, RectificationStep::Uphold, RectificationStep::PartlyUphold];
    assert_eq!(both_offered(&contested, &decisions), (false, true));
    for order in [&contested, &planned] {
        let taken = |who| {
            let order = order.clone();
            act("2026-04-09", who, Some(Side::Giver), |hand| order.withdraw("a mistake", hand)).map(drop)
        };
        assert_eq!((taken(HEAD), taken(GIVER)), (Err(Refusal::OwnWork), Ok(())), "{}", order.state);
    }
}

#[test]
fn each_side_takes_its_own_steps() {
    let wrong = step(ordered(false), "2026-04-03", GIVER, |order, hand| order.acknowledge("", hand));
    assert_eq!(wrong.unwrap_err(), Refusal::NotYourSide { step: "ACKNOWLEDGE".to_owned() });
    let wrong = step(ordered(false), "2026-04-03", HEAD, |order, hand| order.withdraw("no", hand));
    assert_eq!(wrong.unwrap_err(), Refusal::NotYourSide { step: "WITHDRAW".to_owned() });
}

#[test]
fn a_deadline_does_not_lie_in_the_past() {
    let late = Opening { due: day("2026-04-02"), ..opening(false) };
    let opened = act("2026-04-03", GIVER, Some(Side::Giver), |hand| {
        Rectification::open(late, RectificationDirection::TopDown, hand)
    });
    assert!(matches!(opened, Err(Refusal::DayBeforeToday { .. })));
}

#[test]
fn a_result_is_reported_when_no_measure_is_open() {
    let order = done(step(ordered(false), "2026-04-03", HEAD, |order, hand| order.acknowledge("", hand)));
    let plan = vec![measure("one", "2026-04-15"), measure("two", "2026-04-16")];
    let order = done(step(order, "2026-04-08", HEAD, |order, hand| order.plan("why", plan, hand)));
    let order = done(step(order, "2026-04-09", GIVER, |order, hand| order.approve("", hand)));
    let order =
        done(step(order, "2026-04-14", OFFICER, |order, hand| order.end_measure(1, MeasureState::Done, "ok", hand)));
    let outcome = Outcome { result: "done".to_owned(), ..Outcome::default() };
    let early = step(order.clone(), "2026-04-20", HEAD, |order, hand| order.report(outcome.clone(), hand));
    assert_eq!(early.unwrap_err(), Refusal::MeasuresOpen { open: 1 });
    let twice =
        step(order.clone(), "2026-04-20", OFFICER, |order, hand| order.end_measure(1, MeasureState::Done, "ok", hand));
    assert_eq!(twice.unwrap_err(), Refusal::NoSuchPart { part: "measure".to_owned(), item: 1 });
    let order = done(step(order, "2026-04-20", OFFICER, |order, hand| {
        order.end_measure(2, MeasureState::Dropped, "moot", hand)
    }));
    assert_eq!(
        done(step(order, "2026-04-20", HEAD, |order, hand| order.report(outcome, hand))).state,
        RectificationState::Reported
    );
}

#[test]
fn what_begins_below_is_confirmed_and_shared() {
    let opening = Opening { origin: Origin::OwnDiscovery, ..opening(false) };
    let own = act("2026-04-03", OFFICER, Some(Side::Responsible), |hand| {
        Rectification::open(opening, RectificationDirection::BottomUp, hand)
    });
    let own = done(own);
    assert!(own.found_first);
    let own =
        done(step(own, "2026-04-07", OFFICER, |own, hand| own.plan("why", vec![measure("do", "2026-04-10")], hand)));
    assert_eq!(own.state, RectificationState::Planned);
    let own = done(step(own, "2026-04-09", OFFICER, |own, hand| own.end_measure(1, MeasureState::Done, "ok", hand)));
    let outcome =
        Outcome { result: "none left".to_owned(), pattern: "after holidays".to_owned(), ..Outcome::default() };
    let own = done(step(own, "2026-04-10", OFFICER, |own, hand| own.report(outcome, hand)));
    assert_eq!(own.requests, []);
    let own = done(step(own, "2026-04-13", GIVER, |own, hand| own.confirm("well done", hand)));
    assert_eq!(own.shared_pattern(), None);
    let own = done(step(own, "2026-04-13", GIVER, |own, hand| own.share(hand)));
    assert_eq!(own.state, RectificationState::PatternShared);
    assert_eq!(own.shared_pattern().map(|shared| shared.pattern).as_deref(), Some("after holidays"));
    assert_eq!(done(step(own, "2026-04-13", GIVER, |own, hand| own.close("", hand))).state, RectificationState::Closed);
}

#[test]
fn what_begins_below_and_is_bound_to_a_number_is_confirmed_by_it_or_with_a_reason() {
    let own = act("2026-04-03", OFFICER, Some(Side::Responsible), |hand| {
        Rectification::open(opening(true), RectificationDirection::BottomUp, hand)
    });
    let plan = vec![measure("do", "2026-04-10")];
    let own = done(step(done(own), "2026-04-07", OFFICER, |own, hand| own.plan("why", plan, hand)));
    let own = done(step(own, "2026-04-09", OFFICER, |own, hand| own.end_measure(1, MeasureState::Done, "ok", hand)));
    let outcome = Outcome { result: "none left".to_owned(), ..Outcome::default() };
    let own = done(step(own, "2026-04-10", OFFICER, |own, hand| own.report(outcome, hand)));
    let confirmed =
        |own: &Rectification, words: &str| step(own.clone(), "2026-06-08", GIVER, |own, hand| own.confirm(words, hand));
    let periods = ["2026-04", "2026-05"].map(ToOwned::to_owned).to_vec();
    assert_eq!(confirmed(&own, " ").unwrap_err(), Refusal::EffectNotShown { periods });
    let said = done(confirmed(&own, "I saw it")).verification.unwrap();
    assert_eq!((said.by_effect, said.reason.as_str()), (false, "I saw it"));
    let (own, event) = seen(own, "2026-06-05", &[("2026-04", "96"), ("2026-05", "97")]);
    assert_eq!((own.state, event), (RectificationState::Reported, None));
    assert!(done(confirmed(&own, "")).verification.unwrap().by_effect);
}

#[test]
fn what_was_taken_back_or_never_sent_found_nothing() {
    let opened = |direction, draft: bool| {
        let side = if direction == RectificationDirection::TopDown { Side::Giver } else { Side::Responsible };
        let opening = Opening { draft, ..opening(false) };
        done(act("2026-04-03", HEAD, Some(side), |hand| Rectification::open(opening, direction, hand)))
    };
    let of = |it: Rectification| {
        let withdrawn = Rectification { state: RectificationState::Withdrawn, ..it.clone() };
        (it.found_by(), it.is_found_first(), withdrawn.found_by(), withdrawn.is_found_first())
    };
    let own = opened(RectificationDirection::BottomUp, false);
    assert_eq!(of(own.clone()), (Some(Finder::Below), true, None, false));
    assert_eq!(of(own.after_others(true)), (Some(Finder::Below), false, None, false));
    assert_eq!(of(opened(RectificationDirection::TopDown, false)), (Some(Finder::Above), false, None, false));
    assert_eq!(of(opened(RectificationDirection::TopDown, true)), (None, false, None, false));
}
