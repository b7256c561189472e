use testkit::both_databases;

use crate::kit::{JOURNAL, Noted, province, records};

both_databases! {
    async fn strangers_and_people_without_the_right_see_nothing(database) {
        let p = province(database).await;
        let note = Noted::default();
        let thing = note.thing;
        let id = p.note(note).await;
        p.account("can.bo", "Cán Bộ", &[("clerk", p.root)]).await;
        let clerk = p.signed_in("can.bo").await;
        let paths = [
            JOURNAL.to_owned(),
            format!("{JOURNAL}/{id}"),
            format!("{JOURNAL}/{id}/chung-thuc"),
            format!("{JOURNAL}/ve/note/{thing}"),
            format!("{JOURNAL}/truy-cap"),
            format!("{JOURNAL}/chung-thuc"),
        ];
        for path in paths {
            let stranger = p.app.visitor().get(&path).await;
            assert_eq!(stranger.status, 303, "{path}");
            assert!(stranger.location().starts_with("/dang-nhap"), "{}", stranger.location());
            assert_eq!(clerk.get(&path).await.status, 403, "{path}");
        }
        assert_eq!(clerk.post("/quan-tri/nhat-ky/xuat", &[("dang", "csv")]).await.status, 403);
    }

    async fn a_subtree_sees_its_own_records_only(database) {
        let p = province(database).await;
        let at = |agency| Noted { agency, ..Noted::default() };
        let (own, elsewhere, nowhere) = (at(Some(p.commune)), at(Some(p.department)), at(None));
        let things = (own.thing, elsewhere.thing);
        let own = p.note(own).await;
        let elsewhere = p.note(elsewhere).await;
        let nowhere = p.note(nowhere).await;
        p.app.seal().await;
        let local = p.auditor(p.commune).await;
        let shown = local.get(&format!("{JOURNAL}?loai=note")).await;
        assert_eq!(records(&shown), [own.to_string()]);
        assert!(shown.text().contains("Bản ghi không thuộc cơ quan nào"));
        for query in ["nguoi=system:test", &format!("co-quan={}", p.root), "viec=toy.note.written"] {
            let found = records(&local.get(&format!("{JOURNAL}?loai=note&{query}")).await);
            assert_eq!(found, [own.to_string()], "{query}");
        }
        let beyond = [format!("co-quan={}", p.department), format!("doi-tuong={elsewhere}"), format!("doi-tuong={nowhere}")];
        for query in beyond {
            assert!(records(&local.get(&format!("{JOURNAL}?{query}")).await).is_empty(), "{query}");
        }
        assert_eq!(local.get(&format!("{JOURNAL}/{own}")).await.status, 200);
        assert_eq!(local.get(&format!("{JOURNAL}/ve/note/{}", things.0)).await.status, 200);
        for path in [
            format!("{JOURNAL}/{elsewhere}"),
            format!("{JOURNAL}/{nowhere}"),
            format!("{JOURNAL}/{elsewhere}/chung-thuc"),
            format!("{JOURNAL}/ve/note/{}", things.1),
        ] {
            assert_eq!(local.get(&path).await.status, 404, "{path}");
        }
        let file = local.post("/quan-tri/nhat-ky/xuat", &[("dang", "jsonl"), ("loai", "note")]).await;
        assert_eq!(file.body().lines().count(), 1);
        assert!(file.body().contains(&own.to_string()));
    }

    async fn an_inspector_reads_everything_and_changes_nothing(database) {
        let p = province(database).await;
        let agencies = [None, Some(p.commune), Some(p.department)];
        for agency in agencies {
            p.note(Noted { agency, ..Noted::default() }).await;
        }
        let victim = p.account("hanh.nguyen", "Nguyễn Thị Hạnh", &[]).await;
        let auditor = p.auditor(p.root).await;
        assert_eq!(records(&auditor.get(&format!("{JOURNAL}?loai=note")).await).len(), 3);
        for path in ["/quan-tri/tai-khoan", "/quan-tri/nhan-su", "/quan-tri/co-quan"] {
            assert_eq!(auditor.get(path).await.status, 403, "{path}");
        }
        let lock = format!("/quan-tri/tai-khoan/{victim}/khoa");
        assert_eq!(auditor.post(&lock, &[("version", "1"), ("lock_reason", "thử")]).await.status, 403);
        assert_eq!(auditor.post(&format!("{JOURNAL}/xuat"), &[("dang", "exe")]).await.status, 404);
    }
}
