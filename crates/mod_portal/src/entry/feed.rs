//! What a site or a section publishes, for programs that follow it: RSS 2.0, Atom (RFC 4287) and iCalendar (RFC 5545).

use axum::{extract::Path, response::Response};
use base::{LocalDateTime, Timestamp, ical};
use kernel::{Ctx, Error, Result};

use super::{
    entries_key,
    field::Row,
    kind::{ARTICLE, Kind},
    store::public::{self, Shown},
    view::{kicker, shelf},
};
use crate::{
    feed::{Feed, Item},
    site,
};

/// Entries in a feed.
const IN_FEED: u64 = 30;
/// Events, and weeks of leaders, in a calendar.
const IN_CALENDAR: u64 = 200;

/// The news of a site as RSS.
pub(super) async fn site_rss(ctx: Ctx) -> Result<Response> {
    rss(&ctx, &ARTICLE, "/rss.xml").await
}

/// The news of a site as Atom.
pub(super) async fn site_atom(ctx: Ctx) -> Result<Response> {
    atom(&ctx, &ARTICLE, "/atom.xml").await
}

/// A section as RSS.
pub(super) async fn section_rss(ctx: Ctx, Path((_, section)): Path<(String, String)>) -> Result<Response> {
    let kind = Kind::by_section(&section).ok_or(Error::NotFound)?;
    rss(&ctx, kind, &format!("/{section}/rss.xml")).await
}

/// A section as Atom.
pub(super) async fn section_atom(ctx: Ctx, Path((_, section)): Path<(String, String)>) -> Result<Response> {
    let kind = Kind::by_section(&section).ok_or(Error::NotFound)?;
    atom(&ctx, kind, &format!("/{section}/atom.xml")).await
}

async fn rss(ctx: &Ctx, kind: &'static Kind, own: &str) -> Result<Response> {
    feed(ctx, kind, own).await?.rss(ctx)
}

async fn atom(ctx: &Ctx, kind: &'static Kind, own: &str) -> Result<Response> {
    feed(ctx, kind, own).await?.atom(ctx)
}

async fn feed(ctx: &Ctx, kind: &'static Kind, own: &str) -> Result<Feed> {
    let site = site::current(ctx)?;
    ctx.depends_on(entries_key(site.id));
    let shelf = shelf(ctx, site.id, kind).await?;
    let found = public::list(ctx.read(), &shelf, IN_FEED).await?;
    let latest = found.iter().map(|shown| shown.at).max().unwrap_or(site.changed_at);
    // The feed of the whole site is that of its news, and leads to its home page.
    let link = if kind == &ARTICLE { "/" } else { own.rsplit_once('/').map_or("/", |(list, _)| list) };
    let what = ui::t(ctx.lang(), &kind.section_key()).to_owned();
    let mut feed = Feed::of(ctx, site.name_in(ctx.lang()), &what, link, own, latest);
    feed.lang = shelf.lang.code();
    let page = &feed.page;
    let item = |shown: Shown| Item {
        link: format!("{}{}", page.origin, page.site(&shown.path())),
        category: kicker(page.lang, shown.kind, &shown.fields),
        id: shown.id.to_string(),
        at: shown.at,
        title: shown.title,
        summary: shown.summary,
    };
    feed.items = found.into_iter().map(item).collect();
    Ok(feed)
}

/// What takes place, for people's own calendars to follow: events, and the weeks of the leaders.
pub(super) async fn calendar(ctx: Ctx, Path((_, section)): Path<(String, String)>) -> Result<Response> {
    let kind = Kind::by_section(&section).ok_or(Error::NotFound)?;
    if !matches!(kind.name, "event" | "schedule") {
        return Err(Error::NotFound);
    }
    let site = site::current(&ctx)?;
    ctx.depends_on(entries_key(site.id));
    let shelf = shelf(&ctx, site.id, kind).await?;
    let page = ctx.page("");
    let host = page.origin.rsplit('/').next().unwrap_or_default();
    let mut out = String::new();
    let (name, what) = (site.name_in(page.lang), page.t(&kind.section_key()).to_owned());
    ical::begin(&mut out, &page.fill("portal.entry.feed.title", &[("site", &name), ("what", &what)]));
    for shown in public::list(ctx.read(), &shelf, IN_CALENDAR).await? {
        let link = format!("{}{}", page.origin, page.site(&shown.path()));
        let event = |uid: String, said: &dyn Fn(&str) -> String, title: &str| Event {
            uid: format!("{uid}@{host}"),
            begins: said("begins"),
            ends: said("ends"),
            title: title.to_owned(),
            place: said("place"),
            about: said("who"),
            link: link.clone(),
        };
        if kind.name == "event" {
            let said = |name: &str| shown.fields.text(name).to_owned();
            event(shown.id.to_string(), &said, &shown.title).write(&mut out, shown.at);
        }
        for (n, row) in shown.fields.rows("meetings").iter().enumerate() {
            let said = |name: &str| of(row, name);
            event(format!("{}-{n}", shown.id), &said, &of(row, "title")).write(&mut out, shown.at);
        }
    }
    ical::line(&mut out, "END", "VCALENDAR");
    Ok(ctx.public_bytes("text/calendar; charset=utf-8", out))
}

fn of(row: &Row, name: &str) -> String {
    row.get(name).cloned().unwrap_or_default()
}

/// Something that takes place.
struct Event {
    uid: String,
    begins: String,
    ends: String,
    title: String,
    place: String,
    about: String,
    link: String,
}

impl Event {
    fn write(&self, out: &mut String, stamp: Timestamp) {
        let moment =
            |local: &str| Some(ical::moment(Timestamp::from_local(LocalDateTime::parse(local).ok()?)));
        let Some(begins) = moment(&self.begins) else { return };
        ical::line(out, "BEGIN", "VEVENT");
        ical::line(out, "UID", &ical::text(&self.uid));
        ical::line(out, "DTSTAMP", &ical::moment(stamp));
        ical::line(out, "DTSTART", &begins);
        if let Some(ends) = moment(&self.ends) {
            ical::line(out, "DTEND", &ends);
        }
        ical::line(out, "SUMMARY", &ical::text(&self.title));
        for (name, text) in [("LOCATION", &self.place), ("DESCRIPTION", &self.about)] {
            if !text.is_empty() {
                ical::line(out, name, &ical::text(text));
            }
        }
        ical::line(out, "URL", &self.link);
        ical::line(out, "END", "VEVENT");
    }
}
