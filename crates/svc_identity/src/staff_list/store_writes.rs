//! Writing many rows in few statements.

use base::{LocalDate, text::fold};
use kernel::{
    Act, Error, Result,
    db::{Queries as _, Value, placeholders},
};
use sea_orm::DbErr;

use super::apply::changed;
use crate::{Account, Grant, Person, Post, account::NOBODYS, person::store as person_store};

/// Values of one statement. SQLite looks a parameter such as `$7` up among all before it, so that a statement of many
/// takes time by their square: hundreds are quick, tens of thousands are not.
const VALUES: usize = 300;

/// What somebody else wrote since the plan was made is nobody's fault: the list is shown again.
fn meanwhile(error: Error) -> Error {
    match error {
        Error::Internal(source) if source.downcast_ref::<DbErr>().is_some_and(Error::is_duplicate) => {
            changed()
        }
        other => other,
    }
}

/// Runs a statement over rows of values, which stand in it as `{}`, and says how many rows it changed.
async fn run(act: &Act, sql: &str, rows: Vec<Vec<Value>>) -> Result<u64> {
    let Some(width) = rows.first().map(Vec::len) else { return Ok(0) };
    let mut changed = 0;
    for batch in rows.chunks(VALUES / width) {
        let sql = sql.replace("{}", &placeholders(batch.len(), width));
        changed += act.run(&sql, batch.iter().flatten().cloned().collect()).await.map_err(meanwhile)?;
    }
    Ok(changed)
}

pub(super) async fn insert_people(act: &Act, people: &[Person]) -> Result<()> {
    let sql = "INSERT INTO identity_person (full_name, name_key, found_by, born, sex, citizen_no, tax_no, social_no, \
               phone, email, lang, id, created_at, version) VALUES {}";
    let row = |person: &Person| {
        let mut row = person_store::values(&person.details);
        row.extend([person.id.uuid().into(), act.now().0.into(), person.version.into()]);
        row
    };
    run(act, sql, people.iter().map(row).collect()).await.map(|_| ())
}

/// Writes what is known of people who were there, if nobody changed any of them since they were read.
pub(super) async fn save_people(act: &Act, people: &[&Person]) -> Result<()> {
    let sql = "WITH given (full_name, name_key, found_by, born, sex, citizen_no, tax_no, social_no, phone, email, lang, \
               id, version) AS (VALUES {}) \
               UPDATE identity_person SET full_name = given.full_name, name_key = given.name_key, \
               found_by = given.found_by, born = given.born, sex = given.sex, citizen_no = given.citizen_no, \
               tax_no = given.tax_no, social_no = given.social_no, phone = given.phone, email = given.email, \
               lang = given.lang, version = identity_person.version + 1 \
               FROM given WHERE identity_person.id = given.id AND identity_person.version = given.version";
    let row = |person: &&Person| {
        let mut row = person_store::values(&person.details);
        row.extend([person.id.uuid().into(), person.version.into()]);
        row
    };
    if run(act, sql, people.iter().map(row).collect()).await? != people.len() as u64 {
        return Err(changed());
    }
    let sql = "WITH given (person, name, folded) AS (VALUES {}) \
               UPDATE identity_account SET display_name = given.name, \
               found_by = identity_account.login || ' ' || given.folded \
               FROM given WHERE identity_account.person = given.person";
    let row = |person: &&Person| {
        let name = &person.details.full_name;
        vec![person.id.uuid().into(), name.clone().into(), fold(name).into()]
    };
    run(act, sql, people.iter().map(row).collect()).await.map(|_| ())
}

pub(super) async fn insert_posts(act: &Act, posts: &[Post]) -> Result<()> {
    let main = posts.iter().filter(|post| post.main);
    let sql = "UPDATE identity_post SET main = false WHERE main AND person IN (VALUES {})";
    run(act, sql, main.map(|post| vec![post.person.uuid().into()]).collect()).await?;
    let sql = "INSERT INTO identity_post (id, person, agency, title, unit, main, valid_from, valid_to, created_at, \
               version) VALUES {}";
    let row = |post: &Post| {
        vec![
            post.id.uuid().into(),
            post.person.uuid().into(),
            post.agency.into(),
            post.title.clone().into(),
            post.unit.clone().into(),
            post.main.into(),
            post.valid_from.iso().into(),
            post.valid_to.map(LocalDate::iso).into(),
            act.now().0.into(),
            1_i64.into(),
        ]
    };
    run(act, sql, posts.iter().map(row).collect()).await.map(|_| ())
}

pub(super) async fn end_posts(act: &Act, ended: &[(Post, String)]) -> Result<()> {
    let sql = "WITH given (id, last) AS (VALUES {}) \
               UPDATE identity_post SET valid_to = given.last, version = identity_post.version + 1 \
               FROM given WHERE identity_post.id = given.id";
    let row = |(post, last): &(Post, String)| vec![post.id.uuid().into(), last.clone().into()];
    run(act, sql, ended.iter().map(row).collect()).await.map(|_| ())
}

pub(super) async fn reword_posts(act: &Act, reworded: &[(Post, String)]) -> Result<()> {
    let sql = "WITH given (id, unit) AS (VALUES {}) \
               UPDATE identity_post SET unit = given.unit, version = identity_post.version + 1 \
               FROM given WHERE identity_post.id = given.id";
    let row = |(post, unit): &(Post, String)| vec![post.id.uuid().into(), unit.clone().into()];
    run(act, sql, reworded.iter().map(row).collect()).await.map(|_| ())
}

/// Accounts nobody has a password of yet.
pub(super) async fn insert_accounts(act: &Act, accounts: &[Account]) -> Result<()> {
    let sql = "INSERT INTO identity_account (id, login, display_name, found_by, password, status, must_change, \
               created_at, version, person, toured) VALUES {}";
    let row = |account: &Account| {
        vec![
            account.id.uuid().into(),
            account.login.clone().into(),
            account.display_name.clone().into(),
            format!("{} {}", account.login, fold(&account.display_name)).into(),
            NOBODYS.into(),
            account.status.word().into(),
            account.must_change.into(),
            act.now().0.into(),
            account.version.into(),
            account.person.uuid().into(),
            account.toured.into(),
        ]
    };
    run(act, sql, accounts.iter().map(row).collect()).await.map(|_| ())
}

pub(super) async fn insert_grants(
    act: &Act,
    grants: &[(Grant, &'static str, String)],
    reason: &str,
) -> Result<()> {
    let sql = "INSERT INTO identity_grant (id, account, role, agency, valid_from, valid_to, giver, reason, given_at) \
               VALUES {}";
    let row = |(grant, role, until): &(Grant, &'static str, String)| {
        vec![
            grant.id.uuid().into(),
            grant.account.uuid().into(),
            (*role).into(),
            grant.agency.into(),
            act.now().local_date().iso().into(),
            until.clone().into(),
            act.actor().account_id().into(),
            reason.into(),
            act.now().0.into(),
        ]
    };
    run(act, sql, grants.iter().map(row).collect()).await.map(|_| ())
}
