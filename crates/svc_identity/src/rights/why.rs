use base::{LocalDate, Timestamp};
use kernel::{
    Ctx, Result,
    db::{FromQueryResult, Queries as _},
};
use uuid::Uuid;

use crate::{Account, account::Status, delegation::store::COUNTS, grant};

/// Links of the chain that are followed: deeper ones would be an error in the data.
const DEEPEST: usize = 12;

/// Why somebody may do something over an agency: the chain of grants, from theirs to the program itself.
pub(super) struct Reason {
    /// The role that carries the permission.
    pub role: String,
    /// The agency at the top of the grant's subtree.
    pub agency: String,
    pub from: String,
    pub until: String,
    /// Who holds it: first the one asked about, then who lent it to them and each giver.
    pub holder: String,
    /// Who gave it; nothing when the program itself did (the operator's command, an import).
    pub giver: Option<String>,
    pub given: String,
    pub why: String,
    /// By a loan: the giver is the lender.
    pub lent: bool,
}

#[derive(FromQueryResult, Clone)]
struct Row {
    /// The grant, or the loan.
    id: Uuid,
    holder: String,
    role: String,
    agency: String,
    path: String,
    valid_from: String,
    valid_to: Option<String>,
    giver: Option<Uuid>,
    giver_name: Option<String>,
    given_at: i64,
    reason: String,
    lender: Option<Uuid>,
}

/// Every way in which the account may do what the permission allows over the agency with this path, each as a chain.
/// Empty when it may not: also while the account is locked, or waits for its owner to choose another password.
pub(super) async fn why(
    ctx: &Ctx,
    account: &Account,
    permission: &str,
    path: &str,
) -> Result<Vec<Vec<Reason>>> {
    let mut chains = Vec::new();
    if account.status != Status::Active || account.must_change {
        return Ok(chains);
    }
    for row in held(ctx, account.id.uuid(), ctx.now(), ctx.today()).await? {
        if !carries(ctx, &row.role, permission) || !path.starts_with(&row.path) {
            continue;
        }
        let (mut chain, mut seen) = (Vec::new(), Vec::new());
        let mut link = Some(row);
        while let Some(row) = link.take().filter(|_| chain.len() < DEEPEST) {
            seen.push(row.id);
            link = match (row.lender, row.giver) {
                (Some(lender), _) => lent(ctx, lender, &row).await?,
                (None, Some(giver)) => above(ctx, giver, &row, &seen).await?,
                (None, None) => None,
            };
            chain.push(reason(row));
        }
        chains.push(chain);
    }
    Ok(chains)
}

/// The lender's own grant of a role that was lent.
async fn lent(ctx: &Ctx, lender: Uuid, row: &Row) -> Result<Option<Row>> {
    let held = held(ctx, lender, ctx.now(), ctx.today()).await?;
    let own =
        |above: &Row| above.lender.is_none() && above.role == row.role && row.path.starts_with(&above.path);
    Ok(held.into_iter().find(own))
}

/// The giver's own grant by which they could give this one: an administrator's, over that agency, at that time. None that
/// is in the chain already: it would explain itself.
async fn above(ctx: &Ctx, giver: Uuid, row: &Row, seen: &[Uuid]) -> Result<Option<Row>> {
    let at = Timestamp(row.given_at);
    let manage = crate::ACCOUNT_MANAGE.name();
    let held = held(ctx, giver, at, at.local_date()).await?;
    let gives = |above: &Row| {
        row.path.starts_with(&above.path) && carries(ctx, &above.role, manage) && !seen.contains(&above.id)
    };
    Ok(held.into_iter().find(gives))
}

fn carries(ctx: &Ctx, role: &str, permission: &str) -> bool {
    grant::permissions(ctx.app(), role).is_some_and(|all| all.iter().any(|p| p.name() == permission))
}

/// What the account held, of its own or lent, at an instant.
async fn held(ctx: &Ctx, account: Uuid, at: Timestamp, day: LocalDate) -> Result<Vec<Row>> {
    const LIVING: &str = "g.given_at <= $2 AND (g.ended_at IS NULL OR g.ended_at > $2) AND g.valid_from <= $3 \
                          AND (g.valid_to IS NULL OR g.valid_to >= $3)";
    let sql = format!(
        "SELECT g.id, a.display_name AS holder, g.role, o.full_name AS agency, o.path, g.valid_from, \
         g.valid_to, g.giver, v.display_name AS giver_name, g.given_at, g.reason, CAST(NULL AS UUID) AS lender \
         FROM identity_grant g JOIN identity_account a ON a.id = g.account JOIN org_agency o ON o.id = g.agency \
         LEFT JOIN identity_account v ON v.id = g.giver WHERE g.account = $1 AND {LIVING} \
         UNION ALL \
         SELECT d.id, a.display_name AS holder, g.role, o.full_name AS agency, o.path, \
         d.valid_from, d.valid_to, d.lender AS giver, v.display_name AS giver_name, d.given_at, d.reason, d.lender \
         FROM identity_delegation d JOIN identity_grant g ON g.id = d.grant_id AND {LIVING} \
         JOIN identity_account a ON a.id = d.borrower JOIN org_agency o ON o.id = d.agency \
         JOIN identity_account v ON v.id = d.lender {COUNTS} \
         WHERE d.borrower = $1 AND d.given_at <= $2 AND (d.ended_at IS NULL OR d.ended_at > $2) \
           AND d.valid_from <= $3 AND d.valid_to >= $3"
    );
    ctx.read().all(&sql, vec![account.into(), at.0.into(), day.iso().into()]).await
}

fn reason(row: Row) -> Reason {
    let vn = |day: &str| LocalDate::parse(day).map(LocalDate::vn).unwrap_or_default();
    Reason {
        lent: row.lender.is_some(),
        role: row.role,
        agency: row.agency,
        from: vn(&row.valid_from),
        until: row.valid_to.as_deref().map(vn).unwrap_or_default(),
        holder: row.holder,
        giver: row.giver.map(|_| row.giver_name.unwrap_or_default()),
        given: Timestamp(row.given_at).local().vn(),
        why: row.reason,
    }
}
