use testkit::both_databases;
use uuid::Uuid;

use crate::kit::{BEGAN, JOURNAL, Noted, province, records};

const DAY: i64 = 24 * 3600 * 1000;

fn text(ids: &[Uuid]) -> Vec<String> {
    ids.iter().map(Uuid::to_string).collect()
}

both_databases! {
    async fn records_are_found_by_person_agency_event_time_and_identifier(database) {
        let p = province(database).await;
        let hanh = p.account("hanh.nguyen", "Nguyễn Thị Hạnh", &[]).await.uuid();
        let long = p.account("long.tran", "Trần Văn Long", &[]).await.uuid();
        let note = |at, actor: String, agency| Noted { at, actor, agency, ..Noted::default() };
        let own = p.note(note(BEGAN, format!("account:{hanh}"), Some(p.commune))).await;
        let lent = p.note(note(BEGAN + DAY, format!("account:{long} for:{hanh}"), Some(p.department))).await;
        let other = Noted { act: "toy.note.burnt".to_owned(), ..note(BEGAN + 2 * DAY, format!("account:{long}"), None) };
        let thing = other.thing;
        let burnt = p.note(other).await;
        p.app.seal().await;
        let auditor = p.auditor(p.root).await;
        let found = async |query: &str| records(&auditor.get(&format!("{JOURNAL}?loai=note&{query}")).await);

        assert_eq!(found("").await, text(&[burnt, lent, own]));
        // By name without accents, by sign-in name; what somebody did in their place is theirs, too.
        assert_eq!(found("nguoi=nguyen+thi+hanh").await, text(&[lent, own]));
        assert_eq!(found("nguoi=long.tran").await, text(&[burnt, lent]));
        assert_eq!(found(&format!("nguoi={hanh}")).await, text(&[lent, own]));
        assert_eq!(found("nguoi=system:test").await, text(&[]));
        // One name that means both: nothing twice.
        assert_eq!(found("nguoi=n").await, text(&[burnt, lent, own]));
        assert_eq!(found("co-quan=so+xay+dung").await, text(&[lent]));
        assert_eq!(found("co-quan=tinh+thai+nguyen").await, text(&[lent, own]));
        assert_eq!(found(&format!("co-quan={}", p.commune)).await, text(&[own]));
        assert_eq!(found("viec=toy.note.burnt").await, text(&[burnt]));
        assert_eq!(found("tu=2026-03-02&den=02/03/2026").await, text(&[lent]));
        assert_eq!(found("den=2026-03-01").await, text(&[own]));
        assert_eq!(found(&format!("doi-tuong={thing}")).await, text(&[burnt]));
        assert_eq!(found(&format!("doi-tuong={lent}")).await, text(&[lent]));
        let ordinal: i64 = p.count("SELECT ordinal FROM kernel_record WHERE act = 'toy.note.burnt'").await;
        assert_eq!(found(&format!("doi-tuong={ordinal}")).await, text(&[burnt]));
        assert_eq!(found("nguoi=hanh.nguyen&co-quan=so+xay+dung&tu=2026-03-02").await, text(&[lent]));
    }

    async fn what_is_not_understood_is_said_and_kept(database) {
        let p = province(database).await;
        p.note(Noted::default()).await;
        let auditor = p.auditor(p.root).await;
        for (query, field, words) in [
            ("nguoi=khong+ai+ca", "nguoi", "Không có tài khoản nào"),
            ("tu=hom+qua", "tu", "Nhập ngày theo dạng"),
            ("tu=2026-03-02&den=2026-03-01", "den", "Ngày cuối trước ngày đầu"),
            ("co-quan=khong+co", "co-quan", "Không có cơ quan nào"),
            ("doi-tuong=xyz", "doi-tuong", "Nhập mã gồm 32"),
        ] {
            let answer = auditor.get(&format!("{JOURNAL}?{query}")).await;
            assert_eq!(answer.status, 422, "{query}");
            assert!(answer.texts(&format!("#{field}-error")).concat().contains(words), "{}", answer.text());
            assert!(!answer.attribute(&format!("#{field}"), "value").is_empty());
            assert_eq!(records(&answer), text(&[]));
        }
    }

    async fn pages_stay_where_they_are_while_records_arrive(database) {
        let p = province(database).await;
        let mut written: Vec<String> = Vec::new();
        for n in 0..120 {
            // Several in one millisecond, as acts with many records write them.
            written.push(p.note(Noted { at: BEGAN + n / 7, agency: Some(p.commune), ..Noted::default() }).await.to_string());
        }
        let auditor = p.auditor(p.root).await;
        for base in ["?loai=note", &format!("?loai=note&co-quan={}", p.commune), "?loai=note&nguoi=system:test"] {
            let mut seen = Vec::new();
            let mut address = format!("{JOURNAL}{base}");
            let mut pages = 0;
            while !address.is_empty() {
                let answer = auditor.get(&address).await;
                seen.extend(records(&answer));
                address = answer.attribute("a[rel=next]", "href");
                p.note(Noted { at: BEGAN + 1000 + pages, agency: Some(p.commune), ..Noted::default() }).await;
                pages += 1;
            }
            assert_eq!(pages, seen.len().div_ceil(50) as i64);
            let old: Vec<&String> = seen.iter().filter(|id| written.contains(id)).collect();
            assert_eq!(old.len(), 120, "{base}");
            let mut once = seen.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), seen.len(), "nothing is shown twice");
        }
    }

    async fn attacks_find_nothing_and_break_nothing(database) {
        let p = province(database).await;
        let beyond = p.note(Noted { agency: Some(p.commune), ..Noted::default() }).await.to_string();
        let auditor = p.auditor(p.department).await;
        let long = "9".repeat(4000);
        for query in [
            "loai='+OR+1=1+--",
            "viec=toy.note.written'+OR+'1'='1",
            "nguoi=%25",
            "nguoi=_",
            "nguoi=system:test'+OR+1=1+--",
            "co-quan=/",
            "doi-tuong=0+OR+1=1",
            "doi-tuong=99999999999999999999",
            "truoc=1.2",
            "truoc=9223372036854775807.ffffffff-ffff-ffff-ffff-ffffffffffff",
            "truoc=99999999999999999999.ffffffff-ffff-ffff-ffff-ffffffffffff",
            &format!("truoc={long}"),
            &format!("nguoi={long}"),
            "tu=-9999-01-01",
            "tu=9999-12-31&den=9999-12-31",
            "page=999999999999",
        ] {
            let answer = auditor.get(&format!("{JOURNAL}?{query}")).await;
            assert!(!records(&answer).contains(&beyond), "{query}");
        }
        for path in ["/quan-tri/nhat-ky/khong-phai-ma", "/quan-tri/nhat-ky/ve/note'--/1"] {
            assert!([400, 404].contains(&auditor.get(path).await.status), "{path}");
        }
    }
}
