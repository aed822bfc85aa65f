//! Which way is better, and by how much something got better. Points are not given here.

use crate::formula::{Exact, ExactError};

crate::codes! {
    /// Which values of an indicator are better (domain.md §2.3).
    Direction {
        /// The more the better, such as the filing rate.
        HigherBetter "HIGHER_BETTER",
        /// The less the better, such as the change of arrears.
        LowerBetter "LOWER_BETTER",
        /// The nearer to the target the better, on both sides.
        TargetBest "TARGET_BEST",
        /// 1 where it holds and 0 where not; holding is better.
        Boolean "BOOLEAN",
    }
}

impl Direction {
    /// How much better `new` is than `old`, in the unit of the values (percentage points for rates); negative where it got worse.
    /// `None` for [`Direction::TargetBest`], which needs the target: see [`Direction::improvement_towards`].
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`].
    pub fn improvement(self, old: impl Into<Exact>, new: impl Into<Exact>) -> Result<Option<Exact>, ExactError> {
        let (old, new) = (old.into(), new.into());
        match self {
            Self::HigherBetter | Self::Boolean => new.minus(old).map(Some),
            Self::LowerBetter => old.minus(new).map(Some),
            Self::TargetBest => Ok(None),
        }
    }

    /// How much nearer to the better side `new` is than `old`, seen from the target.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`].
    pub fn improvement_towards(
        self,
        target: impl Into<Exact>,
        old: impl Into<Exact>,
        new: impl Into<Exact>,
    ) -> Result<Exact, ExactError> {
        let (target, old, new) = (target.into(), old.into(), new.into());
        match self.improvement(old, new)? {
            Some(improvement) => Ok(improvement),
            None => old.minus(target)?.distance().minus(new.minus(target)?.distance()),
        }
    }

    /// How far the value stays behind the target; never negative.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`].
    pub fn shortfall(self, value: impl Into<Exact>, target: impl Into<Exact>) -> Result<Exact, ExactError> {
        let (value, target) = (value.into(), target.into());
        let behind = match self {
            Self::HigherBetter | Self::Boolean => target.minus(value)?,
            Self::LowerBetter => value.minus(target)?,
            Self::TargetBest => value.minus(target)?.distance(),
        };
        Ok(behind.max(Exact::ZERO))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    fn mean(changes: &[Exact]) -> String {
        let sum = Exact::sum(changes.iter().copied()).unwrap();
        sum.over(Exact::whole(i64::try_from(changes.len()).unwrap())).unwrap().quantity().unwrap().shown()
    }

    #[test]
    fn falling_arrears_are_an_improvement_and_not_a_loss() {
        // The six rates of domain.md §3.3.
        let rates = [
            (Direction::HigherBetter, "97.10", "98.00", "0.9"),
            (Direction::HigherBetter, "94.00", "97.42", "3.42"),
            (Direction::HigherBetter, "96.00", "97.78", "1.78"),
            (Direction::HigherBetter, "91.00", "96.51", "5.51"),
            (Direction::LowerBetter, "-2", "-12", "10"),
            (Direction::HigherBetter, "95.00", "96.36", "1.36"),
        ];
        let improvements = rates.map(|(direction, old, new, expected)| {
            let improvement = direction.improvement(exact(old), exact(new)).unwrap().unwrap();
            assert_eq!(improvement.to_string(), expected);
            improvement
        });
        assert_eq!(mean(&improvements), "3.83");

        let naive = rates.map(|(_, old, new, _)| exact(new).minus(exact(old)).unwrap());
        assert_eq!(mean(&naive), "0.50");
    }

    #[test]
    fn both_sides_of_a_target_are_short_of_it() {
        let best = Direction::TargetBest;
        assert_eq!(best.shortfall(exact("97"), exact("100")), Ok(exact("3")));
        assert_eq!(best.shortfall(exact("103"), exact("100")), Ok(exact("3")));
        assert_eq!(best.improvement(exact("97"), exact("99")), Ok(None));
        assert_eq!(best.improvement_towards(exact("100"), exact("97"), exact("101")), Ok(exact("2")));
    }

    proptest! {
        #[test]
        fn going_there_and_back_improves_nothing(old in -10_000_i64..10_000, new in -10_000_i64..10_000, target in -10_000_i64..10_000) {
            let (old, new, target) = (Exact::whole(old), Exact::whole(new), Exact::whole(target));
            for &direction in Direction::ALL {
                let there = direction.improvement_towards(target, old, new).unwrap();
                let back = direction.improvement_towards(target, new, old).unwrap();
                prop_assert_eq!(there, back.negated());
            }
        }
    }
}
