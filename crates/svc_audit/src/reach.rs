//! Which rows somebody reaches: those of agencies in their subtree, decided in SQL. Rows that belong to no agency are
//! for whoever reaches the whole province.

use kernel::{
    Ctx, Result, RowScope,
    db::{Queries as _, Values},
};
use svc_org::Agency;
use uuid::Uuid;

use crate::RECORD_READ;

/// Agencies for which a list of its own is read each; more are looked for along the way of one list.
const FEW: usize = 40;

/// The rows somebody reaches, narrowed to a subtree if one is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    scope: RowScope,
    whole: bool,
    /// Path of the agency at the top of the subtree asked for.
    below: Option<String>,
}

impl Reach {
    /// What the reader of this request reaches.
    pub(crate) fn of(ctx: &Ctx) -> Result<Self> {
        let scope = ctx.scope(RECORD_READ);
        let tree = svc_org::tree(ctx.app())?;
        let whole = match &scope {
            RowScope::All => true,
            RowScope::Under(paths) => {
                tree.root(ctx.today()).is_some_and(|root| paths.iter().any(|path| *path == root.path))
            }
        };
        Ok(Self { scope, whole, below: None })
    }

    /// Narrowed to this agency and what lies below.
    #[must_use]
    pub(crate) fn below(mut self, agency: &Agency) -> Self {
        self.below = Some(agency.path.clone());
        self
    }

    /// Whether rows of no agency are reached, too.
    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// The condition on column `agency_id`; nothing where every row is reached. Written so that no index is looked for:
    /// lists are read by the index that has their order.
    pub(crate) fn condition(&self, values: &mut Values) -> Option<String> {
        if self.whole && self.below.is_none() {
            return None;
        }
        Some(format!(
            "COALESCE(agency_id, agency_id) IN (SELECT o.id FROM org_agency o WHERE {})",
            self.agencies(values)
        ))
    }

    fn agencies(&self, values: &mut Values) -> String {
        let scope = if self.whole { RowScope::All } else { self.scope.clone() };
        let mut condition = scope.condition("o.path", values);
        if let Some(path) = &self.below {
            values.push(path.clone().into());
            condition.push_str(&format!(" AND substr(o.path, 1, {}) = ${}", path.len(), values.len()));
        }
        condition
    }

    /// The agencies reached, if they are few: each is then read as a list of its own.
    pub(crate) async fn few(&self, ctx: &Ctx) -> Result<Option<Vec<Uuid>>> {
        if self.whole && self.below.is_none() {
            return Ok(None);
        }
        let mut values = Values::new();
        let condition = self.agencies(&mut values);
        let sql = format!("SELECT o.id FROM org_agency o WHERE {condition} LIMIT {}", FEW + 1);
        let ids: Vec<Uuid> = ctx.read().column(&sql, values).await?;
        Ok((ids.len() <= FEW).then_some(ids))
    }

    /// The agency an export by this reader belongs to: where their right begins.
    pub(crate) fn home(ctx: &Ctx) -> Option<Uuid> {
        match ctx.actor() {
            base::Actor::Account(account) => {
                account.grants.iter().find(|g| g.carries(RECORD_READ)).map(|g| g.agency)
            }
            _ => None,
        }
    }
}
