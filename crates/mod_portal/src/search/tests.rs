use kernel::{Ctx, Module};
use testkit::{TestApp, both_databases};

const MODULES: [&Module; 6] = [
    &svc_org::MODULE,
    &svc_files::MODULE,
    &svc_identity::MODULE,
    &svc_search::MODULE,
    &svc_catalogue::MODULE,
    &crate::MODULE,
];

/// Publishes an entry of a kind on the site of the Department of Justice.
async fn published(ctx: &Ctx, kind: &str, title: &str, fields: crate::entry::field::Fields) {
    use crate::entry::{Content, Kind, Span, draft, publish, submit};
    let sites = crate::site::sites(ctx.app()).unwrap();
    let site = sites.living(ctx.today()).find(|site| site.slug == "sotuphap").unwrap().id;
    let content = Content {
        title: title.to_owned(),
        summary: "Tóm tắt.".to_owned(),
        body: "Nội dung.".to_owned(),
        fields,
        ..Content::of(Kind::by_name(kind).unwrap())
    };
    let entry = draft(ctx, kernel::new_id(), site, &content).await.unwrap();
    let entry = submit(ctx, entry.id, entry.version).await.unwrap();
    publish(ctx, entry.id, entry.version, Span::default()).await.unwrap();
}

both_databases! {
    async fn results_are_narrowed_by_section(database) {
        use crate::entry::field::Fields;
        let app = TestApp::with(database, &MODULES).await;
        let ctx = Ctx::system(&app, "test");
        svc_org::load_model_province(&ctx).await.unwrap();
        crate::site::build_family(&ctx).await.unwrap();
        let news = || Fields::default().with("category", "tin-tuc").with("author", "A").with("source", "B");
        for title in ["Ngày hội chè một", "Ngày hội chè hai"] {
            published(&ctx, "article", title, news()).await;
        }
        let event = Fields::default().with("begins", "2026-04-01T08:00").with("place", "Nhà văn hóa").with("organiser", "Sở");
        published(&ctx, "event", "Khai mạc hội chè", event).await;
        svc_search::rebuild(&app).await.unwrap();
        let visitor = app.visitor();
        let chips = "ul.chips[aria-label='Chuyên mục'] a";
        let all = visitor.get("/tim-kiem?q=hoi+che").await;
        let texts = all.texts(chips);
        assert_eq!(texts[0], "Mọi chuyên mục (3)");
        assert!(texts.contains(&"Tin tức (2)".to_owned()), "{texts:?}");
        let narrowed = visitor.get("/tim-kiem?q=hoi+che&chuyen-muc=tin-tuc").await;
        assert_eq!(narrowed.count("ol.results > li"), 2);
        // The others are still counted and led to, by plain links.
        assert_eq!(narrowed.texts(chips), texts);
        let hrefs = narrowed.attributes(chips, "href");
        assert!(hrefs.contains(&"/tim-kiem?q=hoi%20che".to_owned()) || hrefs.contains(&"/tim-kiem?q=hoi+che".to_owned()), "{hrefs:?}");
        assert_eq!(narrowed.count(&format!("{chips}[aria-current]")), 1);
        for odd in ["khong-co", "%22%3E%3Cscript%3E", "hoi-dap"] {
            let shown = visitor.get(&format!("/tim-kiem?q=hoi+che&chuyen-muc={odd}")).await;
            assert_eq!((shown.status, shown.count("ol.results > li")), (200, 3), "{odd}");
            assert!(!shown.body().contains("\"><script>"));
        }
        let nothing = visitor.get("/tim-kiem?q=hoi+che&chuyen-muc=van-ban").await;
        assert_eq!((nothing.status, nothing.count("ol.results > li")), (200, 0));
        assert_eq!(nothing.texts(chips)[0], "Mọi chuyên mục (3)");
    }

    async fn everything_is_found_in_one_place(database) {
        let app = TestApp::with(database, &MODULES).await;
        svc_catalogue::procedure::load_model_catalogue(&Ctx::system(&app, "test")).await.unwrap();
        svc_search::rebuild(&app).await.unwrap();
        let visitor = app.visitor();

        let begin = visitor.get("/tim-kiem").await;
        assert!(begin.status == 200 && begin.count("ul.chips a") >= 5);
        let found = visitor.get("/tim-kiem?q=khai+sinh+l%E1%BA%A1i").await;
        assert_eq!(found.attribute("ol.results a", "href"), "/thu-tuc/1.004884");
        assert!(found.count("ol.results mark") > 0);
        assert!(found.attribute("input[name=q]", "value") == "khai sinh lại");
        let elsewhere = visitor.get("/tim-kiem?q=1.012789").await;
        assert!(elsewhere.text().contains("Của Tây Ninh"));
        for odd in ["page=999999", "page=-1", "q=%22+OR+title%3A*", "q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "q=%FF%FE", "q=a&q=b"] {
            for path in ["/tim-kiem", "/tim-kiem/goi-y"] {
                let answer = visitor.get(&format!("{path}?{odd}")).await;
                assert!(answer.status == 200 || answer.status == 400, "{path}?{odd}: {}", answer.status);
                assert!(!answer.body().contains("<script>alert"), "{path}?{odd}");
            }
        }
        let none = visitor.get("/tim-kiem?q=khai+sinh&loai=entry").await;
        assert!(none.status == 200 && none.count("ol.results li") == 0);
        let second = visitor.get("/tim-kiem?q=dat+dai&trang=2").await;
        assert_eq!(second.texts("nav.pager [aria-current]"), ["Trang 2"]);
        assert!(visitor.get("/tim-kiem?q=dat+dai&trang=99999").await.count("ol.results li") > 0);
        let english = visitor.get("/en/tim-kiem?q=khai+sinh").await;
        assert!(english.attribute("ol.results a", "href").starts_with("/en/thu-tuc/"));
        assert!(english.attribute("ol.results h3", "lang") == "vi");

        let offered = visitor.get("/tim-kiem/goi-y?q=khai+si").await;
        let offered: serde_json::Value = serde_json::from_str(&offered.body()).unwrap();
        let items = offered["items"].as_array().unwrap();
        assert!(!items.is_empty() && items.len() <= 8);
        assert!(items.iter().all(|i| i["href"].as_str().unwrap().starts_with("/thu-tuc/") && i["kind"] == "Thủ tục"));
        assert_eq!(visitor.get("/tim-kiem/goi-y").await.body(), r#"{"items":[]}"#);
    }

    async fn the_first_page_leads_to_what_it_promises(database) {
        let app = TestApp::with(database, &MODULES).await;
        svc_catalogue::procedure::load_model_catalogue(&Ctx::system(&app, "test")).await.unwrap();
        svc_search::rebuild(&app).await.unwrap();
        let visitor = app.visitor();
        for (query, wanted) in [
            ("birth", ["1.001193", "2.000986"]), ("marriage", ["1.000894", "1.000894"]), ("house", ["1.012783", "1.012783"]),
            ("business", ["1.001612", "2.000720"]), ("school", ["1.001714", "1.001714"]), ("health", ["1.001776", "1.001776"]),
        ] {
            let words = ui::t(ui::Lang::Vi, &format!("portal.home.life.{query}.query")).to_owned();
            let found = visitor.get(&format!("/thu-tuc?q={}", svc_catalogue::procedure::encode(&words))).await;
            let hrefs = found.attributes("table.rows th a", "href");
            let codes: Vec<&str> = hrefs.iter().filter_map(|href| href.rsplit('/').next()).collect();
            for one in wanted {
                assert!(codes.contains(&one), "{query} {one}: {codes:?}");
            }
        }
    }
}
