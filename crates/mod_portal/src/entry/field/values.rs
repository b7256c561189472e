use std::collections::BTreeMap;

use base::Id;
use serde::{Deserialize, Serialize};

use super::{Field, Shape};
use crate::media::Item;

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
    pub fn said(&self, field: &Field) -> Vec<&str> {
        self.held(field, |field| !field.is_choice())
    }

    /// What the fields of a kind name of the library.
    pub fn media(&self, fields: &[Field]) -> Vec<Id<Item>> {
        let names = |field: &Field| matches!(field.shape, Shape::Picture | Shape::File);
        fields.iter().flat_map(|field| self.held(field, names)).filter_map(|text| text.parse().ok()).collect()
    }

    /// What a field holds, or the columns of its rows, as far as they are of this sort.
    fn held(&self, field: &Field, sort: impl Fn(&Field) -> bool) -> Vec<&str> {
        match field.shape {
            Shape::Rows(columns) => {
                let columns: Vec<&Field> = columns.iter().filter(|column| sort(column)).collect();
                let texts = |row| columns.iter().filter_map(move |column| Row::get(row, column.name));
                self.rows(field.name).iter().flat_map(texts).map(String::as_str).collect()
            }
            _ if sort(field) && !self.is_empty(field.name) => vec![self.text(field.name)],
            _ => Vec::new(),
        }
    }
}
