//! What fits a question, over all segments: how many documents, of which sort. Which come first is said in [`crate::best`].

use std::collections::BTreeMap;

use tantivy::{
    Searcher,
    collector::{Collector, SegmentCollector},
};

use crate::{
    Result,
    ask::{Count, Counted},
    bits::Bits,
    kept::Kept,
    matching::Part,
    rank::{Condition, Need, Way},
    schema::Fields,
};

/// What fits a question.
pub struct Answer<'a> {
    pub searcher: &'a Searcher,
    pub ways: &'a [Way],
    /// What is asked for, the most first, and what there is.
    needs: &'a [Need],
    need: Need,
    /// In the order of the engine.
    pub segments: Vec<Segment<'a>>,
}

/// What fits in one segment.
pub struct Segment<'a> {
    pub part: Part<'a>,
    /// What has the words, for each way to understand them.
    pub matches: Vec<Bits>,
    /// What has them in any way and fulfils all conditions.
    pub found: Bits,
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
        needs: &'a [Need],
    ) -> Result<Self> {
        let mut answer = Self { searcher, ways, needs, need: Need::All, segments: Vec::new() };
        for reader in searcher.segment_readers() {
            let part = Part::read(searcher, reader, kept, conditions, ways)?;
            answer.segments.push(Segment { part, matches: Vec::new(), found: Bits::none(0) });
        }
        for &need in needs {
            answer.need = need;
            for segment in &mut answer.segments {
                segment.matches = segment.part.matches(need);
                segment.found = segment.part.found(&segment.matches);
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
        self.segments.iter().map(|segment| segment.found.len()).sum()
    }

    /// Counts a facet. Where leaving out conditions finds documents with more of the words, these are counted: it is what
    /// the question without those conditions would find.
    ///
    /// # Errors
    /// The engine's.
    pub fn count(&self, fields: &Fields, count: &Count) -> Result<Counted> {
        let (mut total, mut values) = (0, BTreeMap::new());
        for &need in self.needs {
            for Segment { part, matches, .. } in &self.segments {
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
        let mut fruits = Vec::with_capacity(self.segments.len());
        for (ordinal, segment) in (0..).zip(&self.segments) {
            let mut collecting = collector.for_segment(ordinal, segment.part.reader)?;
            for doc in segment.found.docs() {
                collecting.collect(doc, 0.0);
            }
            fruits.push(collecting.harvest());
        }
        Ok(collector.merge_fruits(fruits)?)
    }
}
