//! What an award is and how its amount is worked out. Pure: no database, no clock.

use std::fmt;

use base::{Id, LocalDate, Timestamp, Vnd};
use kernel::{Error, Result, Subject};
use sea_orm::prelude::Uuid;
use ui::{FormState, Message};

use super::{month::Month, payee::Payee, rate::Rates};
use crate::site::Site;

/// Largest coefficient anybody may enter, in hundredths.
pub const COEFFICIENT_MAX: i64 = 100_000;
/// Longest note or reason, in characters.
pub const NOTE_MAX: usize = 500;

/// A coefficient, kept in hundredths: no fraction is ever rounded before the amount is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coefficient(pub i64);

impl Coefficient {
    /// Of what people type: `1`, `1,5`, `0.25`; nothing for what is none or has more than two places.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 5 || part.len() > 2 || !digits(whole) || !digits(part) {
            return None;
        }
        if text.ends_with([',', '.']) {
            return None;
        }
        let hundredths = format!("{whole}{part:0<2}").parse().ok()?;
        Some(Self(hundredths)).filter(|coefficient| coefficient.0 <= COEFFICIENT_MAX)
    }

    /// With the sign this language puts before the fraction.
    pub fn text(self, lang: ui::Lang) -> String {
        let text = self.to_string();
        if lang == ui::Lang::En { text.replace(',', ".") } else { text }
    }
}

/// As Vietnamese write it: `1,5`.
impl fmt::Display for Coefficient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match (part, part % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole},{}", part / 10),
            _ => write!(f, "{whole},{part:02}"),
        }
    }
}

/// Coefficient × unit × share, in whole đồng: half a đồng and more is rounded up, once, at the end.
pub const fn amount(unit: Vnd, coefficient: Coefficient, share: i64) -> Vnd {
    // A hundred million đồng × a hundred thousand hundredths × 100 % are a thousandth of what sixty-three bits hold.
    Vnd((unit.0 * coefficient.0 * share + 5_000) / 10_000)
}

/// How far an award is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Waits for somebody else's approval.
    Proposed,
    /// Came back with a reason.
    Returned,
    /// Approved for its month.
    Approved,
    /// Taken back before its month was closed; counts for nothing.
    Withdrawn,
}

impl Status {
    /// The word kept.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The text key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proposed => "portal.royalty.status.proposed",
            Self::Returned => "portal.royalty.status.returned",
            Self::Approved => "portal.royalty.status.approved",
            Self::Withdrawn => "portal.royalty.status.withdrawn",
        }
    }

    /// The colour of its tag.
    pub const fn color(self) -> &'static str {
        match self {
            Self::Proposed => "warning",
            Self::Returned => "danger",
            Self::Approved => "success",
            Self::Withdrawn => "neutral",
        }
    }

    /// The one kept under this word.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Proposed, Self::Returned, Self::Approved, Self::Withdrawn]
            .into_iter()
            .find(|status| status.code() == code)
    }
}

/// What somebody had published, as an award names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The entry.
    pub entry: Uuid,
    /// Its revision that readers see.
    pub revision: i64,
    /// What it is called.
    pub title: String,
    /// The day whose rates count: on which readers first saw the work or, of a revision that is new work, that revision.
    pub published_on: LocalDate,
}

/// What shares are shares of: a work in a genre, whichever its revision; or one revision that is new work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The entry.
    pub entry: Uuid,
    /// The genre's code.
    pub genre: String,
    /// The revision that is new work, if it is one.
    pub revision: Option<i64>,
}

/// What is decided about an award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Who is given it.
    pub payee: Payee,
    /// The genre's code.
    pub genre: String,
    /// How much.
    pub coefficient: Coefficient,
    /// Of it, in percent, when several made the work.
    pub share: i64,
    /// Anything else to know.
    pub note: String,
}

/// What somebody is given for their part in what a site published.
#[derive(Clone, Debug)]
pub struct Award {
    /// Its identifier.
    pub id: Id<Award>,
    /// The site.
    pub site: Id<Site>,
    /// The site's agency.
    pub agency: Uuid,
    /// That agency's path: rights are held over it.
    pub agency_path: String,
    /// The last day of that agency, if it has one.
    pub agency_until: Option<LocalDate>,
    /// The month it is paid for.
    pub month: Month,
    /// Whether that month is closed.
    pub closed: bool,
    /// What for.
    pub work: Work,
    /// Why it is awarded for again, where an older revision was: what makes this one new work. Empty otherwise.
    pub again: String,
    /// Who, for what part, how much.
    pub terms: Terms,
    /// The payee's name at the time.
    pub payee_name: String,
    /// The rates it was worked out from.
    pub rates: Rates,
    /// What it comes to; of a correction the difference, which may be negative.
    pub amount: Vnd,
    /// How far it is.
    pub status: Status,
    /// Why it was returned, withdrawn or corrected.
    pub reason: String,
    /// The award it puts right, of a closed month.
    pub corrects: Option<Id<Award>>,
    /// The accounts that proposed or changed it.
    pub hands: Vec<Uuid>,
    /// The account that approved it.
    pub approver: Option<Uuid>,
    /// When it was first proposed.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

impl Subject for Award {
    const KIND: &'static str = "royalty";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

impl Award {
    /// The path over which somebody must hold a right to decide about it on this day.
    pub fn deciding_path(&self, on: LocalDate) -> &str {
        deciding_path(&self.agency_path, self.agency_until, on)
    }

    /// What its share is a share of, in this genre.
    pub fn whole_in(&self, genre: &str) -> Whole {
        let revision = (!self.again.is_empty()).then_some(self.work.revision);
        Whole { entry: self.work.entry, genre: genre.to_owned(), revision }
    }

    /// What its share is a share of.
    pub fn whole(&self) -> Whole {
        self.whole_in(&self.terms.genre)
    }

    /// Whether it may still be changed.
    pub fn is_open(&self) -> bool {
        !self.closed && self.status != Status::Withdrawn
    }

    /// Whether it may be put right in a later month.
    pub fn is_correctable(&self) -> bool {
        self.closed && self.corrects.is_none() && self.status == Status::Approved
    }

    /// Other terms, before the month is closed: somebody else approves anew.
    ///
    /// # Errors
    /// [`Error::Conflict`] when its month is closed, it was withdrawn, or it is a correction, which is withdrawn and made
    /// anew instead.
    pub fn revise(
        &mut self,
        terms: Terms,
        payee_name: String,
        rates: Rates,
        by: Option<Uuid>,
        now: Timestamp,
    ) -> Result<()> {
        self.must_be_open()?;
        if self.corrects.is_some() {
            return Err(refused("portal.royalty.refused.correction"));
        }
        self.amount = amount(rates.unit, terms.coefficient, terms.share);
        self.terms = terms;
        self.payee_name = payee_name;
        self.rates = rates;
        self.status = Status::Proposed;
        self.approver = None;
        self.reason.clear();
        self.touched(by, now);
        Ok(())
    }

    /// Takes it back.
    ///
    /// # Errors
    /// [`Error::Conflict`] when its month is closed or it was withdrawn before.
    pub fn withdraw(&mut self, reason: String, by: Option<Uuid>, now: Timestamp) -> Result<()> {
        self.must_be_open()?;
        self.status = Status::Withdrawn;
        self.reason = reason;
        self.touched(by, now);
        Ok(())
    }

    /// Approves it.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it does not wait for that, its month is closed, or whoever approves proposed or changed it.
    pub fn approve(&mut self, by: &[Uuid], now: Timestamp) -> Result<()> {
        self.must_be_open()?;
        if self.status != Status::Proposed {
            return Err(refused("portal.royalty.refused.not_waiting"));
        }
        if self.has_hand(by) {
            return Err(refused("portal.royalty.refused.own_proposal"));
        }
        self.status = Status::Approved;
        self.approver = by.first().copied();
        self.updated_at = now;
        Ok(())
    }

    /// Sends it back, also when it was approved already.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it neither waits nor is approved, or its month is closed.
    pub fn send_back(&mut self, reason: String, now: Timestamp) -> Result<()> {
        self.must_be_open()?;
        if self.status == Status::Returned {
            return Err(refused("portal.royalty.refused.not_waiting"));
        }
        self.status = Status::Returned;
        self.approver = None;
        self.reason = reason;
        self.updated_at = now;
        Ok(())
    }

    /// Whether any of these proposed or changed it.
    pub fn has_hand(&self, accounts: &[Uuid]) -> bool {
        accounts.iter().any(|account| self.hands.contains(account))
    }

    fn touched(&mut self, by: Option<Uuid>, now: Timestamp) {
        self.hands.extend(by.filter(|by| !self.hands.contains(by)));
        self.updated_at = now;
    }

    fn must_be_open(&self) -> Result<()> {
        match (self.closed, self.status) {
            (true, _) => Err(refused("portal.royalty.refused.closed")),
            (false, Status::Withdrawn) => Err(refused("portal.royalty.refused.withdrawn")),
            (false, _) => Ok(()),
        }
    }
}

/// The path over which somebody must hold a right to decide about an agency's royalties on this day: of one that has ended
/// those above decide.
pub fn deciding_path(path: &str, until: Option<LocalDate>, on: LocalDate) -> &str {
    match until {
        Some(last) if last < on => svc_org::agency::deciding_path(path),
        _ => path,
    }
}

/// A name in this language; in Vietnamese where there is no other.
pub fn name_in<'n>(lang: ui::Lang, name: &'n str, name_en: &'n str) -> &'n str {
    if lang == ui::Lang::En && !name_en.is_empty() { name_en } else { name }
}

/// A conflict in words.
pub fn refused(key: &'static str) -> Error {
    Error::Conflict(Message::new(key))
}

/// Rejects a coefficient outside the range of its genre.
pub fn check_range(form: &mut FormState, field: &str, coefficient: Coefficient, rates: &Rates) {
    if coefficient < rates.smallest || coefficient > rates.largest {
        let message = Message::new("portal.royalty.wrong.range")
            .with("smallest", rates.smallest)
            .with("largest", rates.largest)
            .with("genre", &rates.name);
        form.reject(field, message);
    }
}
