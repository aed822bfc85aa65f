//! Writing datasets and measures: everything is checked against the columns before it is saved (CJ-50, CJ-51).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::NaiveDate;
use extraction::dataset as source;
use extraction::expression::check_expression;
use extraction::measure::Part;
use shared::code::BusinessCode;
use shared::formula::Formula;
use shared::id::{DatasetId, MeasureId};
use shared::indicator::VersionState;
use shared::measure::{Aggregate, Measure, Over};
use shared::policy::{Action, Resource};
use shared::scoring::RollUp;

use super::Definition;
use crate::app::organisation::named;
use crate::app::run::to_compute;
use crate::app::scope::Scope;
use crate::error::{Error, FieldError};
use crate::store::library::{
    self, Dataset,
    change::{self, ChangeDataset, ChangeMeasure},
};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Reader, Session};

/// The folder that new datasets read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources(pub PathBuf);

/// A dataset as it shall be.
#[derive(Debug, Clone)]
pub struct DatasetInput {
    /// The dataset to change and the version seen; none for a new one.
    pub existing: Option<(DatasetId, i32)>,
    /// Its name.
    pub name: String,
    /// The business system it comes from.
    pub system: String,
    /// How it is read. An existing dataset keeps its code.
    pub source: source::Dataset,
    /// What people call the columns.
    pub labels: BTreeMap<String, String>,
    /// Columns with personal data.
    pub personal: BTreeSet<String>,
    /// The last day it is complete to.
    pub complete_to: Option<NaiveDate>,
}

/// A measure as it shall be.
#[derive(Debug, Clone)]
pub struct MeasureInput {
    /// The measure to change and the version seen; none for a new one.
    pub existing: Option<(MeasureId, i32)>,
    /// The dataset; an existing measure keeps the one it has.
    pub dataset: DatasetId,
    /// Its code, unique; an existing measure keeps the one it has.
    pub code: BusinessCode,
    /// The name that formulas use beside the code.
    pub name: String,
    /// How rows become a number.
    pub aggregate: Aggregate,
    /// The SQL expression that is aggregated.
    pub expression: Option<String>,
    /// The SQL condition on rows.
    pub filter: Option<String>,
    /// How it adds over the tree.
    pub over_tree: RollUp,
    /// How it adds over months.
    pub over_time: RollUp,
    /// The unit of the number.
    pub unit_of_measure: String,
}

/// Files looked through at most.
const MOST_FILES: usize = 1000;
/// Rows looked at to see what a file holds.
const LOOKED_AT: usize = 200;

/// The folder a dataset reads from: its own, or that of new ones.
async fn root(reader: &Reader, sources: &Sources, dataset: Option<DatasetId>) -> Result<PathBuf, Error> {
    reader.demand(Resource::Dataset, Action::Write)?;
    let Some(id) = dataset else { return Ok(sources.0.clone()) };
    Ok(Definition::of(&library::dataset(reader, id).await?)?.root)
}

/// The files a dataset could read, for whoever may write datasets.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for the dataset.
pub async fn files(
    reader: &Reader,
    sources: &Sources,
    dataset: Option<DatasetId>,
) -> Result<Vec<source::Listed>, Error> {
    Ok(source::files_under(&root(reader, sources, dataset).await?, MOST_FILES))
}

/// What a file seems to hold, to be looked at and corrected. Cells of columns that any dataset over the file marks personal are masked.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for the dataset; [`Error::Invalid`] where the file cannot be read as said, or has
/// personal columns and is not read as its dataset reads it.
pub async fn infer(
    reader: &Reader,
    sources: &Sources,
    dataset: Option<DatasetId>,
    file: String,
    format: source::Format,
    csv: source::CsvOptions,
) -> Result<source::Inferred, Error> {
    let root = root(reader, sources, dataset).await?;
    // Whoever could not read the datasets would not know what is personal.
    reader.demand(Resource::Dataset, Action::Read)?;
    let datasets = library::all_datasets(reader).await?;
    let personal = datasets.iter().map(|dataset| Ok(Definition::of(dataset)?.guard()));
    let personal = personal.collect::<Result<Vec<_>, Error>>()?;
    let options = source::InferOptions { format, csv, rows: LOOKED_AT };
    let looked = tokio::task::spawn_blocking(move || source::infer(&root, &file, &options, &personal)).await;
    looked.map_err(Error::internal)?.map_err(|error| Error::invalid("file", error.to_string()))
}

fn checked(source: &source::Dataset) -> Result<(), Error> {
    source.check().map_err(|error| Error::invalid(format!("input.{}", error.field()), error.to_string()))
}

/// Writes a new dataset, or changes how one is read. Every measure over it must still be computable.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; [`Error::Invalid`] names the field, or the measure that would no longer
/// be computable; [`shared::error::Refusal::CodeTaken`].
pub async fn save(scope: &Scope, sources: &Sources, input: DatasetInput) -> Result<Dataset, Error> {
    let session = scope.begin().await?;
    let (name, system) = (named("input.name", &input.name)?, named("input.system", &input.system)?);
    checked(&input.source)?;
    let DatasetInput { existing, source, labels, personal, complete_to, .. } = input;
    let location = source.files.join(", ");
    let of = |id, code: BusinessCode, root, version| -> Result<Dataset, Error> {
        let source = source::Dataset { code: code.clone(), ..source.clone() };
        let definition = Definition { source, root, labels, personal };
        let definition = serde_json::to_string(&definition)?;
        Ok(Dataset { id, code, name, system, location, definition, complete_to, version })
    };
    let (before, dataset) = match existing {
        None => {
            let permit = session.function(Resource::Dataset, Action::Write)?;
            let dataset = of(fresh()?, source.code.clone(), sources.0.clone(), 1)?;
            change::create_dataset(&session, permit, dataset.clone()).await?;
            (None, dataset)
        }
        Some((id, seen)) => {
            let permit = change::permit::<ChangeDataset>(&session, id, seen).await?;
            let before = library::dataset(&session, id).await?;
            still_computable(&session, id, &source.columns).await?;
            let root = Definition::of(&before)?.root;
            let dataset = of(id, before.code.clone(), root, seen.saturating_add(1))?;
            change::save_dataset(&session, permit, dataset.clone()).await?;
            (Some(told(&before)?), dataset)
        }
    };
    session.record(Happened {
        action: "dataset.save",
        subject: format!("dataset-{}", dataset.id),
        summary: format!("{} {}", dataset.code, dataset.name),
        before,
        after: Some(told(&dataset)?),
        reason: None,
    });
    session.commit().await?;
    Ok(dataset)
}

/// A dataset as the audit trail keeps it: to which day it is complete decides whether what is not there is missing or zero.
fn told(dataset: &Dataset) -> Result<String, Error> {
    let definition: serde_json::Value = serde_json::from_str(&dataset.definition)?;
    let Dataset { name, system, complete_to, .. } = dataset;
    let told =
        serde_json::json!({ "name": name, "system": system, "completeTo": complete_to, "definition": definition });
    Ok(told.to_string())
}

async fn still_computable(session: &Session, dataset: DatasetId, columns: &[source::Column]) -> Result<(), Error> {
    let measures = change::measures_over(session, dataset).await?;
    let faults: Vec<FieldError> =
        measures.iter().flat_map(|measure| faults(columns, measure, &format!("measures.{}", measure.code))).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// What is wrong with the expressions of a measure.
fn faults(columns: &[source::Column], measure: &Measure, path: &str) -> Vec<FieldError> {
    let measure = to_compute(measure);
    let field = |part| match part {
        Part::Value => format!("{path}.expression"),
        Part::Filter => format!("{path}.filter"),
    };
    let missing = measure.lacks_value().then(|| FieldError {
        field: field(Part::Value),
        message: format!("{} needs an expression", measure.aggregate),
    });
    let wrong = measure.expressions().filter_map(|(part, text, expected)| {
        let error = check_expression(columns, text, expected).err()?;
        let place = error.place.map(|place| format!(" (character {})", place.column)).unwrap_or_default();
        Some(FieldError { field: field(part), message: format!("{error}{place}") })
    });
    missing.into_iter().chain(wrong).collect()
}

/// Writes a new measure, or changes one that no published version rests on.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; [`Error::Invalid`] names the field and the place in the expression;
/// [`shared::error::Refusal::CodeTaken`], [`shared::error::Refusal::InUse`].
pub async fn save_measure(scope: &Scope, input: MeasureInput) -> Result<Measure, Error> {
    let session = scope.begin().await?;
    let written = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let asked = Measure {
        id: fresh()?,
        dataset: input.dataset,
        code: input.code,
        name: named("input.name", &input.name)?,
        aggregate: input.aggregate,
        expression: written(input.expression),
        filter: written(input.filter),
        over_tree: input.over_tree,
        over_time: input.over_time,
        unit_of_measure: named("input.unitOfMeasure", &input.unit_of_measure)?,
        version: 1,
    };
    let (before, measure) = match input.existing {
        None => {
            let permit = session.function(Resource::Library, Action::Write)?;
            computable(&session, &asked).await?;
            change::create_measure(&session, permit, &asked).await?;
            (None, asked)
        }
        Some((id, seen)) => {
            let permit = change::permit::<ChangeMeasure>(&session, id, seen).await?;
            let before = library::measure(&session, id).await?;
            let (dataset, code) = (before.dataset, before.code.clone());
            let measure = Measure { id, dataset, code, version: seen.saturating_add(1), ..asked };
            unused(&session, &before).await?;
            computable(&session, &measure).await?;
            change::save_measure(&session, permit, &measure).await?;
            (Some(serde_json::to_string(&before)?), measure)
        }
    };
    session.record(Happened {
        action: "measure.save",
        subject: format!("measure-{}", measure.id),
        summary: format!("{} {}", measure.code, measure.name),
        before,
        after: Some(serde_json::to_string(&measure)?),
        reason: None,
    });
    session.commit().await?;
    Ok(measure)
}

/// Its expressions hold over its dataset, and formulas that name it mean nothing else.
async fn computable(session: &Session, measure: &Measure) -> Result<(), Error> {
    let definition = Definition::of(&library::dataset(session, measure.dataset).await?)?;
    let mut found = faults(&definition.source.columns, measure, "input");
    found.extend(without_meaning(measure));
    let others = library::measures(session).await?.into_iter().filter(|other| other.id != measure.id);
    let called = |other: &Measure| other.answers_to(&measure.name) || other.name == measure.code.as_str();
    if let Some(other) = others.into_iter().find(called) {
        let message = format!("the measure {} goes by that: a formula could mean either", other.code);
        found.push(FieldError { field: "input.name".to_owned(), message });
    }
    if found.is_empty() { Ok(()) } else { Err(Error::Invalid(found)) }
}

/// What is wrong with how a measure is put together from its parts.
fn without_meaning(measure: &Measure) -> Option<FieldError> {
    let error = measure.aggregate.check(measure.over_tree, measure.over_time).err()?;
    let field = match error.over() {
        Over::Tree => "input.overTree",
        Over::Time => "input.overTime",
    };
    Some(FieldError { field: field.to_owned(), message: error.to_string() })
}

/// Refuses to change what published versions rest on: they never change.
async fn unused(session: &Session, measure: &Measure) -> Result<(), Error> {
    let indicators = library::all_indicators(session).await?;
    let ids: Vec<_> = indicators.iter().map(|indicator| indicator.id).collect();
    let versions = library::versions_of(session, &ids).await?;
    let names = |formula: &str| {
        let formula = formula.parse::<Formula>().ok();
        formula.is_some_and(|formula| formula.names().into_iter().any(|name| measure.answers_to(name)))
    };
    let published = versions.iter().filter(|version| version.state != VersionState::Draft);
    let users: BTreeSet<_> =
        published.filter(|version| names(&version.content.formula)).map(|version| version.indicator).collect();
    let by: Vec<String> = indicators
        .iter()
        .filter(|indicator| users.contains(&indicator.id))
        .map(|indicator| indicator.code.to_string())
        .collect();
    if by.is_empty() { Ok(()) } else { Err(shared::error::Refusal::InUse { by }.into()) }
}
