use testkit::both_databases;

use super::*;

both_databases! {
    async fn a_citizen_applies_without_scripts_and_follows_the_dossier(database) {
        let shop = Shop::open(database).await;
        let citizen = &shop.citizen;
        let about = citizen.get(&format!("/thu-tuc/{BIRTH}")).await;
        assert!(about.attributes("a", "href").contains(&format!("/mot-cua/nop/{BIRTH}")), "{}", about.text());
        let id = shop.filled(citizen, "0912 345 678").await;
        let check = citizen.get(&format!("/mot-cua/nhap/{id}")).await;
        for said in ["Hoàng Thị Sen", "019300000123", "0912345678", "chung sinh.pdf", "Nhận tại nơi nộp", "Phường Phan Đình Phùng"] {
            assert!(check.text().contains(said), "{said}: {}", check.text());
        }
        let unsure = citizen.post(&format!("/mot-cua/nhap/{id}/submission"), &[]).await;
        assert_eq!((unsure.status, unsure.attributes(".ds-error-summary a", "href")), (422, vec!["#sure".to_owned()]));
        let own = format!("/mot-cua/ho-so/{id}");
        assert_eq!(shop.hand_in(citizen, &id).await.location(), own);
        // A second click, and going back in the browser.
        assert_eq!(shop.hand_in(citizen, &id).await.location(), own);
        assert_eq!(citizen.get(&format!("/mot-cua/nhap/{id}")).await.location(), own);
        let receipt = citizen.get(&own).await;
        let code = receipt.texts("h1").concat();
        assert!(code.starts_with("H55.") && code.ends_with("-260302-0001"), "{code}");
        assert!(receipt.text().contains("Mới nộp"), "{}", receipt.text());
        let home = citizen.get("/mot-cua").await;
        assert!(home.text().contains(&code) && home.text().contains("Hồ sơ của ông/bà"));
        // Anybody follows it by the code and a second fact, in whatever way they type them.
        let stranger = shop.app.visitor();
        for fact in ["+84 912 345 678", "0912345678", "019 300 000 123"] {
            let found = stranger.fill_in("/mot-cua/tra-cuu", "/mot-cua/tra-cuu", &[("code", &code.to_lowercase()), ("fact", fact)]).await;
            let seen = stranger.get(found.location()).await;
            assert_eq!(seen.status, 200, "{fact}: {}", found.text());
            assert!(seen.text().contains(&code) && !seen.text().contains("Sen") && !seen.text().contains("chung sinh"), "{}", seen.text());
        }
    }

    async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(database) {
        let shop = Shop::open(database).await;
        let citizen = &shop.citizen;
        let path = format!("/mot-cua/nop/{BIRTH}");
        let nowhere = citizen.fill_in(&path, &path, &[]).await;
        assert_eq!((nowhere.status, nowhere.attributes(".ds-error-summary a", "href")), (422, vec!["#agency".to_owned()]));
        let first = shop.begin(citizen, BIRTH).await.location().to_owned();
        let wrong = citizen.fill_in(&first, &first, &[("ho_ten", "Lý A Sùng"), ("so_dinh_danh", "12"), ("dien_thoai", "1")]).await;
        assert_eq!(wrong.status, 422);
        assert_eq!(wrong.attributes(".ds-error-summary a", "href"), ["#so_dinh_danh", "#dien_thoai", "#co_con"]);
        assert_eq!(wrong.attribute("#ho_ten", "value"), "Lý A Sùng");
        // What hangs on an answer of the same page is asked once that is given.
        let more = citizen.fill_in(&first, &first, &[
            ("ho_ten", "Lý A Sùng"), ("so_dinh_danh", "019300000123"), ("dien_thoai", "0912345678"), ("co_con", "yes"),
        ]).await;
        assert_eq!((more.status, more.count("#may_con")), (422, 1));
        let saved = citizen.fill_in(&first, &first, &[
            ("ho_ten", "Lý A Sùng"), ("so_dinh_danh", "019300000123"), ("dien_thoai", "0912345678"), ("co_con", "yes"),
            ("may_con", "2"),
        ]).await;
        let children = saved.location().to_owned();
        assert!(children.ends_with("/trang/con"), "{children}");
        for name in ["Na", "Bi"] {
            let time = format!("{children}?lan={}", if name == "Na" { 1 } else { 2 });
            let added = citizen.fill_in(&time, &children, &[("ten_con", name)]).await;
            assert_eq!(added.location(), children, "{}", added.text());
        }
        let list = citizen.get(&children).await;
        assert!(list.text().contains("Na") && list.text().contains("Bi"));
        // Two are the most.
        assert!(!list.attributes("a", "href").iter().any(|href| href.ends_with("lan=3")), "{}", list.body());
        let third = citizen.fill_in(&format!("{children}?lan=3"), &children, &[("ten_con", "Tí"), ("lan", "3")]).await;
        assert_eq!(third.status, 409);
        let version = list.attribute("input[name=version]", "value");
        let gone = citizen.post(&format!("{children}/removal"), &[("lan", "1"), ("version", &version)]).await;
        assert_eq!(gone.location(), children);
        assert!(!citizen.get(&children).await.text().contains("Na"));
        // Not all is there: the check says what is missing, and nothing is handed in.
        let id = children.split('/').nth(3).unwrap();
        let check = citizen.get(&format!("/mot-cua/nhap/{id}")).await;
        assert!(check.text().contains("Còn thiếu") && check.text().contains("Chưa nộp được"));
        assert_eq!(shop.hand_in(citizen, id).await.status, 409);
    }

    async fn a_paper_that_is_none_is_refused_and_one_that_is_may_be_taken_away(database) {
        let shop = Shop::open(database).await;
        let citizen = &shop.citizen;
        let id = shop.filled(citizen, "0912345678").await;
        let path = format!("/mot-cua/nhap/{id}/giay-to");
        let page = citizen.get(&path).await;
        let version = page.attribute("input[name=version]", "value");
        let fields = [("version", version.as_str()), ("paper", "giay-chung-sinh")];
        let disguised = citizen.send_file(&path, &fields, ("file-giay-chung-sinh", "anh.jpg", b"MZ\x90\x00 a program")).await;
        assert_eq!(disguised.status, 422, "{}", disguised.text());
        assert_eq!(disguised.attributes(".ds-error-summary a", "href"), ["#file-giay-chung-sinh"]);
        let unknown = [("version", version.as_str()), ("paper", "khac")];
        assert_eq!(citizen.send_file(&path, &unknown, ("file-khac", "a.pdf", PDF)).await.status, 404);
        let file = page.attribute("input[name=file]", "value");
        let gone = citizen.post(&format!("{path}/removal"), &[("version", &version), ("file", &file)]).await;
        assert_eq!(gone.location(), path, "{}", gone.text());
        assert_eq!(shop.hand_in(citizen, &id).await.status, 409, "a paper is missing again");
    }

    async fn on_two_devices_nothing_is_overwritten_unseen(database) {
        let shop = Shop::open(database).await;
        let citizen = &shop.citizen;
        let first = shop.begin(citizen, BIRTH).await.location().to_owned();
        let opened = citizen.get(&first).await.attribute("input[name=version]", "value");
        let whole = [("so_dinh_danh", "019300000123"), ("dien_thoai", "0912345678"), ("co_con", "no")];
        let named = |name: &'static str| [[("ho_ten", name)].as_slice(), &whole].concat();
        assert_eq!(citizen.fill_in(&first, &first, &named("Trên điện thoại")).await.status, 303);
        let late = [named("Trên máy tính").as_slice(), &[("version", opened.as_str())]].concat();
        let told = citizen.post(&first, &late).await;
        assert_eq!(told.status, 409);
        assert_eq!(told.attribute("#ho_ten", "value"), "Trên máy tính");
        assert!(told.text().contains("Trên điện thoại"), "{}", told.text());
    }

    async fn rules_that_changed_meanwhile_are_said_and_a_form_keeps_its_version(database) {
        let shop = Shop::open(database).await;
        let citizen = &shop.citizen;
        let id = shop.filled(citizen, "0912345678").await;
        let ctx = Ctx::system(&shop.app, "test");
        let mut form = short_form("khai-sinh");
        form.pages[0].fields[0].label.vi = "Tên gọi".to_owned();
        svc_forms::version::keep(&ctx, form, 1).await.unwrap();
        let check = citizen.get(&format!("/mot-cua/nhap/{id}")).await;
        assert!(check.text().contains("Họ và tên") && !check.text().contains("Tên gọi"), "the version it was begun with");
        // The procedure is no longer done online: the draft says so and is not handed in.
        let sql = "UPDATE catalogue_service SET valid_to = '2026-03-01' WHERE code = $1";
        let act = ctx.own_act().await.unwrap();
        act.run(sql, vec![BIRTH.into()]).await.unwrap();
        let mut act = act;
        act.record(&draft::store::find(&act, account(&shop, &id).await, id.parse().unwrap()).await.unwrap().unwrap(), &Prepared {}).await.unwrap();
        act.commit().await.unwrap();
        let ended = citizen.get(&format!("/mot-cua/nhap/{id}")).await;
        assert_eq!(ended.status, 409);
        assert!(ended.text().contains("đã thay đổi"), "{}", ended.text());
        assert_eq!(shop.hand_in(citizen, &id).await.status, 409);
        let gone = citizen.post(&format!("/mot-cua/nhap/{id}/discard"), &[]).await;
        assert_eq!(gone.location(), "/mot-cua", "{}", gone.text());
    }

    async fn the_fee_follows_what_was_counted_and_who_is_exempt(database) {
        let shop = Shop::open(database).await;
        let citizen = &shop.citizen;
        let first = shop.begin(citizen, COPY).await.location().to_owned();
        let id = first.split('/').nth(3).unwrap().to_owned();
        let wishes = format!("/mot-cua/nhap/{id}/nhan-ket-qua");
        let none = citizen.fill_in(&wishes, &wishes, &[("so-copies", ""), ("deliver", "counter")]).await;
        assert_eq!(none.attributes(".ds-error-summary a", "href"), ["#so-copies"]);
        let wrong = citizen.fill_in(&wishes, &wishes, &[("so-copies", "0"), ("deliver", "post"), ("address", " ")]).await;
        assert_eq!(wrong.attributes(".ds-error-summary a", "href"), ["#so-copies", "#address"]);
        let saved = citizen.fill_in(&wishes, &wishes, &[("so-copies", "3"), ("deliver", "counter")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let check = citizen.get(&format!("/mot-cua/nhap/{id}")).await;
        assert!(check.text().contains("3 × 8.000 đồng") && check.text().contains("24.000 đồng"), "{}", check.text());
    }
}

async fn account(shop: &Shop, id: &str) -> Uuid {
    let id: Uuid = id.parse().unwrap();
    let sql = "SELECT account FROM onestop_draft WHERE id = $1";
    shop.app.db().read().scalar(sql, vec![id.into()]).await.unwrap().unwrap()
}
