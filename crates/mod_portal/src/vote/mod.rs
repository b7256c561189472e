//! Answers to polls. Nobody is asked who they are: a browser is given a paper (a signed random number, for this one poll
//! and for nothing else), and of a vote only the answer, the paper and the day are kept. Results are for those who have
//! voted, and for everybody once the poll is closed.

mod cast;
mod model_votes;
mod store;
mod web;

use kernel::{Access, Routes};
use sea_orm::prelude::Uuid;

pub use cast::cast;
pub use model_votes::load_model_votes;
pub use web::beside;

#[cfg(test)]
mod tests;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/s/{slug}/tham-do/{entry}/phieu", Access::Public, web::paper)
        .post("/s/{slug}/tham-do/{entry}/phieu", Access::Public, web::create)
        .get("/s/{slug}/tham-do/{entry}/ket-qua", Access::Public, web::result)
}

/// The key of pages that show the result of a poll that is closed.
fn key(entry: Uuid) -> String {
    format!("votes:{entry}")
}
