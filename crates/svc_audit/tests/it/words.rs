use kernel::Ctx;
use testkit::both_databases;

use crate::kit::{BEGAN, JOURNAL, Noted, province};

both_databases! {
    async fn a_record_is_told_with_names_for_identifiers(database) {
        let p = province(database).await;
        let hanh = p.account("hanh.nguyen", "Nguyễn Thị Hạnh", &[]).await.uuid();
        let long = p.account("long.tran", "Trần Văn Long", &[]).await.uuid();
        let to: Vec<String> = (0..7).map(|_| p.department.to_string()).collect();
        let data = serde_json::json!({
            "title": "gửi đất", "reader": hanh, "day": "2026-04-30", "loud": true, "to": to,
            "inner": { "name": "bên trong" }, "sent_at": BEGAN, "more": "<script>",
        });
        let note = Noted {
            actor: format!("account:{long} for:{hanh}"),
            agency: Some(p.commune),
            data: data.to_string(),
            ..Noted::default()
        };
        let thing = note.thing;
        let id = p.note(note).await;
        p.note(Noted { at: BEGAN - 1, thing, act: "toy.note.burnt".to_owned(), ..Noted::default() }).await;
        let auditor = p.auditor(p.root).await;
        let told = "Viết ghi chú gửi đất cho Nguyễn Thị Hạnh, hạn 30/04/2026, gấp, gửi Sở Xây dựng, Sở Xây dựng, \
                    Sở Xây dựng, Sở Xây dựng, Sở Xây dựng, và 2 mục khác, bên trong, lúc 01/03/2026 08:00";
        let list = auditor.get(&format!("{JOURNAL}?loai=note")).await;
        let rows = list.texts("tbody tr");
        assert!(rows[0].contains(told), "{rows:?}");
        for words in ["Trần Văn Long", "Làm thay Nguyễn Thị Hạnh", "Ghi chú: Ghi chú về =đất đai", "Phường Phan Đình Phùng", "Chờ niêm"] {
            assert!(rows[0].contains(words), "{words}: {rows:?}");
        }
        // An event without words is told by its name; one without fields has gaps, not errors.
        assert!(rows[1].contains("toy.note.burnt"), "{rows:?}");
        let page = auditor.get(&format!("{JOURNAL}/{id}")).await;
        assert_eq!(page.texts("h1"), [told]);
        assert!(page.text().contains("<script>") && page.text().contains("toy.note.written"));
        assert!(page.text().contains(&format!("account:{long} for:{hanh}")));

        let story = auditor.get(&format!("{JOURNAL}/ve/note/{thing}")).await;
        assert_eq!(story.texts(".timeline li").len(), 3, "two records and the view of one: {}", story.text());
        assert!(story.text().contains("Trần Văn Long, làm thay Nguyễn Thị Hạnh"));
        let english = auditor.get(&format!("/en{JOURNAL}/ve/note/{thing}")).await;
        assert!(english.text().contains("Wrote the note gửi đất to Nguyễn Thị Hạnh"), "{}", english.text());

        let ctx = Ctx::system(&p.app, "test");
        let told = svc_audit::timeline(&ctx, &ctx.page(""), "note", thing, None).await.unwrap();
        assert_eq!(told.events.len(), 2);
        assert!(told.next.is_none());
    }

    async fn what_the_services_do_has_words(database) {
        let p = province(database).await;
        p.account("hanh.nguyen", "Nguyễn Thị Hạnh", &[("clerk", p.commune)]).await;
        let auditor = p.auditor(p.root).await;
        let list = auditor.get(JOURNAL).await.text();
        for words in ["Mở tài khoản", "Giao vai trò Cán bộ một cửa", "Giao vai trò Thanh tra, kiểm tra", "Đăng nhập bằng mật khẩu", "Tài khoản: Nguyễn Thị Hạnh", "Hệ thống (test)"] {
            assert!(list.contains(words), "{words}: {list}");
        }
    }

    async fn the_programs_own_work_has_names_that_break_in_narrow_columns(database) {
        let p = province(database).await;
        let hanh = p.account("hanh.nguyen", "Nguyễn Thị Hạnh", &[]).await;
        let ctx = Ctx::system(&p.app, "toy.write_notes");
        svc_identity::grant(&ctx, hanh, "clerk", p.commune, "QĐ 02").await.unwrap();
        let rows = p.auditor(p.root).await.get(JOURNAL).await.texts("tbody tr");
        assert!(rows.iter().any(|row| row.contains("Hệ thống (toy write notes)")), "{rows:?}");
    }

    async fn whoever_signs_in_is_named_and_found(database) {
        let p = province(database).await;
        p.account("hanh.nguyen", "Nguyễn Thị Hạnh", &[]).await;
        let hanh = p.signed_in("hanh.nguyen").await;
        assert_eq!(hanh.post("/dang-xuat", &[]).await.status, 303);
        let auditor = p.auditor(p.root).await;
        let rows = auditor.get(&format!("{JOURNAL}?nguoi=hanh.nguyen")).await.texts("tbody tr");
        assert_eq!(rows.len(), 2, "signed in and out: {rows:?}");
        assert!(rows.iter().all(|row| row.contains("Nguyễn Thị Hạnh")), "{rows:?}");
        assert!(rows[1].contains("Đăng nhập bằng mật khẩu"), "{rows:?}");
        let all = auditor.get(&format!("{JOURNAL}?viec=identity.session.signed_in")).await.texts("tbody tr");
        assert!(all.len() == 2 && all.iter().all(|row| !row.contains("Người chưa đăng nhập")), "{all:?}");
    }

    async fn every_kind_the_services_speak_of_is_called_something(database) {
        let p = province(database).await;
        for kind in ["delivery", "notice", "reorganisation", "opt_out", "subscription", "file"] {
            let sql = "INSERT INTO kernel_record (id, at, actor, act, subject_kind, subject_id, touched, data) \
                       VALUES ($1, 1, 'system:test', 'toy.note.burnt', $2, $1, '[]', '{}')";
            p.app.keep_house(sql, vec![kernel::new_id::<()>().uuid().into(), kind.into()]).await.unwrap();
        }
        let auditor = p.auditor(p.root).await;
        for (lang, words) in [
            ("", ["Lượt gửi tin", "Thông báo", "Phương án sắp xếp", "Tệp"]),
            ("/en", ["Delivery of a notice", "Notice", "Plan of reorganisation", "File"]),
        ] {
            let page = auditor.get(&format!("{lang}{JOURNAL}")).await;
            let choices = page.texts("select[name=loai] option");
            for word in words {
                assert!(choices.iter().any(|c| c == word), "{word}: {choices:?}");
                assert!(page.texts("tbody tr").iter().any(|row| row.contains(word)), "{word}");
            }
            assert!(!choices.iter().any(|c| c.contains('_') || c == "notice" || c == "delivery"), "{choices:?}");
        }
    }
}
