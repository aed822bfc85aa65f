//! Every text of an order has a longest length, and what is longer moves nothing.

use super::*;

fn opened(opening: Opening) -> giver::Moved {
    act("2026-04-03", GIVER, Some(Side::Giver), |hand| {
        Rectification::open(opening, RectificationDirection::TopDown, hand)
    })
}

fn rectifying() -> Rectification {
    let order = done(step(ordered(false), "2026-04-03", HEAD, |order, hand| order.acknowledge("", hand)));
    let plan = vec![measure("fine the 8", "2026-04-15")];
    let order = done(step(order, "2026-04-08", HEAD, |order, hand| order.plan("nobody looked", plan, hand)));
    let order = done(step(order, "2026-04-09", GIVER, |order, hand| order.approve("", hand)));
    done(step(order, "2026-04-14", OFFICER, |order, hand| order.end_measure(1, MeasureState::Done, "fined", hand)))
}

fn report(outcome: Outcome) -> giver::Moved {
    step(rectifying(), "2026-04-20", HEAD, |order, hand| order.report(outcome, hand))
}

fn achieved() -> Outcome {
    Outcome { result: "all fined".to_owned(), ..Outcome::default() }
}

#[test]
fn what_is_longer_than_is_stated_is_refused_with_its_field_its_limit_and_its_length() {
    type Step = fn(&str) -> giver::Moved;
    let cases: [(&str, u32, u32, Step); 10] = [
        ("title", 1, 200, |words| opened(Opening { title: words.to_owned(), ..opening(false) })),
        ("problem", 1, 4_000, |words| opened(Opening { problem: words.to_owned(), ..opening(false) })),
        ("cause", 0, 4_000, |words| opened(Opening { cause: words.to_owned(), ..opening(false) })),
        ("words", 0, 4_000, |words| {
            step(ordered(false), "2026-04-03", HEAD, |order, hand| order.acknowledge(words, hand))
        }),
        ("words", 1, 4_000, |words| {
            step(ordered(false), "2026-04-03", GIVER, |order, hand| order.comment(words, hand))
        }),
        ("grounds", 1, 4_000, |words| {
            step(ordered(false), "2026-04-03", HEAD, |order, hand| order.dispute(words, hand))
        }),
        ("result", 1, 4_000, |words| report(Outcome { result: words.to_owned(), ..achieved() })),
        ("pattern", 0, 4_000, |words| report(Outcome { pattern: words.to_owned(), ..achieved() })),
        ("managementChange", 0, 4_000, |words| report(Outcome { management_change: words.to_owned(), ..achieved() })),
        ("reason", 0, 4_000, |words| {
            step(reported(false), "2026-04-21", GIVER, |order, hand| order.verify(words, hand))
        }),
    ];
    for (field, least, most, step) in cases {
        let words = |length: u32| "长".repeat(usize::try_from(length).unwrap());
        assert!(step(&words(most)).is_ok(), "{field}");
        let refused = Refusal::Length { field: field.to_owned(), least, most, length: most + 1 };
        assert_eq!(step(&words(most + 1)).unwrap_err(), refused, "{field}");
    }
}
