//! Which pages are asked for: of many sites each kind, so that no single page is measured from memory.

use anyhow::{Context, Result};
use serde_json::Value;

use super::super::client::{Client, encode};

/// Pages of one sort.
pub struct Asked {
    pub what: &'static str,
    pub paths: Vec<String>,
}

/// Sites of each sort asked for.
const SITES: usize = 40;

/// The sites of the family, by their words.
struct Family {
    departments: Vec<String>,
    communes: Vec<String>,
    bodies: Vec<String>,
}

impl Family {
    fn read(client: &mut Client) -> Result<Self> {
        let sites: Value = serde_json::from_str(&client.read("/api/v1/sites")?)?;
        let sites = sites.as_array().or_else(|| sites["items"].as_array()).context("no sites")?;
        let of = |kind: &str, invented: bool| -> Vec<String> {
            let words = sites.iter().filter(|site| site["kind"] == kind && site["valid_to"].is_null());
            let words = words.filter_map(|site| site["slug"].as_str());
            // Invented bodies have numbers for words.
            let is_invented = |w: &str| w.strip_prefix("dv").is_some_and(|n| n.parse::<u32>().is_ok());
            let all: Vec<&str> = words.filter(|word| is_invented(word) == invented).collect();
            let step = (all.len() / SITES).max(1);
            all.iter().step_by(step).take(SITES).map(|word| (*word).to_owned()).collect()
        };
        let family = Self {
            departments: of("department", false),
            communes: of("commune", false),
            bodies: of("department", true),
        };
        anyhow::ensure!(!family.bodies.is_empty() && !family.communes.is_empty(), "the family is too small");
        Ok(family)
    }
}

/// Addresses of what sites published in a section, as the read API names them.
fn published(client: &mut Client, site: &str, section: &str) -> Result<Vec<String>> {
    let path = format!("/api/v1/entries?site={site}&section={section}");
    let answer: Value = serde_json::from_str(&client.read(&path)?)?;
    let items = answer["items"].as_array().context("the API names no entries")?;
    let url = |item: &Value| {
        let url = item["url"].as_str()?;
        url.find("/s/").map(|at| url[at..].to_owned())
    };
    Ok(items.iter().filter_map(url).take(8).collect())
}

/// The address of the list's last page, as its pager links it.
fn last_page(client: &mut Client, list: &str) -> Result<String> {
    let html = client.read(list)?;
    let pager = html.split("class=\"pager\"").nth(1).context("the list has no pager")?;
    let pager = pager.split("</nav>").next().unwrap_or_default();
    let marked = pager.split("rel=\"last\" href=\"").nth(1);
    let numbered = || {
        let links: Vec<&str> =
            pager.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        // The last link leads one on, the one before it to the end.
        links.len().checked_sub(2).map(|at| links[at])
    };
    let href = marked.and_then(|rest| rest.split('"').next()).or_else(numbered).context("no last page")?;
    Ok(href.replace("&amp;", "&").replace("&#38;", "&"))
}

/// What readers and their programs ask for.
pub fn public(client: &mut Client) -> Result<Vec<Asked>> {
    let family = Family::read(client)?;
    let homes = |words: &[String]| words.iter().map(|word| format!("/s/{word}/")).collect::<Vec<_>>();
    let mixed: Vec<String> = ["thainguyen".to_owned()]
        .into_iter()
        .chain(family.departments.iter().take(8).cloned())
        .chain(family.communes.iter().take(20).cloned())
        .chain(family.bodies.iter().take(8).cloned())
        .collect();
    let lists = |section: &str| mixed.iter().map(|word| format!("/s/{word}/{section}")).collect::<Vec<_>>();
    let mut entries = |section: &str| -> Result<Vec<String>> {
        let mut paths = Vec::new();
        for word in &mixed {
            paths.extend(published(client, word, section)?);
        }
        anyhow::ensure!(!paths.is_empty(), "nothing is published in {section}");
        Ok(paths)
    };
    let (articles, documents) = (entries("tin-tuc")?, entries("van-ban")?);
    let queries: Vec<&str> = include_str!("../../../seeds/queries.txt").lines().collect();
    let search = |rest: &str| -> Vec<String> {
        queries.iter().map(|q| format!("/tim-kiem?q={}{rest}", encode(q))).collect()
    };
    let one = |path: &str| vec![path.to_owned()];
    let deep = vec![
        last_page(client, "/tin-tuc")?,
        last_page(client, "/van-ban")?,
        last_page(client, "/s/sxd/tin-tuc")?,
    ];
    Ok(vec![
        Asked { what: "province's home page", paths: one("/") },
        Asked { what: "the same in English", paths: one("/en/") },
        Asked { what: "home page of a department", paths: homes(&family.departments) },
        Asked { what: "home page of a commune", paths: homes(&family.communes) },
        Asked { what: "home page of a body below", paths: homes(&family.bodies) },
        Asked { what: "list of news, first page", paths: lists("tin-tuc") },
        Asked { what: "list of news or documents, last page", paths: deep },
        Asked {
            what: "list of news, one category",
            paths: vec![
                "/tin-tuc?muc=thong-bao".into(),
                "/s/sxd/tin-tuc?muc=chi-dao".into(),
                "/s/phandinhphung/tin-tuc?muc=tin-tuc".into(),
            ],
        },
        Asked {
            what: "documents by form, field and standing",
            paths: vec![
                "/van-ban?form=quyet-dinh&area=dat-dai&standing=con-hieu-luc".into(),
                "/van-ban?form=ke-hoach&standing=het-hieu-luc".into(),
                "/s/sxd/van-ban?area=xay-dung".into(),
            ],
        },
        Asked { what: "an article", paths: articles },
        Asked { what: "a document", paths: documents },
        Asked { what: "events to come", paths: lists("su-kien") },
        Asked { what: "calendar of events (iCalendar)", paths: lists("su-kien/lich.ics") },
        Asked { what: "leaders' week", paths: lists("lich-lanh-dao") },
        Asked { what: "RSS of a site", paths: lists("rss.xml") },
        Asked { what: "Atom of a section", paths: lists("van-ban/atom.xml") },
        Asked { what: "index of site maps", paths: one("/sitemap.xml") },
        Asked { what: "the province's site map", paths: one("/s/thainguyen/sitemap.xml") },
        Asked { what: "site map of 3,789 procedures", paths: one("/thu-tuc/sitemap.xml") },
        Asked {
            what: "site map of a commune",
            paths: family.communes.iter().map(|w| format!("/s/{w}/sitemap.xml")).collect(),
        },
        Asked { what: "search with sections", paths: search("") },
        Asked { what: "search in one section", paths: search("&chuyen-muc=van-ban") },
        Asked { what: "search, tenth page", paths: search("&trang=10") },
        Asked {
            what: "suggestions",
            paths: search("").iter().map(|p| p.replacen("?", "/goi-y?", 1)).collect(),
        },
        Asked {
            what: "read API of entries",
            paths: mixed.iter().map(|w| format!("/api/v1/entries?site={w}")).collect(),
        },
        Asked { what: "questions and answers", paths: lists("hoi-dap") },
        Asked { what: "all sites", paths: one("/cac-trang") },
        Asked { what: "text tree of a site", paths: lists("so-do") },
        Asked { what: "directory of agencies", paths: one("/co-quan") },
    ])
}

/// Sections of all kinds of entries.
const SECTIONS: [(&str, &str); 21] = [
    ("article", "tin-tuc"),
    ("page", "trang"),
    ("guide", "huong-dan"),
    ("document", "van-ban"),
    ("gazette", "cong-bao"),
    ("draft for opinions", "du-thao"),
    ("leader", "lanh-dao"),
    ("leaders' week", "lich-lanh-dao"),
    ("plan", "quy-hoach"),
    ("project", "du-an"),
    ("research", "de-tai"),
    ("statistic", "thong-ke"),
    ("budget", "ngan-sach"),
    ("disclosure", "cong-khai"),
    ("dataset", "du-lieu-mo"),
    ("job", "tuyen-dung"),
    ("event", "su-kien"),
    ("gallery", "thu-vien-anh"),
    ("video", "video"),
    ("poll", "tham-do"),
    ("link", "lien-ket"),
];

/// One page of every kind readers open.
pub fn one_of_each(client: &mut Client) -> Result<Vec<(&'static str, String)>> {
    let mut pages: Vec<(&str, String)> = [
        ("province's home page", "/"),
        ("the same in English", "/en/"),
        ("home page of a department", "/s/sxd/"),
        ("home page of a ward", "/s/phandinhphung/"),
        ("list of news", "/tin-tuc"),
        ("list of documents", "/van-ban"),
        ("procedures", "/thu-tuc"),
        ("a procedure", "/thu-tuc/1.004884"),
        ("search", "/tim-kiem?q=khai+sinh"),
        ("questions", "/hoi-dap"),
        ("asking a question", "/hoi-dap/gui"),
        ("about", "/gioi-thieu"),
        ("contact", "/lien-he"),
        ("text tree", "/so-do"),
        ("all sites", "/cac-trang"),
        ("directory of agencies", "/co-quan"),
        ("former addresses", "/dia-chi-cu"),
        ("legal calendar", "/lich-lam-viec"),
        ("signing in", "/dang-nhap"),
    ]
    .map(|(what, path)| (what, path.to_owned()))
    .into();
    for (what, section) in SECTIONS {
        if let Some(path) = published(client, "thainguyen", section)?.into_iter().next() {
            pages.push((what, path));
        }
    }
    Ok(pages)
}

/// What is asked for at work.
pub fn work() -> Vec<Asked> {
    let one = |what, path: &str| Asked { what, paths: vec![path.to_owned()] };
    vec![
        one("what waits for me", "/viec"),
        one("entries", "/quan-tri/noi-dung"),
        one("entries, published ones", "/quan-tri/noi-dung?status=published"),
        one("entries by words", "/quan-tri/noi-dung?q=ke+hoach"),
        one("a new entry", "/quan-tri/noi-dung/moi"),
        one("library", "/quan-tri/thu-vien"),
        one("questions", "/quan-tri/hoi-dap"),
        one("opinions on drafts", "/quan-tri/y-kien"),
        one("readers' mailings", "/quan-tri/nhan-tin"),
        one("ratings", "/quan-tri/danh-gia"),
    ]
}
