//! Checks across the rows and files of a pack: references, duplicates, circles, spans, sums. Single fields are checked in `fields`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Pack;
use super::fields::{Placed, Spot};
use super::problem::{Problem, ProblemKind};

mod data;
mod library;
mod organisation;

/// Everything that does not fit together. `unread` are the files with problems of their own: what seems absent there may
/// merely not have been read, so that references into them are not called wrong.
pub(super) fn check(pack: &Pack, unread: BTreeSet<String>) -> Vec<Problem> {
    let mut findings = Findings { problems: Vec::new(), unread };
    let units = organisation::check(pack, &mut findings);
    let measures = data::check(pack, &mut findings);
    library::check(pack, &units, &measures, &mut findings);
    findings.problems
}

struct Findings {
    problems: Vec<Problem>,
    unread: BTreeSet<String>,
}

impl Findings {
    fn note(&mut self, spot: &Spot, key: &str, kind: ProblemKind) {
        self.problems.push(spot.problem(key, kind));
    }

    /// The codes of `rows`, with a problem for each that is there already.
    fn index<'r, T>(
        &mut self,
        file: &str,
        noun: &'static str,
        key: &str,
        rows: &'r [Placed<T>],
        code: fn(&T) -> &str,
    ) -> Index<'r> {
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            match codes.get(code(&row.it)) {
                Some(&first) => {
                    let key_text = code(&row.it).to_owned();
                    self.note(&row.spot, key, ProblemKind::Duplicate { noun, key: key_text, first });
                }
                None => {
                    codes.insert(code(&row.it), row.spot.line());
                }
            }
        }
        Index { noun, codes: codes.into_keys().collect(), open: self.unread.contains(file) }
    }

    /// A problem where `code` is not one of `index`.
    fn refer(&mut self, index: &Index<'_>, spot: &Spot, key: &str, code: &str) {
        if !index.open && !index.codes.contains(code) {
            self.note(spot, key, ProblemKind::Unknown { noun: index.noun, code: code.to_owned() });
        }
    }

    fn refer_maybe(&mut self, index: &Index<'_>, spot: &Spot, key: &str, code: Option<&str>) {
        if let Some(code) = code {
            self.refer(index, spot, key, code);
        }
    }

    /// A problem where a span holds no day; `key` is that of its end.
    fn span(&mut self, spot: &Spot, key: &str, from: NaiveDate, to: Option<NaiveDate>) {
        if let Some(to) = to.filter(|&to| to <= from) {
            self.note(spot, key, ProblemKind::Reversed { from: from.to_string(), to: to.to_string() });
        }
    }

    fn range(&mut self, fits: bool, spot: &Spot, key: &'static str, text: String, range: &'static str) {
        if !fits {
            self.note(spot, key, ProblemKind::Range { key, text, range });
        }
    }
}

/// The codes of one kind of row.
struct Index<'r> {
    noun: &'static str,
    codes: BTreeSet<&'r str>,
    /// Whether there may be more codes than were read.
    open: bool,
}
