use kernel::{Ctx, Error, Module};
use testkit::{Database, TestApp, both_databases};

use super::*;
use crate::definition::tests::family;

const MODULES: [&Module; 3] = [&svc_org::MODULE, &svc_identity::MODULE, &crate::MODULE];

async fn opened(database: Database) -> TestApp {
    TestApp::with(database, &MODULES).await
}

both_databases! {
    async fn a_change_is_the_next_version_and_the_old_one_stays(database) {
        let app = opened(database).await;
        let ctx = Ctx::system(&app, "test");
        let Kept::New(first) = keep(&ctx, family(), 0).await.unwrap() else { panic!("new") };
        assert_eq!(keep(&ctx, family(), 1).await.unwrap(), Kept::Known(first.clone()));
        let mut changed = family();
        changed.pages[0].title.vi = "Người đề nghị".to_owned();
        let Kept::New(second) = keep(&ctx, changed.clone(), 1).await.unwrap() else { panic!("new") };
        assert_eq!((first.number, second.number), (1, 2));
        let read = app.db().read();
        assert_eq!(latest(read, "gia-dinh").await.unwrap().unwrap().definition, changed);
        assert_eq!(version(read, "gia-dinh", 1).await.unwrap().unwrap().definition, family());
        assert!(version(read, "gia-dinh", 3).await.unwrap().is_none());
        assert!(latest(read, "khac").await.unwrap().is_none());
    }

    async fn what_somebody_else_kept_meanwhile_is_not_overwritten(database) {
        let app = opened(database).await;
        let ctx = Ctx::system(&app, "test");
        keep(&ctx, family(), 0).await.unwrap();
        let mut mine = family();
        mine.title.vi = "Của tôi".to_owned();
        assert!(keep(&ctx, mine.clone(), 0).await.unwrap_err().is_stale());
        assert!(keep(&ctx, mine, 2).await.unwrap_err().is_stale());
        assert_eq!(latest(app.db().read(), "gia-dinh").await.unwrap().unwrap().number, 1);
    }

    async fn a_form_with_a_fault_is_not_kept(database) {
        let app = opened(database).await;
        let ctx = Ctx::system(&app, "test");
        let mut broken = family();
        broken.pages[1].when = Some("khong_co".parse().unwrap());
        let Err(Error::Conflict(said)) = keep(&ctx, broken, 0).await else { panic!("kept") };
        assert_eq!(said.key(), "forms.fault.unknown");
        assert!(latest(app.db().read(), "gia-dinh").await.unwrap().is_none());
    }
}
