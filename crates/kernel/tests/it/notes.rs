//! The smallest module that uses everything: notes that people pin to an agency.

use std::time::Duration;

use axum::{extract::Path, response::Response};
use base::{Id, Permission};
use kernel::{
    Access, App, Ctx, Error, Event, JobKind, MenuItem, MenuPlace, Migration, Module, Result, Role, Routes,
    Subject, db::Queries as _, http::Form, new_id,
};
use serde::Serialize;
use uuid::Uuid;

pub const WRITE: Permission = Permission::new("notes.note.write");

pub static NOTES: Module = Module {
    locale: Some(ui::Locale { vi: "notes.menu = \"Ghi chú\"", en: "notes.menu = \"Notes\"" }),
    migrations: &[Migration {
        name: "20261122_000900_notes",
        sql: "CREATE TABLE notes_note (id UUID PRIMARY KEY, text TEXT NOT NULL, agency_path TEXT NOT NULL, \
              version BIGINT NOT NULL); CREATE TABLE notes_done (payload TEXT NOT NULL);",
    }],
    permissions: &[WRITE],
    roles: &[Role { key: "writer", permissions: &[WRITE] }],
    routes: Some(routes),
    menu: &[MenuItem {
        place: MenuPlace::Work("notes.menu"),
        label: "notes.menu",
        href: "/notes",
        access: Access::Needs(WRITE),
        order: 1,
    }],
    jobs: &[JobKind { name: "notes.count", run: |app, payload| Box::pin(count(app, payload)), every: None }],
    ..Module::new("notes")
};

pub struct Note {
    pub id: Id<Note>,
}

impl Subject for Note {
    const KIND: &'static str = "note";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
}

#[derive(Serialize)]
pub struct Written {
    pub length: usize,
}

impl Event for Written {
    const NAME: &'static str = "notes.note.written";
}

/// Writes one note and asks for it to be counted.
pub async fn write(ctx: &Ctx, text: &str, path: &str) -> Result<Id<Note>> {
    let mut act = ctx.act(WRITE).await?;
    act.require(path)?;
    let note = Note { id: new_id() };
    act.run(
        "INSERT INTO notes_note (id, text, agency_path, version) VALUES ($1, $2, $3, 1)",
        vec![note.id.uuid().into(), text.into(), path.into()],
    )
    .await?;
    act.touch("notes");
    act.record(&note, &Written { length: text.len() }).await?;
    act.enqueue("notes.count", &text, Duration::ZERO).await?;
    act.commit().await?;
    Ok(note.id)
}

async fn count(app: App, payload: serde_json::Value) -> Result<()> {
    assert!(payload != "panic", "on purpose");
    if payload == "poison" {
        return Err(Error::internal("poisoned"));
    }
    let ctx = Ctx::system(&app, "notes");
    let mut act = ctx.act(WRITE).await?;
    act.run("INSERT INTO notes_done (payload) VALUES ($1)", vec![payload.to_string().into()]).await?;
    act.record(&Note { id: new_id() }, &Written { length: 0 }).await?;
    act.commit().await
}

fn routes() -> Routes {
    Routes::new()
        .get("/notes", WRITE, list)
        .post("/notes", WRITE, create)
        .get("/public-notes", Access::Public, public)
        .get("/mine", Access::SignedIn, async || "mine")
        .get("/broken", Access::Public, async || -> Result<Response> { Err(Error::internal("the cause")) })
        .get("/panics", Access::Public, async || -> Result<Response> { panic!("on purpose") })
        .post("/notes/{token}/seen", Access::Token, async |ctx: Ctx, Path(token): Path<String>| {
            format!("{token} {:?}", ctx.actor().account_id())
        })
        .get("/notes/{id}", Access::Public, async |Path(id): Path<Uuid>| id.to_string())
}

async fn list(ctx: Ctx) -> Result<Response> {
    let mut values = Vec::new();
    let scope = ctx.scope(WRITE).condition("agency_path", &mut values);
    let texts: Vec<String> = ctx
        .read()
        .column(&format!("SELECT text FROM notes_note WHERE {scope} ORDER BY text"), values)
        .await?;
    Ok(ctx.public_bytes("text/plain", texts.join(",")))
}

async fn create(ctx: Ctx, Form(form): Form) -> Result<Response> {
    write(&ctx, &form.text("text"), form.value("path")).await?;
    Ok(ctx.redirect("/notes"))
}

async fn public(ctx: Ctx) -> Result<Response> {
    ctx.depends_on("notes");
    let texts: Vec<String> = ctx.read().column("SELECT text FROM notes_note ORDER BY text", vec![]).await?;
    Ok(ctx
        .public_bytes("text/html; charset=utf-8", format!("<p>{}</p>{}", texts.join(","), "x".repeat(2000))))
}
