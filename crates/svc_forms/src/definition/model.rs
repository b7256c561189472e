use serde::{Deserialize, Serialize};
use ui::Lang;

use crate::expr::Expr;

/// Words in both languages; English falls back to Vietnamese.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Vietnamese.
    pub vi: String,
    /// English; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Words {
    /// In the reader's language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.vi,
        }
    }

    /// Whether nothing is said.
    pub const fn is_empty(&self) -> bool {
        self.vi.is_empty()
    }
}

/// One of the answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// By which it is kept.
    pub key: String,
    /// As people say it.
    pub label: Words,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// A line of words.
    Text {
        /// Most characters.
        #[serde(default = "line")]
        most: u32,
    },
    /// Several lines of words.
    Lines {
        /// Most characters.
        #[serde(default = "lines")]
        most: u32,
    },
    /// A number.
    Number {
        /// No less than this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<i64>,
        /// No more than this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<i64>,
        /// So many digits behind the point.
        #[serde(default)]
        decimals: u32,
    },
    /// Đồng.
    Money,
    /// A day.
    Day,
    /// Yes or no.
    YesNo,
    /// One of several answers.
    Choice {
        /// The answers.
        picks: Vec<Pick>,
    },
    /// Any of several answers.
    Several {
        /// The answers.
        picks: Vec<Pick>,
    },
    /// A personal identification number (12 digits).
    CitizenNo,
    /// A tax number.
    TaxNo,
    /// A social insurance number.
    SocialNo,
    /// A telephone number.
    Phone,
    /// A mail address.
    Email,
}

const fn line() -> u32 {
    200
}

const fn lines() -> u32 {
    2_000
}

/// What a field is filled with from what is known of whoever fills it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefill {
    /// Their name.
    Name,
    /// Their personal number.
    CitizenNo,
    /// Their day of birth.
    Birth,
    /// Their telephone number.
    Phone,
    /// Their mail address.
    Email,
}

/// What has to hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Must {
    /// The condition.
    pub that: Expr,
    /// What to do where it does not hold.
    pub otherwise: Words,
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// By which it is kept, and conditions name it.
    pub key: String,
    /// The question.
    pub label: Words,
    /// What helps to answer it.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub hint: Words,
    /// What is asked for.
    pub kind: Kind,
    /// It may be left empty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// It is asked only where this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Expr>,
    /// What has to hold of the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub must: Vec<Must>,
    /// It is worked out and shown, not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<Expr>,
    /// What it begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
}

/// That a page is answered several times: for each child, for each piece of land.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// At least so many times.
    #[serde(default)]
    pub least: u32,
    /// At most so many times.
    pub most: u32,
    /// What one is called: "đứa trẻ".
    pub one: Words,
}

/// What stands on one screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// By which it is named in addresses; of one that repeats, the group conditions name.
    pub key: String,
    /// Its heading.
    pub title: Words,
    /// What helps to answer it.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub lead: Words,
    /// It is asked only where this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Expr>,
    /// It is answered several times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// What it asks.
    pub fields: Vec<Field>,
}

/// A form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// By which it is named: `khai-sinh`.
    pub key: String,
    /// What it is called.
    pub title: Words,
    /// Its pages, in their order.
    pub pages: Vec<Page>,
}

impl Definition {
    /// A page by its key.
    pub fn page(&self, key: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.key == key)
    }

    /// Every field with its page.
    pub fn fields(&self) -> impl Iterator<Item = (&Page, &Field)> {
        self.pages.iter().flat_map(|page| page.fields.iter().map(move |field| (page, field)))
    }
}
