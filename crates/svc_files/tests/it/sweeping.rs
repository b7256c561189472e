//! What nobody took is swept; what somebody takes at that moment is not.

use testkit::{TestApp, both_databases};

use crate::{
    kit::{attach, objects, program, rows, somebody},
    samples, tus,
};

/// Objects written now are old by then: the machine's clock dates them, not the test's.
const LATER: &str = "2046-03-04T08:00";

async fn sweep(app: &TestApp) {
    let job = svc_files::MODULE.jobs.iter().find(|job| job.name == "files.sweep").unwrap();
    (job.run)((**app).clone(), serde_json::Value::Null).await.unwrap();
}

both_databases! {
    async fn what_was_left_goes_after_a_day(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let kept = attach(&me, "public", "paper", "a.pdf", &samples::pdf()).await;
        tus::sent(&me, "image", "b.jpg", &samples::photo(700, 700)).await;
        let at = tus::begin(&me, "attachment", "c.txt", 10).await.location().to_owned();
        tus::patch(&me, &at, 0, b"01234").await;
        std::fs::create_dir_all(app.config().data.join("files/blobs/zz")).unwrap();
        std::fs::write(app.config().data.join("files/blobs/zz/stray"), b"x").unwrap();
        sweep(&app).await;
        // Within the day all is there.
        assert_eq!((rows(&app, "files_upload").await, rows(&app, "files_blob").await), (2, 2));
        app.set_time(LATER);
        sweep(&app).await;
        assert_eq!((rows(&app, "files_upload").await, rows(&app, "files_part").await), (0, 0));
        assert_eq!(rows(&app, "files_blob").await, 1);
        assert_eq!(objects(&app), 1);
        assert_eq!(app.visitor().get(&kept).await.bytes, samples::pdf());
    }

    async fn a_removed_file_frees_its_space_a_day_later(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let url = attach(&me, "public", "picture", "a.jpg", &samples::photo(700, 700)).await;
        let again = attach(&me, "public", "picture", "b.jpg", &samples::photo(700, 700)).await;
        let remove = async |url: &str| {
            me.post(&format!("/removal/{}", url.split('/').nth(2).unwrap()), &[]).await;
        };
        remove(&url).await;
        app.set_time("2046-03-04T08:00");
        sweep(&app).await;
        // The other file has the same content.
        assert_eq!(app.visitor().get(&again).await.status, 200);
        remove(&again).await;
        app.set_time("2046-03-06T08:00");
        sweep(&app).await;
        assert_eq!((rows(&app, "files_file").await, rows(&app, "files_blob").await, objects(&app)), (0, 0, 0));
    }

    async fn the_same_content_sent_while_it_is_swept_survives(database) {
        // Days before the machine's own: what is being written then is never as old as what nobody took.
        let app = program(database).await;
        let me = somebody(&app);
        for round in 0..8 {
            tus::sent(&me, "attachment", "a.txt", b"noi dung cu").await;
            app.set_time(&format!("2026-03-{:02}T08:00", 4 + round * 3));
            let send = async { attach(&me, "public", "any", "moi.txt", b"noi dung cu").await };
            let (url, ()) = tokio::join!(send, sweep(&app));
            let got = app.visitor().get(&url).await;
            assert_eq!((got.status, &got.bytes[..]), (200, &b"noi dung cu"[..]), "round {round}");
            me.post(&format!("/removal/{}", url.split('/').nth(2).unwrap()), &[]).await;
            app.set_time(&format!("2026-03-{:02}T08:00", 6 + round * 3));
            sweep(&app).await;
            assert_eq!((rows(&app, "files_blob").await, objects(&app)), (0, 0), "round {round}");
        }
    }
}
