use kernel::App;

/// `songcau migrate`.
pub async fn migrate(app: &App) -> anyhow::Result<()> {
    let applied = app.migrate().await?;
    for name in &applied {
        println!("applied\t{name}");
    }
    println!("{} applied, schema is up to date", applied.len());
    Ok(())
}
