//! One account holds a role over an agency once, whoever gives it at the same moment on whichever node.

use base::LocalDate;
use kernel::{Ctx, Error};
use svc_identity::{NewGrant, end_grant, grant, grant_until, staff_list};
use testkit::both_databases;
use uuid::Uuid;

use crate::kit::{Province, province};

async fn held(p: &Province) -> i64 {
    p.count("SELECT count(*) FROM identity_grant WHERE ended_at IS NULL").await
}

fn is_refused<T: std::fmt::Debug>(outcome: &Result<T, Error>, key: &str) -> bool {
    matches!(outcome, Err(Error::Conflict(said)) if said.key() == key)
}

both_databases! {
    async fn two_nodes_that_give_one_role_at_once_give_it_once(database) {
        let p = province(database).await;
        let other = p.app.second_node().await;
        for n in 1..=15 {
            let account = p.account(&format!("nguoi{n}"), &[]).await;
            let (here, there) = (p.system(), Ctx::system(&other, "test"));
            let (one, two) = tokio::join!(
                grant(&here, account, "editor", p.department, "QĐ 01"),
                grant(&there, account, "editor", p.department, "QĐ 02"),
            );
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
            let refused = if one.is_ok() { &two } else { &one };
            assert!(is_refused(refused, "identity.grant.held_already"), "{refused:?}");
            assert_eq!(held(&p).await, n);
        }
        // Another role, or the same over another agency, is nobody's rival.
        let account = p.account("khac", &[]).await;
        let (here, there) = (p.system(), Ctx::system(&other, "test"));
        let (one, two) = tokio::join!(
            grant(&here, account, "editor", p.department, "QĐ 01"),
            grant(&there, account, "editor", p.commune, "QĐ 02"),
        );
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    }

    async fn a_list_and_a_screen_that_give_one_role_at_once_give_it_once(database) {
        let p = province(database).await;
        let other = p.app.second_node().await;
        (svc_org::MODULE.start.unwrap())(&other).await.unwrap();
        for n in 1..=8 {
            let account = p.account(&format!("nguoi{n}"), &[]).await;
            let sql = "UPDATE identity_person SET email = $2 WHERE id = (SELECT person FROM identity_account WHERE id = $1)";
            let email = format!("nguoi{n}@thainguyen.gov.vn");
            p.app.keep_house(sql, vec![account.uuid().into(), email.clone().into()]).await.unwrap();
            p.serves(account, p.department).await;
            let text = format!("Họ và tên\tThư điện tử\tCơ quan\tChức vụ\tTên đăng nhập\tVai trò\n\
                                Nguyễn Thị nguoi{n}\t{email}\tSở Xây dựng\tChuyên viên\tnguoi{n}\tBiên tập viên\n");
            let table = staff_list::read(text.as_bytes(), "").unwrap_or_else(|m| panic!("{}", m.key()));
            let plan = staff_list::preview(&p.system(), &table, None).await.unwrap();
            assert!(plan.gives_roles(), "{plan:?}");
            let (here, there) = (p.system(), Ctx::system(&other, "test"));
            let fingerprint = plan.fingerprint();
            let (screen, list) = tokio::join!(
                grant(&here, account, "editor", p.department, "QĐ 01"),
                staff_list::apply(&there, &table, None, "QĐ 02", &fingerprint),
            );
            assert!(screen.is_ok() != list.is_ok(), "{screen:?} {list:?}");
            if screen.is_ok() {
                assert!(is_refused(&list, "identity.staff_list.changed"), "{list:?}");
            } else {
                assert!(is_refused(&screen, "identity.grant.held_already"), "{screen:?}");
            }
            assert_eq!(held(&p).await, n);
        }
    }

    async fn a_role_that_was_ended_or_ran_out_is_given_again(database) {
        let p = province(database).await;
        let account = p.account("hanh", &[]).await;
        let first = grant(&p.system(), account, "editor", p.department, "QĐ 01").await.unwrap();
        let again = grant(&p.system(), account, "editor", p.department, "QĐ 02").await;
        assert!(is_refused(&again, "identity.grant.held_already"), "{again:?}");
        end_grant(&p.system(), first, "QĐ 03").await.unwrap();
        let until = |last: &str| NewGrant {
            role: "editor".to_owned(),
            agency: p.department,
            valid_from: None,
            valid_to: LocalDate::parse(last).ok(),
            reason: "QĐ 04".to_owned(),
        };
        grant_until(&p.system(), account, until("2026-03-10")).await.unwrap();
        p.app.set_time("2026-03-10T23:59");
        let again = grant_until(&p.system(), account, until("2026-12-31")).await;
        assert!(is_refused(&again, "identity.grant.held_already"), "its last day counts: {again:?}");
        p.app.set_time("2026-03-11T00:00");
        grant_until(&p.system(), account, until("2026-12-31")).await.unwrap();
        let again = grant_until(&p.system(), account, until("2026-12-31")).await;
        assert!(is_refused(&again, "identity.grant.held_already"), "{again:?}");
    }

    async fn the_database_itself_refuses_a_second_one(database) {
        let p = province(database).await;
        let account = p.account("hanh", &[("editor", p.department)]).await;
        let sql = "INSERT INTO identity_grant (id, account, role, agency, valid_from, reason, given_at, held) \
                   VALUES ($1, $2, 'editor', $3, '2026-03-02', 'x', 0, $4)";
        let row = |held: bool| {
            let id: Uuid = kernel::new_id::<()>().uuid();
            vec![id.into(), account.uuid().into(), p.department.into(), held.into()]
        };
        assert!(p.app.keep_house(sql, row(true)).await.is_err());
        assert!(p.app.keep_house(sql, row(false)).await.is_ok(), "one that a reorganisation makes beside it");
    }
}
