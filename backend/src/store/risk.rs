//! The risk register: who may write what in it. Processes and steps are in `process`, points of risk in `point`, the risk of losing
//! points in `loss`, labels on persons in `label`, what matters add up to in `view`.

use std::collections::BTreeMap;

use sea_orm::ColumnTrait;
use shared::code::BusinessCode;
use shared::error::Refusal;
use shared::id::{LossRiskId, ProcessId, ProcessStepId, RiskLabelId, RiskPointId, UnitId};
use shared::policy::{Action, Resource};

use super::entity::{loss_risk, process as processes, process_step, risk_label, risk_point, unit};
use super::organisation::existing;
use super::permit::{Act, Permit, Versioned};
use super::scope::{Reader, Scoped, Session, within_as};
use crate::error::Error;

pub mod label;
pub mod loss;
pub mod point;
pub mod process;
pub mod view;

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident: $action:ident $table:ident $id:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $act;

        impl Act for $act {
            type Entity = $table::Entity;
            type Id = $id;
            const ACTION: Action = Action::$action;
        }
    )+};
}

acts! {
    /// Changing a process.
    ChangeProcess: Write processes ProcessId;
    /// Changing a step of a process.
    ChangeStep: Write process_step ProcessStepId;
    /// Changing a point of risk, or taking a step with it.
    ChangePoint: Write risk_point RiskPointId;
    /// Grading a risk of losing points anew, or following it up.
    ChangeLoss: Write loss_risk LossRiskId;
    /// Taking a label off.
    ChangeLabel: Write risk_label RiskLabelId;
    /// Answering a label: whether it is about whoever answers is decided by the label.
    AnswerLabel: Read risk_label RiskLabelId;
}

macro_rules! versioned {
    ($($table:ident)+) => {
        $(impl Versioned for $table::Entity {
            fn version_column() -> $table::Column {
                $table::Column::Version
            }

            fn version_of(row: &$table::Model) -> i32 {
                row.version
            }
        })+
    };
}

versioned!(processes process_step risk_point loss_risk risk_label);

/// The right to do `A` to something of the register, seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn permit<A: Act>(session: &Session, id: A::Id, seen: i32) -> Result<Permit<A>, Error> {
    session.permit::<A>(id, seen).await
}

/// The right to keep the register of a unit.
#[derive(Debug)]
pub struct KeepsFor(UnitId);

impl KeepsFor {
    /// The unit.
    #[must_use]
    pub const fn unit(&self) -> UnitId {
        self.0
    }
}

/// The right to keep the register of a unit, or the labels of those in it: it must be visible, and the resource must be the viewer's to
/// write there.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn permit_in(session: &Session, id: UnitId, resource: Resource) -> Result<KeepsFor, Error> {
    session.find::<unit::Entity>().filter(unit::Column::Id.eq(id)).found().await?;
    keeper(session, id, resource).await
}

/// The same by the unit of something the viewer sees, whether that unit is visible or not.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn keeper(session: &Session, id: UnitId, resource: Resource) -> Result<KeepsFor, Error> {
    let writable = within_as::<unit::Entity>(session.viewer(), resource, Action::Write);
    match session.whole::<unit::Entity>().filter(unit::Column::Id.eq(id)).filter(writable).one().await? {
        Some(row) => Ok(KeepsFor(row.id)),
        None => Err(Error::Forbidden),
    }
}

/// Refuses a code that another row of the table has.
async fn free<E: Scoped>(session: &Session, column: E::Column, code: &BusinessCode) -> Result<(), Error> {
    match session.whole::<E>().filter(column.eq(code.clone())).count().await? {
        0 => Ok(()),
        _ => Err(Refusal::CodeTaken { code: code.to_string() }.into()),
    }
}

/// The units whose register the viewer keeps, by code.
///
/// # Errors
/// Of the database.
pub async fn kept(reader: &Reader) -> Result<BTreeMap<BusinessCode, KeepsFor>, Error> {
    let writable = within_as::<unit::Entity>(reader.viewer(), Resource::Risk, Action::Write);
    let rows = reader.find::<unit::Entity>().filter(existing(reader.today())).filter(writable).all().await?;
    Ok(rows.into_iter().map(|row| (row.code, KeepsFor(row.id))).collect())
}

/// The lock of the register.
const REGISTER: i64 = 0x7269_736b;

/// Waits until nobody else writes the register: what lies at a step that is retired is counted, and then stays as it was counted.
///
/// # Errors
/// Of the database.
pub async fn alone(session: &Session) -> Result<(), Error> {
    session.alone(REGISTER).await
}
