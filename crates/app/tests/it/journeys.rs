//! People at the program, in a real browser: with scripts and without, at a desk and on a cheap phone.

use std::time::{Duration, Instant};

use fantoccini::Locator;

use crate::{
    browser::{Browser, DESK, PHONE},
    program::{Program, get},
};

/// Seconds until a page over plain HTTP, as a reader gets it, shows (or no longer shows) some words.
async fn seconds_until(program: &Program, path: &str, words: &str, shown: bool) -> f64 {
    let began = Instant::now();
    while get(program.port, path).contains(words) != shown {
        assert!(began.elapsed() < Duration::from_secs(10), "{path}: waited too long for {words} ({shown})");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    began.elapsed().as_secs_f64()
}

/// An editor writes, another approves, the reader reads, another withdraws.
async fn an_article_lives(editor: Browser, publisher: Browser, program: &Program, title: &str) {
    let list = "/s/sxd/tin-tuc";
    assert!(!get(program.port, list).contains(title));

    editor.sign_in(program, "bientap.sxd").await;
    editor.go(&program.url("/quan-tri/noi-dung/moi")).await;
    editor.fill("title", title).await;
    editor.fill("summary", "Sở mở thêm một buổi tiếp nhận hồ sơ vào sáng thứ Bảy.").await;
    editor
        .fill(
            "body",
            "Từ tuần này, quầy tiếp nhận mở cửa sáng thứ Bảy.\n\n- Mang theo căn cước\n- Đến trước 11 giờ",
        )
        .await;
    editor.fill("author", "Văn phòng Sở").await;
    editor.fill("source", "Sở Xây dựng").await;
    editor.press("Lưu bản nháp").await;
    editor.press("Lưu và gửi duyệt").await;
    editor.find("aside .timeline, aside ol").await;
    // Nobody approves their own: the editor is offered no such button.
    assert!(!editor.text().await.contains("Duyệt và đăng ngay"));

    publisher.sign_in(program, "duyetbai.sxd").await;
    publisher.go(&program.url("/quan-tri/noi-dung")).await;
    publisher.press(title).await;
    publisher.press("Duyệt và đăng ngay").await;
    let published = seconds_until(program, list, title, true).await;
    assert!(published <= 1.0, "published after {published} s");

    // As a reader, from the list.
    editor.go(&program.site_url("sxd", "/tin-tuc")).await;
    editor.press(title).await;
    assert!(editor.text().await.contains("Đến trước 11 giờ"));
    let address = editor.page.current_url().await.unwrap();

    publisher.go(&program.url("/quan-tri/noi-dung")).await;
    publisher.press(title).await;
    publisher.find("details form[action$='/withdrawal']").await;
    let summary = Locator::XPath("//details[.//form[contains(@action, '/withdrawal')]]/summary");
    publisher.page.find(summary).await.unwrap().click().await.unwrap();
    publisher.fill("withdraw_reason", "Lịch đã thay đổi.").await;
    publisher.press("Gỡ khỏi trang").await;
    let withdrawn = seconds_until(program, list, title, false).await;
    assert!(withdrawn <= 1.0, "withdrawn after {withdrawn} s");
    editor.go(address.as_str()).await;
    assert!(editor.text().await.contains("đã được gỡ"));
    assert_eq!(editor.faults("410").await, Vec::<String>::new());
    editor.close().await;
    publisher.close().await;
}

#[tokio::test]
async fn an_article_lives_at_the_desk() {
    let program = Program::demo();
    let (editor, publisher) = (Browser::open(DESK).await, Browser::open(DESK).await);
    an_article_lives(editor, publisher, &program, "Mở quầy tiếp nhận sáng thứ Bảy").await;
}

#[tokio::test]
async fn an_article_lives_on_phones_without_scripts() {
    let program = Program::demo();
    let (editor, publisher) = (Browser::without_scripts(PHONE).await, Browser::without_scripts(PHONE).await);
    an_article_lives(editor, publisher, &program, "Quầy lưu động về các xã vùng cao").await;
}

#[tokio::test]
async fn a_citizen_without_scripts_finds_a_procedure() {
    let program = Program::demo();
    let citizen = Browser::without_scripts(PHONE).await;
    citizen.go(&program.url("/")).await;
    let scripts = "return performance.getEntriesByType('resource').filter(e => e.name.endsWith('.js') && e.encodedBodySize > 0).length";
    assert_eq!(citizen.page.execute(scripts, vec![]).await.unwrap(), serde_json::json!(0));
    citizen.fill("q", "khai sinh lai\n").await;
    let first = citizen.find("main a[href*='/thu-tuc/1.004884']").await;
    first.click().await.unwrap();
    let text = citizen.text().await;
    assert!(text.contains("1.004884") && text.to_lowercase().contains("đăng ký lại khai sinh"), "{text}");
    citizen.close().await;
}

#[tokio::test]
async fn suggestions_come_while_typing_and_obey_the_keyboard() {
    let program = Program::demo();
    let citizen = Browser::open(DESK).await;
    citizen.go(&program.url("/")).await;
    let field = citizen.find("main input[name=q]").await;
    field.send_keys("dang ky ket h").await.unwrap();
    citizen.find("[role=listbox] [role=option]").await;
    field.send_keys("\u{e015}").await.unwrap();
    field.send_keys("\u{e007}").await.unwrap();
    citizen.find("main h1").await;
    citizen
        .page
        .wait()
        .at_most(Duration::from_secs(5))
        .for_element(Locator::XPath("//h1[contains(., 'kết hôn')]"))
        .await
        .unwrap();
    citizen.close().await;
}

#[tokio::test]
async fn a_stale_form_is_told_and_nothing_is_overwritten() {
    let program = Program::demo();
    let editor = Browser::open(DESK).await;
    editor.sign_in(&program, "bientap.sxd").await;
    editor.go(&program.url("/quan-tri/noi-dung/moi")).await;
    for (name, value) in [
        ("title", "Bản gốc"),
        ("summary", "Tóm tắt."),
        ("body", "Nội dung."),
        ("author", "A"),
        ("source", "B"),
    ] {
        editor.fill(name, value).await;
    }
    editor.press("Lưu bản nháp").await;
    editor.find("form[action$='/revision']").await;
    let address = editor.page.current_url().await.unwrap();
    let window = editor.page.window().await.unwrap();
    let tab = editor.page.new_window(true).await.unwrap();
    editor.page.switch_to_window(tab.handle).await.unwrap();
    editor.go(address.as_str()).await;
    editor.fill("title", "Bản mới hơn").await;
    editor.press("Lưu").await;
    editor.page.switch_to_window(window).await.unwrap();
    editor.fill("title", "Bản cũ").await;
    editor.press("Lưu").await;
    editor
        .page
        .wait()
        .at_most(Duration::from_secs(5))
        .for_element(Locator::XPath("//*[contains(., 'Người khác vừa sửa')]"))
        .await
        .unwrap();
    editor.go(address.as_str()).await;
    assert_eq!(
        editor.find("[name=title]").await.prop("value").await.unwrap().as_deref(),
        Some("Bản mới hơn")
    );
    editor.close().await;
}

#[tokio::test]
async fn the_first_view_is_light() {
    let program = Program::demo();
    for path in ["/", "/thu-tuc", "/thu-tuc/1.004884", "/s/sxd/"] {
        // Somebody new each time: whoever was here before has most of it, and a worker that hands it over unpacked.
        let browser = Browser::open(PHONE).await;
        browser.go(&program.url(path)).await;
        weighed(&browser).await;
        let bytes = browser
            .page
            .execute(
                "return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource')) \
                 .filter(e => !e.name.includes('/pictures/')).reduce((sum, e) => sum + e.encodedBodySize, 0)",
                vec![],
            )
            .await
            .unwrap();
        let bytes = bytes.as_f64().unwrap();
        assert!(bytes > 10_000.0 && bytes <= 60.0 * 1024.0, "{path}: {bytes} bytes");
        // Nothing comes from anywhere else.
        let hosts = browser
            .page
            .execute("return performance.getEntriesByType('resource').filter(e => new URL(e.name).host !== location.host).length", vec![])
            .await
            .unwrap();
        assert_eq!(hosts, serde_json::json!(0));
        browser.close().await;
    }
}

/// Waits until the browser has noted the size of every style and script the page names: it notes them after the page
/// counts as loaded.
async fn weighed(browser: &Browser) {
    for _ in 0..100 {
        let missing = browser
            .page
            .execute(
                "const noted = performance.getEntriesByType('resource').filter(e => e.encodedBodySize > 0).map(e => e.name); \
                 return [...document.querySelectorAll('link[rel=stylesheet], script[src]')] \
                 .map(e => e.href || e.src).filter(name => !noted.includes(name))",
                vec![],
            )
            .await
            .unwrap();
        if missing == serde_json::json!([]) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the browser tells no size of some styles or scripts");
}

#[tokio::test]
async fn a_question_is_asked_on_a_phone_answered_by_one_and_approved_by_another() {
    let program = Program::demo();
    let title = "Xin hỏi giờ trả kết quả buổi chiều";
    let citizen = Browser::without_scripts(PHONE).await;
    citizen.go(&program.site_url("sxd", "/hoi-dap")).await;
    let mut faults = citizen.faults("list of questions").await;
    citizen.press("Gửi câu hỏi, phản ánh").await;
    citizen.find("form[action$='/hoi-dap/gui']").await;
    faults.extend(citizen.faults("form of a question").await);
    citizen.fill("title", title).await;
    citizen.fill("body", "Tôi tan làm lúc 17 giờ thì có nhận được kết quả không?").await;
    citizen.fill("name", "Lò Thị Thử Nghiệm").await;
    citizen.fill("address", "Tổ 3, phường Thử").await;
    citizen.fill("phone", "0912345678").await;
    citizen.fill("email", "thunghiem@example.org").await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    citizen.press("Gửi").await;
    citizen.says("Đánh dấu đồng ý").await;
    faults.extend(citizen.faults("form to be corrected").await);
    citizen.find("#consent").await.click().await.unwrap();
    citizen.press("Gửi").await;
    citizen.says("Câu hỏi, phản ánh của bạn").await;
    faults.extend(citizen.faults("receipt").await);
    let code = citizen.find(".ds-alert h2").await.text().await.unwrap();
    let letter = program.letter_to("thunghiem@example.org");
    assert!(!letter.contains("17 giờ"), "the letter repeats nothing a stranger typed");

    let officer = Browser::open(DESK).await;
    officer.sign_in(&program, "bientap.sxd").await;
    officer.go(&program.url("/quan-tri/hoi-dap")).await;
    faults.extend(officer.faults_as_held(DESK, "officers' list").await);
    officer.press(title).await;
    officer.says("Lò Thị Thử Nghiệm").await;
    faults.extend(officer.faults_as_held(DESK, "officers' screen").await);
    officer.find("input[name=class][value=own]").await.click().await.unwrap();
    officer.press("Ghi phân loại").await;
    officer.find("form[action$='/answer']").await;
    faults.extend(officer.faults("answer being written").await);
    officer
        .fill("answer", "Nơi tiếp nhận trả kết quả đến **17 giờ**; sau giờ đó bạn nhận qua bưu điện.")
        .await;
    officer.press("Lưu và gửi duyệt").await;
    officer.says("Chờ duyệt trả lời").await;
    assert_eq!(officer.page.find_all(Locator::Css("form[action$='/approval']")).await.unwrap().len(), 0);

    let approver = Browser::open(DESK).await;
    approver.sign_in(&program, "duyetbai.sxd").await;
    approver.go(&program.url("/quan-tri/hoi-dap?status=in_review")).await;
    approver.press(title).await;
    approver.find("form[action$='/approval']").await;
    faults.extend(approver.faults("answer to be approved").await);
    approver.press("Duyệt, trả lời người hỏi").await;
    let published = seconds_until(&program, "/s/sxd/hoi-dap", title, true).await;
    assert!(published <= 1.0, "published after {published} s");

    citizen.go(&program.site_url("sxd", "/hoi-dap")).await;
    citizen.press(title).await;
    citizen.says("đến 17 giờ").await;
    assert!(!citizen.text().await.contains("Thử Nghiệm"));
    faults.extend(citizen.faults("answered question").await);
    citizen.go(&program.site_url("sxd", "/hoi-dap/tra-cuu")).await;
    faults.extend(citizen.faults("looking one up").await);
    citizen.fill("code", &code).await;
    citizen.fill("contact", "0912 345 678").await;
    citizen.press("Xem tình trạng").await;
    citizen.find("input[name=rating][value=very]").await.click().await.unwrap();
    faults.extend(citizen.faults("answer to be rated").await);
    citizen.press("Gửi đánh giá").await;
    citizen.says("Rất hài lòng").await;
    assert_eq!(faults, Vec::<String>::new());
    for browser in [citizen, officer, approver] {
        browser.close().await;
    }
}
