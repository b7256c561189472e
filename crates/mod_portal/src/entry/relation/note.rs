use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use kernel::{
    Act, Result,
    db::{FromQueryResult, Queries, Values, placeholders},
};
use sea_orm::prelude::Uuid;
use svc_org::{Tree, agency::Extent};

use super::{
    cited::{Relation, cited, cited_key, key},
    refresh::field,
    resolve::{power, targets},
};
use crate::entry::model::Entry;

/// Entries of which something is noted in one statement.
const TOGETHER: usize = 100;

/// Takes the turn: whatever else changes how documents stand to each other, or what is worked out for an entry, waits until
/// this act is done. Taken before any row of an entry is written, so that nobody waits for whoever waits for them.
///
/// # Errors
/// The database's.
pub async fn take_turn(act: &Act, entry: &Entry) -> Result<()> {
    if field(entry.content.kind).is_some() { turn(act).await } else { Ok(()) }
}

/// As [`take_turn`], whatever is changed.
pub(super) async fn turn(act: &Act) -> Result<()> {
    act.run("UPDATE portal_entry_turn SET taken = taken + 1", vec![]).await.map(drop)
}

/// Notes what the public now reads in documents of others, and under which number each is cited; of one that is no
/// longer public nothing. A translation says nothing of its own: its original does. Answers with the documents for which
/// that may have changed something.
pub async fn note(act: &mut Act, tree: &Tree, entries: &[&Entry]) -> Result<BTreeSet<Uuid>> {
    let speaks = |entry: &&Entry| entry.content.kind.name == "document" && entry.original.is_none();
    let documents: Vec<&Entry> = entries.iter().copied().filter(speaks).collect();
    if documents.is_empty() {
        return Ok(BTreeSet::new());
    }
    turn(act).await?;
    let (mut concerned, had) = forget(act, &documents).await?;
    let public: Vec<&Entry> = documents.iter().copied().filter(|entry| entry.is_public()).collect();
    let number = |entry: &Entry| {
        Some(key(entry.content.fields.text("number")))
            .filter(|number| entry.is_public() && !number.is_empty())
    };
    let row = |entry: &&Entry| -> Option<Values> {
        Some(vec![entry.id.uuid().into(), number(entry)?.into(), entry.site.uuid().into()])
    };
    let numbers: Vec<Values> = public.iter().filter_map(row).collect();
    act.run_rows("INSERT INTO portal_entry_number (entry_id, key, site_id) VALUES {}", &numbers).await?;
    let mut may_be_meant: Vec<(usize, Uuid)> =
        public.iter().map(|entry| (entry.agency_path.len(), entry.id.uuid())).collect();
    let lost =
        |entry: &&Entry| had.get(&entry.id.uuid()).is_some_and(|had| number(entry).as_ref() != Some(had));
    let lost: Vec<&Entry> = documents.iter().copied().filter(lost).collect();
    for some in lost.chunks(TOGETHER) {
        may_be_meant.extend(release(act, some, &mut concerned).await?);
    }
    let mut rows: Vec<Values> = Vec::new();
    for entry in &public {
        let cited = cited(&entry.content);
        let targets = targets(act, &entry.agency_path, Some(entry.id.uuid()), &cited).await?;
        let today = act.now().local_date();
        for (place, (cited, target)) in cited.iter().zip(&targets).enumerate() {
            let power = target.as_ref().filter(|_| cited.relation.changes()).and_then(|target| {
                power(tree, today, entry.agency, &entry.agency_path, target.agency_id, &target.path)
            });
            let target = target.as_ref().map(|target| target.document.id);
            concerned.extend(target);
            rows.push(vec![
                entry.id.uuid().into(),
                (place as i64).into(),
                cited.relation.code().into(),
                cited.key().into(),
                target.into(),
                power.is_some().into(),
                (cited.part.is_empty() && power != Some(Extent::Part)).into(),
                cited.from.map(|day| day.iso()).into(),
            ]);
        }
    }
    let sql = "INSERT INTO portal_entry_relation (entry_id, place, relation, cited, target_id, is_binding, is_whole, \
               from_day) VALUES {}";
    act.run_rows(sql, &rows).await?;
    // The nearest to whoever cites them first, and among these the latest: what one step found the next leaves as it is.
    may_be_meant.sort_unstable_by_key(|&near| Reverse(near));
    may_be_meant.dedup();
    let may_be_meant: Vec<Uuid> = may_be_meant.into_iter().map(|(_, id)| id).collect();
    for some in may_be_meant.chunks(TOGETHER) {
        adopt(act, some, &mut concerned).await?;
    }
    Ok(concerned)
}

/// Forgets what was noted of these, and answers with the documents it concerned and the numbers these had.
async fn forget<C: Queries>(db: &C, documents: &[&Entry]) -> Result<(BTreeSet<Uuid>, HashMap<Uuid, String>)> {
    #[derive(FromQueryResult)]
    struct Number {
        entry_id: Uuid,
        key: String,
    }
    let (mut concerned, mut had) = (BTreeSet::new(), HashMap::new());
    for some in documents.chunks(TOGETHER) {
        let (ids, these) = named(some.iter().map(|entry| entry.id.uuid()));
        let sql = format!(
            "SELECT target_id FROM portal_entry_relation WHERE target_id IS NOT NULL AND entry_id IN {these}"
        );
        concerned.extend(db.column::<Uuid>(&sql, ids.clone()).await?);
        db.run(&format!("DELETE FROM portal_entry_relation WHERE entry_id IN {these}"), ids.clone()).await?;
        let sql = format!("SELECT entry_id, key FROM portal_entry_number WHERE entry_id IN {these}");
        let numbers: Vec<Number> = db.all(&sql, ids.clone()).await?;
        had.extend(numbers.into_iter().map(|number| (number.entry_id, number.key)));
        db.run(&format!("DELETE FROM portal_entry_number WHERE entry_id IN {these}"), ids).await?;
    }
    Ok((concerned, had))
}

/// Documents that cite one of these by a number it no longer has, or that is no longer read, do not mean it any more.
/// Answers with those they may mean instead: of that number, on the site of whoever cites or on one above it, each with the
/// length of its agency's path.
async fn release(
    act: &mut Act,
    documents: &[&Entry],
    concerned: &mut BTreeSet<Uuid>,
) -> Result<Vec<(usize, Uuid)>> {
    #[derive(FromQueryResult)]
    struct Meant {
        entry_id: Uuid,
        path: String,
    }
    let (ids, these) = named(documents.iter().map(|entry| entry.id.uuid()));
    let lost = format!(
        "r.target_id IN {these} \
         AND NOT EXISTS (SELECT 1 FROM portal_entry_number n WHERE n.entry_id = r.target_id AND n.key = r.cited) \
         AND NOT EXISTS (SELECT 1 FROM portal_entry a WHERE a.short = r.cited AND r.target_id IN (a.id, a.original_id))"
    );
    let sql = format!("SELECT DISTINCT r.cited FROM portal_entry_relation r WHERE {lost}");
    let keys: Vec<String> = act.column(&sql, ids.clone()).await?;
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT DISTINCT n.entry_id, p.path FROM portal_entry_relation r JOIN portal_entry e ON e.id = r.entry_id \
         JOIN portal_site s ON s.id = e.site_id JOIN org_agency o ON o.id = s.agency_id \
         JOIN portal_entry_number n ON n.key = r.cited AND n.entry_id <> r.entry_id \
         JOIN portal_site h ON h.id = n.site_id JOIN org_agency p ON p.id = h.agency_id \
         WHERE {lost} AND substr(o.path, 1, length(p.path)) = p.path"
    );
    let meant: Vec<Meant> = act.all(&sql, ids.clone()).await?;
    let sql =
        format!("UPDATE portal_entry_relation AS r SET target_id = NULL, is_binding = FALSE WHERE {lost}");
    act.run(&sql, ids).await?;
    concerned.extend(documents.iter().map(|entry| entry.id.uuid()));
    for key in &keys {
        act.touch(cited_key(key));
    }
    Ok(meant.into_iter().map(|meant| (meant.path.len(), meant.entry_id)).collect())
}

/// Documents that cite one of these by a number under which nothing was found mean it, where it is near enough. What was
/// found before stays what is meant, so that a number given again years later changes nothing of what was said earlier.
///
/// Only sites at or below the one of the document find it by its number, so that whatever they say of it binds only when
/// they stand on the same one. How those stand that cite it does not change; their pages are made anew.
async fn adopt(act: &mut Act, documents: &[Uuid], concerned: &mut BTreeSet<Uuid>) -> Result<()> {
    let (ids, these) = named(documents.iter().copied());
    let sql = format!(
        "SELECT DISTINCT n.key FROM portal_entry_number n JOIN portal_entry_relation c ON c.cited = n.key \
         AND c.target_id IS NULL AND c.entry_id <> n.entry_id WHERE n.entry_id IN {these}"
    );
    let keys: Vec<String> = act.column(&sql, ids.clone()).await?;
    if keys.is_empty() {
        return Ok(());
    }
    // Of several the nearest, as `resolve` finds it.
    let sql = format!(
        "UPDATE portal_entry_relation AS r SET target_id = f.meant, is_binding = f.binds FROM ( \
         SELECT c.entry_id AS citing, c.place AS at, n.entry_id AS meant, \
         (o.path = p.path AND c.relation NOT IN ('{}', '{}')) AS binds, \
         row_number() OVER (PARTITION BY c.entry_id, c.place ORDER BY length(p.path) DESC, n.entry_id DESC) AS nth \
         FROM portal_entry_number n JOIN portal_site h ON h.id = n.site_id JOIN org_agency p ON p.id = h.agency_id \
         JOIN portal_entry_relation c ON c.cited = n.key AND c.target_id IS NULL AND c.entry_id <> n.entry_id \
         JOIN portal_entry a ON a.id = c.entry_id JOIN portal_site s ON s.id = a.site_id \
         JOIN org_agency o ON o.id = s.agency_id \
         WHERE n.entry_id IN {these} AND substr(o.path, 1, length(p.path)) = p.path \
         ) AS f WHERE r.entry_id = f.citing AND r.place = f.at AND f.nth = 1",
        Relation::Guides.code(),
        Relation::Rests.code(),
    );
    if act.run(&sql, ids).await? > 0 {
        concerned.extend(documents);
        for key in &keys {
            act.touch(cited_key(key));
        }
    }
    Ok(())
}

/// These identifiers, and the parameters that stand for them in a statement.
fn named(ids: impl ExactSizeIterator<Item = Uuid>) -> (Values, String) {
    let these = placeholders(1, ids.len());
    (ids.map(Into::into).collect(), these)
}
