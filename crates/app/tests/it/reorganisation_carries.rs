//! What goes along when agencies are reorganised, and comes back when that is undone: posts, roles, lent roles,
//! unfinished articles, and what a site says about itself.

use base::{Id, LocalDate};
use kernel::{Ctx, Module, db::Queries as _};
use mod_portal::{
    entry::{self, Content, Entry, field::Fields},
    site::{self, Edit, Leader},
};
use svc_identity::{Account, NewAccount, NewGrant, create_account, grant, grant_until};
use svc_org::{
    Agency, Options,
    reorganisation::{Content as Change, Heading, Line, NewAgency, Plan, begin_due, decide, draft, undo},
    tree,
};
use testkit::{Client, Database, TestApp, both_databases};
use uuid::Uuid;

const MODULES: [&Module; 7] = [
    &svc_org::MODULE,
    &svc_files::MODULE,
    &svc_identity::MODULE,
    &svc_search::MODULE,
    &svc_workflow::MODULE,
    &svc_catalogue::MODULE,
    &mod_portal::MODULE,
];

const PASSWORD: &str = "trà xanh Tân Cương";

/// Three communes: An and Bình become one, Đông carries on as a ward. All of it on 1 April 2026.
const UNITS: &str = "code,name,full_name,parent_code\n19,Thái Nguyên,Tỉnh Thái Nguyên,\n\
                     05001,An,Xã An,19\n05002,Bình,Xã Bình,19\n05003,Đông,Xã Đông,19\n";

struct Province {
    app: TestApp,
}

async fn province(database: Database) -> Province {
    let app = TestApp::with(database, &MODULES).await;
    let ctx = Ctx::system(&app, "test");
    let report = svc_org::import_units(&ctx, UNITS.as_bytes(), Options::default()).await.unwrap();
    assert_eq!((report.added, report.rejected.len()), (4, 0), "{:?}", report.rejected);
    site::build_family(&ctx).await.unwrap();
    Province { app }
}

impl Province {
    fn ctx(&self) -> Ctx {
        Ctx::system(&self.app, "test")
    }

    fn agency(&self, full_name: &str) -> Id<Agency> {
        tree(&self.app).unwrap().all().find(|a| a.full_name == full_name).unwrap().id
    }

    fn site_of(&self, full_name: &str) -> Id<site::Site> {
        let family = site::sites(&self.app).unwrap();
        family.by_agency(self.agency(full_name).uuid()).unwrap().id
    }

    async fn account(&self, login: &str, roles: &[(&str, &str)]) -> Id<Account> {
        let new = NewAccount {
            login: login.to_owned(),
            display_name: format!("Nguyễn Thị {login}"),
            password: PASSWORD.to_owned(),
            ..NewAccount::default()
        };
        let account = create_account(&self.ctx(), new).await.unwrap();
        for (role, at) in roles {
            grant(&self.ctx(), account, role, self.agency(at), "QĐ 01").await.unwrap();
        }
        account
    }

    async fn signed_in(&self, login: &str) -> Client {
        let client = self.app.visitor();
        let typed = [("login", login), ("password", PASSWORD)];
        let answer = client.fill_in("/dang-nhap", "/dang-nhap", &typed).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        client
    }

    /// The sites somebody may write for on a day, as the form of a new article offers them.
    async fn writes_for(&self, login: &str, day: &str) -> Vec<String> {
        self.app.set_time(&format!("{day}T08:00"));
        let page = self.signed_in(login).await.get("/quan-tri/noi-dung/moi").await;
        let mut sites = page.texts("#site option:not([value=''])");
        sites.sort();
        sites
    }

    /// The posts a person holds on a day: where, and as what.
    async fn posts(&self, name: &str, day: &str) -> Vec<String> {
        let sql = "SELECT o.full_name || ': ' || s.title FROM identity_post s \
                   JOIN identity_person p ON p.id = s.person JOIN org_agency o ON o.id = s.agency \
                   WHERE p.full_name = $1 AND s.valid_from <= $2 AND (s.valid_to IS NULL OR s.valid_to >= $2) ORDER BY 1";
        self.app.db().read().column(sql, vec![name.into(), day.into()]).await.unwrap()
    }

    /// Lends the lender's role over an agency, as the page of lending does; answers with its first choice taken.
    async fn lend(&self, lender: &str, over: &str, borrower: &str) {
        let client = self.signed_in(lender).await;
        let page = client.get("/tai-khoan/uy-quyen").await;
        let words = page.texts("select[name=grant] option");
        let at = words.iter().position(|w| w.contains(over)).unwrap_or_else(|| panic!("{over}: {words:?}"));
        let chosen = page.attributes("select[name=grant] option", "value")[at].clone();
        // Somebody she works with there.
        let sql = "INSERT INTO identity_post (id, person, agency, title, unit, main, valid_from, created_at, version) \
                   SELECT $1, person, $2, 'Chuyên viên', '', $3, '2026-01-01', 0, 1 FROM identity_account WHERE login = $4";
        let values = vec![
            kernel::new_id::<()>().uuid().into(),
            self.agency(over).uuid().into(),
            false.into(),
            borrower.into(),
        ];
        self.app.keep_house(sql, values).await.unwrap();
        let page = client.get("/tai-khoan/uy-quyen").await;
        let names = page.texts("select[name=borrower] option");
        let at = names.iter().position(|n| n.contains(borrower)).unwrap_or_else(|| panic!("{names:?}"));
        let borrower = page.attributes("select[name=borrower] option", "value")[at].clone();
        let fields = [
            ("grant", chosen.as_str()),
            ("borrower", borrower.as_str()),
            ("from", "2026-03-20"),
            ("until", "2026-04-20"),
            ("reason", "nghỉ phép"),
        ];
        let lent = client.post("/tai-khoan/uy-quyen", &fields).await;
        assert_eq!(lent.status, 303, "{}", lent.text());
    }

    async fn post(&self, person: &str, at: &str, title: &str) {
        let admin = self.signed_in("quantri").await;
        let list = admin.get("/quan-tri/nhan-su").await;
        let names = list.texts("tbody th a");
        let place = names.iter().position(|n| n == person).unwrap_or_else(|| panic!("{person}: {names:?}"));
        let own = list.attributes("tbody th a", "href")[place].clone();
        let agency = self.agency(at).to_string();
        let fields = [("agency", agency.as_str()), ("title", title), ("from", "2026-03-01")];
        let made = admin.post(&format!("{own}/chuc-vu"), &fields).await;
        assert_eq!(made.status, 303, "{}", made.text());
    }

    async fn decided(&self) -> Plan {
        let (one, ward) = (kernel::new_id::<()>().uuid(), kernel::new_id::<()>().uuid());
        let made = |id: Uuid, after: &str, name: &str, full_name: &str, code: &str| NewAgency {
            id,
            after: self.agency(after).uuid(),
            name: name.to_owned(),
            full_name: full_name.to_owned(),
            unit_code: Some(code.to_owned()),
            ..NewAgency::default()
        };
        let goes =
            |from: &str, to: Uuid| Line { from: self.agency(from).uuid(), to: vec![to], ..Line::default() };
        let change = Change {
            new: vec![
                made(one, "Xã An", "An Bình", "Xã An Bình", "05001"),
                made(ward, "Xã Đông", "Đông", "Phường Đông", "05003"),
            ],
            lines: vec![goes("Xã An", one), goes("Xã Bình", one), goes("Xã Đông", ward)],
        };
        let heading = Heading {
            title: "Sắp xếp các xã".to_owned(),
            on: LocalDate::parse("2026-04-01").unwrap(),
            basis: "Nghị quyết thử".to_owned(),
            document_no: String::new(),
            document_date: None,
        };
        let root = self.agency("Tỉnh Thái Nguyên");
        let plan = draft(&self.ctx(), root, heading, change).await.unwrap();
        let plan = decide(&self.ctx(), plan.id, plan.version).await.unwrap();
        // As the family follows the journal.
        site::build_family(&self.ctx()).await.unwrap();
        plan
    }

    async fn undone(&self, plan: &Plan) {
        undo(&self.ctx(), plan.id, plan.version).await.unwrap();
        site::build_family(&self.ctx()).await.unwrap();
    }

    async fn day_comes(&self) {
        self.app.set_time("2026-04-01T00:05");
        assert_eq!(begin_due(&self.ctx()).await.unwrap(), 1);
    }

    async fn article(&self, at: &str, title: &str) -> Entry {
        let content = Content {
            title: title.to_owned(),
            summary: "Tóm tắt.".to_owned(),
            body: "Nội dung.".to_owned(),
            fields: Fields::default()
                .with("category", "tin-tuc")
                .with("author", "Nguyễn Văn Thử")
                .with("source", "Văn phòng"),
            ..Content::default()
        };
        entry::draft(&self.ctx(), kernel::new_id(), self.site_of(at), &content).await.unwrap()
    }

    /// The titles on somebody's list of articles.
    async fn works_on(&self, login: &str) -> String {
        self.signed_in(login).await.get("/quan-tri/noi-dung").await.text()
    }
}

both_databases! {
    async fn roles_and_lent_roles_go_along_and_come_back(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", "Xã An"), ("editor", "Xã Bình")]).await;
        let dung = p.account("dung", &[("editor", "Tỉnh Thái Nguyên")]).await;
        let nga = p.account("nga", &[]).await;
        p.account("mai", &[]).await;
        // Both her roles become one: what was lent of either goes on.
        p.lend("hanh", "Xã An", "nga").await;
        p.lend("hanh", "Xã Bình", "mai").await;
        // A part of a role: the role stays where it is, the part goes along.
        let sql = "INSERT INTO identity_delegation \
                   (id, grant_id, lender, borrower, agency, valid_from, valid_to, reason, given_at) \
                   SELECT $1, id, account, $2, $3, '2026-03-20', '2026-04-20', 'họp', 0 FROM identity_grant WHERE account = $4";
        let values = vec![
            kernel::new_id::<()>().uuid().into(), nga.uuid().into(), p.agency("Xã Đông").uuid().into(), dung.uuid().into(),
        ];
        p.app.keep_house(sql, values).await.unwrap();

        let plan = p.decided().await;
        assert_eq!(p.writes_for("nga", "2026-03-31").await, ["Xã An", "Xã Đông"]);
        assert_eq!(p.writes_for("mai", "2026-03-31").await, ["Xã Bình"]);

        p.undone(&plan).await;
        for day in ["2026-03-31", "2026-04-02"] {
            assert_eq!(p.writes_for("hanh", day).await, ["Xã An", "Xã Bình"], "{day}");
            assert_eq!(p.writes_for("nga", day).await, ["Xã An", "Xã Đông"], "{day}");
            assert_eq!(p.writes_for("mai", day).await, ["Xã Bình"], "{day}");
        }
        let lent = "SELECT count(*) FROM identity_delegation WHERE valid_to = '2026-04-20'";
        assert_eq!(p.app.db().read().scalar::<i64>(lent, vec![]).await.unwrap(), Some(3));

        p.app.set_time("2026-03-25T08:00");
        p.decided().await;
        p.day_comes().await;
        assert_eq!(p.writes_for("hanh", "2026-04-02").await, ["Xã An Bình"]);
        assert_eq!(p.writes_for("nga", "2026-04-02").await, ["Phường Đông", "Xã An Bình"]);
        assert_eq!(p.writes_for("mai", "2026-04-02").await, ["Xã An Bình"]);
        assert_eq!(p.writes_for("mai", "2026-04-21").await, Vec::<String>::new(), "lent until the day before");
    }

    async fn the_longer_of_two_roles_that_become_one_decides_when_it_ends(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        for (at, last) in [("Xã An", "2026-04-10"), ("Xã Bình", "2026-12-31")] {
            let new = NewGrant {
                role: "editor".to_owned(),
                agency: p.agency(at).uuid(),
                valid_from: None,
                valid_to: LocalDate::parse(last).ok(),
                reason: "QĐ 02".to_owned(),
            };
            grant_until(&p.ctx(), hanh, new).await.unwrap();
        }
        p.decided().await;
        p.day_comes().await;
        assert_eq!(p.writes_for("hanh", "2026-12-31").await, ["Xã An Bình"]);
    }

    async fn posts_go_along_and_come_back(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", "Tỉnh Thái Nguyên")]).await;
        // The administrator knows whoever holds a role.
        p.account("hanh", &[("editor", "Tỉnh Thái Nguyên")]).await;
        let hanh = "Nguyễn Thị hanh";
        p.post(hanh, "Xã An", "Kế toán").await;
        p.post(hanh, "Xã Bình", "Kế toán").await;
        let plan = p.decided().await;
        let before = ["Xã An: Kế toán", "Xã Bình: Kế toán"];
        assert_eq!(p.posts(hanh, "2026-03-31").await, before);
        assert_eq!(p.posts(hanh, "2026-04-01").await, ["Xã An Bình: Kế toán"], "held there once");
        p.undone(&plan).await;
        assert_eq!(p.posts(hanh, "2026-04-01").await, before);

        let told = "SELECT act FROM kernel_record WHERE act LIKE 'identity.post.carried%' ORDER BY at, id";
        let told: Vec<String> = p.app.db().read().column(told, vec![]).await.unwrap();
        assert_eq!(told.len(), 4, "{told:?}");
    }

    async fn what_is_given_after_the_decision_goes_along_on_the_day(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", "Tỉnh Thái Nguyên")]).await;
        p.decided().await;
        p.account("mai", &[("editor", "Xã Bình")]).await;
        p.day_comes().await;
        assert_eq!(p.writes_for("mai", "2026-04-01").await, ["Xã An Bình"]);
    }

    async fn unfinished_articles_go_to_the_heir_on_the_day_and_not_before(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", "Xã An")]).await;
        let open = p.article("Xã An", "Bài còn viết dở").await;
        let public = p.article("Xã An", "Bài đã đăng").await;
        let public = entry::submit(&p.ctx(), public.id, public.version).await.unwrap();
        entry::publish(&p.ctx(), public.id, public.version, entry::Span::default()).await.unwrap();
        let at = async |id: Id<Entry>| {
            let sql = "SELECT s.name FROM portal_entry a JOIN portal_site s ON s.id = a.site_id WHERE a.id = $1";
            p.app.db().read().scalar::<String>(sql, vec![id.uuid().into()]).await.unwrap().unwrap()
        };

        let plan = p.decided().await;
        assert_eq!(at(open.id).await, "Xã An");
        assert!(p.works_on("hanh").await.contains("Bài còn viết dở"), "she goes on writing until the day");
        p.undone(&plan).await;
        p.app.set_time("2026-04-02T08:00");
        assert_eq!(begin_due(&p.ctx()).await.unwrap(), 0);
        assert_eq!(at(open.id).await, "Xã An");
        assert!(p.works_on("hanh").await.contains("Bài còn viết dở"));

        p.app.set_time("2026-03-02T08:00");
        p.decided().await;
        p.day_comes().await;
        assert_eq!((at(open.id).await, at(public.id).await), ("Xã An Bình".to_owned(), "Xã An".to_owned()));
        assert!(p.works_on("hanh").await.contains("Bài còn viết dở"), "she finishes it at the heir");
    }

    async fn a_site_says_at_the_heir_what_it_said_and_an_undo_changes_none_of_it(database) {
        let p = province(database).await;
        let dong = p.site_of("Xã Đông");
        let leader = Leader {
            name: "Hoàng Văn Mẫu".to_owned(),
            post: "Chủ tịch".to_owned(),
            phone: String::new(),
            email: String::new(),
            invented: true,
        };
        let said = Edit {
            version: site::sites(&p.app).unwrap().by_id(dong).unwrap().version,
            name_en: String::new(),
            kicker: "Vùng chè".to_owned(),
            kicker_en: String::new(),
            responsible: "Ban biên tập xã Đông".to_owned(),
            address: "Thôn Trung, xã Đông".to_owned(),
            phone: "0208 3 000 000".to_owned(),
            email: String::new(),
            hours: String::new(),
            intro: "Xã nằm bên sông Cầu.".to_owned(),
            intro_en: String::new(),
            invented: true,
            leaders: vec![leader],
        };
        site::edit(&p.ctx(), dong, &said).await.unwrap();
        let says = async |path: &str| {
            let (about, contact) = (p.app.visitor().get(&format!("{path}gioi-thieu")).await, p.app.visitor().get(&format!("{path}lien-he")).await);
            assert_eq!((about.status, contact.status), (200, 200), "{path}");
            let all = about.text() + &contact.text();
            ["Xã nằm bên sông Cầu.", "Hoàng Văn Mẫu", "Ban biên tập xã Đông", "Thôn Trung, xã Đông"]
                .into_iter().filter(|words| all.contains(words)).count()
        };
        let word = |name: &str| {
            let family = site::sites(&p.app).unwrap();
            format!("/s/{}/", family.by_agency(p.agency(name).uuid()).unwrap().slug)
        };
        let plan = p.decided().await;
        assert_eq!(says(&word("Xã Đông")).await, 4, "until the day nothing changes");
        p.undone(&plan).await;
        p.app.set_time("2026-04-02T08:00");
        site::build_family(&p.ctx()).await.unwrap();
        assert_eq!(says(&word("Xã Đông")).await, 4);

        p.app.set_time("2026-03-02T08:00");
        p.decided().await;
        p.day_comes().await;
        assert_eq!(p.app.visitor().get(&word("Phường Đông")).await.texts("header .brand b"), ["Phường Đông"]);
        assert_eq!(says(&word("Phường Đông")).await, 4);
        assert_eq!(begin_due(&p.ctx()).await.unwrap(), 0);
        assert_eq!(says(&word("Xã An Bình")).await, 0, "of two that become one, neither speaks for it");
    }
}
