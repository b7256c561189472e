//! Dossiers when agencies are reorganised: what is not over goes along to the heir, with its number, its clock and its files;
//! what is over stays with the agency that decided it. Drafts go to the heir, too.

use base::{Id, LocalDate};
use kernel::{
    App, Ctx, Event, Follows, Named, Reorganisation, Reorganise, Result,
    db::{FromQueryResult, Queries as _, placeholders},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use crate::{dossier::Dossier, policy::DOSSIER_READ};

/// This crate's part in reorganisations.
pub struct Dossiers;

/// Agencies asked about in one statement.
const CHUNK: usize = 400;
/// Dossiers moved in one act.
const BATCH: u64 = 200;
/// The states in which something is still to be done.
const OPEN: &str = "('new', 'accepted', 'processing', 'supplement', 'payment', 'finished')";

/// A dossier went along to the agency that took its own over.
#[derive(Serialize)]
struct Carried {
    from: Uuid,
}

impl Event for Carried {
    const NAME: &'static str = "onestop.dossier.carried";
}

#[async_trait::async_trait]
impl Reorganise for Dossiers {
    async fn foresee(&self, app: &App, change: &Reorganisation) -> Result<Vec<Follows>> {
        #[derive(FromQueryResult)]
        struct Count {
            agency_id: Uuid,
            n: i64,
        }
        let from: Vec<Uuid> = change.passings.iter().map(|passing| passing.from).collect();
        let mut follows = Vec::new();
        for some in from.chunks(CHUNK) {
            let those = placeholders(1, some.len());
            let dossiers = format!(
                "SELECT agency_id, count(*) AS n FROM onestop_dossier WHERE status IN {OPEN} AND agency_id IN {those} \
                 GROUP BY agency_id"
            );
            let drafts = format!(
                "SELECT agency_id, count(*) AS n FROM onestop_draft WHERE agency_id IN {those} GROUP BY agency_id"
            );
            for (what, sql) in [("onestop.reorganise.open", dossiers), ("onestop.reorganise.drafts", drafts)]
            {
                let rows: Vec<Count> =
                    app.db().read().all(&sql, some.iter().map(|&id| id.into()).collect()).await?;
                follows.extend(rows.into_iter().map(|row| Follows {
                    from: row.agency_id,
                    what,
                    count: row.n.unsigned_abs(),
                    undivided: true,
                }));
            }
        }
        Ok(follows)
    }

    async fn name(&self, ctx: &Ctx, from: Uuid, _on: LocalDate, limit: i64) -> Result<Vec<Named>> {
        #[derive(FromQueryResult)]
        struct Row {
            code: String,
            procedure_name: String,
        }
        let sql = format!(
            "SELECT code, procedure_name FROM onestop_dossier WHERE agency_id = $1 AND status IN {OPEN} \
             ORDER BY submitted_at LIMIT $2"
        );
        let rows: Vec<Row> = ctx.read().all(&sql, vec![from.into(), limit.into()]).await?;
        let named =
            |row: Row| Named { kind: "onestop.reorganise.named", name: row.code, detail: row.procedure_name };
        Ok(rows.into_iter().map(named).collect())
    }

    async fn begin(&self, app: &App, change: &Reorganisation) -> Result<()> {
        let ctx = Ctx::system(app, "onestop.reorganise");
        for passing in &change.passings {
            if let Some(heir) = passing.heir {
                while carry(&ctx, passing.from, heir).await? {}
                let sql =
                    "UPDATE onestop_draft SET agency_id = $2, version = version + 1 WHERE agency_id = $1";
                app.keep_house(sql, vec![passing.from.into(), heir.into()]).await?;
            }
        }
        Ok(())
    }
}

/// Moves some dossiers and their files; whether there were any. Moved ones are not found again.
async fn carry(ctx: &Ctx, from: Uuid, heir: Uuid) -> Result<bool> {
    let mut act = ctx.own_act().await?;
    let sql = format!(
        "SELECT id FROM onestop_dossier WHERE agency_id = $1 AND status IN {OPEN} ORDER BY id LIMIT {BATCH}"
    );
    let ids: Vec<Uuid> = act.column(&sql, vec![from.into()]).await?;
    for &id in &ids {
        let sql =
            "UPDATE onestop_dossier SET agency_id = $2, holder = NULL, version = version + 1 WHERE id = $1";
        act.run(sql, vec![id.into(), heir.into()]).await?;
        svc_files::entrust(&act, "dossier", id, heir, DOSSIER_READ).await?;
        let dossier = crate::dossier::store::of_applicant(&act, Id::<Dossier>::from_uuid(id)).await?;
        if let Some(dossier) = dossier {
            act.record(&dossier, &Carried { from }).await?;
        }
    }
    if ids.is_empty() {
        return Ok(false);
    }
    act.commit().await?;
    Ok(true)
}
