//! What readers say and ask for: how a page helped, to be told by mail, an opinion on a draft, a page read aloud or without
//! a connection.

use std::time::Duration;

use sea_orm::ConnectionTrait as _;
use serde_json::json;

use crate::{
    browser::{Browser, DESK, PHONE},
    program::{Program, get, link_in},
};

/// What a form of strangers waits for: nobody reads and fills it in at once.
async fn takes_a_while() {
    tokio::time::sleep(Duration::from_secs(4)).await;
}

/// Has what is to be done later done now.
async fn hurry(program: &Program) {
    let database =
        sea_orm::Database::connect(format!("sqlite://{}", program.database().display())).await.unwrap();
    database.execute_unprepared("UPDATE kernel_job SET run_at = 0 WHERE run_at > 0").await.unwrap();
    database.close().await.unwrap();
}

async fn a_page_is_rated(reader: Browser, program: &Program, size: (u32, u32)) {
    reader.go(&program.site_url("sxd", "/gioi-thieu")).await;
    reader.press("Chưa có ích").await;
    reader.find("form[action$='/danh-gia'] input[value=useless]").await;
    let mut faults = reader.faults_as_held(size, "rating").await;
    reader.find("input[name=reason][value=outdated]").await.click().await.unwrap();
    takes_a_while().await;
    reader.press("Gửi đánh giá").await;
    reader.says("Cảm ơn ông/bà").await;
    faults.extend(reader.faults_as_held(size, "rated").await);
    reader.sign_in(program, "bientap.sxd").await;
    reader.go(&program.url("/quan-tri/danh-gia")).await;
    reader.says("Giới thiệu").await;
    reader.says("Thông tin đã cũ").await;
    faults.extend(reader.faults_as_held(size, "ratings").await);
    assert_eq!(faults, Vec::<String>::new());
    reader.close().await;
}

#[tokio::test]
async fn a_page_is_rated_at_a_desk() {
    let program = Program::demo();
    a_page_is_rated(Browser::open(DESK).await, &program, DESK).await;
}

#[tokio::test]
async fn a_page_is_rated_on_a_phone_without_scripts() {
    let program = Program::demo();
    a_page_is_rated(Browser::without_scripts(PHONE).await, &program, PHONE).await;
}

#[tokio::test]
async fn a_reader_is_told_by_mail_once_the_address_agrees_and_leaves_by_one_click() {
    let program = Program::demo();
    let reader = Browser::without_scripts(PHONE).await;
    reader.go(&program.site_url("sxd", "/tin-tuc")).await;
    reader.press("Nhận tin qua thư điện tử").await;
    reader.find("input[name=email]").await;
    let mut faults = reader.faults("asking for mail").await;
    reader.fill("email", "docgia@example.org").await;
    takes_a_while().await;
    reader.press("Gửi yêu cầu").await;
    reader.says("Đã nhận yêu cầu").await;
    let letter = program.letter_to("docgia@example.org");
    assert!(letter.contains("/thu-bao/xac-nhan/") && !letter.contains("/thu-bao/thoi/"));
    reader.go(&link_in(&letter)).await;
    faults.extend(reader.faults("confirming").await);
    reader.press("Tôi muốn nhận tin này").await;
    reader.says("Đã xác nhận").await;
    faults.extend(reader.faults("confirmed").await);

    let editor = Browser::open(DESK).await;
    editor.sign_in(&program, "bientap.sxd").await;
    let article = [
        ("title", "Tin cho người đăng ký"),
        ("summary", "Tóm tắt."),
        ("body", "Nội dung."),
        ("category", "tin-tuc"),
        ("author", "A"),
        ("source", "B"),
    ];
    let drafted = editor.send("/quan-tri/noi-dung/moi", "/quan-tri/noi-dung", &article).await;
    let entry = url::Url::parse(&drafted.url).unwrap().path().to_owned();
    editor.send(&entry, "/submission", &article).await;
    editor.sign_out().await;
    editor.sign_in(&program, "duyetbai.sxd").await;
    editor.send(&entry, "/publication", &[]).await;
    assert!(get(program.port, "/s/sxd/tin-tuc").contains("Tin cho người đăng ký"));
    editor.go(&program.url("/quan-tri/nhan-tin")).await;
    editor.says("1 lượt đăng ký đã xác nhận").await;
    editor.close().await;

    // Letters leave ten minutes after the publication.
    hurry(&program).await;
    let out = program.letter_with("docgia@example.org", "/thu-bao/thoi/");
    assert!(out.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    let at = out.find("/thu-bao/thoi/").unwrap();
    let word: String = out[at..].chars().take_while(|c| !matches!(c, '>' | '"' | '\r' | '\n')).collect();
    reader.go(&program.url(&word)).await;
    reader.says("Bấm nút dưới đây để không nhận thư nữa về").await;
    faults.extend(reader.faults("leaving").await);
    reader.press("Thôi nhận").await;
    reader.says("Đã thôi nhận tin").await;
    faults.extend(reader.faults("left").await);
    assert_eq!(faults, Vec::<String>::new());
    reader.close().await;
}

async fn a_draft_is_commented_on(citizen: Browser, program: &Program, words: &str) {
    let draft = open_draft(program);
    citizen.go(&program.url(&draft)).await;
    citizen.press("Góp ý").await;
    citizen.find("textarea[name=body]").await;
    citizen.fill("body", words).await;
    citizen.fill("name", "Tổ dân phố số 3").await;
    citizen.find("#named").await.click().await.unwrap();
    takes_a_while().await;
    citizen.press("Gửi góp ý").await;
    citizen.says("Đã nhận ý kiến của bạn").await;
    assert!(!get(program.port, &format!("{draft}/y-kien")).contains(words), "read before it is published");

    let officer = Browser::open(DESK).await;
    officer.sign_in(program, "duyetbai.sxd").await;
    officer.go(&program.url("/quan-tri/y-kien")).await;
    officer.press(words).await;
    officer.fill("reply", "Tiếp thu, sửa ở điều 3.").await;
    officer.press("Đăng ý kiến").await;
    officer.says("Đã đăng ý kiến").await;
    officer.close().await;
    citizen.go(&program.url(&format!("{draft}/y-kien"))).await;
    citizen.says(words).await;
    citizen.says("Tiếp thu, sửa ở điều 3.").await;
    citizen.says("Tổ dân phố số 3").await;
    assert_eq!(citizen.faults("opinions").await, Vec::<String>::new());
    citizen.close().await;
}

/// The draft of a department on which opinions are taken now.
fn open_draft(program: &Program) -> String {
    let list = get(program.port, "/s/sxd/du-thao");
    let links = list.match_indices("href=\"/s/sxd/du-thao/").map(|(at, _)| &list[at + 6..]);
    let paths = links.filter_map(|rest| rest.split('"').next()).filter(|path| !path.contains('.'));
    let mut open = paths.filter(|path| get(program.port, path).contains(&format!("{path}/y-kien/gui")));
    open.next().expect("a draft that takes opinions").to_owned()
}

#[tokio::test]
async fn a_draft_is_commented_on_at_a_desk() {
    let program = Program::demo();
    a_draft_is_commented_on(Browser::open(DESK).await, &program, "Nên cho làm vào buổi tối.").await;
}

#[tokio::test]
async fn a_draft_is_commented_on_on_a_phone_without_scripts() {
    let program = Program::demo();
    let phone = Browser::without_scripts(PHONE).await;
    a_draft_is_commented_on(phone, &program, "Nên thêm chỗ đỗ xe.").await;
}

#[tokio::test]
async fn a_page_read_lately_opens_without_a_connection_and_another_says_whom_to_call() {
    let mut program = Program::demo();
    let reader = Browser::open(PHONE).await;
    reader.go(&program.url("/gioi-thieu")).await;
    // The worker has to be there before the page is read.
    let ready = "const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(true))";
    assert_eq!(reader.page.execute_async(ready, vec![]).await.unwrap(), json!(true));
    reader.go(&program.url("/gioi-thieu")).await;
    let title = reader.find("h1").await.text().await.unwrap();
    let kept = "const done = arguments[0]; const look = async () => { \
        const keys = await (await caches.open('read-1')).keys(); \
        const has = (end) => keys.some(k => k.url.endsWith(end)); \
        has('/gioi-thieu') && has('/ngoai-tuyen') ? done(true) : setTimeout(look, 50); }; look();";
    assert_eq!(reader.page.execute_async(kept, vec![]).await.unwrap(), json!(true));
    program.stop();
    reader.go(&program.url("/gioi-thieu")).await;
    assert_eq!(reader.find("h1").await.text().await.unwrap(), title);
    reader.go(&program.url("/lien-he")).await;
    reader.says("Đang mất kết nối").await;
    reader.says("Trang đã đọc gần đây").await;
    assert!(
        !reader.page.find_all(fantoccini::Locator::Css("main a[href^='tel:']")).await.unwrap().is_empty()
    );
    assert_eq!(reader.faults("without a connection").await, Vec::<String>::new());
    reader.close().await;
}

#[tokio::test]
async fn an_article_is_read_aloud_by_the_voice_of_the_browser() {
    let program = Program::demo();
    let reader = Browser::open(DESK).await;
    reader.go(&program.url("/tin-tuc")).await;
    // Browsers without a screen have no voice. This one takes texts as theirs do, and ends one when it is told to.
    let voice = "window.said = []; \
        const voices = { getVoices: () => [{ lang: 'vi-VN', name: 'Thử' }], addEventListener() {}, \
            speak(text) { said.push(text.text); window.ends = text.onend; }, cancel() { said.push('(im)'); } }; \
        Object.defineProperty(window, 'speechSynthesis', { value: voices }); \
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };";
    reader.before_pages(voice).await;
    let link = "return document.querySelector('main h3 a[href*=\"/tin-tuc/\"], main b a[href*=\"/tin-tuc/\"], main a[href*=\"/tin-tuc/\"]').href";
    let article = reader.page.execute(link, vec![]).await.unwrap();
    reader.go(article.as_str().unwrap()).await;
    let title = reader.find("main h1").await.text().await.unwrap();
    reader.press("Nghe đọc trang này").await;
    reader.says("Tạm dừng đọc").await;
    assert_eq!(reader.faults_as_held(DESK, "reading aloud").await, Vec::<String>::new());
    // Paragraph after paragraph; paused, it goes on with the same one.
    reader.page.execute("window.ends()", vec![]).await.unwrap();
    reader.press("Tạm dừng đọc").await;
    reader.press("Đọc tiếp").await;
    let said = reader.page.execute("return window.said", vec![]).await.unwrap();
    let said: Vec<String> = serde_json::from_value(said).unwrap();
    assert_eq!(said.len(), 4, "{said:?}");
    assert_eq!((&said[0], said[2].as_str()), (&title, "(im)"));
    assert_eq!(said[1], said[3]);
    reader.close().await;
}
