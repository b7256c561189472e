use kernel::{Event, Subject};
use serde::Serialize;
use uuid::Uuid;

use crate::record::filter::Filter;

/// One file taken along.
pub(super) struct Export {
    pub id: Uuid,
    /// Where the right of whoever took it begins.
    pub agency: Option<Uuid>,
}

impl Subject for Export {
    const KIND: &'static str = "export";
    fn subject_id(&self) -> Uuid {
        self.id
    }
    fn agency_id(&self) -> Option<Uuid> {
        self.agency
    }
}

/// Records were taken along as a file.
#[derive(Serialize)]
pub(super) struct Made<'a> {
    /// `csv` or `jsonl`.
    pub form: &'static str,
    /// What was searched for.
    pub filter: &'a Filter,
    /// How many records were found.
    pub count: u64,
}

impl Event for Made<'_> {
    const NAME: &'static str = "audit.export.made";
}
