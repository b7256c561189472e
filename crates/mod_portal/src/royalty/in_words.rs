//! An amount in words, as papers that are paid by say it. The words are Vietnamese, like the paper, and lie in a seed.

use base::Vnd;

const WORDS: &str = include_str!("../../seeds/royalty_numbers.txt");
/// Where the words after the ten digits stand.
const TEN: usize = 10;
const TENS: usize = 11;
const ONE_AFTER_TENS: usize = 12;
const FOUR_AFTER_TENS: usize = 13;
const FIVE_AFTER_TEN: usize = 14;
const AND: usize = 15;
const HUNDRED: usize = 16;
const THOUSAND: usize = 17;
const MILLION: usize = 18;
const MILLIARD: usize = 19;
const MINUS: usize = 20;
const CURRENCY: usize = 21;

/// `1.234.000` in words, the first letter large.
pub fn in_words(amount: Vnd) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut places = Vec::new();
    if amount.0 < 0 {
        places.push(MINUS);
    }
    number(amount.0.unsigned_abs(), false, &mut places);
    places.push(CURRENCY);
    let said: Vec<&str> = places.into_iter().filter_map(|place| words.get(place).copied()).collect();
    let said = said.join(" ");
    let mut letters = said.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The words of a number; `inside` a larger one its hundreds are said even where there are none.
fn number(n: u64, inside: bool, out: &mut Vec<usize>) {
    for (size, word) in [(1_000_000_000, MILLIARD), (1_000_000, MILLION), (1_000, THOUSAND)] {
        if n >= size {
            number(n / size, inside, out);
            out.push(word);
            if !n.is_multiple_of(size) {
                number(n % size, true, out);
            }
            return;
        }
    }
    let (hundreds, tens, ones) = ((n / 100) as usize, (n / 10 % 10) as usize, (n % 10) as usize);
    if hundreds > 0 || inside {
        out.extend([hundreds, HUNDRED]);
    }
    match tens {
        0 if ones > 0 && (hundreds > 0 || inside) => out.push(AND),
        0 => {}
        1 => out.push(TEN),
        _ => out.extend([tens, TENS]),
    }
    match (ones, tens) {
        (0, 0) if hundreds == 0 && !inside => out.push(0),
        (0, _) => {}
        (1, 2..) => out.push(ONE_AFTER_TENS),
        (4, 2..) => out.push(FOUR_AFTER_TENS),
        (5, 1..) => out.push(FIVE_AFTER_TEN),
        _ => out.push(ones),
    }
}
