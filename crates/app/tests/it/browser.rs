//! A real browser: Chromium through ChromeDriver, with or without scripts, as a phone or a desk, judged by axe-core.

use std::{
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::Duration,
};

use base64::Engine as _;
use fantoccini::{
    Client, ClientBuilder, Locator,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use serde_json::json;

/// A browser window; closed when dropped.
pub struct Browser {
    pub page: Client,
    driver: Child,
    _profile: tempfile::TempDir,
}

const AXE: &str = "const done = arguments[arguments.length - 1]; \
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }) \
    .then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)).slice(0, 3).join(' ; ')))) \
    .catch(e => done([String(e)]));";

/// Fills the form that is sent to an address with this end (`=`: that of the page), of the page open or of another: what it
/// holds, and over it the fields given. `*` is the first that can be chosen, `*3` the third; `file:name:…` a file in base64. Gives where it goes
/// to, and its fields.
const FILLED: &str = "async function filled(doc, base, end, fields) { \
    const path = (e, name) => new URL(e.getAttribute(name), base).pathname; \
    let form = [...doc.querySelectorAll('form[method=post]')].find(f => end === '=' ? path(f, 'action') === new URL(base).pathname : path(f, 'action').endsWith(end)), to; \
    if (form) to = form.getAttribute('action'); else { \
        const button = [...doc.querySelectorAll('[formaction]')].find(b => path(b, 'formaction').endsWith(end)); \
        if (!button) throw new Error(base + ' has no form that goes to ' + end); \
        form = button.closest('form'); to = button.getAttribute('formaction'); } \
    const data = new FormData(form); \
    for (const [name, value] of fields) data.delete(name); \
    for (const [name, value] of fields) { \
        if (value.startsWith('*')) { \
            const n = Number(value.slice(1) || 1) - 1; \
            const all = [...form.querySelectorAll('[name=\"' + name + '\"]')] \
                .flatMap(c => c.options ? [...c.options].map(o => o.value) : [c.value]).filter(v => v); \
            data.append(name, all[n]); \
        } else if (value.startsWith('file:')) { \
            const [, file, base64] = value.split(':'); \
            data.append(name, new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], file)); \
        } else data.append(name, value); \
    } \
    const multipart = form.getAttribute('enctype') === 'multipart/form-data'; \
    return [new URL(to, base).href, data, multipart]; }";

/// What a form of strangers waits for: nobody reads and fills it in at once.
const PATIENCE: &str = "if (data.has('_proof')) await new Promise(go => setTimeout(go, 4000));";

const SIDEWAYS: &str = "const root = document.documentElement; \
    return root.scrollWidth <= root.clientWidth ? [] : [...document.querySelectorAll('body *')] \
    .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1).slice(0, 4) \
    .map(e => e.outerHTML.slice(0, 160));";

/// What the program answered.
#[derive(Debug)]
pub struct Answered {
    pub status: u64,
    /// Where it was, after being led on.
    pub url: String,
    pub html: String,
}

/// A cheap phone, a tablet held upright, and a desk.
pub const PHONE: (u32, u32) = (360, 740);
pub const TABLET: (u32, u32) = (768, 1024);
pub const DESK: (u32, u32) = (1280, 900);

impl Browser {
    /// A window of this size.
    pub async fn open(size: (u32, u32)) -> Self {
        Self::start(size, true).await
    }

    /// One that runs no scripts of pages.
    pub async fn without_scripts(size: (u32, u32)) -> Self {
        Self::start(size, false).await
    }

    async fn start((width, height): (u32, u32), scripts: bool) -> Self {
        let file = std::env::var("SONGCAU_TEST_CHROMEDRIVER")
            .expect("SONGCAU_TEST_CHROMEDRIVER is not set; run the tests by `cargo xtask test`, which installs a browser");
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let driver = Command::new(file)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("ChromeDriver starts");
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let profile = tempfile::tempdir().unwrap();
        let mut arguments = vec![
            format!("--user-data-dir={}", profile.path().display()),
            format!("--window-size={width},{height}"),
        ];
        for flag in [
            "headless",
            "no-sandbox",
            "disable-gpu",
            "disable-quic",
            "no-first-run",
            "disable-dev-shm-usage",
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
            "hide-scrollbars",
            "force-prefers-reduced-motion",
        ] {
            arguments.push(format!("--{flag}"));
        }
        let mut options = json!({ "args": arguments });
        // Windows are never narrower than 500 px; a phone is emulated.
        if width < 500 {
            options["mobileEmulation"] = json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1.0, "touch": true } });
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let page = ClientBuilder::new(hyper_util_connector())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser opens");
        if !scripts {
            // The pages have no inline scripts (a test of the kernel holds them to it), so without the files there are
            // none. Turning scripts off altogether would also stop the driver from looking at the page.
            page.issue_cmd(Debugger("Network.enable", json!({}))).await.unwrap();
            page.issue_cmd(Debugger("Network.setBlockedURLs", json!({ "urls": ["*.js"] }))).await.unwrap();
        }
        Self { page, driver, _profile: profile }
    }

    /// Gives the browser a device that holds passkeys and whose owner always confirms (a virtual authenticator).
    pub async fn with_passkeys(&self) {
        let device = json!({ "options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserVerified": true, "automaticPresenceSimulation": true,
        } });
        self.page.issue_cmd(Debugger("WebAuthn.enable", json!({}))).await.unwrap();
        self.page.issue_cmd(Debugger("WebAuthn.addVirtualAuthenticator", device)).await.unwrap();
    }

    /// Runs a script before those of every page that is opened from now on.
    pub async fn before_pages(&self, script: &str) {
        let script = json!({ "source": script });
        self.page.issue_cmd(Debugger("Page.addScriptToEvaluateOnNewDocument", script)).await.unwrap();
    }

    /// Signs out.
    pub async fn sign_out(&self) {
        let script = "document.querySelector(\"form[action$='/dang-xuat']\").requestSubmit()";
        self.page.execute(script, vec![]).await.unwrap();
        self.find("input[name=password]").await;
    }

    /// Waits until the page says this.
    pub async fn says(&self, words: &str) {
        let path = format!("//body[contains(normalize-space(.), '{words}')]");
        let found =
            self.page.wait().at_most(Duration::from_secs(10)).for_element(Locator::XPath(&path)).await;
        if found.is_err() {
            panic!("nothing says {words}: {}", self.text().await);
        }
    }

    /// Opens an address.
    pub async fn go(&self, url: &str) {
        self.page.goto(url).await.unwrap();
    }

    /// What lies at an address, as the program sends it to this browser.
    pub async fn fetch(&self, path: &str) -> Answered {
        let script = "const [path, done] = arguments; \
            fetch(path).then(async r => done([r.status, r.url, await r.text()])).catch(e => done([0, path, String(e)]));";
        self.answered(script, vec![json!(path)]).await
    }

    /// Fills in a form of a page and sends it, without leaving the page that is open.
    pub async fn send(&self, page: &str, end: &str, fields: &[(&str, &str)]) -> Answered {
        let script = format!(
            "{FILLED} const [page, end, fields, done] = arguments; (async () => {{ \
             const base = new URL(page, location.origin).href; \
             const doc = new DOMParser().parseFromString(await (await fetch(page)).text(), 'text/html'); \
             const [to, data, multipart] = await filled(doc, base, end, fields); {PATIENCE} \
             const r = await fetch(to, {{ method: 'POST', body: multipart ? data : new URLSearchParams(data) }}); \
             done([r.status, r.url, await r.text()]); }})().catch(e => done([0, page, String(e)]));"
        );
        self.answered(&script, vec![json!(page), json!(end), json!(fields)]).await
    }

    /// Fills in a form of the page that is open, at once, and sends it: the next page is what answers it.
    pub async fn submit(&self, end: &str, fields: &[(&str, &str)]) {
        let script = format!(
            "{FILLED} const [end, fields, done] = arguments; (async () => {{ \
             const [to, data, multipart] = await filled(document, location.href, end, fields); {PATIENCE} \
             const form = document.createElement('form'); form.method = 'post'; form.action = to; \
             if (multipart) form.enctype = 'multipart/form-data'; \
             for (const [name, value] of data) {{ if (typeof value !== 'string') continue; \
                 const field = document.createElement('textarea'); field.name = name; field.value = value; form.append(field); }} \
             form.hidden = true; document.body.append(form); document.body.dataset.sent = '1'; done(''); \
             form.submit(); }})().catch(e => done(String(e)));"
        );
        let wrong = self.page.execute_async(&script, vec![json!(end), json!(fields)]).await.unwrap();
        assert_eq!(wrong, json!(""));
        self.find("body:not([data-sent]) main").await;
    }

    async fn answered(&self, script: &str, arguments: Vec<serde_json::Value>) -> Answered {
        let got = self.page.execute_async(script, arguments).await.unwrap();
        let text = |n: usize| got[n].as_str().unwrap_or_default().to_owned();
        let answer = Answered { status: got[0].as_u64().unwrap_or_default(), url: text(1), html: text(2) };
        assert_ne!(answer.status, 0, "{}: {}", answer.url, answer.html);
        answer
    }

    /// Where a page leads to by links and by forms that only ask, without host.
    pub async fn links(&self, path: &str) -> Vec<String> {
        let whole = self.whole_links(path).await;
        whole.into_iter().map(|link| link.split('?').next().unwrap_or_default().to_owned()).collect()
    }

    /// The same, with what follows the question mark.
    pub async fn whole_links(&self, path: &str) -> Vec<String> {
        let script = "const [path, done] = arguments; fetch(path).then(async r => { \
            const doc = new DOMParser().parseFromString(await r.text(), 'text/html'); \
            done([...doc.querySelectorAll('main a[href], main form[method=get][action]')] \
                .map(e => new URL(e.getAttribute('href') || e.getAttribute('action'), r.url)) \
                .filter(u => u.origin === location.origin).map(u => u.pathname + u.search)); }).catch(e => done([String(e)]));";
        let links = self.page.execute_async(script, vec![json!(path)]).await.unwrap();
        serde_json::from_value(links).unwrap()
    }

    /// The visible text of the page; of one that is just exchanged for another, the other's.
    pub async fn text(&self) -> String {
        for _ in 0..3 {
            match self.find("body").await.text().await {
                Err(error) if error.is_stale_element_reference() => {}
                text => return text.unwrap(),
            }
        }
        panic!("the page is exchanged again and again");
    }

    /// Replaces what stands in a field; of a text that is shown as it will look, adds to it.
    pub async fn fill(&self, name: &str, value: &str) {
        let looks = Locator::Css(".editor.looks .ProseMirror");
        if name == "body"
            && let Ok(text) = self.page.find(looks).await
        {
            text.click().await.unwrap();
            text.send_keys(value).await.unwrap();
            return;
        }
        let field = self.find(&format!("[name='{name}']:not([type=hidden])")).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Presses the button or follows the link with these words, and waits for the next page.
    pub async fn press(&self, words: &str) {
        let path = format!(
            "//main//button[contains(normalize-space(.), '{words}')] | //main//a[contains(normalize-space(.), '{words}')] \
             | //button[contains(normalize-space(.), '{words}')]"
        );
        let target =
            self.page.wait().at_most(Duration::from_secs(10)).for_element(Locator::XPath(&path)).await;
        target.unwrap_or_else(|e| panic!("nothing says {words}: {e}")).click().await.unwrap();
    }

    /// Clicks an element of a page that may just be exchanged for another: then the other page's.
    pub async fn click(&self, selector: &str) {
        for _ in 0..3 {
            match self.find(selector).await.click().await {
                Err(error) if error.is_stale_element_reference() => {}
                done => return done.unwrap(),
            }
        }
        panic!("{selector} is exchanged again and again");
    }

    /// The element, waiting for it to appear.
    pub async fn find(&self, selector: &str) -> fantoccini::elements::Element {
        let found =
            self.page.wait().at_most(Duration::from_secs(10)).for_element(Locator::Css(selector)).await;
        found.unwrap_or_else(|e| panic!("{selector} is not on the page: {e}"))
    }

    /// Signs in.
    pub async fn sign_in(&self, program: &crate::program::Program, login: &str) {
        self.go(&program.url("/dang-nhap")).await;
        self.fill("login", login).await;
        self.fill("password", program.password(login)).await;
        self.find("main form button[type=submit], form.form button[type=submit]")
            .await
            .click()
            .await
            .unwrap();
        self.page
            .wait()
            .at_most(Duration::from_secs(10))
            .for_element(Locator::Css("form[action$='/dang-xuat']"))
            .await
            .unwrap_or_else(|e| panic!("{login} is not signed in: {e}"));
    }

    /// What axe-core finds wrong on the page, and whether it scrolls sideways; empty when all is well.
    pub async fn faults(&self, what: &str) -> Vec<String> {
        let script = std::env::var("SONGCAU_TEST_AXE")
            .expect("SONGCAU_TEST_AXE is not set; run the tests by `cargo xtask test`");
        let axe = std::fs::read_to_string(script).unwrap();
        self.page.execute(&axe, vec![]).await.unwrap();
        let found = self.page.execute_async(AXE, vec![]).await.unwrap();
        let mut faults: Vec<String> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|f| format!("{what}: {}", f.as_str().unwrap_or_default()))
            .collect();
        faults.extend(self.sideways(what).await);
        faults
    }

    /// Whether the page is wider than the screen.
    async fn sideways(&self, what: &str) -> Option<String> {
        let wide = self.page.execute(SIDEWAYS, vec![]).await.unwrap();
        (wide != json!([])).then(|| format!("{what} scrolls sideways: {wide}"))
    }

    /// As [`Browser::faults`]; that a page at a desk fits a tablet too is seen without loading it again.
    pub async fn faults_as_held(&self, size: (u32, u32), what: &str) -> Vec<String> {
        let mut faults = self.faults(what).await;
        if size == DESK {
            self.page.set_window_size(TABLET.0, TABLET.1).await.unwrap();
            faults.extend(self.sideways(&format!("{what} on a tablet")).await);
            self.page.set_window_size(DESK.0, DESK.1).await.unwrap();
        }
        faults
    }

    /// What the window shows, as WebP.
    pub async fn picture(&self) -> Vec<u8> {
        let wanted = json!({ "format": "webp", "quality": 80 });
        let taken = self.page.issue_cmd(Debugger("Page.captureScreenshot", wanted)).await.unwrap();
        let data = taken["data"].as_str().expect("a picture");
        base64::engine::general_purpose::STANDARD.decode(data).unwrap()
    }

    /// Ends the window; also done when dropped, less politely.
    pub async fn close(mut self) {
        let _ = self.page.clone().close().await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// ChromeDriver's own command to reach the browser's debugger: a method and its parameters.
#[derive(Debug)]
struct Debugger(&'static str, serde_json::Value);

impl WebDriverCompatibleCommand for Debugger {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.0, "params": self.1 }).to_string()))
    }
}

/// ChromeDriver is on this machine: no TLS.
fn hyper_util_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}
