//! The screen of a site's month: what was published and has no award yet, a row each; what was awarded; sums; closing.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::Timestamp;
use http::StatusCode;
use kernel::{Ctx, Result};
use sea_orm::prelude::Uuid;
use ui::{Choice, FormState, Page, Pager};

use super::{
    WORK,
    lines::{AwardLine, SumLine, award_lines, range, sum_lines},
    model::{Coefficient, deciding_path},
    month::Month,
    payee::{Oneself, Payee, People},
    place::{self, Asked, Place},
    rate::Book,
    store::{
        self,
        sums::{self, Total},
        works::{self, Published, Unawarded},
    },
    web_sites,
};
use crate::{
    entry::{Kind, names},
    policy::{ROYALTY_APPROVE, ROYALTY_PROPOSE},
};

/// Entries offered at once.
pub(super) const ROWS: u64 = 25;
/// Awards on a page of the list.
const PER_PAGE: u64 = 50;
/// Revised entries named.
const REVISED: u64 = 20;

/// A published entry to be awarded for.
struct WorkRow {
    entry: String,
    revision: i64,
    title: String,
    href: String,
    about: String,
    single: String,
    payees: Vec<Choice>,
    fields: [String; 5],
}

/// What may be done by whoever looks.
struct May {
    propose: bool,
    approve: bool,
    close: bool,
}

#[derive(Template)]
#[template(path = "royalty/templates/index.html")]
struct IndexPage {
    page: Page,
    path: String,
    form: FormState,
    site: String,
    month: String,
    month_words: String,
    before: String,
    after: Option<String>,
    sites: Vec<Choice>,
    months: Vec<Choice>,
    said_closed: String,
    total: Total,
    missing: u64,
    unverified: bool,
    version: i64,
    may: May,
    kinds: Vec<(String, String, bool)>,
    /// The kind the rows are narrowed to, if to one.
    kind: String,
    rows: Vec<WorkRow>,
    rows_before: Option<String>,
    rows_after: Option<String>,
    genres: Vec<Choice>,
    revised: Vec<(String, String)>,
    awards: Vec<AwardLine>,
    approvable: bool,
    pager: Pager,
    payees: Vec<SumLine>,
    by_genre: Vec<SumLine>,
    report: String,
    csv: String,
    xlsx: String,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    match asked.place(&ctx).await? {
        Some(place) => show(&ctx, StatusCode::OK, &place, &asked, FormState::default()).await,
        None => web_sites::show(&ctx, asked.month(&ctx, None).await?).await,
    }
}

/// The screen, with what was typed where it comes back.
///
/// # Errors
/// The database's; the template's.
pub(super) async fn show(
    ctx: &Ctx,
    status: StatusCode,
    place: &Place,
    asked: &Asked,
    typed: FormState,
) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.royalty.work.title").to_owned();
    let (db, actor) = (ctx.read(), ctx.actor());
    let Place { site, month } = place;
    let (site, month) = (site.as_ref(), *month);
    let own_path = deciding_path(&site.agency_path, site.validity.to(), ctx.today());
    let row = store::month(db, site.id, month).await?;
    let open = row.closed_at.is_none();
    let may_approve = ctx.may(ROYALTY_APPROVE, Some(own_path));
    // A right that was lent and one of their own may lie over the same agency: they propose and approve as different people.
    let proposing = Oneself::of_ctx(ctx, ROYALTY_PROPOSE, own_path).await?;
    let approving = Oneself::of_ctx(ctx, ROYALTY_APPROVE, own_path).await?;
    let total = sums::totals(db, actor, Some(site.id), month).await?.pop();
    let total = total.map(|(_, total)| total).unwrap_or_default();
    let may = May {
        propose: open && ctx.may(ROYALTY_PROPOSE, Some(own_path)),
        approve: open && may_approve,
        close: open && may_approve && month.last() < ctx.today() && total.all.count > 0,
    };

    let only = Unawarded { site: site.id, month, kind: "", revised: false };
    let kinds = works::unawarded_kinds(db, actor, &only).await?;
    let missing = kinds.iter().map(|(_, n)| n).sum();
    let narrowed = Unawarded { kind: &asked.loai, ..only.clone() };
    let of_kind = kinds.iter().find(|(kind, _)| *kind == asked.loai).map_or(missing, |(_, n)| *n);
    let from = asked.tu.parse().unwrap_or(0).min(of_kind.saturating_sub(1)) / ROWS * ROWS;
    let found = match sent_entries(&typed) {
        sent if sent.is_empty() => {
            (0..).zip(works::unawarded(db, actor, &narrowed, ROWS, from).await?).collect::<Vec<_>>()
        }
        // A form that comes back shows the rows it had, whatever became of them meanwhile.
        sent => {
            let ids: Vec<_> = sent.iter().map(|(_, id)| *id).collect();
            let known = works::published_of(db, site.id, &ids).await?;
            let row = |(at, id)| Some((at, known.iter().find(|p| p.work.entry == id)?.clone()));
            sent.into_iter().filter_map(row).collect()
        }
    };
    let revised = Unawarded { revised: true, ..only };
    let revised = works::unawarded(db, actor, &revised, REVISED, 0).await?;
    let path = page.href(WORK);
    let at = |kind: &str, from: u64| {
        let from = if from > 0 { from.to_string() } else { String::new() };
        let id = site.id.to_string();
        let month = month.to_string();
        let filters = [("site", id.as_str()), ("thang", &month), ("loai", kind), ("tu", &from)];
        let href = Pager::new(1, 1, 0, &path, &filters).href;
        format!("{}#works", href.trim_end_matches('&'))
    };
    let mut tabs =
        vec![tab(&page, page.t("portal.entry.work.all"), missing, at("", 0), asked.loai.is_empty())];
    for (kind, n) in &kinds {
        tabs.push(tab(&page, &kind_name(&page, kind), *n, at(kind, 0), asked.loai == *kind));
    }
    let book = Book::open(db).await?;
    let genres = book.genres_on(month.last().min(ctx.today()));
    let mut form = typed;
    let rows = if may.propose {
        work_rows(ctx, &page, place, &found, &proposing, &mut form).await?
    } else {
        Vec::new()
    };

    let pager = Pager::asked(
        &asked.page,
        PER_PAGE,
        total.all.count,
        &path,
        &[("site", &site.id.to_string()), ("thang", &month.to_string())],
    );
    let awards = store::of_month(db, actor, (site.id, month), false, PER_PAGE, pager.before()).await?;
    let mut awards = award_lines(&page, awards, &approving);
    for line in &mut awards {
        line.approvable &= may.approve;
    }
    let at_place = (site.id, month);
    let query = place::query(place);
    let next = month.next();
    let link = |month: Month| format!("{path}?{}", place::query(&Place { site: place.site.clone(), month }));
    let single = |work: &Published| {
        (work.work.title.clone(), format!("{path}/moi?bai={}&site={}", work.work.entry, site.id))
    };
    let said_closed = said_closed(ctx, &page, &row).await?;
    let payees = sum_lines(&page, sums::by_payee(db, actor, at_place).await?);
    let by_genre = sum_lines(&page, sums::by_genre(db, actor, at_place).await?);
    let shown = IndexPage {
        site: site.id.to_string(),
        month: month.to_string(),
        month_words: page
            .fill("portal.royalty.work.of", &[("month", &month.vn()), ("site", &site.name_in(page.lang))]),
        before: link(month.previous()),
        after: (next.first() <= ctx.today()).then(|| link(next)),
        sites: place::site_choices(ctx, &page, month, Some(site))?,
        months: place::month_choices(ctx, month),
        said_closed,
        missing,
        unverified: total.unverified > 0 || genres.iter().any(|genre| !genre.is_verified()),
        version: row.version,
        kinds: if kinds.len() > 1 { tabs } else { Vec::new() },
        kind: asked.loai.clone(),
        rows,
        rows_before: (from > 0).then(|| at(&asked.loai, from - ROWS)),
        rows_after: (from + ROWS < of_kind).then(|| at(&asked.loai, from + ROWS)),
        genres: genres
            .iter()
            .map(|g| {
                let range = range(&page, Coefficient(g.smallest), Coefficient(g.largest));
                Choice::new(g.code.clone(), g.name_in(page.lang)).hint(range)
            })
            .collect(),
        revised: revised.iter().map(single).collect(),
        approvable: awards.iter().any(|line| line.approvable),
        awards,
        pager,
        payees,
        by_genre,
        report: page.href(&format!("{WORK}/bang-ke?{query}")),
        csv: page.href(&format!("{WORK}/bang-ke.csv?{query}")),
        xlsx: page.href(&format!("{WORK}/bang-ke.xlsx?{query}")),
        form: form.with("thang", month).with("site", site.id),
        total,
        may,
        path,
        page,
    };
    ctx.html_with(status, &shown)
}

fn tab(page: &Page, label: &str, n: u64, href: String, on: bool) -> (String, String, bool) {
    (format!("{label} ({})", page.number(n)), href, on)
}

fn kind_name(page: &Page, kind: &str) -> String {
    Kind::by_name(kind).map(|kind| page.t(&kind.key()).to_owned()).unwrap_or_default()
}

async fn said_closed(ctx: &Ctx, page: &Page, row: &store::MonthRow) -> Result<String> {
    let Some(at) = row.closed_at else { return Ok(String::new()) };
    let by: Vec<_> = row.closed_by.into_iter().collect();
    let name = names(ctx.read(), &by).await?.into_values().next().unwrap_or_default();
    let when = Timestamp(at).local().vn();
    Ok(match name.as_str() {
        "" => page.fill("portal.royalty.work.closed_at", &[("when", &when)]),
        name => page.fill("portal.royalty.work.closed_by", &[("when", &when), ("name", &name)]),
    })
}

/// The entries of the rows a form was sent with, with the places of those rows.
fn sent_entries(form: &FormState) -> Vec<(u64, Uuid)> {
    (0..ROWS).filter_map(|at| Some((at, form.value(&format!("entry.{at}")).parse().ok()?))).collect()
}

/// A row for each entry: whoever wrote it is chosen already, or the author it names.
async fn work_rows(
    ctx: &Ctx,
    page: &Page,
    place: &Place,
    found: &[(u64, Published)],
    oneself: &Oneself,
    form: &mut FormState,
) -> Result<Vec<WorkRow>> {
    let entries: Vec<_> = found.iter().map(|(_, published)| published.work.entry).collect();
    let writers = works::writers(ctx.read(), &entries).await?;
    let people = People::of(ctx.app(), ctx.read(), &place.site, ctx.today()).await?;
    let people = people.and_writers(ctx.read(), &writers).await?;
    let mut rows = Vec::new();
    for (at, published) in found {
        let fields =
            ["entry", "revision", "payee", "genre", "coefficient"].map(|name| format!("{name}.{at}"));
        let work = &published.work;
        let writer =
            writers.get(&work.entry).and_then(|writers| writers.first()).map(|id| Payee::Account(*id));
        let author = Payee::named(&published.author);
        let usual = writer.or_else(|| author.clone()).filter(|payee| !oneself.is(payee));
        let guessed = match published.kind.as_str() {
            "video" => "video",
            "gallery" => "anh",
            _ => "",
        };
        for (field, value) in [
            (&fields[2], usual.as_ref().map(Payee::value).unwrap_or_default()),
            (&fields[3], guessed.to_owned()),
        ] {
            if form.values(field).next().is_none() {
                *form = std::mem::take(form).with(field, value);
            }
        }
        rows.push(WorkRow {
            payees: payee_choices(page, &people, author.as_ref(), oneself),
            entry: work.entry.to_string(),
            revision: work.revision,
            title: work.title.clone(),
            href: page.href(&format!("/quan-tri/noi-dung/{}", work.entry)),
            about: format!("{} · {}", kind_name(page, &published.kind), work.published_on.vn()),
            single: page.href(&format!("{WORK}/moi?bai={}&site={}", work.entry, place.site.id)),
            fields,
        });
    }
    Ok(rows)
}

/// Everybody to choose from but whoever looks.
pub(super) fn payee_choices(
    page: &Page,
    people: &People,
    author: Option<&Payee>,
    oneself: &Oneself,
) -> Vec<Choice> {
    let choice =
        |(payee, name): (Payee, &str)| (!oneself.is(&payee)).then(|| Choice::new(payee.value(), name));
    let mut choices: Vec<Choice> = people.accounts().filter_map(choice).collect();
    let outside = |name: &str| page.fill("portal.royalty.form.outside", &[("name", &name)]);
    for (payee, name) in people.outside() {
        if !oneself.is(&payee) {
            choices.push(Choice::new(payee.value(), outside(name)));
        }
    }
    if let Some(payee @ Payee::Outside(name)) = author
        && !oneself.is(payee)
        && choices.iter().all(|choice| choice.value != payee.value())
    {
        choices.push(Choice::new(payee.value(), outside(name)));
    }
    choices
}
