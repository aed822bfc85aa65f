//! Checks of datasets and measures, as far as no file of records is needed. Expressions are checked as the engine will read them.

use std::collections::BTreeMap;

use extraction::dataset::{Column, DefinitionError, Role};
use extraction::expression::check_expression;
use extraction::measure::Part;
use shared::measure::Over;

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
            roll_up(measure, findings);
            let computed = measure.definition();
            if computed.lacks_value() {
                findings.note(&measure.spot, "aggregate", ProblemKind::MissingKey("expression"));
            }
            if whole {
                expressions(measure, &computed, &description.columns, findings);
            }
        }
    }
    Index { noun: "measure", codes: lines.into_keys().collect(), open: findings.unread.contains(FILE) }
}

fn expressions(
    measure: &Placed<Measure>,
    computed: &extraction::measure::Measure,
    columns: &[Column],
    findings: &mut Findings,
) {
    for (part, text, expected) in computed.expressions() {
        if let Err(error) = check_expression(columns, text, expected) {
            let key = match part {
                Part::Value => "expression",
                Part::Filter => "filter",
            };
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
        DefinitionError::UnknownColumn { role, name } => {
            let key = match role {
                Role::Time => "time_column",
                Role::Unit => "unit_column",
                Role::Post => "post_column",
                Role::Person => "person_column",
            };
            findings.note(&dataset.spot, key, unknown(name));
        }
        DefinitionError::TimeColumnType(name) | DefinitionError::SubjectColumnType { name, .. } => {
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
