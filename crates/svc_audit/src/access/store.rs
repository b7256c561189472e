use base::Timestamp;
use kernel::{
    Ctx, Result,
    db::{FromQueryResult, Queries as _, Values},
};
use uuid::Uuid;

use super::filter::Search;
use crate::{
    newest::{Cursor, newest},
    reach::Reach,
    record::filter::begins,
};

const TABLE: &str = "kernel_access_log";
const COLUMNS: &str = "id, at, actor, what, path, entry, subject_kind, subject_id, agency_id";

/// An entry of the access log.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Logged {
    pub id: Uuid,
    pub at: i64,
    pub actor: String,
    pub what: String,
    pub path: String,
    pub entry: String,
    pub subject_kind: Option<String>,
    pub subject_id: Option<Uuid>,
    pub agency_id: Option<Uuid>,
}

impl Logged {
    pub(crate) fn at(&self) -> Timestamp {
        Timestamp(self.at)
    }
}

fn bind(values: &mut Values, value: impl Into<kernel::db::Value>) -> String {
    values.push(value.into());
    format!("${}", values.len())
}

/// By what a list is read; what only narrows it is written so that no index is looked for, as for the journal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    /// By agency, which settles the reader's rights, too.
    Agency,
    /// By who it was.
    Actor,
    /// By thing, else by kind of thing, else by kind of entry, else by time.
    Best,
}

fn rest(search: &Search, below: Option<Cursor>, key: Key, values: &mut Values) -> Vec<String> {
    let mut all = Vec::new();
    if key != Key::Agency {
        all.extend(search.reach.condition(values));
    }
    let mut free = key == Key::Best && search.thing.is_none();
    let mut hidden = |given: bool| if given && std::mem::take(&mut free) { "" } else { " || ''" };
    let of_kind = hidden(!search.kind.is_empty());
    let of_entry = hidden(search.entry.is_some());
    if let Some(entry) = search.entry {
        all.push(format!("entry{of_entry} = {}", bind(values, entry.as_str())));
    }
    if !search.path.is_empty() {
        // Compared as a prefix without LIKE: an address may hold its signs.
        let length = search.path.chars().count();
        all.push(format!("substr(path, 1, {length}) = {}", bind(values, search.path.clone())));
    }
    if !search.kind.is_empty() {
        all.push(format!("subject_kind{of_kind} = {}", bind(values, search.kind.clone())));
    }
    if let Some(thing) = search.thing {
        all.push(format!("subject_id = {}", bind(values, thing)));
    }
    if let Some(day) = search.from {
        all.push(format!("at >= {}", bind(values, begins(day))));
    }
    if let Some(day) = search.until {
        all.push(format!("at < {}", bind(values, begins(day.next()))));
    }
    all.extend(below.map(|cursor| cursor.below(values)));
    all
}

/// The newest entries found, below the cursor.
pub(super) async fn page(
    ctx: &Ctx,
    search: &Search,
    below: Option<Cursor>,
    limit: u64,
) -> Result<Vec<Logged>> {
    let mut values = Values::new();
    let actors: Vec<String> = match (&search.accounts, &search.system) {
        (Some(accounts), _) => accounts.iter().map(|id| format!("account:{id}")).collect(),
        (None, Some(name)) => vec![name.clone()],
        (None, None) => Vec::new(),
    };
    let mut conditions = Vec::new();
    for actor in &actors {
        let mut all = vec![format!("actor = {}", bind(&mut values, actor.clone()))];
        all.extend(rest(search, below, Key::Actor, &mut values));
        conditions.push(all.join(" AND "));
    }
    if actors.is_empty() {
        match search.reach.few(ctx).await? {
            Some(agencies) => {
                for agency in agencies {
                    let mut all = vec![format!("agency_id = {}", bind(&mut values, agency))];
                    all.extend(rest(search, below, Key::Agency, &mut values));
                    conditions.push(all.join(" AND "));
                }
            }
            None => {
                let all = rest(search, below, Key::Best, &mut values);
                conditions.push(if all.is_empty() { "1 = 1".to_owned() } else { all.join(" AND ") });
            }
        }
    }
    if conditions.is_empty() {
        conditions.push("1 = 0".to_owned());
    }
    ctx.read().all(&newest(TABLE, COLUMNS, &conditions, limit), values).await
}

/// The newest entries about one thing.
pub(super) async fn of_thing(
    ctx: &Ctx,
    reach: &Reach,
    kind: &str,
    id: Uuid,
    limit: u64,
) -> Result<Vec<Logged>> {
    let mut values: Values = vec![kind.into(), id.into()];
    let mut condition = "subject_kind = $1 AND subject_id = $2".to_owned();
    if let Some(reached) = reach.condition(&mut values) {
        condition.push_str(&format!(" AND {reached}"));
    }
    ctx.read().all(&newest(TABLE, COLUMNS, &[condition], limit), values).await
}
