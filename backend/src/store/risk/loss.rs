//! The risk of losing points, and what was found when somebody looked.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, Order, Value};
use shared::id::{IndicatorId, LossRiskId, UnitId};
use shared::policy::Action;
use shared::risk::Degree;
use shared::risk::loss::{Factors, FollowUp, LossLevel, LossRisk};

use super::{ChangeLoss, KeepsFor};
use crate::error::Error;
use crate::store::entity::{loss_risk, loss_risk_follow_up, unit_closure};
use crate::store::page::{Key, Page, Slice};
use crate::store::permit::Permit;
use crate::store::scope::{Reader, Session};

/// Which risks are asked for. What is not said does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this unit, or one below it.
    pub below: Option<UnitId>,
    /// Of this indicator.
    pub indicator: Option<IndicatorId>,
    /// Of this level.
    pub level: Option<LossLevel>,
    /// That somebody was to look at before this day.
    pub due_before: Option<NaiveDate>,
}

impl Filter {
    fn condition(&self) -> Condition {
        use loss_risk::Column as C;
        Condition::all()
            .add_option(self.indicator.map(|indicator| C::IndicatorId.eq(indicator)))
            .add_option(self.level.map(|level| C::Level.eq(level)))
            .add_option(self.due_before.map(|day| C::Next.lt(day)))
    }
}

fn risk_of(row: loss_risk::Model) -> Result<LossRisk, Error> {
    let factors = Factors {
        difficulty: Degree::try_new("difficulty", row.difficulty)?,
        method: Degree::try_new("method", row.method)?,
        control: Degree::try_new("control", row.control)?,
        status: Degree::try_new("status", row.status)?,
    };
    let loss_risk::Model { id, indicator_id, unit_id, reason, graded, graded_by, next, version, .. } = row;
    Ok(LossRisk { id, indicator: indicator_id, unit: unit_id, factors, reason, graded, graded_by, next, version })
}

/// A page of risks, the highest score first (NY-55).
///
/// # Errors
/// Of the database.
pub async fn page(reader: &Reader, filter: &Filter, page: Page) -> Result<Slice<LossRisk>, Error> {
    let mut rows = reader.find::<loss_risk::Entity>().filter(filter.condition());
    if let Some(top) = filter.below {
        use unit_closure::Column as C;
        let below = Condition::all().add(C::Ancestor.eq(top)).add(C::ValidTo.is_null());
        let units = reader.find::<unit_closure::Entity>().filter(below);
        rows = rows.whose(loss_risk::Column::UnitId, units, C::Descendant);
    }
    rows.page(page, loss_risk::Column::Place, Order::Asc, |row| Key::Text(row.place.clone())).await?.try_map(risk_of)
}

/// How many risks the viewer may follow up are to be looked at by a day.
///
/// # Errors
/// Of the database.
pub async fn due(reader: &Reader, day: NaiveDate) -> Result<u64, Error> {
    reader.find_for::<loss_risk::Entity>(Action::Write).filter(loss_risk::Column::Next.lte(day)).count().await
}

/// Which of the risks that the viewer may follow up are to be looked at by a day, and when that was due.
///
/// # Errors
/// Of the database.
pub async fn due_by(reader: &Reader, day: NaiveDate) -> Result<Vec<(LossRiskId, NaiveDate)>, Error> {
    let rows = reader.find_for::<loss_risk::Entity>(Action::Write).filter(loss_risk::Column::Next.lte(day));
    Ok(rows.all().await?.into_iter().map(|row| (row.id, row.next)).collect())
}

/// Some risks, as far as the viewer may follow them up: whoever may is told of them, whether or not they may read the others.
///
/// # Errors
/// Of the database.
pub async fn several(reader: &Reader, ids: &[LossRiskId]) -> Result<Vec<LossRisk>, Error> {
    let these = loss_risk::Column::Id.is_in(ids.iter().copied());
    let rows = reader.find_for::<loss_risk::Entity>(Action::Write).filter(these);
    rows.all().await?.into_iter().map(risk_of).collect()
}

/// One risk.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn risk(reader: &Reader, id: LossRiskId) -> Result<LossRisk, Error> {
    risk_of(reader.find::<loss_risk::Entity>().filter(loss_risk::Column::Id.eq(id)).found().await?)
}

/// The risk of a unit with an indicator, if it was graded.
///
/// # Errors
/// Of the database.
pub async fn graded(reader: &Reader, indicator: IndicatorId, unit: UnitId) -> Result<Option<LossRisk>, Error> {
    use loss_risk::Column as C;
    let here = Condition::all().add(C::IndicatorId.eq(indicator)).add(C::UnitId.eq(unit));
    reader.find::<loss_risk::Entity>().filter(here).one().await?.map(risk_of).transpose()
}

/// What was found, by risk, the newest first.
///
/// # Errors
/// Of the database.
pub async fn follow_ups(reader: &Reader, of: &[LossRiskId]) -> Result<BTreeMap<LossRiskId, Vec<FollowUp>>, Error> {
    use loss_risk_follow_up::Column as C;
    let rows = reader.find::<loss_risk_follow_up::Entity>().filter(C::LossRiskId.is_in(of.iter().copied()));
    let mut found: BTreeMap<LossRiskId, Vec<FollowUp>> = BTreeMap::new();
    for row in rows.order(C::LossRiskId, Order::Asc).order(C::Ordinal, Order::Desc).all().await? {
        let loss_risk_follow_up::Model { loss_risk_id, looked, name, found: what, due, .. } = row;
        found.entry(loss_risk_id).or_default().push(FollowUp { on: looked, by: name, found: what, due });
    }
    Ok(found)
}

/// Writes a first grade.
///
/// # Errors
/// Of the database.
pub async fn create(session: &Session, _keeps: &KeepsFor, it: &LossRisk) -> Result<(), Error> {
    let row = loss_risk::Model {
        id: it.id,
        indicator_id: it.indicator,
        unit_id: it.unit,
        difficulty: it.factors.difficulty.number(),
        method: it.factors.method.number(),
        control: it.factors.control.number(),
        status: it.factors.status.number(),
        level: it.factors.level(),
        reason: it.reason.clone(),
        graded: it.graded,
        graded_by: it.graded_by.clone(),
        next: it.next,
        place: it.place(),
        version: it.version,
    };
    session.insert::<loss_risk::Entity>(row).await
}

fn columns(it: &LossRisk) -> Vec<(loss_risk::Column, Value)> {
    use loss_risk::Column as C;
    vec![
        (C::Difficulty, it.factors.difficulty.number().into()),
        (C::Method, it.factors.method.number().into()),
        (C::Control, it.factors.control.number().into()),
        (C::Status, it.factors.status.number().into()),
        (C::Level, it.factors.level().into()),
        (C::Reason, it.reason.clone().into()),
        (C::Graded, it.graded.into()),
        (C::GradedBy, it.graded_by.clone().into()),
        (C::Next, it.next.into()),
        (C::Place, it.place().into()),
    ]
}

/// Writes a risk that was graded anew.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save(session: &Session, permit: Permit<ChangeLoss>, it: &LossRisk) -> Result<(), Error> {
    session.spend(permit, columns(it)).await
}

/// Writes what was found, and when somebody looks again.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn follow_up(
    session: &Session,
    permit: Permit<ChangeLoss>,
    it: &LossRisk,
    looked: &FollowUp,
) -> Result<(), Error> {
    session.spend(permit, columns(it)).await?;
    let of_this = loss_risk_follow_up::Column::LossRiskId.eq(it.id);
    let before = session.whole::<loss_risk_follow_up::Entity>().filter(of_this).count().await?;
    let FollowUp { on, by, found, due } = looked.clone();
    let ordinal = i32::try_from(before).unwrap_or(i32::MAX).saturating_add(1);
    let (loss_risk_id, unit_id, looked, name) = (it.id, it.unit, on, by);
    let row = loss_risk_follow_up::Model { loss_risk_id, ordinal, unit_id, looked, name, found, due };
    session.insert::<loss_risk_follow_up::Entity>(row).await
}
