use contracts::notify::Recipient;
use testkit::both_databases;

use crate::kit::{DECIDED, DIGEST, Letter, Province, address, notice, province};

async fn digest(p: &Province, to: Recipient) {
    p.told(&notice(DIGEST, to, &[("n", "1")])).await;
}

/// The path of the link to stop letters of this kind.
fn link(p: &Province) -> String {
    Letter::read(p.outbox().last().unwrap()).path_after("Thôi nhận loại thư này")
}

both_databases! {
    async fn one_click_of_a_mail_program_stops_letters_of_one_kind(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        digest(&p, Recipient::Account(hanh.uuid())).await;
        let letter = Letter::read(&p.outbox()[0]);
        assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let link = link(&p);
        assert_eq!(letter.header("List-Unsubscribe"), format!("<http://localhost:8080{link}>"));

        let stranger = p.app.visitor();
        let page = stranger.get(&link).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Bản tin hằng tuần"), "{}", page.text());
        digest(&p, Recipient::Account(hanh.uuid())).await;
        assert_eq!(p.outbox().len(), 2, "opening the link changes nothing");

        // As RFC 8058 has it: no cookie, no form token, from somewhere else.
        let program = p.app.visitor().with_header("sec-fetch-site", "cross-site");
        let answer = program.post_raw(&link, &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(answer.status, 200);
        digest(&p, Recipient::Account(hanh.uuid())).await;
        assert_eq!(p.outbox().len(), 2);
        assert_eq!(p.signed_in("hanh").await.get("/thong-bao").await.count(".notices li"), 3, "the bell goes on");

        let page = stranger.get(&link).await;
        let undo = page.attribute("form", "action");
        stranger.post_raw(&undo, &[]).await;
        digest(&p, Recipient::Account(hanh.uuid())).await;
        assert_eq!(p.outbox().len(), 3);
    }

    async fn any_encoding_of_the_click_will_do(database) {
        let p = province(database).await;
        digest(&p, address(Some("An@Example.org"), None)).await;
        let body = b"--x\r\ncontent-disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        let answer = p.app.visitor().post_bytes(&link(&p), "multipart/form-data; boundary=x", body.to_vec()).await;
        assert_eq!(answer.status, 200);
        digest(&p, address(Some("an@example.org"), None)).await;
        assert_eq!(p.outbox().len(), 1, "the same address, however it is written");
        digest(&p, address(Some("binh@example.org"), None)).await;
        assert_eq!(p.outbox().len(), 2, "another one");
        p.told(&notice(DECIDED, address(Some("an@example.org"), None), &[("code", "1")])).await;
        assert_eq!(p.outbox().len(), 3, "what has to be said is said");
        let kept = "SELECT count(*) FROM notify_opt_out WHERE digest LIKE '%example%'";
        assert_eq!(p.count(kept).await, 0);
        assert_eq!(p.count("SELECT count(*) FROM notify_opt_out").await, 1);
    }

    async fn a_forged_link_does_nothing(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        digest(&p, Recipient::Account(hanh.uuid())).await;
        let good = link(&p);
        let token = good.rsplit('/').next().unwrap();
        let parts: Vec<&str> = token.split('~').collect();
        let other = uuid::Uuid::nil().simple().to_string();
        let forged = [
            "x".to_owned(),
            format!("a~{}~{DIGEST}~{}", parts[1], "A".repeat(43)),
            format!("a~{other}~{DIGEST}~{}", parts[3]),
            format!("a~{}~{DECIDED}~{}", parts[1], parts[3]),
            token[..token.len() - 1].to_owned(),
            p.app.secret().sign("notify.out", "x"),
        ];
        for token in forged {
            for path in [format!("/thong-bao/ngung/{token}"), format!("/thong-bao/ngung/{token}/nhan-lai")] {
                assert_eq!(p.app.visitor().post_raw(&path, &[]).await.status, 404, "{path}");
            }
            assert_eq!(p.app.visitor().get(&format!("/thong-bao/ngung/{token}")).await.status, 404);
        }
        // Signed by us, about what nobody may stop.
        let said = format!("a~{}~{DECIDED}", hanh.uuid().simple());
        let token = format!("{said}~{}", p.app.secret().sign("notify.out", &said));
        assert_eq!(p.app.visitor().post_raw(&format!("/thong-bao/ngung/{token}"), &[]).await.status, 404);
        assert_eq!(p.count("SELECT count(*) FROM notify_preference").await, 0);
    }

    async fn the_exemption_opens_no_other_door(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        // Without a token of ours nothing else is taken, and the link acts for nobody who happens to be signed in.
        assert_eq!(client.post_raw("/thong-bao/da-doc", &[]).await.status, 400);
        assert_eq!(client.post_raw("/tai-khoan/thong-bao", &[]).await.status, 400);
        assert_eq!(client.post_raw("/thong-bao/ngung/a/b/c", &[]).await.status, 400);
        assert_eq!(client.post_raw("/en/thong-bao/da-doc", &[]).await.status, 400);
        digest(&p, address(Some("an@example.org"), None)).await;
        let page = client.get(&link(&p)).await;
        assert_eq!((page.status, page.count("form[action='/dang-xuat']")), (200, 0));
    }
}
