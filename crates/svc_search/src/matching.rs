//! What one segment holds that fits a question, as sets: all of it, so that it can be counted exactly, and in the order
//! in which it is worth weighing. Nothing is weighed here.

use std::{collections::BTreeMap, sync::Arc};

use tantivy::{
    DocSet, Searcher, SegmentReader, TERMINATED, Term,
    query::{EnableScoring, Query as EngineQuery, TermQuery},
};

use crate::{
    Result,
    ask::Count,
    bits::{Bits, at_least},
    kept::Kept,
    rank::{Condition, Need, Way},
    schema::{Fields, facet_prefix},
};

/// One segment, asked.
pub struct Part<'a> {
    pub reader: &'a SegmentReader,
    searcher: &'a Searcher,
    kept: &'a Kept,
    alive: Arc<Bits>,
    conditions: Vec<(&'a str, Bits)>,
    /// For each way to understand what was typed: the sets of the things asked for.
    units: Vec<Vec<Bits>>,
}

impl<'a> Part<'a> {
    /// Looks up what is asked for in one segment.
    ///
    /// # Errors
    /// The engine's.
    pub fn read(
        searcher: &'a Searcher,
        reader: &'a SegmentReader,
        kept: &'a Kept,
        conditions: &'a [Condition],
        ways: &[Way],
    ) -> Result<Self> {
        let mut part = Self {
            reader,
            searcher,
            kept,
            alive: kept.alive(reader),
            conditions: Vec::new(),
            units: Vec::new(),
        };
        for condition in conditions {
            let mut bits = Bits::none(reader.max_doc());
            for term in &condition.terms {
                bits.extend(&*kept.with_term(reader, term)?);
            }
            part.conditions.push((&condition.name, bits));
        }
        for way in ways {
            let units = way.units.iter().map(|unit| part.any(unit)).collect::<Result<_>>()?;
            part.units.push(units);
        }
        Ok(part)
    }

    /// What has as many of the words as needed, for each way to understand them; everything, if none were typed.
    pub fn matches(&self, need: Need) -> Vec<Bits> {
        if self.units.is_empty() {
            return vec![Bits::all(self.reader.max_doc())];
        }
        let way = |units: &Vec<Bits>| match need {
            Need::All => self.all(units),
            _ => at_least(self.reader.max_doc(), units).swap_remove(need.least(units.len()) - 1),
        };
        self.units.iter().map(way).collect()
    }

    /// What fits in any of these ways and fulfils all conditions.
    pub fn found(&self, matches: &[Bits]) -> Bits {
        self.found_without(matches, &[])
    }

    /// What fits in any of these ways and fulfils the conditions, but for those on these facets.
    fn found_without(&self, matches: &[Bits], without: &[String]) -> Bits {
        let mut found = Bits::none(self.reader.max_doc());
        matches.iter().for_each(|way| found.extend(way));
        found.retain(&self.within(without));
        found
    }

    fn within(&self, without: &[String]) -> Bits {
        let mut bits = (*self.alive).clone();
        for (name, condition) in &self.conditions {
            if !without.iter().any(|left_out| left_out == name) {
                bits.retain(condition);
            }
        }
        bits
    }

    /// Counts a facet over what has the words, and says how many documents those were.
    ///
    /// # Errors
    /// The engine's.
    pub fn count(
        &self,
        fields: &Fields,
        count: &Count,
        matches: &[Bits],
        values: &mut BTreeMap<String, u64>,
    ) -> Result<u64> {
        let over = self.found_without(matches, &count.without);
        let total = over.len();
        if total == 0 {
            return Ok(0);
        }
        let prefix = facet_prefix(&count.facet);
        let inverted = self.reader.inverted_index(fields.facet)?;
        let mut terms = inverted.terms().range().ge(&prefix).into_stream()?;
        while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
            let text = String::from_utf8_lossy(terms.key()).into_owned();
            let term = Term::from_field_text(fields.facet, &text);
            let found = self.kept.count(self.reader, &term, terms.value(), &over)?;
            if found > 0 {
                *values.entry(text[prefix.len()..].to_owned()).or_default() += found;
            }
        }
        Ok(total)
    }

    /// What fits, in sets without common documents, those worth weighing first before the others: a whole title or a
    /// code, all words as their accents were typed, all words in the title, fewer of them there.
    ///
    /// # Errors
    /// The engine's.
    pub fn tiers(&self, ways: &[Way], matches: &[Bits], found: &Bits) -> Result<Vec<Bits>> {
        let mut rest = found.clone();
        let mut tiers = Vec::new();
        let mut take = |tier: &Bits| {
            let tier = tier.shared(&rest);
            rest.remove(&tier);
            tiers.push(tier);
        };
        for way in ways {
            take(&self.any(&way.foremost)?);
        }
        for (way, matches) in ways.iter().zip(matches) {
            let mut as_typed = matches.clone();
            for word in &way.accents {
                as_typed.retain(&*self.set(&**word)?);
            }
            let in_title = way.title.iter().map(|word| self.set(&**word)).collect::<Result<Vec<_>>>()?;
            for level in at_least(self.reader.max_doc(), &in_title).iter().rev() {
                take(&level.shared(&as_typed));
            }
            take(&as_typed);
        }
        tiers.push(rest);
        Ok(tiers)
    }

    /// Those of these documents that are to come before others that fit as well.
    ///
    /// # Errors
    /// The engine's.
    pub fn favoured(&self, of: &Bits) -> Result<Bits> {
        Ok(self.kept.favoured(self.reader)?.shared(of))
    }

    fn all(&self, sets: &[Bits]) -> Bits {
        let mut bits = Bits::all(self.reader.max_doc());
        sets.iter().for_each(|set| bits.retain(set));
        bits
    }

    fn any(&self, clauses: &[Box<dyn EngineQuery>]) -> Result<Bits> {
        let mut bits = Bits::none(self.reader.max_doc());
        for clause in clauses {
            bits.extend(&*self.set(&**clause)?);
        }
        Ok(bits)
    }

    /// The documents that one clause fits.
    fn set(&self, clause: &dyn EngineQuery) -> Result<Arc<Bits>> {
        if let Some(clause) = clause.downcast_ref::<TermQuery>() {
            return self.kept.with_word(self.reader, clause.term());
        }
        let weight = clause.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        let mut docs = weight.scorer(self.reader, 1.0)?;
        let mut bits = Bits::none(self.reader.max_doc());
        while docs.doc() != TERMINATED {
            bits.insert(docs.doc());
            docs.advance();
        }
        Ok(Arc::new(bits))
    }
}
