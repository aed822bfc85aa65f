//! Files with the token: a download the browser saves, an upload that answers with a report.

use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, HtmlAnchorElement, Url};

use super::Client;
use super::failure::Failure;
use super::http::{self, Body, Method};

/// What became of a sheet of manual values.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SheetReport {
    /// Values taken; none where anything was refused.
    pub accepted: u64,
    /// What was refused, cell by cell.
    #[serde(default)]
    pub refused: Vec<RefusedCell>,
}

/// A cell of a sheet that could not be taken.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RefusedCell {
    /// Such as `C7`.
    pub cell: String,
    /// The reason's code.
    pub reason: String,
    /// What stands in the cell.
    #[serde(default)]
    pub text: String,
}

/// How many bytes of a file the server has.
#[derive(Debug, Deserialize)]
struct Received {
    received: i64,
}

impl Client {
    /// Fetches a file and lets the browser save it under `name`.
    ///
    /// # Errors
    /// What the server refused.
    pub async fn download(self, address: &str, name: &str) -> Result<(), Failure> {
        let blob = self.fetched(address).await?;
        let address = Url::create_object_url_with_blob(&blob).map_err(broken)?;
        let saved = save_as(&address, name).map_err(broken);
        Url::revoke_object_url(&address).map_err(broken)?;
        saved
    }

    /// Fetches a file and hands back an address that the page can show it from; whoever asked gives it back with
    /// [`Url::revoke_object_url`].
    ///
    /// # Errors
    /// What the server refused.
    pub async fn object(self, address: &str) -> Result<String, Failure> {
        Url::create_object_url_with_blob(&self.fetched(address).await?).map_err(broken)
    }

    async fn fetched(self, address: &str) -> Result<Blob, Failure> {
        let token = self.session.token().await?;
        let response = http::send(Method::Get, address, Some(&token), Body::None).await?;
        if !response.ok() {
            let body = JsFuture::from(response.text().map_err(broken)?).await.map_err(broken)?;
            return Err(Failure::of_body(response.status(), &body.as_string().unwrap_or_default()));
        }
        Ok(JsFuture::from(response.blob().map_err(broken)?).await.map_err(broken)?.unchecked_into())
    }

    /// Sends the piece of a file between two places; says how many bytes of the file the server has then.
    ///
    /// # Errors
    /// What the server refused, or that it could not be reached.
    pub async fn send_piece(self, upload: &str, file: &File, from: i64, until: i64) -> Result<i64, Failure> {
        #[expect(clippy::cast_precision_loss, reason = "a browser counts bytes in doubles, exact far beyond any file")]
        let piece = file.slice_with_f64_and_f64(from as f64, until as f64).map_err(broken)?;
        let address = format!("/files/uploads/{upload}?offset={from}");
        let (status, text) = self.with_token(Method::Put, &address, Body::Piece(piece)).await?;
        let received: Option<Received> = serde_json::from_str(&text).ok();
        received.map(|it| it.received).ok_or_else(|| Failure::of_body(status, &text))
    }

    /// Sends a filled sheet and reads the report.
    ///
    /// # Errors
    /// What the server refused as a whole, such as a file it cannot read.
    pub async fn send_sheet(self, address: &str, file: File) -> Result<SheetReport, Failure> {
        let kind = media_type(&file.name());
        let (status, text) = self.with_token(Method::Post, address, Body::File(file, kind)).await?;
        serde_json::from_str(&text).map_err(|_| Failure::of_body(status, &text))
    }
}

/// Lets the browser save what the address holds.
///
/// # Errors
/// Where the page has no document to do it with.
pub fn save_as(address: &str, name: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.click();
    Ok(())
}

fn media_type(name: &str) -> &'static str {
    if name.to_ascii_lowercase().ends_with(".xlsx") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else {
        "text/csv"
    }
}

fn broken(error: JsValue) -> Failure {
    Failure::unreachable(error.as_string().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_sent_by_its_kind() {
        assert_eq!(media_type("三月.csv"), "text/csv");
        assert!(media_type("三月.XLSX").ends_with("spreadsheetml.sheet"));
    }
}
