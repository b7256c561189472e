//! Composing a home page: what is kept, what readers see, and what is refused.

use kernel::{Ctx, Event, db::Queries as _, snapshot};
use testkit::both_databases;

use super::{Block, MOST, kind::ALL};
use crate::{
    entry::field::Shape,
    face::{Composed, Faces, tests::Studio},
};

/// The blocks of the draft as the screen lists them: names, and the addresses of their screens.
async fn listed(studio: &Studio) -> (Vec<String>, Vec<String>) {
    let page = studio.chief.get(&studio.screen).await;
    let places = page.attributes("ol.composed > li", "data-place");
    let paths = places.iter().map(|place| place.trim_end_matches("/place").to_owned()).collect();
    (page.texts("ol.composed > li b"), paths)
}

async fn version(studio: &Studio) -> String {
    studio.chief.get(&studio.screen).await.attribute("input[name=version]", "value")
}

/// Adds a block of a kind and answers with its screen.
async fn added(studio: &Studio, kind: &str) -> String {
    let path = format!("{}/khoi", studio.screen);
    let answer = studio.chief.post(&path, &[("kind", kind), ("version", &version(studio).await)]).await;
    assert_eq!(answer.status, 303, "{kind}: {}", answer.text());
    listed(studio).await.1.pop().unwrap()
}

async fn act(studio: &Studio, path: &str, fields: &[(&str, &str)]) -> u16 {
    let version = version(studio).await;
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    studio.chief.post(path, &all).await.status
}

#[test]
fn every_kind_has_its_words_and_says_what_it_asks() {
    let _ = &crate::MODULE;
    for (at, kind) in ALL.iter().enumerate() {
        assert!(ALL[..at].iter().all(|other| other.name != kind.name), "{} is there twice", kind.name);
        let names: Vec<&str> = kind.options().iter().map(|option| option.name).collect();
        assert!(!names.contains(&"version"), "{}", kind.name);
        let files = kind.options().iter().any(|option| matches!(option.shape, Shape::File));
        assert!(!files, "{}: the form offers no documents", kind.name);
    }
}

both_databases! {
    async fn a_page_is_composed_looked_at_and_published(database) {
        let studio = Studio::open(database).await;
        let before = studio.home().await;
        assert_eq!(before.texts("h1"), ["Sở Tư pháp"]);
        let block = added(&studio, "text").await;
        let form = [("heading", "Trăm năm Sở Tư pháp"), ("words", "Kính mời **bạn đọc**.\n\n<script>alert(1)</script>")];
        let saved = studio.chief.fill_in(&block, &block, &form).await;
        assert_eq!((saved.status, saved.location()), (303, studio.screen.as_str()), "{}", saved.text());
        assert_eq!(act(&studio, &format!("{block}/place"), &[("to", "0")]).await, 303);
        assert_eq!(listed(&studio).await.0[0], "Đoạn văn");
        // Readers see nothing of it yet, the editors do.
        assert!(!studio.home().await.text().contains("Trăm năm"));
        let preview = studio.chief.get("/s/sotuphap/ban-nhap").await;
        assert_eq!(preview.texts("main h2")[0], "Trăm năm Sở Tư pháp");
        assert_eq!(preview.texts(".banner p"), ["Đây là bản nháp của trang chủ và menu. Chỉ ban biên tập thấy."]);
        assert_eq!(act(&studio, &format!("{}/publication", studio.screen), &[]).await, 303);
        let home = studio.home().await;
        assert_eq!(home.texts("main h2")[0], "Trăm năm Sở Tư pháp");
        assert_eq!(home.texts("main .prose strong"), ["bạn đọc"]);
        assert_eq!(home.count("script:not([src])"), 0);
        assert_eq!(
            studio.told().await,
            ["portal.block.added", "portal.block.changed", "portal.block.moved", "portal.face.published"]
        );
        // Nothing is left to publish or to throw away.
        assert_eq!(act(&studio, &format!("{}/publication", studio.screen), &[]).await, 422);
        assert_eq!(act(&studio, &format!("{}/discard", studio.screen), &[]).await, 422);
    }

    async fn a_draft_is_thrown_away_and_the_usual_comes_back(database) {
        let studio = Studio::open(database).await;
        let usual = listed(&studio).await.0;
        let (_, paths) = listed(&studio).await;
        assert_eq!(act(&studio, &format!("{}/removal", paths[0]), &[]).await, 303);
        assert_eq!(listed(&studio).await.0, usual[1..]);
        assert_eq!(act(&studio, &format!("{}/discard", studio.screen), &[]).await, 303);
        assert_eq!(listed(&studio).await.0, usual);
        assert_eq!(act(&studio, &format!("{}/removal", paths[0]), &[]).await, 303);
        assert_eq!(act(&studio, &format!("{}/publication", studio.screen), &[]).await, 303);
        // Without a greeting the page still says what it is.
        assert_eq!(studio.home().await.texts("h1"), ["Sở Tư pháp"]);
        assert_eq!(act(&studio, &format!("{}/usual", studio.screen), &[]).await, 303);
        assert_eq!(listed(&studio).await.0, usual);
    }

    async fn two_editors_at_once_lose_nothing(database) {
        let studio = Studio::open(database).await;
        let (names, paths) = listed(&studio).await;
        let stale = version(&studio).await;
        assert_eq!(studio.chief.post(&format!("{}/removal", paths[1]), &[("version", &stale)]).await.status, 303);
        // The second sees what is there now, and nothing of the first one's work is undone.
        let late = studio.chief.post(&format!("{}/place", paths[0]), &[("version", &stale), ("to", "3")]).await;
        assert_eq!(late.status, 409);
        assert_eq!(late.texts("main .ds-alert h2").last().unwrap(), "Người khác vừa thay đổi");
        assert_eq!(late.texts("ol.composed > li b")[0], names[0]);
        let form = [("version", stale.as_str()), ("heading", "Tin của tôi")];
        let (_, paths) = listed(&studio).await;
        let page = studio.chief.post(&paths[1], &form).await;
        assert_eq!(page.status, 409);
        assert_eq!(page.attribute("#heading", "value"), "Tin của tôi", "what was typed is kept");
        // The dragging script is told the same by the status.
        let answer = studio.chief.with_header("hx-request", "true").post(&format!("{}/place", paths[0]), &form).await;
        assert_ne!(answer.status, 200);
    }

    async fn pages_in_memory_are_dropped_exactly(database) {
        let studio = Studio::open(database).await;
        let reader = studio.app.visitor();
        let asked = async |path: &str| reader.statements(path).await;
        let pages = ["/s/sotuphap/", "/s/sotuphap/gioi-thieu", "/s/sonoivu/"];
        for page in pages {
            asked(page).await;
            assert_eq!(asked(page).await, 0, "{page} comes from memory");
        }
        added(&studio, "text").await;
        for page in pages {
            assert_eq!(asked(page).await, 0, "a draft changes nothing readers see: {page}");
        }
        assert_eq!(act(&studio, &format!("{}/publication", studio.screen), &[]).await, 303);
        assert_eq!(asked("/s/sotuphap/gioi-thieu").await, 0, "only the home page is composed");
        assert_eq!(asked("/s/sonoivu/").await, 0, "no other site");
        assert!(asked("/s/sotuphap/").await > 0, "the home page is made anew");
    }

    async fn hostile_input_is_refused_or_shown_as_words(database) {
        let studio = Studio::open(database).await;
        let khoi = format!("{}/khoi", studio.screen);
        for kind in ["", "nothing", "communes", "hero", "<script>"] {
            assert_eq!(act(&studio, &khoi, &[("kind", kind)]).await, 422, "{kind}");
        }
        let tiles = added(&studio, "shortcuts").await;
        for link in ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:alert(1)", "//example.org"] {
            let form = [("links.0.label", "Bấm"), ("links.0.link", link)];
            let answer = studio.chief.fill_in(&tiles, &tiles, &form).await;
            assert_eq!(answer.status, 422, "{link}");
        }
        let long = "x".repeat(301);
        for (field, value) in [("heading", long.as_str()), ("links.0.label", long.as_str())] {
            assert_eq!(studio.chief.fill_in(&tiles, &tiles, &[(field, value)]).await.status, 422, "{field}");
        }
        let form = [("heading", "<img src=x onerror=alert(1)>"), ("links.0.label", "\"><script>x</script>"), ("links.0.link", "/hoi-dap")];
        assert_eq!(studio.chief.fill_in(&tiles, &tiles, &form).await.status, 303);
        let page = studio.chief.get("/s/sotuphap/ban-nhap").await;
        assert!(page.texts("main h2").contains(&"<img src=x onerror=alert(1)>".to_owned()));
        assert_eq!(page.count("main img[onerror]"), 0);
        // A place that is none; one far beyond the end is the end.
        assert_eq!(act(&studio, &format!("{tiles}/place"), &[("to", "-1")]).await, 422);
        assert_eq!(act(&studio, &format!("{tiles}/place"), &[("to", "999999")]).await, 303);
        assert_eq!(act(&studio, &format!("{khoi}/khong-co/place"), &[("to", "1")]).await, 404);
        assert_eq!(act(&studio, &format!("{khoi}/khong-co/removal"), &[]).await, 404);
    }

    async fn a_page_holds_so_many_and_no_more(database) {
        let studio = Studio::open(database).await;
        let many: Vec<Block> = (0..MOST).map(|n| Block::new(format!("b{n}"), "text")).collect();
        put(&studio, &many).await;
        assert_eq!(act(&studio, &format!("{}/khoi", studio.screen), &[("kind", "text")]).await, 422);
        assert_eq!(listed(&studio).await.0.len(), MOST);
    }

    async fn a_kind_nobody_knows_any_more_is_left_out_and_named(database) {
        let studio = Studio::open(database).await;
        put(&studio, &[Block::new("a", "hero"), Block::new("b", "weather")]).await;
        let home = studio.home().await;
        assert_eq!(home.texts("h1"), ["Sở Tư pháp"]);
        let page = studio.chief.get(&studio.screen).await;
        assert!(page.texts("ol.composed li")[1].contains("Không còn dùng được"));
        assert_eq!(act(&studio, &format!("{}/khoi/b/removal", studio.screen), &[]).await, 303);
    }

    async fn what_is_kept_and_cannot_be_read_leaves_the_usual(database) {
        let studio = Studio::open(database).await;
        keep(&studio, "{\"not\": \"a list\"}").await;
        assert_eq!(studio.home().await.texts("h1"), ["Sở Tư pháp"]);
    }

    async fn every_kind_makes_its_piece(database) {
        let studio = Studio::open(database).await;
        let ctx = Ctx::system(&studio.app, "test");
        crate::site::fill_samples(&ctx).await.unwrap();
        crate::entry::load_model_news(&ctx).await.unwrap();
        let blocks: Vec<Block> = ALL
            .iter()
            .map(|kind| Block::new(kind.name, kind.name).with("section", "job").with("words", "Chào bạn."))
            .collect();
        put(&studio, &blocks).await;
        let home = studio.home().await;
        let headings = home.texts("main h2");
        for heading in ["Văn bản mới", "Đang lấy ý kiến", "Sự kiện sắp tới", "Lãnh đạo", "Tuyển dụng", "Thư viện ảnh", "Liên hệ"] {
            assert!(headings.iter().any(|h| h == heading), "{heading}: {headings:?}");
        }
        assert_eq!(home.texts("h1"), ["Sở Tư pháp"]);
        let english = studio.app.visitor().get("/en/s/sotuphap/").await;
        assert_eq!(english.status, 200);
        assert!(english.texts("main h2").contains(&"New documents".to_owned()));
    }
}

/// Puts blocks onto the public page, past the screens.
async fn put(studio: &Studio, blocks: &[Block]) {
    keep(studio, &serde_json::to_string(blocks).unwrap()).await;
}

#[derive(serde::Serialize)]
struct Put {}
impl Event for Put {
    const NAME: &'static str = "test.face.put";
}

async fn keep(studio: &Studio, json: &str) {
    let mut act = Ctx::system(&studio.app, "test").own_act().await.unwrap();
    act.run(
        "INSERT INTO portal_site_part (site_id, part, shown, changed_at, version) VALUES ($1, 'home', $2, 0, 1)",
        vec![studio.site.id.uuid().into(), json.into()],
    )
    .await
    .unwrap();
    act.record(&Composed::of(&studio.site), &Put {}).await.unwrap();
    act.commit().await.unwrap();
    snapshot::reload::<Faces>(&studio.app, &[]).await.unwrap();
}
