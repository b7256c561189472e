use std::{collections::BTreeSet, time::Duration};

use base::{Actor, Permission, Timestamp};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Ctx, Error, Event, Result, RowScope, Subject, access,
    db::{Queries, placeholders},
    jobs::{self, NewJob},
    journal::{account_name, actor_name},
    new_id,
};

/// One change of the province's data: a permission held, a transaction, an instant, its records and jobs. The only
/// way to write. Dropped without [`Act::commit`], nothing happened.
///
/// Statements run on it directly: `act.run("UPDATE …", vec![…])`.
pub struct Act {
    ctx: Ctx,
    permission: Option<Permission>,
    tx: DatabaseTransaction,
    now: Timestamp,
    /// In whose place the actor acts, if not in their own.
    in_place_of: Option<Uuid>,
    /// Whom this act recognised in somebody who came as nobody.
    recognised: Option<Uuid>,
    recorded: bool,
    touched: BTreeSet<String>,
    /// Keys no record of this act names yet.
    unsaid: BTreeSet<String>,
    jobs: bool,
}

impl Act {
    pub(crate) async fn begin(ctx: &Ctx, permission: Option<Permission>) -> Result<Self> {
        if let Some(permission) = permission
            && !access::allows(ctx.actor(), permission, None)
        {
            return Err(if ctx.actor().account_id().is_none() { Error::SignIn } else { Error::Forbidden });
        }
        let tx = ctx.app().db().begin().await?;
        Ok(Self {
            ctx: ctx.clone(),
            permission,
            tx,
            now: ctx.now(),
            in_place_of: permission.and_then(|permission| access::lender(ctx.actor(), permission, None)),
            recognised: None,
            recorded: false,
            touched: BTreeSet::new(),
            unsaid: BTreeSet::new(),
            jobs: false,
        })
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        self.ctx.actor()
    }

    /// When: one instant for the whole act.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The program this act runs in, for in-memory lookups.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// The rows this actor reaches with the permission of this act.
    pub fn scope(&self) -> RowScope {
        match self.permission {
            Some(permission) => RowScope::of(self.actor(), permission),
            None => RowScope::All,
        }
    }

    /// Checks the act's permission over one agency: for things about to be made, which no row scope covers yet.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn require(&mut self, agency_path: &str) -> Result<()> {
        let Some(permission) = self.permission else { return Ok(()) };
        if !access::allows(self.actor(), permission, Some(agency_path)) {
            return Err(Error::Forbidden);
        }
        self.in_place_of = access::lender(self.actor(), permission, Some(agency_path));
        Ok(())
    }

    /// In whose place this is done, if by a lent role.
    pub fn in_place_of(&self) -> Option<Uuid> {
        self.in_place_of
    }

    /// Whoever began this act as nobody, or as somebody else, has shown that they are the owner of this account: what is
    /// recorded from now on, they did. It gives no right.
    pub fn recognise(&mut self, account: Uuid) {
        self.recognised = Some(account);
    }

    /// How the journal names who acts.
    fn name(&self) -> String {
        match self.recognised {
            Some(account) => account_name(account),
            None => actor_name(self.actor(), self.in_place_of),
        }
    }

    /// Writes into the journal what this act did to a subject. At least one record is needed to commit. Cached pages
    /// that depend on `{kind}:{id}` are dropped at commit.
    ///
    /// # Errors
    /// The database's.
    pub async fn record<S: Subject, E: Event>(&mut self, subject: &S, event: &E) -> Result<()> {
        self.touch(format!("{}:{}", S::KIND, subject.subject_id()));
        // Each key once, so that an import of thousands does not repeat all of them in every record.
        let touched = serde_json::to_string(&std::mem::take(&mut self.unsaid))?;
        let data = serde_json::to_string(event)?;
        self.tx
            .run(
                "INSERT INTO kernel_record (id, at, actor, act, subject_kind, subject_id, agency_id, touched, data) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                vec![
                    new_id::<()>().uuid().into(),
                    self.now.0.into(),
                    self.name().into(),
                    E::NAME.into(),
                    S::KIND.into(),
                    subject.subject_id().into(),
                    subject.agency_id().into(),
                    touched.into(),
                    data.into(),
                ],
            )
            .await?;
        self.recorded = true;
        Ok(())
    }

    /// As [`Act::record`], of many subjects at once, in few statements: for imports of thousands.
    ///
    /// # Errors
    /// The database's.
    pub async fn record_each<S: Subject, E: Event>(&mut self, happened: &[(&S, E)]) -> Result<()> {
        // SQLite takes time by the square of a statement's parameters.
        const TOGETHER: usize = 32;
        let actor = self.name();
        for batch in happened.chunks(TOGETHER) {
            let mut values = Vec::with_capacity(batch.len() * 9);
            for (subject, event) in batch {
                self.touch(format!("{}:{}", S::KIND, subject.subject_id()));
                let touched = serde_json::to_string(&std::mem::take(&mut self.unsaid))?;
                values.extend([
                    new_id::<()>().uuid().into(),
                    self.now.0.into(),
                    actor.clone().into(),
                    E::NAME.into(),
                    S::KIND.into(),
                    subject.subject_id().into(),
                    subject.agency_id().into(),
                    touched.into(),
                    serde_json::to_string(event)?.into(),
                ]);
            }
            let sql = format!(
                "INSERT INTO kernel_record (id, at, actor, act, subject_kind, subject_id, agency_id, touched, data) \
                 VALUES {}",
                placeholders(batch.len(), 9)
            );
            self.tx.run(&sql, values).await?;
            self.recorded = true;
        }
        Ok(())
    }

    /// Names a cached page key that changes with this act; call before [`Act::record`], so that other nodes learn it.
    pub fn touch(&mut self, key: impl Into<String>) {
        let key = key.into();
        if self.touched.insert(key.clone()) {
            self.unsaid.insert(key);
        }
    }

    /// Asks for work after the commit, at once or after a while.
    ///
    /// # Errors
    /// The database's.
    pub async fn enqueue<P: Serialize>(
        &mut self,
        kind: &'static str,
        payload: &P,
        after: Duration,
    ) -> Result<()> {
        let run_at = Timestamp(self.now.0 + after.as_millis() as i64);
        jobs::insert(
            &self.tx,
            NewJob { kind, payload: serde_json::to_value(payload)?, schedule: None, run_at },
        )
        .await?;
        self.jobs = true;
        Ok(())
    }

    /// The keys touched so far.
    pub(crate) fn touched(&self) -> Vec<String> {
        self.touched.iter().cloned().collect()
    }

    /// Makes it durable, then drops the cached pages it changed and wakes the sealer.
    ///
    /// # Errors
    /// [`Error::Internal`] when nothing was recorded; the database's. In both cases nothing happened.
    pub async fn commit(self) -> Result<()> {
        if !self.recorded {
            return Err(Error::internal("an act was committed without a record"));
        }
        self.tx.commit().await?;
        self.ctx.app().committed(self.touched.iter().map(String::as_str), self.jobs);
        Ok(())
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Act {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }
    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        self.tx.execute_raw(stmt).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.tx.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tx.query_one_raw(stmt).await
    }
    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tx.query_all_raw(stmt).await
    }
}
