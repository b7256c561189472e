//! The language a text is written in. Screens speak two; texts may be written in more: those of the peoples of the
//! province.

use ui::{Lang, t};

/// A language of texts, by its tag (BCP 47; of three letters where ISO 639-1 has none of two: ISO 639-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tongue(&'static str);

impl Tongue {
    /// Vietnamese.
    pub const VI: Self = Self("vi");
    /// English.
    pub const EN: Self = Self("en");
    /// All, in the order in which they are offered: after those of the screens Tày, Nùng, Mông, Dao and Cao Lan.
    pub const ALL: [Self; 7] =
        [Self::VI, Self::EN, Self("tyz"), Self("nut"), Self("hmn"), Self("ium"), Self("mlc")];

    /// The language of this tag.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tongue| tongue.0 == code)
    }

    /// Its tag.
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// The language of the screens around a text in it: its own, or else Vietnamese.
    pub fn screens(self) -> Lang {
        if self == Self::EN { Lang::En } else { Lang::Vi }
    }

    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        match self.0 {
            "vi" => t(lang, "portal.entry.lang.vi"),
            "en" => t(lang, "portal.entry.lang.en"),
            "tyz" => t(lang, "portal.entry.lang.tyz"),
            "nut" => t(lang, "portal.entry.lang.nut"),
            "hmn" => t(lang, "portal.entry.lang.hmn"),
            "ium" => t(lang, "portal.entry.lang.ium"),
            _ => t(lang, "portal.entry.lang.mlc"),
        }
    }

    /// What it is called inside a sentence.
    pub fn name_within(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => crate::site::lower_first(self.name(lang)),
            Lang::En => self.name(lang).to_owned(),
        }
    }
}

impl From<Lang> for Tongue {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Vi => Self::VI,
            Lang::En => Self::EN,
        }
    }
}
