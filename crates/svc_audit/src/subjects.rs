//! What the things of the services below are called: accounts, people, agencies, and the audit's own.

use std::sync::Arc;

use base::Id;
use kernel::{
    Ctx, SubjectKind, Task, Titled,
    db::{FromQueryResult, Queries as _, placeholders},
};
use svc_identity::{ACCOUNT_MANAGE, PERSON_MANAGE};
use svc_org::policy::{AGENCY_EDIT, REORGANISE};
use uuid::Uuid;

/// The kinds this crate knows names for.
pub(crate) const KINDS: &[SubjectKind] = &[
    SubjectKind { kind: "account", label: "audit.kind.account", load: accounts },
    SubjectKind { kind: "person", label: "audit.kind.person", load: people },
    SubjectKind { kind: "agency", label: "audit.kind.agency", load: agencies },
    SubjectKind::unnamed("export", "audit.kind.export"),
    SubjectKind::unnamed("journal", "audit.kind.journal"),
    SubjectKind { kind: "reorganisation", label: "audit.kind.reorganisation", load: reorganisations },
    SubjectKind::unnamed("delivery", "audit.kind.delivery"),
    SubjectKind::unnamed("notice", "audit.kind.notice"),
    SubjectKind::unnamed("opt_out", "audit.kind.opt_out"),
    SubjectKind::unnamed("subscription", "audit.kind.subscription"),
    SubjectKind::unnamed("file", "audit.kind.file"),
    // Who asked is nobody's to read.
    SubjectKind::unnamed("registration", "audit.kind.registration"),
];

fn accounts(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let names = svc_identity::names(ctx.read(), &ids).await?;
        let opens = ctx.may(ACCOUNT_MANAGE, None);
        Ok(names
            .into_iter()
            .map(|(id, title)| Titled { id, title, href: opens.then(|| format!("/quan-tri/tai-khoan/{id}")) })
            .collect())
    })
}

fn people(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    #[derive(FromQueryResult)]
    struct Named {
        id: Uuid,
        full_name: String,
    }
    Box::pin(async move {
        let sql =
            format!("SELECT id, full_name FROM identity_person WHERE id IN {}", placeholders(1, ids.len()));
        let rows: Vec<Named> = ctx.read().all(&sql, ids.into_iter().map(Into::into).collect()).await?;
        let opens = ctx.may(PERSON_MANAGE, None);
        Ok(rows
            .into_iter()
            .map(|row| Titled {
                id: row.id,
                title: row.full_name,
                href: opens.then(|| format!("/quan-tri/nhan-su/{}", row.id)),
            })
            .collect())
    })
}

fn reorganisations(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    #[derive(FromQueryResult)]
    struct Named {
        id: Uuid,
        title: String,
    }
    Box::pin(async move {
        let sql =
            format!("SELECT id, title FROM org_reorganisation WHERE id IN {}", placeholders(1, ids.len()));
        let rows: Vec<Named> = ctx.read().all(&sql, ids.into_iter().map(Into::into).collect()).await?;
        let opens = ctx.may(REORGANISE, None);
        Ok(rows
            .into_iter()
            .map(|row| Titled {
                id: row.id,
                title: row.title,
                href: opens.then(|| format!("/quan-tri/sap-xep/{}", row.id)),
            })
            .collect())
    })
}

fn agencies(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    Box::pin(async move {
        let tree = svc_org::tree(ctx.app())?;
        let known = ids.into_iter().filter_map(|id| tree.get(Id::from_uuid(id)).map(Arc::clone));
        Ok(known
            .map(|agency| Titled {
                id: agency.id.uuid(),
                title: agency.full_name.clone(),
                href: Some(if ctx.may(AGENCY_EDIT, Some(&agency.path)) {
                    format!("/quan-tri/co-quan/{}", agency.id)
                } else {
                    // Everybody may read about agencies.
                    format!("/co-quan/{}", agency.id)
                }),
            })
            .collect())
    })
}
