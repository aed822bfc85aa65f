//! The risk of losing points: graded, followed up, listed by priority (NY-52, NY-55).

use std::collections::BTreeMap;

use shared::calendar::local_day;
use shared::cell::Subject;
use shared::id::{IndicatorId, LossRiskId, UnitId};
use shared::period::{Cycle, Period};
use shared::policy::{Action, Resource};
use shared::risk::loss::{Factors, FollowUp, LossRisk, status_of};

use super::record;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::account::recipient::own_name;
use crate::store::page::{Page, Slice};
use crate::store::permit::fresh;
use crate::store::risk::loss::{self, Filter};
use crate::store::risk::{self, ChangeLoss};
use crate::store::{Reader, cell, library, organisation, run};

/// A page of risks, the highest score first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn risks(reader: &Reader, filter: &Filter, page: Page) -> Result<Slice<LossRisk>, Error> {
    reader.demand(Resource::Risk, Action::Read)?;
    loss::page(reader, filter, page).await
}

/// What was found, by risk, the newest first.
///
/// # Errors
/// Of the database.
pub async fn follow_ups(reader: &Reader, of: &[LossRiskId]) -> Result<BTreeMap<LossRiskId, Vec<FollowUp>>, Error> {
    loss::follow_ups(reader, of).await
}

/// A grade to be given.
#[derive(Debug, Clone)]
pub struct Grade {
    /// The risk and the version seen; none for a first grade.
    pub existing: Option<(LossRiskId, i32)>,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The unit.
    pub unit: UnitId,
    /// The four factors.
    pub factors: Factors,
    /// Why.
    pub reason: String,
}

/// Grades the risk that a unit loses points with an indicator.
///
/// # Errors
/// [`Error::NotFound`] for a unit or indicator that is not visible, [`Error::Forbidden`], [`Error::Stale`] also where somebody graded it
/// meanwhile; what [`LossRisk::grade`] refuses.
pub async fn grade(scope: &Scope, input: Grade) -> Result<LossRisk, Error> {
    let session = scope.begin().await?;
    let (name, today) = (own_name(&session).await?, local_day(scope.now()));
    let Grade { existing, indicator, unit, factors, reason } = input;
    let graded = match existing {
        None => {
            let keeps = risk::permit_in(&session, unit, Resource::Risk).await?;
            library::indicator(&session, indicator).await?;
            if loss::graded(&session, indicator, unit).await?.is_some() {
                return Err(Error::Stale);
            }
            let graded = LossRisk::grade(fresh()?, (indicator, unit), factors, &reason, (&name, today))?;
            loss::create(&session, &keeps, &graded).await?;
            graded
        }
        Some((id, seen)) => {
            let permit = risk::permit::<ChangeLoss>(&session, id, seen).await?;
            let graded = loss::risk(&session, id).await?.regrade(factors, &reason, (&name, today))?;
            loss::save(&session, permit, &graded).await?;
            LossRisk { version: seen.saturating_add(1), ..graded }
        }
    };
    let level = graded.factors.level();
    record(&session, "loss-risk.grade", format!("loss-risk-{}", graded.id), level.code(), &graded)?;
    session.commit().await?;
    Ok(graded)
}

/// Somebody looked: what was found is kept, and the day to look again is set.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`LossRisk::follow_up`] refuses.
pub async fn follow_up(scope: &Scope, id: LossRiskId, seen: i32, found: &str) -> Result<LossRisk, Error> {
    let session = scope.begin().await?;
    let permit = risk::permit::<ChangeLoss>(&session, id, seen).await?;
    let name = own_name(&session).await?;
    let (after, looked) = loss::risk(&session, id).await?.follow_up(found, (&name, local_day(scope.now())))?;
    loss::follow_up(&session, permit, &after, &looked).await?;
    record(&session, "loss-risk.follow-up", format!("loss-risk-{id}"), &looked.found, &looked)?;
    session.commit().await?;
    Ok(LossRisk { version: seen.saturating_add(1), ..after })
}

/// How badly it stands now, as the newest published month shows it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The month.
    pub period: Period,
    /// The factor it suggests, 1–5.
    pub status: i32,
}

/// What the newest published month suggests for the factor of how it stands now; none without a value that has a band.
///
/// # Errors
/// [`Error::NotFound`] for a unit or indicator that is not visible.
pub async fn standing(reader: &Reader, indicator: IndicatorId, unit: UnitId) -> Result<Option<Standing>, Error> {
    organisation::unit(reader, unit).await?;
    let versions = library::versions_of(reader, &[library::indicator(reader, indicator).await?.id]).await?;
    let versions: Vec<_> = versions.into_iter().map(|version| version.id).collect();
    let Some(period) = run::published_periods(reader, Cycle::Month).await?.into_iter().max() else { return Ok(None) };
    let Some((run, ..)) = run::published(reader, period).await? else { return Ok(None) };
    let cells = cell::cells(reader, &[(run, period)], &[Subject::Unit(unit)], &versions).await?;
    Ok(cells.into_iter().find_map(|cell| Some(Standing { period, status: status_of(cell.band?) })))
}
