//! What an item of the library is. Pure: no database, no clock.

use base::{Id, Timestamp};
use kernel::Subject;
use sea_orm::prelude::Uuid;
use svc_files::File;

use crate::site::Site;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest description of a picture, in characters: what a screen reader says in one breath.
pub const ALT_MAX: usize = 300;
/// Longest caption, in characters.
pub const CAPTION_MAX: usize = 500;
/// Longest credit, in characters.
pub const CREDIT_MAX: usize = 150;

/// Where the eye should rest on a picture that is cut to another shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// Top left.
    TopLeft,
    /// Top.
    Top,
    /// Top right.
    TopRight,
    /// Left.
    Left,
    /// The middle.
    #[default]
    Middle,
    /// Right.
    Right,
    /// Bottom left.
    BottomLeft,
    /// Bottom.
    Bottom,
    /// Bottom right.
    BottomRight,
}

impl Focus {
    /// All, row by row.
    pub const ALL: [Self; 9] = [
        Self::TopLeft,
        Self::Top,
        Self::TopRight,
        Self::Left,
        Self::Middle,
        Self::Right,
        Self::BottomLeft,
        Self::Bottom,
        Self::BottomRight,
    ];

    /// The word kept; also the end of its style's name and of its text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TopLeft => "top_left",
            Self::Top => "top",
            Self::TopRight => "top_right",
            Self::Left => "left",
            Self::Middle => "middle",
            Self::Right => "right",
            Self::BottomLeft => "bottom_left",
            Self::Bottom => "bottom",
            Self::BottomRight => "bottom_right",
        }
    }

    /// The place of this word; the middle for any other.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|focus| focus.code() == code)
    }

    /// The text key of its name.
    pub fn key(self) -> String {
        format!("portal.media.focus_word.{}", self.code())
    }
}

/// What is said about an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// What editors find it by; the file's name where nothing was said.
    pub title: String,
    /// What a picture shows, for those who do not see it.
    pub alt: String,
    /// What stands below it.
    pub caption: String,
    /// Who made it.
    pub credit: String,
    /// Where the eye should rest.
    pub focus: Focus,
    /// Whether editors of other sites find it too.
    pub is_shared: bool,
}

/// A picture or document of the library.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its identifier.
    pub id: Id<Item>,
    /// The site whose editors keep it.
    pub site: Id<Site>,
    /// The agency of that site.
    pub agency: Uuid,
    /// That agency's path: rights are held over it.
    pub agency_path: String,
    /// The file it shows now.
    pub file: Id<File>,
    /// Whether it is a picture.
    pub is_picture: bool,
    /// What is said about it.
    pub details: Details,
    /// When it came.
    pub created_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

impl Item {
    /// Where it is opened, and how entries name it.
    pub fn address(&self) -> String {
        format!("{}{}", super::ADDRESS, self.id)
    }

    /// The key of pages that show it.
    pub fn key(&self) -> String {
        key(self.id)
    }
}

/// The key of pages that show an item.
pub fn key(id: Id<Item>) -> String {
    format!("media:{id}")
}

impl Subject for Item {
    const KIND: &'static str = "media";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}
