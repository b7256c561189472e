use base::{Id, Timestamp};
use kernel::{
    Act, App, Result,
    db::{FromQueryResult, Queries as _},
    new_id,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::model::{Link, Purpose};
use crate::{Account, account::NOBODYS};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    purpose: String,
    account: Uuid,
}

pub(super) async fn insert(act: &Act, account: Id<Account>, purpose: Purpose, digest: Vec<u8>) -> Result<()> {
    let sql = "INSERT INTO identity_link (id, purpose, account, digest, made_at, expires_at) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let values = vec![
        new_id::<()>().uuid().into(),
        purpose.word().into(),
        account.uuid().into(),
        digest.into(),
        act.now().0.into(),
        (act.now().0 + purpose.lasts()).into(),
    ];
    act.run(sql, values).await.map(|_| ())
}

pub(super) async fn find<C: ConnectionTrait>(db: &C, digest: &[u8], now: Timestamp) -> Result<Option<Link>> {
    let sql = "SELECT id, purpose, account FROM identity_link \
               WHERE digest = $1 AND used_at IS NULL AND expires_at > $2";
    let row: Option<Row> = db.one(sql, vec![digest.to_vec().into(), now.0.into()]).await?;
    Ok(row.and_then(|row| {
        let purpose = Purpose::parse(&row.purpose)?;
        Some(Link { id: row.id.into(), purpose, account: row.account.into() })
    }))
}

/// An account nobody has taken up yet: until when the invitation to it is good, nothing if it ran out.
#[derive(FromQueryResult)]
pub(crate) struct Invitation {
    pub until: Option<i64>,
}

/// What the account waits for, if its owner has neither chosen a password nor another way to sign in.
pub(crate) async fn invitation<C: ConnectionTrait>(
    db: &C,
    account: Id<Account>,
    now: Timestamp,
) -> Result<Option<Invitation>> {
    let sql = "SELECT (SELECT max(l.expires_at) FROM identity_link l WHERE l.account = a.id \
               AND l.purpose = 'invitation' AND l.used_at IS NULL AND l.expires_at > $3) AS until \
               FROM identity_account a WHERE a.id = $1 AND a.password = $2 \
               AND NOT EXISTS (SELECT 1 FROM identity_passkey k WHERE k.account = a.id) \
               AND NOT EXISTS (SELECT 1 FROM identity_openid o WHERE o.account = a.id)";
    db.one(sql, vec![account.uuid().into(), NOBODYS.into(), now.0.into()]).await
}

/// How many links for another password the account was sent since then.
pub(super) async fn sent_since<C: ConnectionTrait>(db: &C, account: Id<Account>, since: i64) -> Result<i64> {
    let sql =
        "SELECT count(*) FROM identity_link WHERE account = $1 AND made_at > $2 AND purpose = 'password'";
    let sent: Option<i64> = db.scalar(sql, vec![account.uuid().into(), since.into()]).await?;
    Ok(sent.unwrap_or(0))
}

/// Uses a link up, and with it every other of the account; says whether it was still good.
pub(super) async fn use_up(act: &Act, link: &Link) -> Result<bool> {
    let sql = "UPDATE identity_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    let used = act.run(sql, vec![link.id.uuid().into(), act.now().0.into()]).await? > 0;
    void(act, link.account).await?;
    Ok(used)
}

/// Makes every link of an account worthless.
pub(crate) async fn void(act: &Act, account: Id<Account>) -> Result<()> {
    let sql = "UPDATE identity_link SET used_at = $2 WHERE account = $1 AND used_at IS NULL";
    act.run(sql, vec![account.uuid().into(), act.now().0.into()]).await.map(|_| ())
}

/// Removes links that ran out a day ago or longer.
pub(crate) async fn sweep(app: &App, now: Timestamp) -> Result<()> {
    let sql = "DELETE FROM identity_link WHERE expires_at < $1";
    app.keep_house(sql, vec![(now.0 - 24 * 60 * 60 * 1000).into()]).await.map(|_| ())
}
