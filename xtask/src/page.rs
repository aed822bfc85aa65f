//! `cargo xtask page`: from the crate `frontend` to `dist/`, the files the server embeds. The steps are in the modules.

mod bindings;
mod bundle;
mod compressed;
mod document;
mod inputs;
mod manifest;
mod split;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    needs,
    process::{root, target},
};
use compressed::Folder;
use document::Paths;
pub use manifest::{File, Kind, Manifest};

#[derive(clap::Args)]
pub struct Arguments {
    /// As small as it is released; minutes instead of seconds
    #[arg(long)]
    release: bool,
}

/// How the page is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Quick to build, several times as large.
    Quick,
    /// Small: optimised for size, compressed as far as it goes.
    Release,
}

impl Build {
    /// The profile in the workspace's `Cargo.toml`.
    const fn profile(self) -> &'static str {
        match self {
            Self::Quick => "page-dev",
            Self::Release => "page",
        }
    }
}

pub fn page(arguments: &Arguments) -> Result<()> {
    needs::page()?;
    let manifest = ensure(if arguments.release { Build::Release } else { Build::Quick })?;
    print!("{manifest}");
    Ok(())
}

/// Builds the page unless `dist/` has it already, from the same inputs and at least as small.
pub fn ensure(build: Build) -> Result<Manifest> {
    let inputs = inputs::fingerprint()?;
    if let Ok(manifest) = Manifest::read(&dist())
        && manifest.serves(build, &inputs)
    {
        println!("The page is up to date.");
        return Ok(manifest);
    }
    make(build, inputs)
}

/// What the server embeds.
fn dist() -> PathBuf {
    root().join("dist")
}

fn make(build: Build, inputs: String) -> Result<Manifest> {
    let work = target().join("page");
    let glue = work.join("glue");
    let made = work.join("dist");
    empty(&glue)?;
    empty(&made)?;

    let pieces = bindings::write(build, &glue)?;
    let mut folder = Folder::new(&made, build);
    let page_style = folder.add_asset(Kind::PageStyle, "pages.css", &bundle::page_style(&work)?)?;
    pieces.place(&page_style, |name, content| folder.add_asset(Kind::Chunk, name, content))?;
    let paths = Paths {
        style: folder.add_asset(Kind::Style, "style.css", &bundle::style(&work)?)?,
        charts: folder.add_asset(Kind::Charts, "charts.js", &bundle::charts(&work)?)?,
        script: folder.add_asset(Kind::Script, "start.js", &bundle::script(&glue, &work)?)?,
        wasm: folder.add_asset(Kind::Wasm, "page.wasm", &bindings::wasm(&glue)?)?,
    };
    folder.add(Kind::Document, "index.html", document::fill(&paths)?.as_bytes())?;
    folder.add_public(&root().join("frontend/public"))?;

    let manifest = Manifest::new(build, inputs, folder.into_files());
    manifest.write(&made)?;
    replace(&dist(), &made)?;
    Ok(manifest)
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// The old page stays until the new one is complete.
fn replace(old: &Path, new: &Path) -> Result<()> {
    if old.exists() {
        fs::remove_dir_all(old).with_context(|| format!("cannot remove {}", old.display()))?;
    }
    fs::rename(new, old).with_context(|| format!("cannot move {} to {}", new.display(), old.display()))
}
