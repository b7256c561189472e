//! Who may do what: every work route as everybody.

use std::fmt::Write as _;

use base::{Grant, Permission};
use http::Method;
use testkit::both_databases;

use super::*;
use crate::policy::{ENTRY_PUBLISH, ENTRY_WRITE};

/// What each kind of person is answered on each work route for an entry that waits for review.
const TABLE: &str = "\
route                                    stranger  roleless  editor    publisher other-ed  other-pub
GET  /quan-tri/noi-dung                  303       403       200       200       200       200
POST /quan-tri/noi-dung                  303       403       422       422       422       422
GET  /quan-tri/noi-dung/moi              303       403       200       200       200       200
POST /quan-tri/noi-dung/xem-truoc        303       403       200       200       200       200
POST /quan-tri/noi-dung/submissions      303       403       200       200       200       200
POST /quan-tri/noi-dung/publications     303       403       403       200       403       200
POST /quan-tri/noi-dung/withdrawals      303       403       403       200       403       200
GET  /quan-tri/noi-dung/{id}             303       403       200       200       404       404
POST /quan-tri/noi-dung/{id}/unsaved     303       403       200       200       404       404
POST /quan-tri/noi-dung/{id}/unsaved/removal 303       403       303       303       404       404
GET  /quan-tri/noi-dung/{id}/revisions   303       403       200       200       404       404
POST /quan-tri/noi-dung/{id}/revisions/{number}/restoration 303       403       409       409       404       404
POST /quan-tri/noi-dung/{id}/early       303       403       303       303       404       404
POST /quan-tri/noi-dung/{id}/revision    303       403       422       422       404       404
POST /quan-tri/noi-dung/{id}/submission  303       403       409       409       404       404
POST /quan-tri/noi-dung/{id}/retraction  303       403       409       409       404       404
POST /quan-tri/noi-dung/{id}/return      303       403       403       422       403       404
POST /quan-tri/noi-dung/{id}/publication 303       403       403       409       403       404
POST /quan-tri/noi-dung/{id}/withdrawal  303       403       403       422       403       404
";

both_databases! {
    async fn every_work_route_as_everybody(database) {
        let room = Newsroom::open(database).await;
        let screen = room.submitted("Bài kiểm tra quyền").await;
        let other = live(&room.app, "sonoivu");
        let people = [
            room.reader.clone(),
            room.app.signed_in_without_role(),
            room.editor.clone(),
            room.publisher.clone(),
            room.app.signed_in("editor", other.agency_id, &other.agency_path),
            room.app.signed_in("publisher", other.agency_id, &other.agency_path),
        ];
        let mut table = format!("{:<40} ", "route");
        for name in ["stranger", "roleless", "editor", "publisher", "other-ed", "other-pub"] {
            write!(table, "{name:<10}").unwrap();
        }
        table = table.trim_end().to_owned() + "\n";
        let routes = crate::entry::routes().infos();
        for route in routes.iter().filter(|r| r.path.starts_with(WORK)) {
            let path = route.path.replace("{id}", &id_of(&screen).to_string()).replace("{number}", "1");
            write!(table, "{:<40} ", format!("{:<4} {}", route.method.as_str(), route.path)).unwrap();
            for person in &people {
                let answer = match route.method {
                    Method::GET => person.get(&path).await,
                    // Nothing but the token: whoever may is told what is missing, or that the form is stale.
                    _ => person.post(&path, &[]).await,
                };
                write!(table, "{:<10}", answer.status).unwrap();
            }
            table = table.trim_end().to_owned() + "\n";
        }
        assert_eq!(table, TABLE);
        assert!(says(&room.publisher.get(&screen).await, "Chờ duyệt"), "nothing happened to it");
    }

    async fn editors_see_their_own_sites_articles_only(database) {
        let room = Newsroom::open(database).await;
        room.published("Bài của Sở Tư pháp").await;
        let other = live(&room.app, "sonoivu");
        let stranger = room.app.signed_in("publisher", other.agency_id, &other.agency_path);
        assert!(!says(&stranger.get(WORK).await, "Bài của Sở Tư pháp"));
        // Whoever holds the right over the province holds it over all below it.
        let province = live(&room.app, "thainguyen");
        let above = room.app.signed_in("publisher", province.agency_id, &province.agency_path);
        assert!(says(&above.get(WORK).await, "Bài của Sở Tư pháp"));
        assert!(above.get(&format!("{WORK}/moi")).await.count("#site option") > 100);
        assert_eq!(above.get(WORK).await.texts("#site option")[0], "Tất cả các trang");
    }

    async fn a_right_to_write_here_and_to_publish_there_stays_apart(database) {
        let room = Newsroom::open(database).await;
        let screen = room.submitted("Bài phải người khác duyệt").await;
        let other = live(&room.app, "sonoivu");
        let grant = |permissions: &[Permission], site: &Site| Grant {
            role: "test".to_owned(),
            permissions: permissions.into(),
            agency: site.agency_id,
            path: site.agency_path.clone(),
            lent_by: None,
        };
        let mixed = room.app.client_of(
            "mixed",
            vec![grant(&[ENTRY_WRITE], &room.site), grant(&[ENTRY_WRITE, ENTRY_PUBLISH], &other)],
        );
        let seen = version(&mixed, &screen).await;
        assert_eq!(mixed.get(&screen).await.count("form[action$='/publication']"), 0);
        let answer = mixed.post(&format!("{screen}/publication"), &[("version", &seen)]).await;
        assert_eq!(answer.status, 403);
    }

    async fn a_right_that_ends_while_somebody_writes_loses_nothing(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Bài đang viết").await;
        let form = room.editor.get(&screen).await.form(&format!("{screen}/revision"));
        let typed: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| (name.as_str(), if name == "title" { "Viết dở dang" } else { value.as_str() }))
            .collect();
        let writing = room.editor.with_header("hx-request", "true");
        let kept: Vec<(&str, &str)> = typed.iter().copied().chain([("changed", "1")]).collect();
        assert_eq!(writing.post_raw(&format!("{screen}/unsaved"), &kept).await.status, 200);
        let had = room.app.regrant(&room.editor, Vec::new());
        // Nothing is saved or shown any more, and whoever writes is told why.
        for act in ["revision", "submission", "unsaved"] {
            let answer = room.editor.post_raw(&format!("{screen}/{act}"), &typed).await;
            assert_eq!(answer.status, 403, "{act}");
            assert!(says(&answer, "quyền"), "{act}: {}", answer.text());
        }
        assert_eq!(room.editor.get(&screen).await.status, 403);
        assert!(says(&room.publisher.get(&screen).await, "Bài đang viết"));
        assert!(!says(&room.publisher.get(&screen).await, "Viết dở dang"), "nobody else reads what was not saved");
        // With the right given back, what was typed last is offered.
        room.app.regrant(&room.editor, had);
        let offered = room.editor.get(&screen).await;
        let go_on = offered.attributes("a", "href").into_iter().find(|href| href.ends_with("?dang-viet=1"));
        let again = room.editor.get(&go_on.expect("what was typed is offered")).await;
        assert_eq!(again.attribute("#title", "value"), "Viết dở dang");
    }

    async fn rights_move_with_the_agency_at_once(database) {
        let room = Newsroom::open(database).await;
        let screen = room.submitted("Bài của Sở Tư pháp").await;
        let ctx = Ctx::system(&room.app, "test");
        let tree = svc_org::tree(&room.app).unwrap();
        let of = |site: &Site| tree.get(base::Id::from_uuid(site.agency_id)).unwrap().as_ref().clone();
        let interior = live(&room.app, "sonoivu");
        let (justice, over) = (of(&room.site), of(&interior));
        let parent = room.app.signed_in("publisher", interior.agency_id, &interior.agency_path);
        assert_eq!(parent.get(&screen).await.status, 404);
        let under = svc_org::agency::Details { parent: Some(over.id), ..justice.details.clone() };
        let moved = svc_org::agency::edit(&ctx, justice.id, justice.version, under).await.unwrap();
        assert_eq!(parent.get(&screen).await.status, 200);
        assert!(parent.get(&format!("{WORK}/moi")).await.text().contains("Sở Tư pháp"));
        svc_org::agency::edit(&ctx, justice.id, moved.version, justice.details.clone()).await.unwrap();
        assert_eq!(parent.get(&screen).await.status, 404);
        assert!(!says(&parent.get(WORK).await, "Bài của Sở Tư pháp"));
        let draft = [("site", room.site.id.to_string())];
        let draft: Vec<(&str, &str)> = draft.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = parent.post(WORK, &whole("Bài không được phép", &draft)).await;
        assert!(answer.status == 403 || answer.status == 422, "{}", answer.status);
        assert!(!parent.get(&format!("{WORK}/moi")).await.texts("option").contains(&"Sở Tư pháp".to_owned()));
    }
}
