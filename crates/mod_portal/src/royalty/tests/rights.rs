//! Who may do what: every route as everybody, on an award of a department.

use std::fmt::Write as _;

use base::LocalDate;
use http::Method;
use testkit::both_databases;

use super::*;
use crate::royalty::{Coefficient, Month, Payee, Proposal, RATES, Terms, propose, routes};

const TABLE: &str = "\
route                                       stranger  roleless  editor    publisher admin     other-pub prov-pub
GET  /quan-tri/nhuan-but                    303       403       403       200       200       404       200
POST /quan-tri/nhuan-but                    303       403       403       422       422       404       422
GET  /quan-tri/nhuan-but/cua-toi            303       200       200       200       200       200       200
GET  /quan-tri/nhuan-but/moi                303       403       403       200       200       404       200
POST /quan-tri/nhuan-but/rows               303       403       403       422       422       404       422
POST /quan-tri/nhuan-but/approvals          303       403       403       409       409       404       409
POST /quan-tri/nhuan-but/closings           303       403       403       409       409       404       409
GET  /quan-tri/nhuan-but/bang-ke            303       403       403       200       200       404       200
GET  /quan-tri/nhuan-but/bang-ke.csv        303       403       403       200       200       404       200
GET  /quan-tri/nhuan-but/bang-ke.xlsx       303       403       403       200       200       404       200
GET  /quan-tri/nhuan-but/{id}               303       403       403       200       200       404       200
POST /quan-tri/nhuan-but/{id}/revision      303       403       403       422       422       404       422
POST /quan-tri/nhuan-but/{id}/withdrawal    303       403       403       422       422       404       422
POST /quan-tri/nhuan-but/{id}/approval      303       403       403       409       409       404       409
POST /quan-tri/nhuan-but/{id}/return        303       403       403       422       422       404       422
POST /quan-tri/nhuan-but/{id}/correction    303       403       403       422       422       404       422
GET  /quan-tri/khung-nhuan-but              303       403       403       403       403       403       403
POST /quan-tri/khung-nhuan-but              303       403       403       403       403       403       403
POST /quan-tri/khung-nhuan-but/don-gia      303       403       403       403       403       403       403
";

both_databases! {
    async fn every_route_as_everybody(database) {
        let app = TestApp::with(database, &crate::TEST_MODULES).await;
        let ctx = Ctx::system(&app, "test");
        svc_org::load_model_province(&ctx).await.unwrap();
        crate::site::build_family(&ctx).await.unwrap();
        let site = live(&app, "sotuphap");
        let other = live(&app, "sonoivu");
        let tree = svc_org::tree(&app).unwrap();
        let root = tree.root(app.clock().now().local_date()).unwrap();
        let board = Board { app, site: site.clone(), writer_id: Uuid::nil(), secretary_id: Uuid::nil() };
        let entry = board.published("Bài", "2026-03-01T09:00").await;
        let proposal = Proposal {
            row: String::new(),
            entry: entry.parse().unwrap(),
            revision: 1,
            again: String::new(),
            terms: Terms {
                payee: Payee::Outside("Lý Thu Hằng".to_owned()),
                genre: "tin".to_owned(),
                coefficient: Coefficient(100),
                share: 100,
                note: String::new(),
            },
        };
        let month = Month::of(LocalDate::parse("2026-03-01").unwrap());
        assert_eq!(propose(&ctx, site.id, month, vec![proposal]).await.unwrap(), 1);
        let award = board.latest().await;
        let app = &board.app;
        let people = [
            app.visitor(),
            app.signed_in_without_role(),
            app.signed_in("editor", site.agency_id, &site.agency_path),
            app.signed_in("publisher", site.agency_id, &site.agency_path),
            app.signed_in("admin", site.agency_id, &site.agency_path),
            app.signed_in("publisher", other.agency_id, &other.agency_path),
            app.signed_in("publisher", root.id.uuid(), &root.path),
        ];
        let mut table = TABLE.lines().next().unwrap().to_owned() + "\n";
        for route in routes().infos() {
            let path = route.path.replace("/quan-tri/nhuan-but/{id}", &award);
            write!(table, "{:<43} ", format!("{:<4} {}", route.method.as_str(), route.path)).unwrap();
            for person in &people {
                let narrowed = format!("{path}?site={}&bai={entry}", site.id);
                let answer = match route.method {
                    Method::GET => person.get(if path == RATES || path == OWN || path == award { &path } else { &narrowed }).await,
                    _ => person.post(&path, &[("site", &site.id.to_string()), ("entry", &entry), ("month", "2026-03"), ("revision", "1")]).await,
                };
                write!(table, "{:<10}", answer.status).unwrap();
            }
            table = table.trim_end().to_owned() + "\n";
        }
        assert!(table == TABLE, "{table}");
    }
}
