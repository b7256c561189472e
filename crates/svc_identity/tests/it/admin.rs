use kernel::{Error, db::Queries as _};
use svc_identity::{NewAccount, create_account, grant, roles};
use testkit::both_databases;

use crate::kit::{PASSWORD, province, sign_in};

const LIST: &str = "/quan-tri/tai-khoan";
const NEW: &str = "/quan-tri/tai-khoan/moi";

both_databases! {
    async fn an_administrator_makes_an_account_with_its_first_role(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let agency = p.department.to_string();
        let fields = [
            ("login", "Bình.Trần"), ("display_name", "Trần Văn Bình"), ("role", "editor"),
            ("agency", agency.as_str()), ("reason", "QĐ 12/QĐ-SXD"),
        ];
        let answer = admin.fill_in(NEW, LIST, &fields).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let password = answer.texts("code").remove(0);
        assert!(answer.text().contains("binh.tran"));

        let person = p.app.visitor();
        assert_eq!(sign_in(&person, "binh.tran", &password).await.status, 303);
        assert_eq!(person.get("/viec/ban-tin").await.status, 403, "the first password has to be changed");
        let fields = [("current", password.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
        assert_eq!(person.fill_in("/tai-khoan", "/tai-khoan/mat-khau", &fields).await.status, 303);
        assert_eq!(person.get("/viec/ban-tin").await.status, 200);
        assert!(!p.written().await.contains("Trần"));
    }

    async fn a_form_with_faults_comes_back_as_typed(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province)]).await;
        p.account("hanh", &[]).await;
        let admin = p.signed_in("quantri").await;
        let answer = admin.fill_in(NEW, LIST, &[("login", "a b"), ("display_name", "Bình"), ("until", "mai")]).await;
        assert_eq!(answer.status, 422);
        let at = answer.attributes(".ds-error-summary a", "href");
        assert_eq!(at, ["#login", "#role", "#agency", "#until", "#reason"], "in the order of the form");
        assert_eq!(answer.attribute("#display_name", "value"), "Bình");

        let agency = p.department.to_string();
        let fields = [
            ("login", "hanh"), ("display_name", "Hạnh"), ("role", "admin"), ("agency", agency.as_str()), ("reason", "QĐ"),
        ];
        let answer = admin.fill_in(NEW, LIST, &fields).await;
        assert_eq!(answer.texts("#login-error"), ["Đã có tài khoản tên “hanh”. Chọn tên khác"]);
        assert_eq!(p.count("SELECT count(*) FROM identity_account").await, 2, "nothing half-done");
    }

    async fn the_list_is_searched_and_ends_at_the_subtree(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province)]).await;
        p.account("phuong", &[("admin", p.commune)]).await;
        p.account("hanh", &[("editor", p.commune)]).await;
        let department = p.account("son", &[("editor", p.department)]).await;
        let all = p.signed_in("quantri").await.get(LIST).await;
        assert_eq!(all.texts("tbody th"), ["hanh", "phuong", "quantri", "son"]);
        let found = p.signed_in("quantri").await.get(&format!("{LIST}?q=NGUYEN+thi+hanh")).await;
        assert_eq!(found.texts("tbody th"), ["hanh"]);
        assert_eq!(found.attribute("input[type=search]", "value"), "NGUYEN thi hanh");
        let none = p.signed_in("quantri").await.get(&format!("{LIST}?q=%25")).await;
        assert!(none.text().contains("Không có tài khoản nào"), "a percent sign is a letter like others");

        let commune = p.signed_in("phuong").await;
        assert_eq!(commune.get(LIST).await.texts("tbody th"), ["hanh", "phuong"]);
        let outside = format!("{LIST}/{department}");
        assert_eq!(commune.get(&outside).await.status, 404);
        assert_eq!(commune.post(&format!("{outside}/khoa"), &[("version", "1")]).await.status, 404);
        assert_eq!(p.signed_in("hanh").await.get(LIST).await.status, 403);
        assert_eq!(p.app.visitor().get(LIST).await.status, 303);
    }

    async fn a_long_list_has_pages(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province)]).await;
        // Accounts by the row: hashing a password for each would take the test's time.
        let person = "INSERT INTO identity_person (id, full_name, name_key, found_by, lang, created_at, version) \
                      VALUES ($1, $2, $2, $2, 'vi', 0, 1)";
        let sql = "INSERT INTO identity_account (id, person, login, display_name, found_by, password, status, must_change, created_at, version) \
                   VALUES ($1, $1, $2, $2, $2, '', 'active', false, 0, 1)";
        let given = "INSERT INTO identity_grant (id, account, role, agency, valid_from, reason, given_at) \
                     VALUES ($1, $2, 'editor', $3, '2026-01-01', '', 0)";
        for n in 0..60 {
            let id = kernel::new_id::<()>().uuid();
            p.app.keep_house(person, vec![id.into(), format!("may{n:02}").into()]).await.unwrap();
            p.app.keep_house(sql, vec![id.into(), format!("may{n:02}").into()]).await.unwrap();
            let grant = kernel::new_id::<()>().uuid();
            p.app.keep_house(given, vec![grant.into(), id.into(), p.commune.into()]).await.unwrap();
        }
        let admin = p.signed_in("quantri").await;
        let first = admin.get(LIST).await;
        assert_eq!(first.count("tbody tr"), 50);
        assert!(first.text().contains("61 tài khoản"));
        let next = first.attribute("a[rel=next]", "href");
        assert_eq!(admin.get(&next).await.count("tbody tr"), 11);
        assert_eq!(admin.get(&format!("{LIST}?page=99")).await.status, 200);
    }

    async fn locking_ends_the_sessions_and_unlocking_lets_in_again(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province)]).await;
        let id = p.account("hanh", &[("editor", p.commune)]).await;
        let (admin, hanh) = (p.signed_in("quantri").await, p.signed_in("hanh").await);
        let page = format!("{LIST}/{id}");
        let without = admin.fill_in(&page, &format!("{page}/khoa"), &[("lock_reason", " ")]).await;
        assert_eq!((without.status, without.count("details[open] #lock_reason-error")), (422, 1));
        assert_eq!(hanh.get("/viec/cua-toi").await.status, 200, "nothing without a reason");
        let why = [("lock_reason", "QĐ 20/QĐ-SXD")];
        assert_eq!(admin.fill_in(&page, &format!("{page}/khoa"), &why).await.status, 303);
        assert!(p.written().await.contains("QĐ 20/QĐ-SXD"));
        assert_eq!(hanh.get("/viec/cua-toi").await.status, 303);
        assert_eq!(sign_in(&hanh, "hanh", PASSWORD).await.status, 422);
        assert!(admin.get(LIST).await.text().contains("Đã khóa"));
        assert_eq!(admin.fill_in(&page, &format!("{page}/mo-khoa"), &[]).await.status, 303);
        assert_eq!(hanh.get("/viec/cua-toi").await.status, 303, "what was ended stays ended");
        assert_eq!(sign_in(&hanh, "hanh", PASSWORD).await.status, 303);
    }

    async fn a_forgotten_password_is_replaced_by_whoever_holds_as_much(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        p.account("phuong", &[("admin", p.commune)]).await;
        let id = p.account("hanh", &[("editor", p.commune)]).await;
        let (page, action) = (format!("{LIST}/{id}"), format!("{LIST}/{id}/mat-khau"));
        let hanh = p.signed_in("hanh").await;
        let refused = p.signed_in("phuong").await.fill_in(&page, &action, &[]).await;
        assert_eq!(refused.status, 409, "no editor: the new password would make them one");
        assert_eq!(hanh.get("/viec/ban-tin").await.status, 200);

        let answer = p.signed_in("quantri").await.fill_in(&page, &action, &[]).await;
        assert_eq!(answer.status, 200);
        let password = answer.texts("code").remove(0);
        assert_eq!(hanh.get("/viec/cua-toi").await.status, 303, "signed out");
        assert_eq!(sign_in(&hanh, "hanh", PASSWORD).await.status, 422);
        assert_eq!(sign_in(&hanh, "hanh", &password).await.status, 303);
        assert_eq!(hanh.get("/viec/ban-tin").await.status, 403, "until it is changed");
        assert!(!p.written().await.contains(&password));
    }

    async fn a_form_opened_before_the_last_change_is_refused(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province)]).await;
        let id = p.account("hanh", &[("editor", p.commune)]).await;
        let admin = p.signed_in("quantri").await;
        let page = format!("{LIST}/{id}");
        assert_eq!(admin.post(&format!("{page}/khoa"), &[("version", "1"), ("lock_reason", "QĐ")]).await.status, 303);
        assert_eq!(admin.post(&format!("{page}/mo-khoa"), &[("version", "1")]).await.status, 409);
        assert_eq!(admin.post(&format!("{page}/khoa"), &[("version", "2"), ("lock_reason", "QĐ")]).await.status, 409, "locked already");
        assert_eq!(admin.post(&format!("{page}/mo-khoa"), &[]).await.status, 400);
        assert_eq!(p.count("SELECT count(*) FROM identity_account WHERE status = 'locked'").await, 1);
    }

    async fn nobody_locks_themselves_or_whoever_serves_above_them(database) {
        let p = province(database).await;
        let own = p.account("phuong", &[("admin", p.commune)]).await;
        let both = p.account("hanh", &[("editor", p.commune), ("editor", p.province)]).await;
        let commune = p.signed_in("phuong").await;
        assert_eq!(commune.post(&format!("{LIST}/{own}/khoa"), &[("version", "1"), ("lock_reason", "QĐ")]).await.status, 409);
        assert_eq!(commune.post(&format!("{LIST}/{both}/khoa"), &[("version", "1"), ("lock_reason", "QĐ")]).await.status, 403);
        assert_eq!(p.signed_in("hanh").await.get("/viec/cua-toi").await.status, 200);
    }

    async fn nobody_gives_what_they_do_not_hold(database) {
        let p = province(database).await;
        p.account("phuong", &[("admin", p.commune), ("editor", p.department)]).await;
        let id = p.account("hanh", &[("admin", p.commune)]).await;
        let commune = p.signed_in("phuong").await;
        let (page, action) = (format!("{LIST}/{id}"), format!("{LIST}/{id}/vai-tro"));
        let (here, elsewhere) = (p.commune.to_string(), p.department.to_string());
        let nowhere = kernel::new_id::<()>().to_string();
        let give = async |role: &str, agency: &str| {
            let fields = [("role", role), ("agency", agency), ("reason", "QĐ 05")];
            commune.fill_in(&page, &action, &fields).await
        };
        let above = give("editor", &here).await;
        assert_eq!(above.status, 422);
        assert!(above.texts("#role-error")[0].contains("quyền mà bạn không có"), "an editor elsewhere only");
        assert_eq!(give("admin", &elsewhere).await.status, 403, "outside the subtree");
        assert_eq!(give("superuser", &here).await.count("#role-error"), 1);
        assert_eq!(give("admin", &nowhere).await.count("#agency-error"), 1);
        assert_eq!(give("admin", "x").await.count("#agency-error"), 1);
        assert_eq!(give("admin", &here).await.count("#role-error"), 1, "held already");
        let page = commune.get(&page).await;
        assert_eq!(page.texts("#agency option").len(), 2, "one to choose, beside the invitation");
        assert_eq!(p.count("SELECT count(*) FROM identity_grant").await, 3);
    }

    async fn a_role_is_taken_back_within_the_subtree_only(database) {
        let p = province(database).await;
        p.account("phuong", &[("admin", p.commune)]).await;
        let id = p.account("hanh", &[("editor", p.commune), ("editor", p.department)]).await;
        let page = format!("{LIST}/{id}");
        let commune = p.signed_in("phuong").await;
        let shown = commune.get(&page).await;
        let ends = shown.attributes("form[action$='/ket-thuc']", "action");
        assert_eq!((shown.count("tbody tr"), ends.len()), (2, 1));
        let outside: uuid::Uuid = {
            use kernel::db::Queries as _;
            let sql = "SELECT id FROM identity_grant WHERE agency = $1";
            p.app.db().read().scalar(sql, vec![p.department.into()]).await.unwrap().unwrap()
        };
        let forged = format!("{page}/vai-tro/{outside}/ket-thuc");
        let reason = format!("end_reason_{outside}");
        assert_eq!(commune.post(&forged, &[(&reason, "QĐ 21")]).await.status, 404);
        let reason = shown.attribute("form[action$='/ket-thuc'] input[type=text]", "name");
        let without = commune.fill_in(&page, &ends[0], &[(&reason, "")]).await;
        assert_eq!((without.status, without.count(&format!("#{reason}-error"))), (422, 1));
        assert_eq!(commune.fill_in(&page, &ends[0], &[(&reason, "QĐ 21/QĐ-UBND")]).await.status, 303);
        assert!(p.written().await.contains("QĐ 21/QĐ-UBND"));
        assert_eq!(commune.get(&page).await.status, 404, "serves elsewhere only now");
        assert_eq!(p.signed_in("hanh").await.get("/viec/ban-tin").await.status, 200);
    }

    async fn the_operators_command_is_told_what_is_wrong(database) {
        let p = province(database).await;
        assert_eq!(roles(&p.app), ["admin", "editor"]);
        let ctx = p.system();
        let id = p.account("hanh", &[]).await;
        let new = |login: &str, password: &str| NewAccount {
            login: login.to_owned(),
            display_name: "Hạnh".to_owned(),
            password: password.to_owned(),
            must_change: false,
            ..NewAccount::default()
        };
        let taken = create_account(&ctx, new("HẠNH", PASSWORD)).await;
        assert!(matches!(taken, Err(Error::Conflict(m)) if m.key() == "identity.account.login_taken"));
        let weak = create_account(&ctx, new("binh", "password1234")).await;
        assert!(matches!(weak, Err(Error::Invalid(form)) if form.error("password").is_some()));
        let key = |refused: kernel::Result<_>| match refused {
            Err(Error::Conflict(message)) => message.key(),
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("it was done"),
        };
        assert_eq!(key(grant(&ctx, id, "king", p.province, "").await), "identity.grant.unknown_role");
        let nowhere = kernel::new_id::<()>().uuid();
        assert_eq!(key(grant(&ctx, id, "editor", nowhere, "").await), "identity.grant.unknown_agency");
        let nobody = grant(&ctx, kernel::new_id(), "editor", p.province, "").await;
        assert!(matches!(nobody, Err(Error::NotFound)));
    }

    async fn somebody_new_is_shown_around_once(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let department = p.department.to_string();
        let made = admin.post(LIST, &[
            ("login", "moivao"), ("display_name", "Lê Thị Mới"), ("email", "moi@thainguyen.gov.vn"), ("invite", "1"),
            ("role", "editor"), ("agency", &department), ("reason", "QĐ 7"),
        ]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let payload: Option<String> = p.app.db().read()
            .scalar("SELECT payload FROM kernel_job WHERE kind = 'notify.deliver'", vec![]).await.unwrap();
        let notice: contracts::notify::Notice = serde_json::from_str(&payload.unwrap()).unwrap();
        assert_eq!(notice.kind, "identity.invitation");
        let newcomer = p.app.visitor();
        let chosen = [("new", "đồi chè trung du"), ("again", "đồi chè trung du")];
        assert_eq!(newcomer.post(&notice.path, &chosen).await.location(), "/dang-nhap");
        assert_eq!(sign_in(&newcomer, "moivao", chosen[0].1).await.location(), "/lam-quen");
        assert_eq!(newcomer.get("/lam-quen").await.status, 200);
        assert_eq!(newcomer.fill_in("/lam-quen", "/lam-quen", &[]).await.location(), "/viec");
        assert_eq!(sign_in(&p.app.visitor(), "moivao", chosen[0].1).await.location(), "/viec");
        // Nobody is invited without an address.
        let nowhere = admin.post(LIST, &[
            ("login", "khongthu"), ("display_name", "Lê Thị Không"), ("invite", "1"),
            ("role", "editor"), ("agency", &department), ("reason", "QĐ 7"),
        ]).await;
        assert_eq!(nowhere.status, 422);
        assert_eq!(p.count("SELECT count(*) FROM identity_account WHERE login = 'khongthu'").await, 0);
    }

    async fn an_officer_moved_between_agencies_has_the_new_rights_at_the_next_request(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[("editor", p.department)]).await;
        let session = p.signed_in("hanh").await;
        let reach = async || session.get("/viec/pham-vi").await.body();
        assert!(reach().await.contains(&p.department.to_string()));
        let old: Option<uuid::Uuid> =
            p.app.db().read().scalar("SELECT id FROM identity_grant", vec![]).await.unwrap();
        svc_identity::end_grant(&p.system(), old.unwrap().into(), "điều động").await.unwrap();
        grant(&p.system(), hanh, "editor", p.commune, "QĐ 9").await.unwrap();
        let now = reach().await;
        assert!(now.contains(&p.commune.to_string()) && !now.contains(&p.department.to_string()), "{now}");
        let publish = async |agency: uuid::Uuid| {
            session.post("/viec/ban-tin", &[("agency", &agency.to_string())]).await.status
        };
        assert_eq!((publish(p.department).await, publish(p.commune).await), (403, 200));
    }
}
