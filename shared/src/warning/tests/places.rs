//! Low places: who is among the last, for how long, and what such a rule may say.

use super::*;
use crate::code::LineCode;
use crate::indicator::SubjectKind;
use crate::matter::Recipient;
use crate::warning::rule::{Applies, RuleContent, Watched};

#[test]
fn a_low_place_is_one_of_the_last_of_a_group_that_has_last_ones() {
    let at = |rank, size| {
        let now = seen("90").map(|seen| Seen { rank: Some(rank), group_size: Some(size), ..seen });
        told(&Condition::LowPlace { places: 2, periods: 1 }, &History { now, ..history("90", &[]) })
    };
    for (rank, size, verdict) in [
        (6, 6, "fires RANK 6.00, GROUP_SIZE 6.00, PERIODS 1.00"),
        (5, 6, "fires RANK 5.00, GROUP_SIZE 6.00, PERIODS 1.00"),
        (1, 6, "clear"),
        // Of four the last two are half; three have no last two.
        (3, 4, "fires RANK 3.00, GROUP_SIZE 4.00, PERIODS 1.00"),
        (3, 3, "clear"),
        // The last three of six share the fourth place, which is none of the last two.
        (4, 6, "clear"),
    ] {
        assert_eq!(at(rank, size), verdict, "{rank} of {size}");
    }
}

#[test]
fn a_low_place_lasts_as_many_periods_as_the_rule_says() {
    let condition = Condition::LowPlace { places: 1, periods: 3 };
    assert_eq!(condition.looks_back(), 2);
    let ranked = |rank: Option<i32>| seen("90").map(|seen| Seen { rank, group_size: rank.map(|_| 5), ..seen });
    let fires = "fires RANK 5.00, GROUP_SIZE 5.00, PERIODS 3.00";
    let (low, high, none) = (Some(5), Some(4), None);
    for (now, before, verdict) in [
        (low, vec![low, low], fires),
        (low, vec![low, low, high], fires),
        (low, vec![high, low], "clear"),
        (low, vec![low, high], "clear"),
        (high, vec![low, low], "clear"),
        // What is missing is not known to be low, and one that is not low settles it.
        (low, vec![low, none], "no data"),
        (low, vec![low], "no data"),
        (low, vec![none, high], "clear"),
        (high, vec![none, none], "clear"),
        (none, vec![low, low], "no data"),
        (none, vec![high, high], "no data"),
    ] {
        let before = before.into_iter().map(ranked).collect();
        let history = History { now: ranked(now), before, ..history("90", &[]) };
        assert_eq!(told(&condition, &history), verdict, "{now:?} {:?}", history.before);
    }
    // A gap is no row at all; a value that is late has no place.
    let gap = History { now: ranked(low), before: vec![None, ranked(low)], ..history("90", &[]) };
    assert_eq!(told(&condition, &gap), "no data");
    let late = ranked(low).map(|seen| Seen { availability: Availability::Late, value: None, ..seen });
    let late = History { now: late, before: vec![ranked(low), ranked(low)], ..history("90", &[]) };
    assert_eq!(told(&condition, &late), "no data");
}

#[test]
fn a_low_place_is_looked_for_among_values_and_scores_within_bounds() {
    let low = |places, periods| Condition::LowPlace { places, periods };
    let (score, indicator) = (Watched::Score { dimension: None }, Watched::Indicator { indicator: Id::from_raw(1) });
    let refused = |watched: &Watched, condition| match content(watched.clone(), condition).check() {
        Ok(()) => "ok".to_owned(),
        Err(Refusal::Definition { field, reason, .. }) => format!("{field}: {reason}"),
        Err(other) => format!("{other:?}"),
    };
    for (watched, condition, told) in [
        (&score, low(1, 1), "ok"),
        (&indicator, low(100, 12), "ok"),
        (&indicator, low(0, 3), "condition.places: from 1 to 100 places"),
        (&score, low(101, 3), "condition.places: from 1 to 100 places"),
        (&score, low(3, 0), "condition.periods: from 1 to 12 periods"),
        (&indicator, low(3, 13), "condition.periods: from 1 to 12 periods"),
        (&Watched::Tasks, low(3, 3), "condition: the condition does not go with what is watched"),
    ] {
        assert_eq!(refused(watched, condition.clone()), told, "{watched:?} {condition:?}");
    }
    // It is a weak number, be it of an indicator or a score; what waits and what is missing is not weak.
    for (watched, condition, can) in [
        (&indicator, low(3, 3), true),
        (&score, low(3, 3), true),
        (&score, Condition::Threshold { limit: quantity("80") }, true),
        (&score, Condition::NoData, false),
        (&Watched::Tasks, Condition::TaskOverdue { days: 3 }, false),
    ] {
        assert_eq!(content(watched.clone(), condition.clone()).can_open_diagnosis(), can, "{watched:?} {condition:?}");
    }
}

#[test]
fn whoever_learns_how_a_rule_stands_reads_the_lines_it_looks_at() {
    let line = |number: i64| format!("LINE-{number}").parse::<LineCode>().unwrap();
    let of = |indicator: IndicatorId| (indicator.raw() < 3).then(|| line(indicator.raw()));
    let indicator = |number| Watched::Indicator { indicator: Id::from_raw(number) };
    let against = |number| Condition::CrossCheck { other: Id::from_raw(number), percent: quantity("5") };
    let (score, source) = (Watched::Score { dimension: None }, Watched::Source { dataset: Id::from_raw(1) });
    for (watched, condition, lines, is_of_group) in [
        (indicator(1), Condition::NoData, vec![Some("LINE-1")], false),
        (indicator(3), Condition::RankFall { places: 2 }, vec![None], true),
        (indicator(1), against(2), vec![Some("LINE-1"), Some("LINE-2")], false),
        (indicator(1), against(3), vec![None, Some("LINE-1")], false),
        // A score is of no line, and what waits or is late is no number.
        (score, Condition::LowPlace { places: 1, periods: 1 }, vec![None], true),
        (Watched::Tasks, Condition::TaskOverdue { days: 3 }, vec![], false),
        (source, Condition::SourceLate { dataset: Id::from_raw(1), days: 3 }, vec![], false),
    ] {
        let it = content(watched, condition);
        let found = it.lines(of);
        let found: Vec<_> = found.iter().map(|line| line.as_ref().map(LineCode::as_str)).collect();
        assert_eq!((found, it.condition.is_of_group()), (lines, is_of_group), "{:?} {:?}", it.watched, it.condition);
    }
}

pub(super) fn content(watched: Watched, condition: Condition) -> RuleContent {
    let (levels, groups, post_classes) = Default::default();
    RuleContent {
        name: "Among the last".to_owned(),
        watched,
        condition,
        applies: Applies { subjects: SubjectKind::Unit, levels, groups, post_classes },
        severity: Severity::Yellow,
        confirm: 1,
        tell: [Recipient::UnitHead].into(),
        advice: "look at what the others do".to_owned(),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        opens_diagnosis: false,
        task: None,
    }
}
