//! The organisation as its users meet it: data, questions, imports, screens; on both databases.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod acts;
mod codes;
mod import;
mod province;
mod reorganisation;
mod rights;
mod screens;

use base::LocalDate;
use kernel::Ctx;
use svc_org::{Agency, Tree};
use testkit::{Client, Database, TestApp};

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

/// Somebody who administers this agency and everything below it.
fn admin_of(app: &TestApp, agency: &Agency) -> Client {
    app.signed_in("admin", agency.id.uuid(), &agency.path)
}

/// The administrator of the province.
fn admin(app: &TestApp) -> Client {
    let tree = svc_org::tree(app).unwrap();
    admin_of(app, tree.root(day("2026-03-02")).unwrap())
}
