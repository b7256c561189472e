//! Counting a result and its facets while it is collected, without reading any stored record.

use std::collections::BTreeMap;

use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::StrColumn,
};

use crate::{
    ask::FacetCount,
    schema::{FACET, facet_prefix},
};

/// What was counted.
#[derive(Debug, Default)]
pub struct Counts {
    /// Documents.
    pub total: u64,
    /// For each facet name: its values and their documents, in no order.
    pub facets: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Counts {
    /// The facets as they are answered: the most frequent value first, equals in dictionary order.
    pub fn into_facets(self) -> BTreeMap<String, Vec<FacetCount>> {
        let sorted = |values: BTreeMap<String, u64>| {
            let mut values: Vec<FacetCount> = values.into_iter().collect();
            values.sort_by_cached_key(|(value, count)| {
                (std::cmp::Reverse(*count), base::text::sort_key(value))
            });
            values
        };
        self.facets.into_iter().map(|(name, values)| (name, sorted(values))).collect()
    }
}

/// Counts all documents, and the values of these facets.
pub struct Tally {
    /// Facet names.
    pub names: Vec<String>,
}

impl Collector for Tally {
    type Fruit = Counts;
    type Child = SegmentTally;

    fn for_segment(&self, _segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentTally> {
        let column = if self.names.is_empty() { None } else { reader.fast_fields().str(FACET)? };
        let terms = column.as_ref().map_or(0, |column| column.num_terms());
        Ok(SegmentTally { names: self.names.clone(), total: 0, by_term: vec![0; terms], column })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Counts> {
        let mut sum = Counts::default();
        for name in &self.names {
            sum.facets.entry(name.clone()).or_default();
        }
        for segment in segments {
            let segment = segment?;
            sum.total += segment.total;
            for (name, values) in segment.facets {
                let sums = sum.facets.entry(name).or_default();
                for (value, count) in values {
                    *sums.entry(value).or_default() += count;
                }
            }
        }
        Ok(sum)
    }
}

/// The counts of one segment: one number for each facet term of its dictionary.
pub struct SegmentTally {
    names: Vec<String>,
    total: u64,
    by_term: Vec<u64>,
    column: Option<StrColumn>,
}

impl SegmentCollector for SegmentTally {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.total += 1;
        if let Some(column) = &self.column {
            for term in column.term_ords(doc) {
                self.by_term[term as usize] += 1;
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        let mut counts = Counts { total: self.total, ..Counts::default() };
        let Some(column) = self.column else { return Ok(counts) };
        for name in self.names {
            let prefix = facet_prefix(&name);
            let values = counts.facets.entry(name).or_default();
            // The terms of one name stand together, so only they are read.
            let mut terms = column.dictionary().prefix_range(&prefix).into_stream()?;
            while terms.advance() {
                let count = self.by_term[terms.term_ord() as usize];
                if count > 0 {
                    let value = String::from_utf8_lossy(&terms.key()[prefix.len()..]).into_owned();
                    values.insert(value, count);
                }
            }
        }
        Ok(counts)
    }
}
