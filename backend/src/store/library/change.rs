//! What changes the library: each function spends a permit. What may change is decided in `shared`.

use sea_orm::{ColumnTrait, Condition, Order};
use shared::code::BusinessCode;
use shared::error::Refusal;
use shared::id::{DatasetId, IndicatorId, IndicatorVersionId, MeasureId, SchemeId, UnitId};
use shared::indicator::{Indicator, Version};
use shared::measure::Measure;
use shared::number::Quantity;
use shared::period::Period;
use shared::policy::{Action, Resource};
use shared::scheme::Scheme;

use super::Dataset;
use crate::error::Error;
use crate::store::entity::{dataset, indicator, indicator_version, measure, scheme, scheme_item, target, unit};
use crate::store::permit::{Act, FunctionPermit, Permit, Versioned};
use crate::store::scope::{Scoped, Session, within_as};

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

versioned!(indicator scheme dataset measure);

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident: $action:ident $table:ident $id:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $act;

            impl Act for $act {
                type Entity = $table::Entity;
                type Id = $id;
                const ACTION: Action = Action::$action;
            }
        )+
    };
}

acts! {
    /// Changing an indicator, or the draft of its next version.
    ChangeIndicator: Write indicator IndicatorId;
    /// Putting a version of an indicator into effect, or retiring it.
    PublishIndicator: Publish indicator IndicatorId;
    /// Changing a scheme that is not published.
    ChangeScheme: Write scheme SchemeId;
    /// Putting a scheme into effect.
    PublishScheme: Publish scheme SchemeId;
    /// Changing how a dataset is read.
    ChangeDataset: Write dataset DatasetId;
    /// Changing a measure no published version rests on.
    ChangeMeasure: Write measure MeasureId;
}

/// The right to do `A` to something of the library, seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn permit<A: Act>(session: &Session, id: A::Id, seen: i32) -> Result<Permit<A>, Error> {
    session.permit::<A>(id, seen).await
}

/// Refuses a code that another row of the table has.
async fn free<E: Scoped>(session: &Session, column: E::Column, code: &BusinessCode) -> Result<(), Error> {
    match session.whole::<E>().filter(column.eq(code.clone())).count().await? {
        0 => Ok(()),
        _ => Err(Refusal::CodeTaken { code: code.to_string() }.into()),
    }
}

/// All measures over a dataset, whoever changes it: what they need is kept, also by one who may not read the library.
///
/// # Errors
/// Of the database.
pub async fn measures_over(session: &Session, dataset: DatasetId) -> Result<Vec<Measure>, Error> {
    let rows = session.whole::<measure::Entity>().filter(measure::Column::DatasetId.eq(dataset));
    Ok(rows.all().await?.into_iter().map(super::measure_of).collect())
}

/// The number of the last indicator, so that a new one stands after it.
///
/// # Errors
/// Of the database.
pub async fn last_sort_no(session: &Session) -> Result<i32, Error> {
    let last = session.whole::<indicator::Entity>().order(indicator::Column::SortNo, Order::Desc).one().await?;
    Ok(last.map_or(0, |row| row.sort_no))
}

/// Writes a new indicator with its first draft.
///
/// # Errors
/// [`Refusal::CodeTaken`].
pub async fn create_indicator(
    session: &Session,
    _permit: FunctionPermit,
    indicator: &Indicator,
    draft: &Version,
) -> Result<(), Error> {
    free::<indicator::Entity>(session, indicator::Column::Code, &indicator.code).await?;
    let row = indicator::Model {
        id: indicator.id,
        code: indicator.code.clone(),
        name: indicator.name.clone(),
        name_en: indicator.name_en.clone(),
        object: indicator.object,
        dimension: indicator.dimension.clone(),
        cockpit_dimension: indicator.cockpit_dimension.clone(),
        line: indicator.line.clone(),
        domain: indicator.domain,
        nature: indicator.nature,
        purpose: indicator.purpose.clone(),
        key_rate: indicator.key_rate,
        sort_no: indicator.sort_no,
        version: indicator.version,
    };
    session.insert::<indicator::Entity>(row).await?;
    session.insert::<indicator_version::Entity>(version_row(draft)?).await
}

fn version_row(version: &Version) -> Result<indicator_version::Model, Error> {
    Ok(indicator_version::Model {
        id: version.id,
        indicator_id: version.indicator,
        number: version.number,
        state: version.state,
        content: serde_json::to_string(&version.content)?,
        valid_from: version.valid_from,
        valid_to: version.valid_to,
        version: 1,
    })
}

/// Changes what an indicator is called and where it stands. Its code stays.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save_indicator(
    session: &Session,
    permit: Permit<ChangeIndicator>,
    indicator: &Indicator,
) -> Result<(), Error> {
    use indicator::Column as C;
    let it = indicator.clone();
    let set = vec![
        (C::Name, it.name.into()),
        (C::NameEn, it.name_en.into()),
        (C::Object, it.object.into()),
        (C::Dimension, it.dimension.into()),
        (C::CockpitDimension, it.cockpit_dimension.into()),
        (C::Line, it.line.into()),
        (C::Domain, it.domain.into()),
        (C::Nature, it.nature.into()),
        (C::Purpose, it.purpose.into()),
        (C::KeyRate, it.key_rate.into()),
    ];
    session.spend(permit, set).await
}

/// Writes versions of an indicator as they have become: those there are change, a new one is added.
///
/// # Errors
/// [`Error::Stale`] where the indicator changed meanwhile.
pub async fn save_versions<A>(session: &Session, permit: Permit<A>, versions: &[Version]) -> Result<(), Error>
where
    A: Act<Entity = indicator::Entity, Id = IndicatorId>,
{
    use indicator_version::Column as C;
    for version in versions {
        let row = version_row(version)?;
        let here = Condition::all().add(C::Id.eq(version.id)).add(C::IndicatorId.eq(permit.id()));
        let set = vec![
            (C::State, row.state.into()),
            (C::Content, row.content.clone().into()),
            (C::ValidFrom, row.valid_from.into()),
            (C::ValidTo, row.valid_to.into()),
        ];
        if session.change_along::<indicator_version::Entity, A>(&permit, here, set).await? == 0 {
            session.insert::<indicator_version::Entity>(row).await?;
        }
    }
    session.spend(permit, Vec::new()).await
}

/// Throws a draft away.
///
/// # Errors
/// [`Error::Stale`] where the indicator changed meanwhile.
pub async fn discard_draft(
    session: &Session,
    permit: Permit<ChangeIndicator>,
    draft: IndicatorVersionId,
) -> Result<(), Error> {
    session.remove_along::<indicator_version::Entity>(&permit, indicator_version::Column::Id.eq(draft)).await?;
    session.spend(permit, Vec::new()).await
}

/// Writes a new scheme.
///
/// # Errors
/// [`Refusal::CodeTaken`].
pub async fn create_scheme(session: &Session, _permit: FunctionPermit, scheme: &Scheme) -> Result<(), Error> {
    free::<scheme::Entity>(session, scheme::Column::Code, &scheme.code).await?;
    let row = scheme::Model {
        id: scheme.id,
        code: scheme.code.clone(),
        name: scheme.name.clone(),
        year: scheme.year,
        total: scheme.total,
        published: scheme.published,
        self_found: scheme.self_found,
        version: scheme.version,
    };
    session.insert::<scheme::Entity>(row).await?;
    items(session, scheme).await
}

async fn items(session: &Session, scheme: &Scheme) -> Result<(), Error> {
    for (item, ordinal) in scheme.items.iter().zip(1..) {
        let row = scheme_item::Model {
            scheme_id: scheme.id,
            indicator_version_id: item.indicator_version,
            weight: item.weight,
            base_points: item.base_points,
            ordinal,
        };
        session.insert::<scheme_item::Entity>(row).await?;
    }
    Ok(())
}

/// Changes a scheme with all its items. Its code stays.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save_scheme(session: &Session, permit: Permit<ChangeScheme>, scheme: &Scheme) -> Result<(), Error> {
    use scheme::Column as C;
    let set = vec![
        (C::Name, scheme.name.clone().into()),
        (C::Year, scheme.year.into()),
        (C::Total, scheme.total.into()),
        (C::SelfFound, scheme.self_found.into()),
    ];
    session.remove_along::<scheme_item::Entity>(&permit, scheme_item::Column::SchemeId.eq(scheme.id)).await?;
    session.spend(permit, set).await?;
    items(session, scheme).await
}

/// Puts a scheme into effect.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn publish_scheme(session: &Session, permit: Permit<PublishScheme>) -> Result<(), Error> {
    session.spend(permit, vec![(scheme::Column::Published, true.into())]).await
}

/// Writes a new dataset.
///
/// # Errors
/// [`Refusal::CodeTaken`].
pub async fn create_dataset(session: &Session, _permit: FunctionPermit, dataset: Dataset) -> Result<(), Error> {
    free::<dataset::Entity>(session, dataset::Column::Code, &dataset.code).await?;
    let Dataset { id, code, name, system, location, definition, complete_to, version } = dataset;
    let row = dataset::Model { id, code, name, system, location, definition, complete_to, version };
    session.insert::<dataset::Entity>(row).await
}

/// Changes how a dataset is read. Its code stays.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save_dataset(session: &Session, permit: Permit<ChangeDataset>, dataset: Dataset) -> Result<(), Error> {
    use dataset::Column as C;
    let set = vec![
        (C::Name, dataset.name.into()),
        (C::System, dataset.system.into()),
        (C::Location, dataset.location.into()),
        (C::Definition, dataset.definition.into()),
        (C::CompleteTo, dataset.complete_to.into()),
    ];
    session.spend(permit, set).await
}

/// Writes a new measure.
///
/// # Errors
/// [`Refusal::CodeTaken`].
pub async fn create_measure(session: &Session, _permit: FunctionPermit, it: &Measure) -> Result<(), Error> {
    free::<measure::Entity>(session, measure::Column::Code, &it.code).await?;
    let row = measure::Model {
        id: it.id,
        dataset_id: it.dataset,
        code: it.code.clone(),
        name: it.name.clone(),
        aggregate: it.aggregate,
        expression: it.expression.clone(),
        filter: it.filter.clone(),
        over_tree: it.over_tree,
        over_time: it.over_time,
        unit_of_measure: it.unit_of_measure.clone(),
        version: it.version,
    };
    session.insert::<measure::Entity>(row).await
}

/// Changes a measure. Its code and its dataset stay.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save_measure(session: &Session, permit: Permit<ChangeMeasure>, it: &Measure) -> Result<(), Error> {
    use measure::Column as C;
    let set = vec![
        (C::Name, it.name.clone().into()),
        (C::Aggregate, it.aggregate.into()),
        (C::Expression, it.expression.clone().into()),
        (C::Filter, it.filter.clone().into()),
        (C::OverTree, it.over_tree.into()),
        (C::OverTime, it.over_time.into()),
        (C::UnitOfMeasure, it.unit_of_measure.clone().into()),
    ];
    session.spend(permit, set).await
}

/// The right to set targets of a unit.
#[derive(Debug)]
pub struct TargetsOf(UnitId);

/// The right to set targets of a unit: it must be visible, and the targets of it must be the viewer's to write.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn targets_permit(session: &Session, id: UnitId) -> Result<TargetsOf, Error> {
    let here = || unit::Column::Id.eq(id);
    session.find::<unit::Entity>().filter(here()).found().await?;
    let writable = within_as::<unit::Entity>(session.viewer(), Resource::Target, Action::Write);
    match session.whole::<unit::Entity>().filter(here()).filter(writable).one().await? {
        Some(row) => Ok(TargetsOf(row.id)),
        None => Err(Error::Forbidden),
    }
}

/// Sets a target, or takes the one there is away.
///
/// # Errors
/// Of the database.
pub async fn set_target(
    session: &Session,
    permit: TargetsOf,
    indicator: IndicatorId,
    period: Period,
    target: Option<Quantity>,
) -> Result<(), Error> {
    use target::Column as C;
    let unit = permit.0;
    let here = Condition::all().add(C::IndicatorId.eq(indicator)).add(C::UnitId.eq(unit)).add(C::Period.eq(period));
    session.remove::<target::Entity>(Action::Write, here).await?;
    let Some(target) = target else { return Ok(()) };
    let row = target::Model { indicator_id: indicator, unit_id: unit, period, target };
    session.insert::<target::Entity>(row).await
}
