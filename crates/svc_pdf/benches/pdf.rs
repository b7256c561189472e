//! Form 01 printed again and again, each time of another dossier: `what TAB p50 ms TAB p95 ms TAB KiB TAB MiB`. The first
//! row is the first one after the start, the last column the memory of the process.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints and fails by panicking"
)]

use std::time::Instant;

use serde_json::{Value, json};
use svc_pdf::{About, Qr, Template};
use testkit::{Database, TestApp};
use ui::Lang;

static FORM_01: Template =
    Template { name: "form-01", text: include_str!("../../mod_onestop/printed/form-01.typ") };

const ROUNDS: usize = 1000;

fn dossier(n: usize) -> Value {
    let code = format!("H55.242-261127-{n:04}");
    let papers: Vec<Value> = (1..=6)
        .map(|k| json!({ "name": format!("Giấy tờ thứ {k} của hồ sơ {n} theo quy định tại Điều {k}"), "originals": k % 2, "copies": 1 }))
        .collect();
    json!({
        "superior": "Ủy ban nhân dân tỉnh Thái Nguyên",
        "agency": "Trung tâm Phục vụ hành chính công",
        "number": format!("{n}/TNHS"),
        "place": "Thái Nguyên",
        "on": "2026-11-27",
        "code": code,
        "check": Qr::new(&format!("https://thainguyen.gov.vn/tra-cuu/{code}")).unwrap(),
        "office": "Trung tâm Phục vụ hành chính công tỉnh Thái Nguyên",
        "applicant": {
            "name": format!("Nguyễn Thị Ánh Tuyết {n}"),
            "citizen_no": format!("019185{n:06}"),
            "address": format!("Số {n}, tổ 5, phường Phan Đình Phùng, tỉnh Thái Nguyên"),
            "phone": "0912 345 678",
            "email": format!("tuyet{n}@example.vn"),
        },
        "agent": null,
        "content": "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ",
        "procedure": "1.013236",
        "papers": papers,
        "sets": 1,
        "term": "15 ngày làm việc",
        "received": "2026-11-27T08:30",
        "due": "2026-12-18T17:00",
        "result": { "mode": "Nhận trực tiếp", "place": "Trung tâm Phục vụ hành chính công" },
        "register": { "book": "01/2026", "number": n.to_string() },
        "clerk": "Trần Văn Bình",
    })
}

/// Prints one; milliseconds and bytes.
async fn print(app: &TestApp, n: usize) -> (f64, usize) {
    let data = dossier(n);
    let about = About {
        title: format!("Giấy tiếp nhận hồ sơ H55.242-261127-{n:04}"),
        author: "Trung tâm Phục vụ hành chính công tỉnh Thái Nguyên".into(),
        lang: Lang::Vi,
        at: testkit::start(),
    };
    let began = Instant::now();
    let file = svc_pdf::print(app, &FORM_01, about, &data).await.unwrap();
    (began.elapsed().as_secs_f64() * 1000.0, file.len())
}

/// Memory of this process in MiB.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0) / 1024
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know that this builds.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let app = TestApp::with(Database::Sqlite, &[&svc_pdf::MODULE]).await;
    let (took, size) = print(&app, 0).await;
    println!("the first after the start\t{took:.1}\t{took:.1}\t{}\t{}", size / 1024, memory());
    for part in ["the first thousand", "the third thousand"] {
        let mut times = Vec::new();
        let mut size = 0;
        for n in 1..=ROUNDS {
            let (took, bytes) = print(&app, n).await;
            times.push(took);
            size = bytes;
        }
        times.sort_by(f64::total_cmp);
        let (p50, p95) = (times[ROUNDS / 2], times[ROUNDS * 95 / 100]);
        println!("{part}\t{p50:.1}\t{p95:.1}\t{}\t{}", size / 1024, memory());
        if part == "the first thousand" {
            for n in 1..=ROUNDS {
                print(&app, ROUNDS + n).await;
            }
        }
    }
}
