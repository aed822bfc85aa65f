//! The folder that is served: each file with its brotli and gzip siblings, assets under a name made of their content.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use super::{
    Build, Kind,
    manifest::{File, Sizes},
};

/// 64 bits: enough to tell the versions of one file apart.
const HASH_BYTES: usize = 8;

pub struct Folder {
    place: PathBuf,
    build: Build,
    files: Vec<File>,
}

impl Folder {
    pub fn new(place: &Path, build: Build) -> Self {
        Self { place: place.to_owned(), build, files: Vec::new() }
    }

    /// Adds a file that browsers may keep for ever, and returns its path from the server's root.
    pub fn add_asset(&mut self, kind: Kind, name: &str, content: &[u8]) -> Result<String> {
        let (stem, extension) = name.rsplit_once('.').with_context(|| format!("{name} has no extension"))?;
        let hash: String = hex::encode(Sha256::digest(content)).chars().take(2 * HASH_BYTES).collect();
        let path = format!("assets/{stem}-{hash}.{extension}");
        self.add(kind, &path, content)?;
        Ok(format!("/{path}"))
    }

    /// Adds a file under its own name.
    pub fn add(&mut self, kind: Kind, path: &str, content: &[u8]) -> Result<()> {
        ensure!(!content.is_empty(), "{path} is empty");
        let brotli = brotli(content, self.build)?;
        let gzip = gzip(content, self.build)?;
        self.write(path, content)?;
        self.write(&format!("{path}.br"), &brotli)?;
        self.write(&format!("{path}.gz"), &gzip)?;
        let bytes = Sizes { raw: content.len(), br: brotli.len(), gz: gzip.len() };
        self.files.push(File { path: path.to_owned(), kind, bytes });
        Ok(())
    }

    /// Adds every file of a folder, if there is one, under its own name at the server's root.
    pub fn add_public(&mut self, folder: &Path) -> Result<()> {
        let Ok(entries) = folder.read_dir() else { return Ok(()) };
        for entry in entries {
            let path = entry?.path();
            let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.file_name().and_then(|name| name.to_str());
            self.add(Kind::Public, name.with_context(|| format!("{} is not UTF-8", path.display()))?, &content)?;
        }
        Ok(())
    }

    pub fn into_files(self) -> Vec<File> {
        self.files
    }

    fn write(&self, path: &str, content: &[u8]) -> Result<()> {
        let file = self.place.join(path);
        fs::create_dir_all(file.parent().unwrap_or(&self.place))?;
        fs::write(&file, content).with_context(|| format!("cannot write {}", file.display()))
    }
}

fn brotli(mut content: &[u8], build: Build) -> Result<Vec<u8>> {
    let quality = match build {
        Build::Quick => 5,
        Build::Release => 11,
    };
    let mut compressed = Vec::new();
    let parameters = BrotliEncoderParams { quality, lgwin: 22, size_hint: content.len(), ..Default::default() };
    brotli::BrotliCompress(&mut content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8], build: Build) -> Result<Vec<u8>> {
    let level = match build {
        Build::Quick => Compression::fast(),
        Build::Release => Compression::best(),
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
