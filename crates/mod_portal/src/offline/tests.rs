use testkit::both_databases;

use crate::question::tests::{Office, published_entry};

both_databases! {
    async fn the_page_for_no_connection_names_the_agency_and_nobody_else(database) {
        let office = Office::open(database).await;
        crate::site::fill_samples(&kernel::Ctx::system(&office.app, "test")).await.unwrap();
        let page = office.citizen.get(&office.at("/ngoai-tuyen")).await;
        assert_eq!(page.status, 200);
        assert!(page.attribute("meta[name=robots]", "content").contains("noindex"));
        assert!(page.count(".facts a[href^='tel:']") == 1, "{}", page.text());
        assert!(!page.header("cache-control").contains("no-store"), "else no browser keeps it");
        assert_eq!(page.count("input[name=_csrf], script:not([src])"), 0);
        assert!(office.citizen.get(&format!("/en{}", office.at("/ngoai-tuyen"))).await.text().contains("No connection"));
        assert_eq!(office.citizen.get("/ngoai-tuyen").await.status, 200, "the province has one, too");
    }

    async fn the_script_may_keep_what_is_public_and_nothing_of_whoever_signed_in(database) {
        let office = Office::open(database).await;
        let script = office.citizen.get("/ngoai-tuyen.js").await;
        assert_eq!((script.status, script.header("cache-control")), (200, "no-cache"));
        assert!(script.header("content-type").starts_with("text/javascript"));
        assert_eq!(script.header("service-worker-allowed"), "", "its scope is its own");
        // By what it goes: pages for everybody may be kept, those of somebody, forms and words of letters never.
        let fields = crate::entry::field::Fields::default().with("category", "tin-tuc").with("author", "A").with("source", "B");
        let entry = published_entry(&office, "article", "Bài để đọc lại", fields).await;
        assert!(!office.citizen.get(&entry).await.header("cache-control").contains("no-store"));
        let never = [entry.clone(), office.at("/ngoai-tuyen"), "/quan-tri/noi-dung".to_owned()];
        for path in &never {
            assert!(office.officer.get(path).await.header("cache-control").contains("no-store"), "{path}");
        }
        for path in [format!("{entry}/danh-gia"), office.at("/nhan-tin"), "/thu-bao/xac-nhan/x".to_owned()] {
            assert!(office.citizen.get(&path).await.header("cache-control").contains("no-store"), "{path}");
        }
    }
}
