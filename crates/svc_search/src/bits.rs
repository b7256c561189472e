//! Sets of documents of one segment, a bit for each document: joined and counted 64 at a time.

use tantivy::DocId;

/// A set of documents of one segment.
#[derive(Clone, Debug)]
pub struct Bits(Vec<u64>);

impl AsRef<Self> for Bits {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Bits {
    /// No document of a segment with so many.
    pub fn none(documents: u32) -> Self {
        Self(vec![0; documents.div_ceil(64) as usize])
    }

    /// Every document of a segment with so many.
    pub fn all(documents: u32) -> Self {
        let mut words = vec![u64::MAX; documents.div_ceil(64) as usize];
        if let Some(last) = words.last_mut().filter(|_| !documents.is_multiple_of(64)) {
            *last >>= 64 - documents % 64;
        }
        Self(words)
    }

    /// Puts one document in.
    pub fn insert(&mut self, doc: DocId) {
        self.0[(doc / 64) as usize] |= 1 << (doc % 64);
    }

    /// Whether this document is in it.
    pub fn contains(&self, doc: DocId) -> bool {
        self.0[(doc / 64) as usize] & (1 << (doc % 64)) != 0
    }

    /// Keeps what is in the other, too.
    pub fn retain(&mut self, other: &Self) {
        self.each(other, |mine, other| *mine &= other);
    }

    /// Puts all of the other in.
    pub fn extend(&mut self, other: &Self) {
        self.each(other, |mine, other| *mine |= other);
    }

    /// Takes all of the other out.
    pub fn remove(&mut self, other: &Self) {
        self.each(other, |mine, other| *mine &= !other);
    }

    /// What is in both.
    pub fn shared(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(mine, other)| mine & other).collect())
    }

    /// How many documents are in it.
    pub fn len(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// How many documents are in both.
    pub fn shared_len(&self, other: &Self) -> u64 {
        self.0.iter().zip(&other.0).map(|(mine, other)| u64::from((mine & other).count_ones())).sum()
    }

    /// The documents, in order.
    pub fn docs(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..).step_by(64).zip(&self.0).flat_map(|(first, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let at = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(first + at)
            })
        })
    }

    fn each(&mut self, other: &Self, join: impl Fn(&mut u64, u64)) {
        for (mine, other) in self.0.iter_mut().zip(&other.0) {
            join(mine, *other);
        }
    }
}

/// What is in at least one of these sets, in at least two, and so on up to all of them.
pub fn at_least(documents: u32, sets: &[impl AsRef<Bits>]) -> Vec<Bits> {
    let mut levels = vec![Bits::none(documents); sets.len()];
    for (seen, set) in sets.iter().map(AsRef::as_ref).enumerate() {
        // From above, so that one set raises no document by two.
        for level in (1..=seen).rev() {
            let raised = levels[level - 1].shared(set);
            levels[level].extend(&raised);
        }
        levels[0].extend(set);
    }
    levels
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(documents: u32, docs: &[u32]) -> Bits {
        let mut bits = Bits::none(documents);
        docs.iter().for_each(|doc| bits.insert(*doc));
        bits
    }

    fn list(bits: &Bits) -> Vec<u32> {
        bits.docs().collect()
    }

    #[test]
    fn all_of_a_segment_ends_with_it() {
        for documents in [0, 1, 63, 64, 65, 128, 1000] {
            assert_eq!(list(&Bits::all(documents)), (0..documents).collect::<Vec<_>>());
            assert_eq!(Bits::all(documents).len(), u64::from(documents));
            assert_eq!(Bits::none(documents).len(), 0);
        }
    }

    proptest! {
        #[test]
        fn levels_are_what_counting_says(sets in prop::collection::vec(prop::collection::btree_set(0u32..200, 0..60), 1..6)) {
            let bits: Vec<Bits> = sets.iter().map(|s| set(200, &s.iter().copied().collect::<Vec<_>>())).collect();
            let levels = at_least(200, &bits);
            for (level, found) in levels.iter().enumerate() {
                let counted: Vec<u32> =
                    (0..200).filter(|doc| sets.iter().filter(|s| s.contains(doc)).count() > level).collect();
                prop_assert_eq!(list(found), counted);
            }
        }

        #[test]
        fn sets_join_as_sets_do(a in prop::collection::btree_set(0u32..150, 0..80), b in prop::collection::btree_set(0u32..150, 0..80)) {
            let (left, right) = (
                set(150, &a.iter().copied().collect::<Vec<_>>()),
                set(150, &b.iter().copied().collect::<Vec<_>>()),
            );
            let joined = |join: fn(&mut Bits, &Bits)| {
                let mut bits = left.clone();
                join(&mut bits, &right);
                list(&bits)
            };
            prop_assert_eq!(joined(Bits::retain), a.intersection(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(joined(Bits::extend), a.union(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(joined(Bits::remove), a.difference(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(left.shared_len(&right), a.intersection(&b).count() as u64);
            prop_assert!((0..150).all(|doc| left.contains(doc) == a.contains(&doc)));
        }
    }
}
