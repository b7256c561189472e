use std::fmt;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use sea_orm::{DbErr, RuntimeErr};
use ui::{FormState, Message};

/// What a handler or an act answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done, in the few ways a person can be told. One place turns each into a page or a
/// fragment (`http::face`).
#[derive(Debug)]
pub enum Error {
    /// There is no such thing, or this actor may not know that there is. 404.
    NotFound,
    /// Nobody is signed in. Leads to the sign-in page and back. 401.
    SignIn,
    /// Signed in, knows of it, but may not. 403.
    Forbidden,
    /// The input needs correcting; every value and every fault is in the form. 422.
    Invalid(Box<FormState>),
    /// It cannot be done in the present state; the message says what to do. 409.
    Conflict(Message),
    /// The request does not hold together (forged or outdated token, broken encoding). 400.
    BadRequest(Message),
    /// Too much at once; the message says how much may be sent. 413.
    TooLarge(Message),
    /// Too often. 429.
    TooMany,
    /// Refused in a way some protocol has its own status for.
    Status(StatusCode, Message),
    /// The database does not answer just now. 503.
    Unavailable(anyhow::Error),
    /// Our fault. The chain of causes is logged once, where it is turned into an answer. 500.
    Internal(anyhow::Error),
}

impl Error {
    /// The HTTP status this becomes.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Status(status, _) => *status,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A fault of the program, with what was being attempted.
    pub fn internal(what: impl fmt::Display + fmt::Debug + Send + Sync + 'static) -> Self {
        Self::Internal(anyhow::Error::msg(what))
    }

    /// The same conflict for every stale form: somebody else changed the row meanwhile.
    pub fn stale() -> Self {
        Self::Conflict(Message::new("kernel.error.stale"))
    }

    /// Whether the form was opened before somebody else's change.
    pub fn is_stale(&self) -> bool {
        matches!((self, Self::stale()), (Self::Conflict(said), Self::Conflict(stale)) if said.key() == stale.key())
    }

    /// Whether the database refused the row because another one already has that key.
    pub fn is_duplicate(error: &DbErr) -> bool {
        matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::SignIn => f.write_str("sign-in needed"),
            Self::Forbidden => f.write_str("forbidden"),
            Self::Invalid(form) => write!(f, "{} fields need correcting", form.errors().len()),
            Self::Conflict(message) => write!(f, "conflict: {}", message.key()),
            Self::BadRequest(message) => write!(f, "bad request: {}", message.key()),
            Self::TooLarge(_) => f.write_str("request too large"),
            Self::Status(status, message) => write!(f, "{status}: {}", message.key()),
            Self::TooMany => f.write_str("too many requests"),
            Self::Unavailable(_) => f.write_str("database unavailable"),
            Self::Internal(source) => write!(f, "internal: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Internal(source) | Self::Unavailable(source) => Some(source.as_ref()),
            _ => None,
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let unreachable = match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
            DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => {
                e.as_database_error().is_none()
            }
            _ => false,
        };
        if unreachable { Self::Unavailable(error.into()) } else { Self::Internal(error.into()) }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// Carries the error to the place that knows the request and can speak to its sender.
#[derive(Clone)]
pub(crate) struct Refused(pub(crate) std::sync::Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Refused(std::sync::Arc::new(self)));
        response
    }
}
