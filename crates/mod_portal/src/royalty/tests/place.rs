//! Which sites and months somebody is shown.

use base::{Id, LocalDate};
use svc_org::agency::End;
use testkit::both_databases;

use super::*;
use crate::royalty::RATES;

/// The department ends with February, and the other takes over.
async fn ended(board: &Board) {
    let ctx = Ctx::system(&board.app, "test");
    let heir = live(&board.app, "sonoivu").agency_id;
    let tree = svc_org::tree(&board.app).unwrap();
    let ending = tree.get(Id::from_uuid(board.site.agency_id)).unwrap().as_ref().clone();
    let cmd =
        End { last_day: LocalDate::parse("2026-02-28").unwrap(), successors: vec![Id::from_uuid(heir)] };
    svc_org::agency::end(&ctx, ending.id, ending.version, cmd).await.unwrap();
    crate::site::build_family(&ctx).await.unwrap();
}

both_databases! {
    async fn the_last_month_of_an_agency_that_has_ended_is_found_added_up_and_closed(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let secretary = board.signed_in("thuky").await;
        board.proposed(&secretary, &entry, &[]).await;
        board.of_province("tongbien", "Tổng biên tập", "publisher").await;
        ended(&board).await;
        let chief = board.signed_in("tongbien").await;
        let all = chief.get(&format!("{WORK}?thang={FEBRUARY}")).await;
        assert!(all.texts("tbody tr").iter().any(|row| row.contains("Sở Tư pháp")), "{}", all.text());
        let id = board.site.id.to_string();
        let offered = |page: &Answer| page.attributes("#site option", "value").contains(&id);
        assert!(offered(&all));
        // The agency was not there in March.
        assert!(!offered(&chief.get(&format!("{WORK}?thang={MARCH}")).await));
        assert_eq!(board.approve_all(&chief, FEBRUARY).await.status, 303);
        let all = chief.get(&format!("{WORK}?thang={FEBRUARY}")).await;
        let row = all.texts("tbody tr").into_iter().find(|row| row.contains("Sở Tư pháp"));
        assert!(row.is_some_and(|row| row.contains("468.000")), "{}", all.text());
        assert!(all.text().contains("Tổng số tiền (đồng): 468.000"), "{}", all.text());
        let closed = board.close(&chief, FEBRUARY).await;
        assert_eq!(closed.status, 303, "{}", closed.text());
        let all = chief.get(&format!("{WORK}?thang={FEBRUARY}")).await;
        let row = all.texts("tbody tr").into_iter().find(|row| row.contains("Sở Tư pháp"));
        assert!(row.is_some_and(|row| row.contains("Đã chốt")), "{}", all.text());
    }

    async fn what_waits_is_what_somebody_can_do_something_about(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-01-10T09:00").await;
        let other = board.published("Bài hai", "2026-02-10T09:00").await;
        let (secretary, head) = (board.signed_in("thuky").await, board.signed_in("truongban").await);
        board.proposed(&secretary, &entry, &[("month", "2026-01")]).await;
        board.proposed(&secretary, &other, &[]).await;
        board.account("thuky2", "Ma Văn Thư hai", "publisher", board.site.agency_id).await;
        let sql = "UPDATE identity_account SET person = (SELECT person FROM identity_account WHERE login = 'thuky') WHERE login = 'thuky2'";
        board.app.keep_house(sql, vec![]).await.unwrap();
        // Under another account of theirs they are the same person still.
        let second = board.signed_in("thuky2").await;
        let person: Option<Uuid> = board.app.db().read().scalar("SELECT person FROM identity_account WHERE login = 'thuky'", vec![]).await.unwrap();
        if person.is_some() {
            assert!(!second.get("/viec").await.text().contains("nhuận bút chờ duyệt"));
        }
        let payee = format!("a:{}", board.app.db().read().scalar::<Uuid>("SELECT id FROM identity_account WHERE login = 'truongban'", vec![]).await.unwrap().unwrap());
        let third = board.published("Bài ba", "2026-02-11T09:00").await;
        board.proposed(&secretary, &third, &[("payee", &payee)]).await;
        let fourth = board.published("Bài bốn", "2026-02-12T09:00").await;
        board.app.keep_house("UPDATE identity_account SET display_name = 'Triệu Thị Trưởng' WHERE login = 'truongban'", vec![]).await.unwrap();
        board.proposed(&secretary, &fourth, &[("payee", "name"), ("name", "triệu thị trưởng")]).await;
        let desk = head.get("/viec").await.text();
        assert!(desk.contains("Nhuận bút tháng 01/2026: 1 khoản") && desk.contains("Nhuận bút tháng 02/2026: 1 khoản"), "{desk}");
        // Without a month in the address the oldest in which something waits is opened.
        let opened = head.get(WORK).await.text();
        assert!(opened.contains("Tháng 01/2026"), "{opened}");
        let of_site = head.get(&format!("{WORK}?site={}", board.site.id)).await.text();
        assert!(of_site.contains("Tháng 01/2026"), "{of_site}");
        assert!(secretary.get(WORK).await.text().contains("Tháng 03/2026"));
        assert_eq!(board.approve_all(&head, "2026-01").await.status, 303);
        assert!(head.get(WORK).await.text().contains("Tháng 02/2026"));
        assert_eq!(board.approve_all(&head, FEBRUARY).await.status, 303);
        assert!(!head.get("/viec").await.text().contains("nhuận bút chờ duyệt"));
    }

    async fn the_rail_leads_nobody_to_what_does_not_open(database) {
        let board = Board::open(database).await;
        board.of_province("quantri", "Quản trị", "admin").await;
        board.account("quantriso", "Quản trị Sở", "admin", board.site.agency_id).await;
        let (all, below) = (board.signed_in("quantri").await, board.signed_in("quantriso").await);
        for (path, name) in [(RATES, "rates"), ("/quan-tri/thoi-han-hoi-dap", "limits")] {
            let leads = format!("a[href='{path}']");
            assert_eq!((all.get("/viec").await.count(&leads) > 0, all.get(path).await.status), (true, 200), "{name}");
            assert_eq!((below.get("/viec").await.count(&leads) > 0, below.get(path).await.status), (false, 403), "{name}");
        }
    }
}
