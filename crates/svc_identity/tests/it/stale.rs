//! Two people at one form: what was typed stays, beside it stands what is kept now, and saving over it is said.

use testkit::{Answer, Client, both_databases};

use crate::kit::{Province, province};

const SAYS: &str = "Người khác vừa sửa mục này trước bạn";

/// The fields of a form as a browser holds them while somebody else is faster.
async fn opened(client: &Client, page: &str, action: &str) -> Vec<(String, String)> {
    let mut form = client.get(page).await.form(action);
    form.retain(|(name, _)| name != "_csrf");
    form
}

async fn send(client: &Client, action: &str, form: &[(String, String)], typed: &[(&str, &str)]) -> Answer {
    let kept = form.iter().filter(|(name, _)| typed.iter().all(|(t, _)| t != name));
    let pairs: Vec<(&str, &str)> =
        kept.map(|(n, v)| (n.as_str(), v.as_str())).chain(typed.iter().copied()).collect();
    client.post(action, &pairs).await
}

async fn admin(p: &Province) -> Client {
    p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
    p.signed_in("quantri").await
}

both_databases! {
    async fn an_account_changed_meanwhile_is_shown_as_it_is_with_the_reason_typed(database) {
        let p = province(database).await;
        let id = p.account("hanh", &[("editor", p.commune)]).await;
        let admin = admin(&p).await;
        let page = format!("/quan-tri/tai-khoan/{id}");
        let (lock, reset) = (format!("{page}/khoa"), format!("{page}/mat-khau"));
        let (locking, resetting) = (opened(&admin, &page, &lock).await, opened(&admin, &page, &reset).await);
        svc_identity::account::lock(&p.system(), id, 1, "QĐ 1").await.unwrap();

        // Locked already: that is shown, and what was typed is not lost.
        let late = send(&admin, &lock, &locking, &[("lock_reason", "QĐ 77/2026")]).await;
        assert_eq!(late.status, 409, "{}", late.text());
        assert!(late.text().contains(SAYS) && late.text().contains("Đã khóa"), "{}", late.text());
        assert_eq!(late.attribute("#lock_reason", "value"), "QĐ 77/2026");

        svc_identity::account::unlock(&p.system(), id, 2).await.unwrap();
        let late = send(&admin, &lock, &locking, &[("lock_reason", "QĐ 77/2026")]).await;
        assert_eq!((late.status, late.attribute("#over", "value")), (409, "3".to_owned()));
        assert_eq!(p.count("SELECT count(*) FROM identity_account WHERE status = 'locked'").await, 0);
        let over = late.form(&lock);
        assert_eq!(send(&admin, &lock, &over, &[]).await.status, 409, "not without saying so");
        assert_eq!(send(&admin, &lock, &over, &[("over", "3")]).await.status, 303);
        assert_eq!(p.count("SELECT count(*) FROM identity_account WHERE status = 'locked'").await, 1);

        let unlock = format!("{page}/mo-khoa");
        let unlocking = opened(&admin, &page, &unlock).await;
        svc_identity::account::unlock(&p.system(), id, 4).await.unwrap();
        let late = send(&admin, &unlock, &unlocking, &[]).await;
        assert!(late.status == 409 && late.text().contains("Đang dùng"), "{}", late.text());

        let late = send(&admin, &reset, &resetting, &[("reset_reason", "quên, xin lại")]).await;
        assert_eq!(late.status, 409, "{}", late.text());
        assert_eq!(late.attribute("#reset_reason", "value"), "quên, xin lại");
        assert_eq!(late.count("#over"), 1);
        assert!(!p.acts().await.contains(&"identity.account.password_reset".to_owned()));
    }

    async fn a_persons_details_stand_beside_what_somebody_else_saved(database) {
        let p = province(database).await;
        let admin = admin(&p).await;
        let department = p.department.to_string();
        let entered = [
            ("full_name", "Ma Thị Nga"), ("born", "1990-04-05"), ("sex", "female"), ("citizen_no", "019190001234"),
            ("phone", "0912345678"), ("agency", department.as_str()), ("title", "Chuyên viên"),
        ];
        let page = admin.post("/quan-tri/nhan-su", &entered).await.location().to_owned();
        let mine = opened(&admin, &page, &page).await;
        let first = send(&admin, &page, &mine, &[("phone", "0987654321"), ("full_name", "Ma Thị Nga")]).await;
        assert_eq!(first.status, 303, "{}", first.text());

        let late = send(&admin, &page, &mine, &[("email", "nga@thainguyen.gov.vn")]).await;
        assert_eq!(late.status, 409, "{}", late.text());
        assert!(late.text().contains(SAYS));
        assert_eq!(late.attribute("#email", "value"), "nga@thainguyen.gov.vn", "what was typed stays");
        assert_eq!(late.texts("#phone-kept span"), ["0987 654 321"], "what is kept stands beside it");
        assert_eq!(late.count("#full_name-kept"), 0, "where both say the same nothing is said");
        assert!(!late.body().contains("019190001234"), "numbers stay hidden");
        let saved = "SELECT count(*) FROM identity_person WHERE email = 'nga@thainguyen.gov.vn'";
        assert_eq!(p.count(saved).await, 0);
        let version = late.attribute("#over", "value");
        assert_eq!(send(&admin, &page, &late.form(&page), &[("over", &version)]).await.status, 303);
        assert_eq!(p.count(saved).await, 1);
        assert_eq!(p.count("SELECT count(*) FROM identity_person WHERE citizen_no = '019190001234'").await, 1);
    }

    async fn ones_own_contact_does_too(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let hanh = p.signed_in("hanh").await;
        let (page, action) = ("/tai-khoan", "/tai-khoan/lien-he");
        let mine = opened(&hanh, page, action).await;
        assert_eq!(send(&hanh, action, &mine, &[("phone", "0987654321")]).await.status, 303);
        let late = send(&hanh, action, &mine, &[("phone", "0912345678")]).await;
        assert_eq!(late.status, 409, "{}", late.text());
        assert_eq!(late.attribute("#phone", "value"), "0912345678");
        assert_eq!(late.texts("#phone-kept span"), ["0987 654 321"]);
        let version = late.attribute("#over", "value");
        assert_eq!(send(&hanh, action, &late.form(action), &[("over", &version)]).await.status, 303);
        assert_eq!(p.count("SELECT count(*) FROM identity_person WHERE phone = '+84912345678'").await, 1);
    }
}
