//! A page of a form as HTML, of the components every other screen is made of. It works without scripts.

use askama::Template;
use kernel::Result;
use ui::{Choice, FormState, Lang};

use crate::{
    answers::{Item, Sight, words},
    definition::{Field, Kind, Page, Pick},
};

#[derive(Template)]
#[template(path = "render/templates/fields.html")]
struct Fields<'a> {
    page: &'a ui::Page,
    form: &'a FormState,
    fields: Vec<Asked<'a>>,
}

/// A field as it is asked.
struct Asked<'a> {
    key: &'a str,
    label: &'a str,
    hint: &'a str,
    required: bool,
    how: How,
}

/// By what it is answered.
enum How {
    Line(Input),
    Lines,
    One(Vec<Choice>),
    Any(Vec<Choice>),
    /// It is worked out: what it comes to.
    Sum(String),
}

/// A line to type in.
struct Input {
    /// Of the element.
    kind: String,
    inputmode: &'static str,
    autocomplete: &'static str,
    width: &'static str,
}

/// The fields of a page that are asked, with what was typed. Of a page that repeats, of one time; `sight` sees its answers.
///
/// # Errors
/// None but those of the template.
pub fn fields(page: &ui::Page, sight: &Sight<'_>, asked: &Page, form: &FormState) -> Result<String> {
    let none = Item::new();
    let item = sight.own.map_or(&none, |(_, item)| item);
    let here = sight.on(asked, item);
    let fields = asked.fields.iter().filter(|field| here.asks_field(field));
    let fields = fields.map(|field| Asked::new(page.lang, &here, field)).collect();
    Ok(Fields { page, form, fields }.render()?)
}

impl<'a> Asked<'a> {
    fn new(lang: Lang, sight: &Sight<'_>, field: &'a Field) -> Self {
        let how = match &field.sum {
            Some(sum) => How::Sum(words(lang, &field.kind, &sum.value(sight))),
            None => How::of(lang, &field.kind),
        };
        let (label, hint) = (field.label.text(lang), field.hint.text(lang));
        Self { key: &field.key, label, hint, required: !field.optional, how }
    }
}

impl How {
    fn of(lang: Lang, kind: &Kind) -> Self {
        let line = |kind: &str, inputmode, autocomplete, width| {
            Self::Line(Input { kind: kind.to_owned(), inputmode, autocomplete, width })
        };
        let choices =
            |picks: &[Pick]| picks.iter().map(|p| Choice::new(&p.key, p.label.text(lang))).collect();
        match kind {
            Kind::Text { .. } => line("text", "", "", ""),
            Kind::Lines { .. } => Self::Lines,
            Kind::Number { decimals: 0, .. } => line("text", "numeric", "", "s"),
            Kind::Number { .. } => line("text", "decimal", "", "s"),
            Kind::Money => line("text", "numeric", "", "m"),
            Kind::Day => line("date", "", "", "s"),
            Kind::YesNo => Self::One(
                [("yes", "forms.yes"), ("no", "forms.no")]
                    .map(|(value, key)| Choice::new(value, ui::t(lang, key)))
                    .into(),
            ),
            Kind::Choice { picks } => Self::One(choices(picks)),
            Kind::Several { picks } => Self::Any(choices(picks)),
            Kind::CitizenNo | Kind::TaxNo | Kind::SocialNo => line("text", "numeric", "", "m"),
            Kind::Phone => line("tel", "tel", "tel", "m"),
            Kind::Email => line("email", "email", "email", "m"),
        }
    }
}
