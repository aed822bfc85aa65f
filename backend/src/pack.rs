//! A pack: a folder of TOML and CSV by which any agency starts (docs/packs.md). Here it is read and checked; what it says is
//! written to the store by the importer.

use std::path::Path;

mod check;
mod dataset;
mod derive;
mod fields;
mod library;
mod organisation;
mod problem;
mod source;

pub use dataset::{Column, ColumnKind, Dataset, Measure};
pub use derive::DeriveError;
pub use fields::{Placed, Spot};
pub use library::{Indicator, Item, Manual, Scheme, Target};
pub use organisation::{
    About, Account, Assignment, Derivation, DerivedLevel, Dictionary, Entry, Person, Post, PostType, Switch, Unit,
};
pub use problem::{Problem, ProblemKind};

use dataset::Datasets;
use library::Library;
use source::Folder;

/// What a pack says, in codes; checked in itself and across its files. Spans end before their `valid_to`.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// Name, title, zone, and how the organisation is derived.
    pub about: Placed<About>,
    /// Levels, kinds, lines, groups, dimensions.
    pub dictionary: Dictionary,
    /// Units, in the order of the file; empty where they are derived.
    pub units: Vec<Placed<Unit>>,
    /// Post types.
    pub post_types: Vec<Placed<PostType>>,
    /// Posts.
    pub posts: Vec<Placed<Post>>,
    /// Persons.
    pub persons: Vec<Placed<Person>>,
    /// Who holds which post.
    pub assignments: Vec<Placed<Assignment>>,
    /// Spans in which somebody else acts.
    pub switches: Vec<Placed<Switch>>,
    /// Grants of accounts, one a line.
    pub accounts: Vec<Placed<Account>>,
    /// Datasets with their measures.
    pub datasets: Vec<Placed<Dataset>>,
    /// Indicators.
    pub indicators: Vec<Placed<Indicator>>,
    /// The scheme, where there is one.
    pub scheme: Option<Placed<Scheme>>,
    /// Targets.
    pub targets: Vec<Placed<Target>>,
    /// Values filled in by hand.
    pub manual: Vec<Placed<Manual>>,
}

/// Reads a pack and checks it.
///
/// # Errors
/// Everything found wrong, in the order of the files and lines; never only the first.
pub fn read(folder: &Path) -> Result<Pack, Vec<Problem>> {
    let mut folder = Folder::new(folder);
    let pack = read_files(&mut folder);
    let mut problems = folder.problems;
    if let Some(pack) = &pack {
        let unread = problems.iter().map(|problem| problem.file.clone()).collect();
        problems.extend(check::check(pack, unread));
    }
    problems.sort_by(|one, other| (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column)));
    pack.filter(|_| problems.is_empty()).ok_or(problems)
}

fn read_files(folder: &mut Folder<'_>) -> Option<Pack> {
    let about = folder.required("pack.toml");
    let dictionary = folder.required::<Dictionary>("dictionary.toml").map(|read| read.it);
    let datasets = folder.document::<Datasets>("datasets.toml").map(|read| read.it.datasets);
    let indicators = folder.document::<Library>("indicators.toml").map(|read| read.it.indicators);
    Some(Pack {
        dictionary: dictionary.unwrap_or_default(),
        units: folder.lines("units.csv"),
        post_types: folder.lines("post_types.csv"),
        posts: folder.lines("posts.csv"),
        persons: folder.lines("persons.csv"),
        assignments: folder.lines("assignments.csv"),
        switches: folder.lines("switches.csv"),
        accounts: folder.lines("accounts.csv"),
        datasets: datasets.unwrap_or_default(),
        indicators: indicators.unwrap_or_default(),
        scheme: folder.document("scheme.toml"),
        targets: folder.lines("targets.csv"),
        manual: folder.lines("manual.csv"),
        about: about?,
    })
}
