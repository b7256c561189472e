//! What each of the 30 costs, worked out by hand.

use super::*;
use crate::procedure::Channel::{self, Desk, Online, Post};

/// A bill's sum; `None` where the council's rate is not known.
fn cost(code: &str, asked: &Asked<'_>) -> Option<i64> {
    let bill = of(code).bill(asked).unwrap();
    bill.is_whole().then(|| bill.total().0)
}

fn by(channel: Channel) -> Asked<'static> {
    Asked::by(channel)
}

fn counted<'a>(channel: Channel, quantities: &[(&'a str, u32)]) -> Asked<'a> {
    Asked { quantities: quantities.iter().copied().collect(), ..Asked::by(channel) }
}

#[test]
fn what_is_free_is_free_whichever_way() {
    for code in [
        "1.001193", "1.000894", "1.004837", "2.000986", "1.001776", "1.001699", "1.014027", "1.011607",
        "1.010833", "1.012812", "1.009141",
    ] {
        for channel in of(code).channels {
            assert_eq!(cost(code, &by(channel)), Some(0), "{code}");
        }
    }
}

#[test]
fn fixed_sums_differ_by_the_way_it_is_handed_in() {
    for (code, case, channel, expected) in [
        // Circular 75/2022/TT-BTC: residence, dearer at the desk.
        ("1.004222", None, Desk, 20_000),
        ("1.004222", None, Online, 10_000),
        ("1.010038", None, Desk, 10_000),
        ("1.010038", None, Online, 5_000),
        ("1.004194", Some("ho"), Desk, 15_000),
        ("1.004194", Some("ho"), Online, 7_000),
        // 361/QĐ-BTP: adoption.
        ("2.001263", None, Post, 400_000),
        // Circular 33/2018/TT-BTC as reduced: guides of tourists.
        ("1.004623", None, Desk, 162_500),
        // Circular 47/2019/TT-BTC: publication of a company 100,000; at the desk the charge of 50,000 besides.
        ("2.001583", None, Online, 100_000),
        ("2.001583", None, Desk, 150_000),
    ] {
        let asked = Asked { case, ..by(channel) };
        assert_eq!(cost(code, &asked), Some(expected), "{code} {channel:?}");
    }
}

#[test]
fn what_is_counted_is_paid_for_each() {
    for (code, case, channel, quantity, expected) in [
        // Circular 281/2016/TT-BTC: 8,000 a copy of an extract.
        ("2.000635", None, Online, ("copies", 1), 8_000),
        ("2.000635", None, Online, ("copies", 3), 24_000),
        // Circular 226/2016/TT-BTC: 10,000 a document signed, 50,000 a transaction.
        ("2.000884", None, Desk, ("documents", 2), 20_000),
        ("2.001035", None, Post, ("documents", 1), 50_000),
        // Circular 75/2022/TT-BTC: lists of temporary residents, for each person.
        ("1.004194", Some("danh-sach"), Desk, ("people", 12), 120_000),
        ("1.004194", Some("danh-sach"), Online, ("people", 12), 60_000),
        // Circular 01/2021/TT-BTC: a million a room, six at most.
        ("1.001029", None, Desk, ("rooms", 5), 5_000_000),
        ("1.001029", None, Desk, ("rooms", 6), 6_000_000),
        ("1.001029", None, Desk, ("rooms", 40), 6_000_000),
    ] {
        let asked = Asked { case, ..counted(channel, &[quantity]) };
        assert_eq!(cost(code, &asked), Some(expected), "{code} {quantity:?}");
    }
}

/// Circular 226/2016/TT-BTC: 2,000 a page, from the third on 1,000, never more than 200,000 a copy.
#[test]
fn pages_are_cheaper_from_the_third_and_a_copy_has_a_cap() {
    for (pages, copies, expected) in [
        (1, 1, 2_000),
        (2, 1, 4_000),
        (3, 1, 5_000),
        (10, 1, 12_000),
        (10, 5, 60_000),
        (197, 1, 199_000),
        (198, 1, 200_000),
        (199, 1, 200_000),
        (1_000, 3, 600_000),
    ] {
        let asked = counted(Desk, &[("pages", pages), ("copies", copies)]);
        assert_eq!(cost("2.000815", &asked), Some(expected), "{pages} pages, {copies} copies");
    }
    let bill = of("2.000815").bill(&counted(Desk, &[("pages", 250), ("copies", 2)])).unwrap();
    let line = &bill.lines[0];
    let steps: Vec<(u32, i64)> = line.steps.iter().map(|step| (step.count, step.each.0)).collect();
    assert_eq!((steps, line.times), (vec![(2, 2_000), (248, 1_000)], 2));
    assert_eq!(line.capped, Some(base::Vnd(200_000)));
}

#[test]
fn what_has_to_be_counted_and_was_not_is_asked_for() {
    let missing = |asked: &Asked<'_>| of("2.000815").bill(asked).unwrap_err();
    let quantity = |of: &str| FeeError::Quantity(of.to_owned());
    assert_eq!(missing(&by(Desk)), quantity("pages"));
    assert_eq!(missing(&counted(Desk, &[("pages", 3)])), quantity("copies"));
    assert_eq!(missing(&counted(Desk, &[("pages", 0), ("copies", 1)])), quantity("pages"));
    assert_eq!(missing(&counted(Desk, &[("pages", u32::MAX), ("copies", 1)])), quantity("pages"));
}

#[test]
fn the_councils_rates_are_open_until_they_are_entered() {
    for code in
        ["1.000656", "1.004873", "1.004884", "1.001612", "1.013225", "1.012783", "1.012784", "3.000333"]
    {
        let mut service = of(code);
        let case = service.cases.first().map(|case| case.key.clone());
        let asked = Asked { case: case.as_deref(), ..by(Desk) };
        let bill = service.bill(&asked).unwrap();
        assert!(!bill.is_whole() && bill.lines[0].amount.is_none(), "{code}");
        for fee in service.fees.iter_mut().filter(|fee| fee.rate == Rate::Council) {
            fee.rate = Rate::Fixed(base::Vnd(8_000));
        }
        assert_eq!(service.bill(&asked).unwrap().total(), base::Vnd(8_000), "{code}");
    }
}

#[test]
fn whoever_is_exempt_pays_nothing_and_the_bill_says_why() {
    for (code, case, exemption) in [
        ("1.000656", None, "dung-han"),
        ("1.004873", None, "ho-ngheo"),
        ("1.004884", None, "nguoi-khuyet-tat"),
        ("1.004222", None, "mien-cu-tru"),
        ("1.004194", Some("ho"), "mien-cu-tru"),
        ("2.001263", None, "nguoi-than"),
    ] {
        let asked = Asked { case, exemptions: vec![exemption], ..by(Desk) };
        let bill = of(code).bill(&asked).unwrap();
        assert!(bill.is_whole() && bill.total() == base::Vnd(0), "{code}");
        assert_eq!(bill.lines[0].exempt.as_deref(), Some(exemption), "{code}");
    }
    let stranger = Asked { exemptions: vec!["nguoi-khuyet-tat"], ..by(Desk) };
    assert_eq!(cost("1.004222", &stranger), Some(20_000), "an exemption of another service");
}

#[test]
fn copies_beside_a_registration_are_paid_only_if_wanted() {
    let wanted = Asked { wanted: vec!["ban-sao"], ..counted(Online, &[("copies", 4)]) };
    assert_eq!(cost("1.001193", &wanted), Some(32_000));
    assert_eq!(cost("1.001193", &counted(Online, &[("copies", 4)])), Some(0));
    // Who is exempt from the registration is not from the copies.
    let poor = Asked { exemptions: vec!["ho-ngheo"], ..wanted };
    assert_eq!(cost("1.000656", &poor), Some(32_000));
}
