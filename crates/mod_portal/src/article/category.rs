/// Where an article stands on the site, after the categories of Decree 43/2011/NĐ-CP art. 10 kept by Decree
/// 224/2026/NĐ-CP art. 9.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Category {
    /// News and events.
    #[default]
    News,
    /// Direction and administration.
    Direction,
    /// Announcements.
    Notice,
}

impl Category {
    /// All, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::News, Self::Direction, Self::Notice];

    /// The word stored, and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::News => "tin-tuc",
            Self::Direction => "chi-dao",
            Self::Notice => "thong-bao",
        }
    }

    /// The text key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::News => "portal.article.category.news",
            Self::Direction => "portal.article.category.direction",
            Self::Notice => "portal.article.category.notice",
        }
    }

    /// The category stored under this word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }
}
