//! Nothing a writer types becomes markup of its own.

use testkit::both_databases;

use super::*;
use crate::{entry::body, media::Media};

const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "Một <script>alert(1)</script> hai",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<div onclick=\"alert(1)\">\n\nĐoạn\n\n</div>",
    "<iframe src=\"https://example.org\"></iframe>",
    "<style>body{display:none}</style>",
    "<!-- <script>alert(1)</script> -->",
    "<a href=\"javascript:alert(1)\">x</a>",
    "[bấm](javascript:alert(1))",
    "[bấm](JaVaScRiPt:alert(1))",
    "[bấm](<java\tscript:alert(1)>)",
    "[bấm](java&#10;script:alert(1))",
    "[bấm](&#106;avascript:alert(1))",
    "[bấm](data:text/html;base64,PHNjcmlwdD4=)",
    "[bấm](vbscript:x)",
    "[bấm](//evil.example)",
    "[bấm](/\\evil.example)",
    "[bấm][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x\"onerror=\"alert(1)](https://example.org/x.png)",
    "[x](https://example.org/ \"t\\\" onmouseover=alert(1)\")",
    "```\"><script>alert(1)</script>\nx\n```",
    "## Mục {#x onclick=alert(1)}",
    "| a |\n|:-:|\n| <script>alert(1)</script> |",
];

/// What may stand in an entry, and with which attributes.
const ALLOWED: &[&str] = &[
    "html",
    "head",
    "body",
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "code",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "br",
    "hr",
];

fn only_harmless(rendered: &str) {
    let document = scraper::Html::parse_document(rendered);
    for element in document.tree.values().filter_map(|node| node.as_element()) {
        assert!(ALLOWED.contains(&element.name()), "<{}> in {rendered}", element.name());
        for (name, value) in element.attrs() {
            let fine = match (element.name(), name) {
                ("a", "href") => body::is_safe(value),
                ("ol", "start") => true,
                _ => false,
            };
            assert!(fine, "{name}={value} in {rendered}");
        }
    }
}

#[test]
fn attacks_become_text() {
    for attack in ATTACKS {
        only_harmless(&body::to_html(attack, &Media::default()));
        only_harmless(&body::to_html(&format!("Trước\n\n{attack}\n\nsau **đậm**"), &Media::default()));
        only_harmless(&body::to_html(&format!("> - {attack}"), &Media::default()));
    }
}

#[test]
fn tags_are_shown_as_typed() {
    let rendered = body::to_html("Dùng <b>thẻ</b> & dấu", &Media::default());
    assert_eq!(rendered, "<p>Dùng &lt;b&gt;thẻ&lt;/b&gt; &amp; dấu</p>\n");
}

#[test]
fn what_editors_need_works() {
    for (marks, expected) in [
        ("# Một", "<h2>Một</h2>\n"),
        ("### Ba", "<h3>Ba</h3>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        (
            "[Cổng](https://thainguyen.gov.vn/a?b=1&c=2)",
            "<p><a href=\"https://thainguyen.gov.vn/a?b=1&amp;c=2\">Cổng</a></p>\n",
        ),
        ("[Thủ tục](/thu-tuc)", "<p><a href=\"/thu-tuc\">Thủ tục</a></p>\n"),
        ("[Gọi](tel:02083000000) ![Đồi chè](x.png)", "<p><a href=\"tel:02083000000\">Gọi</a> Đồi chè</p>\n"),
    ] {
        assert_eq!(body::to_html(marks, &Media::default()), expected);
    }
}

#[test]
fn marks_do_not_show_in_plain_text() {
    assert_eq!(body::to_text("## Mục\n\nMột **hai**\nba [bốn](/x)\n\n- năm"), "Mục\nMột hai ba bốn\nnăm");
}

both_databases! {
    async fn attacks_do_not_pass_through_any_field(database) {
        let room = Newsroom::open(database).await;
        let attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        let site = room.site.id.to_string();
        let fields = [
            ("site", site.as_str()), ("title", attack), ("summary", attack), ("body", attack), ("author", attack),
            ("source", attack), ("category", "tin-tuc"), ("picture", "river"), ("picture_alt", attack), ("lang", "vi"),
        ];
        let answer = room.editor.fill_in(&format!("{WORK}/moi"), WORK, &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let screen = answer.location().to_owned();
        room.submit(&screen).await;
        let review = room.publisher.get(&screen).await;
        room.publisher.fill_in(&screen, &format!("{screen}/publication"), &[]).await;
        let public = room.reader.get(&room.public(&screen).await).await;
        let list = room.reader.get(&room.at("/tin-tuc")).await;
        let work = room.editor.get(WORK).await;
        for page in [review, public, list, work] {
            assert!(page.body().contains("alert(1)"), "the text itself is there");
            assert_eq!(page.count("[onerror]"), 0);
            assert!(page.texts("script:not([type])").iter().all(|s| !s.contains("alert(1)")));
            // What is said to search engines is data, and cannot end the element it stands in.
            for data in page.texts("script[type='application/ld+json']") {
                assert!(!data.contains('<') && serde_json::from_str::<serde_json::Value>(&data).is_ok(), "{data}");
            }
        }
        assert!(!room.reader.get(&room.at("/rss.xml")).await.body().contains("<script"));
    }
}
