use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{COLUMNS, Record};
use crate::{
    Result,
    db::{Db, Queries},
};

/// What shows that a record stands in the chain as it was sealed, for anybody to recompute.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The record as it is stored now.
    pub record: Record,
    /// The hash of the record before it; of the first one, 32 zero bytes. Nothing while it is not sealed, and nothing
    /// when the record before it is missing.
    pub previous: Option<Vec<u8>>,
    /// What is hashed.
    pub message: Vec<u8>,
    /// The hash that gives now.
    pub recomputed: Vec<u8>,
    /// Place of the chain's last record.
    pub last: i64,
    /// The chain's end.
    pub head: Vec<u8>,
}

impl Proof {
    /// Whether the record is sealed and still what was sealed.
    pub fn holds(&self) -> bool {
        self.previous.is_some() && self.record.hash.as_deref() == Some(self.recomputed.as_slice())
    }
}

#[derive(FromQueryResult)]
struct Head {
    ordinal: i64,
    hash: Vec<u8>,
}

/// The proof of one record, if there is such a record.
///
/// # Errors
/// The database's. A record that does not fit is a finding ([`Proof::holds`]), not an error.
pub async fn proof(db: &Db, id: Uuid) -> Result<Option<Proof>> {
    let sql = format!("SELECT {COLUMNS} FROM kernel_record WHERE id = $1");
    let Some(record) = db.read().one::<Record>(&sql, vec![id.into()]).await? else { return Ok(None) };
    let head: Option<Head> =
        db.read().one("SELECT ordinal, hash FROM kernel_chain WHERE id = 1", vec![]).await?;
    let head = head.unwrap_or(Head { ordinal: 0, hash: vec![0; 32] });
    let previous = match record.ordinal {
        None => None,
        Some(1) => Some(vec![0; 32]),
        Some(ordinal) => {
            let sql = "SELECT hash FROM kernel_record WHERE ordinal = $1";
            db.read().scalar(sql, vec![(ordinal - 1).into()]).await?
        }
    };
    let ordinal = record.ordinal.unwrap_or_default();
    let message = record.message(previous.as_deref().unwrap_or_default(), ordinal);
    let recomputed = record.chained(previous.as_deref().unwrap_or_default(), ordinal);
    Ok(Some(Proof { record, previous, message, recomputed, last: head.ordinal, head: head.hash }))
}
