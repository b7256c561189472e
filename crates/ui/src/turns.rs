use crate::Pager;

/// The ways on from a page of a list that is read along its order, from one row to the next: how many pages there are,
/// nobody counts. A page is named by the row it comes after (`?sau=`) or before (`?truoc=`), so its address stays right
/// when rows are added, and the thousandth is read as quickly as the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    /// The first page, from any other.
    pub first: Option<String>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// The last page, from any other.
    pub last: Option<String>,
}

/// Which page of such a list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// Its first.
    #[default]
    First,
    /// Its last.
    Last,
    /// What comes after the row of this name.
    After(String),
    /// What comes before it.
    Before(String),
}

impl Turn {
    /// The page an address asks for, by what it says under a name.
    pub fn read<'a>(said: impl Fn(&str) -> Option<&'a str>) -> Self {
        let of = |name: &str| said(name).filter(|value| !value.is_empty());
        if let Some(row) = of("sau") {
            Self::After(row.to_owned())
        } else if let Some(row) = of("truoc") {
            Self::Before(row.to_owned())
        } else if of("cuoi").is_some() {
            Self::Last
        } else {
            Self::First
        }
    }
}

impl Turns {
    /// The ways on from a page of the list at `path` under these filters: the names of its first and its last row, each if
    /// there are rows beyond it.
    pub fn new(path: &str, filters: &[(&str, &str)], before: Option<&str>, after: Option<&str>) -> Self {
        let base = Pager::new(1, 1, 0, path, filters).href;
        let first = base.trim_end_matches(['&', '?']).to_owned();
        Self {
            first: before.map(|_| first),
            previous: before.map(|row| format!("{base}truoc={row}")),
            next: after.map(|row| format!("{base}sau={row}")),
            last: after.map(|_| format!("{base}cuoi=1")),
        }
    }

    /// Whether all there is stands on this page.
    pub const fn is_empty(&self) -> bool {
        self.previous.is_none() && self.next.is_none()
    }
}
