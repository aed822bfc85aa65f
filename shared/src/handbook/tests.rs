//! The life of an entry, and the order in which entries are suggested.

use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::id::{AccountId, Id};

fn signed(account: i64) -> Signed {
    Signed { by: Actor::Account(AccountId::from_raw(account)), at: "2026-04-03T02:00:00Z".parse().unwrap() }
}

fn wording(text: &str) -> Wording {
    Wording { text: text.to_owned(), text_en: String::new() }
}

fn proposed(text: &str) -> Result<Entry, Refusal> {
    let proposal = Proposal {
        id: HandbookEntryId::from_raw(1),
        indicator: IndicatorId::from_raw(1),
        kind: EntryKind::Cause,
        against: Some(HandbookEntryId::from_raw(2)),
        wording: wording(text),
        from: None,
    };
    Entry::propose(proposal, signed(1), "Li")
}

#[test]
fn an_entry_goes_this_way_and_no_other() {
    let line = |state: &EntryState| {
        let steps = EntryStep::ALL.iter().filter_map(|&step| Some(format!("{step}→{}", state.after(step).ok()?)));
        format!("{state}: {}", steps.collect::<Vec<_>>().join(" "))
    };
    let table = EntryState::ALL.iter().map(line).collect::<Vec<_>>().join("\n") + "\n";
    expect![[r#"
        PROPOSED: REVIEW→REVIEWED REJECT→REJECTED
        REVIEWED: PUBLISH→PUBLISHED REJECT→REJECTED
        PUBLISHED: RETIRE→RETIRED
        RETIRED: 
        REJECTED: 
    "#]]
    .assert_eq(&table);
}

#[test]
fn who_may_publish_is_told_that_it_waits_and_who_proposed_it_how_that_ended() {
    let line = |state: &EntryState| format!("{state}: {:?} {}", state.tells(), state.waits());
    let table = EntryState::ALL.iter().map(line).collect::<Vec<_>>().join("\n") + "\n";
    expect![[r#"
        PROPOSED: Some(Publishers) true
        REVIEWED: None true
        PUBLISHED: Some(Proposer) false
        RETIRED: Some(Proposer) false
        REJECTED: Some(Proposer) false
    "#]]
    .assert_eq(&table);
}

#[test]
fn nobody_reviews_or_publishes_what_they_proposed() {
    let entry = proposed(" the list comes late ").unwrap();
    assert_eq!((entry.wording.text.as_str(), entry.against), ("the list comes late", None));
    assert_eq!(entry.clone().review(wording("x"), signed(1)).unwrap_err(), Refusal::OwnWork);
    assert_eq!(entry.open_steps(signed(1).by).collect::<Vec<_>>(), [EntryStep::Reject]);
    let reviewed = entry.review(wording("the list comes too late"), signed(2)).unwrap();
    assert_eq!(reviewed.clone().publish(signed(1)).unwrap_err(), Refusal::OwnWork);
    let published = reviewed.publish(signed(2)).unwrap();
    assert_eq!((published.state, published.wording.text.as_str()), (EntryState::Published, "the list comes too late"));
    assert_eq!(published.clone().retire(" ").unwrap_err(), Refusal::WordsMissing { field: "reasons".to_owned() });
    assert_eq!(published.retire("now done by the system").unwrap().reasons, "now done by the system");
}

#[test]
fn an_entry_says_something_and_not_too_much() {
    assert_eq!(proposed("  ").unwrap_err(), Refusal::WordsMissing { field: "text".to_owned() });
    assert!(proposed(&"案".repeat(500)).is_ok());
    let refused = Refusal::Length { field: "text".to_owned(), least: 1, most: 500, length: 501 };
    assert_eq!(proposed(&"案".repeat(501)).unwrap_err(), refused);
}

fn uses(used: u32, worked: u32, failed: u32) -> Uses {
    Uses { used, worked, failed }
}

#[test]
fn what_worked_often_comes_first_and_what_was_never_tried_in_the_middle() {
    let order = [uses(10, 9, 1), uses(1, 1, 0), uses(2, 0, 0), uses(0, 0, 0), uses(1, 0, 1), uses(10, 1, 9)];
    for (place, &better) in order.iter().enumerate() {
        for &worse in &order[place + 1..] {
            assert_eq!(better.more_promising(worse), Ordering::Less, "{better:?} {worse:?}");
        }
    }
    let entry = |text: &str, uses| Tried { entry: proposed(text).unwrap(), uses };
    let sorted = suggested(vec![entry("b", uses(0, 0, 0)), entry("a", uses(0, 0, 0)), entry("c", uses(3, 2, 1))]);
    assert_eq!(sorted.iter().map(|it| it.entry.wording.text.as_str()).collect::<Vec<_>>(), ["c", "a", "b"]);
}

proptest! {
    #[test]
    fn another_success_never_ranks_lower_and_another_failure_never_higher(worked in 0_u32..1_000_000, failed in 0_u32..1_000_000) {
        let now = uses(worked + failed, worked, failed);
        prop_assert_eq!(uses(worked + failed + 1, worked + 1, failed).more_promising(now), Ordering::Less);
        prop_assert_eq!(uses(worked + failed + 1, worked, failed + 1).more_promising(now), Ordering::Greater);
        prop_assert_eq!(now.more_promising(now), Ordering::Equal);
    }
}
