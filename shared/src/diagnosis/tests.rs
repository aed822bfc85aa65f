//! The life of a diagnosis, as a table and as stories.

use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::band::{Band, Bands};
use crate::calendar::Calendar;
use crate::carried::carried;
use crate::cell::Subject;
use crate::direction::Direction;
use crate::id::{AccountId, Id, IndicatorId, RunId, SchemeId, UnitId};
use crate::matter::{About, ClockKind, Event, Hand, OfScore, Origins, Someone};
use crate::number::Quantity;
use crate::policy::{Actor, Purpose};
use crate::rectification::{EffectReading, Goal, GoalSide, Who};

#[test]
fn a_diagnosis_goes_this_way_and_no_other() {
    let line = |&state: &DiagnosisState| {
        let steps = DiagnosisStep::ALL.iter().filter_map(|&step| {
            let after = state.after(step).ok()?;
            let who = match step.who() {
                Who::Side(Side::Giver) => "↑",
                Who::Side(Side::Responsible) => "↓",
                Who::Either => "↕",
                Who::Numbers => "∑",
            };
            Some(if after == state { format!("{who}{step}") } else { format!("{who}{step}→{after}") })
        });
        format!("{state}: {}", steps.collect::<Vec<_>>().join(" "))
    };
    let table = DiagnosisState::ALL.iter().map(line).collect::<Vec<_>>().join("\n") + "\n";
    expect![[r#"
        OPEN: ↓ANALYSE→ANALYSED ↑WITHDRAW→WITHDRAWN ↕LOG ↕COMMENT
        ANALYSED: ↓SET_MEASURES→MEASURES_SET ↑RETURN→OPEN ↑WITHDRAW→WITHDRAWN ↕LOG ↕COMMENT
        MEASURES_SET: ↑RETURN→ANALYSED ↓DO_MEASURE ↓EXECUTE→EXECUTED ↑WITHDRAW→WITHDRAWN ↕LOG ↕COMMENT
        EXECUTED: ∑PROVE→EFFECTIVE ∑MISS→INEFFECTIVE ↑FIND_EFFECTIVE→EFFECTIVE ↑FIND_INEFFECTIVE→INEFFECTIVE ↕LOG ↕COMMENT
        EFFECTIVE: ∑MISS→INEFFECTIVE ↑CLOSE→CLOSED ↕LOG ↕COMMENT
        INEFFECTIVE: ↓ANALYSE→ANALYSED ∑PROVE→EFFECTIVE ↑CLOSE→CLOSED ↕LOG ↕COMMENT
        CLOSED: ↕COMMENT
        WITHDRAWN: 
    "#]]
    .assert_eq(&table);
}

#[test]
fn whoever_opens_one_stands_above_where_they_can() {
    let [unit, above, department] = [2, 1, 6].map(UnitId::from_raw);
    let origins = |home, orders_for_above| Origins { unit, above, home, orders_for_above, is_head: false };
    let person = Some(PersonId::from_raw(7));
    let first = |origins: Origins, person| origins.sides(person)[0];
    assert_eq!(first(origins(None, true), None), Side::Giver);
    assert_eq!(first(origins(Some(department), false), None), Side::Giver);
    // The head of the unit itself takes it up for the unit, and gives it to a person of the unit.
    assert_eq!(first(origins(None, false), None), Side::Responsible);
    assert_eq!(first(origins(Some(unit), false), None), Side::Responsible);
    assert_eq!(first(origins(Some(unit), false), person), Side::Giver);
}

#[test]
fn a_band_that_is_warned_of_is_left_at_its_better_edge() {
    let bands = |text: &str| serde_json::from_str::<Bands>(text).unwrap();
    let rising =
        bands(r#"[{"from":"95","gives":"GOOD"},{"from":"90","to":"95","gives":"WATCH"},{"to":"90","gives":"ALERT"}]"#);
    let goal = |warned| Goal::out_of(warned, &rising, Direction::HigherBetter).unwrap();
    assert_eq!((goal(Band::Alert).side, goal(Band::Alert).value), (GoalSide::AtLeast, quantity("90")));
    assert_eq!(goal(Band::Watch).value, quantity("95"));
    let falling = bands(r#"[{"to":"5","gives":"GOOD"},{"from":"5","gives":"ALERT"}]"#);
    let goal = Goal::out_of(Band::Alert, &falling, Direction::LowerBetter).unwrap();
    assert!(goal.is_met_by(quantity("4.9999")) && !goal.is_met_by(quantity("5")));
    assert_eq!(Goal::out_of(Band::Alert, &falling, Direction::TargetBest), None);
}

const GIVER: i64 = 1;
const HEAD: i64 = 2;

fn act<T>(day: &str, account: i64, side: Option<Side>, act: impl FnOnce(&Hand<'_>) -> T) -> T {
    let calendar = Calendar::default();
    let at = format!("{day}T02:00:00Z").parse().unwrap();
    let actor = match side {
        Some(_) => Actor::Account(AccountId::from_raw(account)),
        None => Actor::System(Purpose::Watch),
    };
    act(&Hand { actor, name: "somebody", side, part: None, at, calendar: &calendar })
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quantity(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn opening(bound: bool) -> Opening {
    let about = About {
        indicator: IndicatorId::from_raw(1),
        subject: Subject::Unit(UnitId::from_raw(2)),
        period: "2026-03".parse().unwrap(),
    };
    let effect = Effect {
        about: about.into(),
        before: Some(quantity("86.4")),
        goal: Goal { side: GoalSide::AtLeast, value: quantity("95") },
        periods: 2,
        watched: 0,
        early: false,
        from: None,
        readings: Vec::new(),
    };
    Opening {
        id: MatterId::from_raw(1),
        number: "ZD-2026-00001".to_owned(),
        rule: None,
        parties: Parties::new(UnitId::from_raw(2), None, UnitId::from_raw(1), None),
        about: about.into(),
        title: "filing on time is weak".to_owned(),
        problem: "86.4 % of 95 %".to_owned(),
        problem_en: String::new(),
        advice: String::new(),
        effect: bound.then_some(effect),
        terms: DiagnosisTerms::default(),
    }
}

fn done(moved: Moved) -> Diagnosis {
    moved.unwrap().0
}

fn step(it: Diagnosis, on: &str, who: i64, take: impl FnOnce(Diagnosis, &Hand<'_>) -> Moved) -> Moved {
    let side = if who == GIVER { Side::Giver } else { Side::Responsible };
    act(on, who, Some(side), |hand| take(it, hand))
}

fn cause(entry: i64) -> Found {
    Found { what: format!("cause {entry}"), entry: Some(HandbookEntryId::from_raw(entry)) }
}

fn planned(entry: i64, due: &str) -> Planned {
    Planned {
        what: format!("measure {entry}"),
        against: Some(1),
        entry: Some(HandbookEntryId::from_raw(entry)),
        owner: Some(Someone { id: PersonId::from_raw(7), name: "Li".to_owned() }),
        due: day(due),
    }
}

fn opened(bound: bool) -> Diagnosis {
    done(act("2026-04-03", GIVER, Some(Side::Giver), |hand| Diagnosis::open(opening(bound), hand)))
}

fn set(bound: bool) -> Diagnosis {
    let it = done(step(opened(bound), "2026-04-07", HEAD, |it, hand| it.analyse(vec![cause(1), cause(2)], hand)));
    done(step(it, "2026-04-08", HEAD, |it, hand| it.set_measures(vec![planned(11, "2026-04-20")], hand)))
}

fn executed(bound: bool) -> Diagnosis {
    let it = done(step(set(bound), "2026-04-15", HEAD, |it, hand| it.end_measure(1, MeasureState::Done, "ok", hand)));
    done(step(it, "2026-04-20", HEAD, |it, hand| it.execute("all done", hand)))
}

fn seen(it: Diagnosis, on: &str, values: &[(&str, &str)]) -> (Diagnosis, Option<Event>) {
    let run = Some(RunId::from_raw(1));
    let reading = |&(period, value): &(&str, &str)| EffectReading {
        period: period.parse().unwrap(),
        value: Some(quantity(value)),
        run,
    };
    let readings = values.iter().map(reading).collect();
    act(on, 0, None, |hand| it.see(readings, hand)).unwrap()
}

fn waits(it: &Diagnosis) -> Vec<(Side, ClockKind, NaiveDate)> {
    it.clocks.running().map(|clock| (clock.side, clock.kind, clock.due)).collect()
}

fn came(it: &Diagnosis) -> Vec<(i64, Option<bool>)> {
    it.picked().into_iter().map(|(entry, came)| (entry.raw(), came)).collect()
}

#[test]
fn later_values_say_that_it_helped() {
    let it = executed(true);
    assert_eq!(it.effect.as_ref().unwrap().from, Some("2026-04".parse().unwrap()));
    assert_eq!(waits(&it), [(Side::Giver, ClockKind::Verify, day("2026-06-19"))]);
    assert_eq!(came(&it), [(1, None), (2, None), (11, None)]);
    let (it, event) = seen(it, "2026-05-10", &[("2026-04", "96")]);
    assert_eq!((it.state, event), (DiagnosisState::Executed, None));
    let (it, event) = seen(it, "2026-06-10", &[("2026-04", "96"), ("2026-05", "95")]);
    assert_eq!((it.state, event.unwrap().words.as_str()), (DiagnosisState::Effective, "2026-04 2026-05"));
    assert_eq!(waits(&it).len(), 1);
    assert_eq!(came(&it), [(1, Some(true)), (2, Some(true)), (11, Some(true))]);
    let closed = done(step(it.clone(), "2026-06-11", GIVER, |it, hand| it.close("", hand)));
    assert_eq!((closed.state, waits(&closed).len()), (DiagnosisState::Closed, 0));
    // A correction of the data takes it back while it is open.
    let (it, event) = seen(it, "2026-06-11", &[("2026-04", "94"), ("2026-05", "95")]);
    assert_eq!((it.state, event.unwrap().words.as_str()), (DiagnosisState::Ineffective, "2026-04"));
    let (it, _) = seen(it, "2026-06-12", &[("2026-04", "95"), ("2026-05", "95")]);
    assert_eq!(it.state, DiagnosisState::Effective);
}

#[test]
fn a_score_is_diagnosed_and_judged_as_a_value_is() {
    let (scheme, subject) = (SchemeId::from_raw(1), Subject::Unit(UnitId::from_raw(2)));
    let score = OfScore { scheme, dimension: None, subject, period: "2026-03".parse().unwrap() };
    let weak = Weak::Score(score.clone());
    for (values, state) in [
        ([("2026-04", "96"), ("2026-05", "95")], DiagnosisState::Effective),
        ([("2026-04", "96"), ("2026-05", "94")], DiagnosisState::Ineffective),
    ] {
        let effect = executed(true).effect.map(|effect| Effect { about: weak.clone(), ..effect });
        let it = Diagnosis { about: weak.clone(), effect, ..executed(true) };
        let head = it.head();
        assert_eq!((head.about, head.score, head.subject()), (None, Some(&score), Some(subject)));
        assert_eq!(head.period(), Some(score.period));
        assert_eq!(seen(it, "2026-06-10", &values).0.state, state);
    }
}

#[test]
fn what_did_not_help_is_analysed_again_or_closed_with_reasons() {
    let (it, _) = seen(executed(true), "2026-05-10", &[("2026-04", "90")]);
    assert_eq!((it.state, it.finding.as_ref().unwrap().effective), (DiagnosisState::Ineffective, false));
    assert_eq!(waits(&it).first().map(|clock| clock.1), Some(ClockKind::Analyse));
    let unreasoned = step(it.clone(), "2026-05-11", GIVER, |it, hand| it.close(" ", hand));
    assert_eq!(unreasoned.unwrap_err(), Refusal::WordsMissing { field: "words".to_owned() });
    let closed = done(step(it.clone(), "2026-05-11", GIVER, |it, hand| it.close("the office is merged", hand)));
    assert_eq!(closed.conclusion, "the office is merged");
    let again = done(step(it, "2026-05-12", HEAD, |it, hand| it.analyse(vec![cause(2), cause(3)], hand)));
    assert_eq!((again.round, again.causes.len(), again.finding.as_ref()), (2, 4, None));
    // What the first round took did not help; what the second takes is open.
    assert_eq!(came(&again), [(1, Some(false)), (2, None), (3, None), (11, Some(false))]);
    let (again, event) = seen(again, "2026-06-10", &[("2026-04", "99"), ("2026-05", "99")]);
    assert_eq!((again.state, event), (DiagnosisState::Analysed, None));
}

#[test]
fn a_person_checks_where_no_goal_is_known_or_no_value_came() {
    let own = step(executed(false), "2026-04-21", HEAD, |it, hand| it.check(true, "seen", hand));
    assert_eq!(own.unwrap_err(), Refusal::NotYourSide { step: "FIND_EFFECTIVE".to_owned() });
    let checked = done(step(executed(false), "2026-04-21", GIVER, |it, hand| it.check(true, "seen", hand)));
    assert_eq!((checked.state, checked.finding.unwrap().by_numbers), (DiagnosisState::Effective, false));
    let early = step(executed(true), "2026-06-19", GIVER, |it, hand| it.check(false, "no better", hand));
    let periods = vec!["2026-04".to_owned(), "2026-05".to_owned()];
    assert_eq!(early.unwrap_err(), Refusal::EffectNotShown { periods });
    let late = done(step(executed(true), "2026-06-22", GIVER, |it, hand| it.check(false, "no better", hand)));
    assert_eq!(late.state, DiagnosisState::Ineffective);
    // Who said that everything was done does not check it, on whichever side they stand now.
    let both = act("2026-04-21", HEAD, Some(Side::Giver), |hand| executed(false).check(true, "seen", hand));
    assert_eq!(both.unwrap_err(), Refusal::OwnWork);
    let checks = |account| {
        let (it, actor) = (executed(false), Actor::Account(AccountId::from_raw(account)));
        it.open_steps(Side::Giver, None, actor).any(|step| step == DiagnosisStep::FindEffective)
    };
    assert_eq!([HEAD, GIVER].map(checks), [false, true]);
}

#[test]
fn whoever_owns_a_measure_hangs_files_on_it_alone() {
    let it = set(true);
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
}

#[test]
fn measures_are_set_done_and_thought_over() {
    let it = set(true);
    let kinds: Vec<_> = waits(&it).into_iter().map(|clock| clock.1).collect();
    assert_eq!(kinds, [ClockKind::Measure, ClockKind::Report]);
    let early = step(it.clone(), "2026-04-09", HEAD, |it, hand| it.execute("done", hand));
    assert_eq!(early.unwrap_err(), Refusal::MeasuresOpen { open: 1 });
    let returned = done(step(it, "2026-04-09", GIVER, |it, hand| it.give_back("name the desks", hand)));
    assert_eq!((returned.state, waits(&returned)[0].1), (DiagnosisState::Analysed, ClockKind::Plan));
    let against = Planned { against: Some(3), ..planned(11, "2026-04-20") };
    let nowhere = step(returned.clone(), "2026-04-10", HEAD, |it, hand| it.set_measures(vec![against], hand));
    assert_eq!(nowhere.unwrap_err(), Refusal::NoSuchPart { part: "cause".to_owned(), item: 3 });
    let again = vec![planned(12, "2026-04-24"), planned(13, "2026-04-30")];
    let it = done(step(returned, "2026-04-10", HEAD, |it, hand| it.set_measures(again, hand)));
    // What was replaced keeps its number: files may hang on it.
    let states: Vec<_> = it.measures.iter().map(|measure| measure.state).collect();
    assert_eq!(states, [MeasureState::Replaced, MeasureState::Open, MeasureState::Open]);
    let part = |person| {
        let calendar = Calendar::default();
        let hand = Hand {
            actor: Actor::Account(AccountId::from_raw(3)),
            name: "Li",
            side: Some(Side::Responsible),
            part: Some(PersonId::from_raw(person)),
            at: "2026-04-11T02:00:00Z".parse().unwrap(),
            calendar: &calendar,
        };
        it.clone().end_measure(3, MeasureState::Dropped, "the system does it", &hand)
    };
    assert_eq!(part(8).unwrap_err(), Refusal::NotYourPart);
    let dropped = part(7).unwrap().0;
    // What was dropped was not tried.
    assert_eq!(came(&dropped), [(1, None), (2, None), (12, None)]);
    assert_eq!(
        it.open_steps(Side::Responsible, Some(PersonId::from_raw(7)), Actor::Account(AccountId::from_raw(3)))
            .collect::<Vec<_>>(),
        [DiagnosisStep::DoMeasure, DiagnosisStep::Log, DiagnosisStep::Comment]
    );
    let names = carried(&it, day("2026-04-30")).into_iter().map(|measure| measure.what).collect::<Vec<_>>();
    assert_eq!(names, ["measure 12", "measure 13"]);
    assert_eq!(carried(&dropped, day("2026-04-30")).len(), 1);
    // It was open then, whatever became of it since; and it had not begun before it was opened.
    assert_eq!((carried(&dropped, day("2026-04-10")).len(), carried(&it, day("2026-03-31")).len()), (2, 0));
}

#[test]
fn the_work_log_takes_what_was_done_up_to_today() {
    let it = opened(true);
    let note = |day_of: &str, minutes, words: &str| Note { day: day(day_of), minutes, words: words.to_owned() };
    let log =
        |note| act("2026-04-07", HEAD, Some(Side::Responsible), |hand| it.log(note, Some(PersonId::from_raw(7)), hand));
    let line = log(note("2026-04-06", Some(90), " went through the list ")).unwrap();
    assert_eq!(
        (line.words.as_str(), line.minutes, line.name.as_str()),
        ("went through the list", Some(90), "somebody")
    );
    let tomorrow =
        Refusal::DayAfterToday { field: "day".to_owned(), given: day("2026-04-08"), today: day("2026-04-07") };
    assert_eq!(log(note("2026-04-08", None, "x")).unwrap_err(), tomorrow);
    let minutes = Refusal::OutOfRange { field: "minutes".to_owned(), least: 1, most: 1_440 };
    assert_eq!(log(note("2026-04-07", Some(1_441), "x")).unwrap_err(), minutes);
    let stranger = act("2026-04-07", HEAD, None, |hand| it.log(note("2026-04-07", None, "x"), None, hand));
    assert_eq!(stranger.unwrap_err(), Refusal::NotYourSide { step: "LOG".to_owned() });
    let over = done(step(it.clone(), "2026-04-07", GIVER, |it, hand| it.withdraw("wrong data", hand)));
    let refused =
        act("2026-04-07", HEAD, Some(Side::Responsible), |hand| over.log(note("2026-04-07", None, "x"), None, hand));
    assert_eq!(refused.unwrap_err(), Refusal::NotInThisState { from: "WITHDRAWN".to_owned(), step: "LOG".to_owned() });
    assert_eq!(came(&over), []);
}

/// Any step that may be taken, with any words.
fn any_step(it: Diagnosis, choice: usize, on: NaiveDate) -> Result<(Diagnosis, Option<Event>), Refusal> {
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
    let later = (on + chrono::Days::new(9)).to_string();
    let open = it.measures.iter().position(|measure| measure.state == MeasureState::Open).map_or(1, |at| at as u32 + 1);
    let values = |it: &Diagnosis, value: &str| -> Vec<EffectReading> {
        let periods: Vec<_> = it.effect.iter().flat_map(Effect::verifying).collect();
        periods.into_iter().map(|period| EffectReading { period, value: Some(quantity(value)), run: None }).collect()
    };
    let moved = match choice {
        0 => it.analyse(vec![cause(1)], &head),
        1 => it.set_measures(vec![planned(11, &later)], &head),
        2 => it.give_back("better", &giver),
        3 => it.end_measure(open, MeasureState::Done, "ok", &head),
        4 => it.execute("done", &head),
        5 => it.check(true, "seen", &giver),
        6 => it.check(false, "seen", &giver),
        7 => it.close("enough", &giver),
        8 => it.withdraw("mistake", &giver),
        9 => {
            let readings = values(&it, "99");
            return it.see(readings, &system);
        }
        10 => {
            let readings = values(&it, "1");
            return it.see(readings, &system);
        }
        _ => it.comment("hm", &giver),
    };
    moved.map(|(it, event)| (it, Some(event)))
}

proptest! {
    #[test]
    fn whatever_is_open_waits_for_somebody(bound in any::<bool>(), choices in proptest::collection::vec(0_usize..12, 0..60)) {
        let mut it = opened(bound);
        let mut on = day("2026-04-03");
        for choice in choices {
            on = on + chrono::Days::new(1);
            if let Ok((next, event)) = any_step(it.clone(), choice, on) {
                if let Some(event) = event {
                    prop_assert_eq!(event.state.as_str(), next.state.code());
                }
                it = next;
            }
            let waits = it.clocks.running().count() > 0;
            prop_assert_eq!(waits, !it.state.is_over(), "{:?} after {}", it.state, choice);
            prop_assert_eq!(it.ended.is_some(), it.state.is_over());
            // A finding is there exactly while one stands, or stood when it was closed.
            let found = matches!(it.state, DiagnosisState::Effective | DiagnosisState::Ineffective | DiagnosisState::Closed);
            prop_assert_eq!(it.finding.is_some(), found);
        }
    }
}

#[test]
fn what_a_rule_saw_is_told_without_its_numbers_to_whoever_may_not_read_them() {
    let rule = Some((WarningRuleId::from_raw(3), ConditionKind::Threshold));
    let (zh, en) = (MessageLanguage::Chinese, MessageLanguage::English);
    let by_rule = Opening { rule, problem_en: "86.4 % of 95 %, too few".to_owned(), ..opening(true) };
    let it = done(act("2026-04-01", GIVER, None, |hand| Diagnosis::open(by_rule, hand)));
    assert_eq!((&*it.problem_in(zh, true), &*it.problem_in(en, true)), ("86.4 % of 95 %", "86.4 % of 95 %, too few"));
    let (bare, bare_en) = ("越过界限（2026-03）。", "Beyond a limit (2026-03).");
    assert_eq!((&*it.problem_in(zh, false), &*it.problem_in(en, false)), (bare, bare_en));
    // What a person wrote is theirs.
    let by_hand = done(act("2026-04-01", GIVER, Some(Side::Giver), |hand| Diagnosis::open(opening(true), hand)));
    assert_eq!((&*by_hand.problem_in(zh, false), &*by_hand.problem_in(en, false)), ("86.4 % of 95 %", ""));
}
