use kernel::{Ctx, Error};
use svc_workflow::{
    calendar::{DayHours, WorkingHours},
    hours, hours_of,
};
use testkit::both_databases;
use uuid::Uuid;

use crate::{COMMUNE, ROOT, day, province};

fn sessions(texts: &[&str]) -> DayHours {
    DayHours::new(texts.iter().map(|s| s.parse().unwrap()).collect()).unwrap()
}

fn agency(path: &str) -> Uuid {
    path.trim_matches('/').rsplit('/').next().unwrap().parse().unwrap()
}

both_databases! {
    async fn an_agency_without_hours_has_those_above_it_as_of_the_day(database) {
        let app = province(database).await;
        let ctx = Ctx::system(&app, "test");
        let usual = WorkingHours::default();
        let summer = WorkingHours::new(sessions(&["07:00-11:30", "13:30-17:00"]));
        let own = WorkingHours::new(sessions(&["08:00-12:00", "13:00-17:00"]))
            .with_counted(time::Weekday::Friday, sessions(&["08:00-11:00"]))
            .with_intake(time::Weekday::Saturday, sessions(&["07:30-11:30"]));
        hours::set(&ctx, agency(ROOT), ROOT, day("2026-04-15"), summer.clone(), 0).await.unwrap();
        hours::set(&ctx, agency(COMMUNE), COMMUNE, day("2026-06-01"), own.clone(), 0).await.unwrap();
        for (path, on, expected) in [
            (ROOT, "2026-04-14", &usual),
            (ROOT, "2026-04-15", &summer),
            (COMMUNE, "2026-04-14", &usual),
            (COMMUNE, "2026-05-31", &summer),
            (COMMUNE, "2026-06-01", &own),
            ("/elsewhere/", "2026-06-01", &usual),
            ("", "2026-06-01", &usual),
        ] {
            assert_eq!(&*hours_of(&app, path, day(on)).unwrap(), expected, "{path} on {on}");
        }
    }

    async fn hours_set_by_two_at_once_are_a_conflict(database) {
        let app = province(database).await;
        let ctx = Ctx::system(&app, "test");
        let set = async |version| {
            hours::set(&ctx, agency(ROOT), ROOT, day("2026-04-15"), WorkingHours::default(), version).await
        };
        let first = set(0).await.unwrap();
        assert!(matches!(set(0).await, Err(Error::Conflict(_))));
        assert_eq!(set(first.version).await.unwrap().version, 2);
        assert!(matches!(set(first.version).await, Err(Error::Conflict(_))));
    }
}
