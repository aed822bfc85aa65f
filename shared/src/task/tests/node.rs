//! When the nodes of an indicator are due.

use std::collections::BTreeSet;

use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::period::Cycle;
use crate::task::node::{Due, Node, NodeContent};

#[test]
fn a_node_is_due_on_these_days() {
    let calendar = Calendar::new([(day("2026-10-10"), true), (day("2026-01-01"), false), (day("2026-10-01"), false)]);
    let days =
        |due: Due, year: i32| due.days(&calendar, year).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let table = [
        days(Due::EveryYear { month: 2, day: 29 }, 2026),
        days(Due::EveryYear { month: 2, day: 29 }, 2028),
        days(Due::WorkDay { cycle: Cycle::Quarter, nth: 1 }, 2026),
        days(Due::WorkDay { cycle: Cycle::Month, nth: 99 }, 2026),
        days(Due::Once { day: day("2026-06-30") }, 2026),
        days(Due::Once { day: day("2026-06-30") }, 2027),
    ];
    expect![[r#"
        2026-02-28
        2028-02-29
        2026-01-02 2026-04-01 2026-07-01 2026-10-02
        2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29 2026-06-30 2026-07-31 2026-08-31 2026-09-30 2026-10-30 2026-11-30 2026-12-31
        2026-06-30

    "#]].assert_eq(&(table.join("\n") + "\n"));
}

fn node(due: Due, remind: u32) -> NodeContent {
    NodeContent {
        name: "clear the list".to_owned(),
        due,
        remind,
        levels: BTreeSet::new(),
        units: BTreeSet::from([UnitId::from_raw(2)]),
        what: "look at each".to_owned(),
        how: String::new(),
    }
}

#[test]
fn a_node_says_when_and_for_whom() {
    let refused = |due| node(due, 3).check().unwrap_err();
    let out = |field: &str, most| Refusal::OutOfRange { field: format!("due.{field}"), least: 1, most };
    assert_eq!(refused(Due::EveryYear { month: 13, day: 1 }), out("month", 12));
    assert_eq!(refused(Due::EveryYear { month: 4, day: 31 }), out("day", 30));
    assert_eq!(refused(Due::WorkDay { cycle: Cycle::Month, nth: 0 }), out("nth", 60));
    let nobody = NodeContent { units: BTreeSet::new(), ..node(Due::EveryYear { month: 4, day: 1 }, 3) };
    assert_eq!(nobody.check(), Err(Refusal::WordsMissing { field: "levels".to_owned() }));
}

#[test]
fn what_was_promised_keeps_its_day_in_the_month_in_which_it_lies() {
    // The 22nd working day of the last quarter is 30 October; with a day off before it, it is Monday, 2 November.
    let moved = Calendar::new([(day("2026-10-29"), false)]);
    let content = node(Due::WorkDay { cycle: Cycle::Quarter, nth: 22 }, 3);
    let due = |calendar: &Calendar, period: &str, promised: &[NaiveDate]| {
        let days = content.due_in(calendar, period.parse().unwrap(), promised);
        days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    let promised = [day("2026-07-30"), day("2026-10-30")];
    let nothing: &[NaiveDate] = &[];
    for (calendar, made, october, november) in [
        (Calendar::default(), nothing, "2026-10-30", ""),
        (moved.clone(), nothing, "", "2026-11-02"),
        (moved.clone(), &promised[..], "2026-10-30", ""),
        // What was made for another quarter says nothing of this one.
        (moved, &promised[..1], "", "2026-11-02"),
    ] {
        assert_eq!(due(&calendar, "2026-10", made), october, "{made:?}");
        assert_eq!(due(&calendar, "2026-11", made), november, "{made:?}");
        assert_eq!(due(&calendar, "2026Q4", made), format!("{october}{november}"), "{made:?}");
    }
}

#[test]
fn a_node_is_watched_until_its_indicator_is_retired() {
    let content = node(Due::Once { day: day("2026-06-30") }, 3);
    let node = |is_active| Node {
        id: NodeId::from_raw(1),
        indicator: IndicatorId::from_raw(1),
        is_active,
        content: content.clone(),
        version: 1,
    };
    for (is_active, retired, watched) in [
        (true, None, true),
        (false, None, false),
        (true, Some("2026-07-01"), true),
        (true, Some("2026-06-30"), false),
        (true, Some("2026-01-01"), false),
        (false, Some("2026-07-01"), false),
    ] {
        let found = node(is_active).is_watched_on(day("2026-06-30"), retired.map(day));
        assert_eq!(found, watched, "{is_active} {retired:?}");
    }
}

fn any_due() -> impl Strategy<Value = Due> {
    let cycles = prop_oneof![Just(Cycle::Month), Just(Cycle::Quarter)];
    prop_oneof![
        (1_u32..=12, 1_u32..=31).prop_map(|(month, day)| Due::EveryYear { month, day }),
        (cycles, 1_u32..=60).prop_map(|(cycle, nth)| Due::WorkDay { cycle, nth }),
        (0_u64..700).prop_map(|days| Due::Once { day: day("2026-01-01") + chrono::Days::new(days) }),
    ]
}

proptest! {
    #[test]
    fn the_days_of_a_year_are_in_order_and_of_that_year(due in any_due(), year in 2026_i32..2030) {
        let days = due.days(&Calendar::default(), year);
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", days);
        prop_assert!(days.iter().all(|day| chrono::Datelike::year(day) == year));
        let by_quarter: Vec<_> = (1..=4)
            .flat_map(|ordinal| {
                let quarter = crate::period::Period::try_new(year, Cycle::Quarter, ordinal).unwrap();
                node(due, 0).due_in(&Calendar::default(), quarter, &[])
            })
            .collect();
        prop_assert_eq!(by_quarter, days);
    }

    #[test]
    fn a_turn_holds_one_day_whatever_the_calendar(due in any_due(), free in proptest::collection::btree_set(0_u64..365, 0..40)) {
        let free = free.into_iter().map(|offset| (day("2026-01-01") + chrono::Days::new(offset), false));
        let days = due.days(&Calendar::new(free), 2026);
        for due_on in &days {
            let (first, last) = due.turn(*due_on);
            let held: Vec<_> = days.iter().filter(|day| (first..=last).contains(day)).collect();
            prop_assert_eq!(held, [due_on]);
        }
    }

    #[test]
    fn a_window_opens_in_time_and_closes_on_its_day(due in any_due(), remind in 0_u32..20, offset in 0_u64..700) {
        let (calendar, today) = (Calendar::default(), day("2026-01-01") + chrono::Days::new(offset));
        if let Some(open) = node(due, remind).open_window(&calendar, today) {
            prop_assert!(today <= open && calendar.between(today, open) <= remind);
            // It stays open every day until then: a watcher that slept does not miss it.
            prop_assert!(node(due, remind).open_window(&calendar, open).is_some());
        }
    }
}
