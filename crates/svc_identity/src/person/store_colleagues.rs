//! Who serves where somebody does, and how they are reached.

use base::{Id, LocalDate, Phone, text};
use kernel::{
    Result,
    db::{FromQueryResult, Queries as _, Value, like_prefix},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::colleagues::Colleague;
use crate::Account;

/// Those who serve on the day `$2` at agencies where the account `$1` has a role or its person a post.
const SERVING: &str = "FROM identity_post s JOIN identity_person p ON p.id = s.person JOIN org_agency o ON o.id = s.agency \
    WHERE s.valid_from <= $2 AND (s.valid_to IS NULL OR s.valid_to >= $2) \
      AND (s.agency IN (SELECT g.agency FROM identity_grant g WHERE g.account = $1 AND g.ended_at IS NULL \
                        AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2)) \
        OR s.agency IN (SELECT own.agency FROM identity_post own \
                        JOIN identity_account a ON a.person = own.person AND a.id = $1 \
                        WHERE own.valid_from <= $2 AND (own.valid_to IS NULL OR own.valid_to >= $2)))";

/// The account by which a colleague signs in, unless it is one's own.
const ACCOUNT: &str = "(SELECT c.id FROM identity_account c WHERE c.person = p.id AND c.status = 'active' AND c.id <> $1 \
                       ORDER BY c.login LIMIT 1)";

/// One page of the colleagues whose name contains the words, by agency and given name, and how many there are in all.
/// Telephone and mail address are what colleagues need; nothing else is read.
pub(super) async fn page<C: ConnectionTrait>(
    db: &C,
    (own, today): (Uuid, LocalDate),
    words: &str,
    limit: u64,
    offset: u64,
) -> Result<(Vec<Colleague>, u64)> {
    #[derive(FromQueryResult)]
    struct Serving {
        account: Option<Uuid>,
        name: String,
        title: String,
        unit: String,
        agency: String,
        phone: Option<String>,
        email: Option<String>,
    }
    let from = format!("{SERVING} AND p.found_by LIKE $3 ESCAPE '\\'");
    let found = format!("%{}", like_prefix(&text::fold(words)));
    let values: Vec<Value> = vec![own.into(), today.iso().into(), found.into()];
    let total: Option<i64> = db.scalar(&format!("SELECT count(*) {from}"), values.clone()).await?;
    let sql = format!(
        "SELECT {ACCOUNT} AS account, p.full_name AS name, s.title, s.unit, o.full_name AS agency, p.phone, p.email \
         {from} ORDER BY o.path, p.name_key, p.id LIMIT {limit} OFFSET {offset}"
    );
    let rows: Vec<Serving> = db.all(&sql, values).await?;
    let colleague = |row: Serving| {
        let phone = row.phone.and_then(|n| Phone::parse(&n).ok());
        Colleague {
            account: row.account.map(Id::from_uuid),
            name: row.name,
            title: row.title,
            unit: row.unit,
            agency: row.agency,
            dial: phone.as_ref().map(|n| n.text().to_owned()).unwrap_or_default(),
            phone: phone.as_ref().map(Phone::national).unwrap_or_default(),
            email: row.email.unwrap_or_default(),
        }
    };
    Ok((rows.into_iter().map(colleague).collect(), total.unwrap_or(0).max(0).cast_unsigned()))
}

/// A colleague who can stand in: by the account, with what tells people of one name apart.
pub(crate) struct StandIn {
    pub account: Id<Account>,
    pub name: String,
    pub title: String,
    pub agency: String,
}

/// The colleagues who sign in here, by given name, each once; of them one alone, if asked for.
pub(crate) async fn stand_ins<C: ConnectionTrait>(
    db: &C,
    (own, today): (Id<Account>, LocalDate),
    only: Option<Id<Account>>,
    limit: usize,
) -> Result<Vec<StandIn>> {
    #[derive(FromQueryResult)]
    struct Serving {
        account: Uuid,
        name: String,
        title: String,
        agency: String,
    }
    let mut values: Vec<Value> = vec![own.uuid().into(), today.iso().into()];
    let mut account = format!("{ACCOUNT} IS NOT NULL");
    if let Some(only) = only {
        values.push(only.uuid().into());
        account = format!("{ACCOUNT} = $3");
    }
    let sql = format!(
        "SELECT {ACCOUNT} AS account, p.full_name AS name, s.title, o.full_name AS agency {SERVING} AND {account} \
         ORDER BY p.name_key, p.id, CASE WHEN s.main THEN 0 ELSE 1 END, s.id LIMIT {limit}"
    );
    let mut rows: Vec<Serving> = db.all(&sql, values).await?;
    rows.dedup_by_key(|row| row.account);
    let stand_in = |row: Serving| StandIn {
        account: row.account.into(),
        name: row.name,
        title: row.title,
        agency: row.agency,
    };
    Ok(rows.into_iter().map(stand_in).collect())
}
