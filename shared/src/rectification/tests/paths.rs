//! Whatever way it goes, by people and by numbers: what is open waits for somebody, and nothing that was given is taken away.

use proptest::prelude::*;

use super::*;

/// What later numbers say: they meet the goal, they miss it, they meet it and miss it again.
const WORKS: usize = 24;
const FAILS: usize = 25;
const RELAPSES: usize = 26;

/// From here on a choice is the usual step of the state: by chance alone hardly anything comes as far as to be reported.
const ONWARD: usize = 27;

/// The step with which it usually goes on.
fn onward(order: &Rectification) -> usize {
    let is_open = |measure: &Measure| measure.state == MeasureState::Open;
    match order.state {
        RectificationState::Found => 19,
        RectificationState::Pushed => 0,
        RectificationState::Disputed => 2,
        RectificationState::Returned => 5,
        RectificationState::SelfFound | RectificationState::Acknowledged | RectificationState::Reopened => 8,
        RectificationState::PlanSubmitted => 9,
        RectificationState::Rectifying if !order.measures.iter().any(is_open) => 12,
        RectificationState::PlanApproved | RectificationState::Planned | RectificationState::Rectifying => 11,
        RectificationState::Reported if order.direction == RectificationDirection::BottomUp => 16,
        RectificationState::Reported if order.effect.is_some() => WORKS,
        RectificationState::Reported => 13,
        RectificationState::HeadConfirmed => 17,
        RectificationState::Verified | RectificationState::PatternShared => 15,
        RectificationState::Closed | RectificationState::Withdrawn => RELAPSES,
    }
}

/// Values of the periods that verify and, where any is given, of those that are watched after them.
fn values(order: &Rectification, verifying: &str, watched: Option<&str>) -> Vec<EffectReading> {
    let Some(effect) = &order.effect else { return Vec::new() };
    let reading = |period, value| EffectReading { period, value: Some(quantity(value)), run: None };
    let mut readings: Vec<_> = effect.verifying().map(|period| reading(period, verifying)).collect();
    if let Some(value) = watched {
        readings.extend(effect.watching().map(|period| reading(period, value)));
    }
    readings
}

/// Any step that may be taken, with any words.
fn any_step(order: Rectification, choice: usize, on: NaiveDate) -> Result<(Rectification, Option<Event>), Refusal> {
    let calendar = Calendar::default();
    let at = on.and_hms_opt(2, 0, 0).unwrap().and_utc();
    let hand = |side, account| Hand {
        actor: Actor::Account(AccountId::from_raw(account)),
        name: "x",
        side,
        part: None,
        at,
        calendar: &calendar,
    };
    let (giver, head, system) = (hand(Some(Side::Giver), GIVER), hand(Some(Side::Responsible), HEAD), hand(None, 0));
    let from_above = order.direction == RectificationDirection::TopDown;
    let (later, longer) = (on + chrono::Days::new(9), order.due.max(on) + chrono::Days::new(9));
    let open = order
        .measures
        .iter()
        .position(|measure| measure.state == MeasureState::Open)
        .map_or(1, |place| place as u32 + 1);
    let asked = order.requests.iter().position(|it| it.granted.is_none()).map_or(1, |place| place as u32 + 1);
    let request = |kind, until| Asked { kind, words: "please".to_owned(), until, to: None };
    let answer = |granted, to: Option<UnitId>| Answer {
        granted,
        words: "so be it".to_owned(),
        to: to.map(|unit| (unit, "the others".to_owned())),
    };
    let moved = match choice {
        0 => order.acknowledge("", &head),
        1 => order.dispute("no", &head),
        2 => order.decide(DisputeOutcome::Upheld, "yes", "", &giver),
        3 => order.decide(DisputeOutcome::PartlyUpheld, "some", "less", &giver),
        4 => order.give_back("not mine", &head),
        5 => order.readdress(UnitId::from_raw(3), "the others", "theirs", &giver),
        6 => order.request(request(RequestKind::Time, Some(longer)), &head),
        7 => order.answer(asked, answer(true, Some(UnitId::from_raw(4))), &giver),
        8 => order.plan("why", vec![Planned { what: "do".to_owned(), owner: None, due: later }], &head),
        9 => order.approve("", &giver),
        10 => order.return_plan("better", &giver),
        11 => order.end_measure(open, MeasureState::Done, "ok", &head),
        12 => {
            let [result, pattern, management_change] = ["done", "p", "m"].map(str::to_owned);
            order.report(Outcome { result, pattern, management_change }, &head)
        }
        13 => order.verify("seen", &giver),
        14 => order.reopen("not yet", &giver),
        15 => order.close("", &giver),
        16 => order.confirm("seen", &giver),
        17 => order.share(&giver),
        18 => order.withdraw("mistake", if from_above { &giver } else { &head }),
        19 => order.push(&giver),
        20 => order.request(request(RequestKind::Transfer, None), &head),
        21 => order.request(request(RequestKind::Help, None), &head),
        22 => order.answer(asked, answer(false, None), &giver),
        WORKS => {
            let readings = values(&order, "99", None);
            return order.see(readings, &system);
        }
        FAILS => {
            let readings = values(&order, "1", None);
            return order.see(readings, &system);
        }
        RELAPSES => {
            let readings = values(&order, "99", Some("1"));
            return order.see(readings, &system);
        }
        _ => order.comment("hm", &giver),
    };
    moved.map(|(order, event)| (order, Some(event)))
}

proptest! {
    #[test]
    fn no_path_skips_a_clock(
        from_above in any::<bool>(),
        draft in any::<bool>(),
        bound in any::<bool>(),
        choices in proptest::collection::vec(0_usize..2 * ONWARD, 0..60),
    ) {
        let direction = if from_above { RectificationDirection::TopDown } else { RectificationDirection::BottomUp };
        let side = if from_above { Side::Giver } else { Side::Responsible };
        let opened = act("2026-04-03", if from_above { GIVER } else { HEAD }, Some(side), |hand| {
            Rectification::open(Opening { draft, ..opening(bound) }, direction, hand)
        });
        let mut order = done(opened);
        let mut on = day("2026-04-03");
        for choice in choices {
            on = on + chrono::Days::new(1);
            let choice = if choice < ONWARD { choice } else { onward(&order) };
            if let Ok((next, event)) = any_step(order.clone(), choice, on) {
                if let Some(event) = event {
                    prop_assert_eq!(event.state.as_str(), next.state.code());
                }
                prop_assert!(next.due >= order.due, "{} before {} after {}", next.due, order.due, choice);
                order = next;
            }
            // Whatever is open waits for somebody by some day; what is over waits for nobody.
            let waits = order.clocks.running().count() > 0;
            prop_assert_eq!(waits, !order.is_over(), "{:?} after {}", order.state, choice);
            prop_assert_eq!(order.ended.is_some(), order.is_over());
            let asked = order.requests.iter().filter(|request| request.granted.is_none()).count();
            let answers = order.clocks.running().filter(|clock| clock.kind == ClockKind::AnswerRequest).count();
            prop_assert!(order.is_over() || asked == answers, "{} asked, {} wait after {}", asked, answers, choice);
        }
    }
}

#[test]
fn the_usual_way_comes_through_every_state_that_numbers_can_change() {
    // Both ways go round: what was closed relapses, and is planned anew.
    for (direction, side) in
        [(RectificationDirection::TopDown, Side::Giver), (RectificationDirection::BottomUp, Side::Responsible)]
    {
        let opened = act("2026-04-03", HEAD, Some(side), |hand| Rectification::open(opening(true), direction, hand));
        let (mut order, mut on, mut steps) = (done(opened), day("2026-04-03"), Vec::new());
        for _ in 0..20 {
            on = on + chrono::Days::new(1);
            let choice = onward(&order);
            let (next, event) = any_step(order, choice, on).unwrap();
            steps.extend(event.map(|event| event.step));
            order = next;
        }
        assert!(steps.contains(&"RELAPSE".to_owned()), "{steps:?}");
        let proven = direction == RectificationDirection::TopDown;
        assert_eq!(steps.contains(&"PROVE".to_owned()), proven, "{steps:?}");
    }
}

#[test]
fn what_was_asked_for_and_not_answered_waits_again_when_it_is_opened_again() {
    let help = Asked { kind: RequestKind::Help, words: "one more desk".to_owned(), until: None, to: None };
    let order = done(step(ordered(true), "2026-04-03", HEAD, |order, hand| order.acknowledge("", hand)));
    let plan = vec![measure("fine the 8", "2026-04-15")];
    let order = done(step(order, "2026-04-08", HEAD, |order, hand| order.plan("nobody looked", plan, hand)));
    let order = done(step(order, "2026-04-09", GIVER, |order, hand| order.approve("", hand)));
    let order = done(step(order, "2026-04-10", HEAD, |order, hand| order.request(help, hand)));
    let order =
        done(step(order, "2026-04-14", HEAD, |order, hand| order.end_measure(1, MeasureState::Done, "fined", hand)));
    let outcome = Outcome { result: "all fined".to_owned(), ..Outcome::default() };
    let order = done(step(order, "2026-04-20", HEAD, |order, hand| order.report(outcome, hand)));
    let (order, _) = seen(order, "2026-06-05", &[("2026-04", "96"), ("2026-05", "97")]);
    let order = done(step(order, "2026-06-08", GIVER, |order, hand| order.close("", hand)));
    assert_eq!(order.clocks.running().count(), 0);
    let (order, _) = seen(order, "2026-07-06", &[("2026-04", "96"), ("2026-05", "97"), ("2026-06", "90")]);
    let waits: Vec<_> = order.clocks.running().map(|clock| (clock.kind, clock.item)).collect();
    assert_eq!(waits, [(ClockKind::AnswerRequest, Some(1)), (ClockKind::Plan, None)]);
}
