//! Two people at one article, each at a screen of their own.

use std::time::Duration;

use base64::Engine as _;
use fantoccini::Locator;

use crate::{
    browser::{Browser, DESK, PHONE},
    program::{Program, get},
};

/// What is typed into a field now.
async fn typed(browser: &Browser, name: &str) -> String {
    browser.find(&format!("[name='{name}']")).await.prop("value").await.unwrap().unwrap_or_default()
}

#[tokio::test]
async fn two_write_at_once_the_second_is_told_and_nothing_is_lost() {
    let program = Program::demo();
    let (first, second) = (Browser::open(DESK).await, Browser::open(PHONE).await);
    first.sign_in(&program, "bientap.sxd").await;
    first.go(&program.url("/quan-tri/noi-dung/moi")).await;
    for (name, value) in [
        ("title", "Bài hai người viết"),
        ("summary", "Tóm tắt lúc đầu."),
        ("body", "Nội dung lúc đầu."),
        ("author", "A"),
        ("source", "B"),
    ] {
        first.fill(name, value).await;
    }
    first.press("Lưu bản nháp").await;
    first.find("form[action$='/revision']").await;
    let address = first.page.current_url().await.unwrap();

    second.sign_in(&program, "duyetbai.sxd").await;
    second.go(address.as_str()).await;
    second.fill("title", "Bài của người thứ hai").await;
    second.fill("summary", "Tóm tắt của người thứ hai.").await;
    // Both are told of each other while they write.
    first.fill("summary", "Tóm tắt của người thứ nhất.").await;
    first.says("cũng đang viết bài này").await;
    first.press("Lưu").await;
    first.says("Đã lưu").await;
    // The second goes on typing, and is told before saving.
    second.fill("summary", "Tóm tắt của người thứ hai, viết tiếp.").await;
    second.says("Có người vừa lưu bản khác").await;

    second.press("Lưu").await;
    second.says("Người khác vừa sửa bài này").await;
    let mut faults = second.faults("two wrote at once").await;
    // What was typed stands in the form, what was saved meanwhile beside it.
    assert_eq!(typed(&second, "title").await, "Bài của người thứ hai");
    assert_eq!(typed(&second, "summary").await, "Tóm tắt của người thứ hai, viết tiếp.");
    second.says("Tóm tắt của người thứ nhất.").await;
    // Nothing is overwritten before it is chosen.
    first.go(address.as_str()).await;
    assert_eq!(typed(&first, "summary").await, "Tóm tắt của người thứ nhất.");

    second.press("Lưu bản của tôi thành bản mới nhất").await;
    second.says("Đã lưu").await;
    assert_eq!(typed(&second, "title").await, "Bài của người thứ hai");
    // The other's text is a version like any other, and can be gone back to.
    first.go(&format!("{address}/revisions")).await;
    first.press("Bản 2").await;
    first.says("Tóm tắt của người thứ nhất.").await;
    faults.extend(first.faults_as_held(DESK, "versions").await);
    first.press("Quay về bản 2").await;
    first.find("form[action$='/revision']").await;
    assert_eq!(typed(&first, "summary").await, "Tóm tắt của người thứ nhất.");
    assert_eq!(typed(&first, "title").await, "Bài hai người viết");
    assert_eq!(faults, Vec::<String>::new());
    first.close().await;
    second.close().await;
}

#[tokio::test]
async fn what_is_typed_survives_a_window_closed_by_mistake() {
    let program = Program::demo();
    let editor = Browser::open(DESK).await;
    editor.sign_in(&program, "bientap.sxd").await;
    editor.go(&program.url("/quan-tri/noi-dung/moi")).await;
    editor.fill("title", "Viết dở thì mất điện").await;
    editor.says("Đã giữ tạm lúc").await;
    editor.go("about:blank").await;
    editor.go(&program.url("/quan-tri/noi-dung/moi")).await;
    editor.press("Viết dở thì mất điện").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(typed(&editor, "title").await, "Viết dở thì mất điện");
    assert!(!get(program.port, "/s/sxd/tin-tuc").contains("Viết dở thì mất điện"));
    editor.close().await;
}

#[tokio::test]
async fn a_picture_of_the_library_is_put_into_a_text_and_the_library_says_where() {
    let program = Program::demo();
    let editor = Browser::open(DESK).await;
    editor.sign_in(&program, "bientap.sxd").await;
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(64, 48, image::Rgb([32, 96, 160]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    let file =
        format!("file:anh.png:{}", base64::engine::general_purpose::STANDARD.encode(bytes.into_inner()));
    let item = [("file", file.as_str()), ("site", "*"), ("alt", "Một ô màu xanh"), ("title", "Ô xanh")];
    let added = editor.send("/quan-tri/thu-vien/moi", "/quan-tri/thu-vien", &item).await;
    assert_eq!(added.status, 200, "{}", added.html);

    editor.go(&program.url("/quan-tri/noi-dung/moi")).await;
    editor.fill("title", "Bài có ảnh trong bài").await;
    editor.fill("body", "Trước ảnh. ").await;
    editor.find("[data-do=picture]").await.click().await.unwrap();
    editor.find("dialog[open] .media-choice").await;
    let mut faults = editor.faults_as_held(DESK, "choosing a picture").await;
    let blue = Locator::XPath("//dialog[@open]//button[contains(., 'Ô xanh')]");
    editor.page.find(blue).await.unwrap().click().await.unwrap();
    editor.find(".ProseMirror img[alt='Một ô màu xanh']").await;
    faults.extend(editor.faults_as_held(DESK, "a text with a picture").await);
    editor.press("Lưu bản nháp").await;
    editor.find("form[action$='/revision']").await;
    assert!(typed(&editor, "body").await.contains("![Một ô màu xanh](/thu-vien/"));
    editor.go(&added.url).await;
    editor.says("Bài có ảnh trong bài").await;
    faults.extend(editor.faults_as_held(DESK, "an item of the library in use").await);
    assert_eq!(faults, Vec::<String>::new());
    editor.close().await;
}
