//! The frames, the components and the embedded files, looked at as a browser gets them.

use std::collections::HashSet;

use askama::Template;

use crate::{
    ErrorPage, LOCALE, Lang, Link, Page, assets,
    gallery::{GalleryPage, WorkGalleryPage},
    install,
};

fn page() -> Page {
    install(LOCALE).expect("valid texts");
    Page {
        path: "/dev/components".into(),
        origin: "https://x.gov.vn".into(),
        csrf: "token".into(),
        ..Page::default()
    }
}

fn screens(lang: Lang) -> Vec<String> {
    let page = || Page { lang, ..page() };
    let error = ErrorPage {
        page: page(),
        code: 404,
        heading: "a".into(),
        text: "b".into(),
        action: Some(Link { label: "c".into(), href: "/".into() }),
    };
    vec![
        GalleryPage::new(page()).render().expect("renders"),
        WorkGalleryPage::new(page()).render().expect("renders"),
        error.render().expect("renders"),
    ]
}

/// The values of an attribute, in order.
fn attributes<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(name).skip(1).filter_map(|rest| rest.strip_prefix("=\"")?.split('"').next())
}

#[test]
fn screens_pass_a_strict_content_security_policy() {
    for html in screens(Lang::Vi).iter().chain(&screens(Lang::En)) {
        assert!(!html.contains(" style="), "no inline style");
        assert!(!html.contains("<style"), "no style element");
        assert_eq!(html.matches("<script").count(), html.matches("<script src=\"/assets/").count());
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"));
    }
}

#[test]
fn every_text_and_every_file_exists() {
    let known: HashSet<&str> = assets::all().iter().map(|asset| asset.path).collect();
    for html in screens(Lang::Vi).iter().chain(&screens(Lang::En)) {
        assert!(!html.contains(">ui.") && !html.contains("\"ui."), "a key without text");
        for path in attributes(html, "href").chain(attributes(html, "src")) {
            assert!(!path.is_empty());
            assert!(!path.starts_with("/assets/") || known.contains(path), "{path}");
        }
        assert!(!html.contains("</svg></svg>"));
    }
}

#[test]
fn names_and_descriptions_point_at_something() {
    for html in screens(Lang::Vi) {
        let ids: Vec<&str> = attributes(&html, " id").collect();
        let unique: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "an id stands twice");
        let wanted = attributes(&html, " for")
            .chain(attributes(&html, " aria-describedby").flat_map(str::split_whitespace))
            .chain(attributes(&html, " aria-labelledby"));
        for id in wanted {
            assert!(unique.contains(id), "nothing has the id {id}");
        }
    }
}

#[test]
fn a_wrong_form_keeps_what_was_typed_and_says_what_to_do() {
    let html = &screens(Lang::Vi)[0];
    assert!(html.contains("Có 6 chỗ cần sửa"));
    assert!(html.contains(r##"<a href="#b_mail">"##));
    assert!(html.contains(r#"value="hanh@" autocomplete="email" aria-describedby="b_mail-hint b_mail-error" aria-invalid="true""#));
    assert!(html.contains(r#"name="_csrf" value="token""#));
}

#[test]
fn machines_learn_what_the_law_asks() {
    let mut page = page();
    page.footer.owner = "UBND".into();
    page.path = "/tin-tuc/a".into();
    page.description = "x \"y\"".into();
    let html = GalleryPage::new(page.clone()).render().expect("renders");
    assert!(html.contains(r#"<meta name="robots" content="noindex">"#) && !html.contains("DC.title"));
    assert!(html.contains(r#"<link rel="alternate" hreflang="en" href="https://x.gov.vn/en/tin-tuc/a">"#));
    assert_eq!((page.dc_creator(), page.dc_publisher()), ("UBND", "UBND"));
}

#[test]
fn embedded_files_are_whole() {
    let paths: HashSet<&str> = assets::all().iter().map(|asset| asset.path).collect();
    assert_eq!(paths.len(), assets::all().len());
    for asset in assets::all() {
        assert!(!asset.bytes.is_empty(), "{}", asset.name);
        let picture = asset.name.starts_with("pictures/");
        assert!(!picture || asset.bytes.len() <= 3 * 1024, "{} is heavy", asset.name);
    }
    let css = assets::find("app.css").map(|asset| String::from_utf8_lossy(asset.bytes)).expect("styles");
    for part in css.split("url(/assets/").skip(1) {
        let path = format!("/assets/{}", part.split(')').next().unwrap_or_default());
        assert!(paths.contains(path.as_str()), "{path}");
    }
    assert_eq!(assets::href("none"), "");
}
