use std::{collections::HashMap, sync::Arc};

use base::{Id, LocalDate, Validity, text};
use kernel::{Ctx, Result, new_id};
use ui::Message;

use super::{
    ImportReport, Options,
    slugs::{Slugs, wishes},
    unit_rows::{Row, read, without_cycles},
};
use crate::{
    Agency, CommuneKind, Kind, Tree,
    agency::{
        ALL, Details, Status,
        change::{Change, changes},
        event::Imported,
        store, within,
    },
    policy::AGENCY_EDIT,
};

/// Reads territorial units from a CSV file: good rows go in, bad rows come out with their reasons. On trial everything
/// is worked out and nothing written.
///
/// # Errors
/// [`kernel::Error::Forbidden`] for an actor who may not edit agencies; the database's. A row is never an error.
pub async fn import_units(ctx: &Ctx, bytes: &[u8], options: Options) -> Result<ImportReport> {
    let mut report = ImportReport::default();
    // Read before the act begins: nobody else can write while it lasts.
    let (rows, unknown) = read(bytes, &mut report.rejected);
    report.unknown_columns = unknown;
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let mut merge = Merge {
        tree: &tree,
        today: ctx.today(),
        renames: options.renames,
        slugs: Slugs::of(&tree),
        added: Vec::new(),
        changed: Vec::new(),
        seen: HashMap::new(),
    };
    let rows = without_cycles(rows, &mut report.rejected);
    merge.all(rows, &mut report, |path| ctx.may(AGENCY_EDIT, Some(path)) || is_system(ctx));
    report.rejected.sort_by_key(|r| r.line);
    let Merge { added, mut changed, .. } = merge;
    (report.added, report.changed) = (added.len(), changed.len());
    let told: Vec<Vec<Change>> = changed
        .iter()
        .map(|a| tree.get(a.id).map(|there| changes(&tree, there, a)).unwrap_or_default())
        .collect();
    report.changes = changed.iter().zip(&told).map(|(agency, told)| in_words(agency, told)).collect();
    if options.dry_run || (added.is_empty() && changed.is_empty()) {
        return Ok(report);
    }
    store::insert(&act, &added).await?;
    act.touch(ALL);
    for agency in &mut changed {
        store::save(&act, agency).await?;
    }
    for agency in &added {
        act.record(agency, &Imported::new(&agency.full_name)).await?;
    }
    for (agency, told) in changed.iter().zip(told) {
        let fields = told.iter().map(|c| c.field).collect();
        let (before, after) = told.into_iter().map(|c| ((c.field, c.before), (c.field, c.after))).unzip();
        let event = Imported { changed: true, fields, before, after, ..Imported::new(&agency.full_name) };
        act.record(agency, &event).await?;
    }
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(report)
}

/// `05443 name: old → new; lat: old → new`, for whoever loads the file.
fn in_words(agency: &Agency, told: &[Change]) -> String {
    let told: Vec<String> = told.iter().map(|c| format!("{}: {} → {}", c.field, c.before, c.after)).collect();
    format!("{} {}", agency.unit_code.as_deref().unwrap_or_default(), told.join("; "))
}

fn is_system(ctx: &Ctx) -> bool {
    matches!(ctx.actor(), base::Actor::System(_))
}

/// Rows against the tree.
struct Merge<'t> {
    tree: &'t Tree,
    today: LocalDate,
    /// A row without dates may give the unit of today another name.
    renames: bool,
    slugs: Slugs,
    added: Vec<Agency>,
    changed: Vec<Agency>,
    /// Days for which this file has already spoken of a code.
    seen: HashMap<String, Vec<Validity>>,
}

impl Merge<'_> {
    /// Provinces first, then districts, then communes: so parents in the same file are there before their children.
    fn all(&mut self, mut rows: Vec<Row>, report: &mut ImportReport, may: impl Fn(&str) -> bool) {
        rows.sort_by_key(|r| (r.kind, r.line));
        for row in rows {
            match self.one(&row, &may) {
                Ok(true) => {}
                Ok(false) => report.unchanged += 1,
                Err(reason) => report.rejected.push(row.reject(reason)),
            }
        }
    }

    /// Takes one row in; false when everything is so already.
    fn one(&mut self, row: &Row, may: &impl Fn(&str) -> bool) -> Result<bool, Message> {
        let undated = row.validity == Validity::ALWAYS;
        let seen = self.seen.entry(row.code.clone()).or_default();
        if seen.iter().any(|v| v.overlaps(&row.validity)) {
            return Err(Message::new("org.import.twice").with("value", &row.code));
        }
        let there = self
            .tree
            .with_unit_code(&row.code)
            .find(|a| if undated { a.is_valid(self.today) } else { a.validity == row.validity });
        if let Some(there) = there.filter(|_| undated && !self.renames)
            && text::fold(&there.full_name) != text::fold(&row.full_name)
        {
            // Codes are used again: a list of another era would rename what has the code now.
            return Err(Message::new("org.import.renames").with("other", &there.full_name));
        }
        let outcome = match there {
            Some(there) => self.update(row, there, may)?,
            None => self.add(row, may)?,
        };
        self.seen.entry(row.code.clone()).or_default().push(row.validity);
        Ok(outcome)
    }

    fn update(
        &mut self,
        row: &Row,
        there: &Arc<Agency>,
        may: &impl Fn(&str) -> bool,
    ) -> Result<bool, Message> {
        if !may(&there.path) {
            return Err(Message::new("org.import.not_yours"));
        }
        if let Some(code) = &row.parent_code
            && let Some(parent) = there.parent.and_then(|id| self.tree.get(id))
            && parent.unit_code.as_ref() != Some(code)
        {
            return Err(Message::new("org.import.parent_differs").with("other", &parent.full_name));
        }
        self.check_agency_code(row, there.validity, Some(there.id))?;
        let mut agency = Agency::clone(there);
        let details = &mut agency.details;
        details.name = row.name.clone();
        details.full_name = row.full_name.clone();
        details.commune_kind = commune_kind(row).or(details.commune_kind);
        details.name_en = row.name_en.clone().or(details.name_en.take());
        details.code = row.agency_code.clone().or(details.code.take());
        details.area_km2 = row.area_km2.or(details.area_km2);
        details.lat = row.lat.or(details.lat);
        details.lon = row.lon.or(details.lon);
        if agency == **there {
            return Ok(false);
        }
        self.changed.push(agency);
        Ok(true)
    }

    fn add(&mut self, row: &Row, may: &impl Fn(&str) -> bool) -> Result<bool, Message> {
        if let Some(other) = self.tree.with_unit_code(&row.code).find(|a| a.validity.overlaps(&row.validity))
        {
            let message = Message::new("org.import.overlap").with("value", &row.code);
            return Err(message.with("other", &other.full_name));
        }
        let parent = self.parent(row)?;
        let (parent_id, parent_path, place) = parent.map_or((None, String::new(), String::new()), |p| {
            // In a label only a district tells two communes apart.
            let place = if p.kind == Kind::District { p.name.clone() } else { String::new() };
            (Some(p.id), p.path.clone(), place)
        });
        let id: Id<Agency> = new_id();
        if !may(&crate::agency::path_below(&parent_path, id)) {
            return Err(Message::new("org.import.not_yours"));
        }
        self.check_agency_code(row, row.validity, None)?;
        let details = Details {
            kind: row.kind,
            commune_kind: commune_kind(row),
            code: row.agency_code.clone(),
            unit_code: Some(row.code.clone()),
            name: row.name.clone(),
            full_name: row.full_name.clone(),
            name_en: row.name_en.clone(),
            slug: self.slugs.take(&wishes(&row.name, &row.full_name, &place), row.validity),
            parent: parent_id,
            validity: row.validity,
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            office_hours: String::new(),
            area_km2: row.area_km2,
            lat: row.lat,
            lon: row.lon,
            status: Status::Memory,
            note: String::new(),
        };
        self.added.push(Agency::new(id, &parent_path, details));
        Ok(true)
    }

    /// The unit above: the one named, or the province where none is named.
    fn parent(&self, row: &Row) -> Result<Option<&Agency>, Message> {
        let holds = |a: &&Agency| within(&row.validity, &a.validity);
        let Some(code) = &row.parent_code else {
            if row.kind == Kind::Province {
                return Ok(None);
            }
            let day = row.validity.from().or(row.validity.to()).unwrap_or(self.today);
            let root = self
                .tree
                .root(day)
                .map(Arc::as_ref)
                .or_else(|| self.added.iter().find(|a| a.parent.is_none()));
            return root.filter(holds).map(Some).ok_or_else(|| Message::new("org.import.no_parent"));
        };
        let unknown = || Message::new("org.import.parent").with("value", code);
        let known = self.tree.with_unit_code(code).map(Arc::as_ref);
        let candidates = known.chain(self.added.iter().filter(|a| a.unit_code.as_ref() == Some(code)));
        let parent = candidates.into_iter().find(holds).ok_or_else(unknown)?;
        if parent.kind >= row.kind {
            return Err(Message::new("org.import.level").with("other", &parent.full_name));
        }
        Ok(Some(parent))
    }

    fn check_agency_code(
        &self,
        row: &Row,
        validity: Validity,
        own: Option<Id<Agency>>,
    ) -> Result<(), Message> {
        let Some(code) = &row.agency_code else { return Ok(()) };
        let mut others = self.tree.all().map(Arc::as_ref).chain(&self.added).chain(&self.changed);
        let other = others
            .find(|a| Some(a.id) != own && a.code.as_ref() == Some(code) && a.validity.overlaps(&validity));
        other.map_or(Ok(()), |other| {
            let message = Message::new("org.agency.code_taken").with("value", code);
            Err(message.with("other", &other.full_name))
        })
    }
}

fn commune_kind(row: &Row) -> Option<CommuneKind> {
    (row.kind == Kind::Commune).then(|| CommuneKind::of_full_name(&row.full_name)).flatten()
}
