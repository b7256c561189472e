use kernel::{Ctx, db::Queries as _};
use testkit::both_databases;
use uuid::Uuid;

use crate::kit::{JOURNAL, Noted, province};

both_databases! {
    async fn who_saw_the_numbers_of_a_person_is_known(database) {
        let p = province(database).await;
        p.account("hanh.nguyen", "Nguyễn Thị Hạnh", &[("clerk", p.commune)]).await;
        p.account("quan.tri", "Phạm Quản Trị", &[("admin", p.root)]).await;
        let admin = p.signed_in("quan.tri").await;
        let sql = "SELECT person FROM identity_account WHERE login = 'hanh.nguyen'";
        let person: Uuid = p.app.db().read().scalar(sql, vec![]).await.unwrap().unwrap();
        let seen = admin.post(&format!("/quan-tri/nhan-su/{person}/so-dinh-danh"), &[]).await;
        assert_eq!(seen.status, 200, "{}", seen.text());

        let auditor = p.auditor(p.root).await;
        let list = auditor.get(&format!("{JOURNAL}/truy-cap?muc=view&nguoi=quan.tri")).await;
        let rows = list.texts("tbody tr");
        assert_eq!(rows.len(), 1, "{}", list.text());
        for words in ["Phạm Quản Trị", "Đã xem", "Xem số định danh", "Nhân sự: Nguyễn Thị Hạnh", "so-dinh-danh"] {
            assert!(rows[0].contains(words), "{words}: {rows:?}");
        }
        let story = auditor.get(&format!("{JOURNAL}/ve/person/{person}")).await;
        assert!(story.text().contains("Phạm Quản Trị"), "{}", story.text());
        assert!(story.text().contains("Xem số định danh"), "{}", story.text());
        let by_path = auditor.get(&format!("{JOURNAL}/truy-cap?duong-dan=/quan-tri/nhan-su&doi-tuong={person}")).await;
        assert_eq!(by_path.texts("tbody tr").len(), 1);
        assert_eq!(auditor.get(&format!("{JOURNAL}/truy-cap?duong-dan=%25nhan-su")).await.texts("tbody tr").len(), 0);
    }

    async fn reading_the_audit_is_a_view_too(database) {
        let p = province(database).await;
        let note = Noted { agency: Some(p.commune), ..Noted::default() };
        let thing = note.thing;
        let id = p.note(note).await;
        let auditor = p.auditor(p.root).await;
        for path in ["", &format!("/{id}"), &format!("/{id}/chung-thuc"), &format!("/ve/note/{thing}"), "/chung-thuc"] {
            assert_eq!(auditor.get(&format!("{JOURNAL}{path}")).await.status, 200, "{path}");
        }
        let list = auditor.get(&format!("{JOURNAL}/truy-cap?nguoi=thanh.tra&muc=view")).await.text();
        for words in [
            "Tra cứu nhật ký hệ thống",
            "Xem một bản ghi nhật ký",
            "Xem chứng thực một bản ghi",
            "Xem toàn bộ quá trình",
            "Xem tình trạng chuỗi",
        ] {
            assert!(list.contains(words), "{words}: {list}");
        }
        // The thing, with its agency, so that those who reach the agency see who looked.
        let sql = "SELECT count(*) FROM kernel_access_log WHERE subject_kind = 'note' AND entry = 'view' AND agency_id IS NOT NULL";
        assert_eq!(p.count(sql).await, 3);
    }

    async fn refusals_are_told_apart_and_old_callers_still_speak(database) {
        let p = province(database).await;
        let ctx = Ctx::system(&p.app, "test");
        ctx.log_access("proof refused").await;
        ctx.log_access("password link asked").await;
        p.account("can.bo", "Cán Bộ", &[("clerk", p.root)]).await;
        let clerk = p.signed_in("can.bo").await;
        assert_eq!(clerk.get(JOURNAL).await.status, 403);
        let auditor = p.auditor(p.root).await;
        let refusals = auditor.get(&format!("{JOURNAL}/truy-cap?muc=refusal")).await;
        assert_eq!(refusals.texts("tbody tr").len(), 2, "{}", refusals.text());
        assert!(refusals.text().contains("Mở trang không có quyền"), "{}", refusals.text());
        assert!(refusals.text().contains("Xác nhận lại danh tính không thành công"));
        let notes = auditor.get(&format!("{JOURNAL}/truy-cap?muc=note&nguoi=system:test")).await;
        assert!(notes.text().contains("Xin đường dẫn đặt mật khẩu"));
    }
}
