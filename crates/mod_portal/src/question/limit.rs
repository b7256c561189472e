//! In how many working days what has to be done. Law is data: each limit holds from a day on, says where it is written,
//! and whether that was read in the law itself.

use base::{LocalDate, Timestamp};
use kernel::{
    App, Ctx, Error, Event, Result, Subject,
    db::{FromQueryResult, Queries},
    new_id,
};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use svc_workflow::calendar::{Cutoff, Quantity, Term, Unit, due};
use ui::Message;

use super::model::Due;
use crate::policy;

/// Longest source, in characters.
pub const SOURCE_MAX: usize = 300;
/// Most working days a limit may have.
pub const DAYS_MAX: i64 = 250;

/// What a limit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A question about what the agency itself decides.
    Own,
    /// A question in which several agencies have a part.
    Joint,
    /// A question whose time was made longer.
    Most,
    /// Passing something on to the agency it belongs to.
    Pass,
    /// A proposal about regulations.
    Feedback,
}

impl Name {
    /// All.
    pub const ALL: [Self; 5] = [Self::Own, Self::Joint, Self::Most, Self::Pass, Self::Feedback];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Joint => "joint",
            Self::Most => "most",
            Self::Pass => "pass",
            Self::Feedback => "feedback",
        }
    }

    /// The text key of what it is for.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Own => "portal.limit.name.own",
            Self::Joint => "portal.limit.name.joint",
            Self::Most => "portal.limit.name.most",
            Self::Pass => "portal.limit.name.pass",
            Self::Feedback => "portal.limit.name.feedback",
        }
    }

    /// The one stored under this word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.code() == code)
    }
}

/// A limit from a day on.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Limit {
    /// Its identifier.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Working days.
    pub days: i64,
    /// The first day on which it holds for what comes in.
    pub valid_from: String,
    /// Where it is written.
    pub source: String,
    /// `verified` where that was read in the law itself, else `secondary`.
    pub standing: String,
    /// Counts changes.
    pub version: i64,
}

impl Subject for Limit {
    const KIND: &'static str = "limit";
    fn subject_id(&self) -> Uuid {
        self.id.parse().unwrap_or_default()
    }
}

/// What somebody decides about a limit.
#[derive(Clone, Debug)]
pub struct Details {
    /// What it is for.
    pub name: Name,
    /// Working days.
    pub days: i64,
    /// From when.
    pub valid_from: LocalDate,
    /// Where it is written.
    pub source: String,
    /// Whether that was read in the law itself.
    pub verified: bool,
}

const COLUMNS: &str = "SELECT id, name, days, valid_from, source, standing, version FROM portal_limit";

/// All, those of one name together, the latest first.
pub async fn all<C: Queries>(db: &C) -> Result<Vec<Limit>> {
    db.all(&format!("{COLUMNS} ORDER BY name, valid_from DESC"), vec![]).await
}

/// The one with this identifier.
pub async fn find<C: Queries>(db: &C, id: &str) -> Result<Option<Limit>> {
    db.one(&format!("{COLUMNS} WHERE id = $1"), vec![id.into()]).await
}

/// The working days of a limit for what came in on a day.
///
/// # Errors
/// When none holds on that day; the database's.
pub async fn days<C: Queries>(db: &C, name: Name, on: LocalDate) -> Result<i64> {
    let sql =
        "SELECT days FROM portal_limit WHERE name = $1 AND valid_from <= $2 ORDER BY valid_from DESC LIMIT 1";
    let found: Option<i64> = db.scalar(sql, vec![name.code().into(), on.iso().into()]).await?;
    found.ok_or_else(|| Error::internal(format!("no limit {} holds on {on}", name.code())))
}

/// Until when what came in then is to be done, by the legal calendar and the hours of the agency with this path.
///
/// # Errors
/// When no limit holds on that day; the database's.
pub async fn reckon<C: Queries>(
    app: &App,
    db: &C,
    name: Name,
    path: &str,
    received: Timestamp,
) -> Result<Due> {
    let days = days(db, name, received.local_date()).await?;
    let wrong = |what: String| Error::internal(format!("limit {}: {what}", name.code()));
    let many = Quantity::whole(u32::try_from(days).unwrap_or(0)).map_err(|e| wrong(e.to_string()))?;
    let term = Term::new(many, Unit::WorkingDay).map_err(|e| wrong(e.to_string()))?;
    let calendar = svc_workflow::calendar_of(app)?;
    let hours = svc_workflow::hours_of(app, path, received.local_date())?;
    let counted = due(&calendar, &hours, received.local(), &term, Cutoff::default());
    let counted = counted.map_err(|e| wrong(e.to_string()))?;
    Ok(Due { at: Timestamp::from_local(counted.at), limit: name, days })
}

#[derive(Serialize)]
struct Set {
    name: &'static str,
    days: i64,
    valid_from: String,
    source: String,
}

impl Event for Set {
    const NAME: &'static str = "portal.limit.set";
}

/// Enters a limit from a day on, or changes the one named. What has a deadline already keeps it.
///
/// # Errors
/// [`Error::Forbidden`] without the right over the whole province; [`Error::NotFound`]; [`Error::Conflict`] for a stale
/// `version` or when there is another one from the same day on.
pub async fn set(ctx: &Ctx, id: Option<&str>, version: i64, details: Details) -> Result<()> {
    let mut act = ctx.act(policy::LIMIT_EDIT).await?;
    let tree = svc_org::tree(ctx.app())?;
    let root = tree.root(act.now().local_date()).ok_or(Error::NotFound)?;
    act.require(&root.path)?;
    let mut limit = match id {
        Some(id) => find(&act, id).await?.ok_or(Error::NotFound)?,
        None => Limit {
            id: new_id::<()>().to_string(),
            name: details.name.code().to_owned(),
            days: 0,
            valid_from: String::new(),
            source: String::new(),
            standing: String::new(),
            version: 0,
        },
    };
    if id.is_some() && limit.version != version {
        return Err(Error::stale());
    }
    details.name.code().clone_into(&mut limit.name);
    limit.days = details.days;
    limit.valid_from = details.valid_from.iso();
    limit.source = details.source;
    limit.standing = if details.verified { "verified" } else { "secondary" }.to_owned();
    let same = "SELECT id FROM portal_limit WHERE name = $1 AND valid_from = $2 AND id <> $3";
    let values = vec![limit.name.clone().into(), limit.valid_from.clone().into(), limit.id.clone().into()];
    if act.scalar::<String>(same, values).await?.is_some() {
        return Err(Error::Conflict(Message::new("portal.limit.refused.taken")));
    }
    let values = vec![
        limit.id.clone().into(),
        limit.name.clone().into(),
        limit.days.into(),
        limit.valid_from.clone().into(),
        limit.source.clone().into(),
        limit.standing.clone().into(),
        limit.version.into(),
    ];
    let sql = if id.is_some() {
        "UPDATE portal_limit SET name = $2, days = $3, valid_from = $4, source = $5, standing = $6, \
         version = version + 1 WHERE id = $1 AND version = $7"
    } else {
        "INSERT INTO portal_limit (id, name, days, valid_from, source, standing, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7 + 1)"
    };
    if act.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    let name = Name::parse(&limit.name).map_or("", Name::code);
    let event =
        Set { name, days: limit.days, valid_from: limit.valid_from.clone(), source: limit.source.clone() };
    act.record(&limit, &event).await?;
    act.commit().await
}
