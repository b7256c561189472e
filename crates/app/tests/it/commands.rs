//! The command line, as other programs rely on it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::Stdio,
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, Statement};

use crate::program::{prepared, run, songcau};

fn words(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder with the demo's data that a test may change.
fn demo_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = prepared();
    for file in ["songcau.db", "secret.key", "demo-accounts.tsv"] {
        std::fs::copy(from.join(file), folder.path().join(file)).unwrap();
    }
    folder
}

#[test]
fn calendar_due_gives_the_eight_vectors() {
    let folder = demo_folder();
    for (received, quantity, due) in [
        ("2024-04-26", 5, "2024-05-07"),
        ("2025-04-25", 3, "2025-04-29"),
        ("2025-12-31", 10, "2026-01-15"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-04-24", 3, "2026-05-04"),
        ("2026-08-20", 7, "2026-08-28"),
        ("2026-08-28", 2, "2026-09-04"),
        ("2026-11-20", 3, "2026-11-26"),
    ] {
        let (received, quantity) = (format!("{received}T09:00"), quantity.to_string());
        let arguments = ["calendar", "due", "--received", &received, "--quantity", &quantity, "--unit", "wd"];
        let output = run(folder.path(), &arguments);
        assert!(output.status.success());
        assert!(words(&output).starts_with(&format!("{due}T17:00")), "{received}: {}", words(&output));
    }
}

#[test]
fn calendar_due_works_on_an_empty_folder_too() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(
        folder.path(),
        &["calendar", "due", "--received", "2026-04-24T09:00", "--quantity", "3", "--unit", "wd"],
    );
    assert_eq!(words(&output).lines().next(), Some("2026-05-04T17:00"));
}

#[test]
fn wrong_usage_ends_with_2_and_refusals_with_1() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["fly"]).status.code(), Some(2));
    let unit = ["calendar", "due", "--received", "2026-04-24T09:00", "--quantity", "3", "--unit", "week"];
    assert_eq!(run(folder.path(), &unit).status.code(), Some(2));
    let time = ["calendar", "due", "--received", "yesterday", "--quantity", "3", "--unit", "wd"];
    assert_eq!(run(folder.path(), &time).status.code(), Some(1));
    assert_eq!(run(folder.path(), &["import", "units", "/nowhere.csv"]).status.code(), Some(1));
    let setting =
        songcau().args(["routes", "--data"]).arg(folder.path()).env("SONGCAU_LISTEN", "nowhere").output();
    assert_eq!(setting.unwrap().status.code(), Some(2));
}

async fn by_hand(folder: &Path, sql: &str) {
    let url = format!("sqlite://{}", folder.join("songcau.db").display());
    let connection = Database::connect(ConnectOptions::new(url)).await.unwrap();
    assert_eq!(connection.execute_unprepared(sql).await.unwrap().rows_affected(), 1);
    connection.close().await.unwrap();
}

#[tokio::test]
async fn audit_verify_ends_with_0_and_after_one_changed_byte_with_1() {
    let folder = demo_folder();
    let whole = run(folder.path(), &["audit", "verify"]);
    assert_eq!(whole.status.code(), Some(0), "{}", words(&whole));
    assert!(words(&whole).ends_with("whole\n"));
    by_hand(folder.path(), "UPDATE kernel_record SET actor = 'system:dem0' WHERE ordinal = 3").await;
    let broken = run(folder.path(), &["audit", "verify"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(words(&broken).contains("broken\trecord 3"), "{}", words(&broken));
}

#[tokio::test]
async fn audit_proof_prints_what_a_hash_is_made_of_and_ends_with_1_when_it_was_changed() {
    let folder = demo_folder();
    let db =
        Database::connect(format!("sqlite://{}", folder.path().join("songcau.db").display())).await.unwrap();
    let sql = "SELECT lower(hex(id)) FROM kernel_record WHERE ordinal = 3";
    let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap().unwrap();
    let id: String = row.try_get_by_index(0).unwrap();
    db.close().await.unwrap();
    let proof = run(folder.path(), &["audit", "proof", &id]);
    assert_eq!(proof.status.code(), Some(0), "{}", words(&proof));
    let text = words(&proof);
    assert!(
        text.ends_with("holds\n") && text.contains("ordinal\t3\n") && text.contains("| sha256sum"),
        "{text}"
    );
    by_hand(folder.path(), "UPDATE kernel_record SET actor = 'system:dem0' WHERE ordinal = 3").await;
    let broken = run(folder.path(), &["audit", "proof", &id]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(words(&broken).ends_with("broken\n"));
    let unknown = run(folder.path(), &["audit", "proof", "00000000-0000-7000-8000-000000000000"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert_eq!(run(folder.path(), &["audit", "proof", "xyz"]).status.code(), Some(2));
}

#[test]
fn user_add_takes_a_password_or_makes_one() {
    let folder = demo_folder();
    let add = |name: &str, agency: &str, password: &str| {
        let mut child = songcau()
            .args(["user", "add", name, "--role", "editor", "--agency", agency, "--data"])
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let given = add("an.nguyen", "sxd", "một mật khẩu đủ dài\n");
    assert_eq!(words(&given), "an.nguyen\teditor\n");
    let made = add("binh.tran", "H55", "");
    assert_eq!(words(&made).trim_end().split('\t').next_back().map(str::len), Some(19));
    assert_eq!(add("an.nguyen", "sxd", "một mật khẩu khác\n").status.code(), Some(1));
    assert_eq!(add("chi.le", "nowhere", "một mật khẩu đủ dài\n").status.code(), Some(1));
    assert_eq!(add("dung.vu", "sxd", "ngắn\n").status.code(), Some(1));
}

#[test]
fn imports_name_the_rows_they_refuse() {
    let folder = demo_folder();
    let header = "code,name,level,sector,agency,time_qty,time_unit,fee_vnd,channels,result";
    let file = folder.path().join("rows.csv");
    let good =
        "1.999999,Thủ tục thử nghiệm,xa,Hộ tịch,Ủy ban nhân dân cấp xã,3,ngay_lam_viec,0,TBO,Giấy xác nhận";
    std::fs::write(&file, format!("{header}\n{good}\n9-9,Mã sai,xa,Hộ tịch,UBND,,,,T,\n")).unwrap();
    let output = run(folder.path(), &["import", "procedures", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let text = words(&output);
    assert!(text.contains("added\t1\n") && text.contains("rejected\t1\n3\t"), "{text}");
    let again = words(&run(folder.path(), &["import", "procedures", file.to_str().unwrap()]));
    assert!(again.contains("added\t0\nchanged\t0\nunchanged\t1\n"), "{again}");
}

/// The first line of what a command says, after which nobody listens any more; how it ended, and what it complained of.
fn first_line(folder: &Path, arguments: &[&str]) -> (String, Option<i32>, String) {
    let mut child = songcau()
        .args(arguments)
        .arg("--data")
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ended = child.wait_with_output().unwrap();
    (line, ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
}

#[test]
fn whoever_reads_a_command_may_stop_after_the_first_line() {
    let folder = demo_folder();
    let (units, staff) = (folder.path().join("units.csv"), folder.path().join("staff.csv"));
    // More than a pipe holds, so that the rest meets a closed one.
    let refused: String =
        (0..3_000).map(|n| format!("x{n},Xã không có mã đúng,Xã không có mã đúng\n")).collect();
    std::fs::write(&units, format!("code,name,full_name\n{refused}")).unwrap();
    std::fs::write(&staff, format!("full_name,sex,agency\n{refused}")).unwrap();
    let (units, staff) = (units.to_str().unwrap(), staff.to_str().unwrap());
    for (arguments, says, code) in [
        (&["import", "units", units][..], "added\t0\n", 1),
        (&["import", "staff", staff], "new\t0\n", 1),
        (&["routes"], "GET\t", 0),
        (&["openapi"], "{", 0),
        (&["doctor"], "ok\t", 0),
        (&["audit", "verify"], "sealed\t", 0),
    ] {
        let (line, ended, complaint) = first_line(folder.path(), arguments);
        assert!(line.starts_with(says), "{arguments:?}: {line}");
        assert_eq!(ended, Some(code), "{arguments:?}: {complaint}");
        assert!(!complaint.contains("panicked") && !complaint.contains("Broken pipe"), "{complaint}");
    }
}

#[test]
fn doctor_finds_the_demo_well() {
    let folder = demo_folder();
    let output = run(folder.path(), &["doctor"]);
    assert!(output.status.success(), "{}", words(&output));
    assert!(!words(&output).contains("wrong"));
}

#[test]
fn routes_and_the_api_describe_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let routes = words(&run(folder.path(), &["routes"]));
    assert!(routes.contains("GET\t/healthz\tpublic\n"));
    assert!(routes.lines().all(|l| l.split('\t').count() == 3));
    let api: serde_json::Value = serde_json::from_str(&words(&run(folder.path(), &["openapi"]))).unwrap();
    assert_eq!(api["openapi"], "3.1.0");
    for path in ["/api/v1/sites", "/api/v1/procedures", "/api/v1/agencies"] {
        assert!(api["paths"][path]["get"]["responses"]["200"].is_object(), "{path}");
    }
}
