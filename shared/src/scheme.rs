//! The appraisal scheme: which indicator versions count in a year, with which weight and points.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::code::BusinessCode;
use crate::error::Refusal;
use crate::id::{IndicatorVersionId, SchemeId};
use crate::indicator::{Indicator, Nature, Version, VersionState};
use crate::number::{Points, Quantity};
use crate::scoring::meter::{Meter, QUANT_SHARE_LEAST};

/// A scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scheme {
    /// Its id.
    pub id: SchemeId,
    /// Its code, unique.
    pub code: BusinessCode,
    /// Its name.
    pub name: String,
    /// The year it is for.
    pub year: i32,
    /// Whether it is published: then it never changes.
    pub published: bool,
    /// What its weights must sum to.
    pub total: Quantity,
    /// What it is worth that something was found by oneself.
    pub self_found: SelfFound,
    /// What counts.
    pub items: Vec<Item>,
    /// Counts its changes.
    pub version: i32,
}

crate::codes! {
    /// What it is worth that something was found by oneself before it was found from above (ZH-55); the stricter, the earlier.
    SelfFound {
        /// Nothing: all lost points count.
        Counted "NONE",
        /// Half of the lost points count.
        Halved "HALVED",
        /// No lost points count.
        Waived "WAIVED",
    }
}

impl SelfFound {
    /// What counts of lost points.
    #[must_use]
    pub const fn counted(self, lost: Points) -> Points {
        match self {
            Self::Counted => lost,
            // Half away from zero, as points are rounded everywhere.
            Self::Halved => Points::from_scaled(lost.scaled() / 2 + lost.scaled() % 2),
            Self::Waived => Points::ZERO,
        }
    }
}

/// One indicator of a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The version that is pinned.
    pub indicator_version: IndicatorVersionId,
    /// Its weight.
    pub weight: Quantity,
    /// The points it is worth.
    pub base_points: Points,
}

impl Scheme {
    /// What the weights sum to.
    #[must_use]
    pub fn weight_total(&self) -> Quantity {
        let sum = self.items.iter().fold(0_i64, |sum, item| sum.saturating_add(item.weight.scaled()));
        Quantity::from_scaled(sum)
    }

    /// Refuses to change what is published.
    ///
    /// # Errors
    /// [`Refusal::Published`].
    pub const fn editable(&self) -> Result<(), Refusal> {
        if self.published { Err(Refusal::Published) } else { Ok(()) }
    }

    /// The scheme put into effect; `pinned` knows the versions it pins with their indicators.
    ///
    /// # Errors
    /// What [`Scheme::check`] refuses; [`Refusal::Published`] where it is in effect already.
    pub fn publish(mut self, pinned: &[(&Indicator, &Version)]) -> Result<Self, Refusal> {
        self.editable()?;
        self.check(pinned)?;
        self.published = true;
        Ok(self)
    }

    /// Whether it can be put into effect (domain.md §2.3, checks before publication).
    ///
    /// # Errors
    /// [`Refusal::NotInEffect`], [`Refusal::IndicatorTwice`] and [`Refusal::NothingToWin`] name the first item at fault;
    /// [`Refusal::WeightsDoNotSum`]; [`Refusal::TooFewQuantitative`] below 85 per cent (CJ-55).
    pub fn check(&self, pinned: &[(&Indicator, &Version)]) -> Result<(), Refusal> {
        let mut seen = BTreeSet::new();
        let mut natures = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let version = item.indicator_version;
            let state = |code: &str| Refusal::NotInEffect { version, state: code.to_owned() };
            let Some((indicator, found)) = pinned.iter().find(|(_, found)| found.id == version) else {
                return Err(state("UNKNOWN"));
            };
            if found.state != VersionState::Effective {
                return Err(state(found.state.code()));
            }
            if !seen.insert(indicator.id) {
                return Err(Refusal::IndicatorTwice { indicator: indicator.id });
            }
            if item.weight <= Quantity::ZERO || item.base_points <= Points::ZERO {
                return Err(Refusal::NothingToWin { version });
            }
            natures.push(indicator.nature);
        }
        self.sums()?;
        quantitative(&natures)
    }

    fn sums(&self) -> Result<(), Refusal> {
        let sum = self.weight_total();
        if sum == self.total { Ok(()) } else { Err(Refusal::WeightsDoNotSum { sum, total: self.total }) }
    }
}

/// Whether enough indicators are quantitative (CJ-55).
///
/// # Errors
/// [`Refusal::TooFewQuantitative`] below 85 per cent.
pub fn quantitative(natures: &[Nature]) -> Result<(), Refusal> {
    let meter = Meter::count(natures, |nature| **nature == Nature::Quant);
    if meter.reaches(QUANT_SHARE_LEAST) {
        return Ok(());
    }
    let share = meter.percent().and_then(|share| share.quantity().ok()).unwrap_or_default();
    Err(Refusal::TooFewQuantitative { share, floor: Quantity::from_scaled(i64::from(QUANT_SHARE_LEAST) * 10_000) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::indicator::tests::content;
    use crate::indicator::{Domain, ObjectKind};

    fn indicator(number: i64, nature: Nature) -> Indicator {
        Indicator {
            id: Id::from_raw(number),
            code: format!("I{number}").parse().unwrap(),
            name: String::new(),
            name_en: String::new(),
            object: ObjectKind::Org,
            dimension: "D".parse().unwrap(),
            cockpit_dimension: None,
            line: None,
            domain: Domain::Business,
            nature,
            purpose: String::new(),
            key_rate: false,
            sort_no: 1,
            version: 1,
        }
    }

    fn version(number: i64, state: VersionState) -> Version {
        Version {
            id: Id::from_raw(100 + number),
            indicator: Id::from_raw(number),
            number: 1,
            state,
            content: content("a / b"),
            valid_from: "2026-01-01".parse().unwrap(),
            valid_to: None,
        }
    }

    fn scheme(items: &[(i64, &str)], total: &str) -> Scheme {
        let item = |&(number, weight): &(i64, &str)| Item {
            indicator_version: Id::from_raw(100 + number),
            weight: weight.parse().unwrap(),
            base_points: Points::from_scaled(10_000),
        };
        Scheme {
            id: Id::from_raw(1),
            code: "S".parse().unwrap(),
            name: String::new(),
            year: 2026,
            published: false,
            total: total.parse().unwrap(),
            self_found: SelfFound::Counted,
            items: items.iter().map(item).collect(),
            version: 1,
        }
    }

    /// Seven indicators: the last is a judgement, the sixth is still a draft.
    fn checked(scheme: &Scheme) -> Result<(), String> {
        let natures = |number| if number == 7 { Nature::Qual } else { Nature::Quant };
        let states = |number| if number == 6 { VersionState::Draft } else { VersionState::Effective };
        let indicators: Vec<_> = (1..=7).map(|number| indicator(number, natures(number))).collect();
        let versions: Vec<_> = (1..=7).map(|number| version(number, states(number))).collect();
        let pinned: Vec<_> = indicators.iter().zip(&versions).collect();
        scheme
            .check(&pinned)
            .map_err(|refusal| serde_json::to_value(refusal).unwrap()["rule"].as_str().unwrap().to_owned())
    }

    #[test]
    fn what_is_checked_before_a_scheme_takes_effect() {
        let refused = |rule: &str| Err(rule.to_owned());
        for (items, total, expected) in [
            (vec![(1, "60"), (2, "40")], "100", Ok(())),
            (vec![(1, "60"), (2, "39.9999")], "100", refused("WEIGHTS_DO_NOT_SUM")),
            (vec![(1, "60"), (1, "40")], "100", refused("INDICATOR_TWICE")),
            (vec![(1, "60"), (6, "40")], "100", refused("NOT_IN_EFFECT")),
            (vec![(1, "60"), (8, "40")], "100", refused("NOT_IN_EFFECT")),
            (vec![(1, "100"), (2, "0")], "100", refused("NOTHING_TO_WIN")),
            // 5 of 6 are 83.33 %.
            (
                vec![(1, "20"), (2, "20"), (3, "20"), (4, "20"), (5, "10"), (7, "10")],
                "100",
                refused("TOO_FEW_QUANTITATIVE"),
            ),
            (vec![], "0", refused("TOO_FEW_QUANTITATIVE")),
        ] {
            assert_eq!(checked(&scheme(&items, total)), expected, "{items:?}");
        }
    }

    #[test]
    fn what_is_published_is_not_published_again() {
        let published = Scheme { published: true, ..scheme(&[(1, "100")], "100") };
        assert_eq!(published.editable(), Err(Refusal::Published));
        assert_eq!(published.publish(&[]), Err(Refusal::Published));
    }

    #[test]
    fn what_was_found_by_oneself_counts_as_the_scheme_says() {
        let counted = |worth: SelfFound, lost: &str| worth.counted(lost.parse().unwrap()).to_string();
        for (worth, lost, counts) in [
            (SelfFound::Counted, "1.5", "1.5"),
            (SelfFound::Halved, "1.5", "0.75"),
            (SelfFound::Halved, "0.0001", "0.0001"),
            (SelfFound::Waived, "1.5", "0"),
        ] {
            assert_eq!(counted(worth, lost).parse::<Points>(), counts.parse::<Points>(), "{worth:?} {lost}");
        }
        // Of several the strictest is the least.
        assert_eq!([SelfFound::Waived, SelfFound::Halved].into_iter().min(), Some(SelfFound::Halved));
    }
}
