use kernel::{Ctx, Module};
use testkit::{TestApp, both_databases};

const MODULES: [&Module; 5] =
    [&svc_org::MODULE, &svc_files::MODULE, &svc_identity::MODULE, &svc_search::MODULE, &crate::MODULE];

both_databases! {
    async fn everything_is_found_in_one_place(database) {
        let app = TestApp::with(database, &MODULES).await;
        crate::procedure::load_model_catalogue(&Ctx::system(&app, "test")).await.unwrap();
        svc_search::rebuild(&app).await.unwrap();
        let visitor = app.visitor();

        let begin = visitor.get("/tim-kiem").await;
        assert!(begin.status == 200 && begin.count("ul.chips a") >= 5);
        let found = visitor.get("/tim-kiem?q=khai+sinh+l%E1%BA%A1i").await;
        assert_eq!(found.attribute("ol.results a", "href"), "/thu-tuc/1.004884");
        assert!(found.count("ol.results mark") > 0);
        assert!(found.attribute("input[name=q]", "value") == "khai sinh lại");
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
}
