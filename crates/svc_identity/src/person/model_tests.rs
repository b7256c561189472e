use ui::FormState;

use super::*;

fn read(pairs: &[(&str, &str)]) -> (Details, Vec<String>) {
    let values = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let mut form = FormState::new(values);
    let details = Details::read(&mut form, LocalDate::parse("2026-03-02").unwrap());
    (details, form.errors().iter().map(|e| format!("{} {}", e.field, e.message.key())).collect())
}

#[test]
fn a_form_filled_from_a_person_reads_as_that_person() {
    let (details, wrong) = read(&[
        ("full_name", "  Ma  Thị Nga "),
        ("born", "05/04/1990"),
        ("sex", "female"),
        ("citizen_no", "019 190 001 234"),
        ("tax_no", "0100233488"),
        ("social_no", "1920123456"),
        ("phone", "0912.345.678"),
        ("email", "Nga.Ma@ThaiNguyen.gov.vn"),
        ("lang", "en"),
    ]);
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(details.full_name, "Ma Thị Nga");
    assert_eq!(details.email.as_deref(), Some("nga.ma@thainguyen.gov.vn"));
    let mut again = details.form();
    assert_eq!(Details::read(&mut again, LocalDate::parse("2026-03-02").unwrap()), details);
    assert_eq!(details.differences(&Details { phone: None, ..details.clone() }), ["phone"]);
}

#[test]
fn everything_wrong_is_said_at_once() {
    let (_, wrong) = read(&[
        ("full_name", " 12 "),
        ("born", "05/04/2190"),
        ("citizen_no", "123"),
        ("tax_no", "0100233489"),
        ("social_no", "x"),
        ("phone", "12"),
        ("email", "nobody"),
    ]);
    let fields: Vec<&str> = wrong.iter().map(|w| w.split(' ').next().unwrap()).collect();
    assert_eq!(fields, ["phone", "email", "full_name", "born", "citizen_no", "tax_no", "social_no"]);
}

#[test]
fn a_personal_number_must_fit_birth_and_sex() {
    let base = [("full_name", "Ma Thị Nga"), ("born", "05/04/1990"), ("citizen_no", "019190001234")];
    let with = |sex| read(&[base.as_slice(), &[("sex", sex)]].concat()).1;
    assert_eq!(with("female"), Vec::<String>::new());
    assert_eq!(with("male"), ["citizen_no identity.person.citizen_no_differs"]);
}

#[test]
fn a_name_is_composed_and_one_line() {
    assert_eq!(parse_name(" Nguye\u{302}\u{303}n  Thị Hạnh ").unwrap(), "Nguyễn Thị Hạnh");
    for wrong in ["  ", "123", &"x".repeat(121)] {
        assert!(parse_name(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn mail_addresses() {
    for good in ["a@b.vn", "van.thu+cv@sxd.thainguyen.gov.vn"] {
        assert_eq!(parse_email(good).as_deref(), Some(good));
    }
    let long = format!("{}@b.vn", "a".repeat(65));
    for wrong in [
        "",
        "a",
        "@b.vn",
        "a@b",
        "a b@c.vn",
        "a@b..vn",
        "a@-b.vn",
        ".a@b.vn",
        "a@b.vn\nBcc: x@y.vn",
        long.as_str(),
    ] {
        assert_eq!(parse_email(wrong), None, "{wrong}");
    }
}
