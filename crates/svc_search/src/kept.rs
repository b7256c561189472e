//! Sets of documents that many questions need (public, in Vietnamese, of a kind, with one of the commonest words), kept as
//! long as their segment lives: a segment never changes, but for what is deleted from it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use parking_lot::Mutex;
use tantivy::{
    DocId, Opstamp, Searcher, SegmentReader, Term,
    index::SegmentId,
    postings::{BlockSegmentPostings, TermInfo},
    schema::IndexRecordOption,
};

use crate::{Result, bits::Bits, schema::BOOST};

/// A condition's set is kept if at least one of so many documents is in it: then it is no larger than the list it is made
/// from.
const DENSE: u32 = 32;
/// A word's set is kept if at least one of so many documents has it: some hundred words of a language, whose lists are the
/// longest to read.
const COMMON: u32 = 8;

/// The sets kept of an index.
#[derive(Default)]
pub struct Kept {
    segments: Mutex<HashMap<SegmentId, Sets>>,
}

#[derive(Default)]
struct Sets {
    by_term: HashMap<Term, Arc<Bits>>,
    /// What is not deleted, and at which state of the deletions.
    alive: Option<(Option<Opstamp>, Arc<Bits>)>,
    favoured: Option<Arc<Bits>>,
}

impl Kept {
    /// The documents that have this term, of which conditions are made.
    ///
    /// # Errors
    /// The engine's.
    pub fn with_term(&self, reader: &SegmentReader, term: &Term) -> Result<Arc<Bits>> {
        self.with(reader, term, DENSE)
    }

    /// The documents that have this word.
    ///
    /// # Errors
    /// The engine's.
    pub fn with_word(&self, reader: &SegmentReader, word: &Term) -> Result<Arc<Bits>> {
        self.with(reader, word, COMMON)
    }

    fn with(&self, reader: &SegmentReader, term: &Term, one_of: u32) -> Result<Arc<Bits>> {
        let id = reader.segment_id();
        if let Some(bits) = self.segments.lock().get(&id).and_then(|sets| sets.by_term.get(term)) {
            return Ok(bits.clone());
        }
        let bits = Arc::new(with_term(reader, term)?);
        let frequent = reader.inverted_index(term.field())?.doc_freq(term)?;
        if frequent.saturating_mul(one_of) >= reader.max_doc() {
            self.segments.lock().entry(id).or_default().by_term.insert(term.clone(), bits.clone());
        }
        Ok(bits)
    }

    /// How many of these documents have this term, of which the segment's dictionary says so much.
    ///
    /// # Errors
    /// The engine's.
    pub fn count(&self, reader: &SegmentReader, term: &Term, info: &TermInfo, of: &Bits) -> Result<u64> {
        if info.doc_freq.saturating_mul(DENSE) >= reader.max_doc() {
            return Ok(of.shared_len(&*self.with_term(reader, term)?));
        }
        let inverted = reader.inverted_index(term.field())?;
        let mut found = 0;
        let postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        each(postings, |doc| found += u64::from(of.contains(doc)));
        Ok(found)
    }

    /// The documents that are not deleted.
    pub fn alive(&self, reader: &SegmentReader) -> Arc<Bits> {
        let (id, state) = (reader.segment_id(), reader.delete_opstamp());
        if let Some((known, bits)) = self.segments.lock().get(&id).and_then(|sets| sets.alive.as_ref())
            && *known == state
        {
            return bits.clone();
        }
        let mut bits = Bits::all(reader.max_doc());
        if reader.has_deletes() {
            bits = Bits::none(reader.max_doc());
            reader.doc_ids_alive().for_each(|doc| bits.insert(doc));
        }
        let bits = Arc::new(bits);
        self.segments.lock().entry(id).or_default().alive = Some((state, bits.clone()));
        bits
    }

    /// The documents that are to come before others that fit as well: procedures, agencies.
    ///
    /// # Errors
    /// The engine's.
    pub fn favoured(&self, reader: &SegmentReader) -> Result<Arc<Bits>> {
        let id = reader.segment_id();
        if let Some(bits) = self.segments.lock().get(&id).and_then(|sets| sets.favoured.as_ref()) {
            return Ok(bits.clone());
        }
        let boosts = reader.fast_fields().f64(BOOST)?;
        let mut bits = Bits::none(reader.max_doc());
        for doc in 0..reader.max_doc() {
            if boosts.first(doc).is_some_and(|boost| boost > 0.0) {
                bits.insert(doc);
            }
        }
        let bits = Arc::new(bits);
        self.segments.lock().entry(id).or_default().favoured = Some(bits.clone());
        Ok(bits)
    }

    /// Lets go what belongs to segments that are no more.
    pub fn follow(&self, searcher: &Searcher) {
        let living: HashSet<SegmentId> =
            searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        self.segments.lock().retain(|id, _| living.contains(id));
    }
}

fn with_term(reader: &SegmentReader, term: &Term) -> Result<Bits> {
    let postings = reader.inverted_index(term.field())?.read_block_postings(term, IndexRecordOption::Basic);
    let mut bits = Bits::none(reader.max_doc());
    if let Some(postings) = postings? {
        each(postings, |doc| bits.insert(doc));
    }
    Ok(bits)
}

/// Every document of a list, block by block: several times as quick as one after the other.
fn each(mut postings: BlockSegmentPostings, mut to: impl FnMut(DocId)) {
    while !postings.docs().is_empty() {
        postings.docs().iter().for_each(|doc| to(*doc));
        postings.advance();
    }
}
