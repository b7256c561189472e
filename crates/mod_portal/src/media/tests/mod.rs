//! The library: what comes in, who sees and changes it, what entries make of it.

use std::sync::Arc;

use base::Id;
use kernel::{App, Ctx};
use testkit::{Answer, Client, Database, TestApp, both_databases};

use super::{Item, LIBRARY, Media, named};
use crate::{
    entry::body,
    site::{self, Lookup, Site},
};

#[path = "../../../../svc_files/tests/it/samples.rs"]
#[allow(dead_code, reason = "shared with the tests of the crate itself")]
mod samples;

/// The model province with an editor and a publisher of one department, and an editor of another.
struct Newsroom {
    app: TestApp,
    site: Arc<Site>,
    editor: Client,
    publisher: Client,
    stranger: Client,
}

impl Newsroom {
    async fn open(database: Database) -> Self {
        let app = TestApp::with(database, &crate::TEST_MODULES).await;
        let ctx = Ctx::system(&app, "test");
        svc_org::load_model_province(&ctx).await.unwrap();
        site::build_family(&ctx).await.unwrap();
        let (site, other) = (live(&app, "sotuphap"), live(&app, "sonoivu"));
        let editor = app.signed_in("editor", site.agency_id, &site.agency_path);
        let publisher = app.signed_in("publisher", site.agency_id, &site.agency_path);
        let stranger = app.signed_in("editor", other.agency_id, &other.agency_path);
        Self { app, site, editor, publisher, stranger }
    }

    async fn send(&self, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Answer {
        let site = self.site.id.to_string();
        let mut all = vec![("site", site.as_str()), ("focus", "top")];
        all.extend_from_slice(fields);
        self.editor.send_file(LIBRARY, &all, ("file", name, content)).await
    }

    /// A picture in the library; answers with the address of its screen.
    async fn picture(&self) -> String {
        let answer = self
            .send(
                &[("alt", "Đồi chè buổi sớm"), ("caption", "Vụ xuân")],
                "doi-che.jpg",
                &samples::photo(900, 600),
            )
            .await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.location().to_owned()
    }

    /// An entry with this text and picture, published; answers with its screen.
    async fn published(&self, body: &str, picture: &str) -> String {
        let site = self.site.id.to_string();
        let fields = [
            ("site", site.as_str()),
            ("title", "Bài có ảnh"),
            ("summary", "Tóm tắt."),
            ("body", body),
            ("author", "A"),
            ("source", "B"),
            ("category", "tin-tuc"),
            ("picture", picture),
            ("picture_alt", if picture.is_empty() { "" } else { "Đồi chè" }),
            ("lang", "vi"),
        ];
        let answer = self.editor.fill_in("/quan-tri/noi-dung/moi", "/quan-tri/noi-dung", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let screen = answer.location().to_owned();
        let version = self.editor.get(&screen).await.attribute("input[name=version]", "value");
        let answer = self.editor.post(&format!("{screen}/submission"), &[("version", &version)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let answer = self.publisher.fill_in(&screen, &format!("{screen}/publication"), &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        screen
    }

    /// The public page of an entry.
    async fn public(&self, screen: &str) -> Answer {
        let links = self.editor.get(screen).await.attributes("a", "href");
        let short = links.into_iter().find(|href| href.contains("/tin-tuc/")).unwrap();
        let reader = self.app.visitor();
        reader.get(reader.get(&short).await.location()).await
    }
}

fn live(app: &App, slug: &str) -> Arc<Site> {
    match site::sites(app).unwrap().by_slug(slug, app.clock().now().local_date()) {
        Lookup::Live(site) => site,
        other => panic!("{slug}: {other:?}"),
    }
}

/// How an entry names the item of this screen.
fn address(screen: &str) -> String {
    format!("/thu-vien/{}", screen.rsplit('/').next().unwrap())
}

fn id(screen: &str) -> String {
    screen.rsplit('/').next().unwrap().to_owned()
}

#[test]
fn only_addresses_of_the_library_name_items() {
    let item = "/thu-vien/0190a0b0-0000-7000-8000-000000000001";
    assert!(named(item).is_some());
    for other in [
        "/thu-vien/",
        "/thu-vien/x",
        "https://example.org/thu-vien/0190a0b0-0000-7000-8000-000000000001",
        "/tep/1",
    ] {
        assert!(named(other).is_none(), "{other}");
    }
    assert_eq!(body::media(&format!("![a]({item}) [b]({item}) ![c](https://example.org/x.png)")).len(), 1);
    assert_eq!(body::undescribed(&format!("![]({item})\n\n![ ]({item}) ![ảnh]({item}) ![](x.png)")), 2);
    // Of what is not in the library only the words stay.
    assert_eq!(body::to_html(&format!("![Đồi chè]({item})"), &Media::default()), "<p>Đồi chè</p>\n");
}

both_databases! {
    async fn a_picture_comes_in_without_its_makers_data_and_stands_in_entries(database) {
        let room = Newsroom::open(database).await;
        let screen = room.picture().await;
        let page = room.editor.get(&screen).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.texts("h1"), ["doi-che"]);
        assert_eq!(page.attribute("#alt", "value"), "Đồi chè buổi sớm");
        assert!(page.text().contains("Chưa bài nào dùng"));

        let text = format!("Trước.\n\n![]({0})\n\nSau ![trong dòng]({0}).", address(&screen));
        let site = room.site.id.to_string();
        let fields = [
            ("site", site.as_str()), ("title", "Bài có ảnh"), ("summary", "Tóm tắt."), ("body", &text), ("author", "A"),
            ("source", "B"), ("category", "tin-tuc"), ("picture", ""), ("picture_alt", ""), ("lang", "vi"),
        ];
        let answer = room.editor.fill_in("/quan-tri/noi-dung/moi", "/quan-tri/noi-dung", &fields).await;
        let draft = answer.location().to_owned();
        let version = room.editor.get(&draft).await.attribute("input[name=version]", "value");
        let refused = room.editor.post(&format!("{draft}/submission"), &[("version", &version)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.texts(".ds-error-summary li").iter().any(|said| said.contains("Mô tả 1 ảnh")), "{}", refused.text());

        let text = format!("Trước.\n\n![Nương chè]({0})\n\nSau ![trong dòng]({0}).", address(&screen));
        let public = room.public(&room.published(&text, &id(&screen)).await).await;
        assert_eq!(public.attributes("article figure img", "alt"), ["Đồi chè", "Nương chè"]);
        assert_eq!(public.texts("article figcaption"), ["Vụ xuân", "Vụ xuân"]);
        assert_eq!(public.attributes("article p img", "alt"), ["trong dòng"]);
        assert!(public.attributes("article source", "srcset").iter().all(|set| set.contains("640w")));
        assert_eq!(public.count(".pic.focus-top"), 1);
        let src = public.attribute("article figure img", "src");
        let picture = room.app.visitor().get(&src).await;
        assert_eq!((picture.status, picture.header("content-type")), (200, "image/jpeg"));
        assert!(!picture.bytes.windows(4).any(|four| four == b"Exif"));
        assert!(room.editor.get(&screen).await.texts(".list li").iter().any(|li| li.contains("Bài có ảnh") && li.contains("người đọc đang thấy")));
        // The list shows it narrow.
        let list = room.app.visitor().get(&format!("/s/{}/tin-tuc", room.site.slug)).await;
        assert!(list.attributes(".pic img", "src").iter().any(|src| src.contains("rong-640")), "{:?}", list.attributes(".pic img", "src"));
    }

    async fn a_picture_nobody_described_is_refused_and_need_not_be_sent_again(database) {
        let room = Newsroom::open(database).await;
        let refused = room.send(&[("alt", "")], "doi-che.jpg", &samples::photo(300, 200)).await;
        assert_eq!(refused.status, 422);
        assert!(refused.texts(".ds-error-summary li").iter().any(|said| said.contains("Mô tả ảnh")));
        let mut form = refused.form(LIBRARY);
        assert!(form.iter().any(|(name, value)| name == "file_upload" && !value.is_empty()));
        form.retain(|(name, _)| name != "alt" && name != "_csrf" && name != "file");
        form.push(("alt".to_owned(), "Đồi chè".to_owned()));
        let fields: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let taken = room.editor.send_file(LIBRARY, &fields, ("other", "", b"")).await;
        assert_eq!(taken.status, 303, "{}", taken.text());
    }

    async fn what_lies_about_itself_is_refused(database) {
        let room = Newsroom::open(database).await;
        for (name, content) in [
            ("anh.png", b"MZ\x90\x00not a picture".to_vec()),
            ("bom.png", samples::png_bomb()),
            ("trang.html", b"<script>alert(1)</script>".to_vec()),
            ("hinh.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
            ("bom.docx", samples::zip_bomb()),
        ] {
            let refused = room.send(&[("alt", "Ảnh")], name, &content).await;
            assert_eq!(refused.status, 422, "{name}");
            assert_eq!(refused.count(".ds-error-summary li"), 1, "{name}: {}", refused.text());
        }
        assert!(room.editor.get(LIBRARY).await.text().contains("Thư viện chưa có gì"));
    }

    async fn others_find_only_what_is_shared_and_change_nothing(database) {
        let room = Newsroom::open(database).await;
        let own = room.picture().await;
        let shared = room.send(&[("alt", "Sông"), ("title", "Sông Cầu"), ("is_shared", "1")], "song.png", &samples::png(64, 64)).await;
        let shared = shared.location().to_owned();
        assert_eq!(room.stranger.get(&own).await.status, 404);
        let page = room.stranger.get(&shared).await;
        assert_eq!((page.status, page.count("form[action$='/removal']")), (200, 0));
        let list = room.stranger.get(&format!("{LIBRARY}?q=song")).await;
        assert_eq!(list.texts(".media-grid b"), ["Sông Cầu"]);
        let change = [("version", "1"), ("title", "Của tôi"), ("alt", "x"), ("focus", "top")];
        assert_eq!(room.stranger.post(&shared, &change).await.status, 403);
        assert_eq!(room.stranger.post(&own, &change).await.status, 404);
        assert_eq!(room.stranger.post(&format!("{shared}/removal"), &[("version", "1")]).await.status, 403);
        let file = room.stranger.send_file(&format!("{shared}/tep"), &[("version", "1")], ("file", "x.png", &samples::png(8, 8))).await;
        assert_eq!(file.status, 403);
        // Into another agency's library nothing is sent either.
        let site = room.site.id.to_string();
        let sent = room.stranger.send_file(LIBRARY, &[("site", &site), ("alt", "x")], ("file", "x.png", &samples::png(8, 8))).await;
        assert_eq!(sent.status, 422);
        assert_eq!(room.app.visitor().get(LIBRARY).await.status, 303);
    }

    async fn what_a_site_does_not_share_others_cannot_show_even_by_its_address(database) {
        let room = Newsroom::open(database).await;
        let own = room.picture().await;
        let shared = room.send(&[("alt", "Sông"), ("title", "Sông Cầu"), ("is_shared", "1")], "song.png", &samples::png(64, 64)).await;
        let shared = shared.location().to_owned();
        let theirs = live(&room.app, "sonoivu").id.to_string();
        let write = async |picture: &str| {
            let body = format!("Đoạn.\n\n![Đồi chè]({})", address(picture));
            let fields = [
                ("site", theirs.as_str()), ("title", "Mượn ảnh"), ("summary", "Tóm tắt."), ("body", body.as_str()),
                ("author", "A"), ("source", "B"), ("category", "tin-tuc"),
            ];
            let seen = room.stranger.post("/quan-tri/noi-dung/xem-truoc", &fields).await;
            (room.stranger.fill_in("/quan-tri/noi-dung/moi", "/quan-tri/noi-dung", &fields).await, seen)
        };
        let (refused, seen) = write(&own).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.text().contains("của trang khác và không dùng chung"), "{}", refused.text());
        assert!(refused.form("/quan-tri/noi-dung").contains(&("title".to_owned(), "Mượn ảnh".to_owned())));
        assert!(seen.status == 409 && !seen.body().contains("/tep/"), "{}", seen.status);
        let (kept, seen) = write(&shared).await;
        assert_eq!((kept.status, seen.status), (303, 200), "{}", kept.text());
        // What is shown already may stay when it is shared no longer.
        let version = room.editor.get(&shared).await.attribute("input[name=version]", "value");
        let change = [("version", version.as_str()), ("title", "Sông Cầu"), ("alt", "Sông"), ("focus", "top")];
        assert_eq!(room.editor.post(&shared, &change).await.status, 303);
        let screen = kept.location().to_owned();
        let edited = room.stranger.fill_in(&screen, &format!("{screen}/revision"), &[("title", "Mượn ảnh, sửa lại")]).await;
        assert_eq!(edited.status, 303, "{}", edited.text());
    }

    async fn a_face_keeps_a_picture_that_is_shared_no_longer(database) {
        let room = Newsroom::open(database).await;
        let shared = room.send(&[("alt", "Sông"), ("title", "Sông Cầu"), ("is_shared", "1")], "song.png", &samples::png(64, 64)).await;
        let shared = shared.location().to_owned();
        let own = id(&room.picture().await);
        let picture = id(&shared);
        let other = live(&room.app, "sonoivu");
        let chief = room.app.signed_in("publisher", other.agency_id, &other.agency_path);
        let form = format!("/quan-tri/bo-cuc/{}/giao-dien", other.id);
        let look = async |photograph: &str, copyright: &str| {
            chief.fill_in(&form, &form, &[("photograph", photograph), ("photograph_alt", "Sông"), ("copyright", copyright)]).await
        };
        let kept = look(&picture, "Bản quyền thuộc Sở Nội vụ.").await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        let version = room.editor.get(&shared).await.attribute("input[name=version]", "value");
        let change = [("version", version.as_str()), ("title", "Sông Cầu"), ("alt", "Sông"), ("focus", "top")];
        assert_eq!(room.publisher.post(&shared, &change).await.status, 303);
        // What the site shows already may stay; another site's picture comes in no more.
        let kept = look(&picture, "Xin ghi rõ nguồn.").await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        let refused = look(&own, "Xin ghi rõ nguồn.").await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.text().contains("đã chọn là của trang khác và không dùng chung"), "{}", refused.text());
        let seen = chief.post(&format!("{form}/xem-thu"), &[("colours", "tea"), ("photograph", &own), ("photograph_alt", "Chè")]).await;
        assert!(seen.status == 409 && !seen.body().contains("/tep/"), "{}", seen.status);
    }

    async fn what_readers_see_is_exchanged_by_publishers_and_everywhere_at_once(database) {
        let room = Newsroom::open(database).await;
        let screen = room.picture().await;
        let entry = room.published(&format!("![Nương chè]({})", address(&screen)), "").await;
        let before = room.public(&entry).await.attribute("article figure img", "src");
        let version = room.editor.get(&screen).await.attribute("input[name=version]", "value");
        let tep = format!("{screen}/tep");
        let refused = room.editor.send_file(&tep, &[("version", &version)], ("file", "moi.png", &samples::png(700, 500))).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text().contains("người duyệt bài"), "{}", refused.text());
        let document = room.publisher.send_file(&tep, &[("version", &version)], ("file", "moi.pdf", &samples::pdf())).await;
        assert_eq!(document.status, 422);
        let done = room.publisher.send_file(&tep, &[("version", &version)], ("file", "moi.png", &samples::png(700, 500))).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let after = room.public(&entry).await.attribute("article figure img", "src");
        assert_ne!(before, after);
        assert_eq!(room.app.visitor().get(&before).await.status, 404);
        assert_eq!(room.app.visitor().get(&after).await.status, 200);
        // A stale form exchanges nothing, and what is used is not removed.
        let stale = room.publisher.send_file(&tep, &[("version", &version)], ("file", "x.png", &samples::png(9, 9))).await;
        assert_eq!(stale.status, 409);
        let version = room.publisher.get(&screen).await.attribute("input[name=version]", "value");
        let kept = room.publisher.post(&format!("{screen}/removal"), &[("version", &version)]).await;
        assert_eq!(kept.status, 409);
        assert!(kept.text().contains("Còn 1 bài"), "{}", kept.text());
    }

    async fn an_unused_item_is_changed_and_removed_by_its_editors(database) {
        let room = Newsroom::open(database).await;
        let screen = room.picture().await;
        let version = room.editor.get(&screen).await.attribute("input[name=version]", "value");
        let bare = room.editor.post(&screen, &[("version", &version), ("title", "x"), ("alt", " "), ("focus", "top")]).await;
        assert_eq!(bare.status, 422);
        let done = room.editor.fill_in(&screen, &screen, &[("title", "Chè Tân Cương"), ("focus", "bottom_left")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(room.editor.get(&screen).await.texts("h1"), ["Chè Tân Cương"]);
        let stale = room.editor.post(&screen, &[("version", &version), ("title", "Khác"), ("alt", "x"), ("focus", "top")]).await;
        assert_eq!(stale.status, 409);
        assert_eq!(stale.attribute("#title", "value"), "Khác");
        let open = room.app.visitor().get(&address(&screen)).await;
        assert_eq!(open.status, 303);
        let file = open.location().to_owned();
        assert_eq!(room.app.visitor().get(&file).await.status, 200);
        let version = room.editor.get(&screen).await.attribute("input[name=version]", "value");
        assert_eq!(room.editor.post(&format!("{screen}/removal"), &[("version", &version)]).await.status, 303);
        assert_eq!(room.editor.get(&screen).await.status, 404);
        assert_eq!(room.app.visitor().get(&address(&screen)).await.status, 404);
        assert_eq!(room.app.visitor().get(&file).await.status, 404);
    }

    async fn a_picture_at_the_head_of_a_site_is_in_use(database) {
        let room = Newsroom::open(database).await;
        let screen = room.picture().await;
        let look = format!("{}/{}/giao-dien", crate::face::WORK, room.site.id);
        let done = room.publisher.fill_in(&look, &look, &[("photograph", &id(&screen)), ("photograph_alt", "Đồi chè")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let page = room.publisher.get(&screen).await;
        assert!(page.text().contains("Trang chủ hoặc giao diện"), "{}", page.text());
        assert!(page.attributes("a", "href").contains(&look));
        let version = page.attribute("input[name=version]", "value");
        let refused = room.publisher.post(&format!("{screen}/removal"), &[("version", &version)]).await;
        assert_eq!(refused.status, 409);
        // What readers see is exchanged by publishers only, wherever they see it.
        let refused = room.editor.fill_in(&screen, &screen, &[("title", "Khác"), ("focus", "top")]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        let done = room.publisher.fill_in(&look, &look, &[("photograph", ""), ("photograph_alt", "")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let version = room.editor.get(&screen).await.attribute("input[name=version]", "value");
        assert_eq!(room.editor.post(&format!("{screen}/removal"), &[("version", &version)]).await.status, 303);
    }

    async fn documents_come_with_entries_with_their_kind_and_size(database) {
        let room = Newsroom::open(database).await;
        let sent = room.send(&[("alt", ""), ("title", "Kế hoạch 12")], "ke-hoach.pdf", &samples::pdf()).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let screen = sent.location().to_owned();
        let site = room.site.id.to_string();
        let item = id(&screen);
        let link = format!("Xem [kế hoạch]({}).", address(&screen));
        let fields = [
            ("site", site.as_str()), ("title", "Bài có tệp"), ("summary", "Tóm tắt."), ("body", &link), ("author", "A"),
            ("source", "B"), ("category", "tin-tuc"), ("picture", ""), ("picture_alt", ""), ("lang", "vi"),
            ("files.0.title", "Bản ký"), ("files.0.file", &item),
        ];
        let answer = room.editor.fill_in("/quan-tri/noi-dung/moi", "/quan-tri/noi-dung", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let screen = answer.location().to_owned();
        let page = room.editor.get(&screen).await;
        assert_eq!(page.status, 200);
        let version = page.attribute("input[name=version]", "value");
        assert_eq!(room.editor.post(&format!("{screen}/submission"), &[("version", &version)]).await.status, 303);
        room.publisher.fill_in(&screen, &format!("{screen}/publication"), &[]).await;
        let public = room.public(&screen).await;
        let files = public.texts(".files li");
        assert!(files.len() == 1 && files[0].contains("Bản ký (PDF, "), "{files:?}");
        let text = public.texts("article p").join(" ");
        assert!(text.contains("kế hoạch (PDF, "), "{text}");
        let href = public.attribute(".files a", "href");
        assert_eq!(room.app.visitor().get(&href).await.header("content-type"), "application/pdf");
        // Somebody names what is not there: refused on handing over, not shown.
        let gone = Id::<Item>::from_uuid(sea_orm::prelude::Uuid::from_u128(5)).to_string();
        let fields = [
            ("site", site.as_str()), ("title", "Bài hỏng"), ("summary", "Tóm tắt."), ("body", "Chữ"), ("author", "A"), ("source", "B"),
            ("category", "tin-tuc"), ("picture", ""), ("picture_alt", ""), ("lang", "vi"), ("files.0.file", &gone),
        ];
        let answer = room.editor.post("/quan-tri/noi-dung", &[&fields[..], &[("kind", "article")]].concat()).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let screen = answer.location().to_owned();
        let refused = room.editor.post(&format!("{screen}/submission"), &[("version", "1")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("không còn trong thư viện"), "{}", refused.text());
    }
}
