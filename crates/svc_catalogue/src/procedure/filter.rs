//! What a reader asks the catalogue for, as the address says it.

use super::model::{Channel, Level};

/// The filters of a list, read from and written to its address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What was typed.
    pub q: String,
    /// `cap`.
    pub level: Option<Level>,
    /// `linh-vuc`.
    pub sector: String,
    /// `co-quan`.
    pub agency: String,
    /// `kenh`.
    pub channel: Option<Channel>,
    /// By name although something was typed: `xep=ten`.
    pub by_name: bool,
    /// Which facet shows all its values: `xem=linh-vuc`.
    pub unfolded: String,
    /// Which page, from 1.
    pub page: u64,
}

/// Longest text of a filter that counts, in characters.
const LONGEST: usize = 200;

impl Filter {
    /// Reads the pairs of an address. What makes no sense is passed over.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let text = |name: &str| {
            let value = pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
            let plain = value.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST);
            base::text::nfc(&plain.collect::<String>())
        };
        Self {
            q: text("q"),
            level: Level::parse(&text("cap")),
            sector: text("linh-vuc"),
            agency: text("co-quan"),
            channel: Channel::parse(&text("kenh")),
            by_name: text("xep") == "ten",
            unfolded: text("xem"),
            page: page_number(&text("page")),
        }
    }

    /// The pairs of its address, without the page; empty ones included.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        vec![
            ("q", self.q.clone()),
            ("cap", self.level.map(|l| l.key().to_owned()).unwrap_or_default()),
            ("linh-vuc", self.sector.clone()),
            ("co-quan", self.agency.clone()),
            ("kenh", self.channel.map(|c| c.key().to_owned()).unwrap_or_default()),
            ("xep", if self.by_name { "ten".to_owned() } else { String::new() }),
            ("xem", self.unfolded.clone()),
        ]
    }

    /// Its query, without the page: `?q=…&cap=xa`, or nothing.
    pub fn query(&self) -> String {
        let pairs = self.pairs();
        let filled: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        if filled.is_empty() { String::new() } else { format!("?{}", filled.join("&")) }
    }

    /// Whether anything narrows the list besides the words typed.
    pub fn is_narrowed(&self) -> bool {
        self.level.is_some() || !self.sector.is_empty() || !self.agency.is_empty() || self.channel.is_some()
    }
}

/// A page number from an address; 1 for anything that is none.
pub fn page_number(text: &str) -> u64 {
    text.parse().unwrap_or(1).clamp(1, 1_000_000)
}

/// A value as it stands in a query.
pub fn encode(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}
