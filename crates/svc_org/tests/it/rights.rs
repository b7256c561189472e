//! Who decides what about an agency, and how what became of it is corrected.

use svc_org::{Agency, Extent, agency::End, tree};
use testkit::{TestApp, both_databases};

use crate::{admin, admin_of, day, named, province, system};

fn edit_path(agency: &Agency) -> String {
    format!("/quan-tri/co-quan/{}", agency.id)
}

fn now(app: &TestApp, full_name: &str) -> Agency {
    named(&tree(app).unwrap(), full_name, "2026-03-02").clone()
}

both_databases! {
    async fn a_communes_administrator_keeps_its_contact_and_decides_nothing_else(database) {
        let app = province(database).await;
        let (commune, other) = (now(&app, "Xã Sảng Mộc"), now(&app, "Sở Xây dựng"));
        let own = admin_of(&app, &commune);
        let path = edit_path(&commune);
        let screen = own.get(&path).await;
        assert_eq!(screen.status, 200);
        for field in ["name", "full_name", "kind", "code", "unit_code", "parent", "slug", "valid_from", "valid_to", "area_km2", "verified", "note"] {
            assert_eq!(screen.count(&format!("main form.form [name={field}]")), 0, "{field}");
        }
        assert!(!screen.attributes("a", "href").contains(&format!("{path}/ket-thuc")));
        let saved = own.fill_in(&path, &path, &[("phone", "0208 3111 222"), ("address", "Xóm Nà Ca")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(now(&app, "Xã Sảng Mộc").phone, "0208 3111 222");
        for forged in [("name", "Khác"), ("valid_to", "2026-03-01"), ("unit_code", "00001"), ("parent", "x")] {
            let answer = own.fill_in(&path, &path, &[forged]).await;
            assert_eq!(answer.status, 403, "{forged:?}");
        }
        let heir = other.id.to_string();
        let form = [("version", "2"), ("valid_to", "2026-03-01"), ("successor", heir.as_str())];
        assert_eq!(own.get(&format!("{path}/ket-thuc")).await.status, 403);
        assert_eq!(own.post(&format!("{path}/ket-thuc"), &form).await.status, 403);
        assert_eq!(own.post(&format!("{path}/ke-thua"), &form).await.status, 403);
        let after = now(&app, "Xã Sảng Mộc");
        assert_eq!((after.name.as_str(), after.validity.to(), after.version), ("Sảng Mộc", None, 2));
        // Whoever administers the province does everything, the province's own contact included.
        let root = now(&app, "Tỉnh Thái Nguyên");
        let all = admin(&app);
        let path = edit_path(&root);
        assert_eq!(all.fill_in(&path, &path, &[("phone", "0208 1"), ("note", "n")]).await.status, 303);
    }

    async fn nobody_names_a_successor_beyond_their_own_agencies(database) {
        let app = province(database).await;
        let (health, interior) = (now(&app, "Sở Y tế"), now(&app, "Sở Nội vụ"));
        let station = svc_org::agency::Details {
            kind: svc_org::Kind::Facility,
            name: "Trạm".to_owned(),
            full_name: "Trạm Y tế Thử".to_owned(),
            slug: "tramthu".to_owned(),
            code: None,
            parent: Some(health.id),
            ..health.details.clone()
        };
        let station = svc_org::agency::create(&system(&app), station).await.unwrap();
        let own = admin_of(&app, &health);
        let path = format!("{}/ket-thuc", edit_path(&station));
        let screen = own.get(&path).await;
        assert_eq!(screen.status, 200);
        assert!(!screen.text().contains("Sở Nội vụ"), "only one\u{2019}s own agencies are offered");
        let heir = interior.id.to_string();
        let form = [("version", "1"), ("valid_to", "2026-03-01"), ("successor", heir.as_str())];
        assert_eq!(own.post(&path, &form).await.status, 403);
        assert_eq!(own.post(&path, &form[..2]).await.status, 303);
    }

    async fn successors_are_corrected_added_and_dropped(database) {
        let app = province(database).await;
        let admin = admin(&app);
        let (justice, interior, health) = (now(&app, "Sở Tư pháp"), now(&app, "Sở Nội vụ"), now(&app, "Sở Y tế"));
        let cmd = End { last_day: day("2026-02-28"), successors: vec![interior.id] };
        svc_org::agency::end(&system(&app), justice.id, justice.version, cmd).await.unwrap();
        let screen = format!("{}/ke-thua", edit_path(&justice));
        assert!(admin.get(&edit_path(&justice)).await.text().contains("Sửa cơ quan kế thừa"));
        let ending = admin.get(&format!("{}/ket-thuc", edit_path(&justice))).await;
        assert_eq!((ending.status, ending.location()), (303, screen.as_str()));
        let page = admin.get(&screen).await;
        let chosen = page.attributes("select[name=successor] option[selected]", "value");
        assert_eq!(chosen, [interior.id.to_string()]);
        // The forgotten one is added; both have a part now.
        let added = health.id.to_string();
        let saved = admin.fill_in(&screen, &screen, &[("successor_2", &added)]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let became = tree(&app).unwrap().became(justice.id);
        assert!(became.len() == 2 && became.iter().all(|s| s.extent == Extent::Part), "{became:?}");
        // The wrong one is taken out; the other has all of it, from another day on.
        let saved = admin
            .fill_in(&screen, &screen, &[("successor", &added), ("successor_2", ""), ("valid_to", "2026-01-31")])
            .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let became = tree(&app).unwrap().became(justice.id);
        assert_eq!(
            (became.len(), became[0].agency.id, became[0].extent, became[0].on),
            (1, health.id, Extent::Whole, day("2026-02-01"))
        );
        let told = admin.get(&edit_path(&justice)).await;
        assert!(told.text().contains("từ “Sở Nội vụ, Sở Y tế” thành “Sở Y tế”") || told.text().contains("từ “Sở Y tế, Sở Nội vụ” thành “Sở Y tế”"), "{:?}", told.texts("ol.timeline b"));
        // Its last day moved on the edit screen takes the succession along; removed, there is none.
        let path = edit_path(&justice);
        assert_eq!(admin.fill_in(&path, &path, &[("valid_to", "2026-02-15")]).await.status, 303);
        assert_eq!(tree(&app).unwrap().became(justice.id)[0].on, day("2026-02-16"));
        assert_eq!(admin.fill_in(&path, &path, &[("valid_to", "")]).await.status, 303);
        let tree = tree(&app).unwrap();
        assert!(tree.became(justice.id).is_empty());
        assert!(tree.successions().iter().all(|s| s.from != justice.id));
        assert_eq!(admin.post(&screen, &[("version", "6"), ("valid_to", "2026-02-28")]).await.status, 409);
    }

    async fn who_ends_an_agency_sees_what_somebody_else_decided_first(database) {
        let app = province(database).await;
        let admin = admin(&app);
        let (justice, interior, health) = (now(&app, "Sở Tư pháp"), now(&app, "Sở Nội vụ"), now(&app, "Sở Y tế"));
        let screen = format!("{}/ket-thuc", edit_path(&justice));
        let mut mine = admin.get(&screen).await.form(&screen);
        mine.retain(|(name, _)| !matches!(name.as_str(), "_csrf" | "valid_to" | "successor"));
        let heir = interior.id.to_string();
        let typed = [("valid_to", "2026-02-28"), ("successor", heir.as_str())];
        let pairs: Vec<(&str, &str)> =
            mine.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain(typed).collect();

        // Renamed meanwhile: it goes on, so nothing is kept of its end.
        let path = edit_path(&justice);
        assert_eq!(admin.fill_in(&path, &path, &[("phone", "0208 3222 111")]).await.status, 303);
        let late = admin.post(&screen, &pairs).await;
        assert_eq!(late.status, 409, "{}", late.text());
        assert!(late.text().contains("Người khác vừa sửa mục này trước bạn"));
        assert_eq!(late.attribute("#valid_to", "value"), "2026-02-28");
        assert_eq!(late.attributes("#successor option[selected]", "value"), [heir.as_str()]);
        assert_eq!(late.texts("#valid_to-kept em"), ["để trống"]);
        assert!(tree(&app).unwrap().get(justice.id).unwrap().validity.to().is_none());

        // Ended meanwhile, with another heir: the form goes to where that is corrected.
        let cmd = End { last_day: day("2026-01-31"), successors: vec![health.id] };
        svc_org::agency::end(&system(&app), justice.id, justice.version + 1, cmd).await.unwrap();
        let late = admin.post(&screen, &pairs).await;
        assert_eq!((late.status, late.texts("#successor-kept span")), (409, vec!["Sở Y tế".to_owned()]));
        assert_eq!(late.texts("#valid_to-kept span"), ["2026-01-31"]);
        let correct = format!("{path}/ke-thua");
        let version = late.attribute("#over", "value");
        let form = late.form(&correct);
        let form: Vec<(&str, &str)> = form.iter().filter(|(n, _)| n != "_csrf").map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(admin.post(&correct, &form).await.status, 409, "not without saying so");
        let over = [&form[..], &[("over", version.as_str())]].concat();
        assert_eq!(admin.post(&correct, &over).await.status, 303);
        assert_eq!(tree(&app).unwrap().became(justice.id)[0].agency.id, interior.id);
    }

    async fn no_two_agencies_are_each_others_heirs(database) {
        let app = province(database).await;
        let ctx = system(&app);
        let (justice, interior) = (now(&app, "Sở Tư pháp"), now(&app, "Sở Nội vụ"));
        let end = |last: &str, to| End { last_day: day(last), successors: vec![to] };
        let ended = svc_org::agency::end(&ctx, justice.id, justice.version, end("2026-03-10", interior.id)).await.unwrap();
        // Nothing exists between: the heir ends earlier and would hand back what it has not yet.
        let back = svc_org::agency::end(&ctx, interior.id, interior.version, end("2026-03-05", justice.id)).await;
        let Err(kernel::Error::Invalid(form)) = back else { panic!("{back:?}") };
        assert_eq!(form.error("successor").unwrap().key(), "org.agency.successor_cycle");
        assert_eq!(ended.validity.to(), Some(day("2026-03-10")));
    }
}
