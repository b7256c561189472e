use std::time::{Duration, UNIX_EPOCH};

use askama::Template;
use kernel::{Ctx, Error, Result};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use ui::Lang;

use super::{reply_to, sender};
use crate::{delivery::Parcel, opt_out, preference, words::one_line};

/// Longest name in an address line, in characters.
const NAME_MAX: usize = 100;
/// Longest title or remark of a line in a list, in characters.
const LINE_MAX: usize = 300;

/// The letter as pages, the same words in both forms.
#[derive(Template)]
#[template(path = "mail/templates/letter.html")]
struct Html<'a> {
    lang: Lang,
    brand: &'a str,
    subject: &'a str,
    greeting: &'a str,
    body: &'a [String],
    list: &'a [Line],
    link: &'a str,
    open: &'a str,
    why: &'a str,
    stop: &'a str,
    stop_link: &'a str,
    preferences: &'a str,
    preferences_link: &'a str,
}

/// A line of its list.
struct Line {
    title: String,
    about: String,
    link: String,
}

/// Writes the letter of a parcel.
pub(super) fn write(ctx: &Ctx, parcel: &Parcel<'_>, to: Address) -> Result<Message> {
    let config = ctx.app().config();
    let (lang, words) = (parcel.lang, &parcel.words);
    let name = one_line(&parcel.name, NAME_MAX);
    let brand = ctx.page("").brand.full_name();
    let greeting = if name.is_empty() {
        String::new()
    } else {
        ui::fill(lang, "notify.mail.greeting", &[("name", &name)])
    };
    let at = |path: &str| {
        if path.is_empty() { String::new() } else { format!("{}{}{path}", config.origin(""), lang.prefix()) }
    };
    let out = parcel.notice.letter.out.as_str();
    let stop_link = if !out.is_empty() {
        at(out)
    } else if parcel.kind.required {
        String::new()
    } else {
        let token = opt_out::token(ctx.app(), parcel.kind.name, parcel.notice.account, &parcel.address);
        at(&format!("{}/{token}", opt_out::PATH))
    };
    let list: Vec<Line> = parcel
        .notice
        .letter
        .list
        .iter()
        .map(|line| Line {
            title: one_line(&line.title, LINE_MAX),
            about: one_line(&line.about, LINE_MAX),
            link: at(&line.path),
        })
        .collect();
    // A kind that is sent for a reason of its own says that reason, and what leaving ends.
    let own = |part: &str| ui::known(lang, &format!("{}.{part}", parcel.kind.name));
    let usual = if parcel.kind.required { "notify.mail.why_required" } else { "notify.mail.why" };
    let preferences_link = match parcel.notice.account {
        Some(_) => format!("{}{}{}", config.origin(""), lang.prefix(), preference::PATH),
        None => String::new(),
    };
    let html = Html {
        lang,
        brand: &brand,
        subject: &words.subject,
        greeting: &greeting,
        body: &words.body,
        list: &list,
        link: &words.link,
        open: ui::t(lang, "notify.mail.open"),
        why: own("why").unwrap_or_else(|| ui::t(lang, usual)),
        stop: own("stop").unwrap_or_else(|| ui::t(lang, "notify.mail.stop")),
        stop_link: &stop_link,
        preferences: ui::t(lang, "notify.mail.preferences"),
        preferences_link: &preferences_link,
    };
    let at = UNIX_EPOCH + Duration::from_millis(ctx.app().clock().now().0.unsigned_abs());
    let mut builder = Message::builder()
        // The same for every try, so that a server that took the letter and could not say so knows it again.
        .message_id(Some(format!("<{}@{}>", parcel.delivery.id, config.domain)))
        .date(at)
        .from(sender(config)?)
        .to(Mailbox::new((!name.is_empty()).then_some(name), to))
        .subject(words.subject.clone())
        .raw_header(raw("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(raw("Content-Language", lang.code().to_owned()));
    if let Some(mailbox) = reply_to(config)? {
        builder = builder.reply_to(mailbox);
    }
    if !stop_link.is_empty() {
        builder = builder
            .raw_header(raw("List-Unsubscribe", format!("<{stop_link}>")))
            .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    let parts = MultiPart::alternative()
        .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(plain(&html)))
        .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(html.render()?));
    builder.multipart(parts).map_err(|e| Error::internal(format!("a letter could not be written: {e}")))
}

/// A header whose value is ours: letters, digits and signs of an address, so that nothing has to be encoded.
fn raw(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

fn plain(html: &Html<'_>) -> String {
    let mut text = String::new();
    let mut add = |paragraph: &str| {
        if !paragraph.is_empty() {
            text.push_str(paragraph);
            text.push_str("\n\n");
        }
    };
    add(html.greeting);
    html.body.iter().for_each(|paragraph| add(paragraph));
    for line in html.list {
        let parts = [&line.title, &line.about, &line.link];
        let parts: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        add(&format!("* {}", parts.join("\n  ")));
    }
    add(html.link);
    add("--");
    add(html.brand);
    add(html.why);
    for (words, link) in [(html.stop, html.stop_link), (html.preferences, html.preferences_link)] {
        if !link.is_empty() {
            add(&format!("{words}\n{link}"));
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
