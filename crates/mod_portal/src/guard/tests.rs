use kernel::Ctx;
use testkit::{Database, TestApp, both_databases};
use ui::FormState;

use super::*;

const GATE: Gate = Gate { form: "test", about: Uuid::nil(), what: What::Letter };

async fn opened(database: Database) -> TestApp {
    let modules: [&kernel::Module; 6] = [
        &svc_org::MODULE,
        &svc_files::MODULE,
        &svc_identity::MODULE,
        &svc_workflow::MODULE,
        &svc_catalogue::MODULE,
        &crate::MODULE,
    ];
    TestApp::with(database, &modules).await
}

fn later(app: &TestApp, milliseconds: i64) -> Ctx {
    app.clock().set(base::Timestamp(app.clock().now().0 + milliseconds));
    Ctx::system(app, "test")
}

fn said(form: &FormState) -> Vec<&'static str> {
    form.errors().iter().map(|e| e.message.key()).collect()
}

/// What the gate says to a form.
fn asked(ctx: &Ctx, gate: Gate, form: &mut FormState) -> Option<Uuid> {
    gate.check::<()>(ctx, form).unwrap().map(Id::uuid)
}

fn answer(ctx: &Ctx, gate: Gate, form: &FormState) -> u32 {
    numbers(ctx, gate.read(ctx, form.value(PROOF)).unwrap().id).iter().sum()
}

both_databases! {
    async fn a_form_filled_in_by_somebody_passes_with_its_own_identifier(database) {
        let app = opened(database).await;
        let form = GATE.open(&later(&app, 0), FormState::default().with("title", "Hỏi"));
        let ctx = later(&app, 4_000);
        let (mut first, mut second) = (form.clone(), form);
        let id = asked(&ctx, GATE, &mut first).unwrap();
        // Sent again it is the same thing: whoever keeps it keeps it once.
        assert_eq!(asked(&ctx, GATE, &mut second), Some(id));
        assert_eq!(first.value("title"), "Hỏi");
    }

    async fn what_machines_do_is_refused_and_nothing_typed_is_lost(database) {
        let app = opened(database).await;
        let typed = FormState::default().with("title", "Hỏi");
        let fresh = GATE.open(&later(&app, 0), typed.clone());
        let ctx = later(&app, 3_999);
        let mut fast = fresh.clone();
        assert_eq!((asked(&ctx, GATE, &mut fast), said(&fast)), (None, vec!["portal.guard.fast"]));
        let ctx = later(&app, 5_000);
        let refused = [
            ("missing", typed.clone(), "portal.guard.unknown"),
            ("forged", typed.clone().with(PROOF, format!("{}.{}.0.AAAA", ctx.now().0, Uuid::nil())), "portal.guard.unknown"),
            ("garbage", typed.clone().with(PROOF, "….…"), "portal.guard.unknown"),
            ("trapped", fresh.clone().with(TRAP, "https://example.com"), "portal.guard.trap"),
        ];
        for (what, mut form, key) in refused {
            assert_eq!((asked(&ctx, GATE, &mut form), said(&form)), (None, vec![key]), "{what}");
            assert_eq!((form.value("title"), form.value(TRAP)), ("Hỏi", ""), "{what}");
            assert!(!GATE.sum(&ctx, &form).is_empty(), "{what}: the next one asks a sum");
        }
        // Of another form, about another thing, or with its time pushed back: not ours.
        let other = Gate { form: "other", ..GATE };
        let about = Gate { about: new_id::<()>().uuid(), ..GATE };
        for gate in [other, about] {
            assert_eq!(asked(&ctx, gate, &mut fresh.clone()), None);
        }
        let (at, rest) = fresh.value(PROOF).split_once('.').unwrap();
        let earlier = format!("{}.{rest}", at.parse::<i64>().unwrap() - 60_000);
        assert_eq!(asked(&ctx, GATE, &mut fresh.clone().with(PROOF, earlier)), None);
        let unasked = fresh.value(PROOF).replacen(".0.", ".1.", 1);
        assert_eq!(asked(&ctx, GATE, &mut fresh.clone().with(PROOF, unasked)), None);
        let mut old = fresh;
        let ctx = later(&app, OLDEST);
        assert_eq!((asked(&ctx, GATE, &mut old), said(&old)), (None, vec!["portal.guard.expired"]));
        // What comes back can be sent.
        let ctx = later(&app, 5_000);
        assert!(asked(&ctx, GATE, &mut FormState::new(old.pairs().map(|(n, v)| (n.to_owned(), v.to_owned())).collect())).is_some());
    }

    async fn a_sum_lets_people_through_and_is_not_guessed(database) {
        let app = opened(database).await;
        let mut form = FormState::default();
        assert_eq!(asked(&later(&app, 0), GATE, &mut form), None);
        let clean = |form: &FormState| FormState::new(form.pairs().map(|(n, v)| (n.to_owned(), v.to_owned())).collect());
        let ctx = later(&app, 5_000);
        let right = answer(&ctx, GATE, &form);
        let mut wrong = clean(&form).with(SUM, right + 1);
        assert_eq!((asked(&ctx, GATE, &mut wrong), said(&wrong)), (None, vec!["portal.guard.sum_wrong"]));
        assert_ne!(wrong.value(PROOF), form.value(PROOF), "another sum");
        assert!(asked(&ctx, GATE, &mut clean(&form).with(SUM, format!(" {right} "))).is_some());
    }

    async fn what_is_wrong_elsewhere_counts_against_nobody(database) {
        let app = opened(database).await;
        let fresh = GATE.open(&later(&app, 0), FormState::default());
        let ctx = later(&app, 5_000);
        let mut form = fresh.clone();
        form.reject("title", "portal.question.wrong.title");
        assert_eq!(asked(&ctx, GATE, &mut form), None);
        assert_eq!(form.value(PROOF), fresh.value(PROOF), "the same form goes on");
    }
}

#[test]
fn letters_are_ours_alone() {
    let ours = kernel::Secret::new("0123456789012345678901234567890123");
    let id = Uuid::from_u128(7);
    let signed = |secret: &kernel::Secret, purpose: &str| secret.sign(purpose, &id.to_string());
    assert_ne!(signed(&ours, "a"), signed(&ours, "b"));
    assert_ne!(signed(&ours, "a"), signed(&kernel::Secret::new("another secret of thirty-two bytes"), "a"));
}
