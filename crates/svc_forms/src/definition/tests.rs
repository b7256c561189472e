use super::*;

/// A form with a condition, a group, checks and a sum.
pub(crate) fn family() -> Definition {
    serde_json::from_value(serde_json::json!({
        "key": "gia-dinh",
        "title": { "vi": "Tờ khai gia đình", "en": "Family" },
        "pages": [
            { "key": "nguoi_nop", "title": { "vi": "Người nộp" }, "fields": [
                { "key": "ho_ten", "label": { "vi": "Họ và tên" }, "kind": { "type": "text" }, "prefill": "name" },
                { "key": "sinh", "label": { "vi": "Ngày sinh" }, "kind": { "type": "day" }, "must": [
                    { "that": "years(sinh, today()) >= 18", "otherwise": { "vi": "Phải đủ 18 tuổi" } }] },
                { "key": "so", "label": { "vi": "Số định danh" }, "kind": { "type": "citizen_no" } },
                { "key": "dien_thoai", "label": { "vi": "Điện thoại" }, "kind": { "type": "phone" } },
                { "key": "co_con", "label": { "vi": "Có con không?" }, "kind": { "type": "yes_no" } },
                { "key": "thu_nhap", "label": { "vi": "Thu nhập" }, "kind": { "type": "money" }, "optional": true }
            ] },
            { "key": "con", "title": { "vi": "Các con" }, "when": "co_con",
              "repeat": { "least": 1, "most": 5, "one": { "vi": "đứa trẻ" } }, "fields": [
                { "key": "ten_con", "label": { "vi": "Tên" }, "kind": { "type": "text", "most": 50 } },
                { "key": "tuoi_con", "label": { "vi": "Tuổi" }, "kind": { "type": "number", "least": 0, "most": 18 } },
                { "key": "truong", "label": { "vi": "Trường" }, "kind": { "type": "text" }, "when": "tuoi_con >= 6" }
            ] },
            { "key": "tong", "title": { "vi": "Cộng" }, "fields": [
                { "key": "tong_tuoi", "label": { "vi": "Tổng số tuổi" }, "kind": { "type": "number" }, "sum": "sum(con.tuoi_con)" },
                { "key": "xin_them", "label": { "vi": "Xin thêm" }, "optional": true, "kind": { "type": "several", "picks": [
                    { "key": "gao", "label": { "vi": "Gạo" } }, { "key": "chan", "label": { "vi": "Chăn" } }] } }
            ] }
        ]
    }))
    .unwrap()
}

fn faults(change: impl FnOnce(&mut Definition)) -> Vec<(FaultKind, String)> {
    let mut form = family();
    change(&mut form);
    form.faults().into_iter().map(|fault| (fault.kind, fault.at)).collect()
}

#[test]
fn a_sound_form_has_no_faults_and_is_kept_whole() {
    assert_eq!(faults(|_| ()), []);
    let text = serde_json::to_string(&family()).unwrap();
    assert_eq!(serde_json::from_str::<Definition>(&text).unwrap(), family());
}

#[test]
fn what_cannot_work_is_named() {
    let one = |kind, at: &str| vec![(kind, at.to_owned())];
    assert_eq!(faults(|f| f.key = "Gia đình".to_owned()), one(FaultKind::Key, "Gia đình"));
    assert_eq!(faults(|f| f.title.vi.clear()), one(FaultKind::Words, "gia-dinh"));
    assert_eq!(faults(|f| f.pages[0].fields[5].key = "ho_ten".to_owned()), one(FaultKind::Key, "ho_ten"));
    assert_eq!(faults(|f| f.pages[0].fields[5].key = "1a".to_owned()), one(FaultKind::Key, "1a"));
    assert_eq!(faults(|f| f.pages[0].fields[0].label.vi.clear()), one(FaultKind::Words, "ho_ten"));
    assert_eq!(faults(|f| f.pages[1].repeat.as_mut().unwrap().least = 6), one(FaultKind::Bounds, "con"));
    assert_eq!(faults(|f| f.pages[1].repeat.as_mut().unwrap().most = 9_999), one(FaultKind::Bounds, "con"));
    let expr = |text: &str| Some(text.parse().unwrap());
    assert_eq!(faults(|f| f.pages[1].when = expr("khong_co")), one(FaultKind::Unknown, "con"));
    // Of a group only inside it, or by the group's name.
    assert_eq!(faults(|f| f.pages[2].fields[0].sum = expr("tuoi_con")), one(FaultKind::Unknown, "tong_tuoi"));
    assert_eq!(
        faults(|f| f.pages[0].fields[5].when = expr("count(con.ten_con) > 0")),
        one(FaultKind::Later, "thu_nhap")
    );
    assert_eq!(faults(|f| f.pages[0].when = expr("co_con")), one(FaultKind::Later, "nguoi_nop"));
    assert_eq!(
        faults(|f| f.pages[2].fields[0].sum = expr("tong_tuoi + 1")),
        one(FaultKind::Circle, "tong_tuoi")
    );
    let mutual = faults(|f| {
        f.pages[0].fields[4].when = expr("thu_nhap > 1");
        f.pages[0].fields[5].when = expr("co_con");
    });
    // What hangs on them cannot be worked out either.
    assert!(mutual.contains(&(FaultKind::Circle, "co_con".to_owned())), "{mutual:?}");
    assert!(mutual.contains(&(FaultKind::Circle, "thu_nhap".to_owned())), "{mutual:?}");
    let dear = faults(|f| {
        let sum = f.pages[2].fields[0].clone();
        for n in 0..20 {
            let used = if n == 0 { "tong_tuoi".to_owned() } else { format!("them_{}", n - 1) };
            let text = format!("{used} + {used} + {used}");
            f.pages[2].fields.push(Field {
                key: format!("them_{n}"),
                sum: Some(text.parse().unwrap()),
                ..sum.clone()
            });
        }
    });
    assert!(dear.contains(&(FaultKind::Size, "them_19".to_owned())), "{dear:?}");
    let picks = faults(|f| {
        let Kind::Several { picks } = &mut f.pages[2].fields[1].kind else { panic!() };
        picks[1].key = "gao".to_owned();
    });
    assert_eq!(picks, one(FaultKind::Picks, "xin_them"));
    assert_eq!(faults(|f| f.pages.clear()), one(FaultKind::Size, "gia-dinh"));
}

#[test]
fn what_changed_between_versions_is_named() {
    let (old, mut new) = (family(), family());
    assert_eq!(old.changes_to(&new), []);
    new.pages[0].fields.swap(2, 3);
    new.pages[0].fields[0].label.vi = "Họ, chữ đệm và tên".to_owned();
    new.pages[1].lead.vi = "Kể cả con nuôi.".to_owned();
    let gone = new.pages[2].fields.pop().unwrap();
    new.pages[2].fields.push(Field { key: "ghi_chu".to_owned(), ..gone });
    let told: Vec<(ChangeKind, String)> =
        old.changes_to(&new).into_iter().map(|change| (change.kind, change.at)).collect();
    use ChangeKind::{Added, Changed, Moved, Removed};
    let expected = [
        (Changed, "ho_ten"),
        (Moved, "dien_thoai"),
        (Moved, "so"),
        (Changed, "con"),
        (Added, "ghi_chu"),
        (Removed, "xin_them"),
    ];
    assert_eq!(told, expected.map(|(kind, at)| (kind, at.to_owned())));
}
