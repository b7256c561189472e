//! Two people filled in one form: what the later one typed beside what the earlier one saved.

use std::fmt::Display;

use crate::FormState;

/// The field by which somebody says that they have seen the version it names and write over it.
const OVER: &str = "over";

/// What is kept now of something that somebody else saved first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    version: String,
    values: Vec<(String, String)>,
}

impl FormState {
    /// The form again after somebody else saved first: what was typed stays, beside it stands what is kept now (the
    /// form as it would open), and the version over which it may be saved knowingly.
    #[must_use]
    pub fn beside(mut self, kept: &Self, version: impl Display) -> Self {
        self.values.retain(|(name, _)| name != OVER);
        self.kept = Some(Kept { version: version.to_string(), values: kept.values.clone() });
        self
    }

    /// Whether somebody else saved first.
    pub fn is_stale(&self) -> bool {
        self.kept.is_some()
    }

    /// The version over which this form may be saved knowingly.
    pub fn kept_version(&self) -> Option<&str> {
        self.kept.as_ref().map(|kept| kept.version.as_str())
    }

    /// What is kept now in a field, where that is something else than what was typed. Empty for nothing.
    pub fn kept(&self, field: &str) -> Option<String> {
        let kept = self.kept.as_ref()?;
        let kept = kept.values.iter().filter(|(name, _)| name == field).map(|(_, value)| value.as_str());
        let (kept, typed) = (written(kept), written(self.values(field)));
        (kept != typed).then_some(kept)
    }

    /// The version a form was opened with, or the later one its writer has seen since and chose to write over. One that
    /// carries none counts as the version before all others.
    pub fn version(&self) -> i64 {
        let over = self.value(OVER);
        let known = if over.is_empty() { self.value("version") } else { over };
        known.parse().unwrap_or(0)
    }
}

/// Values as they are compared: browsers end lines in their own way, and people leave blanks.
fn written<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let values: Vec<String> = values.map(|value| base::text::nfc(&value.replace("\r\n", "\n"))).collect();
    values.join(", ")
}
