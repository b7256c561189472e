use base::text;
use svc_org::Agency;
use ui::Lang;

/// What both an agency and its site can say: the English name, and how the agency is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// English name.
    pub name_en: String,
    /// Postal address.
    pub address: String,
    /// Telephone, as written.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// When people are received, in words.
    pub hours: String,
}

impl Contact {
    /// What the agency says.
    pub fn of(agency: &Agency) -> Self {
        let named = agency.name_en.clone().filter(|name| !name.is_empty());
        Self {
            name_en: named.unwrap_or_else(|| english(&agency.name, &agency.full_name)),
            address: agency.address.clone(),
            phone: agency.phone.clone(),
            email: agency.email.clone(),
            hours: agency.office_hours.clone(),
        }
    }

    /// What is shown: the site's own, and the agency's where the site says nothing. Sample data give way to what the
    /// agency says.
    #[must_use]
    pub fn over(&self, agency: &Self, invented: bool) -> Self {
        let pick = |own: &String, theirs: &String| {
            if own.is_empty() || (invented && !theirs.is_empty()) { theirs.clone() } else { own.clone() }
        };
        let name_en = if self.name_en.is_empty() { &agency.name_en } else { &self.name_en };
        Self {
            name_en: name_en.clone(),
            address: pick(&self.address, &agency.address),
            phone: pick(&self.phone, &agency.phone),
            email: pick(&self.email, &agency.email),
            hours: pick(&self.hours, &agency.hours),
        }
    }
}

/// `Van Lang` is not what people there call it: the name keeps its accents, the kind is translated.
pub(super) fn english(name: &str, full_name: &str) -> String {
    let plain = text::slug(name);
    let full = text::slug(full_name);
    match full.strip_suffix(&plain) {
        Some(kind) if !kind.is_empty() => {
            let key = format!("portal.site.english.{kind}");
            let said = ui::fill(Lang::En, &key, &[("name", &name)]);
            if said == key { String::new() } else { said }
        }
        _ => String::new(),
    }
}
