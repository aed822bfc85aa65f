//! The risk register: processes and steps. Points of risk are in `point`, the risk of losing points in `loss`, labels on persons in
//! `label`, what matters add up to in `view`.

use sea_orm::{ColumnTrait, Order};
use shared::code::BusinessCode;
use shared::error::Refusal;
use shared::id::{LossRiskId, ProcessId, ProcessStepId, RiskLabelId, RiskPointId, UnitId};
use shared::policy::{Action, Resource};
use shared::risk::{Process, ProcessStep};

use super::entity::{loss_risk, process, process_step, risk_label, risk_point, unit};
use super::permit::{Act, Permit, Versioned};
use super::scope::{Reader, Scoped, Session, within_as};
use crate::error::Error;

pub mod label;
pub mod loss;
pub mod point;
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
    ChangeProcess: Write process ProcessId;
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

versioned!(process process_step risk_point loss_risk risk_label);

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
    let here = || unit::Column::Id.eq(id);
    session.find::<unit::Entity>().filter(here()).found().await?;
    let writable = within_as::<unit::Entity>(session.viewer(), resource, Action::Write);
    match session.whole::<unit::Entity>().filter(here()).filter(writable).one().await? {
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

fn process_of(row: process::Model) -> Process {
    let process::Model { id, code, name, name_en, unit_id, version } = row;
    Process { id, code, name, name_en, unit: unit_id, version }
}

fn step_of(row: process_step::Model) -> ProcessStep {
    let process_step::Model { id, process_id, ordinal, code, name, name_en, version } = row;
    ProcessStep { id, process: process_id, ordinal, code, name, name_en, version }
}

/// All processes, by code.
///
/// # Errors
/// Of the database.
pub async fn processes(reader: &Reader) -> Result<Vec<Process>, Error> {
    let rows = reader.find::<process::Entity>().order(process::Column::Code, Order::Asc).all().await?;
    Ok(rows.into_iter().map(process_of).collect())
}

/// One process.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn process(reader: &Reader, id: ProcessId) -> Result<Process, Error> {
    reader.find::<process::Entity>().filter(process::Column::Id.eq(id)).found().await.map(process_of)
}

/// The steps of all processes, in their order.
///
/// # Errors
/// Of the database.
pub async fn steps(reader: &Reader) -> Result<Vec<ProcessStep>, Error> {
    use process_step::Column as C;
    let rows = reader.find::<process_step::Entity>().order(C::Ordinal, Order::Asc).order(C::Code, Order::Asc);
    Ok(rows.all().await?.into_iter().map(step_of).collect())
}

/// One step of a process.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn step(reader: &Reader, id: ProcessStepId) -> Result<ProcessStep, Error> {
    reader.find::<process_step::Entity>().filter(process_step::Column::Id.eq(id)).found().await.map(step_of)
}

/// Writes a new process.
///
/// # Errors
/// [`Refusal::CodeTaken`].
pub async fn create_process(session: &Session, _keeps: &KeepsFor, it: &Process) -> Result<(), Error> {
    free::<process::Entity>(session, process::Column::Code, &it.code).await?;
    let Process { id, code, name, name_en, unit, version } = it.clone();
    session.insert::<process::Entity>(process::Model { id, code, name, name_en, unit_id: unit, version }).await
}

/// Changes a process. Its code stays.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save_process(session: &Session, permit: Permit<ChangeProcess>, it: &Process) -> Result<(), Error> {
    use process::Column as C;
    let it = it.clone();
    session
        .spend(permit, vec![(C::Name, it.name.into()), (C::NameEn, it.name_en.into()), (C::UnitId, it.unit.into())])
        .await
}

/// Writes a new step.
///
/// # Errors
/// [`Refusal::CodeTaken`].
pub async fn create_step(session: &Session, _keeps: &KeepsFor, it: &ProcessStep) -> Result<(), Error> {
    free::<process_step::Entity>(session, process_step::Column::Code, &it.code).await?;
    let ProcessStep { id, process, ordinal, code, name, name_en, version } = it.clone();
    let row = process_step::Model { id, process_id: process, ordinal, code, name, name_en, version };
    session.insert::<process_step::Entity>(row).await
}

/// Changes a step. Its code and its process stay.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save_step(session: &Session, permit: Permit<ChangeStep>, it: &ProcessStep) -> Result<(), Error> {
    use process_step::Column as C;
    let it = it.clone();
    let set = vec![(C::Ordinal, it.ordinal.into()), (C::Name, it.name.into()), (C::NameEn, it.name_en.into())];
    session.spend(permit, set).await
}
