//! From words typed to an engine query whose score is the order people expect.
//!
//! The order is made of steps that are far enough apart not to be overtaken by word statistics: a code, the whole
//! title, all words with the accents typed, the words side by side in the title, all words in the title. Within
//! a step BM25, pairs of neighbouring words (most Vietnamese words are two syllables), and short titles decide.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use crate::{
    ask,
    input::{Input, Unit},
    schema::{Fields, KIND_FACET, TitleKey, title_key},
    words::{self, Forms},
};

const CODE: f32 = 2000.0;
const WHOLE_TITLE_EXACT: f32 = 400.0;
const WHOLE_TITLE: f32 = 300.0;
const SHORT_TITLE: f32 = 200.0;
/// More than the whole title with other accents earns by all its steps.
const ALL_EXACT: f32 = 700.0;
const TITLE_PHRASE_EXACT: f32 = 60.0;
const TITLE_PHRASE: f32 = 40.0;
const TITLE_ALL_EXACT: f32 = 40.0;
const TITLE_ALL: f32 = 20.0;
const TITLE_PAIR: f32 = 6.0;
const TITLE_PAIR_EXACT: f32 = 3.0;
const BODY_PAIR: f32 = 2.0;
/// Pairs looked for in the text, whose positions are dear to read; the first ones say most.
const BODY_PAIRS: usize = 2;
const TITLE_NEAR: f32 = 10.0;
const BODY_NEAR: f32 = 6.0;
/// Other words that may stand between words that count as near each other.
const BETWEEN: u32 = 3;
const TITLE_WORD: f32 = 1.0;
const BODY_WORD: f32 = 0.4;
/// What a document's own weight of 1.0 adds: less than any step.
pub const BOOST: f32 = 8.0;
/// What a document's own weight of -1.0 takes: as much as all steps together but for a code.
pub const SETBACK: f32 = 1600.0;
/// What a title adds that consists of the words typed only.
pub const BREVITY: f32 = 8.0;

type Clause = (Occur, Box<dyn Query>);

/// How many of the words a document must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// All of them.
    All,
    /// Two thirds of them.
    Most,
    /// One of them.
    One,
}

/// Builds engine queries over one set of fields.
pub struct Ranker<'a> {
    /// The fields asked.
    pub fields: &'a Fields,
    /// What was typed.
    pub input: &'a Input,
    /// Only titles and codes are looked at, not the text.
    pub titles: bool,
    /// The last word is still being typed: it may go on.
    pub typing: bool,
}

impl Ranker<'_> {
    /// The query for the text; everything, if there is none.
    pub fn text(&self, need: Need) -> Box<dyn Query> {
        if self.input.is_empty() {
            return Box::new(AllQuery);
        }
        let mut ways = vec![self.words(need)];
        if let Some(official) = &self.input.official {
            ways.push(Ranker { input: official, typing: false, ..*self }.words(need));
        }
        if let Some(code) = &self.input.code {
            ways.push(fixed(self.term(self.fields.code, code), CODE));
        }
        any(ways)
    }

    fn words(&self, need: Need) -> Box<dyn Query> {
        let mut clauses = self.required(need);
        self.whole_title(&mut clauses);
        self.accents(&mut clauses);
        self.neighbours(&mut clauses);
        Box::new(BooleanQuery::new(clauses))
    }

    fn required(&self, need: Need) -> Vec<Clause> {
        let units = &self.input.units;
        let (lead, core) = units.split_at(self.input.lead);
        let last = core.len().saturating_sub(1);
        let queries = core.iter().enumerate().map(|(at, unit)| self.unit(unit, self.typing && at == last));
        let least = match need {
            Need::All => core.len(),
            Need::Most => (2 * core.len()).div_ceil(3),
            Need::One => 1,
        };
        let mut clauses: Vec<Clause> = if least >= core.len() {
            queries.map(|query| (Occur::Must, query)).collect()
        } else {
            let queries = queries.map(|query| (Occur::Should, query)).collect();
            vec![(Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(queries, least)))]
        };
        clauses.extend(lead.iter().map(|unit| (Occur::Should, self.unit(unit, false))));
        clauses
    }

    /// One thing asked for: a code, or words in the title or the text.
    fn unit(&self, unit: &Unit, typing: bool) -> Box<dyn Query> {
        let mut ways = Vec::new();
        if let [word] = unit.words.as_slice() {
            ways.push(boosted(self.term(self.fields.title, &word.folded), TITLE_WORD));
            if !self.titles {
                ways.push(boosted(self.term(self.fields.body, &word.folded), BODY_WORD));
            }
            if typing {
                ways.push(fixed(begins(self.fields.title, &word.folded), 0.5));
            }
        } else {
            ways.push(fixed(self.phrase(self.fields.title, &unit.words, folded), TITLE_PHRASE));
            if !self.titles {
                ways.push(fixed(self.phrase(self.fields.body, &unit.words, folded), BODY_PAIR));
            }
        }
        if let Some(code) = &unit.code {
            ways.push(fixed(self.term(self.fields.code, code), CODE));
            if typing {
                ways.push(fixed(begins(self.fields.code, code), TITLE_PHRASE));
            }
        }
        if !unit.exact {
            return any(ways);
        }
        // With these accents, wherever they stand.
        let exact = |field| all(unit.words.iter().map(|word| self.term(field, &word.exact)).collect());
        let accents = any(vec![exact(self.fields.title_exact), exact(self.fields.body_exact)]);
        all(vec![any(ways), accents])
    }

    fn whole_title(&self, clauses: &mut Vec<Clause>) {
        let typed: Vec<&str> = self.input.words().map(folded).collect();
        let whole = |key, title: &str| self.title_key(key, title);
        if self.input.accented() {
            let exact: Vec<&str> = self.input.words().map(exact).collect();
            should(clauses, whole(TitleKey::Exact, &exact.join(" ")), WHOLE_TITLE_EXACT);
        }
        should(clauses, whole(TitleKey::Folded, &typed.join(" ")), WHOLE_TITLE);
        let core: Vec<&str> = self.input.core().map(folded).collect();
        let mut short = words::name_keys(&typed);
        short.push(core.join(" "));
        short.sort();
        short.dedup();
        let ways = short.iter().map(|title| whole(TitleKey::Short, title)).collect();
        should(clauses, any(ways), SHORT_TITLE);
        if self.typing {
            let begun = |key| {
                let from = title_key(key, &typed.join(" "));
                begins(self.fields.title_key, &from)
            };
            should(clauses, begun(TitleKey::Folded), WHOLE_TITLE / 2.0);
            should(clauses, begun(TitleKey::Short), SHORT_TITLE / 2.0);
        }
    }

    /// Accents typed are meant: what has exactly these comes before what has others.
    fn accents(&self, clauses: &mut Vec<Clause>) {
        if !self.input.accented() {
            return;
        }
        let (mut anywhere, mut in_title) = (Vec::new(), Vec::new());
        for word in self.input.core() {
            // A word typed without accents in the midst of others that have them may just be unfinished.
            let (title, body, form) = if word.accented() {
                (self.fields.title_exact, self.fields.body_exact, &word.exact)
            } else {
                (self.fields.title, self.fields.body, &word.folded)
            };
            in_title.push(self.term(title, form));
            anywhere.push(any(vec![self.term(title, form), self.term(body, form)]));
        }
        should(clauses, all(in_title), TITLE_ALL_EXACT);
        should(clauses, all(anywhere), ALL_EXACT);
    }

    /// Words side by side, and all of them in the title.
    fn neighbours(&self, clauses: &mut Vec<Clause>) {
        let core: Vec<Forms> = self.input.core().cloned().collect();
        let typed: Vec<Forms> = self.input.words().cloned().collect();
        let accented = self.input.accented();
        should(
            clauses,
            all(core.iter().map(|w| self.term(self.fields.title, &w.folded)).collect()),
            TITLE_ALL,
        );
        if core.len() > 1 {
            should(clauses, self.phrase(self.fields.title, &core, folded), TITLE_PHRASE);
            if accented {
                should(clauses, self.phrase(self.fields.title_exact, &core, exact), TITLE_PHRASE_EXACT);
            }
        }
        if typed.len() > core.len() && typed.len() > 1 {
            should(clauses, self.phrase(self.fields.title, &typed, folded), TITLE_PAIR);
        }
        if core.len() > 1 {
            should(clauses, self.near(self.fields.title, &core), TITLE_NEAR);
        }
        if core.len() > 2 && !self.titles {
            should(clauses, self.near(self.fields.body, &core), BODY_NEAR);
        }
        for (at, pair) in core.windows(2).enumerate() {
            should(clauses, self.phrase(self.fields.title, pair, folded), TITLE_PAIR);
            if accented {
                should(clauses, self.phrase(self.fields.title_exact, pair, exact), TITLE_PAIR_EXACT);
            }
            if !self.titles && at < BODY_PAIRS {
                should(clauses, self.phrase(self.fields.body, pair, folded), BODY_PAIR);
            }
        }
    }

    fn title_key(&self, key: TitleKey, title: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(self.fields.title_key_term(key, title), IndexRecordOption::Basic))
    }

    fn term(&self, field: Field, text: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
    }

    /// Words in their order with little in between.
    fn near(&self, field: Field, words: &[Forms]) -> Box<dyn Query> {
        let terms = words.iter().map(|word| Term::from_field_text(field, &word.folded));
        let mut phrase = PhraseQuery::new(terms.collect());
        phrase.set_slop(BETWEEN);
        Box::new(phrase)
    }

    /// Words one after the other; a phrase of the engine needs two.
    fn phrase(&self, field: Field, words: &[Forms], form: fn(&Forms) -> &str) -> Box<dyn Query> {
        match words {
            [word] => self.term(field, form(word)),
            _ => {
                let terms = words.iter().map(|word| Term::from_field_text(field, form(word)));
                Box::new(PhraseQuery::new(terms.collect()))
            }
        }
    }
}

/// The conditions that are no matter of words: rights, language, kinds, facets. They do not weigh.
pub fn filters(fields: &Fields, query: &ask::Query) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut must = |terms: Vec<Term>| {
        let term = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>;
        clauses.push((Occur::Must, fixed(any(terms.into_iter().map(term).collect()), 0.0)));
    };
    if let Some(terms) = fields.audience_terms(&query.actor) {
        must(terms);
    }
    if let Some(lang) = &query.lang {
        must(vec![Term::from_field_text(fields.lang, lang)]);
    }
    if !query.kinds.is_empty() {
        must(query.kinds.iter().map(|kind| fields.facet_term(KIND_FACET, kind)).collect());
    }
    let mut names: Vec<&str> = query.facets.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let values = query.facets.iter().filter(|(other, _)| other == name);
        must(values.map(|(name, value)| fields.facet_term(name, value)).collect());
    }
    clauses
}

fn folded(word: &Forms) -> &str {
    &word.folded
}

fn exact(word: &Forms) -> &str {
    &word.exact
}

fn begins(field: Field, text: &str) -> Box<dyn Query> {
    let until = format!("{text}{}", char::MAX);
    Box::new(RangeQuery::new(
        Bound::Included(Term::from_field_text(field, text)),
        Bound::Excluded(Term::from_field_text(field, &until)),
    ))
}

fn should(clauses: &mut Vec<Clause>, query: Box<dyn Query>, score: f32) {
    clauses.push((Occur::Should, fixed(query, score)));
}

fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

fn all(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::intersection(queries))
}

fn fixed(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}
