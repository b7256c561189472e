//! What readers open: an entry.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use kernel::{Ctx, Error, Result};
use ui::{Lang, Page};

use super::{
    content::Content,
    entries_key,
    kind::Kind,
    relation,
    store::public::{self, Shelf},
    structured, translation,
    view::{EntryView, NewsItem},
    web_list::{asked_name, narrowed_to},
};
use crate::{mailing, site};

/// Entries offered beside one.
const RELATED: u64 = 5;

#[derive(Template)]
#[template(path = "entry/templates/show.html")]
struct ShowPage {
    page: Page,
    view: EntryView,
    related: Vec<NewsItem>,
    /// The other languages it can be read in.
    reading: translation::Reading,
    list: String,
    /// The name of its section.
    all: String,
    feed: String,
    /// Where to ask to be told by mail.
    mail: Option<String>,
    /// What it is in the words of schema.org, as JSON-LD.
    structured: String,
    /// Where readers answer it, as HTML.
    beside: String,
    /// Where they rate it, as HTML.
    foot: String,
}

#[derive(Template)]
#[template(path = "entry/templates/gone.html")]
struct GonePage {
    page: Page,
    published: String,
    list: String,
}

pub(super) async fn show(
    ctx: Ctx,
    Path((_, section, name)): Path<(String, String, String)>,
) -> Result<Response> {
    let site = site::current(&ctx)?;
    Kind::by_section(&section).ok_or(Error::NotFound)?;
    let short = name.rsplit_once('-').map_or(name.as_str(), |(_, short)| short);
    let Some(opened) = public::open(ctx.read(), site.id, short).await? else {
        return of_former(&ctx, &site, &section, &name, short).await;
    };
    let kind = opened.kind;
    let list = format!("{}/{}", ctx.origin().base, kind.section);
    let Some((slug, content)) = opened.content else {
        return gone(&ctx, &list, opened.published_at);
    };
    let address = format!("{list}/{slug}-{short}");
    if name != format!("{slug}-{short}") || section != kind.section {
        return Ok(ctx.redirect(&address));
    }
    ctx.depends_on(format!("entry:{}", opened.id));
    ctx.depends_on(entries_key(site.id));

    let mut page = ctx.page(&content.title);
    page.description.clone_from(&content.summary);
    let own = relation::Own { site: &site, id: opened.id, original: opened.original, is_public: true };
    let view = EntryView::load(&ctx, &page, Some(own), &content).await?;
    let view = view.dated(Some(opened.published_at), opened.revised_at);
    page.meta.creator = creator(&content, &site, page.lang);
    page.meta.source.clone_from(&view.source);
    page.meta.subject.clone_from(&view.kicker);
    page.meta.date = opened.published_at.rfc3339();
    page.meta.relation =
        view.relations.iter().flat_map(relation::Group::numbers).collect::<Vec<_>>().join("; ");
    page.meta.kind = "article".to_owned();
    page.meta.language = content.lang.code();
    page.crumbs.push(ctx.home_crumb());
    let all = page.t(&kind.section_key()).to_owned();
    // The list of what is written as this is, where that is not what the screens lead to.
    let lang = Some(content.lang).filter(|lang| *lang != page.lang.into());
    page = page.crumb(all, Some(&narrowed_to(&list, &[], lang)));
    let mut shelf = Shelf::of(site.id, kind, content.lang);
    if let Some(field) = kind.facets().next().filter(|field| !content.fields.is_empty(field.name)) {
        let word = content.fields.text(field.name);
        let label = page.t(&field.word_key(kind.name, word)).to_owned();
        page = page.crumb(label, Some(&narrowed_to(&list, &[(asked_name(field.name), word)], lang)));
        shelf.facets.push((field.name, word.to_owned()));
    }
    page = page.crumb(&content.title, None);

    let related = public::related(ctx.read(), &shelf, opened.id, RELATED).await?;
    let related = NewsItem::load(&ctx, &page, &shelf, related).await?;
    let reading = translation::reading(
        &ctx,
        &mut page,
        Id::from_uuid(opened.id),
        opened.original.map(Id::from_uuid),
        kind,
    )
    .await?;
    let beside = match opened.original {
        None => crate::beside::html(&ctx, &page, opened.id, &content, &address).await?,
        Some(_) => crate::beside::of_translation(&page, reading.original.as_ref(), &content)?,
    };
    let place = format!("{slug}-{short}");
    let mail = mailing::link(&ctx, &page, &site, &[("chuyen-muc", kind.section), ("trang", &place)]);
    let foot = crate::rating::beside(&ctx, &page, &site, &address)?;
    let (list, feed) =
        (page.href(&narrowed_to(&list, &[], lang)), page.site(&format!("/{}/rss.xml", kind.section)));
    let structured = structured::data(
        &page,
        &site,
        &content,
        opened.published_at,
        opened.revised_at,
        view.picture.as_ref(),
    );
    ctx.public_page(&ShowPage {
        all: page.t(&kind.section_key()).to_owned(),
        page,
        view,
        related,
        reading,
        list,
        feed,
        mail,
        structured,
        beside,
        foot,
    })
}

/// Who made it, as the metadata must say (Circular 24/2011/TT-BTTTT): its author, the body that issued it, or else the
/// agency whose site it is on.
fn creator(content: &Content, site: &site::Site, lang: Lang) -> String {
    let named = ["author", "issuer", "owner", "organiser"].map(|name| content.fields.text(name));
    let named = named.into_iter().find(|name| !name.is_empty());
    named.map_or_else(|| site.owner_in(lang), str::to_owned)
}

/// An entry read by the address its site had before another took the word.
async fn of_former(ctx: &Ctx, site: &site::Site, section: &str, name: &str, short: &str) -> Result<Response> {
    ctx.depends_on(site::ALL);
    for former in site::sites(ctx.app())?.had(&site.slug) {
        if public::open(ctx.read(), former.id, short).await?.is_some() {
            return Ok(ctx.redirect(&format!("/s/{}/{section}/{name}", former.slug)));
        }
    }
    Err(Error::NotFound)
}

/// The address of a withdrawn entry says that it is withdrawn, and nothing of what it said.
fn gone(ctx: &Ctx, list: &str, published: base::Timestamp) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.entry.gone.title").to_owned();
    page.noindex = true;
    let published = page.fill("portal.entry.gone.text", &[("date", &published.local_date().vn())]);
    let list = page.href(list);
    ctx.html_with(http::StatusCode::GONE, &GonePage { page, published, list })
}
