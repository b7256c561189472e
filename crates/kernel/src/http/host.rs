use std::net::IpAddr;

use http::{HeaderMap, header};

use crate::Config;

/// The host a request names, checked: names, ports and addresses only, so that it can be part of a key, of an address
/// and of a log line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Host {
    text: String,
    name_ends: usize,
}

impl Host {
    /// Reads the header. Nothing when it is missing, given twice, or no host.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let mut given = headers.get_all(header::HOST).iter();
        let (Some(one), None) = (given.next(), given.next()) else { return None };
        let text = one.to_str().ok()?;
        let name_ends = match text.strip_prefix('[') {
            Some(rest) => rest.find(']')? + 2,
            None => text.bytes().position(|b| b == b':').unwrap_or(text.len()),
        };
        let (name, port) = text.split_at(name_ends);
        let named = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        let address = name.starts_with('[') && name[1..name_ends - 1].parse::<std::net::Ipv6Addr>().is_ok();
        let ported = port.is_empty()
            || port
                .strip_prefix(':')
                .is_some_and(|p| (1..=5).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
        ((named || address) && !name.is_empty() && ported)
            .then(|| Self { text: text.to_ascii_lowercase(), name_ends })
    }

    /// As given, in lower case.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn name(&self) -> &str {
        &self.text[..self.name_ends]
    }

    fn port(&self) -> Option<u16> {
        self.text[self.name_ends..].strip_prefix(':').and_then(|p| p.parse().ok())
    }

    /// Whether it is the province's or one of its sites': only such a host is repeated in absolute addresses.
    pub(crate) fn belongs(&self, config: &Config) -> bool {
        let domain = config.domain.as_str();
        self.name() == domain || self.name().strip_suffix(domain).is_some_and(|label| label.ends_with('.'))
    }

    /// Whether pages asked for under it are kept: those of the family, at the port the program is reached by. Anybody
    /// could make up others without end.
    pub(crate) fn is_kept(&self, config: &Config) -> bool {
        let known = |port| port == config.listen.port() || Some(port) == config.public_port;
        self.belongs(config) && self.port().is_none_or(known)
    }

    /// Whether it names this machine itself.
    pub(crate) fn is_loopback(&self) -> bool {
        let bare = self.name().trim_matches(['[', ']']);
        bare == "localhost" || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    }
}
