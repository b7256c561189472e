//! What every module holds of somebody has words, and is taken along whole.

use std::collections::BTreeSet;

use kernel::{Ctx, personal};
use svc_identity::NewAccount;
use testkit::{TestApp, both_databases};
use ui::Lang;

use crate::modules;

both_databases! {
    async fn every_modules_part_is_there_and_in_words(database) {
        let app = TestApp::with(database, modules::MODULES).await;
        let ctx = Ctx::system(&app, "test");
        let new = NewAccount {
            login: "hanh".to_owned(),
            display_name: "Nguyễn Thị Hạnh".to_owned(),
            password: "trà xanh Tân Cương".to_owned(),
            ..NewAccount::default()
        };
        let account = svc_identity::create_account(&ctx, new).await.unwrap();
        let holdings = personal::holdings(&ctx, account.uuid()).await.unwrap();
        let names: BTreeSet<&str> = holdings.iter().map(|held| held.name).collect();
        assert_eq!(names.len(), holdings.len(), "each has a name of its own: {names:?}");
        for name in ["identity.person", "identity.account", "notify.notice", "files.file", "audit.record", "audit.view"] {
            assert!(names.contains(name), "{name}: {names:?}");
        }
        for held in &holdings {
            for lang in [Lang::Vi, Lang::En] {
                for key in held.columns.iter().map(|(_, key)| *key).chain([held.title]) {
                    assert_ne!(ui::t(lang, key), key, "{} {lang:?}", held.name);
                }
            }
            let fields: BTreeSet<&str> = held.columns.iter().map(|(name, _)| *name).collect();
            assert_eq!(fields.len(), held.columns.len(), "{}", held.name);
            assert!(held.rows.iter().all(|row| row.len() == held.columns.len()), "{}", held.name);
        }
        let told = holdings.iter().find(|held| held.name == "audit.record").unwrap();
        let told: Vec<String> = told.rows.iter().map(|row| row[1].words(Lang::Vi)).collect();
        assert!(told.contains(&"Mở tài khoản".to_owned()), "{told:?}");
    }
}
