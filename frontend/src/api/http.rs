//! One fetch: method, token, body, text or bytes back.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestCredentials, RequestInit, Response};

use super::failure::Failure;

/// How to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Sends.
    Post,
    /// Sends a part of something.
    Put,
}

/// What goes with a request.
#[derive(Debug, Clone)]
pub enum Body {
    /// Nothing.
    None,
    /// JSON text.
    Json(String),
    /// A file the user chose, with its media type.
    File(web_sys::File, &'static str),
    /// A piece of a file.
    Piece(web_sys::Blob),
}

/// Sends and hands back the response, whatever its status.
///
/// # Errors
/// Only where no response came.
pub async fn send(method: Method, address: &str, token: Option<&str>, body: Body) -> Result<Response, Failure> {
    let request = request(method, address, token, body).map_err(unreachable)?;
    let window = web_sys::window().ok_or_else(|| Failure::unreachable(String::new()))?;
    let response = JsFuture::from(window.fetch_with_request(&request)).await.map_err(unreachable)?;
    response.dyn_into().map_err(unreachable)
}

/// Sends and reads the answer as text, with its status.
///
/// # Errors
/// Only where no response came or it broke off.
pub async fn send_text(
    method: Method,
    address: &str,
    token: Option<&str>,
    body: Body,
) -> Result<(u16, String), Failure> {
    let response = send(method, address, token, body).await?;
    let text = JsFuture::from(response.text().map_err(unreachable)?).await.map_err(unreachable)?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}

fn request(method: Method, address: &str, token: Option<&str>, body: Body) -> Result<Request, JsValue> {
    let headers = Headers::new()?;
    if let Some(token) = token {
        headers.set("Authorization", &format!("Bearer {token}"))?;
    }
    let init = RequestInit::new();
    init.set_method(match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
    });
    init.set_credentials(RequestCredentials::SameOrigin);
    match body {
        Body::None => (),
        Body::Json(text) => {
            headers.set("Content-Type", "application/json")?;
            init.set_body(&JsValue::from_str(&text));
        }
        Body::File(file, kind) => {
            headers.set("Content-Type", kind)?;
            init.set_body(file.as_ref());
        }
        Body::Piece(piece) => {
            headers.set("Content-Type", "application/octet-stream")?;
            init.set_body(piece.as_ref());
        }
    }
    init.set_headers(headers.as_ref());
    Request::new_with_str_and_init(address, &init)
}

fn unreachable(error: JsValue) -> Failure {
    Failure::unreachable(
        error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())).unwrap_or_default(),
    )
}
