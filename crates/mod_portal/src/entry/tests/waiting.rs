//! The first work screen says what waits, to whom it waits for.

use testkit::both_databases;

use super::*;

/// The tiles of the first work screen: where they lead and how many they count.
async fn tiles(client: &Client) -> Vec<(String, String)> {
    let desk = client.get("/viec").await;
    assert_eq!(desk.status, 200);
    desk.attributes("a.tile", "href").into_iter().zip(desk.texts("a.tile b")).collect()
}

fn tile(status: &str, count: &str) -> (String, String) {
    (format!("{WORK}?status={status}"), count.to_owned())
}

both_databases! {
    async fn what_waits_is_counted_for_whom_it_waits(database) {
        let room = Newsroom::open(database).await;
        assert!(says(&room.publisher.get("/viec").await, "Không có việc"), "nothing yet");
        room.draft("Nháp của tôi").await;
        let returned = room.submitted("Bị trả lại").await;
        room.publisher.fill_in(&returned, &format!("{returned}/return"), &[("return_reason", "Sửa lại.")]).await;
        room.submitted("Chờ duyệt một").await;
        room.submitted("Chờ duyệt hai").await;
        room.published("Đã đăng").await;

        assert_eq!(tiles(&room.editor).await, [tile("returned", "1"), tile("draft", "1")], "their own only");
        assert_eq!(tiles(&room.publisher).await, [tile("in_review", "2")], "nothing they wrote");
        let other = live(&room.app, "sonoivu");
        let elsewhere = room.app.signed_in("publisher", other.agency_id, &other.agency_path);
        assert!(tiles(&elsewhere).await.is_empty());
        let list = room.publisher.get(&tiles(&room.publisher).await[0].0).await;
        assert_eq!(list.count("tbody tr"), 2, "the tile leads to what it counts");
        assert_eq!(list.texts("body > .rail a[aria-current] em"), ["2 đang chờ"], "and the rail says it too");
    }

    async fn one_list_names_what_waits_nearest_first(database) {
        let room = Newsroom::open(database).await;
        let empty = room.publisher.get("/viec").await;
        assert_eq!(empty.attributes("main a[data-key-new]", "href"), [format!("{WORK}/moi")]);
        assert_eq!(empty.attributes(".empty a", "href"), [format!("{WORK}/moi")]);
        room.draft("Nháp").await;
        let first = room.submitted("Gửi trước").await;
        room.app.set_time("2026-03-02T10:40");
        room.submitted("Gửi sau").await;
        let returned = room.submitted("Bị trả").await;
        room.publisher.fill_in(&returned, &format!("{returned}/return"), &[("return_reason", "Sửa.")]).await;
        room.app.set_time("2026-03-03T08:10");
        let desk = room.publisher.get("/viec").await;
        assert_eq!(desk.texts("main tbody th a"), ["Gửi trước", "Gửi sau"]);
        assert_eq!(desk.attributes("main tbody th a", "href")[0], first);
        assert_eq!(desk.texts("main tbody time")[0], "Đã chờ 1 ngày làm việc");
        assert_eq!(desk.attributes("tr[id]", "id"), ["soon"]);
        let desk = room.editor.get("/viec").await;
        assert_eq!(desk.texts("main tbody th a"), ["Bị trả", "Nháp"]);
        assert_eq!(desk.texts("main tbody .due"), ["Sửa theo lý do trả lại", "Viết tiếp và gửi duyệt"]);
        // What the rail says is not said again.
        assert_eq!(desk.count(&format!("main a[href='{WORK}']")), 0);
    }

    async fn nobody_is_asked_to_decide_on_what_they_wrote(database) {
        let room = Newsroom::open(database).await;
        let screen = room.draft("Người duyệt sửa giúp").await;
        room.publisher.fill_in(&screen, &format!("{screen}/revision"), &whole("Đã sửa giúp", &[])).await;
        assert_eq!(tiles(&room.publisher).await, [tile("draft", "1")], "a hand in it makes it theirs too");
        room.submit(&screen).await;
        assert!(tiles(&room.publisher).await.is_empty());
        assert!(tiles(&room.editor).await.is_empty());
    }
}
