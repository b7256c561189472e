//! "When, and how much?": the calculator of a procedure.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::StatusCode;
use kernel::{Ctx, Error, Result};
use svc_workflow::calendar::{Cutoff, Due, Unit, due};
use ui::{Choice, FormState, Lang, Page};

use super::{
    bill::{BillLine, bill_lines},
    calculator::{self, Answer},
    model::{Service, Source},
    store,
};
use crate::procedure::{self, Code, money};

#[derive(Template)]
#[template(path = "service/templates/calculator.html")]
struct CalculatorPage {
    page: Page,
    path: String,
    back: String,
    name: String,
    form: FormState,
    cases: Vec<Choice>,
    channels: Vec<Choice>,
    /// Name of the field and label.
    quantities: Vec<(String, String)>,
    wanted: Vec<Choice>,
    exemptions: Vec<Choice>,
    told: Option<Told>,
}

/// An answer in words.
struct Told {
    day: String,
    time: String,
    iso: String,
    /// Text key of the rule that decided.
    rule: &'static str,
    warnings: Vec<String>,
    /// Where the counting is shown day by day.
    counting: String,
    lines: Vec<BillLine>,
    total: String,
    is_whole: bool,
    sources: Vec<String>,
    /// Whether all of it was compared with its source.
    checked: bool,
}

pub(super) async fn show(
    ctx: Ctx,
    Path(code): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let code = Code::parse(&code).ok_or(Error::NotFound)?;
    let name = procedure::name(&ctx, code.as_str()).await?.ok_or(Error::NotFound)?;
    let kept = store::on(ctx.read(), code.as_str(), ctx.today()).await?.ok_or(Error::NotFound)?;
    let service = kept.service;
    let mut form = match pairs.is_empty() {
        true => calculator::opened(&service, ctx.now().local()),
        false => FormState::new(pairs),
    };
    let asked = form.pairs().any(|(field, _)| field == calculator::CHANNEL) && !form.value("tinh").is_empty();
    let path = procedure::address(code.as_str());
    let list = ui::t(ctx.lang(), "catalogue.procedure.title").to_owned();
    let title = ui::t(ctx.lang(), "catalogue.service.calculator.title");
    let mut page = ctx.page(format!("{title}: {name}"));
    page.noindex = true;
    page.crumbs = vec![ctx.home_crumb()];
    let page = page.crumb(list, Some("/thu-tuc")).crumb(code.as_str(), Some(&path)).crumb(title, None);
    let answer = if asked { calculator::answer(&service, &mut form) } else { None };
    let told = match answer {
        Some(answer) => match day_of(&ctx, &answer)? {
            Some(due) => Some(Told::new(&page, &service, answer, &due)),
            None => {
                form.reject(calculator::RECEIVED, "workflow.clock.out_of_range");
                None
            }
        },
        None => None,
    };
    let status = if form.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = CalculatorPage {
        path: page.href(&format!("{path}/tinh")),
        back: page.href(&path),
        cases: service.cases.iter().map(|case| Choice::new(&case.key, &case.title)).collect(),
        channels: service
            .channels
            .iter()
            .map(|channel| Choice::new(channel.key(), page.t(channel.label())))
            .collect(),
        quantities: calculator::quantities(&service)
            .into_iter()
            .map(|of| (calculator::quantity_field(of), quantity_label(page.lang, of)))
            .collect(),
        wanted: service
            .fees
            .iter()
            .filter(|fee| fee.on_demand)
            .map(|fee| Choice::new(&fee.key, &fee.title))
            .collect(),
        exemptions: service.exemptions.iter().map(|one| Choice::new(&one.key, &one.title)).collect(),
        name,
        form,
        told,
        page,
    };
    ctx.html_with(status, &shown)
}

/// What is counted, in words; a key nobody has words for stands for itself.
pub fn quantity_label(lang: Lang, of: &str) -> String {
    ui::known(lang, &format!("catalogue.service.quantity.{of}")).unwrap_or(of).to_owned()
}

/// When it is ready; nothing where that is after the calendar's last day.
fn day_of(ctx: &Ctx, answer: &Answer<'_>) -> Result<Option<Due>> {
    let calendar = svc_workflow::calendar_of(ctx.app())?;
    let hours = svc_workflow::province_hours(ctx.app(), answer.received.date())?;
    Ok(due(&calendar, &hours, answer.received, &answer.rule.term, Cutoff::default()).ok())
}

impl Told {
    fn new(page: &Page, service: &Service, answer: Answer<'_>, due: &Due) -> Self {
        let Answer { received, rule, bill } = answer;
        let unit = match rule.term.unit() {
            Unit::WorkingDay => "wd",
            Unit::CalendarDay => "day",
            Unit::WorkingHour => "hour",
            Unit::Month => "month",
        };
        let counting = format!(
            "/lich-lam-viec?nhan={}&so={}&don-vi={unit}#tinh-han",
            procedure::encode(&received.iso()),
            rule.term.quantity()
        );
        let rules = bill
            .lines
            .iter()
            .filter_map(|line| service.fees.iter().find(|fee| fee.key == line.key).map(|fee| &fee.source));
        let sources: Vec<&Source> = std::iter::once(&rule.source).chain(rules).collect();
        let mut cites: Vec<String> = Vec::new();
        for source in &sources {
            let note = if source.note.is_empty() { String::new() } else { format!(" ({})", source.note) };
            let said = format!("{}{note}", source.cite);
            if !cites.contains(&said) {
                cites.push(said);
            }
        }
        Self {
            day: svc_workflow::day_name(page.lang, due.at.date()),
            time: due.at.vn_time(),
            iso: due.at.iso(),
            rule: due.rule.kind.key(),
            warnings: due.warnings.iter().map(|w| svc_workflow::warning_text(w, page.lang)).collect(),
            counting: page.href(&counting),
            lines: bill_lines(page, &service.exemptions, &bill),
            total: money(page.lang, bill.total()),
            is_whole: bill.is_whole(),
            checked: sources.iter().all(|source| source.checked),
            sources: cites,
        }
    }
}
