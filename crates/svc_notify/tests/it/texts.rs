use kernel::Channel;
use testkit::{Database, TestApp};
use ui::Lang;

/// Of each kind this crate declares, as the program proves it of all kinds.
#[tokio::test]
async fn every_kind_has_its_words() {
    let app =
        TestApp::with(Database::Sqlite, &[&svc_org::MODULE, &svc_identity::MODULE, &svc_notify::MODULE])
            .await;
    let kinds: Vec<_> = app.notices().collect();
    assert!(!kinds.is_empty());
    for kind in kinds {
        for lang in [Lang::Vi, Lang::En] {
            for part in ["name", "subject", "body"] {
                let key = format!("{}.{part}", kind.name);
                assert_ne!(ui::t(lang, &key), key, "{lang:?}");
            }
            // The letter greets by itself.
            assert!(
                !ui::t(lang, &format!("{}.body", kind.name)).contains("{name}"),
                "{} {lang:?}",
                kind.name
            );
        }
        assert!(!kind.channels.is_empty());
    }
    for channel in Channel::ALL {
        assert_eq!(Channel::parse(channel.key()), Some(channel));
    }
}
