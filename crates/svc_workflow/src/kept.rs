//! The calendar and the hours this program has in memory, and how they stay true.

use std::sync::Arc;

use arc_swap::ArcSwap;
use base::LocalDate;
use kernel::{
    Act, App, Error, Result,
    journal::{Consume, Record},
};
use tokio::sync::Mutex;

use crate::{
    calendar::{Calendar, Weekend, WorkingHours},
    holiday::{self, Entry},
    hours::{self, Book},
};

/// The key of cached pages that show the calendar: every act of this crate touches it.
pub(crate) const CALENDAR: &str = "calendar";

/// Everything deadlines rest on, at one moment.
pub(crate) struct Almanac {
    pub(crate) calendar: Arc<Calendar>,
    /// The same days with what only editors see, by day.
    pub(crate) entries: Vec<Entry>,
    pub(crate) hours: Book,
}

struct Kept {
    almanac: ArcSwap<Almanac>,
    /// One reader of the database at a time, so that an older state never replaces a newer one.
    loading: Mutex<()>,
}

/// The province's legal calendar as it is now.
///
/// # Errors
/// When this crate's module was not started.
pub fn calendar_of(app: &App) -> Result<Arc<Calendar>> {
    Ok(Arc::clone(&almanac(app)?.calendar))
}

/// The working hours on that day of the agency with this path: its own, else those of the nearest agency above it
/// that has any, else the province's usual ones ([`WorkingHours::default`]).
///
/// # Errors
/// When this crate's module was not started.
pub fn hours_of(app: &App, agency_path: &str, day: LocalDate) -> Result<Arc<WorkingHours>> {
    Ok(almanac(app)?.hours.of(agency_path, day))
}

pub(crate) fn almanac(app: &App) -> Result<Arc<Almanac>> {
    Ok(app.part::<Kept>()?.almanac.load_full())
}

pub(crate) async fn start(app: &App) -> Result<()> {
    let almanac = load(app).await?;
    app.keep(Kept { almanac: ArcSwap::from_pointee(almanac), loading: Mutex::new(()) });
    Ok(())
}

async fn load(app: &App) -> Result<Almanac> {
    let entries = holiday::store::load(app.db().read()).await?;
    let days = entries.iter().map(|entry| entry.holiday.clone());
    let calendar = Calendar::new(days, Weekend::default()).map_err(|e| Error::internal(e.to_string()))?;
    let hours = Book::new(hours::store::load(app.db().read()).await?);
    Ok(Almanac { calendar: Arc::new(calendar), entries, hours })
}

async fn reload(app: &App) -> Result<()> {
    let kept = app.part::<Kept>()?;
    let _one = kept.loading.lock().await;
    kept.almanac.store(Arc::new(load(app).await?));
    Ok(())
}

/// Ends an act of this crate: commits, then counts by the new calendar on this node.
///
/// # Errors
/// Those of [`Act::commit`]. A failure to read the new state is logged: the act has happened all the same, and the
/// follower of the journal will try again.
pub(crate) async fn commit(act: Act) -> Result<()> {
    let app = act.ctx().app().clone();
    act.commit().await?;
    if let Err(error) = reload(&app).await {
        tracing::warn!(error = %error, "the calendar could not be read anew");
    }
    // A page made between the commit and the new calendar was made from the old one.
    app.cache().drop_keys([CALENDAR].into_iter());
    Ok(())
}

/// Follows acts of other nodes.
pub(crate) struct Follower {
    app: App,
    cursor: i64,
}

impl Follower {
    pub(crate) async fn start(app: App) -> Result<Box<dyn Consume>> {
        // The cursor first: what is sealed in between is read twice rather than never.
        let cursor = holiday::store::newest_ordinal(app.db().read()).await?;
        reload(&app).await?;
        Ok(Box::new(Self { app, cursor }))
    }
}

#[async_trait::async_trait]
impl Consume for Follower {
    fn cursor(&self) -> i64 {
        self.cursor
    }

    async fn take(&mut self, records: &[Record]) -> Result<()> {
        if records.iter().any(|r| matches!(r.subject_kind.as_str(), "holiday" | "hours")) {
            reload(&self.app).await?;
            self.app.cache().drop_keys([CALENDAR].into_iter());
        }
        self.cursor = records.iter().filter_map(|r| r.ordinal).max().unwrap_or(self.cursor);
        Ok(())
    }
}
