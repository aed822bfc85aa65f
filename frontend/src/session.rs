//! Who is signed in: the access token in memory, renewed before it ends; never stored where a script could read it later.

use std::cell::RefCell;
use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::api::codes::ErrorCode;
use crate::api::failure::Failure;
use crate::api::http::{self, Body, Method};

/// Renewed this long before the token ends.
const MARGIN_SECONDS: u64 = 60;

/// Where the session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is not yet known whether the cookie still holds.
    Starting,
    /// Nobody is signed in.
    SignedOut,
    /// A token is at hand.
    SignedIn,
}

/// The one session of the page.
#[derive(Clone, Copy)]
pub struct Session {
    standing: RwSignal<Standing>,
}

/// What the server hands out.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issued {
    access_token: String,
    expires_in: u64,
}

/// What a person types to sign in.
#[derive(Serialize)]
pub struct Credentials {
    /// The account's name.
    pub login: String,
    /// The password.
    pub password: String,
}

/// The accounts a demonstration server offers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Demo {
    /// True on a demonstration server.
    pub demo: bool,
    /// Who may sign in.
    pub accounts: Vec<DemoAccount>,
}

/// One account of a demonstration server.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DemoAccount {
    /// The account's name.
    pub login: String,
    /// The person's name.
    pub display_name: String,
    /// The role's name.
    pub role: String,
    /// The password, which a demonstration server does not hide.
    pub password: String,
}

thread_local! {
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
    static TIMER: RefCell<Option<TimeoutHandle>> = const { RefCell::new(None) };
    // Renewals under way are shared: two at once would spend the same one-time cookie.
    static RENEWING: RefCell<Option<js_sys::Promise>> = const { RefCell::new(None) };
}

impl Session {
    /// A session that does not yet know whether it is one.
    pub fn new() -> Self {
        Self { standing: RwSignal::new(Standing::Starting) }
    }

    /// Where it stands, tracked.
    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    /// Tries the cookie that may be left from an earlier visit.
    pub async fn start(self) {
        if self.renew().await.is_err() {
            self.end();
        }
    }

    /// The token at hand, or a fresh one.
    ///
    /// # Errors
    /// UNAUTHENTICATED where the cookie no longer holds.
    pub async fn token(self) -> Result<String, Failure> {
        match TOKEN.with_borrow(Clone::clone) {
            Some(token) => Ok(token),
            None => self.renew().await,
        }
    }

    /// A fresh token by the cookie.
    ///
    /// # Errors
    /// UNAUTHENTICATED where the cookie no longer holds, UNAVAILABLE where no answer came.
    pub async fn renew(self) -> Result<String, Failure> {
        let renewing = RENEWING.with_borrow_mut(|renewing| {
            renewing.get_or_insert_with(|| wasm_bindgen_futures::future_to_promise(self.renew_once())).clone()
        });
        let renewed = JsFuture::from(renewing).await;
        RENEWING.set(None);
        match (renewed, TOKEN.with_borrow(Clone::clone)) {
            (Ok(_), Some(token)) => Ok(token),
            (Ok(_), None) => Err(Failure::of_status(401, String::new())),
            (Err(status), _) => Err(self.refused(&status)),
        }
    }

    async fn renew_once(self) -> Result<JsValue, JsValue> {
        let answer = http::send_text(Method::Post, "/auth/refresh", None, Body::None).await;
        let (status, text) = answer.map_err(|_| JsValue::from(0))?;
        self.accept(status, &text).map(|()| JsValue::NULL).map_err(|_| JsValue::from(status))
    }

    fn refused(self, status: &JsValue) -> Failure {
        let failure = match status.as_f64() {
            Some(status) if status >= 400.0 => Failure::of_status(status as u16, String::new()),
            _ => Failure::unreachable(String::new()),
        };
        if failure.code == ErrorCode::Unauthenticated {
            self.end();
        }
        failure
    }

    /// Signs in.
    ///
    /// # Errors
    /// UNAUTHENTICATED for a wrong name or password.
    pub async fn sign_in(self, credentials: &Credentials) -> Result<(), Failure> {
        let body = serde_json::to_string(credentials).map_err(|error| Failure::unreadable(error.to_string()))?;
        let (status, text) = http::send_text(Method::Post, "/auth/sign-in", None, Body::Json(body)).await?;
        self.accept(status, &text)
    }

    /// Signs out here and at the server.
    pub async fn sign_out(self) {
        let token = TOKEN.with_borrow(Clone::clone);
        // Whatever the server answers, this page forgets the token.
        let _ = http::send_text(Method::Post, "/auth/sign-out", token.as_deref(), Body::None).await;
        self.end();
    }

    /// Forgets the token.
    pub fn end(self) {
        TOKEN.set(None);
        self.standing.set(Standing::SignedOut);
    }

    fn accept(self, status: u16, text: &str) -> Result<(), Failure> {
        if status != 200 {
            return Err(Failure::of_body(status, text));
        }
        let issued: Issued = serde_json::from_str(text).map_err(|error| Failure::unreadable(error.to_string()))?;
        TOKEN.set(Some(issued.access_token));
        if self.standing.get_untracked() != Standing::SignedIn {
            self.standing.set(Standing::SignedIn);
        }
        let wait = Duration::from_secs(issued.expires_in.saturating_sub(MARGIN_SECONDS).max(5));
        let renew = move || leptos::task::spawn_local(async move { self.renew_in_time().await });
        if let Some(earlier) = TIMER.replace(set_timeout_with_handle(renew, wait).ok()) {
            earlier.clear();
        }
        Ok(())
    }

    async fn renew_in_time(self) {
        if self.standing.get_untracked() == Standing::SignedIn {
            // A failure shows when the next question is asked.
            let _ = self.renew().await;
        }
    }
}

/// The accounts a demonstration server offers; none on any other.
pub async fn demo() -> Option<Demo> {
    let (status, text) = http::send_text(Method::Get, "/auth/demo", None, Body::None).await.ok()?;
    (status == 200).then(|| serde_json::from_str::<Demo>(&text).ok()).flatten().filter(|demo| demo.demo)
}
