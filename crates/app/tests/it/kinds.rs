//! Every kind of entry, from the empty form to the reader: written by an editor, approved by another, read, searched, in
//! the feeds, and told to machines.

use std::time::Duration;

use fantoccini::Locator;
use mod_portal::entry::{
    Kind,
    field::{Field, Shape},
    kind::{self, Part},
};
use serde_json::{Value, json};

use crate::{
    browser::{Browser, DESK},
    previews::samples,
    program::{Program, get},
};

/// What each kind is in the words of schema.org.
const TYPES: &[(&str, &str)] = &[
    ("article", "NewsArticle"),
    ("page", "WebPage"),
    ("guide", "HowTo"),
    ("document", "Legislation"),
    ("gazette", "PublicationIssue"),
    ("draft", "Legislation"),
    ("leader", "ProfilePage"),
    ("schedule", "WebPage"),
    ("plan", "WebPage"),
    ("project", "WebPage"),
    ("research", "WebPage"),
    ("statistic", "Dataset"),
    ("budget", "WebPage"),
    ("disclosure", "WebPage"),
    ("dataset", "Dataset"),
    ("job", "JobPosting"),
    ("event", "Event"),
    ("gallery", "ImageGallery"),
    ("video", "VideoObject"),
    ("poll", "WebPage"),
    ("link", "WebPage"),
];

/// An entry of a kind as it is written here. The number makes it findable among all others.
struct Written {
    kind: &'static Kind,
    title: String,
    /// What was typed that readers are to see.
    seen: Vec<String>,
    /// Where it is read.
    path: String,
}

impl Written {
    fn of(n: usize, kind: &'static Kind) -> Self {
        Self { kind, title: format!("Bản ghi thử {}", 4101 + n), seen: Vec::new(), path: String::new() }
    }

    /// The last part of its address, which no other entry has.
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Types into the form of the kind what its fields ask for.
    async fn fill(&mut self, editor: &Browser) {
        editor.fill("title", &self.title).await;
        if self.kind.summary != Part::None {
            self.line(editor, "summary", "Tóm tắt để thử").await;
        }
        if self.kind.body != Part::None {
            self.line(editor, "body", "Toàn văn để thử").await;
        }
        for (n, field) in self.kind.fields.iter().enumerate() {
            match field.shape {
                Shape::Rows(columns) if columns.iter().all(|column| !column.required || is_typed(column)) => {
                    for (column, n) in columns.iter().zip(n..).filter(|(column, _)| is_typed(column)) {
                        let name = format!("{}.0.{}", field.name, column.name);
                        self.put(editor, column, &name, n).await;
                    }
                }
                _ if is_typed(field) => self.put(editor, field, field.name, n).await,
                _ => assert!(!field.required, "{}: how is {} filled in?", self.kind.name, field.name),
            }
        }
    }

    /// Fills one field; days and numbers follow each other in the order of the fields.
    async fn put(&mut self, editor: &Browser, field: &Field, name: &str, n: usize) {
        let day = format!("2027-03-{:02}", n + 1);
        match field.shape {
            // What a picture shows is said to those who do not see it.
            Shape::Line if field.name == "picture_alt" => editor.fill(name, "Tranh vẽ dòng sông").await,
            Shape::Line | Shape::Text => self.line(editor, name, &format!("Nội dung {name}")).await,
            Shape::Day if field.name == "opens" => set(editor, name, "2026-01-05").await,
            Shape::Day => set(editor, name, &day).await,
            Shape::Moment => set(editor, name, &format!("{day}T08:30")).await,
            Shape::Number => editor.fill(name, &(n + 1).to_string()).await,
            Shape::Year => editor.fill(name, "2026").await,
            Shape::Money => editor.fill(name, "1.250.000").await,
            Shape::Link => editor.fill(name, &format!("https://example.org/{}/{name}", self.kind.name)).await,
            Shape::Choice(words) => choose(editor, name, words[0]).await,
            Shape::Picture => choose(editor, name, "river").await,
            Shape::File => {
                let first = format!("[name='{name}'] option:nth-child(2)");
                editor.find(&first).await.click().await.unwrap();
            }
            _ => panic!("{name}: nobody types it"),
        }
    }

    async fn line(&mut self, editor: &Browser, name: &str, text: &str) {
        editor.fill(name, text).await;
        self.seen.push(text.to_owned());
    }
}

/// Whether somebody types or picks it by itself; what names other entries or follows from the rest is written elsewhere.
fn is_typed(field: &Field) -> bool {
    use Shape::{Choice, Day, File, Line, Link, Moment, Money, Number, Picture, Text, Year};
    matches!(
        field.shape,
        Line | Text | Day | Moment | Number | Year | Money | Link | Choice(_) | Picture | File
    )
}

/// Sets what is picked rather than typed: browsers ask for days in the order of their own country.
async fn set(browser: &Browser, name: &str, value: &str) {
    let script = "const field = document.querySelector(`[name='${arguments[0]}']`); field.value = arguments[1]; \
                  field.dispatchEvent(new Event('input', { bubbles: true })); return field.value";
    let kept = browser.page.execute(script, vec![json!(name), json!(value)]).await.unwrap();
    assert_eq!(kept, json!(value), "{name}");
}

async fn choose(browser: &Browser, name: &str, word: &str) {
    let list = browser.find(&format!("select[name='{name}']")).await;
    list.select_by_value(word).await.unwrap_or_else(|e| panic!("{name} offers no {word}: {e}"));
}

/// Puts a document into the library, for entries to name.
async fn document(editor: &Browser, program: &Program, folder: &tempfile::TempDir) {
    let file = folder.path().join("tai-lieu.pdf");
    std::fs::write(&file, samples::pdf()).unwrap();
    editor.go(&program.url("/quan-tri/thu-vien/moi")).await;
    editor.find("input[name=file]").await.send_keys(&file.to_string_lossy()).await.unwrap();
    editor.says("Đã nhận").await;
    editor.fill("title", "Tài liệu kèm theo").await;
    editor.press("Thêm vào thư viện").await;
    editor.says("Tài liệu kèm theo").await;
}

/// What the page says of itself to machines.
async fn metadata(reader: &Browser) -> Value {
    let script = "const said = {}; document.querySelectorAll('meta[name], meta[property]') \
        .forEach(m => { said[m.getAttribute('name') || m.getAttribute('property')] = m.content.trim(); }); \
        said.schema = [...document.querySelectorAll('script[type=\"application/ld+json\"]')].map(s => JSON.parse(s.textContent)); \
        return said";
    reader.page.execute(script, vec![]).await.unwrap()
}

/// What is wrong with what the page says of itself: the six fields of Dublin Core, Open Graph, schema.org.
fn wrong_metadata(written: &Written, said: &Value) -> Vec<String> {
    let (_, schema) = TYPES.iter().find(|(name, _)| *name == written.kind.name).expect("a type");
    let of = &said["schema"][0];
    let wanted: [(&Value, &str); 5] = [
        (&said["DC.title"], &written.title),
        (&said["og:title"], &written.title),
        (&of["@context"], "https://schema.org"),
        (&of["@type"], schema),
        (&of["name"], &written.title),
    ];
    let other = wanted.into_iter().filter(|(is, wanted)| *is != wanted);
    let mut wrong: Vec<String> = other.map(|(is, wanted)| format!("{is} is not {wanted}")).collect();
    let filled = [
        "DC.title",
        "DC.creator",
        "DC.date",
        "DC.description",
        "DC.publisher",
        "DC.language",
        "og:type",
        "og:url",
        "og:site_name",
        "og:description",
        "og:locale",
    ];
    let empty = filled.into_iter().filter(|name| said[*name].as_str().is_none_or(str::is_empty));
    wrong.extend(empty.map(|name| format!("{name} is empty")));
    if !of["url"].as_str().unwrap_or_default().ends_with(written.name()) {
        wrong.push(format!("{} is another address", of["url"]));
    }
    wrong
}

/// Waits until a page over plain HTTP says something: the index follows a moment later.
async fn comes(program: &Program, path: &str, words: &str) {
    for _ in 0..200 {
        if get(program.port, path).contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} does not say {words}");
}

#[tokio::test]
async fn every_kind_is_written_approved_read_found_and_told_to_machines() {
    let program = Program::demo();
    let browser = Browser::open(DESK).await;
    let folder = tempfile::tempdir().unwrap();
    let mut all: Vec<Written> = kind::ALL.iter().enumerate().map(|(n, kind)| Written::of(n, kind)).collect();

    browser.sign_in(&program, "bientap.sxd").await;
    document(&browser, &program, &folder).await;
    for written in &mut all {
        browser.go(&program.url(&format!("/quan-tri/noi-dung/moi?loai={}", written.kind.name))).await;
        written.fill(&browser).await;
        browser.press("Lưu bản nháp").await;
        browser.find("form[action$='/revision']").await;
        browser.press("Lưu và gửi duyệt").await;
        browser.find("form[action$='/retraction']").await;
        let text = browser.text().await;
        assert!(text.contains("Chờ duyệt"), "{}: {text}", written.kind.name);
    }
    browser.sign_out().await;

    browser.sign_in(&program, "duyetbai.sxd").await;
    for written in &mut all {
        browser.go(&program.url("/quan-tri/noi-dung?status=in_review")).await;
        browser.press(&written.title).await;
        browser.press("Duyệt và đăng ngay").await;
        browser.says("Đã đăng").await;
        let public = Locator::XPath("//a[contains(., 'Xem trên trang')]");
        let href = browser.page.find(public).await.unwrap().prop("href").await.unwrap().unwrap();
        written.path = url::Url::parse(&href).unwrap().path().to_owned();
    }
    browser.sign_out().await;

    let mut faults = Vec::new();
    for written in &all {
        let (kind, section) = (written.kind.name, written.kind.section);
        browser.go(&program.site_url("sxd", &format!("/{section}"))).await;
        browser.press(&written.title).await;
        let title = format!("//main//h1[normalize-space(.) = '{}']", written.title);
        browser
            .page
            .wait()
            .at_most(Duration::from_secs(5))
            .for_element(Locator::XPath(&title))
            .await
            .unwrap_or_else(|e| panic!("{kind}: {e}"));
        let text = browser.text().await;
        let unseen = written.seen.iter().filter(|seen| !text.contains(*seen));
        faults.extend(unseen.map(|seen| format!("{kind}: readers do not see {seen}")));
        let wrong = wrong_metadata(written, &metadata(&browser).await);
        faults.extend(wrong.iter().map(|wrong| format!("{kind}: {wrong}")));
        for feed in ["rss.xml", "atom.xml"] {
            let text = get(program.port, &format!("/s/sxd/{section}/{feed}"));
            if !(text.contains(&written.title) && text.contains(written.name())) {
                faults.push(format!("{kind}: not in {feed}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));

    for written in &all {
        let query = written.title.replace(' ', "+");
        comes(&program, &format!("/tim-kiem?q={query}"), written.name()).await;
    }
    // As a reader finds one: by a word of its text, through the field of the page.
    browser.go(&program.url("/tim-kiem")).await;
    browser.fill("q", &format!("{}\n", all[0].title.to_lowercase().replace("ghi thử", "ghi thu"))).await;
    browser.press(&all[0].title).await;
    browser.says("Toàn văn để thử").await;
    browser.close().await;
}
