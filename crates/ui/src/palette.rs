//! The colours a site may choose. A palette is a block of `tokens.css` that gives the same roles other values; a test
//! proves every pair of text and background of each, in both schemes and with high contrast. There is no free colour:
//! what nobody checked cannot be chosen.

/// A set of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The name of its block; empty for the usual one.
    pub name: &'static str,
    /// The word forms and the database know it by.
    pub word: &'static str,
    /// The colour of the band at the head, for the browser's own frame.
    pub head: &'static str,
}

/// All, the usual one first.
pub const ALL: [Palette; 4] = [
    Palette { name: "", word: "tea", head: "#0b3a28" },
    Palette { name: "river", word: "river", head: "#0c2f4e" },
    Palette { name: "indigo", word: "indigo", head: "#262352" },
    Palette { name: "lacquer", word: "lacquer", head: "#551318" },
];

/// The palette of this word.
pub fn of(word: &str) -> Option<Palette> {
    ALL.into_iter().find(|palette| palette.word == word)
}

/// The colour of the head in the palette of this name.
pub fn head(name: &str) -> &'static str {
    ALL.into_iter().find(|palette| palette.name == name).unwrap_or(ALL[0]).head
}
