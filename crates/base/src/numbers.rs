//! The numbers a person is known by. Each is parsed at the edge, kept in one form, and hides itself in logs.

use std::fmt;

use crate::LocalDate;

/// Whether a person is registered as male or female.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
}

impl Sex {
    /// The word in the database and in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    /// The sex with this word.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Male, Self::Female].into_iter().find(|sex| sex.key() == key)
    }
}

/// A text that is not the number it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

/// A personal number (số định danh cá nhân), 12 digits: three for the place of registration, one for sex and century of
/// birth, two for the year, six serial ones. It has no check digit; what it says of its holder is compared instead
/// ([`CitizenNo::fits`]).
#[derive(Clone, PartialEq, Eq)]
pub struct CitizenNo(String);

/// A tax number (mã số thuế): ten digits with a check digit, of a branch with `-NNN` behind; or a personal number.
#[derive(Clone, PartialEq, Eq)]
pub struct TaxNo(String);

/// A social insurance number (mã số BHXH), 10 digits.
#[derive(Clone, PartialEq, Eq)]
pub struct SocialNo(String);

/// A Vietnamese telephone number, kept as `+84…` (E.164).
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

/// The digits of what was typed, without the spaces, dots and hyphens people group them by.
fn digits(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace() && !".-()".contains(*c)).collect();
    plain.bytes().all(|b| b.is_ascii_digit()).then_some(plain)
}

impl CitizenNo {
    /// Reads a number as typed.
    ///
    /// # Errors
    /// [`NotANumber`] unless it has 12 digits, the first three of which name a place.
    pub fn parse(typed: &str) -> Result<Self, NotANumber> {
        let number = digits(typed).filter(|n| n.len() == 12 && !n.starts_with("000")).ok_or(NotANumber)?;
        Ok(Self(number))
    }

    /// All twelve digits.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The sex it says.
    pub fn sex(&self) -> Sex {
        if self.digit(3) % 2 == 0 { Sex::Male } else { Sex::Female }
    }

    /// The year of birth it says: the fourth digit counts centuries in pairs from 1900.
    pub fn year(&self) -> i32 {
        1900 + 100 * (self.digit(3) / 2) + 10 * self.digit(4) + self.digit(5)
    }

    /// Whether it fits what is known of its holder.
    pub fn fits(&self, born: Option<LocalDate>, sex: Option<Sex>) -> bool {
        born.is_none_or(|day| day.0.year() == self.year()) && sex.is_none_or(|sex| sex == self.sex())
    }

    fn digit(&self, at: usize) -> i32 {
        i32::from(self.0.as_bytes()[at] - b'0')
    }
}

/// Weights of the first nine digits of a tax number; the tenth makes the sum.
const TAX_WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

impl TaxNo {
    /// Reads a number as typed.
    ///
    /// # Errors
    /// [`NotANumber`] for a wrong length, check digit or branch.
    pub fn parse(typed: &str) -> Result<Self, NotANumber> {
        let number = digits(typed).ok_or(NotANumber)?;
        match number.len() {
            12 => CitizenNo::parse(&number).map(|own| Self(own.0)),
            10 if checks(&number) => Ok(Self(number)),
            13 if checks(&number[..10]) && &number[10..] != "000" => {
                Ok(Self(format!("{}-{}", &number[..10], &number[10..])))
            }
            _ => Err(NotANumber),
        }
    }

    /// The number as it is written.
    pub fn text(&self) -> &str {
        &self.0
    }
}

fn checks(number: &str) -> bool {
    let digits: Vec<u32> = number.bytes().map(|b| u32::from(b - b'0')).collect();
    let sum: u32 = digits.iter().zip(TAX_WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    10 - sum % 11 == digits[9]
}

impl SocialNo {
    /// Reads a number as typed.
    ///
    /// # Errors
    /// [`NotANumber`] unless it has 10 digits.
    pub fn parse(typed: &str) -> Result<Self, NotANumber> {
        digits(typed).filter(|n| n.len() == 10).map(Self).ok_or(NotANumber)
    }

    /// All ten digits.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl Phone {
    /// Reads a number as typed: `0912 345 678`, `+84 912 345 678`, `0208 3855 569`.
    ///
    /// # Errors
    /// [`NotANumber`] unless it is a mobile number (03, 05, 07, 08, 09 and eight digits) or one of a landline (02 and
    /// nine digits).
    pub fn parse(typed: &str) -> Result<Self, NotANumber> {
        let typed = typed.trim();
        let number = match typed.strip_prefix("+84") {
            Some(rest) => format!("0{}", digits(rest).ok_or(NotANumber)?.trim_start_matches('0')),
            None => digits(typed).ok_or(NotANumber)?,
        };
        let bytes = number.as_bytes();
        let mobile = bytes.len() == 10 && bytes[0] == b'0' && b"35789".contains(&bytes[1]);
        let landline = bytes.len() == 11 && number.starts_with("02");
        if mobile || landline { Ok(Self(format!("+84{}", &number[1..]))) } else { Err(NotANumber) }
    }

    /// As it is kept and dialled from anywhere: `+84912345678`.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// As people write it: `0912 345 678`.
    pub fn national(&self) -> String {
        let number = format!("0{}", &self.0[3..]);
        let (head, tail) = number.split_at(number.len() - 6);
        format!("{head} {} {}", &tail[..3], &tail[3..])
    }

    /// Whether it can receive a text message.
    pub fn is_mobile(&self) -> bool {
        self.0.len() == 12
    }
}

/// A number as lists show it: enough to tell two apart, not enough to use it. `•••••••••678`.
pub fn masked(number: &str) -> String {
    let shown = number.len().saturating_sub(3);
    let tail = number.get(shown..).unwrap_or_default();
    format!("{}{tail}", "•".repeat(shown))
}

macro_rules! hides_itself {
    ($($kind:ident),*) => {$(
        impl fmt::Debug for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($kind), "(…)"))
            }
        }
    )*};
}
hides_itself!(CitizenNo, TaxNo, SocialNo, Phone);
