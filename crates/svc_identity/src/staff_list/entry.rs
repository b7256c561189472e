use std::sync::Arc;

use base::{LocalDate, Sex, text::fold};
use svc_org::Agency;
use ui::{FormState, Lang, Message};

use super::{agencies::Agencies, column::Column, roles::Roles, table::Row, xlsx::serial_day};
use crate::{account, grant::years_after, person::Details};

/// Longest title or unit, in characters: as on the page of a person.
const LONGEST_WORDS: usize = 120;
/// The longest a role is given for, in years.
const LONGEST_ROLE: i32 = 5;
/// What spreadsheets write where a formula failed.
const FAILED: [&str; 7] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"];

/// A row that makes sense by itself.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub line: u64,
    pub text: String,
    /// Only what the row says; the rest is left as it is.
    pub details: Details,
    pub agency: Option<Arc<Agency>>,
    pub title: String,
    pub unit: String,
    pub from: Option<LocalDate>,
    pub until: Option<LocalDate>,
    pub login: Option<String>,
    /// Keys of roles.
    pub roles: Vec<&'static str>,
    pub role_until: Option<LocalDate>,
}

/// What rows are read with.
pub(super) struct Reading<'a> {
    pub agencies: &'a Agencies,
    pub roles: &'a Roles,
    /// Where rows belong that name no agency.
    pub default: Option<Arc<Agency>>,
    pub today: LocalDate,
}

impl Reading<'_> {
    /// Reads a row.
    pub(super) fn entry(&self, row: &Row) -> Result<Entry, Message> {
        if let Some(failed) = FAILED.iter().find(|failed| {
            super::column::COLUMNS.iter().any(|column| row.cell(*column).eq_ignore_ascii_case(failed))
        }) {
            return Err(Message::new("identity.staff_list.formula_failed").with("value", failed));
        }
        let details = self.details(row)?;
        let agency = match row.cell(Column::Agency) {
            "" => self.default.clone(),
            words => Some(self.agencies.find(words)?),
        };
        let entry = Entry {
            line: row.line,
            text: row.words(),
            details,
            agency,
            title: words(row, Column::Title)?,
            unit: words(row, Column::Unit)?,
            from: day(row, Column::From)?,
            until: day(row, Column::Until)?,
            login: match row.cell(Column::Login) {
                "" => None,
                typed => Some(account::parse_login(typed)?),
            },
            roles: self.roles.read(row.cell(Column::Role))?,
            role_until: day(row, Column::RoleUntil)?,
        };
        self.check(&entry)?;
        Ok(entry)
    }

    fn check(&self, entry: &Entry) -> Result<(), Message> {
        if let (Some(from), Some(until)) = (entry.from, entry.until)
            && until < from
        {
            return Err(Message::new("identity.post.ends_before"));
        }
        let about_post = !entry.unit.is_empty() || entry.from.is_some() || entry.until.is_some();
        if entry.title.is_empty() && about_post {
            return Err(Message::new("identity.staff_list.title_missing"));
        }
        if entry.agency.is_none() && (!entry.title.is_empty() || !entry.roles.is_empty()) {
            return Err(Message::new("identity.staff_list.agency_missing"));
        }
        if let Some(until) = entry.role_until {
            if until < self.today {
                return Err(Message::new("identity.grant.over_already"));
            }
            if until > years_after(self.today, LONGEST_ROLE) {
                return Err(Message::new("identity.grant.too_long"));
            }
        }
        Ok(())
    }

    /// Who it is, read by the same rules as the form on the page of a person.
    fn details(&self, row: &Row) -> Result<Details, Message> {
        let born = day(row, Column::Born)?;
        let sex = sex(row.cell(Column::Sex))?;
        let mut form = FormState::default()
            .with("full_name", row.cell(Column::FullName))
            .with("born", born.map(LocalDate::iso).unwrap_or_default())
            .with("sex", sex.map(Sex::key).unwrap_or_default())
            .with("citizen_no", citizen_no(said(row, Column::CitizenNo), born, sex))
            .with("tax_no", lengthened(said(row, Column::TaxNo), 10))
            .with("social_no", said(row, Column::SocialNo))
            .with("phone", phone(said(row, Column::Phone)))
            .with("email", row.cell(Column::Email));
        let details = Details::read(&mut form, self.today);
        match form.errors().first() {
            Some(error) => Err(error.message.clone()),
            None => Ok(details),
        }
    }
}

/// A number as it is written; one shown hidden stays what it is, so it says nothing.
fn said(row: &Row, column: Column) -> &str {
    Some(row.cell(column)).filter(|text| !text.contains('•')).unwrap_or_default()
}

/// A personal number of eleven digits has lost the nought it begins with, as numbers do in spreadsheets. It is put back
/// where birth date or sex show that this is what happened; otherwise a digit may be missing anywhere.
fn citizen_no(typed: &str, born: Option<LocalDate>, sex: Option<Sex>) -> String {
    let whole = lengthened(typed, 12);
    let proven = born.is_some() && base::CitizenNo::parse(&whole).is_ok_and(|number| number.fits(born, sex));
    if proven { whole } else { typed.to_owned() }
}

/// With the leading nought that makes it this long.
fn lengthened(typed: &str, length: usize) -> String {
    let short = typed.len() + 1 == length && typed.bytes().all(|b| b.is_ascii_digit());
    if short { format!("0{typed}") } else { typed.to_owned() }
}

/// Nine digits are a mobile number without its nought.
fn phone(typed: &str) -> String {
    if typed.starts_with(['3', '5', '7', '8', '9']) { lengthened(typed, 10) } else { typed.to_owned() }
}

fn sex(typed: &str) -> Result<Option<Sex>, Message> {
    if typed.is_empty() {
        return Ok(None);
    }
    let typed = fold(typed);
    let called = |key: &str| [Lang::Vi, Lang::En].map(|lang| fold(ui::t(lang, key))).contains(&typed);
    if called("identity.person.male") {
        Ok(Some(Sex::Male))
    } else if called("identity.person.female") {
        Ok(Some(Sex::Female))
    } else {
        Sex::parse(&typed).map(Some).ok_or_else(|| Message::new("identity.staff_list.sex_rule"))
    }
}

/// A day as people write it: `2/9/1980`, `02-09-1980`, `1980-09-02`, or as spreadsheets count it.
fn day(row: &Row, column: Column) -> Result<Option<LocalDate>, Message> {
    let typed = row.cell(column);
    if typed.is_empty() {
        return Ok(None);
    }
    let wrong = || Message::new("identity.staff_list.day_rule").with("value", typed);
    if let Ok(serial) = typed.parse::<f64>() {
        return serial_day(serial, false).filter(|_| typed.len() >= 4).map(Some).ok_or_else(wrong);
    }
    let first = typed.split_whitespace().next().unwrap_or_default();
    let parts: Vec<&str> = first.split(['/', '-', '.']).collect();
    let padded = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        [day, month, year] => format!("{day:0>2}/{month:0>2}/{year}"),
        _ => return Err(wrong()),
    };
    LocalDate::parse(&padded).map(Some).map_err(|_| wrong())
}

/// A title or unit.
fn words(row: &Row, column: Column) -> Result<String, Message> {
    let text = row.cell(column);
    if text.chars().count() > LONGEST_WORDS {
        return Err(Message::new("identity.post.words_rule").with("n", LONGEST_WORDS));
    }
    Ok(text.to_owned())
}
