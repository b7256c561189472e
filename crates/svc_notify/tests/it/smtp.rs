use contracts::notify::Recipient;
use testkit::both_databases;

use crate::{
    kit::{DECIDED, Letter, Province, configured, notice},
    servers::{Mail, Mood},
};

async fn province(database: testkit::Database, server: &Mail) -> Province {
    configured(database, |config| {
        config.mail_url.clone_from(&server.url);
        config.mail_from = "Cổng Thái Nguyên <no-reply@thainguyen.gov.vn>".to_owned();
        config.mail_reply_to = "hotro@thainguyen.gov.vn".to_owned();
    })
    .await
}

both_databases! {
    async fn a_mail_server_takes_letters(database) {
        let server = Mail::start(&[]).await;
        let p = province(database, &server).await;
        let hanh = p.account("hanh", &[]).await;
        for code in ["1", "2"] {
            p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", code)])).await;
        }
        assert_eq!(p.deliveries().await, ["mail sent 1", "mail sent 1"]);
        let letters = server.letters.lock().clone();
        assert_eq!(letters.len(), 2);
        let letter = Letter::read(&letters[0]);
        assert_eq!(letter.header("From"), "Cổng Thái Nguyên <no-reply@thainguyen.gov.vn>");
        assert_eq!(letter.header("Reply-To"), "hotro@thainguyen.gov.vn");
        assert!(p.outbox().is_empty());
    }

    async fn a_busy_server_is_asked_again_with_the_same_letter(database) {
        let server = Mail::start(&[Mood::Recipient("450 4.2.0 greylisted"), Mood::Data("451 4.3.0 try later")]).await;
        let p = province(database, &server).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail waiting 1"]);
        assert!(p.errors().await[0].contains("450"), "{:?}", p.errors().await);
        p.app.run_jobs().await;
        assert_eq!(p.deliveries().await, ["mail waiting 1"], "not before its time");
        p.later(31).await;
        assert_eq!(p.deliveries().await, ["mail waiting 2"]);
        p.later(61).await;
        assert_eq!(p.deliveries().await, ["mail sent 3"]);
        assert_eq!(server.letters.lock().len(), 1);
    }

    async fn a_refusal_for_good_ends_at_once_and_names_nobody(database) {
        let server = Mail::start(&[Mood::Recipient("550 5.1.1 <hanh@example.org>: no such user")]).await;
        let p = province(database, &server).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail dead 1"]);
        let error = &p.errors().await[0];
        assert!(error.contains("5.1.1") && !error.contains("hanh@"), "{error}");
        assert!(!p.written().await.contains("hanh@"));
        p.later(24 * 3600).await;
        assert_eq!(p.deliveries().await, ["mail dead 1"]);
        assert!(server.letters.lock().is_empty());
    }

    async fn wrong_settings_are_not_the_letters_fault(database) {
        let server = Mail::start(&[Mood::Recipient("530 5.7.0 sign in first")]).await;
        let p = province(database, &server).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail waiting 1"]);
    }

    async fn a_server_that_hangs_or_is_gone_is_given_up_in_the_end(database) {
        let server = Mail::start(&[Mood::Hang]).await;
        let p = province(database, &server).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail waiting 1"]);

        let gone = configured(database, |config| config.mail_url = "smtp://127.0.0.1:9".to_owned()).await;
        let hanh = gone.account("hanh", &[]).await;
        gone.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        for _ in 0..20 {
            gone.later(6 * 3600 + 1).await;
        }
        assert_eq!(gone.deliveries().await, ["mail dead 12"]);
        assert_eq!(gone.count("SELECT count(*) FROM kernel_job").await, 0, "no second kind of dead letter");
        assert!(gone.written().await.contains("\"attempts\":12"));
    }

    async fn a_letter_is_not_sent_in_the_open_where_encryption_is_asked_for(database) {
        let server = Mail::start(&[]).await;
        let url = format!("{}?starttls", server.url);
        let p = configured(database, |config| config.mail_url = url).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail waiting 1"]);
        assert!(server.letters.lock().is_empty());
    }

    async fn a_delivery_whose_node_died_is_taken_up_again(database) {
        let server = Mail::start(&[]).await;
        let p = province(database, &server).await;
        let hanh = p.account("hanh", &[]).await;
        p.tell(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        kernel::jobs::run_due(&p.app).await.unwrap();
        p.app.keep_house("DELETE FROM kernel_job", vec![]).await.unwrap();
        p.run("notify.resume").await;
        p.app.run_jobs().await;
        assert_eq!(p.deliveries().await, ["mail waiting 0"], "it may only be in line");
        p.later(6 * 60).await;
        p.run("notify.resume").await;
        p.run("notify.resume").await;
        p.app.run_jobs().await;
        assert_eq!(p.deliveries().await, ["mail sent 1"]);
        assert_eq!(server.letters.lock().len(), 1);
    }

    async fn settings_that_cannot_be_used_are_named_without_their_password(database) {
        let server = Mail::start(&[]).await;
        let p = province(database, &server).await;
        for url in ["smtp://an:bi-mat@", "imap://an:bi-mat@mail", "không"] {
            let mut config = p.app.config().clone();
            url.clone_into(&mut config.mail_url);
            let home = p.app.config().data.join(kernel::new_id::<()>().to_string());
            config.data = home;
            config.database_url = p.app.config().database();
            let app = kernel::App::open(config, p.app.clock().clone(), p.app.modules().to_vec()).await.unwrap();
            let error = (svc_notify::MODULE.start.unwrap())(&app).await.unwrap_err().to_string();
            assert!(error.contains("mail_url") && !error.contains("bi-mat"), "{error}");
        }
    }
}
