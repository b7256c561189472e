use kernel::App;

use crate::say::say;

/// `songcau migrate`.
pub async fn migrate(app: &App) -> anyhow::Result<()> {
    let applied = app.migrate().await?;
    for name in &applied {
        say!("applied\t{name}");
    }
    say!("{} applied, schema is up to date", applied.len());
    Ok(())
}
