//! Values filled in by hand: the template out, the filled sheet in; all of it or nothing (WH-08).

use sha2::{Digest as _, Sha256};
use shared::id::ManualBatchId;
use shared::indicator::{CollectionMode, Version};
use shared::manual::{COLUMNS, Known, RefusedCell, check};
use shared::period::Period;
use shared::policy::{Action, Resource};

use super::table::{self, FileKind, Table, Value};
use crate::error::Error;
use crate::store::import::{Importer, ManualValue};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Reader, Session, library, manual, organisation};

/// What came of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Values taken; 0 where anything was refused.
    pub accepted: usize,
    /// What was refused, with its cell.
    pub refused: Vec<RefusedCell>,
}

/// The indicators of a period's length that are filled in by hand.
async fn by_hand(reader: &Reader, period: Period) -> Result<Vec<(shared::indicator::Indicator, Version)>, Error> {
    let versions = library::effective_versions(reader).await?;
    let indicators = library::all_indicators(reader).await?;
    let filled = |version: &Version| {
        version.content.collection == CollectionMode::Manual && version.content.cycle == period.cycle()
    };
    let with_version = |indicator: shared::indicator::Indicator| {
        let version = versions.iter().find(|version| version.indicator == indicator.id && filled(version))?.clone();
        Some((indicator, version))
    };
    Ok(indicators.into_iter().filter_map(with_version).collect())
}

/// The sheet to fill in for a period: a line for every indicator and unit the viewer fills in for.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn template(reader: &Reader, period: Period) -> Result<Table, Error> {
    reader.demand(Resource::ManualValue, Action::Write)?;
    let units = organisation::fillable(reader).await?;
    let mut rows = Vec::new();
    for (indicator, version) in by_hand(reader, period).await? {
        let level = version.content.collector_level.as_ref();
        for unit in units.iter().filter(|unit| level.is_none_or(|level| *level == unit.level)) {
            rows.push(vec![
                Value::from(indicator.code.as_str()),
                indicator.name.as_str().into(),
                unit.code.as_str().into(),
                unit.name.as_str().into(),
                period.to_string().as_str().into(),
                Value::Empty,
                Value::Empty,
            ]);
        }
    }
    let heads = COLUMNS.iter().map(|&head| head.to_owned()).collect();
    Ok(Table { title: format!("填报 {period}"), heads, rows, notes: Vec::new() })
}

/// Takes a filled sheet in, or says everything that is wrong with it.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] and [`Error::Limit`] for a file that cannot be read at all.
pub async fn fill(
    session: &Session,
    period: Period,
    name: &str,
    bytes: &[u8],
    kind: FileKind,
) -> Result<Report, Error> {
    let permit = session.function(Resource::ManualValue, Action::Write)?;
    let lines = table::read(bytes, kind, &COLUMNS)?;
    let indicators = by_hand(session, period).await?;
    let known = Known {
        indicators: indicators
            .iter()
            .map(|(indicator, version)| (indicator.code.to_string(), (indicator.id, version.content.cycle)))
            .collect(),
        units: organisation::fillable(session)
            .await?
            .into_iter()
            .map(|unit| (unit.code.to_string(), unit.id))
            .collect(),
    };
    let filled = match check(&lines, &known, period) {
        Ok(filled) => filled,
        Err(refused) => return Ok(Report { accepted: 0, refused }),
    };
    let batch: ManualBatchId = fresh()?;
    let value = |line: &shared::manual::Filled| ManualValue {
        batch,
        indicator: line.indicator,
        unit: line.unit,
        period: line.period,
        value: line.value,
        note: line.note.clone(),
    };
    let values: Vec<ManualValue> = filled.iter().map(value).collect();
    let by = crate::store::audit::actor_of(session);
    let sha256 = hex::encode(Sha256::digest(bytes));
    manual::record_batch(session, batch, period, name, &sha256, values.len(), &by).await?;
    Importer::new(session, permit).manual(&values, &by, session.now()).await?;
    session.record(Happened {
        action: "manual.fill",
        subject: format!("manual-{batch}"),
        summary: format!("{period}: {} values from {name}", values.len()),
        after: Some(sha256),
        ..Happened::default()
    });
    Ok(Report { accepted: values.len(), refused: Vec::new() })
}
