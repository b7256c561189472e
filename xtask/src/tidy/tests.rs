use super::*;

/// Runs every check over a made-up workspace; each finding as it is printed, up to its advice's first 30 letters.
fn tidy(files: &[(&str, &str)]) -> Vec<String> {
    findings(&Tree::of(files)).iter().map(Finding::to_string).collect()
}

fn check_clean(files: &[(&str, &str)]) {
    assert_eq!(tidy(files), Vec::<String>::new());
}

/// Exactly one finding, at `place`, whose advice contains `words`.
fn check_one(files: &[(&str, &str)], place: &str, words: &str) {
    let found = tidy(files);
    assert!(
        found.len() == 1 && found[0].starts_with(&format!("{place}: ")) && found[0].contains(words),
        "expected `{place}: … {words} …`, found {found:#?}"
    );
}

fn manifest(name: &str, rest: &str) -> String {
    format!("[package]\nname = \"{name}\"\n[lints]\nworkspace = true\n{rest}")
}

/// The findings on one crate's dependencies among all the crates of a program.
fn floors(name: &str, rest: &str) -> Vec<String> {
    let mut texts: Vec<(String, String)> =
        ["base", "kernel", "svc_org", "svc_search", "mod_portal", "mod_edocs", "app", "testkit"]
            .iter()
            .map(|other| (format!("crates/{other}/Cargo.toml"), manifest(other, "")))
            .collect();
    let own =
        if name == "xtask" { "xtask/Cargo.toml".to_owned() } else { format!("crates/{name}/Cargo.toml") };
    texts.retain(|(path, _)| *path != own);
    texts.push((own, manifest(name, rest)));
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    tidy(&files)
}

#[test]
fn a_crate_stands_on_lower_floors_only() {
    let check = |name: &str, rest: &str, allowed: bool| {
        let found = floors(name, rest);
        assert_eq!(found.is_empty(), allowed, "{name}: {rest}: {found:#?}");
    };
    check("app", "[dependencies]\nmod_portal.workspace = true\nkernel.workspace = true\n", true);
    check(
        "mod_edocs",
        "[dependencies]\nsvc_org.workspace = true\n[dev-dependencies]\ntestkit.workspace = true\n",
        true,
    );
    check("svc_search", "[dependencies]\nsvc_org.workspace = true\n", true);
    check("kernel", "[dev-dependencies]\ntestkit.workspace = true\n", true);
    check("testkit", "[dependencies]\nsvc_org.workspace = true\n", true);
    check("svc_org", "[dependencies]\nsvc_search.workspace = true\n", false);
    check("base", "[dependencies]\nkernel.workspace = true\n", false);
    check("kernel", "[build-dependencies]\nsvc_org.workspace = true\n", false);
    check("mod_portal", "[dependencies]\nmod_edocs.workspace = true\n", false);
    check("mod_portal", "[dev-dependencies]\nmod_edocs.workspace = true\n", false);
    check("mod_portal", "[target.'cfg(unix)'.dependencies]\napp.workspace = true\n", false);
    check("app", "[dependencies]\ntestkit.workspace = true\n", false);
    check("testkit", "[dependencies]\nmod_portal.workspace = true\n", false);
    check("xtask", "[dependencies]\nbase.workspace = true\n", false);
}

#[test]
fn a_folder_is_named_as_its_crate_and_takes_versions_from_the_root() {
    let base = manifest("base", "");
    check_clean(&[("crates/base/Cargo.toml", &base)]);
    check_one(&[("crates/bases/Cargo.toml", &base)], "crates/bases/Cargo.toml:2", "under its own name");
    check_one(
        &[("crates/base/Cargo.toml", &base), ("crates/odd/src/lib.rs", "")],
        "crates/odd",
        "Cargo.toml",
    );
    let deep = manifest("svc_org", "");
    let files = [("crates/base/Cargo.toml", base.as_str()), ("crates/base/svc_org/Cargo.toml", &deep)];
    check_one(&files, "crates/base/svc_org/Cargo.toml:2", "under its own name");
    check_one(
        &[("crates/svc_new/Cargo.toml", &manifest("svc_new", ""))],
        "crates/svc_new/Cargo.toml:2",
        "floor",
    );
    let versioned = manifest("base", "[dependencies]\nserde = \"1\"\n");
    check_one(
        &[("crates/base/Cargo.toml", &versioned)],
        "crates/base/Cargo.toml:6",
        "serde.workspace = true",
    );
    let loose = "[package]\nname = \"base\"\n";
    check_one(&[("crates/base/Cargo.toml", loose)], "crates/base/Cargo.toml", "lints");
}

const BASE: (&str, &str) =
    ("crates/base/Cargo.toml", "[package]\nname = \"base\"\n[lints]\nworkspace = true\n");
const PORTAL: (&str, &str) =
    ("crates/mod_portal/Cargo.toml", "[package]\nname = \"mod_portal\"\n[lints]\nworkspace = true\n");

#[test]
fn vietnamese_stands_in_locales_comments_and_tests() {
    let code =
        "/// Hồ sơ\n// thủ tục\nfn f(c: char) -> bool { c == 'đ' || x(\"\\u{0111} – …\") } /* đất */\n";
    let inline = "fn f() {}\n#[cfg(test)]\nmod inner {\n    fn g() { h(\"Sông\"); if true {} }\n}\n";
    check_clean(&[
        BASE,
        ("crates/base/src/lib.rs", code),
        ("crates/base/src/tests.rs", "fn f() { g(\"Sông Cầu\") }"),
        ("crates/base/tests/it/x.rs", "fn f() { g(\"Sông Cầu\") }"),
        ("crates/base/src/inline.rs", inline),
        ("crates/base/src/a.html", "{# Tiếng Việt #}<p>{{ x }}</p>"),
    ]);
    let at = |text: &str, place: &str| {
        check_one(&[BASE, ("crates/base/src/a.rs", text)], place, "locales/vi.toml")
    };
    at("fn f() {\n    g(\"one\",\n      \"Sông\")\n}", "crates/base/src/a.rs:3");
    at("fn f() { g(r#\"a \" Cầu\"#) }", "crates/base/src/a.rs:1");
    at("#[cfg(test)]\nmod tests;\nfn f() { g(\"Sông\") }", "crates/base/src/a.rs:3");
    at(
        "#[cfg(test)]\nmod t { fn f() { g('}', \"}\") } }\nfn h() {}\n\nfn f<'a>() { g(\"Sông\") }",
        "crates/base/src/a.rs:5",
    );
    let page = "<p>\n{# đúng #}<b>Tìm kiếm</b></p>";
    check_one(&[BASE, ("crates/base/src/a.html", page)], "crates/base/src/a.html:2", "locales/vi.toml");
    check_one(
        &[BASE, ("crates/base/src/a.html", "{{ f(\"Tìm\") }}")],
        "crates/base/src/a.html:1",
        "locales/vi.toml",
    );
}

#[test]
fn unfinished_work_is_not_marked_in_code() {
    let mark = format!("// {}: later\n// mentions {}S\n", concat!("TO", "DO"), concat!("TO", "DO"));
    check_one(&[BASE, ("crates/base/src/a.rs", &mark)], "crates/base/src/a.rs:1", "issue");
}

/// A portal that defines and uses these texts.
fn texts(vi: &str, en: &str, code: &str, page: &str) -> Vec<String> {
    tidy(&[
        PORTAL,
        ("crates/mod_portal/locales/vi.toml", vi),
        ("crates/mod_portal/locales/en.toml", en),
        ("crates/mod_portal/src/web.rs", code),
        ("crates/mod_portal/src/page.html", page),
    ])
}

#[test]
fn text_keys_used_are_text_keys_defined() {
    let one = "[portal.home]\ntitle = \"A\"\n";
    let none = Vec::<String>::new();
    assert_eq!(texts(one, one, "", "<h1 class=\"x\">{{ t(\"portal.home.title\") }}</h1>"), none);
    assert_eq!(texts(one, one, "fn f() { l.t(\n \"portal.home.title\") }", ""), none);
    assert_eq!(texts(one, one, "const K: &str = \"portal.home.title\";", ""), none);
    assert_eq!(texts(one, one, "fn f() { format!(\"portal.home.{x}\") }", ""), none);
    assert_eq!(texts(one, one, "fn f() { key(\"portal.home.\", x) }", ""), none);

    let check = |found: Vec<String>, place: &str, words: &str| {
        assert!(found.len() == 1 && found[0].starts_with(place) && found[0].contains(words), "{found:#?}");
    };
    check(
        texts(one, one, "// \"portal.home.title\"", ""),
        "crates/mod_portal/locales/vi.toml:2: ",
        "nothing asks",
    );
    check(
        texts(one, one, "#[cfg(test)] mod t { fn f() { t(\"portal.home.title\"); } }", ""),
        "crates/mod_portal/locales/vi.toml:2: ",
        "nothing asks",
    );
    check(
        texts("", "", "", "<p>\n{{ t(\"portal.gone\") }}"),
        "crates/mod_portal/src/page.html:2: ",
        "define `portal.gone`",
    );
    check(
        texts("", "", "fn f() { l.fill(\"portal.gone\", &[]) }", ""),
        "crates/mod_portal/src/web.rs:1: ",
        "define `portal.gone`",
    );
    check(
        texts("", "", "fn f() { Err(Error::Conflict(\"portal.gone\")) }", ""),
        "crates/mod_portal/src/web.rs:1: ",
        "define `portal.gone`",
    );
    for call in [
        "ui::t(ctx.lang(), \"portal.gone\")",
        "t(\n        lang(a, b),\n        \"portal.gone\")",
        "Message::new(\"portal.gone\").with(\"n\", 3)",
        "form.reject(\"title\", \"portal.gone\")",
        "form.required(\"title\", Message::new(\"portal.gone\"))",
        "page.count(\"portal.gone\", 3)",
        "MenuItem { label: \"portal.gone\", href: \"/\" }",
        "l.t(\"gone\")",
    ] {
        let found = texts("", "", &format!("fn f() {{ {call} }}"), "");
        assert!(found.len() == 1 && found[0].contains("gone` in the locales"), "{call}: {found:#?}");
    }
    for other in
        ["buffer.fill(\"x\")", "count(\"a.b\")", "split(\"portal.gone\")", "form.reject(\"portal.gone\", m)"]
    {
        assert_eq!(texts("", "", &format!("fn f() {{ {other} }}"), ""), none, "{other}");
    }
    let used = "fn f() { t(\"portal.home.title\") }";
    check(texts(one, "", used, ""), "crates/mod_portal/locales/vi.toml:2: ", "en.toml too");
    check(texts("", one, used, ""), "crates/mod_portal/locales/en.toml:2: ", "vi.toml too");
    check(
        texts("[portal.home]\ntitle = \"{n} A\"\n", one, used, ""),
        "crates/mod_portal/locales/en.toml:2: ",
        "gap {n}",
    );
    check(texts("portal = {", "", "", ""), "crates/mod_portal/locales/vi.toml:1: ", "TOML");
    let foreign = "[org]\nx = \"A\"\n";
    assert!(
        texts(foreign, foreign, "", "")
            .iter()
            .any(|line| line.contains("begin the key `org.x` with `portal.`"))
    );
}

#[test]
fn every_event_is_told_in_a_sentence() {
    let event = |name: &str| {
        format!("impl Event for Published<'_> {{\n    const NAME: &'static str = \"{name}\";\n}}\n")
    };
    let told = "[portal.event.article]\npublished = \"A {n}\"\n[portal.event.value.n]\none = \"1\"\n";
    assert_eq!(texts(told, told, &event("portal.article.published"), ""), Vec::<String>::new());
    let untold = texts("", "", &event("portal.article.published"), "");
    assert!(untold.len() == 1 && untold[0].contains("portal.event.article.published"), "{untold:#?}");
    let foreign = texts("", "", &event("org.article.published"), "");
    assert!(foreign.len() == 1 && foreign[0].contains("begin the event"), "{foreign:#?}");
    let other = "impl Thing for X { const NAME: &'static str = \"portal.article.published\"; }";
    assert_eq!(texts("", "", other, ""), Vec::<String>::new());
}

#[test]
fn every_kind_of_subject_is_called_something() {
    let subject = "impl Subject for Plan {\n    const KIND: &'static str = \"plan\";\n}\n";
    let kind = "const K: &[SubjectKind] = &[SubjectKind { kind: \"plan\", load: none }];";
    assert_eq!(texts("", "", &format!("{subject}{kind}"), ""), Vec::<String>::new());
    let short = "const K: &[SubjectKind] = &[SubjectKind::unnamed(\"plan\", PLAN)];";
    assert_eq!(texts("", "", &format!("{subject}{short}"), ""), Vec::<String>::new());
    let unnamed = texts("", "", &format!("{subject}{}", kind.replace("plan", "other")), "");
    assert!(unnamed.len() == 1 && unnamed[0].contains("people call a `plan`"), "{unnamed:#?}");
    let other = "impl Thing for Plan { const KIND: &'static str = \"plan\"; }";
    assert_eq!(texts("", "", other, ""), Vec::<String>::new());
}

#[test]
fn kinds_of_notices_have_their_texts() {
    let texts_of = |parts: &[&str]| {
        let lines = parts.iter().map(|part| format!("{part} = \"A\"\n"));
        format!("[portal.told]\n{}", lines.collect::<String>())
    };
    let code =
        "static N: &[NoticeKind] = &[NoticeKind::required(\"portal.told\", &[Channel::Mail]).secret()];";
    for parts in [&["name", "subject", "body"][..], &["name", "subject", "body", "sms"]] {
        let one = texts_of(parts);
        assert_eq!(texts(&one, &one, code, ""), Vec::<String>::new());
    }
    let one = texts_of(&["name", "body", "mail"]);
    let found = texts(&one, &one, &code.replace("required", "optional"), "");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().any(|f| f.contains("define `portal.told.subject`")), "{found:#?}");
    assert!(found.iter().any(|f| f.contains("remove `portal.told.mail`")), "{found:#?}");
}

#[test]
fn permissions_have_their_words_and_begin_with_their_crate() {
    let code = |name: &str| format!("const P: Permission = Permission::new(\"{name}\");");
    let words = "[portal.permission]\n\"article.publish\" = \"A\"\n";
    assert_eq!(texts(words, words, &code("portal.article.publish"), ""), Vec::<String>::new());
    let found = texts("", "", &code("portal.article.publish"), "");
    assert!(
        found.len() == 1 && found[0].contains("define `portal.permission.article.publish`"),
        "{found:#?}"
    );
    let found = texts("", "", &code("org.unit.edit"), "");
    assert!(found.iter().any(|f| f.contains("begin the permission with `portal.`")), "{found:#?}");
}

#[test]
fn tests_do_not_hide() {
    let at = |text: &str, place: &str, words: &str| {
        check_one(&[BASE, ("crates/base/src/a.rs", text)], place, words)
    };
    check_clean(&[
        BASE,
        ("crates/base/src/a.rs", "/// ```text\n/// a | b\n/// ```\nfn f() { g(\"#[ignore]\") }\n"),
    ]);
    at("/// So:\n/// ```\n/// f();\n/// ```\nfn f() {}\n", "crates/base/src/a.rs:2", "```text");
    at(
        "//! ```rust\n//! f();\n//! ```\n\n/// ```text\n/// a\n/// ```\nfn f() {}\n",
        "crates/base/src/a.rs:1",
        "```text",
    );
    at("#[test]\n#[ignore]\nfn f() {}\n", "crates/base/src/a.rs:2", "ignored");
    at("#[test]\n#[should_panic(expected = \"x\")]\nfn f() {}\n", "crates/base/src/a.rs:2", "panic");
}

#[test]
fn only_the_store_names_the_entity() {
    let folder =
        |file: &str, text: &str| tidy(&[PORTAL, (&format!("crates/mod_portal/src/site/{file}"), text)]).len();
    let naming = "use super::entity;\n";
    assert_eq!(folder("store.rs", naming), 0);
    assert_eq!(folder("web.rs", naming), 1);
    assert_eq!(folder("publish.rs", "fn f() { super::entity::Model }"), 1);
    assert_eq!(folder("model.rs", "use super::{entity, store};\n"), 1);
    assert_eq!(folder("mod.rs", "mod entity;\nmod store;\n"), 0);
    assert_eq!(folder("model.rs", "use sea_orm::entity::prelude::*;\nfn f(entity: &str) { g(entity) }\n"), 0);
}

#[test]
fn tables_begin_with_the_word_of_their_crate() {
    let sql = |text: &str| tidy(&[PORTAL, ("crates/mod_portal/migrations/20260101_start.sql", text)]);
    assert!(sql("-- CREATE TABLE x\nCREATE TABLE portal_site(id);\ncreate table if not exists \"portal_page\" (id);\n").is_empty());
    let found =
        sql("CREATE TABLE portal_site (id);\n\nCREATE UNLOGGED TABLE IF NOT EXISTS\n  org_unit (id);\n");
    assert!(
        found.len() == 1 && found[0].starts_with("crates/mod_portal/migrations/20260101_start.sql:4: "),
        "{found:#?}"
    );
    assert_eq!(sql("CREATE TABLE portals (id);").len(), 1);
    let entity = "#[sea_orm(table_name = \"site\")]\npub struct Model {}\n";
    check_one(
        &[PORTAL, ("crates/mod_portal/src/site/entity.rs", entity)],
        "crates/mod_portal/src/site/entity.rs:1",
        "portal_…",
    );
}

#[test]
fn long_files_are_a_warning_and_no_more() {
    let long = "fn f() {}\n".repeat(451);
    let files = [BASE, ("crates/base/src/a.rs", long.as_str()), ("crates/base/src/b.rs", "")];
    check_clean(&files);
    let warnings = slices::long_files(&Tree::of(&files));
    assert!(warnings.len() == 1 && warnings[0].path == "crates/base/src/a.rs");
}
