//! Processes and their steps.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, Condition, Order};
use shared::id::{ProcessId, ProcessStepId};
use shared::risk::point::RiskPointState;
use shared::risk::{Process, ProcessStep};

use super::point::{self, Filter};
use super::{ChangeProcess, ChangeStep, KeepsFor, free};
use crate::error::Error;
use crate::store::entity::{process, process_step, risk_point};
use crate::store::page::{Key, Page, Slice, matching};
use crate::store::permit::Permit;
use crate::store::scope::{Reader, Session};

fn process_of(row: process::Model) -> Process {
    let process::Model { id, code, name, name_en, unit_id, retired, version } = row;
    Process { id, code, name, name_en, unit: unit_id, retired, version }
}

fn step_of(row: process_step::Model) -> ProcessStep {
    let process_step::Model { id, process_id, ordinal, code, name, name_en, retired, version } = row;
    ProcessStep { id, process: process_id, ordinal, code, name, name_en, retired, version }
}

/// A page of the processes that are not retired, by code.
///
/// # Errors
/// Of the database.
pub async fn page(reader: &Reader, search: Option<&str>, page: Page) -> Result<Slice<Process>, Error> {
    use process::Column as C;
    let found = search.map(|search| matching(search, [C::Code, C::Name, C::NameEn]));
    let wanted = Condition::all().add(C::Retired.eq(false)).add_option(found);
    let rows = reader.find::<process::Entity>().filter(wanted);
    let key = |row: &process::Model| Key::Text(row.code.to_string());
    rows.page(page, C::Code, Order::Asc, key).await?.try_map(|row| Ok(process_of(row)))
}

/// A page of the steps that are not retired, by code: those that an indicator watches, as far as the viewer sees the points at them, or
/// those that none does.
///
/// # Errors
/// Of the database.
pub async fn steps_page(reader: &Reader, watched: Option<bool>, page: Page) -> Result<Slice<ProcessStep>, Error> {
    use process_step::Column as C;
    let rows = reader.find::<process_step::Entity>().filter(C::Retired.eq(false));
    let at = Filter { watched: Some(true), ..Filter::default() };
    let rows = match watched {
        Some(true) => rows.whose(C::Id, at.rows(reader), risk_point::Column::StepId),
        Some(false) => rows.lacking(C::Id, at.rows(reader), risk_point::Column::StepId),
        None => rows,
    };
    let key = |row: &process_step::Model| Key::Text(row.code.to_string());
    rows.page(page, C::Code, Order::Asc, key).await?.try_map(|row| Ok(step_of(row)))
}

/// The steps of these processes that are not retired, in their order.
///
/// # Errors
/// Of the database.
pub async fn steps_of(reader: &Reader, of: &[ProcessId]) -> Result<Vec<ProcessStep>, Error> {
    use process_step::Column as C;
    let rows = reader.find::<process_step::Entity>().filter(C::ProcessId.is_in(of.iter().copied()));
    let rows = rows.filter(C::Retired.eq(false)).order(C::Ordinal, Order::Asc).order(C::Code, Order::Asc);
    Ok(rows.all().await?.into_iter().map(step_of).collect())
}

/// How many points of risk lie at each step, and how many of those an indicator watches: two statements.
///
/// # Errors
/// Of the database.
pub async fn counts(reader: &Reader, of: &[ProcessStepId]) -> Result<BTreeMap<ProcessStepId, (i64, i64)>, Error> {
    let points = point::by_step(reader, &Filter::default(), of).await?;
    let watched = point::by_step(reader, &Filter { watched: Some(true), ..Filter::default() }, of).await?;
    let both = |(step, points): (ProcessStepId, i64)| (step, (points, watched.get(&step).copied().unwrap_or_default()));
    Ok(points.into_iter().map(both).collect())
}

/// Processes by id, retired ones too.
///
/// # Errors
/// Of the database.
pub async fn by_id(reader: &Reader, ids: &[ProcessId]) -> Result<BTreeMap<ProcessId, Process>, Error> {
    let rows = reader.find::<process::Entity>().filter(process::Column::Id.is_in(ids.iter().copied())).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, process_of(row))).collect())
}

/// Steps by id, retired ones too.
///
/// # Errors
/// Of the database.
pub async fn steps_by_id(
    reader: &Reader,
    ids: &[ProcessStepId],
) -> Result<BTreeMap<ProcessStepId, ProcessStep>, Error> {
    let these = process_step::Column::Id.is_in(ids.iter().copied());
    let rows = reader.find::<process_step::Entity>().filter(these).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, step_of(row))).collect())
}

/// All processes and all steps, retired ones too: what a sheet may name.
///
/// # Errors
/// Of the database.
pub async fn all(reader: &Reader) -> Result<(Vec<Process>, Vec<ProcessStep>), Error> {
    let processes = reader.find::<process::Entity>().order(process::Column::Code, Order::Asc).all().await?;
    let steps = reader.find::<process_step::Entity>().order(process_step::Column::Ordinal, Order::Asc);
    let steps = steps.order(process_step::Column::Code, Order::Asc).all().await?;
    Ok((processes.into_iter().map(process_of).collect(), steps.into_iter().map(step_of).collect()))
}

/// One process, retired or not.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn process(reader: &Reader, id: ProcessId) -> Result<Process, Error> {
    reader.find::<process::Entity>().filter(process::Column::Id.eq(id)).found().await.map(process_of)
}

/// One step of a process, retired or not.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn step(reader: &Reader, id: ProcessStepId) -> Result<ProcessStep, Error> {
    reader.find::<process_step::Entity>().filter(process_step::Column::Id.eq(id)).found().await.map(step_of)
}

/// How many steps of a process are not retired.
///
/// # Errors
/// Of the database.
pub async fn steps_left(session: &Session, of: ProcessId) -> Result<u64, Error> {
    use process_step::Column as C;
    session.whole::<process_step::Entity>().filter(C::ProcessId.eq(of)).filter(C::Retired.eq(false)).count().await
}

/// Whether points of risk at a step are not retired, whoever sees them: how many, nobody is told.
///
/// # Errors
/// Of the database.
pub async fn holds_points(session: &Session, at: ProcessStepId) -> Result<bool, Error> {
    use risk_point::Column as C;
    let there = Condition::all().add(C::StepId.eq(at)).add(C::State.ne(RiskPointState::Retired));
    Ok(session.whole::<risk_point::Entity>().filter(there).count().await? > 0)
}

/// Writes a new process.
///
/// # Errors
/// [`shared::error::Refusal::CodeTaken`].
pub async fn create_process(session: &Session, _keeps: &KeepsFor, it: &Process) -> Result<(), Error> {
    free::<process::Entity>(session, process::Column::Code, &it.code).await?;
    let Process { id, code, name, name_en, unit, retired, version } = it.clone();
    session.insert::<process::Entity>(process::Model { id, code, name, name_en, unit_id: unit, retired, version }).await
}

/// Changes a process. Its code stays.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save_process(session: &Session, permit: Permit<ChangeProcess>, it: &Process) -> Result<(), Error> {
    use process::Column as C;
    let it = it.clone();
    let set = vec![
        (C::Name, it.name.into()),
        (C::NameEn, it.name_en.into()),
        (C::UnitId, it.unit.into()),
        (C::Retired, it.retired.into()),
    ];
    session.spend(permit, set).await
}

/// Writes a new step.
///
/// # Errors
/// [`shared::error::Refusal::CodeTaken`].
pub async fn create_step(session: &Session, _keeps: &KeepsFor, it: &ProcessStep) -> Result<(), Error> {
    free::<process_step::Entity>(session, process_step::Column::Code, &it.code).await?;
    let ProcessStep { id, process, ordinal, code, name, name_en, retired, version } = it.clone();
    let row = process_step::Model { id, process_id: process, ordinal, code, name, name_en, retired, version };
    session.insert::<process_step::Entity>(row).await
}

/// Changes a step. Its code and its process stay.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save_step(session: &Session, permit: Permit<ChangeStep>, it: &ProcessStep) -> Result<(), Error> {
    use process_step::Column as C;
    let it = it.clone();
    let set = vec![
        (C::Ordinal, it.ordinal.into()),
        (C::Name, it.name.into()),
        (C::NameEn, it.name_en.into()),
        (C::Retired, it.retired.into()),
    ];
    session.spend(permit, set).await
}
