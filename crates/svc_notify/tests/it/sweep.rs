use contracts::notify::Recipient;
use testkit::both_databases;

use crate::kit::{DECIDED, DIGEST, address, notice, province};

const DAY: i64 = 24 * 3600;

both_databases! {
    async fn what_nobody_needs_is_forgotten(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DECIDED, address(Some("an@example.org"), None), &[("code", "1")])).await;
        p.told(&notice(DECIDED, address(Some("không"), None), &[("code", "1")])).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        p.told(&notice(DIGEST, address(None, None), &[("n", "1")])).await;
        let kept = "SELECT count(*) FROM notify_notice WHERE cleared_at IS NULL";
        p.later(29 * DAY).await;
        p.run("notify.sweep").await;
        assert_eq!((p.count(kept).await, p.outbox().len()), (4, 2));
        p.later(2 * DAY).await;
        p.run("notify.sweep").await;
        assert_eq!((p.count(kept).await, p.outbox().len()), (1, 0), "only what the bell shows");
        let names = "SELECT count(*) FROM notify_notice WHERE cleared_at IS NOT NULL AND (name <> '' OR data <> '{}')";
        assert_eq!(p.count(names).await, 0);
        assert_eq!(p.deliveries().await, ["mail given_up 0", "mail sent 1", "mail sent 1"]);
        assert_eq!(p.signed_in("hanh").await.get("/thong-bao").await.count(".notices li"), 1);
        p.later(365 * DAY).await;
        p.run("notify.sweep").await;
        assert_eq!(p.count("SELECT count(*) FROM notify_notice").await, 0);
        assert_eq!(p.count("SELECT count(*) FROM notify_delivery").await, 0);
    }
}
