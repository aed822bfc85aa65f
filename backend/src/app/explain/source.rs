//! A sample of the source rows behind a number: of the subjects the viewer may see, with personal columns masked, from files that
//! are still the ones the run read.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Utc;
use extraction::engine::{Engine as _, SourceFile};
use extraction::error::ExtractionError;
use extraction::source_rows::{SourceQuery, SourceRow};
use extraction::subjects::Leaf;
use shared::cell::Subject;
use shared::formula::Formula;
use shared::id::{PersonId, PostId, RunId, UnitId};
use shared::measure::Measure;
use shared::policy::{Purpose, Viewer};

use super::{Explanation, readable};
use crate::app::dataset::Definition;
use crate::app::run::Workshop;
use crate::app::run::placement::Placement;
use crate::error::Error;
use crate::store::allowed::AllowedSubjects;
use crate::store::library::{self, Dataset};
use crate::store::roster::{Roster, roster};
use crate::store::{Reader, run};

/// Rows with the dataset they are of.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The dataset.
    pub dataset: Dataset,
    /// How it is read: the columns in order, and which of them are masked.
    pub definition: Definition,
    /// The cells of each row, in the order of the columns; masked ones are none.
    pub rows: Vec<Vec<Option<String>>>,
    /// Whether the files are no longer those the run read: then there are no rows.
    pub changed: bool,
}

/// A sample of the rows that the first measure of the formula counts; none for values that come by hand, and none where the viewer may
/// not read source rows.
///
/// # Errors
/// [`Error::Unavailable`] where the source cannot be read.
pub async fn sample(
    reader: &Reader,
    workshop: &Workshop,
    explained: &Explanation,
    limit: usize,
) -> Result<Option<Sample>, Error> {
    let Some(allowed) = readable(AllowedSubjects::of(reader).await)? else { return Ok(None) };
    let system = Arc::new(Viewer::system(Purpose::Lineage));
    let all = workshop.store.reader(system, Utc::now()).await?;
    let Some(measure) = first_measure(explained) else { return Ok(None) };
    let dataset = library::dataset(&all, measure.dataset).await?;
    let definition = Definition::of(&dataset)?;
    let Some(published) = run::published(&all, explained.view.cell.period).await? else { return Ok(None) };
    let files = files(&all, published.0, &dataset).await?;
    let roster = roster(&all).await?;
    let placement = Arc::new(Placement::of(&roster));
    let below = below(&roster, explained);
    let leaves = placement.leaves.clone();
    let subject = explained.view.cell.subject;
    let wanted = move |Leaf(leaf): Leaf| {
        let found = usize::try_from(leaf).ok().and_then(|leaf| leaves.get(leaf));
        found.is_some_and(|&(unit, post, person)| {
            of_subject(subject, &below, unit, post, person) && allowed.allow(unit, post, person)
        })
    };
    let query = SourceQuery {
        dataset: definition.source.clone(),
        root: definition.root.clone(),
        files,
        subjects: placement,
        allowed: Arc::new(wanted),
        leaf: None,
        period: explained.view.cell.period,
        filter: measure.filter.clone(),
        limit,
    };
    match workshop.engine.source_rows(query).await {
        Ok(rows) => Ok(Some(Sample { rows: masked(rows, &definition), dataset, definition, changed: false })),
        Err(ExtractionError::SourceChanged { .. }) => {
            Ok(Some(Sample { rows: Vec::new(), dataset, definition, changed: true }))
        }
        Err(error) => Err(Error::Unavailable(error.to_string())),
    }
}

fn first_measure(explained: &Explanation) -> Option<&Measure> {
    let formula: Formula = explained.view.brief.version.content.formula.parse().ok()?;
    let counted = formula.ratio().map_or(formula, |ratio| ratio.numerator);
    let names = counted.names();
    let of = |(measure, _): &&(Measure, _)| names.iter().any(|name| measure.answers_to(name));
    explained.inputs.iter().find(of).map(|(measure, _)| measure)
}

async fn files(all: &Reader, run: RunId, dataset: &Dataset) -> Result<Vec<SourceFile>, Error> {
    let sources = run::sources(all, run).await?.into_iter().filter(|source| source.dataset == dataset.id);
    let whole = |count: i64| u64::try_from(count).unwrap_or_default();
    let file = |source: run::Source| SourceFile {
        path: source.name,
        size: whole(source.size),
        sha256: source.sha256,
        rows: whole(source.rows),
    };
    Ok(sources.map(file).collect())
}

/// The units of the place's subtree on the last day of the period.
fn below(roster: &Roster, explained: &Explanation) -> BTreeSet<UnitId> {
    let day = explained.view.cell.period.last_day();
    let links = roster.links.iter().filter(|link| link.holds_on(day));
    links.filter(|link| link.ancestor == explained.place.unit).map(|link| link.descendant).collect()
}

fn of_subject(
    subject: Subject,
    below: &BTreeSet<UnitId>,
    unit: UnitId,
    post: Option<PostId>,
    person: Option<PersonId>,
) -> bool {
    match subject {
        Subject::Unit(_) => below.contains(&unit),
        Subject::Post(wanted) => post == Some(wanted),
        Subject::Person(wanted) => person == Some(wanted),
    }
}

fn masked(rows: Vec<SourceRow>, definition: &Definition) -> Vec<Vec<Option<String>>> {
    let shown = |(name, text): (String, Option<String>)| text.filter(|_| !definition.personal.contains(&name));
    rows.into_iter().map(|row| row.cells.into_iter().map(shown).collect()).collect()
}
