//! A dossier, from its submission to the result in the applicant's hands, through the ten states of the national
//! synchronisation. Its number is the order of the day at its agency; the legal clock starts with acceptance; papers are asked
//! for once; every step is kept.

mod accept;
mod begin;
mod code;
mod desk;
mod finish;
mod hand_over;
mod model;
mod model_dossiers;
pub(crate) mod printed;
mod refuse;
mod request_supplement;
mod state;
mod stop;
pub(crate) mod store;
mod supply;
mod take;
mod tell;
mod waiting;
mod web_work;
mod withdraw;

use kernel::{Access, Ctx, MenuItem, MenuPlace, NoticeKind, Result, Routes, Task, Titled};
use sea_orm::prelude::Uuid;
use svc_forms::answers::{Sight, told};
use ui::Page;

use crate::policy::{DOSSIER_PROCESS, DOSSIER_READ, DOSSIER_RECEIVE};

pub use accept::accept;
pub use code::DossierCode;
pub use finish::finish;
pub use hand_over::hand_over;
pub use model::{Applicant, Dossier, Move, NOTE_MAX, Status};
pub use model_dossiers::load_model_dossiers;
pub use refuse::refuse;
pub use request_supplement::request_supplement;
pub use stop::stop;
pub use supply::supply;
pub use take::take;
pub use waiting::waiting;
pub use withdraw::withdraw;

/// Where officers work.
const WORK: &str = "/quan-tri/ho-so";

/// The officers' list in the left rail.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("onestop.menu.group"),
    label: "onestop.menu.dossiers",
    href: WORK,
    access: Access::Needs(DOSSIER_READ),
    order: 300,
};

/// What applicants are told.
pub const NOTICES: [NoticeKind; 2] = [tell::RECEIVED, tell::MOVED];

/// Tells the applicant that it was received.
pub(crate) async fn tell_received(act: &mut kernel::Act, d: &Dossier, applicant: &Applicant) -> Result<()> {
    tell::tell(act, d, applicant, tell::RECEIVED.name).await
}

/// The answers of a dossier in words, page by page.
pub(crate) async fn told_answers(
    ctx: &Ctx,
    page: &Page,
    d: &Dossier,
) -> Result<Vec<(String, Vec<(String, String)>)>> {
    let Some(version) = svc_forms::version::version(ctx.read(), &d.form.0, d.form.1).await? else {
        return Ok(Vec::new());
    };
    let form = version.definition;
    let sight = Sight::new(&form, &d.answers, d.submitted_at.local_date());
    let mut parts: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for of in sight.pages() {
        let title = of.title.text(page.lang);
        match &of.repeat {
            None => parts.push((title.to_owned(), told(page.lang, &sight, of, &d.answers.of(of, 0)))),
            Some(repeat) => {
                for at in 0..d.answers.times(of) {
                    let one = repeat.one.text(page.lang);
                    let title =
                        page.fill("onestop.page.time", &[("title", &title), ("one", &one), ("n", &(at + 1))]);
                    parts.push((title, told(page.lang, &sight, of, &d.answers.of(of, at))));
                }
            }
        }
    }
    // A part of which nothing was said tells nobody anything.
    parts.retain(|(_, facts)| facts.iter().any(|(_, said)| !said.is_empty()));
    Ok(parts)
}

/// What dossiers are called where the journal speaks of them.
pub(crate) fn titled(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let found = store::titles(ctx.read(), &ids).await?;
        let title = |(id, title, path): (Uuid, String, String)| {
            let href = ctx.may(DOSSIER_READ, Some(&path)).then(|| format!("{WORK}/{id}"));
            Titled { id, title, href }
        };
        Ok(found.into_iter().map(title).collect())
    })
}

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get(WORK, DOSSIER_READ, web_work::index)
        .get("/quan-tri/ho-so/{id}", DOSSIER_READ, web_work::show)
        .get("/quan-tri/ho-so/{id}/mau/{form}", DOSSIER_READ, printed::work)
        .post("/quan-tri/ho-so/{id}/acceptance", DOSSIER_RECEIVE, web_work::create_acceptance)
        .post("/quan-tri/ho-so/{id}/refusal", DOSSIER_RECEIVE, web_work::create_refusal)
        .post("/quan-tri/ho-so/{id}/supplement", DOSSIER_RECEIVE, web_work::create_supplement)
        .post("/quan-tri/ho-so/{id}/processing", DOSSIER_PROCESS, web_work::create_processing)
        .post("/quan-tri/ho-so/{id}/stop", DOSSIER_PROCESS, web_work::create_stop)
        .post("/quan-tri/ho-so/{id}/result", DOSSIER_PROCESS, web_work::create_result)
        .post("/quan-tri/ho-so/{id}/handover", DOSSIER_RECEIVE, web_work::create_handover)
}
