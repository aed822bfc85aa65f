//! What is seen of a post and of whoever holds it is warned of twice and counts once.

use super::warning;
use crate::cell::Subject;
use crate::id::{Id, IndicatorId, MatterId, PersonId, PostId};
use crate::matter::{About, Weak};
use crate::warning::count::by_cause;
use crate::warning::{Warning, WarningState};

/// A warning of a number, by what it is about, the indicator and the month.
fn of(subject: Subject, indicator: i64, period: &str) -> Warning {
    let about = About { indicator: IndicatorId::from_raw(indicator), subject, period: period.parse().unwrap() };
    Warning { about: Some(Weak::Value(about)), ..warning() }
}

#[test]
fn a_post_and_its_holder_are_warned_of_one_cause_once() {
    let (post, other) = (Subject::Post(PostId::from_raw(6)), Subject::Post(PostId::from_raw(7)));
    let person = Subject::Person(PersonId::from_raw(1));
    let called_false = |it: Warning| Warning { ended_as: Some(WarningState::FalseAlarm), ..it };
    let theirs = || of(person, 5, "2026-03");
    for (warnings, counted) in [
        (vec![of(post, 5, "2026-03"), theirs()], vec![2]),
        (vec![theirs(), of(post, 5, "2026-03")], vec![1]),
        // Another number, or another month, is another cause.
        (vec![of(post, 6, "2026-03"), theirs()], vec![1, 2]),
        (vec![of(post, 5, "2026-02"), theirs()], vec![1, 2]),
        // Two posts are two, as long as nothing is said of the person.
        (vec![of(post, 5, "2026-03"), of(other, 5, "2026-03")], vec![1, 2]),
        (vec![of(post, 5, "2026-03"), of(other, 5, "2026-03"), theirs()], vec![3]),
        // What was called false stands for nothing.
        (vec![of(post, 5, "2026-03"), called_false(theirs())], vec![1, 2]),
        (vec![warning(), theirs(), warning()], vec![1, 2, 3]),
    ] {
        let numbered = (1..).zip(warnings).map(|(number, it)| Warning { id: MatterId::from_raw(number), ..it });
        let numbered: Vec<Warning> = numbered.collect();
        let ids: Vec<i64> = by_cause(&numbered).into_iter().map(|it| it.id.raw()).collect();
        assert_eq!(ids, counted, "{numbered:?}");
    }
}
