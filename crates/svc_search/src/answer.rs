//! The answer to a question over all segments: how many, of which sort, and which come first.

use std::{cmp::Ordering, collections::BTreeMap};

use tantivy::{
    DocAddress, DocId, Score, Searcher, SegmentReader,
    collector::{Collector, SegmentCollector},
    query::{EnableScoring, Weight},
};

use crate::{
    Result,
    ask::{Count, Counted},
    bits::Bits,
    kept::Kept,
    matching::Part,
    rank::{self, Condition, Need, Way},
    schema::{AT, BOOST, Fields, TITLE_WORDS},
    weigh,
};

/// So many documents are weighed against each other; those worth less come after them, weighed among themselves.
/// More than anybody turns pages for, and few enough that words side by side can be looked for in each.
const WEIGHED: usize = 600;
/// Of more documents that are equally worth weighing the newest are, whatever they say for themselves.
const COUNTLESS: usize = 20_000;

/// What fits a question.
pub struct Answer<'a> {
    ways: &'a [Way],
    /// What is asked for, the most first, and what there is.
    needs: &'a [Need],
    need: Need,
    parts: Vec<(Part<'a>, Vec<Bits>)>,
    /// What each way's clauses add.
    weights: Vec<Vec<Box<dyn Weight>>>,
    /// Words asked for.
    words: usize,
}

/// A document that may be among the best, and what it has to say for itself.
struct Candidate {
    part: usize,
    doc: DocId,
    merit: (f32, i64),
}

impl Candidate {
    /// The better one first; between equals always in the same order.
    fn order(&self, other: &Self) -> Ordering {
        let merit = other.merit.0.total_cmp(&self.merit.0).then(other.merit.1.cmp(&self.merit.1));
        merit.then((self.part, self.doc).cmp(&(other.part, other.doc)))
    }
}

impl<'a> Answer<'a> {
    /// Looks up what fits: what has all that is needed, and where nothing does, what has as much as is needed next.
    ///
    /// # Errors
    /// The engine's.
    pub fn new(
        searcher: &'a Searcher,
        kept: &'a Kept,
        conditions: &'a [Condition],
        ways: &'a [Way],
        words: usize,
        needs: &'a [Need],
    ) -> Result<Self> {
        let parts = searcher
            .segment_readers()
            .iter()
            .map(|reader| Part::read(searcher, reader, kept, conditions, ways))
            .collect::<Result<Vec<_>>>()?;
        let weight = |way: &Way| -> Result<Vec<Box<dyn Weight>>> {
            let scoring = EnableScoring::enabled_from_searcher(searcher);
            Ok(way.scores.iter().map(|clause| clause.weight(scoring)).collect::<tantivy::Result<_>>()?)
        };
        let weights = ways.iter().map(weight).collect::<Result<_>>()?;
        let parts = parts.into_iter().map(|part| (part, Vec::new())).collect();
        let mut answer = Self { ways, needs, need: Need::All, parts, weights, words };
        for &need in needs {
            answer.need = need;
            for (part, matches) in &mut answer.parts {
                *matches = part.matches(need);
            }
            if answer.total() > 0 {
                break;
            }
        }
        Ok(answer)
    }

    /// How much of what was asked for it has.
    pub fn need(&self) -> Need {
        self.need
    }

    /// How many documents fit.
    pub fn total(&self) -> u64 {
        self.parts.iter().map(|(part, matches)| part.found(matches).len()).sum()
    }

    /// Counts a facet. Where leaving out conditions finds documents with more of the words, these are counted: it is what
    /// the question without those conditions would find.
    ///
    /// # Errors
    /// The engine's.
    pub fn count(&self, fields: &Fields, count: &Count) -> Result<Counted> {
        let (mut total, mut values) = (0, BTreeMap::new());
        for &need in self.needs {
            for (part, matches) in &self.parts {
                let stricter = (need != self.need).then(|| part.matches(need));
                let matches = stricter.as_ref().unwrap_or(matches);
                total += part.count(fields, count, matches, &mut values)?;
            }
            if total > 0 || need == self.need {
                break;
            }
        }
        let mut values: Vec<(String, u64)> = values.into_iter().collect();
        values.sort_by_cached_key(|(value, count)| (std::cmp::Reverse(*count), base::text::sort_key(value)));
        Ok(Counted { total, values })
    }

    /// What fits, in the order of a collector of the engine's.
    ///
    /// # Errors
    /// The engine's.
    pub fn collect<C: Collector>(&self, collector: &C) -> Result<C::Fruit> {
        let mut fruits = Vec::with_capacity(self.parts.len());
        for (ordinal, (part, matches)) in (0..).zip(&self.parts) {
            let mut segment = collector.for_segment(ordinal, part.reader)?;
            for doc in part.found(matches).docs() {
                segment.collect(doc, 0.0);
            }
            fruits.push(segment.harvest());
        }
        Ok(collector.merge_fruits(fruits)?)
    }

    /// The best documents after so many others, the best one first.
    ///
    /// # Errors
    /// The engine's.
    pub fn best(&self, offset: usize, limit: usize) -> Result<Vec<(f32, DocAddress)>> {
        // What is weighed as a whole needs no order before.
        let all_at_once = self.total() <= WEIGHED as u64;
        let tiers = |(part, matches): &(Part<'_>, Vec<Bits>)| match all_at_once {
            true => Ok(vec![part.found(matches)]),
            false => part.tiers(self.ways, matches),
        };
        let tiers = self.parts.iter().map(tiers).collect::<Result<Vec<_>>>()?;
        let mut best = Vec::with_capacity(limit);
        let mut skip = offset % WEIGHED;
        for round in offset / WEIGHED.. {
            let weighed = self.weighed(&tiers, round)?;
            let last = weighed.len() < WEIGHED;
            let page = weighed.into_iter().skip(skip).take(limit - best.len());
            best.extend(page.map(|found| (found.merit.0, address(found.part, found.doc))));
            if last || best.len() == limit {
                break;
            }
            skip = 0;
        }
        Ok(best)
    }

    /// One round of documents weighed against each other, the best first.
    fn weighed(&self, tiers: &[Vec<Bits>], round: usize) -> Result<Vec<Candidate>> {
        let mut chosen = self.chosen(tiers, round * WEIGHED);
        chosen.sort_unstable_by_key(|candidate| (candidate.part, candidate.doc));
        for of_part in chosen.chunk_by_mut(|a, b| a.part == b.part) {
            let (part, matches) = &self.parts[of_part[0].part];
            let merit = merit(part.reader, self.words);
            let mut scores = vec![0.0; of_part.len()];
            for (weights, matches) in self.weights.iter().zip(matches) {
                let fits: Vec<usize> =
                    (0..of_part.len()).filter(|&at| matches.contains(of_part[at].doc)).collect();
                let docs: Vec<DocId> = fits.iter().map(|&at| of_part[at].doc).collect();
                let mut added = vec![0.0; docs.len()];
                weigh::add(weights, part.reader, &docs, &mut added)?;
                fits.iter().zip(added).for_each(|(&at, added)| scores[at] += added);
            }
            for (candidate, score) in of_part.iter_mut().zip(scores) {
                candidate.merit = merit(candidate.doc, score);
            }
        }
        chosen.sort_unstable_by(Candidate::order);
        Ok(chosen)
    }

    /// The next documents worth weighing after so many others.
    fn chosen(&self, tiers: &[Vec<Bits>], mut skip: usize) -> Vec<Candidate> {
        let mut chosen = Vec::with_capacity(WEIGHED);
        for tier in 0..tiers.first().map_or(0, Vec::len) {
            let room = WEIGHED - chosen.len();
            let size = tiers.iter().map(|tiers| tiers[tier].len()).sum::<u64>() as usize;
            if skip >= size {
                skip -= size;
                continue;
            }
            if room == 0 {
                break;
            }
            let whole = skip == 0 && size <= room;
            // Never many more are held than are wanted.
            let wanted = (skip + room).min(size);
            let mut candidates = Vec::with_capacity(2 * wanted);
            for (at, ((part, _), tiers)) in self.parts.iter().zip(tiers).enumerate() {
                let (merit, age) = (merit(part.reader, self.words), age(part.reader));
                for doc in tiers[tier].docs() {
                    let merit = match size {
                        // Of what is weighed as a whole, nobody asks what comes first.
                        _ if whole => (0.0, 0),
                        COUNTLESS.. => (0.0, age(doc)),
                        _ => merit(doc, 0.0),
                    };
                    candidates.push(Candidate { part: at, doc, merit });
                    if candidates.len() == 2 * wanted {
                        candidates.select_nth_unstable_by(wanted, Candidate::order);
                        candidates.truncate(wanted);
                    }
                }
            }
            if skip > 0 {
                candidates.select_nth_unstable_by(skip, Candidate::order);
                candidates.drain(..skip);
            }
            if candidates.len() > room {
                candidates.select_nth_unstable_by(room, Candidate::order);
                candidates.truncate(room);
            }
            chosen.append(&mut candidates);
            skip = 0;
        }
        chosen
    }
}

fn address(part: usize, doc: DocId) -> DocAddress {
    DocAddress::new(u32::try_from(part).unwrap_or(u32::MAX), doc)
}

/// A score with what the document itself adds; between equals the newer.
fn merit(segment: &SegmentReader, words: usize) -> impl Fn(DocId, Score) -> (f32, i64) + use<> {
    let columns = segment.fast_fields();
    // Every document has these columns; a segment without documents has none.
    let boost = columns.f64(BOOST).ok();
    let length = columns.u64(TITLE_WORDS).ok();
    let age = age(segment);
    move |doc, score| {
        let boost = boost.as_ref().and_then(|column| column.first(doc)).unwrap_or_default() as f32;
        let length = length.as_ref().and_then(|column| column.first(doc)).unwrap_or_default().max(1) as f32;
        let brevity = (words as f32 / length).min(1.0);
        let push = if boost < 0.0 { rank::SETBACK } else { rank::BOOST };
        (score + push * boost + rank::BREVITY * brevity, age(doc))
    }
}

/// When a document was published or changed.
fn age(segment: &SegmentReader) -> impl Fn(DocId) -> i64 + use<> {
    let at = segment.fast_fields().i64(AT).ok();
    move |doc| at.as_ref().and_then(|column| column.first(doc)).unwrap_or_default()
}
