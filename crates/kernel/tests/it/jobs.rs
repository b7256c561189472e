use kernel::{Ctx, db::Queries as _, jobs};
use testkit::{TestApp, both_databases};

use crate::notes::{NOTES, write};

both_databases! {
    async fn work_is_done_after_the_commit(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        write(&Ctx::system(&app, "test"), "hello", "/a/").await.unwrap();
        app.run_jobs().await;
        let done: Vec<String> = app.db().read().column("SELECT payload FROM notes_done", vec![]).await.unwrap();
        assert_eq!(done, ["\"hello\""]);
        assert_eq!(jobs::run_due(&app).await.unwrap(), 0);
    }

    async fn work_that_panics_is_one_failed_job(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let ctx = Ctx::system(&app, "test");
        write(&ctx, "panic", "/a/").await.unwrap();
        write(&ctx, "fine", "/a/").await.unwrap();
        app.run_jobs().await;
        let done: Vec<String> = app.db().read().column("SELECT payload FROM notes_done", vec![]).await.unwrap();
        assert_eq!(done, ["\"fine\""]);
        let error: Option<String> = app.db().read().scalar("SELECT last_error FROM kernel_job", vec![]).await.unwrap();
        assert!(error.unwrap().contains("panicked"));
    }

    async fn failing_work_is_tried_again_and_then_set_aside(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        write(&Ctx::system(&app, "test"), "poison", "/a/").await.unwrap();
        app.run_jobs().await;
        assert_eq!(jobs::dead_letters(app.db()).await.unwrap(), 0);
        for day in 3..20 {
            app.set_time(&format!("2026-03-{day:02}T08:00"));
            app.run_jobs().await;
        }
        assert_eq!(jobs::dead_letters(app.db()).await.unwrap(), 1);
        let error: Option<String> = app.db().read().scalar("SELECT last_error FROM kernel_job", vec![]).await.unwrap();
        assert!(error.unwrap().contains("poisoned"));
    }
}
