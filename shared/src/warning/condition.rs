//! What a rule looks at, and what it sees: a pure function over the values of one object.

use serde::{Deserialize, Serialize};

use super::Fact;
use crate::availability::Availability;
use crate::band::Band;
use crate::direction::Direction;
use crate::number::Quantity;
use crate::period::Period;

crate::codes! {
    /// The kinds of conditions.
    ConditionKind {
        /// The value lies in a band.
        Band "BAND",
        /// The value lies beyond a number.
        Threshold "THRESHOLD",
        /// The value got worse several times in a row.
        Trend "TREND",
        /// The rank fell.
        RankFall "RANK_FALL",
        /// The rank stays among the last.
        LowPlace "LOW_PLACE",
        /// The value is behind the pace needed for the target.
        BehindPace "BEHIND_PACE",
        /// There is no value although one is due.
        NoData "NO_DATA",
        /// The value differs suddenly from the own history.
        Sudden "SUDDEN",
        /// Two values of the same object contradict one another.
        CrossCheck "CROSS_CHECK",
        /// Tasks are overdue.
        TaskOverdue "TASK_OVERDUE",
        /// A data source is late.
        SourceLate "SOURCE_LATE",
    }
}

/// What a rule looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Condition {
    /// The value lies in `band` or a worse one.
    Band {
        /// The best band that is warned of.
        band: Band,
    },
    /// The value is worse than `limit`, by the direction of the indicator.
    Threshold {
        /// The last value that is not warned of.
        limit: Quantity,
    },
    /// The value got worse `periods` times in a row.
    Trend {
        /// How many times, 2–12.
        periods: u32,
    },
    /// The rank fell by `places` or more since the period before.
    RankFall {
        /// How many places, 1 or more.
        places: u32,
    },
    /// The rank was among the last `places` of the comparison group in each of `periods` periods running (WH-42). A group of fewer
    /// than twice as many has no last ones.
    LowPlace {
        /// How many of the last places, 1–100.
        places: u32,
        /// How many periods, that looked at among them, 1–12.
        periods: u32,
    },
    /// The part of the target reached is smaller than the part the same period of last year had of that year's, by more than
    /// `percent` of a hundred. For indicators that grow through the year.
    BehindPace {
        /// By how many percentage points, 0 or more.
        percent: Quantity,
    },
    /// The value is late or missing.
    NoData,
    /// The value differs by more than `percent` per cent from the mean of the last `periods`.
    Sudden {
        /// By how many per cent.
        percent: Quantity,
        /// Of how many periods, 2–12.
        periods: u32,
    },
    /// The value differs by more than `percent` per cent from that of another indicator, or one of both is 0 and the other is not.
    CrossCheck {
        /// The other one.
        other: crate::id::IndicatorId,
        /// By how many per cent.
        percent: Quantity,
    },
    /// Something waits for the unit and is overdue by `days` working days or more.
    TaskOverdue {
        /// How many working days.
        days: u32,
    },
    /// A data source has no complete records up to `days` days ago.
    SourceLate {
        /// The data source.
        dataset: crate::id::DatasetId,
        /// How many days.
        days: u32,
    },
}

impl Condition {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ConditionKind {
        match self {
            Self::Band { .. } => ConditionKind::Band,
            Self::Threshold { .. } => ConditionKind::Threshold,
            Self::Trend { .. } => ConditionKind::Trend,
            Self::RankFall { .. } => ConditionKind::RankFall,
            Self::LowPlace { .. } => ConditionKind::LowPlace,
            Self::BehindPace { .. } => ConditionKind::BehindPace,
            Self::NoData => ConditionKind::NoData,
            Self::Sudden { .. } => ConditionKind::Sudden,
            Self::CrossCheck { .. } => ConditionKind::CrossCheck,
            Self::TaskOverdue { .. } => ConditionKind::TaskOverdue,
            Self::SourceLate { .. } => ConditionKind::SourceLate,
        }
    }

    /// Whether it looks at places in a comparison group: they speak of others as well, and take a right of their own.
    #[must_use]
    pub const fn is_of_group(&self) -> bool {
        match self {
            Self::RankFall { .. } | Self::LowPlace { .. } => true,
            Self::Band { .. }
            | Self::Threshold { .. }
            | Self::Trend { .. }
            | Self::BehindPace { .. }
            | Self::NoData
            | Self::Sudden { .. }
            | Self::CrossCheck { .. }
            | Self::TaskOverdue { .. }
            | Self::SourceLate { .. } => false,
        }
    }

    /// How many periods before the one looked at it needs.
    #[must_use]
    pub const fn looks_back(&self) -> u32 {
        match self {
            Self::Trend { periods } | Self::Sudden { periods, .. } => *periods,
            Self::RankFall { .. } => 1,
            Self::LowPlace { periods, .. } => periods.saturating_sub(1),
            Self::Band { .. }
            | Self::Threshold { .. }
            | Self::BehindPace { .. }
            | Self::NoData
            | Self::CrossCheck { .. }
            | Self::TaskOverdue { .. }
            | Self::SourceLate { .. } => 0,
        }
    }
}

/// What is known of an object in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Whether there is a value.
    pub availability: Availability,
    /// The value.
    pub value: Option<Quantity>,
    /// The target.
    pub target: Option<Quantity>,
    /// What the value means.
    pub band: Option<Band>,
    /// The place in the comparison group, 1 is best; equal ones share a place.
    pub rank: Option<i32>,
    /// How many are ranked there.
    pub group_size: Option<i32>,
}

/// What is known of an object: the period looked at and those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The period looked at.
    pub period: Period,
    /// What is better.
    pub direction: Direction,
    /// In the period looked at; none where there is not even a row.
    pub now: Option<Seen>,
    /// In the periods before, the nearest first; a gap where there is no row.
    pub before: Vec<Option<Seen>>,
    /// In the same period of last year.
    pub last_year: Option<Seen>,
    /// At the end of last year.
    pub last_year_end: Option<Seen>,
    /// Of the other indicator of a cross-check, in the period looked at.
    pub other: Option<Seen>,
}

/// What a rule sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// What it looks for is there.
    Fires(Vec<Fact>),
    /// It is not there.
    Clear,
    /// There is nothing to see it by.
    NoData,
}

fn fact(name: &str, value: Quantity) -> Fact {
    Fact { name: name.to_owned(), value }
}

fn whole(number: i64) -> Quantity {
    Quantity::try_whole(number).unwrap_or(Quantity::ZERO)
}

/// How far `value` lies from `base`, in per cent of it; none where the base is 0.
fn percent_apart(value: Quantity, base: Quantity) -> Option<Quantity> {
    let (value, base) = (value.decimal(), base.decimal());
    let apart = (value - base).abs().checked_mul(100.into())?.checked_div(base.abs())?;
    Quantity::try_from_decimal(apart).ok()
}

/// The part of `whole` that `part` is, in per cent.
fn share(part: Quantity, whole: Quantity) -> Option<Quantity> {
    let share = part.decimal().checked_mul(100.into())?.checked_div(whole.decimal())?;
    Quantity::try_from_decimal(share).ok()
}

fn fires_if(holds: bool, facts: impl FnOnce() -> Vec<Fact>) -> Verdict {
    if holds { Verdict::Fires(facts()) } else { Verdict::Clear }
}

impl Seen {
    /// What is known in a later period that nobody ran: it is missing wherever there was a question of a value in the run before.
    #[must_use]
    pub fn missed(self) -> Option<Self> {
        let none = Self {
            availability: Availability::Missing,
            value: None,
            target: None,
            band: None,
            rank: None,
            group_size: None,
        };
        (self.availability != Availability::NotApplicable).then_some(none)
    }

    /// Whether the place is one of the last so many; not known without a place.
    fn is_among_last(&self, places: u32) -> Option<bool> {
        let (rank, size, places) = (i64::from(self.rank?), i64::from(self.group_size?), i64::from(places));
        // The last two of three are most of the group: that says nothing about either.
        Some(size >= 2 * places && rank > size - places)
    }
}

impl History {
    /// Whether `one` is worse than `other`; not known where nearness to a target counts and there is none.
    fn is_worse(&self, one: Quantity, other: Quantity) -> Option<bool> {
        match self.direction {
            Direction::HigherBetter | Direction::Boolean => Some(one < other),
            Direction::LowerBetter => Some(one > other),
            Direction::TargetBest => {
                let target = self.now?.target?.decimal();
                Some((one.decimal() - target).abs() > (other.decimal() - target).abs())
            }
        }
    }

    /// The values of so many periods before, the nearest first; none where one is missing.
    fn values_before(&self, periods: u32) -> Option<Vec<Quantity>> {
        let wanted = usize::try_from(periods).ok()?;
        let values: Vec<Quantity> =
            self.before.iter().take(wanted).map(|seen| (*seen)?.value).collect::<Option<_>>()?;
        (values.len() == wanted).then_some(values)
    }
}

impl Condition {
    /// What the rule sees of an object with values. Conditions that look at tasks or sources are not about a value: `None`.
    #[must_use]
    pub fn look(&self, history: &History) -> Option<Verdict> {
        if matches!(self, Self::TaskOverdue { .. } | Self::SourceLate { .. }) {
            return None;
        }
        let Some(now) = history.now else { return Some(Verdict::NoData) };
        if matches!(self, Self::NoData) {
            let owed = matches!(now.availability, Availability::Late | Availability::Missing);
            return Some(fires_if(owed, Vec::new));
        }
        let seen = now.value.and_then(|value| self.compare(history, now, value));
        Some(seen.unwrap_or(Verdict::NoData))
    }

    /// `None` where something to compare with is missing.
    fn compare(&self, history: &History, now: Seen, value: Quantity) -> Option<Verdict> {
        match self {
            Self::Band { band } => Some(fires_if(now.band? >= *band, || vec![fact("VALUE", value)])),
            Self::Threshold { limit } => {
                let beyond = history.is_worse(value, *limit)?;
                Some(fires_if(beyond, || vec![fact("VALUE", value), fact("LIMIT", *limit)]))
            }
            Self::Trend { periods } => trend(history, value, *periods),
            Self::RankFall { places } => {
                let (rank, before) = (now.rank?, history.before.first().copied().flatten()?.rank?);
                let facts = || vec![fact("RANK", whole(rank.into())), fact("RANK_BEFORE", whole(before.into()))];
                Some(fires_if(i64::from(rank) - i64::from(before) >= i64::from(*places), facts))
            }
            Self::LowPlace { places, periods } => low_place(history, now, *places, *periods),
            Self::BehindPace { percent } => {
                let reached = share(value, now.target?)?;
                let pace = share(history.last_year?.value?, history.last_year_end?.value?)?;
                let facts = || vec![fact("VALUE", value), fact("REACHED", reached), fact("PACE", pace)];
                Some(fires_if(reached.checked_add(*percent).ok()? < pace, facts))
            }
            Self::Sudden { percent, periods } => {
                let values = history.values_before(*periods)?;
                let sum = values.iter().map(|value| value.decimal()).sum::<rust_decimal::Decimal>();
                let mean = Quantity::try_from_decimal(sum.checked_div(i64::from(*periods).into())?).ok()?;
                let apart = percent_apart(value, mean)?;
                let facts = || vec![fact("VALUE", value), fact("MEAN", mean), fact("APART", apart)];
                Some(fires_if(apart > *percent, facts))
            }
            Self::CrossCheck { percent, .. } => cross_check(value, history.other?.value?, *percent),
            Self::NoData | Self::TaskOverdue { .. } | Self::SourceLate { .. } => None,
        }
    }
}

fn trend(history: &History, value: Quantity, periods: u32) -> Option<Verdict> {
    let values: Vec<Quantity> = std::iter::once(value).chain(history.values_before(periods)?).collect();
    let mut falling = true;
    for (new, old) in values.iter().zip(values.iter().skip(1)) {
        falling &= history.is_worse(*new, *old)?;
    }
    Some(fires_if(falling, || {
        let periods = std::iter::successors(Some(history.period), |period| Some(period.previous()));
        values.iter().zip(periods).map(|(value, period)| fact(&period.to_string(), *value)).collect()
    }))
}

/// Where exactly one of both is 0 they contradict one another by any measure, and of 0 there is no per cent to tell.
fn cross_check(value: Quantity, other: Quantity, percent: Quantity) -> Option<Verdict> {
    let mut facts = vec![fact("VALUE", value), fact("OTHER", other)];
    match (value == Quantity::ZERO, other == Quantity::ZERO) {
        (true, true) => Some(Verdict::Clear),
        (false, true) | (true, false) => Some(Verdict::Fires(facts)),
        (false, false) => {
            let apart = percent_apart(value, other)?;
            facts.push(fact("APART", apart));
            Some(fires_if(apart > percent, || facts))
        }
    }
}

fn low_place(history: &History, now: Seen, places: u32, periods: u32) -> Option<Verdict> {
    let (rank, size) = (now.rank?, now.group_size?);
    let is_low = now.is_among_last(places)?;
    let earlier = usize::try_from(periods.saturating_sub(1)).ok()?;
    let before = history.before.iter().copied().chain(std::iter::repeat(None)).take(earlier);
    let before: Vec<Option<bool>> = before.map(|seen| seen?.is_among_last(places)).collect();
    // One place that is not low settles it, whatever is missing beside it.
    if !is_low || before.contains(&Some(false)) {
        return Some(Verdict::Clear);
    }
    let facts = [("RANK", rank.into()), ("GROUP_SIZE", size.into()), ("PERIODS", periods.into())];
    let facts = || facts.into_iter().map(|(name, number)| fact(name, whole(number))).collect();
    (!before.contains(&None)).then(|| Verdict::Fires(facts()))
}
