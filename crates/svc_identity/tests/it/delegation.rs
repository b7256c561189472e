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
        let hanh = p.signed_in("hanh").await;
        let page = hanh.get(PATH).await;
        let grant = page.attributes("select[name=grant] option", "value").pop().unwrap();
        let fields = [
            ("grant", grant.as_str()), ("borrower", "Nga"), ("from", "2026-03-03"), ("until", "2026-03-05"), ("reason", "nghỉ phép"),
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
        p.account("nga", &[]).await;
        let hanh = p.signed_in("hanh").await;
        let grant = hanh.get(PATH).await.attributes("select[name=grant] option", "value").pop().unwrap();
        hanh.post(PATH, &[("grant", grant.as_str()), ("borrower", "nga"), ("from", "2026-03-02"), ("until", "2026-03-05"), ("reason", "họp")]).await;
        let nga = p.signed_in("nga").await;
        let reaches = async || nga.get("/viec/ban-tin").await.status == 200;
        assert!(reaches().await);
        svc_identity::account::lock(&p.system(), lender, 1, "QĐ 5").await.unwrap();
        assert!(!reaches().await);
        svc_identity::account::unlock(&p.system(), lender, 2).await.unwrap();
        assert!(reaches().await);
        svc_identity::end_grant(&p.system(), grant.parse::<uuid::Uuid>().unwrap().into(), "hết nhiệm vụ").await.unwrap();
        assert!(!reaches().await);
    }

    async fn what_is_lent_is_ones_own_and_comes_back_at_will(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.department)]).await;
        p.account("nga", &[]).await;
        p.account("lymai", &[]).await;
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
            ("hanh", "2026-03-02", "2026-03-05"), ("ai-do", "2026-03-02", "2026-03-05"), ("nga", "2026-03-05", "2026-03-02"),
            ("nga", "2026-03-02", "2026-12-05"), ("nga", "2026-02-01", "2026-02-05"),
        ] {
            assert_eq!(send(&hanh, lend(&grant, to, from, until)).await.status, 422, "{to} {from} {until}");
        }
        assert_eq!(send(&hanh, lend(&grant, "nga", "2026-03-02", "2026-03-05")).await.status, 303);
        let nga = p.signed_in("nga").await;
        // A borrowed role is not lent on, nor somebody else's taken back.
        assert_eq!(send(&nga, lend(&grant, "lymai", "2026-03-02", "2026-03-05")).await.status, 404);
        let end = nga.get(PATH).await.attribute("form[action$='/ket-thuc']", "action");
        assert_eq!(p.signed_in("lymai").await.post(&end, &[]).await.status, 404);
        assert_eq!(nga.post(&end, &[]).await.location(), PATH);
        assert_eq!(nga.get("/viec/ban-tin").await.status, 403);
        assert_eq!(hanh.post(&end, &[]).await.status, 404);
        assert!(matches!(svc_identity::end_grant(&p.system(), kernel::new_id(), "x").await, Err(Error::NotFound)));
    }
}
