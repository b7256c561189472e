//! The pictures README.md shows, taken of the demo. `SONGCAU_TEST_WRITE_PICTURES=1` takes them anew.

use std::{fs, path::Path};

use crate::{
    browser::{Browser, DESK, PHONE},
    program::Program,
};

/// Its name, who sees it, how large the window is, and where; of `…>` the first entry of that list, as it is read or written.
const PICTURES: [(&str, &str, (u32, u32), &str); 6] = [
    ("home", "", DESK, "/"),
    ("department", "", DESK, "/s/sxd/"),
    ("article", "", PHONE, "/tin-tuc>"),
    ("documents", "", DESK, "/van-ban?form=quyet-dinh"),
    ("writing", "bientap", DESK, "/quan-tri/noi-dung?q=mua+hai+che>"),
    ("composing", "duyetbai.sxd", DESK, "/quan-tri/bo-cuc"),
];
/// Bytes of one picture at most: README.md is read over telephones too.
const LARGEST: usize = 150 * 1024;

async fn take(program: &Program, login: &str, size: (u32, u32), place: &str) -> Vec<u8> {
    let browser = Browser::open(size).await;
    if login.is_empty() {
        browser.go(&program.url("/dang-nhap")).await;
    } else {
        browser.sign_in(program, login).await;
    }
    let address = match place.strip_suffix('>') {
        Some(list) => first(&browser, list, if login.is_empty() { "" } else { "?sua=1" }).await,
        None => place.to_owned(),
    };
    browser.go(&program.url(&address)).await;
    // Pictures and letters arrive a moment after the page.
    browser.find("main").await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let picture = browser.picture().await;
    browser.close().await;
    picture
}

/// The first entry a list leads to.
async fn first(browser: &Browser, list: &str, query: &str) -> String {
    let (links, below) = (browser.links(list).await, list.split('?').next().unwrap_or_default());
    let entry =
        |link: &&String| link.strip_prefix(below).is_some_and(|rest| rest.len() > 20 && !rest.contains('.'));
    format!("{}{query}", links.iter().find(entry).unwrap_or_else(|| panic!("{list} leads to no entry")))
}

#[tokio::test]
async fn the_pictures_of_the_readme_are_there_and_small_and_said_in_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("docs/pictures");
    if std::env::var_os("SONGCAU_TEST_WRITE_PICTURES").is_some() {
        let program = Program::demo();
        for (name, login, size, place) in PICTURES {
            let picture = take(&program, login, size, place).await;
            fs::write(folder.join(format!("{name}.webp")), picture).unwrap();
        }
    }
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    for (name, ..) in PICTURES {
        let file = format!("docs/pictures/{name}.webp");
        let bytes = fs::read(root.join(&file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(bytes.starts_with(b"RIFF") && bytes.len() <= LARGEST, "{file}: {} bytes", bytes.len());
        let shown = readme.split("![").find_map(|part| part.split_once(&format!("]({file})")));
        let (words, _) = shown.unwrap_or_else(|| panic!("README.md does not show {file}"));
        assert!(words.len() > 15, "README.md says nothing of {file}");
    }
}
