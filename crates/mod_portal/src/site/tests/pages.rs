use std::collections::HashSet;

use kernel::Ctx;
use testkit::{Client, both_databases};

use super::{fill_samples, province, site, sites};

/// First words of addresses other slices answer.
const ELSEWHERE: [&str; 6] = ["/thu-tuc", "/co-quan", "/dia-chi-cu", "/dang-nhap", "/tim-kiem", "/viec"];

fn answers_here(app: &testkit::TestApp, href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let path = path.strip_prefix("/en").filter(|p| p.starts_with('/')).unwrap_or(path);
    let known: HashSet<String> =
        app.modules().iter().filter_map(|m| m.routes).flat_map(|r| r().infos()).map(|r| r.path).collect();
    let other = ELSEWHERE.iter().find(|e| path.starts_with(**e)).copied();
    let news = path.ends_with("/tin-tuc") || path.ends_with("/rss.xml");
    match other {
        Some(other) => known.contains(other),
        None if news => known.iter().any(|p| p.starts_with("/s/{slug}/tin-tuc")),
        None => true,
    }
}

async fn every_link_answers(app: &testkit::TestApp, visitor: &Client, path: &str) {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    let mut links: HashSet<String> = page.attributes("a", "href").into_iter().collect();
    links.extend(page.attributes("link", "href"));
    links.extend(page.attributes("form[method=get]", "action"));
    for link in links.iter().filter(|l| l.starts_with('/') && answers_here(app, l)) {
        let status = visitor.get(link.split('#').next().unwrap()).await.status;
        assert!(status < 400, "{path} leads to {link}, which answers {status}");
    }
}

both_databases! {
    async fn no_link_of_a_site_leads_nowhere(database) {
        let app = province(database).await;
        fill_samples(&Ctx::system(&app, "test")).await.unwrap();
        let visitor = app.visitor();
        for path in [
            "/", "/gioi-thieu", "/lien-he", "/so-do", "/cac-trang", "/s/dinhhoa/", "/s/dinhhoa/gioi-thieu",
            "/s/sxd/", "/s/dinhhoa-huyen/", "/s/vanlang/", "/en/s/dinhhoa/", "/en/",
        ] {
            every_link_answers(&app, &visitor, path).await;
        }
        let own = visitor.on_host("dinhhoa.localhost");
        for path in ["/", "/gioi-thieu", "/en/", "/so-do"] {
            every_link_answers(&app, &own, path).await;
        }
    }

    async fn the_province_shows_its_communes_and_agencies(database) {
        let app = province(database).await;
        let page = app.visitor().get("/").await;
        let links = page.attributes("main ul.communes a", "href");
        assert_eq!(links.len(), 22 + 92);
        assert!(page.texts(".stats b").contains(&"92".to_owned()));
        assert!(page.texts(".stats b").contains(&"22".to_owned()));
        assert_eq!(page.attribute("form[role=search]", "action"), "/tim-kiem");
        assert_eq!(page.count("script:not([src])"), 0);
    }

    async fn a_packed_page_promises_no_other_length(database) {
        let app = province(database).await;
        let phone = app.visitor().with_header("accept-encoding", "gzip, br");
        for _ in 0..2 {
            let page = phone.get("/").await;
            assert_ne!(page.header("content-encoding"), "");
            let promised = page.header("content-length");
            assert!(promised.is_empty() || promised == page.bytes.len().to_string(), "{promised}");
        }
    }

    async fn a_commune_says_what_it_was_made_of(database) {
        let app = province(database).await;
        let page = app.visitor().get("/s/vanlang-nari/gioi-thieu").await;
        let text = page.text();
        for part in ["Xã Văn Lang", "Xã Lương Thượng", "Xã Kim Hỷ", "Huyện Na Rì", "01/07/2025", "54,06 km²"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    async fn sample_data_say_so_wherever_they_stand(database) {
        let app = province(database).await;
        let ctx = Ctx::system(&app, "test");
        assert_eq!(fill_samples(&ctx).await.unwrap(), 115);
        assert_eq!(fill_samples(&ctx).await.unwrap(), 0);
        for path in ["/s/dinhhoa/", "/s/dinhhoa/lien-he", "/s/dinhhoa/gioi-thieu", "/s/sxd/", "/lien-he"] {
            let page = app.visitor().get(path).await;
            assert!(page.texts("main").concat().contains("dữ liệu minh họa"), "{path}");
            assert!(page.texts("footer").concat().contains("là dữ liệu minh họa)"), "{path}");
        }
        let english = app.visitor().get("/en/s/dinhhoa/lien-he").await.text();
        assert!(english.contains("sample data"), "{english}");
    }

    async fn the_foot_says_what_the_law_asks(database) {
        let app = province(database).await;
        fill_samples(&Ctx::system(&app, "test")).await.unwrap();
        let page = app.visitor().get("/s/dinhhoa/").await;
        let foot = page.texts("footer").concat();
        let site = site(&app, "dinhhoa");
        for part in ["Ủy ban nhân dân xã Định Hoá", &site.responsible, &site.address, &site.phone, &site.email] {
            assert!(foot.contains(part), "{part}: {foot}");
        }
        let meta = |name: &str| page.attribute(&format!("meta[name='DC.{name}']"), "content");
        for name in ["title", "creator", "date", "description", "publisher", "identifier"] {
            assert!(!meta(name).is_empty(), "DC.{name}");
        }
        assert_eq!(meta("publisher"), "Ủy ban nhân dân xã Định Hoá");
    }

    async fn the_chrome_speaks_english(database) {
        let app = province(database).await;
        let page = app.visitor().get("/en/s/sxd/").await;
        assert_eq!(page.attribute("html", "lang"), "en");
        assert_eq!(page.texts("header .brand b"), ["Department of Construction"]);
        assert_eq!(page.texts("nav.mainnav li a")[0], "Home");
        assert!(page.attributes("nav.mainnav a", "href").contains(&"/en/s/sxd/lien-he".to_owned()));
        let page = app.visitor().get("/en/s/phandinhphung/").await;
        assert_eq!(page.texts("header .brand b"), ["Phan Đình Phùng Ward"]);
    }

    async fn the_family_is_found_by_name_without_accents(database) {
        let app = province(database).await;
        let links = |q: &str| {
            let (visitor, path) = (app.visitor(), format!("/cac-trang?q={q}"));
            async move { visitor.get(&path).await.attributes("main ul.communes a", "href") }
        };
        assert!(links("dinh+hoa").await.contains(&"/s/dinhhoa/".to_owned()));
        assert!(links("so+xay+dung").await.contains(&"/s/sxd/".to_owned()));
        assert!(links("huyen+dinh").await.contains(&"/s/dinhhoa-huyen/".to_owned()));
        assert_eq!(links("kh%C3%B4ng+c%C3%B3+%C4%91%C3%A2u").await.len(), 0);
    }

    async fn machines_find_every_page(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        let robots = visitor.get("/robots.txt").await.body();
        assert!(robots.contains("Sitemap: http://localhost/sitemap.xml"), "{robots}");
        let index = visitor.get("/sitemap.xml").await;
        assert_eq!(index.header("content-type"), "application/xml; charset=utf-8");
        assert_eq!(index.body().matches("/s/").count(), 115);
        assert!(index.body().contains("<loc>http://localhost/thu-tuc/sitemap.xml</loc>"));
        let catalogue = visitor.get("/thu-tuc/sitemap.xml").await;
        assert_eq!(catalogue.header("content-type"), "application/xml; charset=utf-8");
        let map = visitor.get("/s/dinhhoa/sitemap.xml").await.body();
        for loc in map.split("<loc>").skip(1) {
            let path = loc.split("</loc>").next().unwrap().strip_prefix("http://localhost").unwrap();
            assert!(path.starts_with("/s/dinhhoa/"));
            assert_eq!(visitor.get(path).await.status, 200, "{path}");
        }
        let own = visitor.on_host("dinhhoa.localhost").get("/sitemap.xml").await.body();
        assert!(own.contains("<loc>http://dinhhoa.localhost/gioi-thieu</loc>"), "{own}");
    }

    async fn the_api_lists_the_family(database) {
        let app = province(database).await;
        let answer = app.visitor().get("/api/v1/sites").await;
        assert_eq!(answer.header("content-type"), "application/json");
        let list: Vec<serde_json::Value> = serde_json::from_str(&answer.body()).unwrap();
        assert_eq!(list.iter().filter(|s| s["valid_to"].is_null()).count(), 115);
        assert_eq!(list.len(), sites(&app).unwrap().all().len());
        let construction = list.iter().find(|s| s["slug"] == "sxd").unwrap();
        assert_eq!(construction["host"], "sxd.localhost");
        assert_eq!(construction["name"], "Sở Xây dựng");
        assert_eq!(construction["kind"], "department");
        assert!(construction["url"].as_str().unwrap().starts_with("http://sxd.localhost"));
        let district = list.iter().find(|s| s["slug"] == "dinhhoa-huyen").unwrap();
        assert_eq!(district["valid_to"], "2025-06-30");
    }
}
