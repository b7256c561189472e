//! Files as people know them: a name, what they belong to, who may open them.

mod attach;
mod look;
mod model;
mod open;
mod picture;
mod range;
pub(crate) mod store;
mod web;

use kernel::{Access, Routes};

pub use attach::{attach, entrust, remove};
pub use look::{Look, looks};
pub use model::{Audience, File, Place};
pub use open::{Opened, open};
pub use picture::{picture, preview};

/// The files of a subject, in the order in which they were attached. Who may see the subject is its module's to ask.
///
/// # Errors
/// The database's.
pub async fn of_subject<C: sea_orm::ConnectionTrait>(
    connection: &C,
    subject_kind: &str,
    subject_id: uuid::Uuid,
) -> kernel::Result<Vec<File>> {
    store::of_subject(connection, subject_kind, subject_id).await
}

pub(crate) fn routes() -> Routes {
    // Who may open which is asked in SQL, for each.
    Routes::new().get("/tep/{id}/{name}", Access::Public, web::show).get(
        "/tep/{id}/{variant}/{name}",
        Access::Public,
        web::show_variant,
    )
}
