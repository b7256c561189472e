//! The one-stop shop from end to end: somebody without an account, on a phone without scripts, gets a copy of an extract; the
//! officers of the ward at their desks.

use crate::{
    browser::{Browser, DESK, PHONE},
    program::{Program, link_in},
};

/// Chooses an answer.
async fn choose(browser: &Browser, name: &str, value: &str) {
    browser.click(&format!("input[name='{name}'][value='{value}']")).await;
}

/// Sets a field whose way of typing hangs on the machine's language.
async fn set(browser: &Browser, name: &str, value: &str) {
    let script = format!("document.querySelector('[name=\"{name}\"]').value = '{value}'");
    browser.page.execute(&script, vec![]).await.unwrap();
}

#[tokio::test]
async fn a_copy_of_an_extract_is_asked_for_on_a_phone_and_handed_over() {
    let program = Program::demo();
    let citizen = Browser::without_scripts(PHONE).await;
    let mut faults = Vec::new();
    // An account first.
    citizen.go(&program.url("/dang-nhap")).await;
    citizen.press("Đăng ký tài khoản").await;
    citizen.fill("name", "Hoàng Thị Mận").await;
    citizen.fill("email", "man@example.org").await;
    citizen.press("Gửi đường dẫn cho tôi").await;
    citizen.says("Chúng tôi vừa gửi thư").await;
    let link = link_in(&program.letter_to("man@example.org"));
    citizen.go(&program.url(url::Url::parse(&link).unwrap().path())).await;
    for field in ["new", "again"] {
        citizen.fill(field, "vải thiều Lục Ngạn").await;
    }
    citizen.press("Tạo tài khoản").await;
    citizen.says("Đã tạo tài khoản").await;
    citizen.fill("login", "man@example.org").await;
    citizen.fill("password", "vải thiều Lục Ngạn").await;
    citizen.click("form.form button[type=submit]").await;
    citizen.says("Một cửa điện tử").await;

    // The form, page by page.
    citizen.go(&program.url("/thu-tuc/2.000635")).await;
    citizen.press("Nộp hồ sơ trực tuyến").await;
    faults.extend(citizen.faults_as_held(PHONE, "begin").await);
    citizen.click("#agency").await;
    let ward = fantoccini::Locator::XPath("//select[@id='agency']/option[.='Phường Phan Đình Phùng']");
    citizen.page.find(ward).await.unwrap().click().await.unwrap();
    citizen.press("Bắt đầu khai").await;
    citizen.says("Người yêu cầu").await;
    citizen.press("Tiếp tục").await;
    // All that is missing is said at once, and the name is there already.
    citizen.find(".ds-error-summary").await;
    faults.extend(citizen.faults_as_held(PHONE, "a page to be corrected").await);
    assert!(citizen.text().await.contains("Hãy trả lời: Số định danh"));
    citizen.fill("so_dinh_danh", "019 185 004 321").await;
    set(&citizen, "ngay_sinh", "1985-03-04").await;
    citizen.fill("dien_thoai", "0912 345 678").await;
    citizen.fill("noi_cu_tru", "Tổ 5, phường Phan Đình Phùng").await;
    citizen.press("Tiếp tục").await;
    citizen.find("[name=loai_trich_luc]").await;
    choose(&citizen, "loai_trich_luc", "giay_khai_sinh").await;
    choose(&citizen, "khai_cho", "ban_than").await;
    citizen.press("Tiếp tục").await;
    citizen.find("[name=gioi_tinh]").await;
    choose(&citizen, "gioi_tinh", "nu").await;
    citizen.fill("dan_toc", "Tày").await;
    citizen.fill("quoc_tich", "Việt Nam").await;
    citizen.press("Tiếp tục").await;
    citizen.find("[name=noi_da_dang_ky]").await;
    citizen.fill("noi_da_dang_ky", "Xã Bộc Nhiêu").await;
    citizen.press("Tiếp tục").await;
    // Papers only somebody else would need.
    citizen.says("Giấy tờ kèm theo").await;
    citizen.press("Tiếp tục").await;
    citizen.find("[name='so-copies']").await;
    citizen.fill("so-copies", "2").await;
    choose(&citizen, "deliver", "counter").await;
    citizen.press("Tiếp tục").await;
    citizen.says("2 × 8.000 đồng").await;
    citizen.says("16.000 đồng").await;
    faults.extend(citizen.faults_as_held(PHONE, "check").await);
    choose(&citizen, "sure", "1").await;
    citizen.press("Nộp hồ sơ").await;
    citizen.says("Đã nộp hồ sơ").await;
    faults.extend(citizen.faults_as_held(PHONE, "receipt").await);
    let own = citizen.page.current_url().await.unwrap();
    let code = citizen.find("h1").await.text().await.unwrap();
    assert!(code.starts_with("H55."), "{code}");

    // At the ward's desks.
    let (clerk, specialist) = (Browser::open(DESK).await, Browser::open(DESK).await);
    clerk.sign_in(&program, "motcua.pdp").await;
    clerk.go(&program.url("/quan-tri/ho-so?status=new")).await;
    clerk.press("Hoàng Thị Mận").await;
    clerk.says("019185004321").await;
    clerk.press("Tiếp nhận hồ sơ").await;
    clerk.says("Đã tiếp nhận hồ sơ").await;
    faults.extend(clerk.faults_as_held(DESK, "accepted").await);
    let address = clerk.page.current_url().await.unwrap();
    citizen.go(own.as_str()).await;
    citizen.says("Hẹn trả").await;
    citizen.says("Một cửa phường Phan Đình Phùng").await;

    specialist.sign_in(&program, "chuyenvien.pdp").await;
    specialist.go(address.as_str()).await;
    specialist.press("Nhận xử lý").await;
    specialist.says("Bạn đang giữ hồ sơ này").await;
    specialist.fill("result_note", "Hai bản sao, nhận tại quầy 2").await;
    specialist.press("Đã có kết quả").await;
    specialist.says("Đã ghi kết quả").await;
    clerk.go(address.as_str()).await;
    clerk.press("Đã trả kết quả").await;
    clerk.says("Đã trả kết quả").await;

    // Anybody with the code and a second fact.
    let neighbour = Browser::open(PHONE).await;
    neighbour.go(&program.url("/mot-cua")).await;
    neighbour.press("Tra cứu hồ sơ").await;
    neighbour.fill("code", &code.to_lowercase()).await;
    neighbour.fill("fact", "0912345678").await;
    neighbour.click("form.form button[type=submit]").await;
    neighbour.says("Kết quả đã được trao").await;
    assert!(!neighbour.text().await.contains("Mận"), "who applies is not shown");
    faults.extend(neighbour.faults_as_held(PHONE, "followed").await);
    assert_eq!(faults, Vec::<String>::new());
    for browser in [citizen, clerk, specialist, neighbour] {
        browser.close().await;
    }
}
