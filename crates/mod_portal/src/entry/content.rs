//! What an entry says. Pure: no database, no clock.

use base::{Id, Timestamp};
use ui::{FormState, Lang, Message, t};

use super::{
    field::{Field, Fields, Shape},
    kind::{ARTICLE, Kind, Order, Part},
    relation,
    tongue::Tongue,
};
use crate::media::Item;

/// What an entry says: one revision of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// What it is.
    pub kind: &'static Kind,
    /// Heading.
    pub title: String,
    /// The paragraph that leads in (sapô) and stands in lists.
    pub summary: String,
    /// The text, in the marks of [`super::body`].
    pub body: String,
    /// The language it is written in.
    pub lang: Tongue,
    /// What its kind declares besides.
    pub fields: Fields,
}

impl Default for Content {
    fn default() -> Self {
        Self::of(&ARTICLE)
    }
}

impl Content {
    /// One of this kind that says nothing yet.
    pub fn of(kind: &'static Kind) -> Self {
        let (title, summary, body) = Default::default();
        Self { kind, title, summary, body, lang: Tongue::VI, fields: Fields::default() }
    }

    /// The title as it stands in the address.
    pub fn slug(&self) -> String {
        let slug = base::text::title_slug(&self.title, 80);
        if slug.is_empty() { "bai-viet".to_owned() } else { slug }
    }

    /// What readers must be told and is still missing: what its kind requires, and what a picture shows. `short` is the end
    /// of the address it is read at.
    pub fn missing(&self, lang: Lang, short: &str) -> Vec<(String, Message)> {
        let parts = [
            ("title", Part::Required, &self.title, "portal.entry.wrong.title"),
            ("summary", self.kind.summary, &self.summary, "portal.entry.wrong.summary"),
            ("body", self.kind.body, &self.body, "portal.entry.wrong.body"),
        ];
        let parts = parts.into_iter().filter(|(_, part, text, _)| *part == Part::Required && text.is_empty());
        let mut missing: Vec<_> =
            parts.map(|(field, _, _, key)| (field.to_owned(), Message::new(key))).collect();
        let mut miss = |at: String, field: &Field| {
            let label = t(lang, &field.key(self.kind.name)).to_lowercase();
            missing.push((at, Message::new("portal.entry.wrong.missing").with("field", label)));
        };
        for field in self.kind.fields {
            let asked = field.required && !matches!(field.shape, Shape::Derived(..));
            if asked && self.fields.is_empty(field.name) {
                miss(field.name.to_owned(), field);
            }
            let Shape::Rows(columns) = field.shape else { continue };
            for (n, row) in self.fields.rows(field.name).iter().enumerate() {
                for column in columns.iter().filter(|c| c.required && !row.contains_key(c.name)) {
                    miss(format!("{}.{n}.{}", field.name, column.name), column);
                }
            }
        }
        for field in self.kind.fields {
            let first = field.not_before.and_then(|first| self.kind.fields.iter().find(|f| f.name == first));
            let Some(first) = first else { continue };
            // Days and hours are kept so that their texts lie as they do.
            let (from, until) = (self.fields.text(first.name), self.fields.text(field.name));
            if !until.is_empty() && until < from {
                let label = t(lang, &first.key(self.kind.name)).to_lowercase();
                let message = Message::new("portal.entry.wrong.not_before").with("first", label);
                missing.push((field.name.to_owned(), message));
            }
        }
        if let Some((row, column)) = relation::cites_itself(self, short) {
            let at = format!("{}.{row}.{column}", relation::FIELD.name);
            missing.push((at, Message::new("portal.entry.wrong.itself")));
        }
        let bare = super::body::undescribed(&self.body);
        if bare > 0 {
            missing.push(("body".to_owned(), Message::new("portal.entry.wrong.body_alt").with("n", bare)));
        }
        if !self.fields.is_empty("picture") && self.fields.is_empty("picture_alt") {
            missing.push(("picture_alt".to_owned(), Message::new("portal.entry.wrong.picture_alt")));
        }
        missing
    }

    /// What it names of the library.
    pub fn media(&self) -> Vec<Id<Item>> {
        let mut named = super::body::media(&self.body);
        for id in self.fields.media(self.kind.fields) {
            if !named.contains(&id) {
                named.push(id);
            }
        }
        named
    }

    /// Where it stands in lists, as text that sorts: by what its kind says, else by its publication.
    pub fn place(&self, published: Timestamp) -> String {
        let named = match self.kind.order {
            Order::Newest => String::new(),
            Order::Latest(field) | Order::Coming(field) => self.fields.text(field).to_owned(),
            Order::Rank(field) => format!("{:0>12}", self.fields.text(field)),
        };
        if named.is_empty() { published.0.to_string() } else { named }
    }

    /// As a form that opens filled in.
    pub fn to_form(&self) -> FormState {
        let mut form = FormState::default()
            .with("kind", self.kind.name)
            .with("title", &self.title)
            .with("summary", &self.summary)
            .with("body", &self.body)
            .with("lang", self.lang.code());
        for field in self.kind.fields {
            match field.shape {
                Shape::Rows(_) => {
                    for (n, row) in self.fields.rows(field.name).iter().enumerate() {
                        for (column, text) in row {
                            form = form.with(&format!("{}.{n}.{column}", field.name), text);
                        }
                    }
                }
                Shape::Derived(..) => {}
                _ => form = form.with(field.name, self.fields.text(field.name)),
            }
        }
        form
    }
}
