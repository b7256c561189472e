//! Lists of sites on forms. They are short, however many sites there are.

use std::sync::Arc;

use base::{Id, text};
use ui::{Choice, Lang, Page};

use super::Site;

/// Most sites to choose from on one form.
const MOST: usize = 200;
/// Longest words looked for, in characters.
const WORDS_MAX: usize = 100;

/// Sites to choose from on a form. Of more than a list holds those highest in the tree are offered, and any other is looked
/// for by its name.
#[derive(Debug, Default)]
pub(crate) struct Offer {
    /// Those offered, the one chosen among them.
    pub choices: Vec<Choice>,
    /// The one chosen: the one asked for, or the only one of that name.
    pub chosen: Option<Id<Site>>,
    /// By what they were looked for; nothing where all there are are offered.
    pub words: Option<String>,
    /// Whether more have that name than are offered.
    is_cut: bool,
}

impl Offer {
    /// Of these, the one `asked` for and those `named`: words of their names, or the word of one in addresses.
    pub(crate) fn new(mine: &[Arc<Site>], lang: Lang, asked: Option<Id<Site>>, named: &str) -> Self {
        Self::at_most(MOST, mine, lang, asked, named)
    }

    fn at_most(most: usize, mine: &[Arc<Site>], lang: Lang, asked: Option<Id<Site>>, named: &str) -> Self {
        let words: String = text::nfc(named).trim().chars().take(WORDS_MAX).collect();
        let known = mine.iter().find(|site| site.slug == words).map(|site| site.id);
        let depth = |site: &Site| site.agency_path.matches('/').count();
        let mut offered: Vec<&Arc<Site>> = mine.iter().collect();
        let (mut chosen, mut is_cut) = (known.or(asked), false);
        if mine.len() > most && (words.is_empty() || known.is_some()) {
            // Of a level that does not fit whole there is none.
            let mut depths: Vec<usize> = mine.iter().map(|site| depth(site)).collect();
            depths.sort_unstable();
            let least = depths[most];
            offered.retain(|site| depth(site) < least || chosen == Some(site.id));
        } else if mine.len() > most {
            offered.retain(|site| is_named(site, &words));
            chosen = match offered.as_slice() {
                [only] => Some(only.id),
                found => asked.filter(|asked| found.iter().any(|site| site.id == *asked)),
            };
            is_cut = offered.len() > most;
            offered.sort_by_key(|site| (chosen != Some(site.id), depth(site)));
            offered.truncate(most);
        }
        let choice = |site: &&Arc<Site>| Choice::new(site.id.to_string(), site.name_in(lang));
        let choices = offered.iter().map(choice).collect();
        Self { choices, chosen, words: (mine.len() > most).then_some(words), is_cut }
    }

    /// Whether there is something to choose.
    pub(crate) fn is_open(&self) -> bool {
        self.choices.len() > 1 || self.words.is_some()
    }

    /// What came of looking for a name, where somebody has to go on from it.
    pub(crate) fn told(&self, page: &Page) -> String {
        match (self.words.as_deref().unwrap_or_default(), self.choices.len()) {
            ("", _) => String::new(),
            (_, 0) => page.t("portal.site.offer.none").to_owned(),
            (_, found) if self.is_cut => page.fill("portal.site.offer.many", &[("n", &found)]),
            (_, found) if self.chosen.is_none() => page.fill("portal.site.offer.found", &[("n", &found)]),
            _ => String::new(),
        }
    }
}

/// Whether words of its name in one of the languages begin with each of these, accents or not.
fn is_named(site: &Site, words: &str) -> bool {
    let names = text::fold(&format!("{} {}", site.name, site.name_en));
    let begins = |word: &str| names.split_whitespace().any(|known| known.starts_with(word));
    text::fold(words).split_whitespace().all(begins)
}
