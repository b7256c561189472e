//! The page of one procedure, for somebody who is tired and wants to know: what do I get, how long, how much, what do I
//! bring, where do I go.

use askama::Template;
use axum::{extract::Path, response::Response};
use kernel::{Ctx, Error, Result};
use ui::Page;

use super::{
    filter::Filter,
    find::{self, KIND},
    layers::Detail,
    list::Row,
    model::{Channel, Fee, Level, Procedure},
    papers::{Case, cases},
    store, words,
};

#[derive(Template)]
#[template(path = "procedure/templates/show.html")]
struct ShowPage {
    page: Page,
    code: String,
    irregular: bool,
    /// Where somebody works out when it is ready and what it costs, if its rules are known.
    calculator: Option<String>,
    /// Where it is handed in online.
    counter: Option<String>,
    name: String,
    level: String,
    sector: String,
    sector_href: String,
    ended: Option<String>,
    /// A warning, if another province made it public.
    elsewhere: Option<String>,
    result: String,
    /// Not called `term`: inside `list::fact` that is the name of the fact.
    duration: Option<String>,
    term_note: String,
    term_to_check: bool,
    fee: String,
    fee_note: String,
    fee_unknown: bool,
    fee_listed_zero: bool,
    ways: Vec<Way>,
    /// What is the same whichever way.
    any_way: Vec<WayOption>,
    audience: Vec<String>,
    agency: String,
    /// Nobody is named, and its level tells who it is.
    agency_by_level: bool,
    decides: String,
    papers: Vec<Case>,
    main_papers: String,
    steps: Vec<String>,
    conditions: String,
    legal_basis: Vec<String>,
    decision: String,
    service: Option<String>,
    validity: Vec<String>,
    source: String,
    has_detail: bool,
    /// Only a summary is known: said once, where to ask.
    summary_only: String,
    related: Vec<Row>,
}

/// A way to hand it in, with its own time and fees.
struct Way {
    name: String,
    icon: &'static str,
    how: String,
    options: Vec<WayOption>,
}

/// What one way costs and how long it takes, in one case.
#[derive(PartialEq)]
struct WayOption {
    term: Option<String>,
    fees: Vec<(String, String)>,
}

/// Shows a procedure.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    // Codes are stored as written; anything else is not worth a query.
    let code = super::Code::parse(&code).ok_or(Error::NotFound)?;
    let procedure = store::by_code(ctx.read(), code.as_str()).await?.ok_or(Error::NotFound)?;
    let related = find::related(&ctx, &procedure, 6).await?;
    let rules = crate::service::on(ctx.read(), code.as_str(), ctx.today()).await?;
    let online = rules.as_ref().map(|kept| kept.service.channels.contains(&Channel::Online));
    ctx.depends_on(format!("{KIND}:{}", procedure.id));
    ctx.depends_on(super::CATALOGUE);
    ctx.depends_on(svc_search::cache_key(KIND));

    let page = frame(&ctx, &procedure);
    let related = related.into_iter().map(|line| Row::new(&ctx, &page, line, None)).collect();
    ctx.public_page(&view(&ctx, page, procedure, related, (code.is_regular(), online)))
}

fn frame(ctx: &Ctx, procedure: &Procedure) -> Page {
    let facts = &procedure.facts;
    let mut page = ctx.page(words::name(&facts.name));
    let term = facts.term.map(|t| words::term(page.lang, t));
    let term = term.unwrap_or_else(|| page.t("catalogue.procedure.missing_short").to_owned());
    page.description = page.fill(
        "catalogue.procedure.summary",
        &[
            ("code", &procedure.code),
            ("term", &term),
            ("fee", &words::fee(page.lang, facts.fee, &facts.fee_note)),
        ],
    );
    page.meta.date = procedure.updated_at.local_date().iso();
    page.meta.subject = facts.sector.clone();
    page.meta.source = page.t("catalogue.procedure.source.national").to_owned();
    page.crumbs = vec![ctx.home_crumb()];
    let list = page.t("catalogue.procedure.title").to_owned();
    let sector = Filter { sector: facts.sector.clone(), ..Filter::default() };
    page.crumb(list, Some("/thu-tuc"))
        .crumb(facts.sector.clone(), Some(&format!("/thu-tuc{}", sector.query())))
        .crumb(procedure.code.clone(), None)
}

fn view(
    ctx: &Ctx,
    page: Page,
    procedure: Procedure,
    related: Vec<Row>,
    (regular, online): (bool, Option<bool>),
) -> ShowPage {
    let lang = page.lang;
    let Procedure { code, layers, facts, as_of, .. } = procedure;
    let detail = layers.detail;
    let sector = Filter { sector: facts.sector.clone(), ..Filter::default() };
    let ended = facts.valid_to.filter(|last| *last < ctx.today());
    let elsewhere = facts.elsewhere();
    let (ways, any_way) = ways(&page, &facts.channels, facts.level, detail.as_ref());
    let mut validity = Vec::new();
    if let Some(from) = facts.valid_from {
        validity.push(page.fill("catalogue.procedure.valid.from", &[("day", &from.vn())]));
    }
    if let Some(to) = facts.valid_to {
        validity.push(page.fill("catalogue.procedure.valid.to", &[("day", &to.vn())]));
    }
    ShowPage {
        irregular: !regular,
        calculator: online.map(|_| page.href(&format!("{}/tinh", super::address(&code)))),
        counter: ctx
            .app()
            .part::<super::Counter>()
            .ok()
            .filter(|_| online == Some(true) && ended.is_none())
            .map(|counter| page.href(&(counter.0)(&code))),
        name: words::name(&facts.name),
        level: page.t(facts.level.label()).to_owned(),
        sector_href: page.href(&format!("/thu-tuc{}", sector.query())),
        ended: ended.map(|day| page.fill("catalogue.procedure.ended", &[("day", &day.vn())])),
        elsewhere: elsewhere
            .map(|name| page.fill("catalogue.procedure.elsewhere.warning", &[("name", &name)])),
        result: words::result(&facts.result),
        duration: facts.term.map(|t| words::term(lang, t)),
        term_note: detail
            .as_ref()
            .and_then(|d| d.time_note.as_deref())
            .map(|note| words::term_note(note, facts.term))
            .unwrap_or_default(),
        term_to_check: facts.term_to_check,
        fee: words::fee(lang, facts.fee, &facts.fee_note),
        fee_note: words::note(&facts.fee_note),
        fee_unknown: facts.fee == Fee::Unknown,
        fee_listed_zero: facts.fee == Fee::ListedZero,
        ways,
        any_way,
        papers: detail.as_ref().map(|d| cases(&page, d)).unwrap_or_default(),
        main_papers: layers.condensed.map(|c| c.papers).unwrap_or_default(),
        service: facts.service_level.map(|s| page.t(s.label()).to_owned()),
        source: page.fill("catalogue.procedure.source.line", &[("when", &words::as_of(&as_of))]),
        has_detail: detail.is_some(),
        summary_only: page.fill("catalogue.procedure.source.summary_only", &[("code", &code)]),
        agency_by_level: facts.agency.is_empty() && facts.level == Level::Commune,
        agency: facts.agency,
        sector: facts.sector,
        validity,
        related,
        code,
        decides: detail.as_ref().and_then(|d| d.competent_agency.clone()).unwrap_or_default(),
        decision: detail.as_ref().and_then(|d| d.decision.clone()).unwrap_or_default(),
        conditions: detail.as_ref().and_then(|d| d.conditions.clone()).unwrap_or_default(),
        audience: detail.as_ref().map(|d| d.audience.clone()).unwrap_or_default(),
        steps: detail.as_ref().map(|d| d.steps.clone()).unwrap_or_default(),
        legal_basis: detail.iter().flat_map(|d| &d.legal_basis).map(|law| words::law(law)).collect(),
        page,
    }
}

/// The ways to hand it in, and what all of them have in common.
fn ways(
    page: &Page,
    channels: &[Channel],
    level: Level,
    detail: Option<&Detail>,
) -> (Vec<Way>, Vec<WayOption>) {
    let how = |channel: Channel| match (channel, level) {
        (Channel::Desk, Level::Commune) => "catalogue.procedure.how.desk_commune",
        (Channel::Desk, _) => "catalogue.procedure.how.desk_province",
        (Channel::Post, _) => "catalogue.procedure.how.post",
        (Channel::Online, _) => "catalogue.procedure.how.online",
    };
    let options = |channel: Channel| {
        let stated = detail.iter().flat_map(|d| &d.channels);
        let mut options: Vec<WayOption> = Vec::new();
        for way in stated.filter(|way| Channel::from_source(&way.channel) == Some(channel)) {
            let fees = way
                .fee_lines()
                .into_iter()
                .map(|l| (words::fee_line(page.lang, &l), words::note(&l.note)))
                .collect();
            let option = WayOption { term: way.term().map(|t| words::term(page.lang, t)), fees };
            let known = |other: &WayOption| other.term == option.term && other.fees == option.fees;
            if (option.term.is_some() || !option.fees.is_empty()) && !options.iter().any(known) {
                options.push(option);
            }
        }
        options
    };
    let way = |channel: &Channel| Way {
        name: page.t(channel.label()).to_owned(),
        icon: channel.icon(),
        how: page.t(how(*channel)).to_owned(),
        options: options(*channel),
    };
    let mut ways: Vec<Way> = channels.iter().map(way).collect();
    match ways.split_first() {
        Some((first, others)) if !others.is_empty() && others.iter().all(|w| w.options == first.options) => {
            let shared =
                ways.iter_mut().map(|way| std::mem::take(&mut way.options)).next().unwrap_or_default();
            ways.iter_mut().for_each(|way| way.options.clear());
            (ways, shared)
        }
        _ => (ways, Vec::new()),
    }
}
