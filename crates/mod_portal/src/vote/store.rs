//! The box.

use base::LocalDate;
use kernel::{
    Result,
    db::{FromQueryResult, Queries},
};
use sea_orm::prelude::Uuid;

/// Puts a vote in.
///
/// # Errors
/// The database's, among them that the paper was used.
pub async fn insert<C: Queries>(
    db: &C,
    id: Uuid,
    entry: Uuid,
    ballot: Uuid,
    answer: &str,
    day: LocalDate,
) -> Result<()> {
    let sql = "INSERT INTO portal_vote (id, entry_id, ballot, answer, day) VALUES ($1, $2, $3, $4, $5)";
    let values = vec![id.into(), entry.into(), ballot.into(), answer.into(), day.iso().into()];
    db.run(sql, values).await?;
    Ok(())
}

/// Whether there is a vote on this paper.
pub async fn is_used<C: Queries>(db: &C, entry: Uuid, ballot: Uuid) -> Result<bool> {
    let sql = "SELECT id FROM portal_vote WHERE entry_id = $1 AND ballot = $2";
    Ok(db.scalar::<Uuid>(sql, vec![entry.into(), ballot.into()]).await?.is_some())
}

/// How many votes each answer has.
pub async fn counted<C: Queries>(db: &C, entry: Uuid) -> Result<Vec<(String, i64)>> {
    #[derive(FromQueryResult)]
    struct Row {
        answer: String,
        n: i64,
    }
    let sql = "SELECT answer, count(*) AS n FROM portal_vote WHERE entry_id = $1 GROUP BY answer";
    let rows: Vec<Row> = db.all(sql, vec![entry.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.answer, row.n)).collect())
}
