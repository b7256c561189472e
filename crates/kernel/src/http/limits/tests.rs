use std::net::IpAddr;

use super::network;

#[test]
fn one_visitor_is_one_network() {
    let of = |text: &str| network(text.parse::<IpAddr>().unwrap()).to_string();
    assert_eq!(of("203.0.113.9"), "203.0.113.9");
    assert_eq!(of("::ffff:203.0.113.9"), "203.0.113.9");
    assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
}
