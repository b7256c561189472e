//! A file chosen in a real browser: sent piece by piece where scripts run, with the form where they do not.

use std::time::Duration;

use fantoccini::Locator;

use crate::{
    browser::{Browser, DESK, PHONE},
    program::Program,
};

fn document(folder: &std::path::Path, name: &str, content: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

async fn wait_for(browser: &Browser, words: &str) {
    let path = format!("//*[@role='status'][contains(., '{words}')]");
    let found = browser.page.wait().at_most(Duration::from_secs(15)).for_element(Locator::XPath(&path)).await;
    if found.is_err() {
        panic!("nothing says {words}: {}", browser.text().await);
    }
}

#[tokio::test]
async fn a_file_is_sent_while_the_form_is_filled_in() {
    let program = Program::demo();
    let folder = tempfile::tempdir().unwrap();
    let browser = Browser::open(DESK).await;
    browser.sign_in(&program, "bientap.sxd").await;
    browser.go(&program.url("/dev/components")).await;
    // What is refused is said at the field, and another can be chosen.
    let lying = document(folder.path(), "don.docx", b"%PDF-1.7\n1 0 obj");
    browser.find("input[name=f_file]").await.send_keys(&lying).await.unwrap();
    wait_for(&browser, "nội dung là PDF").await;
    let good = document(folder.path(), "Quyết định.pdf", b"%PDF-1.7\n1 0 obj");
    browser.find("input[name=f_file]").await.send_keys(&good).await.unwrap();
    wait_for(&browser, "Đã nhận Quyết định.pdf").await;
    browser.press("Gửi tệp").await;
    browser.find("main ul.stack li").await;
    assert!(browser.text().await.contains("Quyết định.pdf"));
    let faults = browser.faults("the page of files received").await;
    assert!(faults.is_empty(), "{faults:?}");
    browser.close().await;
}

#[tokio::test]
async fn a_file_is_sent_with_the_form_without_scripts() {
    let program = Program::demo();
    let folder = tempfile::tempdir().unwrap();
    let browser = Browser::without_scripts(PHONE).await;
    browser.sign_in(&program, "bientap.sxd").await;
    browser.go(&program.url("/dev/components")).await;
    let path = document(folder.path(), "don.pdf", b"%PDF-1.7\n1 0 obj");
    browser.find("input[name=f_file]").await.send_keys(&path).await.unwrap();
    browser.press("Gửi tệp").await;
    browser.find("main ul.stack li").await;
    assert!(browser.text().await.contains("don.pdf"));
    browser.close().await;
}
