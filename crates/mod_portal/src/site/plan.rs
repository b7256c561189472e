//! Which word each agency has in addresses. The rule of Decree 224/2026/NĐ-CP art. 11 (the name without accents and
//! spaces) gives some words to two: the living one has it, and what has ended stands beside it under a longer one.

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
    /// The year in which it ended.
    pub ended: Option<i32>,
}

/// Longest beginning of a longer word: a label of a host has 63 letters at most.
const BEGINNING: usize = 40;

/// Gives each agency its word, the same in every run. Those that already have one in `known` keep it, but for one case:
///
/// 1. a living agency has its plain word, unless another living one claims it too; then neither has it, and each adds
///    its former district (`vanlang-nari`, `vanlang-donghy`). A former one that has the word gives it up;
/// 2. a former one has its plain word when no other agency, living or former, claims it;
/// 3. else it adds what kind it was (`dinhhoa-huyen`) or where it lay (`tanlap-chodon`), the year of its end
///    (`sotuphap-2026`), its national code, and at last a number.
///
/// No word is made of an identifier: people read these.
pub fn slugs(units: &[Unit], known: &HashMap<Uuid, String>) -> HashMap<Uuid, String> {
    let (mut living, mut claims) = (HashMap::<&str, usize>::new(), HashMap::<&str, usize>::new());
    for unit in units {
        *claims.entry(&unit.plain).or_default() += 1;
        *living.entry(&unit.plain).or_default() += usize::from(unit.lives);
    }
    // Given once by a mistaken rule, to be given again.
    let mistaken = |id: &Uuid, word: &str| word.ends_with(&id.simple().to_string());
    let mut words: HashMap<Uuid, String> =
        known.iter().filter(|(id, word)| !mistaken(id, word)).map(|(id, word)| (*id, word.clone())).collect();
    let lives: HashMap<Uuid, bool> = units.iter().map(|u| (u.id, u.lives)).collect();
    let mut taken: HashSet<String> = words.values().cloned().collect();
    let (alive, ended): (Vec<&Unit>, Vec<&Unit>) = units.iter().partition(|u| u.lives);
    for unit in alive {
        let alone = living.get(unit.plain.as_str()) == Some(&1) && !svc_org::agency::is_reserved(&unit.plain);
        if words.contains_key(&unit.id) || !alone {
            continue;
        }
        let holder = words.iter().find(|(_, word)| **word == unit.plain).map(|(id, _)| *id);
        if let Some(holder) = holder.filter(|id| lives.get(id) == Some(&false)) {
            words.remove(&holder);
            taken.remove(&unit.plain);
        }
        if taken.insert(unit.plain.clone()) {
            words.insert(unit.id, unit.plain.clone());
        }
    }
    for unit in units.iter().filter(|u| u.lives).chain(ended) {
        if words.contains_key(&unit.id) {
            continue;
        }
        let alone = !unit.lives
            && claims.get(unit.plain.as_str()) == Some(&1)
            && !svc_org::agency::is_reserved(&unit.plain);
        let word = longer(unit, alone).find(|word| !taken.contains(word)).unwrap_or_default();
        taken.insert(word.clone());
        words.insert(unit.id, word);
    }
    words
}

/// The words a unit would have, best first; without end.
fn longer(unit: &Unit, plain: bool) -> impl Iterator<Item = String> {
    let short: String = unit.plain.chars().take(BEGINNING).collect();
    let with = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| format!("{short}-{}", parts.join("-")))
    };
    let apart: String = apart(unit).chars().take(BEGINNING / 2).collect();
    let year = unit.ended.map(|year| year.to_string()).unwrap_or_default();
    let dated = if year.is_empty() { None } else { with(&[&apart, &year]) };
    let wishes = [plain.then(|| unit.plain.clone()), with(&[&apart]), dated, with(&[&unit.code])];
    let numbered = (2_u32..).map(move |n| format!("{short}-{n}"));
    wishes.into_iter().flatten().chain(numbered)
}

/// What tells a unit from its namesakes: the district it lies in, else the word for its kind.
fn apart(unit: &Unit) -> String {
    if !unit.district.is_empty() {
        return text::slug(&unit.district);
    }
    let full = text::slug(&unit.full_name);
    full.strip_suffix(&unit.plain).unwrap_or_default().to_owned()
}
