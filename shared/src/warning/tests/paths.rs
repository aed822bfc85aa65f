//! Whatever way a warning goes: until it was looked at, it waits for somebody.

use proptest::prelude::*;

use super::*;

/// Any step that may be taken, with any words.
fn any_step(it: Warning, choice: usize, on: NaiveDate) -> Moved {
    let calendar = Calendar::default();
    let at = on.and_hms_opt(2, 0, 0).unwrap().and_utc();
    let actor = Actor::Account(AccountId::from_raw(1));
    let hand = |side| Hand { actor, name: "x", side, part: None, at, calendar: &calendar };
    let (giver, head, system) = (hand(Some(Side::Giver)), hand(Some(Side::Responsible)), hand(None));
    let handler = Someone { id: PersonId::from_raw(7), name: "Li".to_owned() };
    let order = Other { kind: MatterKind::Rectification, number: "ZG-2026-00012", is_sent: true, is_connected: false };
    match choice {
        0 => it.receive(&head),
        1 => it.assign(Some(handler), "look at it", &head),
        2 => it.assign(None, "", &head),
        3 => it.end(false, "12 paid", &head),
        4 => it.end(true, "paid before", &head),
        5 => it.recover("2026-11", &system),
        6 => it.expire(&system),
        7 => it.review("", &giver),
        8 => it.connect(order, &giver),
        _ => it.comment("hm", &giver),
    }
}

proptest! {
    #[test]
    fn no_path_skips_a_clock(choices in proptest::collection::vec(0_usize..10, 0..30)) {
        let mut it = warning();
        let mut on: NaiveDate = "2026-11-16".parse().unwrap();
        for choice in choices {
            on = on + chrono::Days::new(1);
            if let Ok((next, event)) = any_step(it.clone(), choice, on) {
                prop_assert_eq!(event.state.as_str(), next.state.code());
                // How it ended is said once.
                prop_assert!(it.ended.is_none() || (it.ended, it.ended_as) == (next.ended, next.ended_as));
                it = next;
            }
            let kinds: Vec<_> = it.clocks.running().map(|clock| (clock.side, clock.kind)).collect();
            let read = (Side::Responsible, ClockKind::Acknowledge);
            let handle = (Side::Responsible, ClockKind::Handle);
            let expected = match it.state {
                WarningState::Issued => vec![read, handle],
                WarningState::Received | WarningState::Handling => vec![handle],
                WarningState::Resolved | WarningState::FalseAlarm | WarningState::Expired => {
                    vec![(Side::Giver, ClockKind::Review)]
                }
                WarningState::Reviewed => Vec::new(),
            };
            prop_assert_eq!(kinds, expected, "{:?} after {}", it.state, choice);
            prop_assert_eq!(it.ended.is_some(), !it.state.is_open());
            prop_assert!(it.received.is_none() || !it.clocks.running().any(|clock| clock.kind == ClockKind::Acknowledge));
        }
    }
}
