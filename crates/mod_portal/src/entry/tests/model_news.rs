//! The model province's news.

use std::collections::HashSet;

use kernel::db::Queries as _;
use testkit::both_databases;

use super::*;
use crate::{
    entry::load_model_news,
    site::{SiteKind, sites},
};

both_databases! {
    async fn every_living_site_has_news_and_a_second_run_adds_none(database) {
        let room = Newsroom::open(database).await;
        room.app.set_time("2026-11-22T08:00");
        let ctx = Ctx::system(&room.app, "test");
        let loaded = load_model_news(&ctx).await.unwrap();
        assert!(loaded > 3_000, "{loaded}");
        assert_eq!(load_model_news(&ctx).await.unwrap(), 0);

        let family = sites(&room.app).unwrap();
        let today = room.app.clock().now().local_date();
        let mut titles = HashSet::new();
        for site in family.living(today) {
            let of_site: Vec<String> = room
                .app
                .db()
                .read()
                .column(
                    "SELECT r.title FROM portal_entry a JOIN portal_entry_revision r ON r.entry_id = a.id \
                     WHERE a.site_id = $1 AND a.kind = 'article'",
                    vec![site.id.uuid().into()],
                )
                .await
                .unwrap();
            let expected = match site.kind {
                SiteKind::Province => 28..=28,
                SiteKind::Department => 2..=3,
                SiteKind::Commune | SiteKind::District => 1..=2,
            };
            assert!(expected.contains(&of_site.len()), "{} has {}", site.slug, of_site.len());
            titles.extend(of_site);
            let kinds: Option<i64> = room
                .app
                .db()
                .read()
                .scalar("SELECT count(DISTINCT kind) FROM portal_entry WHERE site_id = $1", vec![site.id.uuid().into()])
                .await
                .unwrap();
            assert_eq!(kinds, Some(crate::entry::kind::ALL.len() as i64), "{}", site.slug);
        }
        let articles = "SELECT count(*) FROM portal_entry WHERE kind = 'article'";
        let articles: Option<i64> = room.app.db().read().scalar(articles, vec![]).await.unwrap();
        assert_eq!(Some(titles.len() as i64), articles, "no two sites share a title");

        let bodies: Vec<String> = room
            .app
            .db()
            .read()
            .column("SELECT r.title || ' ' || r.summary || ' ' || r.body FROM portal_entry_revision r \
                 JOIN portal_entry a ON a.id = r.entry_id WHERE a.kind = 'article'",
                vec![],
            )
            .await
            .unwrap();
        for body in &bodies {
            assert!(!body.contains('{') && !body.contains('}'), "{body}");
            let words = body.split_whitespace().count();
            assert!((130..330).contains(&words), "{words}: {body}");
        }
        let late: Option<i64> = room
            .app
            .db()
            .read()
            .scalar("SELECT count(*) FROM portal_entry WHERE published_at > $1", vec![room.app.clock().now().0.into()])
            .await
            .unwrap();
        assert_eq!(late, Some(0));
        let fields = "SELECT r.fields FROM portal_entry_revision r JOIN portal_entry a ON a.id = r.entry_id \
                      WHERE a.kind = 'article'";
        let fields: Vec<String> = room.app.db().read().column(fields, vec![]).await.unwrap();
        for fields in fields {
            let said = crate::entry::field::Fields::parse(&fields).unwrap();
            assert!(["Dữ liệu minh họa", "Illustrative data"].contains(&said.text("source")), "{fields}");
        }
    }
}
