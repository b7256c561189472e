use base::Timestamp;
use kernel::{
    App, Result,
    db::{FromQueryResult, Queries as _},
    journal::Report,
    new_id,
};

/// Results kept: more than a year of days.
const KEPT: i64 = 400;

/// What one walk over the chain found.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Verification {
    /// When it began, in milliseconds UTC.
    pub at: i64,
    /// How long it took, in milliseconds.
    pub took: i64,
    /// Records proved.
    pub sealed: i64,
    /// Records waiting to be sealed.
    pub unsealed: i64,
    /// The first record that does not fit, and why; empty when the chain is whole.
    pub broken: String,
    /// The chain's end, hexadecimal.
    pub head: String,
}

impl Verification {
    /// When it began.
    pub fn at(&self) -> Timestamp {
        Timestamp(self.at)
    }

    /// Whether every record was as it was sealed.
    pub fn is_whole(&self) -> bool {
        self.broken.is_empty()
    }
}

/// The end of the chain as it stands.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub(super) struct Head {
    pub ordinal: i64,
    pub hash: Vec<u8>,
}

pub(super) async fn head(app: &App) -> Result<(Head, i64)> {
    let db = app.db().read();
    let head = db.one("SELECT ordinal, hash FROM kernel_chain WHERE id = 1", vec![]).await?;
    let waiting = db.scalar("SELECT count(*) FROM kernel_record WHERE ordinal IS NULL", vec![]).await?;
    Ok((head.unwrap_or_default(), waiting.unwrap_or_default()))
}

/// What the last walk found, if there was one.
///
/// # Errors
/// The database's.
pub async fn last_verification(app: &App) -> Result<Option<Verification>> {
    Ok(verifications(app, 1).await?.into_iter().next())
}

/// The last walks, newest first.
pub(super) async fn verifications(app: &App, limit: u64) -> Result<Vec<Verification>> {
    let sql = format!(
        "SELECT at, took, sealed, unsealed, broken, head FROM audit_verification \
         ORDER BY at DESC, id DESC LIMIT {limit}"
    );
    app.db().read().all(&sql, vec![]).await
}

/// Keeps what a walk found. It says nothing about the province's own things, so the journal stays free of it.
pub(super) async fn keep(app: &App, began: Timestamp, report: Report) -> Result<Verification> {
    let found = Verification {
        at: began.0,
        took: app.clock().now().0 - began.0,
        sealed: report.sealed,
        unsealed: report.unsealed,
        broken: report.broken.unwrap_or_default(),
        head: report.head,
    };
    let sql = "INSERT INTO audit_verification (id, at, took, sealed, unsealed, broken, head) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = vec![
        new_id::<()>().uuid().into(),
        found.at.into(),
        found.took.into(),
        found.sealed.into(),
        found.unsealed.into(),
        found.broken.clone().into(),
        found.head.clone().into(),
    ];
    app.keep_house(sql, values).await?;
    // What was found broken stays.
    let old = format!(
        "DELETE FROM audit_verification WHERE broken = '' AND id NOT IN \
         (SELECT id FROM audit_verification ORDER BY at DESC, id DESC LIMIT {KEPT})"
    );
    app.keep_house(&old, vec![]).await?;
    Ok(found)
}
