//! Every statement on notices.

use std::collections::BTreeMap;

use base::Timestamp;
use kernel::{
    Act, App, Result,
    db::{FromQueryResult, Queries as _, Value},
};
use sea_orm::ConnectionTrait;
use ui::Lang;
use uuid::Uuid;

use super::model::{Notice, NoticeId};

const COLUMNS: &str =
    "id, kind, account, name, lang, data, path, letter, agency, bell, created_at, read_at, cleared_at";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    account: Option<Uuid>,
    name: String,
    lang: String,
    data: String,
    path: String,
    letter: String,
    agency: Option<Uuid>,
    bell: bool,
    created_at: i64,
    read_at: Option<i64>,
    cleared_at: Option<i64>,
}

impl From<Row> for Notice {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            kind: row.kind,
            account: row.account,
            name: row.name,
            lang: if row.lang == Lang::En.code() { Lang::En } else { Lang::Vi },
            values: serde_json::from_str::<BTreeMap<String, String>>(&row.data).unwrap_or_default(),
            path: row.path,
            letter: serde_json::from_str(&row.letter).unwrap_or_default(),
            agency: row.agency,
            bell: row.bell,
            created: Timestamp(row.created_at),
            read: row.read_at.map(Timestamp),
            cleared: row.cleared_at.is_some(),
        }
    }
}

/// Adds a notice and says whether it is a new one.
pub(crate) async fn insert(act: &Act, notice: &Notice) -> Result<bool> {
    let sql = "INSERT INTO notify_notice (id, kind, account, name, lang, data, path, agency, bell, created_at, letter) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING";
    let values = vec![
        notice.id.uuid().into(),
        notice.kind.clone().into(),
        notice.account.into(),
        notice.name.clone().into(),
        notice.lang.code().into(),
        serde_json::to_string(&notice.values)?.into(),
        notice.path.clone().into(),
        notice.agency.into(),
        notice.bell.into(),
        notice.created.0.into(),
        serde_json::to_string(&notice.letter)?.into(),
    ];
    Ok(act.run(sql, values).await? == 1)
}

/// A notice by its identifier, for those who deliver it.
pub(crate) async fn find<C: ConnectionTrait>(db: &C, id: NoticeId) -> Result<Option<Notice>> {
    let sql = format!("SELECT {COLUMNS} FROM notify_notice WHERE id = $1");
    Ok(db.one::<Row>(&sql, vec![id.uuid().into()]).await?.map(Notice::from))
}

/// Where a page of the inbox begins: after the notice told at this instant with this identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct After(pub i64, pub Uuid);

/// A page of somebody's inbox, newest first.
pub(crate) async fn inbox<C: ConnectionTrait>(
    db: &C,
    account: Uuid,
    unread: bool,
    after: Option<After>,
    limit: usize,
) -> Result<Vec<Notice>> {
    let mut values: Vec<Value> = vec![account.into()];
    let mut conditions = String::from("account = $1 AND bell");
    if unread {
        conditions.push_str(" AND read_at IS NULL");
    }
    if let Some(After(at, id)) = after {
        values.extend([at.into(), id.into()]);
        conditions.push_str(" AND (created_at < $2 OR (created_at = $2 AND id < $3))");
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM notify_notice WHERE {conditions} ORDER BY created_at DESC, id DESC LIMIT {limit}"
    );
    let rows: Vec<Row> = db.all(&sql, values).await?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

/// How many notices somebody has not read.
pub(crate) async fn unread<C: ConnectionTrait>(db: &C, account: Uuid) -> Result<u64> {
    let sql = "SELECT count(*) FROM notify_notice WHERE account = $1 AND bell AND read_at IS NULL";
    let count: Option<i64> = db.scalar(sql, vec![account.into()]).await?;
    Ok(count.unwrap_or(0).unsigned_abs())
}

/// Marks one of somebody's notices, or all of them, as read; says how many there were.
pub(crate) async fn mark_read(app: &App, account: Uuid, id: Option<Uuid>, now: Timestamp) -> Result<u64> {
    let mut values: Vec<Value> = vec![account.into(), now.0.into()];
    let one = match id {
        Some(id) => {
            values.push(id.into());
            " AND id = $3"
        }
        None => " AND read_at IS NULL",
    };
    let sql =
        format!("UPDATE notify_notice SET read_at = coalesce(read_at, $2) WHERE account = $1 AND bell{one}");
    app.keep_house(&sql, values).await
}

/// Forgets what a notice said.
pub(crate) async fn clear<C: ConnectionTrait>(db: &C, id: NoticeId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE notify_notice SET name = '', data = '{}', path = '', letter = '{}', cleared_at = $2 WHERE id = $1";
    db.run(sql, vec![id.uuid().into(), now.0.into()]).await.map(|_| ())
}

/// Forgets what notices said whose deliveries all ended before this instant and that no bell shows.
pub(crate) async fn clear_delivered(app: &App, before: Timestamp, now: Timestamp) -> Result<u64> {
    let sql = "UPDATE notify_notice SET name = '', data = '{}', path = '', letter = '{}', cleared_at = $2 \
               WHERE cleared_at IS NULL AND NOT bell AND created_at < $1 \
               AND NOT EXISTS (SELECT 1 FROM notify_delivery d WHERE d.notice = notify_notice.id \
                               AND (d.state = 'waiting' OR d.done_at >= $1))";
    app.keep_house(sql, vec![before.0.into(), now.0.into()]).await
}

/// Removes what was told before this instant, deliveries included.
pub(crate) async fn remove_old(app: &App, before: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM notify_notice WHERE created_at < $1 \
               AND NOT EXISTS (SELECT 1 FROM notify_delivery d WHERE d.notice = notify_notice.id \
                               AND d.state = 'waiting')";
    app.keep_house(sql, vec![before.0.into()]).await
}
