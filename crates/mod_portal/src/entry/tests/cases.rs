//! What is refused, and how.

use testkit::both_databases;

use super::*;

type Fields<'a> = &'a [(&'a str, &'a str)];

both_databases! {
    async fn nobody_approves_what_they_wrote(database) {
        let room = Newsroom::open(database).await;
        let path = format!("{WORK}/moi");
        let site = room.site.id.to_string();
        let answer = room.publisher.fill_in(&path, WORK, &whole("Bài của người duyệt", &[("site", &site)])).await;
        let screen = answer.location().to_owned();
        let mine = version(&room.publisher, &screen).await;
        room.publisher.post(&format!("{screen}/submission"), &[("version", &mine)]).await;
        let page = room.publisher.get(&screen).await;
        assert!(says(&page, "Cần người khác duyệt"));
        assert_eq!(page.count("form[action$='/publication']"), 0);
        let mine = version(&room.publisher, &screen).await;
        let answer = room.publisher.post(&format!("{screen}/publication"), &[("version", &mine)]).await;
        assert_eq!(answer.status, 409);
        assert!(says(&answer, "nên không duyệt được"));
        assert!(!says(&room.reader.get(&room.at("/tin-tuc")).await, "Bài của người duyệt"));
    }

    async fn nobody_approves_what_they_edited_last(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Bài sửa hộ").await;
        let fields = whole("Bài sửa hộ, thêm chữ", &[]);
        room.publisher.fill_in(&screen, &format!("{screen}/revision"), &fields).await;
        // Another change by its writer does not make it less the publisher's text.
        let fields = whole("Bài sửa hộ, thêm chữ nữa", &[]);
        room.editor.fill_in(&screen, &format!("{screen}/revision"), &fields).await;
        room.submit(&screen).await;
        let seen = version(&room.publisher, &screen).await;
        let answer = room.publisher.post(&format!("{screen}/publication"), &[("version", &seen)]).await;
        assert_eq!(answer.status, 409);
        let other = room.app.signed_in("publisher", room.site.agency_id, &room.site.agency_path);
        assert_eq!(other.fill_in(&screen, &format!("{screen}/publication"), &[]).await.status, 303);
    }

    async fn acts_in_the_wrong_state_are_refused_and_change_nothing(database) {
        let room = Newsroom::open(database).await;
        let draft = room.draft("Bản nháp").await;
        let waiting = room.submitted("Đang chờ").await;
        let public = room.published("Đã đăng").await;
        let whole = whole("Khác", &[]);
        let refused: [(&Client, &str, &str, Fields<'_>); 8] = [
            (&room.editor, &draft, "retraction", &[]),
            (&room.publisher, &draft, "publication", &[]),
            (&room.publisher, &draft, "return", &[("return_reason", "Lý do")]),
            (&room.publisher, &draft, "withdrawal", &[("withdraw_reason", "Lý do")]),
            (&room.editor, &waiting, "revision", &whole),
            (&room.editor, &waiting, "submission", &[]),
            (&room.editor, &public, "submission", &[]),
            (&room.publisher, &public, "return", &[("return_reason", "Lý do")]),
        ];
        for (client, screen, act, fields) in refused {
            let version = version(client, screen).await;
            // A published entry shows no form but its withdrawal's to an editor; its version is 3 by then.
            let version = if version.is_empty() { "3" } else { &version };
            let before = room.publisher.get(screen).await.texts(".timeline li b");
            let mut all = vec![("version", version)];
            all.extend_from_slice(fields);
            let answer = client.post(&format!("{screen}/{act}"), &all).await;
            assert_eq!(answer.status, 409, "{act}: {}", answer.text());
            assert!(!says(&answer, "Người khác vừa sửa"), "{act} is refused for its state, not as stale");
            assert_eq!(room.publisher.get(screen).await.texts(".timeline li b"), before, "{act}");
        }
    }

    async fn stale_forms_never_overwrite(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Bản gốc").await;
        let opened = version(&room.editor, &screen).await;
        let revision = format!("{screen}/revision");
        room.publisher.fill_in(&screen, &revision, &whole("Người khác sửa", &[])).await;
        for (act, fields) in [("revision", whole("Tôi sửa", &[])), ("submission", Vec::new())] {
            for stale in [opened.as_str(), "", "x"] {
                let mut all = vec![("version", stale)];
                all.extend_from_slice(&fields);
                let answer = room.editor.post(&format!("{screen}/{act}"), &all).await;
                assert_eq!(answer.status, 409, "{act} {stale}");
                assert!(says(&answer, "Người khác vừa sửa"));
            }
        }
        let form = room.editor.get(&screen).await.form(&revision);
        assert!(form.contains(&("title".to_owned(), "Người khác sửa".to_owned())));
        // What was handed over with its text is no less stale.
        let mut all = vec![("version", opened.as_str())];
        all.extend_from_slice(&whole("Tôi gửi luôn", &[]));
        let answer = room.editor.post(&format!("{screen}/submission"), &all).await;
        assert_eq!(answer.status, 409);
        assert!(answer.form(&revision).contains(&("title".to_owned(), "Tôi gửi luôn".to_owned())));

        // What a reviewer has not seen is not approved by accident.
        room.submit(&screen).await;
        let seen = version(&room.publisher, &screen).await;
        room.editor.fill_in(&screen, &format!("{screen}/retraction"), &[]).await;
        room.submit(&screen).await;
        for act in ["publication", "return"] {
            let fields = [("version", seen.as_str()), ("return_reason", "Lý do")];
            let answer = room.publisher.post(&format!("{screen}/{act}"), &fields).await;
            assert_eq!(answer.status, 409, "{act}");
        }
    }

    async fn who_comes_second_compares_and_chooses(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Bản gốc").await;
        let opened = version(&room.editor, &screen).await;
        let revision = format!("{screen}/revision");
        room.app.set_time("2026-03-02T09:15");
        room.publisher.fill_in(&screen, &revision, &whole("Bản của người kia", &[])).await;
        let mut mine = vec![("version", opened.as_str())];
        mine.extend_from_slice(&whole("Bản của tôi", &[]));
        let page = room.editor.post(&revision, &mine).await;
        assert_eq!(page.status, 409);
        let form = page.form(&revision);
        assert!(form.contains(&("title".to_owned(), "Bản của tôi".to_owned())), "what was typed is kept");
        assert!(form.contains(&("version".to_owned(), opened.clone())), "under its old version");
        assert_eq!(page.texts("article h2")[0], "Bản của người kia");
        assert!(says(&page, "02/03/2026 09:15"), "when it was saved");
        assert_eq!(page.texts(".timeline b"), ["Lưu bản thứ 2"]);
        assert_eq!(page.attribute(&format!("form[action='{revision}']"), "autocomplete"), "off");
        assert!(page.attributes("a", "href").contains(&screen), "the latest can be opened");
        // Sent again without the choice, nothing is written over.
        assert_eq!(room.editor.post(&revision, &mine).await.status, 409);

        let over = page.attribute("button[name=over]", "value");
        mine.push(("over", over.as_str()));
        assert_eq!(room.editor.post(&revision, &mine).await.status, 303);
        let form = room.editor.get(&screen).await.form(&revision);
        assert!(form.contains(&("title".to_owned(), "Bản của tôi".to_owned())));
        assert_eq!(room.editor.post(&revision, &mine).await.status, 409, "the choice was for that version");

        // What waits for a decision cannot be written over, and what was typed is still there to be copied.
        room.submit(&screen).await;
        let page = room.editor.post(&revision, &mine).await;
        assert_eq!((page.status, page.count("button[name=over]")), (409, 0));
        assert!(says(&page, "Bản của tôi") && says(&page, "chưa sửa được"));
    }

    async fn unknown_addresses_are_not_found(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Chưa đăng").await;
        let id = id_of(&screen);
        let short = crate::entry::draft::short(id);
        for path in [
            format!("/tin-tuc/chua-dang-{short}"),
            "/tin-tuc/khong-co".to_owned(),
            "/tin-tuc?muc=khong-co".to_owned(),
            "/tin-tuc?sau=khong-co".to_owned(),
            format!("/tin-tuc?truoc={short}"),
        ] {
            assert_eq!(room.reader.get(&room.at(&path)).await.status, 404, "{path}");
        }
        let nobody = format!("{WORK}/{}", Uuid::nil());
        assert_eq!(room.editor.get(&nobody).await.status, 404);
        // An entry of one site is not readable under another's name.
        let public = room.published("Của một trang").await;
        let public = room.public(&public).await;
        let elsewhere = public.replace(&format!("/s/{}/", room.site.slug), "/s/sonoivu/");
        assert_eq!(room.reader.get(&elsewhere).await.status, 404);
    }
}
