use std::borrow::Borrow;

/// Numbered pages of a list, steered by the address (`?page=3`), so that every page can be linked and bookmarked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// The page shown, from 1.
    pub page: u64,
    /// Rows on a page.
    pub per_page: u64,
    /// Rows in all.
    pub total: u64,
    /// The address of the list with its filters, ending in `?` or `&`, to which `page=N` is added.
    pub href: String,
}

impl Pager {
    /// The pager of a list at `path` under the given filters (pairs with empty values are left out).
    pub fn new(page: u64, per_page: u64, total: u64, path: &str, filters: &[(&str, &str)]) -> Self {
        let mut href = format!("{path}?");
        for (name, value) in filters.iter().filter(|(_, value)| !value.is_empty()) {
            href.push_str(&format!(
                "{name}={}&",
                askama::filters::urlencode(value).map(|v| v.to_string()).unwrap_or_default()
            ));
        }
        Self { page: page.max(1), per_page: per_page.max(1), total, href }
    }

    /// As [`Pager::new`], at the page asked for in the address: the first for what is no number, the last beyond it.
    pub fn asked(asked: &str, per_page: u64, total: u64, path: &str, filters: &[(&str, &str)]) -> Self {
        let mut pager = Self::new(1, per_page, total, path, filters);
        pager.page = asked.trim().parse().unwrap_or(1).clamp(1, pager.last());
        pager
    }

    /// How many rows stand on the pages before.
    pub fn before(&self) -> u64 {
        (self.page - 1) * self.per_page
    }

    /// The number of the last page; 1 for an empty list.
    pub fn last(&self) -> u64 {
        self.total.div_ceil(self.per_page).max(1)
    }

    /// Number of the first row shown, from 1.
    pub fn first_row(&self) -> u64 {
        if self.total == 0 { 0 } else { (self.page - 1) * self.per_page + 1 }
    }

    /// Number of the last row shown.
    pub fn last_row(&self) -> u64 {
        (self.page * self.per_page).min(self.total)
    }

    /// The pages to offer: first, last, and those around the current one; `None` stands for a gap.
    pub fn pages(&self) -> Vec<Option<u64>> {
        let last = self.last();
        let near = |n: u64| n == 1 || n == last || n.abs_diff(self.page) <= 1;
        let mut pages = Vec::new();
        for n in (1..=last).filter(|&n| near(n)) {
            if let Some(Some(previous)) = pages.last().copied()
                && n - previous > 1
            {
                pages.push(None);
            }
            pages.push(Some(n));
        }
        pages
    }

    /// Address of a page.
    pub fn link(&self, page: impl Borrow<u64>) -> String {
        format!("{}page={}", self.href, page.borrow())
    }
}
