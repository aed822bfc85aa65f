//! Measures that were not done when a cycle ended: the plan of the next one begins with them (CJ-69).

use shared::carried::{Carried, Improves, carried};
use shared::diagnosis::Diagnosis;
use shared::id::{MatterId, UnitId};
use shared::period::Period;
use shared::rectification::Rectification;

use crate::error::Error;
use crate::store::matter::list::{self, Line};
use crate::store::page::{Key, Page, Slice};
use crate::store::{Reader, matter, organisation};

/// A measure that is carried over, with its matter.
#[derive(Debug, Clone)]
pub struct Open {
    /// The matter.
    pub line: Line,
    /// The measure.
    pub measure: Carried,
}

/// A page of the measures of a unit and those below it that were open when the period ended, by the number of their matter.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may see no matters; [`Error::NotFound`] for a unit that is not visible.
pub async fn open_measures(reader: &Reader, unit: UnitId, before: Period, page: Page) -> Result<Slice<Open>, Error> {
    super::super::desk::demand(reader)?;
    organisation::unit(reader, unit).await?;
    let mut found = of::<Diagnosis>(reader, unit, before).await?;
    found.extend(of::<Rectification>(reader, unit, before).await?);
    found.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    cut(reader, found, page).await
}

type Place = (String, MatterId, Carried);

/// Each measure under a place that is unique: the number of its matter and its own.
async fn of<M: Improves>(reader: &Reader, unit: UnitId, before: Period) -> Result<Vec<Place>, Error> {
    let matters = matter::open_on::<M>(reader, unit, before.last_day()).await?;
    let place =
        |matter: &M, measure: Carried| (format!("{}-{:05}", matter.head().number, measure.item), matter.id(), measure);
    Ok(matters
        .iter()
        .flat_map(|it| carried(it, before.last_day()).into_iter().map(move |measure| place(it, measure)))
        .collect())
}

/// One page of them, with the matters as a list shows them.
async fn cut(reader: &Reader, found: Vec<Place>, page: Page) -> Result<Slice<Open>, Error> {
    let total = u64::try_from(found.len()).map_err(Error::internal)?;
    let first = usize::try_from(page.first).unwrap_or(usize::MAX);
    let after = match page.after {
        Some(Key::Text(place)) => Some(place),
        Some(Key::Number(_) | Key::Moment(_) | Key::MomentText(..)) | None => None,
    };
    let mut rest = found.into_iter().filter(|(place, ..)| after.as_ref().is_none_or(|after| place > after));
    let shown: Vec<Place> = rest.by_ref().take(first).collect();
    let has_next = rest.next().is_some();
    let ids: Vec<MatterId> = shown.iter().map(|(_, id, _)| *id).collect();
    let lines = list::lines(reader, &ids).await?;
    let open = |(place, id, measure): Place| {
        let line = lines.iter().find(|line| line.id == id)?.clone();
        Some((Key::Text(place), Open { line, measure }))
    };
    Ok(Slice { rows: shown.into_iter().filter_map(open).collect(), has_next, total })
}
