//! `dist/manifest.json`: which files the page has, how large they are, and what they were made of.

use std::{fmt, fs, path::Path};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Build;

const FILE: &str = "manifest.json";

#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    profile: String,
    inputs: String,
    files: Vec<File>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct File {
    pub path: String,
    pub kind: Kind,
    pub bytes: Sizes,
}

/// What a file is to the page, and so to which budget it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Document,
    Style,
    Script,
    Wasm,
    Charts,
    /// Code of pages that is fetched when one of them is opened.
    Chunk,
    /// Their look, which comes with the first of them.
    PageStyle,
    /// Icons and the like, which no route waits for.
    Public,
}

/// Bytes as they are, and compressed with brotli and with gzip.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Sizes {
    pub raw: usize,
    pub br: usize,
    pub gz: usize,
}

impl Manifest {
    pub fn new(build: Build, inputs: String, files: Vec<File>) -> Self {
        Self { profile: build.profile().to_owned(), inputs, files }
    }

    pub fn read(folder: &Path) -> Result<Self> {
        let text = fs::read_to_string(folder.join(FILE)).context("there is no page yet")?;
        Ok(serde_json::from_str(&text)?)
    }

    pub fn write(&self, folder: &Path) -> Result<()> {
        fs::write(folder.join(FILE), serde_json::to_vec_pretty(self)?).context("cannot write the page's manifest")
    }

    /// Whether this page is made of these inputs and good enough: one built for release serves for development too.
    pub fn serves(&self, build: Build, inputs: &str) -> bool {
        self.inputs == inputs && (self.profile == build.profile() || self.profile == Build::Release.profile())
    }

    /// Bytes on the wire of all files of these kinds, compressed with brotli.
    pub fn brotli(&self, kinds: &[Kind]) -> usize {
        self.files.iter().filter(|file| kinds.contains(&file.kind)).map(|file| file.bytes.br).sum()
    }

    pub fn files(&self) -> &[File] {
        &self.files
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "  {:<40} {:>10} {:>9} {:>9}", "file", "bytes", "brotli", "gzip")?;
        for File { path, bytes, .. } in &self.files {
            writeln!(out, "  {path:<40} {:>10} {:>9} {:>9}", bytes.raw, bytes.br, bytes.gz)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Build, File, Kind, Manifest, Sizes};

    #[test]
    fn a_page_serves_for_its_inputs_and_its_build_or_a_lesser_one() {
        for (made, asked, inputs, serves) in [
            (Build::Quick, Build::Quick, "a", true),
            (Build::Release, Build::Release, "a", true),
            (Build::Release, Build::Quick, "a", true),
            (Build::Quick, Build::Release, "a", false),
            (Build::Release, Build::Quick, "b", false),
        ] {
            let manifest = Manifest::new(made, "a".to_owned(), Vec::new());
            assert_eq!(manifest.serves(asked, inputs), serves, "{made:?} for {asked:?} with {inputs}");
        }
    }

    #[test]
    fn only_the_kinds_asked_for_are_weighed() {
        let file = |kind, br| File { path: String::new(), kind, bytes: Sizes { raw: 0, br, gz: 0 } };
        let files = vec![file(Kind::Style, 1), file(Kind::Wasm, 10), file(Kind::Charts, 100)];
        let manifest = Manifest::new(Build::Release, String::new(), files);
        assert_eq!(manifest.brotli(&[Kind::Style, Kind::Wasm]), 11);
    }
}
