//! The built program, started on a copy of a demo that is made once for all tests.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use base64::Engine as _;

/// A running `songcau demo` on a folder of its own; killed when dropped.
pub struct Program {
    child: Child,
    pub port: u16,
    /// `login`, `role`, `password`.
    pub accounts: Vec<(String, String, String)>,
    folder: tempfile::TempDir,
}

/// The binary of this build.
pub fn songcau() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_songcau"));
    command.env("SONGCAU_LOG_FILTER", "warn").env("SONGCAU_RATE_PER_SECOND", "100000");
    command
}

/// Runs a command on a data folder to its end.
pub fn run(data: &Path, arguments: &[&str]) -> Output {
    songcau().args(arguments).arg("--data").arg(data).stdin(Stdio::null()).output().unwrap()
}

impl Program {
    /// Starts the demo.
    pub fn demo() -> Self {
        Self::set(&[])
    }

    /// The same with settings of its own, by their environment variables.
    pub fn set(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&prepared(), folder.path());
        Self::on(folder, settings)
    }

    fn on(folder: tempfile::TempDir, settings: &[(&str, &str)]) -> Self {
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut child = songcau()
            .envs(settings.iter().copied())
            .args(["demo", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut accounts = Vec::new();
        // The line about the start comes when the address is already taken; requests wait until it is served.
        for line in lines.by_ref() {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [login, role, password] = cells[..] {
                accounts.push((login.to_owned(), role.to_owned(), password.to_owned()));
            }
            if line.starts_with("started in") {
                break;
            }
        }
        std::thread::spawn(move || lines.for_each(drop));
        assert!(!accounts.is_empty(), "the demo did not start");
        Self { child, port, accounts, folder }
    }

    /// An address of the province's own host.
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// An address of a site's host.
    pub fn site_url(&self, label: &str, path: &str) -> String {
        format!("http://{label}.localhost:{}{path}", self.port)
    }

    /// Its database, for what otherwise only time brings about.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("songcau.db")
    }

    /// The letter to an address, once it lies in the folder that stands for a mail server; what is packed in it, unpacked.
    pub fn letter_to(&self, address: &str) -> String {
        self.letter_with(address, "")
    }

    /// The letter to an address in which these words stand.
    pub fn letter_with(&self, address: &str, words: &str) -> String {
        let outbox = self.folder.path().join("outbox");
        // With the name of whoever it is for, or without.
        let to = [format!("<{address}>"), format!("To: {address}\r\n")];
        for _ in 0..300 {
            let files = fs::read_dir(&outbox).into_iter().flatten().flatten().map(|entry| entry.path());
            let files = files.filter(|path| path.extension().is_some_and(|e| e == "eml"));
            let letters = files.filter_map(|path| fs::read_to_string(path).ok());
            let mut letters = letters.filter(|l| to.iter().any(|to| l.contains(to))).map(|l| readable(&l));
            if let Some(letter) = letters.find(|letter| letter.contains(words)) {
                return letter;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("no letter to {address} within half a minute");
    }

    /// The password of a demo account.
    pub fn password(&self, login: &str) -> &str {
        let account = self.accounts.iter().find(|(l, _, _)| l == login);
        &account.unwrap_or_else(|| panic!("no demo account {login}")).2
    }

    /// Asks it to end, as a supervisor would, and waits.
    pub fn stop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A demo folder prepared once per build of the program, kept in the build's own folder.
pub fn prepared() -> PathBuf {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let built = fs::metadata(env!("CARGO_BIN_EXE_songcau")).unwrap().modified().unwrap();
    let stamp = built.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let ready = base.join(format!("demo-{stamp}"));
    // Tests are processes of their own: one prepares, the others wait.
    let lock = File::create(base.join("demo.lock")).unwrap();
    lock.lock().unwrap();
    if !ready.exists() {
        for old in fs::read_dir(base).unwrap().flatten() {
            if old.file_name().to_string_lossy().starts_with("demo-") {
                let _ = fs::remove_dir_all(old.path());
            }
        }
        let mut program = Program::on(tempfile::tempdir_in(base).unwrap(), &[]);
        wait_for_index(&program);
        program.stop();
        copy(program.folder.path(), &ready);
    }
    lock.unlock().unwrap();
    ready
}

/// The index is built beside the first requests; the copy should hold it whole.
fn wait_for_index(program: &Program) {
    for _ in 0..600 {
        let page = get(program.port, "/api/v1/procedures?q=khai+sinh");
        if page.contains("1.001193") && get(program.port, "/tim-kiem?q=Phan+Dinh+Phung").contains("<mark>") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the index was not ready within a minute");
}

/// A letter as it came and as its reader sees it.
fn readable(letter: &str) -> String {
    let mut text = letter.replace("=\r\n", "").replace("=3D", "=").replace("\r\n ", "");
    for part in letter.split("\r\n\r\n") {
        let lines: String = part.lines().take_while(|line| !line.starts_with("--")).collect();
        let decoded = base64::engine::general_purpose::STANDARD.decode(lines).unwrap_or_default();
        text.push_str(&String::from_utf8_lossy(&decoded));
    }
    text
}

/// The first link in what a letter says that leads to the program.
pub fn link_in(letter: &str) -> String {
    let at = letter.find("http://localhost").unwrap_or_else(|| panic!("no link in {letter}"));
    let end = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>');
    letter[at..].split(end).next().unwrap().to_owned()
}

/// A page over plain HTTP, head and body together.
pub fn get(port: u16, path: &str) -> String {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
