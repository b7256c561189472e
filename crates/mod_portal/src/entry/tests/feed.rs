//! What machines read: the feed and the metadata.

use quick_xml::{Reader, events::Event};
use testkit::both_databases;

use super::*;

/// Every element's path and text. Panics on anything that is not well-formed.
fn elements(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut path, mut text, mut found) = (Vec::new(), String::new(), Vec::new());
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                text.clear();
            }
            Event::Text(t) => text.push_str(&t),
            Event::GeneralRef(name) => {
                let name: &str = &name;
                let resolved = match name.strip_prefix('#') {
                    Some(n) => char::from_u32(n.parse().unwrap()).unwrap().to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(name).unwrap().to_owned(),
                };
                text.push_str(&resolved);
            }
            Event::End(_) => {
                found.push((path.join("/"), text.trim().to_owned()));
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    found
}

both_databases! {
    async fn the_feed_is_valid_whatever_is_in_it(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Giá < 5 & \"tốt\" hơn > \u{b}1").await;
        let public = room.public(&screen).await;
        let answer = room.reader.get(&room.at("/rss.xml")).await;
        assert_eq!(answer.header("content-type"), "application/rss+xml; charset=utf-8");
        let feed = elements(&answer.body());
        let get = |path: &str| {
            feed.iter().find(|(p, _)| p == path).map_or_else(|| panic!("no {path}"), |(_, t)| t.clone())
        };
        assert_eq!(get("rss/channel/item/title"), "Giá < 5 & \"tốt\" hơn > 1");
        assert_eq!(get("rss/channel/item/pubDate"), "Mon, 02 Mar 2026 08:00:00 +0700");
        assert_eq!(get("rss/channel/item/guid"), format!("urn:uuid:{}", id_of(&screen)));
        let link = get("rss/channel/item/link");
        assert!(link.starts_with("http://localhost") && link.ends_with(&public), "{link}");
        for needed in ["title", "link", "description", "language", "lastBuildDate"] {
            assert!(!get(&format!("rss/channel/{needed}")).is_empty(), "{needed}");
        }
        // On the site's own host addresses need no prefix.
        let host = format!("{}.localhost", room.site.host_label);
        let own = room.reader.on_host(&host).get("/rss.xml").await;
        let link = elements(&own.body()).into_iter().find(|(p, _)| p == "rss/channel/item/link").unwrap().1;
        assert!(link.starts_with(&format!("http://{host}/tin-tuc/")), "{link}");
        assert_eq!(room.reader.on_host(&host).get(link.strip_prefix(&format!("http://{host}")).unwrap()).await.status, 200);
    }

    async fn an_empty_feed_is_valid_too(database) {
        let room = Newsroom::open(database).await;
        let feed = elements(&room.reader.get(&room.at("/rss.xml")).await.body());
        assert!(feed.iter().any(|(p, t)| p == "rss/channel/lastBuildDate" && !t.is_empty()));
    }

    async fn an_article_carries_its_metadata(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Bài có siêu dữ liệu").await;
        let page = room.reader.get(&room.public(&screen).await).await;
        let meta = |name: &str| page.attribute(&format!("meta[name='{name}'], meta[property='{name}']"), "content");
        for (name, expected) in [
            ("DC.title", "Bài có siêu dữ liệu"),
            ("DC.creator", "Nguyễn Văn Thử"),
            ("DC.date", "2026-03-02T08:00:00+07:00"),
            ("DC.description", "Tóm tắt của bài."),
            ("DC.publisher", "Sở Tư pháp"),
            ("DC.source", "Văn phòng Sở"),
            ("DC.subject", "Tin tức – sự kiện"),
            ("og:type", "article"),
            ("og:title", "Bài có siêu dữ liệu"),
            ("article:published_time", "2026-03-02T08:00:00+07:00"),
        ] {
            assert_eq!(meta(name), expected, "{name}");
        }
        assert!(meta("DC.identifier").contains("/tin-tuc/bai-co-sieu-du-lieu-"));
        assert_eq!(meta("og:url"), meta("DC.identifier"));
    }

    async fn each_language_shows_its_own(database) {
        let room = Newsroom::open(database).await;
        room.published("Bài tiếng Việt").await;
        let english = room.at("/tin-tuc");
        let list = room.reader.get(&format!("/en{english}")).await;
        assert!(says(&list, "Bài tiếng Việt") && says(&list, "no articles in English"));
        let site = room.site.id.to_string();
        let mut fields = whole("An English entry", &[("site", &site)]);
        fields.retain(|(name, _)| *name != "lang");
        fields.push(("lang", "en"));
        let answer = room.editor.fill_in(&format!("{WORK}/moi"), WORK, &fields).await;
        let screen = answer.location().to_owned();
        room.submit(&screen).await;
        room.publisher.fill_in(&screen, &format!("{screen}/publication"), &[]).await;
        let list = room.reader.get(&format!("/en{english}")).await;
        assert!(says(&list, "An English entry") && !says(&list, "Bài tiếng Việt"));
        assert!(list.attributes(".news-list a", "href").iter().all(|h| h.starts_with("/en/s/")));
        assert!(!says(&room.reader.get(&english).await, "An English entry"));
    }
}
