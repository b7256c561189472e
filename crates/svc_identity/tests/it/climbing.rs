//! Ways by which somebody might reach further than their own roles do: through another's account, a loan, a second account,
//! an old post. None leads there.

use base::Id;
use kernel::db::Queries as _;
use testkit::{Client, both_databases};
use uuid::Uuid;

use crate::kit::{PASSWORD, Province, province, sign_in};

const ACCOUNTS: &str = "/quan-tri/tai-khoan";
const STAFF: &str = "/quan-tri/nhan-su";
const LOANS: &str = "/tai-khoan/uy-quyen";

async fn person_of(p: &Province, account: Id<svc_identity::Account>) -> Uuid {
    let sql = "SELECT person FROM identity_account WHERE id = $1";
    p.app.db().read().scalar(sql, vec![account.uuid().into()]).await.unwrap().unwrap()
}

/// Somebody has a post at an agency.
async fn post(p: &Province, person: Uuid, agency: Uuid, until: Option<&str>) -> Uuid {
    let id = kernel::new_id::<()>().uuid();
    let sql = "INSERT INTO identity_post (id, person, agency, title, unit, main, valid_from, valid_to, created_at, version) \
               VALUES ($1, $2, $3, 'Chuyên viên', '', $4, '2025-01-01', $5, 0, 1)";
    let values = vec![
        id.into(),
        person.into(),
        agency.into(),
        until.is_none().into(),
        until.map(str::to_owned).into(),
    ];
    p.app.keep_house(sql, values).await.unwrap();
    id
}

async fn lend(p: &Province, lender: &Client, borrower: &str) {
    let borrower = p.account_id(borrower).await;
    let grant = lender.get(LOANS).await.attributes("select[name=grant] option", "value").pop().unwrap();
    let fields = [
        ("grant", grant.as_str()),
        ("borrower", borrower.as_str()),
        ("from", "2026-03-02"),
        ("until", "2026-03-05"),
        ("reason", "nghỉ phép"),
    ];
    let lent = lender.post(LOANS, &fields).await;
    assert_eq!(lent.location(), LOANS, "{}", lent.text());
}

both_databases! {
    async fn nobody_opens_a_second_account_of_somebody_who_may_do_more(database) {
        let p = province(database).await;
        let high = p.account("tinh", &[("admin", p.province)]).await;
        let person = person_of(&p, high).await;
        post(&p, person, p.commune, None).await;
        p.account("phuong", &[("admin", p.commune)]).await;
        let phuong = p.signed_in("phuong").await;
        let person = person.to_string();
        let commune = p.commune.to_string();
        let fields = [
            ("person", person.as_str()), ("login", "tinh.phu"), ("display_name", "zz"), ("password", "mật khẩu dài lắm"),
            ("role", "editor"), ("agency", commune.as_str()), ("reason", "QĐ"),
        ];
        let answer = phuong.post(ACCOUNTS, &fields).await;
        assert!(matches!(answer.status, 403 | 409 | 422), "{} {}", answer.status, answer.text());
        assert_eq!(p.count("SELECT count(*) FROM identity_account WHERE login = 'tinh.phu'").await, 0);
        // Nor is their mail address set from there.
        let mail = [("full_name", "Tỉnh"), ("email", "ke.gian@x.vn"), ("version", "1")];
        let answer = phuong.post(&format!("{STAFF}/{person}"), &mail).await;
        assert!(matches!(answer.status, 403 | 404 | 409 | 422), "{}", answer.status);
        assert_eq!(p.count("SELECT count(*) FROM identity_person WHERE email = 'ke.gian@x.vn'").await, 0);
    }

    async fn a_stand_in_gives_nothing_away_and_nobody_gives_to_themselves(database) {
        let p = province(database).await;
        let lender = p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let borrower = p.account("nga", &[("editor", p.commune)]).await;
        let third = p.account("bach", &[("editor", p.commune)]).await;
        for one in [lender, borrower, third] {
            p.serves(one, p.commune).await;
        }
        let quantri = p.signed_in("quantri").await;
        lend(&p, &quantri, "nga").await;
        let nga = p.signed_in("nga").await;
        let province = p.province.to_string();
        let give = [("role", "editor"), ("agency", province.as_str()), ("reason", "QĐ"), ("until", "2027-01-01")];
        for account in [borrower, third] {
            let answer = nga.post(&format!("{ACCOUNTS}/{account}/vai-tro"), &give).await;
            assert!(matches!(answer.status, 403 | 404 | 409 | 422), "{} {}", answer.status, answer.text());
        }
        let answer = quantri.post(&format!("{ACCOUNTS}/{lender}/vai-tro"), &give).await;
        assert!(matches!(answer.status, 409 | 422), "{} {}", answer.status, answer.text());
        // What is lent is not lent on.
        let sql = "SELECT id FROM identity_grant WHERE account = $1 AND role = 'editor'";
        let own: Uuid = p.app.db().read().scalar(sql, vec![lender.uuid().into()]).await.unwrap().unwrap();
        let own = own.to_string();
        let bach = third.to_string();
        let on = [("grant", own.as_str()), ("borrower", bach.as_str()), ("from", "2026-03-02"), ("until", "2026-03-04"), ("reason", "x")];
        assert!(matches!(nga.post(LOANS, &on).await.status, 404 | 409 | 422));
    }

    async fn an_account_with_a_borrowed_role_is_out_of_reach_from_below(database) {
        let p = province(database).await;
        let lender = p.account("quantri", &[("admin", p.province)]).await;
        let borrower = p.account("nga", &[("editor", p.commune)]).await;
        for one in [lender, borrower] {
            p.serves(one, p.commune).await;
        }
        p.account("phuong", &[("admin", p.commune)]).await;
        let quantri = p.signed_in("quantri").await;
        lend(&p, &quantri, "nga").await;
        let phuong = p.signed_in("phuong").await;
        let reset = phuong.post(&format!("{ACCOUNTS}/{borrower}/mat-khau"), &[("version", "1"), ("reason", "QĐ")]).await;
        assert!(matches!(reset.status, 403 | 404 | 409), "{} {}", reset.status, reset.text());
        let lock = phuong.post(&format!("{ACCOUNTS}/{borrower}/khoa"), &[("version", "1"), ("lock_reason", "QĐ"), ("reason", "QĐ")]).await;
        assert!(matches!(lock.status, 403 | 404 | 409), "{} {}", lock.status, lock.text());
        assert_eq!(sign_in(&p.app.visitor(), "nga", PASSWORD).await.status, 303, "the old password is still good");
    }

    async fn whoever_serves_elsewhere_now_is_out_of_sight_of_the_old_agency(database) {
        let p = province(database).await;
        let moved = p.account("minh", &[("editor", p.department)]).await;
        let person = person_of(&p, moved).await;
        let old = post(&p, person, p.commune, Some("2025-12-31")).await;
        post(&p, person, p.department, None).await;
        p.account("phuong", &[("admin", p.commune)]).await;
        let phuong = p.signed_in("phuong").await;
        assert_eq!(phuong.get(&format!("{STAFF}/{person}")).await.status, 404);
        assert!(!phuong.get(STAFF).await.text().contains("minh"));
        let revived = phuong.post(&format!("{STAFF}/{person}/chuc-vu/{old}/ket-thuc"), &[("last", "2036-01-01")]).await;
        assert!(matches!(revived.status, 404 | 409 | 422), "{}", revived.status);
        assert_eq!(p.count("SELECT count(*) FROM identity_post WHERE valid_to = '2036-01-01'").await, 0);
        // Somebody who only left is still found there.
        let left = p.account("lan", &[]).await;
        let left = person_of(&p, left).await;
        post(&p, left, p.commune, Some("2025-12-31")).await;
        assert_eq!(phuong.get(&format!("{STAFF}/{left}")).await.status, 200);
    }
}
