//! What happened, in order, provably.
//!
//! Every act writes its records in its own transaction, unordered ([`Record`]). One sealer follows the commits, gives
//! each record its ordinal and chains it by hash ([`seal`]). Consumers follow the ordinals with a cursor of their own
//! ([`follow`]): nothing is skipped when transactions commit out of order. [`verify`] walks the chain.

mod follow;
mod proof;
mod seal;
mod verify;

use base::{Actor, Timestamp};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Ctx, Result, db::Queries};

pub use follow::{Consume, follow};
pub use proof::{Proof, proof};
pub use seal::{run_sealer, seal_pending};
pub use verify::{Report, verify};

/// Something that happened, in the past tense: `portal.article.published`.
pub trait Event: Serialize {
    /// `module.noun.verbed`.
    const NAME: &'static str;
}

/// A thing acts are done to.
pub trait Subject {
    /// Its kind: `article`, `agency`.
    const KIND: &'static str;
    /// Its identifier.
    fn subject_id(&self) -> Uuid;
    /// The agency it belongs to, if any.
    fn agency_id(&self) -> Option<Uuid> {
        None
    }
}

impl Ctx {
    /// Where the history of a thing is read, without language prefix: for a link on the thing's own screen. Nothing for
    /// whoever may read none of it.
    ///
    /// # Errors
    /// The database's.
    pub async fn history<S: Subject>(&self, thing: &S) -> Result<Option<String>> {
        match self.app().modules().iter().find_map(|m| m.history) {
            Some(history) => history(self.clone(), S::KIND, thing.subject_id()).await,
            None => Ok(None),
        }
    }
}

/// A record of the journal.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Record {
    /// Its identifier.
    pub id: Uuid,
    /// When, in milliseconds UTC.
    pub at: i64,
    /// Who: `account:{id}`, `account:{id} for:{id}` in somebody's place, `system:{name}` or `anonymous`.
    pub actor: String,
    /// What: the event's name.
    pub act: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which thing.
    pub subject_id: Uuid,
    /// Of which agency.
    pub agency_id: Option<Uuid>,
    /// Keys of cached pages that changed with it, as a JSON list.
    pub touched: String,
    /// The event, as JSON.
    pub data: String,
    /// Its place in the chain, once sealed.
    pub ordinal: Option<i64>,
    /// The chain's hash up to and including it, once sealed.
    pub hash: Option<Vec<u8>>,
}

/// The columns of a [`Record`].
pub const COLUMNS: &str =
    "id, at, actor, act, subject_kind, subject_id, agency_id, touched, data, ordinal, hash";

/// What has happened to one thing, newest first.
///
/// # Errors
/// The database's.
pub async fn history<C: Queries>(db: &C, kind: &str, id: Uuid, most: u64) -> Result<Vec<Record>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM kernel_record WHERE subject_kind = $1 AND subject_id = $2 \
         ORDER BY at DESC, id DESC LIMIT {most}"
    );
    db.all(&sql, vec![kind.into(), id.into()]).await
}

impl Record {
    /// When it happened.
    pub fn at(&self) -> Timestamp {
        Timestamp(self.at)
    }

    /// The account that did it, if one did.
    pub fn account(&self) -> Option<Uuid> {
        account_of(&self.actor)
    }

    /// The account in whose place it was done, if in somebody's.
    pub fn in_place_of(&self) -> Option<Uuid> {
        self.actor.split_once(" for:")?.1.parse().ok()
    }

    /// The keys of cached pages that changed with it.
    pub fn touched(&self) -> Vec<String> {
        serde_json::from_str(&self.touched).unwrap_or_default()
    }

    /// The event's fields.
    pub fn event(&self) -> Json {
        serde_json::from_str(&self.data).unwrap_or(Json::Null)
    }

    /// SHA-256 over [`Record::message`].
    fn chained(&self, previous: &[u8], ordinal: i64) -> Vec<u8> {
        Sha256::digest(self.message(previous, ordinal)).to_vec()
    }

    /// What is hashed: the previous hash, the ordinal and every field, each preceded by its length (8 bytes, the highest
    /// first) so that no two different records spell the same bytes.
    fn message(&self, previous: &[u8], ordinal: i64) -> Vec<u8> {
        let agency = self.agency_id.unwrap_or_default();
        let fields: [&[u8]; 11] = [
            previous,
            &ordinal.to_be_bytes(),
            self.id.as_bytes(),
            &self.at.to_be_bytes(),
            self.actor.as_bytes(),
            self.act.as_bytes(),
            self.subject_kind.as_bytes(),
            self.subject_id.as_bytes(),
            agency.as_bytes(),
            self.touched.as_bytes(),
            self.data.as_bytes(),
        ];
        let mut message = Vec::with_capacity(fields.iter().map(|field| field.len() + 8).sum());
        for field in fields {
            message.extend((field.len() as u64).to_be_bytes());
            message.extend(field);
        }
        message
    }
}

/// The account an actor's name in journal or access log stands for, if it is one's.
pub fn account_of(actor: &str) -> Option<Uuid> {
    actor.strip_prefix("account:")?.split(' ').next()?.parse().ok()
}

/// How the journal names an account.
pub(crate) fn account_name(id: Uuid) -> String {
    format!("account:{id}")
}

/// How the journal names an actor: by identifier, never by person.
pub(crate) fn actor_name(actor: &Actor, in_place_of: Option<Uuid>) -> String {
    match (actor, in_place_of) {
        (Actor::Anonymous, _) => "anonymous".to_owned(),
        (Actor::System(name), _) => format!("system:{name}"),
        (Actor::Account(account), None) => account_name(account.id),
        (Actor::Account(account), Some(lender)) => format!("account:{} for:{lender}", account.id),
    }
}
