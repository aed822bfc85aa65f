//! What the rounds that are over said, read from the time-line.

use super::*;

fn told(line: &[Event]) -> Vec<String> {
    let told = |it: &Earlier| format!("{} {} {}", it.round, it.period, it.finding);
    earlier(line).iter().map(told).collect()
}

fn line(steps: &[(&str, &str)]) -> Vec<Event> {
    let event = |(step, words): &(&str, &str)| act("2026-07-06", 0, None, |hand| Event::new(hand, step, "", *words));
    steps.iter().map(event).collect()
}

#[test]
fn each_round_that_is_over_says_which_periods_were_what() {
    let (proved, closed) = (("PROVE", "2026-04 2026-05"), ("CLOSE", ""));
    let relapsed = ("RELAPSE", "2026-06");
    let first = ["1 2026-04 VERIFIED", "1 2026-05 VERIFIED", "1 2026-06 RELAPSED"];
    let second = ["1 2026-03 MISSED", "2 2026-05 VERIFIED", "2 2026-06 RELAPSED"];
    type Case<'c> = (&'c [(&'c str, &'c str)], &'c [&'c str]);
    let cases: &[Case<'_>] = &[
        (&[], &[]),
        // What verified the round under way, or the last one, is said by its effect.
        (&[("PUSH", ""), proved, closed], &[]),
        (&[proved, closed, relapsed], &first),
        (&[proved, relapsed, ("SUBMIT_PLAN", "2026-07"), ("REPORT", ""), ("PROVE", "2026-08 2026-09")], &first),
        (&[("MISS", "2026-03"), ("PROVE", "2026-05"), relapsed], &second),
        // A person sent it back in between: that is a round of its own.
        (&[("REOPEN", "2026-04 is not enough"), ("MISS", "2026Q2")], &["2 2026Q2 MISSED"]),
        // Nobody says with words what only numbers say.
        (&[("COMMENT", "2026-04"), ("VERIFY", "2026-05"), ("ESCALATE", "2026-05"), relapsed], &["1 2026-06 RELAPSED"]),
    ];
    for (steps, expected) in cases {
        assert_eq!(told(&line(steps)), *expected, "{steps:?}");
    }
}

#[test]
fn what_the_numbers_said_is_read_as_it_was_written() {
    let values = [("2026-04", "96.4"), ("2026-05", "95"), ("2026-06", "90")];
    let (order, proved) = seen(reported(true), "2026-06-05", &values[..2]);
    let (order, relapsed) = seen(order, "2026-07-06", &values);
    assert_eq!((order.state, order.reopened), (RectificationState::Reopened, 1));
    let line: Vec<Event> = proved.into_iter().chain(relapsed).collect();
    assert_eq!(told(&line), ["1 2026-04 VERIFIED", "1 2026-05 VERIFIED", "1 2026-06 RELAPSED"]);
}
