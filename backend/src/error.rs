//! The errors of the server: each knows the code it travels under. What the cause was stays in the log.

use sea_orm::{DbErr, RuntimeErr, SqlxError};
use shared::error::{ErrorCode, Refusal};
use shared::period::SpanError;

/// One field of an input that is not of the form asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The path of the field, such as `input.code`.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// Why a use-case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or the token is not good.
    #[error("sign in first")]
    Unauthenticated,
    /// There is no such thing among what the viewer may see.
    #[error("there is no such thing among what you may see")]
    NotFound,
    /// Visible, but not permitted.
    #[error("you may see this, but not do that to it")]
    Forbidden,
    /// Fields that are not of the form asked for.
    #[error("{}", invalid_text(.0))]
    Invalid(Vec<FieldError>),
    /// A rule said no.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// Somebody else changed it meanwhile.
    #[error("somebody changed this since you read it: read it again")]
    Stale,
    /// A limit was passed.
    #[error("the limit `{0}` was passed")]
    Limit(&'static str),
    /// Too many attempts.
    #[error("too many attempts: wait a minute")]
    RateLimited,
    /// It cannot be done now.
    #[error("{0}")]
    Unavailable(String),
    /// A fault of the server; the cause is for the log alone.
    #[error("the server failed; the request id finds the cause in its log")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

fn invalid_text(fields: &[FieldError]) -> String {
    fields.iter().map(|field| format!("{}: {}", field.field, field.message)).collect::<Vec<_>>().join("; ")
}

impl Error {
    /// One invalid field.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// A fault of the server.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// The code it travels under.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Unauthenticated => ErrorCode::Unauthenticated,
            Self::NotFound => ErrorCode::NotFound,
            Self::Forbidden => ErrorCode::Forbidden,
            Self::Invalid(_) => ErrorCode::Invalid,
            Self::Refused(_) => ErrorCode::Refused,
            Self::Stale => ErrorCode::Stale,
            Self::Limit(_) => ErrorCode::Limit,
            Self::RateLimited => ErrorCode::RateLimited,
            Self::Unavailable(_) => ErrorCode::Unavailable,
            Self::Internal(_) => ErrorCode::Internal,
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => {
                Self::Unavailable("the database does not answer".to_owned())
            }
            other => match hindrance(&other) {
                Some(hindrance) => {
                    tracing::error!(cause = %other, "the database cannot do its work");
                    Self::Unavailable(hindrance.to_owned())
                }
                None => Self::internal(other),
            },
        }
    }
}

/// What keeps the database from its work without a fault of ours, where its code says so. The transaction it happened in is undone.
fn hindrance(error: &DbErr) -> Option<&'static str> {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = error else {
        return None;
    };
    let SqlxError::Database(cause) = cause.as_ref() else { return None };
    let code = cause.code()?;
    let full = "the disk of the database is full: nothing was changed; make room and try again";
    let read_only = "the database can only be read: nothing was changed; make its file and its folder writable";
    if cause.try_downcast_ref::<sea_orm::SqlxPostgresError>().is_some() {
        return match code.as_ref() {
            "53100" => Some(full),
            "25006" => Some(read_only),
            "53200" | "53300" | "57P01" | "57P02" | "57P03" => {
                Some("the database is overloaded or stopping: try again")
            }
            _ => None,
        };
    }
    // SQLite keeps the kind of an error in the low byte of its number.
    match code.parse::<u32>().ok()? & 0xff {
        5 | 6 => Some("another writer holds the database: nothing was changed; try again"),
        8 => Some(read_only),
        10 => Some("the disk of the database fails or is full: nothing was changed; the server's log has the cause"),
        13 => Some(full),
        _ => None,
    }
}

impl From<SpanError> for Error {
    fn from(why: SpanError) -> Self {
        Self::invalid("to", why.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}
