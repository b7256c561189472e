//! What is asked for, as it stands in the address and in forms: every search can be kept and sent on.

use std::sync::Arc;

use base::{Id, LocalDate, Timestamp};
use kernel::{Ctx, Result};
use serde::{Deserialize, Serialize};
use svc_org::Agency;
use time::Time;
use ui::FormState;
use uuid::Uuid;

use crate::{
    people::{Meant, meant},
    reach::Reach,
};

/// What was typed. Names are those of the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Asked {
    pub nguoi: String,
    pub co_quan: String,
    pub loai: String,
    pub viec: String,
    pub tu: String,
    pub den: String,
    pub doi_tuong: String,
    /// The cursor: what comes below.
    pub truoc: String,
}

/// Which thing or record is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Named {
    /// A record or a thing with this identifier.
    Id(Uuid),
    /// The record with this ordinal.
    Ordinal(i64),
}

/// What is searched for. As the journal keeps it with an export: identifiers, never names.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Filter {
    /// Done by, or in the place of, any of these accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<Vec<Uuid>>,
    /// Done by the program itself under this name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// At this agency or below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<Uuid>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub event: String,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<LocalDate>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<LocalDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<Named>,
}

/// A search ready to be run: what for, and among what.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    pub filter: Filter,
    pub reach: Reach,
    /// The agency taken for what was typed, to be shown.
    pub agency: Option<Arc<Agency>>,
}

impl Filter {
    /// The first instant asked for.
    pub(crate) fn since(&self) -> Option<i64> {
        self.from.map(begins)
    }

    /// The first instant no longer asked for.
    pub(crate) fn before(&self) -> Option<i64> {
        self.until.map(|day| begins(day.next()))
    }
}

impl Asked {
    /// As fields of a form.
    pub(crate) fn form(&self) -> FormState {
        self.pairs().into_iter().fold(FormState::default(), |form, (name, value)| form.with(name, value))
    }

    /// From the fields of a form.
    pub(crate) fn of(form: &FormState) -> Self {
        let text = |name: &str| form.value(name).to_owned();
        Self {
            nguoi: text("nguoi"),
            co_quan: text("co-quan"),
            loai: text("loai"),
            viec: text("viec"),
            tu: text("tu"),
            den: text("den"),
            doi_tuong: text("doi-tuong"),
            truoc: String::new(),
        }
    }

    /// Every filter by its name in the address.
    pub(crate) fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("nguoi", &self.nguoi),
            ("co-quan", &self.co_quan),
            ("loai", &self.loai),
            ("viec", &self.viec),
            ("tu", &self.tu),
            ("den", &self.den),
            ("doi-tuong", &self.doi_tuong),
        ]
    }

    /// The address of this search at `path`, its next page beginning below the cursor.
    pub(crate) fn href(&self, path: &str, below: Option<&str>) -> String {
        address(path, &self.pairs(), below)
    }

    /// Reads what was typed; what cannot be understood is said at the field.
    pub(crate) async fn read(&self, ctx: &Ctx, form: &mut FormState) -> Result<Search> {
        let mut search = Search { filter: Filter::default(), reach: Reach::of(ctx)?, agency: None };
        let filter = &mut search.filter;
        filter.kind = word(&self.loai);
        filter.event = word(&self.viec);
        (filter.from, filter.until) = days(form, &self.tu, &self.den);
        match who(ctx, form, &self.nguoi).await? {
            Some(Meant::Accounts(ids)) => filter.accounts = Some(ids),
            Some(Meant::System(name)) => filter.system = Some(name),
            _ => {}
        }
        search.agency = agency(ctx, form, &self.co_quan)?;
        if let Some(agency) = &search.agency {
            filter.agency = Some(agency.id.uuid());
            search.reach = search.reach.below(agency);
        }
        let named = self.doi_tuong.trim();
        if !named.is_empty() {
            filter.named = named.parse().map(Named::Id).or_else(|_| named.parse().map(Named::Ordinal)).ok();
            if filter.named.is_none() {
                form.reject("doi-tuong", "audit.filter.id_wrong");
            }
        }
        Ok(search)
    }
}

/// `path?name=value&…`, empty values left out.
pub(crate) fn address(path: &str, pairs: &[(&str, &str)], below: Option<&str>) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(given);
    if let Some(cursor) = below {
        query.append_pair("truoc", cursor);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// First and last day, in Viet Nam.
pub(crate) fn days(form: &mut FormState, from: &str, until: &str) -> (Option<LocalDate>, Option<LocalDate>) {
    let mut day = |field: &str, text: &str| {
        let day = LocalDate::parse(text).ok();
        if day.is_none() && !text.trim().is_empty() {
            form.reject(field, "audit.filter.day_wrong");
        }
        day
    };
    let span = (day("tu", from), day("den", until));
    if let (Some(from), Some(until)) = span
        && until < from
    {
        form.reject("den", "audit.filter.days_reversed");
    }
    span
}

/// Whom the name typed means; nothing when none was typed, or when it means nobody, which is said.
pub(crate) async fn who(ctx: &Ctx, form: &mut FormState, typed: &str) -> Result<Option<Meant>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let meant = meant(ctx, typed).await?;
    match meant {
        Meant::Nobody => form.reject("nguoi", "audit.filter.nobody"),
        Meant::TooMany => form.reject("nguoi", "audit.filter.too_many"),
        Meant::Accounts(_) | Meant::System(_) => {}
    }
    Ok(Some(meant))
}

/// The agency typed by name, code or identifier: the one that fits best, those of today first.
fn agency(ctx: &Ctx, form: &mut FormState, typed: &str) -> Result<Option<Arc<Agency>>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let tree = svc_org::tree(ctx.app())?;
    let found = match typed.parse::<Uuid>() {
        Ok(id) => tree.get(Id::from_uuid(id)).cloned(),
        Err(_) => {
            let found = tree.search(typed);
            found.iter().find(|a| a.is_valid(ctx.today())).or(found.first()).map(|a| Arc::clone(a))
        }
    };
    if found.is_none() {
        form.reject("co-quan", "audit.filter.no_agency");
    }
    Ok(found)
}

/// A kind or the name of an event: nothing but what such a word is made of.
fn word(text: &str) -> String {
    text.trim().chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_')).take(100).collect()
}

/// The first instant of a day in Viet Nam.
pub(crate) fn begins(day: LocalDate) -> i64 {
    Timestamp::from_local(day.at(Time::MIDNIGHT)).0
}
