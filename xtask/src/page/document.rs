//! `frontend/index.html`: its placeholders filled with the hashed names, and held to the Content-Security-Policy.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::process::root;

/// Where the page's parts are, as paths from the server's root.
pub struct Paths {
    pub style: String,
    pub script: String,
    pub wasm: String,
    pub charts: String,
}

/// The document as it is served.
///
/// # Errors
/// A placeholder is missing or unknown, or the document has something the Content-Security-Policy would refuse.
pub fn fill(paths: &Paths) -> Result<String> {
    let file = root().join("frontend/index.html");
    let template = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    filled(&template, paths).with_context(|| format!("in {}", file.display()))
}

fn filled(template: &str, paths: &Paths) -> Result<String> {
    let mut document = template.to_owned();
    for (placeholder, path) in [
        ("{{style}}", &paths.style),
        ("{{script}}", &paths.script),
        ("{{wasm}}", &paths.wasm),
        ("{{charts}}", &paths.charts),
    ] {
        if !template.contains(placeholder) {
            bail!("the placeholder {placeholder} is missing");
        }
        document = document.replace(placeholder, path);
    }
    if let Some(unknown) = document.split("{{").nth(1) {
        bail!("unknown placeholder {{{{{}}}}}", unknown.split("}}").next().unwrap_or(unknown));
    }
    match inline(&document) {
        Some(refused) => bail!("the Content-Security-Policy refuses what is inline: {refused}"),
        None => Ok(document),
    }
}

/// The first tag that has a script or a style in the document itself instead of a file.
fn inline(document: &str) -> Option<&str> {
    let tags = document.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    tags.into_iter().find(|tag| is_inline(&tag.to_ascii_lowercase()))
}

fn is_inline(tag: &str) -> bool {
    let mut words = tag.split_whitespace();
    match words.next() {
        Some("style") => return true,
        Some("script") if !tag.contains("src=") => return true,
        _ => {}
    }
    words.any(|word| {
        let name = word.split_once('=').map_or("", |(name, _)| name);
        name == "style" || (name.starts_with("on") && name.len() > 2)
    })
}

#[cfg(test)]
mod tests {
    use super::{Paths, filled, inline};

    const COMPLETE: &str = r#"<link rel="stylesheet" href="{{style}}"><link id="wasm" href="{{wasm}}">
        <meta name="charts" content="{{charts}}"><script type="module" src="{{script}}"></script>"#;

    fn paths() -> Paths {
        let path = |name: &str| format!("/assets/{name}");
        Paths { style: path("a.css"), script: path("b.js"), wasm: path("c.wasm"), charts: path("d.js") }
    }

    #[test]
    fn every_placeholder_becomes_a_path() {
        let document = filled(COMPLETE, &paths()).unwrap();
        for path in ["/assets/a.css", "/assets/b.js", "/assets/c.wasm", "/assets/d.js"] {
            assert!(document.contains(path), "{path} in {document}");
        }
    }

    #[test]
    fn a_missing_or_unknown_placeholder_is_refused_by_name() {
        for (template, named) in
            [(COMPLETE.replace("{{wasm}}", ""), "{{wasm}}"), (format!("{COMPLETE}{{{{font}}}}"), "{{font}}")]
        {
            let refused = filled(&template, &paths()).unwrap_err().to_string();
            assert!(refused.contains(named), "{refused}");
        }
    }

    #[test]
    fn what_is_inline_is_found() {
        for refused in
            ["<style>p{}</style>", "<p style=\"color:red\">", "<script>x()</script>", "<body class=a onload=x()>"]
        {
            assert!(inline(refused).is_some(), "{refused}");
        }
    }

    #[test]
    fn files_and_similar_words_are_not_inline() {
        for allowed in
            ["<script src=\"/a.js\"></script>", "<link rel=stylesheet>", "<p class=\"style\" lang=on>", "a < b"]
        {
            assert_eq!(inline(allowed), None, "{allowed}");
        }
    }
}
