//! Whether every content is where its row says, as large and, if looked at closely, the same byte for byte.

use futures_util::StreamExt as _;
use kernel::{App, Error, Finding, Result};
use sha2::{Digest as _, Sha256};

use crate::{
    blob::{self, BLOBS, Blob, VARIANTS},
    vault::Vault,
};

/// How many contents are read even without being asked to read all.
const SAMPLE: usize = 20;
/// How many faults are named one by one.
const NAMED: usize = 20;
const CHUNK: u32 = 500;

/// Looks at every content; reads all of them if `thorough`, otherwise the first few.
pub(crate) async fn look(app: App, thorough: bool) -> Result<Vec<Finding>> {
    let vault = Vault::open(app.config())?;
    let mut sizes = vault.sizes(BLOBS).await?;
    sizes.extend(vault.sizes(VARIANTS).await?);
    let (mut last, mut read, mut faults) = (String::new(), 0, Vec::new());
    loop {
        let blobs = blob::store::after(app.db().read(), &last, CHUNK).await?;
        let Some(end) = blobs.last() else { break };
        last.clone_from(&end.sha256);
        for blob in &blobs {
            if let Some(fault) = missing(blob, &sizes) {
                faults.push(fault);
            } else if thorough || read < SAMPLE {
                read += 1;
                faults.extend(changed(&vault, blob).await?);
            }
        }
    }
    let count = blob::store::count(app.db().read()).await?;
    let mut findings: Vec<Finding> = faults.iter().take(NAMED).cloned().collect();
    if faults.len() > NAMED {
        findings.push(wrong(format!("files: {} more like these", faults.len() - NAMED)));
    }
    if faults.is_empty() {
        let what = format!("files: {count} contents kept, {read} of them read");
        findings.push(Finding { good: true, what, advice: String::new() });
    }
    Ok(findings)
}

fn missing(blob: &Blob, sizes: &std::collections::HashMap<String, u64>) -> Option<Finding> {
    let expected =
        std::iter::once((&blob.object, blob.size)).chain(blob.variants.iter().map(|v| (&v.object, v.size)));
    for (object, size) in expected {
        match sizes.get(object) {
            None => return Some(wrong(format!("file content missing: {object}"))),
            Some(found) if *found != size => {
                return Some(wrong(format!("file content has {found} bytes instead of {size}: {object}")));
            }
            Some(_) => {}
        }
    }
    None
}

async fn changed(vault: &Vault, blob: &Blob) -> Result<Option<Finding>> {
    let mut digest = Sha256::new();
    if let Some(mut flow) = vault.flow(&blob.object, None).await? {
        while let Some(bytes) = flow.next().await {
            digest.update(bytes.map_err(|e| Error::Unavailable(e.into()))?);
        }
    }
    let same = hex::encode(digest.finalize()) == blob.sha256;
    Ok((!same).then(|| wrong(format!("file content changed: {}", blob.object))))
}

fn wrong(what: String) -> Finding {
    let advice =
        "restore this object from a backup of the place for files (files_url); its name holds its SHA-256";
    Finding { good: false, what, advice: advice.to_owned() }
}
