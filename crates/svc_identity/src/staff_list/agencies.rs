//! Agencies as lists name them.

use std::{collections::HashMap, sync::Arc};

use base::{LocalDate, text::fold};
use svc_org::{Agency, AgencyCode, Tree};
use ui::Message;

/// The living agencies, by everything they may be called.
pub(super) struct Agencies {
    /// Nothing where several bear the name.
    known: HashMap<String, Option<Arc<Agency>>>,
}

impl Agencies {
    pub(super) fn of(tree: &Tree, today: LocalDate) -> Self {
        let mut known: HashMap<String, Option<Arc<Agency>>> = HashMap::new();
        let living = tree.at(today);
        // Codes and labels are each one agency's own, so they come first and names do not take them away.
        for agency in &living {
            let code = agency.code.as_ref().map(ToString::to_string);
            let own = [code, agency.unit_code.clone(), Some(agency.slug.clone())];
            for word in own.into_iter().flatten().filter(|word| !word.is_empty()) {
                known.insert(fold(&word), Some(Arc::clone(agency)));
            }
        }
        let coded = known.clone();
        for agency in &living {
            let name = fold(&agency.full_name);
            if coded.contains_key(&name) {
                continue;
            }
            let several = known.contains_key(&name);
            known.insert(name, (!several).then(|| Arc::clone(agency)));
        }
        Self { known }
    }

    /// The agency a cell names: by code, old or new, by the code of a unit, by its label in addresses, or by its name.
    pub(super) fn find(&self, words: &str) -> Result<Arc<Agency>, Message> {
        let unknown = || Message::new("identity.staff_list.unknown_agency").with("agency", words);
        let by_code =
            || AgencyCode::parse(words).ok().and_then(|code| self.known.get(&fold(&code.to_string())));
        match self.known.get(&fold(words)).or_else(by_code) {
            Some(Some(agency)) => Ok(Arc::clone(agency)),
            Some(None) => Err(Message::new("identity.staff_list.agency_twice").with("agency", words)),
            None => Err(unknown()),
        }
    }

    /// The word by which [`Agencies::find`] finds it again: its name, where no other bears it.
    pub(super) fn word(&self, agency: &Agency) -> String {
        let own =
            |word: &str| matches!(self.known.get(&fold(word)), Some(Some(found)) if found.id == agency.id);
        let code = agency.code.as_ref().map(ToString::to_string);
        let words =
            [Some(agency.full_name.clone()), code, agency.unit_code.clone(), Some(agency.slug.clone())];
        words.into_iter().flatten().find(|word| own(word)).unwrap_or_else(|| agency.full_name.clone())
    }
}
