//! The risk register: points of risk. Processes and steps, the register as a sheet, the risk of losing points, labels on persons and what
//! matters add up to are beside.

use std::collections::BTreeMap;

use shared::calendar::local_day;
use shared::code::BusinessCode;
use shared::error::Refusal;
use shared::id::{AccountId, IndicatorId, PostId, RiskPointId, UnitId};
use shared::person::Post;
use shared::policy::{Action, Actor, Resource, Viewer};
use shared::risk::point::{PointContent, RiskPoint, RiskPointStep};

use super::scope::Scope;
use crate::error::Error;
use crate::store::page::{Page, Slice};
use crate::store::permit::fresh;
use crate::store::risk::point::{self, Filter, MatrixCount};
use crate::store::risk::process::step as process_step;
use crate::store::risk::{self, ChangePoint};
use crate::store::scope::Happened;
use crate::store::{Reader, Session, library, organisation};

pub mod label;
pub mod loss;
pub mod process;
pub mod sheet;
pub mod view;

/// A page of points.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn points(reader: &Reader, filter: &Filter, page: Page) -> Result<Slice<RiskPoint>, Error> {
    reader.demand(Resource::Risk, Action::Read)?;
    point::page(reader, filter, page).await
}

/// One point.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn point(reader: &Reader, id: RiskPointId) -> Result<RiskPoint, Error> {
    point::point(reader, id).await
}

/// How many points there are of each likelihood and impact.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn matrix(reader: &Reader, filter: &Filter) -> Result<Vec<MatrixCount>, Error> {
    reader.demand(Resource::Risk, Action::Read)?;
    point::matrix(reader, filter).await
}

/// The account that acts; none for the system.
fn account(viewer: &Viewer) -> Option<AccountId> {
    match viewer.actor {
        Actor::Account(account) => Some(account),
        Actor::System(_) => None,
    }
}

/// What the viewer may do with a point now, whom it belongs to aside.
#[must_use]
pub fn open_steps(viewer: &Viewer, it: &RiskPoint) -> Vec<RiskPointStep> {
    if viewer.may(Resource::Risk, Action::Write) { it.open_steps(account(viewer)).collect() } else { Vec::new() }
}

/// The names of the units with these ids that the viewer may see.
///
/// # Errors
/// Of the database.
pub async fn unit_names(reader: &Reader, ids: &[UnitId]) -> Result<BTreeMap<UnitId, String>, Error> {
    let units = organisation::units(reader, ids.iter().copied()).await?;
    Ok(units.into_iter().map(|(id, unit)| (id, unit.name)).collect())
}

/// The posts with these ids that the viewer may see.
///
/// # Errors
/// Of the database.
pub async fn posts(reader: &Reader, ids: &[PostId]) -> Result<BTreeMap<PostId, Post>, Error> {
    organisation::posts_by_id(reader, ids.iter().copied()).await
}

/// A point of risk as it shall be.
#[derive(Debug, Clone)]
pub struct PointInput {
    /// The point to change and the version seen; none for a new one.
    pub existing: Option<(RiskPointId, i32)>,
    /// Its code, unique; an existing point keeps the one it has.
    pub code: BusinessCode,
    /// What it says.
    pub content: PointContent,
}

/// Proposes a point, or a change of one: somebody else confirms it.
///
/// # Errors
/// [`Error::NotFound`] for a unit, step, post or indicator that is not visible, [`Error::Forbidden`], [`Error::Stale`];
/// [`Refusal::CodeTaken`]; what [`RiskPoint::propose`] and [`RiskPoint::change`] refuse.
pub async fn save_point(scope: &Scope, input: PointInput) -> Result<RiskPoint, Error> {
    let session = scope.begin().await?;
    risk::alone(&session).await?;
    let PointInput { existing, code, content } = input;
    let keeps = risk::permit_in(&session, content.unit, Resource::Risk).await?;
    is_known(&session, &content).await?;
    let by = account(session.viewer());
    let saved = match existing {
        None => {
            let proposed = RiskPoint::propose(fresh()?, code, content, by)?;
            point::create(&session, &keeps, &proposed).await?;
            proposed
        }
        Some((id, seen)) => {
            let permit = risk::permit::<ChangePoint>(&session, id, seen).await?;
            let changed = point::point(&session, id).await?.change(content, by)?;
            point::save(&session, permit, &keeps, &changed).await?;
            RiskPoint { version: seen.saturating_add(1), ..changed }
        }
    };
    record(&session, "risk.save", format!("risk-{}", saved.id), saved.code.as_str(), &saved)?;
    session.commit().await?;
    Ok(saved)
}

async fn is_known(session: &Session, content: &PointContent) -> Result<(), Error> {
    process_step(session, content.step).await?.holds()?;
    if let Some(post) = content.post {
        let found = organisation::posts_by_id(session, [post]).await?.remove(&post).ok_or(Error::NotFound)?;
        if found.unit != content.unit {
            return Err(Error::invalid("input.post", "this post is of another unit: choose one of the unit, or none"));
        }
    }
    let known = library::all_indicators(session).await?;
    let is_known = |id: &IndicatorId| known.iter().any(|indicator| indicator.id == *id);
    if content.indicators.iter().all(is_known) { Ok(()) } else { Err(Error::NotFound) }
}

/// Confirms what somebody else proposed.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`RiskPoint::confirm`] refuses.
pub async fn confirm(scope: &Scope, id: RiskPointId, seen: i32) -> Result<RiskPoint, Error> {
    let (by, today) = (account(scope.viewer()), local_day(scope.now()));
    step(scope, (id, seen), ("risk.confirm", None), |it| it.confirm(by, today)).await
}

/// A point was looked at again, and is still so.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`RiskPoint::review`] refuses.
pub async fn review(scope: &Scope, id: RiskPointId, seen: i32) -> Result<RiskPoint, Error> {
    let today = local_day(scope.now());
    step(scope, (id, seen), ("risk.review", None), |it| it.review(today)).await
}

/// A point is no risk any more.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`RiskPoint::retire`] refuses.
pub async fn retire(scope: &Scope, id: RiskPointId, seen: i32, reason: &str) -> Result<RiskPoint, Error> {
    step(scope, (id, seen), ("risk.retire", Some(reason)), |it| it.retire(reason)).await
}

async fn step(
    scope: &Scope,
    (id, seen): (RiskPointId, i32),
    (action, reason): (&'static str, Option<&str>),
    decide: impl FnOnce(RiskPoint) -> Result<RiskPoint, Refusal>,
) -> Result<RiskPoint, Error> {
    let session = scope.begin().await?;
    let permit = risk::permit::<ChangePoint>(&session, id, seen).await?;
    let after = decide(point::point(&session, id).await?)?;
    point::step(&session, permit, &after).await?;
    noted(&session, action, (format!("risk-{id}"), after.code.as_str()), &after, reason)?;
    session.commit().await?;
    Ok(RiskPoint { version: seen.saturating_add(1), ..after })
}

/// Notes in the audit trail what became of something.
fn record<T: serde::Serialize>(
    session: &Session,
    action: &'static str,
    subject: String,
    code: &str,
    after: &T,
) -> Result<(), Error> {
    noted(session, action, (subject, code), after, None)
}

/// The same, with the reason that was given.
fn noted<T: serde::Serialize>(
    session: &Session,
    action: &'static str,
    (subject, code): (String, &str),
    after: &T,
    reason: Option<&str>,
) -> Result<(), Error> {
    let (summary, after) = (code.to_owned(), Some(serde_json::to_string(after)?));
    let reason = reason.map(str::to_owned);
    session.record(Happened { action, subject, summary, after, reason, ..Happened::default() });
    Ok(())
}
