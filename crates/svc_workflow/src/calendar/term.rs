//! How long something may take, as procedures state it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// In what a term is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days on which work is done, make-up days among them.
    WorkingDay,
    /// Days of the calendar.
    CalendarDay,
    /// Hours within working sessions.
    WorkingHour,
    /// Months by day number.
    Month,
}

/// The text names no unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown unit: expected wd, day, hour or month")]
pub struct UnknownUnit;

/// A unit as the command line writes it: `wd`, `day`, `hour` or `month`.
///
/// # Errors
/// [`UnknownUnit`] for anything else.
pub fn parse_unit(text: &str) -> Result<Unit, UnknownUnit> {
    match text.trim() {
        "wd" => Ok(Unit::WorkingDay),
        "day" => Ok(Unit::CalendarDay),
        "hour" => Ok(Unit::WorkingHour),
        "month" => Ok(Unit::Month),
        _ => Err(UnknownUnit),
    }
}

/// The quantity or its combination with a unit means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// Not a number in steps of one half.
    #[error("not a quantity: expected a number in steps of 0.5, such as 3 or 0.5")]
    NotAQuantity,
    /// More than [`Quantity::MAX`].
    #[error("quantity too large: at most {}", Quantity::MAX)]
    TooLarge,
    /// Halves of a calendar day or of a month.
    #[error("halves exist only of working days and working hours")]
    Half,
    /// Zero of anything but working days.
    #[error("zero is allowed only of working days, where it means the same day")]
    Zero,
}

impl TermError {
    /// Key of the sentence for the person who wrote it; `{max}` in it is [`Quantity::MAX`].
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NotAQuantity => "workflow.term.not_a_quantity",
            Self::TooLarge => "workflow.term.too_large",
            Self::Half => "workflow.term.half",
            Self::Zero => "workflow.term.zero",
        }
    }
}

/// How many: whole or half, from 0 to [`Quantity::MAX`]. Written `3` or `0.5`, and read also as `0,5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quantity {
    halves: u32,
}

impl Quantity {
    /// The largest quantity: longer terms than this many hours, days or months are mistakes of input.
    pub const MAX: u32 = 5000;

    /// `n` whole units.
    ///
    /// # Errors
    /// [`TermError::TooLarge`] above [`Quantity::MAX`].
    pub fn whole(n: u32) -> Result<Self, TermError> {
        Self::from_halves(n.checked_mul(2).ok_or(TermError::TooLarge)?)
    }

    /// `n` half units: 3 is 1.5.
    ///
    /// # Errors
    /// [`TermError::TooLarge`] above [`Quantity::MAX`].
    pub fn from_halves(n: u32) -> Result<Self, TermError> {
        if n > Self::MAX * 2 { Err(TermError::TooLarge) } else { Ok(Self { halves: n }) }
    }

    /// In half units.
    pub const fn halves(self) -> u32 {
        self.halves
    }

    /// Whether half a unit remains beside the whole ones.
    pub const fn has_half(self) -> bool {
        self.halves % 2 == 1
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.halves / 2, if self.has_half() { ".5" } else { "" })
    }
}

impl FromStr for Quantity {
    type Err = TermError;
    fn from_str(text: &str) -> Result<Self, TermError> {
        let text = text.trim();
        let (whole, half) = match text.split_once(['.', ',']) {
            None => (text, 0),
            Some((whole, "0")) => (whole, 0),
            Some((whole, "5")) => (whole, 1),
            Some(_) => return Err(TermError::NotAQuantity),
        };
        if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
            return Err(TermError::NotAQuantity);
        }
        let whole: u32 = whole.parse().map_err(|_| TermError::TooLarge)?;
        Self::from_halves(Self::whole(whole)?.halves + half)
    }
}

impl TryFrom<String> for Quantity {
    type Error = TermError;
    fn try_from(text: String) -> Result<Self, TermError> {
        text.parse()
    }
}

impl From<Quantity> for String {
    fn from(quantity: Quantity) -> Self {
        quantity.to_string()
    }
}

/// How long something may take. Zero working days is a same-day procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Term {
    quantity: Quantity,
    unit: Unit,
}

#[derive(Deserialize)]
struct Stored {
    quantity: Quantity,
    unit: Unit,
}

impl TryFrom<Stored> for Term {
    type Error = TermError;
    fn try_from(stored: Stored) -> Result<Self, TermError> {
        Self::new(stored.quantity, stored.unit)
    }
}

impl Term {
    /// A term of this quantity and unit.
    ///
    /// # Errors
    /// [`TermError::Half`] for halves of calendar days and months, [`TermError::Zero`] for zero of anything but
    /// working days.
    pub fn new(quantity: Quantity, unit: Unit) -> Result<Self, TermError> {
        match unit {
            Unit::CalendarDay | Unit::Month if quantity.has_half() => Err(TermError::Half),
            Unit::CalendarDay | Unit::Month | Unit::WorkingHour if quantity.halves == 0 => {
                Err(TermError::Zero)
            }
            _ => Ok(Self { quantity, unit }),
        }
    }

    /// How many.
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// Of what.
    pub const fn unit(&self) -> Unit {
        self.unit
    }
}
