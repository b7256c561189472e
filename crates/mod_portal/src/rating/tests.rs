use base::Id;
use kernel::{Ctx, db::Queries as _, new_id};
use testkit::{Answer, both_databases};

use super::{Grade, Rated, Rating, Reason, Sum, give, load_model_ratings, store};
use crate::{
    entry::field::Fields,
    question::tests::{Office, live, merged, published_entry},
    site::tests::SCHOOL,
};

const WORK: &str = super::WORK;

async fn news(office: &Office, title: &str) -> String {
    let fields = Fields::default().with("category", "tin-tuc").with("author", "A").with("source", "B");
    published_entry(office, "article", title, fields).await
}

async fn rate(office: &Office, page: &str, fields: &[(&str, &str)]) -> Answer {
    office.send(&office.app.visitor(), &format!("{page}/danh-gia"), fields).await
}

/// The sums of one column, all pages together.
async fn sums(office: &Office, sql: &str) -> Vec<String> {
    office.app.db().read().column(sql, vec![]).await.unwrap()
}

async fn grades(office: &Office) -> Vec<String> {
    sums(
        office,
        "SELECT grade || ' ' || CAST(sum(n) AS TEXT) FROM portal_rating GROUP BY grade ORDER BY grade",
    )
    .await
}

async fn reasons(office: &Office) -> Vec<String> {
    let sql = "SELECT reason || ' ' || CAST(sum(n) AS TEXT) FROM portal_rating_reason GROUP BY reason ORDER BY reason";
    sums(office, sql).await
}

#[test]
fn helped_in_part_counts_half() {
    let check = |useful, partly, useless, percent| {
        assert_eq!(Sum { useful, partly, useless }.percent(), percent, "{useful} {partly} {useless}");
    };
    check(0, 0, 0, None);
    check(1, 0, 0, Some(100));
    check(0, 1, 0, Some(50));
    check(0, 0, 1, Some(0));
    check(2, 0, 1, Some(67));
    check(1, 1, 1, Some(50));
}

#[test]
fn whoever_was_helped_gives_no_reasons() {
    assert_eq!(Rating::new(Grade::Useful, &[Reason::Unclear]).reasons, []);
    let rating = Rating::new(Grade::Useless, &[Reason::Outdated, Reason::Unclear, Reason::Outdated]);
    assert_eq!(rating.reasons, [Reason::Unclear, Reason::Outdated]);
}

both_databases! {
    async fn a_page_asks_and_counts_without_scripts_and_without_knowing_anybody(database) {
        let office = Office::open(database).await;
        let page = news(&office, "Lịch tiếp công dân").await;
        let shown = office.citizen.get(&page).await;
        let form = format!("{page}/danh-gia");
        assert!(shown.text().contains("Trang này có ích cho ông/bà không?"));
        assert_eq!(shown.attribute("form.rate", "action"), form);
        assert_eq!(shown.attribute("form.rate", "method"), "get");
        assert_eq!(shown.attributes("form.rate button", "value"), ["useful", "partly", "useless"]);
        assert_eq!(shown.count("input[name=_csrf], input[name=_proof]"), 0, "it is kept for everybody");
        // What was pressed is chosen already, and can still be changed.
        let opened = office.citizen.get(&format!("{form}?muc=partly")).await;
        assert_eq!(opened.attributes("input[name=grade][checked]", "value"), ["partly"]);
        assert!(opened.attribute("meta[name=robots]", "content").contains("noindex"));
        assert_eq!(opened.header("cache-control"), "no-store");
        let done = rate(&office, &page, &[("grade", "useless"), ("reason", "outdated"), ("reason", "unclear")]).await;
        assert_eq!((done.status, done.location()), (303, page.as_str()), "{}", done.text());
        rate(&office, &page, &[("grade", "useful"), ("reason", "outdated")]).await;
        assert_eq!(grades(&office).await, ["useful 1", "useless 1"]);
        assert_eq!(reasons(&office).await, ["outdated 1", "unclear 1"]);
        // Nothing tells one reader from another: neither the sums, nor the journal.
        assert_eq!(sums(&office, "SELECT DISTINCT day FROM portal_rating").await, ["2026-03-02"]);
        let said = sums(&office, "SELECT data FROM kernel_record WHERE act = 'portal.rating.given'").await;
        assert_eq!(said, ["{}", "{}"]);
        // The page readers see is not made anew for it.
        assert!(!sums(&office, "SELECT touched FROM kernel_record WHERE act = 'portal.rating.given'").await.iter().any(|t| t.contains("entry")));
        // Other pages of the site ask, too.
        for path in ["/gioi-thieu", "/lien-he"] {
            let page = office.at(path);
            assert_eq!(office.citizen.get(&page).await.attribute("form.rate", "action"), format!("{page}/danh-gia"));
            assert_eq!(rate(&office, &page, &[("grade", "useful")]).await.location(), page);
        }
        assert_eq!(grades(&office).await, ["useful 3", "useless 1"]);
        assert_eq!(office.citizen.get(&format!("/en{page}")).await.attribute("form.rate", "action"), format!("/en{form}"));
    }

    async fn machines_and_forms_sent_twice_do_not_count(database) {
        let office = Office::open(database).await;
        let page = news(&office, "Thông báo").await;
        let other = news(&office, "Thông báo khác").await;
        let path = format!("{page}/danh-gia");
        let form = office.citizen.get(&path).await.form(&path);
        let at_once = office.citizen.post_raw(&path, &merged(form.clone(), &[("grade", "useful")])).await;
        assert_eq!(at_once.status, 422);
        office.later(10);
        for grade in ["", "best", "useful' OR 1=1 --", "<b>"] {
            let refused = office.citizen.post_raw(&path, &merged(form.clone(), &[("grade", grade)])).await;
            assert_eq!(refused.status, 422, "{grade}");
            assert!(refused.text().contains("Chọn một mức"));
        }
        let hostile = [("homepage", "https://x.example"), ("_proof", ""), ("_proof", "1.2.3.4"), ("_csrf", "x")];
        for (field, value) in hostile {
            let typed = merged(form.clone(), &[("grade", "useful"), (field, value)]);
            let refused = office.citizen.post_raw(&path, &typed).await;
            assert!(matches!(refused.status, 400 | 422), "{field}: {}", refused.status);
        }
        // A proof of one page opens no other, and none of another kind of form.
        let elsewhere = format!("{other}/danh-gia");
        let moved = merged(form.clone(), &[("grade", "useful")]);
        assert_eq!(office.citizen.post_raw(&elsewhere, &moved).await.status, 422);
        assert_eq!(office.citizen.post_raw(&office.at("/lien-he/danh-gia"), &moved).await.status, 422);
        assert!(grades(&office).await.is_empty());
        // Reasons nobody offered are left out; a form sent three times counts once, whatever it says later.
        let typed = merged(form.clone(), &[("grade", "useless"), ("reason", "outdated"), ("reason", "DROP TABLE")]);
        for _ in 0..2 {
            assert_eq!(office.citizen.post_raw(&path, &typed).await.status, 303);
        }
        assert_eq!(office.citizen.post_raw(&path, &merged(form, &[("grade", "useful")])).await.status, 303);
        assert_eq!(grades(&office).await, ["useless 1"]);
        assert_eq!(reasons(&office).await, ["outdated 1"]);
        // What is no public page of the site cannot be rated.
        for nowhere in ["/tin-tuc/khong-co-abcdefghij/danh-gia", "/hoi-dap/mot-cau/danh-gia", "/so-do/danh-gia"] {
            assert_eq!(office.citizen.get(&office.at(nowhere)).await.status, 404, "{nowhere}");
        }
        let wrong = page.replace("/tin-tuc/", "/van-ban/");
        assert_eq!(office.citizen.get(&format!("{wrong}/danh-gia")).await.status, 404);
    }

    async fn ratings_that_come_at_once_are_all_counted(database) {
        let office = Office::open(database).await;
        let second = office.app.second_node().await;
        let (one, two) = (Ctx::system(&office.app, "test"), Ctx::system(&second, "test"));
        let rated = Rated { site: office.site.id.uuid(), agency: office.site.agency_id, section: "lien-he", entry: None };
        let twice: Id<Rating> = new_id();
        let mut all = Vec::new();
        for n in 0..24 {
            let ctx = if n % 2 == 0 { one.clone() } else { two.clone() };
            let rated = rated.clone();
            let id = if n < 4 { twice } else { new_id() };
            all.push(tokio::spawn(async move {
                let rating = Rating::new(Grade::Useless, &[Reason::Unclear, Reason::Unreadable]);
                give(&ctx, id, &rated, &rating).await
            }));
        }
        for done in all {
            done.await.unwrap().unwrap();
        }
        assert_eq!(grades(&office).await, ["useless 21"]);
        assert_eq!(reasons(&office).await, ["unclear 21", "unreadable 21"]);
        // What was counted is forgotten when it can be sent no more.
        let forms = "SELECT CAST(count(*) AS TEXT) FROM portal_rating_form";
        assert_eq!(sums(&office, forms).await, ["21"]);
        let today = office.app.clock().now().local_date();
        assert_eq!(store::forget_forms(&office.app, today).await.unwrap(), 0);
        assert_eq!(store::forget_forms(&office.app, today.plus_days(1)).await.unwrap(), 21);
    }

    async fn editors_see_their_own_pages_over_time_and_take_them_along(database) {
        let office = Office::open(database).await;
        let page = news(&office, "=HYPERLINK(1) <b>Bài</b>").await;
        let good = news(&office, "Bài hay").await;
        for _ in 0..2 {
            rate(&office, &page, &[("grade", "useless"), ("reason", "incomplete")]).await;
        }
        rate(&office, &good, &[("grade", "useful")]).await;
        office.app.set_time("2026-06-20T08:00");
        rate(&office, &good, &[("grade", "partly"), ("reason", "unclear")]).await;
        let month = office.officer.get(WORK).await;
        assert!(month.text().contains("Từ 23/03/2026 đến hết 20/06/2026"), "{}", month.text());
        assert_eq!(month.texts(".stats b"), ["50%", "1", "0"]);
        let year = office.officer.get(&format!("{WORK}?ky=365")).await;
        assert_eq!(year.texts(".stats b"), ["38%", "4", "2"]);
        // What left most readers without help stands first, and nothing in a title is markup.
        let pages = year.texts("table[data-key-list] tbody th");
        assert!(pages[0].contains("<b>Bài</b>") && pages[1].contains("Bài hay"), "{pages:?}");
        assert!(year.text().contains("03/2026") && year.text().contains("06/2026"));
        assert!(year.text().contains("Thiếu thông tin cần biết"));
        let file = office.officer.get("/quan-tri/danh-gia/xuat.csv?ky=365").await;
        assert!(file.header("content-disposition").contains("danh-gia-2025-06-21-2026-06-20.csv"));
        let lines: Vec<String> = file.body().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[1].ends_with(",Tin tức,'=HYPERLINK(1) <b>Bài</b>,0,0,2,0"), "{}", lines[1]);
        // Another agency's editors see nothing of it, nor does anybody without the right.
        let other = live(&office.app, "sonoivu");
        let stranger = office.app.signed_in("editor", other.agency_id, &other.agency_path);
        for path in [format!("{WORK}?ky=365"), format!("{WORK}?ky=365&site={}", office.site.id)] {
            let seen = stranger.get(&path).await;
            assert!(seen.status == 200 && !seen.text().contains("Bài hay"), "{}", seen.text());
        }
        assert_eq!(stranger.get("/quan-tri/danh-gia/xuat.csv?ky=365").await.body().lines().count(), 1);
        assert_eq!(office.app.signed_in_without_role().get(WORK).await.status, 403);
        assert_eq!(office.citizen.get(WORK).await.status, 303);
        for odd in ["?ky=-5", "?ky=9999999999999", "?site=x", "?page=0", "?page=99999999999999999999"] {
            assert_eq!(office.officer.get(&format!("{WORK}{odd}")).await.status, 200, "{odd}");
        }
    }

    async fn of_hundreds_of_sites_those_that_helped_least_are_listed_and_any_is_found(database) {
        let office = Office::open(database).await;
        crate::site::tests::grow(&office.app).await;
        let ctx = Ctx::system(&office.app, "test");
        let family = crate::site::sites(&office.app).unwrap();
        let living: Vec<_> = family.living(office.app.clock().now().local_date()).cloned().collect();
        let school = living.iter().find(|site| site.name == SCHOOL).unwrap();
        let give_to = async |site: &crate::site::Site, grade: Grade| {
            let rated = Rated { site: site.id.uuid(), agency: site.agency_id, section: "lien-he", entry: None };
            give(&ctx, new_id(), &rated, &Rating::new(grade, &[])).await.unwrap();
        };
        for site in living.iter().filter(|site| site.name != SCHOOL).take(54) {
            give_to(site, Grade::Useful).await;
        }
        for grade in [Grade::Useful, Grade::Useless, Grade::Useless] {
            give_to(school, grade).await;
        }
        let chief = office.app.signed_in("editor", family.province().unwrap().agency_id, &family.province().unwrap().agency_path);
        let page = chief.get(WORK).await;
        assert!(page.count("#site option") <= 201 && page.body().len() < 120_000, "{}", page.body().len());
        assert_eq!(page.texts("main details summary"), ["Theo cơ quan (55)"]);
        let listed = page.texts("main details tbody th");
        assert_eq!((listed.len(), listed[0].as_str()), (50, SCHOOL));
        assert!(page.text().contains("50 cơ quan có nhiều lượt không có ích nhất"), "{}", page.text());
        let one = chief.get(&format!("{WORK}?ky=90&trang=mam+non+so+tu+phap")).await;
        assert_eq!(one.texts("#site option[selected]"), [SCHOOL]);
        assert_eq!(one.texts(".stats b"), ["33%", "3", "2"]);
        // Fewer are all there.
        assert_eq!(office.officer.get(WORK).await.count("#trang"), 0);
    }

    async fn the_model_ratings_are_given_once(database) {
        let office = Office::open(database).await;
        for n in 0..5 {
            news(&office, &format!("Bài mẫu {n}")).await;
        }
        office.app.set_time("2026-08-01T08:00");
        let ctx = Ctx::system(&office.app, "test");
        assert_eq!(load_model_ratings(&ctx).await.unwrap(), 2);
        let before = grades(&office).await;
        assert!(!before.is_empty());
        assert_eq!(load_model_ratings(&ctx).await.unwrap(), 0);
        assert_eq!(grades(&office).await, before);
    }
}
