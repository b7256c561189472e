//! The words by which a question is told apart: what it is, how far it is, what its sender thinks of the answer.

/// A set of words kept in a column, each with a name for people.
macro_rules! words {
    ($(#[$about:meta])* $name:ident in $key:literal { $($(#[$said:meta])* $one:ident = $code:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$said])* $one,)* }

        impl $name {
            /// All, in the order people read them.
            pub const ALL: &'static [Self] = &[$(Self::$one,)*];
            /// The word stored, and used in addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$one => $code,)* }
            }
            /// The text key of its name.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$one => concat!($key, $code),)* }
            }
            /// The one stored under this word.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

words! {
    /// What somebody sends.
    Kind in "portal.question.kind." {
        /// A question.
        Question = "question",
        /// Something to say or to propose about regulations (Decree 20/2008/NĐ-CP as amended by 92/2017/NĐ-CP).
        Feedback = "feedback",
    }
}

words! {
    /// What it turned out to be. What is another agency's is passed on, what is not accepted is refused.
    Class in "portal.question.class." {
        /// About what this agency decides.
        Own = "own",
        /// About how officers behave.
        Conduct = "conduct",
    }
}

words! {
    /// How far it is.
    Status in "portal.question.status." {
        /// Nobody has looked at it yet.
        New = "new",
        /// Passed on; waits to be looked at by the agency now in charge.
        Transferred = "transferred",
        /// Looked at; waits for an answer.
        Classified = "classified",
        /// An answer is being written.
        InProgress = "in_progress",
        /// The answer waits for somebody else's approval.
        InReview = "in_review",
        /// Answered; only its sender reads it.
        Answered = "answered",
        /// Answered, and public as its answerer wrote it.
        Published = "published",
        /// Not accepted, with a reason.
        Refused = "refused",
    }
}

words! {
    /// What the sender thinks of the answer (Circular 32/2017/TT-BTTTT).
    Rating in "portal.question.rating." {
        /// Very satisfied.
        Very = "very",
        /// Satisfied.
        Yes = "yes",
        /// Not satisfied.
        No = "no",
    }
}

impl Status {
    /// The colour of its tag; its name always stands beside it.
    pub const fn color(self) -> &'static str {
        match self {
            Self::New | Self::Transferred | Self::InReview => "warning",
            Self::Classified | Self::InProgress => "info",
            Self::Answered | Self::Published => "success",
            Self::Refused => "neutral",
        }
    }

    /// Whether its clock runs.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Transferred | Self::Classified | Self::InProgress | Self::InReview)
    }

    /// The words of those whose clock runs, for SQL.
    pub const OPEN: &'static str = "('new', 'transferred', 'classified', 'in_progress', 'in_review')";
}
