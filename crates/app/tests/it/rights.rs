//! Which role may call which route, over its own agency and over another: tried on every route, and kept under review in
//! `docs/rights.tsv`. `SONGCAU_TEST_WRITE_RIGHTS=1` writes the file anew.

use std::{collections::BTreeMap, fmt::Write as _, path::Path, time::Duration};

use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Access, Ctx, Event, RouteInfo, Subject, db::Queries as _};
use serde::Serialize;
use svc_identity::{NewAccount, NewGrant};
use testkit::{Client, Database, TestApp};
use uuid::Uuid;

use crate::modules;

#[derive(Serialize)]
struct Happened {}
impl Event for Happened {
    const NAME: &'static str = "test.thing.happened";
}

/// Something that happened at an agency.
struct Thing(Uuid);
impl Subject for Thing {
    const KIND: &'static str = "thing";
    fn subject_id(&self) -> Uuid {
        self.0
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.0)
    }
}

/// Has something happen at an agency and somebody be told of it: gives the record and the message.
async fn told(app: &TestApp, agency: Uuid) -> (String, String) {
    let mut act = Ctx::system(app, "test").own_act().await.unwrap();
    let notice = Notice {
        id: kernel::new_id::<()>().uuid(),
        kind: "notify.test".to_owned(),
        to: Recipient::Address {
            name: "Ma Thị Nga".to_owned(),
            email: Some("nga@example.org".to_owned()),
            phone: None,
            lang: "vi".to_owned(),
        },
        values: BTreeMap::new(),
        path: String::new(),
        agency: Some(agency),
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await.unwrap();
    act.record(&Thing(agency), &Happened {}).await.unwrap();
    act.commit().await.unwrap();
    app.run_jobs().await;
    let one = async |sql: &str, id: Uuid| -> String {
        let found: Option<Uuid> = app.db().read().scalar(sql, vec![id.into()]).await.unwrap();
        found.unwrap().to_string()
    };
    let record =
        one("SELECT id FROM kernel_record WHERE agency_id = $1 AND subject_kind = 'thing'", agency).await;
    let message = one("SELECT id FROM notify_delivery WHERE notice = $1", notice.id).await;
    (record, message)
}

/// An agency and one thing of each kind that belongs to it.
struct Place {
    agency: Uuid,
    path: String,
    /// What stands for the parameters of routes that begin with these words.
    things: BTreeMap<&'static str, Vec<String>>,
}

async fn place(app: &TestApp, slug: &str) -> Place {
    let ctx = Ctx::system(app, "test");
    let site =
        mod_portal::site::sites(app).unwrap().living(ctx.today()).find(|s| s.slug == slug).cloned().unwrap();
    let (agency, path) = (site.agency_id, site.agency_path.clone());
    let new = NewAccount {
        login: format!("nguoi.{slug}"),
        display_name: "Ma Thị Nga".to_owned(),
        password: "trà xanh Tân Cương".to_owned(),
        ..NewAccount::default()
    };
    let grant = NewGrant {
        role: "editor".to_owned(),
        agency,
        valid_from: None,
        valid_to: None,
        reason: String::new(),
    };
    let account = svc_identity::create_account_with_grant(&ctx, new, grant).await.unwrap().uuid();
    let one = async |sql: &str, id: Uuid| -> String {
        let found: Option<Uuid> = app.db().read().scalar(sql, vec![id.into()]).await.unwrap();
        found.unwrap().to_string()
    };
    let grant = one("SELECT id FROM identity_grant WHERE account = $1", account).await;
    let person = one("SELECT person FROM identity_account WHERE id = $1", account).await;
    let admin = app.signed_in("admin", agency, &path);
    let post = [
        ("agency", agency.to_string()),
        ("title", "Chuyên viên".to_owned()),
        ("from", "2026-11-01".to_owned()),
    ];
    let post = post.each_ref().map(|(n, v)| (*n, v.as_str()));
    assert_eq!(admin.post(&format!("/quan-tri/nhan-su/{person}/chuc-vu"), &post).await.status, 303);
    let post = one("SELECT id FROM identity_post WHERE person = $1", person.parse().unwrap()).await;
    let editor = app.signed_in("editor", agency, &path);
    let site_id = site.id.to_string();
    let draft = [
        ("site", site_id.as_str()),
        ("title", "Bài thử"),
        ("summary", "Tóm tắt."),
        ("body", "Nội dung."),
        ("author", "A"),
        ("source", "B"),
        ("category", "tin-tuc"),
        ("lang", "vi"),
    ];
    let drafted = editor.post("/quan-tri/noi-dung", &draft).await;
    assert_eq!(drafted.status, 303, "{}", drafted.text());
    let article = drafted.location().rsplit('/').next().unwrap().to_owned();
    let picture = [("site", site_id.as_str()), ("alt", "Một chấm"), ("focus", "middle")];
    let picture = editor.send_file("/quan-tri/thu-vien", &picture, ("file", "cham.png", &dot())).await;
    assert_eq!(picture.status, 303, "{}", picture.text());
    let picture = picture.location().rsplit('/').next().unwrap().to_owned();
    let plan = [
        ("title", "Sắp xếp thử"),
        ("effective", "2027-01-01"),
        ("basis", "Nghị quyết thử"),
        ("document_no", "01/NQ"),
        ("document_date", "2026-11-01"),
    ];
    let question = question(app, site.id).await;
    let dossier = dossier(app, site.agency_id).await;
    let comment = comment(app, &site, &article).await;
    let award = award(app, &site).await;
    let planned = admin.post("/quan-tri/sap-xep", &plan).await;
    assert_eq!(planned.status, 303, "{}", planned.text());
    let plan = planned.location().rsplit('/').next().unwrap().to_owned();
    let (record, message) = told(app, agency).await;
    let agency_id = agency.to_string();
    // The calendar is the province's: no agency below it may change a day of it.
    let day: Option<Uuid> =
        app.db().read().scalar("SELECT id FROM workflow_holiday LIMIT 1", vec![]).await.unwrap();
    let things = BTreeMap::from([
        ("/quan-tri/lich/", vec![day.unwrap().to_string()]),
        ("/quan-tri/nhat-ky/", vec![record]),
        ("/quan-tri/nhat-ky/ve/", vec!["thing".to_owned(), agency_id.clone()]),
        ("/quan-tri/sap-xep/", vec![plan, agency_id.clone()]),
        ("/quan-tri/thong-bao/", vec![message]),
        ("/quan-tri/noi-dung/", vec![article, "1".to_owned()]),
        ("/quan-tri/thu-vien/", vec![picture]),
        ("/quan-tri/hoi-dap/", vec![question]),
        ("/quan-tri/ho-so/", vec![dossier, "02".to_owned()]),
        ("/quan-tri/y-kien/", vec![comment]),
        ("/quan-tri/nhuan-but/", vec![award]),
        ("/quan-tri/co-quan/", vec![agency_id.clone()]),
        ("/quan-tri/gio-lam-viec/", vec![agency_id]),
        ("/quan-tri/nhan-su/", vec![person, post]),
        ("/quan-tri/tai-khoan/", vec![account.to_string(), grant]),
        ("/quan-tri/trang/", vec![site.id.to_string()]),
        // The usual home page has this block, the usual menu this item.
        ("/quan-tri/bo-cuc/", vec![site.id.to_string(), "hero".to_owned()]),
        ("/quan-tri/bo-cuc/{site}/menu/", vec![site.id.to_string(), "home".to_owned()]),
        ("/s/", vec![site.slug.clone()]),
    ]);
    Place { agency, path, things }
}

/// The smallest picture.
fn dot() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(1, 1).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Somebody's question to the agency of a site.
async fn question(app: &TestApp, site: base::Id<mod_portal::site::Site>) -> String {
    let asked = mod_portal::question::Ask {
        kind: mod_portal::question::Kind::Question,
        site,
        title: "Hỏi thử".to_owned(),
        body: "Hỏi thử.".to_owned(),
        sender: mod_portal::question::Sender::default(),
    };
    let ctx = Ctx::system(app, "test");
    mod_portal::question::ask(&ctx, kernel::new_id(), asked).await.unwrap().id.to_string()
}

/// A dossier for which an agency asked for papers.
async fn dossier(app: &TestApp, agency: Uuid) -> String {
    let id = kernel::new_id::<()>().uuid();
    let code = format!("H55.{}-261127-0001", &id.simple().to_string()[20..]).to_uppercase();
    let sql = "INSERT INTO onestop_dossier (id, code, agency_id, procedure, procedure_name, situation, channel, form, \
               form_version, answers, wishes, bill, lang, status, submitted_at, supplemented, note, updated_at, version) \
               VALUES ($1, $2, $3, '1.001193', 'Khai sinh', '', 'truc-tiep', '', 1, '{}', '{}', '{\"lines\":[]}', 'vi', \
               'supplement', 0, TRUE, 'Giấy tờ', 0, 1)";
    app.keep_house(sql, vec![id.into(), code.into(), agency.into()]).await.unwrap();
    let sql = "INSERT INTO onestop_applicant (dossier_id, name, folded, citizen_no, phone, email, address) \
               VALUES ($1, 'Ma A', 'ma a', '', '', '', '')";
    app.keep_house(sql, vec![id.into()]).await.unwrap();
    let sql = "INSERT INTO onestop_step (id, dossier_id, at, status, note) VALUES ($1, $1, 0, 'supplement', 'Giấy tờ')";
    app.keep_house(sql, vec![id.into()]).await.unwrap();
    id.to_string()
}

/// Somebody's opinion on a draft of a site.
async fn comment(app: &TestApp, site: &mod_portal::site::Site, article: &str) -> String {
    use mod_portal::{comment, entry};
    let ctx = Ctx::system(app, "test");
    let fields = entry::field::Fields::default().with("opens", "2026-01-01").with("closes", "2030-01-01");
    let draft = entry::Opened {
        id: article.parse().unwrap(),
        title: "Dự thảo".to_owned(),
        fields,
        path: String::new(),
    };
    let opinion = comment::Opinion {
        body: "Nên làm.".to_owned(),
        name: String::new(),
        contact: String::new(),
        named: false,
    };
    comment::send(&ctx, kernel::new_id(), site, &draft, opinion).await.unwrap().id.to_string()
}

/// What an outside author is given for something a site published.
async fn award(app: &TestApp, site: &mod_portal::site::Site) -> String {
    use mod_portal::{
        entry,
        royalty::{Coefficient, Month, Payee, Proposal, Terms, propose},
    };
    let ctx = Ctx::system(app, "test");
    let fields =
        entry::field::Fields::default().with("category", "tin-tuc").with("author", "A").with("source", "B");
    let content = entry::Content {
        title: "Bài đã đăng".to_owned(),
        summary: "Tóm tắt.".to_owned(),
        body: "Nội dung.".to_owned(),
        fields,
        ..entry::Content::of(entry::Kind::by_name("article").unwrap())
    };
    let entry = entry::draft(&ctx, kernel::new_id(), site.id, &content).await.unwrap();
    let entry = entry::submit(&ctx, entry.id, entry.version).await.unwrap();
    let entry = entry::publish(&ctx, entry.id, entry.version, entry::Span::default()).await.unwrap();
    let proposal = Proposal {
        row: String::new(),
        entry: entry.id.uuid(),
        revision: 1,
        again: String::new(),
        terms: Terms {
            payee: Payee::Outside("Lý Thu Hằng".to_owned()),
            genre: "tin".to_owned(),
            coefficient: Coefficient(100),
            share: 100,
            note: String::new(),
        },
    };
    propose(&ctx, site.id, Month::of(ctx.today()), vec![proposal]).await.unwrap();
    let sql = "SELECT id FROM portal_royalty_award WHERE site_id = $1";
    let id: Option<Uuid> = app.db().read().scalar(sql, vec![site.id.uuid().into()]).await.unwrap();
    id.unwrap().to_string()
}

/// The route's address at a place; nothing when it is about no single thing.
fn address(route: &RouteInfo, place: &Place) -> Option<String> {
    if !route.path.contains('{') {
        return None;
    }
    // The longest beginning is looked at first.
    let things = place.things.iter().rev().find(|(start, _)| route.path.starts_with(**start));
    let (_, things) =
        things.unwrap_or_else(|| panic!("{}: which thing of an agency is it about?", route.path));
    let mut things = things.iter();
    let filled =
        route.path.split('/').map(|part| if part.starts_with('{') { things.next().unwrap() } else { part });
    Some(filled.collect::<Vec<_>>().join("/"))
}

/// What forms of acts ask for. Sent where nothing may come of it; at one's own agency the form is empty, so that nothing is
/// done there either.
const FILLED: [(&str, &str); 10] = [
    ("version", "1"),
    ("from", "00000000-0000-0000-0000-000000000000"),
    ("heir", ""),
    ("reason", "thử"),
    ("lock_reason", "thử"),
    ("withdraw_reason", "thử"),
    ("full_name", "Ma Thị Nga"),
    ("agency", "00000000-0000-0000-0000-000000000000"),
    ("title", "Thử"),
    ("role", "editor"),
];

async fn outcome(client: &Client, route: &RouteInfo, path: &str, form: &[(&str, &str)]) -> &'static str {
    let answer = if route.method == http::Method::GET {
        client.get(path).await
    } else if route.streamed.is_some() {
        client.ask(route.method.clone(), path, &[], vec![]).await
    } else {
        client.post(path, form).await
    };
    assert!(answer.status < 500, "{} {path}: {}", route.method, answer.status);
    match answer.status {
        403 => "no",
        404 => "hidden",
        _ => "yes",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_opens_to_its_roles_at_their_own_agency_only() {
    let app = TestApp::with(Database::Sqlite, modules::MODULES).await;
    app.set_time("2026-11-23T08:00");
    let ctx = Ctx::system(&app, "test");
    svc_org::load_model_province(&ctx).await.unwrap();
    mod_portal::site::build_family(&ctx).await.unwrap();
    svc_workflow::load_model_holidays(&ctx).await.unwrap();
    let (own, other) = (place(&app, "phandinhphung").await, place(&app, "sxd").await);
    let routes =
        modules::MODULES.iter().filter_map(|m| m.routes).fold(kernel::Routes::new(), |all, r| all.merge(r()));
    let mut routes: Vec<RouteInfo> =
        routes.infos().into_iter().filter(|route| matches!(route.access, Access::Needs(_))).collect();
    routes.sort_by(|a, b| (&a.path, a.method.as_str()).cmp(&(&b.path, b.method.as_str())));
    let roles = svc_identity::roles(&app);

    let mut table = svc_identity::rights::table(&app).text();
    let _ = write!(table, "\nroute\t{}\n", roles.join("\t"));
    for route in &routes {
        let _ = write!(table, "{} {}", route.method, route.path);
        for role in &roles {
            let client = app.signed_in(role, own.agency, &own.path);
            let cell = match (address(route, &own), address(route, &other)) {
                (Some(here), Some(there)) => {
                    let (here, there) = (
                        outcome(&client, route, &here, &[]).await,
                        outcome(&client, route, &there, &FILLED).await,
                    );
                    assert_ne!(there, "yes", "{role} at another agency: {} {}", route.method, route.path);
                    format!("{here}/{there}")
                }
                _ => outcome(&client, route, &route.path, &[]).await.to_owned(),
            };
            let holds = app
                .roles()
                .iter()
                .any(|r| r.key == *role && r.permissions.iter().any(|p| route.access == Access::Needs(*p)));
            assert!(
                holds || cell.replace("no", "").replace('/', "").is_empty(),
                "{role}: {} {cell}",
                route.path
            );
            let _ = write!(table, "\t{cell}");
        }
        table.push('\n');
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rights.tsv");
    if std::env::var_os("SONGCAU_TEST_WRITE_RIGHTS").is_some() {
        std::fs::write(&file, &table).unwrap();
    }
    let reviewed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        reviewed == table,
        "rights differ from docs/rights.tsv; look at the difference, then write it anew:\n{table}"
    );
}
