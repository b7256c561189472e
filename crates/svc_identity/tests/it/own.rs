use testkit::both_databases;

use crate::kit::{PASSWORD, province, sign_in};

const OTHER: &str = "sông Cầu nước chảy lơ thơ";

both_databases! {
    async fn my_account_shows_roles_and_devices(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.department)]).await;
        let phone = p.app.visitor().with_header("user-agent", "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile");
        sign_in(&phone, "hanh", PASSWORD).await;
        let desk = p.signed_in("hanh").await;
        let page = desk.get("/tai-khoan").await;
        assert_eq!(page.status, 200);
        let text = page.text();
        for seen in ["Nguyễn Thị hanh", "Sở Xây dựng", "Biên tập viên", "02/03/2026", "02/03/2031", "Chrome, Android"] {
            assert!(text.contains(seen), "{seen}: {text}");
        }
        assert_eq!(page.count("table:last-of-type tbody tr"), 2);

        let end = page.attribute("form[action$='/ket-thuc']", "action");
        let answer = desk.fill_in("/tai-khoan", &end, &[]).await;
        assert_eq!(answer.location(), "/tai-khoan");
        assert_eq!(phone.get("/viec/cua-toi").await.status, 303, "the phone is out at once");
        assert_eq!(desk.get("/viec/cua-toi").await.status, 200);
        assert_eq!(desk.post(&end, &[]).await.status, 404, "twice");
    }

    async fn nobody_ends_the_sessions_of_others(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        p.account("binh", &[]).await;
        let hanh = p.signed_in("hanh").await;
        let other = p.signed_in("hanh").await;
        let end = hanh.get("/tai-khoan").await.attribute("form[action$='/ket-thuc']", "action");
        assert_eq!(p.signed_in("binh").await.post(&end, &[]).await.status, 404);
        assert_eq!(other.get("/viec/cua-toi").await.status, 200);
    }

    async fn changing_the_password_ends_other_sessions(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let (here, there) = (p.signed_in("hanh").await, p.signed_in("hanh").await);
        let fields = [("current", PASSWORD), ("new", OTHER), ("again", OTHER)];
        let answer = here.fill_in("/tai-khoan", "/tai-khoan/mat-khau", &fields).await;
        assert_eq!((answer.status, answer.location()), (303, "/tai-khoan"));
        assert!(here.get("/tai-khoan").await.text().contains("Đã đổi mật khẩu"));
        assert_eq!(there.get("/viec/cua-toi").await.status, 303);
        assert_eq!(sign_in(&there, "hanh", PASSWORD).await.status, 422);
        assert_eq!(sign_in(&there, "hanh", OTHER).await.status, 303);
    }

    async fn a_password_is_changed_only_by_its_owner_and_to_a_good_one(database) {
        let p = province(database).await;
        p.account("hanh.nguyen-thi", &[]).await;
        let client = p.signed_in("hanh.nguyen-thi").await;
        for (current, new, again, field) in [
            ("không phải", OTHER, OTHER, "current"),
            (PASSWORD, "ngắn", "ngắn", "new"),
            (PASSWORD, "matkhau12345", "matkhau12345", "new"),
            (PASSWORD, "Hanh.Nguyen-Thi", "Hanh.Nguyen-Thi", "new"),
            (PASSWORD, PASSWORD, PASSWORD, "new"),
            (PASSWORD, OTHER, "gõ nhầm lần hai", "again"),
        ] {
            let fields = [("current", current), ("new", new), ("again", again)];
            let answer = client.fill_in("/tai-khoan", "/tai-khoan/mat-khau", &fields).await;
            assert_eq!(answer.status, 422, "{new}");
            assert_eq!(answer.attributes(".ds-error-summary a", "href"), [format!("#{field}")], "{new}");
            assert_eq!(answer.count(&format!("#{field}-error")), 1);
        }
        let fields = [("current", ""), ("new", "ngắn"), ("again", "khác")];
        let answer = client.fill_in("/tai-khoan", "/tai-khoan/mat-khau", &fields).await;
        assert_eq!(answer.attributes(".ds-error-summary a", "href"), ["#current", "#new", "#again"], "all at once");
        assert_eq!(sign_in(&p.app.visitor(), "hanh.nguyen-thi", PASSWORD).await.status, 303);
    }

    async fn a_password_is_not_changed_over_what_happened_meanwhile(database) {
        let p = province(database).await;
        let id = p.account("hanh", &[]).await;
        let fields = [("current", PASSWORD), ("new", OTHER), ("again", OTHER)];
        // Both at once: whichever comes second, a locked account keeps the password that was compared.
        let client = p.signed_in("hanh").await;
        let (system, shown) = (p.system(), client.get("/tai-khoan").await);
        assert_eq!(shown.status, 200);
        let (answer, locked) = tokio::join!(
            client.post("/tai-khoan/mat-khau", &fields),
            svc_identity::account::lock(&system, id, 1, "QĐ 20"),
        );
        let changed = p.acts().await.contains(&"identity.account.password_changed".to_owned());
        match locked {
            Ok(()) => assert!(!changed),
            Err(_) => assert!(changed && answer.status == 303),
        }
    }

    async fn a_given_password_opens_nothing_until_it_is_changed(database) {
        let p = province(database).await;
        let new = svc_identity::NewAccount {
            login: "hanh".to_owned(),
            display_name: "Hạnh".to_owned(),
            password: PASSWORD.to_owned(),
            must_change: true,
            ..svc_identity::NewAccount::default()
        };
        let id = svc_identity::create_account(&p.system(), new).await.unwrap();
        svc_identity::grant(&p.system(), id, "editor", p.department, "QĐ 02").await.unwrap();
        let client = p.app.visitor();
        let fields = [("login", "hanh"), ("password", PASSWORD), ("tiep", "/viec/ban-tin")];
        assert_eq!(client.post("/dang-nhap", &fields).await.location(), "/tai-khoan");
        assert!(client.get("/tai-khoan").await.text().contains("Đổi mật khẩu trước khi làm việc"));
        assert_eq!(client.get("/viec/ban-tin").await.status, 403);
        let fields = [("current", PASSWORD), ("new", OTHER), ("again", OTHER)];
        client.fill_in("/tai-khoan", "/tai-khoan/mat-khau", &fields).await;
        assert_eq!(client.get("/viec/ban-tin").await.status, 200);
    }

    async fn rights_follow_a_grant_at_once(database) {
        let p = province(database).await;
        let id = p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        assert_eq!(client.get("/viec/ban-tin").await.status, 403);
        let given = svc_identity::grant(&p.system(), id, "editor", p.commune, "QĐ 03").await.unwrap();
        assert_eq!(client.get("/viec/ban-tin").await.status, 200);
        svc_identity::end_grant(&p.system(), given, "QĐ 21").await.unwrap();
        assert_eq!(client.get("/viec/ban-tin").await.status, 403);
        assert!(svc_identity::end_grant(&p.system(), given, "QĐ 21").await.is_err(), "it has ended");
    }

    async fn a_grant_holds_to_the_end_of_its_last_day(database) {
        let p = province(database).await;
        let admin = p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let id = p.account("hanh", &[("editor", p.commune)]).await;
        let _ = admin;
        let page = format!("/quan-tri/tai-khoan/{id}");
        let department = p.department.to_string();
        let fields = [("role", "editor"), ("agency", &department), ("until", "2026-03-02"), ("reason", "QĐ 04")];
        let admin = p.signed_in("quantri").await;
        let answer = admin.fill_in(&page, &format!("{page}/vai-tro"), &fields).await;
        assert_eq!(answer.status, 303);
        let counted = "SELECT count(*) FROM identity_grant WHERE valid_to = '2026-03-02'";
        assert_eq!(p.count(counted).await, 1);
        p.app.set_time("2026-03-02T23:59");
        let client = p.signed_in("hanh").await;
        assert!(client.get("/tai-khoan").await.text().contains("Sở Xây dựng"));
        p.app.set_time("2026-03-03T00:01");
        assert!(!client.get("/tai-khoan").await.text().contains("Sở Xây dựng"));
        assert_eq!(client.get("/viec/ban-tin").await.status, 200, "the other role goes on");
    }
}
