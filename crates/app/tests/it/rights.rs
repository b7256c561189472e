//! Which role may call which route, over its own agency and over another: tried on every route, and kept under review in
//! `docs/rights.tsv`. `SONGCAU_TEST_WRITE_RIGHTS=1` writes the file anew.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use kernel::{Access, Ctx, RouteInfo, db::Queries as _};
use svc_identity::{NewAccount, NewGrant};
use testkit::{Client, Database, TestApp};
use uuid::Uuid;

use crate::modules;

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
    let drafted = editor.post("/quan-tri/bai-viet", &draft).await;
    assert_eq!(drafted.status, 303, "{}", drafted.text());
    let article = drafted.location().rsplit('/').next().unwrap().to_owned();
    let agency_id = agency.to_string();
    let things = BTreeMap::from([
        ("/quan-tri/bai-viet/", vec![article]),
        ("/quan-tri/co-quan/", vec![agency_id.clone()]),
        ("/quan-tri/gio-lam-viec/", vec![agency_id]),
        ("/quan-tri/nhan-su/", vec![person, post]),
        ("/quan-tri/tai-khoan/", vec![account.to_string(), grant]),
        ("/quan-tri/trang/", vec![site.id.to_string()]),
    ]);
    Place { agency, path, things }
}

/// The route's address at a place; without one when it is about no agency's own thing.
fn address(route: &RouteInfo, place: &Place) -> Option<String> {
    let about =
        |(start, _): &(&&str, &Vec<String>)| route.path.contains('{') && route.path.starts_with(**start);
    let things = place.things.iter().find(about).map(|(_, things)| things)?;
    let mut things = things.iter();
    let filled =
        route.path.split('/').map(|part| if part.starts_with('{') { things.next().unwrap() } else { part });
    Some(filled.collect::<Vec<_>>().join("/"))
}

/// Routes with a parameter that is no thing of an agency's: what the whole province shares, or what anybody signed in
/// looks up within their own rights.
const SHARED: [&str; 4] =
    ["/quan-tri/lich/", "/quan-tri/nhat-ky/", "/quan-tri/sap-xep/", "/quan-tri/thong-bao/"];

/// What forms of acts ask for. Sent where nothing may come of it; at one's own agency the form is empty, so that nothing is
/// done there either.
const FILLED: [(&str, &str); 8] = [
    ("version", "1"),
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
                _ if route.path.contains('{') => {
                    let shared = SHARED.iter().any(|start| route.path.starts_with(start));
                    assert!(shared, "{}: say in this test which thing of an agency it is about", route.path);
                    let nothing: Vec<String> =
                        route
                            .path
                            .split('/')
                            .map(|part| {
                                if part.starts_with('{') { Uuid::nil().to_string() } else { part.to_owned() }
                            })
                            .collect();
                    let nothing = nothing.join("/");
                    outcome(&client, route, &nothing, &[]).await.to_owned()
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
