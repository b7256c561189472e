//! Finished public pages in memory: compressed once, dropped exactly when something they show changes.

use std::{
    collections::{HashMap, HashSet, hash_map::RandomState},
    hash::BuildHasher as _,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use base::Timestamp;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use parking_lot::{Mutex, RwLock};

/// Put on a response to have it kept, under the keys it depends on.
#[derive(Clone, Debug)]
pub(crate) struct Keep(pub(crate) Vec<String>);

const SHARDS: usize = 16;

/// Touched keys remembered for pages still being made; past this many, all such pages are simply not kept.
const REMEMBERED: usize = 4096;

/// A page as it leaves the program, ready for each encoding.
#[derive(Debug)]
pub struct Entry {
    pub(crate) etag: HeaderValue,
    pub(crate) plain: Variant,
    pub(crate) gzip: Option<Variant>,
    pub(crate) brotli: Option<Variant>,
    /// The end of the day it was made: pages say what holds today.
    pub(crate) until: Timestamp,
    /// The keys of what it shows.
    pub(crate) depends: Vec<String>,
    /// Whether it is packed as small as it gets, or somebody is about it. Pages asked for once, such as what one
    /// person searched for, are not worth it.
    pub(crate) packed_well: AtomicBool,
}

/// One encoding of a page, headers included.
#[derive(Debug)]
pub struct Variant {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Entry {
    /// Whether the caller is the one to pack it well: the second to ask for it.
    pub(crate) fn wants_packing(&self) -> bool {
        !self.packed_well.load(Ordering::Relaxed) && !self.packed_well.swap(true, Ordering::Relaxed)
    }

    fn bytes(&self) -> usize {
        let variants = [Some(&self.plain), self.gzip.as_ref(), self.brotli.as_ref()];
        variants.into_iter().flatten().map(|v| v.body.len() + 600).sum::<usize>() + 200 * self.depends.len()
    }
}

/// Pages by host, path and query.
pub struct PageCache {
    limit: usize,
    used: AtomicUsize,
    /// Of these, pages whose address has a query: anybody can make up queries, so they have a share of their own.
    asked: AtomicUsize,
    hasher: RandomState,
    shards: Vec<RwLock<HashMap<Box<str>, Arc<Entry>>>>,
    index: Mutex<Index>,
}

#[derive(Default)]
struct Index {
    pages: HashMap<String, HashSet<Box<str>>>,
    /// Counts drops. A page is kept only if none of its keys was dropped while it was being made.
    epoch: u64,
    dropped: HashMap<String, u64>,
    /// Pages begun before this epoch are not kept.
    floor: u64,
}

impl PageCache {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            used: AtomicUsize::new(0),
            asked: AtomicUsize::new(0),
            hasher: RandomState::new(),
            shards: (0..SHARDS).map(|_| RwLock::default()).collect(),
            index: Mutex::default(),
        }
    }

    fn shard(&self, key: &str) -> &RwLock<HashMap<Box<str>, Arc<Entry>>> {
        &self.shards[self.hasher.hash_one(key) as usize % SHARDS]
    }

    pub(crate) fn get(&self, key: &str, now: Timestamp) -> Option<Arc<Entry>> {
        self.shard(key).read().get(key).filter(|entry| now < entry.until).cloned()
    }

    /// The present epoch: taken before a page is made, handed back to [`PageCache::keep`].
    pub(crate) fn epoch(&self) -> u64 {
        self.index.lock().epoch
    }

    /// Keeps a page, unless something it shows changed since `began`.
    pub(crate) fn keep(&self, key: &str, entry: Arc<Entry>, began: u64) {
        let size = entry.bytes();
        if size > self.limit / 8 {
            return;
        }
        if self.used.load(Ordering::Relaxed) + size > self.limit {
            // Full is rare: a day's pages of a province fit many times over. Starting anew costs one render a page
            // and needs no bookkeeping on every hit.
            self.clear();
        }
        let mut index = self.index.lock();
        let changed = |k: &String| index.dropped.get(k).is_some_and(|&at| at > began);
        if began < index.floor || entry.depends.iter().any(changed) {
            return;
        }
        if is_asked(key) && self.asked.load(Ordering::Relaxed) + size > self.limit / 4 {
            let asked = |page: &str| is_asked(page);
            let pages: Vec<Box<str>> = self
                .shards
                .iter()
                .flat_map(|s| s.read().keys().filter(|k| asked(k)).cloned().collect::<Vec<_>>())
                .collect();
            for page in pages {
                self.forget(&mut index, &page);
            }
        }
        for depend in &entry.depends {
            index.pages.entry(depend.clone()).or_default().insert(key.into());
        }
        self.count(key, size, true);
        if let Some(old) = self.shard(key).write().insert(key.into(), entry) {
            self.count(key, old.bytes(), false);
        }
    }

    /// Puts a better packed copy in the place of a page, unless that was dropped meanwhile.
    pub(crate) fn replace(&self, key: &str, old: &Arc<Entry>, better: Entry) {
        // Held throughout, so that nobody drops the page in between.
        let _index = self.index.lock();
        let mut shard = self.shard(key).write();
        if let Some(kept) = shard.get_mut(key).filter(|kept| Arc::ptr_eq(kept, old)) {
            self.count(key, better.bytes(), true);
            self.count(key, old.bytes(), false);
            *kept = Arc::new(better);
        }
    }

    /// Drops every page that depends on any of the keys.
    pub fn drop_keys<'a>(&self, keys: impl Iterator<Item = &'a str>) {
        let mut index = self.index.lock();
        index.epoch += 1;
        let epoch = index.epoch;
        if index.dropped.len() > REMEMBERED {
            index.dropped.clear();
            index.floor = epoch;
        }
        for key in keys {
            index.dropped.insert(key.to_owned(), epoch);
            for page in index.pages.remove(key).unwrap_or_default() {
                self.forget(&mut index, &page);
            }
        }
    }

    /// Takes a page out, and its address out of the sets of everything it shows.
    fn forget(&self, index: &mut Index, page: &str) {
        let Some(old) = self.shard(page).write().remove(page) else { return };
        self.count(page, old.bytes(), false);
        for depend in &old.depends {
            if let Some(pages) = index.pages.get_mut(depend) {
                pages.remove(page);
                if pages.is_empty() {
                    index.pages.remove(depend);
                }
            }
        }
    }

    fn count(&self, page: &str, size: usize, added: bool) {
        let counters = [Some(&self.used), is_asked(page).then_some(&self.asked)];
        for counter in counters.into_iter().flatten() {
            if added {
                counter.fetch_add(size, Ordering::Relaxed)
            } else {
                counter.fetch_sub(size, Ordering::Relaxed)
            };
        }
    }

    /// Drops everything.
    pub fn clear(&self) {
        let mut index = self.index.lock();
        index.epoch += 1;
        index.floor = index.epoch;
        index.pages.clear();
        index.dropped.clear();
        for shard in &self.shards {
            shard.write().clear();
        }
        self.used.store(0, Ordering::Relaxed);
        self.asked.store(0, Ordering::Relaxed);
    }

    /// Pages held and bytes they take.
    pub fn size(&self) -> (usize, usize) {
        (self.shards.iter().map(|s| s.read().len()).sum(), self.used.load(Ordering::Relaxed))
    }
}

fn is_asked(page: &str) -> bool {
    page.contains('?')
}
