//! Bands: what a value means at a glance. Intervals that are disjoint and cover every value; colours and words are the page's.

use serde::{Deserialize, Serialize};

use crate::number::Quantity;

crate::codes! {
    /// What a value means at a glance, best first.
    Band {
        /// 优.
        Good "GOOD",
        /// 稳.
        Steady "STEADY",
        /// 关注.
        Watch "WATCH",
        /// 预警.
        Alert "ALERT",
    }
}

/// The bands of an indicator.
pub type Bands = Spans<Band>;

/// The interval `[from, to)` and what a value in it gives. `None` is unbounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span<T> {
    /// The least value inside; unbounded below where it is `None`.
    pub from: Option<Quantity>,
    /// The least value no longer inside; unbounded above where it is `None`.
    pub to: Option<Quantity>,
    /// What a value inside gives.
    pub gives: T,
}

/// Intervals that are disjoint and together hold every value, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Span<T>>", into = "Vec<Span<T>>")]
#[serde(bound(serialize = "T: Serialize + Clone", deserialize = "T: Deserialize<'de>"))]
pub struct Spans<T> {
    below: Vec<Span<T>>,
    last: Span<T>,
}

/// Why intervals are no division of the number line. `None` is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SpanError {
    /// There is no interval at all.
    #[error("there is no interval")]
    NoSpan,
    /// An interval holds no value.
    #[error("the interval from {from} to {to} holds no value")]
    Hollow {
        /// Its lower edge.
        from: Quantity,
        /// Its upper edge.
        to: Quantity,
    },
    /// No interval holds the values `[from, to)`.
    #[error("no interval holds the values from {} to {}", Edge(*from), Edge(*to))]
    Gap {
        /// Where the gap begins.
        from: Option<Quantity>,
        /// Where it ends.
        to: Option<Quantity>,
    },
    /// Two intervals hold the values `[from, to)`.
    #[error("two intervals hold the values from {} to {}", Edge(*from), Edge(*to))]
    Overlap {
        /// Where the overlap begins.
        from: Option<Quantity>,
        /// Where it ends.
        to: Option<Quantity>,
    },
}

impl<T> Spans<T> {
    /// Takes the intervals in any order.
    ///
    /// # Errors
    /// [`SpanError`] names the first interval without a value, the lowest gap or the lowest overlap.
    pub fn try_new(mut spans: Vec<Span<T>>) -> Result<Self, SpanError> {
        spans.iter().try_for_each(Span::check)?;
        spans.sort_by_key(|span| span.from);
        let Some(first) = spans.first() else { return Err(SpanError::NoSpan) };
        if first.from.is_some() {
            return Err(SpanError::Gap { from: None, to: first.from });
        }
        spans.iter().zip(spans.iter().skip(1)).try_for_each(|(lower, upper)| lower.meets(upper))?;
        let Some(last) = spans.pop() else { return Err(SpanError::NoSpan) };
        match last.to {
            None => Ok(Self { below: spans, last }),
            from => Err(SpanError::Gap { from, to: None }),
        }
    }

    /// The interval that holds the value.
    #[must_use]
    pub fn lookup(&self, value: Quantity) -> &Span<T> {
        self.below.iter().find(|span| span.to.is_some_and(|to| value < to)).unwrap_or(&self.last)
    }

    /// All intervals in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = &Span<T>> {
        self.below.iter().chain(std::iter::once(&self.last))
    }
}

impl<T> Span<T> {
    fn check(&self) -> Result<(), SpanError> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from >= to => Err(SpanError::Hollow { from, to }),
            _ => Ok(()),
        }
    }

    /// Whether `upper`, which begins no lower, begins where this one ends.
    fn meets(&self, upper: &Self) -> Result<(), SpanError> {
        let (end, start) = (self.to, upper.from);
        // An absent lower edge is −∞ and sorts first; an absent upper edge is +∞.
        match (end, start) {
            (Some(end), Some(start)) if end == start => Ok(()),
            (Some(end), Some(start)) if end < start => Err(SpanError::Gap { from: Some(end), to: Some(start) }),
            (Some(end), _) => Err(SpanError::Overlap { from: start, to: Some(upper.to.map_or(end, |to| to.min(end))) }),
            (None, _) => Err(SpanError::Overlap { from: start, to: upper.to }),
        }
    }
}

impl<T> TryFrom<Vec<Span<T>>> for Spans<T> {
    type Error = SpanError;

    fn try_from(spans: Vec<Span<T>>) -> Result<Self, Self::Error> {
        Self::try_new(spans)
    }
}

impl<T> From<Spans<T>> for Vec<Span<T>> {
    fn from(spans: Spans<T>) -> Self {
        let mut all = spans.below;
        all.push(spans.last);
        all
    }
}

struct Edge(Option<Quantity>);

impl std::fmt::Display for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(edge) => edge.fmt(f),
            None => f.write_str("unbounded"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quantity(text: &str) -> Option<Quantity> {
        (text != "*").then(|| text.parse().unwrap())
    }

    fn spans(edges: &[(&str, &str)]) -> Result<Spans<usize>, SpanError> {
        let span = |(gives, (from, to)): (usize, &(&str, &str))| Span { from: quantity(from), to: quantity(to), gives };
        Spans::try_new(edges.iter().enumerate().map(span).collect())
    }

    #[test]
    fn the_lower_edge_is_inside_and_the_upper_is_not() {
        let spans = spans(&[("99", "*"), ("97", "99"), ("*", "97")]).unwrap();
        let place = |text: &str| spans.lookup(text.parse().unwrap()).gives;
        assert_eq!([place("96.9999"), place("97"), place("98.9999"), place("99"), place("-5")], [2, 1, 1, 0, 2]);
    }

    #[test]
    fn gaps_and_overlaps_are_named() {
        let gap = |from, to| SpanError::Gap { from: quantity(from), to: quantity(to) };
        let overlap = |from, to| SpanError::Overlap { from: quantity(from), to: quantity(to) };
        for (edges, refusal) in [
            (vec![], SpanError::NoSpan),
            (vec![("0", "*")], gap("*", "0")),
            (vec![("*", "0")], gap("0", "*")),
            (vec![("*", "90"), ("95", "*")], gap("90", "95")),
            (vec![("*", "95"), ("90", "*")], overlap("90", "95")),
            (vec![("*", "95"), ("90", "93"), ("93", "*")], overlap("90", "93")),
            (vec![("*", "*"), ("90", "*")], overlap("90", "*")),
            (vec![("*", "90"), ("*", "*")], overlap("*", "90")),
            (
                vec![("*", "90"), ("90", "90"), ("90", "*")],
                SpanError::Hollow { from: "90".parse().unwrap(), to: "90".parse().unwrap() },
            ),
        ] {
            assert_eq!(spans(&edges), Err(refusal), "{edges:?}");
        }
    }

    #[test]
    fn bands_are_read_from_their_written_form_and_checked_on_the_way() {
        let bands: Bands = serde_json::from_str(
            r#"[{"from":"95","gives":"GOOD"},{"from":"90","to":"95","gives":"WATCH"},{"to":"90","gives":"ALERT"}]"#,
        )
        .unwrap();
        assert_eq!(bands.lookup("94.9999".parse().unwrap()).gives, Band::Watch);
        let again: Bands = serde_json::from_value(serde_json::to_value(&bands).unwrap()).unwrap();
        assert_eq!(again, bands);
        let refused = serde_json::from_str::<Bands>(r#"[{"to":"90","gives":"ALERT"}]"#).unwrap_err();
        assert!(refused.to_string().contains("from 90.0000 to unbounded"), "{refused}");
    }

    proptest! {
        #[test]
        fn exactly_one_interval_holds_a_value(mut edges in prop::collection::btree_set(-50_i64..50, 0..8), value in -60_i64..60) {
            edges.insert(50);
            let edges: Vec<_> = edges.into_iter().map(|edge| Some(Quantity::from_scaled(edge))).collect();
            let lower = std::iter::once(None).chain(edges.iter().copied());
            let upper = edges.iter().copied().chain(std::iter::once(None));
            let spans = Spans::try_new(lower.zip(upper).map(|(from, to)| Span { from, to, gives: () }).collect()).unwrap();
            let value = Quantity::from_scaled(value);
            let holds = |span: &Span<()>| span.from.is_none_or(|from| from <= value) && span.to.is_none_or(|to| value < to);
            prop_assert_eq!(spans.iter().filter(|span| holds(span)).count(), 1);
            prop_assert!(holds(spans.lookup(value)));
        }
    }
}
