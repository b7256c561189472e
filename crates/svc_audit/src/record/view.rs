//! Records as rows and pages show them.

use kernel::{Ctx, Result, journal::Record};
use ui::{Page, TimelineEvent};

use super::{JOURNAL, known::Known, words};

/// A record as a row of a list.
pub(crate) struct Line {
    pub href: String,
    pub when: String,
    pub datetime: String,
    pub who: String,
    /// In whose place; empty when in nobody's.
    pub in_place_of: String,
    pub what: String,
    pub kind: String,
    /// What it was done to; the identifier's end where the thing has no name.
    pub thing: String,
    /// The story of the thing.
    pub story: String,
    pub agency: String,
    /// Place in the chain; empty while not sealed.
    pub ordinal: String,
}

impl Line {
    pub(crate) fn new(page: &Page, record: &Record, known: &Known) -> Self {
        let (kind, id) = (record.subject_kind.as_str(), record.subject_id);
        let titled = known.thing(kind, id);
        Self {
            href: page.href(&format!("{JOURNAL}/{}", record.id)),
            when: record.at().local().vn(),
            datetime: record.at().rfc3339(),
            who: known.actor(page, &record.actor),
            in_place_of: in_place_of(page, record, known),
            what: words::sentence(page.lang, record, known),
            kind: known.kind(page.lang, kind),
            thing: titled.map_or_else(|| super::known::tail(id), |t| t.title.clone()),
            story: story(page, kind, id),
            agency: record.agency_id.and_then(|id| known.agency(id)).unwrap_or_default().to_owned(),
            ordinal: record.ordinal.map(|n| page.number(n)).unwrap_or_default(),
        }
    }
}

/// In whose place it was done; empty when in nobody's.
pub(crate) fn in_place_of(page: &Page, record: &Record, known: &Known) -> String {
    record.in_place_of().map(|lender| known.account(page, lender)).unwrap_or_default()
}

/// Where the story of a thing is read.
pub(crate) fn story(page: &Page, kind: &str, id: uuid::Uuid) -> String {
    page.href(&format!("{JOURNAL}/ve/{kind}/{id}"))
}

/// Records as rows.
pub(crate) async fn lines(ctx: &Ctx, page: &Page, records: &[Record]) -> Result<Vec<Line>> {
    let known = Known::of(ctx, records).await?;
    Ok(records.iter().map(|record| Line::new(page, record, &known)).collect())
}

/// A record as an entry of a timeline.
pub(crate) fn event(page: &Page, record: &Record, known: &Known) -> TimelineEvent {
    let who = known.actor(page, &record.actor);
    let lender = in_place_of(page, record, known);
    TimelineEvent {
        when: record.at().local().vn(),
        datetime: record.at().rfc3339(),
        what: words::sentence(page.lang, record, known),
        who: if lender.is_empty() {
            who
        } else {
            page.fill("audit.who.in_place", &[("who", &who), ("lender", &lender)])
        },
    }
}
