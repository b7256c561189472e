//! The index itself: opening, feeding, following the journal.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use contracts::search::SearchDoc;
use parking_lot::{Mutex, RwLock};
use tantivy::{
    IndexReader, IndexWriter, ReloadPolicy, Searcher,
    directory::MmapDirectory,
    indexer::{IndexWriterOptions, LogMergePolicy},
    query::AllQuery,
};

use crate::{
    Error, Result,
    kept::Kept,
    schema::{Fields, KIND_FACET, VERSION},
};

/// Memory in which new documents wait to be written, in bytes.
const WRITER_MEMORY: usize = 40_000_000;

/// The search index of one node: a folder, or memory.
///
/// One writer at a time, any number of readers. What [`apply`](Self::apply) and [`rebuild`](Self::rebuild) have
/// written is found as soon as they return; documents and cursor change together or not at all.
pub struct Index {
    pub(crate) fields: Fields,
    pub(crate) kept: Kept,
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    cursor: RwLock<Option<i64>>,
    /// Held as long as the index is open, so that no other process writes to the folder or drops it.
    _lock: Option<File>,
}

impl Index {
    /// Opens the index in this folder, creating what is missing. An index of another schema version, and one that
    /// is damaged, is dropped: it is empty then, and [`cursor`](Self::cursor) is `None`.
    ///
    /// # Errors
    /// [`Error::Busy`] if another process has it open; [`Error::Io`] or [`Error::Engine`] if the folder cannot be
    /// written.
    pub fn open(dir: &Path) -> Result<Self> {
        fs::create_dir_all(dir)?;
        let lock = File::options().create(true).truncate(false).write(true).open(dir.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy),
            Err(TryLockError::Error(source)) => return Err(source.into()),
        }
        // Only this folder within the folder is ever removed: a wrong path given must not cost anybody's files.
        let data = dir.join("segments");
        let version = dir.join("version");
        let current = fs::read_to_string(&version).is_ok_and(|text| text.trim() == VERSION.to_string());
        if current {
            match open_intact(&data).and_then(|index| Self::start(index, None)) {
                Ok(mut opened) => {
                    opened._lock = Some(lock);
                    return Ok(opened);
                }
                Err(error) => tracing::warn!(%error, "search index is damaged: dropped, to be rebuilt"),
            }
        } else if data.exists() {
            tracing::info!(version = VERSION, "search index is of another version: dropped, to be rebuilt");
        }
        // In this order a crash in between leaves no new index under an old version, nor an old one under a new.
        remove_if_exists(fs::remove_file(&version))?;
        remove_if_exists(fs::remove_dir_all(&data))?;
        fs::create_dir_all(&data)?;
        let directory = MmapDirectory::open(&data).map_err(tantivy::TantivyError::from)?;
        let index = tantivy::Index::create(directory, Fields::build().0, tantivy::IndexSettings::default())?;
        let opened = Self::start(index, Some(lock))?;
        fs::write(&version, VERSION.to_string())?;
        Ok(opened)
    }

    /// An index that lives as long as this value: for tests and trials.
    ///
    /// # Errors
    /// [`Error::Engine`] if its threads cannot be started.
    pub fn in_memory() -> Result<Self> {
        Self::start(tantivy::Index::create_in_ram(Fields::build().0), None)
    }

    /// The journal cursor up to which this index is true; `None`: it has to be rebuilt.
    pub fn cursor(&self) -> Option<i64> {
        *self.cursor.read()
    }

    /// How many documents it holds, over all languages and audiences.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes and replaces documents, and moves the cursor, all in one commit. Deletes are (kind, identifier),
    /// cover every language and come first. An upsert replaces the document of its kind, identifier and language;
    /// of two in one batch the later one stays.
    ///
    /// # Errors
    /// [`Error::Engine`] if the disk refuses. Doing the same again is always right.
    pub fn apply(&self, upserts: &[SearchDoc], deletes: &[(String, String)], cursor: i64) -> Result<()> {
        self.commit(cursor, |writer| {
            for (kind, id) in deletes {
                writer.delete_term(self.fields.owner_term(kind, id));
            }
            for doc in upserts {
                writer.delete_term(self.fields.key_term(&doc.kind, &doc.id, &doc.lang));
                writer.add_document(self.fields.record(doc)?)?;
            }
            Ok(())
        })
    }

    /// Replaces all documents of one kind by these, in one commit; the cursor stays. The documents are taken as distinct.
    ///
    /// # Errors
    /// [`Error::Engine`] if the disk refuses. Doing the same again is always right.
    pub(crate) fn replace_kind(
        &self,
        kind: &str,
        docs: impl IntoIterator<Item = Result<SearchDoc>>,
    ) -> Result<()> {
        self.commit(self.cursor().unwrap_or_default(), |writer| {
            writer.delete_term(self.fields.facet_term(KIND_FACET, kind));
            for doc in docs {
                writer.add_document(self.fields.record(&doc?)?)?;
            }
            Ok(())
        })
    }

    /// Replaces everything by these documents, as read at this cursor, in one commit: until it returns, searches
    /// see the old ones. The documents are taken as distinct.
    ///
    /// # Errors
    /// [`Error::Engine`] if the disk refuses. Doing the same again is always right.
    pub fn rebuild(&self, docs: impl IntoIterator<Item = SearchDoc>, cursor: i64) -> Result<()> {
        self.rebuild_from(docs.into_iter().map(Ok), cursor)
    }

    /// The same of documents that are still being read, which may fail: then the old ones stay.
    pub(crate) fn rebuild_from(
        &self,
        docs: impl IntoIterator<Item = Result<SearchDoc>>,
        cursor: i64,
    ) -> Result<()> {
        self.commit(cursor, |writer| {
            writer.delete_query(Box::new(AllQuery))?;
            for doc in docs {
                writer.add_document(self.fields.record(&doc?)?)?;
            }
            Ok(())
        })
    }

    /// The state of the index at this moment.
    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    fn commit(&self, cursor: i64, change: impl FnOnce(&IndexWriter) -> Result<()>) -> Result<()> {
        let mut writer = self.writer.lock();
        let committed = change(&writer).and_then(|()| {
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&cursor.to_string());
            commit.commit()?;
            Ok(())
        });
        if let Err(error) = committed {
            // Rolling back also starts new threads in place of those that failed.
            writer.rollback()?;
            return Err(error);
        }
        *self.cursor.write() = Some(cursor);
        self.reader.reload()?;
        self.kept.follow(&self.searcher());
        Ok(())
    }

    fn start(index: tantivy::Index, lock: Option<File>) -> Result<Self> {
        let (_, fields) = Fields::build();
        let cursor = index.load_metas()?.payload.and_then(|payload| payload.parse().ok());
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(WRITER_MEMORY)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options)?;
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(merging));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (kept, writer, cursor) = (Kept::default(), Mutex::new(writer), RwLock::new(cursor));
        Ok(Self { fields, kept, reader, writer, cursor, _lock: lock })
    }
}

/// Opens an index whose every file is what was written.
fn open_intact(dir: &Path) -> Result<tantivy::Index> {
    let index = tantivy::Index::open_in_dir(dir)?;
    if index.schema() != Fields::build().0 {
        return Err(tantivy::TantivyError::SchemaError("fields differ from this version's".to_owned()).into());
    }
    if let Some(path) = index.validate_checksum()?.into_iter().next() {
        let error = tantivy::TantivyError::InternalError(format!("wrong checksum: {}", path.display()));
        return Err(error.into());
    }
    Ok(index)
}

fn remove_if_exists(removed: std::io::Result<()>) -> std::io::Result<()> {
    match removed {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
