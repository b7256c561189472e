use testkit::{TestApp, both_databases};
use uuid::Uuid;

use crate::notes::NOTES;

both_databases! {
    async fn pages_come_from_memory_until_what_they_show_changes(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let first = app.visitor().get("/public-notes").await;
        assert_eq!(app.cache().size().0, 1);
        let etag = first.header("etag").to_owned();
        let again = app.visitor().with_header("if-none-match", &etag).get("/public-notes").await;
        assert_eq!((again.status, again.bytes.len()), (304, 0));
        let writer = app.signed_in("writer", Uuid::nil(), "/a/");
        writer.post("/notes", &[("text", "new"), ("path", "/a/")]).await;
        assert_eq!(app.cache().size().0, 0);
        let changed = app.visitor().with_header("if-none-match", &etag).get("/public-notes").await;
        assert_eq!(changed.status, 200);
        assert!(changed.body().contains("new"));
    }

    async fn made_up_queries_do_not_push_out_the_pages_people_read(database) {
        let app = TestApp::configured(database, &[&NOTES], |c| c.cache_mib = 1).await;
        app.visitor().get("/public-notes").await;
        for n in 0..300 {
            app.visitor().get(&format!("/public-notes?n={n}")).await;
        }
        let (pages, bytes) = app.cache().size();
        assert!(pages < 150 && bytes < 600 * 1024, "{pages} pages, {bytes} bytes");
        let hits = app.metrics().hits();
        app.visitor().get("/public-notes").await;
        assert_eq!(app.metrics().hits(), hits + 1);
        // And all of them go when what they show changes.
        app.signed_in("writer", Uuid::nil(), "/a/").post("/notes", &[("text", "new"), ("path", "/a/")]).await;
        assert_eq!(app.cache().size(), (0, 0));
    }

    async fn asking_for_the_head_keeps_no_empty_page(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        assert_eq!(app.visitor().head("/public-notes").await.status, 200);
        assert!(app.visitor().get("/public-notes").await.body().contains("xxx"));
    }

    async fn pages_are_packed_as_asked(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let ask = async |accepted| app.visitor().with_header("accept-encoding", accepted).get("/public-notes").await;
        // The first reader gets it as quickly as it packs; once it is asked for again, it is packed well.
        assert_eq!(ask("gzip, br").await.header("content-encoding"), "gzip");
        let mut tries = 0;
        while ask("gzip, br").await.header("content-encoding") != "br" {
            tries += 1;
            assert!(tries < 200, "never packed well");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        for (accepted, encoding) in [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", "")] {
            let answer = ask(accepted).await;
            assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
            assert_eq!(answer.header("vary"), "accept-encoding, cookie");
        }
    }

    async fn what_changes_while_it_is_packed_well_is_not_brought_back(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let phone = app.visitor().with_header("accept-encoding", "gzip, br");
        for text in ["one", "two", "three"] {
            phone.get("/public-notes").await;
            phone.get("/public-notes").await;
            app.signed_in("writer", Uuid::nil(), "/a/").post("/notes", &[("text", text), ("path", "/a/")]).await;
            assert_eq!(app.cache().size().0, 0);
            // Time for the packing that was under way to end.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            assert_eq!(app.cache().size().0, 0);
            assert!(app.visitor().get("/public-notes").await.body().contains(text));
        }
    }

    async fn what_signed_in_people_see_is_not_kept(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let answer = app.signed_in_without_role().get("/public-notes").await;
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(app.cache().size().0, 0);
    }

    async fn other_nodes_drop_the_page_too(database) {
        let mut app = TestApp::with(database, &[&NOTES]).await;
        app.follow().await;
        app.seal().await;
        let mut other = app.second_node().await;
        other.follow().await;
        assert_eq!(other.visitor().get("/public-notes").await.status, 200);
        app.signed_in("writer", Uuid::nil(), "/a/").post("/notes", &[("text", "new"), ("path", "/a/")]).await;
        for _ in 0..100 {
            if other.visitor().get("/public-notes").await.body().contains("new") {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the other node still shows the old page");
    }

    async fn the_day_ends_for_kept_pages_too(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        app.visitor().get("/public-notes").await;
        let epoch = app.cache().size();
        app.set_time("2026-03-03T00:00");
        app.visitor().get("/public-notes").await;
        assert_eq!(app.cache().size(), epoch);
        assert_eq!(app.metrics().hits(), 0);
    }
}
