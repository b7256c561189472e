//! What follows when agencies are merged, split or dissolved: the organisation decides, and each module says what of its
//! own goes along and takes it there.

use base::LocalDate;
use uuid::Uuid;

use crate::{Act, App, Ctx, Result};

/// One agency that ends, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passing {
    /// The agency that ends.
    pub from: Uuid,
    /// Those that take it over; none when it is dissolved.
    pub to: Vec<Uuid>,
    /// The one that gets what cannot be divided: accounts, posts, roles, open work. None when people decided that nobody
    /// does, or have not decided yet.
    pub heir: Option<Uuid>,
    /// It goes over whole and alone: the successor is the same body under the new order.
    pub same: bool,
}

/// A reorganisation as modules see it.
#[derive(Clone, Debug)]
pub struct Reorganisation {
    /// Its identifier.
    pub id: Uuid,
    /// The first day of the new order.
    pub on: LocalDate,
    /// The decision it rests on, as noted with whatever moves.
    pub basis: String,
    /// What ends.
    pub passings: Vec<Passing>,
}

/// Something of an agency that ends, counted for those who decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follows {
    /// The agency.
    pub from: Uuid,
    /// Text key of what it is; `{n}` says how many.
    pub what: &'static str,
    /// How many.
    pub count: u64,
    /// It can go to one successor only, so of an agency that is divided somebody has to say to which.
    pub undivided: bool,
}

/// Something of an agency that ends, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Text key of what such things are called together.
    pub kind: &'static str,
    /// What people call it.
    pub name: String,
    /// What else tells it from others; may be empty.
    pub detail: String,
}

/// How a module takes part in reorganisations.
#[async_trait::async_trait]
pub trait Reorganise: Send + Sync {
    /// What would follow. Changes nothing.
    async fn foresee(&self, app: &App, change: &Reorganisation) -> Result<Vec<Follows>>;

    /// What of one agency would go along if it ended before the day, by name: up to so many of each kind, for a screen.
    async fn name(&self, _ctx: &Ctx, _from: Uuid, _on: LocalDate, _limit: i64) -> Result<Vec<Named>> {
        Ok(Vec::new())
    }

    /// Inside the act that decides: writes what holds from the day on. Most of it is said with first and last days, so
    /// that nothing needs to happen at midnight.
    async fn decide(&self, _act: &mut Act, _change: &Reorganisation) -> Result<()> {
        Ok(())
    }

    /// Inside the act that takes the decision back before its day: restores what [`Reorganise::decide`] changed.
    async fn undo(&self, _act: &mut Act, _change: &Reorganisation) -> Result<()> {
        Ok(())
    }

    /// On the day, outside any act, after the tree shows the new order: what validity cannot say. May run twice.
    async fn begin(&self, _app: &App, _change: &Reorganisation) -> Result<()> {
        Ok(())
    }
}
