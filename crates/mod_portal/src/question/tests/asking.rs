//! Asking, and following what was asked.

use kernel::db::Queries as _;
use testkit::both_databases;

use super::*;
use crate::guard::{PROOF, TRAP};

both_databases! {
    async fn somebody_asks_and_follows_it_without_an_account(database) {
        let office = Office::open(database).await;
        let receipt = office.asked("Xin hỏi giờ tiếp nhận").await;
        let page = office.citizen.get(&receipt).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Đã nhận") && page.text().contains("Xin hỏi giờ tiếp nhận"), "{}", page.text());
        // Monday 8:00, five working days: the next Monday.
        assert!(page.text().contains("09/03/2026"), "{}", page.text());
        assert_eq!(page.header("cache-control"), "no-store");
        let code = page.texts(".ds-alert h2").pop().unwrap();
        let find = office.at("/hoi-dap/tra-cuu");
        for contact in ["0912 345 678", "+84912345678", "BiMat@Example.org"] {
            let found = office.citizen.fill_in(&find, &find, &[("code", &code.to_lowercase()), ("contact", contact)]).await;
            assert_eq!(found.status, 303, "{contact}: {}", found.text());
            assert!(found.location().contains("/hoi-dap/theo-doi/"), "{contact}");
        }
        for (code, contact) in [(code.as_str(), "0912345679"), ("AAAA-BBBB-CCCC", "0912345678"), (code.as_str(), "")] {
            let refused = office.citizen.fill_in(&find, &find, &[("code", code), ("contact", contact)]).await;
            assert_eq!(refused.status, 422, "{code} {contact}");
        }
        // The address holds for a while, and only as it was given.
        let other = receipt.replacen("theo-doi/0", "theo-doi/1", 1);
        assert_eq!(office.citizen.get(&format!("{other}x")).await.status, 303);
        office.later(2 * 3600);
        assert_eq!(office.citizen.get(&receipt).await.location(), office.at("/hoi-dap/tra-cuu"));
    }

    async fn a_letter_says_the_code_and_nothing_a_stranger_typed(database) {
        let office = Office::open(database).await;
        office.asked("Mua ngay thuốc rẻ http://example.com").await;
        let jobs: Vec<String> = office.app.db().read().column("SELECT payload FROM kernel_job WHERE kind = 'notify.deliver'", vec![]).await.unwrap();
        assert_eq!(jobs.len(), 1);
        assert!(jobs[0].contains(PRIVATE[3]) && jobs[0].contains("portal.question_received"), "{}", jobs[0]);
        for typed in ["thuốc rẻ", "example.com/", "Bí Mật", "Xin hỏi giấy tờ"] {
            assert!(!jobs[0].contains(typed), "{typed}: {}", jobs[0]);
        }
        // Without a mail address nobody is written to.
        let answer = office.send(&office.citizen, &office.at("/hoi-dap/gui"), &whole("Chỉ có điện thoại", &[("email", "")])).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let jobs: Option<i64> = office.app.db().read().scalar("SELECT count(*) FROM kernel_job WHERE kind = 'notify.deliver'", vec![]).await.unwrap();
        assert_eq!(jobs, Some(1));
    }

    async fn what_is_missing_is_told_and_nothing_typed_is_lost(database) {
        let office = Office::open(database).await;
        let path = office.at("/hoi-dap/gui");
        let cases = [
            ("title", "", "#title"),
            ("body", "   ", "#body"),
            ("name", "", "#name"),
            ("address", "", "#address"),
            ("phone", "12", "#phone"),
            ("email", "không phải thư", "#email"),
            ("consent", "", "#consent"),
            ("kind", "khac", "#kind"),
            ("site", "00000000-0000-0000-0000-000000000000", "#site"),
        ];
        for (field, value, at) in cases {
            let answer = office.send(&office.citizen, &path, &whole("Câu hỏi dang dở", &[(field, value)])).await;
            assert_eq!(answer.status, 422, "{field}");
            assert_eq!(answer.attributes(".ds-error-summary a", "href"), [at], "{field}: {}", answer.text());
            if field != "title" {
                assert_eq!(answer.attribute("#title", "value"), "Câu hỏi dang dở");
            }
        }
        let nobody = office.send(&office.citizen, &path, &whole("Không liên hệ được", &[("phone", ""), ("email", "")])).await;
        assert_eq!(nobody.attributes(".ds-error-summary a", "href"), ["#phone"]);
        let long = "a".repeat(8_001);
        let long = office.send(&office.citizen, &path, &whole("Dài", &[("body", &long)])).await;
        assert_eq!(long.attributes(".ds-error-summary a", "href"), ["#body"]);
        assert_eq!(kept(&office.app).await, 0);
    }

    async fn machines_are_refused_and_leave_nothing(database) {
        let office = Office::open(database).await;
        let path = office.at("/hoi-dap/gui");
        let page = office.citizen.get(&path).await;
        let form = page.form(&path);
        // At once; without a proof; with another form's; with the field no person sees filled in.
        let fast = office.citizen.post_raw(&path, &merged(form.clone(), &whole("Nhanh", &[]))).await;
        assert_eq!(fast.status, 422);
        assert!(fast.text().contains("quá nhanh"), "{}", fast.text());
        office.later(30);
        let cases = [
            (PROOF, ""),
            (PROOF, "1772413200000.00000000-0000-0000-0000-000000000000.0.AAAA"),
            (TRAP, "http://example.com"),
        ];
        for (field, value) in cases {
            let answer = office.citizen.post_raw(&path, &merged(form.clone(), &whole("Máy gửi", &[(field, value)]))).await;
            assert_eq!(answer.status, 422, "{field}");
            assert_eq!(answer.attribute("#title", "value"), "Máy gửi", "{field}");
            assert_eq!(answer.count("#sum"), 1, "{field}: a person can go on");
        }
        assert_eq!(kept(&office.app).await, 0);
        // Sent twice it is kept once; sent again with something else it is asked for once more.
        let sent = whole("Hỏi một lần", &[]);
        let first = office.citizen.post_raw(&path, &merged(form.clone(), &sent)).await;
        let second = office.citizen.post_raw(&path, &merged(form.clone(), &sent)).await;
        assert_eq!((first.status, second.status), (303, 303), "{}", second.text());
        let other = office.citizen.post_raw(&path, &merged(form, &whole("Hỏi điều khác", &[]))).await;
        assert_eq!(other.status, 422);
        assert!(other.text().contains("đã gửi một lần"), "{}", other.text());
        assert_eq!(kept(&office.app).await, 1);
        office.later(30);
        let again = office.citizen.post_raw(&path, &merged(other.form(&path), &[])).await;
        assert_eq!(again.status, 303, "{}", again.text());
        assert_eq!(kept(&office.app).await, 2);
    }

    async fn an_address_that_sends_much_is_asked_a_sum(database) {
        let office = Office::open(database).await;
        let path = office.at("/hoi-dap/gui");
        for n in 0..6 {
            office.asked(&format!("Câu thứ {n}")).await;
        }
        let stopped = office.send(&office.citizen, &path, &whole("Câu thứ bảy", &[])).await;
        assert_eq!(stopped.status, 422);
        assert_eq!(stopped.attributes(".ds-error-summary a", "href"), ["#sum"]);
        let asked = stopped.texts("label[for=sum]").pop().unwrap();
        let words = ["hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
        let numbers: Vec<usize> =
            asked.split([' ', ':']).filter_map(|word| words.iter().position(|w| w == &word)).map(|n| n + 2).collect();
        assert_eq!(numbers.len(), 2, "{asked}");
        office.later(10);
        let sum = (numbers[0] + numbers[1]).to_string();
        let passed = office.citizen.post_raw(&path, &merged(stopped.form(&path), &[("sum", &sum), ("consent", "1"), ("kind", "question")])).await;
        assert_eq!(passed.status, 303, "{}", passed.text());
    }

    async fn a_foreign_page_cannot_send_the_form(database) {
        let office = Office::open(database).await;
        let path = office.at("/hoi-dap/gui");
        let form = office.citizen.get(&path).await.form(&path);
        office.later(30);
        let elsewhere = office.citizen.with_header("sec-fetch-site", "cross-site");
        assert_eq!(elsewhere.post_raw(&path, &merged(form.clone(), &whole("Giả", &[]))).await.status, 400);
        // Nor does another visitor's token do.
        assert_eq!(office.app.visitor().post_raw(&path, &merged(form, &whole("Giả", &[]))).await.status, 400);
        assert_eq!(kept(&office.app).await, 0);
    }

    async fn the_asker_rates_once(database) {
        let office = Office::open(database).await;
        let receipt = office.asked("Xin hỏi và đánh giá").await;
        let rate = format!("{receipt}/danh-gia");
        let early = office.citizen.post(&rate, &[("rating", "very")]).await;
        assert_eq!(early.status, 409);
        let screen = office.screen("Xin hỏi và đánh giá").await;
        office.act(&office.officer, &screen, "classification", &[("class", "own")]).await;
        office.submit(&screen, &[]).await;
        let approved = office.act(&office.approver, &screen, "approval", &[]).await;
        assert_eq!(approved.status, 303);
        let page = office.citizen.get(&receipt).await;
        assert!(page.text().contains("Sở trả lời: được"), "{}", page.text());
        let rated = office.citizen.fill_in(&receipt, &rate, &[("rating", "no")]).await;
        assert_eq!(rated.status, 303, "{}", rated.text());
        assert!(office.citizen.get(&receipt).await.text().contains("Chưa hài lòng"));
        assert_eq!(office.citizen.post(&rate, &[("rating", "very")]).await.status, 409);
        assert_eq!(office.citizen.post(&rate, &[("rating", "")]).await.status, 422);
    }
}
