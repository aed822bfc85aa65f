//! A service that speaks S3, as far as files of matters need it. It refuses what a real one refuses: a request that is not signed with
//! its key, a part that is too small, removing many without a checksum; and it never lists everything in one answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use backend::config::{EvidenceConfig, Layer};
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;

const NAME: &str = "evidence";
const KEY: &str = "a-key";
pub const SECRET: &str = "a-secret";
/// Least bytes of a part that is not the last of its object.
pub const LEAST_PART: usize = 5 << 20;
/// Most keys in one answer to a list; a thousand in a real one.
const PAGE: usize = 2;

/// When everything is written: the time of the house, which stands still.
pub fn now() -> DateTime<Utc> {
    "2026-11-20T08:00:00Z".parse().unwrap()
}

/// What the service holds.
#[derive(Default)]
pub struct Inside {
    pub objects: BTreeMap<String, (Bytes, DateTime<Utc>)>,
    /// Objects that come in parts, by the name of their upload.
    pub writing: BTreeMap<String, BTreeMap<usize, Bytes>>,
    begun: usize,
    /// How large the parts were of the object that was finished last.
    pub parts: Vec<usize>,
    asked: usize,
    /// Whether nothing works.
    pub is_down: bool,
}

/// A bucket behind an address of this machine, as long as the test goes on.
pub struct Bucket {
    port: u16,
    inside: Arc<Mutex<Inside>>,
}

impl Bucket {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, inside) = (listener.local_addr().unwrap().port(), Arc::<Mutex<Inside>>::default());
        let service = Router::new().fallback(answer).with_state(Arc::clone(&inside));
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { port, inside }
    }

    /// The settings of an operator who keeps evidence here.
    pub fn settings(&self, secret: &str) -> EvidenceConfig {
        let endpoint = format!("http://127.0.0.1:{}/", self.port);
        let said = |name: &str| match name {
            "BATON_EVIDENCE_BUCKET" => Some(NAME.to_owned()),
            "BATON_EVIDENCE_ENDPOINT" => Some(endpoint.clone()),
            "BATON_EVIDENCE_REGION" => Some("cn-north-1".to_owned()),
            "BATON_EVIDENCE_KEY" => Some(KEY.to_owned()),
            "BATON_EVIDENCE_SECRET" => Some(secret.to_owned()),
            _ => None,
        };
        Layer::from_environment(said).unwrap().complete().evidence
    }

    pub fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    /// How many requests came so far.
    pub fn asked(&self) -> usize {
        self.inside().asked
    }

    /// How many objects there are below a prefix.
    pub fn count(&self, prefix: &str) -> usize {
        self.inside().objects.keys().filter(|key| key.starts_with(prefix)).count()
    }
}

async fn answer(State(inside): State<Arc<Mutex<Inside>>>, request: Request) -> Response {
    let (asked, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let mut inside = inside.lock().unwrap();
    inside.asked += 1;
    if inside.is_down {
        return refused(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable");
    }
    if !is_signed(&asked, &body) {
        return refused(StatusCode::FORBIDDEN, "SignatureDoesNotMatch");
    }
    let path = asked.uri.path().trim_start_matches('/');
    let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
    if bucket != NAME {
        return refused(StatusCode::NOT_FOUND, "NoSuchBucket");
    }
    let upload = parameter(&asked, "uploadId");
    match (&asked.method, key.is_empty(), upload) {
        (&Method::GET, true, None) => inside.list(&asked),
        (&Method::POST, true, None) => inside.remove_many(&asked, &body),
        (&Method::POST, false, None) => inside.begin(key),
        (&Method::POST, false, Some(upload)) => inside.finish(key, &upload, &body),
        (&Method::PUT, false, None) => inside.put(key, body),
        (&Method::PUT, false, Some(upload)) => inside.put_part(&asked, &upload, body),
        (&Method::DELETE, false, Some(upload)) => inside.abort(&upload),
        (&Method::GET | &Method::HEAD, false, None) => inside.read(&asked, key),
        _ => refused(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"),
    }
}

impl Inside {
    fn put(&mut self, key: &str, bytes: Bytes) -> Response {
        let tag = tag(&bytes);
        self.objects.insert(key.to_owned(), (bytes, now()));
        [(header::ETAG, tag)].into_response()
    }

    fn begin(&mut self, key: &str) -> Response {
        self.begun += 1;
        let upload = format!("upload-{}", self.begun);
        self.writing.insert(upload.clone(), BTreeMap::new());
        xml(format!(
            "<InitiateMultipartUploadResult><Bucket>{NAME}</Bucket><Key>{key}</Key><UploadId>{upload}</UploadId>\
             </InitiateMultipartUploadResult>"
        ))
    }

    fn put_part(&mut self, asked: &Parts, upload: &str, bytes: Bytes) -> Response {
        let number = parameter(asked, "partNumber").and_then(|number| number.parse().ok());
        let (Some(number), Some(parts)) = (number, self.writing.get_mut(upload)) else {
            return refused(StatusCode::NOT_FOUND, "NoSuchUpload");
        };
        let tag = tag(&bytes);
        parts.insert(number, bytes);
        [(header::ETAG, tag)].into_response()
    }

    fn finish(&mut self, key: &str, upload: &str, body: &[u8]) -> Response {
        let Some(parts) = self.writing.get(upload) else { return refused(StatusCode::NOT_FOUND, "NoSuchUpload") };
        let text = String::from_utf8(body.to_vec()).unwrap().replace("&quot;", "\"");
        let named = between(&text, "Part").into_iter().map(|part| {
            let number: usize = between(part, "PartNumber")[0].parse().unwrap();
            parts.get(&number).filter(|bytes| tag(bytes) == between(part, "ETag")[0])
        });
        let Some(named) = named.collect::<Option<Vec<_>>>() else {
            return refused(StatusCode::BAD_REQUEST, "InvalidPart");
        };
        let sizes: Vec<usize> = named.iter().map(|bytes| bytes.len()).collect();
        if sizes.iter().rev().skip(1).any(|size| *size < LEAST_PART) {
            return refused(StatusCode::BAD_REQUEST, "EntityTooSmall");
        }
        let bytes: Bytes = named.into_iter().flat_map(|bytes| bytes.iter().copied()).collect();
        let told = tag(&bytes);
        self.writing.remove(upload);
        self.parts = sizes;
        self.objects.insert(key.to_owned(), (bytes, now()));
        xml(format!(
            "<CompleteMultipartUploadResult><Key>{key}</Key><ETag>{told}</ETag></CompleteMultipartUploadResult>"
        ))
    }

    fn abort(&mut self, upload: &str) -> Response {
        self.writing.remove(upload);
        StatusCode::NO_CONTENT.into_response()
    }

    fn remove_many(&mut self, asked: &Parts, body: &[u8]) -> Response {
        if parameter(asked, "delete").is_none() || head(asked, "content-md5").is_empty() {
            return refused(StatusCode::BAD_REQUEST, "InvalidRequest");
        }
        let text = String::from_utf8(body.to_vec()).unwrap();
        let mut told = String::new();
        // As in a real one, what is not there counts as removed.
        for key in between(&text, "Key") {
            self.objects.remove(key);
            told.push_str(&format!("<Deleted><Key>{key}</Key></Deleted>"));
        }
        xml(format!("<DeleteResult>{told}</DeleteResult>"))
    }

    fn list(&self, asked: &Parts) -> Response {
        let prefix = parameter(asked, "prefix").unwrap_or_default();
        let after = parameter(asked, "continuation-token").unwrap_or_default();
        let mut found = self.objects.iter().filter(|(key, _)| key.starts_with(&prefix) && **key > after);
        let page: Vec<_> = found.by_ref().take(PAGE).collect();
        let mut told = String::new();
        for (key, (bytes, at)) in &page {
            let (at, size, tag) = (at.to_rfc3339_opts(SecondsFormat::Millis, true), bytes.len(), tag(bytes));
            told.push_str(&format!(
                "<Contents><Key>{key}</Key><LastModified>{at}</LastModified><ETag>{tag}</ETag><Size>{size}</Size></Contents>"
            ));
        }
        let next = found.next().and(page.last()).map(|(key, _)| key.as_str());
        let next = next.map(|key| format!("<NextContinuationToken>{key}</NextContinuationToken>")).unwrap_or_default();
        xml(format!("<ListBucketResult><Name>{NAME}</Name>{next}{told}</ListBucketResult>"))
    }

    fn read(&self, asked: &Parts, key: &str) -> Response {
        let Some((bytes, at)) = self.objects.get(key) else { return refused(StatusCode::NOT_FOUND, "NoSuchKey") };
        let about =
            [(header::ETAG, tag(bytes)), (header::LAST_MODIFIED, at.format("%a, %d %b %Y %H:%M:%S GMT").to_string())];
        let Some((from, last)) = head(asked, "range").strip_prefix("bytes=").and_then(|range| range.split_once('-'))
        else {
            return (about, bytes.clone()).into_response();
        };
        let (from, last): (usize, usize) = (from.parse().unwrap(), last.parse().unwrap());
        let until = bytes.len().min(last + 1);
        let range = [(header::CONTENT_RANGE, format!("bytes {from}-{}/{}", until - 1, bytes.len()))];
        (StatusCode::PARTIAL_CONTENT, about, range, bytes.slice(from..until)).into_response()
    }
}

fn refused(status: StatusCode, code: &str) -> Response {
    (status, format!("<Error><Code>{code}</Code><Message>{code}</Message></Error>")).into_response()
}

fn xml(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/xml")], text).into_response()
}

fn tag(bytes: &[u8]) -> String {
    format!("\"{}\"", &hex::encode(Sha256::digest(bytes))[..32])
}

fn head<'a>(asked: &'a Parts, name: &str) -> &'a str {
    asked.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A parameter of the address; nothing here needs more of its encoding than the stroke of paths.
fn parameter(asked: &Parts, name: &str) -> Option<String> {
    let mut pairs = asked.uri.query()?.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.replace("%2F", "/"))
}

/// What stands between the tags of a name.
fn between<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    text.split(open.as_str()).skip(1).filter_map(|rest| rest.split_once(close.as_str()).map(|(it, _)| it)).collect()
}

/// Whether a request carries the signature that the key of the bucket makes of it and of its bytes (AWS Signature Version 4).
fn is_signed(asked: &Parts, body: &[u8]) -> bool {
    let Some(said) = head(asked, "authorization").strip_prefix("AWS4-HMAC-SHA256 ") else { return false };
    let field = |name: &str| said.split(", ").find_map(|field| field.strip_prefix(name)).unwrap_or_default();
    let Some((KEY, scope)) = field("Credential=").split_once('/') else { return false };
    let hash = hex::encode(Sha256::digest(body));
    if head(asked, "x-amz-content-sha256") != hash {
        return false;
    }
    let signed = field("SignedHeaders=");
    let lines: String = signed.split(';').map(|name| format!("{name}:{}\n", head(asked, name).trim())).collect();
    let pairs = asked.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let mut query: Vec<String> =
        pairs.map(|pair| if pair.contains('=') { pair.to_owned() } else { format!("{pair}=") }).collect();
    query.sort();
    let request = format!("{}\n{}\n{}\n{lines}\n{signed}\n{hash}", asked.method, asked.uri.path(), query.join("&"));
    let request = hex::encode(Sha256::digest(request.as_bytes()));
    let text = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{request}", head(asked, "x-amz-date"));
    let key = scope.split('/').fold(format!("AWS4{SECRET}").into_bytes(), |key, part| sealed(&key, part));
    hex::encode(sealed(&key, &text)) == field("Signature=")
}

fn sealed(key: &[u8], text: &str) -> Vec<u8> {
    let mut seal = Hmac::<Sha256>::new_from_slice(key).unwrap();
    seal.update(text.as_bytes());
    seal.finalize().into_bytes().to_vec()
}
