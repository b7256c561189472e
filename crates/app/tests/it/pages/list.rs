//! Every kind of page of the program, by the route that answers it. A new route that gives a page is entered here, and is
//! then looked at by axe at each width and by the checker of HTML; one that gives something else is named in [`NO_PAGE`].

use At::{Each, From, Here, Made};

/// Where pages of a route are found in the demo.
pub enum At {
    /// At these addresses.
    Here(&'static [&'static str]),
    /// Behind the first link or button of this page that fits the route; of a page of another route, where one is named.
    From(&'static str),
    /// One for each kind of entry.
    Each(fn(&mod_portal::entry::Kind) -> String),
    /// Of something that is made first.
    Made,
}

/// What certified copies cost and when they are ready.
const CERTIFIED_COPIES: &str =
    "/thu-tuc/2.000815/tinh?tinh=1&kenh=truc-tiep&so-pages=250&so-copies=2&nhan=2026-03-02T15:01";

/// What anybody can open.
pub const PUBLIC: &[(&str, At)] = &[
    ("/s/{slug}/", Here(&["/", "/en/", "/s/sxd/", "/s/phandinhphung/", "/s/dinhhoa-huyen/"])),
    ("/s/{slug}/gioi-thieu", Here(&["/gioi-thieu", "/s/phandinhphung/gioi-thieu"])),
    ("/s/{slug}/lien-he", Here(&["/lien-he", "/s/phandinhphung/lien-he"])),
    ("/s/{slug}/so-do", Here(&["/so-do"])),
    ("/s/{slug}/{section}", Each(|kind| format!("/{}", kind.section))),
    ("/s/{slug}/{section}/{entry}", Each(|kind| format!("/{}>", kind.section))),
    ("/s/{slug}/{section}/{entry}/danh-gia", From("/tin-tuc>")),
    ("/s/{slug}/gioi-thieu/danh-gia", Here(&["/gioi-thieu/danh-gia"])),
    ("/s/{slug}/lien-he/danh-gia", Here(&["/lien-he/danh-gia"])),
    ("/s/{slug}/nhan-tin", Here(&["/nhan-tin", "/nhan-tin?chuyen-muc=tin-tuc&muc=tin-tuc"])),
    ("/s/{slug}/ngoai-tuyen", Here(&["/ngoai-tuyen"])),
    ("/s/{slug}/tham-do/{entry}/phieu", From("/tham-do>")),
    ("/s/{slug}/tham-do/{entry}/ket-qua", Made),
    ("/s/{slug}/du-thao/{entry}/y-kien", From("/du-thao>")),
    ("/s/{slug}/du-thao/{entry}/y-kien/gui", From("/du-thao>")),
    ("/s/{slug}/hoi-dap", Here(&["/hoi-dap"])),
    ("/s/{slug}/hoi-dap/gui", Here(&["/hoi-dap/gui"])),
    ("/s/{slug}/hoi-dap/tra-cuu", Here(&["/hoi-dap/tra-cuu"])),
    ("/s/{slug}/hoi-dap/theo-doi/{token}", Made),
    ("/s/{slug}/hoi-dap/{question}", From("/hoi-dap")),
    ("/cac-trang", Here(&["/cac-trang", "/cac-trang?q=zzzz"])),
    ("/thu-tuc", Here(&["/thu-tuc", "/thu-tuc?q=khai+sinh+lai", "/thu-tuc?q=zzzz"])),
    ("/thu-tuc/{code}", Here(&["/thu-tuc/1.004884", "/thu-tuc/1.001193"])),
    ("/thu-tuc/{code}/tinh", Here(&["/thu-tuc/1.004194/tinh", CERTIFIED_COPIES])),
    ("/tim-kiem", Here(&["/tim-kiem", "/tim-kiem?q=khai+sinh", "/tim-kiem?q=zzzz"])),
    ("/co-quan", Here(&["/co-quan", "/co-quan?q=phan+dinh+phung"])),
    ("/co-quan/{id}", From("/co-quan")),
    ("/dia-chi-cu", Here(&["/dia-chi-cu", "/dia-chi-cu?q=gia+sang"])),
    ("/lich-lam-viec", Here(&["/lich-lam-viec"])),
    ("/xem-truoc/{link}", Made),
    ("/thu-bao/xac-nhan/{token}", Made),
    ("/thu-bao/thoi/{token}", Here(&["/thu-bao/thoi/khong-co"])),
    ("/thong-bao/ngung/{token}", Made),
    ("/dang-nhap", Here(&["/dang-nhap"])),
    ("/dang-nhap/khoa", Here(&["/dang-nhap/khoa"])),
    ("/quen-mat-khau", Here(&["/quen-mat-khau"])),
    ("/dat-mat-khau/{token}", Made),
    ("/dang-ky", Here(&["/dang-ky"])),
    ("/dang-ky/{token}", Made),
    ("/mot-cua", Here(&["/mot-cua"])),
    ("/mot-cua/tra-cuu", Here(&["/mot-cua/tra-cuu"])),
    ("/mot-cua/theo-doi/{token}", Made),
    ("/dev/components", Here(&["/dev/components"])),
];

/// Addresses that lead nowhere.
pub const PUBLIC_BESIDES: &[&str] = &["/nowhere", "/en/nowhere", "/s/sxd/tin-tuc/nowhere"];

/// Where officers work.
pub const WORK: &[(&str, At)] = &[
    ("/viec", Here(&["/viec"])),
    ("/dev/components/work", Here(&["/dev/components/work"])),
    ("/dong-nghiep", Here(&["/dong-nghiep", "/dong-nghiep?q=bien"])),
    ("/lam-quen", Here(&["/lam-quen"])),
    ("/tai-khoan", Here(&["/tai-khoan"])),
    ("/tai-khoan/bao-mat", Here(&["/tai-khoan/bao-mat"])),
    ("/tai-khoan/bao-mat/ung-dung", Here(&["/tai-khoan/bao-mat/ung-dung"])),
    ("/tai-khoan/du-lieu", Here(&["/tai-khoan/du-lieu"])),
    ("/tai-khoan/thong-bao", Here(&["/tai-khoan/thong-bao"])),
    ("/tai-khoan/uy-quyen", Here(&["/tai-khoan/uy-quyen"])),
    ("/thong-bao", Here(&["/thong-bao"])),
    ("/s/{slug}/ban-nhap", Here(&["/s/sxd/ban-nhap"])),
    ("/quan-tri/bo-cuc", Here(&["/quan-tri/bo-cuc"])),
    ("/quan-tri/bo-cuc/{site}", From("/quan-tri/bo-cuc")),
    ("/quan-tri/bo-cuc/{site}/giao-dien", From("/quan-tri/bo-cuc/{site}")),
    ("/quan-tri/bo-cuc/{site}/khoi/{block}", From("/quan-tri/bo-cuc/{site}")),
    ("/quan-tri/bo-cuc/{site}/menu", From("/quan-tri/bo-cuc/{site}")),
    ("/quan-tri/bo-cuc/{site}/menu/{item}", From("/quan-tri/bo-cuc/{site}/menu")),
    ("/quan-tri/co-quan", Here(&["/quan-tri/co-quan", "/quan-tri/co-quan?q=zzzz"])),
    ("/quan-tri/co-quan/moi", Here(&["/quan-tri/co-quan/moi"])),
    ("/quan-tri/co-quan/{id}", From("/quan-tri/co-quan?q=xay+dung")),
    ("/quan-tri/co-quan/{id}/ke-thua", Made),
    ("/quan-tri/co-quan/{id}/ket-thuc", From("/quan-tri/co-quan/{id}")),
    ("/quan-tri/danh-gia", Here(&["/quan-tri/danh-gia", "/quan-tri/danh-gia?ky=all"])),
    ("/quan-tri/gio-lam-viec", Here(&["/quan-tri/gio-lam-viec"])),
    ("/quan-tri/gio-lam-viec/{agency}", From("/quan-tri/gio-lam-viec")),
    ("/mot-cua/nop/{code}", Here(&["/mot-cua/nop/1.001193", "/mot-cua/nop/1.013225"])),
    ("/mot-cua/nhap/{id}", Made),
    ("/mot-cua/nhap/{id}/giay-to", Made),
    ("/mot-cua/nhap/{id}/nhan-ket-qua", Made),
    ("/mot-cua/nhap/{id}/trang/{page}", Made),
    ("/mot-cua/ho-so/{id}", Made),
    ("/quan-tri/ho-so", Here(&["/quan-tri/ho-so", "/quan-tri/ho-so?status=new", "/quan-tri/ho-so?q=zzzz"])),
    ("/quan-tri/ho-so/{id}", From("/quan-tri/ho-so")),
    ("/quan-tri/hoi-dap", Here(&["/quan-tri/hoi-dap"])),
    ("/quan-tri/hoi-dap/{id}", From("/quan-tri/hoi-dap")),
    ("/quan-tri/lich", Here(&["/quan-tri/lich"])),
    ("/quan-tri/lich/them", Here(&["/quan-tri/lich/them"])),
    ("/quan-tri/lich/nhap", Here(&["/quan-tri/lich/nhap"])),
    ("/quan-tri/lich/{id}", From("/quan-tri/lich")),
    ("/quan-tri/lich/{id}/bo", From("/quan-tri/lich/{id}")),
    ("/quan-tri/nhan-su", Here(&["/quan-tri/nhan-su"])),
    ("/quan-tri/nhan-su/moi", Here(&["/quan-tri/nhan-su/moi"])),
    ("/quan-tri/nhan-su/danh-sach", Here(&["/quan-tri/nhan-su/danh-sach"])),
    ("/quan-tri/nhan-su/{id}", From("/quan-tri/nhan-su")),
    ("/quan-tri/nhan-tin", Here(&["/quan-tri/nhan-tin"])),
    ("/quan-tri/nhat-ky", Here(&["/quan-tri/nhat-ky", "/quan-tri/nhat-ky?q=zzzz"])),
    ("/quan-tri/nhat-ky/chung-thuc", Here(&["/quan-tri/nhat-ky/chung-thuc"])),
    ("/quan-tri/nhat-ky/truy-cap", Here(&["/quan-tri/nhat-ky/truy-cap"])),
    ("/quan-tri/nhat-ky/{id}", From("/quan-tri/nhat-ky")),
    ("/quan-tri/nhat-ky/{id}/chung-thuc", From("/quan-tri/nhat-ky/{id}")),
    ("/quan-tri/nhat-ky/ve/{kind}/{id}", From("/quan-tri/nhat-ky/{id}")),
    ("/quan-tri/khung-nhuan-but", Here(&["/quan-tri/khung-nhuan-but"])),
    ("/quan-tri/nhuan-but", Made),
    ("/quan-tri/nhuan-but/bang-ke", Made),
    ("/quan-tri/nhuan-but/cua-toi", Here(&["/quan-tri/nhuan-but/cua-toi"])),
    ("/quan-tri/nhuan-but/moi", Made),
    ("/quan-tri/nhuan-but/{id}", Made),
    ("/quan-tri/noi-dung", Here(&["/quan-tri/noi-dung", "/quan-tri/noi-dung?q=zzzz"])),
    ("/quan-tri/noi-dung/moi", Each(|kind| format!("/quan-tri/noi-dung/moi?loai={}", kind.name))),
    ("/quan-tri/noi-dung/{id}", From("/quan-tri/noi-dung")),
    ("/quan-tri/noi-dung/{id}/revisions", From("/quan-tri/noi-dung/{id}")),
    ("/quan-tri/quyen", Here(&["/quan-tri/quyen"])),
    ("/quan-tri/quyen/vi-sao", Here(&["/quan-tri/quyen/vi-sao"])),
    ("/quan-tri/sap-xep", Here(&["/quan-tri/sap-xep"])),
    ("/quan-tri/sap-xep/moi", Here(&["/quan-tri/sap-xep/moi"])),
    ("/quan-tri/sap-xep/{id}", Made),
    ("/quan-tri/sap-xep/{id}/di-theo/{from}", From("/quan-tri/sap-xep/{id}")),
    ("/quan-tri/tai-khoan", Here(&["/quan-tri/tai-khoan"])),
    ("/quan-tri/tai-khoan/moi", Here(&["/quan-tri/tai-khoan/moi"])),
    ("/quan-tri/tai-khoan/{id}", From("/quan-tri/tai-khoan")),
    ("/quan-tri/thoi-han-hoi-dap", Here(&["/quan-tri/thoi-han-hoi-dap"])),
    ("/quan-tri/thong-bao", Here(&["/quan-tri/thong-bao"])),
    ("/quan-tri/thu-vien", Here(&["/quan-tri/thu-vien"])),
    ("/quan-tri/thu-vien/moi", Here(&["/quan-tri/thu-vien/moi"])),
    ("/quan-tri/thu-vien/{id}", Made),
    ("/quan-tri/trang", Here(&["/quan-tri/trang"])),
    ("/quan-tri/trang/{id}", From("/quan-tri/trang")),
    ("/quan-tri/y-kien", Here(&["/quan-tri/y-kien"])),
    ("/quan-tri/y-kien/{id}", From("/quan-tri/y-kien")),
];

/// Addresses that lead nowhere, and what somebody who has signed in sees of public pages.
pub const WORK_BESIDES: &[&str] = &["/khong-co", "/quan-tri/noi-dung/khong-co", "/", "/quan-tri/nhuan-but"];

/// What is no page: files, feeds, scripts, parts of pages, ways through to somewhere else.
pub const NO_PAGE: &[&str] = &[
    "/.well-known/security.txt",
    "/api/v1/openapi.json",
    "/assets/{*file}",
    "/dang-nhap/openid",
    // Leads on, or says why not; that page is looked at where people sign in through a provider.
    "/dang-nhap/openid/tra-loi",
    // Follows from a first step only; looked at where people sign in by two.
    "/dang-nhap/buoc-hai",
    "/favicon.ico",
    "/healthz",
    "/lich-lam-viec.ics",
    "/metrics",
    "/mot-cua/ho-so/{id}/mau/{form}",
    "/ngoai-tuyen.js",
    "/quan-tri/danh-gia/xuat.csv",
    "/quan-tri/ho-so/{id}/mau/{form}",
    "/quan-tri/hoi-dap/so-theo-doi.csv",
    "/quan-tri/nhan-su/danh-sach/mau",
    "/quan-tri/nhan-su/danh-sach/tep",
    "/quan-tri/nhuan-but/bang-ke.csv",
    "/quan-tri/nhuan-but/bang-ke.xlsx",
    "/quan-tri/thu-vien/chon",
    "/quan-tri/y-kien/xuat.csv",
    "/readyz",
    "/robots.txt",
    "/s/{slug}",
    "/s/{slug}/atom.xml",
    "/s/{slug}/hoi-dap/atom.xml",
    "/s/{slug}/hoi-dap/rss.xml",
    "/s/{slug}/rss.xml",
    "/s/{slug}/sitemap.xml",
    "/s/{slug}/{section}/atom.xml",
    "/s/{slug}/{section}/lich.ics",
    "/s/{slug}/{section}/rss.xml",
    "/sitemap.xml",
    "/thu-tuc/sitemap.xml",
    "/tep/{id}/{name}",
    "/tep/{id}/{variant}/{name}",
    "/thong-bao/nhan.js",
    "/thong-bao/so",
    "/thu-vien/{id}",
    "/tim-kiem/goi-y",
    "/trang-cua/{id}",
    "/viec/phien",
];

/// A page that answers a form.
pub struct Answer {
    pub name: &'static str,
    /// The page with the form, or the route of one.
    pub page: &'static str,
    /// What the address ends with to which it is sent.
    pub form: &'static str,
    /// What is typed into it; `*` is the first that can be chosen.
    pub fields: &'static [(&'static str, &'static str)],
}

const fn answer(
    name: &'static str,
    page: &'static str,
    form: &'static str,
    fields: &'static [(&'static str, &'static str)],
) -> Answer {
    Answer { name, page, form, fields }
}

/// Pages that answer what anybody may send.
pub const PUBLIC_ANSWERS: &[Answer] = &[
    answer("a question to be corrected", "/hoi-dap/gui", "/hoi-dap/gui", &[("title", "?")]),
    answer("a code that leads nowhere", "/hoi-dap/tra-cuu", "/tra-cuu", &[("code", "1"), ("contact", "2")]),
    answer("an opinion to be corrected", "/s/{slug}/du-thao/{entry}/y-kien/gui", "/gui", &[("body", "")]),
    answer("a mailing to be corrected", "/nhan-tin", "/nhan-tin", &[("email", "ai đó")]),
    answer("a rating to be corrected", "/gioi-thieu/danh-gia", "/danh-gia", &[("reason", "")]),
    answer("signing in refused", "/dang-nhap", "/dang-nhap", &[("login", "ai"), ("password", "sai")]),
    answer("an account to be corrected", "/dang-ky", "/dang-ky", &[("name", ""), ("email", "ai đó")]),
    answer("a dossier nobody has", "/mot-cua/tra-cuu", "/tra-cuu", &[("code", "1"), ("fact", "")]),
    answer("a link was sent", "/quen-mat-khau", "/quen-mat-khau", &[("who", "ai")]),
];

/// Pages that answer what officers send. Nothing of it changes what the other pages show.
pub const WORK_ANSWERS: &[Answer] = &[
    answer("an entry to be corrected", "/quan-tri/noi-dung/moi", "/noi-dung", &[("title", "")]),
    answer(
        "two wrote at once",
        "/quan-tri/noi-dung/{id}?sua=1",
        "/revision",
        &[("title", "Bản của người sau"), ("version", "0")],
    ),
    answer("preview", "/quan-tri/noi-dung/moi", "/xem-truoc", &[("title", "Xem trước")]),
    answer("many at once", "/quan-tri/noi-dung", "/submissions", &[("entry", "*")]),
    answer("many to be withdrawn", "/quan-tri/noi-dung?status=published", "/withdrawals", &[("entry", "*")]),
    answer("a block to be corrected", "/quan-tri/bo-cuc/{site}/khoi/{block}", "=", &[("version", "0")]),
    answer("an item to be corrected", "/quan-tri/bo-cuc/{site}/menu", "/menu", &[("to", "")]),
    answer(
        "a calendar to be looked at",
        "/quan-tri/lich/nhap",
        "/lich/nhap",
        &[("csv", "date,kind,name,status\n2031-01-01,off,Tết Dương lịch,projected\nxxx,off,Sai,projected")],
    ),
    answer(
        "a staff list to be looked at",
        "/quan-tri/nhan-su/danh-sach",
        "/danh-sach",
        &[
            ("list", "Họ và tên\tChức vụ\tTừ ngày\nMa Thị Thử\tChuyên viên\t01/11/2026\n\tSai\t?"),
            ("list_agency", "*"),
        ],
    ),
    answer("a place to be chosen", "/mot-cua/nop/{code}", "/nop/1.001193", &[("agency", "")]),
    answer("a form to be corrected", "/mot-cua/nhap/{id}/trang/{page}", "/nguoi_yeu_cau", &[("ho_ten", "")]),
    answer(
        "wishes to be corrected",
        "/mot-cua/nhap/{id}/nhan-ket-qua",
        "/nhan-ket-qua",
        &[("so-copies", "0")],
    ),
    answer("an account to be corrected", "/quan-tri/tai-khoan/moi", "/tai-khoan", &[("login", "")]),
    answer("an agency to be corrected", "/quan-tri/co-quan/moi", "/co-quan", &[("full_name", "")]),
    answer("a library item to be corrected", "/quan-tri/thu-vien/moi", "/thu-vien", &[("title", "?")]),
];
