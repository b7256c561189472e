use kernel::{Ctx, db::Queries as _, journal::verify};
use sea_orm::{ConnectOptions, Database as Connector};
use testkit::{Database, TestApp, both_databases};

use crate::notes::{NOTES, write};

/// As somebody with the database's own tools, past the program.
async fn by_hand(app: &TestApp, sql: &str) {
    let connection = Connector::connect(ConnectOptions::new(app.config().database())).await.unwrap();
    assert_eq!(connection.run(sql, vec![]).await.unwrap(), 1, "{sql}");
}

async fn three_notes(database: Database) -> TestApp {
    let app = TestApp::with(database, &[&NOTES]).await;
    let ctx = Ctx::system(&app, "test");
    for text in ["one", "two", "three"] {
        write(&ctx, text, "/a/").await.unwrap();
    }
    app.seal().await;
    app
}

both_databases! {
    async fn a_sealed_chain_is_whole(database) {
        let app = three_notes(database).await;
        write(&Ctx::system(&app, "test"), "four", "/a/").await.unwrap();
        let report = verify(app.db()).await.unwrap();
        assert_eq!((report.sealed, report.unsealed, report.broken), (3, 1, None));
    }

    async fn one_changed_byte_shows(database) {
        let app = three_notes(database).await;
        by_hand(&app, "UPDATE kernel_record SET data = '{\"length\":4}' WHERE ordinal = 2").await;
        let broken = verify(app.db()).await.unwrap().broken.unwrap();
        assert!(broken.contains("record 2"), "{broken}");
    }

    async fn a_removed_record_shows(database) {
        let app = three_notes(database).await;
        by_hand(&app, "DELETE FROM kernel_record WHERE ordinal = 2").await;
        let broken = verify(app.db()).await.unwrap().broken.unwrap();
        assert!(broken.contains("record 2"), "{broken}");
    }

    async fn a_cut_tail_shows(database) {
        let app = three_notes(database).await;
        by_hand(&app, "DELETE FROM kernel_record WHERE ordinal = 3").await;
        let broken = verify(app.db()).await.unwrap().broken.unwrap();
        assert!(broken.contains("ends at record 2"), "{broken}");
    }
}
