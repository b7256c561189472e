use base::{Id, Timestamp};
use kernel::{
    Act, Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::ConnectionTrait;

use super::model::Linked;
use crate::{Account, account};

/// The account this subject of the issuer is linked with, locked or not.
pub(super) async fn find<C: ConnectionTrait>(db: &C, issuer: &str, subject: &str) -> Result<Option<Account>> {
    let sql = format!(
        "SELECT {} FROM identity_openid i JOIN identity_account a ON a.id = i.account \
         WHERE i.issuer = $1 AND i.subject = $2",
        account::store::COLUMNS
    );
    let row: Option<account::store::Row> = db.one(&sql, vec![issuer.into(), subject.into()]).await?;
    Ok(row.map(Account::from))
}

/// The active accounts of the person with this personal number.
pub(super) async fn by_number<C: ConnectionTrait>(db: &C, number: &str) -> Result<Vec<Account>> {
    let sql = format!(
        "SELECT {} FROM identity_person p JOIN identity_account a ON a.person = p.id \
         WHERE p.citizen_no = $1 AND a.status = 'active' ORDER BY a.id LIMIT 2",
        account::store::COLUMNS
    );
    let rows: Vec<account::store::Row> = db.all(&sql, vec![number.into()]).await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

pub(super) async fn of_account<C: ConnectionTrait>(db: &C, account: Id<Account>) -> Result<Vec<Linked>> {
    #[derive(FromQueryResult)]
    struct Row {
        issuer: String,
        subject: String,
        linked_at: i64,
    }
    let sql = "SELECT issuer, subject, linked_at FROM identity_openid WHERE account = $1 ORDER BY linked_at";
    let rows: Vec<Row> = db.all(sql, vec![account.uuid().into()]).await?;
    let linked = |row: Row| Linked { issuer: row.issuer, subject: row.subject, at: Timestamp(row.linked_at) };
    Ok(rows.into_iter().map(linked).collect())
}

/// Links, unless the subject or the account is linked already; says whether it did.
pub(super) async fn insert(act: &Act, issuer: &str, subject: &str, account: Id<Account>) -> Result<bool> {
    let sql = "INSERT INTO identity_openid (issuer, subject, account, linked_at) \
               SELECT $1, $2, $3, $4 \
               WHERE NOT EXISTS (SELECT 1 FROM identity_openid WHERE issuer = $1 AND account = $3) \
               ON CONFLICT (issuer, subject) DO NOTHING";
    let values = vec![issuer.into(), subject.into(), account.uuid().into(), act.now().0.into()];
    Ok(act.run(sql, values).await? > 0)
}

pub(super) async fn remove(act: &Act, issuer: &str, subject: &str, account: Id<Account>) -> Result<bool> {
    let sql = "DELETE FROM identity_openid WHERE issuer = $1 AND subject = $2 AND account = $3";
    Ok(act.run(sql, vec![issuer.into(), subject.into(), account.uuid().into()]).await? > 0)
}

/// Whether the account's owner could sign in without its links: by a password of their own, or a passkey.
pub(super) async fn has_other_means(act: &Act, account: Id<Account>) -> Result<bool> {
    let sql = "SELECT count(*) FROM identity_account a WHERE a.id = $1 \
               AND (a.password <> $2 OR EXISTS (SELECT 1 FROM identity_passkey k WHERE k.account = a.id))";
    let values = vec![account.uuid().into(), account::NOBODYS.into()];
    let found: Option<i64> = act.scalar(sql, values).await?;
    Ok(found.unwrap_or(0) > 0)
}
