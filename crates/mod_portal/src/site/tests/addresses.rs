use std::collections::HashSet;

use kernel::Ctx;
use testkit::both_databases;

use super::{SiteKind, build_family, province, sites};

both_databases! {
    async fn every_living_site_answers_under_its_own_name(database) {
        let app = province(database).await;
        let today = app.clock().now().local_date();
        let family = sites(&app).unwrap();
        let living: Vec<_> = family.living(today).collect();
        let count = |kind| living.iter().filter(|s| s.kind == kind).count();
        assert_eq!(
            (count(SiteKind::Province), count(SiteKind::Department), count(SiteKind::Commune), living.len()),
            (1, 22, 92, 115)
        );
        assert_eq!(living.iter().map(|s| &s.slug).collect::<HashSet<_>>().len(), 115);
        assert_eq!(living.iter().map(|s| &s.host_label).collect::<HashSet<_>>().len(), 115);
        let visitor = app.visitor();
        for site in living {
            let page = visitor.get(&format!("/s/{}/", site.slug)).await;
            assert_eq!(page.status, 200, "{}", site.slug);
            assert_eq!(page.texts("header .brand b"), [site.name.as_str()]);
            let title = page.texts("title").concat();
            assert!(title.contains(&site.name), "{title}");
        }
    }

    async fn building_the_family_again_changes_nothing(database) {
        let app = province(database).await;
        let summary = build_family(&Ctx::system(&app, "test")).await.unwrap();
        assert_eq!((summary.founded, summary.renewed), (0, 0));
        assert_eq!(summary.kept, sites(&app).unwrap().all().len());
        assert_eq!(summary.kept, 1 + 29 + 17 + 280 + 92 + 1, "both provinces, all agencies, both eras of units");
    }

    async fn a_site_answers_on_its_host_as_under_its_path(database) {
        let app = province(database).await;
        for host in ["sxd.localhost", "sxd.localhost:8080", "SXD.localhost"] {
            let visitor = app.visitor().on_host(host);
            let page = visitor.get("/").await;
            assert_eq!(page.texts("header .brand b"), ["Sở Xây dựng"], "{host}");
            assert!(page.attributes("nav.mainnav a", "href").contains(&"/lien-he".to_owned()));
            assert_eq!(visitor.get("/lien-he").await.texts("h1"), ["Liên hệ"]);
            assert!(visitor.get("/sitemap.xml").await.body().contains("/gioi-thieu</loc>"));
        }
        let home = app.visitor();
        for host in ["localhost", "localhost:8080", "www.localhost", "127.0.0.1:8080", "thainguyen.localhost"] {
            assert_eq!(home.on_host(host).get("/").await.texts("header .brand b"), ["Tỉnh Thái Nguyên"], "{host}");
        }
        let under = home.on_host("sxd.localhost").get("/s/dinhhoa/").await;
        assert_eq!(under.texts("header .brand b"), ["Xã Định Hoá"]);
        assert!(under.attributes("nav.mainnav a", "href").contains(&"/s/dinhhoa/gioi-thieu".to_owned()));
        let bare = home.get("/s/dinhhoa").await;
        assert_eq!((bare.status, bare.location()), (301, "/s/dinhhoa/"));
        let bare = home.get("/en/s/dinhhoa").await;
        assert_eq!(bare.location(), "/en/s/dinhhoa/");
    }

    async fn names_that_fold_alike_each_have_their_own_address(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        // Fifteen communes and wards took the names of districts: the living own the plain word.
        for word in [
            "backan", "babe", "nganson", "bachthong", "chodon", "chomoi", "nari", "songcong", "dinhhoa",
            "phuluong", "donghy", "vonhai", "daitu", "phoyen", "phubinh",
        ] {
            let page = visitor.get(&format!("/s/{word}/")).await;
            assert_eq!(page.status, 200);
            let name = page.texts("header .brand b").concat();
            assert!(name.starts_with("Xã ") || name.starts_with("Phường "), "{word}: {name}");
            let archives = page.attributes("main a", "href");
            let kept = |kind: &str| archives.contains(&format!("/s/{word}-{kind}/"));
            assert!(kept("huyen") || kept("thanhpho"), "{word} leads to the archive of its namesake: {archives:?}");
        }
        let archive = visitor.get("/s/dinhhoa-huyen/").await;
        assert_eq!(archive.status, 200);
        assert!(archive.text().contains("30/06/2025"), "{}", archive.text());
        assert!(archive.attributes("main a", "href").contains(&"/s/dinhhoa/".to_owned()));
        // Văn Lang and Văn Lăng both live: neither owns the word, and the reader chooses.
        let choice = visitor.get("/s/vanlang/").await;
        assert_eq!(choice.status, 200);
        let choices = choice.attributes("main li a", "href");
        assert!(choices.contains(&"/s/vanlang-nari/".to_owned()), "{choices:?}");
        assert!(choices.contains(&"/s/vanlang-donghy/".to_owned()), "{choices:?}");
        assert_eq!(visitor.get("/s/vanlang-nari/").await.texts("header .brand b"), ["Xã Văn Lang"]);
        assert_eq!(visitor.get("/s/vanlang-donghy/").await.texts("header .brand b"), ["Xã Văn Lăng"]);
        // The province's word is also that of its former city.
        assert_eq!(visitor.get("/s/thainguyen/").await.texts("header .brand b"), ["Tỉnh Thái Nguyên"]);
        assert_eq!(visitor.get("/s/thainguyen-thanhpho/").await.texts("h1"), ["Thành phố Thái Nguyên"]);
    }

    async fn what_has_ended_leads_to_what_took_over(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        let today = app.clock().now().local_date();
        let family = sites(&app).unwrap();
        let (mut redirected, mut archived) = (0, 0);
        for site in family.all().iter().filter(|s| !s.lives(today)) {
            let page = visitor.get(&format!("/s/{}/", site.slug)).await;
            if page.status == 302 {
                assert_eq!(page.header("cache-control"), "no-cache", "names come back");
                redirected += 1;
                assert_eq!(visitor.get(page.location()).await.status, 200, "{}", site.slug);
            } else {
                archived += 1;
                assert_eq!(page.status, 200, "{}", site.slug);
                assert!(page.text().contains("Không còn hoạt động"), "{}", site.slug);
                assert!(page.count("main .heirs a[href*='/s/']") > 0, "{} names no successor", site.slug);
            }
        }
        assert!(redirected > 270, "{redirected} of {archived}");
        assert_eq!(redirected + archived, 7 + 17 + 280 + 1);
        // Pages deep inside, and hosts as they were, lead the same way.
        assert_eq!(visitor.get("/s/dinhhoa-huyen/lien-he").await.texts("h1"), ["Huyện Định Hóa"]);
        let old_host = visitor.on_host("dinhhoa-huyen.localhost").get("/").await;
        assert_eq!(old_host.texts("h1"), ["Huyện Định Hóa"]);
        let old_commune = visitor.on_host("yenlac.phuluong.localhost").get("/").await;
        assert_eq!(old_commune.status, 302, "{}", old_commune.text());
    }

    async fn addresses_nobody_has_say_where_to_go(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        for (host, path) in [
            ("localhost", "/s/khongco/"),
            ("localhost", "/s/khongco"),
            ("localhost", "/s/khongco/tin-tuc"),
            ("khongco.localhost", "/"),
            ("khongco.localhost", "/thu-tuc"),
            ("a.b.c.localhost", "/"),
        ] {
            let page = visitor.on_host(host).get(path).await;
            let page = if page.status == 301 { visitor.on_host(host).get(page.location()).await } else { page };
            assert_eq!(page.status, 404, "{host}{path}");
            assert_eq!(page.texts("h1"), ["Chưa có trang nào ở địa chỉ này"]);
            assert!(page.attributes("main a", "href").iter().any(|h| h.starts_with("http://localhost")));
        }
        // What an error page needs is there on any host.
        assert_eq!(visitor.on_host("khongco.localhost").get("/healthz").await.status, 200);
        let style = visitor.on_host("khongco.localhost").get("/").await.attribute("link[rel=stylesheet]", "href");
        assert_eq!(visitor.on_host("khongco.localhost").get(&style).await.status, 200);
    }
}
