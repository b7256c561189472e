//! Licence expressions as they stand in `Cargo.toml` (SPDX, annex D), and whether a set of licences satisfies them.

use anyhow::{Result, bail};

/// Whether someone who accepts only the `allowed` licences may use what is offered under `expression`. `OR` offers a
/// choice, `AND` asks for all; the slash of old manifests is an `OR`. `X WITH exception` is allowed as itself, or
/// where plain `X` is: an exception only gives more rights.
///
/// Errors: an expression that cannot be read.
pub fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Result<bool> {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut parser = Parser { words: spaced.split_whitespace().peekable(), allowed };
    let Some(result) = parser.any() else { bail!("not a licence expression: `{expression}`") };
    if parser.words.next().is_some() {
        bail!("not a licence expression: `{expression}`");
    }
    Ok(result)
}

struct Parser<'a, I: Iterator<Item = &'a str>> {
    words: std::iter::Peekable<I>,
    allowed: &'a dyn Fn(&str) -> bool,
}

impl<'a, I: Iterator<Item = &'a str>> Parser<'a, I> {
    /// Terms joined by `OR`. `None` where the text is no expression.
    fn any(&mut self) -> Option<bool> {
        let mut result = self.all()?;
        while self.words.next_if_eq(&"OR").is_some() {
            result |= self.all()?;
        }
        Some(result)
    }

    /// Factors joined by `AND`, which binds more closely.
    fn all(&mut self) -> Option<bool> {
        let mut result = self.one()?;
        while self.words.next_if_eq(&"AND").is_some() {
            result &= self.one()?;
        }
        Some(result)
    }

    fn one(&mut self) -> Option<bool> {
        let word = self.words.next()?;
        match word {
            "(" => {
                let inner = self.any()?;
                (self.words.next()? == ")").then_some(inner)
            }
            ")" | "OR" | "AND" | "WITH" => None,
            licence => {
                let plain = (self.allowed)(licence);
                if self.words.next_if_eq(&"WITH").is_some() {
                    let exception = self.words.next()?;
                    return Some(plain || (self.allowed)(&format!("{licence} WITH {exception}")));
                }
                Some(plain)
            }
        }
    }
}

#[cfg(test)]
mod tests;
