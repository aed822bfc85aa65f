//! A warning about a post goes with the post.

use super::{at, warning};
use crate::cell::Subject;
use crate::id::{Id, IndicatorId, PersonId, PostId, UnitId, WarningRuleId};
use crate::matter::{About, ClockKind, Matter as _, Names, Parties, Side, Someone, Weak};
use crate::warning::condition::ConditionKind;
use crate::warning::holder::{Holders, Turn};
use crate::warning::passing::Passed;
use crate::warning::{Warning, WarningState, WarningStep};

fn person(number: i64) -> PersonId {
    PersonId::from_raw(number)
}

fn holders(main: Option<i64>, others: &[i64]) -> Holders {
    Holders { main: main.map(person), others: others.iter().copied().map(person).collect() }
}

#[test]
fn whoever_holds_the_post_now_answers_unless_the_unit_gave_it_to_somebody_else() {
    let (stays, sees) = (None, Some((false, false)));
    let (answers, deals, both) = (Some((true, false)), Some((false, true)), Some((true, true)));
    for (known, now, handler, turn) in [
        (holders(Some(1), &[2]), holders(Some(1), &[2]), None, stays),
        (holders(Some(1), &[2, 3]), holders(Some(1), &[3, 2]), Some(1), stays),
        // A left, or B acts for A, or nobody is left, or somebody came to a vacant post.
        (holders(Some(1), &[]), holders(Some(2), &[]), None, answers),
        (holders(Some(1), &[2]), holders(Some(2), &[1]), None, answers),
        (holders(Some(1), &[]), holders(None, &[]), None, answers),
        (holders(None, &[]), holders(Some(1), &[]), None, answers),
        // Whoever took it up because they answered hands it over; who has it besides goes on while they hold the post.
        (holders(Some(1), &[2]), holders(Some(2), &[1]), Some(1), both),
        (holders(Some(1), &[2]), holders(Some(3), &[2]), Some(2), answers),
        (holders(Some(1), &[2]), holders(Some(1), &[]), Some(2), deals),
        (holders(Some(1), &[]), holders(None, &[]), Some(1), both),
        // The unit gave it to somebody who does not hold the post, or does since.
        (holders(Some(1), &[]), holders(Some(2), &[]), Some(9), stays),
        (holders(Some(1), &[]), holders(None, &[9]), Some(9), answers),
        (holders(Some(1), &[]), holders(Some(1), &[2]), None, sees),
        (holders(Some(1), &[2]), holders(Some(1), &[]), None, sees),
    ] {
        let found = known.turn(&now, handler.map(person));
        let turn = turn.map(|(answers, deals)| Turn { answers, deals });
        assert_eq!(found, turn, "{known:?} {now:?} {handler:?}");
    }
}

/// Of a post that the first person holds, with a second.
fn of_post() -> Warning {
    let (indicator, subject) = (IndicatorId::from_raw(5), Subject::Post(PostId::from_raw(6)));
    let about = Weak::Value(About { indicator, subject, period: "2026-03".parse().unwrap() });
    let rule = (Some(WarningRuleId::from_raw(7)), Some(ConditionKind::Threshold));
    let mut it = Warning { about: Some(about), rule: rule.0, condition: rule.1, ..warning() };
    it.parties = parties(Some((1, "Wang")));
    it.holders = vec![person(2)];
    it.clocks.pass_on(None, Some(person(1)));
    it
}

fn parties(of: Option<(i64, &str)>) -> Parties {
    let names = Names { unit: "First office".to_owned(), person: of.map(|it| it.1.to_owned()), giver: String::new() };
    let id = of.map(|it| person(it.0));
    Parties { names, ..Parties::new(UnitId::from_raw(2), id, UnitId::from_raw(1), None) }
}

fn passed(it: Warning, now: Holders, to: Option<(i64, &str)>) -> Option<Passed> {
    at("2026-11-17", None, |hand| it.pass_on(now, parties(to), hand))
}

fn people(it: &Warning) -> Vec<i64> {
    let people: std::collections::BTreeSet<PersonId> = it.people().collect();
    people.into_iter().map(Id::raw).collect()
}

#[test]
fn it_goes_with_its_clocks_and_whoever_had_it_reads_on() {
    let someone = Someone { id: person(1), name: "Wang".to_owned() };
    let taken =
        at("2026-11-16", Some(Side::Responsible), |hand| of_post().assign(Some(someone.clone()), "", hand)).unwrap().0;
    let due: Vec<_> = taken.clocks.running().map(|clock| (clock.kind, clock.due)).collect();
    let Passed { warning: it, event, turns, told } =
        passed(taken.clone(), holders(Some(3), &[2]), Some((3, "Li"))).unwrap();
    let event = event.unwrap();
    assert!(turns);
    assert_eq!((event.step.as_str(), event.words.as_str(), event.side), ("PASS_ON", "Li", None));
    assert_eq!((it.state, it.handler.as_ref().map(|it| it.id)), (WarningState::Handling, Some(person(3))));
    assert!(it.clocks.running().all(|clock| clock.person == Some(person(3))), "{:?}", it.clocks);
    assert_eq!(it.clocks.running().map(|clock| (clock.kind, clock.due)).collect::<Vec<_>>(), due);
    assert_eq!((people(&it), it.former().into_iter().collect::<Vec<_>>()), (vec![1, 2, 3], vec![person(1)]));
    assert_eq!(told.into_iter().collect::<Vec<_>>(), [person(1)]);
    // Whoever left remarks, and nothing else; the warning counts for them, not for whoever took it over.
    let steps: Vec<_> = it.open_steps(Side::Responsible, Some(person(1))).collect();
    assert_eq!(steps, [WarningStep::Comment]);
    assert!(it.has_whole(person(1)).is_err() && it.has_whole(person(2)).is_ok());
    assert_eq!(it.counts_for(), Some(someone.clone()));
    // The same again changes nothing, and what was kept is read as it was.
    assert_eq!(passed(it.clone(), holders(Some(3), &[2]), Some((3, "Li"))), None);
    let kept = serde_json::to_string(&it).unwrap();
    assert_eq!(serde_json::from_str::<Warning>(&kept).unwrap(), it, "{kept}");
    // Nobody holds it: the unit answers, and its clocks wait for the unit.
    let vacant = passed(it, holders(None, &[]), None).unwrap();
    assert_eq!(vacant.event.unwrap().words, "First office");
    assert!(vacant.warning.clocks.running().all(|clock| clock.person.is_none()));
    assert_eq!((vacant.warning.handler.clone(), people(&vacant.warning)), (None, vec![1, 2, 3]));
    // Whoever held it before comes back.
    let back = passed(vacant.warning, holders(Some(1), &[]), Some((1, "Wang"))).unwrap().warning;
    assert!(!back.former().contains(&person(1)));
    assert_eq!(back.counts_for(), Some(someone));
}

#[test]
fn who_else_holds_the_post_sees_it_and_is_told_of_that_alone() {
    let wang = Some((1, "Wang"));
    let Passed { warning: it, event, turns, told } = passed(of_post(), holders(Some(1), &[4]), wang).unwrap();
    let said = event.map(|it| (it.step, it.words));
    assert_eq!((said, turns), (Some(("PASS_ON".to_owned(), String::new())), false));
    assert_eq!(told.into_iter().collect::<Vec<_>>(), [person(4)]);
    assert_eq!((people(&it), it.holders.clone(), it.issued_to.clone()), (vec![1, 2, 4], vec![person(4)], None));
    assert!(it.clocks.running().any(|clock| clock.kind == ClockKind::Handle && clock.person == Some(person(1))));
    // Nobody is told, and nothing said, where one of them leaves.
    let Passed { warning: it, event, turns, told } = passed(it, holders(Some(1), &[]), wang).unwrap();
    assert_eq!((event, turns, told.len(), it.holders.len()), (None, false, 0, 0));
}

#[test]
fn what_is_over_written_by_hand_or_of_no_post_stays() {
    let ended = at("2026-11-17", None, |hand| of_post().recover("2026-11", hand)).unwrap().0;
    let by_hand = Warning { rule: None, ..of_post() };
    let of_none = Warning { about: None, ..of_post() };
    for it in [ended, by_hand, of_none] {
        assert_eq!(passed(it, holders(Some(3), &[]), Some((3, "Li"))), None);
    }
}
