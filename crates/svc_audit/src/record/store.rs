//! Finding records. Every page is read from an index that ends in the order of the list; which one is decided here,
//! not left to the database, whose guess is dear on a journal of millions.

use kernel::{
    Ctx, Result,
    db::{Queries as _, Values},
    journal::{COLUMNS, Record},
};
use uuid::Uuid;

use super::filter::{Named, Search};
use crate::{
    newest::{Cursor, newest},
    reach::Reach,
};

const TABLE: &str = "kernel_record";

/// Lists that together hold all that is searched for, as conditions with their values.
#[derive(Default)]
struct Lists {
    conditions: Vec<String>,
    values: Values,
}

impl Lists {
    fn add(&mut self, list: impl FnOnce(&mut Values) -> String, rest: impl FnOnce(&mut Values) -> String) {
        let condition = list(&mut self.values);
        let rest = rest(&mut self.values);
        self.conditions.push(match (condition.is_empty(), rest.is_empty()) {
            (true, true) => "1 = 1".to_owned(),
            (true, false) => rest,
            (false, true) => condition,
            (false, false) => format!("{condition} AND {rest}"),
        });
    }
}

fn bind(values: &mut Values, value: impl Into<kernel::db::Value>) -> String {
    values.push(value.into());
    format!("${}", values.len())
}

/// By which of the filters a list is read; all others only narrow it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    /// By a condition of its own, which settles the reader's rights, too.
    Agency,
    /// By a condition of its own.
    Own,
    /// By event and kind, or either, else by time.
    Best,
}

/// What a list is narrowed by. A filter it is not read by is written so that no index is looked for: a database without
/// figures would otherwise read all articles to find those of one commune.
fn rest(search: &Search, below: Option<Cursor>, key: Key, values: &mut Values) -> String {
    let filter = &search.filter;
    let mut all = Vec::new();
    if key != Key::Agency {
        all.extend(search.reach.condition(values));
    }
    let hidden = if key == Key::Best { "" } else { " || ''" };
    for (column, wanted) in [("act", &filter.event), ("subject_kind", &filter.kind)] {
        if !wanted.is_empty() {
            all.push(format!("{column}{hidden} = {}", bind(values, wanted.clone())));
        }
    }
    if let Some(since) = filter.since() {
        all.push(format!("at >= {}", bind(values, since)));
    }
    if let Some(before) = filter.before() {
        all.push(format!("at < {}", bind(values, before)));
    }
    if let Some(cursor) = below {
        all.push(cursor.below(values));
    }
    all.join(" AND ")
}

/// The account's own acts, and what others did in its place.
fn of_account(lists: &mut Lists, account: Uuid, rest: &dyn Fn(&mut Values) -> String) {
    let own = |values: &mut Values| {
        format!("substr(actor, 1, 44) = {}", bind(values, format!("account:{account}")))
    };
    let lent = |values: &mut Values| {
        let lender = bind(values, account.to_string());
        format!("substr(actor, 46, 4) = 'for:' AND substr(actor, 50) = {lender}")
    };
    lists.add(own, rest);
    lists.add(lent, rest);
}

async fn lists(ctx: &Ctx, search: &Search, below: Option<Cursor>) -> Result<Lists> {
    let filter = &search.filter;
    let mut lists = Lists::default();
    let within = |values: &mut Values| rest(search, below, Key::Own, values);
    match (filter.named, &filter.accounts, &filter.system) {
        (Some(Named::Ordinal(n)), ..) => {
            lists.add(|values| format!("ordinal = {}", bind(values, n)), within);
        }
        (Some(Named::Id(id)), ..) => {
            lists.add(|values| format!("id = {}", bind(values, id)), within);
            // The index of things begins with their kind.
            let kinds = kinds(ctx).await?;
            let thing = |values: &mut Values| {
                let kinds: Vec<String> = kinds.into_iter().map(|kind| bind(values, kind)).collect();
                format!("subject_kind IN ({}) AND subject_id = {}", kinds.join(", "), bind(values, id))
            };
            lists.add(thing, within);
        }
        (None, Some(accounts), _) => {
            for account in accounts {
                of_account(&mut lists, *account, &within);
            }
        }
        (None, None, Some(name)) => {
            lists.add(|values| format!("substr(actor, 1, 44) = {}", bind(values, name.clone())), within);
        }
        (None, None, None) => match search.reach.few(ctx).await? {
            Some(agencies) => {
                for agency in agencies {
                    let own = |values: &mut Values| format!("agency_id = {}", bind(values, agency));
                    lists.add(own, |values| rest(search, below, Key::Agency, values));
                }
            }
            None => lists.add(|_| String::new(), |values| rest(search, below, Key::Best, values)),
        },
    }
    if lists.conditions.is_empty() {
        lists.conditions.push("1 = 0".to_owned());
    }
    Ok(lists)
}

/// The newest records found, below the cursor.
///
/// # Errors
/// The database's.
pub(crate) async fn page(
    ctx: &Ctx,
    search: &Search,
    below: Option<Cursor>,
    limit: u64,
) -> Result<Vec<Record>> {
    let Lists { conditions, values } = lists(ctx, search, below).await?;
    ctx.read().all(&newest(TABLE, COLUMNS, &conditions, limit), values).await
}

/// How many records are found, counted no further than one past `most`.
///
/// # Errors
/// The database's.
pub(crate) async fn count(ctx: &Ctx, search: &Search, below: Option<Cursor>, most: u64) -> Result<u64> {
    let Lists { conditions, values } = lists(ctx, search, below).await?;
    let sql = format!("SELECT count(*) FROM ({}) AS found", newest(TABLE, "at, id", &conditions, most + 1));
    let found: Option<i64> = ctx.read().scalar(&sql, values).await?;
    Ok(found.unwrap_or_default().unsigned_abs())
}

/// The records of one thing, newest first; within reach, if one is given.
///
/// # Errors
/// The database's.
pub(crate) async fn of_thing(
    ctx: &Ctx,
    reach: Option<&Reach>,
    (kind, id): (&str, Uuid),
    below: Option<Cursor>,
    limit: u64,
) -> Result<Vec<Record>> {
    let mut values: Values = vec![kind.into(), id.into()];
    let mut condition = "subject_kind = $1 AND subject_id = $2".to_owned();
    if let Some(reached) = reach.and_then(|reach| reach.condition(&mut values)) {
        condition.push_str(&format!(" AND {reached}"));
    }
    if let Some(cursor) = below {
        condition.push_str(&format!(" AND {}", cursor.below(&mut values)));
    }
    ctx.read().all(&newest(TABLE, COLUMNS, &[condition], limit), values).await
}

/// One record, if it is within reach.
///
/// # Errors
/// The database's.
pub(crate) async fn find(ctx: &Ctx, reach: &Reach, id: Uuid) -> Result<Option<Record>> {
    let mut values: Values = vec![id.into()];
    let mut condition = "id = $1".to_owned();
    if let Some(reached) = reach.condition(&mut values) {
        condition.push_str(&format!(" AND {reached}"));
    }
    ctx.read().one(&format!("SELECT {COLUMNS} FROM {TABLE} WHERE {condition}"), values).await
}

/// Every kind of thing the journal speaks of.
///
/// # Errors
/// The database's.
pub(crate) async fn kinds(ctx: &Ctx) -> Result<Vec<String>> {
    distinct(ctx, "subject_kind").await
}

/// The name of every event that ever happened.
///
/// # Errors
/// The database's.
pub(crate) async fn events(ctx: &Ctx) -> Result<Vec<String>> {
    distinct(ctx, "act").await
}

/// The few different values of a column an index begins with: one step in the index for each, where DISTINCT would read
/// the whole journal.
async fn distinct(ctx: &Ctx, column: &str) -> Result<Vec<String>> {
    let sql = format!(
        "WITH RECURSIVE found (value) AS (SELECT min({column}) FROM {TABLE} UNION ALL \
         SELECT (SELECT min({column}) FROM {TABLE} WHERE {column} > found.value) FROM found \
         WHERE found.value IS NOT NULL) SELECT value FROM found WHERE value IS NOT NULL"
    );
    ctx.read().column(&sql, vec![]).await
}
