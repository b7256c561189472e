//! What follows for documents, whichever comes first, whichever leaves, and in whichever language they are read.

use std::collections::BTreeSet;

use kernel::{Error, Event};
use svc_org::agency::End;
use testkit::both_databases;

use super::{
    relations::{document, follow, province, publish_on, read},
    *,
};
use crate::{
    entry::{Content, Entry, Span, Tongue, draft, hand_over, publish, relation, submit, translate, withdraw},
    policy::ENTRY_PUBLISH,
};

/// What a test does to the tables by hand.
#[derive(serde::Serialize)]
struct Done {}

impl Event for Done {
    const NAME: &'static str = "test.entry.done";
}

/// A translation of a document, handed over.
async fn translated(room: &Newsroom, original: &Entry, lang: &str) -> Entry {
    let ctx = Ctx::system(&room.app, "test");
    let lang = Tongue::parse(lang).unwrap();
    let content = Content { lang, title: format!("In {}", lang.code()), ..original.content.clone() };
    let entry = translate(&ctx, kernel::new_id(), original.id, &content).await.unwrap();
    submit(&ctx, entry.id, entry.version).await.unwrap()
}

/// The same, published; answers with its address.
async fn published_in(room: &Newsroom, original: &Entry, lang: &str) -> (Entry, String) {
    let entry = translated(room, original, lang).await;
    let entry =
        publish(&Ctx::system(&room.app, "test"), entry.id, entry.version, Span::default()).await.unwrap();
    let slug = &site::sites(&room.app).unwrap().by_id(entry.site).unwrap().slug.clone();
    let address = format!("/s/{slug}/van-ban/{}-{}", entry.content.slug(), entry.short);
    (entry, address)
}

async fn taken_off(room: &Newsroom, entry: &Entry) {
    withdraw(&Ctx::system(&room.app, "test"), entry.id, entry.version, "Đăng nhầm").await.unwrap();
}

/// The documents a page leads to from what it says of others.
async fn led_to(room: &Newsroom, address: &str) -> Vec<String> {
    let page = room.reader.get(address).await;
    page.attributes(".prose a", "href").into_iter().filter(|href| href.contains("/van-ban/")).collect()
}

both_databases! {
    async fn a_translation_stands_as_its_original_does(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        let (old, old_at) = publish_on(&room, &home, &document("31/2025/QĐ-UBND", "2025-02-01", &[])).await;
        let (_, english_at) = published_in(&room, &old, "en").await;
        assert_eq!(read(&room, &english_at).await.0, "Còn hiệu lực");
        let says = [["bai-bo", "31/2025/QĐ-UBND", "", ""]];
        let (ending, ending_at) = publish_on(&room, &home, &document("32/2026/QĐ-UBND", "2026-01-10", &says)).await;
        let repealed = ("Hết hiệu lực".to_owned(), vec!["Bị bãi bỏ bởi".to_owned()]);
        assert_eq!(read(&room, &old_at).await, repealed, "what has the number is the original");
        assert_eq!(read(&room, &english_at).await, repealed);
        assert_eq!(led_to(&room, &ending_at).await, [old_at.as_str()]);
        // One that begins later learns of it too; what repeals is named once, in however many languages it is read.
        let (_, tay_at) = published_in(&room, &old, "tyz").await;
        let (_, ending_english_at) = published_in(&room, &ending, "en").await;
        for address in [&old_at, &english_at, &tay_at] {
            assert_eq!(read(&room, address).await, repealed, "{address}");
            assert_eq!(led_to(&room, address).await, [ending_at.as_str()], "{address}");
        }
        assert_eq!(led_to(&room, &ending_english_at).await, [old_at.as_str()]);
        // Named by the address of a translation, the document is meant.
        let says = [["huong-dan", "31/2025/QĐ-UBND", &tay_at, ""]];
        let (_, guide_at) = publish_on(&room, "sotuphap", &document("33/HD-STP", "2026-01-10", &says)).await;
        assert_eq!(led_to(&room, &guide_at).await, [old_at.as_str()]);
        let ending = crate::entry::store::find(room.app.db().read(), Ctx::system(&room.app, "test").actor(), ending.id).await.unwrap().unwrap();
        taken_off(&room, &ending).await;
        for address in [&old_at, &english_at, &tay_at] {
            assert_eq!(read(&room, address).await.0, "Còn hiệu lực", "{address}");
        }
    }

    async fn what_was_entered_anew_is_repealed_as_before(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        let content = document("34/2025/QĐ-UBND", "2025-02-01", &[]);
        let (old, _) = publish_on(&room, &home, &content).await;
        let says = [["bai-bo", "34/2025/QĐ-UBND", "", ""]];
        let (_, ending_at) = publish_on(&room, &home, &document("35/2026/QĐ-UBND", "2026-01-10", &says)).await;
        taken_off(&room, &old).await;
        assert!(led_to(&room, &ending_at).await.is_empty());
        let (_, anew_at) = publish_on(&room, &home, &content).await;
        assert_eq!(led_to(&room, &ending_at).await, [anew_at.as_str()]);
        assert_eq!(read(&room, &anew_at).await, ("Hết hiệu lực".to_owned(), vec!["Bị bãi bỏ bởi".to_owned()]));
    }

    async fn of_two_entered_twice_the_one_that_stays_is_meant(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        let content = document("36/2025/QĐ-UBND", "2025-02-01", &[]);
        let (_, first_at) = publish_on(&room, &home, &content).await;
        let (second, second_at) = publish_on(&room, &home, &content).await;
        let says = [["bai-bo", "36/2025/QĐ-UBND", "", ""]];
        let (_, ending_at) = publish_on(&room, &home, &document("37/2026/QĐ-UBND", "2026-01-10", &says)).await;
        assert_eq!(led_to(&room, &ending_at).await, [second_at.as_str()]);
        assert_eq!(read(&room, &first_at).await.0, "Còn hiệu lực");
        taken_off(&room, &second).await;
        assert_eq!(led_to(&room, &ending_at).await, [first_at.as_str()]);
        assert_eq!(read(&room, &first_at).await, ("Hết hiệu lực".to_owned(), vec!["Bị bãi bỏ bởi".to_owned()]));
    }

    async fn instead_of_one_that_is_lost_the_nearest_is_meant(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        let content = document("73/2025/QĐ-UBND", "2025-02-01", &[]);
        let (_, above_at) = publish_on(&room, &home, &content).await;
        let (lost, lost_at) = publish_on(&room, &home, &content).await;
        let says = [["bai-bo", "73/2025/QĐ-UBND", "", ""]];
        let (_, near_at) = publish_on(&room, "sotuphap", &document("74/QĐ-STP", "2026-01-10", &says)).await;
        let (_, beside_at) = publish_on(&room, "sonoivu", &document("75/QĐ-SNV", "2026-01-10", &says)).await;
        let (_, own_at) = publish_on(&room, "sotuphap", &content).await;
        assert_eq!(led_to(&room, &near_at).await, [lost_at.as_str()], "what was meant stays so");
        taken_off(&room, &lost).await;
        assert_eq!(led_to(&room, &near_at).await, [own_at.as_str()]);
        assert_eq!(led_to(&room, &beside_at).await, [above_at.as_str()]);
        assert_eq!(read(&room, &own_at).await.0, "Hết hiệu lực");
        assert_eq!(read(&room, &above_at).await.0, "Còn hiệu lực");
    }

    async fn a_translation_is_not_shown_without_its_original(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        let home = province(&room);
        let (old, _) = publish_on(&room, &home, &document("38/2025/QĐ-UBND", "2025-02-01", &[])).await;
        let waiting = translated(&room, &old, "en").await;
        let planned = translated(&room, &old, "tyz").await;
        let at = room.app.clock().now().plus_seconds(3600);
        let planned = publish(&ctx, planned.id, planned.version, Span { from: Some(at), until: None }).await.unwrap();
        taken_off(&room, &old).await;
        let refused = publish(&ctx, waiting.id, waiting.version, Span::default()).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        let later = publish(&ctx, waiting.id, waiting.version, Span { from: Some(at), until: None }).await;
        assert!(matches!(later, Err(Error::Conflict(_))), "{later:?}");
        room.app.set_time("2026-03-05T12:00");
        room.app.run_jobs().await;
        let left = crate::entry::store::find(room.app.db().read(), ctx.actor(), planned.id).await.unwrap().unwrap();
        assert_eq!((left.status, left.published_revision), (crate::entry::Status::Draft, None), "it is with its writer again");
    }

    async fn a_translation_stays_with_its_original_when_work_moves(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        let (from, to) = (live(&room.app, "sotuphap"), live(&room.app, "sonoivu"));
        let (public, _) = publish_on(&room, "sotuphap", &document("39/QĐ-STP", "2025-02-01", &[])).await;
        let stays = translated(&room, &public, "en").await;
        let unfinished = draft(&ctx, kernel::new_id(), from.id, &document("40/QĐ-STP", "2025-02-01", &[])).await.unwrap();
        let goes = translated(&room, &unfinished, "en").await;
        hand_over(&ctx, &from, &to).await.unwrap();
        for (entry, site) in [(&public, from.id), (&stays, from.id), (&unfinished, to.id), (&goes, to.id)] {
            let now = crate::entry::store::find(room.app.db().read(), ctx.actor(), entry.id).await.unwrap().unwrap();
            assert_eq!(now.site, site, "{}", entry.content.title);
        }
    }

    async fn an_heir_has_power_from_its_day_on_and_over_a_part_only_in_part(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        let agency = |slug: &str| {
            let id = base::Id::from_uuid(live(&room.app, slug).agency_id);
            svc_org::tree(&room.app).unwrap().get(id).unwrap().as_ref().clone()
        };
        let last = room.app.clock().now().local_date().plus_days(30);
        let end = async |slug: &str, heirs: &[&str]| {
            let ending = agency(slug);
            let successors = heirs.iter().map(|heir| agency(heir).id).collect();
            svc_org::agency::end(&ctx, ending.id, ending.version, End { last_day: last, successors }).await.unwrap();
        };
        let mut addresses = Vec::new();
        for (n, slug) in ["sotuphap", "sotaichinh"].into_iter().enumerate() {
            for m in [1, 2] {
                addresses.push(publish_on(&room, slug, &document(&format!("4{n}{m}/QĐ-S"), "2025-02-01", &[])).await.1);
            }
        }
        end("sotuphap", &["sonoivu"]).await;
        end("sotaichinh", &["sonoivu", "soyte"]).await;
        let repeal = async |n: i32, at: &str| {
            let says = [["bai-bo", "khác", at, ""]];
            publish_on(&room, "sonoivu", &document(&format!("5{n}/QĐ-SNV"), "2026-01-10", &says)).await;
        };
        // Both still live, and so do their documents.
        repeal(0, &addresses[0]).await;
        repeal(1, &addresses[2]).await;
        for at in [&addresses[0], &addresses[2]] {
            assert_eq!(read(&room, at).await, ("Còn hiệu lực".to_owned(), vec![]), "{at}");
        }
        room.app.set_time(&format!("{}T08:00", last.plus_days(1).iso()));
        repeal(2, &addresses[1]).await;
        repeal(3, &addresses[3]).await;
        assert_eq!(read(&room, &addresses[1]).await.0, "Hết hiệu lực");
        // Of what was divided an heir does away with no more than its part.
        assert_eq!(read(&room, &addresses[3]).await.0, "Hết hiệu lực một phần");
    }

    async fn two_at_once_find_each_other(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        let home = live(&room.app, &province(&room));
        let ready = async |content: &Content| {
            let entry = draft(&ctx, kernel::new_id(), home.id, content).await.unwrap();
            submit(&ctx, entry.id, entry.version).await.unwrap()
        };
        for n in 0..8 {
            let number = format!("6{n}/2025/QĐ-UBND");
            let says = [["bai-bo", number.as_str(), "", ""]];
            let old = ready(&document(&number, "2025-02-01", &[])).await;
            let new = ready(&document(&format!("A6{n}/2026/QĐ-UBND"), "2026-01-10", &says)).await;
            let other = ready(&document(&format!("B6{n}/2026/QĐ-UBND"), "2026-01-10", &says)).await;
            let at_once = |entry: &Entry| {
                let (ctx, id, version) = (ctx.clone(), entry.id, entry.version);
                async move { publish(&ctx, id, version, Span::default()).await }
            };
            let (one, two, three) = tokio::join!(at_once(&new), at_once(&old), at_once(&other));
            for done in [&one, &two, &three] {
                assert!(done.is_ok(), "{done:?}");
            }
            let old = two.unwrap();
            let address = format!("/s/{}/van-ban/{}-{}", home.slug, old.content.slug(), old.short);
            assert_eq!(read(&room, &address).await.0, "Hết hiệu lực", "{n}");
            assert_eq!(led_to(&room, &address).await.len(), 2);
        }
    }

    async fn what_is_left_of_one_taken_off_holds_nothing_up(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        let (entry, _) = publish_on(&room, "sotuphap", &document("70/QĐ-STP", "2025-02-01", &[])).await;
        taken_off(&room, &entry).await;
        let mut act = ctx.act(ENTRY_PUBLISH).await.unwrap();
        let sql = "INSERT INTO portal_entry_facet (entry_id, name, value, site_id, kind, lang, place, until) \
                   VALUES ($1, 'standing', 'con-hieu-luc', $2, 'document', 'vi', '', '')";
        kernel::db::Queries::run(&act, sql, vec![entry.id.uuid().into(), entry.site.uuid().into()]).await.unwrap();
        act.record(&entry, &Done {}).await.unwrap();
        act.commit().await.unwrap();
        follow(&room).await;
    }

    async fn a_law_many_cite_is_followed_in_steps(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        let ids: BTreeSet<Uuid> = (0..70_000).map(|_| kernel::new_id::<()>().uuid()).collect();
        let mut act = ctx.act(ENTRY_PUBLISH).await.unwrap();
        relation::refresh(&mut act, &ids).await.unwrap();
    }

    async fn the_editor_reads_what_readers_read(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        let (old, old_at) = publish_on(&room, &home, &document("71/2025/QĐ-UBND", "2025-02-01", &[])).await;
        let says = [["bai-bo", "71/2025/QĐ-UBND", "", ""]];
        publish_on(&room, &home, &document("72/2026/QĐ-UBND", "2026-01-10", &says)).await;
        assert_eq!(read(&room, &old_at).await.0, "Hết hiệu lực");
        let site = live(&room.app, &home);
        let chief = room.app.signed_in("publisher", site.agency_id, &site.agency_path);
        let desk = chief.get(&format!("{WORK}/{}", old.id)).await;
        let facts = desk.texts("dl.facts > div");
        assert!(facts.iter().any(|fact| fact.contains("Hiệu lực") && fact.contains("Hết hiệu lực")), "{facts:?}");
        let early = crate::entry::show_early(&Ctx::system(&room.app, "test"), old.id).await.unwrap();
        let facts = room.reader.get(&early).await.texts("dl.facts > div");
        assert!(facts.iter().any(|fact| fact.contains("Hiệu lực") && fact.contains("Hết hiệu lực")), "{facts:?}");
    }
}
