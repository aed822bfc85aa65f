//! Reading the library: datasets, measures, indicators with versions, schemes, targets.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, Order};
use shared::id::{DatasetId, IndicatorId, IndicatorVersionId, MeasureId, SchemeId, UnitId};
use shared::indicator::{Indicator, Version, VersionState};
use shared::measure::Measure;
use shared::number::Quantity;
use shared::period::Period;
use shared::scheme::{Item, Scheme};

use super::entity::{dataset, indicator, indicator_version, measure, scheme, scheme_item, target};
use super::page::{Key, Page, Slice};
use super::scope::Reader;
use crate::error::Error;

pub mod change;

/// A dataset as it is stored; how it is read stands in `definition`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// Its id.
    pub id: DatasetId,
    /// Its code.
    pub code: shared::code::BusinessCode,
    /// Its name.
    pub name: String,
    /// The business system it comes from.
    pub system: String,
    /// Where its files are, for people.
    pub location: String,
    /// The description that `extraction` reads by, as JSON.
    pub definition: String,
    /// The last day it is complete to.
    pub complete_to: Option<chrono::NaiveDate>,
    /// Counts its changes.
    pub version: i32,
}

/// What a unit, and everything below it that has no target of its own, shall reach in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The unit.
    pub unit: UnitId,
    /// The period; a year holds for every period in it.
    pub period: Period,
    /// The target, in the indicator's unit.
    pub target: Quantity,
}

impl From<target::Model> for Target {
    fn from(row: target::Model) -> Self {
        let target::Model { indicator_id, unit_id, period, target } = row;
        Self { indicator: indicator_id, unit: unit_id, period, target }
    }
}

impl From<dataset::Model> for Dataset {
    fn from(row: dataset::Model) -> Self {
        let dataset::Model { id, code, name, system, location, definition, complete_to, version } = row;
        Self { id, code, name, system, location, definition, complete_to, version }
    }
}

fn measure_of(row: measure::Model) -> Measure {
    Measure {
        id: row.id,
        dataset: row.dataset_id,
        code: row.code,
        name: row.name,
        aggregate: row.aggregate,
        expression: row.expression,
        filter: row.filter,
        over_tree: row.over_tree,
        over_time: row.over_time,
        unit_of_measure: row.unit_of_measure,
        version: row.version,
    }
}

fn indicator_of(row: indicator::Model) -> Indicator {
    Indicator {
        id: row.id,
        code: row.code,
        name: row.name,
        name_en: row.name_en,
        object: row.object,
        dimension: row.dimension,
        cockpit_dimension: row.cockpit_dimension,
        line: row.line,
        domain: row.domain,
        nature: row.nature,
        purpose: row.purpose,
        key_rate: row.key_rate,
        sort_no: row.sort_no,
        version: row.version,
    }
}

impl TryFrom<indicator_version::Model> for Version {
    type Error = Error;

    fn try_from(row: indicator_version::Model) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            indicator: row.indicator_id,
            number: row.number,
            state: row.state,
            content: serde_json::from_str(&row.content)?,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        })
    }
}

/// What a list of indicators is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Narrowed {
    /// Part of the code or a name.
    pub search: Option<String>,
    /// The dimension.
    pub dimension: Option<shared::code::DimensionCode>,
    /// The cockpit dimension.
    pub cockpit_dimension: Option<shared::code::CockpitDimensionCode>,
    /// How the values of the version in effect come in.
    pub collection: Option<shared::indicator::CollectionMode>,
}

/// A page of the library, in its order.
///
/// # Errors
/// Of the database, here and below.
pub async fn indicators(reader: &Reader, page: Page, narrowed: Narrowed) -> Result<Slice<Indicator>, Error> {
    use indicator::Column as C;
    let mut rows = reader.find::<indicator::Entity>();
    if let Some(search) = narrowed.search {
        rows = rows.filter(
            Condition::any()
                .add(C::Code.contains(&search))
                .add(C::Name.contains(&search))
                .add(C::NameEn.contains(&search)),
        );
    }
    if let Some(dimension) = narrowed.dimension {
        rows = rows.filter(C::Dimension.eq(dimension));
    }
    if let Some(dimension) = narrowed.cockpit_dimension {
        rows = rows.filter(C::CockpitDimension.eq(dimension));
    }
    if let Some(collection) = narrowed.collection {
        let like_this: Vec<IndicatorId> = effective_versions(reader)
            .await?
            .into_iter()
            .filter(|version| version.content.collection == collection)
            .map(|version| version.indicator)
            .collect();
        rows = rows.filter(C::Id.is_in(like_this));
    }
    let slice = rows.page(page, C::SortNo, Order::Asc, |row| Key::Number(row.sort_no.into())).await?;
    slice.try_map(|row| Ok(indicator_of(row)))
}

/// Every indicator, in the order of the library.
///
/// # Errors
/// Of the database.
pub async fn all_indicators(reader: &Reader) -> Result<Vec<Indicator>, Error> {
    let rows = reader.find::<indicator::Entity>().order(indicator::Column::SortNo, Order::Asc).all().await?;
    Ok(rows.into_iter().map(indicator_of).collect())
}

/// One indicator.
///
/// # Errors
/// NOT_FOUND.
pub async fn indicator(reader: &Reader, id: IndicatorId) -> Result<Indicator, Error> {
    reader.find::<indicator::Entity>().filter(indicator::Column::Id.eq(id)).found().await.map(indicator_of)
}

/// The versions of some indicators, newest first.
///
/// # Errors
/// Of the database.
pub async fn versions_of(reader: &Reader, indicators: &[IndicatorId]) -> Result<Vec<Version>, Error> {
    use indicator_version::Column as C;
    let rows = reader
        .find::<indicator_version::Entity>()
        .filter(C::IndicatorId.is_in(indicators.iter().copied()))
        .order(C::Number, Order::Desc)
        .all()
        .await?;
    rows.into_iter().map(Version::try_from).collect()
}

/// One version.
///
/// # Errors
/// NOT_FOUND.
pub async fn version(reader: &Reader, id: IndicatorVersionId) -> Result<Version, Error> {
    reader.find::<indicator_version::Entity>().filter(indicator_version::Column::Id.eq(id)).found().await?.try_into()
}

/// All versions in effect.
///
/// # Errors
/// Of the database.
pub async fn effective_versions(reader: &Reader) -> Result<Vec<Version>, Error> {
    let effective = indicator_version::Column::State.eq(VersionState::Effective);
    let rows = reader.find::<indicator_version::Entity>().filter(effective).all().await?;
    rows.into_iter().map(Version::try_from).collect()
}

/// Some versions by id.
///
/// # Errors
/// Of the database.
pub async fn versions(reader: &Reader, ids: &[IndicatorVersionId]) -> Result<Vec<Version>, Error> {
    let wanted = indicator_version::Column::Id.is_in(ids.iter().copied());
    let rows = reader.find::<indicator_version::Entity>().filter(wanted).all().await?;
    rows.into_iter().map(Version::try_from).collect()
}

/// All schemes, newest year first.
///
/// # Errors
/// Of the database.
pub async fn schemes(reader: &Reader) -> Result<Vec<Scheme>, Error> {
    let schemes = reader.find::<scheme::Entity>().order(scheme::Column::Year, Order::Desc).all().await?;
    let mut items: HashMap<SchemeId, Vec<Item>> = HashMap::new();
    for row in reader.find::<scheme_item::Entity>().order(scheme_item::Column::Ordinal, Order::Asc).all().await? {
        let item =
            Item { indicator_version: row.indicator_version_id, weight: row.weight, base_points: row.base_points };
        items.entry(row.scheme_id).or_default().push(item);
    }
    let with_items = |row: scheme::Model| Scheme {
        items: items.remove(&row.id).unwrap_or_default(),
        id: row.id,
        code: row.code,
        name: row.name,
        year: row.year,
        published: row.published,
        total: row.total,
        self_found: row.self_found,
        version: row.version,
    };
    Ok(schemes.into_iter().map(with_items).collect())
}

/// One scheme.
///
/// # Errors
/// NOT_FOUND.
pub async fn scheme(reader: &Reader, id: SchemeId) -> Result<Scheme, Error> {
    schemes(reader).await?.into_iter().find(|scheme| scheme.id == id).ok_or(Error::NotFound)
}

/// A page of datasets.
///
/// # Errors
/// Of the database.
pub async fn datasets(reader: &Reader, page: Page) -> Result<Slice<Dataset>, Error> {
    let rows = reader.find::<dataset::Entity>();
    let slice = rows.page(page, dataset::Column::Code, Order::Asc, |row| Key::Text(row.code.to_string())).await?;
    slice.try_map(|row| Ok(row.into()))
}

/// All datasets.
///
/// # Errors
/// Of the database.
pub async fn all_datasets(reader: &Reader) -> Result<Vec<Dataset>, Error> {
    let rows = reader.find::<dataset::Entity>().order(dataset::Column::Code, Order::Asc).all().await?;
    Ok(rows.into_iter().map(Dataset::from).collect())
}

/// One dataset.
///
/// # Errors
/// NOT_FOUND.
pub async fn dataset(reader: &Reader, id: DatasetId) -> Result<Dataset, Error> {
    reader.find::<dataset::Entity>().filter(dataset::Column::Id.eq(id)).found().await.map(Dataset::from)
}

/// All measures.
///
/// # Errors
/// Of the database.
pub async fn measures(reader: &Reader) -> Result<Vec<Measure>, Error> {
    let rows = reader.find::<measure::Entity>().order(measure::Column::Code, Order::Asc).all().await?;
    Ok(rows.into_iter().map(measure_of).collect())
}

/// One measure.
///
/// # Errors
/// NOT_FOUND.
pub async fn measure(reader: &Reader, id: MeasureId) -> Result<Measure, Error> {
    reader.find::<measure::Entity>().filter(measure::Column::Id.eq(id)).found().await.map(measure_of)
}

/// All targets the viewer may see.
///
/// # Errors
/// Of the database.
pub async fn targets(reader: &Reader) -> Result<Vec<Target>, Error> {
    Ok(reader.find::<target::Entity>().all().await?.into_iter().map(Target::from).collect())
}

/// The targets of an indicator for some units.
///
/// # Errors
/// Of the database.
pub async fn targets_of(reader: &Reader, indicator: IndicatorId, units: &[UnitId]) -> Result<Vec<Target>, Error> {
    use target::Column as C;
    let wanted = Condition::all().add(C::IndicatorId.eq(indicator)).add(C::UnitId.is_in(units.iter().copied()));
    let rows = reader.find::<target::Entity>().filter(wanted).order(C::Period, Order::Asc).all().await?;
    Ok(rows.into_iter().map(Target::from).collect())
}
