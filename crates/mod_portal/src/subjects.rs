//! What entries, sites and the catalogue are called where the journal speaks of them.

use base::Id;
use kernel::{
    Ctx, SubjectKind, Task, Titled,
    db::{FromQueryResult, Queries as _, placeholders},
};
use sea_orm::prelude::Uuid;

use crate::{
    policy::{
        COMMENT_MODERATE, ENTRY_PUBLISH, ENTRY_WRITE, QUESTION_APPROVE, QUESTION_HANDLE, ROYALTY_PROPOSE,
        SITE_COMPOSE, SITE_EDIT,
    },
    site::sites,
};

pub(crate) const KINDS: &[SubjectKind] = &[
    SubjectKind { kind: "entry", label: "portal.subject.entry", load: entries },
    SubjectKind { kind: "media", label: "portal.subject.media", load: library },
    SubjectKind { kind: "site", label: "portal.subject.site", load: family },
    SubjectKind { kind: "face", label: "portal.subject.face", load: faces },
    SubjectKind { kind: "question", label: "portal.subject.question", load: questions },
    SubjectKind { kind: "comment", label: "portal.subject.comment", load: comments },
    // Votes are counted and never told apart.
    SubjectKind::unnamed("vote", "portal.subject.vote"),
    // Who is told of what is nobody's to read.
    SubjectKind::unnamed("mailing", "portal.subject.mailing"),
    // Of ratings only sums are kept.
    SubjectKind::unnamed("rating", "portal.subject.rating"),
    SubjectKind::unnamed("limit", "portal.subject.limit"),
    SubjectKind { kind: "royalty", label: "portal.subject.royalty", load: royalties },
    SubjectKind { kind: "royalty_month", label: "portal.subject.royalty_month", load: royalty_months },
    SubjectKind::unnamed("royalty_genre", "portal.subject.royalty_genre"),
    SubjectKind::unnamed("royalty_unit", "portal.subject.royalty_unit"),
    // Each import is a thing of its own, without a name.
];

fn entries(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        title: String,
        path: String,
    }
    Box::pin(async move {
        let sql = format!(
            "SELECT a.id, r.title, o.path FROM portal_entry a JOIN portal_site s ON s.id = a.site_id \
             JOIN org_agency o ON o.id = s.agency_id \
             JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.revision WHERE a.id IN {}",
            placeholders(1, ids.len())
        );
        let rows: Vec<Row> = ctx.read().all(&sql, ids.into_iter().map(Into::into).collect()).await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let opens = [ENTRY_WRITE, ENTRY_PUBLISH].iter().any(|p| ctx.may(*p, Some(&row.path)));
                let href = opens.then(|| format!("/quan-tri/noi-dung/{}", row.id));
                Titled { id: row.id, title: row.title, href }
            })
            .collect())
    })
}

fn library(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let ids: Vec<_> = ids.into_iter().map(Id::from_uuid).collect();
        let items = crate::media::items(ctx.read(), &ids).await?;
        let titled = items.into_iter().map(|item| Titled {
            id: item.id.uuid(),
            href: ctx
                .may(ENTRY_WRITE, Some(&item.agency_path))
                .then(|| format!("{}/{}", crate::media::LIBRARY, item.id)),
            title: item.details.title,
        });
        Ok(titled.collect())
    })
}

fn family(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let family = sites(ctx.app())?;
        let known = ids.into_iter().filter_map(|id| Some((id, family.by_id(Id::from_uuid(id))?)));
        Ok(known
            .map(|(id, site)| Titled {
                id,
                title: site.name_in(ctx.lang()).to_owned(),
                href: ctx.may(SITE_EDIT, Some(&site.agency_path)).then(|| format!("/quan-tri/trang/{id}")),
            })
            .collect())
    })
}

/// A face is called what its site is called.
fn faces(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let family = sites(ctx.app())?;
        let known = ids.into_iter().filter_map(|id| Some((id, family.by_id(Id::from_uuid(id))?)));
        let titled = known.map(|(id, site)| Titled {
            id,
            title: site.name_in(ctx.lang()).to_owned(),
            href: ctx
                .may(SITE_COMPOSE, Some(&site.agency_path))
                .then(|| format!("{}/{id}", crate::face::WORK)),
        });
        Ok(titled.collect())
    })
}

#[derive(FromQueryResult)]
struct Coded {
    id: Uuid,
    title: String,
    path: String,
}

/// Questions are named by their code: their titles are as their senders wrote them.
fn questions(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let sql = format!(
            "SELECT q.id, upper(q.code) AS title, o.path FROM portal_question q \
             JOIN org_agency o ON o.id = q.agency_id WHERE q.id IN {}",
            placeholders(1, ids.len())
        );
        let rows: Vec<Coded> = ctx.read().all(&sql, ids.into_iter().map(Into::into).collect()).await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let opens = [QUESTION_HANDLE, QUESTION_APPROVE].iter().any(|p| ctx.may(*p, Some(&row.path)));
                let href = opens.then(|| format!("/quan-tri/hoi-dap/{}", row.id));
                Titled { id: row.id, title: row.title, href }
            })
            .collect())
    })
}

/// Comments are named by what they are about.
fn comments(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let sql = format!(
            "SELECT c.id, r.title, o.path FROM portal_comment c JOIN portal_entry a ON a.id = c.entry_id \
             JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id \
             JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.revision WHERE c.id IN {}",
            placeholders(1, ids.len())
        );
        let rows: Vec<Coded> = ctx.read().all(&sql, ids.into_iter().map(Into::into).collect()).await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let opens = ctx.may(COMMENT_MODERATE, Some(&row.path));
                let href = opens.then(|| format!("/quan-tri/y-kien/{}", row.id));
                Titled { id: row.id, title: row.title, href }
            })
            .collect())
    })
}

/// Awards are named by the work they are for.
fn royalties(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let sql = format!(
            "SELECT w.id, w.title, o.path FROM portal_royalty_award w JOIN portal_site s ON s.id = w.site_id \
             JOIN org_agency o ON o.id = s.agency_id WHERE w.id IN {}",
            placeholders(1, ids.len())
        );
        let rows: Vec<Coded> = ctx.read().all(&sql, ids.into_iter().map(Into::into).collect()).await?;
        let titled = rows.into_iter().map(|row| Titled {
            id: row.id,
            href: ctx
                .may(ROYALTY_PROPOSE, Some(&row.path))
                .then(|| format!("/quan-tri/nhuan-but/{}", row.id)),
            title: row.title,
        });
        Ok(titled.collect())
    })
}

/// The royalties of a site are called what the site is called.
fn royalty_months(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let family = sites(ctx.app())?;
        let known = ids.into_iter().filter_map(|id| Some((id, family.by_id(Id::from_uuid(id))?)));
        let titled = known.map(|(id, site)| Titled {
            id,
            title: site.name_in(ctx.lang()).to_owned(),
            href: ctx
                .may(ROYALTY_PROPOSE, Some(&site.agency_path))
                .then(|| format!("/quan-tri/nhuan-but?site={id}")),
        });
        Ok(titled.collect())
    })
}
