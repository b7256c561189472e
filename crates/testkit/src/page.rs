use bytes::Bytes;
use http::HeaderMap;
use scraper::{Html, Selector};

/// What the program answered.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as sent.
    pub bytes: Bytes,
}

impl Answer {
    pub(crate) fn new(status: u16, headers: HeaderMap, bytes: Bytes) -> Self {
        if let Some(length) =
            headers.get(http::header::CONTENT_LENGTH).filter(|_| status != 304 && !bytes.is_empty())
        {
            assert_eq!(
                length.to_str().unwrap(),
                bytes.len().to_string(),
                "the length named is not the body's"
            );
        }
        Self { status, headers, bytes }
    }

    /// The body as text.
    pub fn body(&self) -> String {
        String::from_utf8(self.bytes.to_vec()).expect("the answer is text")
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// Where it redirects to.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The body as a document.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.body())
    }

    /// What a reader sees, white space joined.
    pub fn text(&self) -> String {
        words(self.html().root_element().text())
    }

    /// The text of each element the selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.html().select(&parse(selector)).map(|e| words(e.text())).collect()
    }

    /// How many elements the selector finds.
    pub fn count(&self, selector: &str) -> usize {
        self.html().select(&parse(selector)).count()
    }

    /// An attribute of the first element the selector finds, or nothing.
    pub fn attribute(&self, selector: &str, name: &str) -> String {
        self.attributes(selector, name).into_iter().next().unwrap_or_default()
    }

    /// An attribute of every element the selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.html().select(&parse(selector)).filter_map(|e| e.attr(name)).map(str::to_owned).collect()
    }

    /// The fields of the form with this action as the page fills them in.
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        let html = self.html();
        let form = html
            .select(&parse("form"))
            .find(|f| f.attr("action").is_some_and(|a| a == action || a.strip_prefix("/en") == Some(action)))
            .unwrap_or_else(|| panic!("no form with action {action} on the page: {}", self.text()));
        let mut fields = Vec::new();
        for field in form.select(&parse("input, textarea, select")) {
            let Some(name) = field.attr("name") else { continue };
            let kind = field.attr("type").unwrap_or_default();
            if matches!(kind, "checkbox" | "radio") && field.attr("checked").is_none() {
                continue;
            }
            let value = match field.value().name() {
                "textarea" => field.text().collect::<String>(),
                "select" => field
                    .select(&parse("option[selected]"))
                    .next()
                    .or_else(|| field.select(&parse("option")).next())
                    .and_then(|o| o.attr("value"))
                    .unwrap_or_default()
                    .to_owned(),
                _ => field.attr("value").unwrap_or_default().to_owned(),
            };
            fields.push((name.to_owned(), value));
        }
        fields
    }
}

fn parse(selector: &str) -> Selector {
    Selector::parse(selector).expect("a CSS selector")
}

fn words<'a>(text: impl Iterator<Item = &'a str>) -> String {
    text.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
