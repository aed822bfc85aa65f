//! What a rule looks for: as it is shown, and as it is said.

use async_graphql::{InputObject, SimpleObject};
use shared::band::Band;
use shared::id::{DatasetId, IndicatorId};
use shared::number::Quantity;
use shared::warning::condition::{Condition, ConditionKind};

use super::{counted, signed};
use crate::error::Error;

/// The numbers and codes of a condition; which of them count follows from the kind.
#[derive(Debug, Clone, SimpleObject)]
pub struct WarningCondition {
    /// The kind.
    pub kind: ConditionKind,
    /// `BAND`: the best band that is warned of.
    pub band: Option<Band>,
    /// `THRESHOLD`: the last value that is not warned of.
    pub limit: Option<Quantity>,
    /// `TREND`, `SUDDEN`, `LOW_PLACE`: how many periods.
    pub periods: Option<i32>,
    /// `RANK_FALL`: how many places; `LOW_PLACE`: how many of the last places.
    pub places: Option<i32>,
    /// `BEHIND_PACE` in percentage points; `SUDDEN`, `CROSS_CHECK` in per cent.
    pub percent: Option<Quantity>,
    /// `CROSS_CHECK`: the other indicator.
    pub other: Option<IndicatorId>,
    /// `TASK_OVERDUE` in working days, `SOURCE_LATE` in days.
    pub days: Option<i32>,
    /// `SOURCE_LATE`: the data source.
    pub dataset: Option<DatasetId>,
}

impl From<&Condition> for WarningCondition {
    fn from(condition: &Condition) -> Self {
        let mut told = Self {
            kind: condition.kind(),
            band: None,
            limit: None,
            periods: None,
            places: None,
            percent: None,
            other: None,
            days: None,
            dataset: None,
        };
        match *condition {
            Condition::Band { band } => told.band = Some(band),
            Condition::Threshold { limit } => told.limit = Some(limit),
            Condition::Trend { periods } => told.periods = Some(signed(periods)),
            Condition::RankFall { places } => told.places = Some(signed(places)),
            Condition::LowPlace { places, periods } => {
                (told.places, told.periods) = (Some(signed(places)), Some(signed(periods)));
            }
            Condition::BehindPace { percent } => told.percent = Some(percent),
            Condition::NoData => {}
            Condition::Sudden { percent, periods } => {
                (told.percent, told.periods) = (Some(percent), Some(signed(periods)));
            }
            Condition::CrossCheck { other, percent } => (told.other, told.percent) = (Some(other), Some(percent)),
            Condition::TaskOverdue { days } => told.days = Some(signed(days)),
            Condition::SourceLate { dataset, days } => {
                (told.dataset, told.days) = (Some(dataset), Some(signed(days)));
            }
        }
        told
    }
}

/// What a rule looks for; which of the numbers are needed follows from the kind.
#[derive(Debug, InputObject)]
pub struct ConditionInput {
    /// The kind.
    kind: ConditionKind,
    /// `BAND`: the best band that is warned of.
    band: Option<Band>,
    /// `THRESHOLD`: the last value that is not warned of.
    limit: Option<Quantity>,
    /// `TREND`, `SUDDEN`: how many periods, 2–12; `LOW_PLACE`: how many running, that looked at among them, 1–12.
    periods: Option<i32>,
    /// `RANK_FALL`: how many places, 1 or more; `LOW_PLACE`: how many of the last places of the comparison group, 1–100.
    places: Option<i32>,
    /// `BEHIND_PACE` in percentage points; `SUDDEN`, `CROSS_CHECK` in per cent; 0 or more.
    percent: Option<Quantity>,
    /// `CROSS_CHECK`: the other indicator.
    other: Option<IndicatorId>,
    /// `TASK_OVERDUE` in working days, `SOURCE_LATE` in days.
    days: Option<i32>,
    /// `SOURCE_LATE`: the data source.
    dataset: Option<DatasetId>,
}

fn needed<T>(field: &str, value: Option<T>) -> Result<T, Error> {
    value.ok_or_else(|| Error::invalid(format!("input.condition.{field}"), "this kind of condition needs it"))
}

impl ConditionInput {
    /// The condition it says.
    pub(super) fn read(self) -> Result<Condition, Error> {
        let count = |field: &str, value| counted(&format!("condition.{field}"), needed(field, value)?);
        Ok(match self.kind {
            ConditionKind::Band => Condition::Band { band: needed("band", self.band)? },
            ConditionKind::Threshold => Condition::Threshold { limit: needed("limit", self.limit)? },
            ConditionKind::Trend => Condition::Trend { periods: count("periods", self.periods)? },
            ConditionKind::RankFall => Condition::RankFall { places: count("places", self.places)? },
            ConditionKind::LowPlace => {
                Condition::LowPlace { places: count("places", self.places)?, periods: count("periods", self.periods)? }
            }
            ConditionKind::BehindPace => Condition::BehindPace { percent: needed("percent", self.percent)? },
            ConditionKind::NoData => Condition::NoData,
            ConditionKind::Sudden => Condition::Sudden {
                percent: needed("percent", self.percent)?,
                periods: count("periods", self.periods)?,
            },
            ConditionKind::CrossCheck => {
                Condition::CrossCheck { other: needed("other", self.other)?, percent: needed("percent", self.percent)? }
            }
            ConditionKind::TaskOverdue => Condition::TaskOverdue { days: count("days", self.days)? },
            ConditionKind::SourceLate => {
                Condition::SourceLate { dataset: needed("dataset", self.dataset)?, days: count("days", self.days)? }
            }
        })
    }
}
