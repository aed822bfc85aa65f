//! Who stands just before a value in its comparison group, of those the viewer may see (NY-16).

use sea_orm::{ColumnTrait as _, Order};
use shared::cell::Cell;
use shared::id::RunId;
use shared::policy::{Action, Resource};

use crate::error::Error;
use crate::store::entity::cell;
use crate::store::scope::{Reader, within_as};

/// The nearest better place in the group of a cell that the viewer may see with its rank. What stands in between and is hidden says
/// nothing: the rank of the one that is found tells how far up it is.
///
/// # Errors
/// Of the database.
pub async fn ahead(reader: &Reader, run: RunId, of: &Cell) -> Result<Option<Cell>, Error> {
    use cell::Column as C;
    let Some(ranking) = &of.ranking else { return Ok(None) };
    let rows = reader
        .find::<cell::Entity>()
        .filter(C::RunId.eq(run))
        .filter(C::Period.eq(of.period))
        .filter(C::VersionId.eq(of.version))
        .filter(C::SubjectKind.eq(of.subject.kind()))
        .filter(C::GroupCode.eq(ranking.group.clone()))
        .filter(C::Rank.lt(ranking.rank))
        .filter(within_as::<cell::Entity>(reader.viewer(), Resource::Ranking, Action::Read));
    // Of equal ones always the same.
    let first = rows.order(C::Rank, Order::Desc).order(C::SubjectId, Order::Asc).one().await?;
    first.map(Cell::try_from).transpose()
}
