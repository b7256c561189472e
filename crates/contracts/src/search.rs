//! What a module hands to the search service, and what rights the search service must filter by.

use base::Timestamp;

/// One thing that can be found. Text is plain (no markup) and NFC.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchDoc {
    /// What it is: `procedure`, `article`, `agency`. The first facet, and half of the key.
    pub kind: String,
    /// Its identifier within the kind: the other half of the key.
    pub id: String,
    /// Language of the text: `vi` or `en`.
    pub lang: String,
    /// The heading shown in results and weighed most.
    pub title: String,
    /// Codes a person may type exactly (`1.004884`, `H55.242`), matched as a whole.
    pub codes: Vec<String>,
    /// The text searched and shown as a highlighted excerpt.
    pub body: String,
    /// Address within the portal, without language prefix: `/thu-tuc/1.004884`.
    pub url: String,
    /// Facets by name: `("level", "xa")`, `("sector", "Hộ tịch")`, `("agency", "…")`, `("site", "sxd")`.
    pub facets: Vec<(String, String)>,
    /// Who may find it.
    pub audience: Audience,
    /// When it was published or changed: newer wins between equals.
    pub at: Timestamp,
    /// A push for things that matter more, added to the score; 0.0 is neutral, at most 1.0. Below 0.0, down to -1.0, it
    /// is put behind what matches less well.
    pub boost: f32,
}

/// Who may find a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, signed in or not.
    #[default]
    Public,
    /// Those who hold `permission` over the agency whose path this is (identifiers joined by `/`, closed by `/`).
    Agency {
        /// The permission's name.
        permission: String,
        /// The agency's path.
        path: String,
    },
}
