//! The forms of Circular 03/2025/TT-VPCP, with all they can say and with as little as they may.

use serde_json::{Value, json};
use svc_pdf::{Qr, Template};

use crate::kit::{Sheet, app, count, print, read};

static FORMS: [Template; 3] = [
    Template { name: "form-01", text: include_str!("../../../mod_onestop/printed/form-01.typ") },
    Template { name: "form-02", text: include_str!("../../../mod_onestop/printed/form-02.typ") },
    Template { name: "form-03", text: include_str!("../../../mod_onestop/printed/form-03.typ") },
];

/// What the three forms say, together.
fn dossier() -> Value {
    json!({
        "superior": "Ủy ban nhân dân tỉnh Thái Nguyên",
        "agency": "Trung tâm Phục vụ hành chính công",
        "number": "05/PBS-TTPVHCC",
        "place": "Thái Nguyên",
        "on": "2026-03-02",
        "code": "H55.242-260302-0012",
        "check": Qr::new("https://thainguyen.gov.vn/tra-cuu/H55.242-260302-0012").unwrap(),
        "office": "Trung tâm Phục vụ hành chính công tỉnh Thái Nguyên",
        "applicant": {
            "name": "Nguyễn Thị Ánh Tuyết",
            "citizen_no": "019185001234",
            "address": "Số 12, tổ 5, phường Phan Đình Phùng",
            "phone": "0912 345 678",
            "email": "tuyet@example.vn",
        },
        "agent": {
            "name": "H’Mai Êban",
            "citizen_no": "006199004321",
            "address": "Thôn Nà Pài, xã Ba Bể",
            "phone": "0912 000 111",
            "email": "mai@example.vn",
            "authority": "Số 112/2026/UQ ngày 20/02/2026",
        },
        "content": "Cấp giấy phép xây dựng nhà ở riêng lẻ",
        "procedure": "1.013236",
        "papers": [
            { "name": "Đơn đề nghị", "originals": 1, "copies": 0 },
            { "name": "Giấy chứng nhận quyền sử dụng đất", "originals": 0, "copies": 2 },
        ],
        "sets": 1,
        "term": "15 ngày làm việc",
        "received": "2026-03-02T08:30",
        "due": "2026-04-13T17:00",
        "result": { "mode": "Qua bưu chính", "place": "Số 12, tổ 5" },
        "register": { "book": "01/2026", "number": "125" },
        "items": ["Bản vẽ mặt bằng, ghi rõ:\n- khoảng lùi;\n- cao độ nền.", "Ảnh hiện trạng"],
        "reason": "Thiếu bản vẽ.\nẢnh bị mờ.",
        "helper": { "name": "Lý Thị Hạnh", "phone": "0208 385 1234" },
        "clerk": "Trần Văn Bình",
    })
}

/// The same with nothing that may be missing.
fn bare() -> Value {
    let mut bare = dossier();
    for field in ["superior", "number", "procedure"] {
        bare[field] = json!("");
    }
    for field in ["check", "agent"] {
        bare[field] = Value::Null;
    }
    for field in ["citizen_no", "address", "phone", "email"] {
        bare["applicant"][field] = json!("");
    }
    bare["papers"] = json!([]);
    bare["items"] = json!([]);
    bare["result"] = json!({ "mode": "", "place": "" });
    bare["register"] = json!({ "book": "", "number": "" });
    bare
}

const SAID_BY_ALL: [&str; 9] = [
    "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
    "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 05/PBS-TTPVHCC",
    "Thái Nguyên, ngày 02 tháng 3 năm 2026",
    "Mã hồ sơ: H55.242-260302-0012",
    "Cấp giấy phép xây dựng nhà ở riêng lẻ (mã thủ tục 1.013236)",
    "Trần Văn Bình",
];

const SAID: [&[&str]; 3] = [
    &[
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Bộ phận tiếp nhận: Trung tâm Phục vụ hành chính công tỉnh Thái Nguyên",
        "Tiếp nhận hồ sơ của: Nguyễn Thị Ánh Tuyết",
        "Số định danh: 019185001234",
        "Người nộp theo ủy quyền: H’Mai Êban",
        "Số định danh: 006199004321",
        "Địa chỉ: Thôn Nà Pài, xã Ba Bể",
        "Giấy ủy quyền: Số 112/2026/UQ ngày 20/02/2026",
        "STT Tên giấy tờ Bản chính Bản sao",
        "1 Đơn đề nghị 1 –",
        "2 Giấy chứng nhận quyền sử dụng đất – 2",
        "Số lượng hồ sơ: 01 bộ",
        "theo quy định: 15 ngày làm việc",
        "Thời gian nhận hồ sơ: 08 giờ 30 phút, ngày 02 tháng 3 năm 2026",
        "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 13 tháng 4 năm 2026",
        "Đăng ký nhận kết quả: Qua bưu chính, Số 12, tổ 5",
        "quyển số: 01/2026",
        "Số thứ tự: 125",
    ],
    &[
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Hồ sơ của: Nguyễn Thị Ánh Tuyết",
        "Số điện thoại: 0912 345 678",
        "Email: tuyet@example.vn",
        "Bản vẽ mặt bằng, ghi rõ: - khoảng lùi; - cao độ nền.",
        "Ảnh hiện trạng",
        "Lý do: Thiếu bản vẽ. Ảnh bị mờ.",
        "liên hệ với Lý Thị Hạnh, số điện thoại 0208 385 1234",
        "NGƯỜI HƯỚNG DẪN",
    ],
    &[
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "Hồ sơ của: Nguyễn Thị Ánh Tuyết",
        "Số định danh: 019185001234",
        "với lý do cụ thể như sau: Thiếu bản vẽ. Ảnh bị mờ.",
        "liên hệ với Lý Thị Hạnh, số điện thoại 0208 385 1234",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
    ],
];

#[tokio::test(flavor = "multi_thread")]
async fn each_form_says_all_it_has_to() {
    let app = app().await;
    for (form, said) in FORMS.iter().zip(SAID) {
        let file = print(&app, form, &dossier()).await.unwrap();
        let pages = read(&file);
        assert!(pages.len() <= 2, "{}", form.name);
        // Cells of a row are read without a space between them.
        let all: String = pages.iter().map(Sheet::letters_only).collect();
        for sentence in SAID_BY_ALL.iter().chain(said) {
            let letters: String = sentence.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(all.contains(&letters), "{}: {sentence}\n{all}", form.name);
        }
        assert_eq!(count(&file, "/S/H1"), 1, "{}", form.name);
        assert_eq!(count(&file, "/S/Figure"), 1, "{}", form.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_is_left_to_the_pen() {
    let app = app().await;
    for form in &FORMS {
        let file = print(&app, form, &bare()).await.unwrap();
        let pages = read(&file);
        assert_eq!(pages.len(), 1, "{}", form.name);
        assert!(pages[0].says("Số:"), "{}", form.name);
        assert!(!pages[0].text.contains("mã thủ tục"), "{}", form.name);
        assert_eq!(count(&file, "/S/Figure"), 0, "{}", form.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_papers_go_on_under_their_heading_and_nobody_signs_alone() {
    let app = app().await;
    for papers in [10, 14, 60] {
        let mut data = dossier();
        let paper = |n| json!({ "name": format!("Giấy tờ thứ {n}"), "originals": 1, "copies": n });
        data["papers"] = (1..=papers).map(paper).collect();
        let pages = read(&print(&app, &FORMS[0], &data).await.unwrap());
        let all: String = pages.iter().map(|page| page.text.as_str()).collect();
        assert!((1..=papers).all(|n| all.contains(&format!("Giấy tờ thứ {n}"))), "{papers}");
        let headings = pages.iter().filter(|page| page.text.contains("Bản chính")).count();
        let with_papers = pages.iter().filter(|page| page.text.contains("Giấy tờ thứ")).count();
        assert_eq!(headings, with_papers, "{papers}");
        let last = pages.last().unwrap();
        assert!(last.says("NGƯỜI NỘP HỒ SƠ") && last.says("Số thứ tự: 125"), "{papers}: {}", last.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_field_of_a_form_is_code() {
    let app = app().await;
    let typed = "#panic() $x$ *a* @b <c> \\ //";
    for form in &FORMS {
        let mut data = dossier();
        for (field, value) in data.as_object_mut().unwrap() {
            if !["check", "on", "received", "due"].contains(&field.as_str()) {
                replace(value, typed);
            }
        }
        let pages = read(&print(&app, form, &data).await.unwrap());
        let letters: String = pages.iter().map(Sheet::letters_only).collect();
        let upper = typed.to_uppercase().replace(' ', "");
        assert!(letters.contains(&typed.replace(' ', "")) && letters.contains(&upper), "{letters}");
    }
}

/// Puts `typed` in the place of every text below `value`.
fn replace(value: &mut Value, typed: &str) {
    match value {
        Value::String(text) => typed.clone_into(text),
        Value::Array(values) => values.iter_mut().for_each(|value| replace(value, typed)),
        Value::Object(fields) => fields.values_mut().for_each(|value| replace(value, typed)),
        _ => {}
    }
}
