//! The model services, and what they come to, worked out by hand.

use kernel::{Ctx, Module};
use testkit::{Database, TestApp, both_databases};

use super::*;

mod fees;
mod terms;

/// The service of a procedure.
fn of(code: &str) -> Service {
    let all = model_services().unwrap();
    all.into_iter().find(|service| service.code == code).unwrap_or_else(|| panic!("{code}"))
}

#[test]
fn the_model_services_are_sound_and_each_stands_once() {
    let all = model_services().unwrap();
    assert_eq!(all.len(), 30);
    for service in &all {
        assert_eq!(service.faults(), Vec::new(), "{}", service.code);
        assert!(!service.papers.is_empty() && !service.source.cite.is_empty(), "{}", service.code);
    }
    let mut codes: Vec<&str> = all.iter().map(|service| service.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 30);
}

#[test]
fn what_cannot_be_used_is_named() {
    let broken = |change: fn(&mut Service)| {
        let mut service = of("2.000815");
        change(&mut service);
        service.faults()
    };
    let key = |key: &str| Fault::Key(key.to_owned());
    assert_eq!(broken(|s| s.code = "815".to_owned()), [Fault::Code]);
    assert_eq!(broken(|s| s.channels.clear()), [Fault::Channels]);
    assert_eq!(broken(|s| s.papers.push(s.papers[0].clone())), [key("ban-chinh")]);
    assert_eq!(broken(|s| s.papers[0].key = "Bản chính".to_owned()), [key("Bản chính")]);
    assert_eq!(broken(|s| s.papers[0].case = Some("khac".to_owned())), [Fault::Case("khac".to_owned())]);
    assert_eq!(broken(|s| s.terms.clear()), [Fault::NoTerm(String::new(), crate::procedure::Channel::Desk)]);
    assert_eq!(broken(|s| s.fees[0].exempt.push("ai".to_owned())), [Fault::Exemption("ai".to_owned())]);
    let tiers = |from: &[u32]| {
        let tiers = from.iter().map(|from| Tier { from: *from, amount: base::Vnd(1) }).collect();
        Rate::Pages { tiers, cap: None }
    };
    for wrong in [&[][..], &[2], &[1, 1], &[1, 3, 2]] {
        let mut service = of("2.000815");
        service.fees[0].rate = tiers(wrong);
        assert_eq!(service.faults(), [Fault::Tiers("chung-thuc".to_owned())], "{wrong:?}");
    }
    assert_eq!(
        broken(|s| s.fees[0].rate = Rate::Fixed(base::Vnd(-1))),
        [Fault::Amount("chung-thuc".to_owned())]
    );
}

#[test]
fn papers_of_other_cases_are_not_asked_for() {
    let service = of("1.013225");
    let keys = |case| service.papers_of(Some(case)).map(|paper| paper.key.as_str()).collect::<Vec<_>>();
    assert_eq!(keys("nha-o"), ["to-khai", "dat", "ban-ve"]);
    assert_eq!(keys("cong-trinh"), ["to-khai", "dat", "ban-ve", "tham-dinh"]);
}

const MODULES: [&Module; 6] = [
    &svc_org::MODULE,
    &svc_files::MODULE,
    &svc_identity::MODULE,
    &svc_search::MODULE,
    &svc_workflow::MODULE,
    &crate::MODULE,
];

/// The model province's procedures and their rules.
async fn province(database: Database) -> TestApp {
    let app = TestApp::with(database, &MODULES).await;
    let ctx = Ctx::system(&app, "test");
    svc_org::load_model_province(&ctx).await.unwrap();
    svc_workflow::load_model_holidays(&ctx).await.unwrap();
    crate::procedure::load_model_catalogue(&ctx).await.unwrap();
    load_model_services(&ctx).await.unwrap();
    app
}

/// A file with one service that differs from the model's by what is replaced.
fn file(code: &str, lead: &str, changes: &[(&str, &str)]) -> Vec<u8> {
    let seeds = include_str!("../../../seeds/services.toml");
    let one = seeds.split("[[service]]").find(|one| one.contains(&format!("code = \"{code}\""))).unwrap();
    let mut text = format!("[[service]]\n{lead}\n{one}");
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    text.into_bytes()
}

both_databases! {
    async fn a_reader_works_out_when_and_how_much(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        let page = visitor.get("/thu-tuc/2.000815").await;
        assert!(page.attributes("a", "href").contains(&"/thu-tuc/2.000815/tinh".to_owned()), "{}", page.text());
        let opened = visitor.get("/thu-tuc/2.000815/tinh").await;
        assert_eq!((opened.status, opened.count("#ket-qua")), (200, 0));
        let ask = "/thu-tuc/2.000815/tinh?tinh=1&kenh=truc-tiep&so-pages=250&so-copies=2&nhan=2026-03-02T15:01";
        let told = visitor.get(ask).await;
        assert_eq!(told.status, 200, "{}", told.text());
        assert_eq!(told.attribute("#ket-qua time", "datetime"), "2026-03-03T17:00");
        let said = told.texts("#ket-qua").join(" ");
        for words in ["2 × 2.000 đồng + 248 × 1.000 đồng", "nhiều nhất 200.000 đồng", "× 2 bản", "400.000 đồng", "226/2016/TT-BTC"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        let english = visitor.get(&format!("/en{ask}")).await;
        assert!(english.text().contains("400,000"), "{}", english.text());
    }

    async fn what_is_missing_is_said_at_its_field(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        let wrong = visitor.get("/thu-tuc/2.000815/tinh?tinh=1&kenh=buu-chinh&so-pages=0&nhan=h%C3%B4m+qua").await;
        assert_eq!(wrong.status, 422);
        let at = wrong.attributes(".ds-error-summary a", "href");
        assert_eq!(at, ["#nhan", "#kenh"]);
        let wrong = visitor.get("/thu-tuc/2.000815/tinh?tinh=1&kenh=truc-tiep&so-pages=0&so-copies=1&nhan=2026-03-02T09:00").await;
        assert_eq!(wrong.attributes(".ds-error-summary a", "href"), ["#so-pages"]);
        let beyond = visitor.get("/thu-tuc/2.000815/tinh?tinh=1&kenh=truc-tiep&so-pages=1&so-copies=1&nhan=9999-12-31T16:00").await;
        assert_eq!((beyond.status, beyond.attributes(".ds-error-summary a", "href")), (422, vec!["#nhan".to_owned()]));
        let case = visitor.get("/thu-tuc/1.013225/tinh?tinh=1&kenh=truc-tiep&nhan=2026-03-02T09:00&truong-hop=%3Cb%3E").await;
        assert_eq!(case.attributes(".ds-error-summary a", "href"), ["#truong-hop"]);
        assert!(!case.body().contains("<b>\""), "nothing typed becomes markup");
        for unknown in ["/thu-tuc/9.999999/tinh", "/thu-tuc/1.000005/tinh", "/thu-tuc/x/tinh"] {
            assert_eq!(visitor.get(unknown).await.status, 404, "{unknown}");
        }
    }

    async fn what_nobody_checked_and_what_the_council_sets_is_said(database) {
        let app = province(database).await;
        let visitor = app.visitor();
        let asked = "tinh=1&kenh=truc-tuyen&so-copies=1&nhan=2026-03-02T09:00";
        let open = visitor.get(&format!("/thu-tuc/1.004873/tinh?{asked}")).await.texts("#ket-qua").join(" ");
        assert!(open.contains("Theo nghị quyết của Hội đồng nhân dân tỉnh") && open.contains("chưa được đối chiếu"), "{open}");
        let free = visitor.get(&format!("/thu-tuc/1.004873/tinh?{asked}&mien=ho-ngheo")).await.texts("#ket-qua").join(" ");
        assert!(free.contains("Được miễn: Người thuộc hộ nghèo") && free.contains("0 đồng"), "{free}");
        let birth = visitor.get(&format!("/thu-tuc/1.001193/tinh?{asked}&them=ban-sao")).await.texts("#ket-qua").join(" ");
        assert!(birth.contains("8.000 đồng") && !birth.contains("chưa được đối chiếu"), "{birth}");
    }

    async fn the_same_file_again_changes_nothing_and_a_new_one_follows_the_old(database) {
        let app = province(database).await;
        let ctx = Ctx::system(&app, "test");
        let again = load_model_services(&ctx).await.unwrap();
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 30));
        let later = file("1.004222", "valid_from = \"2027-01-01\"", &[("fixed = 20000", "fixed = 30000")]);
        let tried = try_services(&ctx, &later).await.unwrap();
        assert_eq!((tried.added, tried.changed), (1, 1));
        let read = app.db().read();
        let day = |text: &str| base::LocalDate::parse(text).unwrap();
        let before = on(read, "1.004222", day("2027-01-01")).await.unwrap().unwrap();
        assert_eq!((before.version, before.service.valid_from), (1, None), "only tried");
        let done = import_services(&ctx, &later).await.unwrap();
        assert_eq!((done.added, done.changed, done.rejected.len()), (1, 1, 0));
        let old = on(read, "1.004222", day("2026-12-31")).await.unwrap().unwrap();
        assert_eq!((old.id, old.version, old.service.valid_to), (before.id, 2, Some(day("2026-12-31"))));
        let new = on(read, "1.004222", day("2027-01-01")).await.unwrap().unwrap();
        assert_eq!(new.service.fees[0].rate, Rate::Fixed(base::Vnd(30_000)));
        // Both files again: all of it is known.
        let again = load_model_services(&ctx).await.unwrap();
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 30));
        assert_eq!(import_services(&ctx, &later).await.unwrap().unchanged, 1);
    }

    async fn files_that_are_wrong_say_what_is(database) {
        let app = province(database).await;
        let ctx = Ctx::system(&app, "test");
        let reason = async |bytes: &[u8]| {
            let report = import_services(&ctx, bytes).await.unwrap();
            assert_eq!((report.added, report.changed), (0, 0));
            report.rejected.iter().map(|row| row.reason.text(ui::Lang::Vi)).collect::<Vec<_>>().join("; ")
        };
        assert!(reason(b"\xff\xfe").await.contains("UTF-8"), "bytes that are no text");
        assert!(reason(b"[[service]]\ncode = 3").await.starts_with("Tệp không đọc được"));
        assert!(reason(b"").await.starts_with("Tệp không đọc được"));
        let key = file("2.000815", "", &[("key = \"chung-thuc\"", "key = \"Chứng thực\"")]);
        assert!(reason(&key).await.contains("Chứng thực"));
        let overlap = file("2.000815", "valid_from = \"2020-01-01\"\nvalid_to = \"2030-01-01\"", &[]);
        import_services(&ctx, &overlap).await.unwrap();
        let within = file("2.000815", "valid_from = \"2025-01-01\"", &[]);
        assert!(reason(&within).await.contains("đã có quy định"));
    }
}
