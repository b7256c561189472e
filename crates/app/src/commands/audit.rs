use std::process::ExitCode;

use anyhow::Context as _;
use kernel::{App, journal};
use uuid::Uuid;

use crate::{cli::AuditAction, say::say};

/// `songcau audit`.
pub async fn audit(app: &App, action: AuditAction) -> anyhow::Result<ExitCode> {
    match action {
        AuditAction::Verify => verify(app).await,
        AuditAction::Proof { id } => proof(app, id).await,
    }
}

async fn proof(app: &App, id: Uuid) -> anyhow::Result<ExitCode> {
    let proof = journal::proof(app.db(), id).await?.context("there is no record with this identifier")?;
    say!("{}", svc_audit::proof_text(&proof).trim_end());
    Ok(if proof.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

async fn verify(app: &App) -> anyhow::Result<ExitCode> {
    let report = journal::verify(app.db()).await?;
    say!("sealed\t{}\nunsealed\t{}\nhead\t{}", report.sealed, report.unsealed, report.head);
    match report.broken {
        None => {
            say!("whole");
            Ok(ExitCode::SUCCESS)
        }
        Some(broken) => {
            say!("broken\t{broken}");
            Ok(ExitCode::from(1))
        }
    }
}
