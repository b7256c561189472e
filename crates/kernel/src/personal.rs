//! What the program holds of somebody, for them to take along: every module says its part, in the same few words.

use base::{LocalDate, Timestamp};
use serde_json::{Map, Value as Json};
use ui::Lang;
use uuid::Uuid;

use crate::{Ctx, Result, Task};

/// Says what a module holds of the owner of an account. Secrets by which somebody shows who they are (hashes, seeds, keys)
/// are not among it: a copy of them would open what they protect.
pub type PersonalFn = fn(Ctx, Uuid) -> Task<'static, Vec<Holding>>;

/// The accounts of whoever owns the account `$1`, that one among them: somebody may have one at each place they work, and
/// what is held of them is held of all.
pub const ACCOUNTS: &str =
    "SELECT own.id FROM identity_account a JOIN identity_account own ON own.person = a.person WHERE a.id = $1";

/// Things of one kind held of somebody.
#[derive(Clone, Debug)]
pub struct Holding {
    /// `module.what`: its name in the file.
    pub name: &'static str,
    /// Text key of what people call these things.
    pub title: &'static str,
    /// Name in the file and text key of each field.
    pub columns: &'static [(&'static str, &'static str)],
    /// The things, their fields in the order of the columns.
    pub rows: Vec<Vec<Fact>>,
}

/// What is known in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Nothing.
    Unknown,
    /// Words or a number people are known by.
    Text(String),
    /// One of the program's own words, by its text key: the file has the words, too.
    Word(String),
    /// A day.
    Day(LocalDate),
    /// An instant.
    At(Timestamp),
    /// How many.
    Count(i64),
    /// Yes or no.
    Yes(bool),
}

impl Fact {
    /// Words that may be missing.
    pub fn text(text: impl Into<Option<String>>) -> Self {
        text.into().filter(|text| !text.is_empty()).map_or(Self::Unknown, Self::Text)
    }

    /// A day that may be missing.
    pub fn day(day: Option<LocalDate>) -> Self {
        day.map_or(Self::Unknown, Self::Day)
    }

    /// A day as the database has it.
    pub fn iso(day: Option<&str>) -> Self {
        Self::day(day.and_then(|day| LocalDate::parse(day).ok()))
    }

    /// An instant that may be missing, in milliseconds UTC.
    pub fn at(at: Option<i64>) -> Self {
        at.map_or(Self::Unknown, |at| Self::At(Timestamp(at)))
    }

    /// As people read it.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::Text(text) => text.clone(),
            Self::Word(key) => ui::known(lang, key).unwrap_or(key).to_owned(),
            Self::Day(day) => day.vn(),
            Self::At(at) => at.local().vn(),
            Self::Count(n) => n.to_string(),
            Self::Yes(yes) => {
                ui::t(lang, if *yes { "kernel.personal.yes" } else { "kernel.personal.no" }).to_owned()
            }
        }
    }

    /// As programs read it: days and instants by ISO 8601.
    fn json(&self, lang: Lang) -> Json {
        match self {
            Self::Unknown => Json::Null,
            Self::Text(_) | Self::Word(_) => self.words(lang).into(),
            Self::Day(day) => day.iso().into(),
            Self::At(at) => at.rfc3339().into(),
            Self::Count(n) => (*n).into(),
            Self::Yes(yes) => (*yes).into(),
        }
    }
}

impl Holding {
    /// As programs read it: what it is called, and each thing with its fields by name.
    pub fn json(&self, lang: Lang) -> Json {
        let thing = |row: &Vec<Fact>| {
            let fields = self.columns.iter().zip(row);
            Json::Object(
                fields.map(|((name, _), fact)| ((*name).to_owned(), fact.json(lang))).collect::<Map<_, _>>(),
            )
        };
        serde_json::json!({
            "name": self.name,
            "title": ui::t(lang, self.title),
            "rows": self.rows.iter().map(thing).collect::<Vec<_>>(),
        })
    }
}

/// All that every module holds of the owner of an account, in the order of modules.
///
/// # Errors
/// The database's: a part that is missing would look as if nothing were held.
pub async fn holdings(ctx: &Ctx, account: Uuid) -> Result<Vec<Holding>> {
    let mut all = Vec::new();
    for personal in ctx.app().modules().iter().filter_map(|module| module.personal) {
        all.extend(personal(ctx.clone(), account).await?);
    }
    Ok(all)
}
