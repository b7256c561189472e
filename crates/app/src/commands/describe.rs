use kernel::{App, Routes, http};

use crate::{modules::MODULES, say::say};

/// `songcau routes`.
pub fn routes() {
    let routes = MODULES.iter().filter_map(|m| m.routes).fold(Routes::new(), |all, r| all.merge(r()));
    let mut infos = routes.infos();
    infos.sort_by(|a, b| (&a.path, a.method.as_str()).cmp(&(&b.path, b.method.as_str())));
    for info in infos {
        say!("{}\t{}\t{}", info.method, info.path, info.access);
    }
}

/// `songcau openapi`.
pub fn openapi(app: &App) -> anyhow::Result<()> {
    say!("{}", serde_json::to_string_pretty(&http::openapi(app)?)?);
    Ok(())
}
