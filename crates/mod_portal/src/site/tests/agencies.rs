//! What an act on the tree of agencies does to the sites, at once or a moment later.

use base::{Id, LocalDate};
use kernel::Ctx;
use svc_org::{
    Agency, Kind,
    agency::{Details, End},
};
use testkit::{TestApp, both_databases};

use super::{province, site, sites};

fn agency(app: &TestApp, slug: &str) -> Agency {
    let id = Id::from_uuid(site(app, slug).agency_id);
    svc_org::tree(app).unwrap().get(id).unwrap().as_ref().clone()
}

/// An office below this one.
fn below(parent: &Agency) -> Details {
    Details {
        kind: Kind::Board,
        name: "Thử nghiệm".to_owned(),
        full_name: "Ban Thử nghiệm".to_owned(),
        slug: "banthunghiem".to_owned(),
        code: None,
        unit_code: None,
        parent: Some(parent.id),
        ..parent.details.clone()
    }
}

both_databases! {
    async fn pages_show_a_new_office_at_once(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        let pages = ["/s/sxd/", "/s/sxd/gioi-thieu"];
        for path in pages {
            assert!(!visitor.get(path).await.text().contains("Ban Thử nghiệm"), "{path}");
        }
        svc_org::agency::create(&Ctx::system(&app, "test"), below(&agency(&app, "sxd"))).await.unwrap();
        for path in pages {
            assert!(visitor.get(path).await.text().contains("Ban Thử nghiệm"), "{path}");
        }
    }

    async fn the_search_knows_what_became_of_an_agency(database) {
        let mut app = province(database).await;
        app.follow().await;
        let (justice, interior) = (agency(&app, "sotuphap"), agency(&app, "sonoivu"));
        // The heir is found by the name of what it took over.
        let last_day = LocalDate::parse("2026-02-28").unwrap();
        let cmd = End { last_day, successors: vec![interior.id] };
        svc_org::agency::end(&Ctx::system(&app, "test"), justice.id, justice.version, cmd).await.unwrap();
        found(&app, "/tim-kiem?q=%22so+tu+phap%22", &interior).await;
    }

    async fn the_search_knows_a_new_name_wherever_it_stands(database) {
        let mut app = province(database).await;
        app.follow().await;
        let ctx = Ctx::system(&app, "test");
        let sxd = agency(&app, "sxd");
        let board = svc_org::agency::create(&ctx, below(&sxd)).await.unwrap();
        let named = Details { full_name: "Sở Kiến thiết Quzzix".to_owned(), ..sxd.details.clone() };
        svc_org::agency::edit(&ctx, sxd.id, sxd.version, named).await.unwrap();
        found(&app, "/tim-kiem?q=quzzix", &board).await;
    }

    async fn an_agency_leads_to_its_own_site(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        for slug in ["sxd", "vanlang-nari", "dinhhoa", "dinhhoa-huyen"] {
            let id = sites(&app).unwrap().all().iter().find(|s| s.slug == slug).unwrap().agency_id;
            let answer = visitor.get(&format!("/trang-cua/{id}")).await;
            assert_eq!((answer.status, answer.location()), (302, format!("/s/{slug}/").as_str()));
            assert_eq!(answer.header("cache-control"), "no-cache");
        }
        let sxd = agency(&app, "sxd");
        let link = format!("/trang-cua/{}", sxd.id);
        let page = visitor.get(&format!("/co-quan/{}", sxd.id)).await;
        assert!(page.attributes("main a", "href").contains(&link), "{}", page.text());
        assert!(page.text().contains("Mở trang của Sở Xây dựng"));
        let old = visitor.get("/dia-chi-cu?q=gia+sang").await;
        assert!(old.text().contains("Mở trang của Phường Gia Sàng"), "{}", old.text());
        let english = visitor.get(&format!("/en{link}")).await;
        assert_eq!(english.location(), "/en/s/sxd/");
        // One too new to have a site leads to what is known of it; one nobody knows, nowhere.
        let new = svc_org::agency::create(&Ctx::system(&app, "test"), below(&sxd)).await.unwrap();
        assert_eq!(visitor.get(&format!("/trang-cua/{}", new.id)).await.location(), format!("/co-quan/{}", new.id));
        assert_eq!(visitor.get("/trang-cua/00000000-0000-7000-8000-000000000000").await.status, 404);
        assert_eq!(visitor.get("/trang-cua/sxd").await.status, 404);
    }

    async fn every_site_leads_up_to_the_province(database) {
        let app = province(database).await;
        let up = |page: testkit::Answer| page.attributes("footer a", "href");
        let visitor = app.visitor();
        assert!(up(visitor.get("/s/sxd/lien-he").await).contains(&"/".to_owned()));
        assert!(visitor.get("/s/sxd/").await.texts("footer a").contains(&"Cổng tỉnh Thái Nguyên".to_owned()));
        let home = format!("{}/", app.config().origin(""));
        assert!(up(visitor.on_host("sxd.localhost").get("/").await).contains(&home));
        assert!(up(visitor.on_host("sxd.localhost").get("/en/").await).contains(&format!("{home}en/")));
        assert!(!visitor.get("/").await.texts("footer a").contains(&"Cổng tỉnh Thái Nguyên".to_owned()));
        for path in ["/", "/so-do", "/s/sxd/so-do"] {
            assert!(visitor.get(path).await.attributes("main a", "href").contains(&"/dia-chi-cu".to_owned()), "{path}");
        }
    }

    async fn rights_over_a_site_move_with_its_agency(database) {
        let app = province(database).await;
        let ctx = Ctx::system(&app, "test");
        let (interior, justice) = (agency(&app, "sonoivu"), agency(&app, "sotuphap"));
        let editor = app.signed_in("admin", interior.id.uuid(), &interior.path);
        let form = format!("/quan-tri/trang/{}", site(&app, "sotuphap").id);
        assert_eq!(editor.get(&form).await.status, 404);
        let under = Details { parent: Some(interior.id), ..justice.details.clone() };
        let moved = svc_org::agency::edit(&ctx, justice.id, justice.version, under).await.unwrap();
        assert_eq!(editor.get(&form).await.status, 200);
        assert!(editor.get("/quan-tri/trang").await.texts("tbody th").contains(&"Sở Tư pháp".to_owned()));
        svc_org::agency::edit(&ctx, justice.id, moved.version, justice.details.clone()).await.unwrap();
        assert_eq!(editor.get(&form).await.status, 404);
        assert_eq!(editor.post(&form, &[("version", "1"), ("phone", "113")]).await.status, 404);
        assert!(!editor.get("/quan-tri/trang").await.texts("tbody th").contains(&"Sở Tư pháp".to_owned()));
    }
}

/// Waits until the search leads there.
async fn found(app: &TestApp, search: &str, agency: &Agency) {
    let href = format!("/co-quan/{}", agency.id);
    let mut last = String::new();
    for _ in 0..100 {
        app.seal().await;
        let page = app.visitor().get(search).await;
        if page.attributes("main a", "href").contains(&href) {
            return;
        }
        last = page.text();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{} is not found: {last}", agency.full_name);
}
