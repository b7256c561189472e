//! Contents, kept once each under their SHA-256.

mod keep;
pub(crate) mod store;
mod sweep;

pub(crate) use keep::{Extra, keep, keep_variant};
pub(crate) use sweep::{NAME as SWEEP, sweep};

use serde::{Deserialize, Serialize};

/// Where contents lie.
pub(crate) const BLOBS: &str = "blobs";
/// Where smaller pictures and previews lie.
pub(crate) const VARIANTS: &str = "variants";

/// A content that is kept.
#[derive(Clone, Debug)]
pub(crate) struct Blob {
    pub(crate) sha256: String,
    pub(crate) object: String,
    pub(crate) size: u64,
    pub(crate) media_type: String,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    pub(crate) variants: Vec<Variant>,
    pub(crate) checked: Checked,
    /// What the virus scanner calls what it found.
    pub(crate) threat: String,
}

/// A picture made from a content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Variant {
    /// What stands for it in addresses: `rong-640`, `trang-1`.
    pub(crate) slug: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) size: u64,
    pub(crate) sha256: String,
    pub(crate) object: String,
}

/// What the virus scanner said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// Nothing yet.
    Unchecked,
    /// Nothing found.
    Clean,
    /// Something found.
    Infected,
}

impl Checked {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Clean => "clean",
            Self::Infected => "infected",
        }
    }

    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "clean" => Self::Clean,
            "infected" => Self::Infected,
            _ => Self::Unchecked,
        }
    }
}
