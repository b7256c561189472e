//! People and their posts, as their agency's administrator enters them.

use kernel::db::Queries as _;
use testkit::both_databases;

use crate::kit::{Province, province};

const LIST: &str = "/quan-tri/nhan-su";

fn person<'a>(name: &'a str, agency: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("full_name", name),
        ("born", "1990-04-05"),
        ("sex", "female"),
        ("citizen_no", "019190001234"),
        ("phone", "0912345678"),
        ("email", "nga@thainguyen.gov.vn"),
        ("agency", agency),
        ("title", "Chuyên viên"),
        ("from", "2026-03-01"),
        ("is_main", "1"),
    ]
}

async fn admin(p: &Province) -> testkit::Client {
    p.account("quantri", &[("admin", p.province)]).await;
    p.signed_in("quantri").await
}

both_databases! {
    async fn a_person_is_entered_found_and_shown_with_numbers_hidden(database) {
        let p = province(database).await;
        let admin = admin(&p).await;
        let department = p.department.to_string();
        let made = admin.post(LIST, &person("Ma Thị  Nga", &department)).await;
        assert_eq!(made.status, 303, "{}", made.text());
        admin.post(LIST, &[person("Lê Văn An", &department), vec![("citizen_no", "")]].concat()).await;
        let second: Vec<_> = person("Đỗ Ân", &department).into_iter().filter(|(n, _)| *n != "citizen_no").collect();
        assert_eq!(admin.post(LIST, &second).await.status, 303);
        let list = admin.get(LIST).await;
        assert!(list.text().contains("•••••••••234") && !list.body().contains("019190001234"));
        let names = list.texts("tbody th");
        let place = |name: &str| names.iter().position(|n| n == name).unwrap_or(99);
        assert!(place("Đỗ Ân") < place("Ma Thị Nga"), "{names:?}");
        assert_eq!(admin.get(&format!("{LIST}?q=ma+thi+nga")).await.count("tbody tr"), 1);

        let own = made.location().to_owned();
        let page = admin.get(&own).await;
        assert!(!page.body().contains("019190001234"));
        let whole = admin.post(&format!("{own}/so-dinh-danh"), &[]).await;
        assert_eq!(whole.attribute("input[name=citizen_no]", "value"), "019190001234");
        assert!(p.written().await.contains("identity.view.numbers"));
        assert!(!p.written().await.contains("019190001234"));
        // Sent back hidden, a number stays what it is; a stale form is refused.
        let hidden = page.attribute("input[name=citizen_no]", "value");
        let saved = admin.post(&own, &[("version", "1"), ("full_name", "Ma Thị Nga"), ("born", "1990-04-05"), ("sex", "female"), ("citizen_no", &hidden), ("phone", "0912345679")]).await;
        assert_eq!(saved.location(), own, "{}", saved.text());
        assert_eq!(p.count("SELECT count(*) FROM identity_person WHERE citizen_no = '019190001234' AND phone = '+84912345679'").await, 1);
        let stale = admin.post(&own, &[("version", "1"), ("full_name", "Ma Thị Nga")]).await;
        assert_eq!(stale.status, 409);
    }

    async fn a_personal_number_is_one_persons(database) {
        let p = province(database).await;
        let admin = admin(&p).await;
        let department = p.department.to_string();
        assert_eq!(admin.post(LIST, &person("Ma Thị Nga", &department)).await.status, 303);
        let again = admin.post(LIST, &person("Ma Thị Nga", &department)).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains("đã có ở một người khác"));
        let differs: Vec<_> = person("Ma Văn Nga", &department).into_iter().map(|(n, v)| if n == "sex" { (n, "male") } else { (n, v) }).collect();
        assert!(admin.post(LIST, &differs).await.text().contains("không khớp"));
        assert_eq!(p.count("SELECT count(*) FROM identity_person WHERE citizen_no IS NOT NULL").await, 1);
    }

    async fn an_agencys_administrator_knows_and_changes_their_own_people_only(database) {
        let p = province(database).await;
        let province = admin(&p).await;
        let (department, commune) = (p.department.to_string(), p.commune.to_string());
        let made = province.post(LIST, &person("Ma Thị Nga", &department)).await;
        let own = made.location().to_owned();
        p.account("pdp", &[("admin", p.commune)]).await;
        let local = p.signed_in("pdp").await;
        assert_eq!(local.get(&own).await.status, 404);
        assert_eq!(local.post(&own, &[("version", "1"), ("full_name", "X Y")]).await.status, 404);
        assert_eq!(local.get(LIST).await.text().matches("Ma Thị Nga").count(), 0);
        let outside: Vec<_> =
            person("Lê Thị An", &department).into_iter().filter(|(n, _)| *n != "citizen_no").collect();
        assert_eq!(local.post(LIST, &outside).await.status, 403);
        // Serving at both, she is seen by both and changed by neither alone.
        let post = [("agency", commune.as_str()), ("title", "Văn thư"), ("from", "2026-03-02")];
        assert_eq!(province.post(&format!("{own}/chuc-vu"), &post).await.status, 303);
        assert_eq!(local.get(&own).await.status, 200);
        assert_eq!(local.post(&own, &[("version", "1"), ("full_name", "Ma Thị Ngà")]).await.status, 403);
        // The post at one's own agency can be ended.
        let end = local.get(&own).await.attribute("form[action$='/ket-thuc']", "action");
        let field = local.get(&own).await.attribute("form[action$='/ket-thuc'] input[type=date]", "name");
        assert_eq!(local.post(&end, &[(field.as_str(), "2026-03-31")]).await.status, 303);
        assert_eq!(p.app.visitor().get(LIST).await.status, 303);
    }

    async fn colleagues_find_each_other(database) {
        let p = province(database).await;
        let admin = admin(&p).await;
        admin.post(LIST, &person("Ma Thị Nga", &p.department.to_string())).await;
        p.account("hanh", &[("editor", p.department)]).await;
        p.account("xuan", &[("editor", p.commune)]).await;
        let near = p.signed_in("hanh").await.get("/dong-nghiep?q=nga").await;
        assert!(near.text().contains("0912 345 678") && !near.body().contains("0001234"));
        assert!(!p.signed_in("xuan").await.get("/dong-nghiep").await.text().contains("Ma Thị Nga"));
    }

    async fn nobody_reaches_a_higher_account_by_changing_its_mail_address(database) {
        let p = province(database).await;
        let boss = p.account("truong", &[("admin", p.province), ("editor", p.commune)]).await;
        let peer = p.account("bientap", &[("editor", p.commune)]).await;
        p.account("pdp", &[("admin", p.commune)]).await;
        let local = p.signed_in("pdp").await;
        for (account, refused) in [(boss, 403), (peer, 409)] {
            let person: Option<uuid::Uuid> = p.app.db().read()
                .scalar("SELECT person FROM identity_account WHERE id = $1", vec![account.uuid().into()]).await.unwrap();
            let own = format!("{LIST}/{}", person.unwrap());
            let changed = local.post(&own, &[("version", "1"), ("full_name", "Ma Thị Nga"), ("email", "toi@noi-khac.vn")]).await;
            assert_eq!(changed.status, refused, "{}", changed.text());
        }
        assert_eq!(p.count("SELECT count(*) FROM identity_person WHERE email IS NOT NULL").await, 0);
    }
}
