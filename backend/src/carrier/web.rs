//! Webhooks: one POST, no redirects, no proxy, and nothing inside the house.

use std::error::Error as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use shared::channel::delivery::DeliveryAnswer;

use super::address::{Door, INSIDE};
use super::format::{Written, complaint, written};
use super::{Outcome, Parcel};
use crate::config::WebhookConfig;
use crate::error::Error;

/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(5);
/// Most bytes read of an answer.
const LONGEST_ANSWER: usize = 64 * 1024;

/// The way to webhooks.
#[derive(Debug, Clone)]
pub struct Web {
    client: Client,
    door: Door,
    allows_http: bool,
}

impl Web {
    /// The way as far as the operator opens it.
    ///
    /// # Errors
    /// [`Error::Internal`] where encryption cannot be set up.
    pub fn try_new(config: WebhookConfig) -> Result<Self, Error> {
        let door = Door { allows_private: config.allow_private };
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .http1_only()
            .connect_timeout(CONNECTING)
            .user_agent("Baton")
            // A connection kept open would outlive the look at its address.
            .pool_max_idle_per_host(0)
            .dns_resolver(Arc::new(door))
            .build()
            .map_err(Error::internal)?;
        Ok(Self { client, door, allows_http: config.allow_http })
    }

    /// Carries a parcel to its URL.
    pub async fn carry(&self, parcel: &Parcel<'_>) -> Outcome {
        let url = match self.admitted(parcel.address) {
            Ok(url) => url,
            Err(refused) => return refused,
        };
        match written(parcel, url) {
            Ok(written) => self.post(parcel, written).await,
            Err(error) => Outcome::new(DeliveryAnswer::Unreachable, error.to_string()),
        }
    }

    /// The address as it is connected to, unless it is not encrypted or is itself one inside; names are looked at when they are looked up.
    fn admitted(&self, address: &str) -> Result<Url, Outcome> {
        let refuse = |why: &str| Outcome::new(DeliveryAnswer::AddressRefused, why);
        let url: Url = address.parse().map_err(|_| refuse("this is no URL"))?;
        if url.scheme() != "https" && !(self.allows_http && url.scheme() == "http") {
            return Err(refuse("the address is not encrypted (https)"));
        }
        let host = url.host_str().ok_or_else(|| refuse("this is no URL"))?;
        match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) if !self.door.admits(address) => Err(refuse(INSIDE)),
            _ => Ok(url),
        }
    }

    async fn post(&self, parcel: &Parcel<'_>, Written { url, headers, body }: Written) -> Outcome {
        let request = self.client.post(url).header("content-type", "application/json; charset=utf-8").body(body);
        let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
        match request.send().await {
            Ok(response) => answered(parcel, response).await,
            // An address can be a key: it is not told.
            Err(error) => failed(&error.without_url()),
        }
    }
}

async fn answered(parcel: &Parcel<'_>, mut response: Response) -> Outcome {
    let status = response.status();
    let said = format!("HTTP {}", status.as_u16());
    if status.is_redirection() {
        return Outcome::new(DeliveryAnswer::Redirected, said);
    }
    if !status.is_success() {
        return Outcome::new(DeliveryAnswer::Rejected, said);
    }
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = LONGEST_ANSWER.saturating_sub(body.len());
        body.extend(chunk.iter().take(room));
        if chunk.len() >= room {
            break;
        }
    }
    match complaint(parcel.kind, &body) {
        Some(complaint) => Outcome::new(DeliveryAnswer::Rejected, complaint),
        None => Outcome::new(DeliveryAnswer::Accepted, said),
    }
}

fn failed(error: &reqwest::Error) -> Outcome {
    let mut last = String::new();
    let mut cause = error.source();
    while let Some(under) = cause {
        last = under.to_string();
        if last.contains(INSIDE) {
            return Outcome::new(DeliveryAnswer::AddressRefused, INSIDE);
        }
        cause = under.source();
    }
    let answer = if error.is_timeout() { DeliveryAnswer::TimedOut } else { DeliveryAnswer::Unreachable };
    Outcome::new(answer, last)
}
