//! What journal and access log say of the owner of an account: what was done to what is held of them, and when it was
//! looked at. Who looked, and that an inspector read the journal about them, is for those who check on it: nobody could
//! look into anything otherwise.

use std::collections::BTreeSet;

use kernel::{
    Ctx, Result, Task,
    db::{FromQueryResult, Queries as _, Values},
    journal::{COLUMNS, Record},
    personal::{ACCOUNTS, Fact, Holding},
};
use uuid::Uuid;

use crate::record::{known::Known, words};

const RECORD: &[(&str, &str)] = &[("at", "audit.personal.at"), ("what", "audit.personal.what")];
const VIEW: &[(&str, &str)] = &[("at", "audit.personal.at"), ("what", "audit.personal.what")];

pub(crate) fn holdings(ctx: Ctx, account: Uuid) -> Task<'static, Vec<Holding>> {
    Box::pin(async move { Ok(vec![records(&ctx, account).await?, views(&ctx, account).await?]) })
}

/// The accounts and the person of somebody, as journal and access log name them.
fn own() -> String {
    format!("{ACCOUNTS} UNION SELECT a.person FROM identity_account a WHERE a.id = $1")
}

async fn records(ctx: &Ctx, account: Uuid) -> Result<Holding> {
    let sql = format!(
        "SELECT {COLUMNS} FROM kernel_record WHERE subject_kind IN ('account', 'person') AND subject_id IN ({}) \
         ORDER BY at, id",
        own()
    );
    let records: Vec<Record> = ctx.read().all(&sql, of(account)).await?;
    let named: BTreeSet<Uuid> =
        records.iter().flat_map(|record| words::identifiers(ctx.lang(), record)).collect();
    let known = Known::look_up(ctx, named, BTreeSet::new()).await?;
    let row = |record: &Record| {
        vec![Fact::At(record.at()), Fact::text(words::sentence(ctx.lang(), record, &known))]
    };
    let rows = records.iter().map(row).collect();
    Ok(Holding { name: "audit.record", title: "audit.personal.records", columns: RECORD, rows })
}

async fn views(ctx: &Ctx, account: Uuid) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        at: i64,
        what: String,
    }
    let sql = format!(
        "SELECT at, what FROM kernel_access_log WHERE subject_kind IN ('account', 'person') AND subject_id IN ({}) \
         AND entry = 'view' AND substr(what, 1, 6) <> 'audit.' ORDER BY at, id",
        own()
    );
    let rows: Vec<Row> = ctx.read().all(&sql, of(account)).await?;
    let row = |row: Row| vec![Fact::at(Some(row.at)), Fact::Word(row.what)];
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "audit.view", title: "audit.personal.views", columns: VIEW, rows })
}

fn of(account: Uuid) -> Values {
    vec![account.into()]
}
