mod addresses;
mod agencies;
mod editing;
mod former;
mod pages;
mod words;

use kernel::Ctx;
use testkit::{Database, TestApp};

use super::{Site, SiteKind, build_family, fill_samples, sites};

/// The model province with its whole family.
async fn province(database: Database) -> TestApp {
    let modules = [
        &svc_org::MODULE,
        &svc_files::MODULE,
        &svc_identity::MODULE,
        &svc_search::MODULE,
        &svc_catalogue::MODULE,
        &crate::MODULE,
    ];
    let app = TestApp::with(database, &modules).await;
    let ctx = Ctx::system(&app, "test");
    svc_org::load_model_province(&ctx).await.unwrap();
    build_family(&ctx).await.unwrap();
    app
}

/// Hundreds of bodies more, each with its site: a school of every agency first.
pub(crate) async fn grow(app: &TestApp) {
    let ctx = Ctx::system(app, "test");
    svc_org::load_larger_province(&ctx, 260).await.unwrap();
    build_family(&ctx).await.unwrap();
}

/// One of them, by its name.
pub(crate) const SCHOOL: &str = "Trường Mầm non Sở Tư pháp 1";

fn site(app: &TestApp, slug: &str) -> Site {
    let today = app.clock().now().local_date();
    match sites(app).unwrap().by_slug(slug, today) {
        super::Lookup::Live(site) => Site::clone(&site),
        other => panic!("{slug}: {other:?}"),
    }
}
