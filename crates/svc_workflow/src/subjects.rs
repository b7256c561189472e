//! What days of the calendar and working hours are called where the journal speaks of them.

use base::{Id, LocalDate};
use kernel::{
    Ctx, SubjectKind, Task, Titled,
    db::{FromQueryResult, Queries as _, placeholders},
};
use uuid::Uuid;

use crate::policy::{HOURS_EDIT, may_edit_calendar};

pub(crate) const KINDS: &[SubjectKind] = &[
    SubjectKind { kind: "holiday", label: "workflow.subject.holiday", load: holidays },
    SubjectKind { kind: "hours", label: "workflow.subject.hours", load: hours },
];

fn holidays(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        date: String,
        name: String,
    }
    Box::pin(async move {
        let list = placeholders(1, ids.len());
        let sql = format!("SELECT id, date, name FROM workflow_holiday WHERE id IN {list}");
        let rows: Vec<Row> = ctx.read().all(&sql, ids.into_iter().map(Into::into).collect()).await?;
        let opens = may_edit_calendar(ctx.actor());
        Ok(rows
            .into_iter()
            .map(|row| Titled {
                id: row.id,
                title: format!("{}, {}", day(&row.date), row.name),
                href: opens.then(|| format!("/quan-tri/lich/{}", row.id)),
            })
            .collect())
    })
}

fn hours(ctx: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        agency_id: Uuid,
        valid_from: String,
    }
    Box::pin(async move {
        let list = placeholders(1, ids.len());
        let sql = format!("SELECT id, agency_id, valid_from FROM workflow_hours WHERE id IN {list}");
        let rows: Vec<Row> = ctx.read().all(&sql, ids.into_iter().map(Into::into).collect()).await?;
        let tree = svc_org::tree(ctx.app())?;
        let titled = rows.into_iter().filter_map(|row| {
            let agency = tree.get(Id::from_uuid(row.agency_id))?;
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("date", &day(&row.valid_from)), ("agency", &agency.full_name)];
            Some(Titled {
                id: row.id,
                title: ui::fill(ctx.lang(), "workflow.subject.hours_of", &values),
                href: ctx
                    .may(HOURS_EDIT, Some(&agency.path))
                    .then(|| format!("/quan-tri/gio-lam-viec/{}", row.agency_id)),
            })
        });
        Ok(titled.collect())
    })
}

fn day(iso: &str) -> String {
    LocalDate::parse(iso).map(LocalDate::vn).unwrap_or_else(|_| iso.to_owned())
}
