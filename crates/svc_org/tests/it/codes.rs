use svc_org::{AgencyCode, CodeError};

#[track_caller]
fn check(text: &str, expected: Result<&str, CodeError>) {
    let code = AgencyCode::parse(text);
    assert_eq!(code.as_ref().map(AgencyCode::as_str).map_err(|e| *e), expected, "{text}");
}

#[test]
fn both_national_forms_have_one_normal_form() {
    check("H55", Ok("H55"));
    check(" h55.242 ", Ok("H55.242"));
    check("H15.50.05.13", Ok("H15.50.05.13"));
    check("H55.00.00.000", Ok("H55"));
    check("000.00.00.H55", Ok("H55"));
    check("000.00.12.H55", Ok("H55.12"));
    check("007.03.12.H55", Ok("H55.12.03.007"));
    check("000.00.00.G22", Ok("G22"));
}

#[test]
fn wrong_codes_are_refused_with_a_reason() {
    check("", Err(CodeError::Empty));
    check("Z55", Err(CodeError::Head));
    check("H5", Err(CodeError::Head));
    check("55.H", Err(CodeError::Head));
    check("000.00.00.Z99", Err(CodeError::Head));
    check("H55..2", Err(CodeError::Group));
    check("H55.2-4", Err(CodeError::Group));
    check("H55.Đ1", Err(CodeError::Group));
    check("00.00.00.H55", Err(CodeError::Group));
    check("H55.00.05", Err(CodeError::Gap));
    check("007.00.12.H55", Err(CodeError::Gap));
    check("H55.123456789.123456789.123456789.1", Ok("H55.123456789.123456789.123456789.1"));
    check("H55.123456789.123456789.123456789.12", Err(CodeError::TooLong));
}

#[test]
fn a_code_knows_its_levels() {
    let code = AgencyCode::parse("H55.12.03.007").unwrap();
    assert_eq!(code.province().unwrap().as_str(), "H55");
    assert_eq!(code.parent().unwrap().as_str(), "H55.12.03");
    assert_eq!(code.old_form().unwrap(), "007.03.12.H55");
    assert_eq!(AgencyCode::parse("H55").unwrap().old_form().unwrap(), "000.00.00.H55");
    // Three characters on the second level have no place in the fixed form.
    assert_eq!(AgencyCode::parse("H55.242").unwrap().old_form(), None);
    assert_eq!(AgencyCode::parse("G22.01").unwrap().province(), None);
    assert_eq!(AgencyCode::parse("H55").unwrap().parent(), None);
}
