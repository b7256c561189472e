//! Laws that hold for every acceptance and every term, over the real holidays.

use std::sync::LazyLock;

use proptest::prelude::*;
use time::Duration;

use super::*;

static REAL: LazyLock<Calendar> = LazyLock::new(calendar);

/// Any minute of 2024 to 2030, a little beyond included.
fn moment() -> impl Strategy<Value = LocalDateTime> {
    (0_i64..2_600, 0_i64..1_440).prop_map(|(days, minutes)| {
        LocalDateTime(at("2024-01-01T00:00").0 + Duration::days(days) + Duration::minutes(minutes))
    })
}

fn any_term() -> impl Strategy<Value = Term> {
    let make = |halves: u32, unit| Term::new(Quantity::from_halves(halves).unwrap(), unit).unwrap();
    prop_oneof![
        (0_u32..120).prop_map(move |n| make(n, Unit::WorkingDay)),
        (1_u32..120).prop_map(move |n| make(n * 2, Unit::CalendarDay)),
        (1_u32..300).prop_map(move |n| make(n, Unit::WorkingHour)),
        (1_u32..24).prop_map(move |n| make(n * 2, Unit::Month)),
    ]
}

fn any_hours() -> impl Strategy<Value = WorkingHours> {
    let saturday = || day_hours(&["07:30-11:30"]);
    prop_oneof![
        Just(WorkingHours::default()),
        Just(WorkingHours::default().with_intake(time::Weekday::Saturday, saturday())),
        Just(
            WorkingHours::new(day_hours(&["08:00-12:00", "13:00-17:30"]))
                .with_counted(time::Weekday::Friday, day_hours(&["08:00-15:00"]))
                .with_intake(time::Weekday::Tuesday, day_hours(&["17:00-20:00"]))
        ),
    ]
}

fn ask(calendar: &Calendar, hours: &WorkingHours, received: LocalDateTime, term: &Term) -> Due {
    due(calendar, hours, received, term, Cutoff::default()).unwrap()
}

fn entry(date: LocalDate) -> Holiday {
    Holiday { date, kind: HolidayKind::Off, name: "Nghỉ thêm".into(), status: Status::Official }
}

proptest! {
    #[test]
    fn later_acceptance_is_never_due_earlier(
        hours in any_hours(), term in any_term(), a in moment(), b in moment(), minutes in 0_i64..3_000,
    ) {
        let near = LocalDateTime(a.0 + Duration::minutes(minutes));
        for (early, late) in [(a.min(b), a.max(b)), (a, near)] {
            prop_assert!(ask(&REAL, &hours, early, &term).at <= ask(&REAL, &hours, late, &term).at);
        }
    }

    #[test]
    fn more_is_never_due_earlier(hours in any_hours(), term in any_term(), more in 1_u32..40, at in moment()) {
        // Zero days is a rule of its own, comparable with whole days only.
        let whole = term.unit() != Unit::WorkingHour && !term.quantity().has_half();
        let halves = term.quantity().halves() + if whole { more * 2 } else { more };
        let longer = Term::new(Quantity::from_halves(halves).unwrap(), term.unit()).unwrap();
        prop_assert!(ask(&REAL, &hours, at, &term).at <= ask(&REAL, &hours, at, &longer).at);
    }

    #[test]
    fn ends_in_working_time_after_acceptance(hours in any_hours(), term in any_term(), at in moment()) {
        let due = ask(&REAL, &hours, at, &term);
        let date = due.at.date();
        prop_assert!(REAL.is_working_day(date));
        let open = |s: &Session| (s.opens()..=s.closes()).contains(&due.at.time());
        prop_assert!(hours.counted(&REAL, date).iter().any(open));
        prop_assert!(due.rule.counted_from >= at && due.at >= due.rule.counted_from);
        prop_assert!(due.first_counted <= date && due.first_counted >= due.rule.counted_from.date());
    }

    #[test]
    fn the_steps_account_for_every_day_and_the_whole_term(
        hours in any_hours(), term in any_term(), at in moment(),
    ) {
        let due = ask(&REAL, &hours, at, &term);
        let mut next = at.date();
        let (mut halves, mut days, mut seconds) = (0, 0, 0);
        for step in due.steps() {
            // The last of a run of calendar days is looked at again when it is moved off a day without work.
            let again = term.unit() != Unit::WorkingDay && step.from == next.previous();
            prop_assert!(step.from == next || again, "{:?}", due.steps());
            next = step.to.next();
            match step.counted {
                Counted::Nothing => {}
                Counted::HalfDay => halves += 1,
                Counted::Day => halves += 2,
                Counted::CalendarDays(n) => days += n,
                Counted::Seconds(n) => seconds += n,
            }
        }
        let asked = term.quantity().halves();
        match term.unit() {
            Unit::WorkingDay => prop_assert_eq!(halves, asked.max(if asked == 0 { 2 } else { 0 })),
            Unit::CalendarDay => prop_assert_eq!(days * 2, asked),
            Unit::WorkingHour => prop_assert_eq!(seconds, asked * 1800),
            Unit::Month => prop_assert!(days >= asked / 2 * 28),
        }
    }

    #[test]
    fn one_more_holiday_is_never_earlier(
        hours in any_hours(), term in any_term(), at in moment(), ahead in 0_i64..60,
    ) {
        let date = at.date().plus_days(ahead);
        let known = holidays().into_iter().filter(|h| h.date != date);
        let more = Calendar::new(known.chain([entry(date)]), Weekend::default()).unwrap();
        prop_assert!(ask(&REAL, &hours, at, &term).at <= ask(&more, &hours, at, &term).at);
    }

    #[test]
    fn one_makeup_day_less_is_never_earlier(
        hours in any_hours(), term in any_term(), which in 0_usize..4, back in 0_i64..40, minute in 0_i64..1_440,
    ) {
        let makeup: Vec<_> = holidays().into_iter().filter(|h| h.kind == HolidayKind::MakeupWork).collect();
        prop_assert_eq!(makeup.len(), 4);
        let date = makeup[which].date;
        let midnight = date.plus_days(-back).at(time::Time::MIDNIGHT);
        let at = LocalDateTime(midnight.0 + Duration::minutes(minute));
        let less = Calendar::new(holidays().into_iter().filter(|h| h.date != date), Weekend::default());
        prop_assert!(ask(&REAL, &hours, at, &term).at <= ask(&less.unwrap(), &hours, at, &term).at);
    }

    #[test]
    fn working_hours_add_up(hours in any_hours(), n in 1_u32..200, m in 1_u32..200, at in moment()) {
        let term = |halves| Term::new(Quantity::from_halves(halves).unwrap(), Unit::WorkingHour).unwrap();
        let first = ask(&REAL, &hours, at, &term(n));
        prop_assert_eq!(
            ask(&REAL, &hours, first.at, &term(m)).at,
            ask(&REAL, &hours, at, &term(n + m)).at
        );
    }

    #[test]
    fn a_pause_without_time_changes_nothing(
        hours in any_hours(), term in any_term(), at in moment(), minutes in 0_i64..100_000,
    ) {
        let mut clock = Clock::start(&ask(&REAL, &hours, at, &term));
        let moment = LocalDateTime(at.0 + Duration::minutes(minutes));
        clock.pause(moment, PauseReason::SupplementRequested).unwrap();
        clock.resume(&REAL, &hours, moment).unwrap();
        prop_assert_eq!(clock.due_current(), clock.due_original());
    }

    #[test]
    fn pauses_neither_lose_nor_give_days(
        hours in any_hours(), term in any_term(), at in moment(), start in 0_i64..50_000, length in 0_i64..50_000,
        longer in 0_i64..5_000,
    ) {
        let due = ask(&REAL, &hours, at, &term);
        let from = LocalDateTime(at.0 + Duration::minutes(start));
        let to = LocalDateTime(from.0 + Duration::minutes(length));
        let moved = |to: LocalDateTime| {
            let mut clock = Clock::start(&due);
            clock.pause(from, PauseReason::PaymentRequired).unwrap();
            clock.resume(&REAL, &hours, to).unwrap();
            clock.due_current()
        };
        let new = moved(to);
        if from >= due.at {
            prop_assert_eq!(new, due.at);
            return Ok(());
        }
        prop_assert!(new >= due.at && new > to);
        prop_assert!(REAL.is_working_day(new.date()));
        prop_assert!(new <= moved(LocalDateTime(to.0 + Duration::minutes(longer))));
        let working = |after: LocalDate, until: LocalDate| {
            let mut days = 0;
            let mut day = after;
            while day < until {
                day = day.next();
                days += u32::from(REAL.is_working_day(day));
            }
            days
        };
        match term.unit() {
            Unit::WorkingDay if from.date() < due.at.date() => {
                prop_assert_eq!(working(to.date(), new.date()), working(from.date(), due.at.date()));
            }
            Unit::WorkingHour => prop_assert_eq!(
                hours.worked_seconds(&REAL, to, new),
                hours.worked_seconds(&REAL, from, due.at)
            ),
            _ => {}
        }
    }

    #[test]
    fn nothing_is_left_at_the_deadline(hours in any_hours(), term in any_term(), at in moment()) {
        let clock = Clock::start(&ask(&REAL, &hours, at, &term));
        let left = clock.remaining(&REAL, &hours, clock.due_current());
        prop_assert_eq!(left, Remaining { late: false, days: 0, hours: 0, minutes: 0 });
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut table = b"date,kind,name,status\n".to_vec();
        table.extend_from_slice(&bytes);
        let (good, _) = import::read(&table);
        prop_assert!(Calendar::new(good, Weekend::default()).is_ok());
    }
}
