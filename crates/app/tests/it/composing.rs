//! A publisher composes a home page: by buttons, by the keyboard and by dragging; nobody sees it before it is published.

use fantoccini::{
    Locator,
    actions::{InputSource as _, MouseActions, PointerAction},
};
use serde_json::json;

use crate::{
    browser::{Browser, DESK, PHONE},
    program::{Program, get},
};

/// The blocks, or the items of a menu's first level, from top to bottom.
async fn order(browser: &Browser) -> Vec<String> {
    let script =
        "return [...document.querySelectorAll('main > ol.composed > li > .what b')].map(b => b.innerText)";
    serde_json::from_value(browser.page.execute(script, vec![]).await.unwrap()).unwrap()
}

/// Waits until a block stands first.
async fn first_is(browser: &Browser, name: &str) {
    let path = format!("//main/ol/li[1]/div[contains(@class, 'what')]/b[normalize-space(.) = '{name}']");
    let found = browser
        .page
        .wait()
        .at_most(std::time::Duration::from_secs(10))
        .for_element(Locator::XPath(&path))
        .await;
    assert!(found.is_ok(), "{name} does not stand first: {:?}", order(browser).await);
}

/// Drags one of the list by its grip to below the middle of another.
async fn drag(browser: &Browser, from: usize, to: usize) {
    let script = "const li = document.querySelectorAll('main > ol.composed > li'); \
        li[0].scrollIntoView({ block: 'center' }); \
        const a = li[arguments[0]].querySelector('.grip').getBoundingClientRect(); \
        const b = li[arguments[1]].getBoundingClientRect(); \
        return [a.x + a.width / 2, a.y + a.height / 2, b.x + 40, b.y + b.height * 0.8]";
    let at = browser.page.execute(script, vec![json!(from), json!(to)]).await.unwrap();
    let at: Vec<f64> = serde_json::from_value(at).unwrap();
    let point = |x: f64, y: f64| PointerAction::MoveTo {
        duration: Some(std::time::Duration::from_millis(150)),
        x,
        y,
    };
    let moved = MouseActions::new("mouse".to_owned())
        .then(point(at[0], at[1]))
        .then(PointerAction::Down { button: 0 })
        .then(point(at[0] + 4.0, at[1] + 6.0))
        .then(point(at[2], (at[1] + at[3]) / 2.0))
        .then(point(at[2], at[3]))
        .then(point(at[2], at[3] + 2.0))
        .then(PointerAction::Up { button: 0 });
    browser.page.perform_actions(moved).await.unwrap();
}

#[tokio::test]
async fn a_home_page_is_composed_by_buttons_keys_and_dragging_and_seen_when_published() {
    let program = Program::demo();
    let desk = Browser::open(DESK).await;
    desk.sign_in(&program, "duyetbai.sxd").await;
    desk.go(&program.url("/quan-tri/bo-cuc")).await;
    desk.find("ol.composed").await;
    let compose = desk.page.current_url().await.unwrap().to_string();
    let before = order(&desk).await;

    // By the keyboard alone: the arrow of the second block, Enter.
    let up = format!("//main/ol/li[2]//button[contains(., 'Lên: {}')]", before[1]);
    desk.page.find(Locator::XPath(&up)).await.unwrap().send_keys("\u{e007}").await.unwrap();
    first_is(&desk, &before[1]).await;
    // By dragging it back.
    drag(&desk, 0, 1).await;
    first_is(&desk, &before[0]).await;
    assert_eq!(order(&desk).await, before);

    // A block of one's own words, and one that goes.
    // The list is made anew where the block was let go.
    desk.click("button[name=kind][value=text]").await;
    desk.find("textarea[name=words]").await;
    desk.fill("words", "Chào mừng bạn đọc ghé thăm quầy tư vấn mới.").await;
    desk.fill("heading", "Quầy tư vấn mới").await;
    let mut faults = desk.faults_as_held(DESK, "a block").await;
    desk.press("Lưu vào bản nháp").await;
    desk.says("Quầy tư vấn mới").await;
    let last = order(&desk).await.len();
    assert_eq!(last, before.len() + 1);
    faults.extend(desk.faults_as_held(DESK, "composing").await);

    // The draft is its editors' alone.
    desk.go(&program.url("/s/sxd/ban-nhap")).await;
    desk.says("Chào mừng bạn đọc ghé thăm quầy tư vấn mới.").await;
    faults.extend(desk.faults_as_held(DESK, "draft of a home page").await);
    assert!(!get(program.port, "/s/sxd/").contains("Quầy tư vấn mới"));
    assert!(!get(program.port, "/s/sxd/ban-nhap").contains("Quầy tư vấn mới"));
    desk.go(&compose).await;
    desk.page
        .find(Locator::XPath("//main//form[contains(@action, '/publication')]//button"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    desk.says("Bạn đọc đang thấy đúng như dưới đây").await;
    assert!(get(program.port, "/s/sxd/").contains("Chào mừng bạn đọc ghé thăm quầy tư vấn mới."));

    // The menu.
    desk.go(&format!("{compose}/menu")).await;
    let items = order(&desk).await;
    desk.find("select[name=to]").await.select_by_value("address").await.unwrap();
    desk.fill("address", "https://example.org/lich-hen").await;
    desk.fill("label", "Hẹn giờ trực tuyến").await;
    desk.press("Thêm mục menu").await;
    desk.says("https://example.org/lich-hen").await;
    assert_eq!(order(&desk).await.len(), items.len() + 1);
    assert!(!get(program.port, "/s/sxd/").contains("Hẹn giờ trực tuyến"));
    desk.page
        .find(Locator::XPath("//main//form[contains(@action, '/publication')]//button"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    desk.says("Bạn đọc đang thấy đúng như dưới đây").await;
    assert!(get(program.port, "/s/sxd/").contains("Hẹn giờ trực tuyến"));

    // The look.
    desk.go(&format!("{compose}/giao-dien")).await;
    desk.find("input[name=colours][value=indigo]").await.click().await.unwrap();
    desk.press("Lưu giao diện").await;
    desk.says("Đã lưu giao diện").await;
    faults.extend(desk.faults_as_held(DESK, "look").await);
    desk.close().await;

    let reader = Browser::without_scripts(PHONE).await;
    reader.go(&program.site_url("sxd", "/")).await;
    reader.says("Quầy tư vấn mới").await;
    let palette = reader.find("html").await.attr("data-palette").await.unwrap();
    assert_eq!(palette.as_deref(), Some("indigo"));
    faults.extend(reader.faults("a composed home page on a phone").await);
    assert_eq!(faults, Vec::<String>::new());
    reader.close().await;
}
