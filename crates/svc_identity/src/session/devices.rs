//! The browsers an account has signed in from, by a cookie of theirs (OWASP, Slow Down Online Guessing Attacks with Device
//! Cookies). It opens nothing and says nothing about whom it is of: wrong passwords in such a browser are counted for it
//! alone, so that those tried elsewhere keep nobody from their own account. Signed, and kept nowhere else.

use base::Timestamp;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, header};
use kernel::{App, Error, Result};
use rand::RngExt as _;

/// The cookie.
const COOKIE: &str = "sc_device";
const PURPOSE: &str = "identity.device";
/// Days after the last signing in for which a browser is known.
const LASTS: i64 = 180;
const DAY: i64 = 24 * 60 * 60 * 1000;
/// People who may share a browser.
const AT_MOST: usize = 4;
/// Longest mark of one of them.
const LONGEST: usize = 100;

/// How far somebody came in a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// The password was right.
    Password,
    /// What is asked for besides the password was right, too, or stood for both.
    Second,
}

impl Step {
    const fn letter(self) -> &'static str {
        match self {
            Self::Password => "p",
            Self::Second => "s",
        }
    }

    fn parse(letter: &str) -> Option<Self> {
        [Self::Password, Self::Second].into_iter().find(|step| step.letter() == letter)
    }
}

/// The marks a browser carries, one for each account that signed in there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Devices(Vec<String>);

/// A mark of one account.
struct Mark<'a> {
    /// What tells this browser from others of the account.
    nonce: &'a str,
    step: Step,
}

impl Devices {
    /// What a browser brings along.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut own = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let brought = own.find(|(name, _)| *name == COOKIE).map(|(_, value)| value).unwrap_or_default();
        let fits = |mark: &&str| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
            !mark.is_empty() && mark.len() <= LONGEST && mark.bytes().all(plain)
        };
        Self(brought.split('~').filter(fits).take(AT_MOST).map(str::to_owned).collect())
    }

    /// What tells this browser from others in which the account came as far.
    pub(crate) fn known(&self, app: &App, login: &str, step: Step, now: Timestamp) -> Option<&str> {
        let marks = self.0.iter().filter_map(|mark| read(app, login, mark, now));
        marks.filter(|mark| mark.step >= step).map(|mark| mark.nonce).next()
    }

    /// The `Set-Cookie` by which this browser is known from now on, and stays known to others who use it.
    pub(crate) fn remember(&self, app: &App, login: &str, step: Step, now: Timestamp) -> Result<HeaderValue> {
        let own = self.0.iter().find_map(|mark| read(app, login, mark, now));
        let nonce = own.as_ref().map_or_else(new_nonce, |mark| mark.nonce.to_owned());
        let step = own.map_or(step, |mark| mark.step.max(step));
        let what = format!("{nonce}.{}.{}", step.letter(), now.0 / DAY);
        let mark = format!("{what}.{}", app.secret().sign(PURPOSE, &signed(login, &what)));
        let others = self.0.iter().filter(|mark| read(app, login, mark, now).is_none());
        let marks: Vec<&str> =
            std::iter::once(mark.as_str()).chain(others.map(String::as_str)).take(AT_MOST).collect();
        let secure = if app.config().is_https() { "; Secure" } else { "" };
        let (value, age) = (marks.join("~"), LASTS * DAY / 1000);
        let text = format!("{COOKIE}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&text).map_err(|e| Error::internal(e.to_string()))
    }
}

fn new_nonce() -> String {
    let bytes: [u8; 16] = rand::rng().random();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is signed: the login beside the rest, without being carried. Folded, it has no line ends.
fn signed(login: &str, what: &str) -> String {
    format!("{login}\n{what}")
}

/// A mark that is this login's, ours, and not too old.
fn read<'a>(app: &App, login: &str, mark: &'a str, now: Timestamp) -> Option<Mark<'a>> {
    let (what, signature) = mark.rsplit_once('.')?;
    let mut parts = what.split('.');
    let (nonce, step, day) = (parts.next()?, Step::parse(parts.next()?)?, parts.next()?.parse::<i64>().ok()?);
    let age = now.0 / DAY - day;
    let good = (0..=LASTS).contains(&age) && app.secret().verify(PURPOSE, &signed(login, what), signature);
    good.then_some(Mark { nonce, step })
}
