use svc_org::{ImportReport, Kind, Options, import_units, tree};
use testkit::{TestApp, both_databases};

use crate::{day, empty, named, province, system};

async fn import(app: &TestApp, text: impl AsRef<[u8]>) -> ImportReport {
    import_with(app, text, Options::default()).await
}

async fn import_with(app: &TestApp, text: impl AsRef<[u8]>, options: Options) -> ImportReport {
    import_units(&system(app), text.as_ref(), options).await.unwrap()
}

fn reasons(report: &ImportReport) -> Vec<(u64, &'static str)> {
    report.rejected.iter().map(|r| (r.line, r.reason.key())).collect()
}

both_databases! {
    async fn a_province_from_a_file(database) {
        let app = empty(database).await;
        let file = "\u{feff}code,name,full_name,parent_code,valid_from,valid_to,agency_code\n\
                    05443,Phan Đình Phùng,Phường Phan Đình Phùng,19,2025-07-01,,\n\
                    05461,Gia Sàng,Phường Gia Sàng,164,,30/06/2025,\n\
                    164,Thái Nguyên,Thành phố Thái Nguyên,19,,2025-06-30,\n\
                    19,Thái Nguyên,Tỉnh Thái Nguyên,,,,000.00.00.H55\n";
        let report = import(&app, file).await;
        assert_eq!((report.added, reasons(&report)), (4, vec![]));
        let tree = tree(&app).unwrap();
        let ward = named(&tree, "Phường Gia Sàng", "2025-06-30");
        let above: Vec<_> = tree.above(ward).iter().map(|a| a.full_name.clone()).collect();
        assert_eq!(above, ["Thành phố Thái Nguyên", "Tỉnh Thái Nguyên"]);
        assert_eq!(tree.root(day("2026-01-01")).unwrap().code.as_ref().unwrap().as_str(), "H55");
        let again = import(&app, file).await;
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 4));
    }

    async fn the_file_of_the_model_province_is_already_there(database) {
        let app = province(database).await;
        let file = include_str!("../../../../data/thainguyen_units.csv");
        let report = import(&app, file).await;
        assert_eq!((report.added, report.changed, report.unchanged, reasons(&report)), (0, 0, 92, vec![]));
        let changed = import(&app, file.replace("34.46", "35")).await;
        assert_eq!((changed.changed, changed.unchanged), (1, 91));
        let tree = tree(&app).unwrap();
        let ward = named(&tree, "Phường Đức Xuân", "2026-01-01");
        assert_eq!((ward.area_km2, ward.version), (Some(35.0), 2));
    }

    async fn bad_rows_come_out_with_reasons_and_good_ones_go_in(database) {
        let app = province(database).await;
        let head = "code,name,full_name,parent_code,valid_from,valid_to,agency_code,lat\n";
        let mut file = head.as_bytes().to_vec();
        file.extend_from_slice("90001,Mới,Xã Mới,19,2026-01-01,,,\n".as_bytes());
        file.extend_from_slice(b"90002,M\xff,X\xff,19,,,,\n");
        file.extend_from_slice(
            "90003,Thiếu\n\
             9000,Ngắn,Xã Ngắn,19,,,,\n\
             90005,,Xã Trống,19,,,,\n\
             90006,Ngược,Xã Ngược,19,2026-01-02,2026-01-01,,\n\
             90007,Ngày,Xã Ngày,19,2026-02-30,,,\n\
             90008,Mã,Xã Mã,19,,,Z1,\n\
             90009,Xa,Xã Xa,99,,,,\n\
             90001,Mới,Xã Mới,19,2026-05-01,,,\n\
             05443,Đè,Phường Đè,19,2025-01-01,2025-12-31,,\n\
             90012,Vĩ,Xã Vĩ,19,,,,91\n\
             90013,Tròn,Xã Tròn,913,,,,\n\
             913,Tròn,Huyện Tròn,90013,,,,\n\
             90015,Dưới,Xã Dưới,05443,2026-01-01,,,\n\
             90016,Trùng,Xã Trùng,19,2026-01-01,,H55,\n"
                .as_bytes(),
        );
        let report = import(&app, &file).await;
        assert_eq!(
            reasons(&report),
            [
                (3, "org.import.encoding"),
                (4, "org.import.cells"),
                (5, "org.import.code"),
                (6, "org.import.empty"),
                (7, "org.import.era"),
                (8, "org.import.date"),
                (9, "org.code.head"),
                (10, "org.import.parent"),
                (11, "org.import.twice"),
                (12, "org.import.overlap"),
                (13, "org.import.number"),
                (14, "org.import.cycle"),
                (15, "org.import.cycle"),
                (16, "org.import.level"),
                (17, "org.agency.code_taken"),
            ]
        );
        assert_eq!((report.added, report.changed), (1, 0));
        assert_eq!(named(&tree(&app).unwrap(), "Xã Mới", "2026-03-02").kind, Kind::Commune);
    }

    async fn a_file_that_is_no_table_is_refused_whole(database) {
        let app = empty(database).await;
        for (file, reason) in [
            (&b""[..], "org.import.columns"),
            (b"ten,ma\na,b\n", "org.import.columns"),
            (b"code,name\xff,full_name\n", "org.import.encoding"),
        ] {
            let report = import(&app, file).await;
            assert_eq!((report.added, reasons(&report)), (0, vec![(1, reason)]));
        }
        let orphan = import(&app, "code,name,full_name\n05443,A,Xã A\n").await;
        assert_eq!(reasons(&orphan), [(2, "org.import.no_parent")]);
    }

    async fn a_list_of_another_era_renames_nothing_by_its_codes(database) {
        let app = province(database).await;
        let file = include_str!("../../../../data/thainguyen_units_old.csv");
        let report = import(&app, file).await;
        // Two names are spelt differently in the two lists; none is another name.
        assert_eq!(report.changed, 2, "{:?}", report.changes);
        let renames = report.rejected.iter().filter(|r| r.reason.key() == "org.import.renames").count();
        assert!(renames >= 50, "{renames}");
        assert_eq!(report.unknown_columns, ["district_code", "district_full_name", "province_code"]);
        named(&tree(&app).unwrap(), "Phường Phan Đình Phùng", "2026-03-02");
    }

    async fn a_new_name_is_taken_when_asked_for_and_tried_first(database) {
        let app = province(database).await;
        let file = "code,name,full_name\n05443,Phan Đình Phùng Mới,Phường Phan Đình Phùng Mới\n";
        assert_eq!(reasons(&import(&app, file).await), [(2, "org.import.renames")]);
        let trial = import_with(&app, file, Options { renames: true, dry_run: true }).await;
        assert_eq!(trial.changed, 1);
        assert!(trial.changes[0].contains("full_name: Phường Phan Đình Phùng → Phường Phan Đình Phùng Mới"), "{:?}", trial.changes);
        let ward = named(&tree(&app).unwrap(), "Phường Phan Đình Phùng", "2026-03-02").clone();
        assert_eq!(import_with(&app, file, Options { renames: true, dry_run: false }).await.changed, 1);
        let page = crate::admin(&app).get(&format!("/quan-tri/co-quan/{}", ward.id)).await;
        assert!(page.text().contains("“Phường Phan Đình Phùng” thành “Phường Phan Đình Phùng Mới”"), "{}", page.text());
    }
}
