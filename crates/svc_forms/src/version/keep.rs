use kernel::{Ctx, Error, Event, Result, Subject, new_id};
use serde::Serialize;
use ui::Message;
use uuid::Uuid;

use super::{Version, store};
use crate::{definition::Definition, policy::DEFINITION_EDIT};

/// What keeping a form came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// It is the next version.
    New(Version),
    /// The latest version asks the same.
    Known(Version),
}

#[derive(Serialize)]
struct Versioned<'a> {
    key: &'a str,
    version: i64,
    changes: usize,
}

impl Event for Versioned<'_> {
    const NAME: &'static str = "forms.definition.versioned";
}

impl Subject for Version {
    const KIND: &'static str = "form";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// Keeps a form as its next version; what was begun with an older one goes on with that. `over` is the version that was
/// changed: 0 for a new form.
///
/// # Errors
/// [`Error::Forbidden`] without [`DEFINITION_EDIT`]; [`Error::Conflict`] for a form with a fault; [`Error::stale`] when
/// somebody else kept a version meanwhile; the database's.
pub async fn keep(ctx: &Ctx, definition: Definition, over: i64) -> Result<Kept> {
    if let Some(fault) = definition.faults().into_iter().next() {
        return Err(Error::Conflict(Message::new(fault.kind.key()).with("at", fault.at)));
    }
    let mut act = ctx.act(DEFINITION_EDIT).await?;
    let latest = store::latest(&act, &definition.key).await?;
    if latest.as_ref().map_or(0, |latest| latest.number) != over {
        return Err(Error::stale());
    }
    let changes = match latest {
        Some(latest) if latest.definition == definition => return Ok(Kept::Known(latest)),
        Some(latest) => latest.definition.changes_to(&definition).len(),
        None => definition.fields().count(),
    };
    let new = Version { id: new_id(), number: over + 1, definition, kept_at: act.now() };
    store::insert(&act, &new).await?;
    let event = Versioned { key: &new.definition.key, version: new.number, changes };
    act.record(&new, &event).await?;
    act.commit().await?;
    Ok(Kept::New(new))
}
