//! The organisation as its users meet it: data, questions, imports, screens; on both databases.

mod codes;
mod import;
mod province;

use base::LocalDate;
use kernel::Ctx;
use svc_org::{Agency, Tree};
use testkit::{Database, TestApp};

fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

/// An empty program.
async fn empty(database: Database) -> TestApp {
    TestApp::with(database, &[&svc_org::MODULE]).await
}

/// A program with the model province.
async fn province(database: Database) -> TestApp {
    let app = empty(database).await;
    svc_org::load_model_province(&system(&app)).await.unwrap();
    app
}

fn system(app: &TestApp) -> Ctx {
    Ctx::system(app, "test")
}

/// The agency with this full name on that day.
fn named<'t>(tree: &'t Tree, full_name: &str, as_of: &str) -> &'t Agency {
    let found: Vec<_> = tree.all().filter(|a| a.full_name == full_name && a.is_valid(day(as_of))).collect();
    assert_eq!(found.len(), 1, "{full_name} on {as_of}");
    found[0]
}
