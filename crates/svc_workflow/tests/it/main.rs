//! The calendar and the hours as people and programs use them, on both databases.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod deadlines;
mod editing;
mod feed;
mod hours;
mod pasting;
mod year;

use base::{Id, LocalDate};
use kernel::{Ctx, db::Queries as _};
use svc_workflow::{holiday::Entry, load_model_holidays};
use testkit::{Client, Database, TestApp};
use uuid::Uuid;

const ROOT: &str = "/0197a000-0000-7000-8000-000000000001/";
const COMMUNE: &str = "/0197a000-0000-7000-8000-000000000001/0197a000-0000-7000-8000-000000000002/";

/// A program with the model province's holidays.
async fn province(database: Database) -> TestApp {
    let app = TestApp::with(database, &[&svc_workflow::MODULE]).await;
    load_model_holidays(&Ctx::system(&app, "test")).await.unwrap();
    app
}

fn admin(app: &TestApp) -> Client {
    app.signed_in("admin", Uuid::nil(), ROOT)
}

fn day(iso: &str) -> LocalDate {
    LocalDate::parse(iso).unwrap()
}

/// The address of a day's edit screen.
async fn screen_of(app: &TestApp, iso: &str) -> String {
    let sql = "SELECT id FROM workflow_holiday WHERE date = $1";
    let id: Uuid = app.db().read().scalar(sql, vec![iso.into()]).await.unwrap().unwrap();
    format!("/quan-tri/lich/{}", Id::<Entry>::from_uuid(id))
}
