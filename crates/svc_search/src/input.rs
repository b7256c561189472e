//! What somebody typed, made into words that can be asked for. Takes anything, refuses nothing.

use crate::words::{self, Forms};

const MAX_CHARS: usize = 200;
const MAX_WORDS: usize = 12;

/// Words with which people begin to ask and which titles often lack; folded, longest first. They weigh in the
/// order, but a document without them is found too.
const LEAD_INS: [&[&str]; 5] =
    [&["thu", "tuc", "hanh", "chinh"], &["thu", "tuc"], &["ho", "so"], &["lam"], &["xin"]];

/// One thing that has to be in a document.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its words; more than one if it is written like a code (`1.004884`, `01/2025`): they must follow each other.
    pub words: Vec<Forms>,
    /// The code it may be.
    pub code: Option<String>,
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The things asked for; empty: nothing was asked.
    pub units: Vec<Unit>,
    /// How many units at the beginning are a lead-in.
    pub lead: usize,
    /// All of it as one code.
    pub code: Option<String>,
}

impl Input {
    /// Reads what was typed.
    pub fn read(text: &str) -> Self {
        let text: String =
            text.chars().take(MAX_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text = base::text::nfc(&text);
        let mut input = Self::default();
        let mut count = 0;
        for chunk in text.split_whitespace() {
            let mut forms = words::forms(chunk);
            forms.truncate(MAX_WORDS - count);
            count += forms.len();
            if forms.is_empty() {
                continue;
            }
            if chunk.contains(|c: char| c.is_ascii_digit()) {
                input.units.push(Unit { words: forms, code: Some(words::code(chunk)) });
            } else {
                input.units.extend(forms.into_iter().map(|word| Unit { words: vec![word], code: None }));
            }
        }
        if input.units.len() > 1 && input.units.iter().any(|unit| unit.code.is_some()) {
            input.code = Some(words::code(&text));
        }
        input.lead = input.lead_in();
        input
    }

    /// Whether nothing that can be looked for was typed.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The words one after the other.
    pub fn words(&self) -> impl Iterator<Item = &Forms> {
        self.units.iter().flat_map(|unit| &unit.words)
    }

    /// The words after the lead-in.
    pub fn core(&self) -> impl Iterator<Item = &Forms> {
        self.units[self.lead..].iter().flat_map(|unit| &unit.words)
    }

    /// Whether accents were typed: then they are meant.
    pub fn accented(&self) -> bool {
        self.words().any(Forms::accented)
    }

    fn lead_in(&self) -> usize {
        let starts_with = |lead: &&[&str]| {
            self.units.len() > lead.len()
                && self.units.iter().zip(*lead).all(|(unit, word)| {
                    unit.words.len() == 1 && unit.words.iter().all(|typed| typed.folded == *word)
                })
        };
        LEAD_INS.iter().copied().find(starts_with).map_or(0, <[&str]>::len)
    }
}
