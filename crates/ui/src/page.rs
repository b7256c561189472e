use std::fmt::Display;

use crate::{Drawing, Lang, Link, Message, Pager, Picture, Quantity, assets, fill, icon, mark, t};

/// The frame around a screen: who speaks, where we are, what can be reached, and what machines should know.
///
/// `kernel::Ctx::page` fills it for the current request; handlers adjust what is theirs. Templates reach texts
/// and addresses through it: `{{ page.t("portal.home.title") }}`, `{{ page.href("/thu-tuc") }}`.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Language of the chrome.
    pub lang: Lang,
    /// The heading of this screen; the browser's title is made from it and the brand.
    pub title: String,
    /// One sentence for search engines and feeds (DC.description).
    pub description: String,
    /// Whose site this is.
    pub brand: Brand,
    /// What precedes the addresses of the current site: empty on its own host, `/s/{slug}` elsewhere.
    pub base: String,
    /// The address shown, without language prefix; with it the other language's address is made.
    pub path: String,
    /// `https://host` of this site, for absolute addresses.
    pub origin: String,
    /// The site's main menu (public screens).
    pub nav: Vec<NavItem>,
    /// The left rail (work screens).
    pub rail: Vec<RailGroup>,
    /// The way here, first the home page. The last one is this page and has no address.
    pub crumbs: Vec<Crumb>,
    /// Name of the person signed in, if any. Always `None` on pages that may be cached.
    pub user: Option<String>,
    /// Where the bell of the person signed in leads; the number beside it is asked for at the same address and `/so`.
    pub bell: Option<&'static str>,
    /// Seconds without use after which the session ends; 0 where nobody is signed in.
    pub idle: u64,
    /// The token every form that changes something carries in `_csrf`. Empty on pages that may be cached.
    pub csrf: String,
    /// The one-time word that lets this page's own inline script run (CSP); empty on cached pages, which have none.
    pub nonce: String,
    /// What a finished act has to say, shown once.
    pub flash: Option<Flash>,
    /// Metadata in Dublin Core terms.
    pub meta: Meta,
    /// Address of this page's feed, if it has one.
    pub feed: Option<String>,
    /// This page is not to be found by search engines.
    pub noindex: bool,
    /// What the law asks a state site to say at its foot.
    pub footer: Footer,
    /// The search box's text, when the page is a result.
    pub query: String,
    /// Where the same text stands in each of its languages, this one among them, the original first; empty where it was
    /// not translated.
    pub versions: Vec<Version>,
    /// What has to be said above the whole page.
    pub notice: Option<Notice>,
    /// The site's colours, by the name of their block in `tokens.css`; the usual ones where it is empty.
    pub palette: &'static str,
}

/// A text in one of its languages.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its language's tag.
    pub lang: &'static str,
    /// The language of the screens around it.
    pub screens: Lang,
    /// Its address, without language prefix.
    pub path: String,
}

impl Version {
    /// Its address.
    pub fn href(&self) -> String {
        Page { lang: self.screens, ..Page::default() }.href(&self.path)
    }
}

/// A sentence above the whole page: that what is read here is kept from earlier, and where its like is found today.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// What introduces the links.
    pub lead: String,
    /// Where to go instead; one without an address is only named.
    pub links: Vec<Link>,
}

/// Whose site this is, as the header says it.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// The line above the name, for example the word for "web portal".
    pub kicker: String,
    /// The name.
    pub name: String,
    /// Where the header's name leads, without language prefix.
    pub home: String,
    /// The agency's own emblem; the usual mark where there is none.
    pub emblem: Option<Picture>,
}

/// An entry of the main menu.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    /// What it says.
    pub label: String,
    /// Where it leads, without language prefix, or on another site, complete; empty for one that only holds others.
    pub href: String,
    /// Whether we are there.
    pub current: bool,
    /// Those that stand under it.
    pub items: Vec<NavItem>,
}

impl NavItem {
    /// Whether we are there, or at one that stands under it.
    pub fn is_here(&self) -> bool {
        self.current || self.items.iter().any(|item| item.current)
    }
}

/// A group of the left rail.
#[derive(Clone, Debug)]
pub struct RailGroup {
    /// Its heading; empty for the first group.
    pub label: String,
    /// Its entries.
    pub items: Vec<RailItem>,
}

/// An entry of the left rail.
#[derive(Clone, Debug)]
pub struct RailItem {
    /// What it says.
    pub label: String,
    /// Where it leads, without language prefix.
    pub href: String,
    /// Whether we are there.
    pub current: bool,
    /// What waits there, if it counts something.
    pub count: Option<u64>,
}

/// A step of the way here.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// What it says.
    pub label: String,
    /// Where it leads, without language prefix; `None` for the page itself.
    pub href: Option<String>,
}

/// The tone of a [`Flash`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// Something was done.
    Success,
    /// Something could not be done.
    Problem,
}

/// What a finished act has to say, shown once at the top of the next page.
#[derive(Clone, Debug)]
pub struct Flash {
    /// Its tone.
    pub kind: FlashKind,
    /// The sentence.
    pub text: String,
}

/// Dublin Core metadata (Circular 24/2011/TT-BTTTT). The six mandatory terms are `title`, `creator`, `date`,
/// `description`, `publisher`, `identifier`; title, description and identifier come from the page itself.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    /// Who made the content.
    pub creator: String,
    /// When it was published, ISO 8601.
    pub date: String,
    /// The body that issues it.
    pub publisher: String,
    /// Keywords, several joined by `;`. Optional.
    pub subject: String,
    /// Where the content came from. Optional.
    pub source: String,
    /// What it refers to, several joined by `;`. Optional.
    pub relation: String,
    /// The language of what it says, where that is not the screens'. Optional.
    pub language: &'static str,
    /// Open Graph type: `website` or `article`.
    pub kind: String,
}

/// The other language's address of a page.
#[derive(Clone, Debug)]
pub struct Alternate {
    /// Language tag.
    pub lang: &'static str,
    /// Absolute address.
    pub href: String,
}

/// The foot of a state site: owner, person responsible, address, telephone, mail. Empty fields are left out.
#[derive(Clone, Debug, Default)]
pub struct Footer {
    /// The governing body.
    pub owner: String,
    /// Who answers for the content.
    pub responsible: String,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// The way up: from the site of an agency to that of the province.
    pub above: Option<Link>,
    /// What stands beside it in a column of its own: its heading and where its lines lead.
    pub also: Option<(String, Vec<Link>)>,
    /// On what condition what stands here may be used.
    pub copyright: String,
    /// Where the site's mark of trust ("tín nhiệm mạng") is checked.
    pub trust: Option<Link>,
}

impl Page {
    /// The text of a key in this page's language.
    pub fn t<'k>(&self, key: &'k str) -> &'k str {
        t(self.lang, key)
    }

    /// The text of a key with `{name}` replaced.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        fill(self.lang, key, values)
    }

    /// The text of a key with `{n}` replaced by a number grouped the Vietnamese way, `3.789` (English: `3,789`).
    pub fn count(&self, key: &str, n: impl Quantity) -> String {
        self.fill(key, &[("n", &self.number(n))])
    }

    /// A number grouped as this language does.
    pub fn number(&self, n: impl Quantity) -> String {
        let grouped = base::Vnd(n.quantity()).to_string();
        match self.lang {
            Lang::Vi => grouped,
            Lang::En => grouped.replace('.', ","),
        }
    }

    /// An address of the program in this page's language.
    pub fn href(&self, path: &str) -> String {
        match self.lang {
            Lang::Vi => path.to_owned(),
            Lang::En if path == "/" => "/en/".to_owned(),
            Lang::En => format!("/en{path}"),
        }
    }

    /// An address of the menu: of the program in this page's language, or of another site as it is.
    pub fn nav_href(&self, href: &str) -> String {
        if href.starts_with('/') { self.href(href) } else { href.to_owned() }
    }

    /// The colour of the browser's own frame: that of the band at the head.
    pub fn theme_color(&self) -> &'static str {
        crate::palette::head(self.palette)
    }

    /// An address within the current site, in this page's language: `/tin-tuc` on any site's host or under `/s/`.
    pub fn site(&self, path: &str) -> String {
        self.href(&format!("{}{path}", self.base))
    }

    /// This same page in the other language: its text in that language where it was translated, else only the screens.
    pub fn other_lang_href(&self) -> String {
        let other = Page { lang: self.lang.other(), ..Page::default() };
        if let Some(version) = self.versions.iter().find(|version| version.lang == other.lang.code()) {
            return version.href();
        }
        other.href(&self.path)
    }

    /// The absolute address of this page (DC.identifier, canonical link).
    pub fn canonical(&self) -> String {
        format!("{}{}", self.origin, self.href(&self.path))
    }

    /// Adds a step to the way here.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: Option<&str>) -> Self {
        self.crumbs.push(Crumb { label: label.into(), href: href.map(str::to_owned) });
        self
    }

    /// A sentence kept as key and values, in this page's language.
    pub fn say(&self, message: &Message) -> String {
        message.text(self.lang)
    }

    /// Which rows of how many a list shows.
    pub fn range_of(&self, pager: &Pager) -> String {
        let [first, last, total] = [pager.first_row(), pager.last_row(), pager.total].map(|n| self.number(n));
        self.fill("ui.pager.range", &[("first", &first), ("last", &last), ("total", &total)])
    }

    /// How far a process is, in words.
    pub fn step_of(&self, done: impl Quantity, total: impl Quantity) -> String {
        self.fill("ui.steps", &[("done", &done.quantity()), ("total", &total.quantity())])
    }

    /// How far a process is, as the class of each mark: `done`, `now`, then nothing.
    pub fn step_marks(&self, done: impl Quantity, total: impl Quantity) -> Vec<&'static str> {
        let (done, total) = (done.quantity(), total.quantity().min(30));
        (1..=total)
            .map(|n| {
                if n <= done {
                    "done"
                } else if n == done + 1 {
                    "now"
                } else {
                    ""
                }
            })
            .collect()
    }

    /// The address of an embedded file by its name, for example `app.css` or `pictures/tea-hills.svg`.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::href(name)
    }

    /// An icon by its name, see [`crate::ICONS`].
    pub fn icon(&self, name: &str) -> Drawing {
        icon(name)
    }

    /// The brand mark of the header.
    pub const fn mark(&self) -> Drawing {
        mark()
    }

    /// Whether the chrome speaks Vietnamese.
    pub const fn is_vi(&self) -> bool {
        matches!(self.lang, Lang::Vi)
    }

    /// Where the header's name leads; the front page unless the brand says otherwise.
    pub fn brand_home(&self) -> &str {
        if self.brand.home.is_empty() { "/" } else { &self.brand.home }
    }

    /// This page in each of its languages and the one for everybody else, as search engines ask for them.
    pub fn alternates(&self) -> Vec<Alternate> {
        let at = |tag, lang, path: &String| Alternate {
            lang: tag,
            href: Page { lang, origin: self.origin.clone(), path: path.clone(), ..Page::default() }
                .canonical(),
        };
        match self.versions.first() {
            None => [("vi", Lang::Vi), ("en", Lang::En), ("x-default", Lang::Vi)]
                .map(|(tag, lang)| at(tag, lang, &self.path))
                .into(),
            Some(first) => {
                let versions = self.versions.iter().map(|version| (version.lang, version));
                let all = versions.chain([("x-default", first)]);
                all.map(|(tag, version)| at(tag, version.screens, &version.path)).collect()
            }
        }
    }

    /// DC.description, never empty: a page without its own sentence is described by its title.
    pub fn dc_description(&self) -> &str {
        if self.description.is_empty() { &self.title } else { &self.description }
    }

    /// DC.language: that of the text, or else of the screens.
    pub fn dc_language(&self) -> &'static str {
        if self.meta.language.is_empty() { self.lang.code() } else { self.meta.language }
    }

    /// DC.publisher, never empty: the site's owner stands in for a page that names none.
    pub fn dc_publisher(&self) -> &str {
        first([&self.meta.publisher, &self.footer.owner, &self.brand.name])
    }

    /// DC.creator, never empty: the publisher stands in for a page that names none.
    pub fn dc_creator(&self) -> &str {
        first([&self.meta.creator, &self.meta.publisher, &self.footer.owner, &self.brand.name])
    }
}

fn first<const N: usize>(texts: [&String; N]) -> &str {
    texts.into_iter().find(|text| !text.is_empty()).map_or("", String::as_str)
}

impl Brand {
    /// Kicker and name in one line.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kicker, self.name).trim().to_owned()
    }
}

impl FlashKind {
    /// The colour of the alert.
    pub const fn color(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Problem => "danger",
        }
    }

    /// How urgently a screen reader says it.
    pub const fn role(self) -> &'static str {
        match self {
            Self::Success => "status",
            Self::Problem => "alert",
        }
    }
}

impl Footer {
    /// The telephone as a `tel:` address wants it: digits and a leading plus.
    pub fn phone_link(&self) -> String {
        self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}
