//! The library of a pack: datasets, measures, indicators, the scheme, targets and values filled in by hand.

use serde_json::{Value, json};
use shared::id::{DatasetId, Id, IndicatorId, IndicatorVersionId, ManualBatchId, UnitId};
use shared::indicator::{Indicator, Version};
use shared::measure::Measure;
use shared::number::Quantity;
use shared::period::Period;
use shared::scheme::Scheme;

use super::{Columns, Importer};
use crate::error::Error;
use crate::store::bulk::Kind;
use crate::store::bulk::Kind::{Day, Flag, Integer, Text};

/// A dataset as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDataset {
    /// Its id.
    pub id: DatasetId,
    /// Its code.
    pub code: String,
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
}

/// A value filled in by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualValue {
    /// The sheet it came with.
    pub batch: ManualBatchId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The unit.
    pub unit: UnitId,
    /// The period.
    pub period: Period,
    /// The value.
    pub value: Quantity,
    /// What was noted beside it.
    pub note: String,
}

impl Importer<'_> {
    /// Datasets and measures.
    ///
    /// # Errors
    /// Of the database.
    pub async fn datasets(&self, datasets: &[NewDataset], measures: &[Measure]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("code", Text),
            ("name", Text),
            ("system", Text),
            ("location", Text),
            ("definition", Text),
            ("complete_to", Day),
            ("version", Integer),
        ];
        let row = |d: &NewDataset| {
            let (id, text) = (d.id.raw(), [&d.code, &d.name, &d.system, &d.location, &d.definition]);
            let mut row = vec![json!(id)];
            row.extend(text.iter().map(|text| json!(text)));
            row.extend([json!(d.complete_to), json!(1)]);
            row
        };
        self.write("dataset", columns, datasets.iter().map(row)).await?;
        let columns: Columns = &[
            ("id", Integer),
            ("dataset_id", Integer),
            ("code", Text),
            ("name", Text),
            ("aggregate", Text),
            ("expression", Text),
            ("filter", Text),
            ("over_tree", Text),
            ("over_time", Text),
            ("unit_of_measure", Text),
            ("version", Integer),
        ];
        let row = |m: &Measure| {
            vec![
                json!(m.id.raw()),
                json!(m.dataset.raw()),
                json!(m.code),
                json!(m.name),
                json!(m.aggregate),
                json!(m.expression),
                json!(m.filter),
                json!(m.over_tree),
                json!(m.over_time),
                json!(m.unit_of_measure),
                json!(m.version),
            ]
        };
        self.write("measure", columns, measures.iter().map(row)).await
    }

    /// Indicators with their versions.
    ///
    /// # Errors
    /// Of the database.
    pub async fn indicators(&self, indicators: &[Indicator], versions: &[Version]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("code", Text),
            ("name", Text),
            ("name_en", Text),
            ("object", Text),
            ("dimension", Text),
            ("cockpit_dimension", Text),
            ("line", Text),
            ("domain", Text),
            ("nature", Text),
            ("purpose", Text),
            ("key_rate", Flag),
            ("sort_no", Integer),
            ("version", Integer),
        ];
        let row = |i: &Indicator| {
            vec![
                json!(i.id.raw()),
                json!(i.code),
                json!(i.name),
                json!(i.name_en),
                json!(i.object),
                json!(i.dimension),
                json!(i.cockpit_dimension),
                json!(i.line),
                json!(i.domain),
                json!(i.nature),
                json!(i.purpose),
                json!(i.key_rate),
                json!(i.sort_no),
                json!(i.version),
            ]
        };
        self.write("indicator", columns, indicators.iter().map(row)).await?;
        self.versions(versions).await
    }

    async fn versions(&self, versions: &[Version]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("indicator_id", Integer),
            ("number", Integer),
            ("state", Text),
            ("content", Text),
            ("valid_from", Day),
            ("valid_to", Day),
            ("version", Integer),
        ];
        let rows = versions
            .iter()
            .map(|v| {
                let content = serde_json::to_string(&v.content)?;
                let (id, indicator) = (IndicatorVersionId::raw(v.id), v.indicator.raw());
                let dates = (json!(v.valid_from), json!(v.valid_to));
                Ok(vec![
                    json!(id),
                    json!(indicator),
                    json!(v.number),
                    json!(v.state),
                    json!(content),
                    dates.0,
                    dates.1,
                    json!(1),
                ])
            })
            .collect::<Result<Vec<_>, Error>>()?;
        self.write("indicator_version", columns, rows).await
    }

    /// A scheme with its items.
    ///
    /// # Errors
    /// Of the database.
    pub async fn scheme(&self, scheme: &Scheme) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("code", Text),
            ("name", Text),
            ("year", Integer),
            ("total", Integer),
            ("published", Flag),
            ("self_found", Text),
            ("version", Integer),
        ];
        let id = scheme.id.raw();
        let row = vec![
            json!(id),
            json!(scheme.code),
            json!(scheme.name),
            json!(scheme.year),
            json!(scheme.total.scaled()),
            json!(scheme.published),
            json!(scheme.self_found),
            json!(scheme.version),
        ];
        self.write("scheme", columns, [row]).await?;
        let columns: Columns = &[
            ("scheme_id", Integer),
            ("indicator_version_id", Integer),
            ("weight", Integer),
            ("base_points", Integer),
            ("ordinal", Integer),
        ];
        let items = scheme.items.iter().zip(0_i32..).map(|(item, ordinal)| {
            let version = item.indicator_version.raw();
            vec![
                json!(id),
                json!(version),
                json!(item.weight.scaled()),
                json!(item.base_points.scaled()),
                json!(ordinal),
            ]
        });
        self.write("scheme_item", columns, items).await
    }

    /// Targets.
    ///
    /// # Errors
    /// Of the database.
    pub async fn targets(&self, targets: &[(IndicatorId, UnitId, Period, Quantity)]) -> Result<(), Error> {
        let columns: Columns =
            &[("indicator_id", Integer), ("unit_id", Integer), ("period", Text), ("target", Integer)];
        let row = |(indicator, unit, period, target): &(IndicatorId, UnitId, Period, Quantity)| {
            vec![json!(indicator.raw()), json!(unit.raw()), json!(period), json!(target.scaled())]
        };
        self.write("target", columns, targets.iter().map(row)).await
    }

    /// Values filled in by hand.
    ///
    /// # Errors
    /// Of the database.
    pub async fn manual(
        &self,
        values: &[ManualValue],
        by: &str,
        at: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), Error> {
        let columns: Columns = &[
            ("batch_id", Integer),
            ("indicator_id", Integer),
            ("unit_id", Integer),
            ("period", Text),
            ("value", Integer),
            ("note", Text),
            ("entered_by", Text),
            ("entered_at", Kind::Moment),
        ];
        let row = |v: &ManualValue| {
            let ids = [v.batch.raw(), v.indicator.raw(), v.unit.raw()];
            let mut row: Vec<Value> = ids.iter().map(|id| json!(id)).collect();
            row.extend([json!(v.period), json!(v.value.scaled()), json!(v.note), json!(by), json!(at)]);
            row
        };
        self.write("manual_value", columns, values.iter().map(row)).await
    }
}
