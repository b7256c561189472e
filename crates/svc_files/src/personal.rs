//! What this crate holds of the owner of an account: the files that are theirs. What they sent for an office or for
//! somebody else is that office's or that person's.

use kernel::{
    Ctx, Task,
    db::{FromQueryResult, Queries as _},
    personal::{ACCOUNTS, Fact, Holding},
};
use uuid::Uuid;

const FILE: &[(&str, &str)] = &[
    ("name", "files.personal.name"),
    ("bytes", "files.personal.bytes"),
    ("sent_at", "files.personal.sent_at"),
    ("removed_at", "files.personal.removed_at"),
];

pub(crate) fn holdings(ctx: Ctx, account: Uuid) -> Task<'static, Vec<Holding>> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        size: i64,
        created_at: i64,
        deleted_at: Option<i64>,
    }
    Box::pin(async move {
        let sql = format!(
            "SELECT f.name, b.size, f.created_at, f.deleted_at FROM files_file f \
             JOIN files_blob b ON b.sha256 = f.blob WHERE f.owner IN ({ACCOUNTS}) ORDER BY f.created_at, f.id"
        );
        let rows: Vec<Row> = ctx.read().all(&sql, vec![account.into()]).await?;
        let row = |row: Row| {
            vec![
                Fact::text(row.name),
                Fact::Count(row.size),
                Fact::at(Some(row.created_at)),
                Fact::at(row.deleted_at),
            ]
        };
        let rows = rows.into_iter().map(row).collect();
        Ok(vec![Holding { name: "files.file", title: "files.personal.files", columns: FILE, rows }])
    })
}
