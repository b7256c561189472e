use std::sync::Arc;

use kernel::{App, Rewrite};

use super::{Lookup, Site, SiteKind, Sites, sites};
use crate::{entry::Kind, mailing, offline, question};

/// First words of addresses that belong to a site besides its sections; all others are the portal's, the same on every
/// host.
const LOCAL: [&str; 9] = [
    "atom.xml",
    "gioi-thieu",
    question::SECTION,
    "lien-he",
    mailing::WORD,
    offline::WORD,
    "rss.xml",
    "sitemap.xml",
    "so-do",
];

/// What stays readable of a site whose agency has ended, besides what it published.
const KEPT: [&str; 4] = ["atom.xml", "gioi-thieu", question::SECTION, "rss.xml"];

fn is_local(word: &str) -> bool {
    LOCAL.contains(&word) || Kind::by_section(word).is_some()
}

fn is_kept(word: &str) -> bool {
    KEPT.contains(&word) || Kind::by_section(word).is_some()
}

/// First words that answer even on a host no site has: what error pages and monitors need.
const EVERYWHERE: [&str; 7] = ["api", "assets", "favicon.ico", "healthz", "metrics", "readyz", "robots.txt"];

/// Finds the site a host or path names and leads to the routes under `/s/{slug}/`. `path` is without language prefix.
/// A word that names no living site leads to the page that says what became of it.
pub fn rewrite(app: &App, host: &str, path: &str) -> Option<Rewrite> {
    let sites = sites(app).ok()?;
    let province = sites.province()?;
    let by_host = Host::read(&sites, app, host, &app.config().domain);
    if let Some(rest) = path.strip_prefix("/s/") {
        return Some(under_s(app, &sites, province, &by_host, path, rest));
    }
    let first = path[1.min(path.len())..].split('/').next().unwrap_or_default();
    match by_host {
        Host::Site(site) => {
            // The province's site map is the index of all; a site's own is one of those it lists.
            let index = site.kind == SiteKind::Province && first == "sitemap.xml";
            let local = (path == "/" || is_local(first)) && !index;
            let path = if local { format!("/s/{}{path}", site.slug) } else { path.to_owned() };
            Some(Rewrite { path, base: String::new(), site: id(&site) })
        }
        Host::Former(site) if is_kept(first) => {
            let path = format!("/s/{}{path}", site.slug);
            Some(Rewrite { path, base: String::new(), site: id(&site) })
        }
        Host::Former(site) => {
            // The portal's own addresses are the same on every host, this one too.
            let local = path == "/" || is_local(first);
            let path = if local { format!("/s/{}/", site.slug) } else { path.to_owned() };
            Some(Rewrite { path, base: format!("/s/{}", province.slug), site: id(province) })
        }
        Host::Stranger(label) => {
            let path = if EVERYWHERE.contains(&first) { path.to_owned() } else { format!("/s/{label}/") };
            Some(Rewrite { path, base: format!("/s/{}", province.slug), site: id(province) })
        }
    }
}

fn under_s(app: &App, sites: &Sites, province: &Arc<Site>, host: &Host, path: &str, rest: &str) -> Rewrite {
    let mut words = rest.split('/');
    let (slug, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match sites.by_slug(slug, app.clock().now().local_date()) {
        Lookup::Live(site) => {
            Rewrite { path: path.to_owned(), base: format!("/s/{}", site.slug), site: id(&site) }
        }
        Lookup::Former(site) if is_kept(second) => {
            Rewrite { path: path.to_owned(), base: format!("/s/{}", site.slug), site: id(&site) }
        }
        found => {
            let at_home = matches!(host, Host::Site(site) if site.kind == SiteKind::Province);
            let base = if at_home { String::new() } else { format!("/s/{}", province.slug) };
            // Of a former site, what it never had is nowhere; all else leads to what became of it.
            let nowhere = matches!(found, Lookup::Former(_)) && !second.is_empty() && !is_local(second);
            let path = if nowhere { path.to_owned() } else { format!("/s/{slug}/") };
            Rewrite { path, base, site: id(province) }
        }
    }
}

fn id(site: &Site) -> Arc<str> {
    site.id.to_string().into()
}

/// Whose host it is.
enum Host {
    /// A living site's. The machine's own addresses count as the province's.
    Site(Arc<Site>),
    /// That of a site whose agency has ended.
    Former(Arc<Site>),
    /// A name under the domain that no living site has.
    Stranger(String),
}

impl Host {
    fn read(sites: &Sites, app: &App, host: &str, domain: &str) -> Self {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let label = name.strip_suffix(domain).and_then(|l| l.strip_suffix('.')).unwrap_or_default();
        let label = label.strip_prefix("www.").unwrap_or(label);
        let province = || sites.province().map(Arc::clone);
        let found = match label {
            "" | "www" => province(),
            _ => match sites.by_host_label(label, app.clock().now().local_date()) {
                Lookup::Live(site) => Some(site),
                Lookup::Former(site) => return Self::Former(site),
                _ => None,
            },
        };
        match found {
            Some(site) => Self::Site(site),
            // Only what may stand in a path; the rest of a forged host is not repeated.
            None => Self::Stranger(
                label
                    .chars()
                    .map(|c| if c == '.' { '-' } else { c })
                    .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
                    .collect(),
            ),
        }
    }
}
