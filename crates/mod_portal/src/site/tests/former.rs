//! What stays of a site whose agency has ended, and who has its word afterwards.

use base::{Id, LocalDate};
use contracts::search::SearchDoc;
use kernel::Ctx;
use svc_org::{
    Agency,
    agency::{Details, End},
};
use testkit::{TestApp, both_databases};

use super::{build_family, province, site, sites};
use crate::entry::{self, load_model_news};

fn agency(app: &TestApp, slug: &str) -> Agency {
    let id = Id::from_uuid(site(app, slug).agency_id);
    svc_org::tree(app).unwrap().get(id).unwrap().as_ref().clone()
}

async fn end(app: &TestApp, slug: &str, heir: &Agency) -> Agency {
    let ending = agency(app, slug);
    let cmd = End { last_day: LocalDate::parse("2026-02-28").unwrap(), successors: vec![heir.id] };
    let ended =
        svc_org::agency::end(&Ctx::system(app, "test"), ending.id, ending.version, cmd).await.unwrap();
    build_family(&Ctx::system(app, "test")).await.unwrap();
    ended
}

/// What the search is given of entries.
async fn found(app: &TestApp) -> Vec<SearchDoc> {
    let ids = (entry::SEARCH.all)((*app).clone()).await.unwrap();
    (entry::SEARCH.load)((*app).clone(), ids).await.unwrap()
}

both_databases! {
    async fn what_was_published_stays_readable_at_its_address(database) {
        let app = province(database).await;
        load_model_news(&Ctx::system(&app, "test")).await.unwrap();
        let visitor = app.visitor();
        let list = visitor.get("/s/sotuphap/tin-tuc").await;
        let href = list.attributes("main a", "href").into_iter().find(|h| h.contains("/tin-tuc/")).unwrap();
        let before = visitor.get(&href).await;
        let date = before.attribute("meta[name='DC.date']", "content");
        let feed = visitor.get("/s/sotuphap/rss.xml").await.body();

        let interior = agency(&app, "sonoivu");
        end(&app, "sotuphap", &interior).await;
        let after = visitor.get(&href).await;
        assert_eq!((after.status, after.texts("h1")), (200, before.texts("h1")));
        assert_eq!(after.attribute("meta[name='DC.date']", "content"), date);
        for path in [href.as_str(), "/s/sotuphap/tin-tuc", "/s/sotuphap/gioi-thieu"] {
            let page = visitor.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            assert_eq!(page.texts("header .brand b"), ["Sở Tư pháp"], "{path}");
            let banner = page.texts(".banner").concat();
            assert!(banner.contains("Lưu trữ") && banner.contains("28/02/2026"), "{path}: {banner}");
            assert_eq!(page.texts(".banner a"), ["Sở Nội vụ"], "{path}");
            assert!(!page.attributes("nav a", "href").contains(&"/s/sotuphap/lien-he".to_owned()));
        }
        assert_eq!(visitor.get("/s/sotuphap/rss.xml").await.body().matches("<item>").count(), feed.matches("<item>").count());
        let host = visitor.on_host("sotuphap.localhost");
        assert_eq!(host.get("/gioi-thieu").await.texts("header .brand b"), ["Sở Tư pháp"]);
        assert_eq!(host.get("/tin-tuc").await.status, 200);
        // The rest leads to the heir, or nowhere.
        for path in ["/s/sotuphap/", "/s/sotuphap/lien-he", "/s/sotuphap/so-do"] {
            assert_eq!((visitor.get(path).await.status, visitor.get(path).await.location().to_owned()), (302, "/s/sonoivu/".to_owned()), "{path}");
        }
        assert_eq!(host.get("/lien-he").await.status, 302);
        for path in ["/s/sotuphap/khongco", "/s/sotuphap/tin-tuc/khong-co-bai-nay"] {
            assert_eq!(visitor.get(path).await.status, 404, "{path}");
        }
        // What the search offers is there.
        let docs = found(&app).await;
        let doc = docs.iter().find(|d| d.url.starts_with("/s/sotuphap/")).unwrap();
        assert_eq!(visitor.get(&doc.url).await.status, 200);
    }

    async fn only_those_above_change_what_an_ended_agency_left(database) {
        let app = province(database).await;
        load_model_news(&Ctx::system(&app, "test")).await.unwrap();
        let justice = site(&app, "sotuphap");
        let own = app.signed_in("admin", justice.agency_id, &justice.agency_path);
        let root = sites(&app).unwrap().province().unwrap().clone();
        let above = app.signed_in("admin", root.agency_id, &root.agency_path);
        let entry = own.get("/quan-tri/noi-dung?q=").await.attributes("main a", "href");
        let entry = entry.into_iter().find(|h| h.matches('/').count() == 3 && !h.ends_with("/moi")).unwrap();
        let screen = format!("/quan-tri/trang/{}", justice.id);
        assert!(own.get(&entry).await.count("form[action$='/withdrawal']") == 1);
        let interior = agency(&app, "sonoivu");
        end(&app, "sotuphap", &interior).await;
        let version = own.get(&entry).await;
        assert_eq!(version.status, 200, "it is still read");
        assert_eq!(version.count("main form"), 0);
        for act in ["revision", "withdrawal", "submission", "retraction"] {
            let filled = [
                ("version", "1"), ("withdraw_reason", "thử"), ("title", "Bài thử"), ("summary", "Tóm tắt."),
                ("body", "Nội dung."), ("author", "A"), ("source", "B"), ("category", "tin-tuc"), ("lang", "vi"),
            ];
            assert_eq!(own.post(&format!("{entry}/{act}"), &filled).await.status, 403, "{act}");
        }
        let kept = own.fill_in(&screen, &screen, &[("phone", "0208 3855 222")]).await;
        assert_eq!(kept.status, 403, "{}", kept.text());
        let (ctx, content) = (Ctx::system(&app, "test"), entry::Content::default());
        let begun = entry::draft(&ctx, kernel::new_id(), justice.id, &content).await;
        assert!(matches!(begun, Err(kernel::Error::Conflict(_))));
        assert_eq!(above.fill_in(&screen, &screen, &[("phone", "0208 3855 222")]).await.status, 303);
        let withdrawn = above.fill_in(&entry, &format!("{entry}/withdrawal"), &[("withdraw_reason", "Sai")]).await;
        assert_eq!(withdrawn.status, 303, "{}", withdrawn.text());
    }

    async fn a_living_agency_has_the_word_of_one_that_ended(database) {
        let app = province(database).await;
        load_model_news(&Ctx::system(&app, "test")).await.unwrap();
        let visitor = app.visitor();
        let list = visitor.get("/s/sotuphap/tin-tuc").await;
        let href = list.attributes("main a", "href").into_iter().find(|h| h.contains("/tin-tuc/")).unwrap();
        let interior = agency(&app, "sonoivu");
        let justice = end(&app, "sotuphap", &interior).await;
        let details = Details {
            validity: base::Validity::new(Some(LocalDate::parse("2026-03-01").unwrap()), None).unwrap(),
            full_name: "Sở Tư pháp và Pháp chế".to_owned(),
            code: None,
            ..justice.details.clone()
        };
        let ctx = Ctx::system(&app, "test");
        let new = svc_org::agency::create(&ctx, details).await.unwrap();
        build_family(&ctx).await.unwrap();
        let living = site(&app, "sotuphap");
        assert_eq!((living.agency_id, living.host_label.as_str()), (new.id.uuid(), "sotuphap"));
        let former = sites(&app).unwrap().by_agency(justice.id.uuid()).unwrap().clone();
        assert_eq!((former.slug.as_str(), former.host_label.as_str()), ("sotuphap-2026", "sotuphap-2026"));
        assert_eq!(visitor.get("/s/sotuphap/").await.texts("header .brand b"), ["Sở Tư pháp và Pháp chế"]);
        // An address of old leads to the entry where it is kept now.
        let moved = visitor.get(&href).await;
        assert_eq!((moved.status, moved.location().to_owned()), (303, href.replace("/s/sotuphap/", "/s/sotuphap-2026/")));
        assert_eq!(visitor.get(moved.location()).await.status, 200);
        let again = build_family(&ctx).await.unwrap();
        assert_eq!((again.founded, again.renewed), (0, 0));
    }

    async fn an_agency_has_its_site_from_its_first_day(database) {
        let app = province(database).await;
        let ctx = Ctx::system(&app, "test");
        let sxd = agency(&app, "sxd");
        let details = Details {
            validity: base::Validity::new(Some(LocalDate::parse("2026-04-01").unwrap()), None).unwrap(),
            full_name: "Sở Mới".to_owned(),
            slug: "somoi".to_owned(),
            ..sxd.details.clone()
        };
        svc_org::agency::create(&ctx, Details { code: None, ..details }).await.unwrap();
        assert_eq!(build_family(&ctx).await.unwrap().founded, 0);
        app.set_time("2026-04-01T00:01");
        let ctx = Ctx::system(&app, "test");
        assert_eq!(build_family(&ctx).await.unwrap().founded, 1);
        assert_eq!(site(&app, "somoi").name, "Sở Mới");
    }

    async fn a_site_gets_another_word_and_the_old_one_leads_on(database) {
        let app = province(database).await;
        let root = sites(&app).unwrap().province().unwrap().clone();
        let (sxd, visitor) = (site(&app, "sxd"), app.visitor());
        let admin = app.signed_in("admin", root.agency_id, &root.agency_path);
        let screen = format!("/quan-tri/trang/{}", sxd.id);
        let form = format!("{screen}/dia-chi");
        for (word, says) in [
            ("www", "dành cho hệ thống"),
            ("Sở", "Chỉ dùng chữ thường"),
            ("-a", "Chỉ dùng chữ thường"),
            ("sonoivu", "đã thuộc về trang Sở Nội vụ"),
            ("dinhhoa-huyen", "đã thuộc về trang Huyện Định Hóa"),
        ] {
            let answer = admin.fill_in(&screen, &form, &[("slug", word)]).await;
            assert_eq!(answer.status, 422, "{word}");
            assert!(answer.text().contains(says), "{word}: {}", answer.text());
        }
        let saved = admin.fill_in(&screen, &form, &[("slug", "xaydung")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(visitor.get("/s/xaydung/").await.texts("header .brand b"), ["Sở Xây dựng"]);
        for (old, new) in [
            ("/s/sxd/", "/s/xaydung/"),
            ("/s/sxd/tin-tuc?page=1", "/s/xaydung/tin-tuc?page=1"),
            ("/en/s/sxd/lien-he", "/en/s/xaydung/lien-he"),
        ] {
            let moved = visitor.get(old).await;
            assert_eq!((moved.status, moved.location()), (302, new));
        }
        assert_eq!(visitor.on_host("xaydung.localhost").get("/").await.texts("header .brand b"), ["Sở Xây dựng"]);
        let host = visitor.on_host("sxd.localhost").get("/gioi-thieu").await;
        assert_eq!((host.status, host.location()), (302, "/s/xaydung/gioi-thieu"));
        let again = build_family(&Ctx::system(&app, "test")).await.unwrap();
        assert_eq!((again.founded, again.renewed), (0, 0));
        // The word is decided where the agency's name is.
        let own = app.signed_in("admin", sxd.agency_id, &sxd.agency_path);
        assert_eq!(own.get(&screen).await.count("[name=slug]"), 0);
        assert_eq!(own.post(&form, &[("version", "2"), ("slug", "khac")]).await.status, 403);
        assert_eq!(admin.fill_in(&screen, &form, &[("slug", "sxd")]).await.status, 303);
        assert_eq!(visitor.get("/s/xaydung/").await.location(), "/s/sxd/");
    }

    async fn a_site_follows_its_agency_at_once(database) {
        let mut app = province(database).await;
        load_model_news(&Ctx::system(&app, "test")).await.unwrap();
        app.follow().await;
        let sxd = agency(&app, "sxd");
        let named = Details {
            full_name: "Sở Kiến thiết".to_owned(),
            name_en: Some("Department of Building".to_owned()),
            phone: "0208 3855 111".to_owned(),
            ..sxd.details.clone()
        };
        svc_org::agency::edit(&Ctx::system(&app, "test"), sxd.id, sxd.version, named).await.unwrap();
        let mut shown = Vec::new();
        for _ in 0..100 {
            app.seal().await;
            let docs = found(&app).await;
            let doc = docs.iter().find(|d| d.url.starts_with("/s/sxd/")).unwrap();
            let agency = doc.facets.iter().find(|(name, _)| name == "agency").unwrap().1.clone();
            let en = app.visitor().get("/en/s/sxd/lien-he").await;
            shown = vec![agency, en.texts("header .brand b").concat(), en.text()];
            let found = app.visitor().get("/tim-kiem?q=so+xay+dung&loai=entry").await;
            if shown[0] == "Sở Kiến thiết" && shown[1] == "Department of Building" && !found.text().contains("Sở Xây dựng ·") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!((shown[0].as_str(), shown[1].as_str()), ("Sở Kiến thiết", "Department of Building"));
        assert!(shown[2].contains("0208 3855 111"), "{}", shown[2]);
        // Until the site says something else.
        let root = sites(&app).unwrap().province().unwrap().clone();
        let admin = app.signed_in("admin", root.agency_id, &root.agency_path);
        let screen = format!("/quan-tri/trang/{}", site(&app, "sxd").id);
        assert!(admin.get(&screen).await.text().contains("Để trống thì dùng như của cơ quan: 0208 3855 111"));
        assert_eq!(admin.fill_in(&screen, &screen, &[("phone", "0208 3855 222")]).await.status, 303);
        assert!(app.visitor().get("/s/sxd/lien-he").await.text().contains("0208 3855 222"));
    }
}
