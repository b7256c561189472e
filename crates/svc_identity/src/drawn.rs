//! What is drawn at random to be written on paper and typed from it: first passwords, recovery codes.

use rand::RngExt as _;

/// Letters and digits nobody takes for one another, printed or written by hand: no `0 o`, `1 i l`, `2 z`, `5 s`, `9 q`,
/// `v w`; and no signs.
const FROM: &[u8; 23] = b"abcdefghjkmnprtuxy34678";

/// So many of them, each as likely as any other, in groups of four: 4.5 bits a letter.
pub(crate) fn draw(length: usize) -> String {
    let mut rng = rand::rng();
    let letters: Vec<char> = (0..length).map(|_| char::from(FROM[rng.random_range(0..FROM.len())])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_read_off_paper_without_doubt() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..500 {
            let drawn = draw(16);
            assert_eq!(drawn.len(), 19, "{drawn}");
            assert!(drawn.split('-').all(|group| group.len() == 4), "{drawn}");
            let plain: Vec<char> = drawn.chars().filter(|c| *c != '-').collect();
            assert!(plain.iter().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "{drawn}");
            assert!(!plain.iter().any(|c| "01259iloqsvwz+-".contains(*c)), "{drawn}");
            seen.extend(plain);
        }
        assert_eq!(seen.len(), FROM.len(), "all of them are drawn: {seen:?}");
    }
}
