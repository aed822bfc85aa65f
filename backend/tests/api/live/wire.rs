//! A client of `graphql-transport-ws` that waits for what it expects, however long the machine takes.

use std::net::SocketAddr;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderValue, Response, header};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite};

use crate::support::House;

/// Nothing takes so long: what is waited for longer does not come.
const LONGEST: Duration = Duration::from_secs(60);

/// One end of a conversation.
pub struct Wire(WebSocketStream<TcpStream>);

type Opened = Result<(WebSocketStream<TcpStream>, Response<Option<Vec<u8>>>), tungstenite::Error>;

async fn opened(address: SocketAddr, origin: Option<&str>, protocol: Option<&str>) -> Opened {
    let mut request = format!("ws://{address}/graphql/ws").into_client_request().unwrap();
    let headers = [(header::ORIGIN, origin), (header::SEC_WEBSOCKET_PROTOCOL, protocol)];
    for (name, value) in headers.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
    }
    client_async(request, TcpStream::connect(address).await.unwrap()).await
}

/// The status a conversation is refused with before it begins; 101 where it is not.
pub async fn refused(address: SocketAddr, origin: Option<&str>, protocol: Option<&str>) -> u16 {
    match opened(address, origin, protocol).await {
        Ok((_, response)) => response.status().as_u16(),
        Err(tungstenite::Error::Http(response)) => response.status().as_u16(),
        Err(error) => panic!("{error}"),
    }
}

impl Wire {
    /// Connected, and nobody yet.
    pub async fn connected(address: SocketAddr) -> Self {
        Self(opened(address, None, Some("graphql-transport-ws")).await.unwrap().0)
    }

    /// Connected and known by a token.
    pub async fn with(address: SocketAddr, token: &str) -> Self {
        let mut wire = Self::connected(address).await;
        wire.introduce(token).await;
        wire.said("connection_ack").await;
        wire
    }

    /// Connected as somebody.
    pub async fn of(house: &House, address: SocketAddr, login: &str) -> Self {
        Self::with(address, &house.token(login).await).await
    }

    pub async fn introduce(&mut self, token: &str) {
        self.say(json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } })).await;
    }

    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({ "id": id, "type": "subscribe", "payload": { "query": query } })).await;
    }

    pub async fn say(&mut self, message: Value) {
        self.say_text(&message.to_string()).await;
    }

    /// What the other end does not take any more is its answer, which is read next.
    pub async fn say_text(&mut self, text: &str) {
        let _ = self.0.send(Message::text(text)).await;
    }

    pub async fn say_bytes(&mut self, bytes: Vec<u8>) {
        self.0.send(Message::binary(bytes)).await.unwrap();
    }

    /// What comes next, signs of life passed over.
    async fn came(&mut self) -> Option<Result<Message, tungstenite::Error>> {
        let next = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    came => return came,
                }
            }
        };
        tokio::time::timeout(LONGEST, next).await.expect("nothing came")
    }

    /// The next message, whatever it is about.
    pub async fn next(&mut self) -> Value {
        match self.came().await {
            Some(Ok(Message::Text(text))) => serde_json::from_str(text.as_str()).unwrap(),
            other => panic!("instead of a message came {other:?}"),
        }
    }

    /// The next message, which is of this type.
    pub async fn said(&mut self, kind: &str) -> Value {
        let message = self.next().await;
        assert_eq!(message["type"], kind, "{message}");
        message
    }

    /// What the next message says about an operation.
    pub async fn heard(&mut self, kind: &str, id: &str) -> Value {
        let mut message = self.said(kind).await;
        assert_eq!(message["id"], id, "{message}");
        message["payload"].take()
    }

    /// The code the other end closes with; what it says before is passed over.
    pub async fn closed(&mut self) -> u16 {
        loop {
            match self.came().await {
                Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
                Some(Ok(Message::Text(_))) => {}
                other => panic!("instead of a farewell came {other:?}"),
            }
        }
    }

    pub async fn hang_up(mut self) {
        self.0.close(None).await.unwrap();
    }
}
