//! Which routes take their body as it arrives: known before the router is asked, because by then a body has been read.

use http::Method;

use crate::{LimitFn, RouteInfo};

/// The streamed routes of the program.
pub(crate) struct Streams(Vec<Stream>);

struct Stream {
    method: Method,
    path: String,
    limit: LimitFn,
}

impl Streams {
    pub(crate) fn of(routes: &[RouteInfo]) -> Self {
        let streamed = routes.iter().filter_map(|route| {
            Some(Stream { method: route.method.clone(), path: route.path.clone(), limit: route.streamed? })
        });
        Self(streamed.collect())
    }

    /// The limit of the body, if the route at this path streams it.
    pub(crate) fn limit(&self, method: &Method, path: &str) -> Option<LimitFn> {
        self.0.iter().find(|s| s.method == *method && fits(&s.path, path)).map(|s| s.limit)
    }
}

/// Whether a path has the form of a route's: part by part, a `{parameter}` standing for any one.
fn fits(route: &str, path: &str) -> bool {
    let (mut parts, mut given) = (route.split('/'), path.split('/'));
    loop {
        match (parts.next(), given.next()) {
            (None, None) => return true,
            (Some(part), Some(given)) if part == given || (part.starts_with('{') && !given.is_empty()) => {}
            _ => return false,
        }
    }
}
