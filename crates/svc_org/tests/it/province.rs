use svc_org::{Extent, Kind, Step, tree};
use testkit::both_databases;

use crate::{day, empty, named, province, system};

fn told(steps: &[Step]) -> Vec<(&str, Extent, bool)> {
    steps.iter().map(|s| (s.agency.full_name.as_str(), s.extent, s.unchanged)).collect()
}

both_databases! {
    async fn the_model_province_counts(database) {
        let app = province(database).await;
        let tree = tree(&app).unwrap();
        let at = |kind: Kind, as_of: &str| tree.at(day(as_of)).iter().filter(|a| a.kind == kind).count();
        assert_eq!(at(Kind::Commune, "2025-07-01"), 92);
        assert_eq!(at(Kind::Commune, "2025-06-30"), 280);
        assert_eq!(at(Kind::District, "2025-06-30"), 17);
        assert_eq!(at(Kind::District, "2025-07-01"), 0);
        assert_eq!((at(Kind::Province, "2025-06-30"), at(Kind::Province, "2025-07-01")), (2, 1));
        let bodies = || tree.all().filter(|a| !a.kind.is_unit());
        assert_eq!(bodies().filter(|a| !a.has_ended(day("2025-07-01"))).count(), 22);
        assert_eq!(bodies().filter(|a| a.has_ended(day("2025-03-01"))).count(), 7);
        let units = tree.successions().iter().filter(|s| tree.get(s.from).unwrap().kind == Kind::Commune);
        assert_eq!(units.count(), 283);
        let root = tree.root(day("2025-06-30")).unwrap();
        assert_eq!((root.full_name.as_str(), root.code.as_ref().unwrap().as_str()), ("Tỉnh Thái Nguyên", "H55"));
        assert_eq!(tree.children(root.id, day("2025-07-01")).len(), 92 + 22);
    }

    async fn a_second_load_changes_nothing(database) {
        let app = province(database).await;
        let before: Vec<_> = tree(&app).unwrap().all().cloned().collect();
        let summary = svc_org::load_model_province(&system(&app)).await.unwrap();
        assert_eq!((summary.agencies, summary.successions), (0, 0));
        let after: Vec<_> = tree(&app).unwrap().all().cloned().collect();
        assert_eq!(before, after);
    }

    async fn labels_are_unique_on_any_day_and_paths_hold(database) {
        let app = province(database).await;
        let tree = tree(&app).unwrap();
        for as_of in ["2025-02-28", "2025-06-30", "2025-07-01"] {
            let mut slugs: Vec<_> = tree.at(day(as_of)).iter().map(|a| a.slug.clone()).collect();
            let all = slugs.len();
            slugs.sort();
            slugs.dedup();
            assert_eq!(slugs.len(), all, "{as_of}");
        }
        for agency in tree.all() {
            let above = agency.parent.map_or(String::from("/"), |p| tree.get(p).unwrap().path.clone());
            assert_eq!(agency.path, format!("{above}{}/", agency.id));
        }
        assert_eq!(named(&tree, "Xã Văn Lăng", "2026-01-01").slug, "vanlang-donghy");
        assert_eq!(named(&tree, "Phường Phổ Yên", "2026-01-01").slug, "phoyen");
    }

    async fn what_became_of_an_old_unit(database) {
        let app = province(database).await;
        let tree = tree(&app).unwrap();
        let became = |name: &str| tree.became(named(&tree, name, "2025-06-30").id);
        assert_eq!(
            told(&became("Phường Gia Sàng")),
            [("Phường Gia Sàng", Extent::Part, false), ("Phường Phan Đình Phùng", Extent::Part, false)]
        );
        assert_eq!(told(&became("Xã Sảng Mộc")), [("Xã Sảng Mộc", Extent::Whole, true)]);
        assert_eq!(told(&became("Tỉnh Bắc Kạn")), [("Tỉnh Thái Nguyên", Extent::Whole, false)]);
        // A district has no successor of its own: it became what its communes became.
        let city = became("Thành phố Bắc Kạn");
        assert!(told(&city).contains(&("Phường Đức Xuân", Extent::Part, false)), "{city:?}");
        assert!(city.iter().all(|s| s.agency.is_valid(day("2025-07-01")) && s.on == day("2025-07-01")));
        let split = tree.became(named(&tree, "Sở Thông tin và Truyền thông", "2025-02-28").id);
        assert_eq!(
            told(&split),
            [("Sở Khoa học và Công nghệ", Extent::Part, false), ("Sở Văn hóa, Thể thao và Du lịch", Extent::Part, false)]
        );
    }

    async fn what_a_new_unit_was_made_of(database) {
        let app = province(database).await;
        let tree = tree(&app).unwrap();
        let made = tree.made_of(named(&tree, "Phường Đức Xuân", "2025-07-01").id);
        assert_eq!(
            told(&made),
            [
                ("Phường Đức Xuân", Extent::Whole, false),
                ("Phường Huyền Tụng", Extent::Whole, false),
                ("Phường Nguyễn Thị Minh Khai", Extent::Whole, false),
            ]
        );
        let finance = tree.made_of(named(&tree, "Sở Tài chính", "2025-07-01").id);
        assert_eq!(told(&finance), [("Sở Kế hoạch và Đầu tư", Extent::Whole, false)]);
    }

    async fn the_same_code_names_another_unit_on_another_day(database) {
        let app = province(database).await;
        let tree = tree(&app).unwrap();
        let on = |as_of: &str| tree.by_unit_code("05467", day(as_of)).unwrap().full_name.clone();
        assert_eq!((on("2025-06-30"), on("2025-07-01")), ("Phường Cam Giá".into(), "Phường Gia Sàng".into()));
    }

    async fn lists_stand_in_vietnamese_order(database) {
        let app = province(database).await;
        let tree = tree(&app).unwrap();
        let root = tree.root(day("2026-01-01")).unwrap();
        let names: Vec<_> = tree
            .children(root.id, day("2026-01-01"))
            .iter()
            .filter(|a| a.kind == Kind::Commune)
            .map(|a| base::text::sort_key(&a.name))
            .collect();
        assert!(names.is_sorted());
    }

    async fn search_ignores_accents_and_prefers_them(database) {
        let app = province(database).await;
        let tree = tree(&app).unwrap();
        let first = |text: &str| tree.search(text).first().map(|a| a.full_name.clone()).unwrap_or_default();
        assert_eq!(first("phan dinh phung"), "Phường Phan Đình Phùng");
        assert_eq!(first("văn lăng"), "Xã Văn Lăng");
        assert_eq!(first("Văn Lang"), "Xã Văn Lang");
        assert_eq!(first("h55"), "Tỉnh Thái Nguyên");
        assert_eq!(first("so xay dung"), "Sở Xây dựng");
        assert_eq!(first("05443"), "Phường Phan Đình Phùng");
        assert!(tree.search("không có nơi nào").is_empty());
        assert!(tree.search("  ").is_empty());
    }

    async fn another_node_learns_of_a_change(database) {
        let mut app = empty(database).await;
        app.follow().await;
        app.seal().await;
        let mut other = app.second_node().await;
        other.follow().await;
        assert_eq!(tree(&other).unwrap().all().count(), 0);
        svc_org::load_model_province(&system(&app)).await.unwrap();
        app.seal().await;
        for _ in 0..100 {
            if tree(&other).unwrap().all().count() == 420 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the other node still knows {} agencies", tree(&other).unwrap().all().count());
    }
}
