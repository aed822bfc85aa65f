//! The indicator library: reading it. Writing it is in `change`.

use shared::id::IndicatorId;
use shared::indicator::{Indicator, Version};
use shared::measure::Measure;
use shared::policy::{Action, Resource, Viewer};

use crate::error::Error;
use crate::store::Reader;
use crate::store::library::{self, Narrowed};
use crate::store::page::{Page, Slice};

pub mod change;

/// What a viewer may do with the library.
#[must_use]
pub fn allowed_actions(viewer: &Viewer) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|&action| viewer.may(Resource::Library, action)).collect()
}

/// A page of indicators with all their versions.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn indicators(
    reader: &Reader,
    page: Page,
    narrowed: Narrowed,
) -> Result<(Slice<Indicator>, Vec<Version>), Error> {
    reader.demand(Resource::Library, Action::Read)?;
    let slice = library::indicators(reader, page, narrowed).await?;
    let ids: Vec<IndicatorId> = slice.rows.iter().map(|(_, indicator)| indicator.id).collect();
    let versions = library::versions_of(reader, &ids).await?;
    Ok((slice, versions))
}

/// One indicator with its versions.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn indicator(reader: &Reader, id: IndicatorId) -> Result<(Indicator, Vec<Version>), Error> {
    let indicator = library::indicator(reader, id).await?;
    let versions = library::versions_of(reader, &[id]).await?;
    Ok((indicator, versions))
}

/// All versions of some indicators, newest first; none for whoever may not read the library.
///
/// # Errors
/// Of the database.
pub async fn versions_of(reader: &Reader, indicators: &[IndicatorId]) -> Result<Vec<Version>, Error> {
    library::versions_of(reader, indicators).await
}

/// All measures, for whoever may read the library.
///
/// # Errors
/// Of the database.
pub async fn measures(reader: &Reader) -> Result<Vec<Measure>, Error> {
    library::measures(reader).await
}
