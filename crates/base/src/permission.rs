use std::fmt;

use serde::Serialize;

/// The right to do one thing, named `module.noun.verb`, for example `portal.article.publish`.
///
/// Permissions are constants of the module that checks them; roles collect them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Permission(&'static str);

impl Permission {
    /// Declares a permission. Names are lower-case words joined by dots; a test of `app` holds them to it.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name as written in roles, in the route table and on screens.
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Debug for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
