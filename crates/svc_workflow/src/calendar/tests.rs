//! The legal calendar on the real holidays of 2024–2030.

mod clocks;
mod deadlines;
mod laws;
mod tables;

use base::{LocalDate, LocalDateTime};

use super::*;

const HOLIDAYS: &[u8] = include_bytes!("../../../../data/holidays.csv");

fn holidays() -> Vec<Holiday> {
    let (holidays, rejected) = import::read(HOLIDAYS);
    assert_eq!(rejected, []);
    assert_eq!(holidays.len(), 103);
    holidays
}

fn calendar() -> Calendar {
    Calendar::new(holidays(), Weekend::default()).unwrap()
}

fn at(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text).unwrap()
}

fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

fn day_hours(sessions: &[&str]) -> DayHours {
    DayHours::new(sessions.iter().map(|s| s.parse().unwrap()).collect()).unwrap()
}

/// `"3 wd"`, `"0.5 wd"`, `"15 day"`, `"8 hour"`, `"2 month"`.
fn term(text: &str) -> Term {
    let (quantity, unit) = text.split_once(' ').unwrap();
    Term::new(quantity.parse().unwrap(), parse_unit(unit).unwrap()).unwrap()
}

fn due_of(received: &str, text: &str) -> Due {
    due(&calendar(), &WorkingHours::default(), at(received), &term(text), Cutoff::default()).unwrap()
}
