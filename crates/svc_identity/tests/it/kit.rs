//! A province of three agencies, and people who sign in for real.

use base::{Id, Permission};
use kernel::{Access, App, Config, Ctx, Event, Module, Role, Routes, Subject, db::Queries as _, http::Form};
use svc_identity::{Account, NewAccount, create_account, grant};
use testkit::{Answer, Client, Database, TestApp};
use uuid::Uuid;

pub const PASSWORD: &str = "trà xanh Tân Cương";

/// An act the province's editors may do, declared here as another module would.
pub const PUBLISH: Permission = Permission::new("desk.article.publish");

static DESK: Module = Module {
    permissions: &[PUBLISH],
    roles: &[Role { key: "editor", permissions: &[PUBLISH] }],
    routes: Some(desk),
    ..Module::new("desk")
};

fn desk() -> Routes {
    Routes::new()
        .get("/viec/ban-tin", PUBLISH, || async { "bàn tin" })
        .post("/viec/ban-tin", PUBLISH, publish)
        .get("/viec/pham-vi", Access::SignedIn, async |ctx: Ctx| ctx.actor().paths_with(PUBLISH).join(" "))
        .get("/viec/cua-toi", Access::SignedIn, || async { "việc của tôi" })
}

/// Something published at an agency, as the journal sees it.
struct Paper(Uuid);
impl Subject for Paper {
    const KIND: &'static str = "paper";
    fn subject_id(&self) -> Uuid {
        self.0
    }
}

#[derive(serde::Serialize)]
struct Published {}
impl Event for Published {
    const NAME: &'static str = "desk.article.published";
}

async fn publish(ctx: Ctx, Form(form): Form) -> kernel::Result<String> {
    let agency: Uuid = form.value("agency").parse().unwrap();
    let path: Option<String> =
        ctx.read().scalar("SELECT path FROM org_agency WHERE id = $1", vec![agency.into()]).await?;
    let mut act = ctx.act(PUBLISH).await?;
    act.require(&path.unwrap())?;
    act.record(&Paper(agency), &Published {}).await?;
    act.commit().await?;
    Ok("đã đăng".to_owned())
}

/// The program, the province, and two agencies below it.
pub struct Province {
    pub app: TestApp,
    pub province: Uuid,
    pub department: Uuid,
    pub commune: Uuid,
}

pub async fn province(database: Database) -> Province {
    configured(database, |_| {}).await
}

pub async fn configured(database: Database, change: impl FnOnce(&mut Config)) -> Province {
    let modules: &[&'static Module] = &[&svc_org::MODULE, &svc_identity::MODULE, &svc_files::MODULE, &DESK];
    let app = TestApp::configured(database, modules, change).await;
    let root = agency(&app, "Tỉnh Thái Nguyên", "province", None).await;
    let department = agency(&app, "Sở Xây dựng", "department", Some(root)).await;
    let commune = agency(&app, "Phường Phan Đình Phùng", "commune", Some(root)).await;
    // The tree of agencies was read before there were any.
    (svc_org::MODULE.start.unwrap())(&app).await.unwrap();
    Province { app, province: root, department, commune }
}

/// An agency by the row: what becomes of agencies is tested where they live.
async fn agency(app: &App, name: &str, kind: &str, parent: Option<Uuid>) -> Uuid {
    let id = kernel::new_id::<()>().uuid();
    let path = parent.map_or(format!("/{id}/"), |parent| format!("/{parent}/{id}/"));
    let sql = "INSERT INTO org_agency (id, kind, name, full_name, slug, parent_id, path, address, phone, email, \
               office_hours, status, note, version) \
               VALUES ($1, $2, $3, $3, $4, $5, $6, '', '', '', '', 'verified', '', 1)";
    let slug = base::text::slug(name);
    let values = vec![id.into(), kind.into(), name.into(), slug.into(), parent.into(), path.into()];
    app.keep_house(sql, values).await.unwrap();
    id
}

impl Province {
    pub fn system(&self) -> Ctx {
        Ctx::system(&self.app, "test")
    }

    /// Makes an account that holds these roles.
    pub async fn account(&self, login: &str, roles: &[(&str, Uuid)]) -> Id<Account> {
        let ctx = self.system();
        let new = NewAccount {
            login: login.to_owned(),
            display_name: format!("Nguyễn Thị {login}"),
            password: PASSWORD.to_owned(),
            must_change: false,
            ..NewAccount::default()
        };
        let id = create_account(&ctx, new).await.unwrap();
        for (role, agency) in roles {
            grant(&ctx, id, role, *agency, "QĐ 01").await.unwrap();
        }
        id
    }

    /// The account has a post at that agency, where whoever works there knows its owner.
    pub async fn serves(&self, account: Id<Account>, agency: Uuid) {
        let sql = "INSERT INTO identity_post (id, person, agency, title, unit, main, valid_from, created_at, version) \
                   SELECT $1, person, $2, 'Chuyên viên', '', $3, '2026-01-01', 0, 1 FROM identity_account WHERE id = $4";
        let values =
            vec![kernel::new_id::<()>().uuid().into(), agency.into(), false.into(), account.uuid().into()];
        self.app.keep_house(sql, values).await.unwrap();
    }

    /// Their identifier, as forms send it.
    pub async fn account_id(&self, login: &str) -> String {
        let sql = "SELECT id FROM identity_account WHERE login = $1";
        let id: Uuid = self.app.db().read().scalar(sql, vec![login.into()]).await.unwrap().unwrap();
        id.to_string()
    }

    /// The browser of somebody who has signed in.
    pub async fn signed_in(&self, login: &str) -> Client {
        let client = self.app.visitor();
        let answer = sign_in(&client, login, PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (303, "/viec"));
        client
    }

    pub async fn count(&self, sql: &str) -> i64 {
        self.app.db().read().scalar(sql, vec![]).await.unwrap().unwrap()
    }

    /// The names of all events, in order.
    pub async fn acts(&self) -> Vec<String> {
        self.app.db().read().column("SELECT act FROM kernel_record ORDER BY at, id", vec![]).await.unwrap()
    }

    /// Everything the journal and the access log hold, as text.
    pub async fn written(&self) -> String {
        let records: Vec<String> =
            self.app.db().read().column("SELECT data FROM kernel_record", vec![]).await.unwrap();
        let log: Vec<String> = self
            .app
            .db()
            .read()
            .column("SELECT what || ' ' || path FROM kernel_access_log", vec![])
            .await
            .unwrap();
        format!("{records:?} {log:?}")
    }
}

pub async fn sign_in(client: &Client, login: &str, password: &str) -> Answer {
    client.fill_in("/dang-nhap", "/dang-nhap", &[("login", login), ("password", password)]).await
}
