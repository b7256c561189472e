use base::LocalDate;

use crate::dossier::{DossierCode, Move, Status};

#[test]
fn codes_are_the_order_of_the_day() {
    let day = |text: &str| LocalDate::parse(text).unwrap();
    assert_eq!(DossierCode::new("H55.242", day("2026-11-27"), 7).as_str(), "H55.242-261127-0007");
    assert_eq!(DossierCode::new("H55.242", day("2026-12-31"), 12_345).as_str(), "H55.242-261231-12345");
    assert_eq!(DossierCode::new("H55.242", day("2027-01-01"), 1).as_str(), "H55.242-270101-0001");
}

#[test]
fn codes_are_read_as_people_type_them() {
    let read = |typed: &str| DossierCode::parse(typed).map(|code| code.to_string());
    for typed in [
        "H15.50.05.13-261008-0975",
        " h15.50.05.13 - 261008 - 0975 ",
        "H15.50.05.13\u{2013}261008\u{2013}0975",
    ] {
        assert_eq!(read(typed).as_deref(), Some("H15.50.05.13-261008-0975"), "{typed}");
    }
    let long = format!("{}-261008-0975", "H".repeat(36));
    for wrong in [
        "",
        "0975",
        "261008-0975",
        "H15-26100-0975",
        "H15-261008-975",
        "H15-261008-x975",
        "H'15-261008-0975",
        &long,
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

#[test]
fn a_dossier_goes_the_ways_the_law_knows_and_no_other() {
    use Status as S;
    let all = [
        (Move::Accept, vec![(S::New, S::Accepted)]),
        (Move::Refuse, vec![(S::New, S::Rejected)]),
        (Move::Take, vec![(S::Accepted, S::Processing), (S::Processing, S::Processing)]),
        (
            Move::RequestSupplement,
            vec![
                (S::New, S::SupplementRequested),
                (S::Accepted, S::SupplementRequested),
                (S::Processing, S::SupplementRequested),
            ],
        ),
        (Move::Supply, vec![(S::SupplementRequested, S::Processing)]),
        (
            Move::Withdraw,
            vec![
                (S::New, S::Withdrawn),
                (S::Accepted, S::Withdrawn),
                (S::Processing, S::Withdrawn),
                (S::SupplementRequested, S::Withdrawn),
                (S::PaymentRequired, S::Withdrawn),
            ],
        ),
        (
            Move::Stop,
            vec![
                (S::Accepted, S::Stopped),
                (S::Processing, S::Stopped),
                (S::SupplementRequested, S::Stopped),
            ],
        ),
        (Move::Finish, vec![(S::Accepted, S::Finished), (S::Processing, S::Finished)]),
        (Move::Return, vec![(S::Finished, S::Returned)]),
    ];
    for (what, ways) in all {
        for from in S::ALL {
            let to = ways.iter().find(|(of, _)| *of == from).map(|(_, to)| *to);
            assert_eq!(from.after(what, true), to, "{what:?} from {from:?}");
        }
    }
    assert_eq!(S::SupplementRequested.after(Move::Supply, false), Some(S::New));
}

#[test]
fn states_have_the_numbers_of_the_national_system() {
    let numbers: Vec<usize> = Status::ALL.iter().map(|status| status.number()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for status in Status::ALL {
        assert_eq!(Status::parse(status.code()), Some(status));
    }
    assert_eq!((Status::SupplementRequested.number(), Status::Finished.number()), (5, 9));
}
