//! Words in addresses: which may stand there, and which the program or the network needs for itself.

/// Longest label of a host name (RFC 1123).
const LONGEST: usize = 63;

/// Words no agency gets: names by which servers of every domain are looked for, and first words of the program's own
/// addresses.
const RESERVED: [&str; 41] = [
    "admin",
    "api",
    "app",
    "assets",
    "autoconfig",
    "autodiscover",
    "cdn",
    "co-quan",
    "cac-trang",
    "dang-nhap",
    "dns",
    "en",
    "ftp",
    "git",
    "healthz",
    "host",
    "imap",
    "localhost",
    "mail",
    "metrics",
    "mx",
    "ns",
    "ns1",
    "ns2",
    "pop",
    "pop3",
    "proxy",
    "quan-tri",
    "root",
    "s",
    "smtp",
    "ssh",
    "static",
    "status",
    "test",
    "tim-kiem",
    "vi",
    "vpn",
    "webmail",
    "wpad",
    "www",
];

/// Whether it may stand in an address: small letters without accents, digits, inner strokes.
pub fn is_slug(word: &str) -> bool {
    let letters = word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    !word.is_empty() && word.len() <= LONGEST && letters && !word.starts_with('-') && !word.ends_with('-')
}

/// Whether the word is needed for something else.
pub fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}
