use kernel::Error;
use serde_json::json;
use svc_pdf::{LARGEST, LONGEST, Template};

use crate::kit::{Sheet, app, print, read};

static FORM: Template = Template {
    name: "form",
    text: r#"
        #import "/form.typ": *
        #let data = json("/data.json")
        #foot[Mẫu]
        #letterhead(superior: data.text, agency: data.text, number: "1", place: "Ở đây", on: "2026-03-02")
        #title([Giấy #data.text])
        #field([Một], strong(data.text))
        #fields(([Hai], data.text), ([Ba], ""))
        #table(columns: (auto, 1fr), table.header([STT], [Tên]), [1], lines(data.text))
        #before(par(data.text))
        #signatures(("Người ký", data.text), none)
    "#,
};

static PROSE: Template = Template {
    name: "prose",
    text: r#"
        #import "/form.typ": *
        #let data = json("/data.json")
        #foot[Mẫu 1]
        #lines(data.text)
        #signatures(none, ("Người ký", "Én"))
    "#,
};

/// Millimetres in points.
const MM: f64 = 72.0 / 25.4;

/// Whether all letters stand within the page's margins.
fn within(sheet: &Sheet) -> bool {
    sheet
        .letters
        .iter()
        .all(|at| (29.0 * MM..190.1 * MM).contains(&at.x) && (5.0 * MM..292.0 * MM).contains(&at.y))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_goes_on_on_numbered_pages() {
    let text =
        (1..=100).map(|n| format!("Đoạn thứ {n}: {}", "nội dung dài dòng ".repeat(9))).collect::<Vec<_>>();
    let file = print(&app().await, &PROSE, &json!({ "text": text.join("\n") })).await.unwrap();
    let pages = read(&file);
    assert!(pages.len() > 5, "{}", pages.len());
    for (n, page) in pages.iter().enumerate() {
        assert!(within(page), "page {}", n + 1);
        assert!(page.text.contains("Mẫu 1"), "{}", page.text);
        assert!(page.text.contains(&format!("{}/{}", n + 1, pages.len())), "{}", page.text);
    }
    let all: String = pages.iter().map(|page| page.text.as_str()).collect();
    for n in 1..=100 {
        assert!(all.contains(&format!("Đoạn thứ {n}:")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_without_end_stays_on_the_page() {
    for letter in ["a", "W", "Ệ", "-", "0"] {
        let word = letter.repeat(300);
        let file = print(&app().await, &FORM, &json!({ "text": word })).await.unwrap();
        let pages = read(&file);
        assert!(pages.iter().all(within), "{letter}");
        assert!(pages.iter().map(Sheet::letters_only).collect::<String>().contains(&word), "{letter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_a_megabyte_is_refused() {
    let refused = print(&app().await, &FORM, &json!({ "text": "a".repeat(1_000_000) })).await.unwrap_err();
    let Error::TooLarge(said) = refused else { panic!("{refused}") };
    assert!(said.text(ui::Lang::Vi).contains("20000"), "{}", said.text(ui::Lang::Vi));
    let longer = json!({ "text": "ệ".repeat(LONGEST + 1) });
    assert!(matches!(print(&app().await, &FORM, &longer).await, Err(Error::TooLarge(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_refused_that_are_too_large_together() {
    let app = app().await;
    for data in [
        json!({ "text": "a", "more": vec!["a".repeat(1000); LARGEST / 1000] }),
        json!({ "text": "a", "more": vec![""; LARGEST] }),
        json!({ "text": "a", "more": vec![json!([]); LARGEST] }),
    ] {
        assert!(matches!(print(&app, &FORM, &data).await, Err(Error::TooLarge(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printout_without_a_title_is_a_fault() {
    let about = svc_pdf::About { title: String::new(), ..crate::kit::about() };
    let app = app().await;
    let fault = svc_pdf::print(&app, &PROSE, about, &json!({ "text": "a" })).await.unwrap_err();
    assert!(fault.to_string().contains("title"), "{fault}");
}
