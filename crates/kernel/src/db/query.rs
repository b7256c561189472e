use std::cell::Cell;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, Statement, TryGetable, Value};

use crate::Result;

/// A row read by column name.
pub type Row = QueryResult;

/// Values bound to `$1`, `$2`… in the order given.
pub type Values = Vec<Value>;

/// SQL that both databases understand, with `$1`-style parameters. All integers are 64 bits, instants are
/// milliseconds, dates ISO text, identifiers UUIDs, structured data JSON text; so no statement needs two forms.
#[async_trait::async_trait]
pub trait Queries: ConnectionTrait {
    /// All rows.
    async fn all<T: FromQueryResult>(&self, sql: &str, values: Values) -> Result<Vec<T>> {
        let rows = self.query_all_raw(statement(self, sql, values)).await?;
        Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, DbErr>>()?)
    }

    /// The first row, if there is one.
    async fn one<T: FromQueryResult>(&self, sql: &str, values: Values) -> Result<Option<T>> {
        let row = self.query_one_raw(statement(self, sql, values)).await?;
        Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
    }

    /// The first column of the first row, if there is one.
    async fn scalar<T: TryGetable>(&self, sql: &str, values: Values) -> Result<Option<T>> {
        let row = self.query_one_raw(statement(self, sql, values)).await?;
        Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
    }

    /// The first column of every row.
    async fn column<T: TryGetable>(&self, sql: &str, values: Values) -> Result<Vec<T>> {
        let rows = self.query_all_raw(statement(self, sql, values)).await?;
        Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, DbErr>>()?)
    }

    /// Runs a statement that changes rows and says how many.
    async fn run(&self, sql: &str, values: Values) -> Result<u64> {
        Ok(self.execute_raw(statement(self, sql, values)).await?.rows_affected())
    }

    /// Runs a statement over rows of values, which stand in it as `{}`, in as few statements as pay, and says how many
    /// rows it changed.
    async fn run_rows(&self, sql: &str, rows: &[Values]) -> Result<u64> {
        let Some(width) = rows.first().map(Vec::len) else { return Ok(0) };
        let mut changed = 0;
        for batch in rows.chunks((VALUES / width).max(1)) {
            let sql = sql.replace("{}", &placeholders(batch.len(), width));
            changed += self.run(&sql, batch.iter().flatten().cloned().collect()).await?;
        }
        Ok(changed)
    }
}

/// Values of one statement. SQLite looks a parameter such as `$7` up among all before it, so that a statement of many
/// takes time by their square: hundreds are quick, tens of thousands are not.
const VALUES: usize = 300;

impl<C: ConnectionTrait> Queries for C {}

tokio::task_local! {
    static ASKED: Cell<u64>;
}

/// Runs something and says how many statements it asked the database: a list may not ask more for having more rows.
pub async fn counted<F: Future>(work: F) -> (F::Output, u64) {
    ASKED
        .scope(Cell::new(0), async {
            let done = work.await;
            (done, ASKED.with(Cell::get))
        })
        .await
}

fn statement<C: ConnectionTrait + ?Sized>(connection: &C, sql: &str, values: Values) -> Statement {
    // Nobody counts outside tests.
    let _ = ASKED.try_with(|asked| asked.set(asked.get() + 1));
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// `rows` groups of `columns` parameters for one INSERT: `($1, $2), ($3, $4)`.
pub fn placeholders(rows: usize, columns: usize) -> String {
    let mut sql = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                sql.push_str(", ");
            }
            sql.push('$');
            sql.push_str(&(row * columns + column + 1).to_string());
        }
        sql.push(')');
    }
    sql
}

/// A LIKE pattern for texts that begin with `prefix`, its own `%`, `_` and `\` taken literally (`ESCAPE '\'`).
pub fn like_prefix(prefix: &str) -> String {
    let mut pattern = String::with_capacity(prefix.len() + 1);
    for ch in prefix.chars() {
        if matches!(ch, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(ch);
    }
    pattern.push('%');
    pattern
}
