use svc_org::tree;
use testkit::{Answer, both_databases};

use crate::{named, province};

fn links(answer: &Answer) -> Vec<String> {
    answer.texts("main a")
}

both_databases! {
    async fn the_directory_lists_what_exists_on_a_day(database) {
        let app = province(database).await;
        let now = app.visitor().get("/co-quan").await;
        assert_eq!(now.status, 200);
        let shown = links(&now);
        for name in ["Sở Nội vụ", "Phường Phan Đình Phùng", "Xã Sảng Mộc", "Tỉnh Thái Nguyên"] {
            assert!(shown.contains(&name.to_owned()), "{name}");
        }
        assert_eq!(now.count("ul.communes a"), 92);
        assert!(now.text().contains("115 cơ quan, đơn vị vào ngày 02/03/2026"), "{}", now.text());
        assert!(now.text().contains("Sở Giao thông vận tải nay là Sở Xây dựng"));
        let letters = now.texts("h3");
        assert!(letters.contains(&"Đ".to_owned()) && letters.contains(&"D".to_owned()), "{letters:?}");

        let then = app.visitor().get("/co-quan?ngay=2025-06-30").await;
        assert_eq!(then.count("ul.communes a"), 280);
        assert!(links(&then).contains(&"Huyện Võ Nhai".to_owned()));

        let wrong = app.visitor().get("/co-quan?ngay=31/02/2025").await;
        assert!(wrong.text().contains("Nhập một ngày có thật"));
        let only = app.visitor().get("/co-quan?loai=board").await;
        let shown = links(&only);
        assert!(shown.contains(&"Ban Quản lý các khu công nghiệp tỉnh".to_owned()), "{shown:?}");
        assert!(!shown.contains(&"Sở Nội vụ".to_owned()), "only boards were asked for");
    }

    async fn the_directory_is_searched_without_accents(database) {
        let app = province(database).await;
        let found = app.visitor().get("/co-quan?q=phan+dinh+phung").await;
        assert_eq!(found.texts("ol.results h3")[0], "Phường Phan Đình Phùng");
        assert!(found.text().contains("nay là Phường Phan Đình Phùng"), "the former ward of that name");
        let none = app.visitor().get("/co-quan?q=kh%C3%B4ng+c%C3%B3+n%C6%A1i+n%C3%A0y").await;
        assert!(none.text().contains("Không có cơ quan nào như vậy"));
        let english = app.visitor().get("/en/co-quan?q=justice").await;
        assert_eq!(english.texts("ol.results h3")[0], "Department of Justice");
        assert!(english.attribute("ol.results a", "href").starts_with("/en/co-quan/"));
    }

    async fn a_page_tells_what_became_of_an_agency(database) {
        let app = province(database).await;
        let tree = tree(&app).unwrap();
        let old = named(&tree, "Phường Gia Sàng", "2025-06-30");
        let page = app.visitor().get(&format!("/co-quan/{}", old.id)).await;
        assert_eq!(page.texts("h1"), ["Phường Gia Sàng"]);
        let text = page.text();
        assert!(text.contains("Đã kết thúc từ sau ngày 30/06/2025 Nay là Phường Gia Sàng một phần Phường Phan Đình Phùng một phần"), "{text}");
        let new = named(&tree, "Phường Phan Đình Phùng", "2026-03-02");
        let page = app.visitor().get(&format!("/co-quan/{}", new.id)).await;
        assert!(page.text().contains("Hình thành từ"), "{}", page.text());
        assert!(page.attributes("a", "href").iter().any(|h| h.starts_with("https://www.openstreetmap.org/")));
        let district = named(&tree, "Huyện Võ Nhai", "2025-06-30");
        let page = app.visitor().get(&format!("/co-quan/{}", district.id)).await;
        assert!(page.texts("ul.communes a").contains(&"Xã Sảng Mộc".to_owned()));
        assert_eq!(app.visitor().get("/co-quan/khong-phai-ma").await.status, 404);
        assert_eq!(app.visitor().get("/co-quan/00000000-0000-7000-8000-000000000000").await.status, 404);
    }

    async fn an_old_address_leads_to_the_new_unit(database) {
        let app = province(database).await;
        let first = app.visitor().get("/dia-chi-cu").await;
        assert_eq!(first.count("ul.communes a"), 17);
        let split = app.visitor().get("/dia-chi-cu?q=gia+sang").await;
        assert!(split.text().contains("Phường Gia Sàng một phần"), "{}", split.text());
        assert!(split.text().contains("Phường Phan Đình Phùng một phần"), "{}", split.text());
        assert!(links(&split).contains(&"Mở trang của Phường Phan Đình Phùng".to_owned()), "{}", split.text());
        assert!(split.text().contains("Đơn vị cũ này được chia ra"));
        let whole = app.visitor().get("/dia-chi-cu?q=xa+sang+moc,+huyen+vo+nhai").await;
        assert_eq!(whole.texts("ol.results h2"), ["Xã Sảng Mộc"]);
        assert!(whole.text().contains("giữ nguyên"));
        let none = app.visitor().get("/dia-chi-cu?q=ha+noi").await;
        assert!(none.text().contains("Không có đơn vị cũ nào như vậy"));
    }

    async fn open_data_answer_as_of_a_day(database) {
        let app = province(database).await;
        let get = |path: &'static str| { let visitor = app.visitor(); async move { visitor.get(path).await } };
        let count = |answer: &Answer, text: &str| answer.body().matches(text).count();
        let then = get("/api/v1/agencies?as_of=2025-06-30").await;
        assert_eq!(then.header("content-type"), "application/json");
        assert_eq!((count(&then, "\"kind\":\"commune\""), count(&then, "\"kind\":\"district\"")), (280, 17));
        let now = get("/api/v1/agencies").await;
        assert_eq!(count(&now, "\"id\":"), 115);
        assert!(now.body().contains("\"code\":\"H55\",\"unit_code\":\"19\",\"kind\":\"province\""));
        assert!(now.body().contains("\"valid_from\":\"2025-07-01\",\"valid_to\":null"));
        assert_eq!(count(&get("/api/v1/agencies?kind=commune").await, "\"id\":"), 92);
        let wrong = get("/api/v1/agencies?as_of=gestern").await;
        assert_eq!(wrong.status, 400);
        assert!(wrong.body().contains("as_of"));
        assert!(get("/api/v1/openapi.json").await.body().contains("/api/v1/agencies"));
    }

    async fn the_portals_search_is_given_every_agency(database) {
        let app = province(database).await;
        let source = svc_org::MODULE.search[0];
        let load = source.load;
        let all = load((*app).clone(), (source.all)((*app).clone()).await.unwrap()).await.unwrap();
        assert_eq!(all.len(), 420);
        let tree = tree(&app).unwrap();
        let ward = named(&tree, "Phường Gia Sàng", "2025-06-30").id;
        let one = load((*app).clone(), vec![ward.uuid(), kernel::new_id::<()>().uuid()]).await.unwrap();
        assert_eq!(one.len(), 1);
        assert_eq!((one[0].title.as_str(), one[0].codes.as_slice()), ("Phường Gia Sàng", &["05461".to_owned()][..]));
        assert!(one[0].body.contains("Nay là Phường Gia Sàng, Phường Phan Đình Phùng"), "{}", one[0].body);
    }
}
