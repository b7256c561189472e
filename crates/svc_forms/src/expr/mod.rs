//! The small language of conditions and sums: `tuoi >= 14 and noi_o = 'xa'`, `sum(con.tien) * 2`.
//!
//! Whoever builds a form writes it; it is read when a definition is saved and refused with the place of the mistake. It
//! reads answers and nothing else, ends always, and never fails: what cannot be worked out is nothing, and nothing
//! fulfils no condition.
//!
//! | Written | Means |
//! |---|---|
//! | `ho_ten`, `con.tuoi` | the answer to a field; of a group that repeats, all of its answers |
//! | `3`, `2.5`, `'xa'`, `yes`, `no`, `2026-03-02` | a number, words or the key of a choice, yes and no, a day |
//! | `+ - * /` | sums; of days, so many days later or between |
//! | `= <> < <= > >=` | comparisons of things of one kind |
//! | `and or not` | of conditions |
//! | `filled(x)`, `count(x)`, `sum(x)`, `least(x)`, `most(x)`, `round(x)` | whether anything was answered; how many; the sum, least and most of several; to whole numbers, halves up |
//! | `has(x, 'key')` | whether a choice of several was made |
//! | `years(a, b)`, `today()` | whole years from one day to another; the day on which it is asked |

mod eval;
mod parse;

use std::{fmt, str::FromStr};

use base::LocalDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::value::Value;

pub use parse::{Mistake, MistakeKind};

/// Longest expression, in bytes.
pub const LONGEST: usize = 1_000;
/// How deep brackets may stand in each other.
const DEEPEST: usize = 40;

/// An expression, read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expr {
    text: String,
    node: Node,
}

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Fixed(Value),
    /// A field's answer, perhaps of a group.
    Field(Option<String>, String),
    Not(Box<Node>),
    Minus(Box<Node>),
    Two(Operator, Box<Node>, Box<Node>),
    Call(Function, Vec<Node>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Plus,
    Minus,
    Times,
    Over,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    Filled,
    Count,
    Sum,
    Least,
    Most,
    Round,
    Has,
    Years,
    Today,
}

/// Where an expression finds the answers.
pub trait Answers {
    /// The answer to a field; of a group (`group.field`), all of its answers, as [`Value::Many`].
    fn answer(&self, group: Option<&str>, field: &str) -> Value;
    /// The day on which it is asked.
    fn today(&self) -> LocalDate;
}

impl Expr {
    /// What it comes to.
    pub fn value(&self, answers: &impl Answers) -> Value {
        self.node.value(answers)
    }

    /// Whether the condition holds.
    pub fn holds(&self, answers: &impl Answers) -> bool {
        self.value(answers).holds()
    }

    /// The fields it speaks of, with their groups.
    pub fn fields(&self) -> Vec<(Option<&str>, &str)> {
        let mut fields = Vec::new();
        self.node.fields(&mut fields);
        fields
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Node {
    fn fields<'a>(&'a self, into: &mut Vec<(Option<&'a str>, &'a str)>) {
        match self {
            Self::Fixed(_) => {}
            Self::Field(group, field) => into.push((group.as_deref(), field)),
            Self::Not(one) | Self::Minus(one) => one.fields(into),
            Self::Two(_, a, b) => {
                a.fields(into);
                b.fields(into);
            }
            Self::Call(_, of) => of.iter().for_each(|one| one.fields(into)),
        }
    }
}

impl FromStr for Expr {
    type Err = Mistake;
    fn from_str(text: &str) -> Result<Self, Mistake> {
        Ok(Self { text: text.to_owned(), node: parse::parse(text)? })
    }
}

impl TryFrom<String> for Expr {
    type Error = Mistake;
    fn try_from(text: String) -> Result<Self, Mistake> {
        text.parse()
    }
}

impl From<Expr> for String {
    fn from(expr: Expr) -> Self {
        expr.text
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A number as it is written; nothing for anything else.
fn number(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).ok()
}

#[cfg(test)]
mod tests;
