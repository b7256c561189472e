//! The model province's news: invented, and said to be so under every entry.
//!
//! The province's own are written out; those of departments and communes are made from templates, each site taking
//! one to three of them with its own name, days and small particulars, so that the family looks lived in.

use std::collections::{BTreeMap, HashSet};

use base::{LocalDateTime, Timestamp};
use kernel::{Ctx, Error, Event, Result, new_id};
use serde::{Deserialize, Serialize};
use ui::{Lang, t};

use super::{
    draft::short,
    field::Fields,
    kind::ARTICLE,
    model::{Content, Entry, Status},
    store, touch,
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
struct Imported {
    revision: i64,
}

impl Event for Imported {
    const NAME: &'static str = "portal.entry.imported";
}

#[derive(Deserialize)]
struct File {
    #[serde(default, rename = "article", alias = "template")]
    entries: Vec<Seed>,
}

#[derive(Deserialize)]
struct Seed {
    date: String,
    #[serde(default)]
    lang: String,
    category: String,
    picture: String,
    picture_alt: String,
    title: String,
    summary: String,
    body: String,
    #[serde(default)]
    vary: BTreeMap<String, Vec<String>>,
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
    let files = [
        (SiteKind::Province, read(include_str!("../../seeds/news_province.toml"))?),
        (SiteKind::Department, read(include_str!("../../seeds/news_department.toml"))?),
        (SiteKind::Commune, read(include_str!("../../seeds/news_commune.toml"))?),
    ];
    let mut new = Vec::new();
    for (kind, entries) in &files {
        for (at, site) in family.living_of(*kind, ctx.today()).enumerate() {
            for n in chosen(*kind, at, entries.len()) {
                let origin = format!("{ORIGIN}{}:{n}", site.id);
                if !known.contains(&origin) {
                    new.push((make(site, &entries[n], at, ctx.now())?, origin));
                }
            }
        }
    }
    for batch in new.chunks(BATCH) {
        let mut act = ctx.act(policy::ENTRY_PUBLISH).await?;
        let rows: Vec<_> = batch.iter().map(|(entry, origin)| (entry, Some(origin.as_str()))).collect();
        store::insert_many(&act, &rows).await?;
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
    let wrong = |what: &str| Error::internal(format!("model news \"{}\": {what}", seed.title));
    let lang = if seed.lang == Lang::En.code() { Lang::En } else { Lang::Vi };
    let ward = base::text::fold(&site.name).starts_with("phuong");
    let part =
        t(Lang::Vi, if ward { "portal.seed.model.ward_part" } else { "portal.entry.model.commune_part" });
    let name = if site.kind == SiteKind::Commune { lower_first(&site.name) } else { site.name.clone() };
    let fill = |text: &str| {
        let mut text = text.replace("{Name}", &site.name).replace("{name}", &name).replace("{khu}", part);
        for (word, values) in &seed.vary {
            if let Some(value) = values.get(at % values.len().max(1)) {
                text = text.replace(&format!("{{{word}}}"), value);
            }
        }
        base::text::nfc(&text)
    };
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
        withdrawn_at: None,
        writer: None,
        reviewer: None,
        hands: Vec::new(),
        updated_at: published,
        version: 1,
        content: Content {
            kind: &ARTICLE,
            title: fill(&seed.title),
            summary: fill(&seed.summary),
            body: fill(&seed.body),
            lang,
            fields: Fields::default()
                .with("category", &seed.category)
                .with("author", t(lang, "portal.seed.model.author"))
                .with("source", t(lang, "portal.seed.model.source"))
                .with("picture", &seed.picture)
                .with("picture_alt", &seed.picture_alt),
        },
    })
}

/// The same time on the next Monday when the day is a Saturday or Sunday.
fn working_day(at: Timestamp) -> Timestamp {
    match at.local_date().weekday() {
        time::Weekday::Saturday => at.plus_seconds(2 * 86_400),
        time::Weekday::Sunday => at.plus_seconds(86_400),
        _ => at,
    }
}
