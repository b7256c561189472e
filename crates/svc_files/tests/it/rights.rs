//! Who may open what.

use testkit::both_databases;

use crate::{
    kit::{OFFICE, PROVINCE, READ, attach, program, rows, somebody},
    samples,
};

both_databases! {
    async fn a_public_file_is_everybodys(database) {
        let app = program(database).await;
        let url = attach(&somebody(&app), "public", "paper", "a.pdf", &samples::pdf()).await;
        assert_eq!(app.visitor().get(&url).await.status, 200);
        assert_eq!(app.visitor().get(&format!("/en{url}")).await.status, 200);
        assert_eq!(rows(&app, "kernel_access_log").await, 0);
    }

    async fn ones_own_file_is_ones_own(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let url = attach(&me, "mine", "paper", "a.pdf", &samples::pdf()).await;
        let got = me.get(&url).await;
        assert_eq!((got.status, got.header("cache-control")), (200, "private, no-cache"));
        assert_eq!(got.header("vary"), "cookie");
        for other in [app.visitor(), somebody(&app), app.signed_in("reader", PROVINCE, "/p/")] {
            assert_eq!(other.get(&url).await.status, 404);
        }
    }

    async fn a_permission_reaches_its_agencies(database) {
        let app = program(database).await;
        let sender = somebody(&app);
        let office = attach(&sender, "office", "paper", "a.pdf", &samples::pdf()).await;
        let province = attach(&sender, "province", "paper", "b.pdf", &samples::pdf()).await;
        let above = app.signed_in("reader", PROVINCE, "/p/");
        let there = app.signed_in("reader", OFFICE, "/p/o/");
        let elsewhere = app.signed_in("reader", OFFICE, "/p/x/");
        let powerless = app.signed_in_with("other", &[base::Permission::new("other.thing.do")], PROVINCE, "/p/");
        assert_eq!((above.get(&office).await.status, above.get(&province).await.status), (200, 200));
        assert_eq!((there.get(&office).await.status, there.get(&province).await.status), (200, 404));
        for nobody in [elsewhere, powerless, app.visitor(), sender] {
            assert_eq!((nobody.get(&office).await.status, nobody.get(&province).await.status), (404, 404));
        }
        // Who opened what is noted; a part from the middle is not a second opening.
        let noted = rows(&app, "kernel_access_log").await;
        assert_eq!(noted, 3);
        assert_eq!(there.with_header("range", "bytes=5-9").get(&office).await.status, 206);
        assert_eq!(rows(&app, "kernel_access_log").await, noted);
        let _ = READ;
    }

    async fn pictures_made_from_a_file_are_as_closed_as_it_is(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let url = attach(&me, "mine", "picture", "a.jpg", &samples::photo(500, 500)).await;
        let id = url.split('/').nth(2).unwrap();
        let small = format!("/tep/{id}/rong-320/a.webp");
        assert_eq!(me.get(&small).await.status, 200);
        assert_eq!(me.get(&small).await.header("cache-control"), "private, no-cache");
        assert_eq!(app.visitor().get(&small).await.status, 404);
    }
}
