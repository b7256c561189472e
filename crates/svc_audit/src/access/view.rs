use std::collections::BTreeSet;

use kernel::{Ctx, Result};
use ui::Page;

use super::store::Logged;
use crate::record::{known::Known, view::story};

/// An entry of the access log as lists show it.
pub(crate) struct Line {
    pub when: String,
    pub datetime: String,
    pub who: String,
    /// `view`, `refusal` or `note` in words.
    pub entry: &'static str,
    pub color: &'static str,
    pub what: String,
    /// On what; empty where on nothing in particular.
    pub thing: String,
    pub story: String,
    pub path: String,
    pub agency: String,
}

/// Entries as rows.
pub(crate) async fn lines(ctx: &Ctx, page: &Page, logged: &[Logged]) -> Result<Vec<Line>> {
    let accounts: BTreeSet<_> = logged.iter().filter_map(|l| kernel::journal::account_of(&l.actor)).collect();
    let things: BTreeSet<_> =
        logged.iter().filter_map(|l| Some((l.subject_kind.clone()?, l.subject_id?))).collect();
    let known = Known::look_up(ctx, accounts, things).await?;
    Ok(logged.iter().map(|entry| line(page, entry, &known)).collect())
}

fn line(page: &Page, logged: &Logged, known: &Known) -> Line {
    let (entry, color) = match logged.entry.as_str() {
        "view" => ("audit.entry.view", "info"),
        "refusal" => ("audit.entry.refusal", "danger"),
        _ => ("audit.entry.note", "neutral"),
    };
    let subject = logged.subject_kind.as_deref().zip(logged.subject_id);
    // The journal as a whole has no story.
    let told = subject.filter(|(_, id)| !id.is_nil());
    Line {
        when: logged.at().local().vn(),
        datetime: logged.at().rfc3339(),
        who: known.actor(page, &logged.actor),
        entry,
        color,
        what: what(page, &logged.what),
        thing: subject.map(|(kind, id)| thing(page, known, kind, id)).unwrap_or_default(),
        story: told.map(|(kind, id)| story(page, kind, id)).unwrap_or_default(),
        path: logged.path.clone(),
        agency: logged.agency_id.and_then(|id| known.agency(id)).unwrap_or_default().to_owned(),
    }
}

/// `person: Nguyễn Văn An`, in the reader's words.
fn thing(page: &Page, known: &Known, kind: &str, id: uuid::Uuid) -> String {
    let words = known.kind(page.lang, kind);
    match known.thing(kind, id) {
        Some(titled) => format!("{words}: {}", titled.title),
        None if id.is_nil() => words,
        None => format!("{words} {}", crate::record::known::tail(id)),
    }
}

/// What was seen is kept as a text key, what was refused in plain words, for which this crate has sentences.
fn what(page: &Page, what: &str) -> String {
    let plain: String =
        what.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let keys = [what.to_owned(), format!("audit.access.said.{plain}")];
    keys.iter().find_map(|key| ui::known(page.lang, key)).unwrap_or(what).to_owned()
}
