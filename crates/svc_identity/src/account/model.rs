use base::{Id, text};
use kernel::{Error, Event, Result, Subject};
use serde::Serialize;
use ui::Message;
use uuid::Uuid;

use crate::person::Person;

/// Shortest name to sign in with, in characters.
const LOGIN_MIN: usize = 3;
/// Longest name to sign in with.
const LOGIN_MAX: usize = 64;
/// Shortest password, in characters: long ones resist guessing better than ones with odd signs.
const PASSWORD_MIN: usize = 12;
/// Longest password.
const PASSWORD_MAX: usize = 200;
/// Fewer different characters than this make a password of any length easy to guess.
const PASSWORD_VARIETY: usize = 5;

/// Passwords everybody tries first, folded. Shorter ones are refused for their length already.
const COMMON: &str = include_str!("common_passwords.txt");

/// Whether an account may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It may.
    Active,
    /// It may not, until an administrator unlocks it.
    Locked,
}

impl Status {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
        }
    }
}

/// An account as far as it may be shown: everything but the password.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its identifier; records and logs name this and nothing else.
    pub id: Id<Account>,
    /// The name to sign in with, folded.
    pub login: String,
    /// Whose it is.
    pub person: Id<Person>,
    /// The name to be called by: the person's, copied so that recognising a session joins nothing more. Never logged.
    pub display_name: String,
    /// Whether it may sign in.
    pub status: Status,
    /// The owner has been shown around.
    pub toured: bool,
    /// Its password was given to it by somebody else and has to be changed before it may do anything.
    pub must_change: bool,
    /// Counts changes, so that a form opened before the last one is refused.
    pub version: i64,
}

impl Account {
    pub(crate) fn lock(&mut self) -> Result<()> {
        if self.status == Status::Locked {
            return Err(Error::Conflict(Message::new("identity.account.locked_already")));
        }
        self.status = Status::Locked;
        Ok(())
    }

    pub(crate) fn unlock(&mut self) -> Result<()> {
        if self.status == Status::Active {
            return Err(Error::Conflict(Message::new("identity.account.active_already")));
        }
        self.status = Status::Active;
        Ok(())
    }
}

impl Subject for Account {
    const KIND: &'static str = "account";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// An account was made.
#[derive(Serialize)]
pub(crate) struct AccountCreated {}
impl Event for AccountCreated {
    const NAME: &'static str = "identity.account.created";
}

/// The account's owner chose another password; other sessions ended with it.
#[derive(Serialize)]
pub(crate) struct PasswordChanged {}
impl Event for PasswordChanged {
    const NAME: &'static str = "identity.account.password_changed";
}

/// An administrator took app, codes and passkeys off the account; its sessions ended with it.
#[derive(Serialize)]
pub(crate) struct SecondStepsLifted<'a> {
    /// Whether there was an authenticator app.
    pub app: bool,
    /// How many passkeys there were.
    pub passkeys: u64,
    /// Why.
    pub reason: &'a str,
}
impl Event for SecondStepsLifted<'_> {
    const NAME: &'static str = "identity.account.second_steps_lifted";
}

/// An administrator gave the account another first password; its sessions ended with it.
#[derive(Serialize)]
pub(crate) struct PasswordReset<'a> {
    /// Nothing when none was given.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub reason: &'a str,
}
impl Event for PasswordReset<'_> {
    const NAME: &'static str = "identity.account.password_reset";
}

/// An administrator locked the account; its sessions ended with it.
#[derive(Serialize)]
pub(crate) struct AccountLocked<'a> {
    pub reason: &'a str,
}
impl Event for AccountLocked<'_> {
    const NAME: &'static str = "identity.account.locked";
}

/// An administrator let the account sign in again.
#[derive(Serialize)]
pub(crate) struct AccountUnlocked {}
impl Event for AccountUnlocked {
    const NAME: &'static str = "identity.account.unlocked";
}

/// The name to sign in with as it is stored and compared: folded, so that case, accents and `đ` do not matter.
pub(crate) fn parse_login(typed: &str) -> Result<String, Message> {
    let login = text::fold(typed);
    let fits = (LOGIN_MIN..=LOGIN_MAX).contains(&login.chars().count());
    let plain = login.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@".contains(c));
    if fits && plain { Ok(login) } else { Err(Message::new("identity.account.login_rule")) }
}

/// A password as it is hashed: composed, so that it is the same from every keyboard.
pub(crate) fn parse_password(typed: &str) -> String {
    text::nfc(typed)
}

/// Whether a password is good enough for the account with this login; if not, what to do.
pub(crate) fn check_password(password: &str, login: &str) -> Result<(), Message> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Err(Message::new("identity.password.short").with("n", PASSWORD_MIN));
    }
    if length > PASSWORD_MAX {
        return Err(Message::new("identity.password.long").with("n", PASSWORD_MAX));
    }
    let folded = text::fold(password);
    let name = |word: &str| word.trim_end_matches(|c: char| !c.is_alphabetic()).to_owned();
    if folded == login || (!name(&folded).is_empty() && name(&folded) == name(login)) {
        return Err(Message::new("identity.password.login"));
    }
    let mut letters: Vec<char> = folded.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let plain: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    if letters.len() < PASSWORD_VARIETY || COMMON.lines().any(|common| common == plain) {
        return Err(Message::new("identity.password.common"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
