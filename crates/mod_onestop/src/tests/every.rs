//! Every procedure of the model province that is done online is applied for, with its own form, as somebody would who answers
//! whatever is asked and puts right whatever is said to be wrong.

use std::collections::BTreeMap;

use svc_catalogue::{procedure::Channel, service::model_services};
use testkit::both_databases;

use super::*;

/// Longest way through a form, in pages.
const PAGES: usize = 60;
/// Most tries at one page.
const TRIES: usize = 14;

/// What is tried in a field, one after the other.
fn tries(page: &Answer, name: &str) -> Vec<String> {
    let all = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    let choices = page.attributes(&format!("main [name={name}][type=radio]"), "value");
    let boxes = page.attributes(&format!("main [name={name}][type=checkbox]"), "value");
    if !choices.is_empty() || !boxes.is_empty() {
        return if choices.is_empty() { boxes } else { choices };
    }
    match (
        page.attribute(&format!("#{name}"), "type").as_str(),
        page.attribute(&format!("#{name}"), "inputmode").as_str(),
    ) {
        ("date", _) => all(&[
            "1940-01-02",
            "1985-03-04",
            "2024-05-06",
            "2026-02-27",
            "2026-03-20",
            "2012-07-08",
            "2027-06-01",
        ]),
        ("tel", _) => all(&["0912345678"]),
        ("email", _) => all(&["lan@example.org"]),
        (_, "numeric" | "decimal") => all(&[
            "2",
            "019300000123",
            "1",
            "0100233488",
            "1234567890",
            "40",
            "120",
            "2.000.000",
            "5",
            "2026",
        ]),
        _ => all(&["Thái Nguyên", "Ma Thị Lan"]),
    }
}

/// Answers a page until it is right; where it leads.
async fn answer(citizen: &Client, path: &str) -> String {
    let action = path.split('?').next().unwrap().to_owned();
    let mut page = citizen.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..TRIES {
        let mut form: Vec<(String, String)> = page.form(&action);
        let mut names = page.attributes("main .ds-field [name]:not([type=checkbox])", "name");
        names.extend(page.attributes("main fieldset [name]", "name"));
        names.dedup();
        for name in names {
            let needed = page.attribute(&format!("#{name}"), "aria-required") == "true"
                || page.count(&format!("main fieldset [name={name}]")) > 0
                || turns.contains_key(&name);
            let filled = form.iter().any(|(field, value)| *field == name && !value.is_empty());
            if !needed || (filled && !turns.contains_key(&name)) {
                continue;
            }
            let all = tries(&page, &name);
            let turn = turns.get(&name).copied().unwrap_or_default() % all.len();
            form.retain(|(field, _)| *field != name);
            form.push((name, all[turn].clone()));
        }
        let pairs: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let said = citizen.post_raw(&action, &pairs).await;
        if said.status == 303 {
            return said.location().to_owned();
        }
        assert_eq!(said.status, 422, "{path}: {}", said.text());
        for wrong in said.attributes(".ds-error-summary a", "href") {
            let name = wrong.trim_start_matches('#').to_owned();
            // What was not asked before begins with its first try.
            let asked = page.count(&format!("[name={name}]")) > 0;
            let turn = turns.entry(name).or_default();
            *turn += usize::from(asked);
        }
        page = said;
    }
    panic!("{path} is never right: {:?}", page.texts(".ds-error-summary"));
}

both_databases! {
    async fn every_procedure_done_online_is_applied_for_with_its_form(database) {
        let shop = Shop::bare(database).await;
        crate::form::load_model_forms(&Ctx::system(&shop.app, "test")).await.unwrap();
        let online = model_services().unwrap().into_iter().filter(|service| service.channels.contains(&Channel::Online));
        let mut codes = Vec::new();
        for service in online {
            let citizen = shop.app.client_of("citizen", Vec::new());
            let path = format!("/mot-cua/nop/{}", service.code);
            let begin = citizen.get(&path).await;
            assert_eq!(begin.status, 200, "{}: {}", service.code, begin.text());
            let agency = begin.attributes("#agency option", "value").into_iter().find(|value| !value.is_empty()).unwrap();
            let case = begin.attributes("input[name=case]", "value").into_iter().next().unwrap_or_default();
            let begun = citizen.fill_in(&path, &path, &[("agency", &agency), ("case", &case)]).await;
            let mut at = begun.location().to_owned();
            let id = at.split('/').nth(3).unwrap().to_owned();
            for _ in 0..PAGES {
                if at.ends_with("/giay-to") {
                    for paper in citizen.get(&at).await.attributes("input[name=paper]", "value") {
                        shop.send_paper(&citizen, &id, &paper).await;
                    }
                    at = format!("/mot-cua/nhap/{id}/nhan-ket-qua");
                } else if at.contains("/trang/") && !at.contains("?lan=") {
                    let page = citizen.get(&at).await;
                    if page.count(&format!("main form[action='{at}']")) > 0 {
                        at = answer(&citizen, &at).await;
                    } else {
                        // The list of a page that repeats: on, where there is enough; else another time.
                        let links = page.attributes("main .buttons a", "href");
                        let overview = format!("/mot-cua/nhap/{id}");
                        let another = format!("{at}?lan={}", page.count("main section.card") + 1);
                        // Two, where there may be two: what is divided has parts.
                        if page.count("main section.card") < 2 && links.contains(&another) {
                            at = another;
                            continue;
                        }
                        if page.count("form[action$='/passage']") > 0 {
                            at = citizen.fill_in(&at, &format!("{at}/passage"), &[]).await.location().to_owned();
                            continue;
                        }
                        let on = links.iter().find(|link| !link.contains("?lan=") && **link != overview);
                        at = on.cloned().unwrap_or(another);
                    }
                } else if at == format!("/mot-cua/nhap/{id}") {
                    break;
                } else {
                    at = answer(&citizen, &at).await;
                }
            }
            let sent = shop.hand_in(&citizen, &id).await;
            let said = citizen.get(&format!("/mot-cua/nhap/{id}")).await;
            assert_eq!(sent.location(), format!("/mot-cua/ho-so/{id}"), "{}: {}", service.code, said.text());
            let receipt = citizen.get(sent.location()).await;
            assert!(receipt.text().contains("Ma Thị Lan") || receipt.text().contains("Thái Nguyên"), "{}", receipt.text());
            codes.push(receipt.texts("h1").concat());
        }
        assert!(codes.len() >= 20, "{codes:?}");
    }
}
