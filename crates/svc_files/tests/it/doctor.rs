//! `songcau doctor` finds what is missing or changed.

use kernel::Finding;
use testkit::{TestApp, both_databases};

use crate::{
    kit::{attach, program, somebody},
    samples,
};

async fn look(app: &TestApp, thorough: bool) -> Vec<Finding> {
    svc_files::MODULE.doctor.unwrap()((**app).clone(), thorough).await.unwrap()
}

fn content(app: &TestApp) -> std::path::PathBuf {
    let folder =
        std::fs::read_dir(app.config().data.join("files/blobs")).unwrap().next().unwrap().unwrap().path();
    std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
}

both_databases! {
    async fn a_content_removed_or_changed_is_named(database) {
        let app = program(database).await;
        attach(&somebody(&app), "public", "paper", "a.pdf", &samples::pdf()).await;
        let well = look(&app, true).await;
        assert_eq!(well.len(), 1);
        assert!(well[0].good && well[0].what.contains("1 contents kept, 1 of them read"), "{well:?}");
        let path = content(&app);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[20] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let changed = look(&app, true).await;
        assert!(!changed[0].good && changed[0].what.contains("changed: blobs/"), "{changed:?}");
        std::fs::write(&path, &bytes[..50]).unwrap();
        let shorter = look(&app, false).await;
        assert!(!shorter[0].good && shorter[0].what.contains("50 bytes instead of"), "{shorter:?}");
        std::fs::remove_file(&path).unwrap();
        let gone = look(&app, false).await;
        assert!(!gone[0].good && gone[0].what.contains("missing"), "{gone:?}");
        assert!(gone[0].advice.contains("backup"));
    }
}
