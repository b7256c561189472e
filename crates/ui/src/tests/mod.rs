mod contrast;
mod screens;

use crate::{FormState, Lang, Locale, Message, Page, Pager, fill, install, t};

#[test]
fn texts_fall_back_and_fill() {
    install(Locale {
        vi: "[sample]\nhello = \"Chào {name}, {n} việc\"\nonly = \"Chỉ\"",
        en: "sample.hello = \"Hello {name}\"",
    })
    .expect("valid");
    assert_eq!(fill(Lang::Vi, "sample.hello", &[("name", &"Hạnh"), ("n", &3)]), "Chào Hạnh, 3 việc");
    assert_eq!(fill(Lang::En, "sample.hello", &[("name", &"Hạnh")]), "Hello Hạnh");
    assert_eq!(t(Lang::En, "sample.only"), "Chỉ");
    assert_eq!(t(Lang::Vi, "sample.none"), "sample.none");
    // A value that looks like a placeholder is not filled again.
    assert_eq!(fill(Lang::En, "sample.hello", &[("name", &"{name}")]), "Hello {name}");
}

#[test]
fn forms_keep_what_was_typed() {
    let mut form =
        FormState::new(vec![("title".into(), "  a\u{302}n ".into()), ("body".into(), String::new())]);
    assert_eq!(form.text("title"), "ân");
    assert_eq!(form.value("title"), "  a\u{302}n ");
    form.required("body", "sample.only");
    assert_eq!(form.error("body").map(Message::key), Some("sample.only"));
    assert!(!form.is_ok());
}

#[test]
fn pagers_offer_near_pages() {
    let pager = Pager::new(5, 20, 199, "/thu-tuc", &[("q", "đất đai"), ("level", "")]);
    assert_eq!(pager.pages(), [Some(1), None, Some(4), Some(5), Some(6), None, Some(10)]);
    assert_eq!(pager.link(6), "/thu-tuc?q=%C4%91%E1%BA%A5t%20%C4%91ai&page=6");
    assert_eq!((pager.first_row(), pager.last_row()), (81, 100));
    assert_eq!(Pager::new(1, 20, 0, "/x", &[]).pages(), [Some(1)]);
}

#[test]
fn addresses_carry_the_language() {
    let page = Page { lang: Lang::En, base: "/s/sxd".into(), path: "/thu-tuc".into(), ..Page::default() };
    assert_eq!(page.site("/tin-tuc"), "/en/s/sxd/tin-tuc");
    assert_eq!(page.other_lang_href(), "/thu-tuc");
    assert_eq!(page.number(3789), "3,789");
}
