//! Which files a dataset means, and what they are: size and hash. Nothing outside the root is ever opened.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::dataset::{Dataset, DefinitionError, Format, stays_below};
use crate::engine::{Cancel, SourceFile};
use crate::error::ExtractionError;

/// A file of a dataset.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Relative to the root, with `/`.
    pub name: String,
    pub path: PathBuf,
}

/// The dataset's files, each once, by name.
pub(crate) fn list(dataset: &Dataset, root: &Path) -> Result<Vec<Found>, ExtractionError> {
    let top = root.canonicalize().map_err(|source| unreadable(&root.display().to_string(), source))?;
    let mut found = BTreeMap::new();
    for pattern in &dataset.files {
        let before = found.len();
        for name in matches(pattern, &top, dataset.format)? {
            let path = top.join(&name).canonicalize().map_err(|source| unreadable(&name, source))?;
            // A link may point anywhere: what counts is where it leads.
            if !path.starts_with(&top) {
                return Err(DefinitionError::OutsideRoot(name).into());
            }
            found.insert(name, path);
        }
        if found.len() == before {
            return Err(ExtractionError::NoFile { pattern: pattern.clone() });
        }
    }
    Ok(found.into_iter().map(|(name, path)| Found { name, path }).collect())
}

/// A single file under the root.
pub(crate) fn one(root: &Path, name: &str, format: Format) -> Result<PathBuf, ExtractionError> {
    let top = root.canonicalize().map_err(|source| unreadable(&root.display().to_string(), source))?;
    let no_file = || ExtractionError::NoFile { pattern: name.to_owned() };
    let found = matches(name, &top, format)?.into_iter().next().ok_or_else(no_file)?;
    let path = top.join(&found).canonicalize().map_err(|source| unreadable(&found, source))?;
    if path.starts_with(&top) { Ok(path) } else { Err(DefinitionError::OutsideRoot(found).into()) }
}

/// Whether a file is one of the dataset's; an error where that cannot be told.
pub(crate) fn reads(dataset: &Dataset, root: &Path, file: &Path) -> Result<bool, ExtractionError> {
    let top = root.canonicalize().map_err(|source| unreadable(&root.display().to_string(), source))?;
    for pattern in &dataset.files {
        let found = matches(pattern, &top, dataset.format)?;
        // A file that is not there now is not the one that was read.
        if found.iter().filter_map(|name| top.join(name).canonicalize().ok()).any(|path| path == file) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn matches(pattern: &str, top: &Path, format: Format) -> Result<Vec<String>, ExtractionError> {
    if !stays_below(pattern) {
        return Err(DefinitionError::OutsideRoot(pattern.to_owned()).into());
    }
    let mut names = vec![String::new()];
    for step in pattern.split('/').filter(|step| !matches!(*step, "" | ".")) {
        let mut next = Vec::new();
        for name in &names {
            next.extend(step_into(top, name, step)?);
        }
        names = next;
    }
    let mut files = Vec::new();
    for name in names {
        if top.join(&name).is_dir() {
            files.extend(entries(top, &name)?.into_iter().filter(|entry| belongs(&top.join(entry), entry, format)));
        } else {
            files.push(name);
        }
    }
    Ok(files)
}

fn step_into(top: &Path, name: &str, step: &str) -> Result<Vec<String>, ExtractionError> {
    if !step.contains(['*', '?']) {
        let next = joined(name, step);
        return Ok(if top.join(&next).exists() { vec![next] } else { Vec::new() });
    }
    let fits = |entry: &String| fits(step, entry.rsplit('/').next().unwrap_or(entry));
    Ok(entries(top, name)?.into_iter().filter(fits).collect())
}

fn entries(top: &Path, name: &str) -> Result<Vec<String>, ExtractionError> {
    let folder = top.join(name);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let read = || -> io::Result<Vec<String>> {
        let names = fs::read_dir(&folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    };
    let names = read().map_err(|source| unreadable(name, source))?;
    Ok(names.into_iter().filter(|entry| !entry.starts_with('.')).map(|entry| joined(name, &entry)).collect())
}

fn joined(name: &str, step: &str) -> String {
    if name.is_empty() { step.to_owned() } else { format!("{name}/{step}") }
}

/// Whether a folder's file is one of the format's, by its ending.
fn belongs(path: &Path, name: &str, format: Format) -> bool {
    Format::of(name) == Some(format) && path.is_file()
}

/// `*` is any run of characters, `?` one. Goes back to the last star only, so that no pattern takes more than pattern × name steps.
fn fits(pattern: &str, name: &str) -> bool {
    let (mut rest, mut letters) = (pattern.chars(), name.chars());
    let mut star = None;
    loop {
        match (rest.next(), letters.clone().next()) {
            (Some('*'), _) => star = Some((rest.clone(), letters.clone())),
            (None, None) => return true,
            (Some(wanted), Some(letter)) if wanted == '?' || wanted == letter => {
                letters.next();
            }
            (Some(_) | None, _) => {
                // The last star takes one letter more.
                let Some((after, taken)) = &mut star else { return false };
                if taken.next().is_none() {
                    return false;
                }
                (rest, letters) = (after.clone(), taken.clone());
            }
        }
    }
}

/// Size and hash of a file; the rows are not known yet.
pub(crate) fn fingerprint(found: &Found, cancel: &Cancel) -> Result<SourceFile, ExtractionError> {
    let refuse = |source| unreadable(&found.name, source);
    let mut file = File::open(&found.path).map_err(refuse)?;
    let mut hash = Sha256::new();
    let mut size = 0;
    let mut buffer = vec![0; 1 << 18];
    loop {
        cancel.check()?;
        let read = file.read(&mut buffer).map_err(refuse)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        size += read as u64;
    }
    Ok(SourceFile { path: found.name.clone(), size, sha256: hex::encode(hash.finalize()), rows: 0 })
}

pub(crate) fn unreadable(file: &str, source: io::Error) -> ExtractionError {
    ExtractionError::Unreadable { file: file.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_and_question_marks_stand_for_characters() {
        for (pattern, name, expected) in [
            ("*.csv", "a.csv", true),
            ("*.csv", "a.csv.gz", false),
            ("filing_20??.csv", "filing_2026.csv", true),
            ("filing_20??.csv", "filing_206.csv", false),
            ("*", "登记.csv", true),
            ("登*.csv", "登记.csv", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("*a*", "banana", true),
            ("?", "", false),
            ("**", "", true),
            ("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
