//! Forms keep what was typed and say what to do; the list finds and filters.

use testkit::both_databases;

use super::*;
use crate::entry::field::{Field, Shape};

/// Turns a list over to its end and back: every row once, the same both ways, and the last page shown as such at once.
async fn turn_over(client: &Client, list: &str, row: &str) {
    let link = |page: &Answer, rel: &str| {
        page.attributes(&format!("nav.pager a[rel={rel}]"), "href").first().cloned()
    };
    let (mut pages, mut at) = (Vec::new(), list.to_owned());
    loop {
        let page = client.get(&at).await;
        assert_eq!(page.status, 200, "{at}");
        pages.push(page.attributes(row, "href"));
        let Some(next) = link(&page, "next") else { break };
        at = next;
    }
    let mut rows = pages.concat();
    let all = rows.len();
    rows.sort();
    rows.dedup();
    assert_eq!(rows.len(), all, "{list}: a row stands on two pages");
    let last = client.get(&at).await;
    let Some(mut back) = link(&last, "prev") else {
        assert_eq!(pages.len(), 1, "{list}");
        return;
    };
    let mut returned = vec![pages[pages.len() - 1].clone()];
    loop {
        let page = client.get(&back).await;
        returned.push(page.attributes(row, "href"));
        let Some(before) = link(&page, "prev") else { break };
        back = before;
    }
    returned.reverse();
    assert_eq!(returned, pages, "{list}: back otherwise than forth");
    let end = link(&client.get(list).await, "last").unwrap();
    let end = client.get(&end).await.attributes(row, "href");
    assert!(!end.is_empty() && pages.concat().ends_with(&end), "{list}: another end");
}

both_databases! {
    async fn what_is_wrong_is_said_and_what_was_typed_is_kept(database) {
        let room = Newsroom::open(database).await;
        let site = room.site.id.to_string();
        let new = format!("{WORK}/moi");
        let long = "ô".repeat(201);
        let body = "chữ ".repeat(12_600);
        let fields = whole(&long, &[
            ("site", &site), ("summary", "Giữ lại tôi"), ("body", &body), ("picture", "../x"), ("lang", "fr"),
            ("category", "khac"),
        ]);
        let mut last: Vec<(&str, &str)> = Vec::new();
        for field in fields {
            last.retain(|(name, _)| *name != field.0);
            last.push(field);
        }
        let answer = room.editor.fill_in(&new, WORK, &last).await;
        assert_eq!(answer.status, 422);
        let said = answer.texts(".ds-error-summary li");
        for words in ["Rút ngắn tiêu đề: dài nhất 200 ký tự, đang thừa 1", "Rút ngắn nội dung: dài nhất 50000", "Chọn một tranh", "Chọn ngôn ngữ", "Chọn một mục trong danh sách"] {
            assert!(said.iter().any(|s| s.contains(words)), "{words}: {said:?}");
        }
        let form = answer.form(WORK);
        assert!(form.contains(&("summary".to_owned(), "Giữ lại tôi".to_owned())));
        assert!(form.contains(&("title".to_owned(), long.clone())));
        assert_eq!(answer.attribute("#title", "aria-invalid"), "true");

        let empty = room.editor.fill_in(&new, WORK, &[("site", ""), ("title", " ")]).await;
        assert_eq!(empty.status, 422);
        assert!(says(&empty, "Viết tiêu đề"));
        let foreign = live(&room.app, "sonoivu").id.to_string();
        let answer = room.editor.fill_in(&new, WORK, &whole("Trang người khác", &[("site", &foreign)])).await;
        assert_eq!(answer.status, 422);
        assert!(says(&answer, "Chọn trang để đăng bài"));
        assert!(says(&room.editor.get(WORK).await, "Chưa có bài nào"), "nothing was kept");
    }

    async fn a_draft_may_be_incomplete_but_is_not_handed_over_so(database) {
        let room = Newsroom::open(database).await;
        let site = room.site.id.to_string();
        let fields = [("site", site.as_str()), ("title", "Mới có tiêu đề"), ("author", ""), ("picture", "river")];
        let answer = room.editor.fill_in(&format!("{WORK}/moi"), WORK, &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let screen = answer.location().to_owned();
        let form = room.editor.get(&screen).await.form(&format!("{screen}/revision"));
        let fields: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = room.editor.post_raw(&format!("{screen}/submission"), &fields).await;
        assert_eq!(answer.status, 422);
        let said = answer.texts(".ds-error-summary li");
        assert_eq!(said.len(), 5, "{said:?}");
        assert!(answer.form(&format!("{screen}/revision")).contains(&("title".to_owned(), "Mới có tiêu đề".to_owned())));
        assert!(says(&room.editor.get(&screen).await, "Bản nháp"));
    }

    async fn every_field_of_every_kind_can_be_filled_in(database) {
        let room = Newsroom::open(database).await;
        for kind in crate::entry::kind::ALL {
            let page = room.editor.get(&format!("{WORK}/moi?loai={}", kind.name)).await;
            assert_eq!(page.status, 200, "{}", kind.name);
            let typed = |field: &&Field| !matches!(field.shape, Shape::Derived(..));
            for field in kind.fields.iter().filter(typed) {
                let names = match field.shape {
                    Shape::Rows(columns) => {
                        columns.iter().map(|column| format!("{}.0.{}", field.name, column.name)).collect()
                    }
                    _ => vec![field.name.to_owned()],
                };
                for name in names {
                    assert_eq!(page.count(&format!("main [name='{name}']")), 1, "{}: {name}", kind.name);
                }
            }
        }
    }

    async fn the_preview_shows_what_is_typed_and_keeps_nothing(database) {
        let room = Newsroom::open(database).await;
        let path = "/quan-tri/noi-dung/xem-truoc";
        let page = room.editor.post(path, &whole("Xem thử", &[])).await;
        assert_eq!(page.texts("h1"), ["Xem thử"]);
        assert!(says(&page, "Đây là bản xem trước"));
        let part = room.editor.with_header("hx-request", "true").post(path, &whole("Xem thử", &[])).await;
        assert_eq!(part.texts("h2"), ["Xem thử", "Mục hai"]);
        assert!(!part.body().contains("<html"));
        assert_eq!((page.count(".ds-alert"), part.count(".ds-alert")), (0, 0));
        let mut bad = whole("Xem thử", &[]);
        bad.retain(|(name, _)| *name != "body");
        bad.push(("body", "[bấm](javascript:alert(1)) và [thật](https://example.org)"));
        for answer in [
            room.editor.post(path, &bad).await,
            room.editor.with_header("hx-request", "true").post(path, &bad).await,
        ] {
            let told = answer.texts(".ds-alert").join(" ");
            assert!(told.contains("javascript:alert(1)") && !told.contains("example.org"), "{told}");
        }
        assert!(says(&room.editor.get(WORK).await, "Chưa có bài nào"));
    }

    async fn the_list_puts_work_first_and_filters_by_address(database) {
        let room = Newsroom::open(database).await;
        room.published("Bài đã đăng").await;
        room.app.set_time("2026-03-02T09:00");
        room.draft("Bài nháp").await;
        room.app.set_time("2026-03-02T10:00");
        room.submitted("Chờ duyệt trước").await;
        room.app.set_time("2026-03-02T11:00");
        room.submitted("Chờ duyệt sau").await;
        let titles = |answer: &Answer| answer.texts("tbody th");
        let list = room.publisher.get(WORK).await;
        assert_eq!(titles(&list), ["Chờ duyệt trước", "Chờ duyệt sau", "Bài nháp", "Bài đã đăng"]);
        let tabs = list.texts(".chips li");
        assert_eq!(tabs[..4], ["Tất cả (4)", "Chờ duyệt (2)", "Bị trả lại (0)", "Bản nháp (1)"]);
        let filtered = room.publisher.get(&format!("{WORK}?status=draft")).await;
        assert_eq!(titles(&filtered), ["Bài nháp"]);
        // Without accents, wherever it stands.
        let found = room.publisher.get(&format!("{WORK}?q=DUYET+sau")).await;
        assert_eq!(titles(&found), ["Chờ duyệt sau"]);
        assert!(found.attributes(".chips a", "href").iter().all(|h| h.contains("q=DUYET")));
        let none = room.publisher.get(&format!("{WORK}?q=%25")).await;
        assert!(says(&none, "Không có bài nào như vậy"));
    }

    async fn long_lists_come_in_pages(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        crate::entry::load_model_news(&ctx).await.unwrap();
        let province = live(&room.app, "thainguyen");
        let admin = room.app.signed_in("admin", province.agency_id, &province.agency_path);
        for (client, list, row) in [
            (&admin, WORK, "tbody th a"),
            (&admin, &*format!("{WORK}?status=published"), "tbody th a"),
            (&room.reader, "/s/thainguyen/tin-tuc", ".news h3 a, .news-list b a"),
            (&room.reader, "/s/thainguyen/tin-tuc?muc=tin-tuc", ".news h3 a, .news-list b a"),
            // Read from what sorts first.
            (&room.reader, "/s/thainguyen/lien-ket", "tbody th a"),
        ] {
            turn_over(client, list, row).await;
        }
        assert_eq!(admin.get(&format!("{WORK}?sau=khong-co")).await.status, 404);
        assert_eq!(admin.get(&format!("{WORK}?sau={}", Uuid::nil())).await.status, 404);
        // The read API goes on where it says.
        let mut next = "/api/v1/entries?site=thainguyen".to_owned();
        let mut names = Vec::new();
        loop {
            let answer: serde_json::Value = serde_json::from_str(&room.reader.get(&next).await.body()).unwrap();
            names.extend(answer["items"].as_array().unwrap().iter().map(|item| item["id"].to_string()));
            let Some(on) = answer["next"].as_str() else { break };
            next = on[on.find("/api/").unwrap()..].to_owned();
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert!(all > 20 && names.len() == all, "{all} named, {} different", names.len());
    }
}
