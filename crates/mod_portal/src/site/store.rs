use base::{Id, LocalDate, Timestamp, Validity};
use kernel::{
    Act, Ctx, Error, Result,
    db::{FromQueryResult, Queries, Value, placeholders},
};
use sea_orm::{ConnectionTrait, prelude::Uuid};

use super::model::{Site, SiteKind, Sites};
use crate::policy;

/// Sites on a page of the work screen.
pub(super) const PER_PAGE: u64 = 25;

const COLUMNS: &str = "id, agency_id, slug, host_label, plain, kind, name, name_en, kicker, kicker_en, \
    responsible, address, phone, email, hours, intro, intro_en, invented, valid_from, valid_to, changed_at, version";

/// A site with its agency's place in the tree as it is now: rights move with the agency at once.
fn select() -> String {
    let own: Vec<String> = COLUMNS.split(", ").map(|column| format!("s.{}", column.trim())).collect();
    format!("SELECT {}, o.path AS agency_path {FROM}", own.join(", "))
}

const FROM: &str = "FROM portal_site s JOIN org_agency o ON o.id = s.agency_id";

#[derive(FromQueryResult)]
struct SiteRow {
    id: Uuid,
    agency_id: Uuid,
    agency_path: String,
    slug: String,
    host_label: String,
    plain: String,
    kind: String,
    name: String,
    name_en: String,
    kicker: String,
    kicker_en: String,
    responsible: String,
    address: String,
    phone: String,
    email: String,
    hours: String,
    intro: String,
    intro_en: String,
    invented: bool,
    valid_from: Option<String>,
    valid_to: Option<String>,
    changed_at: i64,
    version: i64,
}

impl TryFrom<SiteRow> for Site {
    type Error = Error;
    fn try_from(row: SiteRow) -> Result<Self> {
        let day = |text: Option<String>| text.map(|t| LocalDate::parse(&t)).transpose().map_err(anyhow);
        let kind = SiteKind::parse(&row.kind)
            .ok_or_else(|| Error::internal(format!("site {} is of unknown kind {}", row.id, row.kind)))?;
        Ok(Self {
            id: Id::from_uuid(row.id),
            agency_id: row.agency_id,
            agency_path: row.agency_path,
            slug: row.slug,
            host_label: row.host_label,
            plain: row.plain,
            kind,
            name: row.name,
            name_en: row.name_en,
            kicker: row.kicker,
            kicker_en: row.kicker_en,
            responsible: row.responsible,
            address: row.address,
            phone: row.phone,
            email: row.email,
            hours: row.hours,
            intro: row.intro,
            intro_en: row.intro_en,
            invented: row.invented,
            validity: Validity::new(day(row.valid_from)?, day(row.valid_to)?).map_err(anyhow)?,
            changed_at: Timestamp(row.changed_at),
            version: row.version,
        })
    }
}

fn anyhow(error: impl std::fmt::Display) -> Error {
    Error::internal(error.to_string())
}

/// Every site, former ones included.
pub(super) async fn all<C: ConnectionTrait>(connection: &C) -> Result<Vec<Site>> {
    let rows: Vec<SiteRow> = connection.all(&select(), vec![]).await?;
    rows.into_iter().map(Site::try_from).collect()
}

/// A site this act's actor may change.
pub(super) async fn find(act: &Act, id: Id<Site>) -> Result<Site> {
    let mut values: Vec<Value> = vec![id.uuid().into()];
    let scope = act.scope().condition("o.path", &mut values);
    let sql = format!("{} WHERE s.id = $1 AND {scope}", select());
    let row: SiteRow = act.one(&sql, values).await?.ok_or(Error::NotFound)?;
    row.try_into()
}

fn values(site: &Site) -> Vec<Value> {
    let day = |day: Option<LocalDate>| Value::from(day.map(LocalDate::iso));
    vec![
        site.id.uuid().into(),
        site.agency_id.into(),
        site.slug.clone().into(),
        site.host_label.clone().into(),
        site.plain.clone().into(),
        site.kind.name().into(),
        site.name.clone().into(),
        site.name_en.clone().into(),
        site.kicker.clone().into(),
        site.kicker_en.clone().into(),
        site.responsible.clone().into(),
        site.address.clone().into(),
        site.phone.clone().into(),
        site.email.clone().into(),
        site.hours.clone().into(),
        site.intro.clone().into(),
        site.intro_en.clone().into(),
        site.invented.into(),
        day(site.validity.from()),
        day(site.validity.to()),
        site.changed_at.0.into(),
        site.version.into(),
    ]
}

/// Adds new sites.
pub(super) async fn insert(act: &Act, sites: &[Site]) -> Result<()> {
    // 40 rows of 22 columns stay below SQLite's limit of parameters in a statement.
    for batch in sites.chunks(40) {
        let sql = format!("INSERT INTO portal_site ({COLUMNS}) VALUES {}", placeholders(batch.len(), 22));
        act.run(&sql, batch.iter().flat_map(values).collect()).await?;
    }
    Ok(())
}

/// Writes a changed site under the next version.
///
/// # Errors
/// [`Error::stale`] when it was changed since it was read.
pub(super) async fn save(act: &Act, site: &mut Site) -> Result<()> {
    site.changed_at = act.now();
    let columns: Vec<&str> = COLUMNS.split(", ").map(str::trim).collect();
    let sets: Vec<String> =
        columns.iter().enumerate().skip(1).map(|(at, column)| format!("{column} = ${}", at + 1)).collect();
    let read = site.version;
    site.version += 1;
    let mut values = values(site);
    values.push(read.into());
    let sql =
        format!("UPDATE portal_site SET {} WHERE id = $1 AND version = ${}", sets.join(", "), values.len());
    match act.run(&sql, values).await? {
        0 => Err(Error::stale()),
        _ => Ok(()),
    }
}

/// The sites whose name or address has every word of what is typed; nothing when no word is typed. Found in memory,
/// where the family is anyway: the table keeps names with their accents.
fn named(family: &Sites, find: &str) -> Option<Vec<Uuid>> {
    let words = |text: &str| -> Vec<String> {
        let folded = base::text::fold(text);
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let typed = words(find);
    if typed.is_empty() {
        return None;
    }
    let fits = |site: &Site| {
        let own = words(&format!("{} {} {}", site.name, site.name_en, site.slug));
        typed.iter().all(|word| own.iter().any(|o| o.starts_with(word.as_str())))
    };
    Some(family.all().iter().filter(|site| fits(site)).map(|site| site.id.uuid()).collect())
}

/// A page of the sites an actor may change, former ones last, narrowed by words of a name typed with or without
/// accents, each from its beginning.
pub(super) async fn editable(ctx: &Ctx, find: &str, page: u64) -> Result<(Vec<Site>, u64)> {
    let mut values: Vec<Value> = Vec::new();
    let mut condition = ctx.scope(policy::SITE_EDIT).condition("o.path", &mut values);
    if let Some(named) = named(&*super::sites(ctx.app())?, find) {
        if named.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let first = values.len() + 1;
        values.extend(named.into_iter().map(Value::from));
        let numbers: Vec<String> = (first..=values.len()).map(|n| format!("${n}")).collect();
        condition.push_str(&format!(" AND s.id IN ({})", numbers.join(", ")));
    }
    let total: i64 = ctx
        .read()
        .scalar(&format!("SELECT count(*) {FROM} WHERE {condition}"), values.clone())
        .await?
        .unwrap_or(0);
    let offset = (page.max(1) - 1).saturating_mul(PER_PAGE);
    let order = "s.valid_to IS NOT NULL, CASE s.kind WHEN 'province' THEN 0 WHEN 'department' THEN 1 ELSE 2 END, s.plain, s.slug";
    let sql = format!("{} WHERE {condition} ORDER BY {order} LIMIT {PER_PAGE} OFFSET {offset}", select());
    let rows: Vec<SiteRow> = ctx.read().all(&sql, values).await?;
    let sites = rows.into_iter().map(Site::try_from).collect::<Result<_>>()?;
    Ok((sites, u64::try_from(total).unwrap_or(0)))
}

/// A site the actor may open for editing.
pub(super) async fn open(ctx: &Ctx, id: Id<Site>) -> Result<Site> {
    let mut values: Vec<Value> = vec![id.uuid().into()];
    let scope = ctx.scope(policy::SITE_EDIT).condition("o.path", &mut values);
    let sql = format!("{} WHERE s.id = $1 AND {scope}", select());
    let row: SiteRow = ctx.read().one(&sql, values).await?.ok_or(Error::NotFound)?;
    row.try_into()
}
