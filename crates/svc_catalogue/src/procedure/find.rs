//! Finding procedures: by words through the search service, without words by name from the database.

use std::collections::BTreeMap;

use kernel::{Ctx, Result};
use svc_search::{Count, Counted, Query, Results, Sort};
use uuid::Uuid;

use super::{
    filter::Filter,
    model::Procedure,
    store::{self, Column, Line},
};

/// The kind of procedures in the search service and in the journal.
pub const KIND: &str = "procedure";

/// Names of the facets, as documents carry them.
pub mod facet {
    /// Level.
    pub const LEVEL: &str = "level";
    /// Sector.
    pub const SECTOR: &str = "sector";
    /// Agency.
    pub const AGENCY: &str = "agency";
    /// Channel.
    pub const CHANNEL: &str = "channel";
}

const FACETS: [&str; 4] = [facet::LEVEL, facet::SECTOR, facet::AGENCY, facet::CHANNEL];

/// A page of what was found.
#[derive(Debug, Default)]
pub struct Found {
    /// How many in all.
    pub total: u64,
    /// The page shown; the last one if a later one was asked for.
    pub page: u64,
    /// Nothing has all the words; these have some.
    pub relaxed: bool,
    /// The lines, with the name as HTML where words were typed.
    pub lines: Vec<(Line, Option<String>)>,
}

/// Whether something was typed that can be looked for.
pub fn has_words(filter: &Filter) -> bool {
    filter.q.chars().any(char::is_alphanumeric)
}

/// A page of procedures.
///
/// # Errors
/// The database's and the search service's.
pub async fn find(ctx: &Ctx, filter: &Filter, per_page: u64) -> Result<Found> {
    if has_words(filter) {
        Ok(by_words(ctx, filter, per_page, &[]).await?.0)
    } else {
        by_name(ctx, filter, per_page).await
    }
}

/// Values of a facet, and how many procedures each would leave.
pub type Counts = Vec<(String, u64)>;

/// A page of procedures, and the counts in the order of the facets: level, sector, agency, channel. Each facet is
/// counted without its own condition, so that one can change over to another value.
///
/// # Errors
/// The database's and the search service's.
pub async fn find_counted(ctx: &Ctx, filter: &Filter, per_page: u64) -> Result<(Found, [Counts; 4])> {
    if !has_words(filter) {
        return Ok((by_name(ctx, filter, per_page).await?, tallies(ctx, filter).await?));
    }
    let (found, mut counted) = by_words(ctx, filter, per_page, &FACETS).await?;
    Ok((found, FACETS.map(|name| counted.remove(name).unwrap_or_default().values)))
}

async fn tallies(ctx: &Ctx, filter: &Filter) -> Result<[Counts; 4]> {
    let db = ctx.read();
    Ok([
        store::tally(db, &bare(filter, facet::LEVEL), Column::Level).await?,
        store::tally(db, &bare(filter, facet::SECTOR), Column::Sector).await?,
        store::tally(db, &bare(filter, facet::AGENCY), Column::Agency).await?,
        store::tally_channels(db, &bare(filter, facet::CHANNEL)).await?,
    ])
}

/// The filter without its condition on one facet.
fn bare(filter: &Filter, name: &str) -> Filter {
    let mut bare = filter.clone();
    match name {
        facet::LEVEL => bare.level = None,
        facet::SECTOR => bare.sector.clear(),
        facet::AGENCY => bare.agency.clear(),
        _ => bare.channel = None,
    }
    bare
}

async fn by_name(ctx: &Ctx, filter: &Filter, per_page: u64) -> Result<Found> {
    let total = store::count_filtered(ctx.read(), filter).await?;
    let page = filter.page.clamp(1, total.div_ceil(per_page).max(1));
    let lines = store::list(ctx.read(), filter, (page - 1) * per_page, per_page).await?;
    Ok(Found { total, page, relaxed: false, lines: lines.into_iter().map(|line| (line, None)).collect() })
}

async fn by_words(
    ctx: &Ctx,
    filter: &Filter,
    per_page: u64,
    count: &[&str],
) -> Result<(Found, BTreeMap<String, Counted>)> {
    let ask = |page: u64| {
        let query = Query {
            sort: if filter.by_name { Sort::Title } else { Sort::Relevance },
            page: usize::try_from(page).unwrap_or(usize::MAX),
            per_page: usize::try_from(per_page).unwrap_or(20),
            count: count.iter().map(|name| Count::of(name).without(&[name])).collect(),
            ..query_of(ctx, filter)
        };
        svc_search::find(ctx.app(), query)
    };
    let mut page = filter.page.max(1);
    let mut results: Results = ask(page).await?;
    let last = results.total.div_ceil(per_page).max(1);
    if page > last {
        page = last;
        results = ask(page).await?;
    }
    let ids: Vec<Uuid> = results.hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
    let lines = store::lines(ctx.read(), &ids).await?;
    let marked = |line: Line| {
        let id = line.id.to_string();
        let html = results.hits.iter().find(|hit| hit.id == id && hit.title == line.name);
        (line, html.map(|hit| hit.title_html.clone()))
    };
    let lines = lines.into_iter().map(marked).collect();
    Ok((Found { total: results.total, page, relaxed: results.relaxed, lines }, results.facets))
}

fn query_of(ctx: &Ctx, filter: &Filter) -> Query {
    let set = [
        (facet::LEVEL, filter.level.map(|l| l.key().to_owned()).unwrap_or_default()),
        (facet::SECTOR, filter.sector.clone()),
        (facet::AGENCY, filter.agency.clone()),
        (facet::CHANNEL, filter.channel.map(|c| c.key().to_owned()).unwrap_or_default()),
    ];
    let facets = set.into_iter().filter(|(_, value)| !value.is_empty());
    Query {
        text: filter.q.clone(),
        kinds: vec![KIND.to_owned()],
        facets: facets.map(|(name, value)| (name.to_owned(), value)).collect(),
        actor: svc_search::viewer(ctx.actor()),
        ..Query::default()
    }
}

/// Procedures a reader of this one may have meant: of the same sector, with names alike.
///
/// # Errors
/// The database's and the search service's.
pub async fn related(ctx: &Ctx, procedure: &Procedure, limit: usize) -> Result<Vec<Line>> {
    let sector = (facet::SECTOR.to_owned(), procedure.facts.sector.clone());
    let level = (facet::LEVEL.to_owned(), procedure.facts.level.key().to_owned());
    let query = Query {
        text: procedure.facts.name.clone(),
        kinds: vec![KIND.to_owned()],
        facets: vec![sector, level],
        page: 1,
        per_page: limit * 2,
        ..Query::default()
    };
    let hits = svc_search::find(ctx.app(), query).await?.hits;
    let others =
        hits.iter().filter_map(|hit| hit.id.parse::<Uuid>().ok()).filter(|id| *id != procedure.id.uuid());
    let ids: Vec<Uuid> = others.take(limit).collect();
    let mut lines = store::lines(ctx.read(), &ids).await?;
    // A whole name finds little besides itself; the sector's best known fill the rest.
    if lines.len() < limit {
        for line in store::of_sector(ctx.read(), procedure, limit as u64 * 2).await? {
            if lines.len() < limit && lines.iter().all(|known| known.id != line.id) {
                lines.push(line);
            }
        }
    }
    Ok(lines)
}
