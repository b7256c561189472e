//! Roles lent to a stand-in.

use kernel::{Error, db::Queries as _};
use testkit::both_databases;

use crate::kit::province;

const PATH: &str = "/tai-khoan/uy-quyen";

both_databases! {
    async fn a_lent_role_counts_on_its_days_and_the_journal_says_for_whom(database) {
        let p = province(database).await;
        let lender = p.account("hanh", &[("editor", p.department)]).await;
        let borrower = p.account("nga", &[("editor", p.commune)]).await;
        p.serves(borrower, p.department).await;
        let nga = borrower.to_string();
        let hanh = p.signed_in("hanh").await;
        let page = hanh.get(PATH).await;
        let grant = page.attributes("select[name=grant] option", "value").pop().unwrap();
        let fields = [
            ("grant", grant.as_str()), ("borrower", nga.as_str()), ("from", "2026-03-03"), ("until", "2026-03-05"), ("reason", "nghỉ phép"),
        ];
        let answer = hanh.post(PATH, &fields).await;
        assert_eq!(answer.location(), PATH, "{}", answer.text());
        assert_eq!(hanh.post(PATH, &fields).await.status, 422, "lent twice");

        let held = async || {
            let sql = "SELECT count(*) FROM identity_delegation WHERE ended_at IS NULL";
            p.count(sql).await
        };
        assert_eq!(held().await, 1);
        let nga = p.signed_in("nga").await;
        assert!(nga.get(PATH).await.text().contains("Nguyễn Thị hanh"));
        let reach = async |day: &str| {
            p.app.set_time(day);
            let session = p.signed_in("nga").await;
            session.get("/viec/pham-vi").await.body()
        };
        assert!(!reach("2026-03-02T09:00").await.contains(&p.department.to_string()));
        let within = reach("2026-03-04T09:00").await;
        assert!(within.contains(&p.department.to_string()) && within.contains(&p.commune.to_string()), "{within}");
        assert!(!reach("2026-03-06T09:00").await.contains(&p.department.to_string()));

        // The journal names both; where the borrower's own role does, only the borrower.
        p.app.set_time("2026-03-04T10:00");
        let nga = p.signed_in("nga").await;
        assert_eq!(nga.post("/viec/ban-tin", &[("agency", &p.department.to_string())]).await.status, 200);
        assert_eq!(nga.post("/viec/ban-tin", &[("agency", &p.commune.to_string())]).await.status, 200);
        let actors: Vec<String> = p.app.db().read()
            .column("SELECT actor FROM kernel_record WHERE act = 'desk.article.published' ORDER BY at, id", vec![])
            .await.unwrap();
        assert_eq!(actors, [format!("account:{borrower} for:{lender}"), format!("account:{borrower}")]);
    }

    async fn it_ends_with_the_lenders_own_role_or_lock(database) {
        let p = province(database).await;
        let lender = p.account("hanh", &[("editor", p.department)]).await;
        let borrower = p.account("nga", &[]).await;
        p.serves(borrower, p.department).await;
        let hanh = p.signed_in("hanh").await;
        let grant = hanh.get(PATH).await.attributes("select[name=grant] option", "value").pop().unwrap();
        let nga = borrower.to_string();
        hanh.post(PATH, &[("grant", grant.as_str()), ("borrower", nga.as_str()), ("from", "2026-03-02"), ("until", "2026-03-05"), ("reason", "họp")]).await;
        let nga = p.signed_in("nga").await;
        let reaches = async || nga.get("/viec/ban-tin").await.status == 200;
        assert!(reaches().await);
        svc_identity::account::lock(&p.system(), lender, 1, "QĐ 5").await.unwrap();
        assert!(!reaches().await);
        svc_identity::account::unlock(&p.system(), lender, 2).await.unwrap();
        assert!(reaches().await);
        // A password was reset because somebody else may know it: until the owner has another, nobody acts for them.
        let must_change = async |yes: bool| {
            let sql = "UPDATE identity_account SET must_change = $2 WHERE id = $1";
            p.app.keep_house(sql, vec![lender.uuid().into(), yes.into()]).await.unwrap();
        };
        must_change(true).await;
        assert!(!reaches().await);
        must_change(false).await;
        assert!(reaches().await);
        svc_identity::end_grant(&p.system(), grant.parse::<uuid::Uuid>().unwrap().into(), "hết nhiệm vụ").await.unwrap();
        assert!(!reaches().await);
    }

    async fn it_ends_where_the_agency_leaves_what_the_lender_looks_after(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.province)]).await;
        let borrower = p.account("nga", &[]).await;
        p.serves(borrower, p.province).await;
        let hanh = p.signed_in("hanh").await;
        let grant = hanh.get(PATH).await.attributes("select[name=grant] option", "value").pop().unwrap();
        let (nga, department) = (borrower.to_string(), p.department.to_string());
        let lent = hanh.post(PATH, &[
            ("grant", grant.as_str()), ("borrower", nga.as_str()), ("agency", department.as_str()),
            ("from", "2026-03-02"), ("until", "2026-03-05"), ("reason", "họp"),
        ]).await;
        assert_eq!(lent.location(), PATH, "{}", lent.text());
        let nga = p.signed_in("nga").await;
        let reaches = async || nga.get("/viec/ban-tin").await.status == 200;
        assert!(reaches().await);
        let sql = "UPDATE org_agency SET path = 'elsewhere/' || path WHERE id = $1";
        p.app.keep_house(sql, vec![p.department.into()]).await.unwrap();
        assert!(!reaches().await);
    }

    async fn whoever_looks_after_the_accounts_of_the_agency_ends_it(database) {
        let p = province(database).await;
        let lender = p.account("hanh", &[("editor", p.department)]).await;
        let borrower = p.account("nga", &[]).await;
        p.serves(borrower, p.department).await;
        let hanh = p.signed_in("hanh").await;
        let grant = hanh.get(PATH).await.attributes("select[name=grant] option", "value").pop().unwrap();
        let nga = borrower.to_string();
        hanh.post(PATH, &[("grant", grant.as_str()), ("borrower", nga.as_str()), ("from", "2026-03-02"), ("until", "2026-03-05"), ("reason", "họp")]).await;
        let nga = p.signed_in("nga").await;
        assert_eq!(nga.get("/viec/ban-tin").await.status, 200);
        p.account("xa", &[("admin", p.commune)]).await;
        p.account("so", &[("admin", p.department)]).await;
        let of_department = p.signed_in("so").await;
        let account = format!("/quan-tri/tai-khoan/{lender}");
        let shown = of_department.get(&account).await;
        assert!(shown.text().contains("Nguyễn Thị nga"), "{}", shown.text());
        let end = shown.attributes("form[action*='/uy-quyen/']", "action").pop().unwrap();
        assert_eq!(p.signed_in("xa").await.post(&end, &[]).await.status, 404);
        assert_eq!(of_department.post(&end, &[]).await.location(), account);
        assert_ne!(nga.get("/viec/ban-tin").await.status, 200);
    }

    async fn what_is_lent_is_ones_own_and_comes_back_at_will(database) {
        let p = province(database).await;
        let own = p.account("hanh", &[("editor", p.department)]).await.to_string();
        let (nga, lymai, far) = (p.account("nga", &[]).await, p.account("lymai", &[]).await, p.account("xaxoi", &[]).await);
        let locked = p.account("khoa", &[]).await;
        for one in [nga, lymai, locked] {
            p.serves(one, p.department).await;
        }
        p.serves(far, p.commune).await;
        svc_identity::account::lock(&p.system(), locked, 1, "QĐ 5").await.unwrap();
        let [nga, lymai, far, locked] = [nga, lymai, far, locked].map(|id| id.to_string());
        let nobody = kernel::new_id::<()>().to_string();
        let hanh = p.signed_in("hanh").await;
        let grant = hanh.get(PATH).await.attributes("select[name=grant] option", "value").pop().unwrap();
        let lend = |grant: &str, to: &str, from: &str, until: &str| {
            [("grant", grant), ("borrower", to), ("from", from), ("until", until), ("reason", "họp")].map(|(n, v)| (n, v.to_owned()))
        };
        let send = async |client: &testkit::Client, fields: [(&'static str, String); 5]| {
            let fields = fields.each_ref().map(|(n, v)| (*n, v.as_str()));
            client.post(PATH, &fields).await
        };
        for (to, from, until) in [
            (&own, "2026-03-02", "2026-03-05"), (&nobody, "2026-03-02", "2026-03-05"), (&far, "2026-03-02", "2026-03-05"),
            (&locked, "2026-03-02", "2026-03-05"), (&"nga".to_owned(), "2026-03-02", "2026-03-05"), (&String::new(), "2026-03-02", "2026-03-05"),
            (&nga, "2026-03-05", "2026-03-02"), (&nga, "2026-03-02", "2026-12-05"), (&nga, "2026-02-01", "2026-02-05"),
        ] {
            assert_eq!(send(&hanh, lend(&grant, to, from, until)).await.status, 422, "{to} {from} {until}");
        }
        assert_eq!(send(&hanh, lend(&grant, &nga, "2026-03-02", "2026-03-05")).await.status, 303);
        // Of somebody who is no colleague the same is said, whether or not there is such an account.
        let said = async |to: &str| send(&hanh, lend(&grant, to, "2026-03-02", "2026-03-05")).await.texts(".ds-error-summary li");
        assert_eq!(said(&far).await, said(&nobody).await);
        assert_eq!(said(&locked).await, said(&nobody).await);
        let nga = p.signed_in("nga").await;
        // A borrowed role is not lent on, nor somebody else's taken back.
        assert_eq!(send(&nga, lend(&grant, &lymai, "2026-03-02", "2026-03-05")).await.status, 404);
        let end = nga.get(PATH).await.attribute("form[action$='/ket-thuc']", "action");
        assert_eq!(p.signed_in("lymai").await.post(&end, &[]).await.status, 404);
        assert_eq!(nga.post(&end, &[]).await.location(), PATH);
        assert_eq!(nga.get("/viec/ban-tin").await.status, 403);
        assert_eq!(hanh.post(&end, &[]).await.status, 404);
        assert!(matches!(svc_identity::end_grant(&p.system(), kernel::new_id(), "x").await, Err(Error::NotFound)));
    }

    async fn a_part_of_a_role_is_lent_and_no_more_than_that_part(database) {
        let p = province(database).await;
        let lender = p.account("hanh", &[("editor", p.province), ("admin", p.province)]).await;
        let borrower = p.account("nga", &[]).await;
        let third = p.account("xuan", &[("editor", p.department)]).await;
        p.serves(borrower, p.province).await;
        let hanh = p.signed_in("hanh").await;
        // Chosen among the people the page of colleagues shows, which leads here.
        let row = hanh.get("/dong-nghiep?q=nga").await;
        let there = row.attribute("tbody td a[href*='uy-quyen']", "href");
        let page = hanh.get(&there).await;
        assert_eq!(page.texts("select[name=borrower] option[selected]"), ["Nguyễn Thị nga (Chuyên viên, Tỉnh Thái Nguyên)"]);
        assert_eq!(page.count("select[name=borrower] option"), 2, "nobody else works there");
        // The address tells nothing of anybody else.
        let other = hanh.get(&format!("{PATH}?cho={third}")).await;
        assert!(!other.text().contains("xuan") && other.count("select[name=borrower] option[selected]") == 0);
        let agencies = page.texts("select[name=agency] option");
        assert_eq!(agencies.len(), 3, "all of it, or one of two below: {agencies:?}");
        let roles = page.texts("select[name=grant] option");
        let grants = page.attributes("select[name=grant] option", "value");
        let (nga, commune) = (borrower.to_string(), p.commune.to_string());
        let lend = async |role: &str, agency: &str| {
            let at = roles.iter().position(|words| words.starts_with(role)).unwrap();
            let fields = [
                ("grant", grants[at].as_str()), ("agency", agency), ("borrower", nga.as_str()),
                ("from", "2026-03-02"), ("until", "2026-03-05"), ("reason", "nghỉ phép"),
            ];
            hanh.post(PATH, &fields).await
        };
        for wrong in ["x", &kernel::new_id::<()>().to_string()] {
            let answer = lend("Biên tập", wrong).await;
            assert_eq!((answer.status, answer.count("#agency-error")), (422, 1), "{wrong}");
        }
        for role in ["Biên tập", "Quản trị"] {
            let lent = lend(role, &commune).await;
            assert_eq!(lent.location(), PATH, "{}", lent.text());
        }
        let nga = p.signed_in("nga").await;
        assert!(nga.get(PATH).await.text().contains("Phường Phan Đình Phùng"));
        assert_eq!(nga.get("/viec/pham-vi").await.body(), format!("/{}/{}/", p.province, p.commune));
        for (agency, status) in [(p.commune, 200), (p.department, 403), (p.province, 403)] {
            assert_eq!(nga.post("/viec/ban-tin", &[("agency", &agency.to_string())]).await.status, status);
        }
        // As a stand-in for the administrator of one commune, nothing is seen or given elsewhere.
        let list = nga.get("/quan-tri/tai-khoan").await.text();
        assert!(!list.contains("xuan") && !list.contains("Nguyễn Thị hanh"), "{list}");
        let give = |agency: uuid::Uuid| [("role", "editor".to_owned()), ("agency", agency.to_string()), ("reason", "QĐ".to_owned()), ("until", "2026-12-31".to_owned())];
        for agency in [p.department, p.province, p.commune] {
            let fields = give(agency);
            let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
            let answer = nga.post(&format!("/quan-tri/tai-khoan/{third}/vai-tro"), &fields).await;
            assert!(matches!(answer.status, 403 | 404 | 409 | 422), "{} {agency}", answer.status);
        }
        // The part is lent once; the whole beside it is another loan, and each ends by itself.
        assert_eq!(lend("Biên tập", &commune).await.status, 422);
        assert_eq!(lend("Biên tập", "").await.status, 303);
        assert_eq!(nga.post("/viec/ban-tin", &[("agency", &p.department.to_string())]).await.status, 200);
        let whole = hanh.get(PATH).await;
        let at = whole.texts("tbody tr").iter().position(|row| row.contains("Tỉnh Thái Nguyên")).unwrap();
        let end = whole.attributes("form[action$='/ket-thuc']", "action")[at].clone();
        assert_eq!(hanh.post(&end, &[]).await.status, 303);
        assert_eq!(nga.post("/viec/ban-tin", &[("agency", &p.department.to_string())]).await.status, 403);
        assert_eq!(nga.post("/viec/ban-tin", &[("agency", &commune)]).await.status, 200);
        let actors: Vec<String> = p.app.db().read()
            .column("SELECT DISTINCT actor FROM kernel_record WHERE act = 'desk.article.published'", vec![]).await.unwrap();
        assert_eq!(actors, [format!("account:{borrower} for:{lender}")]);
        // Whoever holds a role over one agency without others below has nothing to choose.
        let xuan = p.signed_in("xuan").await;
        assert_eq!(xuan.get(PATH).await.count("select[name=agency]"), 0);
        // A role over one agency is not lent over another, whatever is sent.
        p.serves(borrower, p.department).await;
        let own = xuan.get(PATH).await.attributes("select[name=grant] option", "value").pop().unwrap();
        let borrower = borrower.to_string();
        for beyond in [p.province, p.commune] {
            let beyond = beyond.to_string();
            let fields = [
                ("grant", own.as_str()), ("agency", beyond.as_str()), ("borrower", borrower.as_str()),
                ("from", "2026-03-02"), ("until", "2026-03-05"), ("reason", "x"),
            ];
            assert_eq!(xuan.post(PATH, &fields).await.status, 422, "{beyond}");
        }
    }
}
