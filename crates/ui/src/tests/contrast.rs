//! Every text and its background, in both schemes and with high contrast, reach 4.5 to 1 (WCAG 2.2, 1.4.3); marks
//! and edges that carry meaning reach 3 to 1 (1.4.11).

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../../../web/src/tokens.css");

/// Text roles and the backgrounds they are set on. A component with a new pair adds it here.
const TEXT: &[(&str, &[&str])] = &[
    (
        "ink",
        &["paper", "surface", "mist", "tea-50", "tea-100", "gold-100", "river-100", "lacquer-100", "mark"],
    ),
    ("ink-2", &["paper", "surface", "mist", "tea-50", "tea-100"]),
    ("tea-700", &["paper", "surface", "mist", "tea-50", "tea-100", "gold-100", "mark"]),
    ("tea-high", &["paper", "surface", "mist", "tea-50", "tea-100", "gold-100", "mark"]),
    ("tea-800", &["paper", "surface", "sky"]),
    ("lacquer-700", &["paper", "surface", "mist", "tea-50", "lacquer-100"]),
    ("gold-600", &["paper", "surface", "mist", "tea-50", "gold-100"]),
    ("river-700", &["paper", "surface", "tea-50", "river-100"]),
    ("on-dark", &["tea-900", "rail-current"]),
    ("on-dark-2", &["tea-900"]),
    ("on-tea", &["tea-700", "tea-800", "tea-600"]),
    ("on-lacquer", &["lacquer-700"]),
];

/// Edges of fields and marks that must be seen to understand.
const MARKS: &[(&str, &[&str])] =
    &[("edge", &["paper", "surface"]), ("gold-400", &["tea-900"]), ("tea-700", &["paper", "surface"])];

type Colour = [u8; 3];

fn colour(text: &str) -> Colour {
    let hex = text.trim().trim_start_matches('#');
    [0, 2, 4].map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour of six hexadecimal digits"))
}

/// The tokens of one block: name to its light and dark colour.
fn tokens(block: &str) -> HashMap<String, [Colour; 2]> {
    block
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "))
        .filter_map(|(name, value)| {
            let value = value.split(';').next()?;
            let both = match value.strip_prefix("light-dark(") {
                Some(inner) => {
                    inner.trim_end_matches(')').split_once(", ").map(|(a, b)| [colour(a), colour(b)])?
                }
                None if value.starts_with('#') => [colour(value); 2],
                None => return None,
            };
            Some((name.to_owned(), both))
        })
        .collect()
}

fn luminance(colour: Colour) -> f64 {
    let [r, g, b] = colour.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn weak(
    tokens: &HashMap<String, [Colour; 2]>,
    pairs: &[(&str, &[&str])],
    least: f64,
    scheme: &str,
) -> Vec<String> {
    let mut weak = Vec::new();
    for (front, backs) in pairs {
        for back in *backs {
            for (i, light) in ["light", "dark"].iter().enumerate() {
                let ratio = contrast(tokens[*front][i], tokens[*back][i]);
                if ratio < least {
                    weak.push(format!("{scheme} {light}: {front} on {back} is {ratio:.2}"));
                }
            }
        }
    }
    weak
}

/// The block of a selector, as it stands between its braces.
fn block(selector: &str) -> &'static str {
    let (_, after) = TOKENS.split_once(&format!("{selector} {{")).unwrap_or_else(|| panic!("{selector}"));
    after.split('}').next().unwrap_or_default()
}

/// What a block says in place of what was said before it, `var(--other)` being what `other` is by then.
fn over(earlier: &HashMap<String, [Colour; 2]>, selector: &str) -> HashMap<String, [Colour; 2]> {
    let mut all = earlier.clone();
    all.extend(tokens(block(selector)));
    for line in block(selector).lines() {
        let named = line.trim().strip_prefix("--").and_then(|line| line.split_once(": var(--"));
        if let Some((name, other)) = named {
            let other = other.split(')').next().unwrap_or_default();
            all.insert(name.to_owned(), all[other]);
        }
    }
    all
}

#[test]
fn every_pair_can_be_read_in_every_palette() {
    let usual = tokens(block(":root"));
    assert!(usual.len() > 30, "tokens.css was read");
    let mut found = Vec::new();
    for palette in crate::palette::ALL {
        let normal = match palette.name {
            "" => usual.clone(),
            name => over(&usual, &format!(":root[data-palette=\"{name}\"]")),
        };
        let high = over(&normal, ":root[data-contrast=\"more\"]");
        assert_eq!(normal["tea-900"][0], colour(palette.head), "{}: the head's colour", palette.name);
        for (tokens, scheme) in [(&normal, "normal"), (&high, "high contrast")] {
            let scheme = format!("{} {scheme}", palette.name);
            found.extend(weak(tokens, TEXT, 4.5, &scheme));
            found.extend(weak(tokens, MARKS, 3.0, &scheme));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A palette in the styles that no site can choose, or one to choose that is not in the styles, is a slip.
#[test]
fn palettes_are_those_of_the_styles() {
    let mut named: Vec<&str> =
        TOKENS.split("[data-palette=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    named.sort_unstable();
    let mut known: Vec<&str> = crate::palette::ALL.iter().map(|p| p.name).filter(|n| !n.is_empty()).collect();
    known.sort_unstable();
    assert_eq!(named, known);
}
