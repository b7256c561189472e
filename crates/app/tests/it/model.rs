//! The model province on both databases, asked through its front door.

use std::collections::BTreeSet;

use kernel::{Access, Channel, Ctx};
use testkit::{TestApp, both_databases};

use crate::modules;

async fn province(database: testkit::Database) -> TestApp {
    let mut app = TestApp::with(database, modules::MODULES).await;
    // Today, as the demo's news are dated.
    app.set_time("2026-11-23T08:00");
    let ctx = Ctx::system(&app, "test");
    svc_org::load_model_province(&ctx).await.unwrap();
    svc_workflow::load_model_holidays(&ctx).await.unwrap();
    mod_portal::site::build_family(&ctx).await.unwrap();
    svc_catalogue::procedure::load_model_catalogue(&ctx).await.unwrap();
    mod_portal::entry::load_model_news(&ctx).await.unwrap();
    mod_portal::question::load_model_questions(&ctx).await.unwrap();
    mod_portal::comment::load_model_comments(&ctx).await.unwrap();
    mod_portal::vote::load_model_votes(&ctx).await.unwrap();
    app.follow().await;
    app
}

/// Waits, at most a few seconds, until a page shows what was done.
async fn eventually(app: &TestApp, path: &str, selector: &str) {
    for _ in 0..300 {
        if app.visitor().get(path).await.count(selector) > 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{path} does not show {selector}: {}", app.visitor().get(path).await.text());
}

both_databases! {
    async fn the_family_stands(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        let home = visitor.get("/").await;
        assert_eq!(home.status, 200);
        assert!(home.text().contains("Thái Nguyên"));
        let sites: serde_json::Value = serde_json::from_str(&visitor.get("/api/v1/sites").await.body()).unwrap();
        let living: Vec<&serde_json::Value> =
            sites.as_array().unwrap().iter().filter(|s| s["valid_to"].is_null()).collect();
        assert_eq!(living.len(), 115);
        for site in living {
            let (slug, name) = (site["slug"].as_str().unwrap(), site["name"].as_str().unwrap());
            let page = visitor.get(&format!("/s/{slug}/")).await;
            assert_eq!(page.status, 200, "{slug}");
            assert!(page.text().contains(name), "{slug}: {name}");
        }
        // Every former one answers too: by leading on, or by naming what became of it.
        for site in sites.as_array().unwrap().iter().filter(|s| !s["valid_to"].is_null()) {
            let slug = site["slug"].as_str().unwrap();
            let page = visitor.get(&format!("/s/{slug}/")).await;
            assert!([200, 301, 302].contains(&page.status), "{slug}: {}", page.status);
        }
    }

    async fn people_and_agencies_talk(database) {
        let app = province(database).await;
        let family = app.visitor().get("/hoi-dap").await;
        assert!(family.count("main ul.list > li") >= 20, "{}", family.text());
        for slug in ["sxd", "phandinhphung"] {
            let list = app.visitor().get(&format!("/s/{slug}/hoi-dap")).await;
            let answered = app.visitor().get(&list.attribute("main ul.list a", "href")).await;
            assert_eq!(answered.status, 200, "{slug}");
            assert!(!answered.body().contains("minh-hoa@example.org"), "{slug}");
        }
        eventually(&app, "/tim-kiem?q=thu+gom+rac&loai=question", "main mark").await;
        let polls = app.visitor().get("/tham-do").await;
        let poll = app.visitor().get(&polls.attribute("main table a", "href")).await;
        assert!(poll.count("a[href$='/phieu']") + poll.count("meter") > 0, "{}", poll.text());
        // A second load adds nothing.
        let ctx = Ctx::system(&app, "test");
        assert_eq!(mod_portal::question::load_model_questions(&ctx).await.unwrap(), 0);
        assert_eq!(mod_portal::comment::load_model_comments(&ctx).await.unwrap(), 0);
        assert_eq!(mod_portal::vote::load_model_votes(&ctx).await.unwrap(), 0);
    }

    async fn the_catalogue_is_found(database) {
        let app = province(database).await;
        eventually(&app, "/tim-kiem?q=khai+sinh", "main mark").await;
        let all = app.visitor().get("/thu-tuc").await;
        assert!(all.text().contains("3.789"), "{}", all.text());
        for query in ["khai+sinh+lai", "khai+sinh+l%E1%BA%A1i"] {
            let page = app.visitor().get(&format!("/thu-tuc?q={query}")).await;
            let first = page.attributes("main a[href*='/thu-tuc/']", "href").into_iter().next().unwrap_or_default();
            assert!(first.ends_with("/thu-tuc/1.004884"), "{query}: {first}");
        }
        let api: serde_json::Value =
            serde_json::from_str(&app.visitor().get("/api/v1/procedures").await.body()).unwrap();
        assert_eq!(api["total"], 3789);
    }

    async fn strangers_come_no_further_than_the_routes_say(database) {
        let app = TestApp::with(database, modules::MODULES).await;
        let routes = modules::MODULES.iter().filter_map(|m| m.routes).fold(kernel::Routes::new(), |all, r| all.merge(r()));
        let mut closed = 0;
        for info in routes.infos() {
            let path = fill(&info.path);
            let visitor = app.visitor();
            let answer = if info.method == http::Method::GET {
                visitor.get(&path).await
            } else if info.method != http::Method::POST || info.streamed.is_some() {
                // Bodies of strangers are refused before their token is looked at.
                visitor.ask(info.method.clone(), &path, &[], vec![]).await
            } else {
                let bare = if info.access == Access::Token { 404 } else { 400 };
                assert_eq!(visitor.post_raw(&path, &[]).await.status, bare, "POST {path} without a token");
                visitor.post(&path, &[]).await
            };
            assert!(answer.status < 500, "{} {path}: {}", info.method, answer.status);
            match info.access {
                Access::Public => {
                    assert!(!answer.location().contains("/dang-nhap?tiep"), "{} {path}", info.method);
                }
                Access::SignedIn | Access::Needs(_) => {
                    closed += 1;
                    assert_eq!(answer.status, 303, "{} {path}", info.method);
                    assert!(answer.location().starts_with("/dang-nhap"), "{path}: {}", answer.location());
                    // Nor does signing in alone open what needs a permission.
                    if matches!(info.access, Access::Needs(_)) {
                        let nobody = app.signed_in_without_role();
                        let refused = if info.method == http::Method::GET {
                            nobody.get(&path).await
                        } else if info.streamed.is_some() {
                            nobody.ask(info.method.clone(), &path, &[], vec![]).await
                        } else {
                            nobody.post(&path, &[]).await
                        };
                        assert_eq!(refused.status, 403, "{} {path}", info.method);
                    }
                }
                Access::Token => {
                    // Whoever has no token of ours finds nothing, signed in or not.
                    let nobody = app.signed_in_without_role();
                    for client in [&visitor, &nobody] {
                        let refused = if info.method == http::Method::GET {
                            client.get(&path).await
                        } else {
                            client.post_raw(&path, &[]).await
                        };
                        assert_eq!(refused.status, 404, "{} {path}", info.method);
                    }
                }
                Access::Operator => {
                    let outside = visitor.with_header("x-forwarded-for", "203.0.113.9").get(&path).await;
                    assert_eq!(outside.status, 404, "{path}");
                }
            }
        }
        assert!(closed > 20, "only {closed} routes ask for anything");
    }

    async fn every_kind_of_notice_has_words_that_can_be_filled(database) {
        let app = TestApp::with(database, modules::MODULES).await;
        let gaps = |text: &str| -> BTreeSet<String> {
            let inner = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()));
            inner.collect()
        };
        let mut names = BTreeSet::new();
        for kind in app.notices() {
            assert!(names.insert(kind.name), "{} is declared twice", kind.name);
            assert!(!kind.channels.is_empty(), "{} is told in no way", kind.name);
            let open = [Channel::Bell, Channel::Push].iter().any(|c| kind.tells(*c));
            assert!(!(kind.secret && open), "{} is secret and lies open", kind.name);
            for part in ["name", "subject", "body", "sms"] {
                let key = format!("{}.{part}", kind.name);
                let [vi, en] = [ui::Lang::Vi, ui::Lang::En].map(|lang| ui::t(lang, &key));
                if part == "sms" && vi == key && en == key {
                    continue;
                }
                assert!(vi != key && en != key, "{key} says nothing");
                assert_eq!(gaps(vi), gaps(en), "{key} leaves other gaps in the other language");
                assert!(part != "name" || gaps(vi).is_empty(), "{key} is said where nothing fills it in");
            }
        }
        assert!(names.contains("notify.test"));
    }

    async fn a_fresh_schema_equals_one_made_step_by_step(database) {
        let fresh = TestApp::with(database, modules::MODULES).await;
        let stepwise = TestApp::with(database, &[]).await;
        let mut all = fresh.migrations();
        all.sort_by_key(|m| m.name);
        for count in 1..=all.len() {
            // Each step as a program of its time would have applied it.
            let kernels = kernel::MODULE.migrations;
            if kernels.iter().all(|own| all[..count].iter().any(|m| m.name == own.name)) {
                kernel::db::migrate(stepwise.db(), &all[..count], base::Timestamp(0)).await.unwrap();
            }
        }
        assert_eq!(testkit::schema(fresh.db()).await, testkit::schema(stepwise.db()).await);
    }
}

/// A path with something in the place of each parameter.
fn fill(path: &str) -> String {
    path.split('/')
        .map(|part| match part {
            p if p.starts_with("{*") => "app.css",
            "{slug}" => "thainguyen",
            "{code}" => "1.004884",
            p if p.starts_with('{') => "01890a5d-ac96-774b-bcce-b302099a8057",
            p => p,
        })
        .collect::<Vec<_>>()
        .join("/")
}
