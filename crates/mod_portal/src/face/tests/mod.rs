//! The look of a site, what the law asks for, and the faces of the model province.

use std::sync::Arc;

use kernel::{Ctx, db::Queries as _};
use testkit::{Client, Database, TestApp, both_databases};

use crate::site::{self, Lookup, Site};

/// The model province with those who compose the site of one department, and of another.
pub(crate) struct Studio {
    pub app: TestApp,
    pub site: Arc<Site>,
    pub chief: Client,
    pub editor: Client,
    pub stranger: Client,
    /// The screens of the site.
    pub screen: String,
}

impl Studio {
    pub async fn open(database: Database) -> Self {
        let app = TestApp::with(database, &crate::TEST_MODULES).await;
        let ctx = Ctx::system(&app, "test");
        svc_org::load_model_province(&ctx).await.unwrap();
        site::build_family(&ctx).await.unwrap();
        let (site, other) = (live(&app, "sotuphap"), live(&app, "sonoivu"));
        let chief = app.signed_in("publisher", site.agency_id, &site.agency_path);
        let editor = app.signed_in("editor", site.agency_id, &site.agency_path);
        let stranger = app.signed_in("publisher", other.agency_id, &other.agency_path);
        let screen = format!("/quan-tri/bo-cuc/{}", site.id);
        Self { app, site, chief, editor, stranger, screen }
    }

    /// The public home page.
    pub async fn home(&self) -> testkit::Answer {
        let page = self.app.visitor().get("/s/sotuphap/").await;
        assert_eq!(page.status, 200, "{}", page.text());
        page
    }

    /// What the journal says was done to the site's face, in order.
    pub async fn told(&self) -> Vec<String> {
        let sql =
            "SELECT act FROM kernel_record WHERE subject_kind = 'face' AND subject_id = $1 ORDER BY at, id";
        self.app.db().read().column(sql, vec![self.site.id.uuid().into()]).await.unwrap()
    }
}

pub(crate) fn live(app: &kernel::App, slug: &str) -> Arc<Site> {
    match site::sites(app).unwrap().by_slug(slug, app.clock().now().local_date()) {
        Lookup::Live(site) => site,
        other => panic!("{slug}: {other:?}"),
    }
}

both_databases! {
    async fn a_look_shows_on_every_page_of_its_site_at_once(database) {
        let studio = Studio::open(database).await;
        let form = format!("{}/giao-dien", studio.screen);
        // Twice, so that the second comes from memory.
        for _ in 0..2 {
            assert_eq!(studio.home().await.attribute("html", "data-palette"), "");
        }
        let saved = studio
            .chief
            .fill_in(&form, &form, &[
                ("colours", "river"),
                ("photograph", "town"),
                ("photograph_alt", "Phố bên sông"),
                ("copyright", "Xin ghi rõ nguồn."),
                ("trust", "https://tinnhiemmang.vn/danh-ba/stp"),
            ])
            .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let home = studio.home().await;
        assert_eq!(home.attribute("html", "data-palette"), "river");
        assert_eq!(home.attribute(".hero-photo img", "alt"), "Phố bên sông");
        assert_eq!(home.texts(".foot .copyright"), ["Xin ghi rõ nguồn."]);
        assert!(home.attributes(".foot a", "href").contains(&"https://tinnhiemmang.vn/danh-ba/stp".to_owned()));
        let about = studio.app.visitor().get("/s/sotuphap/gioi-thieu").await;
        assert_eq!(about.attribute("html", "data-palette"), "river");
        assert_eq!(studio.app.visitor().get("/s/sonoivu/").await.attribute("html", "data-palette"), "");
        assert_eq!(studio.told().await, ["portal.face.dressed"]);
    }

    async fn a_look_is_tried_before_anybody_else_sees_it(database) {
        let studio = Studio::open(database).await;
        let look = format!("{}/giao-dien", studio.screen);
        let tried = format!("{look}/xem-thu");
        let other = ui::palette::ALL.last().unwrap();
        let fields = [("colours", other.word), ("copyright", "Dùng lại phải hỏi Sở trước"), ("photograph", "river"), ("photograph_alt", "Sông Cầu")];
        // The button of the look's own form sends it elsewhere.
        assert_eq!(studio.chief.get(&look).await.attribute("button[formaction]", "formaction"), tried);
        let page = studio.chief.post(&tried, &fields).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("Dùng lại phải hỏi Sở trước") && page.body().contains(other.name));
        assert!(page.attributes("img", "alt").contains(&"Sông Cầu".to_owned()));
        assert!(!studio.home().await.text().contains("Dùng lại phải hỏi"), "nothing was kept");
        assert!(!studio.home().await.attributes("img", "alt").contains(&"Sông Cầu".to_owned()));
        let wrong = studio.chief.post(&tried, &[("colours", "neon")]).await;
        assert_eq!(wrong.status, 422);
        assert_eq!(studio.stranger.post(&tried, &fields).await.status, 404);
        assert_eq!(studio.editor.post(&tried, &fields).await.status, 403);
    }

    async fn what_nobody_checked_cannot_be_chosen(database) {
        let studio = Studio::open(database).await;
        let form = format!("{}/giao-dien", studio.screen);
        for (field, value, at) in [
            ("colours", "#ff00ff", "#colours"),
            ("colours", "", "#colours"),
            ("trust", "https://example.org/", "#trust"),
            ("trust", "javascript:alert(1)", "#trust"),
            ("trust", "https://tinnhiemmang.vn.example.org/", "#trust"),
            ("photograph", "https://example.org/x.png", "#photograph"),
            ("photograph", "0190a0b0-0000-7000-8000-000000000001", "#photograph"),
            ("photograph", "town", "#photograph_alt"),
            ("copyright", &"x".repeat(301), "#copyright"),
        ] {
            let answer = studio.chief.fill_in(&form, &form, &[(field, value)]).await;
            assert_eq!(answer.status, 422, "{field}={value}");
            assert!(answer.attributes(".ds-error-summary a", "href").contains(&at.to_owned()), "{field}={value}");
        }
        assert!(studio.told().await.is_empty());
    }

    async fn a_stale_look_comes_back_beside_what_is_kept(database) {
        let studio = Studio::open(database).await;
        let form = format!("{}/giao-dien", studio.screen);
        let first = [("version", "0"), ("colours", "indigo"), ("copyright", "Một")];
        assert_eq!(studio.chief.post(&form, &first).await.status, 303);
        let late = [("version", "0"), ("colours", "tea"), ("copyright", "Hai")];
        let page = studio.chief.post(&form, &late).await;
        assert_eq!(page.status, 409);
        assert_eq!(page.attribute("#copyright", "value"), "Hai", "what was typed is kept");
        assert_eq!(page.texts("#copyright-kept span"), ["Một"], "beside it what is kept now");
        assert_eq!(studio.home().await.attribute("html", "data-palette"), "indigo");
    }

    async fn editors_are_told_what_the_law_asks_and_the_site_lacks(database) {
        let studio = Studio::open(database).await;
        let page = studio.chief.get(&studio.screen).await;
        let said = page.texts("main .ds-alert li").join("\n");
        assert!(said.contains("người chịu trách nhiệm"), "{said}");
        assert!(!said.contains("Menu chưa có"), "the usual menu has all: {said}");
        site::fill_samples(&Ctx::system(&studio.app, "test")).await.unwrap();
        let said = studio.chief.get(&studio.screen).await.texts("main .ds-alert li").join("\n");
        assert!(!said.contains("người chịu trách nhiệm"), "{said}");
    }

    async fn only_those_who_may_compose_and_only_their_own_sites(database) {
        let studio = Studio::open(database).await;
        let screens = [studio.screen.clone(), format!("{}/menu", studio.screen), format!("{}/giao-dien", studio.screen)];
        for screen in &screens {
            assert_eq!(studio.chief.get(screen).await.status, 200, "{screen}");
            assert_eq!(studio.stranger.get(screen).await.status, 404, "{screen}");
            assert_eq!(studio.editor.get(screen).await.status, 403, "{screen}");
            assert_eq!(studio.app.visitor().get(screen).await.status, 303, "{screen}");
        }
        for act in ["publication", "discard", "usual", "khoi", "menu", "menu/publication", "giao-dien"] {
            let answer = studio.stranger.post(&format!("{}/{act}", studio.screen), &[("version", "0")]).await;
            assert_eq!(answer.status, 404, "{act}");
        }
        let preview = "/s/sotuphap/ban-nhap";
        assert_eq!(studio.chief.get(preview).await.status, 200);
        assert_eq!(studio.stranger.get(preview).await.status, 404);
        // Whoever has one site is led to it.
        assert_eq!(studio.chief.get("/quan-tri/bo-cuc").await.location(), studio.screen);
    }

    async fn a_former_site_is_put_right_from_above_only(database) {
        let studio = Studio::open(database).await;
        let family = site::sites(&studio.app).unwrap();
        let today = studio.app.clock().now().local_date();
        let former = family.all().iter().find(|site| site.slug == "dinhhoa-huyen" && site.is_former(today)).unwrap();
        let act = format!("/quan-tri/bo-cuc/{}/usual", former.id);
        let own = studio.app.signed_in("publisher", former.agency_id, &former.agency_path);
        assert_eq!(own.post(&act, &[("version", "0")]).await.status, 403);
        let root = family.province().unwrap();
        let above = studio.app.signed_in("publisher", root.agency_id, &root.agency_path);
        assert_eq!(above.post(&act, &[("version", "0")]).await.status, 303);
    }

    async fn the_model_faces_are_given_once(database) {
        let studio = Studio::open(database).await;
        let ctx = Ctx::system(&studio.app, "test");
        let given = crate::face::load_model_faces(&ctx).await.unwrap();
        assert!(given >= 5, "{given}");
        assert_eq!(crate::face::load_model_faces(&ctx).await.unwrap(), 0);
        let home = studio.app.visitor().get("/s/sxd/").await;
        assert_eq!(home.attribute("html", "data-palette"), "river");
        assert!(home.texts("nav.mainnav summary").contains(&"Giới thiệu".to_owned()));
    }

    async fn another_node_shows_it_too(database) {
        let studio = Studio::open(database).await;
        let mut other = studio.app.second_node().await;
        other.follow().await;
        assert_eq!(other.visitor().get("/s/sotuphap/").await.attribute("html", "data-palette"), "");
        let form = format!("{}/giao-dien", studio.screen);
        assert_eq!(studio.chief.fill_in(&form, &form, &[("colours", "lacquer")]).await.status, 303);
        studio.app.seal().await;
        for _ in 0..100 {
            let seen = other.visitor().get("/s/sotuphap/").await.attribute("html", "data-palette");
            if seen == "lacquer" {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the other node never showed it");
    }
}
