//! What rules see of values and scores.

use sea_orm::sea_query::{CaseStatement, Expr};
use sea_orm::{ColumnTrait, FromQueryResult, QuerySelect as _};
use shared::availability::Availability;
use shared::band::Band;
use shared::cell::Subject;
use shared::id::IndicatorVersionId;
use shared::indicator::SubjectKind;
use shared::number::{Points, Quantity};
use shared::period::Period;
use shared::policy::{Action, Resource};
use shared::warning::condition::Seen;

use super::{Published, at, subject};
use crate::error::Error;
use crate::store::entity::{cell, score};
use crate::store::scope::{Reader, Scoped, within_as};

/// A value or score as a rule sees it.
#[derive(Debug, Clone, FromQueryResult)]
struct Glanced {
    subject_kind: SubjectKind,
    subject_id: i64,
    period: Period,
    availability: Availability,
    band: Option<Band>,
    rank: Option<i32>,
    group_size: Option<i32>,
    value: Option<Quantity>,
    target: Option<Quantity>,
}

#[derive(Debug, Clone, FromQueryResult)]
struct GlancedCell {
    #[sea_orm(nested)]
    glanced: Glanced,
    version_id: IndicatorVersionId,
}

#[derive(Debug, Clone, FromQueryResult)]
struct GlancedScore {
    subject_kind: SubjectKind,
    subject_id: i64,
    period: Period,
    availability: Availability,
    band: Option<Band>,
    rank: Option<i32>,
    group_size: Option<i32>,
    score: Option<Points>,
    dimension: String,
}

/// What a rule sees of a subject in a period.
pub type Glance<K> = (K, Subject, Period, Seen);

/// All values of some versions in some published periods, as rules see them. Ranks and sizes of groups speak of rows beside: they are for
/// whoever may read [`Resource::Ranking`] on the row.
///
/// # Errors
/// Of the database.
pub async fn glances(
    reader: &Reader,
    published: &Published,
    versions: &[IndicatorVersionId],
) -> Result<Vec<Glance<IndicatorVersionId>>, Error> {
    use cell::Column as C;
    if published.is_empty() || versions.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader.find::<cell::Entity>().filter(at(C::RunId, C::Period, published));
    let rows = rows.filter(C::VersionId.is_in(versions.iter().copied()));
    let columns =
        [C::SubjectKind, C::SubjectId, C::Period, C::Availability, C::Band, C::Value, C::Target, C::VersionId];
    let released = |column| if_released::<cell::Entity>(reader, column);
    let (rank, size) = (released(C::Rank), released(C::GroupSize));
    let rows: Vec<GlancedCell> =
        rows.project(|select| select.columns(columns).expr_as(rank, "rank").expr_as(size, "group_size")).await?;
    let glance = |GlancedCell { glanced: it, version_id }: GlancedCell| {
        let Glanced { availability, band, rank, group_size, value, target, .. } = it;
        let subject = subject(it.subject_kind, it.subject_id);
        (version_id, subject, it.period, Seen { availability, value, target, band, rank, group_size })
    };
    Ok(rows.into_iter().map(glance).collect())
}

/// All scores in some published periods, as rules see them, by dimension; an empty one is the total.
///
/// # Errors
/// Of the database.
pub async fn score_glances(reader: &Reader, published: &Published) -> Result<Vec<Glance<String>>, Error> {
    use score::Column as C;
    if published.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader.find::<score::Entity>().filter(at(C::RunId, C::Period, published));
    let columns = [C::SubjectKind, C::SubjectId, C::Period, C::Availability, C::Band, C::Score, C::Dimension];
    let released = |column| if_released::<score::Entity>(reader, column);
    let (rank, size) = (released(C::Rank), released(C::GroupSize));
    let rows: Vec<GlancedScore> =
        rows.project(|select| select.columns(columns).expr_as(rank, "rank").expr_as(size, "group_size")).await?;
    let glance = |row: GlancedScore| {
        let GlancedScore { availability, band, rank, group_size, .. } = row;
        let value = row.score.map(Quantity::from);
        let subject = subject(row.subject_kind, row.subject_id);
        (row.dimension, subject, row.period, Seen { availability, value, target: None, band, rank, group_size })
    };
    Ok(rows.into_iter().map(glance).collect())
}

fn if_released<E: Scoped>(reader: &Reader, column: E::Column) -> CaseStatement {
    let released = within_as::<E>(reader.viewer(), Resource::Ranking, Action::Read);
    CaseStatement::new().case(released, Expr::col(column.as_column_ref()))
}
