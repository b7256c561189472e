use std::process::ExitCode;

use kernel::{App, journal};

use crate::cli::AuditAction;

/// `songcau audit verify`.
pub async fn audit(app: &App, action: AuditAction) -> anyhow::Result<ExitCode> {
    let AuditAction::Verify = action;
    let report = journal::verify(app.db()).await?;
    println!("sealed\t{}\nunsealed\t{}\nhead\t{}", report.sealed, report.unsealed, report.head);
    match report.broken {
        None => {
            println!("whole");
            Ok(ExitCode::SUCCESS)
        }
        Some(broken) => {
            println!("broken\t{broken}");
            Ok(ExitCode::from(1))
        }
    }
}
