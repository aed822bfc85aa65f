//! The way from a value to points, in data; the page turns it into sentences of either language.

use serde::{Deserialize, Serialize};

use super::completion::VetoEffect;
use super::deduction::StepFunction;
use super::input::Done;
use crate::formula::Exact;
use crate::number::{Points, Quantity};

/// Every step from the value to the points, in order; the last is `ROUNDED`.
pub type Trace = Vec<Step>;

/// A fact of a step as text, `None` where there is nothing to tell, such as the upper edge of an unbounded interval.
trait Fact {
    fn fact(&self) -> Option<String>;
}

macro_rules! facts {
    ($($kind:ty),*) => {$(
        impl Fact for $kind {
            fn fact(&self) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}

facts!(Exact, Points, Quantity, String, u32, Done, StepFunction, VetoEffect);

impl<T: Fact> Fact for Option<T> {
    fn fact(&self) -> Option<String> {
        self.as_ref().and_then(Fact::fact)
    }
}

macro_rules! steps {
    ($(#[$doc:meta])* $name:ident { $(
        $(#[$step_doc:meta])* $step:ident $code:literal { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }
    )* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "step")]
        pub enum $name {$(
            $(#[$step_doc])*
            #[serde(rename = $code)]
            $step { $($(#[$field_doc])* $field: $kind,)* },
        )*}

        impl $name {
            /// The codes of all steps.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// The written form of its kind.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$step { .. } => $code),* }
            }

            /// The names and texts of its numbers, in the order they are told; what does not apply is left out.
            #[must_use]
            pub fn facts(&self) -> Vec<(&'static str, String)> {
                match self {$(
                    Self::$step { $($field),* } => {
                        let facts = [$((stringify!($field), $field.fact())),*];
                        facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
                    }
                )*}
            }
        }
    };
}

steps! {
    /// One step from a value to points.
    Step {
        /// The value scored and the base points.
        Started "STARTED" {
            /// The value; absent for methods that take evidence instead.
            value: Option<Exact>,
            /// Base points.
            base: Points,
        }
        /// How far the value stays behind the target.
        Shortfall "SHORTFALL" {
            /// The target.
            target: Quantity,
            /// Behind it by so much, never negative.
            shortfall: Exact,
        }
        /// A distance counted in steps.
        Counted "COUNTED" {
            /// The distance.
            distance: Exact,
            /// The width of a step.
            granularity: Quantity,
            /// Distance over width, before the function.
            quotient: Exact,
            /// How parts of a step count.
            function: StepFunction,
            /// Steps that count.
            steps: Exact,
        }
        /// Points taken away.
        Deducted "DEDUCTED" {
            /// Points for each.
            unit: Points,
            /// Steps, cases, days or places.
            count: Exact,
            /// The deduction.
            deduction: Exact,
            /// What is left.
            left: Exact,
        }
        /// How far the value lies on the better side of a benchmark; negative on the worse side.
        Benchmark "BENCHMARK" {
            /// The benchmark.
            benchmark: Exact,
            /// Better by so much.
            better: Exact,
        }
        /// Points added, or taken away where negative, for steps from a benchmark.
        Moved "MOVED" {
            /// Points for each step.
            unit: Points,
            /// Steps, negative on the worse side.
            steps: Exact,
            /// The change.
            change: Exact,
            /// The points after it.
            left: Exact,
        }
        /// One number over another.
        Divided "DIVIDED" {
            /// What is divided.
            dividend: Exact,
            /// By what.
            divisor: Exact,
            /// The quotient; left out where the divisor is zero.
            quotient: Option<Exact>,
        }
        /// The interval `[from, to)` that holds the value.
        Fell "FELL" {
            /// Lower edge.
            from: Option<Quantity>,
            /// Upper edge.
            to: Option<Quantity>,
            /// The share of the base points it gives.
            share: Exact,
        }
        /// The place on the line between two values.
        Interpolated "INTERPOLATED" {
            /// The value where the line begins.
            from: Quantity,
            /// The value where it ends.
            to: Quantity,
            /// The place between them, limited to 0…1.
            place: Exact,
            /// The share of the base points there.
            share: Exact,
        }
        /// The efficacy coefficient, `60 + 40 × (x − unacceptable) / (satisfactory − unacceptable)`, limited to 0…100.
        Efficacy "EFFICACY" {
            /// The value that is not acceptable (不允许值).
            unacceptable: Quantity,
            /// The satisfactory value (满意值).
            satisfactory: Quantity,
            /// The coefficient before the limits.
            coefficient: Exact,
            /// The coefficient after them.
            limited: Exact,
        }
        /// The place in the comparison group.
        Ranked "RANKED" {
            /// The rank, 1 is best; a half where ties share an average.
            rank: Exact,
            /// Units ranked.
            size: u32,
        }
        /// The tier that holds the rank.
        Tiered "TIERED" {
            /// The rank's share of the group.
            reached: Exact,
            /// The share of the group up to the end of the tier.
            upto: Exact,
            /// The share of the base points it gives.
            share: Exact,
        }
        /// The points come from a place in the comparison group that is not released to the viewer; nothing else of it is told.
        Withheld "WITHHELD" {
            /// The points.
            points: Points,
        }
        /// The change since the same period of last year.
        Improved "IMPROVED" {
            /// The value of last year.
            last_year: Exact,
            /// Better by so much; negative where it got worse.
            improvement: Exact,
            /// Share of the base points gained by an improvement of one.
            slope: Exact,
            /// `1 + slope × improvement`.
            share: Exact,
        }
        /// A share of the base points.
        Shared "SHARED" {
            /// The share.
            share: Exact,
            /// The points.
            points: Exact,
        }
        /// Limits that took effect.
        Limited "LIMITED" {
            /// Before.
            before: Exact,
            /// After.
            after: Exact,
        }
        /// When the task was done.
        Completed "COMPLETED" {
            /// On time, late or not at all.
            done: Done,
            /// Days late.
            days: u32,
        }
        /// The votes for one grade.
        Voted "VOTED" {
            /// The grade.
            grade: String,
            /// Votes for it.
            votes: u32,
            /// Points of the grade; left out where it does not count.
            points: Option<Exact>,
        }
        /// The highest and the lowest rating were dropped.
        Trimmed "TRIMMED" {
            /// The highest.
            highest: Quantity,
            /// The lowest.
            lowest: Quantity,
        }
        /// A mean.
        Averaged "AVERAGED" {
            /// The sum.
            sum: Exact,
            /// Of how many.
            count: Exact,
            /// The mean.
            mean: Exact,
        }
        /// Whether the veto fell.
        Vetoed "VETOED" {
            /// Cases found.
            cases: Exact,
            /// What it does; left out where there was no case.
            effect: Option<VetoEffect>,
        }
        /// A formula of the scheme's own.
        Formula "FORMULA" {
            /// Its text.
            text: String,
            /// The text with the numbers filled in.
            filled: String,
            /// What it gives.
            result: Exact,
        }
        /// The points, HALF_UP to 4 places.
        Rounded "ROUNDED" {
            /// Before.
            exact: Exact,
            /// After.
            points: Points,
        }
    }
}
