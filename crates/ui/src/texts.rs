//! Screen texts by key. Each crate brings `locales/vi.toml` and `locales/en.toml`, so that officers may reword a
//! screen without a programmer.

use std::{collections::HashMap, fmt::Write as _, sync::LazyLock};

use parking_lot::RwLock;

use crate::Lang;

/// The texts of one crate: TOML tables whose nested keys joined by `.` are the text keys.
#[derive(Clone, Copy, Debug)]
pub struct Locale {
    /// Contents of `locales/vi.toml`.
    pub vi: &'static str,
    /// Contents of `locales/en.toml`.
    pub en: &'static str,
}

type Texts = HashMap<String, [Option<&'static str>; 2]>;

static TEXTS: LazyLock<RwLock<Texts>> = LazyLock::new(RwLock::default);

/// Makes a crate's texts available. Installing the same texts again changes nothing.
///
/// # Errors
/// The TOML parser's message, when a file is not valid.
pub fn install(locale: Locale) -> Result<(), String> {
    for (lang, source) in [(Lang::Vi, locale.vi), (Lang::En, locale.en)] {
        let table: toml::Table = source.parse().map_err(|e: toml::de::Error| e.to_string())?;
        add(&mut TEXTS.write(), lang, "", &table);
    }
    Ok(())
}

fn add(texts: &mut Texts, lang: Lang, prefix: &str, table: &toml::Table) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(inner) => add(texts, lang, &key, inner),
            toml::Value::String(text) => {
                let known = &mut texts.entry(key).or_default()[lang as usize];
                // Texts live as long as the program, so each is kept once and handed out without copying.
                if known.is_none_or(|old| old != text) {
                    *known = Some(Box::leak(text.clone().into_boxed_str()));
                }
            }
            _ => {}
        }
    }
}

/// The text of a key. Falls back to Vietnamese, then to the key itself, so that a page with a missing text is
/// still a page; `cargo xtask tidy` keeps that from happening.
pub fn t(lang: Lang, key: &str) -> &str {
    let texts = TEXTS.read();
    texts.get(key).and_then(|t| t[lang as usize].or(t[Lang::Vi as usize])).unwrap_or(key)
}

/// The text of a key put together from data, if there is such a text.
pub fn known(lang: Lang, key: &str) -> Option<&'static str> {
    TEXTS.read().get(key).and_then(|t| t[lang as usize].or(t[Lang::Vi as usize]))
}

/// The text of a key with each `{name}` replaced by its value.
pub fn fill(lang: Lang, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    let mut rest = t(lang, key);
    let mut filled = String::with_capacity(rest.len() + 16);
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let known = rest.find('}').and_then(|close| {
            let name = &rest[1..close];
            values.iter().find(|(n, _)| *n == name).map(|(_, value)| (close, value))
        });
        match known {
            Some((close, value)) => {
                let _ = write!(filled, "{value}");
                rest = &rest[close + 1..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}
