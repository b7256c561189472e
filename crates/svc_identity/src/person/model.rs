use base::{CitizenNo, Id, LocalDate, Phone, Sex, SocialNo, TaxNo, text};
use kernel::{Event, Subject};
use serde::Serialize;
use ui::{FormState, Lang, Message};
use uuid::Uuid;

/// Longest name, in characters.
const NAME_MAX: usize = 120;
/// Longest mail address (RFC 5321 §4.5.3.1.3, less the angle brackets).
const EMAIL_MAX: usize = 254;
/// Oldest year of birth taken: nobody older is alive.
const OLDEST: i32 = 1900;

/// A person: who they are, apart from any account.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their identifier; records and logs name this and nothing else.
    pub id: Id<Person>,
    /// What is known of them. Never logged.
    pub details: Details,
    /// Counts changes, so that a form opened before the last one is refused.
    pub version: i64,
}

/// What is known of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Whole name, as registered: family name, middle names, given name.
    pub full_name: String,
    /// Day of birth.
    pub born: Option<LocalDate>,
    /// Sex, as registered.
    pub sex: Option<Sex>,
    /// Personal number.
    pub citizen_no: Option<CitizenNo>,
    /// Tax number.
    pub tax_no: Option<TaxNo>,
    /// Social insurance number.
    pub social_no: Option<SocialNo>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// Mail address.
    pub email: Option<String>,
    /// The language they are written to in.
    pub lang: Lang,
}

impl Subject for Person {
    const KIND: &'static str = "person";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// A person was entered.
#[derive(Serialize)]
pub(crate) struct PersonCreated {}
impl Event for PersonCreated {
    const NAME: &'static str = "identity.person.created";
}

/// What is known of a person was changed: which fields, never what they say.
#[derive(Serialize)]
pub(crate) struct PersonEdited {
    pub fields: Vec<&'static str>,
}
impl Event for PersonEdited {
    const NAME: &'static str = "identity.person.edited";
}

impl Details {
    /// The names of the fields in which two differ.
    pub(crate) fn differences(&self, other: &Self) -> Vec<&'static str> {
        let pairs = [
            ("full_name", self.full_name != other.full_name),
            ("born", self.born != other.born),
            ("sex", self.sex != other.sex),
            ("citizen_no", self.citizen_no != other.citizen_no),
            ("tax_no", self.tax_no != other.tax_no),
            ("social_no", self.social_no != other.social_no),
            ("phone", self.phone != other.phone),
            ("email", self.email != other.email),
            ("lang", self.lang != other.lang),
        ];
        pairs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }

    /// Reads the fields of a form under their own names; what is wrong is said at each field.
    pub(crate) fn read(form: &mut FormState, today: LocalDate) -> Self {
        let mut details = Self::read_contact(form);
        details.full_name =
            parse_name(form.value("full_name")).map_err(|m| form.reject("full_name", m)).unwrap_or_default();
        details.born = optional(form, "born", |typed| {
            let day = LocalDate::parse(typed).ok().filter(|day| *day <= today && day.0.year() >= OLDEST);
            day.ok_or_else(|| Message::new("identity.person.born_rule"))
        });
        details.sex = Sex::parse(form.value("sex"));
        details.citizen_no = optional(form, "citizen_no", |typed| {
            CitizenNo::parse(typed).map_err(|_| Message::new("identity.person.citizen_no_rule"))
        });
        details.tax_no = optional(form, "tax_no", |typed| {
            TaxNo::parse(typed).map_err(|_| Message::new("identity.person.tax_no_rule"))
        });
        details.social_no = optional(form, "social_no", |typed| {
            SocialNo::parse(typed).map_err(|_| Message::new("identity.person.social_no_rule"))
        });
        if let Some(number) = &details.citizen_no
            && !number.fits(details.born, details.sex)
        {
            form.reject("citizen_no", "identity.person.citizen_no_differs");
        }
        details
    }

    /// Reads only how a person is reached: the fields they may change themselves.
    pub(crate) fn read_contact(form: &mut FormState) -> Self {
        Self {
            phone: optional(form, "phone", |typed| {
                Phone::parse(typed).map_err(|_| Message::new("identity.person.phone_rule"))
            }),
            email: optional(form, "email", |typed| {
                parse_email(typed).ok_or_else(|| Message::new("identity.person.email_rule"))
            }),
            lang: if form.value("lang") == "en" { Lang::En } else { Lang::Vi },
            ..Self::default()
        }
    }

    /// A form filled with these details.
    pub(crate) fn form(&self) -> FormState {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        FormState::default()
            .with("full_name", self.full_name.clone())
            .with("born", self.born.map(LocalDate::iso).unwrap_or_default())
            .with("sex", text(self.sex.map(Sex::key)))
            .with("citizen_no", text(self.citizen_no.as_ref().map(CitizenNo::text)))
            .with("tax_no", text(self.tax_no.as_ref().map(TaxNo::text)))
            .with("social_no", text(self.social_no.as_ref().map(SocialNo::text)))
            .with("phone", self.phone.as_ref().map(Phone::national).unwrap_or_default())
            .with("email", text(self.email.as_deref()))
            .with("lang", self.lang.code())
    }
}

/// A field that may be left empty.
fn optional<T>(form: &mut FormState, field: &str, parse: impl Fn(&str) -> Result<T, Message>) -> Option<T> {
    let typed = form.text(field);
    if typed.is_empty() {
        return None;
    }
    parse(&typed).map_err(|message| form.reject(field, message)).ok()
}

/// A whole name as it is stored: composed, words apart by one space.
pub(crate) fn parse_name(typed: &str) -> Result<String, Message> {
    let name = text::nfc(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=NAME_MAX).contains(&name.chars().count()) && name.chars().any(char::is_alphabetic);
    if fits && !name.chars().any(char::is_control) {
        Ok(name)
    } else {
        Err(Message::new("identity.account.display_name_rule"))
    }
}

/// A mail address as it is stored: lower case, one `@`, a domain with a dot. Whether somebody reads mail there is only
/// known once they have answered.
pub(crate) fn parse_email(typed: &str) -> Option<String> {
    let address = typed.trim().to_lowercase();
    let (local, domain) = address.split_once('@')?;
    let letters = |text: &str, more: &str| {
        text.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(char::from(b)))
    };
    let labels = || domain.split('.');
    let good = address.len() <= EMAIL_MAX
        && (1..=64).contains(&local.len())
        && letters(local, "!#$%&'*+-/=?^_`{|}~.")
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && labels().count() >= 2
        && labels().all(|label| {
            !label.is_empty() && letters(label, "-") && !label.starts_with('-') && !label.ends_with('-')
        });
    good.then_some(address)
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
