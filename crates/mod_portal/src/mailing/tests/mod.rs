mod words;

use base::Id;
use contracts::notify::{Notice, Recipient};
use kernel::{Ctx, db::Queries as _};
use testkit::{Answer, Client, Database, both_databases};

use super::{
    Ask, WORK,
    model::{Address, Pace, Topic},
    token::Out,
};
use crate::{
    entry::{self, Content, Kind, field::Fields},
    question::tests::{Office, live, merged, published_entry},
};

const MINE: &str = "lan.doc@example.org";

fn fields() -> Fields {
    Fields::default().with("category", "tin-tuc").with("author", "A").with("source", "B")
}

async fn news(office: &Office, title: &str) -> String {
    published_entry(office, "article", title, fields()).await
}

fn form(office: &Office, query: &str) -> String {
    office.at(&format!("/nhan-tin{query}"))
}

/// Somebody asks to be told of the news.
async fn ask(office: &Office, email: &str, more: &[(&str, &str)]) -> Answer {
    let mut typed = vec![("email", email), ("topic", "section:article")];
    typed.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    typed.extend_from_slice(more);
    let path = form(office, "?chuyen-muc=tin-tuc&muc=tin-tuc");
    office.send(&office.app.visitor(), &path, &typed).await
}

/// The letters asked for so far and not handed on, oldest first; each is taken once.
async fn letters(office: &Office) -> Vec<Notice> {
    let sql = "SELECT payload FROM kernel_job WHERE kind = 'notify.deliver' ORDER BY run_at, id";
    let found: Vec<String> = office.app.db().read().column(sql, vec![]).await.unwrap();
    office.app.keep_house("DELETE FROM kernel_job WHERE kind = 'notify.deliver'", vec![]).await.unwrap();
    found.iter().map(|json| serde_json::from_str(json).unwrap()).collect()
}

fn to(notice: &Notice) -> &str {
    match &notice.to {
        Recipient::Address { email: Some(email), .. } => email,
        other => panic!("{other:?}"),
    }
}

/// Asked for, and confirmed by the link of the letter.
async fn confirmed(office: &Office, email: &str, more: &[(&str, &str)]) {
    assert_eq!(ask(office, email, more).await.status, 303);
    let [letter] = &letters(office).await[..] else { panic!("one letter") };
    assert_eq!(to(letter), email);
    let done = press(&office.app.visitor(), &letter.path).await;
    assert!(done.status == 200 && done.text().contains("Đã xác nhận"), "{}", done.text());
}

/// As the button, and as a mail program does: no session, no form token.
async fn press(client: &Client, path: &str) -> Answer {
    client.post_raw(path, &[("List-Unsubscribe", "One-Click")]).await
}

/// Ten minutes go by, and what is due then is done.
async fn minutes(office: &Office, n: i64) {
    office.later(n * 60);
    for kind in ["portal.tell_readers", "portal.morning_letters", "portal.forget_mailings"] {
        run(office, kind).await;
    }
}

/// Runs the jobs of a kind that are due; those that run by themselves once.
async fn run(office: &Office, kind: &str) {
    let job = crate::MODULE.jobs.iter().find(|job| job.name == kind).unwrap();
    if job.every.is_some() {
        return (job.run)((*office.app).clone(), serde_json::Value::Null).await.unwrap();
    }
    loop {
        let now = office.app.clock().now().0;
        let sql = "SELECT payload FROM kernel_job WHERE kind = $1 AND run_at <= $2";
        let due: Vec<String> =
            office.app.db().read().column(sql, vec![kind.into(), now.into()]).await.unwrap();
        if due.is_empty() {
            return;
        }
        let sql = "DELETE FROM kernel_job WHERE kind = $1 AND run_at <= $2";
        office.app.keep_house(sql, vec![kind.into(), now.into()]).await.unwrap();
        for payload in due {
            // A crash after the act: the job comes again, and tells nobody twice.
            for _ in 0..2 {
                (job.run)((*office.app).clone(), serde_json::from_str(&payload).unwrap()).await.unwrap();
            }
        }
    }
}

async fn count(office: &Office, sql: &str) -> i64 {
    office.app.db().read().scalar(sql, vec![]).await.unwrap().unwrap()
}

async fn kept(office: &Office) -> i64 {
    count(office, "SELECT count(*) FROM portal_mailing").await
}

async fn opened(database: Database) -> Office {
    let office = Office::open(database).await;
    news(&office, "Bài đầu").await;
    office
}

both_databases! {
    async fn nothing_is_sent_before_the_address_itself_says_so(database) {
        let office = opened(database).await;
        let page = news(&office, "Bài có đường dẫn").await;
        let shown = office.citizen.get(&page).await;
        let links = shown.attributes("a", "href");
        let link = links.iter().find(|href| href.contains("/nhan-tin?")).unwrap();
        let opened = office.citizen.get(link).await;
        assert_eq!(opened.status, 200);
        // From a page: the page itself, its category, its section.
        assert_eq!(opened.count("input[name=topic]"), 3);
        assert!(opened.texts("label").join(" ").contains("Bài có đường dẫn"));
        assert_eq!(office.citizen.get(&form(&office, "")).await.attributes("input[name=topic]", "value"), ["section:article"]);

        let done = ask(&office, MINE, &[]).await;
        assert_eq!((done.status, done.location()), (303, office.at("/tin-tuc").as_str()));
        let [letter] = &letters(&office).await[..] else { panic!("one letter") };
        assert_eq!((letter.kind.as_str(), to(letter)), ("portal.mailing_confirmation", MINE));
        assert!(letter.letter.out.is_empty() && letter.path.starts_with("/thu-bao/xac-nhan/"));
        assert_eq!(letter.values["topic"], "Tin tức");
        // Not confirmed: told nothing.
        news(&office, "Bài chưa ai nhận").await;
        minutes(&office, 11).await;
        assert!(letters(&office).await.is_empty());
        // Mail programs look at links: that confirms nothing.
        let look = office.app.visitor().get(&letter.path).await;
        assert_eq!((look.status, look.header("referrer-policy")), (200, "no-referrer"));
        assert!(look.text().contains("Tin tức (Sở Tư pháp)") && !look.text().contains(MINE));
        assert_eq!(count(&office, "SELECT count(*) FROM portal_mailing WHERE confirmed_at IS NOT NULL").await, 0);
        for _ in 0..2 {
            assert_eq!(press(&office.app.visitor(), &letter.path).await.status, 200);
        }
        let said = "SELECT count(*) FROM kernel_record WHERE act = 'portal.mailing.confirmed'";
        assert_eq!(count(&office, said).await, 1);
        // Now it is told, ten minutes after the publication, and once.
        news(&office, "Bài được báo").await;
        minutes(&office, 9).await;
        assert!(letters(&office).await.is_empty());
        minutes(&office, 2).await;
        let [letter] = &letters(&office).await[..] else { panic!("one letter") };
        assert_eq!((letter.kind.as_str(), to(letter)), ("portal.mailing_news", MINE));
        assert_eq!(letter.values["title"], "Bài được báo");
        assert!(office.citizen.get(&letter.path).await.text().contains("Bài được báo"));
        assert!(letter.letter.out.starts_with("/thu-bao/thoi/"));
        minutes(&office, 60).await;
        assert!(letters(&office).await.is_empty());
    }

    async fn one_click_leads_out_for_good_and_the_address_is_gone(database) {
        let office = opened(database).await;
        confirmed(&office, MINE, &[]).await;
        confirmed(&office, MINE, &[("topic", "section:article:tin-tuc")]).await;
        news(&office, "Bài cuối cùng").await;
        minutes(&office, 11).await;
        // Of two topics it belongs to, one letter.
        let [letter] = &letters(&office).await[..] else { panic!("one letter") };
        let out = letter.letter.out.clone();
        let look = office.app.visitor().get(&out).await;
        assert!(look.text().contains("Thôi nhận") && !look.text().contains(MINE));
        assert_eq!(kept(&office).await, 2, "looking changes nothing");
        let left = press(&office.app.visitor(), &out).await;
        assert!(left.status == 200 && left.text().contains("Đã thôi nhận tin"), "{}", left.text());
        assert_eq!(kept(&office).await, 1);
        // Out of all else, too, if its reader likes.
        let all = left.attribute("form", "action");
        assert!(press(&office.app.visitor(), &all).await.text().contains("Đã thôi nhận tin"));
        assert_eq!(kept(&office).await, 0);
        for again in [&out, &all] {
            assert_eq!(press(&office.app.visitor(), again).await.status, 200, "twice is no mistake");
            assert_eq!(office.app.visitor().get(again).await.status, 200);
        }
        news(&office, "Bài không ai nhận").await;
        minutes(&office, 11).await;
        assert!(letters(&office).await.is_empty());
        assert_eq!(count(&office, "SELECT count(*) FROM portal_mailing_due").await, 0);
        assert_eq!(press(&office.app.visitor(), &out.replace("/m.", "/m.0")).await.status, 404);
    }

    async fn nobody_learns_who_is_told_and_nobody_is_buried_under_letters(database) {
        let office = opened(database).await;
        let unknown = ask(&office, "moi@example.org", &[]).await;
        letters(&office).await;
        confirmed(&office, MINE, &[]).await;
        let before = count(&office, "SELECT count(*) FROM kernel_record WHERE act = 'portal.mailing.asked'").await;
        let known = ask(&office, MINE, &[]).await;
        assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
        let said = |answer: &Answer| answer.header("set-cookie").split('.').next().unwrap_or_default().to_owned();
        assert_eq!(said(&known), said(&unknown), "the same sentence");
        assert!(letters(&office).await.is_empty(), "and no letter");
        assert_eq!(count(&office, "SELECT count(*) FROM kernel_record WHERE act = 'portal.mailing.asked'").await, before + 1);
        // Three letters a day to one mailbox, however it is spelt and whatever they ask.
        let victims = ["nan.nhan@example.org", "nannhan@example.org", "nan.nhan+1@example.org", "NAN.nhan+2@example.org", "n.a.n.nhan@example.org"];
        for victim in victims {
            for topic in ["section:article", "section:article:tin-tuc"] {
                // Past the guard, as from many networks.
                let asked = Ask {
                    site: office.site.clone(),
                    topic: Topic::parse(topic).unwrap(),
                    pace: Pace::Each,
                    address: Address::parse(victim).unwrap(),
                };
                let ctx = Ctx::system(&office.app, "test");
                assert!(crate::mailing::ask(&ctx, kernel::new_id(), &asked).await.unwrap());
            }
        }
        let sent = letters(&office).await;
        assert_eq!(sent.len(), 3, "{sent:?}");
        // What was not asked is not kept either.
        assert_eq!(kept(&office).await, 1 + 1 + 3);
        // The journal and the tables name nobody.
        for sql in ["SELECT data FROM kernel_record", "SELECT digest FROM portal_mailing", "SELECT mailbox FROM portal_mailing_letter"] {
            let all: Vec<String> = office.app.db().read().column(sql, vec![]).await.unwrap();
            assert!(!all.iter().any(|text| text.contains("example.org") || text.contains("nhan@")), "{sql}");
        }
        let hidden: Vec<Vec<u8>> = office.app.db().read().column("SELECT address FROM portal_mailing", vec![]).await.unwrap();
        assert!(hidden.iter().all(|bytes| !String::from_utf8_lossy(bytes).contains("example")));
        // Tomorrow somebody may ask again.
        office.later(86_400);
        ask(&office, victims[0], &[]).await;
        assert_eq!(letters(&office).await.len(), 1);
    }

    async fn a_network_that_asks_much_is_asked_a_sum(database) {
        let office = opened(database).await;
        let client = office.app.visitor();
        let path = form(&office, "?chuyen-muc=tin-tuc");
        let mut statuses = Vec::new();
        for n in 0..8 {
            let page = client.get(&path).await;
            office.later(5);
            let email = format!("nguoi{n}@example.org");
            let typed = merged(page.form(&path), &[("email", &email), ("topic", "section:article")]);
            let typed: Vec<(&str, &str)> = typed;
            statuses.push(client.post_raw(&path, &typed).await.status);
        }
        assert!(statuses.contains(&422), "{statuses:?}");
        assert_eq!(statuses[0], 303);
    }

    async fn hostile_forms_are_refused_and_nothing_is_kept(database) {
        let office = opened(database).await;
        let client = office.app.visitor();
        let path = form(&office, "?chuyen-muc=tin-tuc");
        let page = client.get(&path).await;
        let blank = page.form(&path);
        assert_eq!(client.post_raw(&path, &merged(blank.clone(), &[("email", MINE)])).await.status, 422, "at once");
        office.later(30);
        let wrong = [
            ("email", "a@b.vn\r\nBcc: all@example.org"),
            ("email", "a@b.vn,c@d.vn"),
            ("email", "<script>@b.vn"),
            ("email", ""),
            ("topic", "section:leader"),
            ("topic", "entry:019abc00-0000-7000-8000-000000000001"),
            ("topic", "' OR 1=1 --"),
            ("pace", "hourly"),
            ("homepage", "x"),
            ("_proof", "x"),
        ];
        for (field, value) in wrong {
            let mut typed = vec![("email", MINE)];
            typed.retain(|(name, _)| *name != field);
            typed.push((field, value));
            let refused = client.post_raw(&path, &merged(blank.clone(), &typed)).await;
            assert_eq!(refused.status, 422, "{field}={value}");
            assert!(!refused.body().contains("<script>@"), "{}", refused.body());
        }
        assert_eq!((kept(&office).await, letters(&office).await.len()), (0, 0));
        for odd in ["?chuyen-muc=tin-tuc&trang=khong-co-abc", "?chuyen-muc=tin-tuc&muc=%27%3E&trang=x"] {
            assert_eq!(client.get(&form(&office, odd)).await.status, 404, "{odd}");
        }
        let odd = client.get(&form(&office, "?chuyen-muc=tin-tuc&muc=%22%3E%3Cscript%3E")).await;
        assert!(odd.status == 200 && !odd.attribute("form.form", "action").contains("script"));
        // Sent twice it is one request; sent again with another address it is asked for once more.
        let typed = merged(blank.clone(), &[("email", MINE)]);
        for _ in 0..2 {
            assert_eq!(client.post_raw(&path, &typed).await.status, 303);
        }
        assert_eq!((kept(&office).await, letters(&office).await.len()), (1, 1));
        let other = client.post_raw(&path, &merged(blank, &[("email", "khac@example.org")])).await;
        assert_eq!((other.status, kept(&office).await, letters(&office).await.len()), (422, 1, 0));
    }

    async fn an_old_link_confirms_nothing_and_unconfirmed_addresses_are_forgotten(database) {
        let office = opened(database).await;
        ask(&office, MINE, &[]).await;
        let link = letters(&office).await[0].path.clone();
        minutes(&office, 3 * 24 * 60 - 60).await;
        assert_eq!(kept(&office).await, 1);
        assert_eq!(office.app.visitor().get(&link).await.status, 200);
        minutes(&office, 61).await;
        assert_eq!(kept(&office).await, 0);
        for answer in [office.app.visitor().get(&link).await, press(&office.app.visitor(), &link).await] {
            assert!(answer.status == 404 && answer.text().contains("ba ngày"), "{}", answer.text());
        }
        assert_eq!(press(&office.app.visitor(), "/thu-bao/xac-nhan/khong-phai").await.status, 404);
        // A link used again after its reader left brings nobody back.
        ask(&office, MINE, &[]).await;
        let link = letters(&office).await[0].path.clone();
        press(&office.app.visitor(), &link).await;
        let id: Option<sea_orm::prelude::Uuid> = office.app.db().read().scalar("SELECT id FROM portal_mailing", vec![]).await.unwrap();
        crate::mailing::leave(&Ctx::system(&office.app, "test"), &Out::One(Id::from_uuid(id.unwrap()))).await.unwrap();
        assert_eq!(press(&office.app.visitor(), &link).await.status, 404);
        assert_eq!(kept(&office).await, 0);
    }

    async fn what_is_taken_back_at_once_is_told_to_nobody(database) {
        let office = opened(database).await;
        confirmed(&office, MINE, &[]).await;
        confirmed(&office, "sang@example.org", &[("pace", "daily")]).await;
        let ctx = Ctx::system(&office.app, "test");
        let content = Content { title: "Bài nhầm".into(), summary: "S".into(), body: "B".into(), fields: fields(), ..Content::of(Kind::by_name("article").unwrap()) };
        let entry = entry::draft(&ctx, kernel::new_id(), office.site.id, &content).await.unwrap();
        let entry = entry::submit(&ctx, entry.id, entry.version).await.unwrap();
        let entry = entry::publish(&ctx, entry.id, entry.version, entry::Span::default()).await.unwrap();
        let entry = entry::withdraw(&ctx, entry.id, entry.version, "Nhầm").await.unwrap();
        minutes(&office, 11).await;
        assert!(letters(&office).await.is_empty());
        // Published again it is news, once.
        let entry = entry::submit(&ctx, entry.id, entry.version).await.unwrap();
        let entry = entry::publish(&ctx, entry.id, entry.version, entry::Span::default()).await.unwrap();
        minutes(&office, 11).await;
        let [letter] = &letters(&office).await[..] else { panic!("one letter") };
        assert_eq!(to(letter), MINE);
        // What the morning's letter would have told and is gone by then is left out of it: here, of all of it.
        entry::withdraw(&ctx, entry.id, entry.version, "Nhầm").await.unwrap();
        minutes(&office, 24 * 60).await;
        assert!(letters(&office).await.is_empty());
    }

    async fn one_letter_a_morning_lists_all_that_is_new(database) {
        let office = opened(database).await;
        confirmed(&office, MINE, &[("pace", "daily")]).await;
        for title in ["Tin thứ nhất", "Tin thứ hai"] {
            news(&office, title).await;
        }
        minutes(&office, 11).await;
        assert!(letters(&office).await.is_empty(), "it is past seven: tomorrow");
        office.app.set_time("2026-03-03T06:50");
        minutes(&office, 5).await;
        assert!(letters(&office).await.is_empty());
        office.app.set_time("2026-03-03T07:01");
        news(&office, "Tin của hôm sau").await;
        minutes(&office, 11).await;
        let [letter] = &letters(&office).await[..] else { panic!("one letter") };
        let titles: Vec<&str> = letter.letter.list.iter().map(|line| line.title.as_str()).collect();
        assert_eq!(titles, ["Tin thứ nhất", "Tin thứ hai"]);
        assert_eq!((letter.kind.as_str(), letter.values["n"].as_str()), ("portal.mailing_digest", "2"));
        assert!(letter.letter.list[0].about.contains("Sở Tư pháp"));
        assert_eq!(office.citizen.get(&letter.letter.list[1].path).await.status, 200);
        minutes(&office, 60).await;
        assert!(letters(&office).await.is_empty(), "once");
        office.app.set_time("2026-03-04T07:05");
        minutes(&office, 1).await;
        let [letter] = &letters(&office).await[..] else { panic!("one letter") };
        assert_eq!(letter.letter.list.len(), 1);
        press(&office.app.visitor(), &letter.letter.out).await;
        assert_eq!(kept(&office).await, 0);
    }

    async fn readers_of_a_page_are_told_of_new_versions_only(database) {
        let office = opened(database).await;
        let page = news(&office, "Hướng dẫn theo dõi").await;
        let name = page.rsplit('/').next().unwrap();
        let from = form(&office, &format!("?chuyen-muc=tin-tuc&trang={name}"));
        let opened = office.citizen.get(&from).await;
        let topic = opened.attributes("input[name=topic]", "value")[0].clone();
        assert!(topic.starts_with("entry:"));
        let action = opened.attribute("form.form", "action");
        office.later(30);
        let done = office.citizen.post_raw(&action, &merged(opened.form(&action), &[("email", MINE), ("topic", &topic)])).await;
        assert_eq!((done.status, done.location()), (303, page.as_str()), "{}", done.text());
        let link = letters(&office).await[0].path.clone();
        press(&office.app.visitor(), &link).await;
        news(&office, "Bài khác").await;
        minutes(&office, 11).await;
        assert!(letters(&office).await.is_empty());
        let ctx = Ctx::system(&office.app, "test");
        let id: Id<entry::Entry> = topic.strip_prefix("entry:").unwrap().parse().unwrap();
        let mut version = 3;
        for (n, text) in ["Bản hai", "Bản ba"].iter().enumerate() {
            let content = Content { title: "Hướng dẫn theo dõi".into(), summary: (*text).into(), body: "B".into(), fields: fields(), ..Content::of(Kind::by_name("article").unwrap()) };
            let entry = entry::edit(&ctx, id, version, content).await.unwrap();
            let entry = entry::submit(&ctx, id, entry.version).await.unwrap();
            version = entry::publish(&ctx, id, entry.version, entry::Span::default()).await.unwrap().version;
            if n == 0 {
                office.later(60);
            }
        }
        minutes(&office, 11).await;
        // Two versions within ten minutes are told of as one.
        let [letter] = &letters(&office).await[..] else { panic!("one letter") };
        assert_eq!((letter.kind.as_str(), letter.values["summary"].as_str()), ("portal.mailing_change", "Bản ba"));
    }

    async fn editors_see_how_many_and_never_who(database) {
        let office = opened(database).await;
        confirmed(&office, MINE, &[]).await;
        confirmed(&office, "hai@example.org", &[("pace", "daily")]).await;
        ask(&office, "ba@example.org", &[]).await;
        let screen = office.officer.get(WORK).await;
        assert_eq!(screen.texts("tbody td span"), ["1", "1", "1"]);
        assert!(!screen.body().contains("example.org") && screen.text().contains("Tin tức"));
        let other = live(&office.app, "sonoivu");
        let stranger = office.app.signed_in("editor", other.agency_id, &other.agency_path);
        assert_eq!(stranger.get(WORK).await.count("tbody tr"), 0);
        assert_eq!(office.app.signed_in_without_role().get(WORK).await.status, 403);
        assert_eq!(office.citizen.get(WORK).await.status, 303);
    }

    async fn an_address_nobody_can_read_any_more_holds_up_no_others(database) {
        let office = opened(database).await;
        for (email, pace) in [("cu@example.org", "each"), (MINE, "each"), ("cu2@example.org", "daily"), ("moi@example.org", "daily")] {
            confirmed(&office, email, &[("pace", pace)]).await;
        }
        // As after another key was set: of the first of each pace.
        let sql = "UPDATE portal_mailing SET address = $1 WHERE asked_at IN \
                   (SELECT min(asked_at) FROM portal_mailing GROUP BY pace)";
        office.app.keep_house(sql, vec![vec![0_u8; 60].into()]).await.unwrap();
        news(&office, "Tin sau khi đổi khóa").await;
        minutes(&office, 11).await;
        let sent: Vec<String> = letters(&office).await.iter().map(|one| to(one).to_owned()).collect();
        assert_eq!(sent, [MINE]);
        office.app.set_time("2026-03-03T07:05");
        minutes(&office, 1).await;
        let sent: Vec<String> = letters(&office).await.iter().map(|one| to(one).to_owned()).collect();
        assert_eq!(sent, ["moi@example.org"]);
    }
}
