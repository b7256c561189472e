use std::slice;

use base::{Id, LocalDate, Timestamp, text};
use kernel::{
    Act, App, Error, Result, RowScope,
    db::{FromQueryResult, Queries as _, Value, like_prefix},
};
use sea_orm::{ConnectionTrait, DbErr};
use ui::Message;
use uuid::Uuid;

use super::model::{Account, Status};
use crate::{Person, person};

pub(crate) const COLUMNS: &str =
    "a.id, a.person, a.login, a.display_name, a.status, a.must_change, a.toured, a.version";

#[derive(FromQueryResult)]
pub(crate) struct Row {
    id: Uuid,
    person: Uuid,
    login: String,
    display_name: String,
    status: String,
    must_change: bool,
    toured: bool,
    version: i64,
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            person: row.person.into(),
            login: row.login,
            display_name: row.display_name,
            status: if row.status == "active" { Status::Active } else { Status::Locked },
            must_change: row.must_change,
            toured: row.toured,
            version: row.version,
        }
    }
}

/// An account with what its password is compared with.
pub(crate) struct Credentials {
    pub account: Account,
    pub hash: String,
}

#[derive(FromQueryResult)]
struct Hash {
    password: String,
}

pub(crate) async fn insert(act: &Act, account: &Account, hash: &str, now: Timestamp) -> Result<()> {
    match insert_rows(act, slice::from_ref(account), hash, now).await {
        Err(Error::Internal(source)) if source.downcast_ref::<DbErr>().is_some_and(Error::is_duplicate) => {
            Err(Error::Conflict(Message::new("identity.account.login_taken").with("login", &account.login)))
        }
        other => other,
    }
}

/// Writes new accounts that open with the same password.
pub(crate) async fn insert_rows(act: &Act, accounts: &[Account], hash: &str, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO identity_account (id, login, display_name, found_by, password, status, must_change, \
               created_at, version, person, toured) VALUES {}";
    let row = |account: &Account| {
        vec![
            account.id.uuid().into(),
            account.login.clone().into(),
            account.display_name.clone().into(),
            format!("{} {}", account.login, text::fold(&account.display_name)).into(),
            hash.into(),
            account.status.word().into(),
            account.must_change.into(),
            now.0.into(),
            account.version.into(),
            account.person.uuid().into(),
            account.toured.into(),
        ]
    };
    act.run_rows(sql, &accounts.iter().map(row).collect::<Vec<_>>()).await.map(|_| ())
}

/// As [`find`], and holds the row until the act ends: a lock or a new password committed meanwhile is seen, one that
/// comes later waits and then ends what this act began. On SQLite acts wait for each other anyway.
pub(crate) async fn hold(act: &Act, id: Id<Account>) -> Result<Option<Account>> {
    act.run("UPDATE identity_account SET version = version WHERE id = $1", vec![id.uuid().into()]).await?;
    find(act, id).await
}

pub(crate) async fn find<C: ConnectionTrait>(db: &C, id: Id<Account>) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM identity_account a WHERE a.id = $1");
    Ok(db.one::<Row>(&sql, vec![id.uuid().into()]).await?.map(Account::from))
}

pub(crate) async fn by_login<C: ConnectionTrait>(db: &C, login: &str) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM identity_account a WHERE a.login = $1");
    Ok(db.one::<Row>(&sql, vec![login.into()]).await?.map(Account::from))
}

pub(crate) async fn of_person<C: ConnectionTrait>(db: &C, person: Id<Person>) -> Result<Vec<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM identity_account a WHERE a.person = $1 ORDER BY a.login");
    let rows: Vec<Row> = db.all(&sql, vec![person.uuid().into()]).await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// The accounts of people with this mail address.
pub(crate) async fn by_email<C: ConnectionTrait>(db: &C, email: &str) -> Result<Vec<Account>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM identity_account a JOIN identity_person p ON p.id = a.person WHERE p.email = $1 \
         ORDER BY a.id LIMIT 5"
    );
    let rows: Vec<Row> = db.all(&sql, vec![email.into()]).await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

pub(crate) async fn credentials<C: ConnectionTrait>(db: &C, login: &str) -> Result<Option<Credentials>> {
    let sql = format!("SELECT {COLUMNS} FROM identity_account a WHERE a.login = $1");
    let Some(row) = db.one::<Row>(&sql, vec![login.into()]).await? else { return Ok(None) };
    let sql = "SELECT password FROM identity_account WHERE id = $1";
    let hash = db.one::<Hash>(sql, vec![row.id.into()]).await?;
    Ok(hash.map(|hash| Credentials { account: row.into(), hash: hash.password }))
}

/// Writes what may change, if nobody changed it since it was read.
pub(crate) async fn save(act: &Act, account: &Account) -> Result<()> {
    let sql = "UPDATE identity_account SET status = $3, must_change = $4, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let values = vec![
        account.id.uuid().into(),
        account.version.into(),
        account.status.word().into(),
        account.must_change.into(),
    ];
    if act.run(sql, values).await? == 0 { Err(Error::stale()) } else { Ok(()) }
}

pub(crate) async fn save_password(act: &Act, id: Id<Account>, hash: &str) -> Result<()> {
    let sql = "UPDATE identity_account SET password = $2 WHERE id = $1";
    act.run(sql, vec![id.uuid().into(), hash.into()]).await.map(|_| ())
}

/// Notes that the owner has been shown around.
pub(crate) async fn note_toured(app: &App, id: Id<Account>) -> Result<()> {
    let sql = "UPDATE identity_account SET toured = $2 WHERE id = $1";
    app.keep_house(sql, vec![id.uuid().into(), true.into()]).await.map(|_| ())
}

/// Puts another hash of the same password in the place of the one it was compared with.
pub(crate) async fn replace_hash(app: &App, id: Id<Account>, old: &str, fresh: &str) -> Result<()> {
    let sql = "UPDATE identity_account SET password = $3 WHERE id = $1 AND password = $2";
    app.keep_house(sql, vec![id.uuid().into(), old.into(), fresh.into()]).await.map(|_| ())
}

/// Accounts an administrator knows of on a day: those of the people they know of.
fn visible_to(scope: &RowScope, today: LocalDate, values: &mut Vec<Value>) -> String {
    let people = person::store::visible_to(scope, today, values);
    match scope {
        RowScope::All => people,
        RowScope::Under(_) => format!("a.person IN (SELECT p.id FROM identity_person p WHERE {people})"),
    }
}

pub(crate) async fn find_visible<C: ConnectionTrait>(
    db: &C,
    (scope, today): (&RowScope, LocalDate),
    id: Id<Account>,
) -> Result<Option<Account>> {
    let mut values = vec![id.uuid().into()];
    let visible = visible_to(scope, today, &mut values);
    let sql = format!("SELECT {COLUMNS} FROM identity_account a WHERE a.id = $1 AND {visible}");
    Ok(db.one::<Row>(&sql, values).await?.map(Account::from))
}

/// One page of the accounts in scope whose login or name contains the words, and how many there are in all.
pub(crate) async fn page<C: ConnectionTrait>(
    db: &C,
    (scope, today): (&RowScope, LocalDate),
    words: &str,
    limit: u64,
    offset: u64,
) -> Result<(Vec<Account>, u64)> {
    let mut values = vec![format!("%{}", like_prefix(&text::fold(words))).into()];
    let visible = visible_to(scope, today, &mut values);
    let from = format!("FROM identity_account a WHERE a.found_by LIKE $1 ESCAPE '\\' AND {visible}");
    let total: Option<i64> = db.scalar(&format!("SELECT count(*) {from}"), values.clone()).await?;
    let sql = format!("SELECT {COLUMNS} {from} ORDER BY a.login LIMIT {limit} OFFSET {offset}");
    let rows: Vec<Row> = db.all(&sql, values).await?;
    Ok((rows.into_iter().map(Account::from).collect(), total.unwrap_or(0).max(0).cast_unsigned()))
}
