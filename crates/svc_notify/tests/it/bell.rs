use contracts::notify::Recipient;
use testkit::both_databases;

use crate::kit::{DECIDED, notice, province};

both_databases! {
    async fn the_bell_counts_and_is_quiet_once_read(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        for n in 0..3 {
            p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", &n.to_string())])).await;
        }
        let client = p.signed_in("hanh").await;
        let records = p.count("SELECT count(*) FROM kernel_record").await;
        let htmx = client.with_header("hx-request", "true");
        assert!(htmx.get("/thong-bao/so").await.body().contains("<em>3"));
        assert_eq!(client.get("/thong-bao/so").await.location(), "/thong-bao", "without htmx");
        let desk = client.get("/viec").await;
        assert!(desk.count("a[href='/thong-bao']") >= 2, "rail and bar lead there");
        let page = client.get("/thong-bao").await;
        assert_eq!(page.count(".notices .unread"), 3);
        let open = page.attributes(".notices form", "action")[0].clone();
        let answer = client.fill_in("/thong-bao", &open, &[("mo", "1")]).await;
        assert_eq!((answer.status, answer.location()), (303, "/viec"), "opened and read in one");
        assert_eq!(client.get("/thong-bao?loc=chua-doc").await.count(".notices li"), 2);
        client.fill_in("/thong-bao", "/thong-bao/da-doc", &[]).await;
        assert!(!htmx.get("/thong-bao/so").await.body().contains("<em>"));
        let page = client.get("/thong-bao").await;
        assert_eq!((page.count(".notices li"), page.count(".notices .unread")), (3, 0));
        assert!(client.get("/thong-bao?loc=chua-doc").await.text().contains("Chưa có thông báo nào"));
        assert_eq!(p.count("SELECT count(*) FROM kernel_record").await, records, "reading is nobody's business");
    }

    async fn pages_follow_one_another_without_gaps(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        for n in 0..45 {
            p.tell(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", &format!("so-{n:02}"))])).await;
        }
        p.app.run_jobs().await;
        let client = p.signed_in("hanh").await;
        let (mut path, mut seen) = ("/thong-bao".to_owned(), Vec::new());
        loop {
            let page = client.get(&path).await;
            seen.extend(page.texts(".notices h2"));
            path = page.attribute("a.ds-button[href*='truoc=']", "href");
            if path.is_empty() {
                break;
            }
        }
        assert_eq!(seen.len(), 45);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 45, "none twice");
        for odd in ["/thong-bao?truoc=x", "/thong-bao?truoc=1.2", "/thong-bao?truoc=99999999999999999999.a"] {
            assert_eq!(client.get(odd).await.status, 200, "{odd}");
        }
    }

    async fn notices_are_their_readers_alone(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        p.account("binh", &[("admin", p.province)]).await;
        let told = notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "riêng")]);
        p.told(&told).await;
        let binh = p.signed_in("binh").await;
        assert!(!binh.get("/thong-bao").await.text().contains("riêng"));
        let action = format!("/thong-bao/{}/da-doc", told.id);
        assert_eq!(binh.post(&action, &[]).await.status, 404);
        assert_eq!(binh.post(&format!("/thong-bao/{}/da-doc", uuid::Uuid::nil()), &[]).await.status, 404);
        assert_eq!(p.count("SELECT count(*) FROM notify_notice WHERE read_at IS NOT NULL").await, 0);
        let stranger = p.app.visitor();
        for path in ["/thong-bao", "/thong-bao/so", "/tai-khoan/thong-bao", "/quan-tri/thong-bao"] {
            assert!(stranger.get(path).await.location().starts_with("/dang-nhap"), "{path}");
        }
    }
}
