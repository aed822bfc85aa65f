//! The rules of scoring: worked examples, refusals, properties, roll-up. Helpers they share stand here.

mod examples;
mod properties;
mod ranks;
mod refusals;
mod roll_ups;

use super::*;
use crate::availability::Reading;
use crate::formula::Exact;
use crate::number::Quantity;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn quantity(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn points(text: &str) -> Points {
    text.parse().unwrap()
}

fn method(json: &str) -> Method {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn value(text: &str) -> Input {
    Input::of(Reading::Present(exact(text)))
}

fn standing(rank: &str, size: u32) -> Standing {
    Standing { rank: exact(rank), size }
}
