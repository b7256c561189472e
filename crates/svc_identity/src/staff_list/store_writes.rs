//! Writing many rows in few statements.

use base::text::fold;
use kernel::{
    Act, Error, Result,
    db::{Queries as _, Value},
};
use sea_orm::DbErr;

use super::apply::changed;
use crate::{
    Account, Grant, Person, Post,
    account::{NOBODYS, store as account_store},
    grant::store::{self as grant_store, New},
    person::store as person_store,
    post::store as post_store,
};

/// What somebody else wrote since the plan was made is nobody's fault: the list is shown again.
fn meanwhile(error: Error) -> Error {
    match error {
        Error::Internal(source) if source.downcast_ref::<DbErr>().is_some_and(Error::is_duplicate) => {
            changed()
        }
        other => other,
    }
}

async fn run(act: &Act, sql: &str, rows: Vec<Vec<Value>>) -> Result<u64> {
    act.run_rows(sql, &rows).await.map_err(meanwhile)
}

pub(super) async fn insert_people(act: &Act, people: &[Person]) -> Result<()> {
    person_store::insert_rows(act, people).await.map_err(meanwhile)
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
    post_store::insert_rows(act, &posts.iter().map(post_store::New::from).collect::<Vec<_>>())
        .await
        .map_err(meanwhile)
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
    account_store::insert_rows(act, accounts, NOBODYS, act.now()).await.map_err(meanwhile)
}

pub(super) async fn insert_grants(
    act: &Act,
    grants: &[(Grant, &'static str, String)],
    reason: &str,
) -> Result<()> {
    let (today, giver) = (act.now().local_date().iso(), act.actor().account_id());
    let new = |(grant, role, until): &(Grant, &'static str, String)| New {
        grant: *grant,
        role,
        from: today.clone(),
        to: Some(until.clone()),
        giver,
        reason,
        held: true,
    };
    let written = grant_store::insert(act, &grants.iter().map(new).collect::<Vec<_>>()).await;
    written.map_err(|error| if matches!(error, Error::Conflict(_)) { changed() } else { error })
}
