//! The smallest module that has files: letters with attachments.

use axum::{extract::Path, response::Response};
use base::{Id, Permission};
use http::Method;
use kernel::{
    Access, Ctx, Error, Module, Result, Role, Routes,
    http::{Form, Sent},
};
use svc_files::{Audience, Place};
use testkit::{Answer, Client, Database, TestApp};
use uuid::Uuid;

pub const READ: Permission = Permission::new("letters.letter.read");
pub const PROVINCE: Uuid = Uuid::from_u128(1);
pub const OFFICE: Uuid = Uuid::from_u128(2);
pub const LETTER: Uuid = Uuid::from_u128(77);

pub static LETTERS: Module = Module {
    permissions: &[READ],
    roles: &[Role { key: "reader", permissions: &[READ] }],
    routes: Some(routes),
    ..Module::new("letters")
};

fn routes() -> Routes {
    Routes::new()
        .streamed(Method::POST, "/letters/{audience}", Access::SignedIn, |_| 8 << 20, create)
        .post("/letters/{audience}/{upload}", Access::SignedIn, take)
        .post("/removal/{file}", Access::SignedIn, remove)
}

fn place(ctx: &Ctx, audience: &str) -> Place {
    let me = ctx.actor().account_id().unwrap();
    let (agency, audience) = match audience {
        "public" => (None, Audience::Public),
        "mine" => (None, Audience::Owner(me)),
        "province" => (Some(PROVINCE), Audience::Permission(READ, None)),
        _ => (Some(OFFICE), Audience::Permission(READ, None)),
    };
    Place { subject_kind: "letter", subject_id: LETTER, agency, audience }
}

/// A form with files: each is attached, and its address answered.
async fn create(ctx: Ctx, Path(audience): Path<String>, sent: Sent) -> Result<String> {
    let purpose = |field: &str, _: &[(String, String)]| match field {
        "picture" => Some("image".to_owned()),
        "paper" => Some("document".to_owned()),
        "any" => Some("attachment".to_owned()),
        _ => None,
    };
    let intake = svc_files::read_form(&ctx, sent, purpose).await?;
    if !intake.form.is_ok() {
        return Err(Error::Invalid(Box::new(intake.form)));
    }
    let mut act = ctx.own_act().await?;
    let mut urls = Vec::new();
    for (_, received) in intake.files {
        urls.push(svc_files::attach(&mut act, received.upload, &place(&ctx, &audience)).await?.url());
    }
    act.commit().await?;
    Ok(urls.join("\n"))
}

/// An upload made before is attached.
async fn take(ctx: Ctx, Path((audience, upload)): Path<(String, Uuid)>, _: Form) -> Result<String> {
    let mut act = ctx.own_act().await?;
    let file = svc_files::attach(&mut act, Id::from_uuid(upload), &place(&ctx, &audience)).await?;
    act.commit().await?;
    Ok(file.url())
}

async fn remove(ctx: Ctx, Path(file): Path<Uuid>, _: Form) -> Result<Response> {
    let mut act = ctx.own_act().await?;
    svc_files::remove(&mut act, Id::from_uuid(file)).await?;
    act.commit().await?;
    Ok(ctx.redirect("/"))
}

pub const MODULES: &[&Module] = &[&svc_org::MODULE, &svc_files::MODULE, &LETTERS];

/// A program with letters, and two agencies: a province and an office below it.
pub async fn program(database: Database) -> TestApp {
    configured(database, |_| {}).await
}

pub async fn configured(database: Database, change: impl FnOnce(&mut kernel::Config)) -> TestApp {
    let app = TestApp::configured(database, MODULES, change).await;
    for (id, path) in [(PROVINCE, "/p/"), (OFFICE, "/p/o/")] {
        let sql = "INSERT INTO org_agency (id, kind, name, full_name, slug, path, address, phone, email, office_hours, \
                   status, note, version) VALUES ($1, 'department', 'x', 'x', $2, $3, '', '', '', '', 'official', '', 1)";
        app.keep_house(sql, vec![id.into(), path.into(), path.into()]).await.unwrap();
    }
    app
}

/// Somebody signed in without any right.
pub fn somebody(app: &TestApp) -> Client {
    app.signed_in_without_role()
}

pub const BOUNDARY: &str = "----letters";

/// A form with one file, as browsers send it.
pub fn multipart(token: &str, field: &str, name: &str, kind: &str, content: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    if !token.is_empty() {
        body.extend_from_slice(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n")
                .as_bytes(),
        );
    }
    body.extend_from_slice(
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: {kind}\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// Sends one file with the form of letters.
pub async fn post(
    client: &Client,
    path: &str,
    field: &str,
    name: &str,
    kind: &str,
    content: &[u8],
) -> Answer {
    let token = client.token().await;
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    client.post_bytes(path, &content_type, multipart(&token, field, name, kind, content)).await
}

/// Sends one file that is taken, and says its address.
pub async fn attach(client: &Client, audience: &str, field: &str, name: &str, content: &[u8]) -> String {
    let answer =
        post(client, &format!("/letters/{audience}"), field, name, "application/octet-stream", content).await;
    assert_eq!(answer.status, 200, "{}", answer.body());
    answer.body()
}

/// How many rows a table has.
pub async fn rows(app: &TestApp, table: &str) -> i64 {
    use kernel::db::Queries as _;
    app.db().read().scalar(&format!("SELECT count(*) FROM {table}"), vec![]).await.unwrap().unwrap()
}

/// How many objects lie in the folder of files.
pub fn objects(app: &TestApp) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
        entries.flatten().map(|e| if e.path().is_dir() { count(&e.path()) } else { 1 }).sum()
    }
    count(&app.config().data.join("files")) + count(&app.config().data.join("files-bench"))
}
