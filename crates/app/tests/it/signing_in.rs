//! Each way of signing in, in a real browser.

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};

use crate::{
    browser::{Browser, DESK, PHONE},
    program::Program,
};

/// The code an app shows at this moment for a seed typed by hand.
fn code(by_hand: &str, later: u64) -> String {
    let seed = totp_rs::Secret::try_from_base32(by_hand.replace(' ', "")).unwrap();
    let app = totp_rs::Builder::new().with_secret(seed).build().unwrap();
    let now = kernel::Clock::SYSTEM.now().0 / 1000;
    app.generate(u64::try_from(now).unwrap() + later).to_string()
}

#[tokio::test]
async fn by_password_and_the_code_of_an_app_then_by_a_recovery_code() {
    let program = Program::demo();
    let phone = Browser::open(PHONE).await;
    phone.sign_in(&program, "bientap").await;
    phone.go(&program.url("/tai-khoan/bao-mat")).await;
    phone.press("Cài ứng dụng xác thực").await;
    phone.find(".square svg").await;
    let seed = phone.find("main code").await.text().await.unwrap();
    phone.fill("code", &code(&seed, 0)).await;
    phone.press("Xác nhận và bật").await;
    let recovery = phone.find(".codes code").await.text().await.unwrap();
    phone.sign_out().await;

    let ask = async || {
        phone.go(&program.url("/dang-nhap")).await;
        phone.fill("login", "bientap").await;
        phone.fill("password", program.password("bientap")).await;
        phone.press("Đăng nhập").await;
        phone.find("input[name=code]").await;
    };
    ask().await;
    assert_eq!(phone.faults("/dang-nhap/buoc-hai").await, Vec::<String>::new());
    // The next half-minute's code: this one's was used to set the app up.
    phone.fill("code", &code(&seed, 30)).await;
    phone.press("Đăng nhập").await;
    phone.find("form[action$='/dang-xuat']").await;
    phone.sign_out().await;
    ask().await;
    phone.fill("code", &recovery).await;
    phone.press("Đăng nhập").await;
    phone.find("form[action$='/dang-xuat']").await;
    phone.go(&program.url("/tai-khoan/bao-mat")).await;
    phone.says("Còn 9 mã dự phòng").await;
    phone.close().await;
}

#[tokio::test]
async fn by_a_passkey_and_not_through_a_page_of_another_address() {
    let program = Program::demo();
    let desk = Browser::open(DESK).await;
    desk.with_passkeys().await;
    desk.sign_in(&program, "duyetbai").await;
    desk.go(&program.url("/tai-khoan/bao-mat")).await;
    assert_eq!(desk.faults("/tai-khoan/bao-mat").await, Vec::<String>::new());
    desk.fill("name", "Máy ở cơ quan").await;
    desk.press("Thêm khóa truy cập").await;
    desk.press("Tạo khóa truy cập").await;
    desk.says("Đã thêm khóa truy cập").await;
    desk.says("Máy ở cơ quan").await;
    desk.sign_out().await;

    desk.press("Đăng nhập bằng khóa truy cập").await;
    desk.find("form[data-passkey=get]").await;
    assert_eq!(desk.faults("/dang-nhap/khoa").await, Vec::<String>::new());
    desk.press("Dùng khóa truy cập").await;
    desk.find("form[action$='/dang-xuat']").await;
    desk.says("Trưởng ban biên tập").await;
    desk.sign_out().await;

    // Somebody sits between: the same program, seen under another address. The device answers, the program does not
    // take it, because the answer says where it was given.
    let between = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = between.local_addr().unwrap().port();
    let behind = program.port;
    tokio::spawn(async move {
        while let Ok((mut visitor, _)) = between.accept().await {
            tokio::spawn(async move {
                let mut real = TcpStream::connect(("127.0.0.1", behind)).await.unwrap();
                let _ = copy_bidirectional(&mut visitor, &mut real).await;
            });
        }
    });
    desk.go(&format!("http://localhost:{port}/dang-nhap/khoa")).await;
    desk.press("Dùng khóa truy cập").await;
    desk.says("Chưa đăng nhập được bằng khóa này").await;
    desk.close().await;
}
