//! What a field holds once it is read: the few kinds of things that conditions and sums speak of.

use std::cmp::Ordering;

use base::LocalDate;
use rust_decimal::Decimal;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing was answered, or nothing can be said.
    Nothing,
    /// Yes or no.
    Yes(bool),
    /// A number: counted, measured, or money in đồng.
    Number(Decimal),
    /// Words, or the key of a choice.
    Text(String),
    /// A day.
    Day(LocalDate),
    /// Several, as of a group that repeats or of several choices.
    Many(Vec<Value>),
}

impl Value {
    /// Whether a condition that comes to this holds.
    pub const fn holds(&self) -> bool {
        matches!(self, Self::Yes(true))
    }

    /// Whether anything was answered.
    pub fn is_filled(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Text(text) => !text.is_empty(),
            Self::Many(many) => many.iter().any(Self::is_filled),
            Self::Yes(_) | Self::Number(_) | Self::Day(_) => true,
        }
    }

    /// How two values of one kind stand to each other; nothing for others: they are neither alike nor apart.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Yes(a), Self::Yes(b)) => Some(a.cmp(b)),
            (Self::Number(a), Self::Number(b)) => Some(a.cmp(b)),
            (Self::Day(a), Self::Day(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
