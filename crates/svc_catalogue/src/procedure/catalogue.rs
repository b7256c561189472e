//! The model province's catalogue: three files of the national database, in the program.

use kernel::{Ctx, Result};

use super::{
    import::{ImportReport, take_in},
    read::read,
};
use crate::policy::PROCEDURE_EDIT;

const INDEX: &[u8] = include_bytes!("../../../../data/tthc_index.csv");
const CONDENSED: &[u8] = include_bytes!("../../../../data/tthc_core.csv");
const FULL: &[u8] = include_bytes!("../../../../data/tthc_samples.json");
/// Of when the files are, as `data/README.md` says.
const AS_OF: &str = "2026-07";

/// Loads the 3,789 procedures of the model province: the index, 30 of them condensed, 68 in full. Loading them again
/// changes nothing.
///
/// # Errors
/// [`kernel::Error::Forbidden`] without the permission to edit procedures; the database's.
pub async fn load_model_catalogue(ctx: &Ctx) -> Result<ImportReport> {
    // Read before the act begins: nobody else can write while it lasts.
    let readings = [INDEX, CONDENSED, FULL].into_iter().map(read).collect();
    let act = ctx.act(PROCEDURE_EDIT).await?;
    take_in(act, readings, AS_OF).await
}
