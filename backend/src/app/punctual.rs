//! How punctual units were in a span of periods, on either side of their matters (ZH-54).

use chrono::NaiveDate;
use shared::diagnosis::Diagnosis;
use shared::matter::punctual::{UnitPunctuality, by_unit};
use shared::matter::{Matter, MatterKind};
use shared::period::Period;
use shared::rectification::Rectification;
use shared::task::Task;
use shared::warning::Warning;

use crate::error::Error;
use crate::store::{Reader, matter};

/// How punctual each unit was in the matters of a kind that were opened in a span of periods, as far as the viewer may see them.
///
/// # Errors
/// [`Error::Invalid`] where `to` is before `from`.
pub async fn units(reader: &Reader, kind: MatterKind, from: Period, to: Period) -> Result<Vec<UnitPunctuality>, Error> {
    let span = from.span_to(to)?;
    match kind {
        MatterKind::Warning => of::<Warning>(reader, span).await,
        MatterKind::Rectification => of::<Rectification>(reader, span).await,
        MatterKind::Diagnosis => of::<Diagnosis>(reader, span).await,
        MatterKind::Task => of::<Task>(reader, span).await,
    }
}

async fn of<M: Matter>(reader: &Reader, (first, last): (NaiveDate, NaiveDate)) -> Result<Vec<UnitPunctuality>, Error> {
    let matters = matter::opened::<M>(reader, first, last).await?;
    let heads: Vec<_> = matters.iter().map(Matter::head).collect();
    Ok(by_unit(heads.iter().map(|head| (head.parties, head.clocks)), reader.today()))
}
