use std::collections::HashMap;

use base::text::fold;
use ui::Lang;

/// A column of a staff list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Column {
    FullName,
    Born,
    Sex,
    CitizenNo,
    TaxNo,
    SocialNo,
    Phone,
    Email,
    Agency,
    Title,
    Unit,
    From,
    Until,
    Login,
    Role,
    RoleUntil,
}

/// How many columns a list has.
pub(super) const WIDTH: usize = 16;

/// Every column, in the order of the lists this program writes.
pub(super) const COLUMNS: [Column; WIDTH] = [
    Column::FullName,
    Column::Born,
    Column::Sex,
    Column::CitizenNo,
    Column::TaxNo,
    Column::SocialNo,
    Column::Phone,
    Column::Email,
    Column::Agency,
    Column::Title,
    Column::Unit,
    Column::From,
    Column::Until,
    Column::Login,
    Column::Role,
    Column::RoleUntil,
];

impl Column {
    /// Its word in text keys.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::FullName => "full_name",
            Self::Born => "born",
            Self::Sex => "sex",
            Self::CitizenNo => "citizen_no",
            Self::TaxNo => "tax_no",
            Self::SocialNo => "social_no",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Agency => "agency",
            Self::Title => "title",
            Self::Unit => "unit",
            Self::From => "from",
            Self::Until => "until",
            Self::Login => "login",
            Self::Role => "role",
            Self::RoleUntil => "role_until",
        }
    }

    /// What stands above it.
    pub(super) fn header(self, lang: Lang) -> String {
        ui::t(lang, &format!("identity.staff_column.{}", self.key())).to_owned()
    }

    /// What the template says of it.
    pub(super) fn hint(self, lang: Lang) -> String {
        ui::t(lang, &format!("identity.staff_hint.{}", self.key())).to_owned()
    }

    /// Whether it holds days.
    pub(super) const fn is_day(self) -> bool {
        matches!(self, Self::Born | Self::From | Self::Until | Self::RoleUntil)
    }
}

/// What a heading is recognised by: its letters and digits without accents and case, one space between words, so that a
/// star, a colon or a line end in it does not matter.
pub(super) fn heading(text: &str) -> String {
    let plain: String = fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every heading under which a column is known, in both languages.
pub(super) fn headings() -> HashMap<String, Column> {
    let mut known = HashMap::new();
    for column in COLUMNS {
        let others = format!("identity.staff_alias.{}", column.key());
        for lang in [Lang::Vi, Lang::En] {
            let texts = [column.header(lang), ui::t(lang, &others).to_owned()];
            for text in texts.iter().flat_map(|text| text.split('|')) {
                known.entry(heading(text)).or_insert(column);
            }
        }
    }
    known
}
