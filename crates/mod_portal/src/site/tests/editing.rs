use kernel::Ctx;
use testkit::both_databases;

use super::{build_family, province, site, sites};

both_databases! {
    async fn an_edit_shows_on_the_next_page(database) {
        let app = province(database).await;
        let dinhhoa = site(&app, "dinhhoa");
        let editor = app.signed_in("admin", dinhhoa.agency_id, &dinhhoa.agency_path);
        let visitor = app.visitor();
        // Twice, so that the second comes from memory.
        for _ in 0..2 {
            assert!(!visitor.get("/s/dinhhoa/lien-he").await.text().contains("0208 3878 999"));
        }
        let form = format!("/quan-tri/trang/{}", dinhhoa.id);
        let saved = editor
            .fill_in(&form, &form, &[
                ("phone", "0208 3878 999"),
                ("leaders", "Ma Thị Thử | Chủ tịch\n\nLê Văn Mẫu | Phó Chủ tịch | 0208 3878 998 | mau@thainguyen.example"),
                ("intro", "Đoạn một.\r\n\r\nĐoạn hai."),
            ])
            .await;
        assert_eq!((saved.status, saved.location()), (303, "/quan-tri/trang"));
        let page = visitor.get("/s/dinhhoa/lien-he").await;
        assert!(page.text().contains("0208 3878 999"), "{}", page.text());
        assert_eq!(page.texts(".people b"), ["Ma Thị Thử", "Lê Văn Mẫu"]);
        assert_eq!(visitor.get("/s/dinhhoa/gioi-thieu").await.texts(".prose p"), ["Đoạn một.", "Đoạn hai."]);
        // What an editor said stays when the family is built again.
        let summary = build_family(&Ctx::system(&app, "test")).await.unwrap();
        assert_eq!((summary.founded, summary.renewed), (0, 0));
        assert_eq!(site(&app, "dinhhoa").phone, "0208 3878 999");
    }

    async fn a_stale_form_is_refused(database) {
        let app = province(database).await;
        let dinhhoa = site(&app, "dinhhoa");
        let editor = app.signed_in("admin", dinhhoa.agency_id, &dinhhoa.agency_path);
        let form = format!("/quan-tri/trang/{}", dinhhoa.id);
        let stale = [("version", "1"), ("phone", "0208 3878 111")];
        assert_eq!(editor.post(&form, &stale).await.status, 303);
        let late = [("version", "1"), ("phone", "0208 3878 222"), ("hours", "Thứ Hai")];
        let page = editor.post(&form, &late).await;
        assert_eq!(page.status, 409);
        let again = page.form(&form);
        assert!(again.contains(&("phone".to_owned(), "0208 3878 222".to_owned())), "what was typed is kept");
        assert_eq!(page.texts("#phone-kept span"), ["0208 3878 111"], "beside it what is kept now");
        assert_eq!(page.attribute("#over", "value"), "2");
        assert_eq!(site(&app, "dinhhoa").phone, "0208 3878 111");
        // Sent again as it is, it is refused again; with the box ticked it is saved.
        let mut again: Vec<(&str, &str)> = again.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(editor.post_raw(&form, &again).await.status, 409);
        again.push(("over", "2"));
        assert_eq!(editor.post_raw(&form, &again).await.status, 303);
        assert_eq!(site(&app, "dinhhoa").phone, "0208 3878 222");
    }

    async fn the_list_asks_as_little_for_all_sites_as_for_one(database) {
        let app = province(database).await;
        let dinhhoa = site(&app, "dinhhoa");
        let one = app.signed_in("admin", dinhhoa.agency_id, &dinhhoa.agency_path);
        let root = sites(&app).unwrap().province().unwrap().clone();
        let all = app.signed_in("admin", root.agency_id, &root.agency_path);
        let (few, many) = (one.statements("/quan-tri/trang").await, all.statements("/quan-tri/trang").await);
        // The page itself, the session, and one for each part that has a count in the rail.
        assert!(many <= few && few <= 7, "{few} statements for one site, {many} for all");
    }

    async fn wrong_input_comes_back_with_what_was_typed(database) {
        let app = province(database).await;
        let dinhhoa = site(&app, "dinhhoa");
        let editor = app.signed_in("admin", dinhhoa.agency_id, &dinhhoa.agency_path);
        let form = format!("/quan-tri/trang/{}", dinhhoa.id);
        for (field, value) in [
            ("phone", "gọi tôi"),
            ("phone", "12"),
            ("email", "khong-phai-thu"),
            ("email", "a b@thainguyen.example"),
            ("leaders", "Chỉ có tên"),
            ("leaders", "Tên | Chức | 1 | hai"),
            ("address", &"x".repeat(201)),
        ] {
            let answer = editor.fill_in(&form, &form, &[(field, value)]).await;
            assert_eq!(answer.status, 422, "{field}={value}");
            assert_eq!(answer.attributes(".ds-error-summary a", "href"), [format!("#{field}")]);
            assert!(answer.form(&form).contains(&(field.to_owned(), value.to_owned())), "{field} is kept");
            assert_eq!(site(&app, "dinhhoa").version, 1);
        }
    }

    async fn an_editor_reaches_the_sites_of_their_agencies_only(database) {
        let app = province(database).await;
        let (dinhhoa, sxd) = (site(&app, "dinhhoa"), site(&app, "sxd"));
        let editor = app.signed_in("admin", dinhhoa.agency_id, &dinhhoa.agency_path);
        let list = editor.get("/quan-tri/trang").await;
        assert_eq!(list.texts("tbody th"), ["Xã Định Hoá"]);
        let foreign = format!("/quan-tri/trang/{}", sxd.id);
        assert_eq!(editor.get(&foreign).await.status, 404);
        assert_eq!(editor.post(&foreign, &[("version", "1"), ("phone", "113")]).await.status, 404);
        assert_eq!(app.signed_in_without_role().get("/quan-tri/trang").await.status, 403);
        assert_eq!(app.visitor().get("/quan-tri/trang").await.status, 303);
        let root = sites(&app).unwrap().province().unwrap().clone();
        let all = app.signed_in("admin", root.agency_id, &root.agency_path);
        let page = all.get("/quan-tri/trang").await;
        assert_eq!(page.count("tbody tr"), 25);
        assert_eq!(page.texts("tbody th")[0], "Tỉnh Thái Nguyên");
        let found = all.get("/quan-tri/trang?q=v%C4%83n+lang").await;
        assert!(found.texts("tbody th").contains(&"Xã Văn Lăng".to_owned()), "{:?}", found.texts("tbody th"));
        for typed in ["so+xay+dung", "S%E1%BB%9F+X%C3%A2y+d%E1%BB%B1ng", "dung+xay", "sxd"] {
            let found = all.get(&format!("/quan-tri/trang?q={typed}")).await;
            assert!(found.texts("tbody th").contains(&"Sở Xây dựng".to_owned()), "{typed}");
        }
        assert_eq!(all.get("/quan-tri/trang?q=so+khong+co").await.count("tbody tr"), 0);
        assert_eq!(editor.get("/quan-tri/trang?q=so+xay+dung").await.count("tbody tr"), 0, "beyond their agencies");
    }
}
