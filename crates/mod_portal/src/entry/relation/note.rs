use std::collections::BTreeSet;

use kernel::{
    Result,
    db::{FromQueryResult, Queries, Values},
};
use sea_orm::prelude::Uuid;
use svc_org::Tree;

use super::{
    cited::{cited, key},
    resolve::{has_power, targets},
};
use crate::entry::model::Entry;

/// Notes what the public now reads in documents of others, and under which number each is cited; of one that is no
/// longer public nothing. Answers with the other documents for which that may have changed something.
pub async fn note<C: Queries>(db: &C, tree: &Tree, entries: &[&Entry]) -> Result<BTreeSet<Uuid>> {
    let documents: Vec<&Entry> =
        entries.iter().copied().filter(|entry| entry.content.kind.name == "document").collect();
    let mut concerned = forget(db, &documents).await?;
    let public: Vec<&Entry> = documents.into_iter().filter(|entry| entry.is_public()).collect();
    let mut numbers: Vec<Values> = Vec::new();
    for entry in &public {
        let number = key(entry.content.fields.text("number"));
        if !number.is_empty() {
            numbers.push(vec![entry.id.uuid().into(), number.into()]);
        }
    }
    db.run_rows("INSERT INTO portal_entry_number (entry_id, key) VALUES {}", &numbers).await?;
    let mut rows: Vec<Values> = Vec::new();
    for entry in &public {
        let cited = cited(&entry.content);
        let targets = targets(db, &entry.agency_path, Some(entry.id.uuid()), &cited).await?;
        for (place, (cited, target)) in cited.iter().zip(&targets).enumerate() {
            let binding = cited.relation.changes()
                && target
                    .as_ref()
                    .is_some_and(|t| has_power(tree, entry.agency, &entry.agency_path, t.agency_id, &t.path));
            concerned.extend(target.as_ref().map(|target| target.id));
            rows.push(vec![
                entry.id.uuid().into(),
                (place as i64).into(),
                cited.relation.code().into(),
                cited.key().into(),
                target.as_ref().map(|target| target.id).into(),
                binding.into(),
                cited.part.is_empty().into(),
                cited.from.map(|day| day.iso()).into(),
            ]);
        }
    }
    let sql = "INSERT INTO portal_entry_relation (entry_id, place, relation, cited, target_id, is_binding, is_whole, \
               from_day) VALUES {}";
    db.run_rows(sql, &rows).await?;
    concerned.extend(adopt(db, &public).await?);
    Ok(concerned)
}

/// Forgets what was noted of these, and answers with the documents it concerned.
async fn forget<C: Queries>(db: &C, documents: &[&Entry]) -> Result<BTreeSet<Uuid>> {
    let mut concerned = BTreeSet::new();
    for some in documents.chunks(100) {
        let ids: Values = some.iter().map(|entry| entry.id.uuid().into()).collect();
        let numbers: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
        let these = numbers.join(", ");
        let sql = format!(
            "SELECT target_id FROM portal_entry_relation WHERE target_id IS NOT NULL AND entry_id IN ({these})"
        );
        concerned.extend(db.column::<Uuid>(&sql, ids.clone()).await?);
        db.run(&format!("DELETE FROM portal_entry_relation WHERE entry_id IN ({these})"), ids.clone())
            .await?;
        db.run(&format!("DELETE FROM portal_entry_number WHERE entry_id IN ({these})"), ids).await?;
    }
    Ok(concerned)
}

#[derive(FromQueryResult)]
struct Citing {
    entry_id: Uuid,
    place: i64,
    path: String,
}

/// Documents that cite one of these by a number nothing was found under until now mean it, where it is near enough; those
/// that meant it by a number it no longer has do not.
///
/// Only sites at or below the one of the document find it by its number, so that whatever they say of it binds only when
/// they stand on the same one. Answers with them: their pages show another link.
async fn adopt<C: Queries>(db: &C, public: &[&Entry]) -> Result<Vec<Uuid>> {
    let mut citing_them = Vec::new();
    for entry in public {
        let number = key(entry.content.fields.text("number"));
        let id = entry.id.uuid();
        let sql = "UPDATE portal_entry_relation SET target_id = NULL, is_binding = FALSE \
                   WHERE target_id = $1 AND cited <> $2 AND cited <> $3";
        db.run(sql, vec![id.into(), number.clone().into(), entry.short.clone().into()]).await?;
        if number.is_empty() {
            continue;
        }
        let sql = "SELECT r.entry_id, r.place, o.path FROM portal_entry_relation r \
                   JOIN portal_entry a ON a.id = r.entry_id JOIN portal_site s ON s.id = a.site_id \
                   JOIN org_agency o ON o.id = s.agency_id \
                   WHERE r.cited = $1 AND r.target_id IS NULL AND r.entry_id <> $2";
        let citing: Vec<Citing> = db.all(sql, vec![number.into(), id.into()]).await?;
        for one in citing.into_iter().filter(|one| one.path.starts_with(&entry.agency_path)) {
            let changes: Vec<&str> = super::Relation::ALL
                .into_iter()
                .filter(|relation| relation.changes())
                .map(super::Relation::code)
                .collect();
            let binding = one.path == entry.agency_path;
            let sql = format!(
                "UPDATE portal_entry_relation SET target_id = $1, is_binding = ($2 AND relation IN ('{}')) \
                 WHERE entry_id = $3 AND place = $4",
                changes.join("', '")
            );
            let values = vec![id.into(), binding.into(), one.entry_id.into(), one.place.into()];
            db.run(&sql, values).await?;
            citing_them.push(one.entry_id);
        }
    }
    Ok(citing_them)
}
