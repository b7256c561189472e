//! What is typed, turned into what is kept; and what is wrong with it.

use base::{Id, Phone};
use ui::FormState;

use super::{
    ask::Ask,
    model::{ANSWER_MAX, Answer, BODY_MAX, Kind, LINE_MAX, Question, REASON_MAX, Sender, TITLE_MAX},
};
use crate::{
    site::Site,
    typed::{is_mail, line, required_line, required_text, text},
};

/// A question as typed. `living` says which sites may be asked. Name, address and one of telephone and mail address are
/// needed (Decree 20/2008/NĐ-CP as amended).
pub fn ask(form: &mut FormState, living: impl Fn(Id<Site>) -> bool) -> Option<Ask> {
    let kind = Kind::parse(form.value("kind"));
    if kind.is_none() {
        form.reject("kind", "portal.question.wrong.kind");
    }
    let site: Option<Id<Site>> = form.value("site").parse().ok().filter(|id| living(*id));
    if site.is_none() {
        form.reject("site", "portal.question.wrong.site");
    }
    let title = required_line(form, "title", TITLE_MAX, "portal.question.wrong.title");
    let body = required_text(form, "body", BODY_MAX, "portal.question.wrong.body");
    let name = required_line(form, "name", LINE_MAX, "portal.question.wrong.name");
    let address = required_line(form, "address", LINE_MAX, "portal.question.wrong.address");
    let (phone, email) = contact(form);
    if form.value("consent") != "1" {
        form.reject("consent", "portal.question.wrong.consent");
    }
    let (kind, site) = (kind?, site?);
    let sender = Sender { name, address, phone, email };
    form.is_ok().then_some(Ask { kind, site, title, body, sender })
}

/// A telephone or a mail address, or both.
fn contact(form: &mut FormState) -> (String, String) {
    let (typed, email) = (line(form, "phone", LINE_MAX), line(form, "email", LINE_MAX));
    let phone = Phone::parse(&typed).map(|phone| phone.text().to_owned()).unwrap_or_default();
    if !typed.is_empty() && phone.is_empty() {
        form.reject("phone", "portal.question.wrong.phone");
    }
    if !email.is_empty() && !is_mail(&email) {
        form.reject("email", "portal.question.wrong.email");
    }
    if typed.is_empty() && email.is_empty() {
        form.reject("phone", "portal.question.wrong.contact");
    }
    (phone, email)
}

/// What is written of an answer. Handed over, it has to be whole, and may not give away who asked.
pub fn answer(form: &mut FormState, sender: &Sender, whole: bool) -> Answer {
    let answer = Answer {
        text: text(form, "answer", ANSWER_MAX),
        title: line(form, "shown_title", TITLE_MAX),
        body: text(form, "shown_body", BODY_MAX),
        name: if form.value("name_as") == "initials" { sender.initials() } else { String::new() },
    };
    if whole {
        let parts = [
            ("answer", &answer.text, "portal.question.wrong.answer"),
            ("shown_title", &answer.title, "portal.question.wrong.shown_title"),
            ("shown_body", &answer.body, "portal.question.wrong.shown_body"),
        ];
        for (field, text, missing) in parts {
            if text.is_empty() {
                form.reject(field, missing);
            } else if sender.is_named_in(text) {
                form.reject(field, "portal.question.wrong.named");
            }
        }
    }
    answer
}

/// The form as it opens: what is written, or what was asked, to be made fit for everybody.
pub fn filled(question: &Question) -> FormState {
    let or =
        |written: &str, asked: &str| if written.is_empty() { asked.to_owned() } else { written.to_owned() };
    FormState::default()
        .with("answer", &question.answer.text)
        .with("shown_title", or(&question.answer.title, &question.title))
        .with("shown_body", or(&question.answer.body, &question.body))
        .with("name_as", if question.answer.name.is_empty() { "hidden" } else { "initials" })
        .with("class", question.class.map_or("", super::Class::code))
        .with("joint", if question.joint { "1" } else { "" })
        .with("public", "1")
        .with("version", question.version)
}

/// A reason, without which nothing is passed on, refused, returned or withdrawn.
pub fn reason(form: &mut FormState, field: &str, missing: &'static str) -> String {
    required_text(form, field, REASON_MAX, missing)
}
