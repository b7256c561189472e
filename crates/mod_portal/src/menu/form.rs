use base::Id;
use kernel::{Ctx, Result};
use ui::{Choice, FormState, Page, t};

use super::{
    Item, PLACES, Target,
    edit::Details,
    target::{added, categories, place},
};
use crate::{
    entry::{self, kind::ALL},
    site::Site,
    typed,
};

/// Longest words of an item: a line of a dozen of them still fits a desk's screen in two rows.
const LABEL_MAX: usize = 60;
/// Longest address.
const ADDRESS_MAX: usize = 500;
/// The choice by which an address is typed.
const OTHER: &str = "address";
/// The choice of an item that only holds others.
const NOWHERE: &str = "nowhere";

/// The form of an item, or of a new one.
pub(super) fn filled(item: Option<&Item>, version: i64) -> FormState {
    let form = FormState::default().with("version", version);
    let Some(item) = item else { return form };
    let (to, address) = match &item.to {
        Target::Address(address) => (OTHER.to_owned(), address.clone()),
        Target::Nowhere => (NOWHERE.to_owned(), String::new()),
        other => (other.to_string(), String::new()),
    };
    form.with("to", to).with("address", address).with("label", &item.label).with("label_en", &item.label_en)
}

/// Where an item may lead: places, sections, their categories, pages of the site's own, an address, nowhere.
pub(super) async fn targets(ctx: &Ctx, page: &Page, site: &Site, item: Option<&Item>) -> Result<Vec<Choice>> {
    let mut all: Vec<Choice> = PLACES
        .iter()
        .map(|(path, _, word)| Choice::new(format!("place:{path}"), place(page.lang, word)))
        .collect();
    all.extend(added(ctx.app()).map(|(path, key)| Choice::new(format!("place:{path}"), t(page.lang, key))));
    for kind in ALL {
        let section = page.t(&kind.section_key()).to_owned();
        all.push(Choice::new(
            format!("section:{}", kind.name),
            page.fill("portal.menu.to.section", &[("name", &section)]),
        ));
        let Some((field, words)) = categories(kind) else { continue };
        all.extend(words.iter().map(|word| {
            let name = t(page.lang, &field.word_key(kind.name, word)).to_owned();
            let label = page.fill("portal.menu.to.category", &[("section", &section), ("name", &name)]);
            Choice::new(format!("category:{}/{word}", kind.name), label)
        }));
    }
    for (id, title) in entry::pages(ctx, site.id).await? {
        let label = page.fill("portal.menu.to.page", &[("name", &title)]);
        all.push(Choice::new(format!("entry:{id}"), label));
    }
    // An entry that is no page, or no longer public, stays chosen until somebody chooses another.
    if let Some(Target::Entry(id)) = item.map(|item| &item.to) {
        let word = format!("entry:{id}");
        if all.iter().all(|choice| choice.value != word) {
            all.push(Choice::new(word, page.t("portal.menu.to.entry")));
        }
    }
    all.push(Choice::new(OTHER, page.t("portal.menu.to.address")));
    all.push(Choice::new(NOWHERE, page.t("portal.menu.to.nowhere")));
    Ok(all)
}

/// What was typed. What is wrong with it is recorded at its field.
pub(super) async fn read(ctx: &Ctx, site: &Site, form: &mut FormState) -> Result<Option<Details>> {
    let label = typed::line(form, "label", LABEL_MAX);
    let label_en = typed::line(form, "label_en", LABEL_MAX);
    let chosen = form.text("to");
    let to = match chosen.as_str() {
        OTHER => address(ctx, site, form).await?,
        NOWHERE => Some(Target::Nowhere),
        word => {
            let to = Target::parse(word).filter(|to| *to != Target::Nowhere && known(ctx, to));
            let to = match &to {
                // Of entries only the site's own, whatever the form says.
                Some(Target::Entry(id)) if !entry::is_of(ctx, *id, site.id).await? => None,
                _ => to,
            };
            if to.is_none() {
                form.reject("to", "portal.menu.wrong.to");
            }
            to
        }
    };
    if let Some(to) = &to
        && label.is_empty()
        && to.name(ctx.app(), ui::Lang::Vi).is_empty()
    {
        form.reject("label", "portal.menu.wrong.label");
    }
    let under = Some(form.text("under")).filter(|id| !id.is_empty());
    Ok(to.filter(|_| form.is_ok()).map(|to| Details { label, label_en, to, under }))
}

fn known(ctx: &Ctx, to: &Target) -> bool {
    let Target::Place(path) = to else { return true };
    PLACES.iter().any(|(known, ..)| known == path) || added(ctx.app()).any(|(known, _)| known == path)
}

/// A typed address: an entry of this site, if it is one's, so that the item goes with it; else as it is.
async fn address(ctx: &Ctx, site: &Site, form: &mut FormState) -> Result<Option<Target>> {
    let typed = typed::line(form, "address", ADDRESS_MAX);
    if typed.is_empty() || !entry::body::is_safe(&typed) {
        form.reject("address", "portal.menu.wrong.address");
        return Ok(None);
    }
    let own = [
        format!("{}/", ctx.app().config().origin(&site.host_label)),
        format!("{}/s/{}/", ctx.app().config().origin(""), site.slug),
        format!("/s/{}/", site.slug),
        "/".to_owned(),
    ];
    let within = own.iter().find_map(|start| typed.strip_prefix(start.as_str()));
    if let Some((section, name)) = within.and_then(|path| path.split_once('/'))
        && let Some(kind) = entry::Kind::by_section(section)
        && let Some(found) = entry::opened(ctx, site.id, kind.name, name).await?
    {
        return Ok(Some(Target::Entry(Id::from_uuid(found.id.uuid()))));
    }
    Ok(Some(Target::Address(typed)))
}
