//! Which of what fits a question come first.

use std::cmp::Ordering;

use tantivy::{
    DocAddress, DocId, Score, SegmentReader,
    query::{EnableScoring, Weight},
};

use crate::{
    Result,
    answer::{Answer, Segment},
    bits::Bits,
    rank::{self, Way},
    schema::{AT, BOOST, TITLE_WORDS},
    weigh,
};

/// Of more documents that are equally worth weighing the newest are, whatever they say for themselves.
const COUNTLESS: usize = 20_000;

/// Puts what fits a question in order. So many documents at a time are weighed against each other; those worth less come
/// after them, weighed among themselves.
pub struct Best<'a> {
    answer: &'a Answer<'a>,
    /// For each segment, without common documents: what is worth weighing first before the others.
    tiers: Vec<Vec<Bits>>,
    /// What each way's clauses add.
    weights: Vec<Vec<Box<dyn Weight>>>,
    /// Words asked for.
    words: usize,
    at_once: usize,
}

/// A document that may be among the best, and what it has to say for itself.
struct Candidate {
    segment: usize,
    doc: DocId,
    merit: (f32, i64),
}

impl Candidate {
    /// The better one first; between equals always in the same order.
    fn order(&self, other: &Self) -> Ordering {
        let merit = other.merit.0.total_cmp(&self.merit.0).then(other.merit.1.cmp(&self.merit.1));
        merit.then((self.segment, self.doc).cmp(&(other.segment, other.doc)))
    }
}

impl<'a> Best<'a> {
    /// Prepares to weigh so many at a time (at least one) for a question of so many words.
    ///
    /// # Errors
    /// The engine's.
    pub fn of(answer: &'a Answer<'a>, words: usize, at_once: usize) -> Result<Self> {
        let scoring = EnableScoring::enabled_from_searcher(answer.searcher);
        let weights = |way: &Way| way.scores.iter().map(|clause| clause.weight(scoring)).collect();
        // What is weighed as a whole needs no order before.
        let whole = answer.total() <= at_once as u64;
        let tiers = |segment: &Segment<'_>| match whole {
            true => Ok(vec![segment.found.clone()]),
            false => segment.part.tiers(answer.ways, &segment.matches, &segment.found),
        };
        let tiers = answer.segments.iter().map(tiers).collect::<Result<_>>()?;
        Ok(Self {
            answer,
            tiers: favoured_first(answer, tiers)?,
            weights: answer.ways.iter().map(weights).collect::<tantivy::Result<_>>()?,
            words,
            at_once,
        })
    }

    /// The best documents after so many others, the best one first.
    ///
    /// # Errors
    /// The engine's.
    pub fn page(&self, offset: usize, limit: usize) -> Result<Vec<(f32, DocAddress)>> {
        let mut best = Vec::with_capacity(limit);
        let mut skip = offset % self.at_once;
        for round in offset / self.at_once.. {
            let weighed = self.weighed(round)?;
            let last = weighed.len() < self.at_once;
            let page = weighed.into_iter().skip(skip).take(limit - best.len());
            best.extend(page.map(|found| (found.merit.0, address(found.segment, found.doc))));
            if last || best.len() == limit {
                break;
            }
            skip = 0;
        }
        Ok(best)
    }

    /// One round of documents weighed against each other, the best first.
    fn weighed(&self, round: usize) -> Result<Vec<Candidate>> {
        let mut chosen = self.chosen(round * self.at_once);
        chosen.sort_unstable_by_key(|candidate| (candidate.segment, candidate.doc));
        for together in chosen.chunk_by_mut(|a, b| a.segment == b.segment) {
            let Segment { part, matches, .. } = &self.answer.segments[together[0].segment];
            let merit = merit(part.reader, self.words);
            let mut scores = vec![0.0; together.len()];
            for (weights, matches) in self.weights.iter().zip(matches) {
                let fits: Vec<usize> =
                    (0..together.len()).filter(|&at| matches.contains(together[at].doc)).collect();
                let docs: Vec<DocId> = fits.iter().map(|&at| together[at].doc).collect();
                let mut added = vec![0.0; docs.len()];
                weigh::add(weights, part.reader, &docs, &mut added)?;
                fits.iter().zip(added).for_each(|(&at, added)| scores[at] += added);
            }
            for (candidate, score) in together.iter_mut().zip(scores) {
                candidate.merit = merit(candidate.doc, score);
            }
        }
        chosen.sort_unstable_by(Candidate::order);
        Ok(chosen)
    }

    /// The next documents worth weighing after so many others.
    fn chosen(&self, mut skip: usize) -> Vec<Candidate> {
        let mut chosen = Vec::with_capacity(self.at_once);
        for tier in 0..self.tiers.first().map_or(0, Vec::len) {
            let room = self.at_once - chosen.len();
            let size = size(&self.tiers, tier);
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
            for (at, (segment, tiers)) in self.answer.segments.iter().zip(&self.tiers).enumerate() {
                let reader = segment.part.reader;
                let (merit, age) = (merit(reader, self.words), age(reader));
                for doc in tiers[tier].docs() {
                    let merit = match size {
                        // Of what is weighed as a whole, nobody asks what comes first.
                        _ if whole => (0.0, 0),
                        COUNTLESS.. => (0.0, age(doc)),
                        _ => merit(doc, 0.0),
                    };
                    candidates.push(Candidate { segment: at, doc, merit });
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

/// How many documents of all segments are in a tier.
fn size(tiers: &[Vec<Bits>], tier: usize) -> usize {
    tiers.iter().map(|tiers| tiers[tier].len()).sum::<u64>() as usize
}

/// Splits what is countless, so that of it, too, comes first what is to come before others.
fn favoured_first(answer: &Answer<'_>, tiers: Vec<Vec<Bits>>) -> Result<Vec<Vec<Bits>>> {
    let levels = tiers.first().map_or(0, Vec::len);
    let countless: Vec<bool> = (0..levels).map(|tier| size(&tiers, tier) >= COUNTLESS).collect();
    let split = |(segment, tiers): (&Segment<'_>, Vec<Bits>)| {
        let mut split = Vec::with_capacity(2 * levels);
        for (mut tier, countless) in tiers.into_iter().zip(&countless) {
            if *countless {
                let favoured = segment.part.favoured(&tier)?;
                tier.remove(&favoured);
                split.push(favoured);
            }
            split.push(tier);
        }
        Ok(split)
    };
    answer.segments.iter().zip(tiers).map(split).collect()
}

fn address(segment: usize, doc: DocId) -> DocAddress {
    DocAddress::new(u32::try_from(segment).unwrap_or(u32::MAX), doc)
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
