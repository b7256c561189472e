//! A site's menu: the usual one, arranging, two levels, what leads nowhere any more.

use testkit::both_databases;

use super::{MOST, Target};
use crate::face::tests::Studio;

async fn version(studio: &Studio) -> String {
    studio.chief.get(&menu(studio)).await.attribute("input[name=version]", "value")
}

fn menu(studio: &Studio) -> String {
    format!("{}/menu", studio.screen)
}

async fn act(studio: &Studio, path: &str, fields: &[(&str, &str)]) -> testkit::Answer {
    let version = version(studio).await;
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    studio.chief.post(path, &all).await
}

async fn publish(studio: &Studio) {
    assert_eq!(act(studio, &format!("{}/publication", menu(studio)), &[]).await.status, 303);
}

/// The items of the draft: what they say, and the addresses of their screens.
async fn listed(studio: &Studio) -> Vec<(String, String)> {
    let page = studio.chief.get(&menu(studio)).await;
    let paths = page.attributes("ol.composed li", "data-place");
    let paths = paths.iter().map(|place| place.trim_end_matches("/place").to_owned());
    page.texts("ol.composed li b").into_iter().zip(paths).collect()
}

async fn shown(studio: &Studio) -> Vec<String> {
    studio.home().await.texts("nav.mainnav li > a, nav.mainnav summary")
}

#[test]
fn targets_are_kept_as_words() {
    for word in [
        "",
        "place:/lien-he",
        "section:document",
        "category:article/chi-dao",
        "entry:0190a0b0-0000-7000-8000-000000000001",
        "address:https://example.org/a?b=c",
        "address:/hoi-dap",
    ] {
        assert_eq!(Target::parse(word).unwrap().to_string(), word);
    }
    for word in [
        "x",
        "place:lien-he",
        "section:none",
        "category:article/none",
        "category:page",
        "entry:1",
        "address:javascript:alert(1)",
        "address://example.org",
    ] {
        assert!(Target::parse(word).is_none(), "{word}");
    }
}

both_databases! {
    async fn the_usual_menu_has_what_the_law_asks(database) {
        let studio = Studio::open(database).await;
        let shown = shown(&studio).await;
        for name in ["Trang chủ", "Giới thiệu", "Dịch vụ công", "Hỏi đáp", "Sơ đồ"] {
            assert!(shown.contains(&name.to_owned()), "{name}: {shown:?}");
        }
        // The draft begins with the same.
        let draft: Vec<String> = listed(&studio).await.into_iter().map(|(label, _)| label).collect();
        assert_eq!(draft, shown);
    }

    async fn a_menu_is_arranged_in_two_levels(database) {
        let studio = Studio::open(database).await;
        let all = listed(&studio).await;
        let added = act(&studio, &menu(&studio), &[("to", "nowhere"), ("label", "Công khai"), ("label_en", "Open")]).await;
        assert_eq!(added.status, 303, "{}", added.text());
        let (_, open) = listed(&studio).await.pop().unwrap();
        let id = open.rsplit('/').next().unwrap().to_owned();
        let added = act(&studio, &menu(&studio), &[("to", "section:budget"), ("under", &id)]).await;
        assert_eq!(added.status, 303, "{}", added.text());
        assert_eq!(act(&studio, &format!("{open}/place"), &[("to", "1")]).await.status, 303);
        // The news go under it, too.
        let (_, news) = all.iter().find(|(label, _)| label == "Tin tức").unwrap();
        assert_eq!(act(&studio, &format!("{news}/level"), &[("under", &id)]).await.status, 303);
        // One that holds others goes under none.
        let (_, first) = &all[0];
        let under = first.rsplit('/').next().unwrap();
        assert_eq!(act(&studio, &format!("{open}/level"), &[("under", under)]).await.status, 422);
        assert!(!shown(&studio).await.contains(&"Công khai".to_owned()), "not before it is published");
        publish(&studio).await;
        let home = studio.home().await;
        assert_eq!(home.texts("nav.mainnav summary"), ["Công khai"]);
        assert_eq!(home.texts("nav.mainnav details a"), ["Công khai ngân sách", "Tin tức"]);
        let english = studio.app.visitor().get("/en/s/sotuphap/").await;
        assert_eq!(english.texts("nav.mainnav summary"), ["Open"]);
        let map = studio.app.visitor().get("/s/sotuphap/so-do").await;
        assert!(map.texts("main .tree a").contains(&"Công khai ngân sách".to_owned()));
        // And out again, behind what it stood under.
        assert_eq!(act(&studio, &format!("{news}/level"), &[("under", "")]).await.status, 303);
        publish(&studio).await;
        let shown = shown(&studio).await;
        let at = shown.iter().position(|label| label == "Công khai").unwrap();
        assert!(shown[at + 1..].contains(&"Tin tức".to_owned()));
        assert_eq!(act(&studio, &format!("{open}/removal"), &[]).await.status, 303);
        assert_eq!(listed(&studio).await.len(), all.len());
    }

    async fn an_item_whose_entry_is_withdrawn_leaves_the_menu(database) {
        let mut studio = Studio::open(database).await;
        studio.app.follow().await;
        let site = studio.site.id.to_string();
        let fields = [
            ("site", site.as_str()), ("title", "Lịch sử ngành"), ("summary", "Tóm tắt."), ("body", "Nội dung."),
            ("author", "A"), ("source", "B"), ("category", "tin-tuc"), ("lang", "vi"),
        ];
        let screen = studio.editor.fill_in("/quan-tri/noi-dung/moi", "/quan-tri/noi-dung", &fields).await;
        assert_eq!(screen.status, 303, "{}", screen.text());
        let screen = screen.location().to_owned();
        let version = studio.editor.get(&screen).await.attribute("input[name=version]", "value");
        assert_eq!(studio.editor.post(&format!("{screen}/submission"), &[("version", &version)]).await.status, 303);
        let published = studio.chief.fill_in(&screen, &format!("{screen}/publication"), &[]).await;
        assert_eq!(published.status, 303, "{}", published.text());
        let address = studio.app.visitor().get("/s/sotuphap/tin-tuc").await.attributes("main a", "href");
        let address = address.into_iter().find(|href| href.contains("lich-su-nganh")).unwrap();

        let added = act(&studio, &menu(&studio), &[("to", "address"), ("address", &address), ("label", "Lịch sử")]).await;
        assert_eq!(added.status, 303, "{}", added.text());
        publish(&studio).await;
        assert!(studio.home().await.attributes("nav.mainnav a", "href").contains(&address));

        let gone = [("withdraw_reason", "Sai ngày"), ("reason", "Sai ngày")];
        let withdrawn = studio.chief.fill_in(&screen, &format!("{screen}/withdrawal"), &gone).await;
        assert_eq!(withdrawn.status, 303, "{}", withdrawn.text());
        studio.app.seal().await;
        for _ in 0..100 {
            if !shown(&studio).await.contains(&"Lịch sử".to_owned()) {
                let page = studio.chief.get(&menu(&studio)).await;
                assert_eq!(page.texts("ol.composed .ds-tag"), ["Bài đã gỡ, bạn đọc không thấy mục này"]);
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the item stayed in the menu");
    }

    async fn wrong_and_hostile_items_are_refused(database) {
        let studio = Studio::open(database).await;
        for (to, address, label) in [
            ("", "", ""),
            ("place:/quan-tri", "", "x"),
            ("section:none", "", "x"),
            ("entry:0190a0b0-0000-7000-8000-000000000001", "", "x"),
            ("address", "", "x"),
            ("address", "javascript:alert(1)", "x"),
            ("address", "data:text/html,x", "x"),
            ("address", "https://example.org", ""),
            ("nowhere", "", ""),
            ("place:/", "", &"x".repeat(61)),
        ] {
            let answer = act(&studio, &menu(&studio), &[("to", to), ("address", address), ("label", label)]).await;
            assert_eq!(answer.status, 422, "{to} {address} {label}");
            assert!(answer.count(".ds-error-summary a") > 0, "{to} {address}");
        }
        let script = [("to", "address"), ("address", "https://example.org/\"><script>"), ("label", "<script>x</script>")];
        let answer = act(&studio, &menu(&studio), &script).await;
        if answer.status == 303 {
            publish(&studio).await;
            assert_eq!(studio.home().await.count("nav script"), 0);
        }
        for n in listed(&studio).await.len()..MOST {
            let answer = act(&studio, &menu(&studio), &[("to", "place:/"), ("label", &format!("Mục {n}"))]).await;
            assert_eq!(answer.status, 303);
        }
        assert_eq!(act(&studio, &menu(&studio), &[("to", "place:/"), ("label", "Thừa")]).await.status, 422);
        let stale = studio.chief.post(&format!("{}/discard", menu(&studio)), &[("version", "0")]).await;
        assert_eq!(stale.status, 409);
    }
}
