use kernel::Error;
use serde_json::json;
use svc_pdf::Template;

use crate::kit::{app, print, read};

static TEXT: Template = Template {
    name: "text",
    text: r#"
        #let data = json("/data.json")
        #data.text
    "#,
};

static STYLES: Template = Template {
    name: "styles",
    text: r#"
        #let data = json("/data.json")
        #data.text

        #strong(data.text)

        #emph(data.text)

        #strong(emph(data.text))
    "#,
};

static LINES: Template = Template {
    name: "lines",
    text: r#"
        #import "/form.typ": lines, numbered
        #let data = json("/data.json")
        #lines(data.text)
        #numbered((data.text, "xong"))
    "#,
};

async fn shown(text: &str) -> String {
    let file = print(&app().await, &TEXT, &json!({ "text": text })).await.unwrap();
    read(&file)[0].text.trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_vietnamese_letter_is_printed_and_read_again() {
    let bases = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz";
    let mut letters = String::new();
    for base in bases.chars() {
        letters.push(base);
        if "aăâeêioôơuưy".contains(base) {
            for tone in ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'] {
                letters.push_str(&base::text::nfc(&format!("{base}{tone}")));
            }
        }
        // A line does not end within a word.
        letters.push(' ');
    }
    let all = format!("{letters} {} 0123456789 ₫ “…” – • ½ m² § °C", letters.to_uppercase());
    let file = print(&app().await, &STYLES, &json!({ "text": all })).await.unwrap();
    let read = read(&file)[0].letters_only();
    let expected: String = all.chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(read, expected.repeat(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_never_code() {
    for typed in [
        "#panic()",
        "#data.text",
        "*đậm* _nghiêng_ `mã` $x^2$ @nhãn <nhãn> ~ -- --- ... \"trích\" 'trích'",
        "= Đầu đề",
        "- một + hai / ba: bốn",
        "// chú thích /* khối */",
        "\\ \\u{41} \\#",
        "[nội dung] {mã} (1, 2)",
        "https://thainguyen.gov.vn/",
        "${jndi} {{ x }} {% y %} <b>đậm</b> &amp;",
    ] {
        assert_eq!(shown(typed).await, typed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_nobody_sees_are_left_out() {
    assert_eq!(
        shown("phí 50.000\u{202e}000.05 đồng\u{2066}\u{200b}\u{feff}\u{ad}\0\u{7}").await,
        "phí 50.000000.05 đồng"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_without_a_shape_are_seen_to_lack_one() {
    let lacking = char::REPLACEMENT_CHARACTER;
    assert_eq!(
        shown("Én 🐦 漢\u{3000}字 \u{e000}").await,
        format!("Én {lacking} {lacking} {lacking} {lacking}")
    );
    // Letters of which only the large or small form is lacking, in forms that change the size.
    assert_eq!(shown("ɐ").await, lacking.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_in_parts_are_put_together() {
    assert_eq!(shown("Ho\u{302}\u{300} sơ Êđê Ƀ").await, "Hồ sơ Êđê Ƀ");
    // How a pile of marks is read again hangs on the reader; it is a small one.
    let piled = format!("a{}", "\u{316}".repeat(10_000));
    assert!(shown(&piled).await.chars().count() < 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_stay_lines() {
    let data = json!({ "text": "một\r\nhai\rba\u{2028}bốn\n\nnăm" });
    let file = print(&app().await, &LINES, &data).await.unwrap();
    assert_eq!(read(&file)[0].text.trim(), "một\nhai\nba\nbốn\nnăm\n1.một\nhai\nba\nbốn\nnăm\n2.xong");
}

static REACHING_OUT: [Template; 8] = [
    Template { name: "file", text: r#"#read("/etc/passwd")"# },
    Template { name: "relative", text: r#"#read("../../Cargo.toml")"# },
    Template { name: "other", text: r#"#include "/templates/text.typ""# },
    Template { name: "package", text: r#"#import "@preview/cetz:0.4.2": canvas"# },
    Template { name: "code", text: r#"#eval("1 + 1")"# },
    Template { name: "code-of-std", text: r#"#std.eval("1 + 1")"# },
    Template { name: "plugin", text: r#"#plugin(bytes((0, 97, 115, 109)))"# },
    Template { name: "clock", text: r#"#datetime.today().display()"# },
];

#[tokio::test(flavor = "multi_thread")]
async fn a_template_reaches_nothing_but_its_data() {
    let app = app().await;
    for template in &REACHING_OUT {
        let refused = print(&app, template, &json!({})).await.unwrap_err();
        assert!(matches!(refused, Error::Internal(_)), "{}: {refused}", template.name);
    }
}

static FAULTS: [(Template, &str); 3] = [
    (
        Template { name: "number", text: "#let data = json(\"/data.json\")\n\n#int(data.text)" },
        "number; string contains invalid digits (templates/number.typ:3",
    ),
    (
        Template { name: "missing", text: "#json(\"/data.json\").nothing" },
        "missing; dictionary does not contain key (templates/missing.typ:1",
    ),
    (
        Template { name: "style", text: "#import \"/form.typ\": day\n#day(json(\"/data.json\").text)" },
        "style; ",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_tells_its_place_and_nobodys_name() {
    let app = app().await;
    for (template, says) in &FAULTS {
        let fault = print(&app, template, &json!({ "text": "Hoàng Thị Én" })).await.unwrap_err().to_string();
        assert!(fault.contains(says), "{fault}");
        assert!(fault.contains(&format!("templates/{}.typ:", template.name)), "{fault}");
        assert!(!fault.contains("Hoàng"), "{fault}");
    }
}
