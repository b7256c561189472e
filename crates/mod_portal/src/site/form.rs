use ui::{FormState, Message};

use super::{Edit, Leader, Site};

/// Longest line of text, in characters.
const LINE: usize = 200;
/// Longest introduction, in characters.
const TEXT: usize = 20_000;
/// More leaders than any agency has.
const LEADERS: usize = 30;

/// The form as it opens.
pub(super) fn open(site: &Site, leaders: &[Leader]) -> FormState {
    let lines: Vec<String> = leaders
        .iter()
        .map(|l| {
            let fields = [&l.name, &l.post, &l.phone, &l.email];
            let line: Vec<&str> = fields.iter().map(|f| f.as_str()).collect();
            line.join(" | ").trim_end_matches([' ', '|']).to_owned()
        })
        .collect();
    let form = FormState::default()
        .with("version", site.version)
        .with("slug", &site.slug)
        .with("name_en", &site.own.name_en)
        .with("kicker", &site.kicker)
        .with("kicker_en", &site.kicker_en)
        .with("responsible", &site.responsible)
        .with("address", &site.own.address)
        .with("phone", &site.own.phone)
        .with("email", &site.own.email)
        .with("hours", &site.own.hours)
        .with("intro", &site.intro)
        .with("intro_en", &site.intro_en)
        .with("leaders", lines.join("\n"));
    if site.invented { form.with("invented", 1) } else { form }
}

/// Reads the form. What is wrong is recorded at its field.
pub(super) fn read(form: &mut FormState) -> Option<Edit> {
    let invented = form.has("invented", "1");
    let edit = Edit {
        version: form.version(),
        name_en: line(form, "name_en"),
        kicker: line(form, "kicker"),
        kicker_en: line(form, "kicker_en"),
        responsible: line(form, "responsible"),
        address: line(form, "address"),
        phone: phone(form),
        email: email(form),
        hours: line(form, "hours"),
        intro: text(form, "intro"),
        intro_en: text(form, "intro_en"),
        invented,
        leaders: leaders(form, invented),
    };
    form.is_ok().then_some(edit)
}

fn limited(form: &mut FormState, field: &str, most: usize) -> String {
    let text = form.text(field);
    if text.chars().count() > most {
        form.reject(field, Message::new("portal.site.edit.too_long").with("n", most));
    }
    text
}

fn line(form: &mut FormState, field: &str) -> String {
    limited(form, field, LINE).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(form: &mut FormState, field: &str) -> String {
    limited(form, field, TEXT).replace("\r\n", "\n")
}

fn phone(form: &mut FormState) -> String {
    let phone = line(form, "phone");
    if !is_phone(&phone) {
        form.reject("phone", "portal.site.edit.wrong_phone");
    }
    phone
}

fn is_phone(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let known = phone.chars().all(|c| c.is_ascii_digit() || " .-+()".contains(c));
    phone.is_empty() || (known && (3..=15).contains(&digits))
}

fn email(form: &mut FormState) -> String {
    let email = line(form, "email");
    if !is_email(&email) {
        form.reject("email", "portal.site.edit.wrong_email");
    }
    email
}

fn is_email(email: &str) -> bool {
    let whole = email.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    email.is_empty() || (whole && email.is_ascii() && !email.contains([' ', '<', '>', '"']))
}

/// One leader a line: name, post, telephone, mail, separated by strokes; the last two may be missing.
fn leaders(form: &mut FormState, invented: bool) -> Vec<Leader> {
    let text = limited(form, "leaders", TEXT);
    let mut leaders = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut fields = line.split('|').map(|f| f.split_whitespace().collect::<Vec<_>>().join(" "));
        let mut next = || fields.next().unwrap_or_default();
        let leader = Leader { name: next(), post: next(), phone: next(), email: next(), invented };
        let wrong = leader.name.is_empty() || leader.post.is_empty() || fields.next().is_some();
        if wrong || !is_phone(&leader.phone) || !is_email(&leader.email) {
            form.reject("leaders", Message::new("portal.site.edit.wrong_leader").with("n", at + 1));
            break;
        }
        leaders.push(leader);
    }
    if leaders.len() > LEADERS {
        form.reject("leaders", Message::new("portal.site.edit.many_leaders").with("n", LEADERS));
    }
    leaders
}
