use kernel::{Ctx, Error, Result};
use ui::Message;

use super::event::{Export, Made};
use crate::{
    RECORD_READ,
    newest::Cursor,
    reach::Reach,
    record::{filter::Search, store},
};

/// Most records in one file: what a spreadsheet still opens.
pub(super) const MOST: u64 = 100_000;

/// The shape of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    JsonLines,
}

impl Form {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Csv, Self::JsonLines].into_iter().find(|form| form.name() == text)
    }
}

/// Records that a file is taken, before anything of it is sent. Answers with how many records it holds; what happens
/// from this moment on, the export itself included, is not among them.
///
/// # Errors
/// [`Error::Conflict`] when more are found than one file holds; [`Error::Forbidden`].
pub(super) async fn make(ctx: &Ctx, search: &Search, form: Form) -> Result<(Cursor, u64)> {
    let mut act = ctx.act(RECORD_READ).await?;
    let start = Cursor { at: act.now().0, id: uuid::Uuid::nil() };
    let count = store::count(ctx, search, Some(start), MOST).await?;
    if count > MOST {
        return Err(Error::Conflict(Message::new("audit.export.too_many").with("most", MOST)));
    }
    let export = Export { id: kernel::new_id::<()>().uuid(), agency: Reach::home(ctx) };
    act.record(&export, &Made { form: form.name(), filter: &search.filter, count }).await?;
    act.commit().await?;
    Ok((start, count))
}
