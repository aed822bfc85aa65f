//! Meters of a scheme: which share of its indicators is quantitative, extracted, machine-scored (domain.md §3.2).

use serde::{Deserialize, Serialize};

use crate::formula::Exact;

/// Least share of quantitative indicators, in per cent (CJ-55).
pub const QUANT_SHARE_LEAST: u32 = 85;

/// So many out of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    /// Those that have it.
    pub part: u32,
    /// All.
    pub whole: u32,
}

impl Meter {
    /// Counts the items that have what is measured.
    pub fn count<T>(items: impl IntoIterator<Item = T>, has: impl Fn(&T) -> bool) -> Self {
        items.into_iter().fold(Self::default(), |meter, item| Self {
            part: meter.part.saturating_add(u32::from(has(&item))),
            whole: meter.whole.saturating_add(1),
        })
    }

    /// The share in per cent, to 28 digits; `None` of nothing.
    #[must_use]
    pub fn percent(self) -> Option<Exact> {
        Exact::from(self.part).times(Exact::HUNDRED).and_then(|part| part.over(self.whole.into())).ok()
    }

    /// Whether the share reaches so many per cent, compared without rounding: 84.9999 % is not 85 %. Nothing reaches nothing.
    #[must_use]
    pub fn reaches(self, percent: u32) -> bool {
        self.whole > 0 && u64::from(self.part) * 100 >= u64::from(self.whole) * u64::from(percent)
    }
}
