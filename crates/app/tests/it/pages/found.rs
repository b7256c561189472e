//! Where the kinds of pages are found in a running demo. What has no page of a kind yet is given one first, by the forms
//! of the program itself.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use mod_portal::entry::kind;
use sea_orm::ConnectionTrait as _;

use super::list::{At, NO_PAGE, PUBLIC, WORK};
use crate::{
    browser::{Answered, Browser},
    program::{Program, link_in},
};

/// Addresses by route, without host.
pub type Found = BTreeMap<&'static str, Vec<String>>;

/// Finds pages in the browser of somebody who may see all of them.
pub async fn find(browser: &Browser, program: &Program) -> Found {
    let mut found = made(browser, program).await;
    let listed: BTreeSet<&str> = PUBLIC.iter().chain(WORK).map(|(route, _)| *route).collect();
    let other = |link: &str| listed.contains(link) || NO_PAGE.contains(&link);
    for (route, at) in PUBLIC.iter().chain(WORK) {
        let addresses = match at {
            At::Here(addresses) => addresses.iter().map(|&a| a.to_owned()).collect(),
            At::Each(address) => {
                let mut all = Vec::new();
                for kind in kind::ALL {
                    all.push(resolve(browser, &found, &address(kind)).await);
                }
                all
            }
            At::From(page) => {
                let page = resolve(browser, &found, page).await;
                let links = browser.links(&page).await;
                let first = links.iter().find(|link| fits(route, link) && !other(link));
                vec![first.unwrap_or_else(|| panic!("{page} leads to no {route}: {links:#?}")).clone()]
            }
            At::Made => continue,
        };
        found.insert(route, addresses);
    }
    let missing: Vec<_> = listed.iter().filter(|route| !found.contains_key(*route)).collect();
    assert!(missing.is_empty(), "nobody made a page of {missing:?}");
    found
}

/// An address; of `/tin-tuc>` the first entry of that list; of a route where a page of it was found.
pub async fn resolve(browser: &Browser, found: &Found, page: &str) -> String {
    if let Some(list) = page.strip_suffix('>') {
        let links = browser.links(list).await;
        let below = format!("{list}/");
        let entry = links.iter().find(|link| {
            link.strip_prefix(&below).is_some_and(|name| !name.contains('/') && !name.contains('.'))
        });
        return entry.unwrap_or_else(|| panic!("{list} leads to no entry: {links:#?}")).clone();
    }
    let (route, query) = page.split_once('?').map_or((page, None), |(route, query)| (route, Some(query)));
    match (found.get(route).and_then(|all| all.first()), query) {
        (Some(address), Some(query)) if route.contains('{') => format!("{address}?{query}"),
        (Some(address), None) => address.clone(),
        _ => page.to_owned(),
    }
}

/// Whether an address may be of a route. Sites answer below `/s/{slug}` and on hosts of their own.
fn fits(route: &str, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let own = route.strip_prefix("/s/{slug}").unwrap_or(route);
    [route, own].iter().any(|route| {
        let (wanted, given): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
        wanted.len() == given.len()
            && wanted.iter().zip(&given).all(|(w, g)| w == g || (w.starts_with('{') && !g.is_empty()))
    })
}

/// The part of the address behind the host.
fn path(answer: &Answered) -> String {
    let url = url::Url::parse(&answer.url).unwrap();
    assert!(answer.status < 400, "{}: {}", answer.url, answer.html);
    url.path().to_owned()
}

/// What the letter to an address leads to.
async fn letter(program: &Program, to: &str) -> String {
    let link = link_in(&program.letter_to(to));
    url::Url::parse(&link).unwrap().path().to_owned()
}

async fn made(browser: &Browser, program: &Program) -> Found {
    let mut found = Found::new();
    let mut keep = |route: &'static str, address: String| {
        found.insert(route, vec![address]);
    };
    let poll = resolve(browser, &Found::new(), "/tham-do>").await;
    keep("/s/{slug}/tham-do/{entry}/ket-qua", format!("{poll}/ket-qua"));

    let asked = [
        ("title", "Giờ mở cửa buổi chiều"),
        ("body", "Buổi chiều mấy giờ mở cửa?"),
        ("name", "Người Thử Nghiệm"),
        ("address", "Tổ 3"),
        ("phone", "0912345678"),
        ("consent", "1"),
    ];
    let sent = browser.send("/s/sxd/hoi-dap/gui", "/gui", &asked).await;
    keep("/s/{slug}/hoi-dap/theo-doi/{token}", path(&sent));

    let draft = [("site", "*"), ("title", "Bản nháp để xem trước"), ("category", "tin-tuc")];
    let drafted = path(&browser.send("/quan-tri/noi-dung/moi", "/quan-tri/noi-dung", &draft).await);
    let early = browser.send(&drafted, "/early", &[]).await;
    let (_, link) = early.html.split_once("/xem-truoc/").expect("a link for others");
    let link: String = link.chars().take_while(|c| !matches!(c, '"' | '<' | ' ')).collect();
    keep("/xem-truoc/{link}", format!("/xem-truoc/{link}"));

    let told = [("topic", "section:article"), ("pace", "each"), ("email", "docgia@example.org")];
    path(&browser.send("/nhan-tin", "/nhan-tin", &told).await);
    keep("/thu-bao/xac-nhan/{token}", letter(program, "docgia@example.org").await);

    let invited = [
        ("login", "moi.nhan"),
        ("display_name", "Người Được Mời"),
        ("email", "moi@example.org"),
        ("invite", "1"),
        ("role", "editor"),
        ("agency", "*"),
        ("reason", "thử"),
    ];
    path(&browser.send("/quan-tri/tai-khoan/moi", "/quan-tri/tai-khoan", &invited).await);
    keep("/dat-mat-khau/{token}", letter(program, "moi@example.org").await);

    path(&browser.send("/tai-khoan", "/tai-khoan/lien-he", &[("email", "quantri@example.org")]).await);
    path(&browser.send("/quan-tri/thong-bao", "/quan-tri/thong-bao/thu", &[]).await);
    let test = program.letter_to("quantri@example.org");
    let (_, out) = test.split_once("/thong-bao/ngung/").expect("a letter that can be stopped");
    let out: String = out.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_.~".contains(*c)).collect();
    keep("/thong-bao/ngung/{token}", format!("/thong-bao/ngung/{out}"));

    let ended = browser.links("/dia-chi-cu?q=gia+sang").await;
    let ended = ended.iter().find(|link| fits("/co-quan/{id}", link)).expect("an agency of former times");
    keep("/quan-tri/co-quan/{id}/ke-thua", format!("/quan-tri{ended}/ke-thua"));

    let plan = [
        ("title", "Sắp xếp thử"),
        ("effective", "2027-06-01"),
        ("basis", "Nghị quyết thử"),
        ("document_no", "01/NQ"),
        ("document_date", "2026-11-01"),
    ];
    let plan = path(&browser.send("/quan-tri/sap-xep/moi", "/quan-tri/sap-xep", &plan).await);
    path(&browser.send(&plan, "/dong", &[("from", "*40"), ("to", "*42")]).await);
    keep("/quan-tri/sap-xep/{id}", plan);

    for (route, address) in royalties(browser).await {
        keep(route, address);
    }

    let registered = [("name", "Người Đăng Ký"), ("email", "dangky@example.org")];
    path(&browser.send("/dang-ky", "/dang-ky", &registered).await);
    keep("/dang-ky/{token}", letter(program, "dangky@example.org").await);

    let first = path(&browser.send("/mot-cua/nop/2.000635", "/nop/2.000635", &[("agency", "*")]).await);
    let (draft, _) = first.split_once("/trang/").expect("the first page of a form");
    keep("/mot-cua/nhap/{id}", draft.to_owned());
    keep("/mot-cua/nhap/{id}/giay-to", format!("{draft}/giay-to"));
    keep("/mot-cua/nhap/{id}/nhan-ket-qua", format!("{draft}/nhan-ket-qua"));
    keep("/mot-cua/nhap/{id}/trang/{page}", first);
    let (own, code, phone) = own_dossier(program).await;
    keep("/mot-cua/ho-so/{id}", own);
    let looked_up = [("code", code.as_str()), ("fact", phone.as_str())];
    let found_it = browser.send("/mot-cua/tra-cuu", "/tra-cuu", &looked_up).await;
    keep("/mot-cua/theo-doi/{token}", path(&found_it));

    let picture = format!("file:anh.png:{}", base64::engine::general_purpose::STANDARD.encode(picture()));
    let item = [("file", picture.as_str()), ("site", "*"), ("alt", "Một ô vuông"), ("focus", "middle")];
    keep(
        "/quan-tri/thu-vien/{id}",
        path(&browser.send("/quan-tri/thu-vien/moi", "/quan-tri/thu-vien", &item).await),
    );
    found
}

/// One of the model's dossiers, given to whoever looks at the pages; its code, and a second fact of its applicant.
async fn own_dossier(program: &Program) -> (String, String, String) {
    let db = sea_orm::Database::connect(format!("sqlite://{}", program.database().display())).await.unwrap();
    let sql = "UPDATE onestop_dossier SET account = (SELECT id FROM identity_account WHERE login = 'quantri') \
               WHERE id = (SELECT id FROM onestop_dossier WHERE status = 'processing' ORDER BY code LIMIT 1)";
    db.execute_unprepared(sql).await.unwrap();
    let sql = "SELECT lower(hex(d.id)) AS id, d.code, a.phone FROM onestop_dossier d \
               JOIN onestop_applicant a ON a.dossier_id = d.id \
               WHERE d.account = (SELECT id FROM identity_account WHERE login = 'quantri')";
    let row = db
        .query_one_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql))
        .await
        .unwrap()
        .expect("a dossier that is being processed");
    let text = |column: &str| row.try_get::<String>("", column).unwrap();
    let id = uuid::Uuid::parse_str(&text("id")).unwrap();
    (format!("/mot-cua/ho-so/{id}"), text("code"), text("phone"))
}

/// The pages of royalties of a site that has awarded some and has something left to award.
async fn royalties(browser: &Browser) -> Vec<(&'static str, String)> {
    const BELOW: [&str; 3] =
        ["/quan-tri/nhuan-but/bang-ke", "/quan-tri/nhuan-but/moi", "/quan-tri/nhuan-but/{id}"];
    const WORDS: [&str; 3] = ["moi", "cua-toi", "bang-ke"];
    for site in browser.whole_links("/quan-tri/nhuan-but").await {
        if !site.starts_with("/quan-tri/nhuan-but?") {
            continue;
        }
        let links = browser.whole_links(&site).await;
        let other = |route: &str, link: &str| {
            let word = link.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
            route.contains('{') && (WORDS.contains(&word) || word.contains('.'))
        };
        let first = |route: &'static str| {
            let link = links.iter().find(|link| fits(route, link) && !other(route, link))?;
            Some((route, link.clone()))
        };
        if let Some(mut all) = BELOW.into_iter().map(first).collect::<Option<Vec<_>>>() {
            all.push(("/quan-tri/nhuan-but", site));
            return all;
        }
    }
    panic!("no site of the demo has awarded royalties and has something left to award");
}

/// A picture of one colour.
fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(64, 48, image::Rgb([32, 96, 160]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}
