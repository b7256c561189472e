//! How far a dossier is: the ten states dossiers have towards the national system, and what leads from one to another.

/// A state; its number is the one of the national synchronisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Handed in and not looked at yet.
    New,
    /// Accepted, with form 01; the clock runs.
    Accepted,
    /// Not accepted, with form 03.
    Rejected,
    /// Somebody has it in hand.
    Processing,
    /// The applicant was asked for papers, with form 02; the clock stands still.
    SupplementRequested,
    /// The applicant has to pay; the clock stands still.
    PaymentRequired,
    /// The applicant took it back.
    Withdrawn,
    /// Given up, with form 05.
    Stopped,
    /// The result is there.
    Finished,
    /// The applicant has the result.
    Returned,
}

/// What is done to a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Accept it.
    Accept,
    /// Refuse to accept it.
    Refuse,
    /// Take it in hand.
    Take,
    /// Ask for papers.
    RequestSupplement,
    /// Hand papers in that were asked for.
    Supply,
    /// Take it back.
    Withdraw,
    /// Give it up.
    Stop,
    /// Have the result.
    Finish,
    /// Hand the result over.
    Return,
}

impl Status {
    /// Every state, in the order of its numbers.
    pub const ALL: [Self; 10] = [
        Self::New,
        Self::Accepted,
        Self::Rejected,
        Self::Processing,
        Self::SupplementRequested,
        Self::PaymentRequired,
        Self::Withdrawn,
        Self::Stopped,
        Self::Finished,
        Self::Returned,
    ];

    /// Every state, in the order in which officers work: what waits for them first, what is over last.
    pub const WORK: [Self; 10] = [
        Self::New,
        Self::Accepted,
        Self::Processing,
        Self::SupplementRequested,
        Self::PaymentRequired,
        Self::Finished,
        Self::Returned,
        Self::Rejected,
        Self::Stopped,
        Self::Withdrawn,
    ];

    /// The number of the national synchronisation, 1 to 10.
    pub fn number(self) -> usize {
        1 + Self::ALL.iter().position(|status| *status == self).unwrap_or_default()
    }

    /// As stored, and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Processing => "processing",
            Self::SupplementRequested => "supplement",
            Self::PaymentRequired => "payment",
            Self::Withdrawn => "withdrawn",
            Self::Stopped => "stopped",
            Self::Finished => "finished",
            Self::Returned => "returned",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == text)
    }

    /// Text key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::New => "onestop.status.new",
            Self::Accepted => "onestop.status.accepted",
            Self::Rejected => "onestop.status.rejected",
            Self::Processing => "onestop.status.processing",
            Self::SupplementRequested => "onestop.status.supplement",
            Self::PaymentRequired => "onestop.status.payment",
            Self::Withdrawn => "onestop.status.withdrawn",
            Self::Stopped => "onestop.status.stopped",
            Self::Finished => "onestop.status.finished",
            Self::Returned => "onestop.status.returned",
        }
    }

    /// Text key of the heading of what was said with it: the agency's words, but for a withdrawal.
    pub const fn note_key(self) -> &'static str {
        match self {
            Self::Withdrawn => "onestop.withdraw.said",
            _ => "onestop.follow.note",
        }
    }

    /// Colour of its tag.
    pub const fn color(self) -> &'static str {
        match self {
            Self::New => "info",
            Self::Accepted | Self::Processing => "accent",
            Self::SupplementRequested | Self::PaymentRequired => "warning",
            Self::Finished | Self::Returned => "success",
            Self::Rejected | Self::Stopped => "danger",
            Self::Withdrawn => "neutral",
        }
    }

    /// Whether nothing more becomes of it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn | Self::Stopped | Self::Returned)
    }

    /// Whether somebody works on it or waits for the applicant.
    pub const fn is_open(self) -> bool {
        !self.is_over() && !matches!(self, Self::Finished)
    }

    /// The state after a move; nothing where the move is none now. What papers that were asked for lead back to depends on
    /// whether the dossier had been accepted.
    pub const fn after(self, what: Move, accepted: bool) -> Option<Self> {
        match (what, self) {
            (Move::Accept, Self::New) => Some(Self::Accepted),
            (Move::Refuse, Self::New) => Some(Self::Rejected),
            (Move::Take, Self::Accepted | Self::Processing) => Some(Self::Processing),
            (Move::RequestSupplement, Self::New | Self::Accepted | Self::Processing) => {
                Some(Self::SupplementRequested)
            }
            (Move::Supply, Self::SupplementRequested) if accepted => Some(Self::Processing),
            (Move::Supply, Self::SupplementRequested) => Some(Self::New),
            (
                Move::Withdraw,
                Self::New
                | Self::Accepted
                | Self::Processing
                | Self::SupplementRequested
                | Self::PaymentRequired,
            ) => Some(Self::Withdrawn),
            (Move::Stop, Self::Accepted | Self::Processing | Self::SupplementRequested) => {
                Some(Self::Stopped)
            }
            (Move::Finish, Self::Accepted | Self::Processing) => Some(Self::Finished),
            (Move::Return, Self::Finished) => Some(Self::Returned),
            _ => None,
        }
    }
}
