//! From words typed to what has to fit a document, and what each thing that fits adds to its score, so that the score is
//! the order people expect.
//!
//! The order is made of steps that are far enough apart not to be overtaken by word statistics: a code, the whole
//! title, all words with the accents typed, the words side by side in the title, all words in the title. Within
//! a step BM25, pairs of neighbouring words (most Vietnamese words are two syllables), and short titles decide.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, PhraseQuery, Query, RangeQuery, TermQuery},
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
/// More words than this are not looked for near each other: the ways in which they may stand are too many, and pairs say
/// enough of them.
const NEAR_WORDS: usize = 4;
const TITLE_WORD: f32 = 1.0;
const BODY_WORD: f32 = 0.4;
/// A title's word that only begins like the unfinished one.
const BEGUN_WORD: f32 = 0.5;
/// What a document's own weight of 1.0 adds: less than any step.
pub const BOOST: f32 = 8.0;
/// What a document's own weight of -1.0 takes: as much as all steps together but for a code.
pub const SETBACK: f32 = 1600.0;
/// What a title adds that consists of the words typed only.
pub const BREVITY: f32 = 8.0;

/// How many of the things asked for a document must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// All of them.
    All,
    /// Two thirds of them.
    Most,
    /// One of them.
    One,
}

impl Need {
    /// Of so many things.
    pub fn least(self, of: usize) -> usize {
        match self {
            Self::All => of,
            Self::Most => (2 * of).div_ceil(3),
            Self::One => 1,
        }
    }
}

type Clause = Box<dyn Query>;

/// One way to understand what was typed.
#[derive(Default)]
pub struct Way {
    /// The things asked for; each is there where one of its clauses fits.
    pub units: Vec<Vec<Clause>>,
    /// What is looked at before anything else: the whole title, a code.
    pub foremost: Vec<Clause>,
    /// The words as their accents were typed, anywhere; none if none were.
    pub accents: Vec<Clause>,
    /// The words in the title.
    pub title: Vec<Clause>,
    /// What each clause that fits adds to the score.
    pub scores: Vec<Clause>,
}

/// Builds engine queries over one set of fields.
#[derive(Clone, Copy)]
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
    /// The ways to understand what was typed; none if nothing was.
    pub fn ways(&self) -> Vec<Way> {
        if self.input.is_empty() {
            return Vec::new();
        }
        let mut ways = vec![self.way()];
        if let Some(official) = &self.input.official {
            ways.push(Ranker { input: official, typing: false, ..*self }.way());
        }
        if let Some(code) = &self.input.code {
            ways.push(Way {
                units: vec![vec![self.term(self.fields.code, code)]],
                foremost: vec![self.term(self.fields.code, code)],
                scores: vec![fixed(self.term(self.fields.code, code), CODE)],
                ..Way::default()
            });
        }
        ways
    }

    fn way(&self) -> Way {
        let (lead, core) = self.input.units.split_at(self.input.lead);
        let mut way = Way::default();
        for (at, unit) in core.iter().enumerate() {
            let typing = self.typing && at + 1 == core.len();
            way.units.push(self.unit(unit, typing));
            way.foremost.extend(unit.code.as_ref().map(|code| self.term(self.fields.code, code)));
            self.weigh_unit(unit, typing, &mut way.scores);
        }
        for unit in lead {
            self.weigh_unit(unit, false, &mut way.scores);
        }
        self.whole_title(&mut way);
        self.accents(&mut way);
        self.neighbours(&mut way.scores);
        way
    }

    /// Where the words of what is looked through are, without accents: those of the text are those of the title, too.
    fn folded_field(&self) -> Field {
        if self.titles { self.fields.title } else { self.fields.body }
    }

    /// The same with accents.
    fn exact_field(&self) -> Field {
        if self.titles { self.fields.title_exact } else { self.fields.body_exact }
    }

    /// One thing asked for: a code, or words in the title or the text.
    fn unit(&self, unit: &Unit, typing: bool) -> Vec<Clause> {
        let mut words = self.phrase(self.folded_field(), &unit.words, folded);
        if unit.exact {
            // With these accents, wherever they stand.
            let exact = unit.words.iter().map(|word| self.term(self.exact_field(), &word.exact));
            words = all(std::iter::once(words).chain(exact).collect());
        }
        let mut clauses = vec![words];
        if let (true, [word]) = (typing, unit.words.as_slice()) {
            clauses.push(begins(self.fields.title, &word.folded));
        }
        if let Some(code) = &unit.code {
            clauses.push(self.term(self.fields.code, code));
            if typing {
                clauses.push(begins(self.fields.code, code));
            }
        }
        clauses
    }

    fn weigh_unit(&self, unit: &Unit, typing: bool, scores: &mut Vec<Clause>) {
        if let [word] = unit.words.as_slice() {
            scores.push(boosted(self.term(self.fields.title, &word.folded), TITLE_WORD));
            if !self.titles {
                scores.push(boosted(self.term(self.fields.body, &word.folded), BODY_WORD));
            }
            if typing {
                scores.push(fixed(begins(self.fields.title, &word.folded), BEGUN_WORD));
            }
        } else {
            scores.push(fixed(self.phrase(self.fields.title, &unit.words, folded), TITLE_PHRASE));
            if !self.titles {
                scores.push(fixed(self.phrase(self.fields.body, &unit.words, folded), BODY_PAIR));
            }
        }
        if let Some(code) = &unit.code {
            scores.push(fixed(self.term(self.fields.code, code), CODE));
            if typing {
                scores.push(fixed(begins(self.fields.code, code), TITLE_PHRASE));
            }
        }
    }

    fn whole_title(&self, way: &mut Way) {
        let typed: Vec<&str> = self.input.words().map(folded).collect();
        let mut whole = |key, title: &str, score| {
            way.foremost.push(self.title_key(key, title));
            way.scores.push(fixed(self.title_key(key, title), score));
        };
        if self.input.accented() {
            let exact: Vec<&str> = self.input.words().map(exact).collect();
            whole(TitleKey::Exact, &exact.join(" "), WHOLE_TITLE_EXACT);
        }
        whole(TitleKey::Folded, &typed.join(" "), WHOLE_TITLE);
        let core: Vec<&str> = self.input.core().map(folded).collect();
        let mut short = words::name_keys(&typed);
        short.push(core.join(" "));
        short.sort();
        short.dedup();
        let ways = || short.iter().map(|title| self.title_key(TitleKey::Short, title)).collect();
        way.foremost.push(any(ways()));
        way.scores.push(fixed(any(ways()), SHORT_TITLE));
        if self.typing {
            let begun = |key| begins(self.fields.title_key, &title_key(key, &typed.join(" ")));
            way.foremost.push(begun(TitleKey::Folded));
            way.foremost.push(begun(TitleKey::Short));
            way.scores.push(fixed(begun(TitleKey::Folded), WHOLE_TITLE / 2.0));
            way.scores.push(fixed(begun(TitleKey::Short), SHORT_TITLE / 2.0));
        }
    }

    /// Accents typed are meant: what has exactly these comes before what has others.
    fn accents(&self, way: &mut Way) {
        let accented = self.input.accented();
        // A word typed without accents in the midst of others that have them may just be unfinished.
        let words = |exact: Field, plain: Field| -> Vec<Clause> {
            let term = |word: &Forms| match accented && word.accented() {
                true => self.term(exact, &word.exact),
                false => self.term(plain, &word.folded),
            };
            self.input.core().map(term).collect()
        };
        let in_title = || words(self.fields.title_exact, self.fields.title);
        let anywhere = || words(self.exact_field(), self.folded_field());
        way.title = in_title();
        if accented {
            way.accents = anywhere();
            way.scores.push(fixed(all(in_title()), TITLE_ALL_EXACT));
            way.scores.push(fixed(all(anywhere()), ALL_EXACT));
        }
    }

    /// Words side by side, and all of them in the title.
    fn neighbours(&self, scores: &mut Vec<Clause>) {
        let core: Vec<Forms> = self.input.core().cloned().collect();
        let typed: Vec<Forms> = self.input.words().cloned().collect();
        let accented = self.input.accented();
        let mut adds = |score, clause| scores.push(fixed(clause, score));
        adds(TITLE_ALL, all(core.iter().map(|w| self.term(self.fields.title, &w.folded)).collect()));
        if core.len() > 1 {
            adds(TITLE_PHRASE, self.phrase(self.fields.title, &core, folded));
            if accented {
                adds(TITLE_PHRASE_EXACT, self.phrase(self.fields.title_exact, &core, exact));
            }
        }
        if typed.len() > core.len() && typed.len() > 1 {
            adds(TITLE_PAIR, self.phrase(self.fields.title, &typed, folded));
        }
        if (2..=NEAR_WORDS).contains(&core.len()) {
            adds(TITLE_NEAR, self.near(self.fields.title, &core));
        }
        if (3..=NEAR_WORDS).contains(&core.len()) && !self.titles {
            adds(BODY_NEAR, self.near(self.fields.body, &core));
        }
        for (at, pair) in core.windows(2).enumerate() {
            adds(TITLE_PAIR, self.phrase(self.fields.title, pair, folded));
            if accented {
                adds(TITLE_PAIR_EXACT, self.phrase(self.fields.title_exact, pair, exact));
            }
            if !self.titles && at < BODY_PAIRS {
                adds(BODY_PAIR, self.phrase(self.fields.body, pair, folded));
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

/// How documents are told apart by what is no matter of words.
pub struct Condition {
    /// The name of the facet; empty for rights and language, which nothing is counted without.
    pub name: String,
    /// A document has to have one of these.
    pub terms: Vec<Term>,
}

/// The conditions of a query: rights, language, kinds, facets.
pub fn conditions(fields: &Fields, query: &ask::Query) -> Vec<Condition> {
    let mut conditions = Vec::new();
    let mut must = |name: &str, terms: Vec<Term>| conditions.push(Condition { name: name.to_owned(), terms });
    if let Some(terms) = fields.audience_terms(&query.actor) {
        must("", terms);
    }
    if let Some(lang) = &query.lang {
        must("", vec![Term::from_field_text(fields.lang, lang)]);
    }
    if !query.kinds.is_empty() {
        must(KIND_FACET, query.kinds.iter().map(|kind| fields.facet_term(KIND_FACET, kind)).collect());
    }
    let mut names: Vec<&str> = query.facets.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let values = query.facets.iter().filter(|(other, _)| other == name);
        must(name, values.map(|(name, value)| fields.facet_term(name, value)).collect());
    }
    conditions
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
