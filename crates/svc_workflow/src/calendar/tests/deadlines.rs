//! Worked by hand with a paper calendar.

use super::*;

fn check(cases: &[(&str, &str, &str)]) {
    for (received, term, expected) in cases {
        assert_eq!(due_of(received, term).at.iso(), *expected, "{received} + {term}");
    }
}

#[test]
fn the_eight_vectors_across_holidays_swaps_and_makeup_days() {
    check(&[
        ("2024-04-26T09:00", "5 wd", "2024-05-07T17:00"),
        ("2025-04-25T09:00", "3 wd", "2025-04-29T17:00"),
        ("2025-12-31T09:00", "10 wd", "2026-01-15T17:00"),
        ("2026-02-12T09:00", "5 wd", "2026-02-26T17:00"),
        ("2026-04-24T09:00", "3 wd", "2026-05-04T17:00"),
        ("2026-08-20T09:00", "7 wd", "2026-08-28T17:00"),
        ("2026-08-28T09:00", "2 wd", "2026-09-04T17:00"),
        ("2026-11-20T09:00", "3 wd", "2026-11-26T17:00"),
    ]);
}

#[test]
fn working_days_and_halves() {
    check(&[
        // The day of acceptance never counts, however early.
        ("2026-03-02T07:30", "1 wd", "2026-03-03T17:00"),
        ("2026-03-02T16:59", "1 wd", "2026-03-03T17:00"),
        ("2026-03-06T09:00", "1 wd", "2026-03-09T17:00"),
        ("2026-03-02T09:00", "0.5 wd", "2026-03-03T11:30"),
        ("2026-03-02T09:00", "1.5 wd", "2026-03-04T11:30"),
        ("2026-03-06T15:00", "2.5 wd", "2026-03-11T11:30"),
        // A make-up Saturday counts: 22/8/2026 for 31/8.
        ("2026-08-21T09:00", "1 wd", "2026-08-22T17:00"),
        ("2026-08-21T09:00", "0.5 wd", "2026-08-22T11:30"),
    ]);
}

#[test]
fn same_day_procedures_turn_at_fifteen_hours() {
    check(&[
        ("2026-03-02T07:30", "0 wd", "2026-03-02T17:00"),
        ("2026-03-02T14:59", "0 wd", "2026-03-02T17:00"),
        ("2026-03-02T15:00", "0 wd", "2026-03-02T17:00"),
        ("2026-03-02T15:00:01", "0 wd", "2026-03-03T17:00"),
        ("2026-03-02T15:01", "0 wd", "2026-03-03T17:00"),
        ("2026-03-06T15:30", "0 wd", "2026-03-09T17:00"),
        // In the evening, at night, on Sunday: as if at the next opening, so answered that day.
        ("2026-03-02T20:00", "0 wd", "2026-03-03T17:00"),
        ("2026-03-03T03:00", "0 wd", "2026-03-03T17:00"),
        ("2026-03-08T10:00", "0 wd", "2026-03-09T17:00"),
        ("2026-04-29T15:01", "0 wd", "2026-05-04T17:00"),
    ]);
    assert_eq!(due_of("2026-03-02T15:00", "0 wd").rule.kind, RuleKind::SameDay);
    let late = due_of("2026-03-02T15:01", "0 wd");
    assert_eq!((late.rule.kind, late.first_counted), (RuleKind::NextDay, day("2026-03-03")));
}

#[test]
fn calendar_days() {
    check(&[
        ("2026-03-02T09:00", "3 day", "2026-03-05T17:00"),
        ("2026-03-02T09:00", "15 day", "2026-03-17T17:00"),
        // Ends on Saturday, on Sunday, on 30/4: the next working day.
        ("2026-03-02T09:00", "5 day", "2026-03-09T17:00"),
        ("2026-03-02T09:00", "6 day", "2026-03-09T17:00"),
        ("2026-03-31T09:00", "30 day", "2026-05-04T17:00"),
        // Ends on a make-up Saturday: stays.
        ("2026-08-20T09:00", "2 day", "2026-08-22T17:00"),
    ]);
}

#[test]
fn months() {
    check(&[
        ("2026-03-02T09:00", "1 month", "2026-04-02T17:00"),
        ("2026-01-30T09:00", "1 month", "2026-03-02T17:00"),
        ("2027-12-31T09:00", "2 month", "2028-02-29T17:00"),
        ("2025-11-20T09:00", "3 month", "2026-02-23T17:00"),
        ("2024-02-29T09:00", "12 month", "2025-02-28T17:00"),
        ("2026-11-02T09:00", "14 month", "2028-01-04T17:00"),
    ]);
}

#[test]
fn working_hours() {
    check(&[
        ("2026-03-02T08:00", "2 hour", "2026-03-02T10:00"),
        ("2026-03-02T10:30", "2 hour", "2026-03-02T14:30"),
        ("2026-03-02T09:30", "2 hour", "2026-03-02T11:30"),
        ("2026-03-02T16:00", "2 hour", "2026-03-03T08:30"),
        ("2026-03-02T08:00", "8 hour", "2026-03-03T08:30"),
        ("2026-03-02T12:00", "1 hour", "2026-03-02T14:30"),
        ("2026-03-06T16:30", "1.5 hour", "2026-03-09T08:30"),
        ("2026-03-07T10:00", "2 hour", "2026-03-09T09:30"),
        ("2026-08-21T16:00", "2 hour", "2026-08-22T08:30"),
        ("2026-03-02T08:00:30", "0.5 hour", "2026-03-02T08:30"),
    ]);
    assert_eq!(due_of("2026-03-02T08:00:30", "0.5 hour").at.iso_seconds(), "2026-03-02T08:30:30");
    assert_eq!(due_of("2026-03-02T17:00", "2 hour").first_counted, day("2026-03-03"));
}

#[test]
fn acceptance_outside_hours_counts_from_the_next_opening() {
    let sunday = due_of("2026-03-08T10:00", "1 wd");
    assert_eq!(sunday.rule.received, at("2026-03-08T10:00"));
    assert_eq!(sunday.rule.counted_from, at("2026-03-09T07:30"));
    assert_eq!((sunday.first_counted, sunday.at), (day("2026-03-10"), at("2026-03-10T17:00")));
    check(&[
        ("2026-03-02T17:00", "1 wd", "2026-03-03T17:00"),
        ("2026-03-02T17:01", "1 wd", "2026-03-04T17:00"),
        ("2026-03-03T05:00", "1 wd", "2026-03-04T17:00"),
        ("2026-03-07T09:00", "3 day", "2026-03-12T17:00"),
    ]);
}

#[test]
fn police_take_dossiers_on_saturday_morning_which_counts_in_no_term() {
    let police = WorkingHours::default().with_intake(time::Weekday::Saturday, day_hours(&["07:30-11:30"]));
    let calendar = calendar();
    let ask = |received: &str, text: &str| {
        due(&calendar, &police, at(received), &term(text), Cutoff::default()).unwrap().at.iso()
    };
    assert!(police.takes_dossiers(&calendar, at("2026-03-07T09:00")));
    assert!(!police.takes_dossiers(&calendar, at("2026-03-07T14:00")));
    assert!(!police.takes_dossiers(&calendar, at("2026-03-08T09:00")));
    assert!(police.takes_dossiers(&calendar, at("2026-03-09T09:00")));
    assert_eq!(ask("2026-03-07T09:00", "1 wd"), "2026-03-09T17:00");
    assert_eq!(ask("2026-03-07T14:00", "1 wd"), "2026-03-10T17:00");
    assert_eq!(ask("2026-03-06T09:00", "1 wd"), "2026-03-09T17:00");
    assert_eq!(ask("2026-03-07T09:00", "2 hour"), "2026-03-09T09:30");
    assert_eq!(ask("2026-03-07T09:00", "0 wd"), "2026-03-09T17:00");
    // 2/9/2028 is a Saturday: a holiday, no intake.
    assert!(!police.takes_dossiers(&calendar, at("2028-09-02T09:00")));
}

#[test]
fn hours_of_another_agency() {
    let calendar = calendar();
    let hours = WorkingHours::new(day_hours(&["08:00-12:00", "13:00-17:00"]))
        .with_counted(time::Weekday::Friday, day_hours(&["08:00-11:00"]));
    let ask = |received: &str, text: &str| {
        due(&calendar, &hours, at(received), &term(text), Cutoff::default()).unwrap().at.iso()
    };
    assert_eq!(ask("2026-03-04T09:00", "0.5 wd"), "2026-03-05T12:00");
    assert_eq!(ask("2026-03-05T09:00", "1 wd"), "2026-03-06T11:00");
    // A day of one stretch ends its first half in the middle.
    assert_eq!(ask("2026-03-05T09:00", "0.5 wd"), "2026-03-06T09:30");
    assert_eq!(ask("2026-03-06T10:00", "2 hour"), "2026-03-09T09:00");
    let sunday_only = Calendar::new(holidays(), Weekend::Sunday).unwrap();
    let answer = due(&sunday_only, &hours, at("2026-03-06T09:00"), &term("1 wd"), Cutoff::default());
    assert_eq!(answer.unwrap().at.iso(), "2026-03-07T17:00");
}

#[test]
fn an_answer_tells_its_steps() {
    let due = due_of("2026-04-24T09:00", "3 wd");
    let told: Vec<_> = due.steps().iter().map(|s| (s.from.iso(), s.counted, s.reason.clone())).collect();
    let no = Counted::Nothing;
    let expected = [
        ("2026-04-24", no, Reason::Received),
        ("2026-04-25", no, Reason::Weekend),
        ("2026-04-26", no, Reason::Holiday("Giỗ Tổ Hùng Vương (Chủ nhật)".into())),
        ("2026-04-27", no, Reason::Holiday("Nghỉ bù Giỗ Tổ".into())),
        ("2026-04-28", Counted::Day, Reason::WorkingDay),
        ("2026-04-29", Counted::Day, Reason::WorkingDay),
        ("2026-04-30", no, Reason::Holiday("Ngày Chiến thắng".into())),
        ("2026-05-01", no, Reason::Holiday("Quốc tế Lao động".into())),
        ("2026-05-02", no, Reason::Weekend),
        ("2026-05-03", no, Reason::Weekend),
        ("2026-05-04", Counted::Day, Reason::WorkingDay),
    ];
    assert_eq!(told, expected.map(|(date, counted, reason)| (date.to_owned(), counted, reason)));

    let run = due_of("2026-03-02T09:00", "5 day");
    assert_eq!(run.steps()[1].to, day("2026-03-07"));
    assert_eq!(run.steps()[1].counted, Counted::CalendarDays(5));
    assert_eq!(run.steps()[3].reason, Reason::Weekend);

    let makeup = due_of("2026-08-21T09:00", "1 wd");
    assert_eq!(makeup.steps()[1].reason, Reason::MakeupWork("Làm bù cho 31/8".into()));
    let hours = due_of("2026-03-02T16:00", "2 hour");
    assert_eq!(hours.steps()[0].counted, Counted::Seconds(3600));
}

#[test]
fn an_answer_says_what_is_uncertain() {
    assert_eq!(due_of("2026-03-02T09:00", "20 wd").warnings, []);
    // Tết 2027 is a forecast; its Saturday and Sunday decide nothing.
    let tet = due_of("2027-02-04T09:00", "1 wd");
    assert_eq!(tet.at.iso(), "2027-02-12T17:00");
    let days: Vec<_> = tet
        .warnings
        .iter()
        .map(|warning| match warning {
            Warning::Projected { date, .. } => date.iso(),
            Warning::YearNotCovered(year) => year.to_string(),
        })
        .collect();
    assert_eq!(days, ["2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11"]);
    // Passing over a forecast by the calendar depends on nothing.
    assert_eq!(due_of("2027-02-01T09:00", "15 day").warnings, []);
    assert_eq!(due_of("2030-12-30T09:00", "5 wd").warnings, [Warning::YearNotCovered(2031)]);
    assert_eq!(due_of("2030-06-03T09:00", "12 month").warnings, [Warning::YearNotCovered(2031)]);
}

#[test]
fn a_deadline_past_the_last_day_is_refused() {
    let ask = |received: &str, text: &str| {
        due(&calendar(), &WorkingHours::default(), at(received), &term(text), Cutoff::default())
    };
    for text in ["1 wd", "0 wd", "1 day", "1 month", "9 hour"] {
        assert_eq!(ask("9999-12-31T16:59", text), Err(OutOfRange), "{text}");
    }
    assert!(ask("9000-01-01T09:00", "5000 wd").is_ok());
}

#[test]
fn stored_and_read_back_a_deadline_keeps_its_rule() {
    let due = due_of("2027-02-04T09:00", "1.5 wd");
    let stored = serde_json::to_string(&due).unwrap();
    assert_eq!(serde_json::from_str::<Due>(&stored).unwrap(), due);
    let hours = WorkingHours::default().with_intake(time::Weekday::Saturday, day_hours(&["07:30-11:30"]));
    let stored = serde_json::to_string(&hours).unwrap();
    assert!(stored.contains("07:30-11:30"));
    assert_eq!(serde_json::from_str::<WorkingHours>(&stored).unwrap(), hours);
    assert!(serde_json::from_str::<Term>(r#"{"quantity":"1.5","unit":"month"}"#).is_err());
}
