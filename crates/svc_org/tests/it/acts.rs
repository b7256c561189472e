use svc_org::{Agency, Extent, tree};
use testkit::{Client, TestApp, both_databases};

use crate::{admin, admin_of, day, named, province};

fn edit_path(agency: &Agency) -> String {
    format!("/quan-tri/co-quan/{}", agency.id)
}

async fn make(app: &TestApp, who: &Client, fields: &[(&str, &str)]) -> testkit::Answer {
    let root = tree(app).unwrap().root(day("2026-03-02")).unwrap().id.to_string();
    let mut all = vec![
        ("kind", "facility"),
        ("name", "Trạm Y tế"),
        ("full_name", "Trạm Y tế Phổ Yên"),
        ("parent", root.as_str()),
        ("valid_from", "2026-01-01"),
    ];
    for (name, value) in fields {
        all.retain(|(n, _)| n != name);
        all.push((name, value));
    }
    who.post("/quan-tri/co-quan", &all).await
}

both_databases! {
    async fn strangers_sign_in_and_others_are_refused(database) {
        let app = province(database).await;
        let tree = tree(&app).unwrap();
        let ward = named(&tree, "Phường Phan Đình Phùng", "2026-03-02");
        let other = named(&tree, "Xã Sảng Mộc", "2026-03-02");
        for path in ["/quan-tri/co-quan".to_owned(), edit_path(ward)] {
            let answer = app.visitor().get(&path).await;
            assert_eq!(answer.status, 303);
            assert!(answer.location().starts_with("/dang-nhap?tiep="));
        }
        assert_eq!(app.signed_in_without_role().get(&edit_path(ward)).await.status, 403);
        let neighbour = admin_of(&app, other);
        assert_eq!(neighbour.get(&edit_path(ward)).await.status, 403);
        let forced = neighbour.post(&edit_path(ward), &[("version", "1"), ("name", "X")]).await;
        assert_eq!(forced.status, 403);
        assert_eq!(make(&app, &neighbour, &[]).await.status, 403);
        let own = neighbour.get("/quan-tri/co-quan").await;
        assert_eq!(own.texts("ul.tree a"), ["Xã Sảng Mộc"]);
    }

    async fn an_administrator_makes_an_agency(database) {
        let app = province(database).await;
        let admin = admin(&app);
        assert_eq!(admin.get("/quan-tri/co-quan").await.count("ul.tree a"), 115);
        let form = admin.get("/quan-tri/co-quan/moi").await;
        assert_eq!(form.count("form.form select[name=parent] option[selected]"), 1);
        let answer = make(&app, &admin, &[("slug", "")]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let page = admin.get(answer.location()).await;
        assert!(page.text().contains("Đã thêm Trạm Y tế Phổ Yên."), "{}", page.text());
        assert!(page.texts("ol.timeline b").contains(&"Thêm mới".to_owned()));
        let tree = tree(&app).unwrap();
        let made = named(&tree, "Trạm Y tế Phổ Yên", "2026-03-02");
        assert_eq!((made.slug.as_str(), made.version), ("tramyte", 1));
        assert!(made.path.starts_with(&tree.root(day("2026-03-02")).unwrap().path));
    }

    async fn wrong_forms_come_back_with_what_was_typed(database) {
        let app = province(database).await;
        let admin = admin(&app);
        for (fields, says) in [
            (vec![("name", "")], "Nhập tên gọi."),
            (vec![("kind", "kingdom")], "Chọn loại cơ quan."),
            (vec![("parent", "")], "Chọn cơ quan cấp trên."),
            (vec![("parent", "x")], "Không có cơ quan cấp trên này."),
            (vec![("slug", "Sở Y tế")], "Chỉ dùng chữ thường không dấu"),
            (vec![("slug", "soyte")], "Tên rút gọn soyte đã thuộc về Sở Y tế"),
            (vec![("code", "Z9")], "Nhóm cao nhất của mã"),
            (vec![("code", "000.00.00.H55")], "Mã định danh H55 đã thuộc về Tỉnh Thái Nguyên"),
            (vec![("unit_code", "12345")], "Chỉ tỉnh, huyện, xã có mã"),
            (vec![("kind", "commune"), ("commune_kind", "xa"), ("unit_code", "05443")], "Mã đơn vị 05443 đã thuộc về Phường Phan Đình Phùng"),
            (vec![("kind", "commune")], "Chọn xã, phường hay thị trấn."),
            (vec![("valid_from", "2026-02-30")], "Nhập một ngày có thật"),
            (vec![("valid_to", "2025-01-01")], "Ngày cuối cùng trước ngày đầu tiên"),
            (vec![("email", "a b@c")], "Viết đủ địa chỉ thư"),
            (vec![("lat", "north")], "Nhập một số từ -90 đến 90"),
        ] {
            let answer = make(&app, &admin, &fields).await;
            assert_eq!(answer.status, 422, "{fields:?}");
            assert!(answer.texts(".ds-error-summary")[0].contains(says), "{fields:?}: {}", answer.text());
            assert_eq!(answer.attribute("input[name=full_name]", "value"), "Trạm Y tế Phổ Yên");
        }
        // The old communes keep their codes: on other days they may be used again.
        let tree = tree(&app).unwrap();
        let parent = named(&tree, "Huyện Võ Nhai", "2025-06-30").id.to_string();
        let answer = make(&app, &admin, &[("parent", &parent)]).await;
        assert!(answer.text().contains("Huyện Võ Nhai không tồn tại suốt thời gian này"), "{}", answer.text());
        assert_eq!(tree.all().count(), 420);
    }

    async fn an_edit_shows_at_once_and_is_told_in_the_history(database) {
        let app = province(database).await;
        let admin = admin(&app);
        let ward = named(&tree(&app).unwrap(), "Phường Phan Đình Phùng", "2026-03-02").clone();
        let public = format!("/co-quan/{}", ward.id);
        assert!(!app.visitor().get(&public).await.text().contains("0208 123"));
        let path = edit_path(&ward);
        let saved = admin.fill_in(&path, &path, &[("phone", "0208 123"), ("lat", "21,5")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert!(app.visitor().get(&public).await.text().contains("0208 123"));
        let page = admin.get(&path).await;
        assert!(page.texts("ol.timeline b").contains(&"Sửa: Điện thoại từ trống thành “0208 123”; Vĩ độ từ “21,5887” thành “21,5”".to_owned()), "{:?}", page.texts("ol.timeline b"));
        let now = named(&tree(&app).unwrap(), "Phường Phan Đình Phùng", "2026-03-02").clone();
        assert_eq!((now.version, now.lat), (2, Some(21.5)));
    }

    async fn a_stale_form_is_a_conflict(database) {
        let app = province(database).await;
        let admin = admin(&app);
        let ward = named(&tree(&app).unwrap(), "Xã Sảng Mộc", "2026-03-02").clone();
        let path = edit_path(&ward);
        let form = admin.get(&path).await.form(&path);
        assert_eq!(admin.fill_in(&path, &path, &[("phone", "1")]).await.status, 303);
        let mut late: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        late.retain(|(n, _)| *n != "phone");
        late.push(("phone", "2"));
        let answer = admin.post_raw(&path, &late).await;
        assert_eq!(answer.status, 409);
        assert!(answer.text().contains("Người khác vừa sửa mục này"));
        assert_eq!(answer.texts("#phone-kept span"), ["1"]);
        assert_eq!(answer.attribute("#phone", "value"), "2");
        assert_eq!(named(&tree(&app).unwrap(), "Xã Sảng Mộc", "2026-03-02").phone, "1");
    }

    async fn a_move_takes_everything_below_along_and_no_cycle_is_made(database) {
        let app = province(database).await;
        let admin = admin(&app);
        let health = named(&tree(&app).unwrap(), "Sở Y tế", "2026-03-02").clone();
        let health_id = health.id.to_string();
        assert_eq!(make(&app, &admin, &[("parent", &health_id)]).await.status, 303);
        let station = named(&tree(&app).unwrap(), "Trạm Y tế Phổ Yên", "2026-03-02").clone();
        assert_eq!(station.path, format!("{}{}/", health.path, station.id));

        let path = edit_path(&health);
        let station_id = station.id.to_string();
        let cycle = admin.fill_in(&path, &path, &[("parent", &station_id)]).await;
        assert_eq!(cycle.status, 422);
        assert!(cycle.text().contains("nằm dưới chính cơ quan này"), "{}", cycle.text());
        let itself = admin.fill_in(&path, &path, &[("parent", &health_id)]).await;
        assert_eq!(itself.status, 422);

        let interior = named(&tree(&app).unwrap(), "Sở Nội vụ", "2026-03-02").id.to_string();
        assert_eq!(admin.fill_in(&path, &path, &[("parent", &interior)]).await.status, 303);
        let tree = tree(&app).unwrap();
        let station = tree.get(station.id).unwrap();
        let above: Vec<_> = tree.above(station).iter().map(|a| a.full_name.as_str()).collect();
        assert_eq!(above, ["Sở Y tế", "Sở Nội vụ", "Tỉnh Thái Nguyên"]);
        assert_eq!(station.path, format!("{}{}/", tree.get(health.id).unwrap().path, station.id));
        // A parent cannot end before what belongs to it.
        let early = admin.fill_in(&path, &path, &[("valid_to", "2026-01-31")]).await;
        assert!(early.text().contains("Trạm Y tế Phổ Yên trực thuộc còn tồn tại"), "{}", early.text());
    }

    async fn an_agency_ends_and_names_its_successors(database) {
        let app = province(database).await;
        let admin = admin(&app);
        let tree_then = tree(&app).unwrap();
        let justice = named(&tree_then, "Sở Tư pháp", "2026-03-02").clone();
        let interior = named(&tree_then, "Sở Nội vụ", "2026-03-02").id.to_string();
        let former = named(&tree_then, "Sở Giao thông vận tải", "2025-02-28").id.to_string();
        let path = format!("{}/ket-thuc", edit_path(&justice));
        let dead = admin.fill_in(&path, &path, &[("successor", &former)]).await;
        assert_eq!(dead.status, 422);
        assert!(dead.text().contains("Cơ quan tiếp nhận phải tồn tại vào ngày"), "{}", dead.text());
        let ended = admin.fill_in(&path, &path, &[("valid_to", "2026-02-28"), ("successor", &interior)]).await;
        assert_eq!(ended.status, 303, "{}", ended.text());
        let tree = tree(&app).unwrap();
        let became = tree.became(justice.id);
        assert_eq!((became.len(), became[0].extent, became[0].on), (1, Extent::Whole, day("2026-03-01")));
        assert!(!tree.get(justice.id).unwrap().is_valid(day("2026-03-01")));
        let page = app.visitor().get(&format!("/co-quan/{}", justice.id)).await;
        assert!(page.text().contains("Nay là Sở Nội vụ toàn bộ"), "{}", page.text());
        let again = admin.post(&path, &[("version", "2"), ("valid_to", "2026-02-27")]).await;
        assert_eq!(again.status, 409);
        assert!(again.text().contains("đã có ngày cuối cùng"));
    }
}
