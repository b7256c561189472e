use sea_orm::FromQueryResult;

use super::{COLUMNS, Record};
use crate::{
    Result,
    db::{Db, Queries},
};

/// What walking the chain found.
#[derive(Debug, PartialEq, Eq)]
pub struct Report {
    /// Records whose place and content were proved.
    pub sealed: i64,
    /// Records committed and not yet sealed.
    pub unsealed: i64,
    /// The first record that does not fit, and why; `None` when the chain is whole.
    pub broken: Option<String>,
    /// The chain's end, hexadecimal: noted elsewhere, it proves later that nothing before it was changed.
    pub head: String,
}

#[derive(FromQueryResult)]
struct Head {
    ordinal: i64,
    hash: Vec<u8>,
}

/// Walks the whole chain from its beginning and recomputes every hash. The program may go on sealing meanwhile: the
/// end is read first, and what is sealed after it is not looked at.
///
/// # Errors
/// The database's. A broken chain is a finding, not an error.
pub async fn verify(db: &Db) -> Result<Report> {
    let head: Option<Head> =
        db.read().one("SELECT ordinal, hash FROM kernel_chain WHERE id = 1", vec![]).await?;
    let end = head.as_ref().map_or(i64::MAX, |h| h.ordinal);
    let mut previous = vec![0; 32];
    let mut ordinal = 0;
    let mut broken = None;
    let sql = format!(
        "SELECT {COLUMNS} FROM kernel_record WHERE ordinal > $1 AND ordinal <= $2 ORDER BY ordinal LIMIT 1000"
    );
    'walk: loop {
        let records: Vec<Record> = db.read().all(&sql, vec![ordinal.into(), end.into()]).await?;
        if records.is_empty() {
            break;
        }
        for record in records {
            let expected = ordinal + 1;
            if record.ordinal != Some(expected) {
                let next = record.ordinal.unwrap_or_default();
                broken = Some(format!("record {expected} is missing; next is {next} ({})", record.id));
                break 'walk;
            }
            let hash = record.chained(&previous, expected);
            if record.hash.as_deref() != Some(hash.as_slice()) {
                broken = Some(format!("record {expected} ({}) was changed", record.id));
                break 'walk;
            }
            previous = hash;
            ordinal = expected;
        }
    }
    if broken.is_none() {
        broken = match head {
            Some(head) if head.ordinal != ordinal => {
                Some(format!("the chain ends at record {ordinal}, but {} had been sealed", head.ordinal))
            }
            Some(head) if head.hash != previous => {
                Some(format!("the chain's end does not fit record {ordinal}"))
            }
            None if ordinal > 0 => Some("the chain's end is missing".to_owned()),
            _ => None,
        };
    }
    let unsealed: Option<i64> =
        db.read().scalar("SELECT count(*) FROM kernel_record WHERE ordinal IS NULL", vec![]).await?;
    Ok(Report { sealed: ordinal, unsealed: unsealed.unwrap_or(0), broken, head: hex::encode(previous) })
}
