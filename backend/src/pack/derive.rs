//! Units taken from the records: from the paths that stand in them to the lines `units.csv` would have.

use std::collections::BTreeMap;

use super::organisation::{Derivation, DerivedLevel, Unit};

/// Why the records do not make a tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeriveError {
    /// A unit stands under two units.
    #[error("`{code}` stands under `{one}` and under `{other}`")]
    TwoParents {
        /// The unit.
        code: String,
        /// The unit it was first seen under.
        one: String,
        /// The unit it was seen under later.
        other: String,
    },
}

impl Derivation {
    /// The columns of the dataset that name the units, from the top down.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        self.level.iter().filter_map(|level| level.column.as_deref()).collect()
    }

    /// The units, parents before children, from the paths in the records: each path has one code a column, from the top
    /// down, and ends early at an empty one. The same path may come many times.
    ///
    /// # Errors
    /// [`DeriveError::TwoParents`] where the records place a unit under two others.
    pub fn units<P>(&self, paths: impl IntoIterator<Item = P>) -> Result<Vec<Unit>, DeriveError>
    where
        P: IntoIterator<Item = String>,
    {
        let top = self.level.iter().filter(|level| level.column.is_none());
        let mut units: Vec<Unit> = Vec::new();
        for level in top {
            let parent = units.last().map(|unit| unit.code.clone());
            let code = level.code.clone().unwrap_or_default();
            units.push(self.unit(level, parent, code, level.name.clone()));
        }
        let root = units.last().map(|unit| unit.code.clone());
        let mut found: BTreeMap<(usize, String), Option<String>> = BTreeMap::new();
        for path in paths {
            let mut parent = root.clone();
            for (depth, code) in path.into_iter().take_while(|code| !code.is_empty()).enumerate() {
                place(&mut found, depth, &code, parent)?;
                parent = Some(code);
            }
        }
        let columns: Vec<&DerivedLevel> =
            self.level.iter().filter(|level| level.column.is_some()).map(|l| &l.it).collect();
        units.extend(found.into_iter().filter_map(|((depth, code), parent)| {
            columns.get(depth).map(|level| self.unit(level, parent, code, None))
        }));
        Ok(units)
    }

    fn unit(&self, level: &DerivedLevel, parent: Option<String>, code: String, name: Option<String>) -> Unit {
        Unit {
            name: name.unwrap_or_else(|| code.clone()),
            code,
            parent,
            short_name: None,
            level: level.level.clone(),
            kind: level.kind.clone(),
            line: None,
            group: level.group.clone(),
            valid_from: self.valid_from,
            valid_to: None,
            sort: None,
        }
    }
}

fn place(
    found: &mut BTreeMap<(usize, String), Option<String>>,
    depth: usize,
    code: &str,
    parent: Option<String>,
) -> Result<(), DeriveError> {
    let known = found.entry((depth, code.to_owned())).or_insert_with(|| parent.clone());
    if *known == parent {
        return Ok(());
    }
    let name = |parent: Option<String>| parent.unwrap_or_default();
    Err(DeriveError::TwoParents { code: code.to_owned(), one: name(known.clone()), other: name(parent) })
}

#[cfg(test)]
mod tests {
    use super::super::fields::{Placed, Spot};
    use super::*;

    fn derivation() -> Derivation {
        let level = |level: &str, code: Option<&str>, column: Option<&str>| Placed {
            it: DerivedLevel {
                level: level.parse().unwrap(),
                kind: "BUREAU".parse().unwrap(),
                group: None,
                code: code.map(str::to_owned),
                name: code.map(str::to_owned),
                column: column.map(str::to_owned),
            },
            spot: Spot::default(),
        };
        let levels =
            [level("CITY", Some("CITY"), None), level("DEPARTMENT", None, Some("d")), level("QUEUE", None, Some("q"))];
        Derivation { derive: "requests".to_owned(), valid_from: "2011-01-01".parse().unwrap(), level: levels.into() }
    }

    fn units(paths: &[&[&str]]) -> Result<Vec<String>, DeriveError> {
        let paths = paths.iter().map(|path| path.iter().map(|&code| code.to_owned()));
        let line = |unit: Unit| format!("{} {} {}", unit.level, unit.code, unit.parent.unwrap_or_default());
        Ok(derivation().units(paths)?.into_iter().map(line).collect())
    }

    #[test]
    fn each_path_of_the_records_becomes_a_branch_and_an_empty_code_ends_it() {
        let found = units(&[&["PARK", "Trees"], &["ISD", ""], &["PARK", "Trees"], &["PARK", "Pools"]]).unwrap();
        assert_eq!(
            found,
            ["CITY CITY ", "DEPARTMENT ISD CITY", "DEPARTMENT PARK CITY", "QUEUE Pools PARK", "QUEUE Trees PARK"]
        );
    }

    #[test]
    fn a_queue_under_two_departments_is_refused() {
        let refused = units(&[&["PARK", "Trees"], &["ISD", "Trees"]]).unwrap_err();
        assert_eq!(refused.to_string(), "`Trees` stands under `PARK` and under `ISD`");
    }
}
