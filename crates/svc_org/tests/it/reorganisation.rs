//! A reorganisation as the administrator of the province makes it: planned, looked at, decided, taken back; and its day.

use svc_org::{Agency, Extent, Kind, agency::Details, reorganisation::begin_due, tree};
use testkit::{Answer, Client, TestApp, both_databases};

use crate::{admin, admin_of, day, named, province, system};

const LIST: &str = "/quan-tri/sap-xep";

fn now(app: &TestApp, full_name: &str) -> Agency {
    named(&tree(app).unwrap(), full_name, "2026-03-02").clone()
}

/// A plan for 1 April 2026; answers with the address of its screen.
async fn plan(who: &Client) -> String {
    let form = [("title", "Sắp xếp các sở"), ("effective", "2026-04-01"), ("basis", "Nghị quyết thử")];
    let made = who.post(LIST, &form).await;
    assert_eq!(made.status, 303, "{}", made.text());
    made.location().to_owned()
}

async fn add(who: &Client, screen: &str, fields: &[(&str, &str)]) -> Answer {
    who.fill_in(screen, &format!("{screen}/dong"), fields).await
}

both_databases! {
    async fn departments_are_merged_renamed_and_dissolved_on_a_day(database) {
        let app = province(database).await;
        let admin = admin(&app);
        let (health, justice, interior, building) = (now(&app, "Sở Y tế"), now(&app, "Sở Tư pháp"), now(&app, "Sở Nội vụ"), now(&app, "Sở Xây dựng"));
        let station = Details {
            kind: Kind::Facility,
            name: "Trạm".to_owned(),
            full_name: "Trạm Y tế Thử".to_owned(),
            slug: "tramthu".to_owned(),
            code: None,
            parent: Some(health.id),
            ..health.details.clone()
        };
        svc_org::agency::create(&system(&app), station).await.unwrap();
        let all = tree(&app).unwrap().all().count();
        let screen = plan(&admin).await;
        let empty = admin.get(&screen).await;
        assert_eq!(empty.count("form[action$='/quyet-dinh']"), 0, "nothing to decide yet");

        let id = |a: &Agency| a.id.to_string();
        let renamed = add(&admin, &screen, &[("from", &id(&health)), ("new_full_name", "Sở Y tế và Dân số")]).await;
        assert_eq!(renamed.status, 303, "{}", renamed.text());
        assert_eq!(add(&admin, &screen, &[("from", &id(&justice)), ("to", &id(&interior))]).await.status, 303);
        assert_eq!(add(&admin, &screen, &[("from", &id(&building))]).await.status, 303);
        let twice = add(&admin, &screen, &[("from", &id(&justice))]).await;
        assert_eq!(twice.status, 422);

        let page = admin.get(&screen).await;
        for says in ["4 cơ quan kết thúc", "Sở Y tế và Dân số (mới)", "đổi tên", "nhập", "giải thể", "Trạm Y tế Thử", "Theo cấp trên"] {
            assert!(page.text().contains(says), "{says}: {}", page.text());
        }
        let decided = admin.fill_in(&screen, &format!("{screen}/quyet-dinh"), &[]).await;
        assert_eq!(decided.status, 303, "{}", decided.text());
        let then = tree(&app).unwrap();
        let renamed = named(&then, "Sở Y tế và Dân số", "2026-04-01");
        let station = named(&then, "Trạm Y tế Thử", "2026-04-01");
        assert_eq!((station.parent, renamed.parent), (Some(renamed.id), health.parent));
        named(&then, "Sở Y tế", "2026-03-31");
        assert_eq!(then.became(justice.id)[0].extent, Extent::Whole);
        assert!(then.became(building.id).is_empty() && !then.get(building.id).unwrap().is_valid(day("2026-04-01")));
        let again = admin.fill_in(&screen, &format!("{screen}/hoan-tac"), &[]).await;
        assert_eq!(again.status, 303, "{}", again.text());
        let back = tree(&app).unwrap();
        assert_eq!(back.all().count(), all);
        assert!([&health, &justice, &building].iter().all(|a| back.get(a.id).unwrap().validity == a.validity));
        assert!(back.became(justice.id).is_empty());
        // What was planned can still be read.
        let undone = admin.get(&screen).await.text();
        for says in ["Đã hoàn tác", "4 cơ quan kết thúc", "Sở Y tế và Dân số (mới)", "giải thể"] {
            assert!(undone.contains(says), "{says}: {undone}");
        }
    }

    async fn what_takes_effect_cannot_be_taken_back(database) {
        let app = province(database).await;
        let admin = admin(&app);
        let (justice, interior) = (now(&app, "Sở Tư pháp"), now(&app, "Sở Nội vụ"));
        let screen = plan(&admin).await;
        let (from, to) = (justice.id.to_string(), interior.id.to_string());
        assert_eq!(add(&admin, &screen, &[("from", &from), ("to", &to)]).await.status, 303);
        assert_eq!(admin.fill_in(&screen, &format!("{screen}/quyet-dinh"), &[]).await.status, 303);
        assert_eq!(begin_due(&system(&app)).await.unwrap(), 0);
        let undo = admin.get(&screen).await.form(&format!("{screen}/hoan-tac"));
        app.set_time("2026-04-01T00:05");
        assert_eq!(begin_due(&system(&app)).await.unwrap(), 1);
        let page = admin.get(&screen).await;
        assert!(page.text().contains("Có hiệu lực"), "{}", page.text());
        assert_eq!(page.count("form[action$='/hoan-tac']"), 0);
        let undo: Vec<(&str, &str)> = undo.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(admin.post_raw(&format!("{screen}/hoan-tac"), &undo).await.status, 409);
    }

    async fn nobody_reorganises_beyond_their_own_agencies(database) {
        let app = province(database).await;
        let (commune, other) = (now(&app, "Xã Sảng Mộc"), now(&app, "Sở Nội vụ"));
        let own = admin_of(&app, &commune);
        let screen = plan(&own).await;
        let page = own.get(&screen).await;
        assert_eq!(page.count("select[name=from] option"), 1, "only the empty choice: a commune does not end itself");
        let forced = add(&own, &screen, &[("from", &commune.id.to_string()), ("to", &other.id.to_string())]).await;
        assert_eq!(forced.status, 303, "planning is free");
        let version = own.get(&screen).await.attribute("input[name=version]", "value");
        let decided = own.post(&format!("{screen}/quyet-dinh"), &[("version", &version)]).await;
        assert_eq!(decided.status, 403);
        let neighbour = admin_of(&app, &now(&app, "Sở Y tế"));
        assert_eq!(neighbour.get(&screen).await.status, 404);
        assert_eq!(app.visitor().get(LIST).await.status, 303);
    }

    async fn a_list_of_pairs_is_pasted(database) {
        let app = province(database).await;
        let admin = admin(&app);
        let screen = plan(&admin).await;
        let paste = format!("{screen}/dan");
        let wrong = admin.fill_in(&screen, &paste, &[("pairs", "old_code,new_code,relation\n99999,05443,whole\n05443,05455,half\n")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("Không có cơ quan mã 99999") && wrong.text().contains("Không hiểu half"), "{}", wrong.text());
        let codes: Vec<String> = tree(&app).unwrap().at(day("2026-03-02")).iter().filter(|a| a.kind == Kind::Commune).take(3).filter_map(|a| a.unit_code.clone()).collect();
        let file = format!("old_code,new_code,relation,new_full_name\n{},99001,whole,Xã Hợp Nhất\n{},99001,whole,Xã Hợp Nhất\n{},99001,part,Xã Hợp Nhất\n{},99002,part,Xã Còn Lại\n", codes[0], codes[1], codes[2], codes[2]);
        let taken = admin.fill_in(&screen, &paste, &[("pairs", &file)]).await;
        assert_eq!(taken.status, 303, "{}", taken.text());
        let page = admin.get(&screen).await;
        assert!(page.text().contains("3 cơ quan kết thúc") && page.text().contains("2 cơ quan mới"), "{}", page.text());
        assert_eq!(admin.fill_in(&screen, &format!("{screen}/quyet-dinh"), &[]).await.status, 303);
        let then = tree(&app).unwrap();
        let made = named(&then, "Xã Hợp Nhất", "2026-04-01");
        assert_eq!((made.name.as_str(), made.unit_code.as_deref(), then.made_of(made.id).len()), ("Hợp Nhất", Some("99001"), 3));
    }
}
