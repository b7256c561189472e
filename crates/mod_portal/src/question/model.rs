//! What a question is and what may be done with it. Pure: no database, no clock.

use std::fmt;

use base::{Id, LocalDate, Timestamp};
use kernel::{Error, Result, Subject};
use sea_orm::prelude::Uuid;
use ui::Message;

use super::limit::Name;
use crate::site::Site;

pub use super::state::{Class, Kind, Rating, Status};

/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest question, in characters: some three printed pages.
pub const BODY_MAX: usize = 8_000;
/// Longest answer, in characters.
pub const ANSWER_MAX: usize = 20_000;
/// Longest name and address, in characters.
pub const LINE_MAX: usize = 200;
/// Longest reason, in characters.
pub const REASON_MAX: usize = 1_000;

/// Who sent it. Read by officers in charge only, and each time noted.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// Name.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Telephone, `+84…`; may be empty if there is a mail address.
    pub phone: String,
    /// Mail address; may be empty if there is a telephone.
    pub email: String,
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender(…)")
    }
}

impl Sender {
    /// The first letters of the name: `N. V. A.`
    pub fn initials(&self) -> String {
        let first = |word: &str| word.chars().next().map(|c| format!("{}.", c.to_uppercase()));
        self.name.split_whitespace().filter_map(first).collect::<Vec<_>>().join(" ")
    }

    /// Whether a text gives away who sent it: the name, a number or an address they left.
    pub fn is_named_in(&self, text: &str) -> bool {
        let folded = format!(" {} ", words(text));
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let local: String = self.phone.chars().filter(char::is_ascii_digit).skip(2).collect();
        let says = |what: &str, least: usize| {
            let what = words(what);
            what.chars().count() >= least && folded.contains(&format!(" {what} "))
        };
        says(&self.name, 5)
            || says(&self.address, 12)
            || (local.len() >= 8 && digits.contains(&local))
            || (!self.email.is_empty() && text.to_lowercase().contains(&self.email.to_lowercase()))
    }
}

/// Folded words with one space between them, signs left out.
fn words(text: &str) -> String {
    let folded = base::text::fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// What an officer writes: the answer, and the question as everybody may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The answer, in the marks of [`crate::entry::body`].
    pub text: String,
    /// The question's title as it will be public.
    pub title: String,
    /// The question as it will be public.
    pub body: String,
    /// The name as it will be public; empty where it is hidden.
    pub name: String,
}

/// A question to an agency, or a proposal about its regulations. Who sent it is not part of it.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its identifier: that of the form it was sent by.
    pub id: Id<Question>,
    /// By which its sender follows it.
    pub code: String,
    /// The end of its public address.
    pub short: String,
    /// What it is.
    pub kind: Kind,
    /// The site it stands on.
    pub site: Id<Site>,
    /// The agency in charge.
    pub agency: Uuid,
    /// That agency's path: rights are held over it.
    pub agency_path: String,
    /// The last day of that agency, if it has one.
    pub agency_until: Option<LocalDate>,
    /// The language of the form: `vi` or `en`.
    pub lang: String,
    /// Its title as sent.
    pub title: String,
    /// Its text as sent.
    pub body: String,
    /// What it turned out to be.
    pub class: Option<Class>,
    /// Whether several agencies have a part in the answer.
    pub joint: bool,
    /// How far it is.
    pub status: Status,
    /// When it came.
    pub received_at: Timestamp,
    /// Until when it is to be answered.
    pub due: Due,
    /// Until when it may be passed on in time.
    pub pass_by: Timestamp,
    /// Whether its time was made longer, which is done once.
    pub extended: bool,
    /// The answer and what is public of the question.
    pub answer: Answer,
    /// Accounts that wrote the answer.
    pub hands: Vec<Uuid>,
    /// The account that approved it.
    pub approver: Option<Uuid>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// When it was first public.
    pub published_at: Option<Timestamp>,
    /// What its sender thinks of the answer.
    pub rating: Option<Rating>,
    /// When they said so.
    pub rated_at: Option<Timestamp>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes; a form that knows another number is stale.
    pub version: i64,
}

/// A deadline and the limit that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last moment that is in time.
    pub at: Timestamp,
    /// The limit.
    pub limit: Name,
    /// Its working days as they stood then.
    pub days: i64,
}

impl Subject for Question {
    const KIND: &'static str = "question";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

impl Question {
    /// The path over which somebody must hold a right to decide about it on this day: of an agency that has ended, only
    /// those above it still do.
    pub fn deciding_path(&self, on: LocalDate) -> &str {
        match self.agency_until {
            Some(last) if last < on => svc_org::agency::deciding_path(&self.agency_path),
            _ => &self.agency_path,
        }
    }

    /// Whether it may be told what it is.
    pub const fn is_classifiable(&self) -> bool {
        matches!(self.status, Status::New | Status::Transferred | Status::Classified)
    }

    /// Whether it may be passed on, or refused.
    pub const fn is_movable(&self) -> bool {
        matches!(self.status, Status::New | Status::Transferred | Status::Classified | Status::InProgress)
    }

    /// Whether an answer may be written.
    pub const fn is_answerable(&self) -> bool {
        matches!(self.status, Status::Classified | Status::InProgress)
    }

    /// Whether it was not answered in time.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.answered_at.unwrap_or(now) > self.due.at && (self.status.is_open() || self.answered_at.is_some())
    }

    /// Whether this account wrote any of the answer.
    pub fn is_own(&self, account: Option<Uuid>) -> bool {
        account.is_some_and(|account| self.hands.contains(&account))
    }

    /// Whether any of these accounts wrote any of it.
    pub fn is_of_any(&self, accounts: &[Uuid]) -> bool {
        accounts.iter().any(|account| self.is_own(Some(*account)))
    }

    /// Which limit holds for its answer.
    pub const fn limit(&self) -> Name {
        match (self.kind, self.joint) {
            (Kind::Feedback, _) => Name::Feedback,
            (Kind::Question, true) => Name::Joint,
            (Kind::Question, false) => Name::Own,
        }
    }

    /// Says what it is. The deadline follows.
    ///
    /// # Errors
    /// [`Error::Conflict`] once an answer is being written.
    pub fn classify(&mut self, class: Class, joint: bool, now: Timestamp) -> Result<()> {
        if !self.is_classifiable() {
            return Err(refused("portal.question.refused.classify"));
        }
        self.class = Some(class);
        // What has been passed on has had two agencies already.
        self.joint |= joint;
        self.status = Status::Classified;
        self.updated_at = now;
        Ok(())
    }

    /// Passes it on to another agency.
    ///
    /// # Errors
    /// [`Error::Conflict`] when an answer waits for approval or was given, or when it is there already.
    pub fn transfer(&mut self, to: &Site, path: &str, now: Timestamp) -> Result<()> {
        if !self.is_movable() {
            return Err(refused("portal.question.refused.transfer"));
        }
        if to.agency_id == self.agency {
            return Err(refused("portal.question.refused.same"));
        }
        self.site = to.id;
        self.agency = to.agency_id;
        path.clone_into(&mut self.agency_path);
        self.agency_until = to.validity.to();
        self.class = None;
        self.joint = true;
        self.answer = Answer::default();
        self.hands.clear();
        self.status = Status::Transferred;
        self.updated_at = now;
        Ok(())
    }

    /// Takes the longest time there is; once.
    ///
    /// # Errors
    /// [`Error::Conflict`] for what has no longer time, or when it was done before or is answered.
    pub fn extend(&mut self, due: Due, now: Timestamp) -> Result<()> {
        if self.kind != Kind::Question || self.extended || !self.status.is_open() {
            return Err(refused("portal.question.refused.extend"));
        }
        self.extended = true;
        self.due = due;
        self.updated_at = now;
        Ok(())
    }

    /// Keeps what is written of the answer; false when nothing is different.
    ///
    /// # Errors
    /// [`Error::Conflict`] when no answer may be written as it stands.
    pub fn write(&mut self, answer: Answer, by: Option<Uuid>, now: Timestamp) -> Result<bool> {
        if !self.is_answerable() {
            return Err(refused("portal.question.refused.write"));
        }
        if answer == self.answer {
            return Ok(false);
        }
        self.answer = answer;
        self.hands.extend(by.filter(|by| !self.hands.contains(by)));
        self.status = Status::InProgress;
        self.updated_at = now;
        Ok(true)
    }

    /// Hands the answer over for approval.
    ///
    /// # Errors
    /// [`Error::Conflict`] when none is being written.
    pub fn submit(&mut self, now: Timestamp) -> Result<()> {
        if self.status != Status::InProgress {
            return Err(refused("portal.question.refused.submit"));
        }
        self.status = Status::InReview;
        self.updated_at = now;
        Ok(())
    }

    /// Sends the answer back to its writer.
    ///
    /// # Errors
    /// [`Error::Conflict`] when none waits for approval.
    pub fn send_back(&mut self, now: Timestamp) -> Result<()> {
        if self.status != Status::InReview {
            return Err(refused("portal.question.refused.not_in_review"));
        }
        self.status = Status::InProgress;
        self.updated_at = now;
        Ok(())
    }

    /// Approves the answer: its sender reads it, and everybody, if it is to be public.
    ///
    /// # Errors
    /// [`Error::Conflict`] when none waits for approval, or when the one who decides wrote any of it.
    pub fn approve(&mut self, by: &[Uuid], public: bool, now: Timestamp) -> Result<()> {
        if self.status != Status::InReview {
            return Err(refused("portal.question.refused.not_in_review"));
        }
        if self.is_of_any(by) {
            return Err(refused("portal.question.refused.own"));
        }
        self.approver = by.first().copied();
        self.answered_at = Some(now);
        self.status = Status::Answered;
        self.updated_at = now;
        if public { self.publish(now) } else { Ok(()) }
    }

    /// Makes it public.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is not answered, or public already.
    pub fn publish(&mut self, now: Timestamp) -> Result<()> {
        if self.status != Status::Answered {
            return Err(refused("portal.question.refused.publish"));
        }
        self.status = Status::Published;
        self.published_at = self.published_at.or(Some(now));
        self.updated_at = now;
        Ok(())
    }

    /// Takes it off the site; its sender still reads it.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is not public.
    pub fn withdraw(&mut self, now: Timestamp) -> Result<()> {
        if self.status != Status::Published {
            return Err(refused("portal.question.refused.withdraw"));
        }
        self.status = Status::Answered;
        self.updated_at = now;
        Ok(())
    }

    /// Does not accept it.
    ///
    /// # Errors
    /// [`Error::Conflict`] when an answer waits for approval or was given.
    pub fn refuse(&mut self, now: Timestamp) -> Result<()> {
        if !self.is_movable() {
            return Err(refused("portal.question.refused.refuse"));
        }
        self.status = Status::Refused;
        self.updated_at = now;
        Ok(())
    }

    /// Forgets what its sender wrote besides what everybody may read.
    ///
    /// # Errors
    /// [`Error::Conflict`] while it waits for an answer: its sender has to be reached.
    pub fn forget(&mut self, now: Timestamp) -> Result<()> {
        if self.status.is_open() {
            return Err(refused("portal.question.refused.forget"));
        }
        self.title.clone_from(&self.answer.title);
        self.body.clone_from(&self.answer.body);
        self.updated_at = now;
        Ok(())
    }

    /// Keeps what its sender thinks of the answer; once.
    ///
    /// # Errors
    /// [`Error::Conflict`] without an answer, or when they have said so before.
    pub fn rate(&mut self, rating: Rating, now: Timestamp) -> Result<()> {
        if !matches!(self.status, Status::Answered | Status::Published) || self.rating.is_some() {
            return Err(refused("portal.question.refused.rate"));
        }
        self.rating = Some(rating);
        self.rated_at = Some(now);
        self.updated_at = now;
        Ok(())
    }
}

fn refused(key: &'static str) -> Error {
    Error::Conflict(Message::new(key))
}
