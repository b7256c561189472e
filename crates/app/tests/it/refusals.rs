//! What people meet when something is refused is as readable as any page, and what they typed is still there.

use std::time::Duration;

use fantoccini::Locator;
use sea_orm::ConnectionTrait as _;
use serde_json::json;

use crate::{
    browser::{Browser, DESK, PHONE},
    program::Program,
};

/// Changes the page's form as scripts and time would, and sends it.
async fn send(browser: &Browser, form: &str, change: &str, arrives: &str) {
    let script = format!(
        "window.onbeforeunload = null; const form = document.querySelector(\"{form}\"); {change}; form.noValidate = true; \
         form.requestSubmit(form.querySelector('button[type=submit]'));"
    );
    browser.page.execute(&script, vec![]).await.unwrap();
    let words = format!("//*[contains(., '{arrives}')]");
    let wait = browser.page.wait().at_most(Duration::from_secs(10)).for_element(Locator::XPath(&words)).await;
    wait.unwrap_or_else(|e| panic!("no {arrives}: {e}"));
}

async fn refusals_are_accessible(size: (u32, u32)) {
    let program = Program::demo();
    let browser = Browser::open(size).await;
    browser.sign_in(&program, "quantri").await;
    let mut faults = Vec::new();

    let new = program.url("/quan-tri/noi-dung/moi");
    let form = "form.form[method=post]";
    browser.go(&new).await;
    send(&browser, form, "form.title.value = ''", "chỗ cần sửa").await;
    faults.extend(browser.faults_as_held(size, "422").await);

    browser.go(&new).await;
    send(
        &browser,
        form,
        "form.title.value = 'Còn nguyên'; form._csrf.value = 'old.token'",
        "Gửi lại những gì bạn đã gõ",
    )
    .await;
    faults.extend(browser.faults_as_held(size, "400, to be sent again").await);
    let kept = browser.find("input[name=title]").await.prop("value").await.unwrap();
    assert_eq!(kept.as_deref(), Some("Còn nguyên"));

    browser.go(&new).await;
    send(&browser, form, "form.body.value = 'a'.repeat(1100000)", "quá lớn").await;
    faults.extend(browser.faults_as_held(size, "413").await);

    browser.go(&program.url("/quan-tri/trang")).await;
    browser.page.find(Locator::Css("main tbody th a")).await.unwrap().click().await.unwrap();
    browser.find("input[name=version]").await;
    send(
        &browser,
        form,
        "form.version.value = '0'; form.phone.value = '0208 3855 999'",
        "Người khác vừa sửa",
    )
    .await;
    browser.find("#over").await;
    faults.extend(browser.faults_as_held(size, "409").await);

    // Long enough ago that the program asks whether it is still they.
    let database =
        sea_orm::Database::connect(format!("sqlite://{}", program.database().display())).await.unwrap();
    database.execute_unprepared("UPDATE identity_session SET proved_at = 0").await.unwrap();
    database.close().await.unwrap();
    browser.go(&program.url("/tai-khoan/bao-mat/ung-dung")).await;
    send(&browser, form, "form.code.value = '123456'", "Xác nhận vẫn là bạn").await;
    faults.extend(browser.faults_as_held(size, "the proof").await);

    assert!(faults.is_empty(), "at {} px:\n{}", size.0, faults.join("\n"));
    browser.close().await;
}

#[tokio::test]
async fn refusals_are_accessible_on_a_phone() {
    refusals_are_accessible(PHONE).await;
}

#[tokio::test]
async fn refusals_are_accessible_at_a_desk() {
    refusals_are_accessible(DESK).await;
}

#[tokio::test]
async fn a_session_about_to_end_says_so_and_can_be_kept() {
    let program = Program::demo();
    let editor = Browser::open(DESK).await;
    editor.sign_in(&program, "bientap.sxd").await;
    editor.go(&program.url("/quan-tri/noi-dung/moi")).await;
    editor.fill("title", "Đang viết dở").await;
    let after = |seconds: u32| {
        format!(
            "document.querySelector('[data-session]').dataset.session = '{seconds}'; \
             document.dispatchEvent(new Event('visibilitychange'))"
        )
    };
    tokio::time::sleep(Duration::from_millis(6300)).await;
    editor.page.execute(&after(9), vec![]).await.unwrap();
    let box_text = "return document.querySelector('[data-session]').innerText";
    let said = editor.page.execute(box_text, vec![]).await.unwrap();
    assert!(said.as_str().unwrap_or_default().contains("sắp hết"), "{said}");
    editor.press("Làm việc tiếp").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(
        editor.page.execute("return document.querySelector('[data-session]').hidden", vec![]).await.unwrap(),
        json!(true)
    );
    // Signed out meanwhile: what was typed stays, and the page says what to do.
    editor.page.execute("return fetch('/dang-xuat', { method: 'POST', body: new URLSearchParams({ _csrf: document.querySelector('[name=_csrf]').value }) }).then(a => a.status)", vec![]).await.unwrap();
    editor.page.execute(&after(0), vec![]).await.unwrap();
    tokio::time::sleep(Duration::from_millis(700)).await;
    let said = editor.page.execute(box_text, vec![]).await.unwrap();
    assert!(said.as_str().unwrap_or_default().contains("đã hết"), "{said}");
    assert_eq!(
        editor.find("[name=title]").await.prop("value").await.unwrap().as_deref(),
        Some("Đang viết dở")
    );
    editor.close().await;
}
