use kernel::Ctx;
use svc_workflow::{
    Input, answer_due, calendar::WorkingHours, calendar_of, holiday, hours_of, load_model_holidays,
};
use testkit::{TestApp, both_databases};
use ui::Lang;

use crate::{admin, province, screen_of};

/// What the command line asks.
fn due(app: &TestApp, received: &str, quantity: &str, unit: &str) -> String {
    let calendar = calendar_of(app).unwrap();
    answer_due(&calendar, &WorkingHours::default(), received, quantity, unit, Lang::Vi).unwrap().due.iso()
}

both_databases! {
    async fn the_eight_vectors_from_the_database(database) {
        let app = province(database).await;
        for (received, days, expected) in [
            ("2024-04-26T09:00", "5", "2024-05-07T17:00"),
            ("2025-04-25T09:00", "3", "2025-04-29T17:00"),
            ("2025-12-31T09:00", "10", "2026-01-15T17:00"),
            ("2026-02-12T09:00", "5", "2026-02-26T17:00"),
            ("2026-04-24T09:00", "3", "2026-05-04T17:00"),
            ("2026-08-20T09:00", "7", "2026-08-28T17:00"),
            ("2026-08-28T09:00", "2", "2026-09-04T17:00"),
            ("2026-11-20T09:00", "3", "2026-11-26T17:00"),
        ] {
            assert_eq!(due(&app, received, days, "wd"), expected, "{received} + {days}");
        }
    }

    async fn loading_again_changes_nothing_and_brings_nothing_back(database) {
        let app = crate::empty(database).await;
        let ctx = Ctx::system(&app, "test");
        assert_eq!(load_model_holidays(&ctx).await.unwrap(), 103);
        assert_eq!(load_model_holidays(&ctx).await.unwrap(), 0);
        let screen = screen_of(&app, "2026-11-24").await;
        let removal = format!("{screen}/bo");
        assert_eq!(admin(&app).fill_in(&removal, &removal, &[]).await.status, 303);
        assert_eq!(load_model_holidays(&ctx).await.unwrap(), 0);
        assert_eq!(calendar_of(&app).unwrap().holidays().count(), 102);
    }

    async fn a_node_learns_what_another_did(database) {
        let mut app = province(database).await;
        app.follow().await;
        // Another node's act: on the same database, but this program's memory knows nothing of it.
        let other = kernel::App::open(app.config().clone(), app.clock().clone(), app.modules().to_vec()).await.unwrap();
        other.start().await.unwrap();
        let details = holiday::Details {
            holiday: svc_workflow::calendar::Holiday {
                date: crate::day("2026-03-03"),
                kind: svc_workflow::calendar::HolidayKind::Off,
                name: "Quốc tang".to_owned(),
                status: svc_workflow::calendar::Status::Official,
            },
            source: String::new(),
        };
        holiday::add(&Ctx::system(&other, "test"), kernel::new_id(), &details).await.unwrap();
        app.wake_sealer();
        for _ in 0..200 {
            if !calendar_of(&app).unwrap().is_working_day(crate::day("2026-03-03")) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("the calendar of this node never learned of the new day");
    }

    async fn questions_are_refused_at_the_input_that_is_wrong(database) {
        let app = province(database).await;
        let calendar = calendar_of(&app).unwrap();
        let hours = hours_of(&app, crate::COMMUNE, crate::day("2026-03-02")).unwrap();
        let wrong = |received: &str, quantity: &str, unit: &str| {
            let faults = answer_due(&calendar, &hours, received, quantity, unit, Lang::Vi).unwrap_err();
            faults.into_iter().map(|f| f.input).collect::<Vec<_>>()
        };
        assert_eq!(wrong("hôm qua", "ba", "week"), [Input::Received, Input::Quantity, Input::Unit]);
        assert_eq!(wrong("2026-02-30T09:00", "3", "wd"), [Input::Received]);
        assert_eq!(wrong("2026-03-02T09:00", "0.5", "month"), [Input::Quantity]);
        assert_eq!(wrong("2026-03-02T09:00", "99999999999", "wd"), [Input::Quantity]);
        assert_eq!(wrong("9999-12-31T09:00", "30", "wd"), [Input::Received]);
        let uncertain = answer_due(&calendar, &hours, "2027-02-04 09:00", "1", "wd", Lang::Vi).unwrap();
        assert_eq!(uncertain.due.iso(), "2027-02-12T17:00");
        assert!(uncertain.warnings[0].contains("05/02/2027"), "{:?}", uncertain.warnings);
    }
}
