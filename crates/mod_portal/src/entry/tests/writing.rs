//! While somebody writes: what is typed is kept, others are seen, revisions are compared and gone back to; and what may be
//! done with many entries at once, for a while only, or before they are public.

use testkit::both_databases;

use super::*;
use crate::entry::{
    compare::{Change, compare},
    content::Content,
    hints,
};

/// What the writing screen sends while somebody types.
async fn type_in(client: &Client, at: &str, fields: &[(&str, &str)]) -> Answer {
    client.with_header("hx-request", "true").post(at, fields).await
}

fn hinted(body: &str) -> Vec<&'static str> {
    let content = Content { title: "Tiêu đề".to_owned(), body: body.to_owned(), ..Content::default() };
    hints::of(&content).iter().map(ui::Message::key).collect()
}

#[test]
fn advice_is_given_where_it_helps_and_not_elsewhere() {
    let long = format!("{}.", "chữ ".repeat(46));
    for (body, expected) in [
        ("Một câu ngắn. [Thủ tục khai sinh](/thu-tuc/1.001193) làm trong ngày.", vec![]),
        ("Xem [tại đây](/x) và [Xem thêm...](/y).", vec!["portal.entry.hint.link"]),
        ("[https://example.org/a](https://example.org/a)", vec!["portal.entry.hint.address"]),
        ("## Một\n\n#### Ba", vec!["portal.entry.hint.heading"]),
        ("### Nhảy ngay", vec![]),
        ("**Điều 1. Phạm vi**\n\nNội dung.", vec!["portal.entry.hint.bold"]),
        (long.as_str(), vec!["portal.entry.hint.sentence"]),
        ("ỦY BAN NHÂN DÂN XÃ THÔNG BÁO LỊCH TIÊM", vec!["portal.entry.hint.capitals"]),
        ("UBND xã", vec![]),
    ] {
        assert_eq!(hinted(body), expected, "{body}");
    }
    let shouting =
        Content { title: "THÔNG BÁO VỀ LỊCH TIÊM CHỦNG.".to_owned(), ..Content::default() };
    let said: Vec<_> = hints::of(&shouting).iter().map(ui::Message::key).collect();
    assert_eq!(said, ["portal.entry.hint.title_capitals", "portal.entry.hint.title_stop"]);
}

#[test]
fn what_differs_is_told_word_by_word() {
    let before = Content {
        title: "Lịch tiêm tháng 3".to_owned(),
        body: "Giữ nguyên. Bỏ câu này.".to_owned(),
        ..Content::default()
    };
    let mut after = Content {
        title: "Lịch tiêm tháng 4".to_owned(),
        body: "Giữ nguyên. Thêm câu khác.".to_owned(),
        ..Content::default()
    };
    after.fields.set("category", "thong-bao");
    let differences = compare(ui::Lang::Vi, &before, &after);
    let labels: Vec<_> = differences.iter().map(|d| d.label.as_str()).collect();
    assert_eq!(labels, ["portal.entry.form.title", "portal.entry.form.body", "portal.kind.article.category"]);
    let of = |n: usize, change: Change| -> String {
        differences[n].pieces.iter().filter(|p| p.change == change).map(|p| p.text.as_str()).collect()
    };
    assert_eq!((of(0, Change::Removed), of(0, Change::Added)), ("3".to_owned(), "4".to_owned()));
    assert!(of(1, Change::Kept).contains("Giữ nguyên."));
    assert!(compare(ui::Lang::Vi, &after, &after).is_empty());
    // Of long texts only what stands around changes is shown.
    let many = "từ ".repeat(500);
    let long = |end: &str| Content { body: format!("{many}{end}"), ..Content::default() };
    let shown: String =
        compare(ui::Lang::Vi, &long("một"), &long("hai"))[0].pieces.iter().map(|p| p.text.as_str()).collect();
    assert!(shown.split_whitespace().count() < 40, "{shown}");
}

both_databases! {
    async fn what_is_typed_is_kept_and_offered_until_it_is_saved(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Bản đầu").await;
        let keep = format!("{screen}/unsaved");
        let version = version(&room.editor, &screen).await;
        let typed = whole("Đang gõ dở", &[("version", &version), ("changed", "1"), ("kind", "article")]);
        let kept = type_in(&room.editor, &keep, &typed).await;
        assert_eq!(kept.status, 200);
        assert!(says(&kept, "Đã giữ tạm lúc"), "{}", kept.text());
        assert_eq!(room.editor.get(&screen).await.count(".timeline li"), 1, "nobody's act");
        let again = room.editor.get(&screen).await;
        assert!(says(&again, "Bạn đang viết dở bài này"));
        assert_eq!(again.attribute("#title", "value"), "Bản đầu");
        let opened = room.editor.get(&format!("{screen}?dang-viet=1")).await;
        assert_eq!(opened.attribute("#title", "value"), "Đang gõ dở");
        // It is its writer's alone.
        assert!(!says(&room.publisher.get(&screen).await, "Bạn đang viết dở"));
        assert_eq!(room.publisher.get(&format!("{screen}?dang-viet=1")).await.attribute("#title", "value"), "Bản đầu");
        let saved = room.editor.fill_in(&format!("{screen}?dang-viet=1"), &format!("{screen}/revision"), &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let after = room.editor.get(&screen).await;
        assert_eq!(after.attribute("#title", "value"), "Đang gõ dở");
        assert!(!says(&after, "Bạn đang viết dở"));
        // Let go on request.
        type_in(&room.editor, &keep, &whole("Bỏ đi", &[("version", "2"), ("changed", "1"), ("kind", "article")])).await;
        assert_eq!(room.editor.post(&format!("{keep}/removal"), &[]).await.status, 303);
        assert!(!says(&room.editor.get(&screen).await, "Bạn đang viết dở"));
    }

    async fn an_entry_begun_and_never_saved_is_offered_to_its_writer_only(database) {
        let room = Newsroom::open(database).await;
        let new = format!("{WORK}/moi");
        let page = room.editor.get(&new).await;
        let keep = page.attribute("form[data-keep]", "data-keep");
        let key = page.attribute("input[name=_key]", "value");
        let typed = whole("Chưa bấm lưu", &[("_key", &key), ("changed", "1"), ("kind", "article")]);
        assert_eq!(type_in(&room.publisher, &keep, &typed).await.status, 404, "the key is the editor's");
        assert_eq!(type_in(&room.editor, &keep, &typed).await.status, 200);
        let offered = room.editor.get(&new).await;
        assert!(says(&offered, "Chưa bấm lưu"));
        let href = offered.attributes("main a", "href").into_iter().find(|h| h.contains("dang-viet=")).unwrap();
        assert_eq!(room.editor.get(&href).await.attribute("#title", "value"), "Chưa bấm lưu");
        assert!(!says(&room.publisher.get(&new).await, "Chưa bấm lưu"));
        assert_ne!(room.publisher.get(&href).await.attribute("#title", "value"), "Chưa bấm lưu");
        let site = room.site.id.to_string();
        let done = room.editor.fill_in(&href, WORK, &[("site", &site)]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(!says(&room.editor.get(&new).await, "Chưa bấm lưu"));
        // Forgotten after a month.
        type_in(&room.editor, &keep, &typed).await;
        let begun = room.editor.get(&new).await;
        assert!(!says(&begun, "Chưa bấm lưu"), "it exists by now");
        let page = room.editor.get(&new).await;
        let keep = page.attribute("form[data-keep]", "data-keep");
        let key = page.attribute("input[name=_key]", "value");
        type_in(&room.editor, &keep, &whole("Bỏ quên", &[("_key", &key), ("changed", "1"), ("kind", "article")])).await;
        assert!(says(&room.editor.get(&new).await, "Bỏ quên"));
        room.app.set_time("2027-06-01T08:00");
        (crate::entry::JOBS[2].run)((*room.app).clone(), serde_json::Value::Null).await.unwrap();
        assert!(!says(&room.editor.get(&new).await, "Bỏ quên"));
    }

    async fn two_who_write_see_each_other_and_nothing_is_lost(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Hai người").await;
        let keep = format!("{screen}/unsaved");
        let version = version(&room.editor, &screen).await;
        let fields = |title: &'static str| [("version".to_owned(), version.clone()), ("kind".to_owned(), "article".to_owned()), ("title".to_owned(), title.to_owned())];
        let send = async |client: &Client, title: &'static str| {
            let fields = fields(title);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            type_in(client, &keep, &fields).await
        };
        assert!(!says(&send(&room.editor, "Một").await, "cũng đang"), "alone so far");
        assert!(says(&send(&room.publisher, "Hai").await, "cũng đang mở bài này"));
        room.publisher.fill_in(&screen, &format!("{screen}/revision"), &[("title", "Người kia lưu trước")]).await;
        let told = send(&room.editor, "Một").await;
        assert!(says(&told, "Có người vừa lưu bản khác"), "{}", told.text());
        let both = room.editor.post(&format!("{screen}/revision"), &whole("Tôi lưu sau", &[("version", &version)])).await;
        assert_eq!(both.status, 409);
        assert!(says(&both, "Người kia lưu trước"));
        assert_eq!(both.attribute("#title", "value"), "Tôi lưu sau");
        // Who has gone is no longer told of.
        room.app.set_time("2026-03-02T23:00");
        assert!(!says(&send(&room.editor, "Một").await, "cũng đang"));
    }

    async fn revisions_are_compared_and_gone_back_to(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Bản một").await;
        room.editor.fill_in(&screen, &format!("{screen}/revision"), &[("title", "Bản hai")]).await;
        let page = room.editor.get(&format!("{screen}/revisions")).await;
        assert_eq!((page.status, page.texts("del").join(""), page.texts("ins").join("")), (200, "một".to_owned(), "hai".to_owned()));
        let first = room.editor.get(&format!("{screen}/revisions?ban=1")).await;
        assert!(first.texts("h2").iter().any(|h| h.contains("Bản 1 là bản đầu tiên")));
        let restore = format!("{screen}/revisions/1/restoration");
        let done = room.editor.fill_in(&format!("{screen}/revisions?ban=1"), &restore, &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let after = room.editor.get(&screen).await;
        assert_eq!(after.attribute("#title", "value"), "Bản một");
        assert!(says(&after, "Quay về bản 1, lưu thành bản thứ 3"));
        assert_eq!(room.editor.post(&restore, &[("version", "1")]).await.status, 409, "stale");
        let now = version(&room.editor, &screen).await;
        assert_eq!(room.editor.post(&format!("{screen}/revisions/99/restoration"), &[("version", &now)]).await.status, 404);
        assert_eq!(room.reader.get(&format!("{screen}/revisions")).await.status, 303);
        // While it waits nobody changes it.
        room.submit(&screen).await;
        let now = version(&room.publisher, &screen).await;
        assert_eq!(room.editor.post(&restore, &[("version", &now)]).await.status, 409);
    }

    async fn a_link_opens_one_revision_for_a_week(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Chưa đăng").await;
        let made = room.editor.fill_in(&screen, &format!("{screen}/early"), &[]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let shown = room.editor.get(made.location()).await;
        let link = shown.attribute("#early", "value");
        let path = link.split_once("/xem-truoc/").map(|(_, rest)| format!("/xem-truoc/{rest}")).unwrap();
        let page = room.reader.get(&path).await;
        assert_eq!((page.status, page.texts("h1")), (200, vec!["Chưa đăng".to_owned()]));
        assert!(page.attributes("meta[name=robots]", "content").iter().any(|c| c.contains("noindex")));
        assert!(says(&page, "chưa phải thông tin chính thức"));
        // What is written afterwards is not shown by it.
        room.editor.fill_in(&screen, &format!("{screen}/revision"), &[("title", "Viết thêm")]).await;
        assert_eq!(room.reader.get(&path).await.texts("h1"), ["Chưa đăng"]);
        // Nor what was taken off the site.
        let other = room.published("Sẽ gỡ").await;
        let made = room.editor.fill_in(&other, &format!("{other}/early"), &[]).await;
        let link = room.editor.get(made.location()).await.attribute("#early", "value");
        let early = link.split_once("/xem-truoc/").map(|(_, rest)| format!("/xem-truoc/{rest}")).unwrap();
        assert_eq!(room.reader.get(&early).await.status, 200);
        let withdrawn = [("withdraw_reason", "Lộ thông tin")];
        room.publisher.fill_in(&other, &format!("{other}/withdrawal"), &withdrawn).await;
        assert_eq!(room.reader.get(&early).await.status, 410);
        // Writing on does not open it again.
        let written = [("title", "Viết lại")];
        room.editor.fill_in(&format!("{other}?sua=1"), &format!("{other}/revision"), &written).await;
        assert_eq!(room.reader.get(&early).await.status, 410);
        let forged = path.replacen(".1.", ".2.", 1);
        assert_ne!(forged, path);
        assert_eq!(room.reader.get(&forged).await.status, 404);
        assert_eq!(room.reader.get("/xem-truoc/x").await.status, 404);
        room.app.set_time("2026-12-31T08:00");
        assert_eq!(room.reader.get(&path).await.status, 410);
        let stranger = live(&room.app, "sonoivu");
        let stranger = room.app.signed_in("editor", stranger.agency_id, &stranger.agency_path);
        assert_eq!(stranger.post(&format!("{screen}/early"), &[]).await.status, 404);
    }

    async fn an_entry_with_an_end_leaves_by_itself(database) {
        let room = Newsroom::open(database).await;
        room.app.set_time("2026-03-02T08:00");
        let screen = room.submitted("Thông báo có hạn").await;
        let publication = format!("{screen}/publication");
        for (from, until, wrong) in [
            ("", "2026-03-01T08:00", "Giờ đăng phải sau lúc này"),
            ("2026-03-05T08:00", "2026-03-04T08:00", "Giờ gỡ phải sau giờ đăng"),
        ] {
            let refused = room.publisher.fill_in(&screen, &publication, &[("publish_at", from), ("withdraw_at", until)]).await;
            assert_eq!(refused.status, 422);
            assert!(says(&refused, wrong), "{}", refused.text());
        }
        let done = room.publisher.fill_in(&screen, &publication, &[("publish_at", ""), ("withdraw_at", "2026-03-04T08:00")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let public = room.public(&screen).await;
        assert_eq!(room.reader.get(&public).await.status, 200);
        assert!(says(&room.publisher.get(&screen).await, "Sẽ tự gỡ lúc"));
        room.app.set_time("2026-03-03T08:00");
        room.app.run_jobs().await;
        assert_eq!(room.reader.get(&public).await.status, 200);
        room.app.set_time("2026-03-04T08:01");
        room.app.run_jobs().await;
        assert_eq!(room.reader.get(&public).await.status, 410);
        assert!(says(&room.editor.get(&screen).await, "Hết hạn đăng"));
    }

    async fn many_entries_are_each_done_or_refused(database) {
        let room = Newsroom::open(database).await;
        let (one, two) = (room.draft("Một").await, room.draft("Hai").await);
        let site = room.site.id.to_string();
        let bare = room.editor.fill_in(&format!("{WORK}/moi"), WORK, &[("site", &site), ("title", "Thiếu"), ("author", "")]).await;
        let bare = bare.location().to_owned();
        let keys = |list: &Answer| list.attributes("input[name=entry]", "value");
        let list = room.editor.get(WORK).await;
        let fields: Vec<(String, String)> = keys(&list).into_iter().map(|key| ("entry".to_owned(), key)).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(fields.len(), 3);
        let done = room.editor.post(&format!("{WORK}/submissions"), &fields).await;
        assert_eq!(done.status, 200);
        assert!(says(&done, "Xong 2 trong 3 bài"), "{}", done.text());
        assert!(says(&room.editor.get(&bare).await, "Bản nháp"));
        // Editors publish nothing; publishers not what is their own, or old.
        assert_eq!(room.editor.post(&format!("{WORK}/publications"), &fields).await.status, 403);
        let stale = room.publisher.post(&format!("{WORK}/publications"), &fields).await;
        assert!(says(&stale, "Xong 0 trong 3 bài"), "{}", stale.text());
        let waiting = keys(&room.publisher.get(&format!("{WORK}?status=in_review")).await);
        let fields: Vec<(&str, &str)> = waiting.iter().map(|key| ("entry", key.as_str())).collect();
        let done = room.publisher.post(&format!("{WORK}/publications"), &fields).await;
        assert!(says(&done, "Xong 2 trong 2 bài"), "{}", done.text());
        let public = keys(&room.publisher.get(&format!("{WORK}?status=published")).await);
        let mut fields: Vec<(&str, &str)> = public.iter().map(|key| ("entry", key.as_str())).collect();
        let asked = room.publisher.post(&format!("{WORK}/withdrawals"), &fields).await;
        assert_eq!((asked.status, asked.count("#withdraw_reason")), (200, 1));
        fields.push(("withdraw_reason", " "));
        assert_eq!(room.publisher.post(&format!("{WORK}/withdrawals"), &fields).await.status, 422);
        fields.pop();
        fields.push(("withdraw_reason", "Thông tin đã cũ"));
        let done = room.publisher.post(&format!("{WORK}/withdrawals"), &fields).await;
        assert!(says(&done, "Xong 2 trong 2 bài"), "{}", done.text());
        assert!(says(&room.editor.get(&one).await, "Thông tin đã cũ") && says(&room.editor.get(&two).await, "Thông tin đã cũ"));
        let none = room.publisher.post(&format!("{WORK}/submissions"), &[("entry", "x:y")]).await;
        assert!(says(&none, "Chưa chọn bài nào"));
    }
}
