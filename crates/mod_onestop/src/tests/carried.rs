use kernel::{Passing, Reorganisation, Reorganise as _};
use testkit::both_databases;

use super::*;
use crate::reorganise::Dossiers;

both_databases! {
    async fn open_dossiers_go_along_and_finished_ones_stay(database) {
        let shop = Shop::open(database).await;
        let (open, over) = (shop.submitted(&shop.citizen).await, shop.submitted(&shop.citizen).await);
        shop.act(&shop.clerk, &over, "refusal", &[("refuse_reason", "Sai nơi nộp")]).await;
        let draft = shop.filled(&shop.citizen, "0912345678").await;
        let tree = svc_org::tree(&shop.app).unwrap();
        let heir = tree.by_slug("dinhhoa", Ctx::system(&shop.app, "test").today()).unwrap();
        let change = Reorganisation {
            id: kernel::new_id::<()>().uuid(),
            on: base::LocalDate::parse("2026-03-02").unwrap(),
            basis: "Nghị quyết thử".to_owned(),
            passings: vec![Passing {
                from: shop.commune,
                to: vec![heir.id.uuid()],
                heir: Some(heir.id.uuid()),
                same: true,
            }],
        };
        let foreseen = Dossiers.foresee(&shop.app, &change).await.unwrap();
        let said: Vec<(&str, u64)> = foreseen.iter().map(|follows| (follows.what, follows.count)).collect();
        assert_eq!(said, [("onestop.reorganise.open", 1), ("onestop.reorganise.drafts", 1)]);
        let named = Dossiers.name(&Ctx::system(&shop.app, "test"), shop.commune, change.on, 9).await.unwrap();
        assert_eq!(named.len(), 1);
        let file = shop.citizen.get(&format!("/mot-cua/ho-so/{open}")).await.attribute("section[aria-labelledby=giay-to] a", "href");
        for _ in 0..2 {
            Dossiers.begin(&shop.app, &change).await.unwrap();
        }
        let new = shop.app.signed_in("clerk", heir.id.uuid(), &heir.path);
        for (client, sees) in [(&new, true), (&shop.clerk, false)] {
            let (dossier, paper) = (client.get(&format!("/quan-tri/ho-so/{open}")).await, client.get(&file).await);
            assert_eq!((dossier.status == 200, paper.status == 200), (sees, sees), "{file}");
            let kept = client.get(&format!("/quan-tri/ho-so/{over}")).await;
            assert_eq!(kept.status == 200, !sees);
        }
        // The draft is handed in where it went.
        assert_eq!(shop.hand_in(&shop.citizen, &draft).await.status, 303);
        assert_eq!(new.get(&format!("/quan-tri/ho-so/{draft}")).await.status, 200);
    }
}
