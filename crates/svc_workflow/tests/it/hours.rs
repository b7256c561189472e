use std::sync::Arc;

use base::Id;
use kernel::Error;
use svc_org::Agency;
use svc_workflow::{
    calendar::{DayHours, WorkingHours},
    hours, hours_of,
};
use testkit::{Client, Database, TestApp, both_databases};

use crate::{day, province, system};

fn sessions(texts: &[&str]) -> DayHours {
    DayHours::new(texts.iter().map(|s| s.parse().unwrap()).collect()).unwrap()
}

/// The model province with its units, the province's government and one of its communes.
async fn organised(database: Database) -> (TestApp, Arc<Agency>, Arc<Agency>) {
    let app = province(database).await;
    svc_org::load_model_province(&system(&app)).await.unwrap();
    let tree = svc_org::tree(&app).unwrap();
    let root = Arc::clone(tree.root(day("2026-03-02")).unwrap());
    let commune = tree.search("phan dinh phung").into_iter().find(|a| a.is_valid(day("2026-03-02"))).unwrap();
    let commune = Arc::clone(commune);
    (app, root, commune)
}

fn admin_of(app: &TestApp, agency: &Agency) -> Client {
    app.signed_in("admin", agency.id.uuid(), &agency.path)
}

fn screen(agency: &Agency) -> String {
    format!("/quan-tri/gio-lam-viec/{}", agency.id)
}

both_databases! {
    async fn an_agency_without_hours_has_those_above_it_as_of_the_day(database) {
        let (app, root, commune) = organised(database).await;
        let ctx = system(&app);
        let usual = WorkingHours::default();
        let summer = WorkingHours::new(sessions(&["07:00-11:30", "13:30-17:00"]));
        let own = WorkingHours::new(sessions(&["08:00-12:00", "13:00-17:00"]))
            .with_counted(time::Weekday::Friday, sessions(&["08:00-11:00"]))
            .with_intake(time::Weekday::Saturday, sessions(&["07:30-11:30"]));
        hours::set(&ctx, &root, day("2026-04-15"), summer.clone(), 0).await.unwrap();
        hours::set(&ctx, &commune, day("2026-06-01"), own.clone(), 0).await.unwrap();
        for (path, on, expected) in [
            (root.path.as_str(), "2026-04-14", &usual),
            (&root.path, "2026-04-15", &summer),
            (&commune.path, "2026-04-14", &usual),
            (&commune.path, "2026-05-31", &summer),
            (&commune.path, "2026-06-01", &own),
            ("/elsewhere/", "2026-06-01", &usual),
            ("", "2026-06-01", &usual),
        ] {
            assert_eq!(&*hours_of(&app, path, day(on)).unwrap(), expected, "{path} on {on}");
        }
        assert_eq!(*svc_workflow::province_hours(&app, day("2026-06-01")).unwrap(), summer);
    }

    async fn hours_set_by_two_at_once_are_a_conflict(database) {
        let (app, root, _) = organised(database).await;
        let ctx = system(&app);
        let set = async |from: &str, seen| hours::set(&ctx, &root, day(from), WorkingHours::default(), seen).await;
        assert_eq!(set("2026-04-15", 0).await.unwrap().version, 1);
        assert!(matches!(set("2026-04-15", 0).await, Err(Error::Conflict(_))));
        assert!(matches!(set("2026-05-15", 0).await, Err(Error::Conflict(_))));
        assert_eq!(set("2026-04-15", 1).await.unwrap().version, 2);
        assert_eq!(set("2026-05-15", 2).await.unwrap().version, 1);
    }

    async fn an_administrator_sets_the_hours_of_agencies_below(database) {
        let (app, root, commune) = organised(database).await;
        let admin = admin_of(&app, &root);
        let list = admin.get("/quan-tri/gio-lam-viec?q=phan+dinh+phung").await;
        assert!(list.texts("tbody tr")[0].contains("07:30-11:30, 13:30-17:00"), "{}", list.text());
        let screen = screen(&commune);
        let fields = [("valid_from", "2026-03-02"), ("ordinary", "8:00 – 12:00; 13:00-17:00"), ("intake_6", "07:30-11:30")];
        let done = admin.fill_in(&screen, &screen, &fields).await;
        assert_eq!((done.status, done.location()), (303, screen.as_str()), "{}", done.text());
        let now = hours_of(&app, &commune.path, day("2026-03-02")).unwrap();
        assert_eq!(now.ordinary(), &sessions(&["08:00-12:00", "13:00-17:00"]));
        assert_eq!(now.intake_on(time::Weekday::Saturday), Some(&sessions(&["07:30-11:30"])));
        let shown = admin.get(&screen).await;
        assert_eq!(shown.attribute("#intake_6", "value"), "07:30-11:30");
        assert!(shown.text().contains("quy định riêng từ 02/03/2026"));

        let old = shown.form(&screen);
        assert_eq!(admin.fill_in(&screen, &screen, &[("ordinary", "07:00-11:00")]).await.status, 303);
        let pairs: Vec<(&str, &str)> =
            old.iter().filter(|(n, _)| n != "_csrf").map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let page = admin.post(&screen, &pairs).await;
        assert_eq!((page.status, page.texts("#ordinary-kept span")), (409, vec!["07:00-11:00".to_owned()]));
        let mut over = pairs.clone();
        let seen = page.attribute("#over", "value");
        over.push(("over", &seen));
        assert_eq!(admin.post(&screen, &over).await.status, 303);
    }

    async fn the_public_calculator_counts_by_the_provinces_hours(database) {
        let (app, root, _) = organised(database).await;
        let hours = WorkingHours::new(sessions(&["07:00-11:00", "13:00-16:30"]));
        let page = async |query: &str| {
            let answer = app.visitor().get(&format!("/lich-lam-viec?{query}")).await;
            answer.attribute(".deadline time", "datetime")
        };
        hours::set(&system(&app), &root, day("2026-03-01"), hours, 0).await.unwrap();
        assert_eq!(page("nhan=2026-03-02T09:00&so=1&don-vi=wd").await, "2026-03-03T16:30");
        assert_eq!(page("nhan=2026-02-26T09:00&so=1&don-vi=wd").await, "2026-02-27T17:00");
    }

    async fn bad_hours_and_others_agencies_are_refused(database) {
        let (app, root, commune) = organised(database).await;
        let path = screen(&commune);
        let admin = admin_of(&app, &commune);
        for (name, value) in [
            ("ordinary", ""),
            ("ordinary", "sáng"),
            ("ordinary", "07:30-25:00"),
            ("ordinary", "11:30-07:30"),
            ("ordinary", "07:30-11:30, 11:00-17:00"),
            ("counted_5", "x"),
            ("intake_6", ","),
            ("valid_from", "2026-02-31"),
            ("valid_from", ""),
        ] {
            let answer = admin.fill_in(&path, &path, &[(name, value)]).await;
            assert_eq!(answer.status, 422, "{name}={value}");
            assert_eq!(answer.attributes(".ds-error-summary a", "href"), [format!("#{name}")], "{name}={value}");
        }
        let above = screen(&root);
        assert_eq!(admin.get(&above).await.status, 403);
        assert_eq!(admin.post(&above, &[("version", "0"), ("ordinary", "07:30-11:30")]).await.status, 403);
        assert_eq!(app.signed_in_without_role().get(&path).await.status, 403);
        let nowhere = format!("/quan-tri/gio-lam-viec/{}", Id::<Agency>::from_uuid(uuid::Uuid::nil()));
        assert_eq!(admin.get(&nowhere).await.status, 404);
        // Of all agencies of the province, those of this administrator only.
        assert_eq!(admin.get("/quan-tri/gio-lam-viec").await.count("tbody tr"), 1);
    }
}
