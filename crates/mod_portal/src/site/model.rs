use std::{collections::HashMap, sync::Arc};

use base::{Id, LocalDate, Timestamp, Validity};
use kernel::Subject;
use sea_orm::prelude::Uuid;
use ui::{Lang, t};

use super::Contact;

/// What kind of agency a site speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SiteKind {
    /// The province: the portal itself, whose components all other sites are.
    Province,
    /// A department, board, service centre or vertical agency at province level.
    Department,
    /// A district; none lives since 1 July 2025.
    District,
    /// A commune or ward.
    Commune,
}

impl SiteKind {
    /// As stored, and as the public API says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Department => "department",
            Self::District => "district",
            Self::Commune => "commune",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Province, Self::Department, Self::District, Self::Commune]
            .into_iter()
            .find(|k| k.name() == name)
    }
}

/// A member of the family of sites (Decree 224/2026/NĐ-CP art. 11): a component of the province's portal with its own
/// host and slug. Keyed by identifier and validity, because names return: the commune Định Hóa has the name of the
/// district Định Hóa that ended the day before it began.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its identifier.
    pub id: Id<Site>,
    /// The agency it speaks for.
    pub agency_id: Uuid,
    /// That agency's path in the tree: what rights over the site are checked against.
    pub agency_path: String,
    /// Its word in addresses, `/s/{slug}/`. Unique among sites living at the same time.
    pub slug: String,
    /// What stands before the province's domain: `sxd` in `sxd.thainguyen.gov.vn`; empty for the province.
    pub host_label: String,
    /// The name folded to letters and digits. Equal to `slug` unless two agencies share it.
    pub plain: String,
    /// What it speaks for.
    pub kind: SiteKind,
    /// Full name with its kind, as the header says it.
    pub name: String,
    /// The same in English; empty when nobody has translated it.
    pub name_en: String,
    /// The line above the name, when it is not the usual one of its kind.
    pub kicker: String,
    /// The same in English.
    pub kicker_en: String,
    /// Who answers for the content.
    pub responsible: String,
    /// Postal address.
    pub address: String,
    /// Telephone, as written.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// When people are received, in words.
    pub hours: String,
    /// What the site itself says of the five above; they are the agency's where it says nothing.
    pub own: Contact,
    /// What its agency says of them.
    pub agency: Contact,
    /// Introduction: paragraphs separated by empty lines.
    pub intro: String,
    /// The same in English.
    pub intro_en: String,
    /// The contact data are sample data, and every page that shows them says so.
    pub invented: bool,
    /// The days on which the agency exists.
    pub validity: Validity,
    /// When the site's own data last changed.
    pub changed_at: Timestamp,
    /// Counts changes; a form made from an older one is refused.
    pub version: i64,
}

impl Site {
    /// The key under which pages showing this site's data are kept.
    pub fn key(&self) -> String {
        format!("site:{}", self.id)
    }

    /// The name in this language; Vietnamese when there is no other.
    pub fn name_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.name_en.is_empty() { &self.name_en } else { &self.name }
    }

    /// The introduction in this language; Vietnamese when there is no other.
    pub fn intro_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.intro_en.is_empty() { &self.intro_en } else { &self.intro }
    }

    /// The line above the name: the province has a portal, its components have sites.
    pub fn kicker_in(&self, lang: Lang) -> &str {
        let own = if lang == Lang::En { &self.kicker_en } else { &self.kicker };
        match (own.is_empty(), self.kind) {
            (false, _) => own,
            (true, SiteKind::Province) => t(lang, "portal.site.kicker.province"),
            (true, _) => t(lang, "portal.site.kicker.component"),
        }
    }

    /// The governing body as the foot of the page names it: the committee of a territory, or the agency itself.
    pub fn owner_in(&self, lang: Lang) -> String {
        let name = self.name_in(lang);
        if self.kind == SiteKind::Department {
            return name.to_owned();
        }
        // The Vietnamese kind stands inside the phrase there: small.
        let name =
            if lang == Lang::Vi || self.name_en.is_empty() { lower_first(name) } else { name.to_owned() };
        ui::fill(lang, "portal.site.owner", &[("name", &name)])
    }

    /// Puts together what is shown from what the site and its agency say.
    pub(super) fn settle(&mut self) {
        let shown = self.own.over(&self.agency, self.invented);
        Contact {
            name_en: self.name_en,
            address: self.address,
            phone: self.phone,
            email: self.email,
            hours: self.hours,
        } = shown;
    }

    /// Whether the agency has ended before this day.
    pub fn is_former(&self, on: LocalDate) -> bool {
        self.validity.to().is_some_and(|to| to < on)
    }

    /// Whether the agency exists on this day.
    pub fn lives(&self, on: LocalDate) -> bool {
        self.validity.contains(on)
    }
}

impl Subject for Site {
    const KIND: &'static str = "site";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency_id)
    }
}

/// The first letter small: a kind of agency inside a sentence.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// What a word in an address means on a day.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// A living site.
    Live(Arc<Site>),
    /// A site whose agency has ended.
    Former(Arc<Site>),
    /// A word a site gave up: it is found under another one now.
    Moved(Arc<Site>),
    /// A name several agencies have or had, none of which owns it: the reader chooses.
    Several(Vec<Arc<Site>>),
    /// Nothing.
    Unknown,
}

/// The whole family as it stands in memory: it is asked on every request.
#[derive(Debug, Default)]
pub struct Sites {
    all: Vec<Arc<Site>>,
    ids: HashMap<Id<Site>, usize>,
    agencies: HashMap<Uuid, usize>,
    slugs: HashMap<String, Vec<usize>>,
    labels: HashMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
    /// Who had a word before and gave it up, latest first.
    given_up: HashMap<String, Vec<usize>>,
}

impl Sites {
    /// Orders and indexes the sites: the province first, then by name in dictionary order.
    pub fn new(mut sites: Vec<Site>) -> Self {
        sites.sort_by_cached_key(|s| (!is_portal(s), sort_name(s), s.slug.clone()));
        let mut family = Self::default();
        for (at, site) in sites.into_iter().enumerate() {
            family.ids.insert(site.id, at);
            family.agencies.insert(site.agency_id, at);
            family.slugs.entry(site.slug.clone()).or_default().push(at);
            family.labels.entry(site.host_label.clone()).or_default().push(at);
            family.names.entry(site.plain.clone()).or_default().push(at);
            family.all.push(Arc::new(site));
        }
        family
    }

    /// Adds words given up, the latest first.
    #[must_use]
    pub fn with_given_up(mut self, words: Vec<(String, Id<Site>)>) -> Self {
        for (word, id) in words {
            if let Some(&at) = self.ids.get(&id) {
                self.given_up.entry(word).or_default().push(at);
            }
        }
        self
    }

    /// The sites that had this word before and gave it up, latest first.
    pub fn had(&self, word: &str) -> impl Iterator<Item = &Arc<Site>> {
        self.given_up.get(word).into_iter().flatten().map(|&at| &self.all[at])
    }

    /// All, former ones included: the province first, then by name in dictionary order.
    pub fn all(&self) -> &[Arc<Site>] {
        &self.all
    }

    /// Those living on a day.
    pub fn living(&self, on: LocalDate) -> impl Iterator<Item = &Arc<Site>> {
        self.all.iter().filter(move |s| s.lives(on))
    }

    /// Those of one kind living on a day.
    pub fn living_of(&self, kind: SiteKind, on: LocalDate) -> impl Iterator<Item = &Arc<Site>> {
        self.living(on).filter(move |s| s.kind == kind)
    }

    /// The site with this identifier.
    pub fn by_id(&self, id: Id<Site>) -> Option<&Arc<Site>> {
        self.ids.get(&id).map(|&at| &self.all[at])
    }

    /// The site of an agency.
    pub fn by_agency(&self, agency: Uuid) -> Option<&Arc<Site>> {
        self.agencies.get(&agency).map(|&at| &self.all[at])
    }

    /// The province's own: of a province that was merged into another, only the archive is left.
    pub fn province(&self) -> Option<&Arc<Site>> {
        self.all.first().filter(|s| is_portal(s))
    }

    /// What a slug means on a day.
    pub fn by_slug(&self, slug: &str, on: LocalDate) -> Lookup {
        self.look(&self.slugs, slug, on)
    }

    /// What a host's label means on a day. Hosts of communes before July 2025 had their district's label behind their
    /// own (`tanlap.chodon`); those name the former commune.
    pub fn by_host_label(&self, label: &str, on: LocalDate) -> Lookup {
        self.look(&self.labels, &label.replace('.', "-"), on)
    }

    /// Other sites whose name folds to the same word: what a reader of this one may have meant.
    pub fn namesakes(&self, site: &Site) -> Vec<Arc<Site>> {
        let of_name = self.names.get(&site.plain).into_iter().flatten();
        of_name.map(|&at| &self.all[at]).filter(|s| s.id != site.id).cloned().collect()
    }

    fn look(&self, index: &HashMap<String, Vec<usize>>, word: &str, on: LocalDate) -> Lookup {
        let found: Vec<&Arc<Site>> = index.get(word).into_iter().flatten().map(|&at| &self.all[at]).collect();
        if let Some(site) = found.iter().find(|s| s.lives(on)) {
            return Lookup::Live(Arc::clone(site));
        }
        let ended = |s: &&&Arc<Site>| s.validity.to().is_some_and(|to| to < on);
        if let Some(site) = found.iter().filter(ended).max_by_key(|s| s.validity.to()) {
            return Lookup::Former(Arc::clone(site));
        }
        if let Some(site) = self.had(word).next().filter(|_| found.is_empty()) {
            return Lookup::Moved(Arc::clone(site));
        }
        match self.names.get(word) {
            Some(named) if found.is_empty() => {
                Lookup::Several(named.iter().map(|&at| Arc::clone(&self.all[at])).collect())
            }
            _ => Lookup::Unknown,
        }
    }
}

fn is_portal(site: &Site) -> bool {
    site.kind == SiteKind::Province && site.validity.to().is_none()
}

/// By the name proper, not by the word for its kind: that is how people look a place up.
fn sort_name(site: &Site) -> String {
    base::text::sort_key(proper_name(&site.name, &site.plain))
}

/// The name without the words for its kind: what remains folds to `plain`.
pub fn proper_name<'n>(name: &'n str, plain: &str) -> &'n str {
    let starts = name.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    std::iter::once(0)
        .chain(starts)
        .map(|at| &name[at..])
        .find(|n| base::text::slug(n) == plain)
        .unwrap_or(name)
}
