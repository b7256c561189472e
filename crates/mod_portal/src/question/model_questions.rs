//! The model province's questions: invented, with invented askers, and said to be so wherever who asked is shown.

use std::collections::HashSet;

use base::{LocalDateTime, Timestamp};
use kernel::{Ctx, Error, Event, Result, new_id};
use serde::{Deserialize, Serialize};
use ui::{Lang, t};

use super::{
    ask,
    limit::{self, Name},
    model::{Answer, Class, Kind, Question, Rating, Sender, Status},
    store, touch,
};
use crate::{
    guard, policy,
    site::{self, Site, SiteKind, lower_first},
};

/// Questions written in one act.
const BATCH: usize = 24;
/// A year in whole weeks, so that a date moved by it stays on its weekday.
const YEAR_SECONDS: i64 = 364 * 86_400;

#[derive(Serialize)]
struct Imported {}

impl Event for Imported {
    const NAME: &'static str = "portal.question.imported";
}

#[derive(Deserialize)]
struct File {
    question: Vec<Seed>,
}

/// A question as the seeds write it; `{name}` and `{Name}` stand for the site's.
#[derive(Deserialize)]
struct Seed {
    /// `province`, `department` or `commune`.
    on: String,
    #[serde(default = "question")]
    kind: String,
    asked: String,
    /// Working mornings until it was answered; none while it is open.
    #[serde(default)]
    answered: Option<i64>,
    title: String,
    body: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    rating: String,
}

fn question() -> String {
    Kind::Question.code().to_owned()
}

/// Writes the model province's questions onto its living sites and says how many are new. A second run adds nothing.
///
/// # Errors
/// [`Error::Forbidden`] without the right over every site; the database's. What was written before stays.
pub async fn load_model_questions(ctx: &Ctx) -> Result<usize> {
    let file: File = toml::from_str(include_str!("../../seeds/questions.toml"))
        .map_err(|e| Error::internal(e.to_string()))?;
    let family = site::sites(ctx.app())?;
    let known: HashSet<String> = store::known_origins(ctx.read()).await?.into_iter().collect();
    let mut new = Vec::new();
    for kind in [SiteKind::Province, SiteKind::Department, SiteKind::Commune] {
        let seeds: Vec<(usize, &Seed)> =
            file.question.iter().enumerate().filter(|(_, seed)| seed.on == kind.name()).collect();
        for (at, site) in family.living_of(kind, ctx.today()).enumerate() {
            for (turn, (n, seed)) in seeds.iter().enumerate() {
                // The province has all, others every third, neighbours different ones.
                if kind != SiteKind::Province && (turn + at) % 3 != 0 {
                    continue;
                }
                let origin = format!("model:question:{}:{n}", site.id);
                if !known.contains(&origin) {
                    new.push((make(ctx, site, seed, (at, turn)).await?, origin));
                }
            }
        }
    }
    let sender = |site: &str| Sender {
        name: t(Lang::Vi, "portal.question.model.name").to_owned(),
        address: site.to_owned(),
        phone: String::new(),
        email: "minh-hoa@example.org".to_owned(),
    };
    for batch in new.chunks(BATCH) {
        let mut act = ctx.act(policy::QUESTION_APPROVE).await?;
        for (question, origin) in batch {
            act.require(&question.agency_path)?;
            let home = family.by_id(question.site).map_or("", |site| site.name.as_str());
            store::insert(&act, question, &sender(home), Some(origin)).await?;
            touch(&mut act, question);
            act.record(question, &Imported {}).await?;
        }
        act.commit().await?;
    }
    Ok(new.len())
}

async fn make(ctx: &Ctx, site: &Site, seed: &Seed, (at, turn): (usize, usize)) -> Result<Question> {
    let wrong = |what: &str| Error::internal(format!("model question \"{}\": {what}", seed.title));
    let kind = Kind::parse(&seed.kind).ok_or_else(|| wrong("kind"))?;
    let local = LocalDateTime::parse(&seed.asked).map_err(|_| wrong("date"))?;
    // Not everywhere on the same morning; never on a day off.
    let fresh = seed.answered.is_none() || site.kind == SiteKind::Province;
    let weeks = if fresh { 0 } else { (at as i64 * 5 + turn as i64 * 17) % 40 };
    let mut received = Timestamp::from_local(local).plus_seconds(-weeks * 7 * 86_400);
    while received > ctx.now() {
        received = received.plus_seconds(-YEAR_SECONDS);
    }
    let id = new_id();
    let name = if kind == Kind::Feedback { Name::Feedback } else { Name::Own };
    let due = limit::reckon(ctx.app(), ctx.read(), name, &site.agency_path, received).await?;
    let pass = limit::reckon(ctx.app(), ctx.read(), Name::Pass, &site.agency_path, received).await?;
    let answered =
        seed.answered.map(|days| received.plus_seconds(days * 86_400 + 4_200)).filter(|at| *at < ctx.now());
    let own = if site.kind == SiteKind::Commune { lower_first(&site.name) } else { site.name.clone() };
    let fill =
        |text: &str| base::text::nfc(text.trim()).replace("{Name}", &site.name).replace("{name}", &own);
    let (title, body) = (fill(&seed.title), fill(&seed.body));
    let answer = match answered {
        Some(_) => Answer {
            text: fill(&seed.answer),
            title: title.clone(),
            body: body.clone(),
            name: seed.name.clone(),
        },
        None => Answer::default(),
    };
    let rating = Rating::parse(&seed.rating).filter(|_| answered.is_some());
    Ok(Question {
        id,
        code: ask::code(ctx, id),
        short: guard::letters(ctx.app(), "portal.question.short", id.uuid(), 10),
        kind,
        site: site.id,
        agency: site.agency_id,
        agency_path: site.agency_path.clone(),
        agency_until: site.validity.to(),
        lang: Lang::Vi.code().to_owned(),
        title,
        body,
        class: answered.map(|_| Class::Own),
        joint: false,
        status: if answered.is_some() { Status::Published } else { Status::New },
        received_at: received,
        due,
        pass_by: pass.at,
        extended: false,
        answer,
        hands: Vec::new(),
        approver: None,
        answered_at: answered,
        published_at: answered,
        rating,
        rated_at: rating.and(answered).map(|at| at.plus_seconds(86_400)),
        updated_at: answered.unwrap_or(received),
        version: 1,
    })
}
