//! What is asked for, more time, and what begins anew elsewhere.

use super::*;

fn answered(granted: bool, words: &str, to: Option<UnitId>) -> Answer {
    Answer { granted, words: words.to_owned(), to: to.map(|id| (id, "the hall".to_owned())) }
}

fn asked(kind: RequestKind, until: Option<&str>, to: Option<UnitId>) -> Asked {
    Asked { kind, words: "because".to_owned(), until: until.map(day), to: to.map(|id| (id, "the others".to_owned())) }
}

#[test]
fn a_request_has_an_answer_of_its_own() {
    let order = done(step(ordered(false), "2026-04-03", HEAD, |order, hand| {
        order.request(asked(RequestKind::Time, Some("2026-04-30"), None), hand)
    }));
    assert_eq!(order.state, RectificationState::Pushed);
    let order =
        done(step(order, "2026-04-06", GIVER, |order, hand| order.answer(1, answered(true, "agreed", None), hand)));
    assert_eq!((order.due, order.state), (day("2026-04-30"), RectificationState::Pushed));
    let again =
        step(order.clone(), "2026-04-06", GIVER, |order, hand| order.answer(1, answered(false, "no", None), hand));
    assert_eq!(again.unwrap_err(), Refusal::NoSuchPart { part: "request".to_owned(), item: 1 });
    let other = UnitId::from_raw(9);
    let order = done(step(order, "2026-04-07", HEAD, |order, hand| {
        order.request(asked(RequestKind::Transfer, None, Some(other)), hand)
    }));
    let order =
        done(step(order, "2026-04-08", GIVER, |order, hand| order.answer(2, answered(true, "so it is", None), hand)));
    assert_eq!((order.parties.unit, order.state), (other, RectificationState::Pushed));
    assert_eq!(order.clocks.running().map(|clock| clock.kind).collect::<Vec<_>>(), [ClockKind::Acknowledge]);
}

#[test]
fn nobody_grants_what_they_asked_for() {
    let order = done(step(ordered(false), "2026-04-03", HEAD, |order, hand| {
        order.request(asked(RequestKind::Time, Some("2026-04-30"), None), hand)
    }));
    assert_eq!(both_offered(&order, &[RectificationStep::AnswerRequest]), (false, true));
    // Both stand on the giver's side by now.
    let granted = |who| {
        let order = order.clone();
        act("2026-04-06", who, Some(Side::Giver), |hand| order.answer(1, answered(true, "agreed", None), hand))
            .map(drop)
    };
    assert_eq!((granted(HEAD), granted(GIVER)), (Err(Refusal::OwnWork), Ok(())));
}

#[test]
fn more_time_is_more_time_for_the_measures_too() {
    let plan = vec![measure("list", "2026-04-10"), measure("talk", "2026-05-20")];
    let order = done(step(ordered(false), "2026-04-03", HEAD, |order, hand| order.acknowledge("", hand)));
    let order = done(step(order, "2026-04-06", HEAD, |order, hand| order.plan("no list", plan, hand)));
    let order = done(step(order, "2026-04-07", GIVER, |order, hand| order.approve("", hand)));
    let order = done(step(order, "2026-04-09", HEAD, |order, hand| {
        order.request(asked(RequestKind::Time, Some("2026-05-08"), None), hand)
    }));
    let order =
        done(step(order, "2026-04-10", GIVER, |order, hand| order.answer(1, answered(true, "agreed", None), hand)));
    let due: Vec<_> = order.measures.iter().map(|measure| measure.due).collect();
    assert_eq!(due, [day("2026-05-08"), day("2026-05-20")]);
    let waits: Vec<_> = order.clocks.running().map(|clock| (clock.kind, clock.due)).collect();
    let measures = [(ClockKind::Measure, day("2026-05-08")), (ClockKind::Measure, day("2026-05-20"))];
    assert_eq!(waits, [measures[0], measures[1], (ClockKind::Report, day("2026-05-08"))]);
}

#[test]
fn less_time_is_no_more_time() {
    let wrong = |order: &Rectification, until: &str| {
        let asked = asked(RequestKind::Time, Some(until), None);
        step(order.clone(), "2026-04-16", HEAD, |order, hand| order.request(asked, hand)).map(drop)
    };
    let due = day("2026-04-22");
    let not_later = |until: &str| Err(Refusal::DayNotLater { field: "until".to_owned(), given: day(until), due });
    let today = day("2026-04-16");
    let past = Refusal::DayBeforeToday { field: "until".to_owned(), given: day("2026-04-15"), today };
    // Due on the 22nd, asked on the 16th.
    for (until, said) in [
        ("2026-04-15", Err(past)),
        ("2026-04-16", not_later("2026-04-16")),
        ("2026-04-21", not_later("2026-04-21")),
        ("2026-04-22", not_later("2026-04-22")),
        ("2026-04-23", Ok(())),
    ] {
        assert_eq!(wrong(&ordered(false), until), said, "{until}");
    }
    // What was late already gets time from today on.
    let late = Rectification { due: day("2026-04-10"), ..ordered(false) };
    assert_eq!(wrong(&late, "2026-04-16"), Ok(()));
}

#[test]
fn what_is_granted_takes_no_time_that_was_given_meanwhile() {
    let order = done(step(ordered(false), "2026-04-03", HEAD, |order, hand| order.acknowledge("", hand)));
    let plan = vec![measure("list", "2026-04-10")];
    let order = done(step(order, "2026-04-06", HEAD, |order, hand| order.plan("no list", plan, hand)));
    let order = done(step(order, "2026-04-07", GIVER, |order, hand| order.approve("", hand)));
    let wanted = |order, until| {
        let asked = asked(RequestKind::Time, Some(until), None);
        done(step(order, "2026-04-09", HEAD, |order, hand| order.request(asked, hand)))
    };
    let order = wanted(wanted(order, "2026-04-24"), "2026-05-15");
    let grant = |order, item| {
        done(step(order, "2026-04-10", GIVER, |order, hand| order.answer(item, answered(true, "agreed", None), hand)))
    };
    // The later one first: the earlier one changes nothing then.
    let order = grant(grant(order, 2), 1);
    let waits: Vec<_> = order.clocks.running().map(|clock| (clock.kind, clock.due)).collect();
    let until = day("2026-05-15");
    assert_eq!((order.due, order.measures[0].due), (until, until));
    assert_eq!(waits, [(ClockKind::Measure, until), (ClockKind::Report, until)]);
    assert!(order.requests.iter().all(|request| request.granted == Some(true)));
}

#[test]
fn whoever_does_not_know_the_right_unit_says_so_and_the_giver_names_it() {
    let approved = |order: Rectification| {
        let order = done(step(order, "2026-04-03", HEAD, |order, hand| order.acknowledge("", hand)));
        let plan = vec![measure("list", "2026-04-10")];
        let order = done(step(order, "2026-04-06", HEAD, |order, hand| order.plan("no list", plan, hand)));
        done(step(order, "2026-04-07", GIVER, |order, hand| order.approve("", hand)))
    };
    let order = approved(ordered(false));
    let own = order.parties.unit;
    let same = step(order.clone(), "2026-04-08", HEAD, |order, hand| {
        order.request(asked(RequestKind::Transfer, None, Some(own)), hand)
    });
    assert_eq!(same.unwrap_err(), Refusal::SameUnit);
    let order = done(step(order, "2026-04-08", HEAD, |order, hand| {
        order.request(asked(RequestKind::Transfer, None, None), hand)
    }));
    let answer =
        |to| step(order.clone(), "2026-04-09", GIVER, |order, hand| order.answer(1, answered(true, "yes", to), hand));
    assert_eq!(answer(None).unwrap_err(), Refusal::WordsMissing { field: "to".to_owned() });
    assert_eq!(answer(Some(own)).unwrap_err(), Refusal::SameUnit);
    // The giver would answer to itself.
    assert_eq!(answer(Some(order.parties.giver)).unwrap_err(), Refusal::SameUnit);
    let hall = UnitId::from_raw(9);
    let order = done(answer(Some(hall)));
    // It begins anew there: the plan of the unit before is not theirs.
    let measures: Vec<_> = order.measures.iter().map(|measure| measure.state).collect();
    assert_eq!((order.parties.unit, order.state), (hall, RectificationState::Pushed));
    assert_eq!(measures, [MeasureState::Replaced]);
    assert_eq!(order.clocks.running().map(|clock| clock.kind).collect::<Vec<_>>(), [ClockKind::Acknowledge]);
    assert_eq!(approved(order).state, RectificationState::PlanApproved);
}

#[test]
fn what_begins_anew_has_the_time_that_a_new_one_has() {
    // Reported on 20 April, due on the 22nd; the numbers of May say on 8 June that it did not work.
    let (again, _) = seen(reported(true), "2026-06-08", &[("2026-04", "96"), ("2026-05", "80")]);
    assert_eq!((again.state, again.due), (RectificationState::Reopened, day("2026-06-29")));
    let returned = done(step(ordered(false), "2026-04-21", HEAD, |order, hand| order.give_back("not ours", hand)));
    let there = done(step(returned, "2026-04-22", GIVER, |order, hand| {
        order.readdress(UnitId::from_raw(9), "the hall", "yours", hand)
    }));
    assert_eq!(there.due, day("2026-05-13"));
}

#[test]
fn what_is_sent_after_its_own_last_day_has_the_usual_time() {
    let written = act("2026-04-03", GIVER, Some(Side::Giver), |hand| {
        Rectification::open(Opening { draft: true, ..opening(false) }, RectificationDirection::TopDown, hand)
    });
    let sent = |on: &str| done(step(done(written.clone()), on, GIVER, |order, hand| order.push(hand))).due;
    assert_eq!((sent("2026-04-22"), sent("2026-04-23")), (day("2026-04-22"), day("2026-05-14")));
}

#[test]
fn an_order_to_a_person_stays_theirs_where_it_is_sent_again_and_not_where_it_goes_elsewhere() {
    let person = PersonId::from_raw(7);
    let about = About { subject: Subject::Person(person), ..about() };
    let mut opening = opening(true);
    (opening.parties.person, opening.about) = (Some(person), Some(about));
    opening.effect = opening.effect.map(|effect| Effect { about: about.into(), ..effect });
    let order = act("2026-04-03", GIVER, Some(Side::Giver), |hand| {
        Rectification::open(opening, RectificationDirection::TopDown, hand)
    });
    let returned = done(step(done(order), "2026-04-06", HEAD, |order, hand| order.give_back("not mine", hand)));
    let own = returned.parties.unit;
    let sent = |to: UnitId| {
        let sent = step(returned.clone(), "2026-04-07", GIVER, |order, hand| order.readdress(to, "there", "so", hand));
        let sent = done(sent);
        let waits: Vec<_> = sent.clocks.running().map(|clock| clock.person).collect();
        (sent.parties.person, waits, sent.effect.is_some())
    };
    assert_eq!(sent(own), (Some(person), vec![Some(person)], true));
    assert_eq!(sent(UnitId::from_raw(9)), (None, vec![None], false));
    // Nor is a unit judged by the number of another.
    let returned = done(step(ordered(true), "2026-04-06", HEAD, |order, hand| order.give_back("not ours", hand)));
    let there =
        step(returned, "2026-04-07", GIVER, |order, hand| order.readdress(UnitId::from_raw(9), "there", "so", hand));
    assert_eq!(done(there).effect, None);
}

#[test]
fn what_should_be_managed_differently_is_answered_once_by_somebody_else() {
    for direction in [RectificationDirection::TopDown, RectificationDirection::BottomUp] {
        let reported = |order: Rectification, change: &str| {
            let (result, management_change) = ("none left".to_owned(), change.to_owned());
            let outcome = Outcome { result, management_change, ..Outcome::default() };
            done(step(order, "2026-04-13", HEAD, |order, hand| order.report(outcome, hand)))
        };
        let worked = Rectification { direction, state: RectificationState::Rectifying, ..ordered(false) };
        let order = reported(worked, "a list before the holidays");
        let open = |order: &Rectification| order.clocks.running().any(|clock| clock.kind == ClockKind::AnswerRequest);
        assert!(open(&order) && both_offered(&order, &[RectificationStep::AnswerRequest]) == (false, true));
        let given = |who| {
            let order = order.clone();
            act("2026-04-14", who, Some(Side::Giver), |hand| order.answer(1, answered(false, "later", None), hand))
        };
        assert_eq!(given(HEAD).map(drop), Err(Refusal::OwnWork));
        let order = done(given(GIVER));
        assert_eq!((order.state, open(&order)), (RectificationState::Reported, false));
        let kept = &order.requests[0];
        assert_eq!((kept.kind, kept.granted, &*kept.answer), (RequestKind::ManagementChange, Some(false), "later"));

        // Reported again it is not asked again, unless it is another one.
        let again = |change| reported(Rectification { state: RectificationState::Rectifying, ..order.clone() }, change);
        let asked = ["", "a list before the holidays", "a second window"].map(|change| again(change).requests.len());
        assert_eq!(asked, [1, 1, 2]);
    }
}
