use serde_json::json;
use svc_pdf::Template;

use crate::kit::{app, count, print, print_at, read};

static LETTER: Template = Template {
    name: "letter",
    text: r#"
        #import "/form.typ": *
        #let data = json("/data.json")
        #letterhead(agency: "Ủy ban nhân dân xã Phú Bình", number: "1/GM", place: "Phú Bình", on: "2026-03-02")
        #title([Giấy mời])
        #field([Kính gửi], strong(data.text))
        #table(columns: 2, table.header([STT], [Tên]), [1], [Một])
        #emph[Nghiêng] #strong(emph[Đậm nghiêng])
    "#,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_printout_is_kept_for_good_and_can_be_heard() {
    let app = app().await;
    let file = print(&app, &LETTER, &json!({ "text": "bà Hoàng Thị Én" })).await.unwrap();
    assert!(file.starts_with(b"%PDF-1.7"));
    for mark in [
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
        "/OutputIntents",
        "/StructTreeRoot",
        "/Marked true",
        "/Lang(vi)",
        "/S/H1",
        "/S/Table",
        "/S/TH",
        "Giấy tiếp nhận hồ sơ</rdf:li>",
        "Ủy ban nhân dân xã Phú Bình</rdf:li>",
        "<xmp:CreateDate>2026-03-02T08:00:00+07:00<",
    ] {
        assert!(count(&file, mark) > 0, "{mark}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_typeface_is_in_the_file() {
    let app = app().await;
    let file = print(&app, &LETTER, &json!({ "text": "a" })).await.unwrap();
    assert_eq!(count(&file, "/Type/FontDescriptor"), 4, "regular, bold, italic, and both");
    assert_eq!(count(&file, "/FontFile2"), 4);
    assert_eq!(count(&file, "/ToUnicode"), 4);
    assert!(count(&file, "+Tinos-BoldItalic") > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_printout_is_the_same_file() {
    let app = app().await;
    let data = json!({ "text": "bà Hoàng Thị Én" });
    let first = print(&app, &LETTER, &data).await.unwrap();
    let other = print(&app, &LETTER, &json!({ "text": "ông Ma Văn Ích" })).await.unwrap();
    let again = print(&app, &LETTER, &data).await.unwrap();
    assert_eq!(first, again);
    let identifier = |file: &[u8]| {
        let at = file.windows(4).rposition(|window| window == b"/ID[").unwrap();
        file[at..at + 60].to_vec()
    };
    assert_ne!(identifier(&first), identifier(&other));
    // Another machine begins with empty memories.
    let second = crate::kit::app().await;
    assert_eq!(first, print(&second, &LETTER, &data).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_is_the_one_that_was_said() {
    let app = app().await;
    let file = print_at(&app, &LETTER, testkit::start().plus_seconds(-8 * 3600 - 1)).await;
    assert!(count(&file, "<xmp:CreateDate>2026-03-01T23:59:59+07:00<") > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_print_at_once() {
    let app = app().await;
    let names: Vec<String> = (0..12).map(|n| format!("người thứ {n}.")).collect();
    let printing = names.iter().map(|name| {
        let (app, data) = ((*app).clone(), json!({ "text": name }));
        tokio::spawn(async move { svc_pdf::print(&app, &LETTER, crate::kit::about(), &data).await.unwrap() })
    });
    let printing: Vec<_> = printing.collect();
    for (name, file) in names.iter().zip(printing) {
        assert!(read(&file.await.unwrap())[0].says(&format!("Kính gửi: {name}")));
    }
}
