//! What nobody took is swept after a day: uploads that were left, files that were removed, contents nothing refers to,
//! and objects no row names.

use std::{collections::HashSet, time::Duration};

use base::Timestamp;
use futures_util::StreamExt as _;
use kernel::{App, Result};

use super::{BLOBS, VARIANTS, store};
use crate::{Files, file, upload};

/// The job's name.
pub(crate) const NAME: &str = "files.sweep";
/// How long things wait for somebody to take them.
const PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);
const CHUNK: u32 = 500;

/// Sweeps once.
pub(crate) async fn sweep(app: App) -> Result<()> {
    let files = app.part::<Files>()?;
    let now = app.clock().now();
    let before = Timestamp(now.0 - PATIENCE.as_millis() as i64);
    upload::sweep(&app, &files.vault, now).await?;
    file::store::forget_removed(&app, before).await?;
    loop {
        let unused = store::unused(app.db().read(), before, CHUNK).await?;
        let mut forgotten = 0;
        for blob in &unused {
            // Asked again inside the statement: somebody may have sent the same content meanwhile.
            if store::forget(&app, &blob.sha256, before).await? {
                forgotten += 1;
                files.vault.remove(&blob.object).await?;
                for variant in &blob.variants {
                    files.vault.remove(&variant.object).await?;
                }
            }
        }
        if forgotten == 0 {
            break;
        }
    }
    strays(&app, &files, before).await?;
    clear_bench(&files, before);
    Ok(())
}

/// Objects without a row: what a power cut left between the two.
async fn strays(app: &App, files: &Files, before: Timestamp) -> Result<()> {
    let mut known_variants: Option<HashSet<String>> = None;
    for below in [BLOBS, VARIANTS, upload::PARTS] {
        let mut list = files.vault.list(below);
        while let Some(chunk) = list.next().await {
            let old: Vec<String> = chunk?
                .into_iter()
                .filter(|listed| listed.at < before.0)
                .map(|listed| listed.object)
                .collect();
            if old.is_empty() {
                continue;
            }
            let known: HashSet<String> = match below {
                BLOBS => store::known(app.db().read(), &old).await?.into_iter().collect(),
                upload::PARTS => upload::known(app.db().read(), &old).await?.into_iter().collect(),
                _ => {
                    if known_variants.is_none() {
                        known_variants = Some(all_variants(app).await?);
                    }
                    let all = known_variants.get_or_insert_default();
                    old.iter().filter(|object| all.contains(*object)).cloned().collect()
                }
            };
            for object in old.iter().filter(|object| !known.contains(*object)) {
                files.vault.remove(object).await?;
            }
        }
    }
    Ok(())
}

async fn all_variants(app: &App) -> Result<HashSet<String>> {
    let mut all = HashSet::new();
    let mut last = String::new();
    loop {
        let blobs = store::after(app.db().read(), &last, CHUNK).await?;
        let Some(end) = blobs.last() else { return Ok(all) };
        last.clone_from(&end.sha256);
        all.extend(blobs.into_iter().flat_map(|blob| blob.variants).map(|variant| variant.object));
    }
}

/// Files a stopped program left half put together. Nothing depends on it: what cannot be read is left.
fn clear_bench(files: &Files, before: Timestamp) {
    let Ok(entries) = std::fs::read_dir(files.vault.bench_folder()) else { return };
    for entry in entries.flatten() {
        let written = entry.metadata().and_then(|m| m.modified()).ok();
        let at = written.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        if at.is_some_and(|at| (at.as_millis() as i64) < before.0) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
