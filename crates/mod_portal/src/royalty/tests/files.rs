use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use testkit::both_databases;

use super::*;

both_databases! {
    async fn the_month_is_taken_along_and_printed(database) {
        let board = Board::open(database).await;
        let entry = board.published("=HYPERLINK(\"http://a.example\")", "2026-02-10T09:00").await;
        let secretary = board.signed_in("thuky").await;
        let head = board.signed_in("truongban").await;
        board.proposed(&secretary, &entry, &[("coefficient", "1,25"), ("share", "33"), ("note", "@SUM(A1:A9)")]).await;
        board.proposed(&secretary, &entry, &[("payee", "name"), ("name", "+Hứa Thị Cộng"), ("share", "67"), ("coefficient", "1")]).await;
        let query = format!("site={}&thang={FEBRUARY}", board.site.id);
        let csv = secretary.get(&format!("{WORK}/bang-ke.csv?{query}")).await;
        assert_eq!((csv.status, csv.header("content-type"), csv.header("cache-control")), (200, "text/csv; charset=utf-8", "no-store"));
        assert_eq!(csv.header("content-disposition"), "attachment; filename=\"nhuan-but-sotuphap-2026-02.csv\"");
        let body = csv.body();
        let lines: Vec<&str> = body.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 3, "{body}");
        assert!(lines[0].starts_with("STT,Tác phẩm,Ngày đăng,Thể loại,Người hưởng,Tài khoản,Hệ số,Đơn giá,Tỷ lệ (%),Thành tiền"));
        assert_eq!(lines[1], "1,\"'=HYPERLINK(\"\"http://a.example\"\")\",10/02/2026,Tin,Lường Thị Viết,Có,1.25,234000,33,96525,Chờ duyệt,,Chưa kiểm chứng,'@SUM(A1:A9)");
        assert!(lines[2].contains(",'+Hứa Thị Cộng,,1.00,234000,67,156780,"), "{}", lines[2]);
        let xlsx = secretary.get(&format!("{WORK}/bang-ke.xlsx?{query}")).await;
        assert_eq!(xlsx.status, 200);
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx.bytes.to_vec())).unwrap();
        let name = book.sheet_names()[0].clone();
        assert_eq!(name, "Nhuận bút 2026-02");
        let sheet = book.worksheet_range(&name).unwrap();
        let cell = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(cell(1, 1), Data::String("=HYPERLINK(\"http://a.example\")".to_owned()));
        assert_eq!((cell(1, 6), cell(1, 9)), (Data::Float(1.25), Data::Float(96_525.0)));
        assert_eq!(cell(2, 4), Data::String("+Hứa Thị Cộng".to_owned()));
        assert!(book.worksheet_formula(&name).unwrap().cells().all(|(_, _, formula)| formula.is_empty()));

        // The paper holds what is approved, and says what is not in it.
        let path = format!("{WORK}/bang-ke?{query}");
        let draft = secretary.get(&path).await.text();
        assert!(draft.contains("tháng chưa chốt") && draft.contains("2 khoản chưa duyệt"), "{draft}");
        assert_eq!(board.approve_all(&head, FEBRUARY).await.status, 303);
        assert_eq!(board.close(&head, FEBRUARY).await.status, 303);
        let paper = secretary.get(&path).await;
        let said = paper.text();
        for words in [
            "Bảng kê nhuận bút tháng 02/2026", "Sở Tư pháp", "253.305 đ",
            "Hai trăm năm mươi ba nghìn ba trăm linh năm đồng", "Người lập bảng", "Kế toán", "Trưởng ban Biên tập",
            "Ký nhận", "chưa kiểm chứng", "làm tròn đến đồng",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert!(!said.contains("tháng chưa chốt") && !said.contains("khoản chưa duyệt"));
        // In English, too; the paper's own words stay.
        let english = secretary.get(&format!("/en{path}")).await;
        assert!(english.text().contains("List of royalties, 02/2026") && english.attribute("i", "lang") == "vi");
    }

    async fn screens_ask_the_database_as_often_for_many_as_for_few(database) {
        let board = Board::open(database).await;
        let secretary = board.signed_in("thuky").await;
        let entry = board.published("Bài 0", "2026-02-10T09:00").await;
        board.published("Bài 1", "2026-02-10T10:00").await;
        board.proposed(&secretary, &entry, &[]).await;
        let screen = board.screen(FEBRUARY);
        secretary.statements(&screen).await;
        let few = secretary.statements(&screen).await;
        for n in 2..9 {
            let entry = board.published(&format!("Bài {n}"), "2026-02-11T09:00").await;
            if n % 2 == 0 {
                let name = format!("Tác giả {n}");
                board.proposed(&secretary, &entry, &[("payee", "name"), ("name", &name)]).await;
            }
        }
        let many = secretary.statements(&screen).await;
        assert_eq!(few, many);
        assert!(many < 45, "{many}");
    }

    async fn the_province_sees_all_its_sites_and_what_waits_in_each(database) {
        let board = Board::open(database).await;
        let root = board.app.db().read().scalar::<Uuid>("SELECT id FROM org_agency WHERE kind = 'province'", vec![]).await.unwrap().unwrap();
        board.account("tongbien", "Tổng biên tập", "publisher", root).await;
        let other = live(&board.app, "sonoivu");
        board.published_on(&other, "Bài của Sở Nội vụ", "2026-02-10T09:00").await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let secretary = board.signed_in("thuky").await;
        board.proposed(&secretary, &entry, &[]).await;
        let chief = board.signed_in("tongbien").await;
        let all = chief.get(&format!("{WORK}?thang={FEBRUARY}")).await;
        let cells: Vec<String> = all.texts("tbody tr").into_iter().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(cells.len(), 2, "{cells:?}");
        assert!(cells.iter().any(|row| row.contains("Sở Tư pháp") && row.contains("0 1 1 0") && row.contains("Chưa chốt")), "{cells:?}");
        assert!(cells.iter().any(|row| row.contains("Sở Nội vụ") && row.contains("1 0 0 0")), "{cells:?}");
        let one = chief.get(&board.screen(FEBRUARY)).await;
        assert_eq!(one.count("input[name=award]"), 1);
        assert_eq!(board.approve_all(&chief, FEBRUARY).await.status, 303);
        // What is not meant for a month or a page leads nowhere bad.
        for odd in ["thang=9999-12", "thang=x", "page=-1", "tu=99999", "tu=x", "loai=%3Cb%3E", "loai=document"] {
            let site = board.site.id;
            assert_eq!(chief.get(&format!("{WORK}?site={site}&{odd}")).await.status, 200, "{odd}");
        }
    }
}
