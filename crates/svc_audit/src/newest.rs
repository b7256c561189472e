//! Lists that grow at their upper end: newest first, a page begins below the last row of the one before, so nothing is
//! shown twice or left out while records arrive.

use kernel::db::Values;
use uuid::Uuid;

/// The last row of a page: the next one begins below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When it happened, in milliseconds UTC.
    pub at: i64,
    /// Its identifier.
    pub id: Uuid,
}

impl Cursor {
    /// As it stands in an address.
    pub fn text(self) -> String {
        format!("{}.{}", self.at, self.id)
    }

    /// Reads it from an address.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self { at: at.parse().ok()?, id: id.parse().ok()? })
    }

    /// The condition for what lies below, appended to others.
    pub(crate) fn below(self, values: &mut Values) -> String {
        values.extend([self.at.into(), self.id.into()]);
        format!("(at, id) < (${}, ${})", values.len() - 1, values.len())
    }
}

/// The newest rows for which any of the conditions holds. Each condition is a list of its own, read from its own index
/// no further than `limit`: a database that is asked for all of them at once reads everything and sorts it.
pub(crate) fn newest(table: &str, columns: &str, conditions: &[String], limit: u64) -> String {
    let list = |condition: &String| {
        format!("SELECT {columns} FROM {table} WHERE {condition} ORDER BY at DESC, id DESC LIMIT {limit}")
    };
    match conditions {
        [one] => list(one),
        many => {
            let parts: Vec<String> = many
                .iter()
                .enumerate()
                .map(|(n, condition)| format!("SELECT * FROM ({}) AS list{n}", list(condition)))
                .collect();
            let all = parts.join(" UNION ");
            format!("SELECT * FROM ({all}) AS lists ORDER BY at DESC, id DESC LIMIT {limit}")
        }
    }
}
