use kernel::{Ctx, Error, db::Queries as _};
use testkit::{TestApp, both_databases};

use crate::notes::{NOTES, WRITE, write};

both_databases! {
    async fn reading_connections_cannot_write(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let ctx = Ctx::system(&app, "test");
        assert!(ctx.read().run("DELETE FROM notes_note", vec![]).await.is_err());
    }

    async fn an_act_without_a_record_did_not_happen(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let ctx = Ctx::system(&app, "test");
        let act = ctx.act(WRITE).await.unwrap();
        act.run("INSERT INTO notes_done (payload) VALUES ('x')", vec![]).await.unwrap();
        assert!(matches!(act.commit().await, Err(Error::Internal(_))));
        // Nor one that was dropped halfway.
        let act = ctx.act(WRITE).await.unwrap();
        act.run("INSERT INTO notes_done (payload) VALUES ('y')", vec![]).await.unwrap();
        drop(act);
        let rows: Option<i64> = ctx.read().scalar("SELECT count(*) FROM notes_done", vec![]).await.unwrap();
        assert_eq!(rows, Some(0));
    }

    async fn eight_writers_all_get_through(database) {
        let mut app = TestApp::with(database, &[&NOTES]).await;
        app.follow().await;
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let ctx = Ctx::system(&app, "test");
                tokio::spawn(async move {
                    for n in 0..25 {
                        write(&ctx, &format!("{writer}-{n}"), "/a/").await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        // The sealer behind the writers may hold the lock at this very moment.
        let mut report = kernel::journal::verify(app.db()).await.unwrap();
        for _ in 0..200 {
            if report.unsealed == 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
            report = kernel::journal::verify(app.db()).await.unwrap();
        }
        assert_eq!(report.broken, None);
        assert!(report.sealed >= 200, "{report:?}");
        let notes: Option<i64> = app.db().read().scalar("SELECT count(*) FROM notes_note", vec![]).await.unwrap();
        assert_eq!(notes, Some(200));
    }
}
