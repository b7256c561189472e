use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One row of a field of rows: texts by the names of its fields.
pub type Row = BTreeMap<String, String>;

/// What an entry's declared fields hold. Empty ones are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, Value>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Rows(Vec<Row>),
}

impl Fields {
    /// As kept.
    ///
    /// # Errors
    /// When it is not what [`Fields::json`] wrote.
    pub fn parse(json: &str) -> serde_json::Result<Self> {
        let mut fields: Self = serde_json::from_str(json)?;
        fields.0.retain(|_, value| !matches!(value, Value::Text(text) if text.is_empty()));
        Ok(fields)
    }

    /// To be kept.
    ///
    /// # Errors
    /// None that is known: texts can always be written.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// The text of a field; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        match self.0.get(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The rows of a field.
    pub fn rows(&self, name: &str) -> &[Row] {
        match self.0.get(name) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// Whether the field holds nothing.
    pub fn is_empty(&self, name: &str) -> bool {
        !self.0.contains_key(name)
    }

    /// Puts a text into a field, or empties it.
    pub fn set(&mut self, name: &str, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), Value::Text(text));
        }
    }

    /// Puts rows into a field, or empties it.
    pub fn set_rows(&mut self, name: &str, rows: Vec<Row>) {
        if rows.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), Value::Rows(rows));
        }
    }

    /// With a text in a field.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.set(name, text);
        self
    }

    /// The texts of a field, those of its rows too: what the search finds an entry by.
    pub fn said(&self, name: &str) -> Vec<&str> {
        match self.0.get(name) {
            None => Vec::new(),
            Some(Value::Text(text)) => vec![text],
            Some(Value::Rows(rows)) => rows.iter().flat_map(|row| row.values().map(String::as_str)).collect(),
        }
    }
}
