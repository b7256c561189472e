use testkit::both_databases;

use crate::{admin, province, screen_of};

/// Logical lines of an iCalendar text, each checked as sent.
fn lines(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n"));
    let mut lines: Vec<String> = Vec::new();
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(line.len() <= 75, "a line of {} octets", line.len());
        assert!(!line.contains(['\r', '\n']));
        match line.strip_prefix(' ') {
            Some(rest) => lines.last_mut().unwrap().push_str(rest),
            None => lines.push(line.to_owned()),
        }
    }
    lines
}

both_databases! {
    async fn calendars_can_follow_it(database) {
        let app = province(database).await;
        let answer = app.visitor().get("/lich-lam-viec.ics").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"));
        let all = lines(&answer.body());
        assert_eq!((all[0].as_str(), all.last().unwrap().as_str()), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
        assert_eq!(all.iter().filter(|l| *l == "BEGIN:VEVENT").count(), 103);
        let events: Vec<&[String]> = all.split(|l| l == "BEGIN:VEVENT").skip(1).collect();
        for event in &events {
            for name in ["UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "SUMMARY:", "STATUS:"] {
                assert_eq!(event.iter().filter(|l| l.starts_with(name)).count(), 1, "{name} in {event:?}");
            }
        }
        let find = |start: &str| events.iter().find(|e| e.iter().any(|l| l.ends_with(start))).unwrap();
        let swap = find("DATE:20260831");
        assert!(swap.contains(&"DTEND;VALUE=DATE:20260901".to_owned()));
        let makeup = find("START;VALUE=DATE:20260822");
        assert!(makeup.contains(&"SUMMARY:Làm bù cho 31/8 (Làm bù)".to_owned()), "{makeup:?}");
        assert!(makeup.contains(&"TRANSP:OPAQUE".to_owned()));
        assert!(find("START;VALUE=DATE:20270205").contains(&"STATUS:TENTATIVE".to_owned()));
        let mut uids: Vec<&String> = all.iter().filter(|l| l.starts_with("UID:")).collect();
        uids.dedup();
        assert_eq!(uids.len(), 103);
    }

    async fn names_are_escaped_and_long_ones_folded(database) {
        let app = province(database).await;
        app.visitor().get("/lich-lam-viec.ics").await;
        let screen = screen_of(&app, "2026-11-24").await;
        let name = format!("Nghỉ; \"một, hai\" \\ {}", "Đặng ".repeat(15).trim_end());
        admin(&app).fill_in(&screen, &screen, &[("name", &name)]).await;
        let all = lines(&app.visitor().get("/lich-lam-viec.ics").await.body());
        let expected = format!("SUMMARY:Nghỉ\\; \"một\\, hai\" \\\\ {} (Ngày nghỉ)", "Đặng ".repeat(15).trim_end());
        assert!(all.contains(&expected), "{:?}", all.iter().find(|l| l.contains("một")));
    }
}
