//! An entry as it is read, on its page, in a preview and in lists.

use base::{Id, Timestamp};
use kernel::{Ctx, Result};
use ui::{Lang, Link, Page, Picture, t};

use super::{
    body,
    content::Content,
    entries_key,
    field::{Fact, Field, Fields, facts},
    kind::Kind,
    relation,
    store::public::{self, Shelf, Shown},
    tongue::Tongue,
};
use crate::{media::Media, site::Site};

/// An entry as its page shows it.
#[derive(Debug)]
pub(super) struct EntryView {
    /// 1 where it is the page's subject, 2 where it stands inside another screen.
    pub level: u8,
    pub lang: &'static str,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub author: String,
    pub source: String,
    /// What stands above its title: its category, or what it is.
    pub kicker: String,
    pub published: Option<(String, String)>,
    pub revised: Option<(String, String)>,
    pub picture: Option<Picture>,
    /// Where the eye should rest on it: the end of a style's name.
    pub focus: &'static str,
    /// What the library says below it, and who made it.
    pub caption: String,
    pub credit: String,
    /// What its kind declares and the page shows in no place of its own.
    pub facts: Vec<Fact>,
    /// Rows of its kind, each field with its own heading.
    pub rows: Vec<Fact>,
    /// Documents that come with it.
    pub files: Vec<Attached>,
    /// Documents it cites, and those that cite it.
    pub relations: Vec<relation::Group>,
}

/// A document that comes with an entry.
#[derive(Debug)]
pub(super) struct Attached {
    /// What the entry calls it, or else the library, with its kind and size.
    pub name: String,
    /// Where it is opened.
    pub href: String,
}

impl Attached {
    /// One that is still in the library.
    fn of(row: &[Fact]) -> Option<Self> {
        let of = |name: &str| row.iter().find(|fact| fact.name == name);
        let file = of("file").filter(|file| !file.href.is_empty())?;
        let name = match of("title").filter(|title| !title.value.is_empty()) {
            Some(title) => format!("{} ({})", title.value, file.measure),
            None => file.value.clone(),
        };
        Some(Self { name, href: file.href.clone() })
    }
}

/// Fields that have places of their own on the page.
const PLACED: [&str; 7] =
    ["category", "author", "source", "picture", "picture_alt", relation::FIELD.name, relation::ISSUED_AS];

impl EntryView {
    /// The entry with what the library holds of it, and how it stands to others; a page made with it is made anew when
    /// that changes. It is `own` where there is such an entry yet.
    pub(super) async fn load(
        ctx: &Ctx,
        page: &Page,
        own: Option<relation::Own<'_>>,
        content: &Content,
    ) -> Result<Self> {
        let media = Media::load(ctx, &content.media()).await?;
        let mut view = Self::new(page, &*relation::worked_out(ctx, own, content).await?, &media);
        view.relations = relation::shown(ctx, page, own, content).await?;
        Ok(view)
    }

    fn new(page: &Page, content: &Content, media: &Media) -> Self {
        let (kind, fields) = (content.kind, &content.fields);
        let mut facts = facts(page, kind.name, kind.fields, fields, &PLACED, media);
        let attached = facts.iter().position(|fact| fact.name == Field::ATTACHED.name);
        let files = attached.map(|at| facts.remove(at).rows).unwrap_or_default();
        let (rows, facts) = facts.into_iter().partition(|fact: &Fact| !fact.rows.is_empty());
        let shown = media.at(fields.text("picture")).map(|shown| &shown.item.details);
        Self {
            level: 1,
            lang: content.lang.code(),
            title: content.title.clone(),
            summary: content.summary.clone(),
            body: body::to_html(&content.body, media),
            author: fields.text("author").to_owned(),
            source: fields.text("source").to_owned(),
            kicker: kicker(page.lang, kind, fields),
            published: None,
            revised: None,
            picture: media.picture(fields.text("picture"), fields.text("picture_alt")),
            focus: shown.map_or("middle", |details| details.focus.code()),
            caption: shown.map(|details| details.caption.clone()).unwrap_or_default(),
            credit: shown.map(|details| details.credit.clone()).unwrap_or_default(),
            facts,
            rows,
            relations: Vec::new(),
            files: files.iter().filter_map(|row| Attached::of(row)).collect(),
        }
    }

    pub(super) fn dated(mut self, published: Option<Timestamp>, revised: Option<Timestamp>) -> Self {
        self.published = published.map(words);
        self.revised = revised.map(words);
        self
    }

    pub(super) fn inside(mut self) -> Self {
        self.level = 2;
        self
    }
}

/// An instant for people and for machines.
pub(super) fn words(at: Timestamp) -> (String, String) {
    (at.local().vn(), at.rfc3339())
}

/// What stands above a title: the category, or what kind of thing it is.
pub(super) fn kicker(lang: Lang, kind: &Kind, fields: &Fields) -> String {
    match kind.field("category") {
        Some(field) if !fields.is_empty("category") => {
            t(lang, &field.word_key(kind.name, fields.text("category"))).to_owned()
        }
        _ => t(lang, &kind.key()).to_owned(),
    }
}

/// A published entry as home pages and lists show it.
#[derive(Clone, Debug)]
pub struct NewsItem {
    /// Its title.
    pub title: String,
    /// Its address, complete with language prefix.
    pub href: String,
    /// The day it was first published, `22/11/2026`.
    pub date: String,
    /// The same for machines, ISO 8601 with time.
    pub datetime: String,
    /// Its lead.
    pub summary: String,
    /// Name of its category in the reader's language.
    pub category: String,
    /// Address of its picture, or nothing.
    pub picture: String,
    /// Where the eye should rest on that: the end of a style's name.
    pub focus: &'static str,
    /// What that shows.
    pub picture_alt: String,
    /// The language it is written in.
    pub lang: &'static str,
    /// The fields lists of its kind show.
    pub facts: Vec<Fact>,
    /// All its kind declares.
    pub fields: Fields,
}

impl NewsItem {
    /// These entries, with their pictures of the library.
    pub(super) async fn load(ctx: &Ctx, page: &Page, shelf: &Shelf, found: Vec<Shown>) -> Result<Vec<Self>> {
        let named: Vec<_> =
            found.iter().filter_map(|shown| shown.fields.text("picture").parse().ok()).collect();
        let media = Media::load(ctx, &named).await?;
        Ok(found.into_iter().map(|shown| Self::new(page, shelf, shown, &media)).collect())
    }

    fn new(page: &Page, shelf: &Shelf, shown: Shown, media: &Media) -> Self {
        let picture = shown.fields.text("picture");
        let but: Vec<&str> = shown.kind.fields.iter().filter(|f| !f.listed).map(|f| f.name).collect();
        Self {
            href: page.site(&shown.path()),
            date: shown.at.local_date().vn(),
            datetime: shown.at.rfc3339(),
            category: kicker(page.lang, shown.kind, &shown.fields),
            focus: media.at(picture).map_or("middle", |shown| shown.item.details.focus.code()),
            picture: media.address(picture),
            picture_alt: shown.fields.text("picture_alt").to_owned(),
            facts: facts(page, shown.kind.name, shown.kind.fields, &shown.fields, &but, media),
            title: shown.title,
            summary: shown.summary,
            lang: shelf.lang.code(),
            fields: shown.fields,
        }
    }

    /// Day and category, as lists say them.
    pub fn meta(&self) -> String {
        format!("{} · {}", self.date, self.category)
    }

    /// The field of this name as a list shows it, if it holds something.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.name == name)
    }
}

/// The first entries of a kind on the site this request is for, in the order of the kind, for its home page, which is then
/// made anew whenever one of them changes; only those that say `facets`, and of what is `coming`, as [`Shelf`] has it. In the
/// reader's language; in Vietnamese when there are none in it.
///
/// # Errors
/// The database's.
pub async fn newest(
    ctx: &Ctx,
    page: &Page,
    site: Id<Site>,
    kind: &'static Kind,
    facets: Vec<(&'static str, String)>,
    coming: Option<(String, bool)>,
    n: u64,
) -> Result<Vec<NewsItem>> {
    ctx.depends_on(entries_key(site));
    let shelf = Shelf { facets, coming, ..shelf(ctx, site, kind).await? };
    let found = public::list(ctx.read(), &shelf, n).await?;
    NewsItem::load(ctx, page, &shelf, found).await
}

/// The addresses within the site of what it published latest, with the day each was last changed.
///
/// # Errors
/// The database's.
pub async fn addresses(ctx: &Ctx, site: Id<Site>, most: u64) -> Result<Vec<(String, String)>> {
    ctx.depends_on(entries_key(site));
    public::addresses(ctx.read(), site, most).await
}

/// The kinds of which a site has published something.
///
/// # Errors
/// The database's.
pub async fn kinds(ctx: &Ctx, site: Id<Site>) -> Result<Vec<&'static Kind>> {
    public::kinds(ctx.read(), site).await
}

/// The sections in which the site has published something, and that of questions, which every site has: their names and
/// addresses. The page is made anew whenever one of them changes.
///
/// # Errors
/// The database's.
pub async fn sections(ctx: &Ctx, page: &Page, site: Id<Site>) -> Result<Vec<Link>> {
    ctx.depends_on(entries_key(site));
    let kinds = public::kinds(ctx.read(), site).await?;
    let link = |kind: &Kind| Link {
        label: page.t(&kind.section_key()).to_owned(),
        href: page.site(&format!("/{}", kind.section)),
    };
    let questions = Link {
        label: page.t("portal.question.section").to_owned(),
        href: page.site(&format!("/{}", crate::question::SECTION)),
    };
    Ok(kinds.into_iter().map(link).chain([questions]).collect())
}

/// The entries of a kind on a site in the reader's language, or in Vietnamese when there are none in it.
pub(super) async fn shelf(ctx: &Ctx, site: Id<Site>, kind: &'static Kind) -> Result<Shelf> {
    let own = Shelf::of(site, kind, ctx.lang().into());
    if ctx.lang() == Lang::Vi || public::any(ctx.read(), &own).await? {
        return Ok(own);
    }
    Ok(Shelf { lang: Tongue::VI, ..own })
}
