//! When what was said is said again: gaps without data and people who end a warning in between change nothing of that.

use super::places::content;
use super::*;
use crate::warning::rule::Watched;

/// Which evaluation, of which period, what is seen, and what became of the warning before.
type Look = (String, Option<Period>, Verdict, Option<WarningState>);

fn seen_in(month: u32, verdict: Verdict, last: Option<WarningState>) -> Look {
    let period = Period::try_new(2026, crate::period::Cycle::Month, month).unwrap();
    (format!("run-{month}"), Some(period), verdict, last)
}

/// What an evaluation calls for, and how the rule stands after it.
fn evaluated(standing: &Standing, (key, period, verdict, last): Look) -> (Standing, &'static str) {
    let evaluation = Evaluation { key: &key, period, confirm: 1, ..evaluation("", "2026-01", verdict, last) };
    match standing.after(evaluation) {
        (after, Call::Issue(_)) => (after.issued(MatterId::from_raw(1)), "issue"),
        (after, Call::Recover(_)) => (after, "recover"),
        (after, Call::Nothing) => (after, ""),
    }
}

#[test]
fn a_gap_without_data_makes_nobody_say_again_what_was_called_false() {
    for (ended, spells) in [
        // Called false, it is said again once it was clear.
        (
            WarningState::FalseAlarm,
            [(5, "fires", ""), (6, "none", ""), (7, "fires", ""), (8, "clear", ""), (9, "fires", "issue")],
        ),
        (
            WarningState::FalseAlarm,
            [(5, "none", ""), (6, "none", ""), (7, "fires", ""), (8, "none", ""), (9, "fires", "")],
        ),
        // Ended, it is in a later period; a gap makes no period later.
        (
            WarningState::Resolved,
            [(4, "none", ""), (4, "fires", ""), (5, "none", ""), (6, "fires", "issue"), (7, "none", "")],
        ),
    ] {
        let (mut standing, said) = evaluated(&Standing::default(), seen_in(4, fires(), None));
        assert_eq!(said, "issue");
        for (place, (month, sees, said)) in spells.into_iter().enumerate() {
            let verdict = match sees {
                "fires" => fires(),
                "clear" => Verdict::Clear,
                _ => Verdict::NoData,
            };
            let (_, period, verdict, last) = seen_in(month, verdict, Some(ended));
            let (after, called) = evaluated(&standing, (format!("run-{ended}-{place}"), period, verdict, last));
            assert_eq!(called, said, "{ended} {month} {sees}");
            standing = after;
        }
    }
}

#[test]
fn without_periods_what_was_ended_is_said_again_once_that_counts_no_more() {
    let (mut standing, nothing) = (Standing::default(), || Verdict::NoData);
    for (day, verdict, last, said) in [
        ("day-1", fires(), None, "issue"),
        ("day-2", fires(), Some(WarningState::Handling), ""),
        ("day-3", fires(), Some(WarningState::Resolved), ""),
        // The days to deal with it are over, and it is still there: once, however often it is looked at.
        ("day-4", fires(), None, "issue"),
        ("day-4", fires(), None, ""),
        ("day-4", fires(), Some(WarningState::Issued), ""),
        ("day-5", fires(), Some(WarningState::Expired), ""),
        ("day-6", nothing(), Some(WarningState::Expired), ""),
        ("day-7", fires(), None, "issue"),
        ("day-8", fires(), Some(WarningState::FalseAlarm), ""),
        ("day-9", nothing(), Some(WarningState::FalseAlarm), ""),
        ("day-10", fires(), Some(WarningState::FalseAlarm), ""),
        ("day-11", Verdict::Clear, Some(WarningState::FalseAlarm), ""),
        ("day-12", fires(), Some(WarningState::FalseAlarm), "issue"),
        ("day-13", Verdict::Clear, Some(WarningState::Received), "recover"),
    ] {
        let (after, called) = evaluated(&standing, (day.to_owned(), None, verdict, last));
        assert_eq!(called, said, "{day}");
        standing = after;
    }
}

#[test]
fn what_was_ended_counts_until_the_days_to_deal_with_it_are_over() {
    let resolved = || {
        let read = at("2026-11-17", Some(Side::Responsible), |hand| warning().receive(hand)).unwrap().0;
        at("2026-11-18", Some(Side::Responsible), |hand| read.end(false, "12 paid", hand)).unwrap().0
    };
    let false_alarm = at("2026-11-18", Some(Side::Responsible), |hand| warning().end(true, "no", hand)).unwrap().0;
    let expired = at("2026-12-29", None, |hand| warning().expire(hand)).unwrap().0;
    let reviewed = at("2026-11-24", Some(Side::Giver), |hand| resolved().review("", hand)).unwrap().0;
    for (warning, day, stands_for) in [
        (warning(), "2027-06-01", Some(WarningState::Issued)),
        // 5 working days after Wednesday, 18 November.
        (resolved(), "2026-11-25", Some(WarningState::Resolved)),
        (resolved(), "2026-11-26", None),
        (reviewed.clone(), "2026-11-25", Some(WarningState::Resolved)),
        (reviewed, "2026-11-26", None),
        (expired.clone(), "2027-01-05", Some(WarningState::Expired)),
        (expired, "2027-01-06", None),
        (false_alarm, "2027-06-01", Some(WarningState::FalseAlarm)),
    ] {
        assert_eq!(at(day, None, |hand| warning.stands_for(hand)), stands_for, "{} {day}", warning.state);
    }
}

#[test]
fn a_rule_that_looks_in_another_way_goes_on_with_its_open_warning() {
    let said = evaluated(&Standing::default(), seen_in(4, fires(), None)).0;
    let anew = Standing { warning: said.warning, warned: said.warned, ..Standing::anew() };
    for (verdict, last, call) in [
        (fires(), WarningState::Issued, ""),
        (Verdict::NoData, WarningState::Issued, ""),
        (Verdict::Clear, WarningState::Handling, "recover"),
        // Ended meanwhile, it was said of that period as well.
        (fires(), WarningState::Resolved, ""),
        (fires(), WarningState::FalseAlarm, ""),
    ] {
        // The run it saw before is looked at again.
        assert_eq!(evaluated(&anew, seen_in(4, verdict.clone(), Some(last))).1, call, "{verdict:?} {last}");
    }
    assert_eq!((anew.seen, anew.is_let_go(), Standing::let_go().is_let_go()), (0, false, true));
}

#[test]
fn a_warning_stays_with_its_rule_as_long_as_that_looks_at_the_same() {
    let watched = |number| Watched::Indicator { indicator: IndicatorId::from_raw(number) };
    let before = content(watched(1), Condition::NoData);
    let threshold = || Condition::Threshold { limit: quantity("95") };
    let renamed = rule::RuleContent { name: "Called otherwise".to_owned(), ..before.clone() };
    for (after, stands) in [
        (renamed, None),
        (content(watched(1), threshold()), Some(Standing::anew())),
        (content(watched(2), Condition::NoData), Some(Standing::let_go())),
        (content(Watched::Score { dimension: None }, threshold()), Some(Standing::let_go())),
    ] {
        assert_eq!(after.stands_after(&before), stands, "{:?} {:?}", after.watched, after.condition);
    }
}

#[test]
fn an_open_warning_that_is_let_go_says_so_and_stays_as_it_is() {
    let said = at("2026-11-17", None, |hand| warning().let_go(hand)).map(|event| (event.step, event.state, event.side));
    assert_eq!(said, Some((LET_GO.to_owned(), "ISSUED".to_owned(), None)));
    let ended = at("2026-11-27", None, |hand| warning().recover("2026-11", hand)).unwrap().0;
    assert_eq!(at("2026-11-28", None, |hand| ended.let_go(hand)), None);
}

/// What whoever answers does with the warning between two evaluations.
fn ended(state: Option<WarningState>, act: u8) -> Option<WarningState> {
    match (state, act) {
        (Some(open), 1) if open.is_open() => Some(WarningState::Resolved),
        (Some(open), 2) if open.is_open() => Some(WarningState::FalseAlarm),
        (state, _) => state,
    }
}

proptest! {
    #[test]
    fn a_replay_changes_nothing_whoever_ends_the_warning_in_between(
        months in proptest::collection::vec((0_u8..3, 0_u8..4, 0_u8..4), 1..12),
    ) {
        let (mut standing, mut last) = (Standing::default(), None);
        // What stands to be said, told apart from how the rule keeps it: the state of what was said since it was clear.
        let mut said: Option<WarningState> = None;
        for (month, (sees, act, meanwhile)) in (1..).zip(months) {
            let verdict = || match sees { 0 => Verdict::Clear, 1 => fires(), _ => Verdict::NoData };
            let expected = match (sees, said) {
                (0, Some(state)) if state.is_open() => "recover",
                (1, None | Some(WarningState::Resolved)) => "issue",
                _ => "",
            };
            let (after, called) = evaluated(&standing, seen_in(month, verdict(), last));
            prop_assert_eq!(called, expected);
            (said, last) = match (sees, called) {
                (0, "recover") => (None, Some(WarningState::Resolved)),
                (0, _) => (None, last),
                (_, "issue") => (Some(WarningState::Issued), Some(WarningState::Issued)),
                _ => (said, last),
            };
            (said, last) = (ended(said, act), ended(last, act));
            let again = evaluated(&after, seen_in(month, verdict(), last));
            prop_assert_eq!(again, (after.clone(), ""));
            (said, last) = (ended(said, meanwhile), ended(last, meanwhile));
            standing = after;
        }
    }
}
