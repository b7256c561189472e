//! The article slice.

use kernel::Routes;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
}
