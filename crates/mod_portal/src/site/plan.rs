//! Which word each agency has in addresses. The rule of Decree 224/2026/NĐ-CP art. 11 (the name without accents and
//! spaces) gives some words to two: the living one keeps it, and what has ended stands beside it under a longer one.

use std::collections::{HashMap, HashSet};

use base::text;
use sea_orm::prelude::Uuid;

/// What is asked about an agency to give it a word.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The agency.
    pub id: Uuid,
    /// The short name the rule asks for: `sxd`, or the name folded.
    pub plain: String,
    /// Full name with its kind.
    pub full_name: String,
    /// The district it lies in, or lay in until districts ended. Empty for agencies of the province.
    pub district: String,
    /// The national code of the unit, if it is one.
    pub code: String,
    /// Whether it exists today.
    pub lives: bool,
}

/// Gives each agency its word, the same in every run; those that already have one in `known` keep it:
///
/// 1. a living agency has its plain word, unless another living one claims it too; then neither has it, and each adds
///    its former district (`vanlang-nari`, `vanlang-donghy`);
/// 2. a former one has its plain word when no other agency, living or former, claims it;
/// 3. else it adds what kind it was (`dinhhoa-huyen`) or where it lay (`tanlap-chodon`), and if that is taken as well,
///    its national code.
pub fn slugs(units: &[Unit], known: &HashMap<Uuid, String>) -> HashMap<Uuid, String> {
    let mut living: HashMap<&str, usize> = HashMap::new();
    let mut claims: HashMap<&str, usize> = HashMap::new();
    for unit in units {
        *claims.entry(&unit.plain).or_default() += 1;
        *living.entry(&unit.plain).or_default() += usize::from(unit.lives);
    }
    let mut taken: HashSet<String> = known.values().cloned().collect();
    let mut words = known.clone();
    let (alive, ended): (Vec<&Unit>, Vec<&Unit>) = units.iter().partition(|u| u.lives);
    for unit in alive.into_iter().chain(ended).filter(|u| !known.contains_key(&u.id)) {
        let claimants = if unit.lives { &living } else { &claims };
        let alone = claimants.get(unit.plain.as_str()) == Some(&1);
        let longer = |more: &str| (!more.is_empty()).then(|| format!("{}-{more}", unit.plain));
        let wishes = [alone.then(|| unit.plain.clone()), longer(&apart(unit)), longer(&unit.code)];
        let word = wishes.into_iter().flatten().find(|word| !taken.contains(word));
        // An identifier is nobody else's.
        let word = word.unwrap_or_else(|| format!("{}-{}", unit.plain, unit.id.simple()));
        taken.insert(word.clone());
        words.insert(unit.id, word);
    }
    words
}

/// What tells a unit from its namesakes: the district it lies in, else the word for its kind.
fn apart(unit: &Unit) -> String {
    if !unit.district.is_empty() {
        return text::slug(&unit.district);
    }
    let full = text::slug(&unit.full_name);
    full.strip_suffix(&unit.plain).unwrap_or_default().to_owned()
}
