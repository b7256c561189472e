//! What officers do: each act as it should go, in the wrong state, at the wrong agency, over a stale version.

use base::Id;
use kernel::{Ctx, Error};
use testkit::both_databases;

use super::*;
use crate::question::{Question, store};

fn id_of(screen: &str) -> Id<Question> {
    screen.rsplit('/').next().unwrap().parse().unwrap()
}

async fn question(office: &Office, screen: &str) -> Question {
    store::of_sender(office.app.db().read(), id_of(screen)).await.unwrap().unwrap()
}

both_databases! {
    async fn the_list_of_hundreds_of_sites_is_short_and_narrowed_to_one_by_its_name(database) {
        let office = Office::open(database).await;
        site::tests::grow(&office.app).await;
        assert_eq!(office.officer.get(WORK).await.count("#trang"), 0, "few are all in the list");
        office.asked("Hỏi Sở Tư pháp").await;
        let sent = office.send(&office.citizen, "/s/sonoivu/hoi-dap/gui", &whole("Hỏi Sở Nội vụ", &[])).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let top = site::sites(&office.app).unwrap().province().cloned().unwrap();
        let chief = office.app.signed_in("editor", top.agency_id, &top.agency_path);
        let page = chief.get(WORK).await;
        assert!(page.count("#site option") <= 201 && page.body().len() < 60_000, "{}", page.body().len());
        assert_eq!(page.count("tbody th a"), 2);
        // Several have such a name: they are to choose from, the list is as it was.
        let several = chief.get(&format!("{WORK}?trang=noi+vu&kind=question")).await;
        assert!(several.texts("#site option")[1..].iter().all(|name| name.contains("Nội vụ")));
        assert!(several.text().contains("chọn một trong danh sách"), "{}", several.text());
        assert_eq!(several.count("tbody th a"), 2);
        let id = live(&office.app, "sonoivu").id;
        for narrowed in [format!("trang=noi+vu&site={id}"), "trang=sonoivu".to_owned(), format!("site={id}")] {
            let page = chief.get(&format!("{WORK}?{narrowed}&kind=question")).await;
            assert_eq!(page.texts("tbody th a"), ["Hỏi Sở Nội vụ"], "{narrowed}");
            assert_eq!(page.attributes("#site option[selected]", "value"), [id.to_string()], "{narrowed}");
        }
        // Looking for another leaves the one before.
        let other = chief.get(&format!("{WORK}?trang=khong+co&site={id}")).await;
        assert!(other.text().contains("Không có trang nào như vậy") && other.count("tbody th a") == 2);
    }

    async fn an_officer_answers_and_another_approves(database) {
        let office = Office::open(database).await;
        let screen = office.submitted("Hỏi về hộ tịch").await;
        let page = office.officer.get(&screen).await;
        assert!(page.text().contains("Chờ duyệt trả lời"), "{}", page.text());
        assert_eq!(page.count("form[action$='/approval']"), 0);
        let approved = office.act(&office.approver, &screen, "approval", &[("public", "1")]).await;
        assert_eq!(approved.status, 303, "{}", approved.text());
        let list = office.citizen.get(&office.at("/hoi-dap")).await;
        assert!(list.text().contains("Hỏi về hộ tịch"), "{}", list.text());
        // The province's site shows what the whole family answered.
        assert!(office.citizen.get("/hoi-dap").await.text().contains("Hỏi về hộ tịch"));
        let code = page.texts(".meta .num").remove(0);
        assert_eq!(office.officer.get(&format!("{WORK}?q={code}")).await.texts("tbody th a"), ["Hỏi về hộ tịch"]);
        assert_eq!(office.officer.get(&format!("{WORK}?q=%25")).await.count("tbody th a"), 0);
        let story = office.approver.get(&screen).await.texts(".timeline b");
        assert_eq!(story, ["Duyệt câu trả lời", "Gửi duyệt", "Soạn câu trả lời", "Phân loại", "Gửi đến"]);
    }

    async fn nobody_approves_their_own_answer(database) {
        let office = Office::open(database).await;
        office.asked("Người duyệt tự trả lời").await;
        let screen = office.screen("Người duyệt tự trả lời").await;
        office.act(&office.approver, &screen, "classification", &[("class", "own")]).await;
        let form = office.approver.get(&screen).await.form(&format!("{screen}/answer"));
        let sent = office.approver.post_raw(&format!("{screen}/submission"), &merged(form, &[("answer", "Đây.")])).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = office.approver.get(&screen).await;
        assert!(page.text().contains("Cần người khác duyệt"));
        let version = question(&office, &screen).await.version.to_string();
        let own = office.approver.post(&format!("{screen}/approval"), &[("version", &version)]).await;
        assert_eq!(own.status, 409);
        assert_eq!(page.count("form[action$='/approval'], form[action$='/return']"), 0, "not offered");
    }

    async fn an_answer_comes_back_with_a_reason_and_goes_again(database) {
        let office = Office::open(database).await;
        let screen = office.submitted("Trả lại rồi duyệt").await;
        let none = office.act(&office.approver, &screen, "return", &[]).await;
        assert_eq!(none.attributes(".ds-error-summary a", "href"), ["#return_reason"]);
        let back = office.act(&office.approver, &screen, "return", &[("return_reason", "Nêu rõ giấy tờ.")]).await;
        assert_eq!(back.status, 303, "{}", back.text());
        assert!(office.officer.get(&screen).await.text().contains("Câu trả lời bị trả lại vì Nêu rõ giấy tờ."));
        assert_eq!(office.submit(&screen, &[("answer", "Mang theo căn cước.")]).await.status, 303);
        assert_eq!(office.act(&office.approver, &screen, "approval", &[]).await.status, 303);
    }

    async fn a_question_is_passed_on_and_out_of_sight(database) {
        let office = Office::open(database).await;
        office.asked("Hỏi nhầm cơ quan").await;
        let screen = office.screen("Hỏi nhầm cơ quan").await;
        let before = question(&office, &screen).await;
        let other = live(&office.app, "sonoivu");
        let to = other.id.to_string();
        let none = office.act(&office.officer, &screen, "transfer", &[("to", &to)]).await;
        assert_eq!(none.attributes(".ds-error-summary a", "href"), ["#transfer_reason"]);
        let passed = office.act(&office.officer, &screen, "transfer", &[("to", &to), ("transfer_reason", "Việc của Sở Nội vụ.")]).await;
        assert_eq!(passed.status, 303, "{}", passed.text());
        assert_eq!(office.officer.get(&screen).await.status, 404);
        let theirs = office.app.signed_in("editor", other.agency_id, &other.agency_path);
        let page = theirs.get(&screen).await;
        assert!(page.text().contains("Việc của Sở Nội vụ."), "{}", page.text());
        let after = question(&office, &screen).await;
        // Two agencies: seven working days from receipt instead of five.
        assert_eq!((before.due.days, after.due.days), (5, 7));
        assert!(after.due.at > before.due.at && after.joint);
        assert_eq!(theirs.fill_in(&screen, &format!("{screen}/classification"), &[("class", "own")]).await.status, 303);
        assert_eq!(question(&office, &screen).await.due.days, 7);
    }

    async fn what_is_not_accepted_says_why(database) {
        let office = Office::open(database).await;
        let receipt = office.asked("Đơn tố cáo").await;
        let screen = office.screen("Đơn tố cáo").await;
        let refused = office.act(&office.officer, &screen, "refusal", &[("refuse_reason", "Tố cáo gửi theo Luật Tố cáo.")]).await;
        assert_eq!(refused.status, 303, "{}", refused.text());
        let page = office.citizen.get(&receipt).await;
        assert!(page.text().contains("Tố cáo gửi theo Luật Tố cáo."), "{}", page.text());
        for act in ["classification", "transfer", "answer", "submission", "refusal", "extension"] {
            let other = live(&office.app, "sonoivu").id.to_string();
            let version = question(&office, &screen).await.version.to_string();
            let fields = [("version", version.as_str()), ("class", "own"), ("to", &other), ("transfer_reason", "x"), ("refuse_reason", "x"), ("extend_reason", "x"), ("answer", "x"), ("shown_title", "y"), ("shown_body", "z")];
            assert_eq!(office.officer.post(&format!("{screen}/{act}"), &fields).await.status, 409, "{act}");
        }
    }

    async fn time_is_made_longer_once_and_for_questions_only(database) {
        let office = Office::open(database).await;
        office.asked("Câu hỏi khó").await;
        let screen = office.screen("Câu hỏi khó").await;
        let longer = office.act(&office.officer, &screen, "extension", &[("extend_reason", "Cần khảo sát.")]).await;
        assert_eq!(longer.status, 303, "{}", longer.text());
        let extended = question(&office, &screen).await;
        assert_eq!((extended.due.days, extended.due.at.local_date().iso()), (10, "2026-03-16".to_owned()));
        let version = extended.version.to_string();
        let again = office.officer.post(&format!("{screen}/extension"), &[("version", &version), ("extend_reason", "x")]).await;
        assert_eq!(again.status, 409);
        // What is said of it later does not make it shorter again.
        office.act(&office.officer, &screen, "classification", &[("class", "conduct")]).await;
        assert_eq!(question(&office, &screen).await.due.days, 10);
        office.send(&office.citizen, &office.at("/hoi-dap/gui"), &whole("Kiến nghị", &[("kind", "feedback")])).await;
        let screen = office.screen("Kiến nghị").await;
        assert_eq!(question(&office, &screen).await.due.days, 10);
        let version = question(&office, &screen).await.version.to_string();
        let none = office.officer.post(&format!("{screen}/extension"), &[("version", &version), ("extend_reason", "x")]).await;
        assert_eq!(none.status, 409);
    }

    async fn acts_in_the_wrong_state_at_the_wrong_agency_or_too_late_change_nothing(database) {
        let office = Office::open(database).await;
        office.asked("Chưa phân loại").await;
        let screen = office.screen("Chưa phân loại").await;
        let other = live(&office.app, "sonoivu");
        let strangers = office.app.signed_in("publisher", other.agency_id, &other.agency_path);
        let to = other.id.to_string();
        let fields = |version: &'static str| vec![("version", version), ("class", "own"), ("to", to.as_str()), ("transfer_reason", "x"), ("refuse_reason", "x"), ("extend_reason", "x"), ("return_reason", "x"), ("withdraw_reason", "x"), ("forget_reason", "x"), ("answer", "x"), ("shown_title", "y"), ("shown_body", "z")];
        let acts = ["classification", "transfer", "extension", "answer", "submission", "refusal", "return", "approval", "publication", "withdrawal", "erasure"];
        for act in acts {
            let path = format!("{screen}/{act}");
            assert_eq!(strangers.post(&path, &fields("1")).await.status, 404, "{act} elsewhere");
            assert_eq!(office.approver.post(&path, &fields("0")).await.status, 409, "{act} over a stale version");
            assert_eq!(office.citizen.post(&path, &fields("1")).await.status, 303, "{act} by a stranger");
        }
        for act in ["answer", "submission", "return", "approval", "publication", "withdrawal", "erasure"] {
            assert_eq!(office.approver.post(&format!("{screen}/{act}"), &fields("1")).await.status, 409, "{act} too early");
        }
        for act in ["return", "approval", "publication", "withdrawal", "erasure"] {
            assert_eq!(office.officer.post(&format!("{screen}/{act}"), &fields("1")).await.status, 403, "{act} by an officer");
        }
        assert_eq!(question(&office, &screen).await.version, 1);
        // Somebody else was first: what was typed stays, and can be saved over knowingly.
        office.act(&office.officer, &screen, "classification", &[("class", "own")]).await;
        let form = office.officer.get(&screen).await.form(&format!("{screen}/answer"));
        office.act(&office.approver, &screen, "answer", &[("answer", "Bản của người kia.")]).await;
        let stale = office.officer.post_raw(&format!("{screen}/answer"), &merged(form, &[("answer", "Bản của tôi.")])).await;
        assert_eq!(stale.status, 409);
        assert!(stale.text().contains("Bản của tôi.") && stale.text().contains("Bản của người kia."), "{}", stale.text());
        let mut fields = stale.form(&format!("{screen}/answer"));
        let over = stale.attribute("input[name=over]", "value");
        fields.push(("over".to_owned(), over));
        let over = office.officer.post_raw(&format!("{screen}/answer"), &merged(fields, &[])).await;
        assert_eq!(over.status, 303, "{}", over.text());
        assert_eq!(question(&office, &screen).await.answer.text, "Bản của tôi.");
    }

    async fn what_is_withdrawn_is_gone_for_readers_and_not_for_its_asker(database) {
        let office = Office::open(database).await;
        let receipt = office.asked("Công khai rồi gỡ").await;
        let screen = office.screen("Công khai rồi gỡ").await;
        office.act(&office.officer, &screen, "classification", &[("class", "own")]).await;
        office.submit(&screen, &[]).await;
        office.act(&office.approver, &screen, "approval", &[("public", "")]).await;
        assert!(!office.citizen.get(&office.at("/hoi-dap")).await.text().contains("Công khai rồi gỡ"));
        assert_eq!(office.act(&office.approver, &screen, "publication", &[]).await.status, 303);
        let list = office.citizen.get(&office.at("/hoi-dap")).await;
        let address = list.attribute("main ul.list a", "href");
        assert_eq!(office.citizen.get(&address).await.status, 200);
        assert_eq!(office.act(&office.approver, &screen, "withdrawal", &[("withdraw_reason", "Nhầm.")]).await.status, 303);
        assert_eq!(office.citizen.get(&address).await.status, 404);
        assert!(!office.citizen.get(&office.at("/hoi-dap")).await.text().contains("Công khai rồi gỡ"));
        assert!(office.citizen.get(&receipt).await.text().contains("Sở trả lời: được"));
    }

    async fn what_is_late_stands_out_and_first(database) {
        let office = Office::open(database).await;
        office.asked("Việc trễ hạn").await;
        office.app.set_time("2026-03-09T16:00");
        office.asked("Việc mới").await;
        assert!(!office.officer.get(&format!("{WORK}?late=1")).await.text().contains("Việc trễ hạn"));
        office.app.set_time("2026-03-09T17:30");
        let list = office.officer.get(WORK).await;
        assert_eq!(list.texts("tbody th a"), ["Việc trễ hạn", "Việc mới"]);
        assert_eq!(list.count("tbody .due.late"), 1);
        assert_eq!(office.officer.get(&format!("{WORK}?late=1")).await.texts("tbody th a"), ["Việc trễ hạn"]);
        let desk = office.officer.get("/viec").await;
        assert!(desk.text().contains("câu hỏi, phản ánh quá hạn trả lời"), "{}", desk.text());
    }

    async fn limits_are_the_provinces_dated_and_said_to_be_secondary(database) {
        let office = Office::open(database).await;
        let province = live(&office.app, "thainguyen");
        let admin = office.app.signed_in("admin", province.agency_id, &province.agency_path);
        let below = office.app.signed_in("admin", office.site.agency_id, &office.site.agency_path);
        let path = crate::question::LIMITS_PATH;
        let page = admin.get(path).await;
        assert_eq!(page.count("tbody tr"), 5);
        assert_eq!(page.texts("tbody .ds-tag"), ["Nguồn thứ cấp"; 5]);
        assert_eq!((below.get(path).await.status, office.officer.get(path).await.status), (403, 403));
        let limit = [("name", "own"), ("days", "3"), ("valid_from", "2026-03-02"), ("source", "Quy chế của tỉnh"), ("verified", "1")];
        assert_eq!(below.post(path, &limit).await.status, 403);
        assert_eq!(admin.post(path, &limit).await.status, 303);
        assert_eq!(admin.post(path, &limit).await.status, 422, "one from a day on");
        assert_eq!(admin.post(path, &[("name", "own"), ("days", "0"), ("valid_from", ""), ("source", "")]).await.count(".ds-error-summary li"), 3);
        office.asked("Hỏi sau khi đổi hạn").await;
        let screen = office.screen("Hỏi sau khi đổi hạn").await;
        let due = question(&office, &screen).await.due;
        assert_eq!((due.days, due.at.local_date().iso()), (3, "2026-03-05".to_owned()));
        let edit = admin.get(path).await.attributes("tbody a", "href").remove(0);
        let edited = admin.fill_in(&edit, path, &[("days", "4")]).await;
        assert_eq!(edited.status, 303, "{}", edited.text());
        let stale = admin.fill_in(&edit, path, &[("days", "6"), ("version", "1")]).await;
        assert_eq!(stale.status, 409);
    }

    async fn an_heir_answers_what_was_left_open_in_the_same_time(database) {
        let office = Office::open(database).await;
        let answered = office.submitted("Đã trả lời trước sắp xếp").await;
        office.act(&office.approver, &answered, "approval", &[]).await;
        office.asked("Còn chờ trả lời").await;
        let screen = office.screen("Còn chờ trả lời").await;
        let before = question(&office, &screen).await;
        let ctx = Ctx::system(&office.app, "test");
        let heir = live(&office.app, "sonoivu");
        for _ in 0..2 {
            crate::question::hand_over(&ctx, &office.site, &heir).await.unwrap();
        }
        let after = question(&office, &screen).await;
        assert_eq!((after.agency, after.due, after.version), (heir.agency_id, before.due, 2));
        assert_eq!(question(&office, &answered).await.agency, office.site.agency_id);
        let theirs = office.app.signed_in("editor", heir.agency_id, &heir.agency_path);
        assert_eq!((theirs.get(&screen).await.status, office.officer.get(&screen).await.status), (200, 404));
    }

    async fn an_agency_that_has_ended_takes_nothing(database) {
        let office = Office::open(database).await;
        let ctx = Ctx::system(&office.app, "test");
        let family = site::sites(&office.app).unwrap();
        let former = family.all().iter().find(|s| s.is_former(ctx.today())).unwrap();
        let asked = crate::question::Ask {
            kind: crate::question::Kind::Question,
            site: former.id,
            title: "Hỏi".to_owned(),
            body: "Hỏi".to_owned(),
            sender: crate::question::Sender::default(),
        };
        let refused = crate::question::ask(&ctx, kernel::new_id(), asked).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    }
}
