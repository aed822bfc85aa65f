//! Files in and out: exports, templates, filled sheets, refused rows. The same sign-in and the same scope as the API.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Extension, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post, put};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::calendar::local_day;
use shared::cell::Subject;
use shared::evidence::PIECE;
use shared::id::{DatasetId, EvidenceId, IndicatorId, RunId, UploadId};
use shared::period::Period;
use tokio_util::io::ReaderStream;

use super::answer::refusal;
use super::auth::signed_in;
use super::{RequestId, Site};
use crate::app::evidence as files;
use crate::app::export::{self, View};
use crate::app::ledger;
use crate::app::manual;
use crate::app::matter::list::Filter;
use crate::app::risk::sheet;
use crate::app::run::record;
use crate::app::scope::Scope;
use crate::app::table::{self, FileKind, MOST_BYTES, Table};
use crate::error::Error;

/// Bytes of a piece of an upload at most.
const PIECE_BYTES: usize = PIECE as usize;

/// The addresses below `/files`.
pub fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/cockpit/{file}", get(cockpit))
        .route("/runs/{run}/{file}", get(refused))
        .route("/runs/{run}/refused/{dataset}", get(refused_rows))
        .route("/matters/{file}", get(matters))
        .route("/uploads/{upload}", put(piece).layer(DefaultBodyLimit::max(PIECE_BYTES)))
        .route("/evidence/{evidence}", get(evidence))
        .route("/manual/{file}", get(template))
        .route("/manual", post(fill).layer(DefaultBodyLimit::max(MOST_BYTES + 1)))
        .route("/risks/{file}", get(register))
        .route("/risks", post(fill_register).layer(DefaultBodyLimit::max(MOST_BYTES + 1)))
        .fallback(nothing)
}

async fn nothing(Extension(id): Extension<RequestId>) -> Response {
    refusal(Error::NotFound, &id.0)
}

async fn scope(site: &Site, headers: &HeaderMap, id: &RequestId) -> Result<Scope, Error> {
    let signed_in = signed_in(site, headers).await?;
    Ok(Scope::new(site.gate.store.clone(), Arc::new(signed_in.viewer), (site.gate.clock)(), Some(id.0.clone())))
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(field: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|error: T::Err| Error::invalid(field, error.to_string()))
}

/// A file name taken apart: what and in which kind.
fn file(name: &str) -> Result<(&str, FileKind), Error> {
    let (what, ending) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    Ok((what, FileKind::of(ending).ok_or(Error::NotFound)?))
}

fn download(table: &Table, kind: FileKind, name: &str) -> Result<Response, Error> {
    as_file(table::write(table, kind)?, kind, name)
}

fn as_file(bytes: Vec<u8>, kind: FileKind, name: &str) -> Result<Response, Error> {
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::from_str(&disposition).map_err(Error::internal)?;
    let kind = HeaderValue::from_static(kind.media_type());
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

fn answer(result: Result<Response, Error>, id: &RequestId) -> Response {
    result.unwrap_or_else(|error| {
        if let Error::Internal(cause) = &error {
            tracing::error!(%cause, "a file could not be made");
        }
        refusal(error, &id.0)
    })
}

#[derive(Deserialize)]
struct Place {
    subject: String,
    period: String,
    indicator: Option<String>,
}

async fn cockpit(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    Path(name): Path<String>,
    Query(at): Query<Place>,
    headers: HeaderMap,
) -> Response {
    let made = async {
        let scope = scope(&site, &headers, &id).await?;
        let (what, kind) = file(&name)?;
        let indicator = at.indicator.as_deref().map(|text| parse::<IndicatorId>("indicator", text)).transpose()?;
        let view = match what {
            "children" => View::Children,
            "cells" => View::Cells,
            "heat" => View::Heat,
            "trend" => View::Trend(indicator.ok_or_else(|| Error::invalid("indicator", "name the indicator"))?),
            _ => return Err(Error::NotFound),
        };
        let subject: Subject = parse("subject", &at.subject)?;
        let period: Period = parse("period", &at.period)?;
        let table = export::table(&*scope.reader().await?, subject, period, view).await?;
        let file = download(&table, kind, &name)?;
        site.register.export(&scope, &name, format!("{} {period}", at.subject));
        Ok(file)
    };
    answer(made.await, &id)
}

/// What the ledger is narrowed to, as on its page; what is not said does not narrow.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Narrowed {
    direction: Option<String>,
    is_open: Option<String>,
    overdue: Option<String>,
}

impl Narrowed {
    /// The filter of the day.
    fn read(&self, today: NaiveDate) -> Result<Filter, Error> {
        let direction = self.direction.as_deref().map(|text| parse("direction", text)).transpose()?;
        let is_open = self.is_open.as_deref().map(|text| parse("isOpen", text)).transpose()?;
        let overdue = self.overdue.as_deref().map(|text| parse("overdue", text)).transpose()?;
        let due_before = (overdue == Some(true)).then_some(today);
        Ok(Filter { direction, is_open, due_before, ..Filter::default() })
    }

    /// As the audit trail has it.
    fn told(&self) -> String {
        let all = [("direction", &self.direction), ("isOpen", &self.is_open), ("overdue", &self.overdue)];
        let said = all.into_iter().filter_map(|(name, text)| Some(format!("{name}={}", text.as_ref()?)));
        said.collect::<Vec<_>>().join(" ")
    }
}

/// The rectification ledger.
async fn matters(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    Path(name): Path<String>,
    Query(narrowed): Query<Narrowed>,
    headers: HeaderMap,
) -> Response {
    let made = async {
        let scope = scope(&site, &headers, &id).await?;
        let ("ledger", kind) = file(&name)? else { return Err(Error::NotFound) };
        let filter = narrowed.read(local_day(scope.now()))?;
        let file = as_file(ledger::file(&*scope.reader().await?, &filter, kind).await?, kind, &name)?;
        site.register.export(&scope, &name, narrowed.told());
        Ok(file)
    };
    answer(made.await, &id)
}

async fn refused(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    Path((run, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let made = async {
        let scope = scope(&site, &headers, &id).await?;
        let ("refused", kind) = file(&name)? else { return Err(Error::NotFound) };
        let run: RunId = parse("run", &run)?;
        let file = download(&export::refused(&*scope.reader().await?, run).await?, kind, &name)?;
        site.register.export(&scope, &name, format!("run-{run}"));
        Ok(file)
    };
    answer(made.await, &id)
}

/// All rows of a dataset that a run could not use, as the run wrote them.
async fn refused_rows(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    Path((run, dataset)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let made = async {
        let scope = scope(&site, &headers, &id).await?;
        let (run, dataset): (RunId, DatasetId) = (parse("run", &run)?, parse("dataset", &dataset)?);
        let (kept, file) = record::open(&*scope.reader().await?, &site.workshop, run, dataset).await?;
        site.register.export(&scope, &kept.name, format!("run-{run} dataset-{dataset}"));
        let compressed = kept.name.ends_with(".gz");
        let (kind, ending) =
            if compressed { ("application/gzip", "csv.gz") } else { (FileKind::Csv.media_type(), "csv") };
        let name = format!("attachment; filename=\"refused-{run}-{dataset}.{ending}\"");
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(Error::internal)?),
            (header::CONTENT_LENGTH, HeaderValue::from(kept.size)),
        ];
        Ok((headers, Body::from_stream(ReaderStream::new(file))).into_response())
    };
    answer(made.await, &id)
}

#[derive(Deserialize)]
struct From {
    offset: u64,
}

/// How many bytes of an upload are here.
#[derive(serde::Serialize)]
struct Received {
    received: u64,
}

/// A piece of a file that somebody sends.
async fn piece(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    Path(upload): Path<String>,
    Query(from): Query<From>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let taken = async {
        let scope = scope(&site, &headers, &id).await?;
        let upload: UploadId = parse("upload", &upload)?;
        let body = body.map_err(|_| Error::Limit("piece"))?;
        let received = files::take(&scope, &site.vault, upload, from.offset, body).await?;
        Ok(axum::Json(Received { received }).into_response())
    };
    answer(taken.await, &id)
}

/// A file that hangs on a matter, for whoever may see the matter; the audit trail says who had it.
async fn evidence(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let made = async {
        let scope = scope(&site, &headers, &id).await?;
        let file: EvidenceId = parse("evidence", &file)?;
        let (file, bytes) = files::open(&*scope.reader().await?, &site.vault, file).await?;
        site.register.evidence(&scope, &file);
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type())),
            (header::CONTENT_DISPOSITION, attachment(&file.name)?),
            (header::CONTENT_LENGTH, HeaderValue::from(file.size)),
        ];
        Ok((headers, Body::from_stream(bytes)).into_response())
    };
    answer(made.await, &id)
}

/// A name of whatever letters (RFC 6266): plain for old clients, and as it is.
fn attachment(name: &str) -> Result<HeaderValue, Error> {
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || ".-_ ".contains(letter) { letter } else { '_' })
        .collect();
    let whole: String = name.bytes().fold(String::new(), |mut text, byte| {
        match byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            true => text.push(char::from(byte)),
            false => text.push_str(&format!("%{byte:02X}")),
        }
        text
    });
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8\'\'{whole}"))
        .map_err(Error::internal)
}

#[derive(Deserialize)]
struct Of {
    period: String,
}

async fn template(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    Path(name): Path<String>,
    Query(of): Query<Of>,
    headers: HeaderMap,
) -> Response {
    let made = async {
        let scope = scope(&site, &headers, &id).await?;
        let ("template", kind) = file(&name)? else { return Err(Error::NotFound) };
        let period: Period = parse("period", &of.period)?;
        download(&manual::template(&*scope.reader().await?, period).await?, kind, &name)
    };
    answer(made.await, &id)
}

async fn fill(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    Query(of): Query<Of>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let taken = async {
        let scope = scope(&site, &headers, &id).await?;
        let body = body.map_err(|_| Error::Limit("file"))?;
        let period: Period = parse("period", &of.period)?;
        let kind = kind_of(&body);
        let name = format!("{period}.{}", if kind == FileKind::Xlsx { "xlsx" } else { "csv" });
        let session = scope.begin().await?;
        let report = manual::fill(&session, period, &name, &body, kind).await?;
        session.commit().await?;
        Ok(axum::Json(report).into_response())
    };
    answer(taken.await, &id)
}

/// The content decides, not the name: a workbook is a zip archive.
fn kind_of(body: &[u8]) -> FileKind {
    if body.starts_with(b"PK") { FileKind::Xlsx } else { FileKind::Csv }
}

/// The risk register that whoever asks keeps, as a sheet to fill in further.
async fn register(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let made = async {
        let scope = scope(&site, &headers, &id).await?;
        let ("register", kind) = file(&name)? else { return Err(Error::NotFound) };
        let file = download(&sheet::template(&*scope.reader().await?).await?, kind, &name)?;
        site.register.export(&scope, &name, String::new());
        Ok(file)
    };
    answer(made.await, &id)
}

async fn fill_register(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let taken = async {
        let scope = scope(&site, &headers, &id).await?;
        let body = body.map_err(|_| Error::Limit("file"))?;
        let report = sheet::fill(&scope, &body, kind_of(&body)).await?;
        Ok(axum::Json(report).into_response())
    };
    answer(taken.await, &id)
}
