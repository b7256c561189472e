//! Who saw what is not for everybody, and who was refused: the access log, for people.

mod filter;
mod store;
mod view;
mod web;

use kernel::{Ctx, Result, Routes};
use uuid::Uuid;

use crate::{RECORD_READ, reach::Reach};

pub(crate) use store::Logged;
pub(crate) use view::{Line, lines};

/// Where the access log is read.
pub(crate) const PATH: &str = "/quan-tri/nhat-ky/truy-cap";

/// Views shown beside a record or a story; the rest is in the list.
const BESIDE: u64 = 20;

pub(crate) fn routes() -> Routes {
    Routes::new().get(PATH, RECORD_READ, web::index)
}

/// The newest entries about one thing.
pub(crate) async fn of_thing(ctx: &Ctx, reach: &Reach, kind: &str, id: Uuid) -> Result<Vec<Logged>> {
    store::of_thing(ctx, reach, kind, id, BESIDE).await
}
