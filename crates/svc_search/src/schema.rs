//! The fields of the index, and how a document becomes its record.

use base::Timestamp;
use contracts::search::{Audience, SearchDoc};
use serde::{Deserialize, Serialize};
use tantivy::{
    TantivyDocument, Term,
    schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};

use crate::{
    Result,
    ask::Viewer,
    words::{self, Forms},
};

/// Raised whenever fields, word forms or terms change: an index of another version is dropped and rebuilt.
pub const VERSION: u32 = 4;

/// Separates the parts of a composed term; it cannot be typed nor stand in an identifier.
const SEP: char = '\u{1f}';

/// The audience term of what everybody may see.
const PUBLIC: &str = "*";

/// Text beyond this many bytes is neither searched nor kept; a law of 200 pages fits.
const MAX_BODY: usize = 1_000_000;

/// Facet under which the kind of a document is filtered and counted.
pub const KIND_FACET: &str = "kind";

/// Name of the column of title keys in dictionary order, unique for each document.
pub const TITLE_ORDER: &str = "title_order";
/// Name of the column of instants, in milliseconds.
pub const AT: &str = "at";
/// Name of the column of weights.
pub const BOOST: &str = "boost";
/// Name of the column of title lengths, in words.
pub const TITLE_WORDS: &str = "title_words";

/// Positions between the title and the text, so that no phrase goes on from one to the other.
const GAP: usize = 10;

/// The fields, by what they are for.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Kind, identifier and language: what an upsert replaces.
    pub key: Field,
    /// Kind and identifier: what a delete removes, in all languages.
    pub owner: Field,
    /// Language.
    pub lang: Field,
    /// Who may find it: `*`, or permission and each path at which a grant would reach it.
    pub audience: Field,
    /// Name and value.
    pub facet: Field,
    /// Codes, compared as a whole.
    pub code: Field,
    /// The whole title in its variants, see [`title_key`].
    pub title_key: Field,
    /// Words of the title, folded.
    pub title: Field,
    /// Words of the title with accents.
    pub title_exact: Field,
    /// Words of the title and the text, folded.
    pub body: Field,
    /// Words of the title and the text with accents.
    pub body_exact: Field,
    title_order: Field,
    at: Field,
    boost: Field,
    title_words: Field,
    head: Field,
    text: Field,
}

/// How a title key is meant: the first character of its term.
#[derive(Clone, Copy, Debug)]
pub enum TitleKey {
    /// The whole title with accents.
    Exact,
    /// The whole title folded.
    Folded,
    /// One of the ways to shorten it, folded.
    Short,
}

/// The part of a record that every hit needs.
#[derive(Serialize, Deserialize)]
pub struct Head {
    pub kind: String,
    pub id: String,
    pub lang: String,
    pub title: String,
    pub url: String,
    pub facets: Vec<(String, String)>,
    pub at: Timestamp,
}

impl Fields {
    /// The schema and its fields.
    pub fn build() -> (Schema, Self) {
        let words = |option| {
            let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let mut schema = Schema::builder();
        let fields = Self {
            key: schema.add_text_field("key", STRING),
            owner: schema.add_text_field("owner", STRING),
            lang: schema.add_text_field("lang", STRING),
            audience: schema.add_text_field("audience", STRING),
            facet: schema.add_text_field("facet", STRING),
            code: schema.add_text_field("code", STRING),
            title_key: schema.add_text_field("title_key", STRING),
            title: schema.add_text_field("title", words(IndexRecordOption::WithFreqsAndPositions)),
            title_exact: schema
                .add_text_field("title_exact", words(IndexRecordOption::WithFreqsAndPositions)),
            body: schema.add_text_field("body", words(IndexRecordOption::WithFreqsAndPositions)),
            body_exact: schema.add_text_field("body_exact", words(IndexRecordOption::Basic)),
            title_order: schema.add_text_field(TITLE_ORDER, FAST),
            at: schema.add_i64_field(AT, FAST),
            boost: schema.add_f64_field(BOOST, FAST),
            title_words: schema.add_u64_field(TITLE_WORDS, FAST),
            head: schema.add_text_field("head", STORED),
            text: schema.add_text_field("text", STORED),
        };
        (schema.build(), fields)
    }

    /// The term by which an upsert finds the record it replaces.
    pub fn key_term(&self, kind: &str, id: &str, lang: &str) -> Term {
        Term::from_field_text(self.key, &format!("{kind}{SEP}{id}{SEP}{lang}"))
    }

    /// The term of all languages of one thing.
    pub fn owner_term(&self, kind: &str, id: &str) -> Term {
        Term::from_field_text(self.owner, &format!("{kind}{SEP}{id}"))
    }

    /// The term of a facet's value.
    pub fn facet_term(&self, name: &str, value: &str) -> Term {
        Term::from_field_text(self.facet, &facet(name, value))
    }

    /// The term of a whole title.
    pub fn title_key_term(&self, key: TitleKey, title: &str) -> Term {
        Term::from_field_text(self.title_key, &title_key(key, title))
    }

    /// The terms of which one must stand in a document for this viewer to find it; `None`: no such condition.
    pub fn audience_terms(&self, viewer: &Viewer) -> Option<Vec<Term>> {
        let grants: &[(String, String)] = match viewer {
            Viewer::All => return None,
            Viewer::Anonymous => &[],
            Viewer::Grants(grants) => grants,
        };
        let terms = grants.iter().map(|(permission, path)| reach(permission, path));
        let terms = std::iter::once(PUBLIC.to_owned()).chain(terms);
        Some(terms.map(|term| Term::from_field_text(self.audience, &term)).collect())
    }

    /// The record of a document.
    pub fn record(&self, doc: &SearchDoc) -> Result<TantivyDocument> {
        let title = base::text::nfc(&doc.title);
        let body = base::text::nfc(cut(&doc.body));
        let mut record = TantivyDocument::default();
        record.add_text(self.key, format!("{}{SEP}{}{SEP}{}", doc.kind, doc.id, doc.lang));
        record.add_text(self.owner, format!("{}{SEP}{}", doc.kind, doc.id));
        record.add_text(self.lang, &doc.lang);
        match &doc.audience {
            Audience::Public => record.add_text(self.audience, PUBLIC),
            Audience::Agency { permission, path } => {
                for (slash, _) in path.match_indices('/') {
                    record.add_text(self.audience, reach(permission, &path[..=slash]));
                }
            }
        }
        record.add_text(self.facet, facet(KIND_FACET, &doc.kind));
        for (name, value) in &doc.facets {
            record.add_text(self.facet, facet(name, value));
        }
        for code in doc.codes.iter().map(|code| words::code(code)).filter(|code| !code.is_empty()) {
            record.add_text(self.code, code);
        }
        let title_words = words::forms(&title);
        self.add_title_keys(&mut record, &title, &title_words);
        let in_title = || title_words.iter().enumerate();
        let text_words = words::forms(&body);
        let in_text = text_words.iter().enumerate().map(|(at, word)| (at + title_words.len() + GAP, word));
        add_words(&mut record, self.title, self.title_exact, in_title());
        add_words(&mut record, self.body, self.body_exact, in_title().chain(in_text));
        let order =
            format!("{}{SEP}{}{SEP}{}{SEP}{}", base::text::sort_key(&title), doc.kind, doc.id, doc.lang);
        record.add_text(self.title_order, order);
        record.add_i64(self.at, doc.at.0);
        // A NaN would spoil every comparison it enters.
        let boost = if doc.boost.is_finite() { f64::from(doc.boost.clamp(-1.0, 1.0)) } else { 0.0 };
        record.add_f64(self.boost, boost);
        record.add_u64(self.title_words, title_words.len() as u64);
        let head = Head {
            kind: doc.kind.clone(),
            id: doc.id.clone(),
            lang: doc.lang.clone(),
            title,
            url: doc.url.clone(),
            facets: doc.facets.clone(),
            at: doc.at,
        };
        record.add_text(self.head, serde_json::to_string(&head)?);
        record.add_text(self.text, body);
        Ok(record)
    }

    /// What a stored record says, and its text.
    pub fn read(&self, record: &TantivyDocument) -> Result<(Head, String)> {
        use tantivy::schema::Value;
        let text = |field| record.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        Ok((serde_json::from_str(text(self.head))?, text(self.text).to_owned()))
    }

    fn add_title_keys(&self, record: &mut TantivyDocument, title: &str, forms: &[Forms]) {
        let folded: Vec<&str> = forms.iter().map(|word| word.folded.as_str()).collect();
        let exact: Vec<&str> = forms.iter().map(|word| word.exact.as_str()).collect();
        let mut keys = vec![
            title_key(TitleKey::Exact, &exact.join(" ")),
            title_key(TitleKey::Folded, &folded.join(" ")),
        ];
        let mut short = words::name_keys(&folded);
        // "(cấp tỉnh)" at the end tells variants of one procedure apart; people leave it out.
        if let Some(open) = title.rfind('(').filter(|_| title.ends_with(')')) {
            let core = spans_before(title, open);
            short.extend(words::name_keys(&folded[..core.min(folded.len())]));
        }
        short.sort();
        short.dedup();
        keys.extend(short.iter().filter(|key| !key.is_empty()).map(|key| title_key(TitleKey::Short, key)));
        for key in keys {
            record.add_text(self.title_key, key);
        }
    }
}

/// The term of a whole title.
pub fn title_key(key: TitleKey, title: &str) -> String {
    let mark = match key {
        TitleKey::Exact => 'x',
        TitleKey::Folded => 'f',
        TitleKey::Short => 's',
    };
    format!("{mark}{title}")
}

/// The beginning of the terms of one facet's values.
pub fn facet_prefix(name: &str) -> String {
    format!("{name}{SEP}")
}

fn facet(name: &str, value: &str) -> String {
    format!("{name}{SEP}{value}")
}

fn reach(permission: &str, path: &str) -> String {
    format!("{permission}{SEP}{path}")
}

fn spans_before(text: &str, end: usize) -> usize {
    words::spans(&text[..end]).count()
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_BODY)]
}

fn add_words<'a>(
    record: &mut TantivyDocument,
    folded: Field,
    exact: Field,
    words: impl Iterator<Item = (usize, &'a Forms)>,
) {
    let token = |position, text: &String| Token {
        position,
        text: text.clone(),
        position_length: 1,
        ..Token::default()
    };
    let (folded_words, exact_words): (Vec<Token>, Vec<Token>) =
        words.map(|(at, word)| (token(at, &word.folded), token(at, &word.exact))).unzip();
    let text = |tokens| PreTokenizedString { text: String::new(), tokens };
    record.add_pre_tokenized_text(folded, text(folded_words));
    record.add_pre_tokenized_text(exact, text(exact_words));
}
