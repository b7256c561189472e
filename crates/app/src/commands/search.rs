use kernel::App;

use crate::{cli::SearchAction, say::say};

/// `songcau search rebuild`.
pub async fn search(app: &App, action: SearchAction) -> anyhow::Result<()> {
    let SearchAction::Rebuild = action;
    let began = std::time::Instant::now();
    let count = svc_search::rebuild(app).await?;
    say!("{count} documents indexed in {} ms", began.elapsed().as_millis());
    Ok(())
}
