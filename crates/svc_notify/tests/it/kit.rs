//! A province of two agencies, people who can be reached, and a module that has something to tell them.

use std::{collections::BTreeMap, fs, time::Duration};

use base::Id;
use contracts::notify::{DELIVER, Notice, Recipient};
use kernel::{App, Channel, Config, Ctx, Event, Module, NoticeKind, Subject, db::Queries as _};
use serde::Serialize;
use svc_identity::{Account, NewAccount, create_account, grant};
use testkit::{Client, Database, TestApp};
use uuid::Uuid;

pub const PASSWORD: &str = "trà xanh Tân Cương";

/// Required, with a letter and the bell.
pub const DECIDED: &str = "desk.decided";
/// Optional, over bell, letter and short message.
pub const DIGEST: &str = "desk.digest";
/// A secret link, by letter only.
pub const LINK: &str = "desk.link";
/// Urgent, shown by the browser.
pub const ALERT: &str = "desk.alert";
/// Required, by short message alone.
pub const CODE: &str = "desk.code";

static DESK: Module = Module {
    locale: Some(ui::Locale {
        vi: r#"
[desk.decided]
name = "Kết quả hồ sơ"
subject = "Hồ sơ {code} đã có kết quả"
body = """
Hồ sơ {code} của ông/bà đã được giải quyết.

Mời ông/bà đến nhận kết quả."""
[desk.digest]
name = "Bản tin hằng tuần"
subject = "Bản tin tuần này"
body = "Có {n} tin mới."
sms = "Ban tin: {n} tin moi. {link}"
[desk.link]
name = "Đường dẫn riêng"
subject = "Đường dẫn của ông/bà"
body = "Mở {link} để đặt mật khẩu."
[desk.alert]
name = "Việc gấp"
subject = "Việc gấp: {what}"
body = "Có việc gấp cần xử lý: {what}."
[desk.code]
name = "Mã xác nhận"
subject = "Mã xác nhận"
body = "Mã: {code}"
"#,
        en: r#"
[desk.decided]
name = "Result of a dossier"
subject = "Dossier {code} is decided"
body = """
Your dossier {code} is decided.

Come and take the result."""
[desk.digest]
name = "Weekly news"
subject = "This week"
body = "{n} new items."
sms = "News: {n} new items. {link}"
[desk.link]
name = "Private link"
subject = "Your link"
body = "Open {link} to set your password."
[desk.alert]
name = "Urgent matters"
subject = "Urgent: {what}"
body = "Something urgent needs you: {what}."
[desk.code]
name = "Codes"
subject = "Code"
body = "Code: {code}"
"#,
    }),
    notices: &[
        NoticeKind::required(DECIDED, &[Channel::Bell, Channel::Mail]),
        NoticeKind::optional(DIGEST, &[Channel::Bell, Channel::Mail, Channel::Sms]),
        NoticeKind::required(LINK, &[Channel::Mail]).secret(),
        NoticeKind::optional(ALERT, &[Channel::Push]).urgent(),
        NoticeKind::required(CODE, &[Channel::Sms]),
    ],
    ..Module::new("desk")
};

pub struct Province {
    pub app: TestApp,
    pub province: Uuid,
    pub department: Uuid,
}

pub async fn province(database: Database) -> Province {
    configured(database, |_| {}).await
}

pub async fn configured(database: Database, change: impl FnOnce(&mut Config)) -> Province {
    let modules: &[&'static Module] = &[&svc_org::MODULE, &svc_identity::MODULE, &svc_notify::MODULE, &DESK];
    let app = TestApp::configured(database, modules, |config| {
        config.outgoing_timeout = 1;
        change(config);
    })
    .await;
    let root = agency(&app, "Tỉnh Thái Nguyên", "province", None).await;
    let department = agency(&app, "Sở Xây dựng", "department", Some(root)).await;
    (svc_org::MODULE.start.unwrap())(&app).await.unwrap();
    Province { app, province: root, department }
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

/// A notice of a kind with these values.
pub fn notice(kind: &str, to: Recipient, values: &[(&str, &str)]) -> Notice {
    let values = values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
    Notice {
        id: kernel::new_id::<()>().uuid(),
        kind: kind.to_owned(),
        to,
        values: values.collect::<BTreeMap<_, _>>(),
        path: "/viec".to_owned(),
        agency: None,
        letter: contracts::notify::Letter::default(),
    }
}

pub fn address(email: Option<&str>, phone: Option<&str>) -> Recipient {
    Recipient::Address {
        name: "Nguyễn Văn An".to_owned(),
        email: email.map(str::to_owned),
        phone: phone.map(str::to_owned),
        lang: "vi".to_owned(),
    }
}

#[derive(Serialize)]
struct Happened {}
impl Event for Happened {
    const NAME: &'static str = "desk.something.happened";
}
struct Thing;
impl Subject for Thing {
    const KIND: &'static str = "thing";
    fn subject_id(&self) -> Uuid {
        Uuid::nil()
    }
}

impl Province {
    pub fn system(&self) -> Ctx {
        Ctx::system(&self.app, "test")
    }

    /// Makes an account of somebody who can be reached in every way.
    pub async fn account(&self, login: &str, roles: &[(&str, Uuid)]) -> Id<Account> {
        self.reachable(login, &format!("{login}@example.org"), "0912 345 678", roles).await
    }

    pub async fn reachable(
        &self,
        login: &str,
        email: &str,
        phone: &str,
        roles: &[(&str, Uuid)],
    ) -> Id<Account> {
        let ctx = self.system();
        let new = NewAccount {
            login: login.to_owned(),
            display_name: format!("Nguyễn Thị {login}"),
            password: PASSWORD.to_owned(),
            email: email.to_owned(),
            phone: phone.to_owned(),
            ..NewAccount::default()
        };
        let id = create_account(&ctx, new).await.unwrap();
        for (role, agency) in roles {
            grant(&ctx, id, role, *agency, "QĐ 01").await.unwrap();
        }
        id
    }

    pub async fn signed_in(&self, login: &str) -> Client {
        let client = self.app.visitor();
        let fields = [("login", login), ("password", PASSWORD)];
        let answer = client.fill_in("/dang-nhap", "/dang-nhap", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        client
    }

    /// Enqueues a notice inside an act, as other crates do.
    pub async fn tell(&self, notice: &Notice) {
        let mut act = self.system().own_act().await.unwrap();
        act.enqueue(DELIVER, notice, Duration::ZERO).await.unwrap();
        act.record(&Thing, &Happened {}).await.unwrap();
        act.commit().await.unwrap();
    }

    /// As [`Province::tell`], and everything due is done.
    pub async fn told(&self, notice: &Notice) {
        self.tell(notice).await;
        self.app.run_jobs().await;
    }

    /// Lets time pass and does what is due by then.
    pub async fn later(&self, seconds: i64) {
        let now = self.app.clock().now();
        self.app.clock().set(now.plus_seconds(seconds));
        self.app.run_jobs().await;
    }

    pub async fn run(&self, job: &str) {
        let kind = svc_notify::MODULE.jobs.iter().find(|kind| kind.name == job).unwrap();
        (kind.run)((*self.app).clone(), serde_json::Value::Null).await.unwrap();
    }

    pub async fn count(&self, sql: &str) -> i64 {
        self.app.db().read().scalar(sql, vec![]).await.unwrap().unwrap()
    }

    /// `channel state attempts` of every delivery, sorted.
    pub async fn deliveries(&self) -> Vec<String> {
        let sql =
            "SELECT channel || ' ' || state || ' ' || CAST(attempts AS TEXT) FROM notify_delivery ORDER BY 1";
        self.app.db().read().column(sql, vec![]).await.unwrap()
    }

    pub async fn errors(&self) -> Vec<String> {
        let sql = "SELECT last_error FROM notify_delivery WHERE last_error IS NOT NULL ORDER BY 1";
        self.app.db().read().column(sql, vec![]).await.unwrap()
    }

    /// The letters in the outbox folder, as text.
    pub fn outbox(&self) -> Vec<String> {
        let folder = self.app.config().data.join("outbox");
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut letters: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
        letters.sort();
        letters.into_iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    }

    /// Everything the journal, the access log and dead jobs hold, as text.
    pub async fn written(&self) -> String {
        let mut all = String::new();
        for sql in [
            "SELECT data || touched || actor FROM kernel_record",
            "SELECT what || ' ' || path FROM kernel_access_log",
            "SELECT coalesce(last_error, '') FROM kernel_job",
        ] {
            let rows: Vec<String> = self.app.db().read().column(sql, vec![]).await.unwrap();
            all.push_str(&rows.join("\n"));
        }
        all
    }
}

/// A letter taken apart.
pub struct Letter {
    headers: String,
    pub text: String,
    pub html: String,
}

impl Letter {
    pub fn read(raw: &str) -> Self {
        let (headers, body) = raw.split_once("\r\n\r\n").unwrap();
        let unfolded = headers.replace("\r\n ", " ").replace("\r\n\t", " ");
        let mark = unfolded.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let between = format!("--{mark}");
        let mut parts = body.split(&between).filter_map(|part| {
            let (head, content) = part.trim_start().split_once("\r\n\r\n")?;
            Some(decode(head, content))
        });
        let (text, html) = (parts.next().unwrap(), parts.next().unwrap());
        Self { headers: unfolded, text, html }
    }

    /// The decoded value of a header, or nothing.
    pub fn header(&self, name: &str) -> String {
        let lines = self.headers.lines();
        let value = lines.filter_map(|line| line.split_once(": ")).find(|(n, _)| *n == name);
        words(value.map_or("", |(_, v)| v))
    }

    pub fn header_names(&self) -> Vec<&str> {
        self.headers.lines().filter_map(|line| Some(line.split_once(": ")?.0)).collect()
    }

    /// The address after this text, from which it can be asked for here.
    pub fn path_after(&self, mark: &str) -> String {
        let at = self.text.find(mark).unwrap_or_else(|| panic!("{mark}: {}", self.text));
        let rest = &self.text[at + mark.len()..];
        let url = rest.split_whitespace().find(|word| word.starts_with("http")).unwrap();
        format!("/{}", url.splitn(4, '/').nth(3).unwrap())
    }
}

fn decode(head: &str, content: &str) -> String {
    use base64::Engine as _;
    if head.contains("base64") {
        let plain: String = content.split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(plain).unwrap();
        return String::from_utf8(bytes).unwrap();
    }
    if head.contains("quoted-printable") {
        return quoted(&content.replace("=\r\n", ""));
    }
    content.to_owned()
}

fn quoted(text: &str) -> String {
    let (bytes, mut out, mut at) = (text.as_bytes(), Vec::new(), 0);
    while at < bytes.len() {
        if bytes[at] == b'=' {
            out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

/// RFC 2047 words.
fn words(value: &str) -> String {
    use base64::Engine as _;
    let joined = value.replace("?= =?", "?==?");
    let mut out: Vec<u8> = Vec::new();
    let mut rest = joined.as_str();
    while let Some(at) = rest.find("=?utf-8?b?") {
        out.extend(rest[..at].bytes());
        let (word, after) = rest[at + 10..].split_once("?=").unwrap();
        out.extend(base64::engine::general_purpose::STANDARD.decode(word).unwrap());
        rest = after;
    }
    out.extend(rest.bytes());
    String::from_utf8(out).unwrap()
}
