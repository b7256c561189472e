//! Citizens make accounts of their own.

use kernel::db::Queries as _;
use testkit::both_databases;

use crate::kit::{Province, configured, province, sign_in};

const NEW: &str = "hồ Núi Cốc mùa thu";

/// Kind, address and path of what the notification service was handed.
async fn letters(p: &Province) -> Vec<(String, String, String)> {
    let sql = "SELECT payload FROM kernel_job WHERE kind = 'notify.deliver' ORDER BY id";
    let payloads: Vec<String> = p.app.db().read().column(sql, vec![]).await.unwrap();
    let told = |payload: &String| {
        let notice: contracts::notify::Notice = serde_json::from_str(payload).unwrap();
        assert!(!payload.contains("Ma Thị Lan"), "nothing typed is in the letter: {payload}");
        let contracts::notify::Recipient::Address { email, .. } = notice.to else { panic!("to an address") };
        (notice.kind, email.unwrap(), notice.path)
    };
    payloads.iter().map(told).collect()
}

async fn ask(p: &Province, email: &str) -> testkit::Answer {
    p.app.visitor().fill_in("/dang-ky", "/dang-ky", &[("name", "Ma Thị Lan"), ("email", email)]).await
}

both_databases! {
    async fn an_account_is_made_by_the_link_and_nothing_is_kept_before(database) {
        let p = province(database).await;
        assert!(p.app.visitor().get("/dang-nhap").await.attributes("a", "href").contains(&"/dang-ky".to_owned()));
        assert_eq!(ask(&p, "Lan@Example.org").await.status, 200);
        let people = "SELECT count(*) FROM identity_person";
        assert_eq!(p.app.db().read().scalar::<i64>(people, vec![]).await.unwrap(), Some(0));
        let (kind, to, link) = letters(&p).await.remove(0);
        assert_eq!((kind.as_str(), to.as_str()), ("identity.registration", "lan@example.org"));
        let visitor = p.app.visitor();
        let page = visitor.get(&link).await;
        assert_eq!((page.status, page.header("referrer-policy")), (200, "no-referrer"));
        assert!(page.text().contains("Ma Thị Lan") && page.text().contains("lan@example.org"));
        let short = visitor.post(&link, &[("new", "ngắn"), ("again", "ngắn")]).await;
        assert_eq!(short.status, 422);
        let fields = [("new", NEW), ("again", NEW)];
        assert_eq!(visitor.post(&link, &fields).await.location(), "/dang-nhap?tiep=/mot-cua");
        // It counts once.
        assert_eq!(visitor.post(&link, &fields).await.status, 409);
        assert_eq!(sign_in(&visitor, "lan@example.org", NEW).await.status, 303);
        let account = visitor.get("/tai-khoan").await;
        assert!(account.text().contains("Ma Thị Lan"), "{}", account.text());
        // It holds no role: nothing of the officers' opens.
        for path in ["/viec/ban-tin", "/quan-tri/tai-khoan", "/quan-tri/nhan-su"] {
            assert_eq!(visitor.get(path).await.status, 403, "{path}");
        }
        assert!(p.acts().await.contains(&"identity.account.registered".to_owned()));
    }

    async fn nobody_learns_who_has_an_account(database) {
        let p = province(database).await;
        let id = p.account("hanh", &[("editor", p.department)]).await;
        let sql = "UPDATE identity_person SET email = $2 WHERE id = (SELECT person FROM identity_account WHERE id = $1)";
        p.app.keep_house(sql, vec![id.uuid().into(), "hanh@thainguyen.gov.vn".into()]).await.unwrap();
        let (known, new) = (ask(&p, "hanh@thainguyen.gov.vn").await, ask(&p, "moi@example.org").await);
        assert_eq!((known.status, known.texts("main")), (new.status, new.texts("main")));
        let told: Vec<String> = letters(&p).await.into_iter().map(|(kind, ..)| kind).collect();
        assert_eq!(told, ["identity.registration_known", "identity.registration"]);
    }

    async fn links_end_and_are_not_made_up(database) {
        let p = province(database).await;
        ask(&p, "lan@example.org").await;
        let link = letters(&p).await.remove(0).2;
        let visitor = p.app.visitor();
        let mut forged = link.clone();
        let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
        forged.push(last);
        for wrong in ["/dang-ky/x", "/dang-ky/AAAA", &forged] {
            assert_eq!(visitor.get(wrong).await.status, 409, "{wrong}");
            assert_eq!(visitor.post(wrong, &[("new", NEW), ("again", NEW)]).await.status, 409, "{wrong}");
        }
        p.app.set_time("2026-03-03T08:01");
        assert_eq!(visitor.get(&link).await.status, 409);
    }

    async fn two_links_of_one_address_make_one_account(database) {
        let p = province(database).await;
        ask(&p, "lan@example.org").await;
        ask(&p, "lan@example.org").await;
        let links: Vec<String> = letters(&p).await.into_iter().map(|(_, _, path)| path).collect();
        let (one, two) = (p.app.visitor(), p.app.visitor());
        let fields = [("new", NEW), ("again", NEW)];
        let (one, two) = tokio::join!(one.post(&links[0], &fields), two.post(&links[1], &fields));
        let made = [&one, &two].iter().filter(|answer| answer.status == 303).count();
        assert_eq!(made, 1, "{} {}", one.text(), two.text());
        let accounts = "SELECT count(*) FROM identity_account";
        assert_eq!(p.app.db().read().scalar::<i64>(accounts, vec![]).await.unwrap(), Some(1));
    }

    async fn a_mailbox_is_not_flooded_and_wrong_input_is_said(database) {
        let p = configured(database, |_| {}).await;
        for _ in 0..6 {
            assert_eq!(ask(&p, "lan@example.org").await.status, 200, "the same is said");
        }
        assert_eq!(letters(&p).await.len(), 3);
        for wrong in ["", "lan", "lan+một@example.org", "lan@", "a b@example.org"] {
            let answer = ask(&p, wrong).await;
            assert_eq!(answer.attributes(".ds-error-summary a", "href"), ["#email"], "{wrong}");
        }
        let visitor = p.app.visitor();
        let unnamed = visitor.fill_in("/dang-ky", "/dang-ky", &[("name", " "), ("email", "x@example.org")]).await;
        assert_eq!(unnamed.attributes(".ds-error-summary a", "href"), ["#name"]);
    }
}
