//! The files a dataset could read: what lies below a root in a format we read, for people to choose from.

use std::fs::{self, FileType};
use std::path::Path;

use super::Format;

/// A file below a root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Relative to the root, with `/`.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// How it is written, by its ending.
    pub format: Format,
}

impl Format {
    /// The format of a file by its ending.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        match () {
            () if name.ends_with(".csv") || name.ends_with(".csv.gz") => Some(Self::Csv),
            () if name.ends_with(".parquet") => Some(Self::Parquet),
            () => None,
        }
    }
}

/// The first files below a root by name, at most so many. A root that is not there has none; links are not followed.
#[must_use]
pub fn files_under(root: &Path, most: usize) -> Vec<Listed> {
    let mut found = Vec::new();
    // What is next stands last: folders and files by name, and what is in a folder before what comes after it.
    let mut waiting = entries(root, "");
    while let (Some((path, kind)), true) = (waiting.pop(), found.len() < most) {
        if kind.is_dir() {
            waiting.extend(entries(root, &path));
        } else if let (true, Some(format), Ok(about)) =
            (kind.is_file(), Format::of(&path), fs::metadata(root.join(&path)))
        {
            found.push(Listed { name: path, size: about.len(), format });
        }
    }
    found
}

/// What is in a folder, the last by name first.
fn entries(root: &Path, folder: &str) -> Vec<(String, FileType)> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return Vec::new() };
    let shown = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        (!name.starts_with('.')).then_some((path, entry.file_type().ok()?))
    });
    let mut found: Vec<_> = shown.collect();
    found.sort_by(|(one, _), (other, _)| other.cmp(one));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_is_listed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("2026")).unwrap();
        for name in ["b.csv", "2026/a.parquet", "2026/c.CSV.GZ", ".hidden.csv", "notes.txt"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let names = |most| files_under(folder.path(), most).into_iter().map(|file| file.name).collect::<Vec<_>>();
        assert_eq!(names(10), ["2026/a.parquet", "2026/c.CSV.GZ", "b.csv"]);
        assert_eq!(names(2), ["2026/a.parquet", "2026/c.CSV.GZ"]);
        assert_eq!(files_under(&folder.path().join("none"), 10), []);
    }
}
