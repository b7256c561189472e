use std::fs;

use super::*;

/// A workspace with one module, and the real templates.
fn workspace() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/module");
    let mut files = Vec::new();
    collect(&templates, &templates, &root.path().join("xtask/templates/module"), "keep", &mut files).unwrap();
    for (path, _) in &files {
        let source = templates.join(path.strip_prefix(root.path().join("xtask/templates/module")).unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(source, path).unwrap();
    }
    fs::create_dir_all(root.path().join("crates/app/src")).unwrap();
    fs::create_dir_all(root.path().join("crates/svc_org")).unwrap();
    let write = |path: &str, text: &str| fs::write(root.path().join(path), text).unwrap();
    write(
        "Cargo.toml",
        "[workspace.dependencies]\nmod_portal = { path = \"crates/mod_portal\" }\napp = { path = \"crates/app\" }\n",
    );
    write("crates/app/Cargo.toml", "[dependencies]\nmod_portal.workspace = true\nanyhow.workspace = true\n");
    write("crates/app/src/modules.rs", "pub static MODULES: &[&Module] = &[\n    &mod_portal::MODULE,\n];\n");
    root
}

#[test]
fn a_new_module_is_written_and_entered() {
    let root = workspace();
    run(root.path(), "education").unwrap();
    let read = |path: &str| fs::read_to_string(root.path().join(path)).unwrap();
    assert!(read("crates/mod_education/Cargo.toml").contains("name = \"mod_education\""));
    assert!(read("crates/mod_education/src/lib.rs").contains("MODULE"));
    assert!(read("crates/mod_education/locales/vi.toml").contains("education."));
    assert!(!read("crates/mod_education/src/policy.rs").contains("__"));
    assert!(
        read("Cargo.toml")
            .contains("mod_portal\" }\nmod_education = { path = \"crates/mod_education\" }\napp")
    );
    assert!(
        read("crates/app/Cargo.toml")
            .contains("mod_portal.workspace = true\nmod_education.workspace = true\n")
    );
    assert!(
        read("crates/app/src/modules.rs")
            .contains("    &mod_portal::MODULE,\n    &mod_education::MODULE,\n];")
    );
}

#[test]
fn a_bad_or_taken_name_is_refused_and_nothing_is_written() {
    let root = workspace();
    for name in ["", "Education", "two_words", "../x", "org", "app"] {
        assert!(run(root.path(), name).is_err(), "{name}");
    }
    fs::remove_file(root.path().join("crates/app/src/modules.rs")).unwrap();
    assert!(run(root.path(), "education").is_err());
    assert!(!root.path().join("crates/mod_education").exists());
}
