//! What the figures were measured on.

use std::fs;
use std::process::Command;

/// Cores, processor, memory, kernel.
pub fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        cpu.lines()
            .find(|l| l.starts_with(name))
            .and_then(|l| l.split(": ").nth(1))
            .unwrap_or("unknown")
            .to_owned()
    };
    let cores = cpu.lines().filter(|l| l.starts_with("processor")).count();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib: u64 = memory.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
    let system = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let words = |program: &str, arg: &str| {
        let output = Command::new(program).arg(arg).output().ok();
        let text = output.map(|o| [o.stdout, o.stderr].concat()).unwrap_or_default();
        String::from_utf8_lossy(&text).lines().next().unwrap_or_default().trim().to_owned()
    };
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{cores} cores ({}), {} GiB memory, Linux {}, {}, {}; load before the run {}.",
        field("model name"),
        kib / 1024 / 1024,
        system.trim(),
        words("rustc", "--version"),
        words("/usr/sbin/nginx", "-v"),
        load.split_whitespace().next().unwrap_or("unknown"),
    )
}
