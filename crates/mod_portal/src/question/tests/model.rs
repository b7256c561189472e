//! What gives somebody away.

use super::super::model::Sender;

fn sender() -> Sender {
    Sender {
        name: "Nguyễn Văn Ánh".to_owned(),
        address: "Số 5, xóm Đồi Chè, xã Tân Cương".to_owned(),
        phone: "+84912345678".to_owned(),
        email: "anh.nguyen@example.org".to_owned(),
    }
}

#[test]
fn a_text_that_names_its_sender_is_known() {
    let check = |text: &str, named: bool| assert_eq!(sender().is_named_in(text), named, "{text}");
    check("Ông Nguyễn Văn Ánh hỏi về đất", true);
    check("ong NGUYEN VAN ANH hoi", true);
    check("Gọi số 0912.345.678 để biết", true);
    check("Gọi +84 912 345 678", true);
    check("Thư Anh.Nguyen@Example.org", true);
    check("Ở số 5 xóm Đồi Chè xã Tân Cương", true);
    check("Ông N. V. Á. hỏi về đất ở xã Tân Cương", false);
    check("Nguyễn Văn Ánhh là người khác", false);
    check("Ngày 09/12/2034", false);
    assert!(!Sender::default().is_named_in("Bất kỳ nội dung nào"));
}

#[test]
fn initials_are_letters_of_names() {
    assert_eq!(sender().initials(), "N. V. Á.");
    assert_eq!(Sender { name: "  ".to_owned(), ..sender() }.initials(), "");
    assert!(!format!("{:?}", sender()).contains("Ánh"), "not in logs");
}
