//! What the screens of a draft have in common.

use kernel::Ctx;
use ui::{Page, Step, StepState};

use super::{
    model::Section,
    open::{Open, path},
};

/// The frame of a screen of a draft.
pub(super) fn frame(ctx: &Ctx, open: &Open, title: String) -> Page {
    let mut page = ctx.page(title);
    page.noindex = true;
    page.crumbs = vec![ctx.home_crumb()];
    let desk = page.t("onestop.home.title").to_owned();
    let (name, here) = (open.name.clone(), page.title.clone());
    page.crumb(desk, Some("/mot-cua")).crumb(name, Some(&path(open.draft.id))).crumb(here, None)
}

/// What a part of the way is called.
pub(super) fn title(page: &Page, open: &Open, section: &Section) -> String {
    match section {
        Section::Page(key) => {
            open.form.page(key).map(|page_of| page_of.title.text(page.lang).to_owned()).unwrap_or_default()
        }
        Section::Papers => page.t("onestop.papers.title").to_owned(),
        Section::Wishes => page.t("onestop.wishes.title").to_owned(),
    }
}

/// The way through a draft, with where somebody is.
pub(super) fn steps(ctx: &Ctx, page: &Page, open: &Open, here: &Section) -> Vec<Step> {
    let mut steps: Vec<Step> = open
        .sections(ctx)
        .into_iter()
        .map(|(section, done)| Step {
            label: title(page, open, &section),
            note: String::new(),
            state: match (section == *here, done) {
                (true, _) => StepState::Now,
                (false, true) => StepState::Done,
                (false, false) => StepState::Later,
            },
        })
        .collect();
    let check = page.t("onestop.check.title").to_owned();
    steps.push(Step { label: check, note: String::new(), state: StepState::Later });
    steps
}
