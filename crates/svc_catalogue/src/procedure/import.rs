//! Taking in files of procedures.

use base::Id;
use kernel::{Act, Ctx, Event, Result, Subject, new_id};
use serde::Serialize;
use ui::Rejected;
use uuid::Uuid;

use super::{
    layers::Layers,
    model::Procedure,
    read::{Reading, read},
    store,
};
use crate::policy::PROCEDURE_EDIT;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Procedures that were not known.
    pub added: usize,
    /// Procedures of which the file says something new.
    pub changed: usize,
    /// Procedures of which it says what was known.
    pub unchanged: usize,
    /// Rows that were not taken, and why.
    pub rejected: Vec<Rejected>,
    /// Codes taken although they do not have the regular form, as a few in the national database do not.
    pub irregular: Vec<String>,
}

/// More changes than this are journalled as "all": the search index then loads the whole catalogue in one go.
const MANY: usize = 200;

#[derive(Serialize)]
struct Imported {
    added: usize,
    changed: usize,
    rejected: usize,
    ids: Ids,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Ids {
    All(&'static str),
    These(Vec<Uuid>),
}

impl Event for Imported {
    const NAME: &'static str = "catalogue.procedure.imported";
}

/// One import, as the journal names it.
struct Batch(Uuid);

impl Subject for Batch {
    const KIND: &'static str = "procedure";
    fn subject_id(&self) -> Uuid {
        self.0
    }
}

/// Takes in a file of any of the shapes [`read`] knows. Good rows go in, all in one act; bad rows come out with the
/// reason. Importing the same file again changes nothing.
///
/// # Errors
/// [`kernel::Error::Forbidden`] without [`PROCEDURE_EDIT`]; the database's. What is wrong in the file is no error.
pub async fn import_procedures(ctx: &Ctx, bytes: &[u8]) -> Result<ImportReport> {
    // Read before the act begins: nobody else can write while it lasts.
    let reading = read(bytes);
    let act = ctx.act(PROCEDURE_EDIT).await?;
    take_in(act, vec![reading], &ctx.today().iso()).await
}

/// What [`import_procedures`] would do with the file; nothing is changed.
///
/// # Errors
/// Those of [`import_procedures`].
pub async fn try_procedures(ctx: &Ctx, bytes: &[u8]) -> Result<ImportReport> {
    let reading = read(bytes);
    let mut act = ctx.act(PROCEDURE_EDIT).await?;
    let (report, _) = write(&mut act, vec![reading], &ctx.today().iso()).await?;
    Ok(report)
}

/// Writes what was read, in one act. `as_of` says of when it is.
pub(super) async fn take_in(mut act: Act, readings: Vec<Reading>, as_of: &str) -> Result<ImportReport> {
    let (report, written) = write(&mut act, readings, as_of).await?;
    if written {
        act.commit().await?;
    }
    Ok(report)
}

/// The writing itself; says whether anything was written.
async fn write(act: &mut Act, readings: Vec<Reading>, as_of: &str) -> Result<(ImportReport, bool)> {
    let mut report = ImportReport::default();
    let mut codes: Vec<&str> = readings.iter().flat_map(|r| &r.rows).map(|(code, _)| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let known = store::known(act, &codes).await?;
    let mut layers: std::collections::BTreeMap<&str, Layers> = codes
        .iter()
        .map(|code| (*code, known.get(*code).map(|p| p.layers.clone()).unwrap_or_default()))
        .collect();
    for (code, layer) in readings.iter().flat_map(|r| &r.rows) {
        if let Some(layers) = layers.get_mut(code.as_str()) {
            layers.put(layer.clone());
        }
    }
    let mut written = Vec::new();
    for (code, layers) in layers {
        let old = known.get(code);
        if old.is_some_and(|old| old.layers == layers) {
            report.unchanged += 1;
            continue;
        }
        let Some(facts) = layers.facts() else { continue };
        if old.is_some() {
            report.changed += 1;
        } else {
            report.added += 1;
        }
        written.push(Procedure {
            id: old.map_or_else(new_id, |old| old.id),
            code: code.to_owned(),
            layers,
            facts,
            as_of: as_of.to_owned(),
            updated_at: act.now(),
            version: 1,
        });
    }
    for reading in readings {
        report.rejected.extend(reading.rejected);
        report.irregular.extend(reading.irregular);
    }
    if written.is_empty() {
        return Ok((report, false));
    }
    store::save(act, &written.iter().collect::<Vec<_>>()).await?;
    let ids: Vec<Uuid> = written.iter().map(|p| Id::uuid(p.id)).collect();
    let imported = Imported {
        added: report.added,
        changed: report.changed,
        rejected: report.rejected.len(),
        ids: if ids.len() > MANY { Ids::All("all") } else { Ids::These(ids) },
    };
    act.touch(super::CATALOGUE);
    act.record(&Batch(new_id::<()>().uuid()), &imported).await?;
    Ok((report, true))
}
