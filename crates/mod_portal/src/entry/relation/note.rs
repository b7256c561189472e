use std::collections::BTreeSet;

use kernel::{
    Result,
    db::{Queries, Values, placeholders},
};
use sea_orm::prelude::Uuid;
use svc_org::Tree;

use super::{
    cited::{Relation, cited, key},
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
        let (ids, these) = named(some);
        let sql = format!(
            "SELECT target_id FROM portal_entry_relation WHERE target_id IS NOT NULL AND entry_id IN {these}"
        );
        concerned.extend(db.column::<Uuid>(&sql, ids.clone()).await?);
        db.run(&format!("DELETE FROM portal_entry_relation WHERE entry_id IN {these}"), ids.clone()).await?;
        db.run(&format!("DELETE FROM portal_entry_number WHERE entry_id IN {these}"), ids).await?;
    }
    Ok(concerned)
}

/// Documents that cite one of these by a number nothing was found under until now mean it, where it is near enough; those
/// that meant it by a number it no longer has do not.
///
/// Only sites at or below the one of the document find it by its number, so that whatever they say of it binds only when
/// they stand on the same one. Answers with them: their pages show another link.
async fn adopt<C: Queries>(db: &C, public: &[&Entry]) -> Result<Vec<Uuid>> {
    let mut citing = Vec::new();
    for some in public.chunks(100) {
        let (ids, these) = named(some);
        let release = format!(
            "UPDATE portal_entry_relation AS r SET target_id = NULL, is_binding = FALSE WHERE r.target_id IN {these} \
             AND NOT EXISTS (SELECT 1 FROM portal_entry a LEFT JOIN portal_entry_number n ON n.entry_id = a.id \
             WHERE a.id = r.target_id AND r.cited IN (a.short, n.key))"
        );
        db.run(&release, ids.clone()).await?;
        // Of several the nearest, as `resolve` finds it.
        let adopt = format!(
            "UPDATE portal_entry_relation AS r SET target_id = f.meant, is_binding = f.binds FROM ( \
             SELECT c.entry_id AS citing, c.place AS at, n.entry_id AS meant, \
             (o.path = p.path AND c.relation NOT IN ('{}', '{}')) AS binds, \
             row_number() OVER (PARTITION BY c.entry_id, c.place ORDER BY length(p.path) DESC, n.entry_id DESC) AS nth \
             FROM portal_entry_number n JOIN portal_entry t ON t.id = n.entry_id \
             JOIN portal_site h ON h.id = t.site_id JOIN org_agency p ON p.id = h.agency_id \
             JOIN portal_entry_relation c ON c.cited = n.key AND c.target_id IS NULL AND c.entry_id <> n.entry_id \
             JOIN portal_entry a ON a.id = c.entry_id JOIN portal_site s ON s.id = a.site_id \
             JOIN org_agency o ON o.id = s.agency_id \
             WHERE n.entry_id IN {these} AND substr(o.path, 1, length(p.path)) = p.path \
             ) AS f WHERE r.entry_id = f.citing AND r.place = f.at AND f.nth = 1 RETURNING entry_id",
            Relation::Guides.code(),
            Relation::Rests.code(),
        );
        citing.extend(db.column::<Uuid>(&adopt, ids).await?);
    }
    Ok(citing)
}

/// The identifiers of these, and the parameters that stand for them in a statement.
fn named(entries: &[&Entry]) -> (Values, String) {
    (entries.iter().map(|entry| entry.id.uuid().into()).collect(), placeholders(1, entries.len()))
}
