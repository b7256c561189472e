use testkit::both_databases;

use crate::kit::{BEGAN, JOURNAL, Noted, province, records};

const EXPORT: &str = "/quan-tri/nhat-ky/xuat";

both_databases! {
    async fn a_file_holds_what_the_list_shows(database) {
        let p = province(database).await;
        let hanh = p.account("hanh.nguyen", "Nguyễn Thị Hạnh", &[]).await.uuid();
        for n in 0..1203 {
            let actor = if n % 3 == 0 { format!("account:{hanh}") } else { "system:test".to_owned() };
            p.note(Noted { at: BEGAN + n, actor, agency: Some(p.commune), ..Noted::default() }).await;
        }
        let auditor = p.auditor(p.root).await;
        let mut listed = Vec::new();
        let mut address = format!("{JOURNAL}?loai=note&nguoi=nguyen+thi+hanh");
        while !address.is_empty() {
            let answer = auditor.get(&address).await;
            listed.extend(records(&answer));
            address = answer.attribute("a[rel=next]", "href");
        }
        assert_eq!(listed.len(), 401);

        let fields = [("loai", "note"), ("nguoi", "nguyen thi hanh"), ("dang", "jsonl")];
        let lines = auditor.post(EXPORT, &fields).await;
        assert_eq!(lines.status, 200);
        let ids: Vec<String> = lines
            .body()
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(ids, listed);

        // All of them, over the steps in which they are read.
        let table = auditor.post(EXPORT, &[("loai", "note"), ("dang", "csv")]).await;
        assert!(table.header("content-type").starts_with("text/csv"));
        assert!(table.header("content-disposition").contains("nhat-ky-2026-03-02.csv"));
        let body = table.body();
        assert!(body.starts_with("\u{FEFF}Lúc,Người thực hiện,"), "{}", &body[..60]);
        assert_eq!(body.lines().count(), 1204);

        // That it was taken stands in the journal: how much, and by identifier for whom, never by what was typed.
        let list = auditor.get(&format!("{JOURNAL}?viec=audit.export.made")).await;
        assert!(list.text().contains("Trích xuất 401 bản ghi nhật ký ra tệp (JSON từng dòng)"), "{}", list.text());
        let data: Vec<String> = kernel::db::Queries::column(
            p.app.db().read(), "SELECT data FROM kernel_record WHERE act = 'audit.export.made' ORDER BY id", vec![],
        ).await.unwrap();
        assert_eq!(data.len(), 2);
        assert!(data[0].contains(&hanh.to_string()) && !data[0].contains("hanh"), "{data:?}");
    }

    async fn what_begins_as_a_formula_is_text(database) {
        let p = province(database).await;
        p.note(Noted { act: "=cmd|' /C calc'!A0".to_owned(), ..Noted::default() }).await;
        p.note(Noted { act: "@SUM(1)".to_owned(), ..Noted::default() }).await;
        let auditor = p.auditor(p.root).await;
        let table = auditor.post(EXPORT, &[("loai", "note"), ("dang", "csv")]).await.body();
        assert!(table.contains("'=cmd|"), "{table}");
        assert!(table.contains("'@SUM"), "{table}");
        let cells = table.split([',', '\n']).filter(|cell| cell.trim_matches('"').starts_with(['=', '@', '+']));
        assert_eq!(cells.count(), 0, "{table}");
    }

    async fn a_filter_that_is_not_understood_makes_no_file(database) {
        let p = province(database).await;
        let auditor = p.auditor(p.root).await;
        let answer = auditor.post(EXPORT, &[("tu", "hôm qua"), ("dang", "csv")]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("Nhập ngày theo dạng"));
        assert_eq!(p.count("SELECT count(*) FROM kernel_record WHERE act = 'audit.export.made'").await, 0);
    }
}
