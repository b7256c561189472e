use kernel::{Ctx, Result};

/// How many procedures the catalogue holds; `None` without a catalogue.
///
/// # Errors
/// The database's.
pub async fn count(_ctx: &Ctx) -> Result<Option<usize>> {
    Ok(None)
}
