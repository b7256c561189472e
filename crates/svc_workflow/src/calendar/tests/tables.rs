//! What is read: holidays, hours, quantities; and what is refused.

use super::*;

#[test]
fn days_are_what_the_entries_say() {
    let calendar = calendar();
    for (date, working) in [
        ("2026-03-02", true),
        ("2026-03-07", false),
        ("2026-03-08", false),
        ("2026-01-01", false),
        ("2026-01-02", false),
        ("2026-01-10", true),
        ("2026-08-22", true),
        ("2026-08-31", false),
        ("2025-11-24", true),
        ("2026-11-24", false),
    ] {
        assert_eq!(calendar.is_working_day(day(date)), working, "{date}");
    }
    assert!(matches!(calendar.day(day("2026-01-10")), DayKind::MakeupWork(h) if h.name == "Làm bù cho 02/1"));
    assert!((2024..=2030).all(|year| calendar.covers(year)));
    assert!(!calendar.covers(2023) && !calendar.covers(2031));
}

#[test]
fn two_entries_for_one_day_are_refused_by_name() {
    let mut entries = holidays();
    entries.push(Holiday {
        date: day("2026-09-02"),
        kind: HolidayKind::MakeupWork,
        name: "Làm bù".into(),
        status: Status::Official,
    });
    let error = Calendar::new(entries, Weekend::default()).unwrap_err();
    assert_eq!(error.to_string(), "days claimed by more than one entry: 2026-09-02 (Quốc khánh; Làm bù)");
}

#[test]
fn good_rows_go_in_and_bad_rows_come_out() {
    let mut table = "\u{feff}date,kind,name,status\r\n\
        2026-01-01,off,Tết Dương lịch,official\r\n\
        \r\n\
        02/09/2026, off ,\"Quốc khánh, 2/9\",statutory\r\n\
        2026-02-30,off,Không có ngày này,official\r\n\
        0226-01-01,off,Gõ nhầm năm,official\r\n\
        2026-05-01,holiday,Quốc tế Lao động,official\r\n\
        2026-05-01,off,Quốc tế Lao động,maybe\r\n\
        2026-05-01,off,,official\r\n\
        2026-05-01,off\r\n\
        01/01/2026,swap_off,Trùng ngày,projected\r\n"
        .as_bytes()
        .to_vec();
    table.extend_from_slice(b"2026-04-30,off,Ng\xE0y Chi\xFFn,official\r\n");
    table.extend_from_slice("2026-04-30,off,Nga\u{300}y Chiến thắng,official".as_bytes());
    let (good, bad) = import::read(&table);
    let good: Vec<_> = good.iter().map(|h| (h.date.iso(), h.name.as_str())).collect();
    assert_eq!(
        good,
        [
            ("2026-01-01".to_owned(), "Tết Dương lịch"),
            ("2026-04-30".to_owned(), "Ngày Chiến thắng"),
            ("2026-09-02".to_owned(), "Quốc khánh, 2/9"),
        ]
    );
    let bad: Vec<_> = bad.iter().map(|r| (r.line, r.reason_key)).collect();
    assert_eq!(
        bad,
        [
            (5, "workflow.import.date"),
            (6, "workflow.import.date"),
            (7, "workflow.import.kind"),
            (8, "workflow.import.status"),
            (9, "workflow.import.name"),
            (10, "workflow.import.columns"),
            (11, "workflow.import.duplicate"),
            (12, "workflow.import.not_utf8"),
        ]
    );
}

#[test]
fn a_table_with_another_header_is_refused_whole() {
    for table in ["", "ngay,loai\n2026-01-01,off\n", "date;kind;name;status\n", "2026-01-01,off,x,official\n"]
    {
        let (good, bad) = import::read(table.as_bytes());
        assert_eq!(
            (good.len(), bad.len(), bad[0].line, bad[0].reason_key),
            (0, 1, 1, "workflow.import.header")
        );
    }
    let (good, bad) = import::read(&[0xFF, 0xFE, 0x00, b'd']);
    assert_eq!((good.len(), bad[0].reason_key), (0, "workflow.import.header"));
}

#[test]
fn hours_must_be_in_order() {
    let sessions = |list: &[&str]| {
        let parsed: Result<Vec<Session>, _> = list.iter().map(|s| s.parse()).collect();
        parsed.and_then(DayHours::new).map(|hours| hours.sessions().len())
    };
    assert_eq!(sessions(&["07:30-11:30", "13:30-17:00"]), Ok(2));
    assert_eq!(sessions(&["7:30 – 11:30", "11:30-12:00"]), Ok(2));
    assert_eq!(sessions(&[]), Err(HoursError::Empty));
    assert!(matches!(sessions(&["11:30-07:30"]), Err(HoursError::Backwards(_))));
    assert!(matches!(sessions(&["07:30-07:30"]), Err(HoursError::Backwards(_))));
    assert!(matches!(sessions(&["07:30-12:00", "11:30-17:00"]), Err(HoursError::Overlap(..))));
    assert!(matches!(sessions(&["13:30-17:00", "07:30-11:30"]), Err(HoursError::Overlap(..))));
    for text in ["", "7-11", "07:30", "25:00-26:00", "07:60-08:00", "sáng-chiều"] {
        assert_eq!(sessions(&[text]), Err(HoursError::NotASession), "{text}");
    }
}

#[test]
fn quantities_and_units() {
    for (text, halves) in
        [("0", 0), ("0.5", 1), ("0,5", 1), ("3", 6), ("3.0", 6), (" 2.5 ", 5), ("5000", 10_000)]
    {
        assert_eq!(text.parse::<Quantity>().unwrap().halves(), halves, "{text}");
    }
    for text in ["", "-1", "0.3", ".5", "1.5.5", "ba", "1e3", "+1"] {
        assert_eq!(text.parse::<Quantity>(), Err(TermError::NotAQuantity), "{text}");
    }
    for text in ["5000.5", "5001", "99999999999999999999"] {
        assert_eq!(text.parse::<Quantity>(), Err(TermError::TooLarge), "{text}");
    }
    assert_eq!(Quantity::from_halves(5).unwrap().to_string(), "2.5");

    assert_eq!(parse_unit("wd"), Ok(Unit::WorkingDay));
    assert_eq!(parse_unit("day"), Ok(Unit::CalendarDay));
    assert_eq!(parse_unit("hour"), Ok(Unit::WorkingHour));
    assert_eq!(parse_unit("month"), Ok(Unit::Month));
    assert_eq!(parse_unit("week"), Err(UnknownUnit));

    let new = |text: &str, unit| Term::new(text.parse().unwrap(), unit);
    assert_eq!(new("0.5", Unit::CalendarDay), Err(TermError::Half));
    assert_eq!(new("1.5", Unit::Month), Err(TermError::Half));
    for unit in [Unit::CalendarDay, Unit::Month, Unit::WorkingHour] {
        assert_eq!(new("0", unit), Err(TermError::Zero));
    }
}
