//! What a list asks the database: little, and no more for having more rows.

use base::Id;
use testkit::both_databases;

use super::*;
use crate::entry::{Content, draft, field::Fields, publish, submit};

/// Most statements of a page, its session and its rail included.
const MOST: u64 = 12;

/// Writes so many entries, one in three of them published, one handed over.
async fn write(room: &Newsroom, n: usize) {
    let ctx = Ctx::system(&room.app, "test");
    for i in 0..n {
        let content = Content {
            title: format!("Bài {i}"),
            summary: "Tóm tắt.".to_owned(),
            body: "Nội dung.".to_owned(),
            fields: Fields::default().with("category", "tin-tuc").with("author", "A").with("source", "B"),
            ..Content::default()
        };
        let id: Id<_> = kernel::new_id();
        let mut entry = draft(&ctx, id, room.site.id, &content).await.unwrap();
        if i % 3 < 2 {
            entry = submit(&ctx, id, entry.version).await.unwrap();
        }
        if i % 3 == 0 {
            publish(&ctx, id, entry.version, crate::entry::Span::default()).await.unwrap();
        }
    }
}

both_databases! {
    async fn a_gallery_shows_its_pictures_and_says_what_they_show(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        crate::entry::load_model_news(&ctx).await.unwrap();
        let list = room.reader.get(&room.at("/thu-vien-anh")).await;
        let one = list.attributes("main a", "href").into_iter().find(|h| h.contains("/thu-vien-anh/") && !h.ends_with(".xml"));
        let page = room.reader.get(&one.unwrap()).await;
        let shown = page.attributes("ol img", "alt");
        assert!(shown.len() > 1 && shown.iter().all(|alt| !alt.is_empty()), "{shown:?}");
        assert_eq!(page.attributes("ol img", "src").iter().filter(|src| src.contains("/pictures/")).count(), shown.len());
    }

    async fn long_lists_ask_no_more_than_short_ones(database) {
        let room = Newsroom::open(database).await;
        write(&room, 5).await;
        // The least that may see each: rights are a condition of the statement, not a question for each row.
        let pages: [(&Client, String); 6] = [
            (&room.reader, room.at("/tin-tuc")),
            (&room.reader, "/co-quan".to_owned()),
            (&room.reader, "/lich-lam-viec".to_owned()),
            (&room.editor, WORK.to_owned()),
            (&room.editor, format!("{WORK}?q=bai&status=draft")),
            (&room.publisher, "/viec".to_owned()),
        ];
        let mut few = Vec::new();
        for (client, path) in &pages {
            few.push(client.statements(path).await);
        }
        write(&room, 45).await;
        // What is public is kept in memory: asked anew, the pages are made anew.
        room.app.cache().clear();
        assert_eq!(room.reader.statements(&room.at("/tin-tuc")).await, 1, "rows and languages together");
        room.app.cache().clear();
        for ((client, path), few) in pages.iter().zip(few) {
            let many = client.statements(path).await;
            assert!(many <= few && few <= MOST, "{path}: {few} statements for 5 rows, {many} for 50");
        }
        let list = room.editor.get(WORK).await;
        assert_eq!(list.count("tbody tr"), 25);
        assert_eq!(room.publisher.get("/viec").await.count("main tbody tr"), 17, "one in three waits");
    }
}
