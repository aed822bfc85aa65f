//! GraphQL over a WebSocket, `graphql-transport-ws`: subscriptions alone, for whoever says who they are, for as long as that holds.
//! What is told is `app::live`'s; this is how it travels (security.md R8).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::answer::refusal;
use super::auth::from_here;
use super::{RequestId, Site};
use crate::error::Error;

mod conversation;
mod message;

use conversation::Conversation;
use message::Said;

/// The only protocol spoken.
const PROTOCOL: &str = "graphql-transport-ws";
/// Longest message taken, in bytes.
const LONGEST: usize = 256 * 1024;
/// What is kept ready for reading and writing, in bytes: most messages are short, and a thousand wait.
const BUFFER: usize = 4 * 1024;
/// Longest time the other end may take to read what it is sent.
const SLOWEST: Duration = Duration::from_secs(10);
/// How long a closed connection is kept for the other end to read why.
const FAREWELL: Duration = Duration::from_millis(500);

/// How a conversation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The other end went.
    Gone,
    /// We close, with a code and the reason.
    Closed(u16, &'static str),
}

const BAD_MESSAGE: End = End::Closed(4400, "not a message of graphql-transport-ws");
const NOT_SIGNED_IN: End = End::Closed(4401, "send connection_init with your token as `authorization` first");
const NO_LONGER: End =
    End::Closed(4403, "the token is not good, has ended, or your rights have changed: connect again with a fresh one");
const NO_INIT: End = End::Closed(4408, "connection_init did not come in time");
const TAKEN: End = End::Closed(4409, "an operation with this id is under way");
const INIT_AGAIN: End = End::Closed(4429, "connection_init came a second time");
const TOO_LONG: End = End::Closed(1009, "a message is text of at most 256 kB");
const CROWDED: End = End::Closed(1013, "this account has too many open connections: close another one");
const UNAVAILABLE: End = End::Closed(1013, "the server cannot read its database now: try again");

/// Opens a conversation, if it comes from a page of ours and in the protocol.
pub async fn open(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if let Err(error) = from_here(&site, &headers) {
        return refusal(error, &id.0);
    }
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade.protocols([PROTOCOL]),
        Err(rejection) => return rejection.into_response(),
    };
    if upgrade.selected_protocol().is_none() {
        let error = Error::invalid("sec-websocket-protocol", format!("offer {PROTOCOL}"));
        return refusal(error, &id.0);
    }
    let upgrade = upgrade.max_message_size(LONGEST).max_frame_size(LONGEST);
    let upgrade = upgrade.read_buffer_size(BUFFER).write_buffer_size(0).max_write_buffer_size(2 * LONGEST);
    upgrade.on_upgrade(move |socket| converse(site, id, socket))
}

async fn converse(site: Arc<Site>, id: RequestId, mut socket: WebSocket) {
    let end = match Conversation::begun(&site, &id, &mut socket).await {
        Ok(conversation) => conversation.held().await,
        Err(end) => end,
    };
    tracing::debug!(request_id = %id.0, ?end, "a conversation ended");
    if let End::Closed(code, reason) = end {
        let farewell = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        // Whatever comes meanwhile is not read: closed before the other end has read why, it would not learn it.
        if matches!(tokio::time::timeout(SLOWEST, socket.send(farewell)).await, Ok(Ok(()))) {
            let gone = async { while let Some(Ok(_)) = socket.recv().await {} };
            let _ = tokio::time::timeout(FAREWELL, gone).await;
            if end == TOO_LONG {
                tokio::time::sleep(FAREWELL).await;
            }
        }
    }
}

/// The next thing said; none for a sign of life.
async fn heard(socket: &mut WebSocket) -> Result<Option<Said>, End> {
    match socket.recv().await {
        Some(Ok(Message::Text(text))) => message::read(text.as_str()).map(Some).ok_or(BAD_MESSAGE),
        Some(Ok(Message::Binary(_))) => Err(BAD_MESSAGE),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
        Some(Ok(Message::Close(_))) | None => Err(End::Gone),
        Some(Err(_)) => Err(TOO_LONG),
    }
}

/// Says something to whoever reads it in time.
async fn say(socket: &mut WebSocket, message: Message) -> Result<(), End> {
    match tokio::time::timeout(SLOWEST, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(End::Gone),
    }
}
