//! Roles, posts and loans of an agency that ends by a decision, until the day and when it is taken back. The department
//! goes to the commune on 1 April.

use base::{Id, LocalDate};
use kernel::{Error, db::Queries as _};
use svc_identity::{Account, NewGrant, end_grant, grant_until, staff_list};
use svc_org::reorganisation::{Content, Heading, Heir, Line, Plan, decide, draft, undo};
use testkit::both_databases;
use uuid::Uuid;

use crate::kit::{Province, province};

const STAFF: &str = "/quan-tri/nhan-su";
const LOANS: &str = "/tai-khoan/uy-quyen";

fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

async fn decided(p: &Province, line: Line) -> Plan {
    let heading = Heading {
        title: "Sắp xếp thử".to_owned(),
        on: day("2026-04-01"),
        basis: "Nghị quyết thử".to_owned(),
        document_no: String::new(),
        document_date: None,
    };
    let content = Content { lines: vec![line], ..Content::default() };
    let plan = draft(&p.system(), p.province.into(), heading, content).await.unwrap();
    decide(&p.system(), plan.id, plan.version).await.unwrap()
}

fn whole(p: &Province) -> Line {
    Line { from: p.department, to: vec![p.commune], ..Line::default() }
}

/// Where the account may publish on that day.
async fn reach(p: &Province, account: Id<Account>, on: &str) -> Vec<String> {
    let sql = "SELECT o.full_name FROM identity_grant g JOIN org_agency o ON o.id = g.agency WHERE g.account = $1 \
               AND g.ended_at IS NULL AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2) \
               UNION ALL SELECT o.full_name FROM identity_delegation d JOIN identity_grant g ON g.id = d.grant_id \
               AND g.ended_at IS NULL AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2) \
               JOIN org_agency o ON o.id = d.agency WHERE d.borrower = $1 AND d.ended_at IS NULL \
               AND d.valid_from <= $2 AND d.valid_to >= $2 ORDER BY 1";
    p.app.db().read().column(sql, vec![account.uuid().into(), on.into()]).await.unwrap()
}

/// The role over that agency.
async fn role(p: &Province, account: Id<Account>, agency: Uuid) -> Uuid {
    let sql = "SELECT id FROM identity_grant WHERE account = $1 AND agency = $2 AND ended_at IS NULL";
    p.app.db().read().scalar(sql, vec![account.uuid().into(), agency.into()]).await.unwrap().unwrap()
}

fn until(p: &Province, last: &str) -> NewGrant {
    NewGrant {
        role: "editor".to_owned(),
        agency: p.department,
        valid_from: None,
        valid_to: Some(day(last)),
        reason: "QĐ 07".to_owned(),
    }
}

/// Where somebody serves on that day, by title.
async fn serves(p: &Province, title: &str, on: &str) -> Vec<String> {
    let sql = "SELECT o.full_name FROM identity_post s JOIN org_agency o ON o.id = s.agency WHERE s.title = $1 \
               AND s.valid_from <= $2 AND (s.valid_to IS NULL OR s.valid_to >= $2)";
    p.app.db().read().column(sql, vec![title.into(), on.into()]).await.unwrap()
}

both_databases! {
    async fn who_goes_along_is_read_by_name_before_it_is_decided(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.department)]).await;
        p.account("nga", &[("editor", p.commune)]).await;
        p.account("chu", &[("admin", p.province)]).await;
        let heading = Heading {
            title: "Sắp xếp thử".to_owned(),
            on: day("2026-04-01"),
            basis: "Nghị quyết thử".to_owned(),
            document_no: String::new(),
            document_date: None,
        };
        let content = Content { lines: vec![whole(&p)], ..Content::default() };
        let plan = draft(&p.system(), p.province.into(), heading, content).await.unwrap();
        let chu = p.signed_in("chu").await;
        let screen = format!("/quan-tri/sap-xep/{}", plan.id);
        let named = format!("{screen}/di-theo/{}", p.department);
        assert!(chu.get(&screen).await.attributes("a", "href").contains(&named));
        let page = chu.get(&named).await.text();
        assert!(page.contains("Nguyễn Thị hanh") && !page.contains("Nguyễn Thị nga"), "{page}");
        // Of an agency the plan does not end, and once it is decided, nothing is shown by the plan.
        assert_eq!(chu.get(&format!("{screen}/di-theo/{}", p.commune)).await.status, 404);
        decide(&p.system(), plan.id, plan.version).await.unwrap();
        assert_eq!(chu.get(&named).await.status, 404);
    }

    async fn what_was_taken_back_since_the_decision_stays_taken_back(database) {
        let p = province(database).await;
        let mut people = Vec::new();
        for login in ["hanh", "nga", "xuan"] {
            people.push(p.account(login, &[("editor", p.department)]).await);
        }
        let plan = decided(&p, whole(&p)).await;
        for &one in &people {
            assert_eq!(reach(&p, one, "2026-03-31").await, ["Sở Xây dựng"]);
            assert_eq!(reach(&p, one, "2026-04-01").await, ["Phường Phan Đình Phùng"]);
        }
        // One is taken back at the heir, one where it is held today.
        end_grant(&p.system(), role(&p, people[0], p.commune).await.into(), "Thôi việc").await.unwrap();
        end_grant(&p.system(), role(&p, people[1], p.department).await.into(), "Thôi việc").await.unwrap();
        for on in ["2026-03-31", "2026-04-01"] {
            assert!(reach(&p, people[0], on).await.is_empty() && reach(&p, people[1], on).await.is_empty(), "{on}");
        }
        assert_eq!(p.acts().await.iter().filter(|a| *a == "identity.grant.ended").count(), 4);
        undo(&p.system(), plan.id, plan.version).await.unwrap();
        for on in ["2026-03-31", "2026-04-01"] {
            assert!(reach(&p, people[0], on).await.is_empty() && reach(&p, people[1], on).await.is_empty(), "{on}");
            assert_eq!(reach(&p, people[2], on).await, ["Sở Xây dựng"]);
        }
    }

    async fn who_decides_at_the_heir_alone_ends_nothing_before_the_day(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[("editor", p.department)]).await;
        p.account("pdp", &[("admin", p.commune), ("editor", p.commune)]).await;
        let plan = decided(&p, whole(&p)).await;
        let local = p.signed_in("pdp").await;
        let there = role(&p, hanh, p.commune).await;
        let page = local.get(&format!("/quan-tri/tai-khoan/{hanh}")).await;
        let end = page.attributes("form", "action").into_iter().find(|a| a.contains(&there.to_string())).unwrap();
        let ended = local.post(&end, &[(format!("end_reason_{there}").as_str(), "QĐ 08")]).await;
        assert_eq!(ended.status, 303, "{}", ended.text());
        assert_eq!(reach(&p, hanh, "2026-03-31").await, ["Sở Xây dựng"]);
        assert!(reach(&p, hanh, "2026-04-01").await.is_empty());
        undo(&p.system(), plan.id, plan.version).await.unwrap();
        assert_eq!(reach(&p, hanh, "2026-03-31").await, ["Sở Xây dựng"]);
        assert!(reach(&p, hanh, "2026-04-01").await.is_empty(), "it stays ended");
    }

    async fn roles_at_several_that_become_one_are_one_while_one_is_held(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[("editor", p.department)]).await;
        grant_until(&p.system(), hanh, NewGrant { agency: p.commune, ..until(&p, "2026-04-30") }).await.unwrap();
        let plan = decided(&p, whole(&p)).await;
        // The role at the heir ends sooner than the one that goes along.
        assert_eq!(reach(&p, hanh, "2026-05-01").await, ["Phường Phan Đình Phùng"]);
        undo(&p.system(), plan.id, plan.version).await.unwrap();
        assert_eq!(reach(&p, hanh, "2026-04-30").await, ["Phường Phan Đình Phùng", "Sở Xây dựng"]);
        assert_eq!(reach(&p, hanh, "2026-05-01").await, ["Sở Xây dựng"]);
    }

    async fn what_is_given_after_the_decision_goes_along_too(database) {
        let p = province(database).await;
        let plan = decided(&p, whole(&p)).await;
        let (hanh, nga) = (p.account("hanh", &[]).await, p.account("nga", &[]).await);
        grant_until(&p.system(), hanh, until(&p, "2027-01-01")).await.unwrap();
        grant_until(&p.system(), nga, until(&p, "2026-03-20")).await.unwrap();
        assert_eq!(reach(&p, hanh, "2026-03-31").await, ["Sở Xây dựng"]);
        assert_eq!(reach(&p, hanh, "2026-04-01").await, ["Phường Phan Đình Phùng"]);
        assert!(reach(&p, nga, "2026-04-01").await.is_empty());

        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let department = p.department.to_string();
        let form = [("full_name", "Ma Thị Nga"), ("agency", department.as_str()), ("title", "Chuyên viên"), ("from", "2026-03-02")];
        assert_eq!(admin.post(STAFF, &form).await.status, 303);
        assert_eq!(serves(&p, "Chuyên viên", "2026-03-31").await, ["Sở Xây dựng"]);
        assert_eq!(serves(&p, "Chuyên viên", "2026-04-01").await, ["Phường Phan Đình Phùng"]);
        undo(&p.system(), plan.id, plan.version).await.unwrap();
        assert_eq!(reach(&p, hanh, "2027-01-01").await, ["Sở Xây dựng"]);
        assert_eq!(serves(&p, "Chuyên viên", "2027-01-01").await, ["Sở Xây dựng"]);
    }

    async fn where_nobody_takes_over_nothing_is_given_beyond_the_last_day(database) {
        let p = province(database).await;
        decided(&p, Line { to: Vec::new(), heir: Heir::Nobody, ..whole(&p) }).await;
        let hanh = p.account("hanh", &[]).await;
        let refused = grant_until(&p.system(), hanh, until(&p, "2026-04-01")).await;
        assert!(matches!(&refused, Err(Error::Conflict(m)) if m.text(ui::Lang::Vi).contains("31/03/2026")), "{refused:?}");
        grant_until(&p.system(), hanh, until(&p, "2026-03-31")).await.unwrap();
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let department = p.department.to_string();
        let form = [("full_name", "Ma Thị Nga"), ("agency", department.as_str()), ("title", "Chuyên viên"), ("from", "2026-03-02")];
        let answer = admin.post(STAFF, &form).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("31/03/2026"), "{}", answer.text());
        assert_eq!(admin.post(STAFF, &[&form[..], &[("until", "2026-03-31")]].concat()).await.status, 303);
    }

    async fn whoever_may_not_give_it_at_the_heir_gives_it_until_the_last_day(database) {
        let p = province(database).await;
        p.account("quantri", &[]).await;
        let hanh = p.account("hanh", &[("editor", p.department)]).await;
        let local = p.account("xaydung", &[]).await;
        for role in ["admin", "editor"] {
            let short = NewGrant { role: role.to_owned(), ..until(&p, "2026-03-31") };
            grant_until(&p.system(), local, short).await.unwrap();
        }
        decided(&p, whole(&p)).await;
        let xd = p.signed_in("xaydung").await;
        let page = format!("/quan-tri/tai-khoan/{hanh}");
        let department = p.department.to_string();
        let give = async |last: &str| {
            let form = [("role", "admin"), ("agency", department.as_str()), ("until", last), ("reason", "QĐ 9")];
            xd.fill_in(&page, &format!("{page}/vai-tro"), &form).await
        };
        let refused = give("2026-12-31").await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.text().contains("31/03/2026"));
        assert_eq!(give("2026-03-31").await.status, 303);
    }

    async fn a_post_goes_along_comes_back_and_ends_on_both_sides(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let department = p.department.to_string();
        let mut people = Vec::new();
        for (name, title) in [("Ma Thị Nga", "Văn thư"), ("Lê Văn An", "Kế toán"), ("Lò Văn Ban", "Lái xe")] {
            let form = [("full_name", name), ("agency", department.as_str()), ("title", title), ("from", "2026-03-01")];
            let made = admin.post(STAFF, &form).await;
            assert_eq!(made.status, 303, "{}", made.text());
            people.push(made.location().to_owned());
        }
        let plan = decided(&p, whole(&p)).await;
        assert_eq!(p.acts().await.iter().filter(|a| *a == "identity.post.carried").count(), 3);
        // One leaves before the day, one after it; both as said at the department.
        for (person, title, last) in [(&people[0], "Văn thư", "2026-03-15"), (&people[1], "Kế toán", "2026-06-30")] {
            let sql = "SELECT id FROM identity_post WHERE title = $1 AND agency = $2";
            let post: Option<Uuid> =
                p.app.db().read().scalar(sql, vec![title.into(), p.department.into()]).await.unwrap();
            let post = post.unwrap();
            let ended = admin.post(&format!("{person}/chuc-vu/{post}/ket-thuc"), &[(format!("last_{post}").as_str(), last)]).await;
            assert_eq!(ended.status, 303, "{}", ended.text());
        }
        assert!(serves(&p, "Văn thư", "2026-03-16").await.is_empty());
        assert!(serves(&p, "Văn thư", "2026-04-01").await.is_empty());
        assert_eq!(serves(&p, "Kế toán", "2026-03-31").await, ["Sở Xây dựng"]);
        assert_eq!(serves(&p, "Kế toán", "2026-06-30").await, ["Phường Phan Đình Phùng"]);
        assert!(serves(&p, "Kế toán", "2026-07-01").await.is_empty());
        undo(&p.system(), plan.id, plan.version).await.unwrap();
        assert!(serves(&p, "Văn thư", "2026-03-16").await.is_empty());
        assert_eq!(serves(&p, "Kế toán", "2026-06-30").await, ["Sở Xây dựng"]);
        assert!(serves(&p, "Kế toán", "2026-07-01").await.is_empty());
        assert_eq!(serves(&p, "Lái xe", "2027-01-01").await, ["Sở Xây dựng"]);
        assert_eq!(p.count("SELECT count(*) FROM identity_post").await, 3);
    }

    async fn what_is_lent_goes_along_with_its_agency(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.department)]).await;
        let boss = p.account("truong", &[("editor", p.province)]).await;
        let (nga, xuan) = (p.account("nga", &[]).await, p.account("xuan", &[]).await);
        p.serves(nga, p.department).await;
        let borrower = nga.to_string();
        let hanh = p.signed_in("hanh").await;
        let lent = hanh.get(LOANS).await.attributes("select[name=grant] option", "value").pop().unwrap();
        let form = [("grant", lent.as_str()), ("borrower", borrower.as_str()), ("from", "2026-03-20"), ("until", "2026-04-10"), ("reason", "họp")];
        assert_eq!(hanh.post(LOANS, &form).await.status, 303);
        // Lent over a part of what the lender's role is over.
        let sql = "INSERT INTO identity_delegation (id, grant_id, lender, borrower, agency, valid_from, valid_to, reason, given_at) \
                   VALUES ($1, $2, $3, $4, $5, '2026-03-20', '2026-04-10', 'họp', 0)";
        let values = vec![
            kernel::new_id::<()>().uuid().into(), role(&p, boss, p.province).await.into(), boss.uuid().into(),
            xuan.uuid().into(), p.department.into(),
        ];
        p.app.keep_house(sql, values).await.unwrap();
        let plan = decided(&p, whole(&p)).await;
        for who in [nga, xuan] {
            assert_eq!(reach(&p, who, "2026-03-31").await, ["Sở Xây dựng"]);
            assert_eq!(reach(&p, who, "2026-04-01").await, ["Phường Phan Đình Phùng"]);
        }
        let end = hanh.get(LOANS).await.attribute("form[action$='/ket-thuc']", "action");
        assert_eq!(hanh.post(&end, &[]).await.status, 303);
        for on in ["2026-03-31", "2026-04-01"] {
            assert!(reach(&p, nga, on).await.is_empty(), "{on}");
        }
        undo(&p.system(), plan.id, plan.version).await.unwrap();
        for on in ["2026-03-31", "2026-04-01"] {
            assert!(reach(&p, nga, on).await.is_empty(), "{on}");
            assert_eq!(reach(&p, xuan, on).await, ["Sở Xây dựng"]);
        }
        let rest = p.count("SELECT count(*) FROM identity_delegation").await;
        assert_eq!(rest, 2);
    }

    async fn a_units_name_corrected_after_the_decision_is_corrected_at_the_heir_too(database) {
        let p = province(database).await;
        let list = |unit: &str, title: &str| {
            let head = "Họ và tên\tSố định danh\tCơ quan\tChức vụ\tBộ phận\n";
            let text = format!("{head}Trần Thị Lan\t019180000001\tSở Xây dựng\t{title}\t{unit}\n");
            staff_list::read(text.as_bytes(), "").unwrap_or_else(|m| panic!("{}", m.key()))
        };
        let write = async |unit: &str| {
            let table = list(unit, "Trưởng phòng");
            let plan = staff_list::preview(&p.system(), &table, None).await.unwrap();
            staff_list::apply(&p.system(), &table, None, "QĐ 07", &plan.fingerprint()).await.unwrap();
        };
        let units = async |on: &str| -> Vec<String> {
            let sql = "SELECT o.name || ': ' || s.unit FROM identity_post s JOIN org_agency o ON o.id = s.agency \
                       WHERE s.valid_from <= $1 AND (s.valid_to IS NULL OR s.valid_to >= $1)";
            p.app.db().read().column(sql, vec![on.into()]).await.unwrap()
        };
        write("Phòng Tổ chức").await;
        let plan = decided(&p, whole(&p)).await;
        write("Phòng Tổ chức – Hành chính").await;
        assert_eq!(units("2026-03-31").await, ["Sở Xây dựng: Phòng Tổ chức – Hành chính"]);
        assert_eq!(units("2026-04-01").await, ["Phường Phan Đình Phùng: Phòng Tổ chức – Hành chính"]);
        let told = p.acts().await.iter().filter(|act| *act == "identity.post.reworded").count();
        assert_eq!(told, 2, "one for each of the two");
        // The same list again does nothing more, and what comes back has the right name.
        let again = staff_list::preview(&p.system(), &list("Phòng Tổ chức – Hành chính", "Trưởng phòng"), None).await.unwrap();
        assert!(again.is_empty());
        undo(&p.system(), plan.id, plan.version).await.unwrap();
        assert_eq!(units("2026-04-01").await, ["Sở Xây dựng: Phòng Tổ chức – Hành chính"]);
    }
}
