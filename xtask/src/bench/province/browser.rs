//! Chromium by the WebDriver protocol, for times and sizes as people meet them.

use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::super::client::Client;
use super::super::process::free_port;
use crate::run::program;

/// A browser with a profile of its own; ends when dropped.
pub struct Browser {
    driver: Child,
    client: Client,
    session: String,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// A window as at a desk.
    pub fn open() -> Result<Self> {
        let port = free_port()?;
        let mut driver = program(crate::tools::chromedriver()?)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start ChromeDriver")?;
        let end = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > end {
                let _ = driver.kill();
                anyhow::bail!("ChromeDriver does not answer");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let profile = tempfile::tempdir()?;
        let mut browser =
            Self { driver, client: Client::connect(port)?, session: String::new(), _profile: profile };
        let folder = format!("--user-data-dir={}", browser._profile.path().display());
        let flags =
            ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1280,900"];
        let quiet =
            ["--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"];
        let arguments: Vec<&str> = flags.into_iter().chain(quiet).chain([folder.as_str()]).collect();
        let wanted =
            json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": { "args": arguments } } } });
        let opened = browser.call("", &wanted)?;
        browser.session = opened["sessionId"].as_str().context("no browser opened")?.to_owned();
        Ok(browser)
    }

    /// Opens an address and waits until it is loaded.
    pub fn go(&mut self, url: &str) -> Result<()> {
        self.call("/url", &json!({ "url": url })).map(drop)
    }

    /// What a script answers.
    pub fn run(&mut self, script: &str) -> Result<Value> {
        self.call("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// A command to the browser's own debugger.
    pub fn debug(&mut self, command: &str, params: &Value) -> Result<Value> {
        self.call("/goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    /// Waits until a script answers with something, and says what.
    pub fn until(&mut self, script: &str) -> Result<Value> {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let said = self.run(script)?;
            if !said.is_null() && said != Value::Bool(false) {
                return Ok(said);
            }
            anyhow::ensure!(Instant::now() < end, "waited in vain for: {script}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Signs in on the program at this address.
    pub fn sign_in(&mut self, origin: &str, login: &str, password: &str) -> Result<()> {
        self.go(&format!("{origin}/dang-nhap"))?;
        self.run(&format!(
            "const form = document.querySelector('input[name=password]').form; form.login.value = '{login}'; \
             form.password.value = '{password}'; form.requestSubmit();"
        ))?;
        self.until("return document.querySelector(\"form[action$='/dang-xuat']\") !== null").map(drop)
    }

    fn call(&mut self, what: &str, body: &Value) -> Result<Value> {
        let session = if self.session.is_empty() { String::new() } else { format!("/{}", self.session) };
        let body = body.to_string();
        let answer = self.client.exchange(&format!(
            "POST /session{session}{what} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ))?;
        let said: Value = serde_json::from_slice(&answer.body).context("ChromeDriver does not speak JSON")?;
        anyhow::ensure!(answer.status == 200, "{what}: {}", said["value"]["message"]);
        Ok(said["value"].clone())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let gone = format!("DELETE /session/{} HTTP/1.1\r\nHost: localhost\r\n\r\n", self.session);
            let _ = self.client.exchange(&gone);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
