//! The way from a thing's own screen to its history.

use kernel::db::Queries as _;
use svc_identity::{ACCOUNT_MANAGE, PERSON_MANAGE};
use testkit::{Answer, both_databases};
use uuid::Uuid;

use crate::kit::{JOURNAL, Province, province};

fn link(page: &Answer) -> Option<String> {
    assert_eq!(page.status, 200, "{}", page.text());
    page.attributes("main a", "href").into_iter().find(|href| href.contains(&format!("{JOURNAL}/ve/")))
}

async fn person_of(p: &Province, account: Uuid) -> Uuid {
    let sql = "SELECT person FROM identity_account WHERE id = $1";
    p.app.db().read().scalar(sql, vec![account.into()]).await.unwrap().unwrap()
}

both_databases! {
    async fn accounts_and_people_lead_to_their_history_for_whoever_may_read_it(database) {
        let p = province(database).await;
        p.account("quan.tri", "Quản Trị", &[("admin", p.root)]).await;
        let account = p.account("hanh", "Nguyễn Thị Hạnh", &[("clerk", p.commune)]).await.uuid();
        let person = person_of(&p, account).await;
        let admin = p.signed_in("quan.tri").await;
        for (screen, kind, id, says) in [
            (format!("/quan-tri/tai-khoan/{account}"), "account", account, "Mở tài khoản"),
            (format!("/quan-tri/nhan-su/{person}"), "person", person, "Thêm nhân sự"),
        ] {
            let page = admin.get(&screen).await;
            let story = link(&page).unwrap();
            assert_eq!(story, format!("{JOURNAL}/ve/{kind}/{id}"));
            let told = admin.get(&story).await;
            assert!(told.status == 200 && told.text().contains(says), "{}", told.text());
            let english = link(&admin.get(&format!("/en{screen}")).await).unwrap();
            assert_eq!(english, format!("/en{story}"));
        }
    }

    async fn nobody_is_led_to_what_they_may_not_read(database) {
        let p = province(database).await;
        let account = p.account("hanh", "Nguyễn Thị Hạnh", &[("clerk", p.commune)]).await.uuid();
        let person = person_of(&p, account).await;
        let screens = [format!("/quan-tri/tai-khoan/{account}"), format!("/quan-tri/nhan-su/{person}")];
        // Somebody who manages accounts and may not read the journal.
        let manager = p.app.signed_in_with("manager", &[ACCOUNT_MANAGE, PERSON_MANAGE], p.root, &format!("/{}/", p.root));
        for screen in &screens {
            assert_eq!(link(&manager.get(screen).await), None, "{screen}");
        }
        // The administrator of the commune sees both. The account's history has a part of theirs, the role given there;
        // that the person was entered was noted of no agency, which is for the province.
        let path = format!("/{}/{}/", p.root, p.commune);
        let local = p.app.signed_in("admin", p.commune, &path);
        let story = link(&local.get(&screens[0]).await).unwrap();
        assert_eq!(local.get(&story).await.status, 200);
        assert_eq!(link(&local.get(&screens[1]).await), None);
        assert_eq!(local.get(&format!("{JOURNAL}/ve/person/{person}")).await.status, 404);
    }
}
