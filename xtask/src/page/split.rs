//! The wasm module in pieces: what only later pages need goes into files of its own, which the page's script fetches.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use wasm_split_cli_support::Options;

/// The script that fetches the pieces, as the module imports it.
const LINK: &str = "./__wasm_split.js";
/// Its part for what a page brings beside its code.
const PAGE: &str = include_str!("styled.js");
const STYLE_PLACE: &str = "{{style}}";
/// Its part for the pieces that pages share.
const SHARED: &str = include_str!("shared.js");
const SHARED_PLACE: &str = "{{shared}}";

/// The pieces of a module, not yet where they are served.
pub struct Pieces {
    /// What is loaded first, still without its bindings.
    pub main: PathBuf,
    /// What one page needs, or a few that come together.
    pages: Vec<Piece>,
    /// What several of them need: a piece for every set of pages, so many and small.
    shared: Vec<Piece>,
    link: PathBuf,
}

struct Piece {
    file: String,
    content: Vec<u8>,
}

/// Takes a module apart, in the folder in which `script`, the bindings of the main piece, will stand.
pub fn split(module: &Path, script: &str, glue: &Path) -> Result<Pieces> {
    let whole = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let main = glue.join("main.wasm");
    let script = format!("./{script}");
    let mut options = Options::new(&whole);
    options.output_dir = glue;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = &script;
    let made = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .with_context(|| format!("cannot split {}", module.display()))?;
    let mut pieces = made.split_modules.iter().map(|file| Piece::read(file)).collect::<Result<Vec<_>>>()?;
    // The same files from the same inputs.
    pieces.sort_by(|one, other| one.file.cmp(&other.file));
    let (pages, shared): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|piece| piece.page().is_some());
    ensure!(!pages.is_empty(), "{} has no pages to split off", module.display());
    Ok(Pieces { main, pages, shared, link: glue.join(LINK) })
}

impl Pieces {
    /// Hands the files to `add`, each with a name, and has the script fetch them by the paths that come back; a page together with the
    /// style sheet of pages.
    pub fn place(&self, style: &str, mut add: impl FnMut(&str, &[u8]) -> Result<String>) -> Result<()> {
        let mut script = fs::read_to_string(&self.link).context("cannot read the script that fetches pieces")?;
        for piece in &self.pages {
            let name = format!("page_{}.wasm", piece.page().unwrap_or_default());
            let path = add(&name, &piece.content)?;
            script = fetching(&script, &piece.file, &format!("styled(\"{path}\")"))?;
        }
        script += &PAGE.replace(STYLE_PLACE, style);
        if !self.shared.is_empty() {
            let (together, places) = together(&self.shared);
            for (piece, (from, to)) in self.shared.iter().zip(places) {
                script = fetching(&script, &piece.file, &format!("shared({from}, {to})"))?;
            }
            script += &SHARED.replace(SHARED_PLACE, &add("shared.bin", &together)?);
        }
        fs::write(&self.link, script).context("cannot write the script that fetches pieces")
    }
}

impl Piece {
    fn read(file: &Path) -> Result<Self> {
        let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.file_name().and_then(|name| name.to_str()).context("a piece's name is not UTF-8")?;
        Ok(Self { file: name.to_owned(), content })
    }

    /// The name of the page, or of the few pages, that this piece is for.
    fn page(&self) -> Option<&str> {
        self.file.strip_prefix("split_")?.strip_suffix(".wasm")
    }
}

/// All pieces in one file, because a request costs more than one of them; and where in it each begins and ends.
fn together(pieces: &[Piece]) -> (Vec<u8>, Vec<(usize, usize)>) {
    let mut file = Vec::new();
    let places = pieces
        .iter()
        .map(|piece| {
            let from = file.len();
            file.extend_from_slice(&piece.content);
            (from, file.len())
        })
        .collect();
    (file, places)
}

/// The script with a piece fetched in the given way.
fn fetching(script: &str, file: &str, fetch: &str) -> Result<String> {
    let before = format!("fetch(new URL(\"./{file}\", import.meta.url))");
    match script.matches(&before).count() {
        1 => Ok(script.replace(&before, fetch)),
        times => bail!("the script that fetches pieces has `{before}` {times} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::{LINK, Piece, Pieces, together};
    use std::{fs, path::PathBuf};

    const SCRIPT: &str = "const a = () => fetch(new URL(\"./chunk_1.wasm\", import.meta.url));\n\
        const b = () => fetch(new URL(\"./chunk_10.wasm\", import.meta.url));\n\
        const c = () => fetch(new URL(\"./split_audit.wasm\", import.meta.url));\n";

    fn piece(file: &str, content: &[u8]) -> Piece {
        Piece { file: file.to_owned(), content: content.to_owned() }
    }

    /// The script, and the files with their names.
    type Placed = (String, Vec<(String, Vec<u8>)>);

    fn placed(name: &str, pages: Vec<Piece>, shared: Vec<Piece>) -> anyhow::Result<Placed> {
        let folder = std::env::temp_dir().join(format!("baton-split-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let link = folder.join(LINK);
        fs::write(&link, SCRIPT)?;
        let mut files = Vec::new();
        let pieces = Pieces { main: PathBuf::new(), pages, shared, link: link.clone() };
        let outcome = pieces.place("/assets/pages.css", |name, content| {
            files.push((name.to_owned(), content.to_owned()));
            Ok(format!("/assets/{name}"))
        });
        let script = fs::read_to_string(&link);
        fs::remove_dir_all(&folder)?;
        outcome?;
        Ok((script?, files))
    }

    #[test]
    fn a_page_has_a_file_of_its_own_and_what_pages_share_is_one() {
        let pages = vec![piece("split_audit.wasm", b"audit")];
        let shared = vec![piece("chunk_1.wasm", b"one"), piece("chunk_10.wasm", b"three")];
        let (script, files) = placed("whole", pages, shared).unwrap();
        assert_eq!(
            files,
            [("page_audit.wasm".to_owned(), b"audit".to_vec()), ("shared.bin".to_owned(), b"onethree".to_vec())]
        );
        for expected in
            ["a = () => shared(0, 3);", "b = () => shared(3, 8);", "c = () => styled(\"/assets/page_audit.wasm\");"]
        {
            assert!(script.contains(expected), "{expected} in {script}");
        }
        assert!(script.contains("fetch(\"/assets/shared.bin\")"), "{script}");
        assert!(script.contains("href = \"/assets/pages.css\""), "{script}");
        assert!(!script.contains("import.meta") && !script.contains("{{"), "{script}");
    }

    #[test]
    fn a_piece_that_the_script_does_not_fetch_is_refused_by_name() {
        let refused = placed("unknown", vec![piece("split_policy.wasm", b"p")], Vec::new()).unwrap_err();
        assert!(refused.to_string().contains("split_policy.wasm"), "{refused}");
    }

    #[test]
    fn the_places_of_pieces_are_where_their_bytes_are() {
        let pieces = [piece("a", b"1"), piece("b", b""), piece("c", b"234")];
        let (file, places) = together(&pieces);
        for (piece, (from, to)) in pieces.iter().zip(places) {
            assert_eq!(file.get(from..to), Some(&*piece.content));
        }
    }
}
