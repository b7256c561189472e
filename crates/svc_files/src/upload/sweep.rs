use base::Timestamp;
use kernel::{App, Result};

use super::store;
use crate::vault::Vault;

const CHUNK: u32 = 500;

/// Removes uploads whose time is over, with their pieces, and figures of days gone by.
pub(crate) async fn sweep(app: &App, vault: &Vault, now: Timestamp) -> Result<()> {
    loop {
        let expired = store::expired(app.db().read(), now, CHUNK).await?;
        if expired.is_empty() {
            break;
        }
        for id in expired {
            for part in store::parts(app.db().read(), id).await? {
                vault.remove(&part.object).await?;
            }
            store::remove(app, id).await?;
        }
    }
    store::forget_usage(app, now.local_date().plus_days(-2)).await
}
