use std::collections::{HashMap, HashSet};

use base::{Id, LocalDate};
use kernel::{
    Result, RowScope,
    db::{FromQueryResult, Queries as _, Value, placeholders},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    Account, Person, Post, account, grant,
    person::{self, store::visible_to},
    post,
};

/// Values in one statement: few, as SQLite takes time by their square.
const BATCH: usize = 500;

async fn people<C: ConnectionTrait>(db: &C, column: &str, wanted: Vec<Value>) -> Result<Vec<Person>> {
    let mut people = Vec::with_capacity(wanted.len());
    for batch in wanted.chunks(BATCH) {
        let sql = format!(
            "SELECT {} FROM identity_person p WHERE p.{column} IN {}",
            person::store::COLUMNS,
            placeholders(1, batch.len())
        );
        let rows: Vec<person::store::Row> = db.all(&sql, batch.to_vec()).await?;
        people.extend(rows.into_iter().map(Person::from));
    }
    Ok(people)
}

/// The people with these personal numbers.
pub(super) async fn by_number<C: ConnectionTrait>(db: &C, numbers: Vec<&str>) -> Result<Vec<Person>> {
    people(db, "citizen_no", numbers.into_iter().map(Value::from).collect()).await
}

/// The people with these mail addresses.
pub(super) async fn by_email<C: ConnectionTrait>(db: &C, addresses: Vec<&str>) -> Result<Vec<Person>> {
    people(db, "email", addresses.into_iter().map(Value::from).collect()).await
}

/// Who serves at each of these agencies, or will.
pub(super) async fn at_agencies<C: ConnectionTrait>(
    db: &C,
    agencies: Vec<Uuid>,
    today: LocalDate,
) -> Result<Vec<(Uuid, Person)>> {
    #[derive(FromQueryResult)]
    struct Serving {
        agency: Uuid,
        person: Uuid,
    }
    let mut serving: Vec<Serving> = Vec::new();
    for batch in agencies.chunks(BATCH) {
        let list = placeholders(1, batch.len() + 1).replacen("$1, ", "", 1);
        let sql = format!(
            "SELECT DISTINCT agency, person FROM identity_post \
             WHERE (valid_to IS NULL OR valid_to >= $1) AND agency IN {list}"
        );
        let mut values: Vec<Value> = vec![today.iso().into()];
        values.extend(batch.iter().map(|id| Value::from(*id)));
        serving.extend(db.all::<Serving>(&sql, values).await?);
    }
    let ids: HashSet<Uuid> = serving.iter().map(|row| row.person).collect();
    let known = people(db, "id", ids.into_iter().map(Value::from).collect()).await?;
    let known: HashMap<Uuid, Person> = known.into_iter().map(|p| (p.id.uuid(), p)).collect();
    Ok(serving.into_iter().filter_map(|row| Some((row.agency, known.get(&row.person)?.clone()))).collect())
}

/// Which of these people an administrator with this scope knows of.
pub(super) async fn visible<C: ConnectionTrait>(
    db: &C,
    (scope, today): (&RowScope, LocalDate),
    ids: &[Id<Person>],
) -> Result<HashSet<Uuid>> {
    if *scope == RowScope::All {
        return Ok(ids.iter().map(|id| id.uuid()).collect());
    }
    let mut found = HashSet::new();
    for batch in ids.chunks(BATCH) {
        let mut values: Vec<Value> = batch.iter().map(|id| id.uuid().into()).collect();
        let list = placeholders(1, batch.len());
        let visible = visible_to(scope, today, &mut values);
        let sql = format!("SELECT p.id FROM identity_person p WHERE p.id IN {list} AND {visible}");
        found.extend(db.column::<Uuid>(&sql, values).await?);
    }
    Ok(found)
}

/// Every person in the scope, by given name.
pub(super) async fn in_scope<C: ConnectionTrait>(
    db: &C,
    scope: &RowScope,
    today: LocalDate,
) -> Result<Vec<Person>> {
    let mut values = Vec::new();
    let visible = visible_to(scope, today, &mut values);
    let sql = format!(
        "SELECT {} FROM identity_person p WHERE {visible} ORDER BY p.name_key, p.id",
        person::store::COLUMNS
    );
    let rows: Vec<person::store::Row> = db.all(&sql, values).await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// The posts these people hold or will hold.
pub(super) async fn posts<C: ConnectionTrait>(
    db: &C,
    people: &[Id<Person>],
    today: LocalDate,
) -> Result<HashMap<Uuid, Vec<Post>>> {
    let mut posts: HashMap<Uuid, Vec<Post>> = HashMap::new();
    for batch in people.chunks(BATCH) {
        for post in post::store::of_people(db, batch, today).await? {
            posts.entry(post.person.uuid()).or_default().push(post);
        }
    }
    Ok(posts)
}

/// The accounts of these people.
pub(super) async fn accounts<C: ConnectionTrait>(
    db: &C,
    people: &[Id<Person>],
) -> Result<HashMap<Uuid, Vec<Account>>> {
    let mut accounts: HashMap<Uuid, Vec<Account>> = HashMap::new();
    for batch in people.chunks(BATCH) {
        let sql = format!(
            "SELECT {} FROM identity_account a WHERE a.person IN {} ORDER BY a.login",
            account::store::COLUMNS,
            placeholders(1, batch.len())
        );
        let rows: Vec<account::store::Row> =
            db.all(&sql, batch.iter().map(|id| id.uuid().into()).collect()).await?;
        for account in rows.into_iter().map(Account::from) {
            accounts.entry(account.person.uuid()).or_default().push(account);
        }
    }
    Ok(accounts)
}

/// What these accounts may do now or later, by roles lent to them as well.
pub(super) async fn exercised<C: ConnectionTrait>(
    db: &C,
    accounts: &[Id<Account>],
    today: LocalDate,
) -> Result<HashMap<Uuid, Vec<grant::Held>>> {
    let mut grants = HashMap::new();
    for batch in accounts.chunks(BATCH) {
        file(&mut grants, grant::store::exercised_by(db, batch, today).await?);
    }
    Ok(grants)
}

/// Puts what is held under the account that holds it.
fn file(grants: &mut HashMap<Uuid, Vec<grant::Held>>, held: Vec<grant::Held>) {
    for held in held {
        grants.entry(held.grant.account.uuid()).or_default().push(held);
    }
}

/// What these accounts hold or will hold.
pub(super) async fn grants<C: ConnectionTrait>(
    db: &C,
    accounts: &[Id<Account>],
    today: LocalDate,
) -> Result<HashMap<Uuid, Vec<grant::Held>>> {
    let mut grants = HashMap::new();
    for batch in accounts.chunks(BATCH) {
        file(&mut grants, grant::store::of_accounts(db, batch, today).await?);
    }
    Ok(grants)
}

/// Whose these names to sign in with are.
pub(super) async fn by_login<C: ConnectionTrait>(
    db: &C,
    logins: Vec<&str>,
) -> Result<HashMap<String, Person>> {
    #[derive(FromQueryResult)]
    struct Owned {
        login: String,
        person: Uuid,
    }
    let mut owned: Vec<Owned> = Vec::new();
    for batch in logins.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let sql = format!("SELECT login, person FROM identity_account WHERE login IN {list}");
        owned.extend(db.all::<Owned>(&sql, batch.iter().map(|login| (*login).into()).collect()).await?);
    }
    let ids: HashSet<Uuid> = owned.iter().map(|row| row.person).collect();
    let known = people(db, "id", ids.into_iter().map(Value::from).collect()).await?;
    let known: HashMap<Uuid, Person> = known.into_iter().map(|p| (p.id.uuid(), p)).collect();
    Ok(owned.into_iter().filter_map(|row| Some((row.login, known.get(&row.person)?.clone()))).collect())
}

/// Those of these accounts whose owner has not chosen a password and was sent no link that is still good.
pub(super) async fn uninvited<C: ConnectionTrait>(
    db: &C,
    accounts: &[Uuid],
    now: i64,
) -> Result<Vec<Account>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholders(1, accounts.len() + 2).replacen("$1, $2, ", "", 1);
    let sql = format!(
        "SELECT {} FROM identity_account a WHERE a.password = $1 AND a.status = 'active' AND a.id IN {list} \
         AND NOT EXISTS (SELECT 1 FROM identity_link l WHERE l.account = a.id AND l.expires_at > $2)",
        account::store::COLUMNS
    );
    let mut values: Vec<Value> = vec![account::NOBODYS.into(), now.into()];
    values.extend(accounts.iter().map(|id| Value::from(*id)));
    let rows: Vec<account::store::Row> = db.all(&sql, values).await?;
    Ok(rows.into_iter().map(Account::from).collect())
}
