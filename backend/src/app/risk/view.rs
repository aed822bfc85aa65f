//! The risk view: warnings and rectifications by two or three axes (ZH-48).

use chrono::NaiveDate;
use shared::id::UnitId;
use shared::matter::MatterKind;
use shared::period::{Cycle, Period};
use shared::policy::{Action, Resource};
use shared::risk::view::RiskAxis;

use crate::error::Error;
use crate::store::Reader;
use crate::store::risk::view::{self, Asked};

pub use view::Cell;

/// Most months that are looked at together.
pub const MOST_MONTHS: usize = 36;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The first period.
    pub from: Period,
    /// The last period.
    pub to: Period,
    /// What the rows are.
    pub rows: RiskAxis,
    /// What the columns are.
    pub columns: RiskAxis,
    /// What the layers are, where there are any.
    pub layers: Option<RiskAxis>,
    /// Warnings or rectifications alone.
    pub kind: Option<MatterKind>,
    /// About this unit, or one below it.
    pub unit: Option<UnitId>,
}

/// Counts what the viewer may see: one statement.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Limit`] for more than 36 months.
pub async fn view(reader: &Reader, question: Question, today: NaiveDate) -> Result<Vec<Cell>, Error> {
    reader.demand(Resource::Matter, Action::Read).or_else(|_| reader.demand(Resource::PersonMatter, Action::Read))?;
    let Question { from, to, rows, columns, layers, kind, unit } = question;
    let first = Period::try_holding(from.first_day(), Cycle::Month).map_err(Error::internal)?;
    let months = std::iter::successors(Some(first), |month| Some(month.next()));
    let months: Vec<Period> =
        months.take_while(|month| month.last_day() <= to.last_day()).take(MOST_MONTHS + 1).collect();
    if months.len() > MOST_MONTHS {
        return Err(Error::Limit("months"));
    }
    view::view(reader, &Asked { months, rows, columns, layers, kind, below: unit, today }).await
}
