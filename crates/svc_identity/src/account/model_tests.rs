use super::*;

#[test]
fn a_login_is_the_same_from_every_keyboard() {
    let login = |typed: &str| parse_login(typed).ok();
    assert_eq!(login("Hanh.Nguyen").as_deref(), Some("hanh.nguyen"));
    assert_eq!(login(" Hạnh.Nguyễn ").as_deref(), Some("hanh.nguyen"));
    assert_eq!(login("Đạt_01@sxd").as_deref(), Some("dat_01@sxd"));
    for refused in ["", "ab", "có dấu cách", "a/b/c", "<script>", &"x".repeat(65)] {
        assert_eq!(login(refused), None, "{refused}");
    }
}

#[test]
fn weak_passwords_are_refused_with_the_reason() {
    let check = |password: &str, login: &str| check_password(&parse_password(password), login).err();
    let key = |password: &str, login: &str| check(password, login).map(|m| m.key());
    assert_eq!(key("ngắn quá", "hanh"), Some("identity.password.short"));
    assert_eq!(key(&"dài".repeat(67), "hanh"), Some("identity.password.long"));
    assert_eq!(key("Matkhau12345", "hanh"), Some("identity.password.common"));
    assert_eq!(key("Mật khẩu 12345", "hanh"), Some("identity.password.common"));
    assert_eq!(key("aaaaaaaabbbbbbbb", "hanh"), Some("identity.password.common"));
    assert_eq!(key("Hanh.NguyenThi", "hanh.nguyenthi"), Some("identity.password.login"));
    assert_eq!(key("hanh.nguyenthi2026!", "hanh.nguyenthi"), Some("identity.password.login"));
    assert_eq!(key("trà xanh Tân Cương", "hanh"), None);
    assert_eq!(key("9471 0382 5560", "hanh01"), None);
}

#[test]
fn locking_twice_is_a_conflict() {
    let mut account = Account {
        id: Id::from_uuid(Uuid::nil()),
        login: "hanh".to_owned(),
        person: kernel::new_id(),
        display_name: "Hạnh".to_owned(),
        toured: true,
        status: Status::Active,
        must_change: false,
        version: 1,
    };
    assert!(account.unlock().is_err());
    account.lock().unwrap();
    assert!(account.lock().is_err());
    account.unlock().unwrap();
    assert_eq!(account.status, Status::Active);
}
