//! Each way of signing in, in a real browser.

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};

use serde_json::json;

use crate::{
    browser::{Browser, DESK, PHONE},
    program::{Program, link_in},
    provider::Provider,
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

const NUMBER: &str = "019190001234";

#[tokio::test]
async fn through_an_openid_provider_once_the_administrator_has_noted_the_number() {
    let provider = Provider::start();
    provider.user("lan", &json!({ "citizen_no": NUMBER }));
    let program = Program::set(&[
        ("SONGCAU_OPENID_ISSUER", &provider.issuer()),
        ("SONGCAU_OPENID_CLIENT_ID", "songcau"),
        ("SONGCAU_OPENID_CLIENT_SECRET", "any"),
        ("SONGCAU_OPENID_NAME", "Đăng nhập bằng VNeID"),
    ]);
    let phone = Browser::open(PHONE).await;
    let vouch = async |subject: &str| {
        phone.go(&program.url("/dang-nhap?tiep=/tai-khoan/bao-mat")).await;
        phone.press("Đăng nhập bằng VNeID").await;
        phone.fill("sub", subject).await;
        phone.press("Authorize").await;
    };

    // Nobody here has the number yet: the provider knows her, the province does not.
    phone.go(&program.url("/dang-nhap")).await;
    assert_eq!(phone.faults("/dang-nhap").await, Vec::<String>::new());
    vouch("lan").await;
    phone.says("Chưa có tài khoản nào của bạn ở đây").await;
    assert_eq!(phone.faults("/dang-nhap/openid/tra-loi").await, Vec::<String>::new());

    let desk = Browser::open(DESK).await;
    desk.sign_in(&program, "quantri").await;
    desk.go(&program.url("/quan-tri/nhan-su?q=bien+tap+cong+tinh")).await;
    desk.press("Biên tập cổng tỉnh").await;
    desk.fill("citizen_no", NUMBER).await;
    desk.press("Lưu").await;
    desk.find("input[name=citizen_no][value='•••••••••234']").await;
    desk.close().await;

    // This provider says who turned back, but not from which flow (RFC 6749 §4.1.2.1 asks for the state): such an answer
    // might be anybody's, so it is refused in words and the way back is shown.
    phone.go(&program.url("/dang-nhap")).await;
    phone.press("Đăng nhập bằng VNeID").await;
    phone.press("Deny").await;
    phone.says("Chưa đăng nhập được").await;
    assert_eq!(phone.faults("/dang-nhap/openid/tra-loi, refused").await, Vec::<String>::new());
    phone.press("Về trang đăng nhập").await;
    phone.find("input[name=password]").await;

    vouch("lan").await;
    phone.says("Tài khoản định danh đã liên kết").await;
    phone.says(&provider.issuer()).await;
    assert_eq!(phone.faults("/tai-khoan/bao-mat").await, Vec::<String>::new());
    phone.sign_out().await;

    // Known from now on, and somebody else still is not.
    vouch("lan").await;
    phone.says("Tài khoản định danh đã liên kết").await;
    phone.sign_out().await;
    vouch("ai-do").await;
    phone.says("Chưa có tài khoản nào của bạn ở đây").await;
    phone.close().await;
}

#[tokio::test]
async fn by_an_invitation_by_mail_which_is_good_once() {
    let program = Program::demo();
    let desk = Browser::open(DESK).await;
    desk.sign_in(&program, "quantri").await;
    desk.go(&program.url("/quan-tri/tai-khoan/moi")).await;
    for (name, value) in [
        ("login", "nga.ma"),
        ("display_name", "Ma Thị Nga"),
        ("email", "nga.ma@thainguyen.gov.vn"),
        ("reason", "QĐ 12/2026"),
    ] {
        desk.fill(name, value).await;
    }
    desk.find("[name=invite]").await.click().await.unwrap();
    desk.find("[name=role]").await.select_by_value("editor").await.unwrap();
    desk.find("[name=agency]").await.select_by_label("Sở Xây dựng").await.unwrap();
    assert_eq!(desk.faults("/quan-tri/tai-khoan/moi").await, Vec::<String>::new());
    desk.press("Tạo tài khoản").await;
    desk.says("Đã tạo tài khoản và gửi lời mời").await;
    assert_eq!(desk.faults("/quan-tri/tai-khoan").await, Vec::<String>::new());
    desk.close().await;

    let letter = program.letter_to("nga.ma@thainguyen.gov.vn");
    let link = link_in(&letter);
    let phone = Browser::open(PHONE).await;
    phone.go(&link).await;
    phone.says("Nhận tài khoản của bạn").await;
    assert_eq!(phone.faults("/dat-mat-khau").await, Vec::<String>::new());
    phone.fill("new", "hồ Núi Cốc mùa thu").await;
    phone.fill("again", "hồ Núi Cốc mùa thu").await;
    phone.press("Đặt mật khẩu").await;
    phone.says("Đã đặt mật khẩu. Mời bạn đăng nhập.").await;
    assert_eq!(phone.faults("/dang-nhap").await, Vec::<String>::new());
    phone.fill("login", "nga.ma").await;
    phone.fill("password", "hồ Núi Cốc mùa thu").await;
    phone.press("Đăng nhập").await;
    phone.says("Làm quen trong hai phút").await;
    assert_eq!(phone.faults("/lam-quen").await, Vec::<String>::new());
    phone.press("Bắt đầu làm việc").await;
    phone.says("Ma Thị Nga").await;
    assert_eq!(phone.faults("/viec").await, Vec::<String>::new());

    // Whoever finds the letter later gets nothing from it, and is told why.
    let late = Browser::open(PHONE).await;
    late.go(&link).await;
    late.says("Đường dẫn này đã dùng hoặc đã hết hạn").await;
    assert_eq!(late.faults("/dat-mat-khau, used").await, Vec::<String>::new());
    late.close().await;
    phone.close().await;
}
