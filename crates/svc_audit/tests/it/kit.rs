//! A province of three agencies, people who sign in for real, and a module whose notes fill the journal.

use base::{Id, Permission};
use kernel::{App, Ctx, Module, Role, SubjectKind, Task, Titled, db::Queries as _, new_id};
use svc_identity::{Account, NewAccount, create_account, grant};
use testkit::{Client, Database, TestApp};
use uuid::Uuid;

pub const PASSWORD: &str = "trà xanh Tân Cương";
pub const JOURNAL: &str = "/quan-tri/nhat-ky";
pub const WRITTEN: &str = "toy.note.written";

/// When the first record of a test happened: 1 March 2026, 08:00 in Viet Nam.
pub const BEGAN: i64 = 1_772_326_800_000;

static TOY: Module = Module {
    locale: Some(ui::Locale {
        vi: "[toy]\nnote = \"Ghi chú\"\n[toy.event.note]\nwritten = \"Viết ghi chú {title} cho {reader}, hạn {day}, {loud}, gửi {to}, {inner_name}, lúc {sent_at}\"\n\
             [toy.event.value.loud]\ntrue = \"gấp\"\nfalse = \"thường\"\n",
        en: "[toy]\nnote = \"Note\"\n[toy.event.note]\nwritten = \"Wrote the note {title} to {reader}, due {day}, {loud}, sent to {to}, {inner_name}, at {sent_at}\"\n\
             [toy.event.value.loud]\ntrue = \"urgent\"\nfalse = \"ordinary\"\n",
    }),
    roles: &[Role { key: "clerk", permissions: &[Permission::new("toy.note.write")] }],
    subjects: &[SubjectKind { kind: "note", label: "toy.note", load: titles }],
    ..Module::new("toy")
};

fn titles(_: Ctx, ids: Vec<Uuid>) -> Task<'static, Vec<Titled>> {
    let titled =
        |id: Uuid| Titled {
            id, title: "Ghi chú về =đất đai".to_owned(), href: Some("/ghi-chu".to_owned())
        };
    Box::pin(async move { Ok(ids.into_iter().map(titled).collect()) })
}

pub struct Province {
    pub app: TestApp,
    pub root: Uuid,
    pub department: Uuid,
    pub commune: Uuid,
}

/// A record to be written.
#[derive(Clone)]
pub struct Noted {
    pub at: i64,
    pub actor: String,
    pub act: String,
    pub thing: Uuid,
    pub agency: Option<Uuid>,
    pub data: String,
}

impl Default for Noted {
    fn default() -> Self {
        Self {
            at: BEGAN,
            actor: "system:test".to_owned(),
            act: WRITTEN.to_owned(),
            thing: new_id::<()>().uuid(),
            agency: None,
            data: "{}".to_owned(),
        }
    }
}

pub async fn province(database: Database) -> Province {
    let modules: &[&'static Module] = &[&svc_org::MODULE, &svc_identity::MODULE, &svc_audit::MODULE, &TOY];
    let app = TestApp::with(database, modules).await;
    let root = agency(&app, "Tỉnh Thái Nguyên", "province", None).await;
    let department = agency(&app, "Sở Xây dựng", "department", Some(root)).await;
    let commune = agency(&app, "Phường Phan Đình Phùng", "commune", Some(root)).await;
    // The tree of agencies was read before there were any.
    (svc_org::MODULE.start.unwrap())(&app).await.unwrap();
    Province { app, root, department, commune }
}

async fn agency(app: &App, name: &str, kind: &str, parent: Option<Uuid>) -> Uuid {
    let id = new_id::<()>().uuid();
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
    /// Makes an account that holds these roles.
    pub async fn account(&self, login: &str, name: &str, roles: &[(&str, Uuid)]) -> Id<Account> {
        let ctx = Ctx::system(&self.app, "test");
        let new = NewAccount {
            login: login.to_owned(),
            display_name: name.to_owned(),
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

    /// The browser of somebody who has signed in.
    pub async fn signed_in(&self, login: &str) -> Client {
        let client = self.app.visitor();
        let fields = [("login", login), ("password", PASSWORD)];
        let answer = client.fill_in("/dang-nhap", "/dang-nhap", &fields).await;
        assert_eq!((answer.status, answer.location()), (303, "/viec"));
        client
    }

    /// An inspector of this agency, signed in.
    pub async fn auditor(&self, agency: Uuid) -> Client {
        self.account("thanh.tra", "Lê Thanh Tra", &[("auditor", agency)]).await;
        self.signed_in("thanh.tra").await
    }

    /// Writes a record as an act would have, and says its identifier.
    pub async fn note(&self, noted: Noted) -> Uuid {
        let id = new_id::<()>().uuid();
        let sql = "INSERT INTO kernel_record (id, at, actor, act, subject_kind, subject_id, agency_id, touched, data) \
                   VALUES ($1, $2, $3, $4, 'note', $5, $6, '[]', $7)";
        let values = vec![
            id.into(),
            noted.at.into(),
            noted.actor.into(),
            noted.act.into(),
            noted.thing.into(),
            noted.agency.into(),
            noted.data.into(),
        ];
        self.app.keep_house(sql, values).await.unwrap();
        id
    }

    pub async fn count(&self, sql: &str) -> i64 {
        self.app.db().read().scalar(sql, vec![]).await.unwrap().unwrap()
    }
}

/// The identifiers of the records a list shows.
pub fn records(answer: &testkit::Answer) -> Vec<String> {
    assert!(answer.status == 200 || answer.status == 422, "{}", answer.text());
    let hrefs = answer.attributes("tbody th a", "href");
    hrefs.into_iter().map(|href| href.rsplit('/').next().unwrap().to_owned()).collect()
}
