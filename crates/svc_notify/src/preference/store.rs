//! Every statement on preferences.

use kernel::{
    Act, Channel, Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::model::{Wish, Wishes};

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    channel: String,
    wanted: bool,
}

/// What an account's owner said.
pub(crate) async fn of<C: ConnectionTrait>(db: &C, account: Uuid) -> Result<Wishes> {
    let sql = "SELECT kind, channel, wanted FROM notify_preference WHERE account = $1";
    let rows: Vec<Row> = db.all(sql, vec![account.into()]).await?;
    let wish = |row: Row| Some(((row.kind, Channel::parse(&row.channel)?), row.wanted));
    Ok(Wishes(rows.into_iter().filter_map(wish).collect()))
}

/// Notes one wish over an earlier one.
pub(crate) async fn set(act: &Act, account: Uuid, wish: &Wish) -> Result<()> {
    let sql = "INSERT INTO notify_preference (account, kind, channel, wanted, changed_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (account, kind, channel) DO UPDATE SET wanted = $4, changed_at = $5";
    let values = vec![
        account.into(),
        wish.kind.into(),
        wish.channel.key().into(),
        wish.wanted.into(),
        act.now().0.into(),
    ];
    act.run(sql, values).await.map(|_| ())
}
