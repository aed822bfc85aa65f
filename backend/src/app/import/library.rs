//! The library of a pack: datasets with measures, indicators with their first version, the scheme, targets, values by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use shared::id::{DatasetId, IndicatorId, IndicatorVersionId, ManualBatchId, SchemeId, UnitId};
use shared::indicator::{Indicator, Version, VersionState};
use shared::measure::Measure;
use shared::number::{Points, Quantity};
use shared::scheme::{Item, Scheme, SelfFound};

use super::id_of;
use crate::app::dataset::Definition;
use crate::error::Error;
use crate::pack::{self, Pack};
use crate::store::import::{Importer, ManualValue, NewDataset};

pub(super) async fn write(
    importer: &Importer<'_>,
    pack: &Pack,
    data: &Path,
    from: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(usize, Option<SchemeId>), Error> {
    let zone = pack.about.it.zone.as_deref();
    let datasets =
        pack.datasets.iter().map(|dataset| dataset_of(&dataset.it, zone, data)).collect::<Result<Vec<_>, Error>>()?;
    let measures: Vec<Measure> = pack.datasets.iter().flat_map(|dataset| measures(&dataset.it)).collect();
    importer.datasets(&datasets, &measures).await?;
    let indicators: Vec<Indicator> =
        pack.indicators.iter().zip(1_i32..).map(|(i, place)| indicator(&i.it, place)).collect();
    let versions: Vec<Version> = pack.indicators.iter().map(|indicator| version(&indicator.it, from)).collect();
    importer.indicators(&indicators, &versions).await?;
    let base: BTreeMap<&str, Points> =
        pack.indicators.iter().map(|indicator| (indicator.it.code.as_str(), indicator.it.base_score)).collect();
    let pinned: Vec<_> = indicators.iter().zip(&versions).collect();
    let scheme = pack.scheme.as_ref().map(|scheme| scheme_of(&scheme.it, &base, &pinned)).transpose()?;
    if let Some(scheme) = &scheme {
        importer.scheme(scheme).await?;
    }
    let targets: Vec<_> = pack
        .targets
        .iter()
        .map(|target| {
            (indicator_id(target.it.indicator.as_str()), unit_id(&target.it.unit), target.it.period, target.it.target)
        })
        .collect();
    importer.targets(&targets).await?;
    manual(importer, pack, now).await?;
    Ok((indicators.len(), scheme.map(|scheme| scheme.id)))
}

fn unit_id(code: &str) -> UnitId {
    id_of("unit", code)
}

fn indicator_id(code: &str) -> IndicatorId {
    id_of("indicator", code)
}

fn version_id(code: &str) -> IndicatorVersionId {
    id_of("indicator_version", &format!("{code} 1"))
}

fn dataset_id(code: &str) -> DatasetId {
    id_of("dataset", code)
}

fn dataset_of(dataset: &pack::Dataset, zone: Option<&str>, data: &Path) -> Result<NewDataset, Error> {
    let labelled = dataset.columns.iter().filter_map(|column| Some((column.it.name.clone(), column.it.label.clone()?)));
    let personal = dataset.columns.iter().filter(|column| column.it.personal);
    let definition = Definition {
        source: dataset.description(zone),
        root: data.to_owned(),
        labels: labelled.collect(),
        personal: personal.map(|column| column.it.name.clone()).collect::<BTreeSet<_>>(),
    };
    Ok(NewDataset {
        id: dataset_id(dataset.code.as_str()),
        code: dataset.code.to_string(),
        name: dataset.name.clone(),
        system: dataset.system.clone(),
        location: dataset.location.join(", "),
        definition: serde_json::to_string(&definition)?,
        complete_to: dataset.complete_to,
    })
}

fn measures(dataset: &pack::Dataset) -> Vec<Measure> {
    let of = |measure: &pack::Measure| Measure {
        id: id_of("measure", measure.code.as_str()),
        dataset: dataset_id(dataset.code.as_str()),
        code: measure.code.clone(),
        name: measure.name.clone(),
        aggregate: measure.aggregate,
        expression: measure.expression.clone(),
        filter: measure.filter.clone(),
        over_tree: measure.over_tree(),
        over_time: measure.over_time(),
        unit_of_measure: measure.unit.clone(),
        version: 1,
    };
    dataset.measures.iter().map(|measure| of(&measure.it)).collect()
}

fn indicator(indicator: &pack::Indicator, place: i32) -> Indicator {
    Indicator::new(indicator_id(indicator.code.as_str()), indicator.code.clone(), indicator.about(), place)
}

fn version(indicator: &pack::Indicator, from: NaiveDate) -> Version {
    Version {
        id: version_id(indicator.code.as_str()),
        indicator: indicator_id(indicator.code.as_str()),
        number: 1,
        state: VersionState::Effective,
        content: indicator.content(),
        valid_from: from,
        valid_to: None,
    }
}

fn scheme_of(
    scheme: &pack::Scheme,
    base: &BTreeMap<&str, Points>,
    pinned: &[(&Indicator, &Version)],
) -> Result<Scheme, Error> {
    let items = scheme.items.iter().map(|item| Item {
        indicator_version: version_id(item.it.indicator.as_str()),
        weight: item.it.weight,
        base_points: base
            .get(item.it.indicator.as_str())
            .copied()
            .unwrap_or(Points::from_scaled(item.it.weight.scaled())),
    });
    let scheme = Scheme {
        id: id_of("scheme", scheme.code.as_str()),
        code: scheme.code.clone(),
        name: scheme.name.clone(),
        year: scheme.year,
        published: false,
        total: scheme.total,
        self_found: scheme.self_found.unwrap_or(SelfFound::Counted),
        items: items.collect(),
        version: 1,
    };
    Ok(scheme.publish(pinned)?)
}

async fn manual(importer: &Importer<'_>, pack: &Pack, now: DateTime<Utc>) -> Result<(), Error> {
    let batch: ManualBatchId = id_of("manual_batch", "import");
    let value = |manual: &pack::Manual| -> ManualValue {
        let value: Quantity = manual.value;
        ManualValue {
            batch,
            indicator: indicator_id(manual.indicator.as_str()),
            unit: unit_id(&manual.unit),
            period: manual.period,
            value,
            note: manual.note.clone().unwrap_or_default(),
        }
    };
    let values: Vec<ManualValue> = pack.manual.iter().map(|manual| value(&manual.it)).collect();
    importer.manual(&values, "system:Import", now).await
}
