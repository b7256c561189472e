//! What this crate holds of the owner of an account: what they were told, what they do not want to be told, and the browsers
//! that show them messages.

use kernel::{
    Channel, Ctx, Result, Task,
    db::{FromQueryResult, Queries as _},
    personal::{ACCOUNTS, Fact, Holding},
};
use uuid::Uuid;

type Columns = &'static [(&'static str, &'static str)];

const NOTICE: Columns = &[
    ("kind", "notify.personal.kind"),
    ("told_at", "notify.personal.told_at"),
    ("read_at", "notify.personal.read_at"),
];
const WISH: Columns = &[
    ("kind", "notify.personal.kind"),
    ("way", "notify.personal.way"),
    ("wanted", "notify.personal.wanted"),
    ("said_at", "notify.personal.said_at"),
];
const BROWSER: Columns =
    &[("by_way_of", "notify.personal.by_way_of"), ("added_at", "notify.personal.added_at")];

pub(crate) fn holdings(ctx: Ctx, account: Uuid) -> Task<'static, Vec<Holding>> {
    Box::pin(async move {
        Ok(vec![notices(&ctx, account).await?, wishes(&ctx, account).await?, browsers(&ctx, account).await?])
    })
}

/// What a kind of notice is called.
fn called(kind: &str) -> Fact {
    Fact::Word(format!("{kind}.name"))
}

async fn notices(ctx: &Ctx, account: Uuid) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        created_at: i64,
        read_at: Option<i64>,
    }
    let sql = format!(
        "SELECT kind, created_at, read_at FROM notify_notice WHERE account IN ({ACCOUNTS}) ORDER BY created_at, id"
    );
    let rows: Vec<Row> = ctx.read().all(&sql, vec![account.into()]).await?;
    let row = |row: Row| vec![called(&row.kind), Fact::at(Some(row.created_at)), Fact::at(row.read_at)];
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "notify.notice", title: "notify.personal.notices", columns: NOTICE, rows })
}

async fn wishes(ctx: &Ctx, account: Uuid) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        channel: String,
        wanted: bool,
        changed_at: i64,
    }
    let sql = format!(
        "SELECT kind, channel, wanted, changed_at FROM notify_preference WHERE account IN ({ACCOUNTS}) \
         ORDER BY kind, channel"
    );
    let rows: Vec<Row> = ctx.read().all(&sql, vec![account.into()]).await?;
    let row = |row: Row| {
        let way = Channel::parse(&row.channel);
        let way = way.map_or(Fact::Unknown, |way| Fact::Word(format!("notify.channel.{}", way.key())));
        vec![called(&row.kind), way, Fact::Yes(row.wanted), Fact::at(Some(row.changed_at))]
    };
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "notify.preference", title: "notify.personal.wishes", columns: WISH, rows })
}

async fn browsers(ctx: &Ctx, account: Uuid) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        endpoint: String,
        created_at: i64,
    }
    let sql = format!(
        "SELECT endpoint, created_at FROM notify_subscription WHERE account IN ({ACCOUNTS}) ORDER BY created_at, id"
    );
    let rows: Vec<Row> = ctx.read().all(&sql, vec![account.into()]).await?;
    // Whoever knows the whole address can send to that browser.
    let host = |endpoint: &str| {
        let rest = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default().to_owned()
    };
    let row = |row: Row| vec![Fact::text(host(&row.endpoint)), Fact::at(Some(row.created_at))];
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "notify.subscription", title: "notify.personal.browsers", columns: BROWSER, rows })
}
