//! Papers of drafts and dossiers alike: which file is which paper, and what is shown of it.

use std::collections::HashMap;

use base::Id;
use kernel::{
    Act, Ctx, Result,
    db::{FromQueryResult, Queries},
};
use sea_orm::prelude::Uuid;
use ui::Page;

use crate::dossier::Dossier;

/// Which file is which paper.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PaperFile {
    /// The file.
    pub id: Uuid,
    /// The key of the paper.
    pub paper: String,
}

/// The papers handed in with a draft or dossier, in the order in which they came.
pub async fn of<C: Queries>(db: &C, id: Uuid) -> Result<Vec<PaperFile>> {
    db.all("SELECT id, paper FROM onestop_paper WHERE dossier_id = $1 ORDER BY at, id", vec![id.into()]).await
}

/// Notes that a file is a paper.
pub async fn add(act: &Act, id: Uuid, file: Uuid, paper: &str) -> Result<()> {
    let sql = "INSERT INTO onestop_paper (id, dossier_id, paper, at) VALUES ($1, $2, $3, $4)";
    act.run(sql, vec![file.into(), id.into(), paper.into(), act.now().0.into()]).await.map(|_| ())
}

/// Takes a file away from a draft; whether it was there.
pub async fn remove(act: &Act, id: Uuid, file: Uuid) -> Result<bool> {
    let sql = "DELETE FROM onestop_paper WHERE id = $1 AND dossier_id = $2";
    Ok(act.run(sql, vec![file.into(), id.into()]).await? > 0)
}

/// A file of a paper.
pub struct FileLine {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is opened.
    pub href: String,
}

/// The files of a dossier with what they are called, by paper.
pub async fn files_of(ctx: &Ctx, page: &Page, id: Id<Dossier>) -> Result<HashMap<String, Vec<FileLine>>> {
    let kept = of(ctx.read(), id.uuid()).await?;
    let files = svc_files::of_subject(ctx.read(), "dossier", id.uuid()).await?;
    let mut by_paper: HashMap<String, Vec<FileLine>> = HashMap::new();
    for paper in kept {
        if let Some(file) = files.iter().find(|file| file.id.uuid() == paper.id) {
            let line =
                FileLine { id: file.id.to_string(), name: file.name.clone(), href: page.href(&file.url()) };
            by_paper.entry(paper.paper).or_default().push(line);
        }
    }
    Ok(by_paper)
}
