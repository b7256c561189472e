use hayro::kurbo::Shape as _;
use serde_json::json;
use svc_pdf::{Qr, Template, qr_svg};

use crate::kit::{app, count, print, read};

const ADDRESS: &str = "https://thainguyen.gov.vn/tra-cuu/H55.242-260302-0001";

static CODE: Template = Template {
    name: "code",
    text: r#"
        #import "/form.typ": qr
        #qr(json("/data.json").code, alt: "Mã tra cứu", size: 37mm)
    "#,
};

/// The dark modules, row by row.
fn rows(code: &Qr) -> Vec<String> {
    serde_json::from_value(serde_json::to_value(code).unwrap()["rows"].take()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_on_paper_is_the_code_module_by_module() {
    let code = Qr::new(ADDRESS).unwrap();
    let file = print(&app().await, &CODE, &json!({ "code": code })).await.unwrap();
    // It is one picture with words for who does not see it.
    assert_eq!(count(&file, "/S/Figure"), 1);
    let pages = read(&file);
    let shape = &pages[0].shapes[0];
    let bounds = shape.bounding_box();
    let rows = rows(&code);
    let module = bounds.width() / rows.len() as f64;
    assert!((bounds.width() - bounds.height()).abs() < 0.01);
    for (y, row) in rows.iter().enumerate() {
        for (x, digit) in row.chars().enumerate() {
            let middle = ((x as f64 + 0.5) * module + bounds.x0, bounds.y1 - (y as f64 + 0.5) * module);
            assert_eq!(shape.contains(middle.into()), digit == '1', "{x} {y}");
        }
    }
}

#[test]
fn the_code_on_a_page_is_a_picture_by_itself() {
    let svg = qr_svg(ADDRESS).unwrap();
    let rows = rows(&Qr::new(ADDRESS).unwrap());
    let size = rows.len() + 8;
    assert!(svg.contains(&format!("viewBox=\"0 0 {size} {size}\"")), "{svg}");
    let path = hayro::kurbo::BezPath::from_svg(svg.split(" d=\"").nth(2).unwrap().split('"').next().unwrap())
        .unwrap();
    for (y, row) in rows.iter().enumerate() {
        for (x, digit) in row.chars().enumerate() {
            assert_eq!(path.contains((x as f64 + 4.5, y as f64 + 4.5).into()), digit == '1', "{x} {y}");
        }
    }
}

#[test]
fn more_than_a_code_holds_is_no_code() {
    assert!(qr_svg(&"a".repeat(2_331)).is_ok());
    assert!(qr_svg(&"a".repeat(2_332)).is_err());
}
