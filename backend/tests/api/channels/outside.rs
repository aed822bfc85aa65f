//! Servers that messages are sent to: they note what comes and answer as they are told.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How a server answers.
#[derive(Debug, Clone)]
pub enum Manner {
    Status(u16),
    Says(&'static str),
    Redirects(String),
    Hangs,
}

/// A call as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// A receiver of webhooks.
pub struct Hook {
    port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    once: Arc<Mutex<VecDeque<Manner>>>,
    usual: Arc<Mutex<Manner>>,
}

impl Hook {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let hook = Self {
            port,
            seen: Arc::default(),
            once: Arc::default(),
            usual: Arc::new(Mutex::new(Manner::Says(r#"{"errcode":0}"#))),
        };
        let (seen, once, usual) = (Arc::clone(&hook.seen), Arc::clone(&hook.once), Arc::clone(&hook.usual));
        let router = Router::new().fallback(move |request: Request| {
            let manner = once.lock().unwrap().pop_front().unwrap_or_else(|| usual.lock().unwrap().clone());
            let seen = Arc::clone(&seen);
            async move {
                let came = read(request).await;
                seen.lock().unwrap().push(came);
                answer(manner).await
            }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        hook
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// How the next call is answered.
    pub fn next(&self, manner: Manner) {
        self.once.lock().unwrap().push_back(manner);
    }

    /// How every call is answered.
    pub fn always(&self, manner: Manner) {
        *self.usual.lock().unwrap() = manner;
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn read(request: Request) -> Seen {
    let (parts, body) = request.into_parts();
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap().to_owned();
    let headers = parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    Seen { path: parts.uri.to_string(), headers, body }
}

async fn answer(manner: Manner) -> Response {
    match manner {
        Manner::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Manner::Says(words) => words.into_response(),
        Manner::Redirects(to) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Manner::Hangs => std::future::pending().await,
    }
}

/// Whether a receiver who knows the secret takes a call for one of ours.
pub fn is_signed(call: &Seen, secret: &str) -> bool {
    let signature = &call.headers["baton-signature"];
    let (moment, made) = signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{moment}.{}", call.body).as_bytes());
    hex::encode(mac.finalize().into_bytes()) == made
}

/// A port on which nobody listens.
pub async fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

/// A mail server.
pub struct PostOffice {
    pub port: u16,
    seen: Arc<Mutex<Vec<String>>>,
    breaks: Arc<Mutex<bool>>,
}

impl PostOffice {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let office = Self { port, seen: Arc::default(), breaks: Arc::default() };
        let (seen, breaks) = (Arc::clone(&office.seen), Arc::clone(&office.breaks));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, breaks) = (Arc::clone(&seen), Arc::clone(&breaks));
                // Whoever breaks off is not answered: that is what is tested.
                tokio::spawn(async move { converse(stream, &seen, &breaks).await.unwrap_or_default() });
            }
        });
        office
    }

    /// Takes the next message and breaks off before it says so.
    pub fn break_off_once(&self) {
        *self.breaks.lock().unwrap() = true;
    }

    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn converse(stream: TcpStream, seen: &Mutex<Vec<String>>, breaks: &Mutex<bool>) -> std::io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 post.example ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250-post.example\r\n250 8BITMIME\r\n",
            "DATA" => {
                writing.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    mail += &line;
                    mail.push('\n');
                }
                seen.lock().unwrap().push(mail);
                if std::mem::take(&mut *breaks.lock().unwrap()) {
                    return Ok(());
                }
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 good\r\n",
        };
        writing.write_all(answer).await?;
    }
    Ok(())
}

/// A header of a mail.
pub fn header(mail: &str, name: &str) -> String {
    let line = mail.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())));
    line.unwrap().split_once(':').unwrap().1.trim().to_owned()
}
