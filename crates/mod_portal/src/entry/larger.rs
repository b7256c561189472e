//! A portal as large as its speed is promised for: copies of the model province's entries over eleven years, in every
//! kind and every state, with texts as long as real ones. For measuring.

use std::sync::Arc;

use base::{LocalDate, LocalDateTime, Timestamp};
use kernel::{Ctx, Result, new_id};
use sea_orm::prelude::Uuid;
use svc_org::Tree;

use super::{
    content::Content,
    draft::short,
    field::{Field, Row, Shape},
    filing,
    kind::{Kind, Part},
    model::{BODY_MAX, Entry, Status, TITLE_MAX},
    news::Imported,
    store,
};
use crate::{
    policy,
    site::{self, Site, SiteKind},
};

/// Entries written in one act.
const BATCH: usize = 1_000;
/// Days over which they were published: eleven years.
const DAYS: u64 = 4_000;
const ORIGIN: &str = "larger:";

/// Kinds with their shares of a thousand; what a site has no example of becomes news.
const SHARES: [(&str, u64); 21] = [
    ("article", 450),
    ("document", 200),
    ("event", 40),
    ("project", 35),
    ("budget", 30),
    ("schedule", 30),
    ("draft", 25),
    ("plan", 20),
    ("guide", 20),
    ("statistic", 20),
    ("gallery", 20),
    ("disclosure", 20),
    ("job", 20),
    ("research", 12),
    ("gazette", 10),
    ("dataset", 10),
    ("video", 10),
    ("page", 10),
    ("link", 8),
    ("poll", 6),
    ("leader", 4),
];

/// Adds copies of what the living sites publish until there are so many, begun by these accounts, and says how many are
/// new. A second run adds nothing.
///
/// # Errors
/// [`kernel::Error::Forbidden`] without the right over every site; the database's. What was written before stays.
pub async fn load_larger(ctx: &Ctx, entries: usize, writers: &[Uuid]) -> Result<usize> {
    if !store::known_origins(ctx.read(), ORIGIN).await?.is_empty() {
        return Ok(0);
    }
    let (family, tree) = (site::sites(ctx.app())?, svc_org::tree(ctx.app())?);
    let sites: Vec<&Arc<Site>> = family.living(ctx.today()).collect();
    let models = store::contents(ctx.read()).await?;
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let paragraphs: Vec<&str> = models
        .values()
        .flatten()
        .take(2_000)
        .flat_map(|(content, _)| content.body.split("\n\n"))
        .filter(|text| text.len() > 120 && !text.starts_with(['#', '|', '!', '-', '*']))
        .collect();
    let (mut added, mut batch) = (0, Vec::with_capacity(BATCH));
    let there: usize = models.values().map(Vec::len).sum();
    for (site, share) in shares(&tree, &sites, entries.saturating_sub(there), ctx.today()) {
        let Some(models) = models.get(&site.id.uuid()) else { continue };
        for _ in 0..share {
            let (model, at) = chosen(models, &mut chance);
            let mut copy = copy(site, model, *at, ctx.now(), writers, &mut chance);
            lengthen(&mut copy.content, &paragraphs, &mut chance);
            batch.push(copy);
            added += 1;
            if batch.len() == BATCH {
                write(ctx, &batch, added).await?;
                batch.clear();
            }
        }
    }
    write(ctx, &batch, added).await?;
    Ok(added)
}

async fn write(ctx: &Ctx, batch: &[Entry], added: usize) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let first = added - batch.len();
    let origins: Vec<String> = (first..added).map(|n| format!("{ORIGIN}{n}")).collect();
    let mut act = ctx.act(policy::ENTRY_PUBLISH).await?;
    let rows: Vec<_> = batch.iter().zip(&origins).map(|(entry, o)| (entry, Some(o.as_str()))).collect();
    store::insert_many(&act, &rows).await?;
    filing::file_many(&mut act, &batch.iter().collect::<Vec<_>>()).await?;
    for entry in batch {
        act.require(&entry.agency_path)?;
    }
    let events: Vec<_> = batch.iter().map(|entry| (entry, Imported { revision: 1 })).collect();
    act.record_each(&events).await?;
    act.commit().await
}

/// How many each site gets: the province has most, then its own agencies, then the communes, bodies below them least.
fn shares<'s>(
    tree: &Tree,
    sites: &[&'s Arc<Site>],
    entries: usize,
    today: LocalDate,
) -> Vec<(&'s Arc<Site>, usize)> {
    let root = tree.root(today).map(|agency| agency.id);
    let rank = |site: &Site| match site.kind {
        SiteKind::Province => 0,
        SiteKind::Commune => 2,
        _ if tree.get(base::Id::from_uuid(site.agency_id)).is_some_and(|a| a.parent == root) => 1,
        _ => 3,
    };
    let of = |wanted: usize| sites.iter().filter(|site| rank(site) == wanted).count().max(1);
    let each = [8, 20, 28, 44].iter().enumerate().map(|(n, percent)| entries * percent / 100 / of(n));
    let each: Vec<usize> = each.collect();
    sites.iter().map(|site| (*site, each[rank(site)])).collect()
}

fn chosen<'m>(models: &'m [(Content, Timestamp)], chance: &mut Chance) -> &'m (Content, Timestamp) {
    let mut at = chance.below(1_000);
    let share = SHARES.iter().find(|(_, share)| {
        let found = at < *share;
        at = at.saturating_sub(*share);
        found
    });
    let kind = share.map_or("article", |(name, _)| name);
    let of: Vec<_> = models.iter().filter(|(content, _)| content.kind.name == kind).collect();
    match of.len() {
        0 => &models[chance.index(models.len())],
        n => of[chance.index(n)],
    }
}

fn copy(
    site: &Site,
    model: &Content,
    model_at: Timestamp,
    now: Timestamp,
    writers: &[Uuid],
    chance: &mut Chance,
) -> Entry {
    let status = match chance.below(1_000) {
        0..20 => Status::Draft,
        20..30 => Status::InReview,
        30..35 => Status::Returned,
        35..40 => Status::Scheduled,
        40..70 => Status::Withdrawn,
        _ => Status::Published,
    };
    let was_public = matches!(status, Status::Published | Status::Withdrawn);
    // What is worked on was begun lately.
    let days = if was_public { chance.below(DAYS) } else { chance.below(60) };
    let at = now.plus_seconds(-(days as i64 * 86_400) - chance.below(86_400) as i64);
    let days = (at.local_date().0 - model_at.local_date().0).whole_days();
    let id = new_id();
    Entry {
        id,
        site: site.id,
        agency: site.agency_id,
        agency_path: site.agency_path.clone(),
        agency_until: site.validity.to(),
        short: short(id.uuid()),
        status,
        revision: 1,
        published_revision: (status == Status::Published).then_some(1),
        published_at: was_public.then_some(at),
        revised_at: None,
        publish_at: (status == Status::Scheduled).then(|| now.plus_seconds(90 * 86_400)),
        withdraw_at: None,
        withdrawn_at: (status == Status::Withdrawn).then_some(at.plus_seconds(3_600)),
        writer: (!writers.is_empty()).then(|| writers[chance.index(writers.len())]),
        reviewer: None,
        hands: Vec::new(),
        updated_at: at,
        version: 1,
        original: None,
        content: moved(model, days, at.local_date(), chance),
    }
}

/// The same said of other days, under a number of its own.
fn moved(model: &Content, days: i64, on: LocalDate, chance: &mut Chance) -> Content {
    let mut content = model.clone();
    let no = chance.below(9_000) + 1;
    let end = format!(" ({:02}/{}, {no})", u8::from(on.0.month()), on.0.year());
    content.title = content.title.chars().take(TITLE_MAX - end.len()).chain(end.chars()).collect();
    for field in content.kind.fields {
        if let Shape::Rows(columns) = field.shape {
            let rows = content.fields.rows(field.name).iter().map(|row| moved_row(row, columns, days));
            let rows = rows.collect();
            content.fields.set_rows(field.name, rows);
        } else if !content.fields.is_empty(field.name) {
            let old = content.fields.text(field.name);
            let text = match field.shape {
                Shape::Choice(words) if field.facet => words[chance.index(words.len())].to_owned(),
                Shape::Number if field.name == "rank" => no.to_string(),
                Shape::Line if matches!(field.name, "number" | "issue") => {
                    let rest = old.split_once('/').map_or(old, |(_, rest)| rest);
                    format!("{no}/{rest}")
                }
                _ => later(field, old, days),
            };
            content.fields.set(field.name, text);
        }
    }
    content
}

fn moved_row(row: &Row, columns: &[Field], days: i64) -> Row {
    let column = |name: &str| columns.iter().find(|column| column.name == name);
    row.iter()
        .map(|(name, text)| (name.clone(), column(name).map_or(text.clone(), |c| later(c, text, days))))
        .collect()
}

fn later(field: &Field, text: &str, days: i64) -> String {
    let moved = match field.shape {
        Shape::Day => LocalDate::parse(text).ok().map(|day| day.plus_days(days).iso()),
        Shape::Moment => LocalDateTime::parse(text)
            .ok()
            .map(|at| Timestamp::from_local(at).plus_seconds(days * 86_400).local().iso()),
        _ => None,
    };
    moved.unwrap_or_else(|| text.to_owned())
}

/// Gives news and pages some two to six thousand letters, every other of the rest a few hundred.
fn lengthen(content: &mut Content, paragraphs: &[&str], chance: &mut Chance) {
    let kind: &Kind = content.kind;
    let wanted = match kind.body {
        Part::Required => 1_500 + chance.below(4_500),
        Part::Optional if chance.below(2) == 0 => 300 + chance.below(1_200),
        _ => return,
    } as usize;
    while !paragraphs.is_empty() && content.body.len() < wanted.min(BODY_MAX) {
        content.body.push_str("\n\n");
        content.body.push_str(paragraphs[chance.index(paragraphs.len())]);
    }
}

/// Numbers that fall out the same in every run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % end.max(1)
    }

    fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }
}
