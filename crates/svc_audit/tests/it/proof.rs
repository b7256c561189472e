use sha2::{Digest as _, Sha256};
use testkit::both_databases;

use crate::kit::{JOURNAL, Noted, province};

both_databases! {
    async fn the_printed_recipe_gives_the_stored_hash_until_somebody_changes_the_record(database) {
        let p = province(database).await;
        p.note(Noted::default()).await;
        let id = p.note(Noted { agency: Some(p.commune), data: "{\"title\":\"Đất\"}".to_owned(), ..Noted::default() }).await;
        let auditor = p.auditor(p.root).await;
        let path = format!("{JOURNAL}/{id}/chung-thuc");
        assert!(auditor.get(&path).await.text().contains("chưa được niêm"));
        p.app.seal().await;

        let page = auditor.get(&path).await;
        assert!(page.text().contains("Bản ghi nguyên vẹn"), "{}", page.text());
        let recipe = page.texts("#line code").concat();
        let message = hex::decode(recipe.split(' ').nth(2).unwrap()).unwrap();
        let recomputed = hex::encode(Sha256::digest(message));
        assert!(page.text().contains(&recomputed));
        let proof = kernel::journal::proof(p.app.db(), id).await.unwrap().unwrap();
        assert_eq!(hex::encode(proof.record.hash.clone().unwrap()), recomputed);
        assert!(proof.holds());
        let text = svc_audit::proof_text(&proof);
        assert!(text.ends_with("holds\n") && text.contains(&format!("hash\t{recomputed}")), "{text}");

        let whole = svc_audit::verify(&p.app).await.unwrap();
        assert!(whole.is_whole() && whole.sealed > 2);
        assert!(auditor.get(&format!("{JOURNAL}/chung-thuc")).await.text().contains("Nhật ký nguyên vẹn"));

        let tamper = "UPDATE kernel_record SET data = '{\"title\":\"Nhà\"}' WHERE id = $1";
        p.app.keep_house(tamper, vec![id.into()]).await.unwrap();
        assert!(auditor.get(&path).await.text().contains("Bản ghi đã bị thay đổi"));
        let proof = kernel::journal::proof(p.app.db(), id).await.unwrap().unwrap();
        assert!(!proof.holds());
        assert!(svc_audit::proof_text(&proof).ends_with("broken\n"));
        p.app.set_time("2026-03-03T08:00");
        svc_audit::verify(&p.app).await.unwrap();
        let last = svc_audit::last_verification(&p.app).await.unwrap().unwrap();
        assert!(last.broken.contains("was changed"), "{last:?}");
        let state = p.signed_in("thanh.tra").await.get(&format!("{JOURNAL}/chung-thuc")).await;
        assert!(state.text().contains("không còn nguyên vẹn"), "{}", state.text());
    }
}
