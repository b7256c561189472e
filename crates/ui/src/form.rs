use std::fmt::Display;

use crate::{Lang, fill, stale::Kept};

/// A sentence for a person, kept as key and values until the language of the reader is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    key: &'static str,
    values: Vec<(&'static str, String)>,
}

impl Message {
    /// A sentence without values.
    pub const fn new(key: &'static str) -> Self {
        Self { key, values: Vec::new() }
    }

    /// Fills `{name}` in the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// The key, for tests and logs.
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// The sentence in the reader's language.
    pub fn text(&self, lang: Lang) -> String {
        let values: Vec<(&str, &dyn Display)> =
            self.values.iter().map(|(n, v)| (*n, v as &dyn Display)).collect();
        fill(lang, self.key, &values)
    }
}

impl From<&'static str> for Message {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}

/// What is wrong with one field, and how to put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name; empty when the whole form is meant.
    pub field: String,
    /// What to do, said at the field and in the summary.
    pub message: Message,
}

/// A submitted form: every value as typed, so that nothing has to be typed twice, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState {
    pub(crate) values: Vec<(String, String)>,
    errors: Vec<FieldError>,
    pub(crate) kept: Option<Kept>,
}

impl FormState {
    /// A form as submitted. Values are kept exactly as typed.
    pub fn new(values: Vec<(String, String)>) -> Self {
        Self { values, ..Self::default() }
    }

    /// Puts a value into the form, replacing an earlier one: for forms that open filled in.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Display) -> Self {
        self.values.retain(|(name, _)| name != field);
        self.values.push((field.to_owned(), value.to_string()));
        self
    }

    /// The first value of a field as typed, or nothing.
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }

    /// Every value of a field: check boxes and multiple choices.
    pub fn values<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// Every field with its value, as typed.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether the field holds this value: for radio buttons, check boxes and selects.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.values(field).any(|v| v == value)
    }

    /// The value trimmed and NFC-composed, as it is stored.
    pub fn text(&self, field: &str) -> String {
        base::text::nfc(self.value(field))
    }

    /// As [`FormState::text`]; an empty value is recorded as an error with the given message.
    pub fn required(&mut self, field: &str, message: impl Into<Message>) -> String {
        let text = self.text(field);
        if text.is_empty() {
            self.reject(field, message);
        }
        text
    }

    /// Records what is wrong with a field. Use an empty name for the whole form.
    pub fn reject(&mut self, field: &str, message: impl Into<Message>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    /// What is wrong with a field, if anything.
    pub fn error(&self, field: &str) -> Option<&Message> {
        self.errors.iter().find(|e| e.field == field).map(|e| &e.message)
    }

    /// All that is wrong, in the order found: the error summary.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Whether nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.errors.is_empty()
    }
}
