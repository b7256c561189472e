//! Working expressions out. What cannot be is nothing.

use std::cmp::Ordering;

use base::LocalDate;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive as _};

use super::{Answers, Function, Node, Operator};
use crate::value::Value;

impl Node {
    pub(super) fn value(&self, answers: &impl Answers) -> Value {
        match self {
            Self::Fixed(value) => value.clone(),
            Self::Field(group, field) => answers.answer(group.as_deref(), field),
            Self::Not(one) => match one.value(answers) {
                Value::Yes(yes) => Value::Yes(!yes),
                _ => Value::Nothing,
            },
            Self::Minus(one) => match one.value(answers) {
                Value::Number(number) => Value::Number(-number),
                _ => Value::Nothing,
            },
            Self::Two(operator, a, b) => operator.value(a, b, answers),
            Self::Call(function, of) => {
                let of: Vec<Value> = of.iter().map(|one| one.value(answers)).collect();
                function.value(&of, answers.today())
            }
        }
    }
}

impl Operator {
    fn value(self, a: &Node, b: &Node, answers: &impl Answers) -> Value {
        let a = a.value(answers);
        match self {
            // What was not answered is no reason for a condition to hold, nor for one that does not need it to fail.
            Self::Or => return Value::Yes(a.holds() || b.value(answers).holds()),
            Self::And => return Value::Yes(a.holds() && b.value(answers).holds()),
            _ => {}
        }
        let b = b.value(answers);
        let compared = |fits: fn(Ordering) -> bool| Value::Yes(a.compare(&b).is_some_and(fits));
        match self {
            Self::Or | Self::And => Value::Nothing,
            Self::Equal => compared(Ordering::is_eq),
            Self::Unequal => compared(Ordering::is_ne),
            Self::Less => compared(Ordering::is_lt),
            Self::AtMost => compared(Ordering::is_le),
            Self::More => compared(Ordering::is_gt),
            Self::AtLeast => compared(Ordering::is_ge),
            Self::Plus | Self::Minus | Self::Times | Self::Over => self.sum(&a, &b).unwrap_or(Value::Nothing),
        }
    }

    fn sum(self, a: &Value, b: &Value) -> Option<Value> {
        Some(match (self, a, b) {
            (Self::Plus, Value::Number(a), Value::Number(b)) => Value::Number(a.checked_add(*b)?),
            (Self::Minus, Value::Number(a), Value::Number(b)) => Value::Number(a.checked_sub(*b)?),
            (Self::Times, Value::Number(a), Value::Number(b)) => Value::Number(a.checked_mul(*b)?),
            (Self::Over, Value::Number(a), Value::Number(b)) => Value::Number(a.checked_div(*b)?),
            (Self::Plus, Value::Day(day), Value::Number(days)) => Value::Day(later(*day, *days)?),
            (Self::Minus, Value::Day(day), Value::Number(days)) => Value::Day(later(*day, -*days)?),
            (Self::Minus, Value::Day(a), Value::Day(b)) => Value::from((a.0 - b.0).whole_days()),
            _ => return None,
        })
    }
}

/// Days a form may count with: some ten thousand years would end beyond the calendar.
const FARTHEST: i64 = 100_000;

fn later(day: LocalDate, days: Decimal) -> Option<LocalDate> {
    let days = days.to_i64().filter(|whole| whole.abs() <= FARTHEST && days.is_integer())?;
    day.0.checked_add(time::Duration::days(days)).map(LocalDate)
}

impl Function {
    fn value(self, of: &[Value], today: LocalDate) -> Value {
        match (self, of) {
            (Self::Filled, [one]) => Value::Yes(one.is_filled()),
            (Self::Count, [Value::Many(many)]) => {
                Value::from(many.iter().filter(|one| one.is_filled()).count() as i64)
            }
            (Self::Count, [one]) => Value::from(i64::from(one.is_filled())),
            (Self::Sum, [Value::Many(many)]) => {
                let sum = numbers(many).try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one));
                sum.map_or(Value::Nothing, Value::Number)
            }
            (Self::Least, [Value::Many(many)]) => extreme(many, Ordering::Less),
            (Self::Most, [Value::Many(many)]) => extreme(many, Ordering::Greater),
            // Of one thing, it is the sum, the least and the most.
            (Self::Sum | Self::Least | Self::Most, [one]) => one.clone(),
            (Self::Round, [Value::Number(number)]) => {
                Value::Number(number.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
            }
            (Self::Has, [Value::Many(many), key]) => Value::Yes(many.contains(key)),
            (Self::Has, [one, key]) => Value::Yes(one == key),
            (Self::Years, [Value::Day(from), Value::Day(to)]) => Value::from(years(*from, *to)),
            (Self::Today, []) => Value::Day(today),
            _ => Value::Nothing,
        }
    }
}

fn numbers(many: &[Value]) -> impl Iterator<Item = Decimal> {
    many.iter().filter_map(|one| match one {
        Value::Number(number) => Some(*number),
        _ => None,
    })
}

/// The least or the most of what can be compared.
fn extreme(many: &[Value], wanted: Ordering) -> Value {
    let filled = many.iter().filter(|one| one.is_filled());
    let found = filled.reduce(|best, one| if one.compare(best) == Some(wanted) { one } else { best });
    found.cloned().unwrap_or(Value::Nothing)
}

/// Whole years from one day to another, as ages are counted: complete on the birthday; of 29 February, on 1 March.
fn years(from: LocalDate, to: LocalDate) -> i64 {
    let (a, b) = (from.0, to.0);
    let before = (b.month() as u8, b.day()) < (a.month() as u8, a.day());
    i64::from(b.year()) - i64::from(a.year()) - i64::from(before)
}
