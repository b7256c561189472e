//! Pauses, the extension, lateness and what is left.

use super::*;

fn clock(received: &str, term: &str) -> Clock {
    Clock::start(&due_of(received, term))
}

fn paused_and_resumed(received: &str, term: &str, from: &str, to: &str) -> Clock {
    let mut clock = clock(received, term);
    clock.pause(at(from), PauseReason::SupplementRequested).unwrap();
    clock.resume(&calendar(), &WorkingHours::default(), at(to)).unwrap();
    clock
}

fn remaining(clock: &Clock, now: &str) -> (bool, u32, u32, u32) {
    let left = clock.remaining(&calendar(), &WorkingHours::default(), at(now));
    (left.late, left.days, left.hours, left.minutes)
}

#[test]
fn a_pause_moves_the_deadline_by_what_it_took() {
    for (received, term, from, to, expected) in [
        // Five days from Monday 2/3: due Monday 9/3. Paused on the second, three are left, counted after Tuesday.
        ("2026-03-02T09:00", "5 wd", "2026-03-04T10:00", "2026-03-10T10:00", "2026-03-13T17:00"),
        // Within one day it takes nothing.
        ("2026-03-02T09:00", "5 wd", "2026-03-04T08:00", "2026-03-04T16:00", "2026-03-09T17:00"),
        // Over the weekend: Monday is the day of resuming.
        ("2026-03-02T09:00", "5 wd", "2026-03-06T16:00", "2026-03-09T08:00", "2026-03-10T17:00"),
        // Resumed on Sunday: Monday counts, nothing was taken.
        ("2026-03-02T09:00", "5 wd", "2026-03-06T16:00", "2026-03-08T08:00", "2026-03-09T17:00"),
        // Across a make-up Saturday, 22/8.
        ("2026-08-18T09:00", "5 wd", "2026-08-20T09:00", "2026-08-24T09:00", "2026-08-27T17:00"),
        // Halves stay halves.
        ("2026-03-02T09:00", "2.5 wd", "2026-03-03T09:00", "2026-03-05T09:00", "2026-03-09T11:30"),
        // On the last day with two hours left: as much must be left, else the next day.
        ("2026-03-02T09:00", "1 wd", "2026-03-03T15:00", "2026-03-05T14:00", "2026-03-05T17:00"),
        ("2026-03-02T09:00", "1 wd", "2026-03-03T15:00", "2026-03-05T16:00", "2026-03-06T17:00"),
        ("2026-03-02T09:00", "1 wd", "2026-03-03T15:00", "2026-03-08T10:00", "2026-03-09T17:00"),
        ("2026-03-02T09:00", "0 wd", "2026-03-02T15:00", "2026-03-03T16:00", "2026-03-04T17:00"),
        // Calendar days shift what was counted (Saturday 7/3), not the Monday it was moved to.
        ("2026-03-02T09:00", "5 day", "2026-03-04T09:00", "2026-03-08T09:00", "2026-03-11T17:00"),
        ("2026-03-02T09:00", "5 day", "2026-03-04T09:00", "2026-03-05T09:00", "2026-03-09T17:00"),
        ("2026-03-02T09:00", "1 month", "2026-03-10T09:00", "2026-03-17T09:00", "2026-04-09T17:00"),
        // On the Monday it was moved to.
        ("2026-03-02T09:00", "5 day", "2026-03-09T09:00", "2026-03-11T13:30", "2026-03-12T17:00"),
        // Working hours go on where they stood.
        ("2026-03-02T08:00", "4 hour", "2026-03-02T09:00", "2026-03-04T16:00", "2026-03-05T09:30"),
        ("2026-03-02T08:00", "4 hour", "2026-03-02T12:00", "2026-03-02T20:00", "2026-03-03T08:00"),
        // Late already: waiting does not mend it.
        ("2026-03-02T09:00", "1 wd", "2026-03-04T09:00", "2026-03-09T09:00", "2026-03-03T17:00"),
    ] {
        let clock = paused_and_resumed(received, term, from, to);
        assert_eq!(clock.due_current().iso(), expected, "{received} + {term}, {from} to {to}");
        assert_eq!(clock.due_original(), due_of(received, term).at);
    }
}

#[test]
fn two_pauses_add_up_and_are_kept() {
    let mut clock = paused_and_resumed("2026-03-02T09:00", "5 wd", "2026-03-03T10:00", "2026-03-05T10:00");
    assert_eq!(clock.due_current().iso(), "2026-03-11T17:00");
    clock.pause(at("2026-03-10T10:00"), PauseReason::PaymentRequired).unwrap();
    clock.resume(&calendar(), &WorkingHours::default(), at("2026-03-12T10:00")).unwrap();
    assert_eq!(clock.due_current().iso(), "2026-03-13T17:00");
    let reasons: Vec<_> = clock.pauses().iter().map(|pause| pause.reason).collect();
    assert_eq!(reasons, [PauseReason::SupplementRequested, PauseReason::PaymentRequired]);
    let stored = serde_json::to_string(&clock).unwrap();
    assert_eq!(serde_json::from_str::<Clock>(&stored).unwrap(), clock);
}

#[test]
fn resuming_into_a_forecast_says_so() {
    let mut clock = clock("2027-01-20T09:00", "5 wd");
    clock.pause(at("2027-01-21T09:00"), PauseReason::SupplementRequested).unwrap();
    let warnings = clock.resume(&calendar(), &WorkingHours::default(), at("2027-02-04T09:00")).unwrap();
    assert_eq!(clock.due_current().iso(), "2027-02-17T17:00");
    assert!(
        warnings.iter().any(|w| matches!(w, Warning::Projected { date, .. } if *date == day("2027-02-05")))
    );
}

#[test]
fn acts_that_do_not_fit_are_refused_and_change_nothing() {
    let (calendar, hours) = (calendar(), WorkingHours::default());
    let mut clock = clock("2026-03-02T09:00", "5 wd");
    let reason = PauseReason::PaymentRequired;
    assert_eq!(clock.resume(&calendar, &hours, at("2026-03-03T09:00")), Err(ClockError::NotPaused));
    assert_eq!(clock.pause(at("2026-03-01T09:00"), reason), Err(ClockError::OutOfOrder));
    clock.pause(at("2026-03-04T09:00"), reason).unwrap();
    let before = clock.clone();
    assert_eq!(clock.pause(at("2026-03-05T09:00"), reason), Err(ClockError::Paused));
    assert_eq!(clock.resume(&calendar, &hours, at("2026-03-03T09:00")), Err(ClockError::OutOfOrder));
    let extended = clock.extend(&calendar, &hours, at("2026-03-05T09:00"), day("2026-03-20"));
    assert_eq!(extended, Err(ClockError::Paused));
    assert_eq!(clock, before);
    clock.resume(&calendar, &hours, at("2026-03-05T09:00")).unwrap();
    assert_eq!(clock.pause(at("2026-03-04T12:00"), reason), Err(ClockError::OutOfOrder));
}

#[test]
fn resuming_past_the_last_day_is_refused() {
    let mut clock = clock("9999-12-01T09:00", "15 wd");
    clock.pause(at("9999-12-02T09:00"), PauseReason::PaymentRequired).unwrap();
    let before = clock.clone();
    let resumed = clock.resume(&calendar(), &WorkingHours::default(), at("9999-12-30T09:00"));
    assert_eq!(resumed, Err(ClockError::OutOfRange(OutOfRange)));
    assert_eq!(clock, before);
}

#[test]
fn one_extension_only() {
    let (calendar, hours) = (calendar(), WorkingHours::default());
    let mut clock = clock("2026-03-02T09:00", "5 wd");
    let mut extend = |now: &str, to: &str| clock.extend(&calendar, &hours, at(now), day(to));
    assert_eq!(extend("2026-03-06T09:00", "2026-03-14"), Err(ClockError::NotWorkingDay));
    assert_eq!(extend("2026-03-06T09:00", "2026-03-09"), Err(ClockError::NotLater));
    assert_eq!(extend("2026-03-12T09:00", "2026-03-11"), Err(ClockError::NotLater));
    assert_eq!(extend("2026-03-06T09:00", "2026-03-16"), Ok(()));
    assert_eq!(extend("2026-03-06T10:00", "2026-03-20"), Err(ClockError::AlreadyExtended));
    assert_eq!(clock.due_current().iso(), "2026-03-16T17:00");
    assert_eq!(clock.due_original().iso(), "2026-03-09T17:00");
    assert!(clock.extension().unwrap().in_good_time);
    // A pause after it moves the new date.
    clock.pause(at("2026-03-12T09:00"), PauseReason::PaymentRequired).unwrap();
    clock.resume(&calendar, &hours, at("2026-03-13T09:00")).unwrap();
    assert_eq!(clock.due_current().iso(), "2026-03-17T17:00");
}

#[test]
fn an_extension_on_the_last_day_is_marked() {
    let mut clock = clock("2026-03-02T09:00", "1.5 wd");
    clock.extend(&calendar(), &WorkingHours::default(), at("2026-03-04T08:00"), day("2026-03-06")).unwrap();
    assert!(!clock.extension().unwrap().in_good_time);
    assert_eq!(clock.due_current().iso(), "2026-03-06T17:00");
}

#[test]
fn what_is_left_is_told_in_working_time() {
    let mut clock = clock("2026-03-02T09:00", "5 wd");
    assert_eq!(remaining(&clock, "2026-03-09T14:20"), (false, 0, 2, 40));
    assert_eq!(remaining(&clock, "2026-03-09T10:30"), (false, 0, 4, 30));
    assert_eq!(remaining(&clock, "2026-03-07T12:00"), (false, 1, 0, 0));
    assert_eq!(remaining(&clock, "2026-03-06T16:00"), (false, 1, 1, 0));
    assert_eq!(remaining(&clock, "2026-03-09T17:00"), (false, 0, 0, 0));
    assert_eq!(remaining(&clock, "2026-03-10T08:45"), (true, 0, 1, 15));
    assert_eq!(remaining(&clock, "2026-03-12T08:30"), (true, 2, 1, 0));
    assert!(!clock.is_late(at("2026-03-09T17:00")));
    assert!(clock.is_late(at("2026-03-09T17:01")));
    // Standing still, nothing runs out.
    clock.pause(at("2026-03-09T14:20"), PauseReason::PaymentRequired).unwrap();
    assert_eq!(remaining(&clock, "2026-03-19T08:00"), (false, 0, 2, 40));
    assert!(!clock.is_late(at("2026-03-19T08:00")));
}
