//! The index as a part of the program: it follows what acts record.

use std::time::Duration;

use base::Permission;
use contracts::search::{Audience, SearchDoc};
use kernel::{
    Ctx, Event, Migration, Module, SearchSource, Subject,
    db::{FromQueryResult, Queries as _},
};
use serde::Serialize;
use svc_search::Query;
use testkit::{TestApp, both_databases};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Note {
    id: Uuid,
    title: String,
}

impl Subject for Note {
    const KIND: &'static str = "note";
    fn subject_id(&self) -> Uuid {
        self.id
    }
}

#[derive(Serialize)]
struct Written {
    ids: Option<&'static str>,
}

impl Event for Written {
    const NAME: &'static str = "toy.note.written";
}

const READ: Permission = Permission::new("toy.note.read");

static TOY: Module = Module {
    migrations: &[Migration {
        name: "20260101_000000_toy_note",
        sql: "CREATE TABLE toy_note (id UUID PRIMARY KEY, title TEXT NOT NULL)",
    }],
    search: &[SearchSource {
        kind: "note",
        all: |app| Box::pin(async move { app.db().read().column("SELECT id FROM toy_note", vec![]).await }),
        load: |app, ids| {
            Box::pin(async move {
                let rows: Vec<Note> = app.db().read().all("SELECT id, title FROM toy_note", vec![]).await?;
                let wanted = |note: &Note| ids.contains(&note.id);
                Ok(rows.into_iter().filter(wanted).map(document).collect())
            })
        },
    }],
    ..Module::new("toy")
};

fn document(note: Note) -> SearchDoc {
    let secret = note.title.starts_with("Mật");
    let agency = Audience::Agency { permission: READ.name().to_owned(), path: "a/".to_owned() };
    SearchDoc {
        kind: "note".into(),
        id: note.id.to_string(),
        lang: "vi".into(),
        url: format!("/note/{}", note.id),
        audience: if secret { agency } else { Audience::Public },
        title: note.title,
        ..SearchDoc::default()
    }
}

/// Writes notes in one act; more than one is recorded as "all".
async fn write(app: &TestApp, notes: &[(Uuid, &str)]) {
    let mut act = Ctx::system(app, "test").own_act().await.unwrap();
    for (id, title) in notes {
        act.run("DELETE FROM toy_note WHERE id = $1", vec![(*id).into()]).await.unwrap();
        if !title.is_empty() {
            let values = vec![(*id).into(), (*title).into()];
            act.run("INSERT INTO toy_note (id, title) VALUES ($1, $2)", values).await.unwrap();
        }
    }
    let note = Note { id: notes[0].0, title: String::new() };
    let ids = (notes.len() > 1).then_some("all");
    act.record(&note, &Written { ids }).await.unwrap();
    act.commit().await.unwrap();
}

async fn count(app: &TestApp, text: &str) -> u64 {
    let query = Query { text: text.into(), kinds: vec!["note".into()], ..Query::default() };
    svc_search::find(app, query).await.unwrap().total
}

/// Waits, a second at most, until so many are found.
async fn becomes(app: &TestApp, text: &str, wanted: u64) {
    for _ in 0..50 {
        if count(app, text).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(count(app, text).await, wanted, "{text} after a second");
}

fn new() -> Uuid {
    kernel::new_id::<()>().uuid()
}

both_databases! {
    async fn changes_are_found_within_a_second(database) {
        let mut app = TestApp::with(database, &[&svc_search::MODULE, &TOY]).await;
        let (one, two, three) = (new(), new(), new());
        write(&app, &[(one, "Thả diều")]).await;
        // What was there before the index is built from the database, sealed or not.
        app.follow().await;
        becomes(&app, "tha dieu", 1).await;
        write(&app, &[(one, "Chăn trâu")]).await;
        becomes(&app, "chan trau", 1).await;
        assert_eq!(count(&app, "tha dieu").await, 0);
        write(&app, &[(two, "Chăn trâu hai"), (three, "Mật: chăn trâu ba")]).await;
        becomes(&app, "chan trau", 2).await;
        write(&app, &[(one, "")]).await;
        becomes(&app, "chan trau", 1).await;
        // Whatever was missed, a rebuild puts right.
        assert_eq!(svc_search::rebuild(&app).await.unwrap(), 2);
        assert_eq!(count(&app, "chan trau").await, 1);
        let everything = Query { actor: svc_search::Viewer::All, ..Query::default() };
        assert_eq!(svc_search::find(&app, everything).await.unwrap().total, 2);
    }
}
