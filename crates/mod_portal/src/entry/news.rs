//! The model province's news: invented, and said to be so under every entry.
//!
//! The province's own are written out; those of departments and communes are made from templates, each site taking
//! one to three of them with its own name, days and small particulars, so that the family looks lived in.

use std::collections::{BTreeMap, HashSet};

use base::{LocalDate, LocalDateTime, Timestamp};
use kernel::{Ctx, Error, Event, Result, new_id};
use serde::{Deserialize, Serialize};
use ui::{FormState, Lang, t};

use super::{
    content::Content,
    draft::short,
    filing, form,
    kind::{ARTICLE, Kind},
    model::{Entry, Status},
    store,
    tongue::Tongue,
    touch,
};
use crate::{
    policy,
    site::{self, Site, SiteKind, lower_first},
};

/// Entries written in one act: few commits, and journal entries that stay small.
const BATCH: usize = 24;
/// A year in whole weeks, so that a date moved by it stays on its weekday.
const YEAR_SECONDS: i64 = 364 * 86_400;
const ORIGIN: &str = "model:";

#[derive(Serialize)]
pub(super) struct Imported {
    pub(super) revision: i64,
}

impl Event for Imported {
    const NAME: &'static str = "portal.entry.imported";
}

#[derive(Deserialize)]
struct File {
    #[serde(default, rename = "article", alias = "template", alias = "entry")]
    entries: Vec<Seed>,
}

/// An entry as the seeds write it. `{name}` stands for the site's name, `{khu}` for what it calls its parts, `{d+3}` for
/// the third day after its date, `{n+3}` for the third day after the present one, other words for what `vary` lists.
#[derive(Deserialize)]
struct Seed {
    #[serde(default = "article")]
    kind: String,
    date: String,
    #[serde(default)]
    lang: String,
    /// The title of the entry of the same file it is a translation of.
    #[serde(default)]
    translates: String,
    title: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    vary: BTreeMap<String, Vec<String>>,
    /// What its kind declares.
    #[serde(flatten)]
    fields: BTreeMap<String, Said>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Text(String),
    Number(i64),
    Rows(Vec<BTreeMap<String, String>>),
}

fn article() -> String {
    ARTICLE.name.to_owned()
}

/// Writes the model province's news onto its living sites and says how many entries are new. What is there already
/// stays as it is, so that a second run adds nothing. Entries dated after the present day are moved back by whole
/// years.
///
/// # Errors
/// [`Error::Forbidden`] without the right over every site; the database's. What was written before stays.
pub async fn load_model_news(ctx: &Ctx) -> Result<usize> {
    let family = site::sites(ctx.app())?;
    let known: HashSet<String> = store::known_origins(ctx.read(), ORIGIN).await?.into_iter().collect();
    let news = [
        (SiteKind::Province, read(include_str!("../../seeds/news_province.toml"))?),
        (SiteKind::Department, read(include_str!("../../seeds/news_department.toml"))?),
        (SiteKind::Commune, read(include_str!("../../seeds/news_commune.toml"))?),
    ];
    // What every site of a kind has, in all its sections.
    let rest = [
        (SiteKind::Province, read(include_str!("../../seeds/entries_province.toml"))?),
        (SiteKind::Department, read(include_str!("../../seeds/entries_department.toml"))?),
        (SiteKind::Commune, read(include_str!("../../seeds/entries_commune.toml"))?),
    ];
    let mut new = Vec::new();
    for (file, (kind, entries)) in news.iter().chain(&rest).enumerate() {
        for (at, site) in family.living_of(*kind, ctx.today()).enumerate() {
            let all = file >= news.len();
            let taken = if all { (0..entries.len()).collect() } else { chosen(*kind, at, entries.len()) };
            for n in taken {
                let origin = format!("{ORIGIN}{}{}:{n}", if all { "section:" } else { "" }, site.id);
                if !known.contains(&origin) {
                    let mut entry = make(site, &entries[n], at, ctx.now())?;
                    let of = |(other, _): &&(Entry, String)| {
                        other.site == entry.site && other.content.title == entries[n].translates
                    };
                    entry.original = new.iter().find(of).map(|(other, _)| other.id);
                    new.push((entry, origin));
                }
            }
        }
    }
    for batch in new.chunks(BATCH) {
        let mut act = ctx.act(policy::ENTRY_PUBLISH).await?;
        let rows: Vec<_> = batch.iter().map(|(entry, origin)| (entry, Some(origin.as_str()))).collect();
        store::insert_many(&act, &rows).await?;
        filing::file_many(&mut act, &batch.iter().map(|(entry, _)| entry).collect::<Vec<_>>()).await?;
        for (entry, _) in batch {
            act.require(&entry.agency_path)?;
            touch(&mut act, entry);
            act.record(entry, &Imported { revision: 1 }).await?;
        }
        act.commit().await?;
    }
    Ok(new.len())
}

fn read(toml: &str) -> Result<Vec<Seed>> {
    let file: File = toml::from_str(toml).map_err(|e| Error::internal(e.to_string()))?;
    Ok(file.entries)
}

/// Which entries the site at this place of its kind's list takes: all for the province, two or three for a
/// department, one or two for a commune, neighbours taking different ones.
fn chosen(kind: SiteKind, at: usize, entries: usize) -> Vec<usize> {
    let (count, step) = match kind {
        SiteKind::Province => return (0..entries).collect(),
        SiteKind::Department => (2 + at % 2, 3),
        SiteKind::District | SiteKind::Commune => (1 + at % 2, 7),
    };
    let from = at * step;
    (0..count.min(entries))
        .map(|i| (from + i * 4) % entries)
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect()
}

fn make(site: &Site, seed: &Seed, at: usize, now: Timestamp) -> Result<Entry> {
    let wrong = |what: &str| Error::internal(format!("model entry \"{}\": {what}", seed.title));
    let kind = Kind::by_name(&seed.kind).ok_or_else(|| wrong("kind"))?;
    let lang = if seed.lang.is_empty() { Some(Tongue::VI) } else { Tongue::parse(&seed.lang) };
    let lang = lang.ok_or_else(|| wrong("lang"))?;
    let local = LocalDateTime::parse(&seed.date).map_err(|_| wrong("date"))?;
    // Sites that share a template did not all write on the same morning.
    let spread = if site.kind == SiteKind::Province {
        0
    } else {
        (at as i64 * 5 % 16) * 86_400 + at as i64 * 7 % 45 * 60
    };
    let mut published = working_day(Timestamp::from_local(local).plus_seconds(spread));
    while published > now {
        published = published.plus_seconds(-YEAR_SECONDS);
    }
    let words = Words { site, seed, at, published: published.local_date(), today: now.local_date() };
    let content = content(&words, kind, lang).map_err(|what| wrong(&what))?;
    let id = new_id();
    Ok(Entry {
        id,
        site: site.id,
        agency: site.agency_id,
        agency_path: site.agency_path.clone(),
        agency_until: site.validity.to(),
        short: short(id.uuid()),
        status: Status::Published,
        revision: 1,
        published_revision: Some(1),
        published_at: Some(published),
        revised_at: None,
        publish_at: None,
        withdraw_at: None,
        withdrawn_at: None,
        writer: None,
        reviewer: None,
        hands: Vec::new(),
        updated_at: published,
        version: 1,
        original: None,
        content,
    })
}

/// What the gaps of a seed's texts stand for.
struct Words<'a> {
    site: &'a Site,
    seed: &'a Seed,
    /// The site's place among those of its kind.
    at: usize,
    published: LocalDate,
    today: LocalDate,
}

impl Words<'_> {
    fn fill(&self, text: &str) -> String {
        let site = self.site;
        let ward = base::text::fold(&site.name).starts_with("phuong");
        let part = if ward { "portal.entry.model.ward_part" } else { "portal.entry.model.commune_part" };
        let name = if site.kind == SiteKind::Commune { lower_first(&site.name) } else { site.name.clone() };
        let mut text = text.replace("{Name}", &site.name).replace("{name}", &name);
        text = text.replace("{khu}", t(Lang::Vi, part)).replace("{slug}", &site.slug);
        for (word, values) in &self.seed.vary {
            if let Some(value) = values.get(self.at % values.len().max(1)) {
                text = text.replace(&format!("{{{word}}}"), value);
            }
        }
        for (mark, day) in [("{d", self.published), ("{n", self.today)] {
            text = days(&text, mark, day);
        }
        base::text::nfc(&text)
    }
}

/// Puts days in: `{d+3}` is three days after `day`.
fn days(text: &str, mark: &str, day: LocalDate) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(mark) {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let gap = from[mark.len()..].split_once('}').and_then(|(n, after)| Some((n.parse().ok()?, after)));
        rest = match gap {
            Some((n, after)) => {
                filled.push_str(&day.plus_days(n).iso());
                after
            }
            None => {
                filled.push_str(mark);
                &from[mark.len()..]
            }
        };
    }
    filled + rest
}

/// What a seed says of a site, read as if somebody had typed it: what a form would refuse, the seeds may not say.
fn content(words: &Words<'_>, kind: &'static Kind, lang: Tongue) -> Result<Content, String> {
    let seed = words.seed;
    let mut form = FormState::default()
        .with("title", words.fill(&seed.title))
        .with("summary", words.fill(&seed.summary))
        .with("body", words.fill(&seed.body))
        .with("lang", lang.code());
    for (name, key) in [("author", "portal.entry.model.author"), ("source", "portal.entry.model.source")] {
        if kind.field(name).is_some() {
            form = form.with(name, t(lang.screens(), key));
        }
    }
    for (name, said) in &seed.fields {
        kind.field(name).ok_or_else(|| format!("{name} is no field of {}", kind.name))?;
        form = match said {
            Said::Text(text) => form.with(name, words.fill(text)),
            Said::Number(number) => form.with(name, number),
            Said::Rows(rows) => rows.iter().enumerate().fold(form, |form, (n, row)| {
                row.iter().fold(form, |form, (column, text)| {
                    form.with(&format!("{name}.{n}.{column}"), words.fill(text))
                })
            }),
        };
    }
    let content = form::content(&mut form, kind);
    let faults = form.errors().iter().map(|e| format!("{}: {}", e.field, e.message.text(Lang::En)));
    let missing = content.missing(Lang::En, "");
    let missing = missing.iter().map(|(field, message)| format!("{field}: {}", message.text(Lang::En)));
    let faults: Vec<String> = faults.chain(missing).collect();
    if faults.is_empty() { Ok(content) } else { Err(faults.join("; ")) }
}

/// The same time on the next Monday when the day is a Saturday or Sunday.
fn working_day(at: Timestamp) -> Timestamp {
    match at.local_date().weekday() {
        time::Weekday::Saturday => at.plus_seconds(2 * 86_400),
        time::Weekday::Sunday => at.plus_seconds(86_400),
        _ => at,
    }
}
