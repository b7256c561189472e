use std::collections::BTreeMap;

use kernel::db::Queries as _;
use testkit::{Client, both_databases};

use crate::{
    entry::field::Fields,
    question::tests::{Office, merged, published_entry},
};

/// A poll that is open until Tuesday 10 March 2026.
async fn poll(office: &Office) -> String {
    let mut fields = Fields::default().with("opens", "2026-03-01").with("closes", "2026-03-10");
    let row = |title: &str| BTreeMap::from([("title".to_owned(), title.to_owned())]);
    fields.set_rows("answers", vec![row("Buổi sáng"), row("Buổi chiều"), row("<b>Buổi tối</b>")]);
    published_entry(office, "poll", "Mở thêm giờ nào?", fields).await
}

async fn vote(office: &Office, client: &Client, poll: &str, answer: &str) -> testkit::Answer {
    office.send(client, &format!("{poll}/phieu"), &[("answer", answer)]).await
}

async fn votes(office: &Office) -> i64 {
    office.app.db().read().scalar("SELECT count(*) FROM portal_vote", vec![]).await.unwrap().unwrap()
}

both_databases! {
    async fn one_paper_one_vote_and_then_the_result(database) {
        let office = Office::open(database).await;
        let poll = poll(&office).await;
        let result = format!("{poll}/ket-qua");
        assert!(office.citizen.get(&poll).await.text().contains("Mở đến hết ngày 10/03/2026"));
        // No result before one has answered.
        assert_eq!(office.citizen.get(&result).await.location(), format!("{poll}/phieu"));
        let done = vote(&office, &office.citizen, &poll, "1").await;
        assert_eq!(done.location(), result, "{}", done.text());
        let page = office.citizen.get(&result).await;
        assert_eq!(page.texts("tbody .num"), ["0", "0%", "1", "100%", "0", "0%"]);
        assert_eq!(page.count("tbody b"), 0, "{}", page.body());
        // The same browser is led to the result, however it asks.
        assert_eq!(office.citizen.get(&format!("{poll}/phieu")).await.location(), result);
        let other = office.app.visitor();
        assert_eq!(vote(&office, &other, &poll, "0").await.status, 303);
        assert_eq!(votes(&office).await, 2);
        // Neither the box nor the journal says who, when to the minute, or from where.
        let columns: Vec<String> = office.app.db().read().column("SELECT day FROM portal_vote", vec![]).await.unwrap();
        assert_eq!(columns, ["2026-03-02", "2026-03-02"]);
        let said: Vec<String> = office.app.db().read().column("SELECT data FROM kernel_record WHERE act = 'portal.vote.cast'", vec![]).await.unwrap();
        assert_eq!(said, ["{}", "{}"]);
    }

    async fn second_votes_forged_papers_and_machines_do_not_count(database) {
        let office = Office::open(database).await;
        let poll = poll(&office).await;
        let path = format!("{poll}/phieu");
        let form = office.citizen.get(&path).await.form(&path);
        let second = office.citizen.get(&path).await.form(&path);
        assert_eq!(office.citizen.post_raw(&path, &merged(form.clone(), &[("answer", "0")])).await.status, 422, "at once");
        office.later(10);
        for bad in ["", "9", "-1", "Buổi sáng"] {
            assert_eq!(office.citizen.post_raw(&path, &merged(form.clone(), &[("answer", bad)])).await.status, 422, "{bad}");
        }
        assert_eq!(office.citizen.post_raw(&path, &merged(form.clone(), &[("answer", "0"), ("homepage", "x")])).await.status, 422);
        assert_eq!(votes(&office).await, 0);
        // Two forms opened before: one paper, one vote. The same form twice: one vote.
        for form in [&form, &form, &second] {
            assert_eq!(office.citizen.post_raw(&path, &merged(form.clone(), &[("answer", "0")])).await.status, 303);
        }
        assert_eq!(votes(&office).await, 1);
        // A browser without a paper, or with one it made up.
        let other = office.app.visitor();
        let form = other.get(&path).await.form(&path);
        office.later(10);
        let name = format!("sc_vote_{}", entry_id(&office).await);
        assert!(other.has_cookie(&name));
        for paper in ["", "00000000-0000-0000-0000-000000000001.AAAA", office.citizen.cookie(&name).split('.').next().unwrap()] {
            other.set_cookie(&name, paper);
            let refused = other.post_raw(&path, &merged(form.clone(), &[("answer", "2")])).await;
            assert_eq!(refused.status, 422, "{paper}");
        }
        assert_eq!(votes(&office).await, 1);
    }

    async fn a_closed_poll_shows_its_result_and_takes_nothing(database) {
        let office = Office::open(database).await;
        let poll = poll(&office).await;
        vote(&office, &office.citizen, &poll, "0").await;
        let other = office.app.visitor();
        let path = format!("{poll}/phieu");
        let form = other.get(&path).await.form(&path);
        office.app.set_time("2026-03-11T00:01");
        let late = other.post_raw(&path, &merged(form, &[("answer", "1")])).await;
        assert_eq!(late.status, 409);
        assert_eq!(votes(&office).await, 1);
        let page = office.app.visitor().get(&poll).await;
        assert!(page.text().contains("Đã đóng vào hết ngày 10/03/2026") && page.text().contains("100%"), "{}", page.text());
        assert_eq!(office.app.visitor().get(&format!("{poll}/ket-qua")).await.status, 200);
        assert_eq!(office.app.visitor().get(&path).await.status, 303);
    }
}

async fn entry_id(office: &Office) -> String {
    let id: Option<sea_orm::prelude::Uuid> = office
        .app
        .db()
        .read()
        .scalar("SELECT id FROM portal_entry WHERE kind = 'poll'", vec![])
        .await
        .unwrap();
    id.unwrap().simple().to_string()
}
