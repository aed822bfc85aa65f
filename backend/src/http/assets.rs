//! The page's files, embedded in the binary: precompressed, kept for ever where the name holds a hash of the content.

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../dist"]
#[allow_missing = true]
struct Dist;

const PAGE: &str = "index.html";
/// Names in this folder hold a hash of the content.
const HASHED: &str = "assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// A file of the page; the page itself for addresses of places in it; 404 for everything that looks like a file or an endpoint.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    match file(path, &headers) {
        Some(response) => response,
        None if is_place(path) => file(PAGE, &headers).unwrap_or_else(not_built),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether an address is one that the page's own router answers.
fn is_place(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    !last.contains('.') && !matches!(first, "graphql" | "auth" | "files" | "assets" | "metrics")
}

fn not_built() -> Response {
    (StatusCode::NOT_FOUND, "The page is not built into this server; the API is at /graphql.").into_response()
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.is_empty() || path.ends_with(".br") || path.ends_with(".gz") || path == "manifest.json" {
        return None;
    }
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let (content, encoding) = compressed(path, accepts).or_else(|| Dist::get(path).map(|file| (file.data, None)))?;
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    let keep = if path.starts_with(HASHED) { FOR_EVER } else { ASK_AGAIN };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

type Content = (std::borrow::Cow<'static, [u8]>, Option<&'static str>);

fn compressed(path: &str, accepts: &str) -> Option<Content> {
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| accepted(accepts, encoding))
        .find_map(|(encoding, suffix)| Some((Dist::get(&format!("{path}.{suffix}"))?.data, Some(encoding))))
}

fn accepted(accepts: &str, encoding: &str) -> bool {
    accepts.split(',').any(|item| {
        let (name, quality) = item.split_once(';').unwrap_or((item, ""));
        name.trim().eq_ignore_ascii_case(encoding) && quality.trim() != "q=0"
    })
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_the_page_are_told_from_files_and_endpoints() {
        for (path, is) in [
            ("", true),
            ("cockpit/unit-1/2026", true),
            ("assets/a.js", false),
            ("files/x", false),
            ("robots.txt", false),
        ] {
            assert_eq!(is_place(path), is, "{path}");
        }
    }

    #[test]
    fn an_encoding_is_used_only_where_it_is_accepted() {
        for (accepts, is) in
            [("gzip, br", true), ("gzip, br;q=0", false), ("BR ; q=1", true), ("", false), ("brotli", false)]
        {
            assert_eq!(accepted(accepts, "br"), is, "{accepts}");
        }
    }
}
