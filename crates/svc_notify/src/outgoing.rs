//! Requests to other machines: one POST, its status, and no more of the answer than tells what was wrong.
//!
//! The address is looked up here and connected to as looked up, so that what was checked is what is called.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::rt::TokioIo;
use kernel::{Config, Error, Result};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

/// How much of an answer is read.
const ANSWER_MAX: usize = 4096;

/// Calls other machines.
pub(crate) struct Outgoing {
    tls: TlsConnector,
    timeout: Duration,
    /// Whether machines on private networks may be called where users name them.
    private: bool,
}

/// Who chose the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// The operator: any machine.
    Operator,
    /// A user's browser: machines everybody can reach, over TLS.
    Anybody,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    /// The beginning of the body.
    pub text: String,
}

impl Outgoing {
    pub(crate) fn new(config: &Config) -> Result<Self> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|e| Error::internal(format!("TLS: {e}")))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            tls: TlsConnector::from(Arc::new(tls)),
            timeout: Duration::from_secs(config.outgoing_timeout),
            private: config.outgoing_private,
        })
    }

    /// Sends a body and waits for the answer; redirects are not followed. An error says in a few words what failed.
    pub(crate) async fn post(
        &self,
        url: &str,
        trust: Trust,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<Answer, String> {
        let target = self.check(url, trust)?;
        let call = self.call(target, trust, headers, body);
        tokio::time::timeout(self.timeout, call).await.map_err(|_| "no answer in time".to_owned())?
    }

    /// The address, if it may be called as far as can be seen without looking it up.
    pub(crate) fn check(&self, url: &str, trust: Trust) -> Result<Uri, String> {
        let uri: Uri = url.parse().map_err(|_| "not an address".to_owned())?;
        let loose = trust == Trust::Operator || self.private;
        let scheme = uri.scheme_str().unwrap_or_default();
        if !(scheme == "https" || scheme == "http" && loose) {
            return Err("not an https address".to_owned());
        }
        let authority = uri.authority().ok_or("no host")?;
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err("not a plain host".to_owned());
        }
        if let Ok(ip) = authority.host().trim_matches(['[', ']']).parse::<IpAddr>()
            && !loose
            && !is_public(ip)
        {
            return Err("not a public address".to_owned());
        }
        Ok(uri)
    }

    async fn call(
        &self,
        target: Uri,
        trust: Trust,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<Answer, String> {
        let host = target.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let secure = target.scheme_str() == Some("https");
        let port = target.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let stream = self.connect(&host, port, trust).await?;
        let path = target.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let mut request = Request::builder().method(Method::POST).uri(path);
        if let Some(all) = request.headers_mut() {
            *all = headers;
            let authority = target.authority().map_or("", |a| a.as_str());
            all.insert(header::HOST, HeaderValue::from_str(authority).map_err(|_| "no host")?);
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(|e| e.to_string())?;
        if secure {
            let name = ServerName::try_from(host).map_err(|_| "not a host name".to_owned())?;
            let stream = self.tls.connect(name, stream).await.map_err(|e| format!("TLS: {e}"))?;
            exchange(stream, request).await
        } else {
            exchange(stream, request).await
        }
    }

    async fn connect(&self, host: &str, port: u16, trust: Trust) -> Result<TcpStream, String> {
        let found = tokio::net::lookup_host((host, port)).await.map_err(|_| "unknown host".to_owned())?;
        let allowed =
            |address: &SocketAddr| trust == Trust::Operator || self.private || is_public(address.ip());
        let (mut last, mut any) = ("unknown host".to_owned(), false);
        for address in found {
            // One address of ours among public ones is a trap, not an oversight.
            if !allowed(&address) {
                return Err("not a public address".to_owned());
            }
            any = true;
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error.to_string(),
            }
        }
        Err(if any { format!("cannot connect: {last}") } else { last })
    }
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Answer, String>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|e| e.to_string())?;
    let driver = tokio::spawn(connection);
    let answered = async {
        let response = sender.send_request(request).await.map_err(|e| e.to_string())?;
        let status = response.status().as_u16();
        // What is too long to read says nothing more.
        let body = Limited::new(response.into_body(), ANSWER_MAX).collect().await;
        let text = body.map(|b| String::from_utf8_lossy(&b.to_bytes()).into_owned()).unwrap_or_default();
        Ok(Answer { status, text })
    }
    .await;
    driver.abort();
    answered
}

/// Whether everybody on the Internet could call it: not this machine, not a private or special network.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_broadcast()
                || v4.is_documentation()
                || v4.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (18..20).contains(&b)))
        }
        IpAddr::V6(v6) => {
            // Addresses that carry one of the older kind reach that one.
            if let Some(v4) = v6.to_ipv4_mapped().or_else(|| embedded(v6)) {
                return is_public(IpAddr::V4(v4));
            }
            // Of all that is assigned, only 2000::/3 is the public Internet.
            v6.segments()[0] & 0xe000 == 0x2000 && v6.segments()[..2] != [0x2001, 0x0db8]
        }
    }
}

/// The older address inside one of the translation prefixes 64:ff9b::/96 and 2002::/16.
fn embedded(v6: Ipv6Addr) -> Option<std::net::Ipv4Addr> {
    let s = v6.segments();
    let quad = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        std::net::Ipv4Addr::new(a, b, c, d)
    };
    match s {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(quad(high, low)),
        [0x2002, high, low, ..] => Some(quad(high, low)),
        _ => None,
    }
}
