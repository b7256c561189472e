mod cases;
mod effects;
mod feed;
mod forms;
mod life;
mod lists;
mod many_sites;
mod marks;
mod model_news;
mod relations;
mod rights;
mod rules;
mod translations;
mod twice;
mod waiting;
mod writing;

use std::sync::Arc;

use kernel::{App, Ctx};
use sea_orm::prelude::Uuid;
use testkit::{Answer, Client, Database, TestApp};

use super::WORK;
use crate::site::{self, Lookup, Site};

/// The model province with its family of sites, an editor and a publisher of one department.
struct Newsroom {
    app: TestApp,
    site: Arc<Site>,
    editor: Client,
    publisher: Client,
    reader: Client,
}

impl Newsroom {
    async fn open(database: Database) -> Self {
        let app = TestApp::with(database, &crate::TEST_MODULES).await;
        let ctx = Ctx::system(&app, "test");
        svc_org::load_model_province(&ctx).await.unwrap();
        site::build_family(&ctx).await.unwrap();
        let site = live(&app, "sotuphap");
        let editor = app.signed_in("editor", site.agency_id, &site.agency_path);
        let publisher = app.signed_in("publisher", site.agency_id, &site.agency_path);
        let reader = app.visitor();
        Self { app, site, editor, publisher, reader }
    }

    /// The address of a page of the site.
    fn at(&self, path: &str) -> String {
        format!("/s/{}{path}", self.site.slug)
    }

    /// A draft with everything readers must be told; answers with the address of its screen.
    async fn draft(&self, title: &str) -> String {
        let site = self.site.id.to_string();
        let answer =
            self.editor.fill_in(&format!("{WORK}/moi"), WORK, &whole(title, &[("site", &site)])).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.location().to_owned()
    }

    /// The same, handed over.
    async fn submitted(&self, title: &str) -> String {
        let screen = self.draft(title).await;
        self.submit(&screen).await;
        screen
    }

    async fn submit(&self, screen: &str) {
        let version = version(&self.editor, screen).await;
        let answer = self.editor.post(&format!("{screen}/submission"), &[("version", &version)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// The same, published.
    async fn published(&self, title: &str) -> String {
        let screen = self.submitted(title).await;
        let answer = self.publisher.fill_in(&screen, &format!("{screen}/publication"), &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        screen
    }

    /// The public address of a published entry, as its screen links to it.
    async fn public(&self, screen: &str) -> String {
        let page = self.editor.get(screen).await;
        let short = page
            .attributes("a", "href")
            .into_iter()
            .find(|href| href.contains("/tin-tuc/"))
            .expect("the screen links to the public page");
        self.reader.get(&short).await.location().to_owned()
    }
}

fn live(app: &App, slug: &str) -> Arc<Site> {
    match site::sites(app).unwrap().by_slug(slug, app.clock().now().local_date()) {
        Lookup::Live(site) => site,
        other => panic!("{slug}: {other:?}"),
    }
}

/// The fields of a complete entry.
fn whole<'a>(title: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title", title),
        ("summary", "Tóm tắt của bài."),
        ("body", "Đoạn thứ nhất.\n\n## Mục hai\n\nĐoạn **thứ hai**."),
        ("author", "Nguyễn Văn Thử"),
        ("source", "Văn phòng Sở"),
        ("category", "tin-tuc"),
        ("picture", ""),
        ("picture_alt", ""),
        ("lang", "vi"),
    ];
    fields.extend_from_slice(more);
    fields
}

/// The version the screen's forms carry.
async fn version(client: &Client, screen: &str) -> String {
    client.get(screen).await.attribute("input[name=version]", "value")
}

fn id_of(screen: &str) -> Uuid {
    screen.rsplit('/').next().unwrap().parse().unwrap()
}

fn says(answer: &Answer, words: &str) -> bool {
    answer.text().contains(words)
}
