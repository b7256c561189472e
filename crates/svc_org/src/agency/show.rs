use askama::Template;
use axum::{extract::Path, response::Response};
use base::LocalDate;
use kernel::{Ctx, Error, Result};
use ui::{Link, Page, TimelineEvent};

use super::{
    ALL, Agency, Kind, Status,
    view::{Group, Line, by_letter, days, kind_of, kinds, line, name_of, site_of, steps},
};
use crate::{
    tree,
    tree::{Step, Tree},
};

#[derive(Template)]
#[template(path = "agency/templates/show.html")]
struct ShowPage {
    page: Page,
    kind: String,
    /// It has ended: its last day, for a person.
    ended: Option<String>,
    parent: Option<Line>,
    code: String,
    old_code: String,
    unit_code: String,
    days: String,
    address: String,
    phone: String,
    email: String,
    office_hours: String,
    area: String,
    map: String,
    /// The way to its own site, when it has one to visit.
    site: Option<Link>,
    unverified: bool,
    became: Vec<Line>,
    made_of: Vec<Line>,
    groups: Vec<Group>,
    letters: Vec<Group>,
    timeline: Vec<TimelineEvent>,
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<String>) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let agency = tree.get(id).ok_or(Error::NotFound)?;
    ctx.depends_on(ALL);
    let mut page = ctx.page("");
    page.title = name_of(&page, agency);
    page.meta.date = ctx.today().iso();
    page.crumbs = vec![ctx.home_crumb()];
    let title = page.title.clone();
    let mut page = page.crumb(ui::t(ctx.lang(), "org.directory.title"), Some("/co-quan"));
    for above in tree.above(agency).into_iter().rev() {
        let name = name_of(&page, above);
        page = page.crumb(name, Some(&format!("/co-quan/{}", above.id)));
    }
    let page = page.crumb(title, None);
    ctx.public_page(&view(page, &tree, agency, ctx.today()))
}

fn view(page: Page, tree: &Tree, agency: &Agency, today: LocalDate) -> ShowPage {
    let became = tree.became(agency.id);
    let made_of = tree.made_of(agency.id);
    let (groups, letters) = children(&page, tree, agency, today);
    let parent = agency.parent.and_then(|p| tree.get(p));
    let decimal = |n: f64| if page.is_vi() { n.to_string().replace('.', ",") } else { n.to_string() };
    let map = match (agency.lat, agency.lon) {
        (Some(lat), Some(lon)) => {
            format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=13/{lat}/{lon}")
        }
        _ => String::new(),
    };
    ShowPage {
        kind: kind_of(&page, agency),
        ended: agency.validity.to().filter(|to| *to < today).map(LocalDate::vn),
        parent: parent.map(|p| line(&page, p, String::new())),
        code: agency.code.as_ref().map(ToString::to_string).unwrap_or_default(),
        old_code: agency.code.as_ref().and_then(|c| c.old_form()).unwrap_or_default(),
        unit_code: agency.unit_code.clone().unwrap_or_default(),
        days: days(&page, &agency.validity),
        address: agency.address.clone(),
        phone: agency.phone.clone(),
        email: agency.email.clone(),
        office_hours: agency.office_hours.clone(),
        area: agency.area_km2.map(decimal).unwrap_or_default(),
        map,
        site: site_of(&page, agency).filter(|_| !agency.has_ended(today)),
        unverified: agency.status == Status::Memory,
        timeline: timeline(&page, agency, &became, &made_of),
        became: steps(&page, &became),
        made_of: steps(&page, &made_of),
        groups,
        letters,
        page,
    }
}

/// What belongs to it today, or, of a former one, belonged to it on its last day.
fn children(page: &Page, tree: &Tree, agency: &Agency, today: LocalDate) -> (Vec<Group>, Vec<Group>) {
    let day = agency.validity.to().filter(|to| *to < today).unwrap_or(today);
    let children: Vec<&Agency> = tree.children(agency.id, day).into_iter().map(AsRef::as_ref).collect();
    let bodies = kinds(children.iter().copied()).into_iter().filter(|(kind, _)| *kind != Kind::Commune);
    let groups = bodies.map(|(kind, _)| Group {
        title: page.t(kind.label()).to_owned(),
        lines: children.iter().filter(|a| a.kind == kind).map(|a| line(page, a, String::new())).collect(),
    });
    let groups = groups.collect();
    let communes: Vec<&Agency> = children.iter().copied().filter(|a| a.kind == Kind::Commune).collect();
    (groups, by_letter(page, &communes))
}

/// Its story from the latest day back.
fn timeline(page: &Page, agency: &Agency, became: &[Step], made_of: &[Step]) -> Vec<TimelineEvent> {
    let names =
        |steps: &[&Step]| steps.iter().map(|s| name_of(page, &s.agency)).collect::<Vec<_>>().join(", ");
    let mut story: Vec<(LocalDate, String)> = Vec::new();
    let mut tell = |steps: &[Step], key: &str| {
        let mut on: Vec<LocalDate> = steps.iter().map(|s| s.on).collect();
        on.dedup();
        for day in on {
            let then: Vec<&Step> = steps.iter().filter(|s| s.on == day).collect();
            story.push((day, page.fill(key, &[("names", &names(&then))])));
        }
    };
    tell(made_of, "org.story.made_of");
    tell(became, "org.story.became");
    if let Some(to) = agency.validity.to() {
        story.push((to, page.t("org.story.ended").to_owned()));
    }
    if let Some(from) = agency.validity.from().filter(|from| made_of.iter().all(|s| s.on != *from)) {
        story.push((from, page.t("org.story.began").to_owned()));
    }
    story.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let event = |(day, what): (LocalDate, String)| TimelineEvent {
        when: day.vn(),
        datetime: day.iso(),
        what,
        who: String::new(),
    };
    story.into_iter().map(event).collect()
}
