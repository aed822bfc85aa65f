//! What later numbers say.

use super::*;

#[test]
fn the_following_periods_verify_it_and_a_relapse_opens_it_again() {
    let order = reported(true);
    assert_eq!(
        order.effect.as_ref().unwrap().verifying().map(|it| it.to_string()).collect::<Vec<_>>(),
        ["2026-04", "2026-05"]
    );
    let (order, none) = seen(order, "2026-05-06", &[("2026-04", "96.4")]);
    assert_eq!((order.state, none), (RectificationState::Reported, None));
    let (order, event) = seen(order, "2026-06-05", &[("2026-04", "96.4"), ("2026-05", "95")]);
    assert_eq!((order.state, event.unwrap().words.as_str()), (RectificationState::Verified, "2026-04 2026-05"));
    assert!(order.verification.as_ref().unwrap().by_effect);
    let order = done(step(order, "2026-06-08", GIVER, |order, hand| order.close("", hand)));
    // The same values once more change nothing.
    let (order, none) = seen(order, "2026-06-09", &[("2026-04", "96.4"), ("2026-05", "95")]);
    assert_eq!((order.state, none), (RectificationState::Closed, None));
    let (order, event) = seen(order, "2026-07-06", &[("2026-04", "96.4"), ("2026-05", "95"), ("2026-06", "90")]);
    let event = event.unwrap();
    assert_eq!(
        (order.state, event.step.as_str(), event.words.as_str()),
        (RectificationState::Reopened, "RELAPSE", "2026-06")
    );
    assert_eq!(order.clocks.running().map(|clock| clock.kind).collect::<Vec<_>>(), [ClockKind::Plan]);
}

#[test]
fn a_period_that_misses_the_goal_sends_it_back() {
    let (order, event) = seen(reported(true), "2026-05-06", &[("2026-04", "94.9999")]);
    assert_eq!((order.state, event.unwrap().step.as_str()), (RectificationState::Reopened, "MISS"));
    assert_eq!((order.reopened, order.reported), (1, None));
}

#[test]
fn a_person_verifies_what_is_bound_to_an_indicator_with_a_reason_alone() {
    let order = reported(true);
    let silent = step(order.clone(), "2026-04-21", GIVER, |order, hand| order.verify("  ", hand));
    assert_eq!(
        silent.unwrap_err(),
        Refusal::EffectNotShown { periods: vec!["2026-04".to_owned(), "2026-05".to_owned()] }
    );
    let order =
        done(step(order, "2026-04-21", GIVER, |order, hand| order.verify("the indicator ends with this year", hand)));
    let verification = order.verification.unwrap();
    assert_eq!((verification.by_effect, verification.reason.as_str()), (false, "the indicator ends with this year"));
}

#[test]
fn periods_of_a_quarterly_indicator_verify_by_quarters() {
    let mut order = reported(true);
    let effect = order.effect.as_mut().unwrap();
    effect.from = Some("2026Q4".parse::<Period>().unwrap());
    assert_eq!(effect.verifying().map(|it| it.to_string()).collect::<Vec<_>>(), ["2026Q4", "2027Q1"]);
    assert_eq!(effect.watching().map(|it| it.to_string()).collect::<Vec<_>>(), ["2027Q2", "2027Q3"]);
}

#[test]
fn a_period_under_way_counts_only_where_that_was_chosen() {
    let period = "2026-05".parse().unwrap();
    let waits = opening(true).effect.unwrap();
    let early = Effect { early: true, ..waits.clone() };
    let takes = |day_of: &str| (waits.takes(period, day(day_of)), early.takes(period, day(day_of)));
    assert_eq!(takes("2026-05-20"), (false, true));
    // On its last day something can still come in.
    assert_eq!(takes("2026-05-31"), (false, true));
    assert_eq!(takes("2026-06-01"), (true, true));
}

#[test]
fn what_is_over_is_looked_at_as_long_as_corrections_come() {
    let effect = Effect { from: Some("2026-04".parse().unwrap()), ..opening(true).effect.unwrap() };
    // April and May verify, June and July are watched.
    let looked_at = |is_open, on: &str| effect.is_looked_at(is_open, day(on));
    assert_eq!((looked_at(false, "2026-10-31"), looked_at(false, "2026-11-01")), (true, false));
    assert!(looked_at(true, "2027-10-31"));
    assert!(!Effect { from: None, ..effect.clone() }.is_looked_at(true, day("2026-05-01")));
}
