//! Officers are told what waits: those nearest to the agency, and nobody else.

use base::Id;
use kernel::{
    Ctx,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::prelude::Uuid;
use svc_identity::{NewAccount, NewGrant};
use testkit::both_databases;

use super::*;

impl Office {
    /// Somebody with an account and a role.
    async fn hired(&self, login: &str, role: &str, agency: Uuid) -> Uuid {
        let ctx = Ctx::system(&self.app, "test");
        let new = NewAccount {
            login: login.to_owned(),
            display_name: login.to_owned(),
            password: "mot cau rat dai de nho".to_owned(),
            must_change: false,
            person: None,
            email: String::new(),
            phone: String::new(),
            invite: false,
        };
        let first = NewGrant {
            role: role.to_owned(),
            agency,
            valid_from: None,
            valid_to: None,
            reason: "thử".to_owned(),
        };
        let id: Id<_> = svc_identity::create_account_with_grant(&ctx, new, first).await.unwrap();
        id.uuid()
    }

    /// Who is to be told what: kinds with accounts.
    async fn told(&self) -> Vec<(String, Uuid)> {
        #[derive(FromQueryResult)]
        struct Job {
            payload: String,
        }
        let sql = "SELECT payload FROM kernel_job WHERE kind = 'notify.deliver' ORDER BY id";
        let jobs: Vec<Job> = self.app.db().read().all(sql, vec![]).await.unwrap();
        let told = jobs.iter().filter_map(|job| {
            let notice: contracts::notify::Notice = serde_json::from_str(&job.payload).unwrap();
            match notice.to {
                contracts::notify::Recipient::Account(account) => Some((notice.kind, account)),
                contracts::notify::Recipient::Address { .. } => None,
            }
        });
        told.collect()
    }
}

both_databases! {
    async fn those_nearest_to_the_agency_are_told(database) {
        let office = Office::open(database).await;
        let province = site::sites(&office.app).unwrap().province().unwrap().agency_id;
        let (own, beside) = (office.site.agency_id, live(&office.app, "sonoivu").agency_id);
        let handler = office.hired("nguoi.tra.loi", "editor", own).await;
        let approver = office.hired("nguoi.duyet", "publisher", own).await;
        let above = office.hired("tinh", "publisher", province).await;
        office.hired("so.khac", "publisher", beside).await;

        office.submitted("Xin hỏi giờ làm việc").await;
        let mut waits: Vec<Uuid> = office.told().await.into_iter().filter(|(kind, _)| kind == "portal.question_waits").map(|(_, who)| who).collect();
        waits.sort_unstable();
        let mut both = vec![handler, approver];
        both.sort_unstable();
        assert_eq!(waits, both, "both may answer; nobody above, nobody beside");
        let approve: Vec<_> = office.told().await.into_iter().filter(|(kind, _)| kind == "portal.answer_waits").collect();
        assert_eq!(approve, [("portal.answer_waits".to_owned(), approver)]);

        // What is passed on is told to whoever is there; where nobody is, to those above.
        let ctx = Ctx::system(&office.app, "test");
        svc_identity::account::lock(&ctx, handler.into(), 1, "nghỉ").await.unwrap();
        svc_identity::account::lock(&ctx, approver.into(), 1, "nghỉ").await.unwrap();
        office.asked("Ai nhận câu này").await;
        let last = office.told().await.pop().unwrap();
        assert_eq!(last, ("portal.question_waits".to_owned(), above));
    }

    async fn what_is_nearly_late_is_told_once_a_day(database) {
        let office = Office::open(database).await;
        let handler = office.hired("nguoi.tra.loi", "editor", office.site.agency_id).await;
        office.asked("Sắp hết hạn").await;
        let due = office.told().await.len();
        // Monday 2 March 2026 and five working days: Monday the ninth.
        let stages = ["portal.question_due", "portal.question_due_today", "portal.question_late"];
        for (time, told) in [
            ("2026-03-05T09:00", 0), ("2026-03-06T05:00", 0), ("2026-03-06T09:00", 1), ("2026-03-06T10:00", 1),
            ("2026-03-07T09:00", 1), ("2026-03-08T09:00", 1), ("2026-03-09T09:00", 2), ("2026-03-10T09:00", 3),
            ("2026-03-11T09:00", 3),
        ] {
            office.app.set_time(time);
            (crate::question::JOB.run)((*office.app).clone(), serde_json::Value::Null).await.unwrap();
            let reminded = office.told().await;
            let reminded: Vec<_> = reminded.iter().skip(due).collect();
            assert_eq!(reminded.len(), told, "{time}");
            assert!(reminded.iter().zip(stages).all(|((kind, who), stage)| kind == stage && *who == handler), "{reminded:?}");
        }
    }

    async fn what_a_stranger_wrote_is_in_no_officers_letter(database) {
        let office = Office::open(database).await;
        office.hired("nguoi.tra.loi", "editor", office.site.agency_id).await;
        office.asked("Tôi là Lường Thị Bí Mật").await;
        let jobs: Vec<String> = office.app.db().read().column("SELECT payload FROM kernel_job WHERE kind = 'notify.deliver'", vec![]).await.unwrap();
        let to_officers: Vec<&String> = jobs.iter().filter(|payload| payload.contains("question_waits")).collect();
        assert!(!to_officers.is_empty() && to_officers.iter().all(|payload| !payload.contains("Bí Mật") && !payload.contains(PRIVATE[3])));
    }
}
