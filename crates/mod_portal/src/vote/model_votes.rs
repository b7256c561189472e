//! Votes in the model province's polls: invented.

use base::{LocalDate, Timestamp};
use kernel::{
    Ctx, Event, Result, Subject,
    db::{FromQueryResult, Queries as _, Values, placeholders},
    new_id,
};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::key;
use crate::policy;

#[derive(Serialize)]
struct Imported {}

impl Event for Imported {
    const NAME: &'static str = "portal.vote.imported";
}

/// A poll as the journal names it.
struct Count(Uuid, Uuid);

impl Subject for Count {
    const KIND: &'static str = "vote";
    fn subject_id(&self) -> Uuid {
        self.0
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.1)
    }
}

#[derive(FromQueryResult)]
struct Poll {
    id: Uuid,
    agency_id: Uuid,
    path: String,
    published_at: i64,
    fields: String,
}

#[derive(Deserialize)]
struct Fields {
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    title: String,
}

/// Puts votes into the boxes of published polls that have none, and says how many. A second run adds nothing.
///
/// # Errors
/// [`kernel::Error::Forbidden`] without the right over every site; the database's.
pub async fn load_model_votes(ctx: &Ctx) -> Result<usize> {
    let sql = "SELECT a.id, s.agency_id, o.path, a.published_at, r.fields FROM portal_entry a \
               JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
               JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id WHERE a.kind = 'poll' \
               AND NOT EXISTS (SELECT 1 FROM portal_vote v WHERE v.entry_id = a.id) ORDER BY a.id";
    let polls: Vec<Poll> = ctx.read().all(sql, vec![]).await?;
    let mut all = 0;
    let mut act = None;
    for (at, poll) in polls.iter().enumerate() {
        let fields: Fields = serde_json::from_str(&poll.fields)?;
        let day: LocalDate = Timestamp(poll.published_at).local_date().plus_days(1);
        let mut values = Values::new();
        for (n, answer) in fields.answers.iter().enumerate() {
            // Some answers are liked better than others, elsewhere others.
            for _ in 0..(n * 5 + at * 3) % 11 + 2 {
                values.extend([
                    new_id::<()>().uuid().into(),
                    poll.id.into(),
                    new_id::<()>().uuid().into(),
                    answer.title.clone().into(),
                    day.iso().into(),
                ]);
            }
        }
        let many = values.len() / 5;
        if many == 0 {
            continue;
        }
        let act = match &mut act {
            Some(act) => act,
            none => none.insert(ctx.act(policy::ENTRY_PUBLISH).await?),
        };
        act.require(&poll.path)?;
        let sql = format!(
            "INSERT INTO portal_vote (id, entry_id, ballot, answer, day) VALUES {}",
            placeholders(many, 5)
        );
        act.run(&sql, values).await?;
        act.touch(key(poll.id));
        act.record(&Count(poll.id, poll.agency_id), &Imported {}).await?;
        all += many;
    }
    if let Some(act) = act {
        act.commit().await?;
    }
    Ok(all)
}
