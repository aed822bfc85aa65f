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

impl Client {
    /// Fetches a file and lets the browser save it under `name`.
    ///
    /// # Errors
    /// What the server refused.
    pub async fn download(self, address: &str, name: &str) -> Result<(), Failure> {
        let token = self.session.token().await?;
        let response = http::send(Method::Get, address, Some(&token), Body::None).await?;
        if !response.ok() {
            let body = JsFuture::from(response.text().map_err(broken)?).await.map_err(broken)?;
            return Err(Failure::of_body(response.status(), &body.as_string().unwrap_or_default()));
        }
        let blob = JsFuture::from(response.blob().map_err(broken)?).await.map_err(broken)?;
        let address = Url::create_object_url_with_blob(blob.unchecked_ref::<Blob>()).map_err(broken)?;
        let saved = save_as(&address, name).map_err(broken);
        Url::revoke_object_url(&address).map_err(broken)?;
        saved
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
