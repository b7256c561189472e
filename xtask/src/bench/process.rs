//! Servers under measurement, and the processor time they use.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Kernel ticks a second in `/proc/PID/stat`: fixed at 100 on Linux for user space.
const TICKS: f64 = 100.0;

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    pub port: u16,
    /// What it printed before it was ready.
    pub accounts: Vec<String>,
}

impl Server {
    /// Starts `songcau demo` on a folder and waits until it is ready.
    pub fn songcau(binary: &Path, data: &Path, settings: &[(&str, &str)]) -> Result<Self> {
        Self::demo(Command::new(binary), data, settings)
    }

    /// As [`Server::songcau`], on the first core alone: the load comes from another.
    pub fn songcau_on_one_core(binary: &Path, data: &Path) -> Result<Self> {
        let mut command = on_first_core();
        command.arg(binary);
        Self::demo(command, data, &[])
    }

    fn demo(mut command: Command, data: &Path, settings: &[(&str, &str)]) -> Result<Self> {
        let port = free_port()?;
        command
            .args(["demo", "--data"])
            .arg(data)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .env("SONGCAU_RATE_PER_SECOND", "1000000")
            .env("SONGCAU_LOG_FILTER", "warn")
            .stdout(Stdio::piped());
        for (name, value) in settings {
            command.env(name, value);
        }
        let mut child = command.spawn().context("cannot start the program")?;
        let stdout = child.stdout.take().context("no output")?;
        let (sender, lines) = std::sync::mpsc::channel();
        // Read to the end, or the server would stop at a full pipe.
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut server = Self { child, port, accounts: Vec::new() };
        server.wait_until_ready()?;
        // It listens before it has said everything; its last line names the time it took.
        let said = std::iter::from_fn(|| lines.recv_timeout(Duration::from_secs(10)).ok());
        server.accounts = said
            .take_while(|line| !line.starts_with("started in"))
            .filter(|line| line.matches('\t').count() == 2)
            .collect();
        Ok(server)
    }

    /// Starts nginx in the foreground with this configuration, on the first core alone.
    pub fn nginx(config: &Path, port: u16) -> Result<Self> {
        let child =
            on_first_core().arg(nginx()?).arg("-c").arg(config).spawn().context("cannot start nginx")?;
        let mut server = Self { child, port, accounts: Vec::new() };
        server.wait_until_ready()?;
        Ok(server)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let end = Instant::now() + Duration::from_secs(120);
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended at once: {status}");
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("the server did not become ready in two minutes")
    }

    /// Processor seconds used so far by it and its children.
    pub fn cpu_seconds(&self) -> f64 {
        let mut pids = vec![self.child.id()];
        let children = fs::read_to_string(format!("/proc/{0}/task/{0}/children", self.child.id()));
        pids.extend(children.unwrap_or_default().split_whitespace().filter_map(|p| p.parse::<u32>().ok()));
        pids.into_iter().map(cpu_of).sum()
    }

    /// Resident memory in MiB.
    pub fn memory_mib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|l| l.starts_with("VmRSS")).unwrap_or_default().to_owned();
        line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Politely first: the embedded database folds its log into its file.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let end = Instant::now() + Duration::from_secs(10);
        while Instant::now() < end && self.child.try_wait().is_ok_and(|s| s.is_none()) {
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cpu_of(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name in parentheses may hold spaces; utime and stime are the 12th and 13th field after it.
    let Some((_, rest)) = stat.rsplit_once(')') else { return 0.0 };
    let ticks: Vec<f64> = rest.split_whitespace().skip(11).take(2).filter_map(|n| n.parse().ok()).collect();
    ticks.iter().sum::<f64>() / TICKS
}

/// nginx, installed where missing.
fn nginx() -> Result<PathBuf> {
    let file = PathBuf::from("/usr/sbin/nginx");
    if !file.is_file() {
        crate::tools::apt_install("nginx to compare with", &["nginx-light"])?;
    }
    Ok(file)
}

/// A port nobody listens on just now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0)).context("no free port")?.local_addr()?.port())
}

/// What a server is started with to be kept on the first core.
fn on_first_core() -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]);
    command
}
