//! Documents that cite others: what is found, what follows, and who has a say.

use base::LocalDate;
use testkit::both_databases;

use super::*;
use crate::entry::{
    Content, Entry, Kind, Span, draft,
    field::{Fields, Row, Worked},
    publish, relation, submit, withdraw,
};

/// A document as it is issued on the day of the test, in force from `effective` on, with what it says of others: relation,
/// number, address, part.
pub(super) fn document(number: &str, effective: &str, says: &[[&str; 4]]) -> Content {
    let row = |said: &[&str; 4]| -> Row {
        let cells = ["relation", "number", "document", "part"].iter().zip(said);
        let kept = |name: &str, text: &str| match name {
            "document" => relation::short(text).unwrap(),
            _ => text.to_owned(),
        };
        cells.filter(|(_, text)| !text.is_empty()).map(|(n, text)| ((*n).to_owned(), kept(n, text))).collect()
    };
    let mut fields = Fields::default();
    for (name, text) in [
        ("number", number),
        ("form", "quyet-dinh"),
        ("area", "so"),
        ("issuer", "Ủy ban nhân dân"),
        ("issued", "2026-01-05"),
        ("effective", effective),
    ] {
        fields.set(name, text);
    }
    fields.set_rows("relations", says.iter().map(row).collect());
    Content {
        title: format!("Quyết định {number}"),
        summary: "Về một việc.".to_owned(),
        fields,
        ..Content::of(Kind::by_name("document").unwrap())
    }
}

/// Publishes it on a site, and answers with what was published and its address.
pub(super) async fn publish_on(room: &Newsroom, slug: &str, content: &Content) -> (Entry, String) {
    let ctx = Ctx::system(&room.app, "test");
    let site = live(&room.app, slug);
    let entry = draft(&ctx, kernel::new_id(), site.id, content).await.unwrap();
    let entry = submit(&ctx, entry.id, entry.version).await.unwrap();
    let entry = publish(&ctx, entry.id, entry.version, Span::default()).await.unwrap();
    let address = format!("/s/{slug}/{}/{}-{}", content.kind.section, content.slug(), entry.short);
    (entry, address)
}

/// What the page of a document says of its effect, and the headings under which it names others.
pub(super) async fn read(room: &Newsroom, address: &str) -> (String, Vec<String>) {
    let page = room.reader.get(address).await;
    assert_eq!(page.status, 200, "{address}");
    let facts = page.texts("dl.facts > div");
    let standing = facts.iter().find_map(|fact| fact.trim().strip_prefix("Hiệu lực")).unwrap_or_default();
    (standing.trim().to_owned(), page.texts(".prose h2"))
}

/// What happens every minute.
pub(super) async fn follow(room: &Newsroom) {
    let job = crate::entry::JOBS.iter().find(|job| job.name == "portal.follow_days").unwrap();
    (job.run)((*room.app).clone(), serde_json::Value::Null).await.unwrap();
}

/// The site of the province.
pub(super) fn province(room: &Newsroom) -> String {
    site::sites(&room.app).unwrap().province().unwrap().slug.clone()
}

#[test]
fn the_end_of_an_address_is_found_in_whatever_is_pasted() {
    for typed in [
        "https://sxd.example.vn/van-ban/quyet-dinh-ve-gia-0a1b2c3d4e?x=1#muc",
        "/s/sxd/van-ban/a-0A1B2C3D4E/",
        "0a1b2c3d4e",
    ] {
        assert_eq!(relation::short(typed).as_deref(), Some("0a1b2c3d4e"), "{typed}");
    }
    for typed in ["12/2026/QĐ-UBND", "https://example.vn/", "0a1b2c3d4i", "javascript:alert(1)", ""] {
        assert_eq!(relation::short(typed), None, "{typed}");
    }
}

#[test]
fn the_last_step_taken_tells_and_the_next_day_is_kept() {
    let day = |n: u32| LocalDate::parse(&format!("2026-01-{n:02}")).unwrap();
    let steps = [(Some(day(5)), "one"), (None, "two"), (Some(day(9)), "three")];
    let at = |n| Worked::along("none", &steps, day(n));
    assert_eq!(at(4), Worked { word: "none", until: Some(day(5)) });
    assert_eq!(at(5), Worked { word: "one", until: Some(day(9)) });
    assert_eq!(at(9), Worked { word: "three", until: None });
    // A later step outdoes an earlier one of a later day.
    let steps = [(Some(day(9)), "one"), (Some(day(5)), "two")];
    assert_eq!(Worked::along("none", &steps, day(6)), Worked { word: "two", until: None });
}

both_databases! {
    async fn what_is_replaced_is_in_force_until_the_day_and_not_after(database) {
        let room = Newsroom::open(database).await;
        let today = room.app.clock().now().local_date();
        let home = province(&room);
        let (old, old_at) = publish_on(&room, &home, &document("01/2025/QĐ-UBND", "2025-02-01", &[])).await;
        assert_eq!(read(&room, &old_at).await, ("Còn hiệu lực".to_owned(), vec![]));
        let day = today.plus_days(10);
        // As it is typed: other spaces, other capitals.
        let new = document("02/2026/QĐ-UBND", &day.iso(), &[["thay-the", "01/2025/ qđ-ubnd", "", ""]]);
        let (new, new_at) = publish_on(&room, &home, &new).await;
        assert_eq!(read(&room, &old_at).await, ("Còn hiệu lực".to_owned(), vec!["Bị thay thế bởi".to_owned()]));
        let page = room.reader.get(&old_at).await;
        assert!(says(&page, &format!("từ {}", day.vn())), "{}", page.text());
        assert!(page.attributes("a", "href").contains(&new_at), "the later one is linked");
        let (standing, headings) = read(&room, &new_at).await;
        assert_eq!((standing.as_str(), headings.as_slice()), ("Chưa có hiệu lực", &["Thay thế".to_owned()][..]));
        let page = room.reader.get(&new_at).await;
        assert_eq!(page.attribute("meta[name='DC.relation']", "content"), "01/2025/ qđ-ubnd");
        let list = format!("/s/{home}/van-ban?standing=het-hieu-luc");
        assert!(!says(&room.reader.get(&list).await, "01/2025"));

        room.app.set_time(&format!("{}T00:01", day.iso()));
        follow(&room).await;
        assert_eq!(read(&room, &old_at).await.0, "Hết hiệu lực");
        assert_eq!(read(&room, &new_at).await.0, "Còn hiệu lực");
        assert!(says(&room.reader.get(&list).await, "01/2025"), "lists are narrowed by it from that day on");
        let screen = format!("{WORK}/{}", old.id);
        let home_site = live(&room.app, &home);
        let chief = room.app.signed_in("publisher", home_site.agency_id, &home_site.agency_path);
        let desk = chief.get(&screen).await;
        assert!(says(&desk, "Tình trạng được tính lại: Hết hiệu lực"), "{}", desk.text());

        // What is withdrawn has no effect any more.
        withdraw(&Ctx::system(&room.app, "test"), new.id, new.version, "Đăng nhầm").await.unwrap();
        assert_eq!(read(&room, &old_at).await, ("Còn hiệu lực".to_owned(), vec![]));
    }

    async fn a_part_that_is_changed_leaves_the_rest_in_force(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        let (_, old_at) = publish_on(&room, &home, &document("03/2025/QĐ-UBND", "2025-02-01", &[])).await;
        let new = document("04/2026/QĐ-UBND", "2026-01-10", &[["bai-bo", "03/2025/QĐ-UBND", "", "Điều 7"]]);
        publish_on(&room, &home, &new).await;
        assert_eq!(read(&room, &old_at).await, ("Hết hiệu lực một phần".to_owned(), vec!["Bị bãi bỏ bởi".to_owned()]));
        let page = room.reader.get(&old_at).await;
        assert!(page.body().contains("https://schema.org/PartiallyInForce"));
    }

    async fn what_is_corrected_is_in_force_as_before(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        let (_, old_at) = publish_on(&room, &home, &document("23/2025/QĐ-UBND", "2025-02-01", &[])).await;
        for (n, part) in ["Điều 2", ""].into_iter().enumerate() {
            let says = [["dinh-chinh", "23/2025/QĐ-UBND", "", part]];
            publish_on(&room, &home, &document(&format!("24{n}/2026/QĐ-UBND"), "2026-01-10", &says)).await;
        }
        assert_eq!(read(&room, &old_at).await, ("Còn hiệu lực".to_owned(), vec!["Được đính chính bởi".to_owned()]));
    }

    async fn however_many_rest_on_a_document_who_changed_it_is_named(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        let (old, old_at) = publish_on(&room, &home, &document("25/2025/QĐ-UBND", "2025-02-01", &[])).await;
        let changes = [["sua-doi", "25/2025/QĐ-UBND", "", "Điều 3"]];
        let (_, changing_at) = publish_on(&room, &home, &document("26/2026/QĐ-UBND", "2026-01-10", &changes)).await;
        let rests = [["can-cu", "25/2025/QĐ-UBND", "", ""]];
        let (resting, _) = publish_on(&room, "sotuphap", &document("27/QĐ-STP", "2026-02-01", &rests)).await;
        // As if it were two hundred and fifty of them.
        let more: Vec<String> = (1..250).map(|n| format!("($1, {n}, 'can-cu', 'x', $2, FALSE, TRUE, '2026-02-01')")).collect();
        let sql = format!(
            "INSERT INTO portal_entry_relation (entry_id, place, relation, cited, target_id, is_binding, is_whole, from_day) VALUES {}",
            more.join(", ")
        );
        room.app.keep_house(&sql, vec![resting.id.uuid().into(), old.id.uuid().into()]).await.unwrap();
        let (standing, headings) = read(&room, &old_at).await;
        assert_eq!(standing, "Hết hiệu lực một phần");
        assert_eq!(headings, ["Được sửa đổi, bổ sung bởi", "Là căn cứ của"]);
        let page = room.reader.get(&old_at).await;
        let named: Vec<String> = page.attributes(".prose a", "href").into_iter().filter(|href| href.contains("/van-ban/")).collect();
        assert_eq!((named.len(), named.first()), (201, Some(&changing_at)));
        assert!(says(&page, "Chỉ nêu 200 văn bản mới nhất, còn những văn bản khác."), "{}", page.text());
    }

    async fn nobody_changes_what_an_agency_above_or_beside_has_issued(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        let (_, old_at) = publish_on(&room, &home, &document("05/2025/QĐ-UBND", "2025-02-01", &[])).await;
        for (n, other) in ["sotuphap", "sonoivu"].into_iter().enumerate() {
            let says = [["bai-bo", "05/2025/QĐ-UBND", "", ""], ["thay-the", "05/2025/QĐ-UBND", &old_at, ""]];
            publish_on(&room, other, &document(&format!("{n}/QĐ-S"), "2026-01-10", &says)).await;
        }
        assert_eq!(read(&room, &old_at).await, ("Còn hiệu lực".to_owned(), vec![]), "no word of it on the page");
        // A department beside another does not reach it either.
        let (_, beside_at) = publish_on(&room, "sotuphap", &document("06/QĐ-STP", "2025-02-01", &[])).await;
        let says = [["bai-bo", "06/QĐ-STP", &beside_at, ""]];
        publish_on(&room, "sonoivu", &document("07/QĐ-SNV", "2026-01-10", &says)).await;
        assert_eq!(read(&room, &beside_at).await.0, "Còn hiệu lực");
        // The province does, by the address; by its number alone it is not found from above.
        publish_on(&room, &home, &document("08/2026/QĐ-UBND", "2026-01-10", &[["bai-bo", "06/QĐ-STP", "", ""]])).await;
        assert_eq!(read(&room, &beside_at).await.0, "Còn hiệu lực");
        publish_on(&room, &home, &document("09/2026/QĐ-UBND", "2026-01-10", &[["bai-bo", "06/QĐ-STP", &beside_at, ""]])).await;
        assert_eq!(read(&room, &beside_at).await, ("Hết hiệu lực".to_owned(), vec!["Bị bãi bỏ bởi".to_owned()]));
        // To guide is no power: it is shown, whoever does it.
        let (_, guide_at) = publish_on(&room, "sotuphap", &document("10/HD-STP", "2026-01-10", &[["huong-dan", "05/2025/QĐ-UBND", "", ""]])).await;
        let (standing, headings) = read(&room, &old_at).await;
        assert_eq!((standing.as_str(), headings.as_slice()), ("Còn hiệu lực", &["Được quy định chi tiết, hướng dẫn bởi".to_owned()][..]));
        assert!(room.reader.get(&old_at).await.attributes("a", "href").contains(&guide_at));
    }

    async fn a_number_means_the_nearest_document_and_one_to_come(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        // Nothing has this number yet: it is only named.
        let (_, citing) = publish_on(&room, "sotuphap", &document("11/QĐ-STP", "2026-01-10", &[["can-cu", "12/2025/QĐ-UBND", "", ""]])).await;
        let page = room.reader.get(&citing).await;
        assert!(says(&page, "12/2025/QĐ-UBND") && page.count(".prose a") == 0);
        let (_, above) = publish_on(&room, &home, &document("12/2025/QĐ-UBND", "2025-02-01", &[])).await;
        assert!(room.reader.get(&citing).await.attributes(".prose a", "href").contains(&above));
        assert_eq!(read(&room, &above).await.1, ["Là căn cứ của"]);
        // A site's own comes before that of an agency above; one of a site beside is never meant.
        publish_on(&room, "sonoivu", &document("12/2025/QĐ-UBND", "2025-02-01", &[])).await;
        assert!(room.reader.get(&citing).await.attributes(".prose a", "href").contains(&above));
        let (_, own) = publish_on(&room, "sotuphap", &document("12/2025/QĐ-UBND", "2025-02-01", &[])).await;
        let (_, later) = publish_on(&room, "sotuphap", &document("13/QĐ-STP", "2026-01-10", &[["can-cu", "12/2025/QĐ-UBND", "", ""]])).await;
        assert!(room.reader.get(&later).await.attributes(".prose a", "href").contains(&own));
        // What was meant before the nearer one came is meant on, and both pages say so.
        let page = room.reader.get(&citing).await;
        assert!(page.attributes(".prose a", "href").contains(&above), "{}", page.text());
        assert!(room.reader.get(&above).await.attributes(".prose a", "href").contains(&citing));
        assert!(!room.reader.get(&own).await.attributes(".prose a", "href").contains(&citing));
    }

    async fn a_number_that_comes_later_is_meant_by_all_who_cite_it_and_no_more_once_it_is_another(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        let home = province(&room);
        let mut asked = Vec::new();
        for (number, many) in [("19/2025/QĐ-UBND", 1), ("20/2025/QĐ-UBND", 7)] {
            let says = [["bai-bo", number, "", ""]];
            let (_, ending) = publish_on(&room, &home, &document(&format!("BB-{number}"), "2026-01-10", &says)).await;
            for n in 0..many {
                let says = [["can-cu", number, "", ""], ["bai-bo", number, "", ""]];
                publish_on(&room, "sotuphap", &document(&format!("{n}-{number}"), "2026-01-10", &says)).await;
            }
            let site = live(&room.app, &home);
            let content = document(number, "2025-02-01", &[]);
            let entry = draft(&ctx, kernel::new_id(), site.id, &content).await.unwrap();
            let entry = submit(&ctx, entry.id, entry.version).await.unwrap();
            let (entry, n) = kernel::db::counted(publish(&ctx, entry.id, entry.version, Span::default())).await;
            asked.push(n);
            let entry = entry.unwrap();
            let address = format!("/s/{home}/van-ban/{}-{}", content.slug(), entry.short);
            // Those of a department rest on it, and do not end it; that of the same site does.
            let headings = ["Bị bãi bỏ bởi", "Là căn cứ của"].map(str::to_owned).to_vec();
            assert_eq!(read(&room, &address).await, ("Hết hiệu lực".to_owned(), headings));
            let page = room.reader.get(&address).await;
            let citing = page.attributes(".prose a", "href").into_iter().filter(|href| href.contains("/van-ban/"));
            assert_eq!(citing.count(), many + 1, "{}", page.text());
            assert!(room.reader.get(&ending).await.attributes(".prose a", "href").contains(&address));

            // It was published under a wrong number.
            let mended = document(&format!("M-{number}"), "2025-02-01", &[]);
            let entry = crate::entry::edit(&ctx, entry.id, entry.version, mended).await.unwrap();
            let entry = submit(&ctx, entry.id, entry.version).await.unwrap();
            publish(&ctx, entry.id, entry.version, Span::default()).await.unwrap();
            let page = room.reader.get(&ending).await;
            assert!(page.text().contains(number) && page.count(".prose a") == 0, "{}", page.text());
        }
        assert_eq!(asked[0], asked[1], "as many statements for seven who cite it as for one");
    }

    async fn the_page_of_a_document_asks_each_thing_once(database) {
        let room = Newsroom::open(database).await;
        let home = province(&room);
        publish_on(&room, &home, &document("21/2025/QĐ-UBND", "2025-02-01", &[])).await;
        let says = [["can-cu", "21/2025/QĐ-UBND", "", ""]];
        let (_, address) = publish_on(&room, "sotuphap", &document("22/QĐ-STP", "2026-01-10", &says)).await;
        // Itself, what it cites, what cites it, what stands beside it, its languages.
        assert_eq!(room.reader.statements(&address).await, 5);
    }

    async fn a_draft_document_is_not_told_of_by_those_who_cite_it(database) {
        let room = Newsroom::open(database).await;
        let ctx = Ctx::system(&room.app, "test");
        let secret = document("14/2026/QĐ-UBND", "2026-01-10", &[]);
        let site = live(&room.app, "sotuphap");
        let entry = draft(&ctx, kernel::new_id(), site.id, &secret).await.unwrap();
        let (_, citing) = publish_on(&room, "sotuphap", &document("15/QĐ-STP", "2026-01-10", &[["can-cu", "14/2026/QĐ-UBND", &entry.short, ""]])).await;
        let page = room.reader.get(&citing).await;
        assert!(!says(&page, "Quyết định 14/2026") && page.count(".prose a") == 0, "{}", page.text());
    }

    async fn whether_a_draft_takes_opinions_follows_from_its_days(database) {
        let room = Newsroom::open(database).await;
        let today = room.app.clock().now().local_date();
        let (from, until) = (today.plus_days(1).iso(), today.plus_days(3).iso());
        let mut fields = Fields::default();
        for (name, text) in [("drafter", "Sở Tư pháp"), ("opens", &from), ("closes", &until), ("reply_to", "Sở")] {
            fields.set(name, text);
        }
        let kind = Kind::by_name("draft").unwrap();
        let content = Content { title: "Dự thảo".to_owned(), summary: "S".to_owned(), body: "B".to_owned(), fields, ..Content::of(kind) };
        publish_on(&room, "sotuphap", &content).await;
        let list = |stage: &str| room.at(&format!("/du-thao?stage={stage}"));
        for (ahead, stage) in [(0, "sap-lay-y-kien"), (1, "dang-lay-y-kien"), (3, "dang-lay-y-kien"), (4, "da-het-han")] {
            room.app.set_time(&format!("{}T08:00", today.plus_days(ahead).iso()));
            follow(&room).await;
            assert_eq!(room.reader.get(&list(stage)).await.count("tbody tr"), 1, "{stage} on day {ahead}");
        }
    }

    async fn documents_are_searched_by_words_numbers_and_days(database) {
        let room = Newsroom::open(database).await;
        for (number, issued) in [("16/QĐ-STP", "2026-01-05"), ("17/QĐ-STP", "2025-06-01"), ("18/KH-STP", "2024-03-01")] {
            let mut content = document(number, "2026-01-10", &[]);
            content.fields.set("issued", issued);
            content.title = format!("Quy chế tiếp công dân {issued}");
            publish_on(&room, "sotuphap", &content).await;
        }
        for (query, found) in [
            ("q=tiep+cong+dan", 3), ("q=17/Q%C4%90-STP", 1), ("q=qd-stp+tiep", 2), ("q=khong+co", 0),
            ("tu=2025-06-01", 2), ("den=2025-06-01", 2), ("tu=2025-01-01&den=2025-12-31", 1), ("q=qd-stp&tu=2026-01-01", 1),
            ("q=%25", 0), ("q=_", 0),
        ] {
            let page = room.reader.get(&room.at(&format!("/van-ban?{query}"))).await;
            assert_eq!((page.status, page.count("tbody tr")), (200, found), "{query}");
        }
        let page = room.reader.get(&room.at("/van-ban?q=tiep&tu=2025-01-01")).await;
        assert_eq!(page.attribute("#words", "value"), "tiep");
        assert_eq!(page.attribute("#from", "value"), "2025-01-01");
        // It says by what it can be searched.
        for (list, offered) in [
            ("/van-ban", "Tìm theo ngày, hình thức, lĩnh vực, hiệu lực"),
            ("/du-thao", "Tìm theo ngày"),
        ] {
            let page = room.reader.get(&room.at(list)).await;
            assert_eq!(page.texts("form details summary"), [offered]);
        }
    }

    async fn an_editor_is_told_what_is_wrong_with_a_citation(database) {
        let room = Newsroom::open(database).await;
        let site = room.site.id.to_string();
        let fields = [
            ("site", site.as_str()), ("title", "Quyết định"), ("kind", "document"),
            ("relations.0.relation", "sua-doi"), ("relations.0.document", "xem ở trang tỉnh"),
        ];
        let answer = room.editor.fill_in(&format!("{WORK}/moi?loai=document"), WORK, &fields).await;
        assert_eq!(answer.status, 422);
        assert!(says(&answer, "Chép nguyên địa chỉ trang của văn bản"));
    }
}
