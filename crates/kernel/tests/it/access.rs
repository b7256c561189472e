use kernel::db::Queries as _;
use testkit::{TestApp, both_databases};
use uuid::Uuid;

use crate::notes::{NOTES, WRITE};

both_databases! {
    async fn strangers_sign_in_first_and_others_are_refused(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let answer = app.visitor().get("/notes?x=1").await;
        assert_eq!((answer.status, answer.location()), (303, "/dang-nhap?tiep=%2Fnotes%3Fx%3D1"));
        assert_eq!(app.signed_in_without_role().get("/notes").await.status, 403);
        assert_eq!(app.signed_in_without_role().get("/mine").await.status, 200);
        assert_eq!(app.visitor().get("/mine").await.status, 303);
        assert_eq!(app.signed_in("writer", Uuid::nil(), "/a/").get("/notes").await.status, 200);
    }

    async fn rows_of_other_subtrees_do_not_exist(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let root = app.signed_in("writer", Uuid::nil(), "/a/");
        for (text, path) in [("one", "/a/b/"), ("two", "/a/c/"), ("three", "/a/b/d/")] {
            assert_eq!(root.post("/notes", &[("text", text), ("path", path)]).await.status, 303);
        }
        assert_eq!(root.get("/notes").await.body(), "one,three,two");
        assert_eq!(app.signed_in("writer", Uuid::nil(), "/a/b/").get("/notes").await.body(), "one,three");
        // Neither a sibling whose identifier begins alike nor a wildcard in a path reaches further.
        assert_eq!(app.signed_in("writer", Uuid::nil(), "/a/b").get("/notes").await.body(), "one,three");
        assert_eq!(app.signed_in("writer", Uuid::nil(), "/%/").get("/notes").await.body(), "");
        let other = app.signed_in("writer", Uuid::nil(), "/a/c/");
        assert_eq!(other.post("/notes", &[("text", "x"), ("path", "/a/b/")]).await.status, 403);
        let several = app.signed_in_with("both", &[WRITE], Uuid::nil(), "/a/c/");
        assert_eq!(several.get("/notes").await.body(), "two");
    }

    async fn refusals_leave_a_trace(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        app.signed_in_without_role().get("/notes").await;
        app.signed_in("writer", Uuid::nil(), "/a/c/").post("/notes", &[("text", "x"), ("path", "/a/b/")]).await;
        app.visitor().get("/notes").await;
        let what: Vec<String> =
            app.db().read().column("SELECT what FROM kernel_access_log ORDER BY what", vec![]).await.unwrap();
        assert_eq!(what, ["refused GET", "refused POST"]);
    }

    async fn the_operator_is_this_machine_or_holds_the_token(database) {
        let app = TestApp::configured(database, &[&NOTES], |c| c.operator_token = "watcher".into()).await;
        assert_eq!(app.visitor().get("/metrics").await.status, 200);
        // Nginx without any settings names the site and forwards nothing else.
        assert_eq!(app.visitor().on_host("thainguyen.gov.vn").get("/metrics").await.status, 404);
        let forwarded = app.visitor().with_header("x-forwarded-for", "203.0.113.9");
        assert_eq!(forwarded.get("/metrics").await.status, 404);
        assert_eq!(forwarded.with_header("authorization", "Bearer watcher").get("/metrics").await.status, 200);
        assert_eq!(forwarded.with_header("authorization", "Bearer other").get("/metrics").await.status, 404);
    }
}
