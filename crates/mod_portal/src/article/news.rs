//! The model province's news.

use kernel::{Ctx, Result};

/// Stub.
pub async fn load_model_news(_: &Ctx) -> Result<()> {
    Ok(())
}
