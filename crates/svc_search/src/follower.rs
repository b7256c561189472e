//! Keeps the index true: follows the journal and loads again what its records name.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    App, SearchSource,
    journal::{Consume, Record},
};
use uuid::Uuid;

use crate::module::{cache_key, chain_head, hand_over, on_index, rebuild, sources};

/// After so many records that concern nothing searched, the cursor is written down anyway, so that a restart need not
/// read them again.
const IDLE_RECORDS: i64 = 5_000;

/// The consumer "search". Its cursor is the index's own.
pub struct Follower {
    app: App,
    /// Last record seen; at or ahead of the index's cursor.
    seen: i64,
    /// The index's cursor.
    written: i64,
}

/// What a batch of records asks to be loaded again.
#[derive(Default)]
struct Stale {
    /// Everything of these kinds.
    kinds: BTreeSet<&'static str>,
    /// Single things.
    things: BTreeMap<&'static str, BTreeSet<Uuid>>,
}

impl Follower {
    /// Opens the index; one without a cursor, or ahead of this database, is built anew first.
    ///
    /// # Errors
    /// As [`rebuild`].
    pub async fn start(app: App) -> kernel::Result<Box<dyn Consume>> {
        let head = chain_head(&app).await?;
        let known = on_index(&app, |index| Ok(index.cursor())).await?;
        let seen = match known {
            // A database restored from a backup is behind its index.
            Some(cursor) if cursor <= head => cursor,
            _ => {
                let documents = rebuild(&app).await?;
                tracing::info!(documents, "search index built");
                on_index(&app, |index| Ok(index.cursor())).await?.unwrap_or_default()
            }
        };
        Ok(Box::new(Self { app, seen, written: seen }))
    }

    fn stale(&self, records: &[Record]) -> Stale {
        let mut stale = Stale::default();
        for record in records {
            let Some(source) = sources(&self.app).find(|s| s.kind == record.subject_kind) else { continue };
            let named = &record.event()["ids"];
            if named == "all" {
                stale.kinds.insert(source.kind);
                continue;
            }
            let things = stale.things.entry(source.kind).or_default();
            match named.as_array() {
                Some(ids) => things.extend(ids.iter().filter_map(|id| id.as_str()?.parse::<Uuid>().ok())),
                None => {
                    things.insert(record.subject_id);
                }
            }
        }
        stale.things.retain(|kind, _| !stale.kinds.contains(kind));
        stale
    }

    fn source(&self, kind: &str) -> Option<&'static SearchSource> {
        sources(&self.app).find(|s| s.kind == kind)
    }

    async fn refresh(&self, stale: Stale, cursor: i64) -> kernel::Result<()> {
        let mut keys: Vec<String> =
            stale.kinds.iter().chain(stale.things.keys()).map(|k| cache_key(k)).collect();
        keys.push(cache_key("*"));
        for kind in stale.kinds {
            let Some(source) = self.source(kind) else { continue };
            hand_over(&self.app, &[source], move |index, docs| index.replace_kind(kind, docs)).await?;
        }
        let (mut upserts, mut deletes) = (Vec::new(), Vec::new());
        for (kind, ids) in stale.things {
            let Some(source) = self.source(kind) else { continue };
            // Removed first and then added, so a thing that lost one of its languages loses that document.
            deletes.extend(ids.iter().map(|id| (kind.to_owned(), id.to_string())));
            let ids: Vec<Uuid> = ids.into_iter().collect();
            for some in ids.chunks(SearchSource::AT_ONCE) {
                upserts.extend((source.load)(self.app.clone(), some.to_vec()).await?);
            }
        }
        on_index(&self.app, move |index| index.apply(&upserts, &deletes, cursor)).await?;
        self.app.cache().drop_keys(keys.iter().map(String::as_str));
        Ok(())
    }
}

#[async_trait::async_trait]
impl Consume for Follower {
    fn cursor(&self) -> i64 {
        self.seen
    }

    async fn take(&mut self, records: &[Record]) -> kernel::Result<()> {
        let Some(last) = records.last().and_then(|r| r.ordinal) else { return Ok(()) };
        let stale = self.stale(records);
        let idle = stale.kinds.is_empty() && stale.things.is_empty();
        if !idle || last - self.written > IDLE_RECORDS {
            self.refresh(stale, last).await?;
            self.written = last;
        }
        self.seen = last;
        Ok(())
    }
}
