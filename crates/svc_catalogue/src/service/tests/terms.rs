//! When each of the 30 is due, counted by hand on a calendar of March and April 2026, which have no day off but the weekends.

use base::LocalDateTime;
use svc_workflow::calendar::{Cutoff, WorkingHours, due};

use super::*;
use crate::procedure::Channel;

fn due_of(code: &str, case: Option<&str>, channel: Channel, received: &str) -> String {
    let service = of(code);
    let term = service.term(case, channel).unwrap_or_else(|| panic!("{code}")).term;
    let calendar = svc_workflow::model_calendar().unwrap();
    let received = LocalDateTime::parse(received).unwrap();
    due(&calendar, &WorkingHours::default(), received, &term, Cutoff::default()).unwrap().at.iso()
}

#[test]
fn each_of_the_thirty_has_its_day() {
    const DESK: Channel = Channel::Desk;
    let monday = "2026-03-02T09:00";
    for (code, case, channel, expected) in [
        // On the day itself (Decree 23/2015/NĐ-CP art. 7; 163/QĐ-BTP).
        ("1.001193", None, DESK, "2026-03-02T17:00"),
        ("1.000894", None, DESK, "2026-03-02T17:00"),
        ("1.000656", None, DESK, "2026-03-02T17:00"),
        ("2.000635", None, DESK, "2026-03-02T17:00"),
        ("2.000815", None, DESK, "2026-03-02T17:00"),
        ("2.000884", None, DESK, "2026-03-02T17:00"),
        // Two working days at most (858/QĐ-BTP).
        ("2.001035", None, DESK, "2026-03-04T17:00"),
        // Three: Tuesday, Wednesday, Thursday.
        ("1.004873", None, DESK, "2026-03-05T17:00"),
        ("1.004837", None, DESK, "2026-03-05T17:00"),
        ("1.004194", Some("ho"), DESK, "2026-03-05T17:00"),
        ("1.004194", Some("danh-sach"), Channel::Online, "2026-03-05T17:00"),
        ("1.001612", None, DESK, "2026-03-05T17:00"),
        ("1.009141", None, DESK, "2026-03-05T17:00"),
        ("2.001583", None, DESK, "2026-03-05T17:00"),
        // Five: over one weekend.
        ("1.004884", None, DESK, "2026-03-09T17:00"),
        ("1.010038", None, DESK, "2026-03-09T17:00"),
        ("1.010833", None, DESK, "2026-03-09T17:00"),
        // Seven (1523/QĐ-BCA-C06; for houses 1077/QĐ-BXD).
        ("1.004222", None, Channel::Online, "2026-03-11T17:00"),
        ("1.013225", Some("nha-o"), DESK, "2026-03-11T17:00"),
        // Eight, ten, twelve, fifteen.
        ("1.004623", None, DESK, "2026-03-12T17:00"),
        ("1.013225", Some("cong-trinh"), DESK, "2026-03-16T17:00"),
        ("1.001776", None, DESK, "2026-03-16T17:00"),
        ("1.014027", None, DESK, "2026-03-16T17:00"),
        ("1.001029", None, DESK, "2026-03-16T17:00"),
        ("1.012784", None, DESK, "2026-03-18T17:00"),
        ("1.012783", None, DESK, "2026-03-23T17:00"),
        // Twenty and twenty-five: over four and five weekends.
        ("2.000986", None, DESK, "2026-03-30T17:00"),
        ("1.001699", None, DESK, "2026-04-06T17:00"),
        // Days of the calendar: the tenth is a Thursday, the fifteenth a Tuesday.
        ("3.000333", None, DESK, "2026-03-12T17:00"),
        ("1.011607", None, DESK, "2026-03-17T17:00"),
        ("2.001263", None, DESK, "2026-04-01T17:00"),
        // Thirty by post; forty at the desk end on a Saturday, so on the Monday after (Civil Code art. 148).
        ("1.012812", None, Channel::Post, "2026-04-01T17:00"),
        ("1.012812", None, DESK, "2026-04-13T17:00"),
    ] {
        assert_eq!(due_of(code, case, channel, monday), expected, "{code} {case:?} {channel:?}");
    }
}

#[test]
fn what_comes_after_fifteen_hours_is_done_the_next_working_day() {
    for code in ["1.001193", "1.000894", "1.000656", "2.000635", "2.000815", "2.000884"] {
        assert_eq!(due_of(code, None, Channel::Desk, "2026-03-02T15:00"), "2026-03-02T17:00", "{code}");
        assert_eq!(due_of(code, None, Channel::Desk, "2026-03-02T15:01"), "2026-03-03T17:00", "{code}");
        assert_eq!(due_of(code, None, Channel::Desk, "2026-03-06T15:01"), "2026-03-09T17:00", "{code}");
    }
}

#[test]
fn the_closest_rule_holds() {
    let mut service = of("1.012812");
    let quantity = |rule: &TermRule| rule.term.quantity().to_string();
    assert_eq!(quantity(service.term(None, Channel::Post).unwrap()), "30");
    assert_eq!(service.term(None, Channel::Online), None);
    // A rule without conditions is for whoever has none of their own.
    service.terms.push(TermRule { channel: None, ..service.terms[1].clone() });
    assert_eq!(quantity(service.term(None, Channel::Post).unwrap()), "30");
    assert_eq!(quantity(service.term(None, Channel::Online).unwrap()), "40");
}
