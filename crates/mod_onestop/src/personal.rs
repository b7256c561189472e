//! What the one-stop shop holds of somebody: the dossiers they handed in, and those they are filling in.

use base::Timestamp;
use kernel::{
    Ctx, Task,
    db::{FromQueryResult, Queries as _},
    personal::{ACCOUNTS, Fact, Holding},
};
use sea_orm::prelude::Uuid;

use crate::{dossier::Status, place::agency_name};

/// Name in the file and text key of each field of a dossier.
const DOSSIER: &[(&str, &str)] = &[
    ("code", "onestop.personal.code"),
    ("procedure", "onestop.personal.procedure"),
    ("agency", "onestop.personal.agency"),
    ("status", "onestop.personal.status"),
    ("submitted_at", "onestop.personal.submitted"),
    ("name", "onestop.personal.name"),
    ("citizen_no", "onestop.personal.citizen_no"),
    ("phone", "onestop.personal.phone"),
    ("email", "onestop.personal.email"),
    ("address", "onestop.personal.address"),
    ("answers", "onestop.personal.answers"),
];
const DRAFT: &[(&str, &str)] = &[
    ("procedure", "onestop.personal.procedure"),
    ("agency", "onestop.personal.agency"),
    ("updated_at", "onestop.personal.updated"),
    ("answers", "onestop.personal.answers"),
];

/// What is held of the owner of an account.
pub fn holdings(ctx: Ctx, account: Uuid) -> Task<'static, Vec<Holding>> {
    #[derive(FromQueryResult)]
    struct DossierRow {
        code: String,
        procedure_name: String,
        agency_id: Uuid,
        status: String,
        submitted_at: i64,
        name: String,
        citizen_no: String,
        phone: String,
        email: String,
        address: String,
        answers: String,
    }
    #[derive(FromQueryResult)]
    struct DraftRow {
        procedure: String,
        agency_id: Uuid,
        updated_at: i64,
        answers: String,
    }
    Box::pin(async move {
        let sql = format!(
            "SELECT d.code, d.procedure_name, d.agency_id, d.status, d.submitted_at, a.name, a.citizen_no, a.phone, \
             a.email, a.address, d.answers FROM onestop_dossier d JOIN onestop_applicant a ON a.dossier_id = d.id \
             WHERE d.account IN ({ACCOUNTS}) ORDER BY d.submitted_at, d.id"
        );
        let found: Vec<DossierRow> = ctx.read().all(&sql, vec![account.into()]).await?;
        let mut dossiers = Vec::new();
        for row in found {
            let status = Status::parse(&row.status).unwrap_or(Status::New);
            dossiers.push(vec![
                Fact::text(row.code),
                Fact::text(row.procedure_name),
                Fact::text(agency_name(ctx.app(), row.agency_id, ctx.lang())?),
                Fact::Word(status.key().to_owned()),
                Fact::At(Timestamp(row.submitted_at)),
                Fact::text(row.name),
                Fact::text(row.citizen_no),
                Fact::text(row.phone),
                Fact::text(row.email),
                Fact::text(row.address),
                Fact::text(row.answers),
            ]);
        }
        let sql = format!(
            "SELECT procedure, agency_id, updated_at, answers FROM onestop_draft WHERE account IN ({ACCOUNTS}) \
             ORDER BY updated_at, id"
        );
        let found: Vec<DraftRow> = ctx.read().all(&sql, vec![account.into()]).await?;
        let mut drafts = Vec::new();
        for row in found {
            drafts.push(vec![
                Fact::text(row.procedure),
                Fact::text(agency_name(ctx.app(), row.agency_id, ctx.lang())?),
                Fact::At(Timestamp(row.updated_at)),
                Fact::text(row.answers),
            ]);
        }
        Ok(vec![
            Holding {
                name: "onestop.dossier",
                title: "onestop.personal.dossiers",
                columns: DOSSIER,
                rows: dossiers,
            },
            Holding { name: "onestop.draft", title: "onestop.personal.drafts", columns: DRAFT, rows: drafts },
        ])
    })
}
