//! The catalogue of administrative procedures: what one gets, how long it takes, what it costs, what to bring.
//!
//! A file of the national database is read row by row ([`read`]), each row becomes a layer of its procedure ([`layers`]):
//! the index line, the condensed facts, the full text. Layers never overwrite each other; what is true taken together
//! ([`model::Facts`]) is computed from them and stored in columns. Importing journals one event, the search index follows,
//! and the pages that showed the old state are dropped.

mod api;
mod catalogue;
mod filter;
mod find;
mod import;
mod layers;
mod list;
mod model;
mod papers;
mod place;
mod read;
mod show;
mod source;
mod store;
mod words;

use kernel::{Access, Migration, Routes};

pub use catalogue::load_model_catalogue;
pub use filter::{encode, page_number};
pub use import::{ImportReport, import_procedures, try_procedures};
pub use model::{Channel, Code, Facts, Fee, Level, Procedure, ServiceLevel, Term, TermUnit};
pub use place::elsewhere;
pub use source::SOURCE;
pub use ui::Rejected;
pub use words::money;

/// The slice's part of the schema.
pub const MIGRATION: Migration = Migration {
    name: "20261127_140000_catalogue_procedure",
    sql: include_str!("../../migrations/20261127_140000_catalogue_procedure.sql"),
};

/// The key of cached pages that show more than one procedure.
pub const CATALOGUE: &str = "procedures";

/// Address of a procedure's page, without language prefix.
pub fn address(code: &str) -> String {
    format!("/thu-tuc/{code}")
}

/// How many procedures the catalogue holds.
///
/// # Errors
/// The database's.
pub async fn count(ctx: &kernel::Ctx) -> kernel::Result<u64> {
    store::count(ctx.read()).await
}

/// The codes of all procedures of the catalogue, in order: for the site map.
///
/// # Errors
/// The database's.
pub async fn codes(ctx: &kernel::Ctx) -> kernel::Result<Vec<String>> {
    store::codes(ctx.read()).await
}

/// What a procedure is called, as shown; nothing for a code nobody knows.
///
/// # Errors
/// The database's.
pub async fn name(ctx: &kernel::Ctx, code: &str) -> kernel::Result<Option<String>> {
    Ok(store::name(ctx.read(), code).await?.map(|name| words::name(&name)))
}

/// A procedure by its code.
///
/// # Errors
/// The database's.
pub async fn find(ctx: &kernel::Ctx, code: &str) -> kernel::Result<Option<Procedure>> {
    store::by_code(ctx.read(), code).await
}

/// Where procedures are handed in online: whoever takes them in says so at its start ([`kernel::App::keep`]), and the pages
/// of procedures lead there.
#[derive(Clone, Copy, Debug)]
pub struct Counter(pub fn(code: &str) -> String);

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/thu-tuc", Access::Public, list::index)
        .get("/thu-tuc/{code}", Access::Public, show::show)
        .api("/api/v1/procedures", api::DOC, api::index)
}

#[cfg(test)]
mod tests;
