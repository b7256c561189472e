//! Somebody who writes for hundreds of sites.

use testkit::both_databases;

use super::*;
use crate::site::tests::{SCHOOL, grow};

const NEW: &str = "/quan-tri/noi-dung/moi";

both_databases! {
    async fn who_writes_for_hundreds_of_sites_finds_one_by_its_name(database) {
        let room = Newsroom::open(database).await;
        assert_eq!(room.editor.get(NEW).await.count("#trang"), 0, "few are all in the list");
        grow(&room.app).await;
        let top = site::sites(&room.app).unwrap().province().cloned().unwrap();
        let chief = room.app.signed_in("editor", top.agency_id, &top.agency_path);
        let page = chief.get(NEW).await;
        let offered = page.texts("#site option");
        assert!(offered.len() <= 201 && offered.contains(&"Sở Tư pháp".to_owned()), "{}", offered.len());
        assert!(!offered.contains(&SCHOOL.to_owned()));

        // Several have such a name: they are to choose from. Which kind it is stays as it was.
        let several = chief.get(&format!("{NEW}?loai=document&trang=mam+non+so")).await;
        let offered = several.texts("#site option");
        assert!(offered.len() > 2 && offered[1..].iter().all(|name| name.starts_with("Trường Mầm non S") || name.contains(" Sơn ")), "{offered:?}");
        assert!(says(&several, &format!("Có {} trang như vậy", offered.len() - 1)), "{}", several.text());
        assert_eq!(several.attribute("#trang", "value"), "mam non so");
        assert_eq!(several.attribute("input[name=loai]", "value"), "document");
        assert!(says(&chief.get(&format!("{NEW}?trang=khong+co")).await, "Không có trang nào như vậy"));

        // Of one name there is one, and it is chosen; its word in addresses does the same.
        let found = format!("{NEW}?trang=mầm+non+sở+tư+pháp").replace('ầ', "%E1%BA%A7").replace('ở', "%E1%BB%9F")
            .replace('ư', "%C6%B0").replace('á', "%C3%A1");
        let one = chief.get(&found).await;
        assert_eq!(one.texts("#site option[selected]"), [SCHOOL]);
        let school = one.attribute("#site option[selected]", "value");
        let drafted = chief.fill_in(&found, WORK, &whole("Bài của trường", &[])).await;
        assert_eq!(drafted.status, 303, "{}", drafted.text());
        assert!(says(&chief.get(drafted.location()).await, SCHOOL));
        let family = site::sites(&room.app).unwrap();
        let slug = family.living(room.app.clock().now().local_date()).find(|s| s.id.to_string() == school).unwrap().slug.clone();
        assert_eq!(chief.get(&format!("{NEW}?trang={slug}")).await.texts("#site option[selected]"), [SCHOOL]);
    }

    async fn what_was_typed_before_a_site_was_looked_for_is_there_after(database) {
        let room = Newsroom::open(database).await;
        grow(&room.app).await;
        let top = site::sites(&room.app).unwrap().province().cloned().unwrap();
        let chief = room.app.signed_in("editor", top.agency_id, &top.agency_path);
        let page = chief.get(NEW).await;
        let key = page.attribute("form[method=get] input[name='dang-viet']", "value");
        let kept = page.attribute("form[data-keep]", "data-keep");
        let typed = [("_key", page.attribute("input[name=_key]", "value")), ("title", "Gõ dở".to_owned()), ("changed", "1".to_owned())];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert!(chief.post(&kept, &typed).await.status < 300);
        let found = chief.get(&format!("{NEW}?dang-viet={key}&trang=mam+non+so+tu+phap")).await;
        assert_eq!(found.attribute("#title", "value"), "Gõ dở");
        assert_eq!(found.texts("#site option[selected]"), [SCHOOL]);
    }
}
