//! What rules see, when they speak, and the life of what they say.

use chrono::NaiveDate;
use expect_test::expect;
use proptest::prelude::*;

use super::condition::{Condition, History, Seen, Verdict};
use super::standing::{Call, Evaluation, Standing, StandingState};
use super::*;
use crate::availability::Availability;
use crate::band::Band;
use crate::calendar::Calendar;
use crate::cell::Subject;
use crate::direction::Direction;
use crate::id::{AccountId, Id, IndicatorId, SchemeId, UnitId};
use crate::matter::{About, OfScore};
use crate::period::Period;
use crate::policy::{Actor, Purpose};

mod again;
mod cause;
mod holder;
mod left_out;
mod passing;
mod paths;
mod places;

#[test]
fn the_life_of_a_warning_is_this_table() {
    let line = |&state: &WarningState| {
        let after = |&step: &WarningStep| state.after(step).map_or("-", WarningState::code);
        format!("{state}: {}", WarningStep::ALL.iter().map(after).collect::<Vec<_>>().join(" "))
    };
    let lines: Vec<_> = WarningState::ALL.iter().map(line).collect();
    expect![[r#"
        ISSUED: RECEIVED HANDLING - FALSE_ALARM RESOLVED EXPIRED - ISSUED ISSUED
        RECEIVED: - HANDLING RESOLVED FALSE_ALARM RESOLVED EXPIRED - RECEIVED RECEIVED
        HANDLING: - HANDLING RESOLVED FALSE_ALARM RESOLVED EXPIRED - HANDLING HANDLING
        RESOLVED: - - - - - - REVIEWED RESOLVED RESOLVED
        FALSE_ALARM: - - - - - - REVIEWED FALSE_ALARM FALSE_ALARM
        EXPIRED: - - - - - - REVIEWED EXPIRED EXPIRED
        REVIEWED: - - - - - - - REVIEWED REVIEWED
    "#]]
    .assert_eq(&(lines.join("\n") + "\n"));
}

fn quantity(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn seen(value: &str) -> Option<Seen> {
    let (availability, value, target) = (Availability::Present, Some(quantity(value)), Some(quantity("100")));
    Some(Seen { availability, value, target, band: None, rank: None, group_size: None })
}

fn period() -> Period {
    "2026-06".parse().unwrap()
}

fn history(now: &str, before: &[&str]) -> History {
    History {
        period: period(),
        direction: Direction::HigherBetter,
        now: seen(now),
        before: before.iter().map(|value| seen(value)).collect(),
        last_year: None,
        last_year_end: None,
        other: None,
    }
}

/// The facts, or the verdict without any.
fn told(condition: &Condition, history: &History) -> String {
    match condition.look(history) {
        Some(Verdict::Fires(facts)) => {
            let facts: Vec<_> = facts.iter().map(|fact| format!("{} {}", fact.name, fact.value.shown())).collect();
            format!("fires {}", facts.join(", ")).trim_end().to_owned()
        }
        Some(Verdict::Clear) => "clear".to_owned(),
        Some(Verdict::NoData) => "no data".to_owned(),
        None => "not about a value".to_owned(),
    }
}

#[test]
fn a_threshold_is_warned_of_on_the_worse_side() {
    let condition = Condition::Threshold { limit: quantity("95") };
    assert_eq!(told(&condition, &history("94.9999", &[])), "fires VALUE 95.00, LIMIT 95.00");
    assert_eq!(told(&condition, &history("95", &[])), "clear");
    let lower = |now: &str| History { direction: Direction::LowerBetter, ..history(now, &[]) };
    assert_eq!(told(&condition, &lower("95.1")), "fires VALUE 95.10, LIMIT 95.00");
    let near = |now: &str| History { direction: Direction::TargetBest, ..history(now, &[]) };
    assert_eq!(told(&condition, &near("106")), "fires VALUE 106.00, LIMIT 95.00");
    assert_eq!(told(&condition, &near("104")), "clear");
}

#[test]
fn a_band_is_warned_of_with_every_worse_one() {
    let condition = Condition::Band { band: Band::Watch };
    for (band, verdict) in [
        (Band::Good, "clear"),
        (Band::Steady, "clear"),
        (Band::Watch, "fires VALUE 90.00"),
        (Band::Alert, "fires VALUE 90.00"),
    ] {
        let now = seen("90").map(|seen| Seen { band: Some(band), ..seen });
        assert_eq!(told(&condition, &History { now, ..history("90", &[]) }), verdict);
    }
    assert_eq!(told(&condition, &history("90", &[])), "no data");
}

#[test]
fn a_trend_needs_every_step_to_be_worse() {
    let condition = Condition::Trend { periods: 2 };
    assert_eq!(told(&condition, &history("90", &["91", "92"])), "fires 2026-06 90.00, 2026-05 91.00, 2026-04 92.00");
    assert_eq!(told(&condition, &history("90", &["90", "92"])), "clear");
    assert_eq!(told(&condition, &history("90", &["91"])), "no data");
}

#[test]
fn a_fall_in_rank_is_counted_in_places() {
    let ranked = |rank| seen("90").map(|seen| Seen { rank: Some(rank), ..seen });
    let at = |now, before| History { now: ranked(now), before: vec![ranked(before)], ..history("90", &[]) };
    let condition = Condition::RankFall { places: 3 };
    assert_eq!(told(&condition, &at(5, 2)), "fires RANK 5.00, RANK_BEFORE 2.00");
    assert_eq!(told(&condition, &at(4, 2)), "clear");
    assert_eq!(told(&condition, &at(2, 9)), "clear");
}

#[test]
fn the_pace_is_that_of_last_year() {
    // Half of the target by June; last year 60 of 100 were there by then: 10 points behind.
    let at = |now: &str| History { last_year: seen("60"), last_year_end: seen("100"), ..history(now, &[]) };
    let condition = Condition::BehindPace { percent: quantity("5") };
    assert_eq!(told(&condition, &at("50")), "fires VALUE 50.00, REACHED 50.00, PACE 60.00");
    assert_eq!(told(&condition, &at("55")), "clear");
    assert_eq!(told(&condition, &history("50", &[])), "no data");
}

#[test]
fn a_sudden_change_is_measured_against_the_own_history() {
    let condition = Condition::Sudden { percent: quantity("20"), periods: 3 };
    assert_eq!(told(&condition, &history("13", &["10", "9", "11"])), "fires VALUE 13.00, MEAN 10.00, APART 30.00");
    assert_eq!(told(&condition, &history("12", &["10", "9", "11"])), "clear");
    // From nothing there is no part to measure.
    assert_eq!(told(&condition, &history("12", &["0", "0", "0"])), "no data");
}

#[test]
fn a_cross_check_compares_with_the_other_indicator() {
    let condition = Condition::CrossCheck { other: IndicatorId::from_raw(2), percent: quantity("1") };
    let at = |other: &str| History { other: seen(other), ..history("102", &[]) };
    assert_eq!(told(&condition, &at("100")), "fires VALUE 102.00, OTHER 100.00, APART 2.00");
    assert_eq!(told(&condition, &at("102")), "clear");
    assert_eq!(told(&condition, &history("102", &[])), "no data");
    // With nothing on one side they contradict one another, however much they may differ; with nothing on both they agree.
    let wide = Condition::CrossCheck { other: IndicatorId::from_raw(2), percent: quantity("500") };
    for (now, other, seen) in [
        ("5", "0", "fires VALUE 5.00, OTHER 0.00"),
        ("-5", "0", "fires VALUE -5.00, OTHER 0.00"),
        ("0", "5", "fires VALUE 0.00, OTHER 5.00"),
        ("0", "0", "clear"),
        ("6", "5", "clear"),
    ] {
        assert_eq!(told(&wide, &History { now: self::seen(now), ..at(other) }), seen, "{now} {other}");
    }
    let absent = seen("0").map(|seen| Seen { availability: Availability::Missing, value: None, ..seen });
    assert_eq!(told(&wide, &History { other: absent, ..at("0") }), "no data");
}

#[test]
fn what_is_owed_and_not_there_is_warned_of_and_zero_is_not() {
    let absent = |availability| {
        let now = Some(Seen { availability, value: None, target: None, band: None, rank: None, group_size: None });
        told(&Condition::NoData, &History { now, ..history("0", &[]) })
    };
    let told_of = Availability::ALL.iter().filter(|&&availability| absent(availability) == "fires").collect::<Vec<_>>();
    assert_eq!(told_of, [&Availability::Late, &Availability::Missing]);
    assert_eq!(told(&Condition::NoData, &history("0", &[])), "clear");
}

fn evaluation<'a>(key: &'a str, period: &str, verdict: Verdict, last: Option<WarningState>) -> Evaluation<'a> {
    Evaluation { key, period: Some(period.parse().unwrap()), left_out: false, verdict, confirm: 2, last }
}

fn fires() -> Verdict {
    Verdict::Fires(Vec::new())
}

#[test]
fn a_rule_speaks_once_it_is_sure_and_not_again_while_it_is_open() {
    let id = MatterId::from_raw(1);
    let (standing, call) = Standing::default().after(evaluation("run-1", "2026-04", fires(), None));
    assert_eq!((standing.state, &call), (StandingState::Pending, &Call::Nothing));
    let (again, call) = standing.after(evaluation("run-1", "2026-04", fires(), None));
    assert_eq!((&again, call), (&standing, Call::Nothing));
    let (standing, call) = standing.after(evaluation("run-2", "2026-05", fires(), None));
    assert_eq!(call, Call::Issue(Vec::new()));
    let standing = standing.issued(id);
    let (standing, call) = standing.after(evaluation("run-3", "2026-06", fires(), Some(WarningState::Handling)));
    assert_eq!((standing.state, call), (StandingState::Firing, Call::Nothing));
    let (blind, call) = standing.after(evaluation("run-4", "2026-07", Verdict::NoData, Some(WarningState::Handling)));
    assert_eq!((blind.state, call), (StandingState::NoData, Call::Nothing));
    let (standing, call) = blind.after(evaluation("run-5", "2026-08", Verdict::Clear, Some(WarningState::Handling)));
    assert_eq!((standing.state, call), (StandingState::Clear, Call::Recover(id)));
    // An old period computed again says nothing about today.
    let (_, call) = standing.after(evaluation("run-6", "2026-04", fires(), Some(WarningState::Resolved)));
    assert_eq!(call, Call::Nothing);
}

#[test]
fn what_was_called_false_is_not_said_again_until_it_was_clear_and_what_was_ended_is() {
    let fired = Standing {
        state: StandingState::Firing,
        seen: 2,
        evaluation: "run-2".to_owned(),
        period: Some("2026-05".parse().unwrap()),
        warning: Some(MatterId::from_raw(1)),
        warned: Some("2026-05".parse().unwrap()),
    };
    let call = |last, period: &str| fired.after(evaluation("run-3", period, fires(), Some(last))).1;
    assert_eq!(call(WarningState::FalseAlarm, "2026-06"), Call::Nothing);
    assert_eq!(call(WarningState::Resolved, "2026-05"), Call::Nothing);
    assert_eq!(call(WarningState::Resolved, "2026-06"), Call::Issue(Vec::new()));
}

#[test]
fn what_lies_is_said_once_however_many_days_it_lies_and_again_after_it_was_clear() {
    let mut standing = Standing::default();
    let (lies, clear) = (Verdict::Fires(Vec::new()), Verdict::Clear);
    // The day, what is seen, what became of the warning before, and what is said.
    for (day, verdict, last, said) in [
        ("day-1", &lies, None, "issue"),
        ("day-1", &lies, Some(WarningState::Issued), ""),
        ("day-2", &lies, Some(WarningState::Received), ""),
        ("day-3", &lies, Some(WarningState::Resolved), ""),
        ("day-4", &lies, Some(WarningState::Expired), ""),
        ("day-5", &clear, Some(WarningState::Resolved), ""),
        ("day-6", &lies, Some(WarningState::Resolved), "issue"),
        ("day-7", &lies, Some(WarningState::Issued), ""),
        ("day-8", &clear, Some(WarningState::Issued), "recover"),
    ] {
        let evaluation =
            Evaluation { key: day, period: None, left_out: false, verdict: verdict.clone(), confirm: 1, last };
        let (after, call) = standing.after(evaluation);
        let called = match &call {
            Call::Issue(_) => "issue",
            Call::Recover(_) => "recover",
            Call::Nothing => "",
        };
        assert_eq!(called, said, "{day}");
        standing = if called == "issue" { after.issued(MatterId::from_raw(1)) } else { after };
    }
}

proptest! {
    #[test]
    fn a_replay_changes_nothing(verdicts in proptest::collection::vec(0_u8..3, 1..20), repeat in 0_usize..20) {
        let mut standing = Standing::default();
        let mut last = None;
        let mut issued = 0;
        for (place, verdict) in verdicts.iter().enumerate() {
            let said = || match verdict { 0 => Verdict::Clear, 1 => fires(), _ => Verdict::NoData };
            let period = Period::try_new(2000 + i32::try_from(place / 12).unwrap(), crate::period::Cycle::Month, u32::try_from(place % 12).unwrap() + 1).unwrap();
            let key = format!("run-{place}");
            for _ in 0..=(repeat % 3) {
                let (verdict, period) = (said(), Some(period));
                let evaluation = Evaluation { key: &key, period, left_out: false, verdict, confirm: 1, last };
                let (after, call) = standing.after(evaluation);
                standing = after;
                match call {
                    Call::Issue(_) => {
                        issued += 1;
                        standing = standing.issued(MatterId::from_raw(issued));
                        last = Some(WarningState::Issued);
                    }
                    Call::Recover(_) => last = Some(WarningState::Resolved),
                    Call::Nothing => {}
                }
            }
        }
        // As many as there are spells in which it fired, whatever gaps without data lie in them.
        let seen: Vec<u8> = verdicts.into_iter().filter(|verdict| *verdict != 2).collect();
        let spells = seen.iter().enumerate().filter(|(place, it)| **it == 1 && (*place == 0 || seen[place - 1] != 1)).count();
        prop_assert_eq!(usize::try_from(issued).unwrap(), spells);
    }
}

fn warning() -> Warning {
    let notice = Notice {
        id: MatterId::from_raw(1),
        number: "YJ-2026-0001".to_owned(),
        rule: None,
        severity: Severity::Orange,
        parties: Parties::new(UnitId::from_raw(2), None, UnitId::from_raw(1), None),
        holders: Vec::new(),
        about: None,
        title: "refunds pile up".to_owned(),
        advice: "look at the 12 oldest".to_owned(),
        facts: Vec::new(),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        found_before: None,
    };
    at("2026-11-16", Some(Side::Giver), |hand| Warning::issue(notice, hand)).unwrap().0
}

#[test]
fn the_numbers_of_a_warning_are_for_whoever_may_read_them() {
    let fact = |name: &str| Fact { name: name.to_owned(), value: quantity("3") };
    let all = ["VALUE", "LIMIT", "2026-05", "RANK", "GROUP_SIZE", "PERIODS", "OVERDUE", "DAYS_BEHIND"];
    let it = Warning { facts: all.map(fact).into(), ..warning() };
    let told = |sees_values: bool, sees_ranks: bool| {
        let facts = it.facts_for(sees_values, sees_ranks);
        facts.into_iter().map(|fact| fact.name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(told(true, true), "VALUE LIMIT 2026-05 RANK GROUP_SIZE PERIODS OVERDUE DAYS_BEHIND");
    assert_eq!(told(true, false), "VALUE LIMIT 2026-05 PERIODS OVERDUE DAYS_BEHIND");
    for sees_ranks in [false, true] {
        assert_eq!(told(false, sees_ranks), "OVERDUE DAYS_BEHIND");
    }
}

#[test]
fn a_warning_names_the_number_it_is_about_be_it_a_value_or_a_score() {
    let (subject, period) = (Subject::Unit(UnitId::from_raw(2)), "2026-03".parse().unwrap());
    let value = Weak::Value(About { indicator: IndicatorId::from_raw(5), subject, period });
    let of = |dimension: Option<&str>| {
        let dimension = dimension.map(|code| code.parse().unwrap());
        Weak::Score(OfScore { scheme: SchemeId::from_raw(6), dimension, subject, period })
    };
    for about in [None, Some(value), Some(of(None)), Some(of(Some("LEVY")))] {
        let is_about = about.is_some();
        let it = Warning { about, ..warning() };
        let head = it.head();
        let named = is_about.then_some((subject, period));
        assert_eq!(head.subject().zip(head.period()), named, "{:?}", it.about);
        assert_eq!(head.about.is_some(), it.about.as_ref().is_some_and(|weak| weak.indicator().is_some()));
        assert_eq!(head.score, it.about.as_ref().and_then(Weak::score));
        // What was kept is read as it was.
        let kept = serde_json::to_string(&it).unwrap();
        assert_eq!(serde_json::from_str::<Warning>(&kept).unwrap(), it, "{kept}");
    }
}

fn at<T>(day: &str, side: Option<Side>, act: impl FnOnce(&Hand<'_>) -> T) -> T {
    let calendar = Calendar::default();
    let actor = if side.is_some() { Actor::Account(AccountId::from_raw(1)) } else { Actor::System(Purpose::Run) };
    act(&Hand {
        actor,
        name: "x",
        side,
        part: None,
        at: format!("{day}T02:00:00Z").parse().unwrap(),
        calendar: &calendar,
    })
}

#[test]
fn a_warning_that_the_rule_no_longer_sees_ends_by_itself_and_is_nobodys_lateness() {
    let (warning, event) = at("2026-11-27", None, |hand| warning().recover("2026-11", hand)).unwrap();
    assert_eq!((warning.state, event.step.as_str(), warning.recovered), (WarningState::Resolved, "RECOVER", true));
    let today: NaiveDate = "2026-12-31".parse().unwrap();
    assert_eq!(warning.clocks.punctuality(Side::Responsible, today).of, 0);
    assert_eq!(warning.clocks.running().map(|clock| clock.kind).collect::<Vec<_>>(), [ClockKind::Review]);
}

#[test]
fn a_false_alarm_found_nothing_looked_at_or_not() {
    let end = |is_false: bool| {
        let read = at("2026-11-17", Some(Side::Responsible), |hand| warning().receive(hand)).unwrap().0;
        let ended = at("2026-11-18", Some(Side::Responsible), |hand| read.end(is_false, "as it is", hand)).unwrap().0;
        let reviewed = at("2026-11-19", Some(Side::Giver), |hand| ended.clone().review("", hand)).unwrap().0;
        (ended.found_by(), reviewed.found_by())
    };
    assert_eq!(warning().found_by(), Some(Finder::Above));
    assert_eq!((end(false), end(true)), ((Some(Finder::Above), Some(Finder::Above)), (None, None)));
}

#[test]
fn a_person_ends_it_with_a_word_and_the_upper_level_looks_at_it() {
    let read = at("2026-11-17", Some(Side::Responsible), |hand| warning().receive(hand)).unwrap().0;
    assert!(at("2026-11-17", Some(Side::Responsible), |hand| read.clone().end(false, " ", hand)).is_err());
    assert!(at("2026-11-17", Some(Side::Giver), |hand| read.clone().end(false, "done", hand)).is_err());
    let ended = at("2026-11-18", Some(Side::Responsible), |hand| read.end(false, "12 paid", hand)).unwrap().0;
    assert_eq!(
        ended.clocks.punctuality(Side::Responsible, "2026-12-01".parse().unwrap()),
        crate::matter::Punctuality { kept: 2, of: 2 }
    );
    let reviewed = at("2026-11-19", Some(Side::Giver), |hand| ended.review("", hand)).unwrap().0;
    assert_eq!((reviewed.state, reviewed.clocks.running().count()), (WarningState::Reviewed, 0));
}

#[test]
fn it_is_connected_once_with_an_order_or_a_diagnosis_that_was_sent() {
    let (kind, number) = (MatterKind::Rectification, "ZG-2026-00012");
    let order = Other { kind, number, is_sent: true, is_connected: false };
    let connect = |other: Other<'_>| at("2026-11-17", Some(Side::Giver), |hand| warning().connect(other, hand));
    let (after, event) = connect(order).unwrap();
    assert_eq!((after.state, event.step.as_str(), event.words.as_str()), (WarningState::Issued, "CONNECT", ""));
    assert!(connect(Other { kind: MatterKind::Diagnosis, ..order }).is_ok());
    let not = Refusal::NotConnected { number: number.to_owned() };
    assert_eq!(connect(Other { is_sent: false, ..order }).unwrap_err(), not);
    for kind in [MatterKind::Warning, MatterKind::Task] {
        assert_eq!(connect(Other { kind, ..order }).unwrap_err(), not, "{kind}");
    }
    let twice = Refusal::ConnectedAlready { number: number.to_owned() };
    assert_eq!(connect(Other { is_connected: true, ..order }).unwrap_err(), twice);
}

#[test]
fn its_time_passes() {
    let past = |day: &str| at(day, None, |hand| warning().is_past(hand));
    // 30 working days after Monday, 16 November.
    assert_eq!((past("2026-12-28"), past("2026-12-29")), (false, true));
}
