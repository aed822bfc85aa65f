//! Points of risk.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, FromQueryResult, Order, QuerySelect as _, Value};
use shared::code::BusinessCode;
use shared::id::{IndicatorId, ProcessId, ProcessStepId, RiskPointId, UnitId};
use shared::policy::Action;
use shared::risk::Degree;
use shared::risk::point::{PointContent, Rating, RiskKind, RiskPoint, RiskPointState, next_review};

use super::{ChangePoint, KeepsFor, free};
use crate::error::Error;
use crate::store::entity::{process_step, risk_point, risk_point_indicator, unit_closure};
use crate::store::page::{Key, Page, Slice, matching};
use crate::store::permit::Permit;
use crate::store::scope::{Reader, Rows, Session};

/// Which points are asked for. What is not said does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// At a step of this process.
    pub process: Option<ProcessId>,
    /// At this step.
    pub step: Option<ProcessStepId>,
    /// In this unit, or one below it.
    pub below: Option<UnitId>,
    /// Of this kind.
    pub kind: Option<RiskKind>,
    /// Of this rating.
    pub rating: Option<Rating>,
    /// As likely as this.
    pub likelihood: Option<i32>,
    /// As bad as this.
    pub impact: Option<i32>,
    /// In one of these states; without any, all but retired ones.
    pub states: Vec<RiskPointState>,
    /// Watched by an indicator, or not.
    pub watched: Option<bool>,
    /// With this text in the code or the name.
    pub search: Option<String>,
}

impl Filter {
    fn condition(&self) -> Condition {
        use risk_point::Column as C;
        let states = match self.states.as_slice() {
            [] => C::State.ne(RiskPointState::Retired),
            states => C::State.is_in(states.to_vec()),
        };
        Condition::all()
            .add(states)
            .add_option(self.step.map(|step| C::StepId.eq(step)))
            .add_option(self.kind.map(|kind| C::Kind.eq(kind)))
            .add_option(self.rating.map(|rating| C::Rating.eq(rating)))
            .add_option(self.likelihood.map(|degree| C::Likelihood.eq(degree)))
            .add_option(self.impact.map(|degree| C::Impact.eq(degree)))
            .add_option(self.search.as_deref().map(|search| matching(search, [C::Code, C::Name])))
    }

    pub(super) fn rows<'r>(&self, reader: &'r Reader) -> Rows<'r, risk_point::Entity> {
        use risk_point::Column as C;
        let mut rows = reader.find::<risk_point::Entity>().filter(self.condition());
        if let Some(process) = self.process {
            let steps = reader.find::<process_step::Entity>().filter(process_step::Column::ProcessId.eq(process));
            rows = rows.whose(C::StepId, steps, process_step::Column::Id);
        }
        if let Some(top) = self.below {
            let below = Condition::all()
                .add(unit_closure::Column::Ancestor.eq(top))
                .add(unit_closure::Column::ValidTo.is_null());
            let units = reader.find::<unit_closure::Entity>().filter(below);
            rows = rows.whose(C::UnitId, units, unit_closure::Column::Descendant);
        }
        let watching = || reader.find::<risk_point_indicator::Entity>();
        match self.watched {
            Some(true) => rows.whose(C::Id, watching(), risk_point_indicator::Column::PointId),
            Some(false) => rows.lacking(C::Id, watching(), risk_point_indicator::Column::PointId),
            None => rows,
        }
    }
}

/// When a point is to be looked at again.
#[derive(Debug, FromQueryResult)]
struct Reviewed {
    reviewed: Option<NaiveDate>,
    review_months: i32,
}

/// How many confirmed points the viewer may review are to be looked at by a day.
///
/// # Errors
/// Of the database.
pub async fn due(reader: &Reader, day: NaiveDate) -> Result<usize, Error> {
    use risk_point::Column as C;
    let rows = reader.find_for::<risk_point::Entity>(Action::Write).filter(C::State.eq(RiskPointState::Confirmed));
    let rows: Vec<Reviewed> = rows.project(|select| select.columns([C::Reviewed, C::ReviewMonths])).await?;
    let next = |row: &Reviewed| next_review(row.reviewed?, u32::try_from(row.review_months).ok()?);
    Ok(rows.iter().filter_map(next).filter(|next| *next <= day).count())
}

fn point_of(row: risk_point::Model, indicators: BTreeSet<IndicatorId>) -> Result<RiskPoint, Error> {
    let content = PointContent {
        step: row.step_id,
        name: row.name,
        kind: row.kind,
        unit: row.unit_id,
        post: row.post_id,
        likelihood: Degree::try_new("likelihood", row.likelihood)?,
        impact: Degree::try_new("impact", row.impact)?,
        controls: row.controls,
        indicators,
        review_months: u32::try_from(row.review_months).unwrap_or_default(),
    };
    let (id, code, state, proposed_by) = (row.id, row.code, row.state, row.proposed_by);
    Ok(RiskPoint { id, code, content, state, proposed_by, reviewed: row.reviewed, version: row.version })
}

/// The indicators that watch each point.
type Watching = BTreeMap<RiskPointId, BTreeSet<IndicatorId>>;

async fn watching(reader: &Reader, points: &[RiskPointId]) -> Result<Watching, Error> {
    use risk_point_indicator::Column as C;
    let rows = reader.find::<risk_point_indicator::Entity>().filter(C::PointId.is_in(points.iter().copied()));
    Ok(gathered(rows.all().await?))
}

fn gathered(rows: Vec<risk_point_indicator::Model>) -> Watching {
    let mut watching = Watching::new();
    for row in rows {
        watching.entry(row.point_id).or_default().insert(row.indicator_id);
    }
    watching
}

/// The points of the register the viewer keeps, by code; retired ones are left out.
///
/// # Errors
/// Of the database.
pub async fn kept(reader: &Reader) -> Result<Vec<RiskPoint>, Error> {
    let rows = reader.find_for::<risk_point::Entity>(Action::Write).filter(Filter::default().condition());
    let rows = rows.order(risk_point::Column::Code, Order::Asc).all().await?;
    let mut watching = gathered(reader.find::<risk_point_indicator::Entity>().all().await?);
    rows.into_iter().map(|row| with(row, &mut watching)).collect()
}

/// The points that have one of these codes; none where the viewer does not keep it.
///
/// # Errors
/// Of the database.
pub async fn with_codes(
    session: &Session,
    codes: &BTreeSet<BusinessCode>,
) -> Result<BTreeMap<BusinessCode, Option<RiskPoint>>, Error> {
    use risk_point::Column as C;
    let these = || C::Code.is_in(codes.iter().cloned());
    let taken = session.whole::<risk_point::Entity>().filter(these()).all().await?;
    let kept = session.find_for::<risk_point::Entity>(Action::Write).filter(these()).all().await?;
    let ids: Vec<RiskPointId> = kept.iter().map(|row| row.id).collect();
    let mut watching = watching(session, &ids).await?;
    let mut found: BTreeMap<_, _> = taken.into_iter().map(|row| (row.code, None)).collect();
    for row in kept {
        let point = with(row, &mut watching)?;
        found.insert(point.code.clone(), Some(point));
    }
    Ok(found)
}

fn with(row: risk_point::Model, watching: &mut Watching) -> Result<RiskPoint, Error> {
    let indicators = watching.remove(&row.id).unwrap_or_default();
    point_of(row, indicators)
}

/// A page of points, by code.
///
/// # Errors
/// Of the database.
pub async fn page(reader: &Reader, filter: &Filter, page: Page) -> Result<Slice<RiskPoint>, Error> {
    let key = |row: &risk_point::Model| Key::Text(row.code.to_string());
    let slice = filter.rows(reader).page(page, risk_point::Column::Code, Order::Asc, key).await?;
    let ids: Vec<RiskPointId> = slice.rows.iter().map(|(_, row)| row.id).collect();
    let watching = watching(reader, &ids).await?;
    slice.try_map(|row| {
        let indicators = watching.get(&row.id).cloned().unwrap_or_default();
        point_of(row, indicators)
    })
}

/// One point.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn point(reader: &Reader, id: RiskPointId) -> Result<RiskPoint, Error> {
    let row = reader.find::<risk_point::Entity>().filter(risk_point::Column::Id.eq(id)).found().await?;
    with(row, &mut watching(reader, &[id]).await?)
}

/// How many points there are of a likelihood and an impact.
#[derive(Debug, Clone, FromQueryResult)]
pub struct MatrixCount {
    /// The likelihood, 1–5.
    pub likelihood: i32,
    /// The impact, 1–5.
    pub impact: i32,
    /// How many.
    pub count: i64,
}

/// How many points there are of each likelihood and impact, in one statement.
///
/// # Errors
/// Of the database.
pub async fn matrix(reader: &Reader, filter: &Filter) -> Result<Vec<MatrixCount>, Error> {
    use risk_point::Column as C;
    let counted = filter.rows(reader).project(|select| {
        select
            .columns([C::Likelihood, C::Impact])
            .column_as(C::Id.count(), "count")
            .group_by(C::Likelihood)
            .group_by(C::Impact)
    });
    counted.await
}

#[derive(Debug, FromQueryResult)]
struct StepCount {
    step_id: ProcessStepId,
    count: i64,
}

/// How many points there are at each of these steps, in one statement.
///
/// # Errors
/// Of the database.
pub async fn by_step(
    reader: &Reader,
    filter: &Filter,
    of: &[ProcessStepId],
) -> Result<BTreeMap<ProcessStepId, i64>, Error> {
    use risk_point::Column as C;
    let counted: Vec<StepCount> = filter
        .rows(reader)
        .filter(C::StepId.is_in(of.iter().copied()))
        .project(|select| select.column(C::StepId).column_as(C::Id.count(), "count").group_by(C::StepId))
        .await?;
    Ok(counted.into_iter().map(|row| (row.step_id, row.count)).collect())
}

fn whole(months: u32) -> i32 {
    i32::try_from(months).unwrap_or(i32::MAX)
}

/// Writes a new point.
///
/// # Errors
/// [`shared::error::Refusal::CodeTaken`].
pub async fn create(session: &Session, _keeps: &KeepsFor, it: &RiskPoint) -> Result<(), Error> {
    free::<risk_point::Entity>(session, risk_point::Column::Code, &it.code).await?;
    let content = it.content.clone();
    let row = risk_point::Model {
        id: it.id,
        code: it.code.clone(),
        step_id: content.step,
        rating: content.rating(),
        name: content.name,
        kind: content.kind,
        unit_id: content.unit,
        post_id: content.post,
        likelihood: content.likelihood.number(),
        impact: content.impact.number(),
        controls: content.controls,
        review_months: whole(content.review_months),
        state: it.state,
        proposed_by: it.proposed_by,
        reviewed: it.reviewed,
        version: it.version,
    };
    session.insert::<risk_point::Entity>(row).await?;
    watched_by(session, it).await
}

async fn watched_by(session: &Session, it: &RiskPoint) -> Result<(), Error> {
    for &indicator_id in &it.content.indicators {
        let row = risk_point_indicator::Model { point_id: it.id, indicator_id, unit_id: it.content.unit };
        session.insert::<risk_point_indicator::Entity>(row).await?;
    }
    Ok(())
}

fn standing(it: &RiskPoint) -> Vec<(risk_point::Column, Value)> {
    use risk_point::Column as C;
    vec![(C::State, it.state.into()), (C::ProposedBy, it.proposed_by.into()), (C::Reviewed, it.reviewed.into())]
}

/// Writes what a point says. Its code stays; the unit it moves to is one the register is kept for.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save(
    session: &Session,
    permit: Permit<ChangePoint>,
    _keeps: &KeepsFor,
    it: &RiskPoint,
) -> Result<(), Error> {
    use risk_point::Column as C;
    let content = it.content.clone();
    let mut set = standing(it);
    set.extend([
        (C::StepId, content.step.into()),
        (C::Rating, content.rating().into()),
        (C::Name, content.name.into()),
        (C::Kind, content.kind.into()),
        (C::UnitId, content.unit.into()),
        (C::PostId, content.post.into()),
        (C::Likelihood, content.likelihood.number().into()),
        (C::Impact, content.impact.number().into()),
        (C::Controls, content.controls.into()),
        (C::ReviewMonths, whole(content.review_months).into()),
    ]);
    let these = risk_point_indicator::Column::PointId.eq(it.id);
    session.remove_along::<risk_point_indicator::Entity>(&permit, these).await?;
    session.spend(permit, set).await?;
    watched_by(session, it).await
}

/// Writes where a point is.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn step(session: &Session, permit: Permit<ChangePoint>, it: &RiskPoint) -> Result<(), Error> {
    session.spend(permit, standing(it)).await
}
