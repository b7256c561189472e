//! The one-stop shop as the people who meet there know it: citizens who apply, the clerk and the specialist of a commune, and
//! strangers.

mod apply;
mod attacks;
mod carried;
mod every;
mod life;
mod model;
mod number;

use base::Id;
use kernel::{Ctx, Module, db::Queries as _};
use sea_orm::prelude::Uuid;
use svc_forms::definition::Definition;
use testkit::{Answer, Client, Database, TestApp};

use crate::{
    dossier::Dossier,
    draft::{self, Deliver, Draft, Wishes},
};

const MODULES: [&Module; 10] = [
    &svc_org::MODULE,
    &svc_files::MODULE,
    &svc_identity::MODULE,
    &svc_search::MODULE,
    &svc_notify::MODULE,
    &svc_workflow::MODULE,
    &svc_forms::MODULE,
    &svc_catalogue::MODULE,
    &svc_pdf::MODULE,
    &crate::MODULE,
];

/// Registering a birth, with one form page, one page of children, one paper.
const BIRTH: &str = "1.001193";
/// A copy of an extract, for so many a copy.
const COPY: &str = "2.000635";

/// A short form under the name the model's procedures know.
fn short_form(key: &str) -> Definition {
    serde_json::from_value(serde_json::json!({
        "key": key, "title": { "vi": "Tờ khai" },
        "pages": [
            { "key": "nguoi_yeu_cau", "title": { "vi": "Người yêu cầu" }, "fields": [
                { "key": "ho_ten", "label": { "vi": "Họ và tên" }, "kind": { "type": "text" }, "prefill": "name" },
                { "key": "so_dinh_danh", "label": { "vi": "Số định danh" }, "kind": { "type": "citizen_no" } },
                { "key": "dien_thoai", "label": { "vi": "Điện thoại" }, "kind": { "type": "phone" } },
                { "key": "co_con", "label": { "vi": "Có con khác không?" }, "kind": { "type": "yes_no" } },
                { "key": "may_con", "label": { "vi": "Mấy con?" }, "kind": { "type": "number", "least": 1 }, "when": "co_con" }
            ] },
            { "key": "con", "title": { "vi": "Các con" }, "when": "co_con",
              "repeat": { "least": 1, "most": 2, "one": { "vi": "con" } }, "fields": [
                { "key": "ten_con", "label": { "vi": "Tên" }, "kind": { "type": "text", "most": 50 } }
            ] }
        ]
    }))
    .unwrap()
}

struct Shop {
    app: TestApp,
    commune: Uuid,
    path: String,
    citizen: Client,
    clerk: Client,
    specialist: Client,
}

impl Shop {
    /// With the short forms of these tests.
    async fn open(database: Database) -> Self {
        let shop = Self::bare(database).await;
        let ctx = Ctx::system(&shop.app, "test");
        for key in ["khai-sinh", "ban-sao-trich-luc"] {
            svc_forms::version::keep(&ctx, short_form(key), 0).await.unwrap();
        }
        shop
    }

    async fn bare(database: Database) -> Self {
        let app = TestApp::with(database, &MODULES).await;
        let ctx = Ctx::system(&app, "test");
        svc_org::load_model_province(&ctx).await.unwrap();
        svc_workflow::load_model_holidays(&ctx).await.unwrap();
        svc_catalogue::procedure::load_model_catalogue(&ctx).await.unwrap();
        svc_catalogue::service::load_model_services(&ctx).await.unwrap();
        let tree = svc_org::tree(&app).unwrap();
        let commune = tree.by_slug("phandinhphung", ctx.today()).unwrap();
        let (id, path) = (commune.id.uuid(), commune.path.clone());
        Self {
            citizen: app.client_of("citizen", Vec::new()),
            clerk: app.signed_in("clerk", id, &path),
            specialist: app.signed_in("specialist", id, &path),
            commune: id,
            path,
            app,
        }
    }

    /// Begins a draft and answers where it goes on.
    async fn begin(&self, citizen: &Client, code: &str) -> Answer {
        let path = format!("/mot-cua/nop/{code}");
        citizen.fill_in(&path, &path, &[("agency", &self.commune.to_string())]).await
    }

    /// Fills a draft of a birth in, all of it, and says under which identifier.
    async fn filled(&self, citizen: &Client, phone: &str) -> String {
        let begun = self.begin(citizen, BIRTH).await;
        let first = begun.location().to_owned();
        assert!(first.ends_with("/trang/nguoi_yeu_cau"), "{first}: {}", begun.text());
        let id = first.split('/').nth(3).unwrap().to_owned();
        let fields = [
            ("ho_ten", "Hoàng Thị Sen"),
            ("so_dinh_danh", "019300000123"),
            ("dien_thoai", phone),
            ("co_con", "no"),
        ];
        let saved = citizen.fill_in(&first, &first, &fields).await;
        let papers = saved.location().to_owned();
        assert!(papers.ends_with("/giay-to"), "{papers}: {}", saved.text());
        self.send_paper(citizen, &id, "giay-chung-sinh").await;
        let wishes = format!("/mot-cua/nhap/{id}/nhan-ket-qua");
        let saved = citizen.fill_in(&wishes, &wishes, &[("deliver", "counter")]).await;
        assert_eq!(saved.location(), format!("/mot-cua/nhap/{id}"), "{}", saved.text());
        id
    }

    async fn send_paper(&self, citizen: &Client, id: &str, paper: &str) {
        let path = format!("/mot-cua/nhap/{id}/giay-to");
        let version = citizen.get(&path).await.attribute("input[name=version]", "value");
        let field = format!("file-{paper}");
        let fields = [("version", version.as_str()), ("paper", paper)];
        let sent = citizen.send_file(&path, &fields, (&field, "chung sinh.pdf", PDF)).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
    }

    async fn hand_in(&self, citizen: &Client, id: &str) -> Answer {
        citizen.post(&format!("/mot-cua/nhap/{id}/submission"), &[("sure", "1")]).await
    }

    /// A dossier of a birth, handed in; its identifier.
    async fn submitted(&self, citizen: &Client) -> String {
        let id = self.filled(citizen, "0912345678").await;
        let sent = self.hand_in(citizen, &id).await;
        assert_eq!(sent.location(), format!("/mot-cua/ho-so/{id}"), "{}", sent.text());
        id
    }

    async fn act(&self, client: &Client, id: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
        let page = format!("/quan-tri/ho-so/{id}");
        client.fill_in(&page, &format!("{page}/{what}"), fields).await
    }

    async fn status(&self, id: &str) -> String {
        let sql = "SELECT status FROM onestop_dossier WHERE id = $1";
        let id: Uuid = id.parse().unwrap();
        self.app.db().read().scalar(sql, vec![id.into()]).await.unwrap().unwrap()
    }

    /// A draft that lacks nothing, put there without its screens.
    async fn ready(&self, account: Uuid) -> Id<Dossier> {
        let ctx = Ctx::system(&self.app, "test");
        let mut act = ctx.own_act().await.unwrap();
        let answers = serde_json::from_value(serde_json::json!({ "fields": {
            "ho_ten": "Nông Văn Đá", "so_dinh_danh": "019300000123", "dien_thoai": "+84912345678", "co_con": false
        } }));
        let draft = Draft {
            id: kernel::new_id(),
            account,
            procedure: COPY.to_owned(),
            agency: self.commune,
            case: None,
            form: ("ban-sao-trich-luc".to_owned(), 1),
            answers: answers.unwrap(),
            wishes: Wishes {
                quantities: [("copies".to_owned(), 2)].into(),
                deliver: Some(Deliver::Counter),
                ..Wishes::default()
            },
            seen: ["nguoi_yeu_cau".to_owned()].into(),
            created_at: act.now(),
            updated_at: act.now(),
            version: 1,
        };
        assert!(draft::store::insert(&act, &draft).await.unwrap());
        act.record(&draft, &Prepared {}).await.unwrap();
        act.commit().await.unwrap();
        draft.id
    }
}

#[derive(serde::Serialize)]
struct Prepared {}

impl kernel::Event for Prepared {
    const NAME: &'static str = "onestop.draft.begun";
}

/// As much of a document as the store looks at.
const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
                     trailer<</Root 1 0 R>>\n%%EOF\n";
