//! Every kind of page, looked at by axe at a phone's width and at a desk, never wider than the screen, and its HTML by the
//! checker of the W3C.

mod checker;
mod found;
mod list;

use std::collections::BTreeSet;

use found::{Found, find, resolve};
use list::{Answer, At, NO_PAGE, PUBLIC, PUBLIC_ANSWERS, PUBLIC_BESIDES, WORK, WORK_ANSWERS, WORK_BESIDES};

use crate::{
    browser::{Browser, DESK, PHONE},
    modules,
    program::Program,
};

/// A new page cannot be forgotten: it is in the list, or this fails.
#[test]
fn every_route_that_reads_is_a_page_of_the_list_or_none() {
    let routes =
        modules::MODULES.iter().filter_map(|m| m.routes).fold(kernel::Routes::new(), |all, r| all.merge(r()));
    let infos = routes.infos();
    let reads = infos.iter().filter(|route| route.method == http::Method::GET && route.api.is_none());
    let reads: BTreeSet<&str> = reads.map(|route| route.path.as_str()).collect();
    let pages = PUBLIC.iter().chain(WORK).map(|(route, _)| *route);
    let listed: BTreeSet<&str> = pages.chain(NO_PAGE.iter().copied()).collect();
    let new: Vec<_> = reads.difference(&listed).collect();
    assert!(new.is_empty(), "enter in pages/list.rs: {new:#?}");
    let gone: Vec<_> = listed.difference(&reads).collect();
    assert!(gone.is_empty(), "no longer there: {gone:#?}");
}

/// The addresses of pages of one side, and the pages that answer forms there.
async fn side(
    browser: &Browser,
    found: &Found,
    pages: &[(&'static str, At)],
    besides: &[&str],
    answers: &'static [Answer],
) -> (Vec<String>, Vec<(String, &'static Answer)>) {
    let mut addresses: Vec<String> = besides.iter().map(|&a| a.to_owned()).collect();
    addresses.extend(pages.iter().flat_map(|(route, _)| found[route].clone()));
    let mut answered = Vec::new();
    for answer in answers {
        answered.push((resolve(browser, found, answer.page).await, answer));
    }
    (addresses, answered)
}

async fn pages_are_accessible(size: (u32, u32), work: bool) {
    let program = Program::demo();
    let browser = Browser::open(size).await;
    browser.sign_in(&program, "quantri").await;
    let found = find(&browser, &program).await;
    let (addresses, answers) = if work {
        side(&browser, &found, WORK, WORK_BESIDES, WORK_ANSWERS).await
    } else {
        let side = side(&browser, &found, PUBLIC, PUBLIC_BESIDES, PUBLIC_ANSWERS).await;
        browser.go(&program.url("/viec")).await;
        browser.sign_out().await;
        side
    };
    let mut faults = Vec::new();
    for address in &addresses {
        browser.go(&program.url(address)).await;
        faults.extend(browser.faults_as_held(size, address).await);
    }
    for (page, answer) in &answers {
        browser.go(&program.url(page)).await;
        browser.submit(answer.form, answer.fields).await;
        faults.extend(browser.faults_as_held(size, answer.name).await);
    }
    assert!(faults.is_empty(), "at {} px:\n{}", size.0, faults.join("\n"));
    browser.close().await;
}

#[tokio::test]
async fn public_pages_are_accessible_on_a_phone() {
    pages_are_accessible(PHONE, false).await;
}

#[tokio::test]
async fn public_pages_are_accessible_at_a_desk() {
    pages_are_accessible(DESK, false).await;
}

#[tokio::test]
async fn work_screens_are_accessible_on_a_phone() {
    pages_are_accessible(PHONE, true).await;
}

#[tokio::test]
async fn work_screens_are_accessible_at_a_desk() {
    pages_are_accessible(DESK, true).await;
}

/// The Nu Html Checker, which the W3C runs, over what the program sends for every kind of page.
#[tokio::test]
async fn the_html_of_every_page_is_correct() {
    let program = Program::demo();
    let browser = Browser::open(DESK).await;
    browser.sign_in(&program, "quantri").await;
    let found = find(&browser, &program).await;
    let mut pages = Vec::new();
    let (addresses, answers) = side(&browser, &found, WORK, WORK_BESIDES, WORK_ANSWERS).await;
    for (page, answer) in answers {
        pages.push((answer.name.to_owned(), browser.send(&page, answer.form, answer.fields).await.html));
    }
    for address in addresses {
        pages.push((address.clone(), browser.fetch(&address).await.html));
    }
    let (addresses, answers) = side(&browser, &found, PUBLIC, PUBLIC_BESIDES, PUBLIC_ANSWERS).await;
    browser.go(&program.url("/viec")).await;
    browser.sign_out().await;
    for (page, answer) in answers {
        pages.push((answer.name.to_owned(), browser.send(&page, answer.form, answer.fields).await.html));
    }
    for address in addresses {
        pages.push((address.clone(), browser.fetch(&address).await.html));
    }
    browser.close().await;
    let wrong = checker::check(&pages);
    assert!(wrong.is_empty(), "{} pages, {} faults:\n{}", pages.len(), wrong.len(), wrong.join("\n"));
}
