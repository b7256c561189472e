//! Rights that administrators can read.

use kernel::db::Queries as _;
use testkit::both_databases;

use crate::kit::province;

both_databases! {
    async fn the_table_says_which_role_may_what(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province)]).await;
        let page = p.signed_in("quantri").await.get("/quan-tri/quyen").await;
        assert!(page.text().contains("Quản lý tài khoản và giao vai trò"));
        assert_eq!(page.count("tbody tr"), svc_identity::rights::table(&p.app).rows.len());
        assert_eq!(p.app.visitor().get("/quan-tri/quyen").await.status, 303);
    }

    async fn why_is_answered_with_the_chain_of_grants(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let hanh = p.account("hanh", &[("editor", p.commune)]).await;
        let admin = p.signed_in("quantri").await;
        let give = format!("/quan-tri/tai-khoan/{hanh}/vai-tro");
        let department = p.department.to_string();
        let given = admin.post(&give, &[("role", "editor"), ("agency", &department), ("reason", "QĐ 12/QĐ-SXD")]).await;
        assert_eq!(given.status, 303, "{}", given.text());
        let ask = async |who: &str, agency: &str| {
            admin.get(&format!("/quan-tri/quyen/vi-sao?login={who}&permission=desk.article.publish&agency={agency}")).await
        };
        let answer = ask("hanh", &department).await.text();
        for part in ["Nguyễn Thị hanh được làm", "QĐ 12/QĐ-SXD", "Nguyễn Thị quantri", "Do hệ thống giao"] {
            assert!(answer.contains(part), "{part}: {answer}");
        }
        assert!(ask("hanh", &p.province.to_string()).await.text().contains("không được làm"));
        assert_eq!(ask("khong-co", &department).await.status, 422);
        // Somebody else's people are not asked about.
        p.account("pdp", &[("admin", p.commune)]).await;
        let local = p.signed_in("pdp").await;
        let url = format!("/quan-tri/quyen/vi-sao?login=hanh&permission=desk.article.publish&agency={}", p.department);
        assert_eq!(local.get(&url).await.status, 404);
    }

    async fn the_last_administrator_stays(database) {
        let p = province(database).await;
        let own = p.account("quantri", &[("admin", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let page = admin.get(&format!("/quan-tri/tai-khoan/{own}")).await;
        let end = page.attribute("form[action$='/ket-thuc']", "action");
        let field = page.attribute("form[action$='/ket-thuc'] input[type=text]", "name");
        let answer = admin.post(&end, &[(field.as_str(), "thôi")]).await;
        assert_eq!(answer.status, 409);
        assert_eq!(admin.get("/quan-tri/tai-khoan").await.status, 200);
        p.account("kia", &[("admin", p.province)]).await;
        assert_eq!(admin.post(&end, &[(field.as_str(), "thôi")]).await.status, 303);
    }
}

both_databases! {
    async fn a_role_that_ends_soon_is_told_of_once(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        let new = svc_identity::NewGrant {
            role: "editor".to_owned(), agency: p.department, valid_from: None,
            valid_to: Some(base::LocalDate::parse("2026-04-01").unwrap()), reason: "QĐ 3".to_owned(),
        };
        svc_identity::grant_until(&p.system(), hanh, new).await.unwrap();
        let remind = svc_identity::MODULE.jobs.iter().find(|job| job.name == "identity.remind_grants").unwrap();
        let told = async || {
            (remind.run)((*p.app).clone(), serde_json::Value::Null).await.unwrap();
            let payloads: Vec<String> = p.app.db().read()
                .column("SELECT payload FROM kernel_job WHERE kind = 'notify.deliver'", vec![]).await.unwrap();
            let mut ids: Vec<String> = payloads.iter().filter(|text| text.contains("identity.grant_ending"))
                .map(|text| serde_json::from_str::<contracts::notify::Notice>(text).unwrap().id.to_string()).collect();
            ids.sort();
            ids.dedup();
            ids.len()
        };
        p.app.set_time("2026-03-01T08:00");
        assert_eq!(told().await, 0);
        p.app.set_time("2026-03-02T08:00");
        assert_eq!(told().await, 1);
        // Run again that day, it is the same notice.
        assert_eq!(told().await, 1);
        p.app.set_time("2026-03-25T08:00");
        assert_eq!(told().await, 2);
    }
}
