//! A home page, the gallery, a desk and an error page as a browser gets them. They are also written to
//! `target/tmp/preview/`, to be looked at without a server: `python3 -m http.server -d …/preview`.

use std::{error::Error, fs, path::Path};

use askama::Template;
use ui::{
    Brand, Footer, FormState, Link, NavItem, Page, RailGroup, RailItem, Stat,
    gallery::{GalleryPage, WorkGalleryPage},
};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    page: Page,
    form: FormState,
    chips: Vec<&'static str>,
    lives: Vec<(&'static str, &'static str, &'static str)>,
    stats: Vec<Stat>,
    items: Vec<(&'static str, &'static str, &'static str)>,
    communes: Vec<&'static str>,
}

fn page() -> Page {
    let nav = [
        "Trang chủ",
        "Giới thiệu",
        "Tin tức",
        "Chỉ đạo điều hành",
        "Văn bản",
        "Thủ tục, dịch vụ công",
        "Công khai",
        "Hỏi đáp, góp ý",
    ];
    let item =
        |label: &str, count, current| RailItem { label: label.into(), href: "/viec".into(), current, count };
    Page {
        title: "Tỉnh Thái Nguyên".into(),
        description: "Cổng thông tin điện tử tỉnh Thái Nguyên".into(),
        brand: Brand {
            kicker: "Cổng thông tin điện tử".into(),
            name: "Tỉnh Thái Nguyên".into(),
            home: "/".into(),
            emblem: None,
        },
        path: "/".into(),
        origin: "https://thainguyen.gov.vn".into(),
        nav: nav
            .iter()
            .enumerate()
            .map(|(i, label)| NavItem {
                label: (*label).into(),
                href: "/".into(),
                current: i == 0,
                items: Vec::new(),
            })
            .collect(),
        rail: vec![
            RailGroup {
                label: String::new(),
                items: vec![
                    item("Việc của tôi", Some(23), true),
                    item("Việc của đơn vị", Some(118), false),
                    item("Ký duyệt", Some(4), false),
                ],
            },
            RailGroup {
                label: "Một cửa".into(),
                items: vec![
                    item("Tiếp nhận tại quầy", None, false),
                    item("Hồ sơ trực tuyến", Some(17), false),
                    item("Trả kết quả", Some(9), false),
                ],
            },
            RailGroup {
                label: "Cổng thông tin".into(),
                items: vec![item("Bài viết", None, false), item("Còn thiếu theo luật", Some(3), false)],
            },
        ],
        footer: Footer {
            owner: "Ủy ban nhân dân tỉnh Thái Nguyên".into(),
            responsible: "Văn phòng Ủy ban nhân dân tỉnh".into(),
            address: "phường Phan Đình Phùng, tỉnh Thái Nguyên".into(),
            phone: "0208 3 855 555".into(),
            email: "congthongtin@thainguyen.gov.vn".into(),
            ..Footer::default()
        },
        feed: Some("/tin-tuc.rss".into()),
        ..Page::default()
    }
}

fn home() -> HomePage {
    let stat = |value: &str, label: &str| Stat { value: value.into(), label: label.into(), href: "#".into() };
    HomePage {
        page: page(),
        form: FormState::default(),
        chips: vec![
            "Đăng ký khai sinh",
            "Bản sao trích lục",
            "Đăng ký thường trú",
            "Chứng thực bản sao",
            "Lý lịch tư pháp",
        ],
        lives: vec![
            ("birth", "Sinh con", "Khai sinh, thường trú, thẻ BHYT cùng lúc"),
            ("marriage", "Kết hôn", "Đăng ký, xác nhận tình trạng hôn nhân"),
            ("house", "Nhà, đất", "Cấp đổi, tách thửa, biến động"),
            ("business", "Kinh doanh", "Hộ kinh doanh, giấy phép con"),
            ("school", "Học hành", "Nhập học, chuyển trường, bản sao bằng"),
            ("health", "Sức khỏe, trợ giúp", "Khuyết tật, hộ nghèo, người có công"),
        ],
        stats: vec![
            stat("98,2 %", "hồ sơ đúng hạn tháng này"),
            stat("1.204", "hồ sơ tiếp nhận hôm nay"),
            stat("92", "xã, phường đang phục vụ"),
            stat("4,7 / 5", "mức hài lòng của người dân"),
        ],
        items: vec![
            (
                "Công bố danh mục thủ tục thực hiện không phụ thuộc địa giới hành chính",
                "21/11/2026",
                "pictures/service-desk.svg",
            ),
            ("Hồ Núi Cốc thêm tuyến thuyền điện cuối tuần", "20/11/2026", "pictures/lake.svg"),
            ("Trạm y tế các xã vùng cao nhận thiết bị khám từ xa", "19/11/2026", "pictures/stilt-house.svg"),
            ("Trồng bù 40 ha rừng đầu nguồn ở ATK Định Hóa", "18/11/2026", "pictures/forest.svg"),
        ],
        communes: vec![
            "Ba Bể",
            "Bạch Thông",
            "Chợ Đồn",
            "Chợ Mới",
            "Định Hóa",
            "Đại Từ",
            "Đồng Hỷ",
            "La Bằng",
            "Na Rì",
            "Phan Đình Phùng",
            "Phú Bình",
            "Phú Lương",
            "Quyết Thắng",
            "Sông Công",
            "Tân Cương",
            "Võ Nhai",
        ],
    }
}

#[test]
fn a_province_has_its_screens() -> Result<(), Box<dyn Error>> {
    ui::install(ui::LOCALE)?;
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("preview");
    let mut gallery = page();
    gallery.nav[0].current = false;
    let gallery = gallery
        .crumb("Trang chủ", Some("/"))
        .crumb("Giao diện", Some("/dev"))
        .crumb("Thành phần giao diện", None);
    let mut desk = page();
    desk.user = Some("Nguyễn Thị Hạnh".into());
    let error = ui::ErrorPage {
        page: Page { title: "Không tìm thấy trang".into(), noindex: true, ..page() },
        code: 404,
        heading: "Không tìm thấy trang này".into(),
        text: "Trang có thể đã chuyển chỗ. Xem lại địa chỉ, hoặc tìm bằng vài từ.".into(),
        action: Some(Link { label: "Tìm trên cổng".into(), href: "/tim-kiem".into() }),
    };
    let screens = [
        ("home.html", home().render()?),
        ("gallery.html", GalleryPage::new(gallery).render()?),
        ("work.html", WorkGalleryPage::new(desk).render()?),
        ("error.html", error.render()?),
    ];
    fs::create_dir_all(dir.join("assets/pictures"))?;
    for (name, html) in screens {
        assert!(!html.contains(" style=") && !html.contains(">ui."), "{name}");
        fs::write(dir.join(name), html)?;
    }
    for asset in ui::assets::all() {
        fs::write(dir.join(asset.path.trim_start_matches('/')), asset.bytes)?;
    }
    Ok(())
}
