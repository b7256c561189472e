//! A real OpenID provider on this machine, behind a line that notes what is said and can put other words in its mouth.

use std::{
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

type Tamper = Box<dyn Fn(&str, String) -> String + Send>;

#[derive(Default)]
struct Line {
    /// Requests that came by: path and body.
    heard: Vec<(String, String)>,
    tamper: Option<Tamper>,
}

pub struct Provider {
    child: Child,
    /// Its address as the program under test knows it.
    pub issuer: String,
    /// Its own, which makes it another issuer with the same keys.
    pub direct: String,
    http: reqwest::Client,
    line: Arc<Mutex<Line>>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub async fn start() -> Provider {
    let program = std::env::var("SONGCAU_TEST_OPENID").expect(
        "SONGCAU_TEST_OPENID is not set; run the tests by `cargo xtask test`, which installs the provider",
    );
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = Command::new(program)
        .args(["--port", &port.to_string()])
        .env("AUTHLIB_INSECURE_TRANSPORT", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let direct = format!("http://localhost:{port}");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let line: Arc<Mutex<Line>> = Arc::default();
    tokio::spawn(listen(listener, port, Arc::clone(&line)));
    let provider = Provider { child, issuer, direct, http, line };
    for _ in 0..600 {
        let asked = TcpStream::connect(("127.0.0.1", port)).await;
        if asked.is_ok() {
            return provider;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the provider did not start within a minute");
}

async fn listen(listener: TcpListener, port: u16, line: Arc<Mutex<Line>>) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        tokio::spawn(pass_on(client, port, Arc::clone(&line)));
    }
}

/// Reads one request, has it answered, and gives the answer back, perhaps another one.
async fn pass_on(mut client: TcpStream, port: u16, line: Arc<Mutex<Line>>) {
    let request = read_message(&mut client).await;
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    line.lock().heard.push((path.clone(), body.to_owned()));
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    // One request a connection, so that the answer ends with it.
    let asked = format!("{head}\r\nconnection: close\r\n\r\n{body}");
    server.write_all(asked.as_bytes()).await.unwrap();
    let answer = read_message(&mut server).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let body = match &line.lock().tamper {
        Some(tamper) => tamper(&path, body.to_owned()),
        None => body.to_owned(),
    };
    let kept = head.lines().filter(|l| !l.to_lowercase().starts_with("content-length"));
    let head = kept.collect::<Vec<_>>().join("\r\n");
    let answer = format!("{head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    let _ = client.write_all(answer.as_bytes()).await;
    let _ = client.shutdown().await;
}

async fn read_message(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|l| {
                let (name, value) = l.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
            });
            if body.len() >= length.unwrap_or(0) {
                return text.into_owned();
            }
        }
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        if read == 0 {
            return String::from_utf8_lossy(&bytes).into_owned();
        }
        bytes.extend_from_slice(&buffer[..read]);
    }
}

impl Provider {
    /// Enters somebody, with what the provider says of them.
    pub async fn user(&self, subject: &str, claims: &str) {
        let asked = self
            .http
            .put(format!("{}/users/{subject}", self.direct))
            .header("content-type", "application/json")
            .body(claims.to_owned());
        assert_eq!(asked.send().await.unwrap().status(), 204);
    }

    /// Signs in at the provider and gives back where it sends the browser.
    pub async fn consent(&self, address: &str, subject: &str) -> String {
        let answer = self.http.post(address).form(&[("sub", subject)]).send().await.unwrap();
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    /// An ID token the provider makes for another client, or under another name of its own.
    pub async fn token(&self, issuer: &str, client: &str, nonce: &str, subject: &str) -> String {
        let back = "http://localhost/dang-nhap/openid/tra-loi";
        let asked = format!(
            "{issuer}/oauth2/authorize?response_type=code&client_id={client}&scope=openid&state=x&nonce={nonce}&redirect_uri={back}"
        );
        let code = parameter(&self.consent(&asked, subject).await, "code");
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", back),
            ("client_id", client),
            ("client_secret", "any"),
        ];
        let answer = self.http.post(format!("{issuer}/oauth2/token")).form(&form).send().await.unwrap();
        let json: serde_json::Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        json["id_token"].as_str().unwrap().to_owned()
    }

    /// From now on the token endpoint answers with this ID token.
    pub fn answer_with(&self, token: Option<String>) {
        self.line.lock().tamper = token.map(|token| -> Tamper {
            Box::new(move |path, body| {
                if path != "/oauth2/token" {
                    return body;
                }
                let mut json: serde_json::Value = serde_json::from_str(&body).unwrap();
                json["id_token"] = token.clone().into();
                json.to_string()
            })
        });
    }

    /// The bodies sent to a path so far.
    pub fn heard(&self, path: &str) -> Vec<String> {
        self.line.lock().heard.iter().filter(|(p, _)| p == path).map(|(_, body)| body.clone()).collect()
    }
}

/// A parameter of an address.
pub fn parameter(address: &str, name: &str) -> String {
    let query = address.split_once('?').unwrap().1;
    form_urlencoded::parse(query.as_bytes()).find(|(n, _)| n == name).unwrap().1.into_owned()
}

/// The address with a parameter changed or added.
pub fn with_parameter(address: &str, name: &str, value: &str) -> String {
    let (path, query) = address.split_once('?').unwrap();
    let mut all = form_urlencoded::Serializer::new(String::new());
    for (n, v) in form_urlencoded::parse(query.as_bytes()).filter(|(n, _)| n != name) {
        all.append_pair(&n, &v);
    }
    format!("{path}?{}", all.append_pair(name, value).finish())
}
