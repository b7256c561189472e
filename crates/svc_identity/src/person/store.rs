use std::collections::HashMap;
use std::slice;

use base::{CitizenNo, Id, LocalDate, Phone, Sex, SocialNo, TaxNo, text};
use kernel::{
    Act, App, Error, Result, RowScope,
    db::{FromQueryResult, Queries as _, Value, like_prefix, placeholders},
};
use sea_orm::{ConnectionTrait, DbErr};
use ui::{Lang, Message};
use uuid::Uuid;

use super::{
    contact::Contact,
    model::{Details, Person},
};
use crate::Account;

pub(crate) const COLUMNS: &str = "p.id, p.full_name, p.born, p.sex, p.citizen_no, p.tax_no, p.social_no, p.phone, p.email, \
                       p.lang, p.version";

#[derive(FromQueryResult)]
pub(crate) struct Row {
    id: Uuid,
    full_name: String,
    born: Option<String>,
    sex: Option<String>,
    citizen_no: Option<String>,
    tax_no: Option<String>,
    social_no: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    lang: String,
    version: i64,
}

impl From<Row> for Person {
    fn from(row: Row) -> Self {
        let details = Details {
            full_name: row.full_name,
            born: row.born.and_then(|day| LocalDate::parse(&day).ok()),
            sex: row.sex.and_then(|key| Sex::parse(&key)),
            citizen_no: row.citizen_no.and_then(|n| CitizenNo::parse(&n).ok()),
            tax_no: row.tax_no.and_then(|n| TaxNo::parse(&n).ok()),
            social_no: row.social_no.and_then(|n| SocialNo::parse(&n).ok()),
            phone: row.phone.and_then(|n| Phone::parse(&n).ok()),
            email: row.email,
            lang: lang(&row.lang),
        };
        Self { id: row.id.into(), details, version: row.version }
    }
}

fn lang(code: &str) -> Lang {
    if code == Lang::En.code() { Lang::En } else { Lang::Vi }
}

/// The columns of the details, in the order of the statements below.
pub(crate) fn values(details: &Details) -> Vec<Value> {
    vec![
        details.full_name.clone().into(),
        text::name_key(&details.full_name).into(),
        text::fold(&details.full_name).into(),
        details.born.map(LocalDate::iso).into(),
        details.sex.map(Sex::key).into(),
        details.citizen_no.as_ref().map(CitizenNo::text).into(),
        details.tax_no.as_ref().map(TaxNo::text).into(),
        details.social_no.as_ref().map(SocialNo::text).into(),
        details.phone.as_ref().map(Phone::text).into(),
        details.email.clone().into(),
        details.lang.code().into(),
    ]
}

/// The personal number is the one that must be nobody else's.
fn taken(error: Error) -> Error {
    match error {
        Error::Internal(source) if source.downcast_ref::<DbErr>().is_some_and(Error::is_duplicate) => {
            Error::Conflict(Message::new("identity.person.citizen_no_taken"))
        }
        other => other,
    }
}

pub(crate) async fn insert(act: &Act, person: &Person) -> Result<()> {
    insert_rows(act, slice::from_ref(person)).await.map_err(taken)
}

/// Writes new people.
pub(crate) async fn insert_rows(act: &Act, people: &[Person]) -> Result<()> {
    let sql = "INSERT INTO identity_person (full_name, name_key, found_by, born, sex, citizen_no, tax_no, social_no, \
               phone, email, lang, id, created_at, version) VALUES {}";
    let row = |person: &Person| {
        let mut row = values(&person.details);
        row.extend([person.id.uuid().into(), act.now().0.into(), person.version.into()]);
        row
    };
    act.run_rows(sql, &people.iter().map(row).collect::<Vec<_>>()).await.map(|_| ())
}

/// Writes what may change, if nobody changed it since it was read, and the name of the person's accounts with it.
pub(crate) async fn save(act: &Act, person: &Person) -> Result<()> {
    let sql = "UPDATE identity_person SET full_name = $1, name_key = $2, found_by = $3, born = $4, sex = $5, \
               citizen_no = $6, tax_no = $7, social_no = $8, phone = $9, email = $10, lang = $11, \
               version = version + 1 WHERE id = $12 AND version = $13";
    let mut row = values(&person.details);
    row.extend([person.id.uuid().into(), person.version.into()]);
    if act.run(sql, row).await.map_err(taken)? == 0 {
        return Err(Error::stale());
    }
    let sql =
        "UPDATE identity_account SET display_name = $2, found_by = login || ' ' || $3 WHERE person = $1";
    let name = &person.details.full_name;
    act.run(sql, vec![person.id.uuid().into(), name.clone().into(), text::fold(name).into()])
        .await
        .map(|_| ())
}

pub(crate) async fn find<C: ConnectionTrait>(db: &C, id: Id<Person>) -> Result<Option<Person>> {
    let sql = format!("SELECT {COLUMNS} FROM identity_person p WHERE p.id = $1");
    Ok(db.one::<Row>(&sql, vec![id.uuid().into()]).await?.map(Person::from))
}

/// The person an account belongs to.
pub(crate) async fn of_account<C: ConnectionTrait>(db: &C, account: Id<Account>) -> Result<Option<Person>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM identity_person p JOIN identity_account a ON a.person = p.id WHERE a.id = $1"
    );
    Ok(db.one::<Row>(&sql, vec![account.uuid().into()]).await?.map(Person::from))
}

/// People an administrator knows of on a day: those with a post, or an account that holds a role, within the scope; and
/// those who had one, until they serve elsewhere.
pub(crate) fn visible_to(scope: &RowScope, today: LocalDate, values: &mut Vec<Value>) -> String {
    let within = scope.condition("o.path", values);
    let RowScope::Under(_) = scope else { return within };
    values.push(today.iso().into());
    let day = values.len();
    let post = "SELECT s.person FROM identity_post s JOIN org_agency o ON o.id = s.agency WHERE";
    let role = "SELECT a.person FROM identity_account a JOIN identity_grant g ON g.account = a.id \
                JOIN org_agency o ON o.id = g.agency WHERE";
    let serving = format!("(s.valid_to IS NULL OR s.valid_to >= ${day})");
    let holding = format!("g.ended_at IS NULL AND (g.valid_to IS NULL OR g.valid_to >= ${day})");
    format!(
        "(p.id IN ({post} {within} AND {serving}) OR p.id IN ({role} {within} AND {holding}) \
          OR ((p.id IN ({post} {within}) OR p.id IN ({role} {within})) \
              AND p.id NOT IN ({post} NOT ({within}) AND {serving}) \
              AND p.id NOT IN ({role} NOT ({within}) AND {holding})))"
    )
}

pub(crate) async fn find_visible<C: ConnectionTrait>(
    db: &C,
    (scope, today): (&RowScope, LocalDate),
    id: Id<Person>,
) -> Result<Option<Person>> {
    let mut values = vec![id.uuid().into()];
    let visible = visible_to(scope, today, &mut values);
    let sql = format!("SELECT {COLUMNS} FROM identity_person p WHERE p.id = $1 AND {visible}");
    Ok(db.one::<Row>(&sql, values).await?.map(Person::from))
}

/// One page of the people in scope whose name contains the words, by given name, and how many there are in all.
pub(crate) async fn page<C: ConnectionTrait>(
    db: &C,
    (scope, today): (&RowScope, LocalDate),
    words: &str,
    limit: u64,
    offset: u64,
) -> Result<(Vec<Person>, u64)> {
    let mut values = vec![format!("%{}", like_prefix(&text::fold(words))).into()];
    let visible = visible_to(scope, today, &mut values);
    let from = format!("FROM identity_person p WHERE p.found_by LIKE $1 ESCAPE '\\' AND {visible}");
    let total: Option<i64> = db.scalar(&format!("SELECT count(*) {from}"), values.clone()).await?;
    let sql = format!("SELECT {COLUMNS} {from} ORDER BY p.name_key, p.id LIMIT {limit} OFFSET {offset}");
    let rows: Vec<Row> = db.all(&sql, values).await?;
    Ok((rows.into_iter().map(Person::from).collect(), total.unwrap_or(0).max(0).cast_unsigned()))
}

pub(crate) async fn contacts<C: ConnectionTrait>(db: &C, accounts: &[Uuid]) -> Result<Vec<Contact>> {
    #[derive(FromQueryResult)]
    struct Reached {
        account: Uuid,
        name: String,
        email: Option<String>,
        phone: Option<String>,
        lang: String,
    }
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT a.id AS account, p.full_name AS name, p.email, p.phone, p.lang FROM identity_account a \
         JOIN identity_person p ON p.id = a.person WHERE a.status = 'active' AND a.id IN {}",
        placeholders(1, accounts.len())
    );
    let rows: Vec<Reached> = db.all(&sql, accounts.iter().map(|id| (*id).into()).collect()).await?;
    let contact = |row: Reached| Contact {
        account: row.account.into(),
        name: row.name,
        email: row.email,
        phone: row.phone.and_then(|n| Phone::parse(&n).ok()),
        lang: lang(&row.lang),
    };
    Ok(rows.into_iter().map(contact).collect())
}

pub(crate) async fn names<C: ConnectionTrait>(db: &C, accounts: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    #[derive(FromQueryResult)]
    struct Named {
        id: Uuid,
        display_name: String,
    }
    if accounts.is_empty() {
        return Ok(HashMap::new());
    }
    let list = placeholders(1, accounts.len());
    let sql = format!("SELECT id, display_name FROM identity_account WHERE id IN {list}");
    let rows: Vec<Named> = db.all(&sql, accounts.iter().map(|id| (*id).into()).collect()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.display_name)).collect())
}

/// Writes the sorting key of people who came from accounts of a time before there were persons.
pub(crate) async fn write_missing_keys(app: &App) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Unkeyed {
        id: Uuid,
        full_name: String,
    }
    let sql = "SELECT id, full_name FROM identity_person WHERE name_key = ''";
    let rows: Vec<Unkeyed> = app.db().read().all(sql, vec![]).await?;
    for row in rows {
        let sql = "UPDATE identity_person SET name_key = $2, found_by = $3 WHERE id = $1";
        let (key, found_by) = (text::name_key(&row.full_name), text::fold(&row.full_name));
        app.keep_house(sql, vec![row.id.into(), key.into(), found_by.into()]).await?;
    }
    Ok(())
}
