//! Values filled in by hand: the newest of an indicator, unit and period holds; the older ones stay (WH-08).

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, Order};
use shared::id::{IndicatorId, ManualBatchId, UnitId};
use shared::manual::Entered;
use shared::period::Period;

use super::entity::{manual_batch, manual_value};
use super::scope::{Reader, Session};
use crate::error::Error;

/// Which value: the indicator, the unit, the period.
pub type Place = (IndicatorId, UnitId, Period);

/// The values that hold, of everything the viewer may see.
///
/// # Errors
/// Of the database.
pub async fn holding(reader: &Reader) -> Result<HashMap<Place, Entered>, Error> {
    let rows = reader.find::<manual_value::Entity>().order(manual_value::Column::EnteredAt, Order::Asc).all().await?;
    Ok(rows.into_iter().map(entered).collect())
}

/// The newest values entered for one place, newest first.
///
/// # Errors
/// Of the database.
pub async fn history(reader: &Reader, (indicator, unit, period): Place, most: u64) -> Result<Vec<Entered>, Error> {
    use manual_value::Column as C;
    let here = Condition::all().add(C::IndicatorId.eq(indicator)).add(C::UnitId.eq(unit)).add(C::Period.eq(period));
    let rows = reader.find::<manual_value::Entity>().filter(here).order(C::EnteredAt, Order::Desc).limit(most);
    Ok(rows.all().await?.into_iter().map(|row| entered(row).1).collect())
}

fn entered(row: manual_value::Model) -> (Place, Entered) {
    let place = (row.indicator_id, row.unit_id, row.period);
    (place, Entered { value: row.value, note: row.note, by: row.entered_by, at: row.entered_at })
}

/// Writes down a sheet that was taken in.
///
/// # Errors
/// Of the database.
pub async fn record_batch(
    session: &Session,
    id: ManualBatchId,
    period: Period,
    file_name: &str,
    sha256: &str,
    rows: usize,
    by: &str,
) -> Result<(), Error> {
    let row = manual_batch::Model {
        id,
        period,
        file_name: file_name.to_owned(),
        sha256: sha256.to_owned(),
        rows: i64::try_from(rows).unwrap_or(i64::MAX),
        uploaded_by: by.to_owned(),
        uploaded_at: session.now(),
    };
    session.insert::<manual_batch::Entity>(row).await
}
