//! What is typed about an item, turned into what is kept.

use ui::{FormState, Message};

use super::model::{ALT_MAX, CAPTION_MAX, CREDIT_MAX, Details, Focus, TITLE_MAX};
use crate::entry::form::one_line;

/// What is said about an item. A picture's description is asked for by the acts: they know whether it is one.
pub fn details(form: &mut FormState) -> Details {
    let mut line = |field: &str, max: usize| {
        let text = one_line(&form.text(field));
        let over = text.chars().count().saturating_sub(max);
        if over > 0 {
            form.reject(field, Message::new("portal.entry.wrong.long").with("max", max).with("over", over));
        }
        text
    };
    let (title, alt) = (line("title", TITLE_MAX), line("alt", ALT_MAX));
    let (caption, credit) = (line("caption", CAPTION_MAX), line("credit", CREDIT_MAX));
    let focus = match form.value("focus") {
        "" => Focus::default(),
        typed => Focus::parse(typed).unwrap_or_else(|| {
            form.reject("focus", "portal.entry.wrong.choice");
            Focus::default()
        }),
    };
    Details { title, alt, caption, credit, focus, is_shared: form.has("is_shared", "1") }
}

/// As a form that opens filled in.
pub fn filled(details: &Details) -> FormState {
    FormState::default()
        .with("title", &details.title)
        .with("alt", &details.alt)
        .with("caption", &details.caption)
        .with("credit", &details.credit)
        .with("focus", details.focus.code())
        .with("is_shared", if details.is_shared { "1" } else { "" })
}
