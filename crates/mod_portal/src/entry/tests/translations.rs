//! One text in several languages.

use testkit::both_databases;

use super::{relations::publish_on, *};
use crate::entry::{Content, Kind, Span, Tongue, field::Fields, publish, submit, translate};

impl Newsroom {
    /// A translation of the entry behind a screen, saved with these words; answers with its screen, or what was refused.
    async fn translate(&self, screen: &str, lang: &str, title: &str) -> Answer {
        let new = format!("{WORK}/moi?dich={}&tieng={lang}", id_of(screen));
        self.editor.fill_in(&new, WORK, &[("title", title)]).await
    }

    /// The same, published.
    async fn translated(&self, screen: &str, lang: &str, title: &str) -> String {
        let answer = self.translate(screen, lang, title).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let screen = answer.location().to_owned();
        self.publish(&screen).await;
        screen
    }

    async fn publish(&self, screen: &str) {
        self.submit(screen).await;
        let answer = self.publisher.fill_in(screen, &format!("{screen}/publication"), &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// The links to other languages on a public page: words and address.
    async fn languages(&self, address: &str) -> Vec<(String, String)> {
        let page = self.reader.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        let words = page.texts("main a[hreflang]");
        words.into_iter().zip(page.attributes("main a[hreflang]", "href")).collect()
    }
}

both_databases! {
    async fn each_language_leads_to_the_others(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Giờ tiếp công dân").await;
        let address = room.public(&screen).await;
        assert!(room.languages(&address).await.is_empty());
        let english = room.translated(&screen, "en", "Opening hours").await;
        let tay = room.translated(&screen, "tyz", "Giờ tiếp (Tày)").await;
        let english_at = room.public(&english).await;
        let tay_at = room.public(&tay).await;
        let links = room.languages(&address).await;
        assert_eq!(links, [("Tiếng Anh".to_owned(), format!("/en{english_at}")), ("Tiếng Tày".to_owned(), tay_at.clone())]);
        let page = room.reader.get(&tay_at).await;
        assert_eq!(page.attribute("article", "lang"), "tyz");
        assert_eq!(page.attribute("meta[name='DC.language']", "content"), "tyz");
        assert!(says(&page, "Bản dịch. Khi có chỗ khác nhau thì theo bản tiếng Việt."));
        assert_eq!(page.attributes("link[rel=alternate][hreflang]", "hreflang"), ["vi", "en", "tyz", "x-default"]);
        let alternates = page.attributes("link[rel=alternate][hreflang]", "href");
        assert!(alternates[0].ends_with(&address) && alternates[1].ends_with(&format!("/en{english_at}")) && alternates[3] == alternates[0], "{alternates:?}");
        // The header leads to the same text, not to its screens alone.
        let page = room.reader.get(&address).await;
        assert!(page.attributes("header a[hreflang=en]", "href").contains(&format!("/en{english_at}")));
        let page = room.reader.get(&format!("/en{english_at}")).await;
        assert!(page.attributes("header a[hreflang=vi]", "href").contains(&address));

        // Lists are by language, and say which others there are.
        let list = room.reader.get(&room.at("/tin-tuc")).await;
        assert!(says(&list, "Giờ tiếp công dân") && !says(&list, "Opening hours") && !says(&list, "(Tày)"));
        let other = room.at("/tin-tuc?tieng=tyz");
        assert!(list.attributes("main a", "href").contains(&other));
        assert!(says(&room.reader.get(&other).await, "Giờ tiếp (Tày)"));
        assert_eq!(room.reader.get(&room.at("/tin-tuc?tieng=xx")).await.status, 404);
    }

    async fn a_translation_begins_with_the_original_and_there_is_one_in_a_language(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Bài gốc").await;
        let form = room.editor.get(&format!("{WORK}/moi?dich={}&tieng=en", id_of(&screen))).await.form(WORK);
        let value = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
        assert_eq!((value("title").as_str(), value("lang").as_str()), ("Bài gốc", "en"));
        assert!(value("body").contains("Đoạn **thứ hai**"));
        let english = room.translate(&screen, "en", "The original").await;
        assert_eq!(english.status, 303);
        // Another in the same language, or in the original's own, is refused, and what was typed is not lost on the way.
        for (lang, said) in [("en", "Đã có bản tiếng Anh"), ("vi", "Bản gốc đã viết bằng tiếng Việt")] {
            let again = room.translate(&screen, lang, "Another").await;
            assert_eq!(again.status, 409, "{lang}");
            assert!(says(&again, said), "{}", again.text());
            let form = again.form(WORK);
            for (name, typed) in [("title", "Another"), ("lang", lang), ("original", &id_of(&screen).to_string())] {
                assert!(form.contains(&(name.to_owned(), typed.to_owned())), "{form:?}");
            }
        }
        // Nor does one become another: its language is its own for good.
        let desk = english.location();
        assert_eq!(room.editor.get(desk).await.count("select[name=lang]"), 0);
        let done = room.editor.fill_in(desk, &format!("{desk}/revision"), &[("title", "Still English"), ("lang", "tyz")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(room.editor.get(desk).await.attribute("input[name=lang]", "value"), "en");
        // Two who begin at once: one of them is told.
        let (one, two) = tokio::join!(room.translate(&screen, "hmn", "One"), room.translate(&screen, "hmn", "Two"));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{}{}", one.text(), two.text());
        // A translation of a translation is one of the original.
        let from_english = room.translate(english.location(), "nut", "Nùng").await;
        assert_eq!(from_english.status, 303);
        let desk = room.editor.get(&screen).await;
        for language in ["Tiếng Việt", "Tiếng Anh", "Tiếng Nùng"] {
            assert!(desk.texts("aside .list li b").iter().any(|said| said == language), "{language}");
        }
        // Nobody of another agency begins one.
        let other = live(&room.app, "sonoivu");
        let stranger = room.app.signed_in("editor", other.agency_id, &other.agency_path);
        assert_eq!(stranger.get(&format!("{WORK}/moi?dich={}&tieng=ium", id_of(&screen))).await.status, 404);
        let site = other.id.to_string();
        let original = id_of(&screen).to_string();
        let forged = stranger.post(WORK, &whole("Giả", &[("site", &site), ("original", &original), ("lang", "ium")])).await;
        assert_eq!(forged.status, 404, "{}", forged.text());
    }

    async fn the_original_leads(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Bài sẽ sửa").await;
        let english = room.translated(&screen, "en", "To be changed").await;
        let english_at = room.public(&english).await;
        assert!(!says(&room.reader.get(&english_at).await, "cũ hơn"));
        room.app.set_time("2026-03-03T09:00");
        let answer = room.editor.fill_in(&format!("{screen}?sua=1"), &format!("{screen}/revision"), &[("title", "Bài đã sửa")]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        room.publish(&screen).await;
        let page = room.reader.get(&english_at).await;
        assert!(says(&page, "Bản dịch này cũ hơn bản tiếng Việt, bản ấy đã được cập nhật ngày 03/03/2026"), "{}", page.text());
        assert!(says(&room.editor.get(&english).await, "Bản gốc đã được đăng bản mới"));
        // Taken off in one language, it is taken off in all.
        let answer = room.publisher.fill_in(&screen, &format!("{screen}/withdrawal"), &[("withdraw_reason", "Sai số liệu")]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert_eq!(room.reader.get(&english_at).await.status, 410);
        assert!(says(&room.editor.get(&english).await, "Sai số liệu"));
    }

    async fn a_translation_begins_with_what_readers_read(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Ai cũng đọc").await;
        let edit = format!("{screen}/revision");
        let edited = room.editor.fill_in(&format!("{screen}?sua=1"), &edit, &[("title", "Chưa ai duyệt")]).await;
        assert_eq!(edited.status, 303, "{}", edited.text());
        let form = room.editor.get(&format!("{WORK}/moi?dich={}&tieng=en", id_of(&screen))).await.form(WORK);
        assert!(form.contains(&("title".to_owned(), "Ai cũng đọc".to_owned())), "{form:?}");
        // Of what nobody reads yet there is only what is worked on.
        let draft = room.draft("Bản nháp").await;
        let form = room.editor.get(&format!("{WORK}/moi?dich={}&tieng=en", id_of(&draft))).await.form(WORK);
        assert!(form.contains(&("title".to_owned(), "Bản nháp".to_owned())), "{form:?}");
    }

    async fn a_translation_is_as_old_as_its_words_whenever_it_was_approved(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Bài sẽ sửa").await;
        let english = room.translate(&screen, "en", "To be changed").await.location().to_owned();
        room.submit(&english).await;
        let behind = "Bản gốc đã được đăng bản mới";
        assert!(!says(&room.publisher.get(&english).await, behind));
        room.app.set_time("2026-03-03T09:00");
        let edit = format!("{screen}/revision");
        let edited = room.editor.fill_in(&format!("{screen}?sua=1"), &edit, &[("title", "Bài đã sửa")]).await;
        assert_eq!(edited.status, 303, "{}", edited.text());
        room.publish(&screen).await;
        room.app.set_time("2026-03-04T09:00");
        assert!(says(&room.publisher.get(&english).await, behind), "whoever approves it is told");
        let approved = room.publisher.fill_in(&english, &format!("{english}/publication"), &[]).await;
        assert_eq!(approved.status, 303, "{}", approved.text());
        let page = room.reader.get(&room.public(&english).await).await;
        assert!(says(&page, "cũ hơn bản tiếng Việt, bản ấy đã được cập nhật ngày 03/03/2026"), "{}", page.text());
        let edit = format!("{english}/revision");
        let edited = room.editor.fill_in(&format!("{english}?sua=1"), &edit, &[("title", "Changed")]).await;
        assert_eq!(edited.status, 303, "{}", edited.text());
        room.publish(&english).await;
        assert!(!says(&room.reader.get(&room.public(&english).await).await, "cũ hơn"));
    }

    async fn an_original_that_appears_as_it_was_makes_no_translation_older(database) {
        let room = Newsroom::open(database).await;
        // Both are written before either is public.
        let screen = room.draft("Bài gốc").await;
        let english = room.translate(&screen, "en", "The original").await.location().to_owned();
        for (day, again) in [("2026-03-03", false), ("2026-03-04", true)] {
            if again {
                let reason = [("withdraw_reason", "Chờ xác minh")];
                let taken = room.publisher.fill_in(&screen, &format!("{screen}/withdrawal"), &reason).await;
                assert_eq!(taken.status, 303, "{}", taken.text());
            }
            room.app.set_time(&format!("{day}T09:00"));
            room.publish(&screen).await;
            room.app.set_time(&format!("{day}T10:00"));
            room.publish(&english).await;
            let page = room.reader.get(&room.public(&english).await).await;
            assert!(says(&page, "Bản dịch.") && !says(&page, "cũ hơn"), "{day}: {}", page.text());
        }
    }

    async fn taking_a_translation_off_leaves_the_original(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Bài gốc ở lại").await;
        let address = room.public(&screen).await;
        let english = room.translated(&screen, "en", "Goes").await;
        assert_eq!(room.languages(&address).await.len(), 1);
        let answer = room.publisher.fill_in(&english, &format!("{english}/withdrawal"), &[("withdraw_reason", "Dịch sai")]).await;
        assert_eq!(answer.status, 303);
        assert!(room.languages(&address).await.is_empty(), "and it is no longer led to");
        let page = room.reader.get(&address).await;
        assert_eq!(page.attributes("link[rel=alternate][hreflang]", "hreflang"), ["vi", "en", "x-default"]);
    }

    async fn an_original_is_not_rewritten_in_a_language_it_has_a_translation_in(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Bài gốc").await;
        room.translated(&screen, "tyz", "Bài (Tày)").await;
        let writing = format!("{screen}?sua=1");
        let offered = room.editor.get(&writing).await.attributes("select[name=lang] option", "value");
        assert!(offered.contains(&"nut".to_owned()) && !offered.contains(&"tyz".to_owned()), "{offered:?}");
        let form = room.editor.get(&writing).await.form(&format!("{screen}/revision"));
        let fields: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| match name.as_str() {
                "lang" => ("lang", "tyz"),
                "title" => ("title", "Bài viết lại"),
                name => (name, value.as_str()),
            })
            .collect();
        for act in ["revision", "submission"] {
            let refused = room.editor.post_raw(&format!("{screen}/{act}"), &fields).await;
            assert_eq!(refused.status, 409, "{}", refused.text());
            assert!(says(&refused, "Đã có bản tiếng Tày"), "{}", refused.text());
            let form = refused.form(&format!("{screen}/revision"));
            assert!(form.contains(&("title".to_owned(), "Bài viết lại".to_owned())), "{act}: {form:?}");
        }
        let done = room.editor.fill_in(&writing, &format!("{screen}/revision"), &[("lang", "nut")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
    }

    async fn whoever_reads_in_a_language_stays_in_it(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Bài gốc").await;
        let tay = room.translated(&screen, "tyz", "Bài (Tày)").await;
        let page = room.reader.get(&room.public(&tay).await).await;
        let crumbs = page.attributes("nav a", "href");
        for query in ["?tieng=tyz", "?muc=tin-tuc&tieng=tyz"] {
            assert!(crumbs.contains(&room.at(&format!("/tin-tuc{query}"))), "{query}: {crumbs:?}");
        }
        let list = room.reader.get(&room.at("/tin-tuc?muc=tin-tuc&tieng=tyz")).await;
        assert!(says(&list, "Bài (Tày)"));
        let links = list.attributes("a", "href");
        for query in ["?tieng=tyz", "?muc=thong-bao&tieng=tyz"] {
            assert!(links.contains(&room.at(&format!("/tin-tuc{query}"))), "{query}: {links:?}");
        }
        let original = room.reader.get(&room.public(&screen).await).await;
        assert!(original.attributes("nav a", "href").contains(&room.at("/tin-tuc")));
    }

    async fn all_languages_are_answered_in_one_place(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        let days = Fields::default().with("opens", "2026-03-01").with("closes", "2026-03-10");
        let draft = days.clone().with("drafter", "Sở Tư pháp").with("reply_to", "Sở");
        let mut poll = days;
        let row = |title: &str| std::collections::BTreeMap::from([("title".to_owned(), title.to_owned())]);
        poll.set_rows("answers", vec![row("Sáng"), row("Chiều")]);
        for (kind, fields, answer) in [("draft", draft, "y-kien/gui"), ("poll", poll, "phieu")] {
            let kind = Kind::by_name(kind).unwrap();
            let content = Content {
                title: format!("Hỏi {}", kind.name), summary: "S".to_owned(), body: "B".to_owned(), fields, ..Content::of(kind)
            };
            let (original, address) = publish_on(&room, "sotuphap", &content).await;
            let content = Content { lang: Tongue::parse("tyz").unwrap(), title: format!("Tày {}", kind.name), ..content };
            let entry = translate(&ctx, kernel::new_id(), original.id, &content).await.unwrap();
            let entry = submit(&ctx, entry.id, entry.version).await.unwrap();
            let entry = publish(&ctx, entry.id, entry.version, Span::default()).await.unwrap();
            let tay = format!("/s/sotuphap/{}/{}-{}", kind.section, content.slug(), entry.short);
            let at = |address: &str| format!("{address}/{answer}");
            assert!(room.reader.get(&address).await.attributes("a", "href").contains(&at(&address)));
            assert_eq!(room.reader.get(&at(&address)).await.status, 200);
            let page = room.reader.get(&tay).await;
            assert!(!page.attributes("a", "href").contains(&at(&tay)), "{}", page.text());
            assert!(page.attributes("section.card a", "href").contains(&address), "{}", page.text());
            assert!(says(&page, "dùng chung một nơi trả lời, ở bản tiếng Việt"), "{}", page.text());
            assert_eq!(room.reader.get(&at(&tay)).await.status, 404);
        }
    }
}
