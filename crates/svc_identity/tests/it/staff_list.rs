use std::io::Write as _;

use kernel::db::Queries as _;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use svc_identity::staff_list::{self, Plan, Table, read};
use testkit::{Answer, Client, both_databases};

use crate::kit::{Province, province};

const LIST: &str = "/quan-tri/nhan-su/danh-sach";
const APPLY: &str = "/quan-tri/nhan-su/danh-sach/ghi";
const UPLOAD: &str = "/quan-tri/nhan-su/danh-sach/tai-len";
const FILE: &str = "/quan-tri/nhan-su/danh-sach/tep";

/// Two people of the department, one with an account and a role.
const TWO: &str = "Họ và tên\tNgày sinh\tGiới tính\tSố định danh\tĐiện thoại\tThư điện tử\tCơ quan\tChức vụ\tBộ phận\tTừ ngày\tTên đăng nhập\tVai trò\n\
    Trần Thị Lan\t02/09/1980\tNữ\t019180000001\t0912 345 678\tlan@thainguyen.gov.vn\tSở Xây dựng\tTrưởng phòng\tPhòng Tổ chức\t01/02/2026\tlan.tran\tBiên tập viên\n\
    Lê Văn Minh\t5/6/1975\tNam\t019075000002\t\t\tsoxaydung\tChuyên viên\t\t\t\t\n";

fn table(text: &str) -> Table {
    read(text.as_bytes(), "").unwrap_or_else(|m| panic!("{}", m.key()))
}

async fn shown(p: &Province, text: &str) -> Plan {
    staff_list::preview(&p.system(), &table(text), None).await.unwrap()
}

async fn written(p: &Province, text: &str) -> Plan {
    let plan = shown(p, text).await;
    staff_list::apply(&p.system(), &table(text), None, "QĐ 07", &plan.fingerprint()).await.unwrap();
    plan
}

/// The reasons for which rows were left out, by their lines.
fn reasons(plan: &Plan) -> Vec<(u64, &'static str)> {
    plan.rejected.iter().map(|row| (row.line, row.reason.key().rsplit('.').next().unwrap())).collect()
}

async fn confirm(client: &Client, preview: &Answer, more: &[(&str, &str)]) -> Answer {
    let mut form = preview.form(APPLY);
    form.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    let mut pairs: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    pairs.extend_from_slice(more);
    client.post_raw(APPLY, &pairs).await
}

both_databases! {
    async fn a_pasted_list_is_shown_and_then_written(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let preview = admin.fill_in(LIST, LIST, &[("list", TWO)]).await;
        assert_eq!(preview.status, 200, "{}", preview.text());
        assert_eq!(preview.texts("#people tbody th"), ["Trần Thị Lan Người mới", "Lê Văn Minh Người mới"]);
        assert!(preview.text().contains("Mở tài khoản lan.tran, gửi thư mời đến lan@thainguyen.gov.vn"));
        assert_eq!(p.count("SELECT count(*) FROM identity_person").await, 1, "nothing before it is confirmed");

        let unsaid = confirm(&admin, &preview, &[]).await;
        assert_eq!((unsaid.status, unsaid.count("#reason-error")), (422, 1), "a role needs a decision");
        let done = confirm(&admin, &preview, &[("reason", "QĐ 07/QĐ-SXD")]).await;
        assert_eq!((done.status, done.location()), (303, "/quan-tri/nhan-su"), "{}", done.text());
        let acts = p.acts().await;
        for act in ["identity.person.created", "identity.post.filled", "identity.account.created", "identity.grant.granted"] {
            assert!(acts.iter().any(|a| a == act), "{act}");
        }
        assert_eq!(p.count("SELECT count(*) FROM identity_post WHERE main").await, 2);
        let journal = p.written().await;
        assert!(!journal.contains("Lan") && !journal.contains("019180"), "records name nobody");

        let again = admin.fill_in(LIST, LIST, &[("list", TWO)]).await;
        assert!(again.text().contains("2 người đã đúng như danh sách"), "{}", again.text());
        assert_eq!(again.count(&format!("form[action='{APPLY}']")), 0);
        assert_eq!(confirm(&admin, &preview, &[("reason", "QĐ")]).await.status, 409, "sent twice");
    }

    async fn a_workbook_is_sent_shown_and_then_written(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        p.account("khac", &[("admin", p.province), ("editor", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in (0_u32..).zip([["Họ và tên", "Ngày sinh", "Chức vụ"], ["Lê Văn Minh", "05/06/1975", "Chuyên viên"]]) {
            for (column, cell) in (0_u16..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
        let bytes = book.save_to_buffer().unwrap();
        let department = p.department.to_string();
        let fields = [("agency", department.as_str())];
        let preview = admin.send_file(UPLOAD, &fields, ("file", "nhan-su.xlsx", &bytes)).await;
        assert_eq!(preview.status, 200, "{}", preview.text());
        assert_eq!(preview.texts("#people tbody th"), ["Lê Văn Minh Người mới"]);
        // Somebody else's upload is nobody's.
        let file = preview.attribute(&format!("form[action='{APPLY}'] input[name=file]"), "value");
        let theirs = [("file", file.as_str()), ("fingerprint", "x")];
        assert_eq!(p.signed_in("khac").await.post(APPLY, &theirs).await.status, 410);
        assert_eq!(confirm(&admin, &preview, &[]).await.status, 303);
        assert_eq!(p.count("SELECT count(*) FROM identity_post WHERE main").await, 1);
        assert_eq!(p.count("SELECT count(*) FROM files_upload").await, 0, "nothing lies about that names people");
        assert_eq!(confirm(&admin, &preview, &[]).await.status, 410, "sent twice");

        // What is no list is refused at its field, and the page asks again.
        for (name, content, why) in [
            ("anh.xlsx", b"\x89PNG\r\n\x1a\n0000".as_slice(), "PNG"),
            ("rong.csv", b"", "rỗng"),
            ("", b"x", "Chọn tệp danh sách"),
            ("a.csv", b"a;b;c\n1;2;3", "cột"),
        ] {
            let refused = admin.send_file(UPLOAD, &fields, ("file", name, content)).await;
            assert_eq!((refused.status, refused.count("#file-error")), (422, 1), "{name}: {}", refused.text());
            assert!(refused.texts("#file-error").concat().contains(why), "{:?}", refused.texts("#file-error"));
            assert_eq!(refused.attribute("#agency option[selected]", "value"), department);
        }
        let huge = vec![b'a'; 11 * 1024 * 1024];
        assert_eq!(admin.send_file(UPLOAD, &fields, ("file", "to.csv", &huge)).await.status, 413);
    }

    async fn owners_of_new_accounts_are_invited_and_choose_their_password(database) {
        let p = province(database).await;
        written(&p, TWO).await;
        let client = p.app.visitor();
        let guess = crate::kit::sign_in(&client, "lan.tran", "mật khẩu đoán bừa").await;
        assert_eq!(guess.status, 422, "no password is good yet");
        p.app.run_jobs().await;
        let sent = "SELECT count(*) FROM identity_link WHERE purpose = 'invitation'";
        assert_eq!(p.count(sent).await, 1);
        let notices: Vec<String> = p.app.db().read()
            .column("SELECT payload FROM kernel_job WHERE kind = 'notify.deliver'", vec![]).await.unwrap();
        let path = notices[0].split("/dat-mat-khau/").nth(1).unwrap().split('"').next().unwrap();
        let path = format!("/dat-mat-khau/{path}");
        let chosen = [("new", crate::kit::PASSWORD), ("again", crate::kit::PASSWORD)];
        assert_eq!(client.fill_in(&path, &path, &chosen).await.status, 303);
        let lan = p.app.visitor();
        let signed = crate::kit::sign_in(&lan, "lan.tran", crate::kit::PASSWORD).await;
        assert_eq!((signed.status, signed.location()), (303, "/lam-quen"), "and is shown around");
        assert_eq!(lan.get("/viec/ban-tin").await.status, 200, "the role counts at once");
    }

    async fn good_rows_go_in_and_bad_ones_come_out_with_reasons(database) {
        let p = province(database).await;
        let list = "DANH SÁCH CÔNG CHỨC;;;;;;\n\
            ho va ten;NGAY SINH;so dinh danh;email;co quan;chuc vu;Ghi chú\n\
            Trần Thị Lan;02/09/1980;019180000001;;Sở Xây dựng;Trưởng phòng;x\n\
            Lê Văn Minh;31/02/1975;;;Sở Xây dựng;Chuyên viên;\n\
            Phạm Thị Hoa;01/01/1990;019199000003;;Sở Xây dựng;Chuyên viên;\n\
            Vũ Văn Nam;01/01/1990;019090000004;;Sở Ngoại vụ Sao Hỏa;Chuyên viên;\n\
            Đỗ Văn Tư;;;;Sở Xây dựng;Chuyên viên;\n\
            Hoàng Văn Ba;01/01/1990;;;;;\n\
            Trần Thị Lan;02/09/1980;019180000001;;Sở Xây dựng;Trưởng phòng;\n\
            Trần Thị Khác;02/09/1980;019180000001;;Sở Xây dựng;Chuyên viên;\n\
            Ngô Văn Sáu;#REF!;;;Sở Xây dựng;Chuyên viên;\n\
            Bùi Văn Bảy;02/09/1980;19080000077;bay@x.vn;Sở Xây dựng;Chuyên viên;\n";
        let plan = written(&p, list).await;
        assert_eq!(plan.unread, ["Ghi chú"]);
        let expected = [
            (4, "day_rule"), (5, "citizen_no_differs"), (6, "unknown_agency"), (7, "unknowable"), (8, "post_missing"),
            (9, "repeats"), (10, "contradicts"), (11, "formula_failed"),
        ];
        assert_eq!(reasons(&plan), expected);
        let names: Vec<String> = p.app.db().read()
            .column("SELECT full_name || ' ' || citizen_no FROM identity_person ORDER BY full_name", vec![]).await.unwrap();
        assert_eq!(names, ["Bùi Văn Bảy 019080000077", "Trần Thị Lan 019180000001"], "the lost nought is back");
    }

    async fn headings_in_nfd_and_an_excel_workbook_are_read(database) {
        let p = province(database).await;
        // Composed letters taken apart, as some phones and Macs write them.
        let apart = TWO.replace('ọ', "o\u{323}").replace('à', "a\u{300}").replace('ê', "e\u{302}").replace('ị', "i\u{323}");
        let plan = shown(&p, &apart).await;
        assert_eq!(plan.people[0].details.full_name, "Trần Thị Lan");

        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let day = Format::new().set_num_format("dd/mm/yyyy");
        for (at, head) in (0_u16..).zip(["Chức vụ", "Họ và tên", "Ngày sinh", "Số định danh", "Cơ quan", "Điện thoại"]) {
            sheet.write_string(3, at, head).unwrap();
        }
        sheet.write_formula(4, 0, Formula::new("=\"Chuyên \"&\"viên\"").set_result("Chuyên viên")).unwrap();
        sheet.write_string(4, 1, "Lê Văn Minh").unwrap();
        sheet.write_datetime_with_format(4, 2, ExcelDateTime::from_ymd(1975, 6, 5).unwrap(), &day).unwrap();
        sheet.write_string(4, 3, "019075000002").unwrap();
        sheet.write_string(4, 4, "Phường Phan Đình Phùng").unwrap();
        sheet.write_number(4, 5, 912_345_678.0).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let table = read(&bytes, "nhan-su.xlsx").unwrap();
        let plan = staff_list::preview(&p.system(), &table, None).await.unwrap();
        assert_eq!(reasons(&plan), []);
        let said = staff_list::lines(&plan.people[0], ui::Lang::Vi);
        assert_eq!(said, ["Giữ Chuyên viên, Phường Phan Đình Phùng, từ 02/03/2026"]);
        let details = &plan.people[0].details;
        assert_eq!(details.born.unwrap().iso(), "1975-06-05");
        assert_eq!(details.citizen_no.as_ref().unwrap().text(), "019075000002");
        assert_eq!(details.phone.as_ref().unwrap().text(), "+84912345678");
    }

    async fn changes_are_shown_field_by_field_and_numbers_hidden(database) {
        let p = province(database).await;
        written(&p, TWO).await;
        let list = "Họ và tên\tNgày sinh\tĐiện thoại\tMã số BHXH\tThư điện tử\tCơ quan\tChức vụ\tTừ ngày\n\
            TRẦN THỊ LAN\t02/09/1980\t0987 654 321\t1912345678\tlan@thainguyen.gov.vn\tSở Xây dựng\tPhó giám đốc\t01/04/2026\n";
        let plan = shown(&p, list).await;
        let said = staff_list::lines(&plan.people[0], ui::Lang::Vi);
        assert_eq!(said, [
            "Mã số BHXH: (chưa có) → •••••••678",
            "Điện thoại: 0912 345 678 → 0987 654 321",
            "Thôi Trưởng phòng, Phòng Tổ chức, Sở Xây dựng, hết ngày 31/03/2026",
            "Giữ Phó giám đốc, Sở Xây dựng, từ 01/04/2026",
        ]);
        written(&p, list).await;
        let posts: Vec<String> = p.app.db().read().column(
            "SELECT title || ' ' || coalesce(valid_to, '-') || CASE WHEN main THEN ' main' ELSE '' END \
             FROM identity_post ORDER BY valid_from, title", vec![]).await.unwrap();
        assert_eq!(posts, ["Trưởng phòng 2026-03-31", "Chuyên viên - main", "Phó giám đốc - main"]);
        assert_eq!(p.count("SELECT count(*) FROM identity_person WHERE full_name = 'Trần Thị Lan'").await, 1);
    }

    async fn a_list_shown_before_somebody_else_wrote_is_shown_again(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        let admin = p.signed_in("quantri").await;
        let preview = admin.fill_in(LIST, LIST, &[("list", TWO)]).await;
        written(&p, &TWO.lines().filter(|l| !l.starts_with("Lê")).collect::<Vec<_>>().join("\n")).await;
        let stale = confirm(&admin, &preview, &[("reason", "QĐ 07")]).await;
        assert_eq!(stale.status, 409);
        assert!(stale.text().contains("Chưa có gì được ghi"), "{}", stale.text());
        assert_eq!(stale.texts("#people tbody th"), ["Lê Văn Minh Người mới"]);
        assert_eq!(confirm(&admin, &stale, &[]).await.status, 303, "what is shown now is good");
        assert_eq!(p.count("SELECT count(*) FROM identity_person").await, 3);
    }

    async fn a_list_reaches_no_further_than_its_writer(database) {
        let p = province(database).await;
        written(&p, TWO).await;
        p.account("phuong", &[("admin", p.commune)]).await;
        p.account("hanh", &[("editor", p.commune)]).await;
        assert_eq!(p.signed_in("hanh").await.get(LIST).await.status, 403);
        let commune = p.signed_in("phuong").await;
        let list = "Họ và tên\tNgày sinh\tSố định danh\tCơ quan\tChức vụ\tTên đăng nhập\tVai trò\n\
            Trần Thị Mai\t02/09/1980\t019180000011\tSở Xây dựng\tChuyên viên\t\t\n\
            Trần Thị Lan\t02/09/1980\t019180000001\tPhường Phan Đình Phùng\tChuyên viên\t\t\n\
            Phạm Thị Hoa\t01/01/1990\t019190000003\tPhường Phan Đình Phùng\tChuyên viên\thoa.pham\tBiên tập viên\n\
            Vũ Văn Nam\t01/01/1990\t019090000004\tPhường Phan Đình Phùng\tChuyên viên\tnam.vu\tQuản trị\n";
        let preview = commune.fill_in(LIST, LIST, &[("list", list)]).await;
        assert_eq!(preview.texts("#people tbody th"), ["Vũ Văn Nam Người mới"], "an admin gives what they hold");
        let why = preview.texts("#rejected tbody td:last-child");
        assert!(why[0].contains("ngoài phạm vi") && why[1].contains("đã có trong hệ thống"), "{why:?}");
        assert!(why[2].contains("quyền mà bạn không có"), "{why:?}");
        assert_eq!(confirm(&commune, &preview, &[("reason", "QĐ")]).await.status, 303);
        assert_eq!(p.count("SELECT count(*) FROM identity_account WHERE login = 'nam.vu'").await, 1);

        // Somebody who also serves elsewhere is not corrected from here: a mail address opens their account.
        let both = "Họ và tên\tSố định danh\tCơ quan\tChức vụ\n\
            Trần Thị Lan\t019180000001\tPhường Phan Đình Phùng\tCộng tác viên\n";
        written(&p, both).await;
        let mail = "Họ và tên\tSố định danh\tThư điện tử\nTrần Thị Lan\t019180000001\tke.gian@x.vn\n";
        let preview = commune.fill_in(LIST, LIST, &[("list", mail)]).await;
        assert!(preview.text().contains("bạn không sửa được thông tin cá nhân"), "{}", preview.text());

        // An hour later the password is asked for again before anything is written.
        p.app.set_time("2026-03-02T08:30");
        let preview = commune.fill_in(LIST, LIST, &[("list", list)]).await;
        assert_eq!(preview.status, 200, "looking is free");
        assert_eq!(commune.post(APPLY, &[("list", list)]).await.status, 403);
    }

    async fn what_is_written_out_is_read_back_without_a_change(database) {
        let p = province(database).await;
        p.account("quantri", &[("admin", p.province), ("editor", p.province)]).await;
        written(&p, TWO).await;
        written(&p, "Họ và tên\tNgày sinh\tCơ quan\tChức vụ\tĐến ngày\n=CMD()|x A\t01/01/1990\tSở Xây dựng\t+Tạp vụ\t31/12/2026\n").await;
        let admin = p.signed_in("quantri").await;
        let csv = admin.get(&format!("{FILE}?dang=csv")).await;
        assert_eq!(csv.header("content-disposition"), "attachment; filename=\"nhan-su-2026-03-02.csv\"");
        let text = csv.body();
        assert!(text.contains("•••••••••001") && !text.contains("019180000001"));
        assert!(text.contains(",'+Tạp vụ") && text.contains("'=CMD()|x A"), "{text}");
        let seen = "SELECT count(*) FROM kernel_access_log WHERE what = 'identity.view.list' AND subject_kind = 'person'";
        assert_eq!(p.count(seen).await, p.count("SELECT count(*) FROM identity_person").await, "noted of each");
        for kind in ["csv", "xlsx"] {
            let whole = admin.post(FILE, &[("dang", kind)]).await;
            for answer in [&admin.get(&format!("{FILE}?dang={kind}")).await, &whole] {
                let plan = staff_list::preview(&p.system(), &read(&answer.bytes, "").unwrap(), None).await.unwrap();
                assert_eq!((plan.people.len(), reasons(&plan)), (0, vec![]), "{:?}", plan.people);
                assert_eq!(plan.unchanged, 4);
            }
        }
        p.app.set_time("2026-03-02T08:30");
        assert_eq!(admin.post(FILE, &[("dang", "csv")]).await.status, 403, "the proof is half an hour old");

        let template = admin.get(&format!("{LIST}/mau")).await;
        assert_eq!(read(&template.bytes, "mau.xlsx").unwrap_err().key(), "identity.staff_list.empty");
    }
}

#[test]
fn files_that_are_none_are_refused_with_advice() {
    ui::install(svc_identity::MODULE.locale.unwrap()).unwrap();
    let key = |bytes: &[u8], name: &str| read(bytes, name).unwrap_err().key();
    assert_eq!(key(&vec![b'x'; 50 * 1024 * 1024], "to.csv"), "identity.staff_list.too_large");
    assert_eq!(key(b"Kh\xF4ng ph\xE3i UTF-8", "a.csv"), "identity.staff_list.not_utf8");
    // A mark that is not closed would swallow the people below.
    let open = "Họ và tên\tChức vụ\n\"An\tCông chức\nBình\tCông chức\n\"Chi\tCông chức\n";
    assert_eq!(key(open.as_bytes(), "a.csv"), "identity.staff_list.open_quote");
    assert_eq!(key(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0], "a.xls"), "identity.staff_list.old_workbook");
    assert_eq!(key(b"PK\x03\x04 and no more", "a.xlsx"), "identity.staff_list.broken_workbook");
    assert_eq!(key(b"a;b;c\n1;2;3", "a.csv"), "identity.staff_list.no_headings");
    assert_eq!(key("Họ và tên;Chức vụ;CHỨC VỤ:\nA;B;C".as_bytes(), ""), "identity.staff_list.heading_twice");
    assert_eq!(key("Họ và tên;Chức vụ\n".as_bytes(), ""), "identity.staff_list.empty");
}

#[test]
fn a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is() {
    ui::install(svc_identity::MODULE.locale.unwrap()).unwrap();
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let nothing = vec![b' '; 1024 * 1024];
    for _ in 0..101 {
        writer.write_all(&nothing).unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 1024 * 1024);
    assert_eq!(read(&bytes, "a.xlsx").unwrap_err().key(), "identity.staff_list.bomb");

    // One that lies about its size: the directory says a hundred bytes.
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[directory + 24..directory + 28].copy_from_slice(&100_u32.to_le_bytes());
    bytes[22..26].copy_from_slice(&100_u32.to_le_bytes());
    let refused = read(&bytes, "a.xlsx").unwrap_err().key();
    assert!(
        ["identity.staff_list.bomb", "identity.staff_list.broken_workbook"].contains(&refused),
        "{refused}"
    );
}

#[test]
fn a_claimed_size_of_a_sheet_takes_no_memory() {
    ui::install(svc_identity::MODULE.locale.unwrap()).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Họ và tên").unwrap();
    sheet.write_string(0, 1, "Chức vụ").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(read(&bytes, "a.xlsx").unwrap_err().key(), "identity.staff_list.empty");
}
