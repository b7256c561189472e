//! Royalties as the people of an editorial board meet them: every one of them signs in for real.

mod again;
mod attacks;
mod files;
mod life;
mod many;
mod model;
mod place;
mod rates;
mod rights;
mod said;
mod stand_in;

use std::sync::Arc;

use kernel::{Ctx, db::Queries as _};
use sea_orm::prelude::Uuid;
use svc_identity::{NewAccount, NewGrant};
use testkit::{Answer, Client, Database, TestApp};

use super::{OWN, WORK};
use crate::{
    entry::{self, Content, Kind, Span, field::Fields},
    question::tests::{live, merged},
    site::Site,
};

const PASSWORD: &str = "trà xanh Tân Cương";
/// The month that is over, and the one that runs.
const FEBRUARY: &str = "2026-02";
const MARCH: &str = "2026-03";
const NOW: &str = "2026-03-02T08:00";

/// The editorial board of one department, at the beginning of March.
struct Board {
    app: TestApp,
    site: Arc<Site>,
    writer_id: Uuid,
    secretary_id: Uuid,
}

impl Board {
    /// The board: a writer, a secretary and a head, of whom the last two may publish.
    async fn open(database: Database) -> Self {
        let app = TestApp::with(database, &crate::TEST_MODULES).await;
        let ctx = Ctx::system(&app, "test");
        svc_org::load_model_province(&ctx).await.unwrap();
        crate::site::build_family(&ctx).await.unwrap();
        let site = live(&app, "sotuphap");
        let mut board = Self { app, site, writer_id: Uuid::nil(), secretary_id: Uuid::nil() };
        board.writer_id = board.account("viet", "Lường Thị Viết", "editor", board.site.agency_id).await;
        board.secretary_id = board.account("thuky", "Ma Văn Thư", "publisher", board.site.agency_id).await;
        board.account("truongban", "Triệu Thị Trưởng", "publisher", board.site.agency_id).await;
        board
    }

    async fn account(&self, login: &str, name: &str, role: &str, agency: Uuid) -> Uuid {
        let new = NewAccount {
            login: login.to_owned(),
            display_name: name.to_owned(),
            password: PASSWORD.to_owned(),
            must_change: false,
            ..NewAccount::default()
        };
        let grant = NewGrant {
            role: role.to_owned(),
            agency,
            valid_from: None,
            valid_to: None,
            reason: "QĐ 01".to_owned(),
        };
        let ctx = Ctx::system(&self.app, "test");
        svc_identity::create_account_with_grant(&ctx, new, grant).await.unwrap().uuid()
    }

    async fn signed_in(&self, login: &str) -> Client {
        let client = self.app.visitor();
        let fields = [("login", login), ("password", PASSWORD)];
        let answer = client.fill_in("/dang-nhap", "/dang-nhap", &fields).await;
        assert_eq!((answer.status, answer.location()), (303, "/viec"), "{}", answer.text());
        client
    }

    /// An article of the site, published then; its identifier.
    async fn published(&self, title: &str, at: &str) -> String {
        self.published_on(&self.site, title, at).await
    }

    async fn published_on(&self, site: &Site, title: &str, at: &str) -> String {
        self.app.set_time(at);
        let ctx = Ctx::system(&self.app, "test");
        let entry = entry::draft(&ctx, kernel::new_id(), site.id, &article(title)).await.unwrap();
        let entry = entry::submit(&ctx, entry.id, entry.version).await.unwrap();
        let entry = entry::publish(&ctx, entry.id, entry.version, Span::default()).await.unwrap();
        self.app.set_time(NOW);
        entry.id.to_string()
    }

    /// Publishes an entry anew with another text, at the present time.
    async fn published_anew(&self, entry: &str, body: &str) {
        let ctx = Ctx::system(&self.app, "test");
        let id: Uuid = entry.parse().unwrap();
        let sql = "SELECT version FROM portal_entry WHERE id = $1";
        let version: Option<i64> = self.app.db().read().scalar(sql, vec![id.into()]).await.unwrap();
        let sql = "SELECT r.title FROM portal_entry_revision r JOIN portal_entry a ON a.id = r.entry_id AND a.revision = r.number \
                   WHERE a.id = $1";
        let title: Option<String> = self.app.db().read().scalar(sql, vec![id.into()]).await.unwrap();
        let content = Content { body: body.to_owned(), ..article(&title.unwrap()) };
        let edited = entry::edit(&ctx, entry.parse().unwrap(), version.unwrap(), content).await.unwrap();
        let edited = entry::submit(&ctx, edited.id, edited.version).await.unwrap();
        entry::publish(&ctx, edited.id, edited.version, Span::default()).await.unwrap();
    }

    /// An account that decides about the whole province.
    async fn of_province(&self, login: &str, name: &str, role: &str) -> Uuid {
        let sql = "SELECT id FROM org_agency WHERE kind = 'province'";
        let root: Option<Uuid> = self.app.db().read().scalar(sql, vec![]).await.unwrap();
        self.account(login, name, role, root.unwrap()).await
    }

    fn writer(&self) -> String {
        format!("a:{}", self.writer_id)
    }

    fn screen(&self, month: &str) -> String {
        format!("{WORK}?site={}&thang={month}", self.site.id)
    }

    fn new_form(&self, entry: &str) -> String {
        format!("{WORK}/moi?bai={entry}&site={}", self.site.id)
    }

    /// Proposes for one entry: two coefficients to the writer for a news item unless the fields say otherwise.
    async fn propose(&self, who: &Client, entry: &str, fields: &[(&str, &str)]) -> Answer {
        let page = who.get(&self.new_form(entry)).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let writer = self.writer();
        let usual = [("payee", writer.as_str()), ("genre", "tin"), ("coefficient", "2"), ("share", "100")];
        let form = merged(page.form(WORK), &usual);
        let form = form.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        who.post_raw(WORK, &merged(form, fields)).await
    }

    /// The same, and it succeeds: the award's screen.
    async fn proposed(&self, who: &Client, entry: &str, fields: &[(&str, &str)]) -> String {
        let done = self.propose(who, entry, fields).await;
        assert_eq!(done.status, 303, "{}", done.text());
        self.latest().await
    }

    /// The screen of the award made last.
    async fn latest(&self) -> String {
        let sql = "SELECT id FROM portal_royalty_award ORDER BY id DESC LIMIT 1";
        let id: Option<Uuid> = self.app.db().read().scalar(sql, vec![]).await.unwrap();
        format!("{WORK}/{}", id.unwrap())
    }

    /// Approves everything offered in a month.
    async fn approve_all(&self, who: &Client, month: &str) -> Answer {
        let page = who.get(&self.screen(month)).await;
        let site = self.site.id.to_string();
        let offered = page.attributes("input[name=award]", "value");
        let mut fields = vec![("site", site.as_str()), ("month", month)];
        fields.extend(offered.iter().map(|value| ("award", value.as_str())));
        who.post(&format!("{WORK}/approvals"), &fields).await
    }

    async fn close(&self, who: &Client, month: &str) -> Answer {
        let action = format!("{WORK}/closings");
        who.fill_in(&self.screen(month), &action, &[]).await
    }

    /// Everything kept of awards, to see that nothing changed.
    async fn kept(&self) -> Vec<String> {
        let sql = "SELECT month || ' ' || payee || ' ' || genre || ' ' || CAST(coefficient AS TEXT) || ' ' || \
                   CAST(share AS TEXT) || ' ' || CAST(amount AS TEXT) || ' ' || status \
                   FROM portal_royalty_award ORDER BY created_at, id";
        self.app.db().read().column(sql, vec![]).await.unwrap()
    }

    async fn acts(&self) -> Vec<String> {
        let sql = "SELECT act FROM kernel_record WHERE act LIKE 'portal.royalty%' ORDER BY at, id";
        self.app.db().read().column(sql, vec![]).await.unwrap()
    }
}

/// What an article says that names an outside author.
fn article(title: &str) -> Content {
    Content {
        title: title.to_owned(),
        summary: "Tóm tắt.".to_owned(),
        body: "Nội dung.".to_owned(),
        fields: Fields::default()
            .with("category", "tin-tuc")
            .with("author", "Nông Văn Ngoài")
            .with("source", "Văn phòng Sở"),
        ..Content::of(Kind::by_name("article").unwrap())
    }
}

/// A month with one approved award for the writer, closed; the award's screen.
async fn closed_february(board: &Board, secretary: &Client, head: &Client) -> String {
    let entry = board.published("Bài tháng hai", "2026-02-10T09:00").await;
    let award = board.proposed(secretary, &entry, &[]).await;
    assert_eq!(board.approve_all(head, FEBRUARY).await.status, 303);
    let closed = board.close(head, FEBRUARY).await;
    assert_eq!(closed.status, 303, "{}", closed.text());
    award
}
