//! How soon what is published is read: from sending the act to the list, the page and the search showing it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::super::client::{Client, encode};
use super::super::process::Server;

const TIMES: usize = 10;

/// Seconds until each shows it.
#[derive(Default)]
pub struct Seen {
    pub answered: Vec<f64>,
    pub listed: Vec<f64>,
    pub home: Vec<f64>,
    pub read: Vec<f64>,
    pub found: Vec<f64>,
}

/// Writes, hands over and publishes entries on one ward's site, each looked for from another connection.
pub fn measure(server: &Server) -> Result<Seen> {
    let mut editor = super::signed_in(server, "bientap.pdp")?;
    let mut publisher = super::signed_in(server, "duyetbai.pdp")?;
    let mut reader = Client::connect(server.port)?;
    let mut seen = Seen::default();
    for n in 0..TIMES {
        let word = format!("ketqua{}{n}", std::process::id());
        let title = format!("Measured {word}");
        let screen = write(&mut editor, &title)?;
        let page = publisher.read(&screen)?;
        let fields = form(&page, "/publication").context("it cannot be published")?;
        // Kept in memory, as pages people read are: publishing has to drop them.
        for path in ["/s/phandinhphung/", "/s/phandinhphung/tin-tuc"] {
            reader.read(path)?;
        }
        let began = Instant::now();
        let answer = publisher.post(&format!("{screen}/publication"), &fields)?;
        anyhow::ensure!(answer.status == 303, "publishing answered {}", answer.status);
        seen.answered.push(began.elapsed().as_secs_f64());
        let list = until(&mut reader, "/s/phandinhphung/tin-tuc", &title, began, &mut seen.listed)?;
        let link = list.split("href=\"").filter_map(|rest| rest.split('"').next());
        let link = link.filter(|href| href.contains(&word)).map(str::to_owned).next().context("no link")?;
        until(&mut reader, &link, &title, began, &mut seen.read)?;
        until(&mut reader, "/s/phandinhphung/", &title, began, &mut seen.home)?;
        until(&mut reader, &format!("/tim-kiem?q={}", encode(&word)), &link, began, &mut seen.found)?;
    }
    Ok(seen)
}

/// Writes an entry and hands it over; its screen.
fn write(editor: &mut Client, title: &str) -> Result<String> {
    let page = editor.read("/quan-tri/noi-dung/moi?trang=phandinhphung")?;
    let mut fields = form(&page, "/quan-tri/noi-dung").context("there is no form")?;
    for (name, value) in [
        ("title", title),
        ("summary", "Summary."),
        ("body", "What it says."),
        ("author", "Author"),
        ("source", "Source"),
    ] {
        fields.retain(|(known, _)| known != name);
        fields.push((name.to_owned(), value.to_owned()));
    }
    let answer = editor.post("/quan-tri/noi-dung", &fields)?;
    anyhow::ensure!(answer.status == 303, "saving answered {}", answer.status);
    let screen = answer.header("location").to_owned();
    let page = editor.read(&screen)?;
    let fields = form(&page, "/submission").or_else(|| form(&page, "/revision")).context("no way on")?;
    let answer = editor.post(&format!("{screen}/submission"), &fields)?;
    anyhow::ensure!(answer.status == 303, "handing over answered {}", answer.status);
    Ok(screen)
}

fn until(
    reader: &mut Client,
    path: &str,
    words: &str,
    began: Instant,
    seen: &mut Vec<f64>,
) -> Result<String> {
    loop {
        let page = reader.read(path)?;
        if page.contains(words) {
            seen.push(began.elapsed().as_secs_f64());
            return Ok(page);
        }
        anyhow::ensure!(began.elapsed() < Duration::from_secs(20), "{path} does not show {words}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// What a form would send as it stands, by the end of its address.
fn form(page: &str, action: &str) -> Option<Vec<(String, String)>> {
    let form = page.split("<form").skip(1).find(|form| {
        let head = form.split('>').next().unwrap_or_default();
        attribute(head, "action").is_some_and(|to| to.ends_with(action))
    })?;
    let form = form.split("</form>").next()?;
    let mut fields = Vec::new();
    for tag in form.split('<').skip(1) {
        let head = tag.split('>').next().unwrap_or_default();
        let Some(name) = attribute(head, "name") else { continue };
        let kind = attribute(head, "type").unwrap_or_default();
        if head.starts_with("input") && !matches!(&*kind, "file" | "submit" | "button") {
            if !matches!(&*kind, "checkbox" | "radio") || head.contains(" checked") {
                fields.push((name, attribute(head, "value").unwrap_or_default()));
            }
        } else if head.starts_with("textarea") {
            fields.push((name, tag.split_once('>').map_or(String::new(), |(_, text)| plain(text))));
        } else if head.starts_with("select") {
            let options = form.split(&format!("name=\"{name}\"")).nth(1)?.split("</select>").next()?;
            let chosen = options.split("<option").skip(1).map(|o| o.split('>').next().unwrap_or_default());
            let chosen = chosen.clone().find(|o| o.contains(" selected")).or_else(|| chosen.clone().next());
            fields.push((name, chosen.and_then(|o| attribute(o, "value")).unwrap_or_default()));
        }
    }
    Some(fields)
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let rest = head.split_once(&format!(" {name}=\""))?.1;
    Some(plain(rest.split('"').next()?))
}

fn plain(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
        ("&#38;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
