//! Checks of datasets and measures, as far as no file of records is needed. Expressions are checked as the engine will read them.

use std::collections::BTreeMap;

use extraction::dataset::{Column, DefinitionError};
use extraction::expression::{Expected, check_expression};
use shared::measure::{Aggregate, Over};

use super::super::dataset::{Dataset, Measure};
use super::super::problem::ProblemKind;
use super::super::{Pack, Placed};
use super::{Findings, Index};

const FILE: &str = "datasets.toml";

/// The codes of all measures of the pack.
pub(super) fn check<'p>(pack: &'p Pack, findings: &mut Findings) -> Index<'p> {
    findings.index(FILE, "dataset", "code", &pack.datasets, |dataset| dataset.code.as_str());
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for dataset in &pack.datasets {
        // A column that could not be read would be called undeclared as well.
        let whole = !findings.unread.contains(FILE);
        let description = dataset.description(pack.about.zone.as_deref());
        if let Some(error) = description.check().err().filter(|_| whole) {
            definition(dataset, &error, findings);
        }
        for measure in &dataset.measures {
            if let Some(&first) = lines.get(measure.code.as_str()) {
                let key = measure.code.to_string();
                findings.note(&measure.spot, "code", ProblemKind::Duplicate { noun: "measure", key, first });
            }
            lines.insert(measure.code.as_str(), measure.spot.line());
            value(measure, findings);
            roll_up(measure, findings);
            if whole {
                expressions(measure, &description.columns, findings);
            }
        }
    }
    Index { noun: "measure", codes: lines.into_keys().collect(), open: findings.unread.contains(FILE) }
}

fn value(measure: &Placed<Measure>, findings: &mut Findings) {
    if measure.expression.is_none() && measure.aggregate != Aggregate::Count {
        findings.note(&measure.spot, "aggregate", ProblemKind::MissingKey("expression"));
    }
}

fn expressions(measure: &Placed<Measure>, columns: &[Column], findings: &mut Findings) {
    let counts = matches!(measure.aggregate, Aggregate::Count | Aggregate::Distinct);
    let value = if counts { Expected::Any } else { Expected::Number };
    for (key, text, expected) in
        [("expression", &measure.expression, value), ("filter", &measure.filter, Expected::Boolean)]
    {
        let Some(text) = text else { continue };
        if let Err(error) = check_expression(columns, text, expected) {
            findings.note(&measure.spot, key, ProblemKind::Expression(error.to_string()));
        }
    }
}

fn roll_up(measure: &Placed<Measure>, findings: &mut Findings) {
    let Err(error) = measure.aggregate.check(measure.over_tree(), measure.over_time()) else { return };
    let (key, roll_up) = match error.over() {
        Over::Tree => ("over_tree", measure.over_tree()),
        Over::Time => ("over_time", measure.over_time()),
    };
    let invalid = ProblemKind::Invalid { key, text: roll_up.to_string(), reason: error.to_string() };
    findings.note(&measure.spot, key, invalid);
}

fn definition(dataset: &Placed<Dataset>, error: &DefinitionError, findings: &mut Findings) {
    let invalid = |key, text: &str| ProblemKind::Invalid { key, text: text.to_owned(), reason: error.to_string() };
    let unknown = |code: &str| ProblemKind::Unknown { noun: "column", code: code.to_owned() };
    let column = |name: &str| dataset.columns.iter().rfind(|column| column.name == name);
    let spot = |name: &str| column(name).map_or(&dataset.spot, |column| &column.spot);
    match error {
        DefinitionError::NoFiles => findings.note(&dataset.spot, "location", ProblemKind::MissingKey("location")),
        DefinitionError::OutsideRoot(path) => findings.note(&dataset.spot, "location", invalid("location", path)),
        DefinitionError::ColumnTwice(name) => {
            let first =
                dataset.columns.iter().find(|column| column.name == *name).map_or(0, |column| column.spot.line());
            let twice = ProblemKind::Duplicate { noun: "column", key: name.clone(), first };
            findings.note(spot(name), "name", twice);
        }
        DefinitionError::UnknownColumn(name) => {
            let keys = [
                ("time_column", Some(&dataset.time_column)),
                ("unit_column", dataset.unit_column.as_ref()),
                ("post_column", dataset.post_column.as_ref()),
                ("person_column", dataset.person_column.as_ref()),
            ];
            let key = keys.into_iter().find(|(_, column)| *column == Some(name)).map_or("code", |(key, _)| key);
            findings.note(&dataset.spot, key, unknown(name));
        }
        DefinitionError::TimeColumnType(name) | DefinitionError::SubjectColumnType(name) => {
            findings.note(spot(name), "type", invalid("type", name));
        }
        DefinitionError::NoSubject => findings.note(&dataset.spot, "code", ProblemKind::MissingKey("unit_column")),
        DefinitionError::BadShape { column, shape } => {
            findings.note(spot(column), "date_shapes", invalid("date_shapes", shape))
        }
        DefinitionError::TooManyPlaces(name) => findings.note(spot(name), "places", invalid("places", name)),
        DefinitionError::BadDelimiter(letter) => {
            findings.note(&dataset.spot, "delimiter", invalid("delimiter", &letter.to_string()));
        }
        DefinitionError::UnknownZone(zone) => findings.note(&dataset.spot, "zone", invalid("zone", zone)),
    }
}
