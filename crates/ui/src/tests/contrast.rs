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

#[test]
fn every_pair_can_be_read() {
    let normal = tokens(TOKENS.split("[data-theme").next().expect("a first block"));
    let mut high = normal.clone();
    high.extend(tokens(TOKENS.split("[data-contrast").nth(1).expect("a high contrast block")));
    assert!(normal.len() > 30, "tokens.css was read");
    let found: Vec<String> = [(&normal, "normal"), (&high, "high contrast")]
        .into_iter()
        .flat_map(|(tokens, scheme)| {
            [weak(tokens, TEXT, 4.5, scheme), weak(tokens, MARKS, 3.0, scheme)].concat()
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
