mod asking;
mod model;
mod officers;
mod private;
mod work;

use std::sync::Arc;

use kernel::Ctx;
use testkit::{Answer, Client, Database, TestApp};

use super::WORK;
use crate::site::{self, Lookup, Site};

/// The model province with its family of sites, an officer and an approver of one department, and a citizen.
pub(crate) struct Office {
    pub app: TestApp,
    pub site: Arc<Site>,
    pub officer: Client,
    pub approver: Client,
    pub citizen: Client,
}

/// What the citizen writes, each in a field of its own, none of it to be seen by anybody else.
pub(crate) const PRIVATE: [&str; 4] =
    ["Lường Thị Bí Mật", "Xóm Kín, xã Giấu Tên", "0912345678", "bimat@example.org"];

impl Office {
    pub async fn open(database: Database) -> Self {
        let app = TestApp::with(database, &crate::TEST_MODULES).await;
        let ctx = Ctx::system(&app, "test");
        svc_org::load_model_province(&ctx).await.unwrap();
        svc_workflow::load_model_holidays(&ctx).await.unwrap();
        site::build_family(&ctx).await.unwrap();
        let site = live(&app, "sotuphap");
        let officer = app.signed_in("editor", site.agency_id, &site.agency_path);
        let approver = app.signed_in("publisher", site.agency_id, &site.agency_path);
        let citizen = app.visitor();
        Self { app, site, officer, approver, citizen }
    }

    /// The address of a page of the site.
    pub fn at(&self, path: &str) -> String {
        format!("/s/{}{path}", self.site.slug)
    }

    /// Time goes on: nobody fills in a form in no time.
    pub fn later(&self, seconds: i64) {
        self.app.clock().set(self.app.clock().now().plus_seconds(seconds));
    }

    /// Opens a form, takes some time, and sends it.
    pub async fn send(&self, client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = client.get(path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        self.later(30);
        client.post_raw(path, &merged(page.form(path), fields)).await
    }

    /// Somebody asks; answers with the address at which they follow it.
    pub async fn asked(&self, title: &str) -> String {
        let answer = self.send(&self.citizen, &self.at("/hoi-dap/gui"), &whole(title, &[])).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.location().to_owned()
    }

    /// The officers' screen of what was asked under this title.
    pub async fn screen(&self, title: &str) -> String {
        let list = self.officer.get(&format!("{WORK}?q={}", title.replace(' ', "+"))).await;
        list.attribute("tbody a", "href")
    }

    /// An act on the screen, with the version it shows.
    pub async fn act(&self, who: &Client, screen: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
        who.fill_in(screen, &format!("{screen}/{act}"), fields).await
    }

    /// Asked, classified, answered and handed over.
    pub async fn submitted(&self, title: &str) -> String {
        self.asked(title).await;
        let screen = self.screen(title).await;
        let done = self.act(&self.officer, &screen, "classification", &[("class", "own")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let done = self.submit(&screen, &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        screen
    }

    /// The form of the answer, handed over.
    pub async fn submit(&self, screen: &str, more: &[(&str, &str)]) -> Answer {
        let page = self.officer.get(screen).await;
        let form = page.form(&format!("{screen}/answer"));
        let mut fields = vec![("answer", "Sở trả lời: **được**."), ("name_as", "initials")];
        fields.retain(|(name, _)| more.iter().all(|(n, _)| n != name));
        fields.extend_from_slice(more);
        self.officer.post_raw(&format!("{screen}/submission"), &merged(form, &fields)).await
    }

    /// The same, approved and published; answers with its public address.
    pub async fn published(&self, title: &str) -> String {
        let screen = self.submitted(title).await;
        let done = self.act(&self.approver, &screen, "approval", &[("public", "1")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let links = self.approver.get(&screen).await.attributes("a", "href");
        let short =
            links.into_iter().find(|href| href.starts_with("/s/") && href.contains("/hoi-dap/")).unwrap();
        let moved = self.citizen.get(&short).await;
        assert_eq!(moved.status, 303);
        moved.location().to_owned()
    }
}

pub(crate) fn live(app: &kernel::App, slug: &str) -> Arc<Site> {
    match site::sites(app).unwrap().by_slug(slug, app.clock().now().local_date()) {
        Lookup::Live(site) => site,
        other => panic!("{slug}: {other:?}"),
    }
}

/// A form with these fields typed over it.
pub(crate) fn merged<'a>(
    form: Vec<(String, String)>,
    fields: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<(&'a str, &'a str)> = Vec::new();
    for (name, value) in form {
        if fields.iter().all(|(n, _)| *n != name) {
            all.push((Box::leak(name.into_boxed_str()), Box::leak(value.into_boxed_str())));
        }
    }
    all.extend_from_slice(fields);
    all
}

/// A whole question.
pub(crate) fn whole<'a>(title: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("kind", "question"),
        ("title", title),
        ("body", "Xin hỏi giấy tờ cần mang theo."),
        ("name", PRIVATE[0]),
        ("address", PRIVATE[1]),
        ("phone", PRIVATE[2]),
        ("email", PRIVATE[3]),
        ("consent", "1"),
    ];
    for (name, value) in more {
        fields.retain(|(n, _)| n != name);
        fields.push((name, value));
    }
    fields
}

/// How many questions are kept.
pub(crate) async fn kept(app: &TestApp) -> i64 {
    use kernel::db::Queries as _;
    app.db().read().scalar("SELECT count(*) FROM portal_question", vec![]).await.unwrap().unwrap()
}

/// Publishes an entry of this kind on the office's site; answers with its public address.
pub(crate) async fn published_entry(
    office: &Office,
    kind: &str,
    title: &str,
    fields: crate::entry::field::Fields,
) -> String {
    use crate::entry::{Content, Kind, draft, publish, submit};
    let ctx = Ctx::system(&office.app, "test");
    let content = Content {
        title: title.to_owned(),
        summary: "Tóm tắt.".to_owned(),
        body: "Nội dung.".to_owned(),
        fields,
        ..Content::of(Kind::by_name(kind).unwrap())
    };
    let entry = draft(&ctx, kernel::new_id(), office.site.id, &content).await.unwrap();
    let entry = submit(&ctx, entry.id, entry.version).await.unwrap();
    let entry = publish(&ctx, entry.id, entry.version, crate::entry::Span::default()).await.unwrap();
    office.at(&format!("/{}/{}-{}", entry.content.kind.section, entry.content.slug(), entry.short))
}
