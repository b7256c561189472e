use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use bytes::Bytes;
use http::{Method, Request, header};
use http_body_util::{BodyExt as _, Full};
use kernel::http::{Front, Peer};
use parking_lot::Mutex;

use crate::Answer;

/// A browser without scripts: keeps cookies, fills the token into forms, follows redirects when told to.
#[derive(Clone)]
pub struct Client {
    front: Front,
    cookies: Arc<Mutex<Vec<(String, String)>>>,
    host: String,
    headers: Vec<(String, String)>,
}

impl Client {
    pub(crate) fn new(front: Front) -> Self {
        Self { front, cookies: Arc::default(), host: "localhost".to_owned(), headers: Vec::new() }
    }

    /// The same browser on another host of the family.
    #[must_use]
    pub fn on_host(&self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self.clone() }
    }

    /// The same browser sending another header with every request.
    #[must_use]
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// Sets a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock();
        cookies.retain(|(n, _)| n != name);
        if !value.is_empty() {
            cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Whether the browser holds a cookie of this name.
    pub fn has_cookie(&self, name: &str) -> bool {
        self.cookies.lock().iter().any(|(n, _)| n == name)
    }

    /// The value of a cookie, or nothing.
    pub fn cookie(&self, name: &str) -> String {
        self.cookies.lock().iter().find(|(n, _)| n == name).map_or_else(String::new, |(_, v)| v.clone())
    }

    /// Opens an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Opens an address and says how many statements the database was asked.
    pub async fn statements(&self, path: &str) -> u64 {
        let (page, asked) = kernel::db::counted(self.get(path)).await;
        assert!(page.status == 200, "GET {path} answered {}: {}", page.status, page.text());
        asked
    }

    /// Asks for the head only.
    pub async fn head(&self, path: &str) -> Answer {
        self.send(Method::HEAD, path, None).await
    }

    /// Opens a page, fills in its form (the one with this action, or any that posts, if `action` is found on the
    /// page) and sends it: hidden fields such as the token and the version come from the page.
    pub async fn fill_in(&self, path: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(path).await;
        assert!(page.status == 200, "GET {path} answered {}: {}", page.status, page.text());
        let mut form = page.form(action);
        for (name, value) in fields {
            form.retain(|(n, _)| n != name);
            form.push(((*name).to_owned(), (*value).to_owned()));
        }
        let pairs: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post_raw(action, &pairs).await
    }

    /// Sends a form with a valid token, taken from a page of the program.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut all = vec![("_csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.post_raw(path, &all).await
    }

    /// Sends just these fields.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_bytes(path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    /// Sends these bytes.
    pub async fn post_bytes(&self, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
        self.send(Method::POST, path, Some((content_type.to_owned(), body))).await
    }

    /// Sends a form with one file, as browsers do: the token, these fields, then the file.
    pub async fn send_file(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        (field, name, content): (&str, &str, &[u8]),
    ) -> Answer {
        const BOUNDARY: &str = "----songcau";
        let token = self.token().await;
        let mut body = Vec::new();
        for (name, value) in [("_csrf", token.as_str())].iter().chain(fields) {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        self.post_bytes(path, &format!("multipart/form-data; boundary={BOUNDARY}"), body).await
    }

    /// Any request, as a script makes it: with these headers and this body, and a valid token in the head.
    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let token = self.token().await;
        let mut client = self.with_header("x-csrf-token", &token);
        let mut kind = String::new();
        for (name, value) in headers {
            if *name == "content-type" {
                (*value).clone_into(&mut kind);
            } else {
                client = client.with_header(name, value);
            }
        }
        let body = (!kind.is_empty() || !body.is_empty()).then_some((kind, body));
        client.send(method, path, body).await
    }

    /// A form token for this browser, from the gallery page, which carries one for everybody.
    pub async fn token(&self) -> String {
        self.get("/dev/components").await.attribute("input[name=_csrf]", "value")
    }

    async fn send(&self, method: Method, path: &str, body: Option<(String, Vec<u8>)>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.host);
        let cookies: Vec<String> = self.cookies.lock().iter().map(|(n, v)| format!("{n}={v}")).collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let bytes = match body {
            Some((kind, bytes)) => {
                request = request.header(header::CONTENT_TYPE, kind);
                Bytes::from(bytes)
            }
            None => Bytes::new(),
        };
        let peer = Peer(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let response = self.front.answer(request.body(Full::new(bytes)).unwrap(), peer).await;
        for set in response.headers().get_all(header::SET_COOKIE) {
            let text = set.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            self.set_cookie(name, if text.contains("Max-Age=0") { "" } else { value });
        }
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer::new(parts.status.as_u16(), parts.headers, bytes)
    }
}
