use base::LocalDate;

use super::kept::{Answers, Item, value};
use crate::{
    definition::{Definition, Field, Page},
    expr::{self, Expr},
    value::Value,
};

/// What conditions and sums see of the answers: those of the form, and of the time of a group that is being answered.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    /// The form.
    pub form: &'a Definition,
    /// All answers.
    pub answers: &'a Answers,
    /// The page that is being answered, and its answers: bare keys of a group mean these.
    pub own: Option<(&'a Page, &'a Item)>,
    /// The day on which it is asked.
    pub today: LocalDate,
}

impl<'a> Sight<'a> {
    /// Of the whole form.
    pub const fn new(form: &'a Definition, answers: &'a Answers, today: LocalDate) -> Self {
        Self { form, answers, own: None, today }
    }

    /// With one page's answers before those that are kept.
    #[must_use]
    pub const fn on(self, page: &'a Page, item: &'a Item) -> Self {
        Self { own: Some((page, item)), ..self }
    }

    /// Whether a page is asked.
    pub fn asks(&self, page: &Page) -> bool {
        holds(page.when.as_ref(), self)
    }

    /// Whether a field of a page that is asked is asked or shown.
    pub fn asks_field(&self, field: &Field) -> bool {
        holds(field.when.as_ref(), self)
    }

    /// The pages that are asked, in their order.
    pub fn pages(&self) -> impl Iterator<Item = &'a Page> {
        self.form.pages.iter().filter(|page| self.asks(page))
    }

    /// The answer to a field among these; what is worked out is. Nothing where it is not asked.
    fn of(&self, page: &Page, field: &Field, item: &Item) -> Value {
        let here = Sight { own: Some((page, item)), ..*self };
        if !here.asks_field(field) {
            return Value::Nothing;
        }
        match &field.sum {
            Some(sum) => sum.value(&here),
            None => item.get(&field.key).map_or(Value::Nothing, |answer| value(&field.kind, answer)),
        }
    }
}

fn holds(when: Option<&Expr>, sight: &Sight<'_>) -> bool {
    when.is_none_or(|when| when.holds(sight))
}

impl expr::Answers for Sight<'_> {
    fn answer(&self, group: Option<&str>, key: &str) -> Value {
        let field_of = |page: &'_ Page| page.fields.iter().position(|field| field.key == key);
        if let Some(group) = group {
            let Some(page) = self.form.page(group).filter(|page| page.repeat.is_some()) else {
                return Value::Nothing;
            };
            let Some(field) = field_of(page).map(|at| &page.fields[at]) else { return Value::Nothing };
            if !self.asks(page) {
                return Value::Nothing;
            }
            let items = self.answers.groups.get(group).map(Vec::as_slice).unwrap_or_default();
            return Value::Many(items.iter().map(|item| self.of(page, field, item)).collect());
        }
        if let Some((page, item)) = self.own
            && let Some(at) = field_of(page)
        {
            return self.of(page, &page.fields[at], item);
        }
        let mut once = self.form.pages.iter().filter(|page| page.repeat.is_none());
        let found = once.find_map(|page| Some((page, &page.fields[field_of(page)?])));
        match found {
            Some((page, field)) if self.asks(page) => self.of(page, field, &self.answers.fields),
            _ => Value::Nothing,
        }
    }

    fn today(&self) -> LocalDate {
        self.today
    }
}
