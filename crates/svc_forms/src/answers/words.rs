//! Answers in words, for whoever reads them: the check before sending, the officer, the printed form.

use base::Vnd;
use rust_decimal::prelude::ToPrimitive as _;
use ui::Lang;

use super::{kept::Item, sight::Sight};
use crate::{
    definition::{Kind, Page, Pick},
    expr::Answers as _,
    value::Value,
};

/// A value in words; nothing for none.
pub fn words(lang: Lang, kind: &Kind, value: &Value) -> String {
    let pick = |picks: &[Pick], key: &str| {
        let pick = picks.iter().find(|pick| pick.key == key);
        pick.map_or_else(|| key.to_owned(), |pick| pick.label.text(lang).to_owned())
    };
    match (kind, value) {
        (_, Value::Nothing) => String::new(),
        (_, Value::Yes(yes)) => ui::t(lang, if *yes { "forms.yes" } else { "forms.no" }).to_owned(),
        (Kind::Money, Value::Number(amount)) => {
            let amount = amount.round().to_i64().map(|amount| Vnd(amount).to_string());
            ui::fill(lang, "forms.money", &[("amount", &amount.unwrap_or_default())])
        }
        (_, Value::Number(number)) => match lang {
            Lang::Vi => number.normalize().to_string().replace('.', ","),
            Lang::En => number.normalize().to_string(),
        },
        (_, Value::Day(day)) => day.vn(),
        (Kind::Choice { picks }, Value::Text(key)) => pick(picks, key),
        (Kind::Phone, Value::Text(number)) => {
            number.strip_prefix("+84").map_or_else(|| number.clone(), |rest| format!("0{rest}"))
        }
        (_, Value::Text(text)) => text.clone(),
        (kind, Value::Many(many)) => {
            let picks = match kind {
                Kind::Several { picks } => picks.as_slice(),
                _ => &[],
            };
            let one = |one: &Value| match one {
                Value::Text(key) => pick(picks, key),
                other => words(lang, kind, other),
            };
            many.iter().map(one).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The questions of a page that are asked, each with its answer in words; of a page that repeats, of one time.
pub fn told(lang: Lang, sight: &Sight<'_>, page: &Page, item: &Item) -> Vec<(String, String)> {
    let here = sight.on(page, item);
    let asked = page.fields.iter().filter(|field| here.asks_field(field));
    asked
        .map(|field| {
            let value = here.answer(None, &field.key);
            (field.label.text(lang).to_owned(), words(lang, &field.kind, &value))
        })
        .collect()
}
