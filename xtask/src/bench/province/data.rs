//! The enlarged model province on one of the databases, kept between runs: making it takes minutes.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::super::process::Server;
use crate::postgres::{self, Cluster};
use crate::run::{output, program, run};

/// Where the data lie and what serves them.
pub struct Data {
    folder: PathBuf,
    /// PostgreSQL, if that is the database. Dropped after the program.
    cluster: Option<Cluster>,
}

impl Data {
    /// Opens what an earlier run made, or makes it: anew whenever model or making changed. Tables follow by migrating, as a
    /// province's do.
    pub fn ready(root: &Path, postgres: bool) -> Result<Self> {
        // Not in anybody's home: PostgreSQL may run as another user.
        let name = if postgres { "songcau-province-postgres" } else { "songcau-province-sqlite" };
        let folder = std::env::temp_dir().join(name);
        let (made, key) = (folder.join("made"), key(root)?);
        let there = fs::read_to_string(&made).is_ok_and(|known| known == key);
        if !there && folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        let (cluster_folder, data) = (folder.join("cluster"), folder.join("data"));
        fs::create_dir_all(&data)?;
        let cluster = if postgres {
            fs::create_dir_all(&cluster_folder)?;
            Some(Cluster::kept(&cluster_folder)?)
        } else {
            None
        };
        let ready = Self { folder, cluster };
        if !there {
            let mut enlarge = program(super::super::binary(root));
            enlarge.args(["enlarge", "--data"]).arg(&data);
            run(enlarge.envs(ready.settings().iter().map(|(n, v)| (n, v))))?;
            if let Some(cluster) = &ready.cluster {
                // What a server at rest has done by itself.
                let psql = postgres::programs()?.join("psql");
                output(program(psql).args(["-c", "VACUUM (ANALYZE)", "-d", &cluster.address()]))?;
            }
            fs::write(&made, key)?;
        }
        Ok(ready)
    }

    /// Starts the program on them, every page made anew.
    pub fn serve(&self, root: &Path) -> Result<Server> {
        let mut settings = self.settings();
        settings.push(("SONGCAU_CACHE_MIB", "0".to_owned()));
        self.start(root, &settings)
    }

    /// As [`Data::serve`], with the page cache, as a province runs it.
    pub fn serve_cached(&self, root: &Path) -> Result<Server> {
        self.start(root, &self.settings())
    }

    fn start(&self, root: &Path, settings: &[(&'static str, String)]) -> Result<Server> {
        let settings: Vec<(&str, &str)> = settings.iter().map(|(n, v)| (*n, v.as_str())).collect();
        Server::songcau(&super::super::binary(root), &self.folder.join("data"), &settings)
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        self.cluster.iter().map(|cluster| ("SONGCAU_DATABASE_URL", cluster.address())).collect()
    }
}

/// What the data were made from, as a number.
fn key(root: &Path) -> Result<String> {
    let mut files = vec![
        root.join("crates/app/src/demo.rs"),
        root.join("crates/mod_portal/src/entry/larger.rs"),
        root.join("crates/svc_org/src/import/larger.rs"),
    ];
    for module in fs::read_dir(root.join("crates"))? {
        let Ok(found) = fs::read_dir(module?.path().join("seeds")) else { continue };
        files.extend(found.flatten().map(|file| file.path()));
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(root)?.hash(&mut hasher);
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
