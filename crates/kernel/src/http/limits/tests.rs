use std::net::IpAddr;

use super::network;

#[test]
fn one_visitor_is_one_network() {
    let of = |text: &str| network(text.parse::<IpAddr>().unwrap()).to_string();
    assert_eq!(of("203.0.113.9"), "203.0.113.9");
    assert_eq!(of("::ffff:203.0.113.9"), "203.0.113.9");
    assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
}

#[test]
fn one_address_has_its_allowance_and_no_more() {
    let allowance = super::Allowance::per_hour(3);
    let (one, other) = ("203.0.113.9".parse().ok(), "203.0.113.10".parse().ok());
    assert_eq!([(); 4].map(|()| allowance.allow(one)), [true, true, true, false]);
    assert!(allowance.allow(other), "another address has its own");
    assert!([(); 9].iter().all(|()| allowance.allow(None)), "the program itself is not counted");
}
