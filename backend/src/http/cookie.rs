//! The one cookie: it carries the refresh token, to this server alone, and no script can read it.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::app::token::Refresh;
use crate::error::Error;

/// Over TLS: the prefix makes browsers hold us to `Secure`, `Path=/` and no `Domain`.
const SECURE: &str = "__Host-baton";
/// On this machine's own address, where there is no TLS.
const PLAIN: &str = "baton";

const fn name(secure: bool) -> &'static str {
    if secure { SECURE } else { PLAIN }
}

fn header(secure: bool, value: &str, seconds: i64) -> Result<HeaderValue, Error> {
    let security = if secure { "; Secure" } else { "" };
    let cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{security}", name(secure));
    HeaderValue::from_str(&cookie).map_err(Error::internal)
}

/// The header that keeps a refresh token in the browser for so many seconds.
pub fn keep(secure: bool, token: &Refresh, seconds: i64) -> Result<HeaderValue, Error> {
    header(secure, &token.cookie(), seconds.max(0))
}

/// The header that makes the browser forget it.
pub fn forget(secure: bool) -> Result<HeaderValue, Error> {
    header(secure, "", 0)
}

/// The refresh token a request carries.
pub fn read(secure: bool, headers: &HeaderMap) -> Option<Refresh> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name(secure)).and_then(|(_, value)| Refresh::read(value))
}
