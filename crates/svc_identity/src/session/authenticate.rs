use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use base::{AccountActor, Actor, Permission, Timestamp};
use kernel::{App, Authenticator, Ctx, Proof, Result, SessionInfo};
use parking_lot::Mutex;

use super::{
    model::{digest, is_alive},
    prove::prove,
    store,
};
use crate::grant;

/// Milliseconds between two writings of when sessions were last used.
const NOTE_EVERY: i64 = 60 * 1000;

/// Recognises sessions.
pub(crate) struct Sessions {
    roles: BTreeMap<&'static str, Arc<[Permission]>>,
    seen: Arc<Seen>,
}

impl Sessions {
    pub(crate) fn new(app: &App) -> Self {
        let roles = grant::roles(app).into_iter();
        let roles = roles.filter_map(|key| Some((key, grant::permissions(app, key)?))).collect();
        Self { roles, seen: Arc::default() }
    }
}

#[async_trait::async_trait]
impl Authenticator for Sessions {
    async fn session(&self, app: &App, token: &str) -> Result<Option<SessionInfo>> {
        let now = app.clock().now();
        let permissions = |role: &str| self.roles.get(role).cloned();
        let hash = digest(token);
        // Asked before the database: what leaves this memory in between is in the database by then.
        let seen_here = self.seen.last(&hash);
        let known = store::find(app.db().read(), &hash).await?;
        let Some(known) = known else { return Ok(None) };
        if !is_alive(known.started, known.seen.max(seen_here), now) {
            return Ok(None);
        }
        if self.seen.note(hash, now) {
            // Beside the request: its answer does not depend on this and should not wait for the disk.
            tokio::spawn(Seen::write(Arc::clone(&self.seen), app.clone()));
        }
        let grants = if known.must_change {
            Vec::new()
        } else {
            grant::held_now(app.db().read(), known.account, now.local_date(), permissions).await?
        };
        let actor = AccountActor { id: known.account, display_name: known.display_name, grants };
        Ok(Some(SessionInfo { id: known.id, actor: Actor::Account(Arc::new(actor)), proved: known.proved }))
    }

    async fn prove(&self, ctx: &Ctx, proof: &str) -> Result<Proof> {
        prove(ctx, proof).await
    }
}

/// When sessions were last used, by their tokens' digests, as far as the database does not know yet.
#[derive(Default)]
struct Seen(Mutex<Latest>);

#[derive(Default)]
struct Latest {
    at: HashMap<Vec<u8>, i64>,
    written: i64,
}

impl Seen {
    fn last(&self, hash: &[u8]) -> Timestamp {
        Timestamp(self.0.lock().at.get(hash).copied().unwrap_or(0))
    }

    /// Notes a use and says whether it is time to write.
    fn note(&self, hash: Vec<u8>, now: Timestamp) -> bool {
        let mut latest = self.0.lock();
        latest.at.insert(hash, now.0);
        let due = now.0 - latest.written >= NOTE_EVERY;
        if due {
            latest.written = now.0;
        }
        due
    }

    async fn write(seen: Arc<Self>, app: App) {
        let noted: Vec<(Vec<u8>, i64)> =
            seen.0.lock().at.iter().map(|(hash, at)| (hash.clone(), *at)).collect();
        match store::note_seen(&app, &noted).await {
            // Those used again meanwhile stay for the next time.
            Ok(()) => {
                let mut latest = seen.0.lock();
                for (hash, at) in noted {
                    if latest.at.get(&hash) == Some(&at) {
                        latest.at.remove(&hash);
                    }
                }
            }
            Err(error) => tracing::warn!(error = %error, "when sessions were last used could not be written"),
        }
    }
}
