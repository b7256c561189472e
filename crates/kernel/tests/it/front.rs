use testkit::{TestApp, both_databases};
use uuid::Uuid;

use crate::notes::NOTES;

both_databases! {
    async fn forged_forms_are_refused_and_say_what_to_do(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let writer = app.signed_in("writer", Uuid::nil(), "/a/");
        let fields = [("text", "x"), ("path", "/a/")];
        for token in ["", "made-up", "abc.def"] {
            let answer = writer.post_raw("/notes", &[("_csrf", token), fields[0], fields[1]]).await;
            assert_eq!(answer.status, 400, "{token}");
            assert!(answer.text().contains("tải lại trang"), "{}", answer.text());
        }
        // A token of another visitor is as good as none.
        let stranger = app.visitor().token().await;
        assert_eq!(writer.post_raw("/notes", &[("_csrf", &stranger), fields[0], fields[1]]).await.status, 400);
        // So is a genuine one from a page of another site, a sister site included.
        let token = writer.token().await;
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "http://evil.example")] {
            let answer = writer.with_header(name, value).post_raw("/notes", &[("_csrf", &token), fields[0], fields[1]]).await;
            assert_eq!(answer.status, 400, "{name}: {value}");
        }
        assert_eq!(writer.post("/notes", &fields).await.status, 303);
    }

    async fn what_a_token_in_the_address_opens_needs_no_form_and_knows_nobody(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let writer = app.signed_in("writer", Uuid::nil(), "/a/").with_header("sec-fetch-site", "cross-site");
        for path in ["/notes/abc/seen", "/en/notes/abc/seen"] {
            assert_eq!(writer.post_raw(path, &[("x", "y")]).await.body(), "abc None");
            assert_eq!(writer.post_bytes(path, "text/plain", b"\xFF".to_vec()).await.body(), "abc None");
        }
        for path in ["/notes", "/notes/abc/seen/", "/notes//abc/seen", "/notes/abc/unseen"] {
            assert_eq!(writer.post_raw(path, &[]).await.status, 400, "{path}");
        }
    }

    async fn oversized_and_garbled_bodies_are_named(database) {
        let app = TestApp::configured(database, &[&NOTES], |c| c.max_body = 2000).await;
        let writer = app.signed_in("writer", Uuid::nil(), "/a/");
        let kind = "application/x-www-form-urlencoded";
        assert_eq!(writer.post_bytes("/notes", kind, vec![b'a'; 3000]).await.status, 413);
        let answer = writer.post_bytes("/notes", kind, b"text=%FF%FE".to_vec()).await;
        assert_eq!(answer.status, 400);
        assert!(answer.text().contains("UTF-8"));
        assert_eq!(writer.post_bytes("/notes", "text/csv", b"x".to_vec()).await.status, 400);
    }

    async fn strangers_send_little(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let kind = "application/x-www-form-urlencoded";
        assert_eq!(app.visitor().post_bytes("/nowhere", kind, vec![b'a'; 17 * 1024]).await.status, 413);
        let writer = app.signed_in("writer", Uuid::nil(), "/a/");
        assert_eq!(writer.post_bytes("/notes", kind, vec![b'a'; 17 * 1024]).await.status, 400);
        assert_eq!(app.visitor().get("/notes/a%00b").await.status, 400);
    }

    async fn nothing_typed_is_lost_with_an_old_token(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let writer = app.signed_in("writer", Uuid::nil(), "/a/");
        let here = writer.with_header("sec-fetch-site", "same-origin");
        let fields = [("_csrf", "old.token"), ("text", "a long \"note\""), ("path", "/a/"), ("password", "secret")];
        let offered = here.post_raw("/notes", &fields).await;
        assert_eq!(offered.status, 400);
        assert_eq!(offered.attribute("input[name=text]", "value"), "a long \"note\"");
        assert_eq!(offered.count("input[name=password]"), 0);
        let form = offered.form("/notes");
        let again: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(here.post_raw("/notes", &again).await.status, 303);
        // A page of another site is offered nothing.
        let foreign = writer.with_header("sec-fetch-site", "cross-site").post_raw("/notes", &fields).await;
        assert_eq!((foreign.status, foreign.count("input[name=text]")), (400, 0));
    }

    async fn a_session_that_ended_takes_nothing_long_with_it(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let writer = app.signed_in("writer", Uuid::nil(), "/a/");
        let here = writer.with_header("sec-fetch-site", "same-origin");
        let token = writer.token().await;
        let session = writer.cookie(kernel::http::SESSION_COOKIE);
        let long = "Đất và người. ".repeat(3000);
        let fields = [("_csrf", token.as_str()), ("text", long.as_str()), ("path", "/a/")];
        for cookie in ["ended-long-ago", ""] {
            writer.set_cookie(kernel::http::SESSION_COOKIE, cookie);
            let offered = here.post_raw("/notes", &fields).await;
            assert_eq!(offered.status, 400, "{}", offered.text());
            assert_eq!(offered.attribute("input[name=text]", "value"), long);
            // Sent again before signing in, it is offered again; after, it is taken.
            let form = offered.form("/notes");
            let again: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let offered = here.post_raw("/notes", &again).await;
            assert_eq!((offered.status, offered.attribute("input[name=text]", "value")), (401, long.clone()));
            writer.set_cookie(kernel::http::SESSION_COOKIE, &session);
            let form = here.post_raw("/notes", &again).await.form("/notes");
            let again: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            assert_eq!(here.post_raw("/notes", &again).await.status, 303);
        }
    }

    async fn a_made_up_session_opens_no_door_for_big_bodies(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let long = "a".repeat(17 * 1024);
        let stranger = app.visitor();
        let theirs = stranger.token().await;
        stranger.set_cookie(kernel::http::SESSION_COOKIE, "made-up");
        let here = stranger.with_header("sec-fetch-site", "same-origin");
        // Their own token, one with a made-up claim, and none at all.
        let claim = format!("{theirs}.{}.{}", i64::MAX, "c2lnbmF0dXJl");
        for token in [theirs.as_str(), claim.as_str(), ""] {
            let answer = here.post_raw("/notes", &[("_csrf", token), ("text", &long)]).await;
            assert_eq!(answer.status, 413, "{token}");
        }
        // A writer's token counts from our own pages only, where it comes first, for a while, and not without limit.
        let writer = app.signed_in("writer", Uuid::nil(), "/a/");
        let token = writer.token().await;
        writer.set_cookie(kernel::http::SESSION_COOKIE, "ended");
        let sent = [("_csrf", token.as_str()), ("text", long.as_str())];
        assert_eq!(writer.post_raw("/notes", &sent).await.status, 413, "a browser would have said where from");
        let here = writer.with_header("sec-fetch-site", "same-origin");
        assert_eq!(here.post_raw("/notes", &[sent[1], sent[0]]).await.status, 413, "after the long text");
        assert_eq!(here.post_raw("/notes", &sent).await.status, 400);
        let huge = "a".repeat(app.config().max_body);
        assert_eq!(here.post_raw("/notes", &[sent[0], ("text", &huge)]).await.status, 413);
        app.set_time("2026-03-17T08:00");
        assert_eq!(here.post_raw("/notes", &sent).await.status, 413, "two weeks later");
    }

    async fn whoever_types_is_still_there(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let writer = app.signed_in("writer", Uuid::nil(), "/a/");
        assert_eq!(writer.get("/viec").await.attribute("[data-session]", "data-session"), "3600");
        assert_eq!(writer.get("/viec/phien").await.status, 204);
        let gone = app.visitor().with_header("hx-request", "true").get("/viec/phien").await;
        assert_eq!(gone.status, 401);
    }

    async fn hosts_are_hosts(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        for host in ["localhost/s/sxd", "local host", "localhost:1:2", "a@localhost", "localhost:", ""] {
            let answer = app.visitor().on_host(host).get("/public-notes").await;
            assert_eq!(answer.status, 400, "{host:?}");
        }
        for host in ["localhost", "LOCALHOST:8080", "sxd.localhost", "[::1]:8080", "203.0.113.9"] {
            assert_eq!(app.visitor().on_host(host).get("/public-notes").await.status, 200, "{host}");
        }
        // Only the family's own, at its own port, are kept: localhost, localhost:8080, sxd.localhost.
        assert_eq!(app.cache().size().0, 3);
    }

    async fn errors_have_one_face(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let missing = app.visitor().get("/nowhere").await;
        assert_eq!(missing.status, 404);
        assert_eq!(missing.attributes("main a", "href"), ["/"]);
        assert!(missing.text().contains("Không tìm thấy trang này"));
        assert!(app.visitor().get("/en/nowhere").await.text().contains("There is no such page"));
        let broken = app.visitor().get("/broken").await;
        assert_eq!(broken.status, 500);
        assert!(!broken.body().contains("the cause"));
        assert_eq!(app.visitor().get("/panics").await.status, 500);
        // A path that does not parse, and a method that is not there.
        let garbled = app.visitor().get("/notes/not-a-uuid").await;
        assert_eq!(garbled.status, 400);
        assert!(garbled.text().contains("quay lại trang trước"), "{}", garbled.text());
        assert_eq!(app.visitor().post("/public-notes", &[]).await.status, 405);
        assert_eq!(app.visitor().get("/api/v1/nothing").await.header("content-type"), "application/json");
        let fragment = app.visitor().with_header("hx-request", "true").get("/nowhere").await;
        assert!(!fragment.body().contains("<html"));
    }

    async fn one_address_may_not_take_everybodys_share(database) {
        let app = TestApp::configured(database, &[&NOTES], |c| c.rate_per_second = 2).await;
        let mut statuses = Vec::new();
        for n in 0..15 {
            statuses.push(app.visitor().get(&format!("/notes/{n}")).await.status);
        }
        assert!(statuses.contains(&429), "{statuses:?}");
        assert_eq!(statuses[0], 400);
    }

    async fn every_answer_is_protected(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        for path in ["/public-notes", "/dev/components", "/nowhere", "/healthz"] {
            let answer = app.visitor().get(path).await;
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        }
        let nonce = |policy: &str| policy.split("'nonce-").nth(1).map(str::to_owned);
        let one = nonce(app.visitor().get("/dev/components").await.header("content-security-policy"));
        let two = nonce(app.visitor().get("/dev/components").await.header("content-security-policy"));
        assert!(one.is_some() && one != two);
    }

    async fn health_is_told_apart(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        assert_eq!(app.visitor().get("/healthz").await.status, 200);
        assert_eq!(app.visitor().get("/readyz").await.status, 200);
        app.stop();
        assert_eq!(app.visitor().get("/readyz").await.status, 503);
        app.db().close().await;
        assert_eq!(app.visitor().get("/healthz").await.status, 200);
    }

    async fn published_pages_outlive_the_database(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        assert_eq!(app.visitor().get("/public-notes").await.status, 200);
        let writer = app.signed_in("writer", Uuid::nil(), "/a/");
        let token = writer.token().await;
        app.db().close().await;
        assert_eq!(app.visitor().get("/public-notes").await.status, 200);
        let refused = writer.post_raw("/notes", &[("_csrf", &token), ("text", "x"), ("path", "/a/")]).await;
        assert_eq!(refused.status, 503);
        assert!(refused.text().contains("Các trang đã đăng vẫn xem được"), "{}", refused.text());
    }
}
