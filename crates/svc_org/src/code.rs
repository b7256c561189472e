//! The identification code of an agency, in the form of Decision 20/2020/QĐ-TTg and in the fixed one of
//! QCVN 102:2016/BTTTT before it.

use std::{fmt, str::FromStr};

use ui::Message;

/// Longest code Decision 20/2020 allows, in characters.
const LONGEST: usize = 35;

/// An agency's code in its one normal form: groups from the top down joined by `.`, without the zero groups by which
/// the older form filled up, `H55.242`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyCode(String);

/// Why a text is not an agency code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// Nothing was given.
    Empty,
    /// More than 35 characters.
    TooLong,
    /// The highest group is not a letter A–Y and two digits.
    Head,
    /// A lower group is empty or holds something else than capital letters and digits.
    Group,
    /// A zero group stands above a filled one: the level in between is missing.
    Gap,
}

impl CodeError {
    /// The sentence that says what to do.
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::Empty => "org.code.empty",
            Self::TooLong => "org.code.too_long",
            Self::Head => "org.code.head",
            Self::Group => "org.code.group",
            Self::Gap => "org.code.gap",
        })
    }
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().key())
    }
}

impl std::error::Error for CodeError {}

impl AgencyCode {
    /// Reads either form: `H55.242`, or `000.00.00.H55` with the highest group last. Lower case is accepted.
    ///
    /// # Errors
    /// [`CodeError`] says which rule is broken.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let text = text.trim().to_ascii_uppercase();
        if text.is_empty() {
            return Err(CodeError::Empty);
        }
        if text.chars().count() > LONGEST {
            return Err(CodeError::TooLong);
        }
        let mut groups: Vec<&str> = text.split('.').collect();
        let is_old = groups.len() == 4 && !is_head(groups[0]) && is_head(groups[3]);
        if is_old {
            // Widths are fixed: three characters for the lowest level, two for each above, three for the head.
            if groups[0].len() != 3 || groups[1].len() != 2 || groups[2].len() != 2 {
                return Err(CodeError::Group);
            }
            groups.reverse();
        }
        if !is_head(groups[0]) {
            return Err(CodeError::Head);
        }
        let lower = &groups[1..];
        if lower.iter().any(|g| g.is_empty() || !g.bytes().all(|b| b.is_ascii_alphanumeric())) {
            return Err(CodeError::Group);
        }
        let filled = lower.iter().rposition(|g| !is_zero(g)).map_or(0, |last| last + 1);
        if lower[..filled].iter().any(|g| is_zero(g)) {
            return Err(CodeError::Gap);
        }
        Ok(Self(groups[..=filled].join(".")))
    }

    /// The normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The highest group: a province (`H01`–`H63`), a ministry or another central body.
    pub fn head(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// The province's code, if a province is at the head.
    pub fn province(&self) -> Option<Self> {
        self.head().starts_with('H').then(|| Self(self.head().to_owned()))
    }

    /// The code one level up; none for the head itself.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('.').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// The 13 characters of QCVN 102:2016, if the code fits: at most three lower levels with the widths fixed there.
    pub fn old_form(&self) -> Option<String> {
        let mut groups = self.0.split('.').skip(1);
        let mut fit = |width: usize| match groups.next() {
            None => Some("0".repeat(width)),
            Some(group) if group.len() == width => Some(group.to_owned()),
            Some(_) => None,
        };
        let (second, third, fourth) = (fit(2)?, fit(2)?, fit(3)?);
        groups.next().is_none().then(|| format!("{fourth}.{third}.{second}.{}", self.head()))
    }
}

fn is_head(group: &str) -> bool {
    matches!(group.as_bytes(), [b'A'..=b'Y', b'0'..=b'9', b'0'..=b'9'])
}

fn is_zero(group: &str) -> bool {
    group.bytes().all(|b| b == b'0')
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AgencyCode {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}
