use base::{Id, LocalDate, Permission, Timestamp, Validity};
use kernel::{
    Act, Ctx, Error, Result,
    db::{FromQueryResult, Queries, Value, placeholders},
};
use sea_orm::{ConnectionTrait, prelude::Uuid};

use super::{
    Contact,
    contact::english,
    model::{Site, SiteKind, Sites},
};

/// Sites on a page of the work screen.
pub(crate) const PER_PAGE: u64 = 25;

const COLUMNS: &str = "id, agency_id, slug, host_label, plain, kind, name, name_en, kicker, kicker_en, \
    responsible, address, phone, email, hours, intro, intro_en, invented, valid_from, valid_to, changed_at, version";

/// A site with its agency's place in the tree as it is now: rights move with the agency at once.
fn select() -> String {
    let own: Vec<String> = COLUMNS.split(", ").map(|column| format!("s.{}", column.trim())).collect();
    format!("SELECT {}, {AGENCY} {FROM}", own.join(", "))
}

const AGENCY: &str = "o.path AS agency_path, o.name AS agency_short, o.full_name AS agency_name, \
    o.name_en AS agency_name_en, o.address AS agency_address, o.phone AS agency_phone, o.email AS agency_email, \
    o.office_hours AS agency_hours";

const FROM: &str = "FROM portal_site s JOIN org_agency o ON o.id = s.agency_id";

#[derive(FromQueryResult)]
struct SiteRow {
    id: Uuid,
    agency_id: Uuid,
    agency_path: String,
    agency_short: String,
    agency_name: String,
    agency_name_en: Option<String>,
    agency_address: String,
    agency_phone: String,
    agency_email: String,
    agency_hours: String,
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
        let named = row.agency_name_en.filter(|name| !name.is_empty());
        let agency = Contact {
            name_en: named.unwrap_or_else(|| english(&row.agency_short, &row.agency_name)),
            address: row.agency_address,
            phone: row.agency_phone,
            email: row.agency_email,
            hours: row.agency_hours,
        };
        let own = Contact {
            name_en: row.name_en,
            address: row.address,
            phone: row.phone,
            email: row.email,
            hours: row.hours,
        };
        let shown = own.over(&agency, row.invented);
        Ok(Self {
            id: Id::from_uuid(row.id),
            agency_id: row.agency_id,
            agency_path: row.agency_path,
            slug: row.slug,
            host_label: row.host_label,
            plain: row.plain,
            kind,
            name: row.name,
            name_en: shown.name_en,
            kicker: row.kicker,
            kicker_en: row.kicker_en,
            responsible: row.responsible,
            address: shown.address,
            phone: shown.phone,
            email: shown.email,
            hours: shown.hours,
            own,
            agency,
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

/// Words sites gave up, the latest first.
pub(super) async fn given_up<C: ConnectionTrait>(connection: &C) -> Result<Vec<(String, Id<Site>)>> {
    #[derive(FromQueryResult)]
    struct Row {
        word: String,
        site_id: Uuid,
    }
    let sql = "SELECT word, site_id FROM portal_site_word ORDER BY given_up_at DESC, site_id";
    let rows: Vec<Row> = connection.all(sql, vec![]).await?;
    Ok(rows.into_iter().map(|row| (row.word, Id::from_uuid(row.site_id))).collect())
}

/// Notes that a site had this word until now; one it takes back is its own again.
pub(super) async fn give_up(act: &Act, word: &str, site: &Site) -> Result<()> {
    let back = "DELETE FROM portal_site_word WHERE word = $1 AND site_id = $2";
    act.run(back, vec![site.slug.clone().into(), site.id.uuid().into()]).await?;
    let sql = "INSERT INTO portal_site_word (word, site_id, given_up_at) VALUES ($1, $2, $3) \
               ON CONFLICT (word, site_id) DO UPDATE SET given_up_at = excluded.given_up_at";
    act.run(sql, vec![word.into(), site.id.uuid().into(), act.now().0.into()]).await?;
    Ok(())
}

/// The name of another site that has this word, living or former.
pub(super) async fn holder(act: &Act, word: &str, but: Id<Site>) -> Result<Option<String>> {
    let sql = "SELECT name FROM portal_site WHERE (slug = $1 OR host_label = $1) AND id <> $2";
    act.scalar(sql, vec![word.into(), but.uuid().into()]).await
}

/// A site this act's actor may change.
pub(crate) async fn find(act: &Act, id: Id<Site>) -> Result<Site> {
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
        site.own.name_en.clone().into(),
        site.kicker.clone().into(),
        site.kicker_en.clone().into(),
        site.responsible.clone().into(),
        site.own.address.clone().into(),
        site.own.phone.clone().into(),
        site.own.email.clone().into(),
        site.own.hours.clone().into(),
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

/// A page of the sites an actor may change with this permission, former ones last, narrowed by words of a name typed with or without
/// accents, each from its beginning.
pub(crate) async fn editable(
    ctx: &Ctx,
    permission: Permission,
    find: &str,
    page: u64,
) -> Result<(Vec<Site>, u64)> {
    let mut values: Vec<Value> = Vec::new();
    let mut condition = ctx.scope(permission).condition("o.path", &mut values);
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

/// A site the actor may open with this permission.
pub(crate) async fn open(ctx: &Ctx, permission: Permission, id: Id<Site>) -> Result<Site> {
    let mut values: Vec<Value> = vec![id.uuid().into()];
    let scope = ctx.scope(permission).condition("o.path", &mut values);
    let sql = format!("{} WHERE s.id = $1 AND {scope}", select());
    let row: SiteRow = ctx.read().one(&sql, values).await?.ok_or(Error::NotFound)?;
    row.try_into()
}
