use kernel::{App, Result, journal};

use super::store::{self, Verification};

/// Walks the chain and keeps what was found, for the screen and for `songcau doctor`. Runs once a day.
///
/// # Errors
/// The database's. A broken chain is a finding, not an error.
pub async fn verify(app: &App) -> Result<Verification> {
    let began = app.clock().now();
    let report = journal::verify(app.db()).await?;
    if let Some(broken) = &report.broken {
        tracing::error!(broken, "the journal's chain does not hold");
    }
    store::keep(app, began, report).await
}
