use base::Timestamp;
use kernel::{Migration, db};
use testkit::{TestApp, both_databases};

use crate::notes::NOTES;

static LATER: kernel::Module = kernel::Module {
    migrations: &[Migration {
        name: "20261201_000000_later",
        sql: "ALTER TABLE notes_note ADD COLUMN colour TEXT",
    }],
    ..kernel::Module::new("later")
};

both_databases! {
    async fn a_fresh_schema_equals_an_upgraded_one(database) {
        let fresh = TestApp::with(database, &[&NOTES, &LATER]).await;
        let upgraded = TestApp::with(database, &[&NOTES]).await;
        let all = fresh.migrations();
        let applied = db::migrate(upgraded.db(), &all, Timestamp(0)).await.unwrap();
        assert_eq!(applied, ["20261201_000000_later"]);
        let columns = |schema: Vec<String>| schema.into_iter().filter(|s| !s.contains("notes_note ")).collect::<Vec<_>>();
        assert_eq!(columns(testkit::schema(fresh.db()).await), columns(testkit::schema(upgraded.db()).await));
        assert!(db::pending(upgraded.db(), &all).await.unwrap().is_empty());
    }

    async fn history_is_not_rewritten(database) {
        let app = TestApp::with(database, &[&NOTES]).await;
        let mut changed = app.migrations();
        changed[0].sql = "CREATE TABLE other (id BIGINT)";
        let error = db::migrate(app.db(), &changed, Timestamp(0)).await.unwrap_err();
        assert!(format!("{error}").contains("changed after"), "{error}");
        // Nor does an old program touch the database of a newer one.
        let error = db::migrate(app.db(), &kernel::MODULE.migrations[..1], Timestamp(0)).await.unwrap_err();
        assert!(format!("{error}").contains("newer version"), "{error}");
    }
}
