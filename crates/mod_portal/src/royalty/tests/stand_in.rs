//! Acting in somebody's place: whoever acts is both.

use testkit::both_databases;

use super::*;

both_databases! {
    async fn whoever_acts_in_somebodys_place_approves_neither_their_proposals_nor_what_is_theirs(database) {
        let board = Board::open(database).await;
        let own = board.published("Bài trưởng ban chấm", "2026-02-10T09:00").await;
        let theirs = board.published("Bài của trưởng ban", "2026-02-11T09:00").await;
        let other = board.published("Bài khác", "2026-02-12T09:00").await;
        let (secretary, head) = (board.signed_in("thuky").await, board.signed_in("truongban").await);
        let outside = [("payee", "name"), ("name", "Lý Thu Hằng")];
        let own = board.proposed(&head, &own, &outside).await;
        let lender: Uuid = board.app.db().read()
            .scalar("SELECT id FROM identity_account WHERE login = 'truongban'", vec![]).await.unwrap().unwrap();
        let payee = format!("a:{lender}");
        let theirs = board.proposed(&secretary, &theirs, &[("payee", &payee)]).await;
        let other = board.proposed(&secretary, &other, &outside).await;
        // The head lends the role to the writer, who has none of the kind.
        let sql = "INSERT INTO identity_delegation (id, grant_id, lender, borrower, agency, valid_from, valid_to, reason, given_at) \
                   SELECT $1, g.id, g.account, $2, g.agency, '2026-03-01', '2026-03-31', 'nghỉ phép', 0 FROM identity_grant g WHERE g.account = $3";
        let values = vec![kernel::new_id::<()>().uuid().into(), board.writer_id.into(), lender.into()];
        assert_eq!(board.app.keep_house(sql, values).await.unwrap(), 1);
        let stand_in = board.signed_in("viet").await;
        // They are offered what they may do, and nothing else.
        let february = stand_in.get(&board.screen(FEBRUARY)).await;
        let offered = format!("{}:1", other.rsplit('/').next().unwrap());
        assert_eq!(february.attributes("input[name=award]", "value"), [offered]);
        for (award, offers) in [(&own, 0), (&theirs, 0), (&other, 1)] {
            assert_eq!(stand_in.get(award).await.count("form[action$='/approval']"), offers, "{award}");
        }
        let approve = async |award: &str| stand_in.post(&format!("{award}/approval"), &[("version", "1")]).await;
        let refused = approve(&own).await;
        assert!(refused.status == 409 && refused.text().contains("người khác phải duyệt"), "{} {}", refused.status, refused.text());
        let refused = approve(&theirs).await;
        assert!(refused.status == 409 && refused.text().contains("chính bạn"), "{} {}", refused.status, refused.text());
        // Nor do they give anything to the one in whose place they act, or to themselves.
        let more = board.published("Bài nữa", "2026-02-13T09:00").await;
        let choices = stand_in.get(&board.new_form(&more)).await.attributes("#payee option", "value");
        let rows = stand_in.get(&board.screen(FEBRUARY)).await.attributes("[name='payee.0'] option", "value");
        for payee in [payee, board.writer()] {
            assert!(!choices.contains(&payee) && !rows.contains(&payee), "{choices:?} {rows:?}");
            let refused = board.propose(&stand_in, &more, &[("payee", &payee)]).await;
            assert!(refused.status == 422 && refused.text().contains("chính mình"), "{}", refused.text());
        }
        // What waits is what they can approve.
        let desk = stand_in.get("/viec").await.text();
        assert!(desk.contains("Nhuận bút tháng 02/2026: 1 khoản"), "{desk}");
        let approved = approve(&other).await;
        assert_eq!(approved.status, 303, "{}", approved.text());
        assert!(!stand_in.get("/viec").await.text().contains("nhuận bút chờ duyệt"));
        // What the stand-in proposed is another's proposal to the one they stand in for: two people have looked at it.
        let proposed = board.proposed(&stand_in, &more, &outside).await;
        assert_eq!(board.kept().await.len(), 4);
        let head_again = board.signed_in("truongban").await;
        let answer = head_again.post(&format!("{proposed}/approval"), &[("version", "1")]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
}
