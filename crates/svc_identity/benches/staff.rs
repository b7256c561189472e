//! A list of 10,000 people, shown and written: `database TAB list TAB shown TAB written TAB together`, in seconds.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints and fails by panicking"
)]

use std::{fmt::Write as _, time::Instant};

use kernel::{App, Clock, Config, Ctx};
use svc_identity::staff_list;
use uuid::Uuid;

const PEOPLE: usize = 10_000;
const AGENCIES: usize = 100;

/// The list; in the second one some telephones and posts are others.
fn list(second: bool) -> String {
    let mut list =
        "Họ và tên;Ngày sinh;Giới tính;Số định danh;Mã số BHXH;Điện thoại;Thư điện tử;Cơ quan;Chức vụ;\
                    Bộ phận;Từ ngày;Tên đăng nhập;Vai trò\n"
            .to_owned();
    let given = ["Anh", "Bình", "Cường", "Dũng", "Đức", "Hạnh", "Lan", "Minh", "Phượng", "Yến"];
    for n in 0..PEOPLE {
        let (male, year) = (n % 2 == 0, 1965 + n % 35);
        let (name, sex) = (given[n % given.len()], if male { "Nam" } else { "Nữ" });
        let digit = usize::from(!male);
        let phone = if second && n % 5 == 0 { 30_000_000 + n } else { 20_000_000 + n };
        let title = if second && n % 10 == 0 { "Phó trưởng phòng" } else { "Chuyên viên" };
        let from = if second && n % 10 == 0 { "01/11/2026" } else { "01/07/2025" };
        let _ = writeln!(
            list,
            "Nguyễn Văn {name} {n};{:02}/0{}/{year};{sex};019{digit}{:02}{n:06};{:010};09{phone:08};\
             nguyen{n}@thainguyen.gov.vn;Cơ quan số {};{title};Phòng Tổ chức;{from};nguyen{n};admin",
            n % 28 + 1,
            n % 9 + 1,
            year % 100,
            1_900_000_000 + n,
            n % AGENCIES,
        );
    }
    list
}

async fn agency(app: &App, name: &str, kind: &str, parent: Option<Uuid>) -> Uuid {
    let id = kernel::new_id::<()>().uuid();
    let path = parent.map_or(format!("/{id}/"), |parent| format!("/{parent}/{id}/"));
    let sql = "INSERT INTO org_agency (id, kind, name, full_name, slug, parent_id, path, address, phone, email, \
               office_hours, status, note, version) \
               VALUES ($1, $2, $3, $3, $4, $5, $6, '', '', '', '', 'verified', '', 1)";
    let slug = base::text::slug(name);
    let values = vec![id.into(), kind.into(), name.into(), slug.into(), parent.into(), path.into()];
    app.keep_house(sql, values).await.unwrap();
    id
}

async fn measure(name: &str, url: &str) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap().to_owned();
    let config = Config::load(None, &[("data", data), ("database_url", url.to_owned())]).unwrap();
    let modules = vec![&kernel::MODULE, &svc_org::MODULE, &svc_identity::MODULE];
    let app = App::open(config, Clock::SYSTEM, modules).await.unwrap();
    app.migrate().await.unwrap();
    let root = agency(&app, "Tỉnh Thái Nguyên", "province", None).await;
    for n in 0..AGENCIES {
        agency(&app, &format!("Cơ quan số {n}"), "department", Some(root)).await;
    }
    app.start().await.unwrap();
    let ctx = Ctx::system(&app, "bench");
    for (what, second) in [("all new", false), ("3,000 changes", true)] {
        let bytes = list(second).into_bytes();
        let began = Instant::now();
        let table = staff_list::read(&bytes, "nhan-su.csv").unwrap();
        let plan = staff_list::preview(&ctx, &table, None).await.unwrap();
        let shown = began.elapsed().as_secs_f64();
        assert_eq!(plan.rejected.len(), 0, "{:?}", plan.rejected.first());
        let began = Instant::now();
        staff_list::apply(&ctx, &table, None, "QĐ 01", &plan.fingerprint()).await.unwrap();
        let written = began.elapsed().as_secs_f64();
        println!("{name}\t{what}\t{shown:.2}\t{written:.2}\t{:.2}", shown + written);
    }
    app.db().close().await;
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know that this builds.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    measure("SQLite", "").await;
    if let Ok(url) = std::env::var("SONGCAU_TEST_POSTGRES_DURABLE") {
        measure("PostgreSQL", &url).await;
    }
}
