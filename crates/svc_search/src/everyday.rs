//! Everyday words: what people say for what official texts call otherwise, and with what they begin to ask.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::words::{self, Forms};

const SEED: &str = include_str!("../seeds/synonyms.toml");

/// The seed as it is written.
#[derive(Deserialize, Default)]
struct Seed {
    lead_ins: Vec<String>,
    meaning: Vec<SeedMeaning>,
}

#[derive(Deserialize)]
struct SeedMeaning {
    official: String,
    everyday: Vec<String>,
}

/// Something people say, and what it is called officially.
pub struct Meaning {
    /// The words people say.
    pub said: Vec<Forms>,
    /// The words official texts have for it.
    pub official: Vec<Forms>,
}

/// All of it, longest first.
pub struct Everyday {
    /// With what people begin to ask.
    pub lead_ins: Vec<Vec<Forms>>,
    /// What people say.
    pub meanings: Vec<Meaning>,
}

/// What the seed says. A seed that cannot be read says nothing: searching goes on without it.
pub static EVERYDAY: LazyLock<Everyday> = LazyLock::new(|| {
    let seed: Seed = toml::from_str(SEED).unwrap_or_default();
    let mut lead_ins: Vec<Vec<Forms>> = seed.lead_ins.iter().map(|text| words::forms(text)).collect();
    let mut meanings: Vec<Meaning> = Vec::new();
    for meaning in &seed.meaning {
        let official = words::forms(&meaning.official);
        let said = meaning.everyday.iter().map(|text| words::forms(text));
        meanings.extend(said.map(|said| Meaning { said, official: official.clone() }));
    }
    lead_ins.sort_by_key(|words| std::cmp::Reverse(words.len()));
    meanings.sort_by_key(|meaning| std::cmp::Reverse(meaning.said.len()));
    Everyday { lead_ins, meanings }
});

/// Whether these words typed are the words known: accents typed are meant, letters without them fit any.
pub fn same(typed: &[Forms], known: &[Forms]) -> bool {
    // Of words of which one has accents, one without is meant without, or is a word that never has any.
    let accented = typed.iter().any(Forms::accented);
    typed.len() == known.len()
        && typed.iter().zip(known).all(|(typed, known)| {
            if accented { typed.exact == known.exact } else { typed.folded == known.folded }
        })
}
