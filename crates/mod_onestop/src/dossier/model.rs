//! What a dossier is and what may be done with it. Pure: no database, no clock.

use std::fmt;

use base::{Id, Timestamp};
use kernel::{Error, Result, Subject};
use sea_orm::prelude::Uuid;
use svc_catalogue::{procedure::Channel, service::Bill};
use svc_forms::answers::Answers;
use svc_workflow::calendar::{Calendar, Clock, Due, PauseReason, WorkingHours};
use ui::Message;

use super::code::DossierCode;
use crate::draft::Wishes;

pub use super::state::{Move, Status};

/// Longest reason or note, in characters.
pub const NOTE_MAX: usize = 1_000;

/// Who applies. Read by the officers in charge only; each opening of a dossier is noted.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Applicant {
    /// Name.
    pub name: String,
    /// Personal identification number; may be empty.
    pub citizen_no: String,
    /// Telephone, `+84…`; may be empty.
    pub phone: String,
    /// Mail address; may be empty.
    pub email: String,
    /// Where they live; may be empty.
    pub address: String,
}

impl fmt::Debug for Applicant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Applicant(…)")
    }
}

/// A dossier. Who applies is not part of it.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// Its identifier: that of the draft it was.
    pub id: Id<Dossier>,
    /// Its number.
    pub code: DossierCode,
    /// The agency that received it.
    pub agency: Uuid,
    /// That agency's path: rights are held over it.
    pub agency_path: String,
    /// The code of the procedure.
    pub procedure: String,
    /// What the procedure was called then.
    pub procedure_name: String,
    /// The key of the case, where there are several.
    pub case: Option<String>,
    /// How it was handed in.
    pub channel: Channel,
    /// The form and its version.
    pub form: (String, i64),
    /// What was answered.
    pub answers: Answers,
    /// What is asked for beside the form.
    pub wishes: Wishes,
    /// What it costs, as worked out when it was handed in.
    pub bill: Bill,
    /// The applicant's language: `vi` or `en`.
    pub lang: String,
    /// How far it is.
    pub status: Status,
    /// Whose account handed it in.
    pub account: Option<Uuid>,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// The clock, from acceptance on.
    pub clock: Option<Clock>,
    /// When the result was there.
    pub finished_at: Option<Timestamp>,
    /// When the applicant had it.
    pub returned_at: Option<Timestamp>,
    /// The officer who has it in hand.
    pub holder: Option<Uuid>,
    /// Whether papers were asked for: once for a dossier (Decree 118/2025/NĐ-CP art. 11).
    pub supplemented: bool,
    /// What the applicant has to know of its state.
    pub note: String,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes; a form that knows another number is stale.
    pub version: i64,
}

impl Subject for Dossier {
    const KIND: &'static str = "dossier";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

impl Dossier {
    /// Whether a move is possible now.
    pub fn may(&self, what: Move) -> bool {
        let asked_before = what == Move::RequestSupplement && self.supplemented;
        !asked_before && self.status.after(what, self.accepted_at.is_some()).is_some()
    }

    fn go(&mut self, what: Move, now: Timestamp) -> Result<()> {
        if what == Move::RequestSupplement && self.supplemented {
            return Err(Error::Conflict("onestop.refused.supplemented".into()));
        }
        let next = self.status.after(what, self.accepted_at.is_some());
        self.status = next.ok_or_else(|| {
            Error::Conflict(
                Message::new("onestop.refused.state").with("status", ui::t(ui::Lang::Vi, self.status.key())),
            )
        })?;
        self.updated_at = now;
        Ok(())
    }

    /// Accepts it: the clock starts (not at submission), and it is due.
    ///
    /// # Errors
    /// [`Error::Conflict`] in another state.
    pub fn accept(&mut self, due: &Due, by: Option<Uuid>, now: Timestamp) -> Result<()> {
        self.go(Move::Accept, now)?;
        self.accepted_at = Some(now);
        self.clock = Some(Clock::start(due));
        self.holder = by;
        self.note.clear();
        Ok(())
    }

    /// Refuses to accept it.
    ///
    /// # Errors
    /// [`Error::Conflict`] in another state.
    pub fn refuse(&mut self, reason: &str, now: Timestamp) -> Result<()> {
        self.go(Move::Refuse, now)?;
        reason.clone_into(&mut self.note);
        Ok(())
    }

    /// Takes it in hand.
    ///
    /// # Errors
    /// [`Error::Conflict`] in another state.
    pub fn take(&mut self, by: Option<Uuid>, now: Timestamp) -> Result<()> {
        self.go(Move::Take, now)?;
        self.holder = by;
        Ok(())
    }

    /// Asks the applicant for papers, which is done once; a clock that runs stands still.
    ///
    /// # Errors
    /// [`Error::Conflict`] in another state, or when it was done before.
    pub fn request_supplement(&mut self, what: &str, now: Timestamp) -> Result<()> {
        self.go(Move::RequestSupplement, now)?;
        self.supplemented = true;
        what.clone_into(&mut self.note);
        if let Some(clock) = &mut self.clock {
            clock
                .pause(now.local(), PauseReason::SupplementRequested)
                .map_err(|error| Error::Conflict(error.key().into()))?;
        }
        Ok(())
    }

    /// The applicant handed in what was asked for: the clock goes on, or the dossier is looked at anew.
    ///
    /// # Errors
    /// [`Error::Conflict`] in another state.
    pub fn supply(&mut self, calendar: &Calendar, hours: &WorkingHours, now: Timestamp) -> Result<()> {
        self.go(Move::Supply, now)?;
        self.note.clear();
        if let Some(clock) = &mut self.clock {
            clock
                .resume(calendar, hours, now.local())
                .map_err(|error| Error::Conflict(error.key().into()))?;
        }
        Ok(())
    }

    /// The applicant takes it back.
    ///
    /// # Errors
    /// [`Error::Conflict`] in another state.
    pub fn withdraw(&mut self, reason: &str, now: Timestamp) -> Result<()> {
        self.go(Move::Withdraw, now)?;
        reason.clone_into(&mut self.note);
        Ok(())
    }

    /// Gives it up.
    ///
    /// # Errors
    /// [`Error::Conflict`] in another state.
    pub fn stop(&mut self, reason: &str, now: Timestamp) -> Result<()> {
        self.go(Move::Stop, now)?;
        reason.clone_into(&mut self.note);
        Ok(())
    }

    /// The result is there. From this moment on it is not late.
    ///
    /// # Errors
    /// [`Error::Conflict`] in another state.
    pub fn finish(&mut self, note: &str, now: Timestamp) -> Result<()> {
        self.go(Move::Finish, now)?;
        self.finished_at = Some(now);
        note.clone_into(&mut self.note);
        Ok(())
    }

    /// The applicant has the result.
    ///
    /// # Errors
    /// [`Error::Conflict`] in another state.
    pub fn hand_over(&mut self, now: Timestamp) -> Result<()> {
        self.go(Move::Return, now)?;
        self.returned_at = Some(now);
        Ok(())
    }

    /// The deadline that holds.
    pub fn due(&self) -> Option<Timestamp> {
        self.clock.as_ref().map(|clock| Timestamp::from_local(clock.due_current()))
    }

    /// Whether it was not finished in time, or is not and its time is over.
    pub fn is_late(&self, now: Timestamp) -> bool {
        let counts = self.status.is_open() || self.finished_at.is_some();
        let until = self.finished_at.unwrap_or(now).local();
        counts && self.clock.as_ref().is_some_and(|clock| clock.is_late(until))
    }
}
