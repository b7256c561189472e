use std::io;

use kernel::Config;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// Logs to standard error. Commands say only what goes wrong; servers also what they do.
pub fn start(config: &Config, server: bool) {
    let wanted = if server { config.log_filter.as_str() } else { "warn" };
    let filter = EnvFilter::try_new(wanted).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    // Only a second call in one process could fail, and there is none.
    let _ = if config.log_format == "text" {
        registry.with(fmt::layer().with_writer(io::stderr)).try_init()
    } else {
        registry.with(fmt::layer().json().flatten_event(true).with_writer(io::stderr)).try_init()
    };
}
