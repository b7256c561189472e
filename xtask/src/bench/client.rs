//! A plain HTTP/1.1 client on one connection, for latencies of single requests.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

pub struct Client {
    stream: BufReader<TcpStream>,
    /// What the server gave to be sent along: names and values.
    cookies: BTreeMap<String, String>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map_or("", |(_, v)| v)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    pub fn connect(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream: BufReader::new(stream), cookies: BTreeMap::new() })
    }

    /// Asks for a path, packed with gzip if the server likes.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        let cookie = self.cookie();
        self.exchange(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}Accept-Encoding: gzip\r\n\r\n"
        ))
    }

    /// Asks for a path, to read what it says.
    pub fn read(&mut self, path: &str) -> Result<String> {
        let cookie = self.cookie();
        let answer = self.exchange(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n"))?;
        anyhow::ensure!(answer.status == 200, "GET {path} answered {}", answer.status);
        Ok(answer.text())
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, fields: &[(String, String)]) -> Result<Answer> {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let (body, cookie) = (pairs.join("&"), self.cookie());
        self.exchange(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}Content-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    /// Signs in; from then on it is this account that asks.
    pub fn sign_in(&mut self, login: &str, password: &str) -> Result<()> {
        let page = self.read("/dang-nhap")?;
        let token = page.split("name=\"_csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let token = token.context("the sign-in page has no form")?;
        let fields = [("_csrf", token), ("login", login), ("password", password)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let answer = self.post("/dang-nhap", &fields)?;
        anyhow::ensure!(answer.status == 303, "signing in answered {}", answer.status);
        Ok(())
    }

    fn cookie(&self) -> String {
        if self.cookies.is_empty() {
            return String::new();
        }
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("Cookie: {}\r\n", pairs.join("; "))
    }

    /// Sends a request as it is and reads the answer.
    pub fn exchange(&mut self, request: &str) -> Result<Answer> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).context("no HTTP answer")?;
        let mut headers = Vec::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            // Not every server puts a space behind the colon.
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            let value = value.trim_start();
            if name.eq_ignore_ascii_case("set-cookie")
                && let Some((name, value)) = value.split(';').next().and_then(|pair| pair.split_once('='))
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            headers.push((name.to_owned(), value.to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        if answer.header("transfer-encoding") == "chunked" {
            loop {
                line.clear();
                self.stream.read_line(&mut line)?;
                let size = usize::from_str_radix(line.trim(), 16)?;
                let mut chunk = vec![0; size + 2];
                self.stream.read_exact(&mut chunk)?;
                if size == 0 {
                    break;
                }
                answer.body.extend_from_slice(&chunk[..size]);
            }
        } else {
            let size = answer.header("content-length").parse().unwrap_or(0);
            answer.body = vec![0; size];
            self.stream.read_exact(&mut answer.body)?;
        }
        Ok(answer)
    }

    /// Seconds from the request to the last byte of its answer.
    pub fn time(&mut self, path: &str) -> Result<f64> {
        let began = Instant::now();
        let answer = self.get(path)?;
        anyhow::ensure!(answer.status == 200, "GET {path} answered {}", answer.status);
        Ok(began.elapsed().as_secs_f64())
    }
}

/// As it stands in an address or a form.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// The value below which `share` of the sorted seconds lie, in milliseconds.
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let index = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(index).copied().unwrap_or(0.0) * 1000.0
}
