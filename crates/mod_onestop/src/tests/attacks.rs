use testkit::both_databases;

use super::*;

both_databases! {
    async fn a_draft_is_nobody_elses(database) {
        let shop = Shop::open(database).await;
        let id = shop.filled(&shop.citizen, "0912345678").await;
        let other = shop.app.client_of("other", Vec::new());
        let file = shop.citizen.get(&format!("/mot-cua/nhap/{id}/giay-to")).await.attribute("section[id^=giay] li a", "href");
        for path in ["", "/trang/nguoi_yeu_cau", "/giay-to", "/nhan-ket-qua"] {
            let path = format!("/mot-cua/nhap/{id}{path}");
            assert_eq!(other.get(&path).await.status, 404, "{path}");
            assert_eq!(shop.clerk.get(&path).await.status, 404, "an officer, too: {path}");
        }
        assert_eq!(shop.hand_in(&other, &id).await.status, 404);
        assert_eq!(other.post(&format!("/mot-cua/nhap/{id}/discard"), &[]).await.status, 404);
        let fields = [("version", "1"), ("paper", "giay-chung-sinh")];
        let path = format!("/mot-cua/nhap/{id}/giay-to");
        assert_eq!(other.send_file(&path, &fields, ("file-giay-chung-sinh", "a.pdf", PDF)).await.status, 404);
        // The file is its owner's until it is handed in; then the agency's as well, and nobody else's.
        let far = shop.app.signed_in("clerk", kernel::new_id::<()>().uuid(), "x/");
        assert_eq!(shop.citizen.get(&file).await.status, 200);
        for stranger in [&other, &shop.clerk, &far] {
            assert_eq!(stranger.get(&file).await.status, 404);
        }
        assert_eq!(shop.hand_in(&shop.citizen, &id).await.status, 303);
        assert_eq!((shop.clerk.get(&file).await.status, shop.citizen.get(&file).await.status), (200, 200));
        for stranger in [&other, &far, &shop.app.visitor()] {
            assert_eq!(stranger.get(&file).await.status, 404);
        }
    }

    async fn a_dossier_is_its_applicants_and_its_agencys(database) {
        let shop = Shop::open(database).await;
        let id = shop.submitted(&shop.citizen).await;
        let other = shop.app.client_of("other", Vec::new());
        let own = format!("/mot-cua/ho-so/{id}");
        assert_eq!(other.get(&own).await.status, 404);
        assert_eq!(other.post(&format!("{own}/withdrawal"), &[("version", "1")]).await.status, 404);
        let tree = svc_org::tree(&shop.app).unwrap();
        let far = tree.by_slug("dinhhoa", Ctx::system(&shop.app, "test").today()).unwrap();
        let far = shop.app.signed_in("clerk", far.id.uuid(), &far.path);
        assert_eq!(far.get(&format!("/quan-tri/ho-so/{id}")).await.status, 404);
        assert_eq!(far.get("/quan-tri/ho-so").await.count("tbody tr"), 0);
        for act in ["acceptance", "refusal", "supplement", "handover"] {
            let path = format!("/quan-tri/ho-so/{id}/{act}");
            let fields = [("version", "1"), ("refuse_reason", "x"), ("supplement", "x")];
            assert_eq!(far.post(&path, &fields).await.status, 404, "{act}");
            assert_eq!(shop.specialist.post(&path, &fields).await.status, 403, "{act}");
            assert!(shop.app.visitor().post(&path, &fields).await.location().starts_with("/dang-nhap"), "{act}");
        }
        assert_eq!(shop.status(&id).await, "new");
    }

    async fn nobody_decides_about_their_own(database) {
        let shop = Shop::open(database).await;
        let id = shop.submitted(&shop.clerk).await;
        let screen = shop.clerk.get(&format!("/quan-tri/ho-so/{id}")).await;
        assert_eq!(screen.count("form[action$='/acceptance']"), 0);
        assert!(screen.text().contains("Hồ sơ của chính bạn"), "{}", screen.text());
        let answer = shop.clerk.post(&format!("/quan-tri/ho-so/{id}/acceptance"), &[("version", "1")]).await;
        assert_eq!(answer.status, 409);
        assert_eq!(shop.status(&id).await, "new");
    }

    async fn codes_are_not_tried_out(database) {
        let shop = Shop::open(database).await;
        let id = shop.submitted(&shop.citizen).await;
        let code = shop.citizen.get(&format!("/mot-cua/ho-so/{id}")).await.texts("h1").concat();
        let stranger = shop.app.visitor();
        let path = "/mot-cua/tra-cuu";
        let wrong = stranger.fill_in(path, path, &[("code", &code), ("fact", "0987654321")]).await;
        let none = stranger.fill_in(path, path, &[("code", "H55.00001-260302-0009"), ("fact", "0912345678")]).await;
        assert_eq!((wrong.status, none.status), (422, 422));
        assert_eq!(wrong.texts(".ds-error-summary"), none.texts(".ds-error-summary"), "nobody learns which codes there are");
        let mut last = String::new();
        for _ in 0..50 {
            last = stranger.fill_in(path, path, &[("code", &code), ("fact", "0987654321")]).await.text();
        }
        assert!(last.contains("quá nhiều lần"), "{last}");
        // An address of one dossier opens no other, and not for ever.
        let citizen = shop.app.visitor();
        assert_eq!(citizen.get("/mot-cua/theo-doi/x.9.y").await.location(), path);
        let forged = format!("/mot-cua/theo-doi/{id}.9999999999999.AAAA");
        assert_eq!(citizen.get(&forged).await.location(), path);
    }

    async fn nobody_names_identifiers_of_others(database) {
        let shop = Shop::open(database).await;
        let id = shop.submitted(&shop.citizen).await;
        let other = shop.app.client_of("other", Vec::new());
        let path = format!("/mot-cua/nop/{BIRTH}");
        let agency = shop.commune.to_string();
        let begun = other.post(&path, &[("_key", &format!("{id}.AAAA")), ("agency", &agency)]).await;
        assert!(begun.location().starts_with("/mot-cua/nhap/") && !begun.location().contains(&id), "{}", begun.location());
        // The same form sent twice begins one draft.
        let key = other.get(&path).await.attribute("input[name=_key]", "value");
        let fields = [("_key", key.as_str()), ("agency", agency.as_str())];
        let (one, two) = (other.post(&path, &fields).await, other.post(&path, &fields).await);
        assert_eq!(one.location(), two.location());
        // The form of what was handed in, sent once more, leads to the dossier and touches nothing of it.
        let key = shop.citizen.get(&path).await.attribute("input[name=_key]", "value");
        let fields = [("_key", key.as_str()), ("agency", agency.as_str())];
        let begun = shop.citizen.post(&path, &fields).await.location().to_owned();
        let handed_in = begun.split('/').nth(3).unwrap().to_owned();
        let first = [("ho_ten", "A"), ("so_dinh_danh", "019300000123"), ("dien_thoai", "0912345678"), ("co_con", "no")];
        shop.citizen.fill_in(&begun, &begun, &first).await;
        shop.send_paper(&shop.citizen, &handed_in, "giay-chung-sinh").await;
        let wishes = format!("/mot-cua/nhap/{handed_in}/nhan-ket-qua");
        shop.citizen.fill_in(&wishes, &wishes, &[("deliver", "counter")]).await;
        let own = format!("/mot-cua/ho-so/{handed_in}");
        assert_eq!(shop.hand_in(&shop.citizen, &handed_in).await.location(), own);
        assert_eq!(shop.citizen.post(&path, &fields).await.location(), own);
        assert_eq!(shop.citizen.post(&format!("/mot-cua/nhap/{handed_in}/discard"), &[]).await.status, 404);
        assert!(shop.citizen.get(&own).await.text().contains("chung sinh.pdf"));
        let nowhere = other.post(&path, &[("agency", &kernel::new_id::<()>().to_string())]).await;
        assert_eq!(nowhere.status, 422);
        assert_eq!(other.get("/mot-cua/nop/2.000815").await.status, 409, "certified at the counter only");
        assert_eq!(other.get("/mot-cua/nop/x").await.status, 404);
    }
}
