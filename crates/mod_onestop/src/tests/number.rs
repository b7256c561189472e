use testkit::both_databases;

use super::*;

/// Hands drafts in, all at once, each by its own citizen; the codes they got.
async fn at_once(shop: &Shop, how_many: usize) -> Vec<String> {
    let mut tasks = Vec::new();
    for _ in 0..how_many {
        let citizen = shop.app.client_of("citizen", Vec::new());
        // Whose account that is: they begin something, and it is theirs.
        let begun = shop.begin(&citizen, BIRTH).await;
        let begun: Uuid = begun.location().split('/').nth(3).unwrap().parse().unwrap();
        let sql = "SELECT account FROM onestop_draft WHERE id = $1";
        let account: Option<Uuid> = shop.app.db().read().scalar(sql, vec![begun.into()]).await.unwrap();
        let id = shop.ready(account.unwrap()).await;
        tasks.push((citizen, id));
    }
    let sent = tasks.into_iter().map(|(citizen, id)| {
        tokio::spawn(async move {
            // Some press twice.
            let path = format!("/mot-cua/nhap/{id}/submission");
            let token = citizen.token().await;
            let fields = [("_csrf", token.as_str()), ("sure", "1")];
            let (one, two) = tokio::join!(citizen.post_raw(&path, &fields), citizen.post_raw(&path, &fields));
            for answer in [one, two] {
                assert_eq!(answer.location(), format!("/mot-cua/ho-so/{id}"), "{}", answer.text());
            }
        })
    });
    for task in sent.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let sql = "SELECT code FROM onestop_dossier ORDER BY code";
    shop.app.db().read().column(sql, vec![]).await.unwrap()
}

both_databases! {
    async fn sixty_four_at_once_leave_no_gap_and_no_double(database) {
        let shop = Shop::open(database).await;
        let codes = at_once(&shop, 64).await;
        let orders: Vec<String> = codes.iter().map(|code| code.rsplit('-').next().unwrap().to_owned()).collect();
        let expected: Vec<String> = (1..=64).map(|n| format!("{n:04}")).collect();
        assert_eq!(orders, expected);
    }

    async fn each_day_and_each_agency_counts_for_itself(database) {
        let shop = Shop::open(database).await;
        shop.app.set_time("2026-12-31T23:59");
        let old = at_once(&shop, 2).await;
        shop.app.set_time("2027-01-01T00:00");
        let all = at_once(&shop, 2).await;
        let days: Vec<&str> = all.iter().map(|code| code.split_once('-').unwrap().1).collect();
        assert_eq!(old.len(), 2);
        assert_eq!(days, ["261231-0001", "261231-0002", "270101-0001", "270101-0002"]);
    }

    async fn what_comes_to_nothing_gives_its_number_back(database) {
        let shop = Shop::open(database).await;
        let ctx = Ctx::system(&shop.app, "test");
        let day = ctx.today();
        {
            let act = ctx.own_act().await.unwrap();
            assert_eq!(crate::dossier::store::next_number(&act, shop.commune, day).await.unwrap(), 1);
            // It ends here, as when the program is killed.
        }
        let codes = at_once(&shop, 1).await;
        assert!(codes[0].ends_with("-0001"), "{codes:?}");
    }
}
