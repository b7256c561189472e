//! Links by mail: forgotten passwords and invitations.

use kernel::db::Queries as _;
use testkit::both_databases;

use crate::kit::{Province, configured, province, sign_in};

const NEW: &str = "hồ Núi Cốc mùa thu";

/// The addresses of links handed to the notification service.
async fn sent(p: &Province) -> Vec<String> {
    let payloads: Vec<String> = p
        .app
        .db()
        .read()
        .column("SELECT payload FROM kernel_job WHERE kind = 'notify.deliver' ORDER BY id", vec![])
        .await
        .unwrap();
    let path = |payload: &String| {
        let notice: contracts::notify::Notice = serde_json::from_str(payload).unwrap();
        notice.path
    };
    payloads.iter().map(path).filter(|path| path.starts_with("/dat-mat-khau/")).collect()
}

async fn with_address(p: &Province, login: &str, email: &str) {
    let id = p.account(login, &[("editor", p.department)]).await;
    let sql = "UPDATE identity_person SET email = $2 WHERE id = (SELECT person FROM identity_account WHERE id = $1)";
    p.app.keep_house(sql, vec![id.uuid().into(), email.into()]).await.unwrap();
}

both_databases! {
    async fn a_forgotten_password_is_set_by_a_link(database) {
        let p = province(database).await;
        with_address(&p, "hanh", "hanh@thainguyen.gov.vn").await;
        let desk = p.signed_in("hanh").await;
        let visitor = p.app.visitor();
        let said = visitor.fill_in("/quen-mat-khau", "/quen-mat-khau", &[("who", "Hạnh@ThaiNguyen.gov.vn")]).await;
        let nobody = visitor.fill_in("/quen-mat-khau", "/quen-mat-khau", &[("who", "ai-do@noi-khac.vn")]).await;
        // An address with accents is nobody's; what is said is the same.
        assert_eq!(said.texts("main"), nobody.texts("main"));
        assert_eq!(sent(&p).await.len(), 0);
        visitor.fill_in("/quen-mat-khau", "/quen-mat-khau", &[("who", "hanh@ThaiNguyen.gov.vn")]).await;
        let link = sent(&p).await.remove(0);

        let page = visitor.get(&link).await;
        assert_eq!((page.status, page.header("referrer-policy")), (200, "no-referrer"));
        let short = visitor.post(&link, &[("new", "ngắn"), ("again", "ngắn")]).await;
        assert_eq!(short.status, 422);
        let done = visitor.post(&link, &[("new", NEW), ("again", NEW)]).await;
        assert_eq!(done.location(), "/dang-nhap");
        assert_eq!(sign_in(&visitor, "hanh", NEW).await.location(), "/viec");
        // Whoever was signed in is out, and the link is worth nothing.
        assert_eq!(desk.get("/viec").await.status, 303);
        assert_eq!(visitor.get(&link).await.status, 409);
        assert_eq!(visitor.post(&link, &[("new", "một mật khẩu khác nữa"), ("again", "một mật khẩu khác nữa")]).await.status, 409);
        assert!(p.acts().await.contains(&"identity.link.used".to_owned()));
    }

    async fn links_end_by_time_by_a_later_one_used_and_by_a_lock(database) {
        let p = province(database).await;
        with_address(&p, "hanh", "hanh@thainguyen.gov.vn").await;
        let visitor = p.app.visitor();
        let ask = async || visitor.fill_in("/quen-mat-khau", "/quen-mat-khau", &[("who", "hanh")]).await;
        ask().await;
        ask().await;
        let links = sent(&p).await;
        assert_eq!(visitor.post(&links[1], &[("new", NEW), ("again", NEW)]).await.status, 303);
        assert_eq!(visitor.get(&links[0]).await.status, 409, "an earlier link outlived the later");
        p.app.set_time("2026-03-02T10:00");
        ask().await;
        let link = sent(&p).await.pop().unwrap();
        assert_eq!(visitor.get(&link).await.status, 200);
        p.app.set_time("2026-03-02T10:59");
        assert_eq!(visitor.get(&link).await.status, 200, "it is good as long as no further one is sent");
        p.app.set_time("2026-03-02T11:01");
        assert_eq!(visitor.get(&link).await.status, 409);
        p.app.set_time("2026-03-02T12:00");
        ask().await;
        let link = sent(&p).await.pop().unwrap();
        p.app.keep_house("UPDATE identity_account SET status = 'locked'", vec![]).await.unwrap();
        assert_eq!(visitor.post(&link, &[("new", NEW), ("again", NEW)]).await.status, 409);
    }

    async fn an_invitation_nobody_took_up_is_seen_and_sent_again(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let agency = p.department.to_string();
        let fields = [
            ("login", "thu.moi"), ("display_name", "Lê Thị Thu"), ("email", "thu@thainguyen.gov.vn"), ("invite", "1"),
            ("role", "editor"), ("agency", agency.as_str()), ("reason", "QĐ 5"),
        ];
        let made = admin.fill_in("/quan-tri/tai-khoan/moi", "/quan-tri/tai-khoan", &fields).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let account = made.location().to_owned();
        let again = format!("{account}/loi-moi");
        assert!(admin.get(&account).await.text().contains("Chờ nhận lời mời"));
        assert_eq!(admin.fill_in(&account, &again, &[]).await.location(), account);
        let visitor = p.app.visitor();
        let links = sent(&p).await;
        assert_eq!(links.len(), 2);
        assert_eq!(visitor.get(&links[0]).await.status, 409, "the one sent before is over");
        assert_eq!(visitor.get(&links[1]).await.status, 200);
        p.app.set_time("2026-03-12T08:00");
        let admin = p.signed_in("quantri").await;
        assert!(admin.get(&account).await.text().contains("lời mời đã hết hạn"));
        assert_eq!(admin.fill_in(&account, &again, &[]).await.location(), account);
        let link = sent(&p).await.pop().unwrap();
        let version = admin.get(&account).await.attribute("input[name=version]", "value");
        assert_eq!(visitor.post(&link, &[("new", NEW), ("again", NEW)]).await.status, 303);
        let page = admin.get(&account).await;
        assert!(page.text().contains("Đang dùng") && page.count("form[action$='/loi-moi']") == 0);
        assert_eq!(admin.post(&again, &[("version", &version)]).await.status, 409);
        assert_eq!(sent(&p).await.len(), 3);
    }

    async fn a_mailbox_is_not_flooded(database) {
        let p = configured(database, |config| config.trusted_proxies = 1).await;
        with_address(&p, "hanh", "hanh@thainguyen.gov.vn").await;
        for n in 0..8 {
            // From everywhere, so that no address is slowed down.
            let visitor = p.app.visitor().with_header("x-forwarded-for", &format!("203.0.113.{n}"));
            visitor.fill_in("/quen-mat-khau", "/quen-mat-khau", &[("who", "hanh")]).await;
        }
        let links = sent(&p).await;
        assert!(links.len() <= 3);
        // Whoever asked for them: until there may be another, the owner's last one opens.
        p.app.set_time("2026-03-02T08:55");
        assert_eq!(p.app.visitor().get(links.last().unwrap()).await.status, 200);
    }

    async fn a_made_up_link_opens_nothing(database) {
        let p = province(database).await;
        with_address(&p, "hanh", "hanh@thainguyen.gov.vn").await;
        for made_up in ["x", "%00", "..%2f..", &"a".repeat(64)] {
            let answer = p.app.visitor().get(&format!("/dat-mat-khau/{made_up}")).await;
            assert!((400..500).contains(&answer.status), "{made_up}: {}", answer.status);
        }
    }
}
