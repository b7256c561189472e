//! Who was refused, and who saw personal data. Apart from the journal, as it is written after a rollback, too.

use uuid::Uuid;

use crate::{
    Ctx, Subject,
    db::{Queries as _, Value, placeholders},
    journal::actor_name,
    new_id,
};

/// What kind of entry of the access log something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Somebody saw what is not for everybody.
    View,
    /// Somebody was refused.
    Refusal,
    /// Anything else worth a line.
    Note,
}

impl Entry {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 3] = [Self::View, Self::Refusal, Self::Note];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Refusal => "refusal",
            Self::Note => "note",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entry| entry.as_str() == text)
    }

    /// What a line is that says it in words only.
    fn said(what: &str) -> Self {
        if what.contains("refused") { Self::Refusal } else { Self::Note }
    }
}

/// The thing somebody saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewed<'a> {
    /// Its kind, as the journal names it.
    pub kind: &'a str,
    /// Its identifier.
    pub id: Uuid,
    /// The agency it belongs to, if any.
    pub agency: Option<Uuid>,
}

impl<S: Subject> From<&S> for Viewed<'_> {
    fn from(subject: &S) -> Self {
        Self { kind: S::KIND, id: subject.subject_id(), agency: subject.agency_id() }
    }
}

impl Ctx {
    /// Notes in the access log that somebody was refused, or anything else worth a line. A failure to note is itself
    /// logged.
    pub async fn log_access(&self, what: &str) {
        self.note(Entry::said(what), None, what).await;
    }

    /// Notes in the access log that somebody saw personal data, or anything else not meant for everybody: of which
    /// thing, and `what` of it, as the text key of its words. A failure to note is itself logged.
    pub async fn log_view<'a>(&self, subject: impl Into<Viewed<'a>> + Send, what: &str) {
        self.note(Entry::View, Some(subject.into()), what).await;
    }

    /// As [`Ctx::log_view`], of many things at once: lists that are taken along.
    pub async fn log_views(&self, subjects: &[Viewed<'_>], what: &str) {
        // Nine values each: both databases allow far more.
        for some in subjects.chunks(50) {
            let values =
                some.iter().flat_map(|subject| self.line(Entry::View, Some(*subject), what)).collect();
            let sql = format!("{INSERT} VALUES {}", placeholders(some.len(), 9));
            self.keep(&sql, values).await;
        }
    }

    async fn note(&self, entry: Entry, subject: Option<Viewed<'_>>, what: &str) {
        let sql = format!("{INSERT} VALUES {}", placeholders(1, 9));
        self.keep(&sql, self.line(entry, subject, what).into()).await;
    }

    fn line(&self, entry: Entry, subject: Option<Viewed<'_>>, what: &str) -> [Value; 9] {
        [
            new_id::<()>().uuid().into(),
            self.now().0.into(),
            actor_name(self.actor(), None).into(),
            what.into(),
            self.origin().path.clone().into(),
            entry.as_str().into(),
            subject.map(|s| s.kind.to_owned()).into(),
            subject.map(|s| s.id).into(),
            subject.and_then(|s| s.agency).into(),
        ]
    }

    async fn keep(&self, sql: &str, values: Vec<Value>) {
        if let Err(error) = self.app().db().write().run(sql, values).await {
            tracing::error!(error = %error, "the access log could not be written");
        }
    }
}

const INSERT: &str =
    "INSERT INTO kernel_access_log (id, at, actor, what, path, entry, subject_kind, subject_id, agency_id)";
