//! What somebody typed, made into words that can be asked for. Takes anything, refuses nothing.

use crate::{
    everyday::{self, EVERYDAY},
    words::{self, Forms},
};

const MAX_CHARS: usize = 200;
const MAX_WORDS: usize = 12;

/// One thing that has to be in a document.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its words; more than one if it is written like a code (`1.004884`, `01/2025`), or is said for something else:
    /// they must follow each other.
    pub words: Vec<Forms>,
    /// The code it may be.
    pub code: Option<String>,
    /// The accents must be the ones typed.
    pub exact: bool,
}

impl Unit {
    fn word(word: Forms) -> Self {
        Self { words: vec![word], code: None, exact: false }
    }
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
    /// The same in the words of official texts, if everyday ones were typed.
    pub official: Option<Box<Input>>,
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
                input.units.push(Unit { words: forms, code: Some(words::code(chunk)), exact: false });
            } else {
                input.units.extend(forms.into_iter().map(Unit::word));
            }
        }
        if input.units.len() > 1 && input.units.iter().any(|unit| unit.code.is_some()) {
            input.code = Some(words::code(&text));
        }
        input.hear();
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

    /// What is meant: the official words where there are some.
    pub fn meant(&self) -> &Self {
        self.official.as_deref().unwrap_or(self)
    }

    /// Puts what people say together to one thing, and beside it the words official texts have for it.
    fn hear(&mut self) {
        let (mut said, mut official) = (Vec::new(), Vec::new());
        let mut at = 0;
        let mut heard = false;
        while at < self.units.len() {
            let rest: Vec<Forms> = self.units[at..]
                .iter()
                .map_while(|unit| match unit.words.as_slice() {
                    [word] if unit.code.is_none() => Some(word.clone()),
                    _ => None,
                })
                .collect();
            let fits =
                |words: &[Forms]| rest.get(..words.len()).is_some_and(|typed| everyday::same(typed, words));
            match EVERYDAY.meanings.iter().find(|meaning| fits(&meaning.said)) {
                Some(meaning) => {
                    let words = rest[..meaning.said.len()].to_vec();
                    at += words.len();
                    let exact = words.iter().any(Forms::accented);
                    said.push(Unit { words, code: None, exact });
                    official.extend(meaning.official.iter().cloned().map(Unit::word));
                    heard = true;
                }
                None => {
                    said.push(self.units[at].clone());
                    official.push(self.units[at].clone());
                    at += 1;
                }
            }
        }
        if heard {
            self.units = said;
            let mut input = Self { units: official, ..Self::default() };
            input.lead = input.lead_in();
            self.official = Some(Box::new(input));
        }
    }

    /// How many units at the beginning only lead in; something is always left to look for.
    fn lead_in(&self) -> usize {
        let mut lead = 0;
        loop {
            let rest: Vec<Forms> = self.units[lead..]
                .iter()
                .map_while(|unit| match unit.words.as_slice() {
                    [word] => Some(word.clone()),
                    _ => None,
                })
                .collect();
            let fits = |words: &&Vec<Forms>| {
                self.units.len() - lead > words.len()
                    && rest.get(..words.len()).is_some_and(|typed| everyday::same(typed, words))
            };
            match EVERYDAY.lead_ins.iter().find(fits) {
                Some(words) => lead += words.len(),
                None => return lead,
            }
        }
    }
}
