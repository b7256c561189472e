use base::{Id, Timestamp};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{
    Act, App, Error, Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::{ConnectionTrait, DbErr};
use ui::Message;
use uuid::Uuid;
use webauthn_rs::prelude::Passkey;

use super::ceremony::Known;
use crate::Account;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    created_at: i64,
    used_at: Option<i64>,
}

pub(super) async fn insert(
    act: &Act,
    id: Id<Known>,
    account: Id<Account>,
    name: &str,
    passkey: &Passkey,
) -> Result<()> {
    let sql = "INSERT INTO identity_passkey (id, account, name, credential_id, credential, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let values = vec![
        id.uuid().into(),
        account.uuid().into(),
        name.into(),
        URL_SAFE_NO_PAD.encode(passkey.cred_id()).into(),
        serde_json::to_string(passkey)?.into(),
        act.now().0.into(),
    ];
    match act.run(sql, values).await {
        Err(Error::Internal(source)) if source.downcast_ref::<DbErr>().is_some_and(Error::is_duplicate) => {
            Err(Error::Conflict(Message::new("identity.passkey.taken")))
        }
        other => other.map(|_| ()),
    }
}

/// The passkeys of an account, as their owner knows them, the oldest first.
pub(crate) async fn of_account<C: ConnectionTrait>(db: &C, account: Id<Account>) -> Result<Vec<Known>> {
    let sql = "SELECT id, name, created_at, used_at FROM identity_passkey WHERE account = $1 ORDER BY created_at, id";
    let rows: Vec<Row> = db.all(sql, vec![account.uuid().into()]).await?;
    let known = |row: Row| Known {
        id: row.id.into(),
        name: row.name,
        created: Timestamp(row.created_at),
        used: row.used_at.map(Timestamp),
    };
    Ok(rows.into_iter().map(known).collect())
}

/// The same, as the library checks them.
pub(super) async fn credentials<C: ConnectionTrait>(db: &C, account: Id<Account>) -> Result<Vec<Passkey>> {
    let sql = "SELECT credential FROM identity_passkey WHERE account = $1";
    let texts: Vec<String> = db.column(sql, vec![account.uuid().into()]).await?;
    texts.iter().map(|text| Ok(serde_json::from_str(text)?)).collect()
}

/// The passkey of an account with this identifier.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    account: Id<Account>,
    credential: &[u8],
) -> Result<Option<(Id<Known>, Passkey)>> {
    #[derive(FromQueryResult)]
    struct Found {
        id: Uuid,
        credential: String,
    }
    let sql = "SELECT id, credential FROM identity_passkey WHERE account = $1 AND credential_id = $2";
    let values = vec![account.uuid().into(), URL_SAFE_NO_PAD.encode(credential).into()];
    let Some(row) = db.one::<Found>(sql, values).await? else { return Ok(None) };
    Ok(Some((row.id.into(), serde_json::from_str(&row.credential)?)))
}

pub(super) async fn note_used(app: &App, id: Id<Known>, passkey: &Passkey, now: Timestamp) -> Result<()> {
    let sql = "UPDATE identity_passkey SET credential = $2, used_at = $3 WHERE id = $1";
    let values = vec![id.uuid().into(), serde_json::to_string(passkey)?.into(), now.0.into()];
    app.keep_house(sql, values).await.map(|_| ())
}

pub(super) async fn remove(act: &Act, account: Id<Account>, id: Id<Known>) -> Result<bool> {
    let sql = "DELETE FROM identity_passkey WHERE id = $1 AND account = $2";
    Ok(act.run(sql, vec![id.uuid().into(), account.uuid().into()]).await? > 0)
}

/// Takes all passkeys of an account away and says how many there were.
pub(crate) async fn remove_all(act: &Act, account: Id<Account>) -> Result<u64> {
    act.run("DELETE FROM identity_passkey WHERE account = $1", vec![account.uuid().into()]).await
}

pub(super) async fn keep_ceremony(
    app: &App,
    id: Uuid,
    account: Option<Uuid>,
    state: String,
    until: i64,
) -> Result<()> {
    let sql = "INSERT INTO identity_ceremony (id, account, state, expires_at) VALUES ($1, $2, $3, $4)";
    app.keep_house(sql, vec![id.into(), account.into(), state.into(), until.into()]).await.map(|_| ())
}

/// Takes a ceremony of that account (or of nobody yet) out, if it is there and not over.
pub(super) async fn take_ceremony(
    app: &App,
    id: Uuid,
    account: Option<Uuid>,
    now: Timestamp,
) -> Result<Option<String>> {
    #[derive(FromQueryResult)]
    struct Kept {
        account: Option<Uuid>,
        state: String,
    }
    let sql = "SELECT account, state FROM identity_ceremony WHERE id = $1 AND expires_at > $2";
    let kept: Option<Kept> = app.db().read().one(sql, vec![id.into(), now.0.into()]).await?;
    let Some(kept) = kept.filter(|kept| kept.account == account) else { return Ok(None) };
    // Deleting decides who takes it.
    let taken = app.keep_house("DELETE FROM identity_ceremony WHERE id = $1", vec![id.into()]).await?;
    Ok((taken > 0).then_some(kept.state))
}

pub(super) async fn sweep_ceremonies(app: &App, now: Timestamp) -> Result<()> {
    app.keep_house("DELETE FROM identity_ceremony WHERE expires_at <= $1", vec![now.0.into()])
        .await
        .map(|_| ())
}
