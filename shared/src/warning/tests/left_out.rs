//! Periods that nobody ran, at the end and in between.

use super::places::content;
use super::*;
use crate::id::WarningRuleId;
use crate::warning::rule::{RuleState, WarningRule, Watched};

fn periods(text: &str) -> Vec<Period> {
    text.split_whitespace().map(|period| period.parse().unwrap()).collect()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_period_that_nobody_ran_is_missed_once_its_days_are_over() {
    let threshold = Condition::Threshold { limit: quantity("95") };
    for (condition, ran, today, seen) in [
        (&Condition::NoData, "2026-06", "2026-08-15", "2026-06"),
        (&Condition::NoData, "2026-06", "2026-08-16", "2026-06 2026-07"),
        (&Condition::NoData, "2026-06", "2026-10-20", "2026-06 2026-07 2026-08 2026-09"),
        // In between, it is missed no sooner, whatever was run since.
        (&Condition::NoData, "2026-06 2026-08", "2026-08-15", "2026-06 2026-08"),
        (&Condition::NoData, "2026-06 2026-08", "2026-08-16", "2026-06 2026-07 2026-08"),
        // What was run is seen also while it is under way, and nothing before the first.
        (&Condition::NoData, "2026-06 2026-07", "2026-07-02", "2026-06 2026-07"),
        (&Condition::NoData, "2026Q2 2026Q4", "2026-12-01", "2026Q2 2026Q3 2026Q4"),
        (&Condition::NoData, "", "2026-10-20", ""),
        // Other rules see what was run alone.
        (&threshold, "2026-06 2026-08", "2026-10-20", "2026-06 2026-08"),
    ] {
        assert_eq!(condition.seen_through(&periods(ran), date(today)), periods(seen), "{ran} {today}");
    }
    let last = |availability| seen("90").map(|seen| Seen { availability, ..seen }).and_then(Seen::missed);
    for &availability in Availability::ALL {
        let missing = last(availability).map(|seen| (seen.availability, seen.value));
        let owed = (availability != Availability::NotApplicable).then_some((Availability::Missing, None));
        assert_eq!(missing, owed, "{availability}");
    }
}

#[test]
fn what_was_left_out_is_looked_for_since_the_rule_came_into_force() {
    let threshold = Condition::Threshold { limit: quantity("95") };
    for (condition, ran, since, today, left_out) in [
        // July is missed from 16 August on.
        (&Condition::NoData, "2026-06 2026-08", "2026-01-01", "2026-08-15", ""),
        (&Condition::NoData, "2026-06 2026-08", "2026-01-01", "2026-08-16", "2026-07"),
        (&Condition::NoData, "2026-06 2026-08", "2026-08-16", "2026-10-20", "2026-07"),
        (&Condition::NoData, "2026-06 2026-08", "2026-08-17", "2026-10-20", ""),
        // Of several the newest; never one before the first run, nor what comes after the last: that is the newest to be looked at.
        (&Condition::NoData, "2026-03 2026-07", "2026-01-01", "2026-10-20", "2026-06"),
        (&Condition::NoData, "2026-06 2026-07", "2026-01-01", "2026-10-20", ""),
        (&Condition::NoData, "2026-06 2026-07 2026-08", "2026-01-01", "2026-10-20", ""),
        (&Condition::NoData, "2026-06 2026-08", "", "2026-10-20", ""),
        (&Condition::NoData, "", "2026-01-01", "2026-10-20", ""),
        (&threshold, "2026-06 2026-08", "2026-01-01", "2026-10-20", ""),
    ] {
        let since = (!since.is_empty()).then(|| date(since));
        let found = condition.left_out(&periods(ran), since, date(today));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), periods(left_out), "{ran} {since:?} {today}");
    }
}

#[test]
fn what_is_seen_in_the_newest_period_comes_first() {
    for (newest, left_out, gives_way) in [
        (Verdict::Clear, fires(), true),
        (Verdict::NoData, fires(), true),
        (fires(), fires(), false),
        (Verdict::Clear, Verdict::NoData, false),
        (Verdict::Clear, Verdict::Clear, false),
    ] {
        assert_eq!(newest.gives_way_to(&left_out), gives_way, "{newest:?} {left_out:?}");
    }
}

#[test]
fn what_was_left_out_is_said_once_though_later_periods_were_seen() {
    let mut standing = Standing::default();
    // The evaluation, the period, whether it was left out, what is seen, what became of the warning before, and what is said.
    for (key, period, left_out, verdict, last, said) in [
        ("run-2", "2026-08", false, Verdict::Clear, None, ""),
        ("day-1", "2026-07", true, fires(), None, "issue"),
        ("day-1", "2026-07", true, fires(), Some(WarningState::Issued), ""),
        ("day-2", "2026-07", true, fires(), Some(WarningState::Issued), ""),
        // Ended by somebody, it is not said again of the same period, nor after a later one was warned of.
        ("day-3", "2026-07", true, fires(), Some(WarningState::Resolved), ""),
        ("run-3", "2026-09", false, fires(), Some(WarningState::Resolved), "issue"),
        ("day-4", "2026-07", true, fires(), Some(WarningState::Resolved), ""),
        // Somebody ran it: the newest is looked at again, and an old one computed anew says nothing.
        ("run-3", "2026-09", false, Verdict::Clear, Some(WarningState::Handling), "recover"),
        ("run-4", "2026-07", false, fires(), Some(WarningState::Resolved), ""),
    ] {
        let period = Some(period.parse().unwrap());
        let (after, call) = standing.after(Evaluation { key, period, left_out, verdict, confirm: 1, last });
        let called = match &call {
            Call::Issue(_) => "issue",
            Call::Recover(_) => "recover",
            Call::Nothing => "",
        };
        assert_eq!(called, said, "{key} {period:?}");
        standing = if called == "issue" { after.issued(MatterId::from_raw(1)) } else { after };
    }
}

/// What is said where the newest period is seen like this and `left_out` is missing, and how the rule stands after it.
fn looked(standing: &Standing, key: &str, look: Look, last: Option<WarningState>) -> (Standing, &'static str) {
    let (newest, sees, left_out) = look;
    let verdict = match sees {
        "fires" => fires(),
        "clear" => Verdict::Clear,
        _ => Verdict::NoData,
    };
    // Of a warning that is over and forgotten nothing is known.
    let last = standing.warning.and(last);
    let behind = periods(left_out).pop();
    let behind = behind.filter(|period| standing.looks_back(*period, last) && verdict.gives_way_to(&fires()));
    let (period, verdict) = match behind {
        Some(period) => (period, fires()),
        None => (newest.parse().unwrap(), verdict),
    };
    let (period, left_out) = (Some(period), behind.is_some());
    match standing.after(Evaluation { key, period, left_out, verdict, confirm: 1, last }) {
        (after, Call::Issue(_)) => (after.issued(MatterId::from_raw(1)), "issue"),
        (after, Call::Recover(_)) => (after, "recover"),
        (after, Call::Nothing) => (after, ""),
    }
}

/// The newest period, what is seen in it, and the one that was left out before, which is missing.
type Look = (&'static str, &'static str, &'static str);

#[test]
fn a_period_that_stays_left_out_is_said_once_and_neither_mutes_its_rule_nor_keeps_a_later_warning_open() {
    let [issued, resolved, denied] = [WarningState::Issued, WarningState::Resolved, WarningState::FalseAlarm].map(Some);
    let july = ("2026-08", "clear", "2026-07");
    for (story, looks) in [
        (
            "somebody ended it, and what is missing later is said and ends by itself",
            vec![
                (july, None, "issue"),
                (july, issued, ""),
                (july, resolved, ""),
                (july, resolved, ""),
                (july, None, ""),
                (("2026-09", "fires", "2026-07"), None, "issue"),
                (("2026-09", "clear", "2026-07"), issued, "recover"),
                (("2026-09", "clear", "2026-07"), None, ""),
            ],
        ),
        (
            "it is open while the newest is missing as well, and stays so until somebody ends it",
            vec![
                (july, None, "issue"),
                (("2026-09", "fires", "2026-07"), issued, ""),
                (("2026-09", "clear", "2026-07"), issued, ""),
                (("2026-09", "clear", "2026-07"), resolved, ""),
                (("2026-10", "clear", "2026-07"), None, ""),
            ],
        ),
        (
            "it is run late, and one before it never is",
            vec![
                (july, None, "issue"),
                (("2026-08", "clear", "2026-05"), issued, "recover"),
                (("2026-08", "clear", "2026-05"), resolved, ""),
            ],
        ),
        (
            "it was never said, for what was missing later was",
            vec![
                (("2026-09", "fires", "2026-07"), None, "issue"),
                (("2026-09", "clear", "2026-07"), issued, "recover"),
                (("2026-10", "fires", "2026-07"), None, "issue"),
                (("2026-10", "clear", "2026-07"), denied, ""),
                (("2026-11", "fires", "2026-07"), None, "issue"),
            ],
        ),
        (
            "it was called false, and another one is left out later",
            vec![
                (july, None, "issue"),
                (july, denied, ""),
                (july, denied, ""),
                (("2026-10", "clear", "2026-09"), None, "issue"),
            ],
        ),
        (
            "it was called false while another one was left out: the newest tells first that it was clear since",
            vec![
                (july, None, "issue"),
                (("2026-10", "clear", "2026-09"), denied, ""),
                (("2026-10", "clear", "2026-09"), denied, "issue"),
            ],
        ),
        (
            "another one is left out after somebody ended it",
            vec![(july, None, "issue"), (("2026-10", "clear", "2026-09"), resolved, "issue")],
        ),
        (
            "nothing is known of the newest",
            vec![
                (("2026-08", "none", "2026-07"), None, "issue"),
                (("2026-08", "none", "2026-07"), resolved, ""),
                (("2026-08", "none", "2026-07"), resolved, ""),
                (("2026-09", "fires", "2026-07"), resolved, "issue"),
            ],
        ),
    ] {
        let mut standing = Standing::default();
        for (day, (look, last, said)) in looks.into_iter().enumerate() {
            let key = format!("day-{day}");
            let (after, called) = looked(&standing, &key, look, last);
            assert_eq!(called, said, "{story}: {look:?} on {key}");
            standing = after;
        }
    }
}

#[test]
fn what_was_let_go_is_not_looked_at_until_that_was_said() {
    let waits = Standing { warning: Some(MatterId::from_raw(1)), ..Standing::let_go() };
    for verdict in [fires(), Verdict::Clear, Verdict::NoData] {
        let after = waits.after(evaluation("run-1", "2026-04", verdict, Some(WarningState::Issued)));
        assert_eq!(after, (waits.clone(), Call::Nothing));
    }
}

#[test]
fn a_rule_is_in_force_since_it_looks_at_things_as_it_does() {
    let watched = || Watched::Indicator { indicator: IndicatorId::from_raw(1) };
    let (missing, late) = (content(watched(), Condition::NoData), Condition::Threshold { limit: quantity("95") });
    let (state, since) = (RuleState::Draft, None);
    let (id, code) = (WarningRuleId::from_raw(1), "MISSING".parse().unwrap());
    let draft = WarningRule { id, code, state, content: missing.clone(), since, version: 1 };
    assert_eq!(draft.clone().saying(missing.clone(), date("2026-02-01")).since, None);
    let active = draft.activate(date("2026-03-01")).unwrap();
    assert_eq!(active.since, Some(date("2026-03-01")));
    // Told to others and called something else, it looks at the same.
    let renamed = rule::RuleContent { name: "Nothing came".to_owned(), ..missing.clone() };
    assert_eq!(active.clone().saying(renamed, date("2026-04-01")).since, Some(date("2026-03-01")));
    let other = content(watched(), late);
    assert_eq!(active.clone().saying(other, date("2026-04-01")).since, Some(date("2026-04-01")));
    // Of one that was in force before this was kept, it is known from then on.
    let unknown = WarningRule { since: None, ..active };
    assert_eq!(unknown.saying(missing, date("2026-04-01")).since, Some(date("2026-04-01")));
}
