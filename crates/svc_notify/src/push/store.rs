//! Every statement on browsers that show messages.

use base::{Id, Timestamp};
use kernel::{
    Act, App, Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// A browser that shows messages.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub id: Id<Subscription>,
    pub account: Uuid,
    /// Where messages for it go. Whoever knows it can only send what they can sign as ours.
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    pub created: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    account: Uuid,
    endpoint: String,
    p256dh: String,
    auth: String,
    created_at: i64,
}

impl From<Row> for Subscription {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            account: row.account,
            endpoint: row.endpoint,
            p256dh: row.p256dh,
            auth: row.auth,
            created: Timestamp(row.created_at),
        }
    }
}

const COLUMNS: &str = "id, account, endpoint, p256dh, auth, created_at";

/// Somebody's browsers, the latest first.
pub(crate) async fn of_account<C: ConnectionTrait>(db: &C, account: Uuid) -> Result<Vec<Subscription>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM notify_subscription WHERE account = $1 ORDER BY created_at DESC, id DESC"
    );
    let rows: Vec<Row> = db.all(&sql, vec![account.into()]).await?;
    Ok(rows.into_iter().map(Subscription::from).collect())
}

pub(super) async fn find<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<Option<Subscription>> {
    let sql = format!("SELECT {COLUMNS} FROM notify_subscription WHERE id = $1");
    Ok(db.one::<Row>(&sql, vec![id.into()]).await?.map(Subscription::from))
}

/// Adds a browser. One that is known already now belongs to whoever is signed in there.
pub(super) async fn insert(act: &Act, subscription: &Subscription) -> Result<()> {
    act.run(
        "DELETE FROM notify_subscription WHERE endpoint = $1",
        vec![subscription.endpoint.clone().into()],
    )
    .await?;
    let sql = format!("INSERT INTO notify_subscription ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)");
    let values = vec![
        subscription.id.uuid().into(),
        subscription.account.into(),
        subscription.endpoint.clone().into(),
        subscription.p256dh.clone().into(),
        subscription.auth.clone().into(),
        subscription.created.0.into(),
    ];
    act.run(&sql, values).await.map(|_| ())
}

/// Removes somebody's browser and says whether they had it.
pub(super) async fn end(act: &Act, account: Uuid, id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM notify_subscription WHERE id = $1 AND account = $2";
    Ok(act.run(sql, vec![id.into(), account.into()]).await? == 1)
}

/// Removes a browser that is gone.
pub(super) async fn remove(app: &App, id: Uuid) -> Result<()> {
    app.keep_house("DELETE FROM notify_subscription WHERE id = $1", vec![id.into()]).await.map(|_| ())
}
