//! What readers see of it: the documents this one cites, and those that cite it.

use std::collections::HashMap;

use base::LocalDate;
use kernel::{
    Ctx, Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::prelude::Uuid;
use ui::{Page, t};

use super::{
    FIELD, ISSUED_AS, Relation,
    cited::{Cited, cited, cited_key},
    resolve::{DOCUMENT, Document, targets},
};
use crate::{
    entry::{content::Content, model::Entry},
    site::{self, Site},
};

/// Most documents shown that guide one, or that rest on it: those of every agency of a province, and more.
const MOST: usize = 200;

/// Documents that stand to one in the same way.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// How.
    pub label: String,
    /// The documents.
    pub lines: Vec<Line>,
    /// That there are more of them than are named; empty where there are not.
    pub more: String,
}

impl Group {
    /// The numbers of its documents, as metadata name them.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|line| line.number.as_str()).filter(|number| !number.is_empty())
    }
}

/// A document, as another names it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its number.
    pub number: String,
    /// What it is about, where the portal has it.
    pub title: String,
    /// Where it is read; empty where the portal does not have it.
    pub href: String,
    /// Which part, from when, on whose site.
    pub note: String,
}

/// The entry that is shown.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// The site it stands on.
    pub site: &'a Site,
    /// Its identifier.
    pub id: Uuid,
    /// What it is a translation of.
    pub original: Option<Uuid>,
    /// Whether it is shown as the public reads it: then what was noted counts.
    pub is_public: bool,
}

impl<'a> Own<'a> {
    /// The revision of an entry that is being worked on.
    pub fn of(site: &'a Site, entry: &Entry) -> Self {
        Self::at(site, entry, entry.revision)
    }

    /// A revision of an entry.
    pub fn at(site: &'a Site, entry: &Entry, revision: i64) -> Self {
        Self {
            site,
            id: entry.id.uuid(),
            original: entry.original.map(|original| original.uuid()),
            is_public: entry.published_revision == Some(revision),
        }
    }

    /// The one by which it stands to others: its original, or itself.
    pub fn root(&self) -> Uuid {
        self.original.unwrap_or(self.id)
    }
}

/// How an entry stands to others, grouped: what it cites, and which documents cite it. Without `own`, what it cites is
/// named, and nothing is looked for.
pub async fn shown(ctx: &Ctx, page: &Page, own: Option<Own<'_>>, content: &Content) -> Result<Vec<Group>> {
    let mut groups = cites(ctx, page, own, content).await?;
    if let Some(own) = own
        && content.kind.name == "document"
    {
        groups.extend(concerns(ctx, page, own).await?);
    }
    Ok(groups)
}

/// What a document cites, grouped.
async fn cites(ctx: &Ctx, page: &Page, own: Option<Own<'_>>, content: &Content) -> Result<Vec<Group>> {
    let cited = cited(content);
    let found = match own {
        Some(own) if !cited.is_empty() => meant(ctx, own, &cited).await?,
        _ => HashMap::new(),
    };
    let home = own.map(|own| own.site);
    let mut groups = Groups::new("cites");
    if let Some(group) = issued_as(ctx, page, home, content).await? {
        groups.0.push(group);
    }
    for cited in cited {
        let target = found.get(&cited.key());
        let effective = content.fields.text("effective");
        let from = cited.from.filter(|day| day.iso() != effective);
        let mut line = match target {
            Some(target) => at(ctx, page, target, home)?,
            None => Line::default(),
        };
        line.number.clone_from(&cited.number);
        line.note = note(page, &cited.part, from, &line.note);
        groups.add(page, cited.relation, line);
    }
    Ok(groups.0)
}

/// The documents an entry means, by what it says: those noted when it was published, or of what is not public those it
/// would mean if it were published now.
async fn meant(ctx: &Ctx, own: Own<'_>, cited: &[Cited]) -> Result<HashMap<String, Document>> {
    if !own.is_public {
        let path = site::path(&*svc_org::tree(ctx.app())?, own.site);
        let found = targets(ctx.read(), &path, Some(own.root()), cited).await?;
        let found =
            cited.iter().zip(found).filter_map(|(cited, target)| Some((cited.key(), target?.document)));
        return Ok(found.collect());
    }
    for cited in cited {
        ctx.depends_on(cited_key(&cited.key()));
    }
    #[derive(FromQueryResult)]
    struct Row {
        cited: String,
        #[sea_orm(nested)]
        document: Document,
    }
    let sql = format!(
        "SELECT c.cited, {DOCUMENT} FROM portal_entry_relation c JOIN portal_entry a ON a.id = c.target_id \
         LEFT JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
         WHERE c.entry_id = $1"
    );
    let rows: Vec<Row> = ctx.read().all(&sql, vec![own.root().into()]).await?;
    Ok(rows.into_iter().map(|row| (row.cited, row.document)).collect())
}

/// The document a draft became.
async fn issued_as(ctx: &Ctx, page: &Page, home: Option<&Site>, content: &Content) -> Result<Option<Group>> {
    let Some(field) = content.kind.field(ISSUED_AS) else { return Ok(None) };
    let named = Cited::named(content.fields.text(field.name));
    let found = targets(ctx.read(), "", None, &[named]).await?.pop().flatten();
    let Some(target) = found.filter(|target| target.document.slug.is_some()) else { return Ok(None) };
    let line = at(ctx, page, &target.document, home)?;
    Ok(Some(Group {
        label: t(page.lang, &field.key(content.kind.name)).to_owned(),
        lines: vec![line],
        ..Group::default()
    }))
}

/// The line of a document of the portal: its address, and whose site it is on where that is another one; empty where the
/// public does not see it.
fn at(ctx: &Ctx, page: &Page, target: &Document, home: Option<&Site>) -> Result<Line> {
    ctx.depends_on(format!("entry:{}", target.id));
    let Some(path) = target.path_in_site() else { return Ok(Line::default()) };
    let title = target.title.clone().unwrap_or_default();
    if home.is_some_and(|home| home.id == target.site()) {
        return Ok(Line { title, href: page.site(&path), ..Line::default() });
    }
    let family = site::sites(ctx.app())?;
    let Some(other) = family.by_id(target.site()) else { return Ok(Line::default()) };
    let href = page.href(&format!("/s/{}{path}", other.slug));
    Ok(Line { title, href, note: other.name_in(page.lang).to_owned(), ..Line::default() })
}

#[derive(FromQueryResult)]
struct Citing {
    relation: String,
    is_whole: bool,
    from_day: Option<String>,
    fields: String,
    #[sea_orm(nested)]
    document: Document,
}

/// The published documents that cite this one, grouped. Of those that change it all, where they have power over it; of those
/// that guide it or rest on it the latest, so that no number of them hides who changed it.
async fn concerns(ctx: &Ctx, page: &Page, own: Own<'_>) -> Result<Vec<Group>> {
    let citing = format!(
        "SELECT c.relation, c.is_whole, c.from_day, r.fields, {DOCUMENT} FROM portal_entry_relation c \
         JOIN portal_entry a ON a.id = c.entry_id \
         JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
         WHERE c.target_id = $1"
    );
    let latest = |relation: Relation| {
        format!(
            "SELECT * FROM ({citing} AND c.relation = '{}' \
             ORDER BY COALESCE(c.from_day, '') DESC, c.entry_id DESC LIMIT {}) AS latest",
            relation.code(),
            MOST + 1
        )
    };
    let (guides, rests) = (latest(Relation::Guides), latest(Relation::Rests));
    let sql = format!("{citing} AND c.is_binding UNION ALL {guides} UNION ALL {rests}");
    let mut rows: Vec<Citing> = ctx.read().all(&sql, vec![own.root().into()]).await?;
    rows.sort_by(|a, b| (&b.from_day, b.document.id).cmp(&(&a.from_day, a.document.id)));
    let mut groups = Groups::new("cited_by");
    for relation in Relation::ALL {
        let of_relation: Vec<&Citing> = rows.iter().filter(|row| row.relation == relation.code()).collect();
        let most = if relation.changes() { of_relation.len() } else { MOST };
        for row in of_relation.iter().take(most) {
            let fields = crate::entry::field::Fields::parse(&row.fields)?;
            let mut line = at(ctx, page, &row.document, Some(own.site))?;
            fields.text("number").clone_into(&mut line.number);
            let part = if !row.is_whole && relation.changes() { page.t("portal.relation.part") } else { "" };
            let from = row.from_day.as_deref().and_then(|day| LocalDate::parse(day).ok());
            line.note = note(page, part, from.filter(|_| relation.changes()), &line.note);
            groups.add(page, relation, line);
        }
        if let (true, Some(group)) = (of_relation.len() > most, groups.0.last_mut()) {
            group.more = page.fill("portal.relation.more", &[("n", &most)]);
        }
    }
    Ok(groups.0)
}

/// Which part, from when, where: as far as there is something to say.
fn note(page: &Page, part: &str, from: Option<LocalDate>, place: &str) -> String {
    let from = from.map(|day| page.fill("portal.relation.from", &[("day", &day.vn())])).unwrap_or_default();
    let said = [part, &from, place].into_iter().filter(|text| !text.is_empty());
    said.collect::<Vec<_>>().join(" · ")
}

/// Lines under their headings.
struct Groups(Vec<Group>, &'static str);

impl Groups {
    const fn new(side: &'static str) -> Self {
        Self(Vec::new(), side)
    }

    fn add(&mut self, page: &Page, relation: Relation, line: Line) {
        let label = match self.1 {
            "cites" => t(page.lang, &FIELD.columns()[0].word_key("document", relation.code())).to_owned(),
            side => t(page.lang, &format!("portal.relation.{side}.{}", relation.code())).to_owned(),
        };
        match self.0.iter_mut().find(|group| group.label == label) {
            Some(group) => group.lines.push(line),
            None => self.0.push(Group { label, lines: vec![line], more: String::new() }),
        }
    }
}
