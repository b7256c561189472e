//! A draft with all that its screens speak of: the form as it was begun, the rules of today, the papers.

use base::Id;
use kernel::{Ctx, Error, Result};
use svc_catalogue::service::{self, Service};
use svc_forms::definition::Definition;

use super::{
    model::{Draft, Section},
    store,
};
use crate::{dossier::Dossier, paper::PaperFile};

/// A draft that is gone on with.
pub(super) struct Open {
    pub draft: Draft,
    pub form: Definition,
    pub service: Service,
    /// What the procedure is called.
    pub name: String,
    pub papers: Vec<PaperFile>,
}

impl Open {
    /// The draft of whoever asks.
    ///
    /// # Errors
    /// [`Error::SignIn`]; [`Error::NotFound`] for one that is not theirs; [`Error::Conflict`] where the procedure is no longer
    /// done so.
    pub async fn load(ctx: &Ctx, id: Id<Dossier>) -> Result<Self> {
        let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
        let draft = store::find(ctx.read(), account, id).await?.ok_or(Error::NotFound)?;
        Self::of(ctx, draft).await
    }

    pub async fn of(ctx: &Ctx, draft: Draft) -> Result<Self> {
        let kept = service::on(ctx.read(), &draft.procedure, ctx.today()).await?;
        let changed = || Error::Conflict("onestop.refused.changed".into());
        let service = kept.ok_or_else(changed)?.service;
        let known = draft
            .case
            .as_ref()
            .map_or(service.cases.is_empty(), |case| service.cases.iter().any(|known| known.key == *case));
        if !known || !service.channels.contains(&svc_catalogue::procedure::Channel::Online) {
            return Err(changed());
        }
        let version = svc_forms::version::version(ctx.read(), &draft.form.0, draft.form.1).await?;
        let form = version.ok_or_else(changed)?.definition;
        let procedure = svc_catalogue::procedure::find(ctx, &draft.procedure).await?.ok_or_else(changed)?;
        if procedure.facts.valid_to.is_some_and(|last| last < ctx.today()) {
            return Err(changed());
        }
        let name = svc_catalogue::procedure::name(ctx, &draft.procedure).await?.ok_or_else(changed)?;
        let papers = crate::paper::of(ctx.read(), draft.id.uuid()).await?;
        Ok(Self { draft, form, service, name, papers })
    }

    /// The parts of the way, each with whether nothing is missing in it.
    pub fn sections(&self, ctx: &Ctx) -> Vec<(Section, bool)> {
        let today = ctx.today();
        let all = self.draft.sections(&self.form, &self.service, today);
        let done = |s: &Section| self.draft.is_done(s, &self.form, &self.service, &self.papers, today);
        all.into_iter()
            .map(|section| (done(&section), section))
            .map(|(done, section)| (section, done))
            .collect()
    }

    /// Where to go on after a part: to the next one that lacks something, else to the check.
    pub fn after(&self, ctx: &Ctx, here: &Section) -> String {
        let sections = self.sections(ctx);
        let at = sections.iter().position(|(section, _)| section == here).map_or(0, |at| at + 1);
        let next = sections[at.min(sections.len())..].iter().find(|(_, done)| !done);
        next.map_or_else(|| path(self.draft.id), |(section, _)| section.path(self.draft.id))
    }
}

/// The address of a draft: what was said so far.
pub(super) fn path(id: Id<Dossier>) -> String {
    format!("/mot-cua/nhap/{id}")
}
